"""The smaller panels of the desk, and what of them stands beside a decision."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from ceo_sim.presentation import formatting, headings
from ceo_sim.presentation.desk import DeskView
from ceo_sim.presentation.stakes import StakeView, nearest
from ceo_sim.tui.play import Play
from ceo_sim.tui.widgets.desk_part import DeskPart
from ceo_sim.tui.widgets.line_widget import at_word, hanging_indent, justify
from ceo_sim.tui.widgets.meter import LineMeters
from ceo_sim.tui.widgets.text import Words, line

LEAST_OF_COMPANY = 12
"""Columns that the name of the company has beside date and budgets, or else the budgets a line of their own."""


class TopLine(DeskPart):
    """Whose desk it is, what day, and what is left of it."""

    def draw(self, width: int) -> list[Content]:
        desk = self.desk
        company = Content.styled(desk.company, "bold $accent")
        right = Content.styled(" · ".join((desk.when, *desk.budgets)), "bold")
        if right.cell_length + 2 + min(company.cell_length, LEAST_OF_COMPANY) <= width:
            return [justify(company, right, width)]
        left = Content.styled(" · ".join(desk.budgets), "bold")
        return [justify(company, Content.styled(desk.when, "bold"), width), *left.wrap(width)]


class Stakes(DeskPart):
    """What can be lost, a line each, or two where it is narrow; the nearest where there is no room for all."""

    MOST, MOST_SHORT = 8, 3
    """Lines, and on a low screen of one column."""

    def draw(self, width: int) -> list[Content]:
        is_short = self.screen.has_class("-one") and self.screen.has_class("-short")
        views, room = self.desk.stakes, self.MOST_SHORT if is_short else self.MOST
        drawn = {view.id: stake_lines(view, width) for view in views}
        for shown in range(len(views), -1, -1):
            kept = nearest(views, shown)
            lines = [one for view in kept for one in drawn[view.id]]
            if shown < len(views):
                lines.append(Content.styled(f"{len(views) - shown} more: t", "$text-muted"))
            if len(lines) <= room or not shown:
                return lines or [Content("")]
        return [Content("")]


def stake_lines(stake: StakeView, width: int) -> list[Content]:
    """Something that can be lost, where it stands, and how far that is off."""
    style = {"lost": "bold $text-error", "near": "bold $text-warning", "far": ""}[stake.standing]
    name, position = Content.styled(stake.name, "bold"), Content.styled(stake.position, style)
    if name.cell_length + position.cell_length + 2 <= width:
        return [justify(name, position, width)]
    return [at_word(name, width), *hanging_indent(Content("  "), position, width)]


def promise_lines(desk: DeskView, width: int, head: str = "") -> list[Content]:
    """The promises that are open, with their dates."""
    lines: list[Content] = []
    for promise in desk.promises:
        text = Content.assemble(line(promise.text), promise.due)
        lines += hanging_indent(Content.styled(head, "bold"), text, width, indent=2)
    return lines


def remark_lines(desk: DeskView, width: int) -> list[list[Content]]:
    """What each adviser remarks today."""
    return [
        hanging_indent(Content.styled(f"{remark.person}  ", "bold"), line(remark.text), width, indent=2)
        for remark in desk.remarks
    ]


class PromisesPanel(DeskPart):
    """What has been promised, and as many of the advisers' remarks as there is room for."""

    MOST = 6
    """Lines on a desk of two columns; a desk of one has the promises only."""
    MOST_SHORT = 3

    def draw(self, width: int) -> list[Content]:
        if not self.screen.has_class("-two"):
            lines = promise_lines(self.desk, width)
            if len(lines) > self.MOST_SHORT:
                lines = [*lines[: self.MOST_SHORT - 1], Content.styled("  and more: p", "$text-muted")]
            return lines
        lines = promise_lines(self.desk, width, "Promised  ")
        remarks = remark_lines(self.desk, width)
        for number, remark in enumerate(remarks):
            last = number == len(remarks) - 1
            if len(lines) + len(remark) + (not last) > self.MOST:
                lines.append(
                    Content.styled(f"  {formatting.counted(len(remarks) - number, 'more remark')}: a", "$text-muted")
                )
                break
            lines += remark
        return lines


class Remarks(DeskPart):
    """What the advisers say today, in full."""

    def draw(self, width: int) -> list[Content]:
        lines = [one for remark in remark_lines(self.desk, width) for one in remark]
        return lines or [Content.styled("Nobody has anything to say.", "$text-muted")]


class Calendar(DeskPart):
    """What is due, the soonest first: decisions that run out, and promises."""

    def draw(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for due in self.desk.due:
            head = Content.assemble((f"{due.when:<12}", "bold"), (f"{due.kind:<9}", "$text-muted"))
            lines += hanging_indent(head, line(due.text), width, indent=12)
        return lines or [Content.styled("Nothing has a date.", "$text-muted")]


class Recent(DeskPart):
    """The end of the story so far, as much as there is room for."""

    def draw(self, width: int) -> list[Content]:
        timeline, lines, date = self.play.game.timeline, list[Content](), ""
        for entry in self.play.game.entries[-40:]:
            if not entry.title:
                continue
            when = formatting.weekday_and_date(timeline, entry.step)
            if when != date:
                lines.append(Content.styled(when, "$text-muted"))
                date = when
            mark = "you  " if entry.kind == "option" else "     "
            lines += hanging_indent(Content.styled(mark, "bold $accent"), line(entry.title), width)
        return lines[-max(1, self.size.height) :] or [Content.styled("It begins here.", "$text-muted")]


class ContextPane(Vertical):
    """What a decision is taken among, where there is room: how things stand, what has a date, and what went before."""

    def __init__(self, play: Play, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._play = play

    def compose(self) -> ComposeResult:
        yield _heading(headings.STANDING)
        yield LineMeters(self._play, "all", id="standing")
        yield _heading("What is due")
        yield Calendar(self._play, id="due")
        yield _heading("The story so far")
        yield Recent(self._play, id="recent")


def _heading(words: str) -> Words:
    return Words(Content.styled(words, "bold $text-accent"), classes="heading")
