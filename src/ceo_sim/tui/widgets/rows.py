"""Lines to choose from, by arrows, digits, Enter or a click."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from ceo_sim.tui.widgets.at_once import focus_at_once
from ceo_sim.tui.widgets.line_widget import LineWidget


class Row(LineWidget, can_focus=True):
    """One thing to choose; it has the focus while the cursor is on it."""

    HELP = """
The line with **▶** has the cursor. The arrows move it, **Enter** chooses, and so does a click. **y** copies the line.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "choose", key_display="Enter", id="row.take"),
        Binding("up,k", "move(-1)", "up", show=False, id="row.up"),
        Binding("down,j", "move(1)", "down", show=False, id="row.down"),
    ]
    DEFAULT_CSS = """
    Row { height: auto; padding: 0 1; pointer: pointer; }
    Row:hover { background: $boost; }
    Row:focus { background: $block-cursor-background 15%; }
    Row:focus:ansi { background: $background; text-style: bold; }
    """
    number = 0
    """The digit that takes it, and stands before it; 0 if none does."""
    needs_second_click = False
    """Whether a first click only moves the cursor there, also if it is there already."""

    class Selected(Message):
        """This was chosen."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

        @property
        def control(self) -> Row:
            return self.row

    def __init__(self, key: str, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.key = key
        self._was_clicked = False

    focus = focus_at_once

    @property
    def cursor(self) -> Content:
        """A sign for where the cursor is, that needs no colour."""
        return Content.styled("▶" if self.has_focus else " ", "bold $accent")

    def head(self, name: str) -> Content:
        """The cursor, the number and what is called so."""
        return Content.assemble(self.cursor, (f"{self.number} ", "bold $accent"), (name, "bold"))

    def action_take(self) -> None:
        self.post_message(self.Selected(self))

    def action_move(self, by: int) -> None:
        rows = [row for row in self.screen.query(Row) if row.is_on_screen_list]
        if self in rows:
            place = rows.index(self) + by
            if 0 <= place < len(rows):
                rows[place].focus()

    @property
    def is_on_screen_list(self) -> bool:
        """Whether the cursor can get here."""
        return self.display and self.focusable

    def on_blur(self) -> None:
        self._was_clicked = False

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self._was_clicked or not self.needs_second_click:
            self.action_take()
        self._was_clicked = True


class ScrollPane(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Something longer than the screen, moved by arrows and page keys, or space."""

    HELP = """
This may be longer than the screen: the arrows, Space, Page up and Page down move it, and so does the wheel. **y**
copies all of it.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "up", show=False, id="pages.up"),
        Binding("down,j", "scroll_down", "down", show=False, id="pages.down"),
        Binding("pageup,b", "page_up", "page up", show=False, id="pages.page_up"),
        Binding("pagedown,space", "page_down", "page down", show=False, id="pages.page_down"),
        Binding("home,g", "scroll_home", "top", show=False, id="pages.home"),
        Binding("end,G", "scroll_end", "end", show=False, id="pages.end"),
    ]
    focus = focus_at_once

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        # As with `LineWidget`: only a scroll bar that comes or goes moves what is inside, which is a change by itself.
        return super()._size_updated(size, virtual_size, container_size, layout=False)
