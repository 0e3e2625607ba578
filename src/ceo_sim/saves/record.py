"""What a save holds, and how it is written.

A save is (scenario, seed, answers) and a little for whoever opens the file. The list of saves stands on the title
screen, before anything heavy is loaded, so this imports nothing but the standard library.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FORMAT = 1
MAX_SIZE = 1_000_000
MAX_REASON = 500

Moment = dt.datetime | int
"""A date and time with its zone, or a turn."""

_COMMENT = """\
# A game of ceo-sim. Go on with it:  ceo-sim play --resume FILE
# The seed and the answers are the whole game; everything else follows from them.
"""


class Kept(NamedTuple):
    """An answer as it is kept.

    Attributes:
        at: When in the story it was given.
        check: A short digest of the metrics right after it; empty if unknown.
    """

    at: Moment
    decision: str
    option: str
    reason: str = ""
    check: str = ""


class Record(NamedTuple):
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
    answers: tuple[Kept, ...]


class UserError(Exception):
    """Something that the user can mend; the text says in one line what is wrong and how."""


class SaveError(UserError):
    """A save that cannot be used as it is.

    Attributes:
        path: The file, which has not been touched.
        problem: What is wrong.
        remedy: What can be done.
        record: What can be kept of it, up to the last answer that is whole; None if nothing can.
    """

    def __init__(self, path: Path, problem: str, remedy: str, record: Record | None = None) -> None:
        super().__init__(f"{path}: {problem}; {remedy}")
        self.path = path
        self.problem = problem
        self.remedy = remedy
        self.record = record

    @property
    def kept(self) -> int | None:
        """How many answers can be kept, or None."""
        return None if self.record is None else len(self.record.answers)


def dumps(record: Record) -> str:
    """The text of a save, in TOML."""
    return _COMMENT + "\n".join(_lines(record)) + "\n"


def tidy(reason: str) -> str:
    """A reason as it can be kept: not too long, and nothing in it that is no character."""
    return reason[:MAX_REASON].encode("utf-8", "replace").decode("utf-8")


def _lines(record: Record) -> Iterator[str]:
    yield f"format = {FORMAT}"
    for key in ("scenario", "title", "version", "fingerprint"):
        yield f"{key} = {_text(getattr(record, key))}"
    yield f"seed = {record.seed}"
    yield f"mirror = {str(record.mirror).lower()}"
    if record.edition is not None:
        yield f"edition = {_text(record.edition)}"
    yield f"created = {_moment(record.created)}"
    yield f"updated = {_moment(record.updated)}"
    # A file that was cut off between two answers is well-formed; the number tells.
    yield f"answers = {len(record.answers)}"
    if record.reached is not None:
        yield from ("", "[reached]", f"at = {_moment(record.reached)}", f"step = {record.step}")
        yield f"ending = {_text(record.ending)}"
    for answer in record.answers:
        yield from ("", "[[answer]]", f"at = {_moment(answer.at)}")
        for key in ("decision", "option", "reason", "check"):
            yield f"{key} = {_text(getattr(answer, key))}"


def _moment(moment: Moment) -> str:
    return str(moment) if isinstance(moment, int) else moment.isoformat()


def _text(text: str) -> str:
    return '"' + "".join(map(_character, text)) + '"'


def _character(character: str) -> str:
    """A character in a TOML string; whatever does not simply print is escaped, as people will `cat` the file."""
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
