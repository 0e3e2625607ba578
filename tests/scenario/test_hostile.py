"""Files that mean harm: each a diagnostic at its place, quickly, and nothing that acts."""

from __future__ import annotations

import re
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceo_sim.scenario.loader import Loaded, diagnose, load, load_texts
from ceo_sim.scenario.manifest import read_manifest
from tests.scenario.sample import MARK, SMALL, loaded, places, planted, unmarked
from tests.support.examples import examples

LINES = SMALL.count("\n")
SECONDS = 10  # of the processor, whatever else it has to do; what hangs takes for ever
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def quickly(text: str) -> Loaded:
    """Load a text, which must not take long."""
    started = time.process_time()
    result = loaded(text)
    assert time.process_time() - started < SECONDS
    return result


NESTED = {
    "arrays": ("x = " + "[" * 10_000, "E010", 1, 21),
    "closed arrays": ("x = " + "[" * 10_000 + "]" * 10_000, "E010", 1, 21),
    "inline tables": ("x = " + "{ a = " * 10_000 + "1" + "}" * 10_000, "E010", 1, 5 + 16 * 6),
    "dotted keys": ("a." * 10_000 + "b = 1", "E010", 1, 1),
    "a dotted header": ("[" + "a." * 10_000 + "b]", "E010", 1, 2),
    "arrays under keys": ("[a.b]\n  x = " + "[" * 10_000, "E010", 2, 7 + 16),
}


@pytest.mark.parametrize("text, code, line, column", NESTED.values(), ids=NESTED.keys())
def test_nesting_of_any_depth_is_one_diagnostic(text: str, code: str, line: int, column: int) -> None:
    assert places(quickly(text).diagnostics) == [(code, line, column)]


NUMBERS = {
    "nan": ("nan", "E405"),
    "infinity": ("inf", "E405"),
    "negative infinity": ("-inf", "E405"),
    "a float beyond doubles": ("1e999", "E405"),
    "65 bits": (str(2**64), "E405"),
    "hexadecimal": ("0x" + "f" * 90, "E405"),
    "a hundred thousand digits": ("9" * 100_000, "E012"),
    "a hundred thousand hexadecimal digits": ("0x" + "f" * 100_000, "E012"),
    "nan in a text": ('"nan"', "E301"),
    "1e999 in a text": ('"1e999"', "E103"),
}


@pytest.mark.parametrize("number, code", NUMBERS.values(), ids=NUMBERS.keys())
def test_no_impossible_number_gets_in(number: str, code: str) -> None:
    result = quickly(planted("start = 50", f"start = {number}"))
    assert places(result.diagnostics) == [(code, 33, 10 if number.startswith('"') else 9)]
    assert result.scenario is None


CONTROLS = {
    "escape": r"\u001b]0;owned\u0007",
    "bell": r"\u0007",
    "delete": r"\u007f",
    "C1": r"\u009b31m",
    "right to left": r"\u202e",
    "carriage return": r"\r",
    "null": r"\u0000",
}


@pytest.mark.parametrize("written", CONTROLS.values(), ids=CONTROLS.keys())
@pytest.mark.parametrize("key", ['label = "Answer"', 'name = "Ines"'])
def test_no_control_character_gets_in(key: str, written: str) -> None:
    text, line, column = unmarked(planted(key, key[:-1] + MARK + written + '"'))
    assert places(loaded(text).diagnostics) == [("E202", line, column)]


def test_raw_control_characters_are_shown_escaped() -> None:
    text, line, column = unmarked(planted('name = "Ines"', 'name = "«\x1b[31mInes"'))
    (diagnostic,) = loaded(text).diagnostics
    assert (diagnostic.code, diagnostic.line, diagnostic.column) == ("E006", line, column)
    assert r"\x1b[31m" in str(diagnostic)
    assert not UNPRINTABLE.search("".join(diagnostic.lines()))


