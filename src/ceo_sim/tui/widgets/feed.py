"""The feed: who says what, the newest last."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from ceo_sim.presentation.desk import NewsView
from ceo_sim.tui.widgets.desk_part import DeskPart
from ceo_sim.tui.widgets.line_widget import LineWidget, hanging_indent, justify
from ceo_sim.tui.widgets.text import line


def item_lines(item: NewsView, width: int, *, dated: bool = True) -> list[Content]:
    """One item: its date and sender, then what is said."""
    mark = ("• ", "bold $accent") if item.is_fresh else ("  ", "")
    when = f"{item.when}  " if dated else ""
    head = Content.assemble(mark, (when, "$text-muted"), (item.sender, "bold"))
    agree = Content.styled(item.agree, "$text-muted")
    if head.cell_length + 2 + agree.cell_length > width:  # who says it counts for more
        agree = Content("")
    if item.role and head.cell_length + Content(item.role).cell_length + 4 + agree.cell_length <= width:
        head = Content.assemble(head, (f", {item.role}", "$text-muted"))
    return [justify(head, agree, width), *hanging_indent(Content("  "), line(item.text), width)]


def short_lines(item: NewsView, width: int) -> list[Content]:
    """One item in as few lines as it takes: its sender, then at once what is said."""
    mark = ("• ", "bold $accent") if item.is_fresh else ("  ", "")
    head = Content.assemble(mark, (item.sender, "bold"), "  ")
    return hanging_indent(head, line(item.text), width, indent=2)


class Items(LineWidget):
    """Items of the feed, one after another; dated ones with a blank line behind each."""

    def __init__(self, news: Sequence[NewsView], *, dated: bool = True, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.news, self._dated = news, dated

    def draw(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for item in self.news:
            lines += item_lines(item, width, dated=self._dated)
            lines += [Content("")] if self._dated else []
        return lines or [Content.styled("Nothing yet.", "$text-muted")]


class FeedPanel(Vertical):
    """The feed in its frame; a click opens all of it."""

    class Opened(Message):
        """All of it is wanted."""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Opened())


class Feed(DeskPart):
    """As much of the feed as there is room for, the newest at the top; short where there is little width."""

    SHORT = 90
    """Below so many columns of the whole screen an item's sender and words share a line."""

    sender = ""
    """The one whose items are shown; everybody's if it is empty."""

    def only(self, sender: str) -> None:
        """Show one sender's items, or with an empty name everybody's."""
        self.sender = sender
        self.changed(layout=False)

    def draw(self, width: int) -> list[Content]:
        height = self.size.height or 8
        news = [item for item in reversed(self.desk.feed) if self.sender in ("", item.sender)]
        short = self.screen.size.width < self.SHORT
        drawn: list[Content] = []
        for number, item in enumerate(news):
            lines = short_lines(item, width) if short else item_lines(item, width)
            more = number < len(news) - 1  # then a line has to be left to say so
            if len(drawn) + len(lines) + more > height:
                if not drawn:
                    drawn = lines[: height - more]
                    number += 1
                hidden = len(news) - number
                return [*drawn, *([Content.styled(f"  {hidden} earlier", "$text-muted")] if hidden else [])]
            drawn += lines
        return drawn or [Content.styled("  Nothing yet.", "$text-muted")]
