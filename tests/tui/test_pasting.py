"""What is pasted comes as one paste, and nothing of it as a key."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from ceo_sim.tui import pasting
from ceo_sim.tui.pasting import AT_ONCE, BEGIN, END, PasteParser

RED = "\x1b[31mred\x1b[0m"


def read(*parts: str) -> list[events.Event]:
    """What comes of what is read in several parts, and of a moment's rest."""
    parser = PasteParser()
    found = [event for part in parts for event in (*parser.feed(part), *parser.tick())]
    parser._unsigned_until = min(parser._unsigned_until, 1e-9)
    return [event for event in (*found, *parser.tick()) if isinstance(event, events.Event)]


def told(found: list[events.Event]) -> list[str]:
    return [event.text if isinstance(event, events.Paste) else getattr(event, "key", "?") for event in found]


@given(
    text=st.text(st.sampled_from("ab\r\n\x00\x03\x1b[201~m\x9b€")).filter(lambda text: END not in text),
    cuts=st.lists(st.integers(0, 60)),
)
def test_however_it_is_cut_and_whatever_is_in_it_a_paste_is_one_and_the_keys_about_it_stay(
    text: str, cuts: list[int]
) -> None:
    said = "x" + BEGIN + text + END + "y"
    places = [0, *sorted({2 + cut for cut in cuts if 2 + cut < len(said)}), len(said)]
    found = told(read(*(said[start:end] for start, end in itertools.pairwise(places))))
    assert found == ["x", text.translate(pasting.STEERING), "y"]


def test_colours_in_a_paste_are_left_out_and_are_no_keys() -> None:
    assert told(read(BEGIN + f"{RED} line\r\n" * 1000 + END)) == ["[31mred[0m line\r\n" * 1000]


@pytest.mark.parametrize("size", [1, 5, 4096])
def test_what_nobody_types_so_fast_is_one_paste_also_without_a_sign(size: int) -> None:
    text = "n\r" * AT_ONCE
    assert told(read(text, *(["n\r"] * size))) == [text + "n\r" * size]


def test_what_comes_right_after_an_unsigned_paste_and_is_no_text_is_a_key() -> None:
    assert told(read("n" * AT_ONCE, "\x03", "n", "\x1b[A")) == ["n" * AT_ONCE, "ctrl+c", "n", "up"]


@pytest.mark.parametrize("typed", ["n" * (AT_ONCE - 1), "\x1b[A" * AT_ONCE, "\x03" + "n" * AT_ONCE])
def test_quick_keys_are_keys(typed: str) -> None:
    assert not any(isinstance(event, events.Paste) for event in read(typed))


@pytest.mark.parametrize("first", ["\x1b", "\x1b[2", "\x1b[200"])
def test_a_sign_that_comes_in_two_parts_is_one(first: str) -> None:
    assert told(read("a" + first, BEGIN[len(first) :] + RED + END)) == ["a", "[31mred[0m"]


class Clock:
    """A clock that goes on only when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(pasting, "monotonic", clock)
    return clock


def read_after(parser: PasteParser, clock: Clock, seconds: float, data: str) -> list[str]:
    clock.now += seconds
    return told([event for event in (*parser.tick(), *parser.feed(data)) if isinstance(event, events.Event)])


@pytest.mark.parametrize("interrupt", pasting.INTERRUPTS)
def test_a_paste_that_never_ends_is_given_up_by_ctrl_c_and_keys_are_keys_again(clock: Clock, interrupt: str) -> None:
    parser = PasteParser()
    assert read_after(parser, clock, 1, BEGIN + "some text") == []
    assert read_after(parser, clock, 1, "n") == [], "still pasted"
    assert read_after(parser, clock, 2 * pasting.SILENCE, interrupt) == ["some textn", "ctrl+c"]
    assert read_after(parser, clock, 1, "n") == ["n"]


def test_a_ctrl_c_in_a_paste_that_goes_on_is_no_key(clock: Clock) -> None:
    parser = PasteParser()
    parts = [BEGIN + "one", "\x03", "n\x03n", "two" + END]
    assert [read_after(parser, clock, pasting.SILENCE / 2, part) for part in parts] == [[], [], [], ["onenntwo"]]


def test_a_paste_that_pours_on_and_on_is_cut_and_given_up_by_ctrl_c_and_nothing_of_its_rest_is_a_key(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pasting, "LONGEST", 10)
    parser = PasteParser()
    assert read_after(parser, clock, 1, BEGIN + "n" * 15) == []
    assert read_after(parser, clock, 0.01, "nn\x03n\rn") == ["n" * 10, "ctrl+c"]
    assert read_after(parser, clock, 0.01, "1\r" * 5) == []
    assert read_after(parser, clock, 0.01, f"1\r{END}n") == ["n"]


def test_after_a_rest_keys_are_keys_though_what_poured_on_has_no_end(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pasting, "LONGEST", 10)
    parser = PasteParser()
    read_after(parser, clock, 1, BEGIN + "n" * 15)
    assert read_after(parser, clock, 0.01, "n\x03n") == ["n" * 10, "ctrl+c"]
    assert read_after(parser, clock, 2 * pasting.SAME_PASTE, "n") == ["n"]
