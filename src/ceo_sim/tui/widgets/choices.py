"""A list of one-line items with a cursor; only the lines in view are drawn, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from attrs import field, frozen
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ceo_sim.tui.widgets.at_once import focus_at_once
from ceo_sim.tui.widgets.line_widget import justify, strip_of


@frozen(eq=False)
class Item:
    """A line of a list; a heading cannot be pointed at."""

    left: Content
    right: Content = field(factory=Content)
    heading: bool = False


class Choices(Widget, can_focus=True, inherit_bindings=False):
    """Items of which one is pointed at, by arrows, the wheel or a click."""

    HELP = """
The line with **▶** has the cursor. The arrows up and down move it, and so does a click; what it points at stands
beside the list, or under it. **Enter** does what the last line of the screen says.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "up", show=False, id="choices.up"),
        Binding("down,j", "step(1)", "down", show=False, id="choices.down"),
    ]
    DEFAULT_CSS = "Choices { height: auto; padding: 0 1; pointer: pointer; }"
    focus = focus_at_once

    class Highlighted(Message):
        """The cursor is on another item."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    class Selected(Message):
        """The item with the cursor was clicked again."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: Sequence[Item] = ()
        self._place = 0
        self._top = 0

    def show(self, items: Sequence[Item], place: int) -> None:
        """Show other items, with the cursor on one."""
        is_as_high = len(items) == len(self._items)
        self._items, self._place = items, place
        self.refresh(layout=not is_as_high)

    def point(self, place: int) -> None:
        """Put the cursor on an item; only the lines that it leaves and comes to are drawn anew, if it can be so."""
        left, top = self._place, self._top
        self._place = place
        self._keep_in_view()
        if self._top == top:
            width = self.content_size.width
            self.refresh(*(Region(0, each - top, width, 1) for each in (left, place)))
        else:
            self.refresh()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, len(self._items))

    def _keep_in_view(self) -> None:
        height = self.content_size.height
        self._top = min(max(self._top, self._place - height + 1), self._place)
        self._top = max(0, min(self._top, len(self._items) - height))
        if self._place and self._items[self._place - 1].heading:
            self._top = min(self._top, self._place - 1)

    def render(self) -> Content:
        """All lines in view, of which text can be selected."""
        width, height = self.content_size
        if not self._items or height <= 0:
            return Content("")
        self._keep_in_view()
        shown = range(self._top, min(len(self._items), self._top + height))
        return Content("\n").join(self._line(number, width) for number in shown)

    def render_line(self, y: int) -> Strip:
        """One line: drawing all of them took 20 ms of a key that moves the cursor by one."""
        if self.text_selection is not None:
            return super().render_line(y)
        self._keep_in_view()
        width = self.content_size.width
        if self._top + y >= len(self._items):
            return Strip.blank(width, self.visual_style.rich_style)
        return strip_of(self, self._line(self._top + y, width), y)

    def _line(self, number: int, width: int) -> Content:
        item = self._items[number]
        if item.heading:
            return _both(item, width)
        mark = "▶ " if number == self._place else "  "
        line = Content.assemble((mark, "bold $accent"), _both(item, max(4, width - 2)))
        return line.stylize("bold") if number == self._place else line

    def action_step(self, by: int) -> None:
        place = self._place + by
        while 0 <= place < len(self._items) and self._items[place].heading:
            place += by
        if 0 <= place < len(self._items):
            self.post_message(self.Highlighted(place))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_step(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_step(-1)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        place = self._top + offset.y
        if place == self._place:
            self.post_message(self.Selected())
        elif place < len(self._items) and not self._items[place].heading:
            self.post_message(self.Highlighted(place))


def _both(item: Item, width: int) -> Content:
    """Both ends of an item, or what there is room for."""
    return justify(item.left, item.right, width) if item.right else item.left.truncate(width, ellipsis=True)
