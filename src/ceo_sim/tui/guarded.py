"""An app in which a mistake of ours becomes a panel, and no key acts unseen."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Mapping
from traceback import walk_tb
from typing import TYPE_CHECKING

from rich.text import Text
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

    from ceo_sim.tui.screens.help import TroubleScreen

GONE = (NoMatches, NoScreen, NoWidget, MountError)
ALLOWED_WHEN_SMALL = ("quit", "interrupt", "suspend_process")
REMEMBERED = 20


class Guarded(Orderly):
    """Catches what goes wrong in an action or a message, and lets few keys act on a screen that is covered.

    Attributes:
        raises: Whether mistakes of ours go through, as tests want them to.
        last_actions: What was done last, and on which screen; never what was typed.
    """

    _trouble: TroubleScreen | None = None

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
            self._show_trouble(error.error if isinstance(error.error, Exception) else error, can_go_on=True)
        else:  # a widget or a screen has stopped for good, so the rest cannot be relied on
            self._show_trouble(error, can_go_on=False)

    def _show_trouble(self, error: Exception, *, can_go_on: bool) -> None:
        if self._exit or self._is_over(error):  # whoever played has left, this screen or the game
            return
        if self.is_headless if self.raises is None else self.raises:
            super()._handle_exception(error)
        elif self._trouble is None:
            self._trouble = self._panel(error, can_go_on=can_go_on)
            if self.is_running:
                self.push_screen(self._trouble, self._after)
            else:
                self._give_up(self._trouble)
        elif not can_go_on and not self._is_covered(error):
            self._give_up(self._trouble)

    def _panel(self, error: Exception, *, can_go_on: bool) -> TroubleScreen:
        from ceo_sim.tui.screens.help import TroubleScreen
        from ceo_sim.tui.trouble import report

        what = f"{type(error).__name__}: {error}"
        return TroubleScreen(
            what, report(self, self.last_actions, error), self.kept(), self.kept_in(), can_go_on=can_go_on
        )

    def _after(self, go_on: bool | None) -> None:
        self._trouble = None
        if go_on:
            self.recover()

    def _give_up(self, panel: TroubleScreen) -> None:
        """Leave the game, and say on the terminal what a panel would have said, as none can be drawn."""
        self._return_code = 1
        self._exit_renderables = [Text(panel.plain_words, overflow="fold")]
        self._close_messages_no_wait()

    def _is_over(self, error: Exception) -> bool:
        """Whether something was only looked for in vain on a screen that was closed before all of it was there."""
        return isinstance(error, GONE) and any(
            not any(ancestor in self.screen_stack for ancestor in node.ancestors_with_self) for node in _at_work(error)
        )

    def _is_covered(self, error: Exception) -> bool:
        """Whether it went wrong beneath the panel, on a screen that is drawn no more."""
        stack = self.screen_stack
        covered = stack[: stack.index(self._trouble)] if self._trouble in stack else []
        return any(screen in node.ancestors_with_self for node in _at_work(error) for screen in covered)


def _at_work(error: Exception) -> list[Widget]:
    """The widgets in which something went wrong, the outermost first."""
    looking = [frame.f_locals.get("self") for frame, _ in walk_tb(error.__traceback__)]
    return [node for node in looking if isinstance(node, Widget)]


def _is_allowed(action: object) -> bool:
    return isinstance(action, str) and action.removeprefix("app.") in ALLOWED_WHEN_SMALL
