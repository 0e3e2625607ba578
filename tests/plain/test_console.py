from __future__ import annotations

import io
import os
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ceo_sim.plain.console import MAX_LINE, Console
from ceo_sim.plain.lines import wrapped
from ceo_sim.scenario.characters import blanked


def console(typed: str = "", encoding: str = "utf-8") -> tuple[Console, io.BytesIO]:
    raw = io.BytesIO()
    return Console(io.StringIO(typed), io.TextIOWrapper(raw, encoding, write_through=True)), raw


def test_in_a_pipe_lines_are_of_80_columns_and_typed_lines_are_shown() -> None:
    talk, raw = console("two\n")

    assert talk.ask("One: ") == "two"
    talk.say("word " * 40)

    lines = raw.getvalue().decode().splitlines()
    assert lines[0] == "One: two"
    assert all(len(line) <= 80 for line in lines)


def test_a_megabyte_on_a_line_is_cut_and_the_next_line_is_whole() -> None:
    talk, _ = console("x" * 1_000_000 + "\nnext\n" + "y" * 5_000)

    assert talk.ask("") == "x" * MAX_LINE
    assert talk.ask("") == "next"
    assert talk.ask("") == "y" * MAX_LINE
    assert talk.ask("") is None


def test_a_line_of_just_the_limit_is_one_line() -> None:
    talk, _ = console("x" * MAX_LINE + "\nnext\n")

    assert (talk.ask(""), talk.ask("")) == ("x" * MAX_LINE, "next")


def test_an_ascii_terminal_gets_ascii() -> None:
    talk, raw = console(encoding="ascii")

    talk.say("“No” – she’s gone … ☂")

    assert raw.getvalue() == b'"No" - she\'s gone ... ?\n'


def test_input_that_is_no_text_is_replaced() -> None:
    talk = Console(io.TextIOWrapper(io.BytesIO(b"1 \xff\xfe yes\n"), "utf-8"), io.StringIO())

    assert talk.ask("") == "1 �� yes"


def test_what_could_steer_a_terminal_is_not_shown() -> None:
    talk, raw = console("a\x1b[31mb\n")

    talk.ask("")
    talk.say("x\x1b]0;y\x07z\u202e")

    assert all(line.isprintable() for line in raw.getvalue().decode().split("\n"))


@given(st.text(), st.integers(20, 120))
@example("0" * 21, 20)
def test_wrapping_loses_no_letter(line: str, width: int) -> None:
    parts = wrapped(line, width)

    assert "".join("".join(parts).split()) == "".join(blanked(line).split())
    assert parts


@given(st.lists(st.text("ab漢", min_size=1, max_size=9)), st.integers(20, 120))
def test_wrapping_breaks_no_word_that_fits(words: list[str], width: int) -> None:
    assert " ".join(wrapped(" ".join(words), width)).split() == words


@pytest.mark.parametrize(
    "line, hanging",
    [("1. " + "word " * 20, 3), ("   - " + "word " * 20, 5), ("plain " * 20, 0), ("12. " + "w " * 60, 4)],
)
def test_what_follows_a_number_stays_indented(line: str, hanging: int) -> None:
    first, second, *_ = wrapped(line, 40)

    assert len(second) - len(second.lstrip()) == hanging
    assert len(first) <= 40


@pytest.mark.skipif(sys.platform == "win32", reason="it has no pseudo-terminals")
def test_lines_are_as_wide_as_the_terminal_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    import pty

    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((100, 30)))
    main, other = pty.openpty()
    with os.fdopen(other, "w", encoding="utf-8") as terminal:
        Console(io.StringIO(), terminal).say("word " * 40)
    first = os.read(main, 4_000).decode().splitlines()[0]
    os.close(main)

    assert 90 < len(first) < 100
