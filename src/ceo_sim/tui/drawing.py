"""When a screen is drawn: once, when all of it is there, and after that at once where a key waits for it."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from ceo_sim.tui.input_queue import BRIEFLY, LONGEST_WAIT, is_whole


async def draw_when_whole(app: App[Any], screen: Screen[Any]) -> None:
    """End the batch in which a screen was opened, when all of it is there or it is covered; then draw it."""
    end = monotonic() + LONGEST_WAIT
    while screen.is_active and not is_whole(screen) and monotonic() < end:  # noqa: ASYNC110 - no event tells
        await asyncio.sleep(BRIEFLY)
    app._end_batch()
    if not app._batch_count and app._screen_stack:
        app.screen.call_next(draw_now, app.screen, app.screen)


def draw_now(screen: Screen[Any], changed: Widget) -> None:
    """Lay out and draw now what has changed: Textual 8.2 waits for the next of 60 frames, and draws a screen twice."""
    screen._dirty_widgets.add(changed)
    screen._repaint_required = False
    screen._on_timer_update()
