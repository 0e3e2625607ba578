"""The data of a save, and its text in TOML.

A save is (scenario, seed, answers), and some lines for a person who opens the file. What is written can be read again:
both ways a text is cropped by the same rule, and nothing but the size of the file bounds how much it holds. The list of
saves stands on the title screen, before anything heavy is loaded, so this imports nothing heavy.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ceo_sim.errors import UserError
from ceo_sim.scenario.characters import one_line

FORMAT = 4
"""The newest format. A save is written in the oldest one that can hold it, so that older versions can read it."""
FORMAT_OF_PARTS = 3
"""That of plays of one act, and of those whose state was set by hand, into which nothing was thrown."""
FORMAT_OF_WHOLE_STORIES = 2
"""That of true plays of a whole story into which nothing was thrown."""
MAX_SIZE = 1_000_000
"""Bytes of a whole save."""
MAX_TEXT = 2_000
"""Characters of any text in it."""
MAX_REASON = 500
MAX_NAME = 60
MAX_NOTE = 500
SALVAGE = ": resume it with --salvage"
"""The end of a remedy where part of a save can be salvaged; a screen offers that itself, and leaves it out."""

Moment = dt.datetime | int
"""A date and time with its zone, or a turn."""

_COMMENT = """\
# A game of ceo-sim. Go on with it:  ceo-sim play --resume FILE
# The seed and the answers are the whole game; everything else follows from them.
# Whoever changes it by hand removes the checksum, which tells such a change from damage.
"""
_MADE_UP = """\
# This is no play of the story: its state was made up by hand.
"""
_MAYBE_ESCAPED = re.compile(r'["\\]|[^ -~]')
"""What may need an escape in a TOML string; the rest of ASCII never does."""


class SavedAnswer(NamedTuple):
    """An answer in a save.

    Attributes:
        at: When in the story it was given.
        check: A short digest of the metrics right after it, to notice a replay that departs; empty if unknown.
        predicted: Ids of metrics, each with "up", "down" or "same".
    """

    at: Moment
    decision: str
    option: str
    reason: str = ""
    check: str = ""
    predicted: tuple[tuple[str, str], ...] = ()


class SavedConsultation(NamedTuple):
    """A forecast that an adviser was asked for, which took time; `after` is the number of answers given before it."""

    at: Moment
    decision: str
    adviser: str
    after: int


class SavedInjection(NamedTuple):
    """Something that was thrown in; `after` and `consulted` are the numbers of answers and of forecasts before it."""

    at: Moment
    inject: str
    after: int
    consulted: int


class SavedMadeUpState(NamedTuple):
    """A state that was set by hand: when, what was to be decided, and each metric and variable with its value."""

    at: Moment
    decision: str
    values: tuple[tuple[str, float | bool], ...]


class Save(NamedTuple):
    """A whole save.

    Attributes:
        scenario: The id of the scenario.
        title: Its title, for lists.
        version: Its version, for people.
        fingerprint: What exactly was played; see `loader.Loaded`.
        edition: The edition that was read, if any.
        created: When the game was begun, on the player's clock.
        updated: When it was last written.
        reached: Where in the story it stands; None if that is not known.
        step: The same as a step of the clock, for people.
        ending: The title of its ending; empty while it goes on.
        name: What the player calls this game; empty if it has no name.
        note: The player's own words about it.
        values: Ids of what the player stands for, in the order picked.
        made_up: The state that was set by hand; None for a true play.
        act: The act at whose end the game ends, if it is not the whole story.
        assignment: The code by which the game was assigned to a class; empty if it was not.
        result: The code of what it came to, once an assigned game is over, for whoever opens the file.
    """

    scenario: str
    title: str
    version: str
    fingerprint: str
    seed: int
    mirror: bool
    edition: str | None
    created: dt.datetime
    updated: dt.datetime
    reached: Moment | None
    step: int
    ending: str
    answers: tuple[SavedAnswer, ...]
    name: str = ""
    note: str = ""
    values: tuple[str, ...] = ()
    consultations: tuple[SavedConsultation, ...] = ()
    injections: tuple[SavedInjection, ...] = ()
    made_up: SavedMadeUpState | None = None
    act: str | None = None
    assignment: str = ""
    result: str = ""

    def first(self, answers: int) -> Save:
        """The save of the same game after only so many answers."""
        leading = self.answers[:answers]
        return self._replace(
            answers=leading,
            consultations=tuple(asked for asked in self.consultations if asked.after <= answers),
            injections=tuple(thrown for thrown in self.injections if thrown.after <= answers),
            reached=leading[-1].at if leading else None,
            step=0,
            ending="",
        )


class SaveError(UserError):
    """A save that cannot be used as it is.

    Attributes:
        path: The file, which has not been touched.
        problem: What is wrong.
        remedy: What can be done.
        salvageable: The part of it up to the last answer that is whole; None if there is none.
    """

    def __init__(self, path: Path, problem: str, remedy: str, salvageable: Save | None = None) -> None:
        super().__init__(f"{path}: {problem}; {remedy}")
        self.path = path
        self.problem = problem
        self.remedy = remedy
        self.salvageable = salvageable

    @property
    def salvageable_answers(self) -> int | None:
        """How many answers can be salvaged, or None."""
        return None if self.salvageable is None else len(self.salvageable.answers)


def dumps(save: Save) -> str:
    """The text of a save, in TOML."""
    head, story = list(_head(save)), list(_story(save))
    comment = _COMMENT if save.made_up is None else _COMMENT + _MADE_UP
    return comment + "\n".join([*head, f'checksum = "{_crc(head + story)}"', *story])


def checksum(text: str) -> str:
    """The checksum of a save's text: CRC-32 in hexadecimal, without comments, blank lines and the checksum itself."""
    return _crc(line for line in text.split("\n") if not line.startswith(("#", "checksum")))


