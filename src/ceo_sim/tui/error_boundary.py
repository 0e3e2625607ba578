"""What goes wrong inside the game becomes a panel on the screen, or where none can be drawn lines on the terminal."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from attrs import define, field
from rich.text import Text
from textual._context import active_message_pump
from textual.app import App
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.errors import NoWidget
from textual.widget import MountError, Widget
from textual.worker import WorkerFailed

if TYPE_CHECKING:
    from ceo_sim.tui.screens.trouble import TroubleScreen

GONE = (NoMatches, NoScreen, NoWidget, MountError)
REMEMBERED = 20


@define(eq=False)
class ErrorBoundary:
    """Catches mistakes of ours.

    Attributes:
        raises: Whether mistakes go through, as tests want them to; None as long as nobody has said.
        last_actions: What was done last, and on which screen; never what was typed.
    """

    _app: App[Any]
    _let_through: Callable[[Exception], None]
    """Does what Textual does with an exception."""
    _folder: Path
    """Where the panel writes what is to be sent."""
    _save_status: Callable[[], str]
    """Says in a sentence where the game is saved."""
    _recover: Callable[[], None]
    """Goes on from a known place."""
    raises: bool | None = None
    last_actions: deque[str] = field(factory=lambda: deque(maxlen=REMEMBERED))
    _panel: TroubleScreen | None = None

    def handle(self, error: Exception) -> None:
        """Take what Textual would end the program for."""
        if isinstance(error, WorkerFailed):
            self.show(error.error if isinstance(error.error, Exception) else error, can_go_on=True)
        else:  # a widget or a screen has stopped for good, so the rest cannot be relied on
            self.show(error, can_go_on=False)

    def show(self, error: Exception, *, can_go_on: bool) -> None:
        """Say what went wrong, and go on if the screens are as they were."""
        if self._app._exit or self._is_over(error):  # whoever played has left, this screen or the game
            return
        if self._app.is_headless if self.raises is None else self.raises:
            self._let_through(error)
        elif self._panel is None:
            self._panel = self._panel_for(error, can_go_on=can_go_on)
            has_app_stopped = not can_go_on and active_message_pump.get() is self._app
            if self._app.is_running and not has_app_stopped:
                self._app.push_screen(self._panel, self._closed)
            else:
                self._give_up(self._panel)
        elif not can_go_on and not self._is_covered(error):
            self._give_up(self._panel)

    def _panel_for(self, error: Exception, *, can_go_on: bool) -> TroubleScreen:
        from ceo_sim.tui.screens.trouble import TroubleScreen  # most games never show it
        from ceo_sim.tui.trouble_report import report

        what, lines = f"{type(error).__name__}: {error}", report(self._app, self.last_actions, error)
        return TroubleScreen(what, lines, self._save_status(), self._folder, can_go_on=can_go_on)

    def _closed(self, go_on: bool | None) -> None:
        self._panel = None
        if go_on:
            self._recover()

    def _give_up(self, panel: TroubleScreen) -> None:
        """Leave the game, and say on the terminal what a panel would have said, as none can be drawn."""
        self._app._return_code = 1
        self._app._exit_renderables = [Text(panel.plain_words, overflow="fold")]
        self._app._close_messages_no_wait()

    def _is_over(self, error: Exception) -> bool:
        """Whether something was only looked for in vain on a screen that was closed before all of it was there."""
        stack = self._app.screen_stack
        return isinstance(error, GONE) and any(
            not any(ancestor in stack for ancestor in node.ancestors_with_self) for node in _at_work(error)
        )

    def _is_covered(self, error: Exception) -> bool:
        """Whether it went wrong beneath the panel, on a screen that is drawn no more."""
        stack = self._app.screen_stack
        covered = stack[: stack.index(self._panel)] if self._panel in stack else []
        return any(screen in node.ancestors_with_self for node in _at_work(error) for screen in covered)


def _at_work(error: Exception) -> list[Widget]:
    """The widgets in which something went wrong, the outermost first."""
    looking = [frame.f_locals.get("self") for frame, _ in walk_tb(error.__traceback__)]
    return [node for node in looking if isinstance(node, Widget)]
