"""A line of tabs, turned by arrows, digits or a click."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget


class TabLine(Widget, inherit_bindings=False):
    """Names in a row, one of them current: marked by brackets and by weight.

    Long names where there is room, else short ones; where even those do not fit, as many as do around the current one.
    """

    DEFAULT_CSS = "TabLine { height: 1; padding: 0 1; background: $panel; }"

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, names: Sequence[str], long_names: Sequence[str] = ()) -> None:
        super().__init__()
        self._names, self._long_names = list(names), list(long_names or names)
        self._place = 0
        self._spans: list[tuple[int, int, int]] = []

    def show(self, place: int) -> None:
        """Mark another tab as the current one."""
        self._place = place
        self.refresh()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def render(self) -> Content:
        width = self.content_size.width
        for names, gap in ((self._long_names, 2), (self._names, 2), (self._names, 0)):
            labels = [self._label(number, name, gap) for number, name in enumerate(names)]
            if sum(map(cell_len, labels)) + len(labels) <= width:
                break
        shown = self._around(labels, width - 4)
        parts: list[Content] = []
        self._spans = []
        before = Content.styled("‹ " if shown.start else "", "bold $accent")
        x = before.cell_length
        for number in shown:
            style = "bold $accent" if number == self._place else ""
            self._spans.append((x, x + cell_len(labels[number]), number))
            x += cell_len(labels[number]) + 1
            parts.append(Content.styled(labels[number], style))
        more = Content.styled(" ›" if shown.stop < len(labels) else "", "bold $accent")
        return Content.assemble(before, Content(" ").join(parts), more)

    def _label(self, number: int, name: str, gap: int) -> str:
        label = f"{(number + 1) % 10} {name}"
        if number == self._place:
            return f"[{label}]"
        return f" {label} " if gap else label

    def _around(self, labels: Sequence[str], width: int) -> range:
        """The tabs that fit, the current one among them."""
        first, end = 0, len(labels)
        while sum(map(cell_len, labels[first:end])) + end - first - 1 > width and end - first > 1:
            if end - 1 > self._place:
                end -= 1
            else:
                first += 1
        return range(first, end)

    def on_click(self, event: events.Click) -> None:
        if (offset := event.get_content_offset(self)) is None:
            return
        for start, end, place in self._spans:
            if start <= offset.x < end:
                event.stop()
                self.post_message(self.Picked(place))
