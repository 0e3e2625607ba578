"""A small story, its saves, and a clock on the wall that stands still."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path

from ceo_sim.library import ScenarioUnavailable
from ceo_sim.saves.session import Session
from ceo_sim.scenario.loader import Loaded, load_texts
from tests.support.stories import EVERYTHING, INTERRUPTED

SEED = 7
NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
NASTY = 'he said "no"\nand left\x1b[31m\\ \u202e ☂ \U0001f422\x7f\x00'


@cache
def loaded(text: str = EVERYTHING) -> Loaded:
    """A scenario from TOML that must have no errors, read once in a run."""
    story = load_texts({"story.toml": text})
    assert story.scenario is not None, story.errors
    return story


STORY = loaded()


ADVISED = loaded(
    EVERYTHING
    + """
[cast.head]
name = "Head"
role = "Advises"
adviser = true
forecast = { hours = 1 }
[cast.mute]
name = "Mute"
role = "Advises"
adviser = true
[value.voice]
name = "Voice"
[value.law]
name = "Law"
"""
)
"""The small story with an adviser who gives forecasts, one who does not, and two values."""
INTERRUPTED_STORY = loaded(INTERRUPTED)


def find(id: str, _edition: str | None) -> Loaded:
    """The small story, as if it were installed."""
    if id != "story":
        raise ScenarioUnavailable(f'there is no scenario "{id}"')
    return STORY


def at_noon() -> dt.datetime:
    """The same moment always."""
    return NOON


def begun(folder: Path, seed: int = SEED, story: Loaded = STORY) -> Session:
    """A new game of the small story."""
    return Session.start(story, seed, folder, now=at_noon)


def resumed(path: Path, *, salvage: bool = False, story: Loaded | None = None) -> Session:
    """A save of the small story gone on with."""
    return Session.resume(path, find if story is None else lambda _id, _edition: story, salvage=salvage, now=at_noon)


def play(session: Session, answers: int = 1_000, reason: str = "") -> Session:
    """Give the first open answer to whatever waits, and let days pass, until there are so many answers."""
    game = session.game
    while not game.ended and len(game.answers) < answers:
        for waiting in game.agenda():
            options = game.program.scenario.decisions[waiting.id].options
            option = next((id for id in options if game.can(waiting.id, id)), None)
            if option is not None:
                session.choose(waiting.id, option, reason)
                break
        else:
            session.wait()
    return session


def changed_by_hand(text: str, old: str, new: str) -> str:
    """The text of a save that somebody has changed on purpose, who removes the checksum."""
    assert old in text
    return re.sub("^checksum = .*\n", "", text.replace(old, new), flags=re.MULTILINE)