def _crc(lines: Iterable[str]) -> str:
    return f"{zlib.crc32(chr(10).join(filter(None, lines)).encode()):08x}"


def tidy(text: str, limit: int = MAX_REASON) -> str:
    """A text cropped to `limit` characters, with lone surrogates replaced, which UTF-8 cannot encode."""
    return text[:limit].encode("utf-8", "replace").decode("utf-8")


def tidy_name(name: str) -> str:
    """A name cropped to `MAX_NAME` characters, on one line."""
    return one_line(one_line(name)[:MAX_NAME])


def _head(save: Save) -> Iterator[str]:
    yield f"format = {_format(save)}"
    for key in ("scenario", "title", "version", "fingerprint"):
        yield f"{key} = {toml_text(getattr(save, key))}"
    yield f"seed = {save.seed}"
    yield f"mirror = {str(save.mirror).lower()}"
    if save.edition is not None:
        yield f"edition = {toml_text(save.edition)}"
    if save.act is not None:
        yield f"act = {toml_text(save.act)}"
    for key in ("assignment", "result"):
        if code := getattr(save, key):
            yield f"{key} = {toml_text(code)}"
    yield f"name = {toml_text(save.name)}"
    yield f"note = {toml_text(save.note)}"
    yield f"values = [{', '.join(map(toml_text, save.values))}]"
    yield f"created = {toml_moment(save.created)}"
    yield f"updated = {toml_moment(save.updated)}"
    # A file that was cut off between two tables is well-formed; the numbers tell.
    yield f"answers = {len(save.answers)}"
    yield f"consultations = {len(save.consultations)}"
    if save.injections:
        yield f"injections = {len(save.injections)}"


def _format(save: Save) -> int:
    if save.injections:
        return FORMAT
    return FORMAT_OF_WHOLE_STORIES if save.made_up is None and save.act is None else FORMAT_OF_PARTS


def _story(save: Save) -> Iterator[str]:
    if save.made_up is not None:
        yield from _made_up_state(save.made_up)
    if save.reached is not None:
        yield from ("", "[reached]", f"at = {toml_moment(save.reached)}", f"step = {save.step}")
        yield f"ending = {toml_text(save.ending)}"
    # In the order of the story: a file that is cut off loses only what came last.
    places = [((one.after, one.consulted, 0), _injection(one)) for one in save.injections]
    places += [((one.after, number, 1), _consultation(one)) for number, one in enumerate(save.consultations)]
    places += [((number + 1, -1, 0), _answer(answer)) for number, answer in enumerate(save.answers)]
    for _, lines in sorted(places, key=lambda pair: pair[0]):
        yield from lines
    yield ""


def _made_up_state(state: SavedMadeUpState) -> Iterator[str]:
    yield from ("", "[made_up_state]")
    yield f"at = {toml_moment(state.at)}"
    yield f"decision = {toml_text(state.decision)}"
    # On one line, as texts: what is cut off loses all of it or nothing.
    values = (f'{id} = "{str(value).lower()}"' for id, value in state.values)
    yield f"values = {{ {', '.join(values)} }}"


def _consultation(consulted: SavedConsultation) -> Iterator[str]:
    yield from ("", "[[consultation]]", f"at = {toml_moment(consulted.at)}")
    yield f"decision = {toml_text(consulted.decision)}"
    yield f"adviser = {toml_text(consulted.adviser)}"
    yield f"after = {consulted.after}"


def _injection(thrown: SavedInjection) -> Iterator[str]:
    yield from ("", "[[injection]]", f"at = {toml_moment(thrown.at)}")
    yield f"inject = {toml_text(thrown.inject)}"
    yield f"after = {thrown.after}"
    yield f"consulted = {thrown.consulted}"


def _answer(answer: SavedAnswer) -> Iterator[str]:
    yield from ("", "[[answer]]", f"at = {toml_moment(answer.at)}")
    for key in ("decision", "option", "reason", "check"):
        yield f"{key} = {toml_text(getattr(answer, key))}"
    if answer.predicted:
        pairs = (f"{metric} = {toml_text(direction)}" for metric, direction in answer.predicted)
        yield f"predicted = {{ {', '.join(pairs)} }}"


def toml_moment(moment: Moment) -> str:
    """A moment as TOML has it."""
    return str(moment) if isinstance(moment, int) else moment.isoformat()


def toml_text(text: str) -> str:
    """A text as a string of TOML, of `MAX_TEXT` characters at most."""
    return f'"{_MAYBE_ESCAPED.sub(_escaped, tidy(text, MAX_TEXT))}"'


def _escaped(match: re.Match[str]) -> str:
    """A character in a TOML string; whatever does not simply print is escaped, as people will `cat` the file."""
    character = match[0]
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
