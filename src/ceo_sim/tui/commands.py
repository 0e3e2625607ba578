"""What the command palette lists: all that the keys of the open screen do, and a few things for the whole app."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from textual.app import App, SystemCommand
from textual.dom import DOMNode
from textual.screen import Screen

MOVING = ("pages", "row")
"""Groups of keys that only move about; they are no commands."""


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
        yield SystemCommand(words, f"The key {app.get_key_display(binding)}", _run(app, binding.action, active.node))
    yield SystemCommand("Theme", "Choose other colours", app.action_change_theme)
    yield SystemCommand("Screenshot", "Save a picture of the screen as SVG", app.action_screenshot)
    yield SystemCommand("Quit", "Leave; the game is kept", app.action_quit)


def _run(app: App[Any], action: str, node: DOMNode) -> Callable[[], Coroutine[Any, Any, bool]]:
    return lambda: app.run_action(action, node)
