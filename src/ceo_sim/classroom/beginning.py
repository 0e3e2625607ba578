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
from ceo_sim.classroom.story import story_of
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
        lesson.game  # noqa: B018 - a log that does not fit its scenario is found out here
        async with HeldClass(lesson) as held:
            yield held
