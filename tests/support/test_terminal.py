"""The driver of the end-to-end tests, driven over programs of a few lines."""

from __future__ import annotations

import signal
import sys
import textwrap
from collections.abc import Sequence

import pytest

from tests.support.terminal import Terminal, WaitedInVainError

ECHO = """
    print("ready", flush=True)
    while (line := input()) != "bye":
        print(f"<{line}>", flush=True)
    """


def python(source: str) -> Sequence[str]:
    return [sys.executable, "-c", textwrap.dedent(source)]


def test_what_is_typed_arrives_and_what_is_written_shows() -> None:
    with Terminal(python(ECHO)) as terminal:
        assert terminal.wait_for("ready") > 0
        terminal.send("hello")
        terminal.press("enter")
        terminal.wait_for("<hello>")
        assert terminal.time_press("x") is not None
        terminal.press("backspace", "b", "y", "e", "enter")

        assert terminal.wait() == 0


def test_the_program_sees_the_size_and_its_changes() -> None:
    source = """
        import os, signal
        signal.signal(signal.SIGWINCH, lambda *_: None)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGWINCH})
        while True:
            print(os.get_terminal_size(), flush=True)
            signal.sigwait({signal.SIGWINCH})
        """
    with Terminal(python(source), columns=100, rows=30) as terminal:
        terminal.wait_for("columns=100, lines=30")
        terminal.resize(60, 20)
        terminal.wait_for("columns=60, lines=20")


@pytest.mark.parametrize(
    "questions", [b"\x1b[?2026$p\x1b[?2048$p", b"\x1b[>1u\x1b[<u\x1b[=5;1u", b"\x1b[?25l\x1b[?1000h\x1b[>4;2m"]
)
def test_questions_to_the_terminal_leave_no_mark(questions: bytes) -> None:
    source = f"""
        import sys, time
        for byte in {questions!r}:
            sys.stdout.buffer.write(bytes([byte]))
            sys.stdout.flush()
            time.sleep(0.002)
        print("done")
        """
    with Terminal(python(source)) as terminal:
        terminal.wait_for("done")

        assert terminal.lines[0] == "done"


def test_a_closed_terminal_hangs_the_program_up() -> None:
    with Terminal(python(ECHO)) as terminal:
        terminal.wait_for("ready")
        terminal.hang_up()

        assert terminal.wait() == -signal.SIGHUP


def test_control_c_interrupts() -> None:
    # Blocked, it waits for the program; a handler of Python's would not run if it came just before `input` reads.
    source = """
        import signal
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        print("ready", flush=True)
        print(signal.sigwait({signal.SIGINT}).name, flush=True)
        """
    with Terminal(python(source)) as terminal:
        terminal.wait_for("ready")
        terminal.press("ctrl+c")
        terminal.wait_for("SIGINT")


def test_what_never_comes_is_an_error_that_shows_the_screen() -> None:
    with (
        Terminal(python("print('something else')")) as terminal,
        pytest.raises(WaitedInVainError, match="ended with 0"),
    ):
        terminal.wait_for("ready")
    with Terminal(python(ECHO)) as terminal:
        with pytest.raises(WaitedInVainError, match=r"(?s)0\.2 s passed.*ready"):
            terminal.wait_for("never", timeout=0.2)
        with pytest.raises(WaitedInVainError, match="no 'never' to click on"):
            terminal.click_on("never")
        with pytest.raises(ValueError, match="no key is called 'entre'"):
            terminal.press("entre")


def test_memory_is_that_of_a_python() -> None:
    with Terminal(python(ECHO)) as terminal:
        terminal.wait_for("ready")

        assert 3e6 < terminal.memory().rss < 1e8
