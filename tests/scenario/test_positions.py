"""Where keys and values stand in a TOML text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.scenario import positions, toml_size
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.positions import Index, scan
from ceo_sim.scenario.toml_size import size_within_limits
from tests.scenario.sample import SMALL

FLAGSHIP = File(__file__).parents[2] / "scenarios" / "the_post"

TEXT = """\
# comment with = and [brackets]
bare = 1
"quo.ted" = 'lit'
a.b . "c" = true   # dotted

[table]
list = [1, [2, 3],
  { x = "in", y.z = 2 }, # comment
]
inline = { p = 1, q = { r = [4] } }
when = 2020-05-28 18:00:00-04:00

[table.'sub']
long = \"\"\"
first
second \\
   joined\"\"\"

[[things]]
name = "one"
[[things.parts]]
n = 1
[[things.parts]]
n = 2
[things.more]
k = 3
[[things]]
name = "two"
[[things.parts]]
n = 3
"""


def written(index: Index, path: Path) -> tuple[str, str]:
    """The key and the value as they are written."""
    key, value = index.keys.get(path), index.values[path]
    return index.text[slice(*key)] if key else "", index.text[slice(*value)]


@pytest.mark.parametrize(
    "path, key, value",
    [
        (("bare",), "bare", "1"),
        (("quo.ted",), '"quo.ted"', "'lit'"),
        (("a",), "a", "a"),
        (("a", "b", "c"), '"c"', "true"),
        (("table",), "table", "[table]"),
        (("table", "list", 0), "", "1"),
        (("table", "list", 1), "", "[2, 3]"),
        (("table", "list", 1, 1), "", "3"),
        (("table", "list", 2), "", '{ x = "in", y.z = 2 }'),
        (("table", "list", 2, "y", "z"), "z", "2"),
        (("table", "inline", "q", "r", 0), "", "4"),
        (("table", "when"), "when", "2020-05-28 18:00:00-04:00"),
        (("table", "sub"), "'sub'", "[table.'sub']"),
        (("things", 0, "name"), "name", '"one"'),
        (("things", 0, "parts", 1), "parts", "[[things.parts]]"),
        (("things", 0, "parts", 1, "n"), "n", "2"),
        (("things", 0, "more", "k"), "k", "3"),
        (("things", 1), "things", "[[things]]"),
        (("things", 1, "parts", 0, "n"), "n", "3"),
    ],
)
def test_keys_and_values_are_where_they_are_written(path: Path, key: str, value: str) -> None:
    assert written(scan(TEXT), path) == (key, value)


def test_lines_and_columns_count_from_one() -> None:
    index = scan(TEXT)
    assert index.place(index.keys[("bare",)][0]) == (2, 1)
    assert index.place(index.values[("table", "list", 2, "y", "z")][0]) == (8, 21)
    assert index.line(2) == "bare = 1"
    assert index.line(index.place(len(TEXT))[0]) == ""


@pytest.mark.parametrize(
    "value, offset, character",
    [
        ('"abc"', 1, "b"),
        ("'abc'", 2, "c"),
        (r'"a\tbc"', 2, "b"),
        (r'"\u00e4\U0001F600bc"', 2, "b"),
        (r'"\\\"b"', 2, "b"),
        ('"""abc"""', 1, "b"),
        ('"""\nabc"""', 1, "b"),
        ("'''\nabc\ndef'''", 4, "d"),
        ('"""ab\\\n   \n  cd"""', 2, "c"),
        ('"""ab \\  \n  cd"""', 3, "c"),
    ],
)
def test_a_character_of_a_string_is_found_in_the_file(value: str, offset: int, character: str) -> None:
    index = scan(f"key = {value}")
    place = index.inside(("key",), offset)
    assert place is not None
    assert index.text[place] == character


def test_a_value_that_is_no_string_has_no_characters() -> None:
    assert scan("key = 3").inside(("key",), 0) is None


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of everything in a parsed text."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield from paths(inner, (*path, name))


def test_everything_that_the_reader_takes_has_a_place() -> None:
    shipped = (File(__file__).parents[2] / "scenarios").rglob("*.toml")
    for text in [TEXT, SMALL, *(file.read_text(encoding="utf-8") for file in shipped)]:
        index = scan(text)
        assert all(path in index.values for path in paths(tomli.loads(text)))


KEYS = st.sampled_from(["a", "b-1", '"q"', '"d.o"', "'l t'", r'"\u0041"', "a.b", 'c . "e"'])
STRINGS = st.sampled_from(
    ['"x"', "'y'", '"""z"""', '"""\n""quoted"\n"""', "'''\nl'''", r'"\\\""', '""', "''", '"""a""""']
)
PLAIN = st.sampled_from(["1", "-2.5e3", "0xff", "true", "2020-01-01", "1979-05-27 07:32:00Z", "12:00:00", "inf"])


def containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    lists = st.lists(inner, max_size=3).map(lambda found: "[ " + ", # c\n".join(found) + "\n]")
    tables = st.lists(
        st.tuples(st.sampled_from(["p", '"q"', "r.s"]), inner), max_size=3, unique_by=lambda pair: pair[0]
    )
    return lists | tables.map(lambda found: "{" + ", ".join(f"{key} = {value}" for key, value in found) + " }")


VALUES = st.recursive(STRINGS | PLAIN, containers, max_leaves=6)
PAIRS = st.tuples(KEYS, VALUES).map(lambda pair: f"{pair[0]} = {pair[1]}")
HEADERS = st.tuples(st.sampled_from(["[{}]", "[[{}]]", " [ {} ] # c"]), KEYS).map(lambda pair: pair[0].format(pair[1]))


@given(st.lists(PAIRS | HEADERS | st.just("# comment"), max_size=8).map("\n".join))
def test_whatever_the_reader_takes_has_places(text: str) -> None:
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError:
        return
    index = scan(text)
    for path in paths(data):
        start, end = index.values[path]
        assert 0 <= start < end <= len(index.text)
    for path in paths(data):
        check_value(index, path, data)


def check_value(index: Index, path: Path, data: Any) -> None:
    """What is written at the place of a plain value reads as that value."""
    value = data
    for part in path:
        value = value[part]
    if isinstance(value, int | float | str | bool | dt.date | dt.time):
        start, end = index.values[path]
        assert repr(tomli.loads(f"v = {index.text[start:end]}")["v"]) == repr(value)


@given(st.text())
def test_no_text_is_too_odd_to_scan(text: str) -> None:
    index = scan(text)
    for start, end in [*index.keys.values(), *index.values.values()]:
        assert 0 <= start < end <= len(index.text)


@given(st.lists(PAIRS | HEADERS | st.just("# comment"), max_size=8).map("\n".join))
def test_what_is_shown_to_be_within_the_limits_is_within_them(text: str) -> None:
    with pytest.MonkeyPatch.context() as tight:
        for limit, most in (("MAX_DEPTH", 2), ("MAX_KEYS", 8), ("MAX_STRING", 6), ("MAX_SCALAR", 5)):
            tight.setattr(positions, limit, most)
            tight.setattr(toml_size, limit, most)
        size, index = size_within_limits(text), scan(text)
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError:
        return
    assert size is None or (index.excess is None and size >= len(index.keys))


def test_the_flagship_is_shown_to_be_within_the_limits_without_a_walk() -> None:
    for file in FLAGSHIP.glob("*.toml"):
        assert size_within_limits(file.read_text(encoding="utf-8")) is not None


MARKS = st.sampled_from([*"[]{}=.,#'\"\\ \n\tab1", '"""', "'''"])


