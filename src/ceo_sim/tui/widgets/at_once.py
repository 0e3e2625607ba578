"""The focus, given at once."""

from __future__ import annotations

from typing import TypeVar

from textual.widget import Widget

WidgetType = TypeVar("WidgetType", bound=Widget)


def focus_at_once(self: WidgetType, scroll_visible: bool = True) -> WidgetType:
    """Give the focus to a widget now, in the place of `Widget.focus`.

    That of Textual 8.2 queues behind what has come in already: of a digit and an Enter that arrive together, the Enter
    would decide for what had the focus before.
    """
    if self.is_attached:
        self.screen.set_focus(self, scroll_visible)
    return self
