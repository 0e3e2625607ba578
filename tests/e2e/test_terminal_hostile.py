"""The game in a real terminal with a scenario that means harm."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from tests.support.tutorial import (
    CRASH,
    DESK,
    PROGRAM,
    TITLE,
    back_to_desk,
    is_restored,
    leave,
    number_of,
    settled,
    shows,
    to_desk,
)

QUIT = "[@click=app.quit]go[/]"
SHAPE_OF_POINTER = b"22"
LINK = "[link=https://evil.test]there[/link]"
BOLD = "[b]loud[/b]"
HOSTILE = f"""
format = 2
[scenario]
id = "hostile"
title = "A {BOLD} story"
role = "You decide about {BOLD}."
company = "Acme {QUIT}"
summary = "Of {LINK} it is told."
opening = "It opens with {QUIT} and {LINK}."
[clock]
turns = 3
[metric.trust]
name = "Trust {BOLD}"
start = 50
range = [0, 100]
headline = true
[cast.ines]
name = "Ines {BOLD}"
role = "Counsel {QUIT}"
adviser = true
about = "She once {QUIT} left."
epilogue = "She {LINK} stayed."
[decision.call]
title = "The {QUIT} call"
at = 0
urgent = true
room = ["ines"]
brief = "He rings {LINK} and {BOLD}."
exhibit = {{ from = "ines", at = "{BOLD}", text = "It is {QUIT} posted.", note = "Seen by {LINK}" }}
[decision.call.option.yes]
label = "Say {QUIT} yes"
outcome = "It is {QUIT} said."
advice.ines = "Do {LINK} it."
effects.trust = {{ amount = 3, why = "Since {QUIT} it was.", support = "judgement" }}
[decision.call.option.no]
label = "Say no"
outcome = "It is not said."
[ending.over]
title = "Over {BOLD}"
text = "It is {QUIT} over."
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder whose `scenarios` holds a story full of other people's markup."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "hostile.toml").write_text(HOSTILE, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_markup_in_a_scenario_is_only_text_and_a_click_on_it_does_nothing(hostile: Path) -> None:
    reason = "[@click=app.quit]mine[/]"
    with Terminal([*PROGRAM, "play", "--saves", "kept"], cwd=hostile, rows=40) as terminal:
        terminal.wait_for(shows(TITLE, f"A {BOLD} story"))
        terminal.press(number_of(terminal, f"A {BOLD} story"))
        terminal.wait_for(shows(f"You decide about {BOLD}.", f"It opens with {QUIT} and {LINK}."))
        poke(terminal, QUIT, LINK)
        terminal.press("enter")
        terminal.wait_for(shows(f"The {QUIT} call", f"He rings {LINK} and {BOLD}.", f"Say {QUIT} yes"))
        number = number_of(terminal, f"Say {QUIT} yes")
        terminal.press(number)
        terminal.wait_for(shows(f"Do {LINK} it."))
        poke(terminal, f"The {QUIT}", LINK, BOLD, "Do [link", f"{QUIT} posted", f"Seen by {LINK}")
        terminal.press("i")
        terminal.wait_for(shows(f"She once {QUIT} left."))
        poke(terminal, QUIT)
        terminal.press("escape")
        terminal.wait_for(shows(f"It is {QUIT} posted."))
        terminal.press("r")
        terminal.send(reason)
        terminal.wait_for(shows(reason))
        terminal.press("enter", number, "enter")
        terminal.wait_for(shows(f"It is {QUIT} said.", reason, f"Trust {BOLD}"))
        to_desk(terminal)
        terminal.wait_for(shows(DESK, f"Trust {BOLD}", f"Acme {QUIT}"))
        poke(terminal, QUIT)
        terminal.press("w")
        terminal.wait_for(shows(f"Since {QUIT} it was."))
        terminal.click_on("=app.quit]go[/] it was")  # which may open the cause, and nothing else
        terminal.settle()
        back_to_desk(terminal)
        terminal.press("s")
        terminal.wait_for(shows(reason))
        poke(terminal, reason)

        assert set(re.findall(rb"\x1b\](\d*)", terminal.output)) <= {SHAPE_OF_POINTER}
        assert not CRASH.search(terminal.output)
        back_to_desk(terminal)
        assert leave(terminal) == 0


def poke(terminal: Terminal, *texts: str) -> None:
    """Click into the middle of each text; the screen must stay, but for what a click points at, and its keys."""

    def view(now: Terminal) -> list[str]:
        return [re.sub(r"^\W+", "", line) for line in now.lines[:-1]]

    settled(terminal)
    before = view(terminal)
    for text in texts:
        row, column = next((row, line.find(text)) for row, line in enumerate(terminal.lines) if text in line)
        terminal.click(column + len(text) // 2, row)
        terminal.settle()
    terminal.press("?")
    terminal.wait_for(lambda now: view(now) != before)
    terminal.press("escape")
    terminal.wait_for(lambda now: view(now) == before)


def test_escape_sequences_in_a_scenario_are_refused_and_never_reach_the_terminal(hostile: Path) -> None:
    scenario = hostile / "scenarios" / "hostile.toml"
    scenario.write_text(HOSTILE.replace("He rings", r"\u001b]0;owned\u0007\u001b[2J He rings"), encoding="utf-8")
    with Terminal([*PROGRAM, "play", scenario, "--saves", "kept"], cwd=hostile, columns=100, rows=40) as terminal:
        terminal.wait_for(shows("cannot be opened", "E202"))
        terminal.press("escape")
        terminal.wait_for(shows(TITLE))
        terminal.press("ctrl+c")

        assert terminal.wait() in (0, 1)
        assert b"\x1b]0;" not in terminal.output
        assert is_restored(terminal)
