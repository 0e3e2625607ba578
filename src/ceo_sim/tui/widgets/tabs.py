"""A line of tabs, turned by arrows, digits or a click."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget


class TabLine(Widget, inherit_bindings=False):
    """Names in a row, one of them current: marked by its number in brackets and by weight."""

    DEFAULT_CSS = "TabLine { height: 1; padding: 0 1; background: $panel; }"

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = list(names)
        self._place = 0
        self._spans: list[tuple[int, int]] = []

    def show(self, place: int) -> None:
        """Mark another tab as the current one."""
        self._place = place
        self.refresh()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def render(self) -> Content:
        parts: list[Content] = []
        self._spans = []
        x = 0
        for number, name in enumerate(self._names):
            current = number == self._place
            label = f" {number + 1} {name} "
            styled = Content.styled(f"[{label.strip()}]" if current else label, "bold $accent" if current else "")
            self._spans.append((x, x + styled.cell_length))
            x += styled.cell_length + 1
            parts.append(styled)
        return Content(" ").join(parts)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for place, (start, end) in enumerate(self._spans):
            if start <= offset.x < end:
                event.stop()
                self.post_message(self.Picked(place))