@pytest.mark.parametrize(
    "text",
    [
        "[link](javascript:alert(1))",
        "[@click=app.quit]quit[/]",
        "[link=https://a.b]x[/link]",
        "<img src=x onerror=alert(1)>",
        "\\\\e[31m",
    ],
)
def test_markup_of_others_is_just_text(text: str) -> None:
    result = loaded(planted('brief = "He rings."', f'brief = "{text}"'))
    assert {diagnostic.code for diagnostic in result.diagnostics} == ({"W202"} if "](" in text else set())
    assert result.scenario is not None
    assert result.scenario.decisions["the_call"].brief.source == text.replace("\\\\", "\\")


def test_unknown_keys_with_escape_sequences_are_shown_escaped() -> None:
    text, line, column = unmarked(planted('name = "Ines"', 'name = "Ines"\n«"\\u001b[2J\\u202e" = 1'))
    (diagnostic,) = loaded(text).diagnostics
    assert (diagnostic.code, diagnostic.line, diagnostic.column) == ("E401", line, column)
    assert not UNPRINTABLE.search("".join(map(str, diagnostic.as_dict().values())))


def test_functions_that_laugh_a_billion_times_are_cut_off() -> None:
    laughs = "[function.f0]\nbody = '1'\n" + "\n".join(
        f"[function.f{n}]\nbody = 'f{n - 1}() + f{n - 1}()'" for n in range(1, 60)
    )
    result = quickly(planted("", laughs).replace("baseline = 60", 'baseline = "f59()"'))
    assert places(result.diagnostics) == [("E306", 26, 13)]


def test_a_thousand_expensive_expressions_are_cut_off() -> None:
    heavy = f"[function.f]\nbody = '{'+'.join('1' * 90)}'\n[function.g]\nbody = '{'+'.join(['f()'] * 25)}'\n"
    metrics = "\n".join(f"[metric.m{n}]\nname = 'M'\nformula = 'g()'" for n in range(1_000))
    result = quickly(planted("", heavy + metrics))
    assert [code for code, _, _ in places(result.diagnostics)] == ["E308"]


@pytest.mark.slow
def test_thousands_of_expensive_functions_that_nothing_uses_are_cut_off() -> None:
    heavy = f"[function.f]\nbody = '{'+'.join('1' * 90)}'\n[function.g]\nbody = '{'+'.join(['f()'] * 25)}'\n"
    functions = "\n".join(f"[function.h{n}]\nbody = 'g()'" for n in range(1_000))
    result = quickly(planted("", heavy + functions))
    assert [code for code, _, _ in places(result.diagnostics)] == ["E308"]


def test_ten_thousand_editions_are_one_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "editions").mkdir()
    (tmp_path / "scenario.toml").write_text(SMALL)
    for number in range(10_000):
        (tmp_path / "editions" / f"e{number}.toml").touch()
    result = diagnose(tmp_path)
    assert [(one.code, one.message, one.expected) for one in result] == [("E004", "10000 editions", "at most 64")]


def test_a_circle_of_two_thousand_metrics_is_one_diagnostic() -> None:
    count = 1_900
    circle = "\n".join(f"[metric.m{n}]\nname = 'M'\nformula = 'm{(n + 1) % count}'" for n in range(count))
    result = quickly(planted("", circle))
    assert places(result.diagnostics) == [("E309", LINES + 4, 11)]


def test_a_circle_of_functions_is_one_diagnostic() -> None:
    circle = "[function.f]\nbody = 'g()'\n[function.g]\nbody = 'h()'\n[function.h]\nbody = 'f()'"
    result = loaded(planted("", circle))
    assert places(result.diagnostics) == [("E307", LINES + 3, 8)]
    assert "f → g → h → f" in result.diagnostics[0].message


@pytest.mark.slow
def test_ten_thousand_unknown_keys_and_names_take_no_time() -> None:
    keys = "\n".join(f"k{n} = {n}" for n in range(30_000))
    assert len(quickly(f"{keys}\n{SMALL}").diagnostics) == 201
    names = "\n".join(f"[metric.m{n}]\nname = 'M'\nformula = 'staf{n} + crwd{n}'" for n in range(1_900))
    assert len(quickly(planted("", names)).diagnostics) == 201


