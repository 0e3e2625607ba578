"""The agenda: what waits for a decision, with its price and its date."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ceo_sim.presentation.desk import IDLE, AgendaLine
from ceo_sim.tui.play import Play
from ceo_sim.tui.widgets.line_widget import hanging_indent, justify
from ceo_sim.tui.widgets.meter import fit
from ceo_sim.tui.widgets.rows import Row
from ceo_sim.tui.widgets.text import Words, line

FACTS_WIDTH, DEADLINE_WIDTH = 30, 36
"""Columns of what a line costs and of its date on a wide screen, if both of them fit in there."""


class AgendaRow(Row):
    """A decision that waits."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "take", "open", show=False, id="agenda.open")]

    def __init__(self, number: int, line: AgendaLine) -> None:
        super().__init__(line.id, id=f"agenda-{number}")
        self.number = number
        self.line = line

    def draw(self, width: int) -> list[Content]:
        line_ = self.line
        style = "bold $text-warning" if line_.is_urgent else "bold"
        title = line(line_.title).stylize("bold" if line_.is_urgent else "")
        urgent = ("!" if line_.is_urgent else " ", style)
        head = Content.assemble(self.cursor, urgent, " ", (f"{self.number} ", "bold $accent"), title)
        facts = line_.obstacle or line_.price
        right = Content(" · ".join(filter(None, (facts, line_.deadline))))
        columns = [(Content(facts), FACTS_WIDTH), (Content(line_.deadline), DEADLINE_WIDTH)]
        if width >= 96 and all(content.cell_length <= room for content, room in columns):
            right = Content("  ").join(fit(content, room) for content, room in columns)
        if head.cell_length + right.cell_length + 2 <= width:
            return [justify(head, right, width)]
        head = Content.assemble(self.cursor, urgent, " ", (f"{self.number} ", "bold $accent"))
        return [
            *hanging_indent(head, title, width),
            *hanging_indent(Content("     "), right.stylize("$text-muted"), width),
        ]


class Agenda(Vertical):
    """All that waits, or a word that nothing does, and what can be done with free hours."""

    DEFAULT_CSS = "Agenda { height: auto; }"

    def __init__(self, play: Play, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._play = play
        self.lines: tuple[AgendaLine, ...] = ()

    def compose(self) -> ComposeResult:
        desk = self._play.desk()
        self.lines = desk.takeable
        for number, one in enumerate(desk.agenda, 1):
            yield AgendaRow(number, one)
        if not desk.agenda:
            yield Words("Nothing waits for you. Let time pass.", classes="quiet")
        if desk.standing:
            yield Words(IDLE, classes="quiet idle")
        for number, one in enumerate(desk.standing, 1 + len(desk.agenda)):
            yield AgendaRow(number, one)

    async def look(self) -> None:
        """Show what waits now; the cursor stays where it was, if that is still there."""
        if self._play.desk().takeable == self.lines:
            return
        focused = self.screen.focused
        key = focused.key if isinstance(focused, AgendaRow) else ""
        if isinstance(focused, AgendaRow):  # a row that is gone would keep the focus, and all keys with it
            self.screen.set_focus(None)
        await self.recompose()
        self.point(key)

    def point(self, key: str = "") -> None:
        """Put the cursor on a decision, or else on the first."""
        rows = list(self.query(AgendaRow))
        if rows:
            next((row for row in rows if row.key == key), rows[0]).focus()
