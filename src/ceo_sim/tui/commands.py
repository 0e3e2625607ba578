"""What the command palette lists: all that the keys of the open screen do, and what can be done everywhere."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from textual import events
from textual.app import App, SystemCommand
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.errors import NoWidget
from textual.screen import Screen
from textual.widgets import Input

from ceo_sim.tui.meanings import MEANINGS

MOVING = ("pages", "row")
"""Groups of keys that only move about; they are no commands."""
LONGEST_SEARCH = 200
"""Letters; to look for a megabyte that was pasted takes seconds after each key."""
EVERYWHERE = (
    ("Theme", "Other colours; the settings have those of this game with a word to each", "change_theme"),
    ("Screenshot", "Keep a picture of the screen as SVG", "picture"),
    ("First minute", "The hints of the first game once more", "first_minute"),
    ("Quit", "Leave; the game is kept", "quit"),
)


class Palette(CommandPalette):
    """The palette of Textual, which two quick keys would close twice, and the screen under it with it."""

    DEFAULT_CSS = "Palette SearchIcon { display: none; }"  # a picture that many terminals lack, or measure wrongly
    ALLOW_SELECT = False  # Textual 8.2 fails where something is clicked that has just left the list

    def on_mount(self) -> None:
        self.query_one(Input).max_length = LONGEST_SEARCH

    async def on_event(self, event: events.Event) -> None:
        """Let a click go by that was meant for a larger screen."""
        with contextlib.suppress(NoWidget):
            await super().on_event(event)

    def _action_command_list(self, action: str) -> None:
        """Leave a list alone that has not been drawn yet: Textual 8.2 fails on turning its pages."""
        with contextlib.suppress(KeyError):
            super()._action_command_list(action)

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close it if it is open, and look for no more commands."""
        self.workers.cancel_node(self)
        return super().dismiss(result) if self.is_active else AwaitComplete()


def commands(app: App[Any], screen: Screen[Any]) -> Iterator[SystemCommand]:
    """The commands, those of the screen first."""
    seen = {"command_palette"}
    for active in screen.active_bindings.values():
        binding = active.binding
        group = (binding.id or MOVING[0]).partition(".")[0]
        if group in MOVING or not binding.description or not active.enabled or binding.action in seen:
            continue
        seen.add(binding.action)
        words = binding.description[:1].upper() + binding.description[1:]
        meaning = MEANINGS.get(binding.description, "")
        about = f"{meaning[:1].upper()}{meaning[1:]}. " if meaning else ""
        help = f"{about}The key {app.get_key_display(binding)}"
        yield SystemCommand(words, help, _run(screen, binding.action, active.node))
    for words, help, action in EVERYWHERE:
        if f"app.{action}" not in seen:
            yield SystemCommand(words, help, _run(screen, action, app))


def _run(screen: Screen[Any], action: str, node: DOMNode) -> Callable[[], Coroutine[Any, Any, None]]:
    async def run() -> None:
        """Do it, unless keys that came on its heels have opened something else: Textual lets them go first."""
        if screen.is_active:
            await screen.app.run_action(action, node)

    return run
