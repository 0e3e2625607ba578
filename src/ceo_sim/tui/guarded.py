"""An app in which a mistake of ours becomes a panel, and no key acts unseen."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App
from textual.dom import DOMNode

from ceo_sim.tui.screens.base import GameScreen

if TYPE_CHECKING:
    from textual.actions import ActionParseResult

ALLOWED_WHEN_SMALL = ("quit", "interrupt", "suspend_process")
FRAMES = 3


class Guarded(App[None]):
    """Catches what goes wrong in an action or a message, and lets few keys act on a screen that is covered."""

    _in_trouble = False

    def kept(self) -> str:
        """Where the game is kept, in a sentence."""
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
        if isinstance(screen, GameScreen) and screen.is_too_small and not _is_allowed(action):
            return False
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except Exception as error:  # noqa: BLE001 - whatever it is, the player gets a panel rather than a dead screen
            self._show_trouble(error, can_go_on=True)
            return True

    def _handle_exception(self, error: Exception) -> None:
        if self._in_trouble or self.is_headless or not self.is_running:
            super()._handle_exception(error)
        else:  # a widget or a screen has stopped for good, so the rest cannot be relied on
            self._show_trouble(error, can_go_on=False)

    def _show_trouble(self, error: Exception, *, can_go_on: bool) -> None:
        if self._in_trouble or self.is_headless:
            super()._handle_exception(error)
            return
        from ceo_sim.tui.screens.help import TroubleScreen

        self._in_trouble = True
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        where = "\n".join(f"{Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames)
        what = f"{type(error).__name__}: {error}"
        self.push_screen(TroubleScreen(what, where, self.kept(), can_go_on=can_go_on), self._after)

    def _after(self, go_on: bool | None) -> None:
        self._in_trouble = False
        if go_on:
            self.recover()


def _is_allowed(action: object) -> bool:
    return isinstance(action, str) and action.removeprefix("app.") in ALLOWED_WHEN_SMALL
