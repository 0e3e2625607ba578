"""Keys, the mouse and pastes, one after another: each waits for all that the last one set off.

A screen that opens by itself takes nothing for an answer that was meant for the one before it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from time import monotonic
from typing import Any, Protocol, runtime_checkable

from attrs import define, field
from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.screen import Screen

from ceo_sim.keyboards import latin

LONGEST_WAIT = 2.0
"""Seconds; a screen that has failed is never there."""
BRIEFLY = 0.001
REST = 0.15
"""Seconds without input after which nobody is taken to be at the keys."""
UNKNOWN_KEY = (
    "Keys here are Latin letters and digits; on a keyboard like yours digits may need Shift. "
    "The arrows, Enter and Esc do everything, too."
)
UNKNOWN_KEY_SECONDS = 5
STARTLED = 0.5
"""Seconds for which a screen that has opened by itself is deaf to what would go on from it, or until another key."""
REPEATED = 0.15
"""Seconds between two of a key that is held down, at most; terminals do not tell them from presses."""


@runtime_checkable
class Answered(Protocol):
    """A screen that can be gone on from, or decided on, by a key."""

    def goes_on(self, key: str) -> bool:
        """Whether a key goes on from here or decides something, rather than looks around."""


@define(eq=False)
class InputQueue:
    """Lets no key act on a screen that is half open or half closed, nor while a turn is worked out."""

    _app: App[Any]
    _deliver: Callable[[events.Event], Awaitable[None]]
    """Does what Textual does with an event."""
    _is_busy: Callable[[], bool]
    """Whether the game is at work, rather than waiting for the player."""
    _say: Callable[[str, float], object]
    """Says something in passing on the open screen, for so many seconds."""
    _waiting: deque[events.Event] = field(factory=deque)
    _last_input: float = 0.0
    _last_key: tuple[str, float] = ("", 0.0)
    """The key that came last, and when."""

    _opened: Screen[Any] | None = None
    """A screen that has opened by itself, until a key has done something there."""
    _shown_at: float = 0.0

    def is_at_rest(self) -> bool:
        """Whether nothing has come in for a moment."""
        return monotonic() - self._last_input >= REST

    def shown(self, screen: Screen[Any]) -> None:
        """Hear that a screen that nobody asked for is there now."""
        self._opened, self._shown_at = screen, monotonic()

    async def put(self, event: events.Event) -> None:
        """Deliver an event: at once, or if it is input in its turn."""
        if not isinstance(event, events.InputEvent | events.Paste):
            await self._deliver(event)
            return
        self._last_input = monotonic()
        if self._app._exit:
            return
        if event.is_forwarded:
            await self._all_done()
            await self._deliver(event)
        else:
            self._waiting.append(event)
            if len(self._waiting) == 1:
                await self._let_in()

    async def _let_in(self) -> None:
        """Deliver the first that has come, once the last one has done its work; then the others, in their order."""
        await self._all_done()
        try:
            if not self._has_key_left():
                event = self._waiting.popleft()
                is_repeated = False
                if isinstance(event, events.Key):
                    event = self._as_latin(event)
                    is_repeated = self._is_repeated(event)
                if not self._is_too_early(event, is_repeated=is_repeated):
                    await self._deliver(event)
        finally:  # a mistake in what one key does must not keep out those that come after it
            if self._waiting:
                self._app.call_later(self._let_in)

    def _as_latin(self, event: events.Key) -> events.Key:
        """The key that is meant by one of another layout, unless it is typed into a line or is the player's own.

        One that has no other, such as a digit of a French keyboard without Shift, is answered by a word.
        """
        screen = self._app.screen
        modifiers, _, letter = event.key.rpartition("+")
        typed = event.character or letter
        if len(typed) != 1 or typed.isascii() or not typed.isprintable():
            return event
        from textual.widgets import Input  # late: few keyboards need it, and the title has none

        if (isinstance(screen.focused, Input) and not modifiers) or event.key in screen.active_bindings:
            return event
        if (meant := latin(typed)) != typed:
            key = events.Key(f"{modifiers}+{meant}", None) if modifiers else events.Key(_character_to_key(meant), meant)
            key.time = event.time
            return key
        self._say(UNKNOWN_KEY, UNKNOWN_KEY_SECONDS)
        return event

    def _is_repeated(self, event: events.Key) -> bool:
        """Whether a key comes so soon after the same that it is held down, rather than pressed anew."""
        before, at = self._last_key
        self._last_key = event.key, event.time
        return event.key == before and event.time < at + REPEATED

    def _is_too_early(self, event: events.Event, *, is_repeated: bool) -> bool:
        """Whether it would answer a screen that its sender cannot have read: it was meant for the one before."""
        screen = self._app.screen
        if screen is not self._opened or not isinstance(screen, Answered):
            return False
        is_mouse = isinstance(event, events.MouseDown | events.MouseUp)
        answers = is_mouse or (isinstance(event, events.Key) and screen.goes_on(event.key))
        if answers and (is_repeated or event.time < self._shown_at + STARTLED):
            return True
        if isinstance(event, events.Key):
            self._opened = None
        return False

    def _has_key_left(self) -> bool:
        """Whether a key has come back from what had the focus, and waits in the app's own queue.

        Only then does Textual 8.2 find out what it does; what comes after it would go to what had the focus before.
        """
        queued: Iterable[object] = self._app._message_queue.values
        return any(isinstance(message, events.Key) and message.is_forwarded for message in queued)

    async def _all_done(self) -> None:
        """Wait for all that the last key set off, so that the next finds the screen it leads to, and all of it.

        By the clock, as nothing may be broken off: of the callbacks that come after it none would ever run.
        """
        app, end = self._app, monotonic() + LONGEST_WAIT
        is_done = False
        while not is_done and monotonic() < end:
            await app._flush_next_callbacks()
            screen = app.screen
            while (self._is_busy() or not is_whole(screen)) and monotonic() < end:
                await asyncio.sleep(BRIEFLY)
                screen = app.screen
            is_done = not app._next_callbacks


def is_whole(screen: Screen[Any]) -> bool:
    """Whether all of a screen is there, and has nothing left to do."""
    if not screen.is_mounted:
        return False
    for node in screen.walk_children(with_self=True):  # noqa: SIM110 - runs for every key; a generator costs twice as much
        if node.message_queue_size:
            return False
    return True
