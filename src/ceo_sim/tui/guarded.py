"""An app in which a mistake of ours becomes a panel, and no key acts unseen."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Mapping
from traceback import walk_tb
from typing import TYPE_CHECKING

from textual.css.query import NoMatches
from textual.dom import DOMNode, NoScreen
from textual.errors import NoWidget
from textual.widget import MountError, Widget
from textual.worker import WorkerFailed

from ceo_sim.tui.orderly import Orderly
from ceo_sim.tui.screens.base import is_too_small

if TYPE_CHECKING:
    from pathlib import Path

    from textual.actions import ActionParseResult

GONE = (NoMatches, NoScreen, NoWidget, MountError)
ALLOWED_WHEN_SMALL = ("quit", "interrupt", "suspend_process")
REMEMBERED = 20


class Guarded(Orderly):
    """Catches what goes wrong in an action or a message, and lets few keys act on a screen that is covered.

    Attributes:
        raises: Whether mistakes of ours go through, as tests want them to.
        last_actions: What was done last, and on which screen; never what was typed.
    """

    _in_trouble = False

    def __init__(self) -> None:
        # Otherwise Textual takes NO_COLOR for a wish for greys, which are colours too.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.raises: bool | None = None
        self.last_actions: deque[str] = deque(maxlen=REMEMBERED)

    def kept(self) -> str:
        """Where the game is kept, in a sentence."""
        raise NotImplementedError

    def kept_in(self) -> Path:
        """The folder in which it is kept."""
        raise NotImplementedError

    def recover(self) -> None:
        """Go on from a known place after something went wrong."""
        raise NotImplementedError

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        screen = self.screen
        if is_too_small(self.size) and not _is_allowed(action):
            return False
        done = action if isinstance(action, str) else action[1]
        try:
            ran = await super().run_action(action, default_namespace, namespaces)
        except Exception as error:  # noqa: BLE001 - whatever it is, the player gets a panel rather than a dead screen
            self.last_actions.append(f"{type(screen).__name__}: {done}")
            self._show_trouble(error, can_go_on=True)
            return True
        if ran:
            self.last_actions.append(f"{type(screen).__name__}: {done}")
        return ran

    def _handle_exception(self, error: Exception) -> None:
        if isinstance(error, WorkerFailed):  # the screens are as they were
            error = error.error if isinstance(error.error, Exception) else error
            self._show_trouble(error, can_go_on=True)
        elif self.is_running:  # a widget or a screen has stopped for good, so the rest cannot be relied on
            self._show_trouble(error, can_go_on=False)
        else:
            super()._handle_exception(error)

    def _is_over(self, error: Exception) -> bool:
        """Whether something was only looked for in vain on a screen that was closed before all of it was there."""
        if not isinstance(error, GONE):
            return False
        looking = [frame.f_locals.get("self") for frame, _ in walk_tb(error.__traceback__)]
        return any(isinstance(node, Widget) and not self._is_open(node) for node in looking)

    def _is_open(self, node: Widget) -> bool:
        return any(ancestor in self.screen_stack for ancestor in node.ancestors_with_self)

    def _show_trouble(self, error: Exception, *, can_go_on: bool) -> None:
        if self._exit or self._is_over(error):  # whoever played has left, this screen or the game
            return
        raises = self.is_headless if self.raises is None else self.raises
        if self._in_trouble or raises:
            super()._handle_exception(error)
            return
        from ceo_sim.tui.screens.help import TroubleScreen
        from ceo_sim.tui.trouble import report

        self._in_trouble = True
        what = f"{type(error).__name__}: {error}"
        screen = TroubleScreen(what, report(self, error), self.kept(), self.kept_in(), can_go_on=can_go_on)
        self.push_screen(screen, self._after)

    def _after(self, go_on: bool | None) -> None:
        self._in_trouble = False
        if go_on:
            self.recover()


def _is_allowed(action: object) -> bool:
    return isinstance(action, str) and action.removeprefix("app.") in ALLOWED_WHEN_SMALL