def test_a_huge_file_is_not_even_opened(tmp_path: Path) -> None:
    file = tmp_path / "huge.toml"
    with file.open("wb") as opened:
        opened.truncate(50_000_000)
    tracemalloc.start()
    result = load(file)
    header = read_manifest(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(one.code, one.line, one.column, one.file) for one in result.diagnostics] == [("E003", 1, 1, str(file))]
    assert header.problem == "larger than 1 MB"
    assert peak < 1_000_000


def test_long_lines_are_quoted_in_part() -> None:
    result = loaded(planted('name = "Ines"', 'name = "Ines"\n' + "x = [" + "1, " * 5_000 + "nan]"))
    assert all(len(line) < 600 for diagnostic in result.diagnostics for line in diagnostic.lines())


@given(st.text(max_size=200))
def test_any_text_gives_diagnostics_and_nothing_else(text: str) -> None:
    result = loaded(text)
    assert result.scenario is None
    assert result.diagnostics
    for diagnostic in result.diagnostics:
        assert not UNPRINTABLE.search("".join(map(str, diagnostic.as_dict().values())))
        assert not UNPRINTABLE.search("".join(diagnostic.lines()))


@given(st.binary(max_size=200))
@settings(max_examples=examples(50))
def test_any_bytes_give_diagnostics_and_nothing_else(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(content)
    assert load(file).scenario is None
    read_manifest(file)


PIECES = st.sampled_from(re.findall(r'\w+|"[^"]*"|\s+|.', SMALL))


@given(st.integers(0, len(SMALL)), st.integers(0, 40), st.lists(PIECES, max_size=4).map("".join))
@settings(max_examples=examples(300))
def test_any_change_to_a_sound_scenario_is_read_or_diagnosed(start: int, length: int, other: str) -> None:
    text = SMALL[:start] + other + SMALL[start + length :]
    result = loaded(text)
    errors = [diagnostic for diagnostic in result.diagnostics if diagnostic.severity == "error"]
    assert (result.scenario is None) == bool(errors)
    for diagnostic in result.diagnostics:
        assert 1 <= diagnostic.line <= text.count("\n") + 1
        assert diagnostic.column >= 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "staff", "told", "2d", "the_call"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["amount", "text", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def toml(value: object) -> str:
    match value:
        case None:
            return "nan"
        case bool():
            return str(value).lower()
        case dict():
            return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case str():
            return f'"{value}"'
        case _:
            return str(value)


ASSIGNMENTS = re.findall(r"^\w+ = .*$", SMALL, re.MULTILINE)


@given(st.sampled_from(ASSIGNMENTS), JSON)
@settings(max_examples=examples(300))
def test_any_value_for_any_key_is_read_or_diagnosed(line: str, value: object) -> None:
    text = SMALL.replace(line, f"{line.partition(' = ')[0]} = {toml(value)}")
    result = load_texts({"scenario.toml": text})
    assert (result.scenario is None) == any(diagnostic.severity == "error" for diagnostic in result.diagnostics)


EDITION = '[edition]\ntitle = "E"\n[cast.policy]\nname = "I"\n[decision.the_post]\nbrief = "B"\nroom = ["x"]\n'


@given(st.sampled_from(ASSIGNMENTS), JSON, st.sampled_from(["[cast.policy]", "[decision.the_post]", "[event.walkout]"]))
def test_any_edition_is_read_or_diagnosed(line: str, value: object, table: str) -> None:
    words = f"{EDITION}{table.replace('policy', 'press')}\n{line.partition(' = ')[0]} = {toml(value)}\n"
    result = load_texts({"scenario.toml": SMALL, "editions/e.toml": words}, edition="e")
    assert result.scenario is None
    assert all(diagnostic.file == "editions/e.toml" for diagnostic in result.diagnostics)
