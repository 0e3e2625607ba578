"""An app that does one thing after another: a key waits for all that the last set off, a screen until it is whole."""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Iterable
from time import monotonic
from typing import Any

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen
from textual.widget import Widget

from ceo_sim.tui.pasting import PasteParser

PARSER = "XTermParser"
LONGEST_WAIT = 2.0
"""Seconds; a screen that has failed is never there."""
BRIEFLY = 0.001


class Orderly(App[None], inherit_bindings=False):  # Ctrl-Q and Ctrl-P belong to browsers
    """Lets no key act on a screen that is half open or half closed, and draws none that is not all there."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._held: deque[events.Event] = deque()

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """None below a screen that covers all: in Textual 8.2 each change of the one below draws the open one anew."""
        return super()._background_screens if self.screen.styles.background.a < 1 else []

    def get_driver_class(self) -> type[Driver]:
        driver = super().get_driver_class()
        module = sys.modules[driver.__module__]
        if hasattr(module, PARSER):  # nothing public lets one choose what reads the terminal
            setattr(module, PARSER, PasteParser)
        return driver

    async def on_event(self, event: events.Event) -> None:
        is_input = isinstance(event, events.InputEvent | events.Paste)
        if is_input and self._exit:
            return
        if is_input and not event.is_forwarded:
            self._held.append(event)
            if len(self._held) == 1:
                await self._let_in()
            return
        if is_input:
            await self._all_done()
        await super().on_event(event)

    async def _let_in(self) -> None:
        """Let the first key in that has come, once the last one has done its work; then the others, in their order."""
        await self._all_done()
        try:
            if not self._has_key_left():
                await super().on_event(self._held.popleft())
        finally:  # a mistake in what one key does must not keep out those that come after it
            if self._held:
                self.call_later(self._let_in)

    def _has_key_left(self) -> bool:
        """Whether a key has come back from what had the focus, and waits here.

        Only then does Textual 8.2 find out what it does; what comes after it would go to what had the focus before.
        """
        waiting: Iterable[object] = self._message_queue.values
        return any(isinstance(each, events.Key) and each.is_forwarded for each in waiting)

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
        self._opening = asyncio.create_task(self._draw_once(self.screen))
        return opened

    async def _draw_once(self, screen: Screen[Any]) -> None:
        end = monotonic() + LONGEST_WAIT
        while screen.is_active and not _is_whole(screen) and monotonic() < end:  # noqa: ASYNC110 - as above
            await asyncio.sleep(BRIEFLY)
        self._end_batch()
        if not self._batch_count and self._screen_stack:
            self.screen.call_next(draw_now, self.screen, self.screen)

    def _end_batch(self) -> None:
        """Let what was held back be drawn: Textual 8.2 leaves it until something else happens."""
        super()._end_batch()
        if not self._batch_count and self._screen_stack:
            self.screen.check_idle()


def draw_now(screen: Screen[Any], changed: Widget) -> None:
    """Lay out and draw now what has changed: Textual 8.2 waits for the next of 60 frames, and draws a screen twice."""
    screen._dirty_widgets.add(changed)  # noqa: SLF001 - nothing public draws at once
    screen._repaint_required = False  # noqa: SLF001 - as above
    screen._on_timer_update()  # noqa: SLF001 - as above


def _is_whole(screen: Screen[Any]) -> bool:
    """Whether all of a screen is there, and has nothing left to do."""
    return screen.is_mounted and not any(node.message_queue_size for node in screen.walk_children(with_self=True))