@given(st.lists(MARKS, max_size=60).map("".join))
def test_no_row_of_marks_is_too_odd_to_scan(text: str) -> None:
    scan(text)


@pytest.mark.parametrize(
    "text, code, offset",
    ids=["arrays", "tables", "both", "key", "header", "number", "hexadecimal", "text", "long text", "name", "elements"],
    argvalues=[
        ("x = " + "[" * 17, "E010", 20),
        ("x = " + "{a=" * 17, "E010", 52),
        ("x = " + "[{a=" * 9, "E010", 36),
        (".".join("a" * 17) + " = 1", "E010", 0),
        ("[" + ".".join("a" * 17) + "]", "E010", 1),
        ("x = " + "1" * 101, "E012", 4),
        ("x = 0x" + "f" * 101, "E012", 4),
        ('x = "' + "y" * 20_000 + '"', "E012", 4),
        ('x = """' + "y" * 20_000 + '"""', "E012", 4),
        ('"' + "y" * 20_000 + '" = 1', "E012", 0),
        ("x = [" + "1," * 100_000 + "]", "E011", 200_003),
    ],
)
def test_limits_are_found_before_anything_is_parsed(text: str, code: str, offset: int) -> None:
    assert size_within_limits(text) is None
    excess = scan(text).excess
    assert excess is not None
    assert (excess.code, excess.offset) == (code, offset)


@pytest.mark.parametrize("text", ["x = " + "[" * 16 + "]" * 16, ".".join("a" * 16) + " = 1"])
def test_what_is_just_within_the_limits_is_read(text: str) -> None:
    assert scan(text).excess is None
