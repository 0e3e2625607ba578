"""A class at its beginning, or as its log has it: from a scenario or a log to a class that is held."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.held import HeldClass
from ceo_sim.classroom.lead import Lesson
from ceo_sim.classroom.live import LiveClass
from ceo_sim.classroom.room import Room
from ceo_sim.classroom.store import Store
from ceo_sim.classroom.story import story_of, verify_fit
from ceo_sim.scenario.loader import Loaded


def opened_in(store: Store) -> ev.Opened:
    """How the class of a log began.

    Raises:
        LogError: The log has no beginning.
        Unavailable: It cannot be read.
    """
    for stored in store.read():
        if isinstance(stored.event, ev.Opened):
            return stored.event
        break
    raise ev.LogError("this log has no beginning; begin a new class")


@contextlib.asynccontextmanager
async def holding(store: Store, loaded: Loaded, begin: ev.Opened | None = None) -> AsyncIterator[HeldClass]:
    """Hold a class for as long as the block runs.

    Args:
        store: Its log.
        loaded: Its scenario.
        begin: How it begins, in an empty log.

    Raises:
        LogError: The log or the scenario does not fit.
        Unavailable: The log cannot be read or written.
    """
    async with LiveClass(store, Room()) as live:
        if begin is not None:
            await live.submit(begin)
        if live.room.opened is None:
            raise ev.LogError("this log has no beginning; begin a new class")
        lesson = Lesson(live, story_of(live.room.opened, loaded))
        _verify(lesson)
        async with HeldClass(lesson) as held:
            yield held


def _verify(lesson: Lesson) -> None:
    """Do nothing if the class fits its scenario, so that every page of it can be shown.

    Raises:
        LogError: It does not, as the log was written by somebody else.
    """
    waiting = {each.id for each in lesson.game.open_decisions()}  # after all moves, each of which has to fit
    verify_fit(lesson.room, lesson.story.loaded.playable)
    if lesson.ballot is not None and lesson.ballot.decision not in waiting:
        raise ev.LogError(f"decision {lesson.ballot.number} of the class does not fit its scenario: it is not open")
