"""One reader of TOML for every Python, and the work that it is given is bounded before it begins."""

from __future__ import annotations

import tomllib

import pytest

from ceo_sim.scenario import toml
from tests.scenario.sample import SMALL, loaded
from tests.support.growth import growth
from tests.support.scenarios import SCENARIOS

NEW_IN_1_1 = {
    "a comma at the end of an inline table": ("effects = { trust = 1, }", {"effects": {"trust": 1}}),
    "an inline table of several lines": ("a = {\n  # why\n  b = 1,\n  c = 2\n}", {"a": {"b": 1, "c": 2}}),
    "an escape": (r'a = "\e"', {"a": "\x1b"}),
    "a hexadecimal escape": (r'a = "\x41"', {"a": "A"}),
}


@pytest.mark.parametrize("text, data", NEW_IN_1_1.values(), ids=NEW_IN_1_1.keys())
def test_what_toml_1_1_added_is_read_on_every_python(text: str, data: dict[str, object]) -> None:
    assert toml.loads(text) == data


def test_a_moment_needs_no_seconds() -> None:
    assert toml.loads("a = 2026-04-13T06:00Z") == toml.loads("a = 2026-04-13T06:00:00Z")


def test_a_scenario_may_use_it_and_its_mistakes_still_have_their_places() -> None:
    text = SMALL.replace("start = 50", "start = 50\nsurvey = {\n  every = '7d', # weekly\n  nois = 3,\n}")
    (diagnostic,) = loaded(text).diagnostics
    assert (diagnostic.code, diagnostic.suggestion) == ("E401", "noise")
    assert text.split("\n")[diagnostic.line - 1].strip() == "nois = 3,"


DEEP = {
    "a quoted key that holds the sign of a value": '"a=b"' + ".a" * 30_000 + " = 1",
    "an inline table of keys with dots": "a = { b" + ".c" * 30_000 + " = 1 }",
    "a header": '["="' + ".a" * 30_000 + "]",
    "an array": "a = [\n'=', { b" + ".c" * 30_000 + " = 1 }]",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_a_key_of_too_many_parts_is_refused_before_it_is_read(text: str) -> None:
    with pytest.raises(ValueError, match="too many dots: at most 16 parts"):
        toml.loads(text)


@pytest.mark.parametrize(
    "line", ['"a{0}=b".c.d.e.f = 1\n', "a{0} = {{ b.c.d = 1, e.f = [1.5, 2.5] }}\n", "[a{0}.b.c.d.e]\n"]
)
def test_time_grows_with_the_text(line: str) -> None:
    small, large = ("".join(line.format(number) for number in range(count)) for count in (2_000, 8_000))
    assert growth(toml.loads, small, large) < 9


def test_what_is_refused_has_a_reason_in_plain_words_and_a_line() -> None:
    with pytest.raises(toml.TomlError) as refused:
        toml.loads('a = 1\r\nb = "x\r\n')
    assert toml.reason('a = 1\r\nb = "x\r\n', refused.value).startswith(
        'line 2: no " closes this text on its line; expected'
    )


def test_editors_that_know_toml_1_0_only_can_read_what_is_shipped() -> None:
    files = sorted(SCENARIOS.rglob("*.toml"))
    assert len(files) > 30
    for file in files:
        tomllib.loads(file.read_text(encoding="utf-8"))
