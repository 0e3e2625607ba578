"""The tutorial in a real terminal: where it stands, the ways to its screens, and what it leaves behind."""

from __future__ import annotations

import contextlib
import re
import sys
import termios
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from ceo_sim.saves.reading import read
from ceo_sim.saves.session import Session
from ceo_sim.scenario.markup import plain
from tests.support.terminal import KEYS, Terminal

PROGRAM = (sys.executable, "-m", "ceo_sim")

TITLE = "It is your company"
NOTE = "A false flood alarm"
OPENING = "You run Doorstep"
VALUES = "What do you stand for?"
FIRST = "Six o'clock. Tam has 412 messages"
OWN_UP = "A quiet message to all"
FIRST_OUTCOME = "It goes out at 6:09"
LOG = "Nine pages of log say what happened"
CONSEQUENCE = "any key"
DESK = "Your agenda"
QUIET = "A quiet day"
ENDING = "how it came to this"
LEAVE = "Leave your desk?"
CRASH = re.compile(rb"Traceback|Something went wrong")

Stage = Callable[[Terminal], bool]


def shows(*texts: str) -> Stage:
    """Whether each text is on the screen, however its lines are broken."""

    def holds(terminal: Terminal) -> bool:
        whole = flat(terminal.text)
        return all(flat(text) in whole for text in texts)

    holds.__qualname__ = f"{' and '.join(texts)}"
    return holds


def flat(text: str) -> str:
    """Words without the lines and frames that they stand in."""
    return " ".join(re.sub("[│╭╮╰╯─]", " ", text).split())


def answers(folder: Path) -> int:
    """How many answers the one save in the folder holds; none if there is no save yet."""
    return sum(len(read(path).answers) for path in folder.glob("*.toml"))


def only_save(folder: Path) -> Path:
    (path,) = folder.glob("*.toml")
    return path


def is_restored(terminal: Terminal) -> bool:
    """Whether the program has given back the plain terminal: main screen, cursor, no reports of mouse and focus."""
    said = bytes(terminal.output)

    def is_on(mode: int) -> bool:
        return said.rfind(b"\x1b[?%dh" % mode) > said.rfind(b"\x1b[?%dl" % mode)

    return is_on(25) and not any(map(is_on, (1049, 1000, 1003, 1006, 1004)))


def is_cooked(terminal: Terminal) -> bool:
    """Whether what is typed is echoed and edited in lines again, and Ctrl-C interrupts."""
    modes = termios.tcgetattr(terminal._main)[3]
    return all(modes & flag for flag in (termios.ECHO, termios.ICANON, termios.ISIG))


def last_words(terminal: Terminal) -> str:
    """What was written after the game's own screen had been left."""
    said = bytes(terminal.output).rpartition(b"\x1b[?1049l")[2].decode()
    return re.sub(r"\x1b\[[0-9;?<]*[A-Za-z]", "", said).strip()


@frozen
class Standing:
    """Where a save stands, from its answers alone: the day, what waits, whether one can answer it, and the ending."""

    day: str
    urgent: str
    agenda: tuple[str, ...]
    answerable: tuple[int, ...]
    ending: str

    @property
    def texts(self) -> tuple[str, ...]:
        """What the screen must show."""
        if self.ending:
            return (self.ending, self.day)
        return (self.urgent, self.day) if self.urgent else (DESK, self.day, *self.agenda)


def standing(save: Path) -> Standing:
    """Where it stands, also while a game has it open."""
    record = read(save)
    with Session.resume(save) as session:
        game = session.game
        assert len(game.answers) == len(record.answers)
        urgent, agenda = game.urgent(), game.agenda()
        moment = game.moment
        assert not isinstance(moment, int)
        return Standing(
            day=f"{moment:%A} {moment.day} {moment:%B}",
            urgent=plain(urgent.title) if urgent else "",
            agenda=tuple(plain(waiting.title) for waiting in agenda),
            answerable=tuple(
                number
                for number, waiting in enumerate(agenda, 1)
                if any(option.lock is None for option in game.ask(waiting.id).options)
            ),
            ending=plain(game.fill(game.ending.title)) if game.ending else "",
        )


# ---- games -----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def new_game(saves: Path, *, before: Sequence[str] = ()) -> Iterator[Terminal]:
    """The tutorial at its first decision."""
    command = [*before, *PROGRAM, "play", "tutorial", "--seed", "3", "--saves", str(saves)]
    with Terminal(command) as terminal:
        to_first_decision(terminal)
        yield terminal


def to_first_decision(terminal: Terminal) -> None:
    for page in (NOTE, OPENING, VALUES):
        terminal.wait_for(shows(page))
        terminal.press("enter")
    terminal.wait_for(shows(FIRST))


@contextlib.contextmanager
def resumed(save: Path, *, before: Sequence[str] = ()) -> Iterator[Terminal]:
    with Terminal([*before, *PROGRAM, "play", "--resume", str(save), "--saves", str(save.parent)]) as terminal:
        yield terminal


def answer_first(terminal: Terminal, saves: Path) -> None:
    """Own up, and wait until all of what that brings is told and kept: it is told bit by bit."""
    own_up(terminal)
    terminal.wait_for(shows("What moved"))
    assert answers(saves) == 1


def own_up(terminal: Terminal) -> None:
    terminal.wait_for(shows(OWN_UP))
    terminal.press(number_of(terminal, OWN_UP), "enter")
    terminal.wait_for(shows(FIRST_OUTCOME))


def to_desk(terminal: Terminal) -> None:
    """From what came of something to the desk."""
    terminal.wait_for(shows(CONSEQUENCE))
    while DESK not in terminal.text:
        turn_page(terminal, "enter")


def back_to_desk(terminal: Terminal) -> None:
    """Escape until the desk shows, and nothing over it."""
    while DESK not in terminal.text:
        turn_page(terminal, "escape")


def turn_page(terminal: Terminal, key: str) -> None:
    """Press a key and wait until the screen has changed and come to rest."""
    terminal.rest()
    before = terminal.text
    terminal.send(KEYS.get(key, key))
    terminal.wait_for(lambda now: now.text != before)
    terminal.rest()


def leave(terminal: Terminal) -> int:
    terminal.press("ctrl+c")
    terminal.wait_for(shows(LEAVE))
    terminal.press("ctrl+c")
    return terminal.wait()


def settled(terminal: Terminal) -> str:
    terminal.settle()
    return terminal.text


def number_of(terminal: Terminal, row: str) -> str:
    """The digit that stands before a row of the title."""
    (found,) = re.findall(rf"(\d) {re.escape(row)}", terminal.text)
    return str(found)
