"""An app that does one thing after another: a key waits for all that the last set off, a screen until it is whole."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Any

from textual import events
from textual.app import App
from textual.screen import Screen

LONGEST_WAIT = 2.0
"""Seconds; a screen that has failed is never there."""
BRIEFLY = 0.001


class Orderly(App[None], inherit_bindings=False):  # Ctrl-Q and Ctrl-P belong to browsers
    """Lets no key act on a screen that is half open or half closed, and draws none that is not all there."""

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """None below a screen that covers all: in Textual 8.2 each change of the one below draws the open one anew."""
        return super()._background_screens if self.screen.styles.background.a < 1 else []

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste):
            if self._exit:
                return
            await self._all_done()
        await super().on_event(event)

    async def _all_done(self) -> None:
        """Wait for all that the last key set off, so that the next finds the screen it leads to, and all of it.

        By the clock, as nothing may be broken off: of the callbacks that come after it none would ever run.
        """
        end = monotonic() + LONGEST_WAIT
        is_done = False
        while not is_done and monotonic() < end:
            await self._flush_next_callbacks()
            screen = self.screen
            while not _is_whole(screen) and monotonic() < end:  # noqa: ASYNC110 - there is no event for it
                await asyncio.sleep(BRIEFLY)
            is_done = screen is self.screen and not self._next_callbacks

    def push_screen(self, screen: Any, *options: Any, **more_options: Any) -> Any:
        """Open a screen; it is drawn once, when all of it is there, and nothing before it."""
        self._begin_batch()
        opened = super().push_screen(screen, *options, **more_options)
        self._opening = asyncio.create_task(_mounted(self.screen))
        self._opening.add_done_callback(lambda _: self._end_batch())
        return opened


async def _mounted(screen: Screen[Any]) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_WAIT):
            while not screen.is_mounted:  # noqa: ASYNC110 - there is no event for it
                await asyncio.sleep(BRIEFLY)


def _is_whole(screen: Screen[Any]) -> bool:
    """Whether all of a screen is there, and has nothing left to do."""
    return screen.is_mounted and not any(node.message_queue_size for node in screen.walk_children(with_self=True))
