"""The game in a real terminal that is closed, interrupted, stopped or killed."""

from __future__ import annotations

import random
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from tests.support.terminal import Terminal
from tests.support.tutorial import (
    CONSEQUENCE,
    CRASH,
    DESK,
    ENDING,
    FIRST,
    LEAVE,
    PROGRAM,
    QUIET,
    TITLE,
    Standing,
    answer_first,
    answers,
    is_cooked,
    is_restored,
    last_words,
    leave,
    new_game,
    only_save,
    resumed,
    settled,
    shows,
    standing,
    to_first_decision,
    turn_page,
)


@pytest.mark.parametrize(
    "before",
    [
        pytest.param((), id="as usual"),
        pytest.param(("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"), id="started with hang-ups ignored"),
    ],
)
def test_a_closed_terminal_ends_it_and_the_save_is_whole(tmp_path: Path, before: Sequence[str]) -> None:
    with new_game(tmp_path, before=before) as terminal:
        answer_first(terminal, tmp_path)
        terminal.hang_up()
        terminal.wait()

    save = only_save(tmp_path)
    expected = standing(save)
    with resumed(save) as terminal:
        terminal.wait_for(shows(*expected.texts))
        assert answers(tmp_path) == 1


def test_told_to_end_it_gives_the_terminal_back(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        answer_first(terminal, tmp_path)
        terminal.signal(signal.SIGTERM)

        assert terminal.wait() in (128 + signal.SIGTERM, -signal.SIGTERM)
        assert is_restored(terminal)
        assert is_cooked(terminal)
        assert not CRASH.search(terminal.output)
    assert answers(tmp_path) == 1


def test_control_c_asks_and_pressed_again_leaves_and_names_the_save(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        answer_first(terminal, tmp_path)
        before = settled(terminal)
        terminal.press("ctrl+c")
        terminal.wait_for(shows(LEAVE))
        terminal.press("escape")
        terminal.wait_for(lambda now: now.text == before)

        assert leave(terminal) == 0
        assert is_restored(terminal)
        assert is_cooked(terminal)
        (said,) = last_words(terminal).splitlines()
        assert str(only_save(tmp_path)) in said
    assert answers(tmp_path) == 1


def test_control_c_at_the_title_leaves_without_a_word(tmp_path: Path) -> None:
    with Terminal([*PROGRAM, "play", "--saves", tmp_path]) as terminal:
        terminal.wait_for(shows(TITLE, "The Tortoise Alarm"))
        terminal.press("ctrl+c")

        assert terminal.wait() == 0
        assert is_restored(terminal)
        assert is_cooked(terminal)
        assert last_words(terminal) == ""
    assert not list(tmp_path.iterdir())


def test_interrupted_from_outside_it_gives_the_terminal_back(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        answer_first(terminal, tmp_path)
        terminal.signal(signal.SIGINT)

        assert terminal.wait() in (0, 128 + signal.SIGINT, -signal.SIGINT)
        assert is_restored(terminal)
        assert is_cooked(terminal)
        assert not CRASH.search(terminal.output)
    assert answers(tmp_path) == 1


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
def test_control_z_stops_it_on_a_plain_terminal_and_fg_brings_it_back(tmp_path: Path) -> None:
    with Terminal(["bash", "--norc", "--noprofile", "-i"], env={"PS1": "at the shell> "}) as terminal:
        terminal.wait_for("at the shell>")
        terminal.send(f"'{sys.executable}' -m ceo_sim play tutorial --seed 3 --saves '{tmp_path}'\r")
        to_first_decision(terminal)
        before = settled(terminal)
        (game,) = psutil.Process(terminal.process.pid).children()

        for _ in range(2):
            asked = terminal.output.count(b"at the shell>")
            terminal.send("\x1a")
            terminal.wait_for(lambda now, seen=asked: now.output.count(b"at the shell>") > seen)  # type: ignore[misc]
            assert game.status() == psutil.STATUS_STOPPED
            assert is_restored(terminal)
            terminal.send("fg\r")
            terminal.wait_for(lambda now: now.text == before and not is_restored(now))

        answer_first(terminal, tmp_path)
        leave_from_shell(terminal)
        terminal.send("echo $?; exit\r")
        assert terminal.wait() == 0


def leave_from_shell(terminal: Terminal) -> None:
    asked = terminal.output.count(b"at the shell>")
    terminal.press("ctrl+c")
    terminal.wait_for(shows(LEAVE))
    terminal.press("ctrl+c")
    terminal.wait_for(lambda now: now.output.count(b"at the shell>") > asked)
    assert is_restored(terminal)


@pytest.mark.slow
def test_killed_at_any_instant_each_resume_stands_at_the_last_answer(tmp_path: Path) -> None:
    """Do a thing or two, kill, resume, until the story is over; now and then kill before it can have been kept."""
    instants = random.Random(2020)
    expected = Standing("", FIRST, (), (), "")
    seen = lives = 0
    while not expected.ending:
        lives += 1
        assert lives <= 40, "the story does not get on"
        saves = sorted(tmp_path.glob("*.toml"))
        with resumed(saves[0]) if saves else new_game(tmp_path) as terminal:
            for last in instants.choice([(True,), (False, True), (False, False, True)]):
                to_standing(terminal, expected)
                answered = do_one_thing(terminal, expected)
                if last and instants.random() < 0.6:
                    terminal.pump(instants.uniform(0, 0.06))
                    terminal.kill()
                    least = seen
                else:
                    terminal.wait_for(lambda now: CONSEQUENCE in now.text or QUIET in now.text)
                    least = seen + answered
                if list(tmp_path.glob("*.toml")):
                    expected = standing(only_save(tmp_path))
                assert least <= answers(tmp_path) <= seen + answered
                seen = answers(tmp_path)
                if expected.ending:
                    break

    with resumed(only_save(tmp_path)) as terminal:
        terminal.wait_for(shows(*expected.texts, ENDING))
    assert seen >= 3
    assert lives >= 4
    assert len([path for path in tmp_path.iterdir() if path.suffix == ".tmp"]) <= 1


def to_standing(terminal: Terminal, expected: Standing) -> None:
    """Read on until the screen shows what the save says."""

    def is_there(now: Terminal) -> bool:
        return CONSEQUENCE in now.text or shows(*expected.texts)(now)

    terminal.wait_for(is_there)
    terminal.rest()
    while not shows(*expected.texts)(terminal):
        turn_page(terminal, "enter")
        terminal.wait_for(is_there)
        terminal.rest()  # an Enter too many would open the first line of the agenda


def do_one_thing(terminal: Terminal, now: Standing) -> int:
    """Answer what can be answered, else let the day pass; gives the number of answers that this is."""
    if now.urgent:
        terminal.send("\r")
        return 1
    if not now.answerable:
        terminal.send("d")
        return 0
    number = now.answerable[0]
    terminal.press(str(number))
    terminal.wait_for(lambda screen: DESK not in screen.text and shows(now.agenda[number - 1])(screen))
    terminal.settle()
    terminal.send("\r")
    return 1
