"""Meters: the headline ones large, the others in a line."""

from __future__ import annotations

from typing import Literal

from textual import events
from textual.content import Content
from textual.message import Message

from ceo_sim.presentation.desk import MeterView
from ceo_sim.presentation.formatting import axis_labels, unit, verdict_sign
from ceo_sim.scenario.metrics import bounds
from ceo_sim.tui.play import Play
from ceo_sim.tui.widgets.desk_part import DeskPart
from ceo_sim.tui.widgets.line_widget import at_word
from ceo_sim.tui.widgets.spark import large, spark, stretched, window

LONGEST_NAME = 24
SHORTEST_NAME = 12
COURSE_WIDTH = 14
SHORTEST_COURSE, LONGEST_COURSE = 4, 36
ROOM_FOR_CAUSE = 36
FEWEST = 2
"""Values of which a course consists; one is none."""


def move(meter: MeterView) -> Content:
    """The last move with a sign and a colour for whether it is what those it speaks of would wish for."""
    return Content.styled(meter.move + verdict_sign(meter.is_good), tint(meter.is_good) or "$text-muted")


def tint(is_good: bool | None) -> str:
    """The colour of a change that is wished for, or not; none for one that is neither."""
    return {True: "$text-success", False: "$text-error", None: ""}[is_good]


def course_of(meter: MeterView, width: int) -> Content:
    """The course as a line of blocks, and the ends of its scale where there is room for both; nothing of one value."""
    if len(meter.course) < FEWEST or width < FEWEST:
        return Content("")
    scale = " " + "–".join(axis_labels(meter.metric, *window(meter.course, *bounds(meter.metric))))
    room = width - len(scale)
    if room < SHORTEST_COURSE:
        room, scale = width, ""
    blocks = spark(meter.course, room, *bounds(meter.metric))[0].strip()
    return Content.assemble((blocks, "$accent"), (scale, "$text-muted"))


def fit(content: Content, width: int) -> Content:
    """Exactly so wide: cut after a word, or filled up."""
    content = at_word(content, max(1, width))
    return content.extend_right(max(0, width - content.cell_length))


class MeterClicked(Message):
    """Somebody wants to know why a metric is where it is."""

    def __init__(self, metric: str) -> None:
        super().__init__()
        self.metric = metric


class Meters(DeskPart):
    """Meters under one another; a click on one asks why.

    They are the headline ones, or those beside them on the desk, or also the others that are not on it yet, or all of
    the desk.
    """

    def __init__(
        self,
        play: Play,
        which: Literal["headline", "side", "others", "all"],
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(play, id=id, classes=classes)
        self._which = which
        self._owners: list[str] = []

    @property
    def meters(self) -> tuple[MeterView, ...]:
        """Those that it shows, as they stand now."""
        desk = self.desk
        others = (*desk.side, *desk.unseen)
        return {"headline": desk.headline, "side": desk.side, "others": others, "all": desk.meters}[self._which]

    def draw(self, width: int) -> list[Content]:
        lines: list[Content] = []
        self._owners = []
        for meter in self.meters:
            drawn = self.draw_one(meter, width)
            lines += drawn
            self._owners += [meter.id] * len(drawn)
        room, more = self.size.height, len(self.desk.unseen) if self._which == "side" else 0
        if self.has_class("filling") and (more or 0 < room < len(lines)):
            shown = len(lines) if room <= 0 else min(len(lines), room - 1)
            lines = [*lines[:shown], Content.styled(f"{len(lines) - shown + more} more: a", "$text-muted")]
        return lines or [Content("")]

    def draw_one(self, meter: MeterView, width: int) -> list[Content]:
        """One meter."""
        raise NotImplementedError

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and 0 <= offset.y < len(self._owners):
            event.stop()
            self.post_message(MeterClicked(self._owners[offset.y]))


class LineMeters(Meters):
    """A line each: name, word, figure, move, course or age, and the cause where there is room for it."""

    def draw_one(self, meter: MeterView, width: int) -> list[Content]:
        meters = self.meters
        bands = max(Content(one.band).cell_length for one in meters)
        figures = max(len(one.value) for one in meters)
        moves = max(move(one).cell_length for one in meters)
        tails = max(len(one.age) for one in meters)
        longest = max(Content(one.name).cell_length for one in meters)
        room = width - bands - figures
        is_tight = longest + moves + tails + 8 > room  # then gaps give way rather than a name
        gap = 1 if is_tight else 2
        names, age = longest, meter.age
        if is_tight:
            ends = max(move(one).cell_length + bool(one.age) + len(one.age) for one in meters)
            if room - ends - 3 < longest:  # then ages give way, too
                age = _short(meter.age)
                ends = max(move(one).cell_length + bool(one.age) + len(_short(one.age)) for one in meters)
            names = min(longest, max(SHORTEST_NAME, room - ends - 3))
        name = Content.styled(meter.name, "bold" if meter.is_headline else "")
        parts = [
            fit(name, names),
            fit(Content(meter.band), bands) if bands else Content(""),
            Content.styled(meter.value.rjust(figures), "bold"),
            move(meter) if is_tight and meter.age else fit(move(meter), moves),
        ]
        head = Content(" " * gap).join(part for part in parts if part)
        return [self._with_tail(meter, head.extend_right(gap), age, width)]

    def _with_tail(self, meter: MeterView, head: Content, age: str, width: int) -> Content:
        room = width - head.cell_length
        if age:
            return Content.assemble(head, (age, "$text-muted")).truncate(width, ellipsis=True)
        if room < SHORTEST_COURSE:
            return head.truncate(width, ellipsis=True)
        has_cause = room >= COURSE_WIDTH + 2 + ROOM_FOR_CAUSE
        columns = COURSE_WIDTH if has_cause else min(LONGEST_COURSE, room)
        line = Content.assemble(head, fit(course_of(meter, columns), columns))
        left = room - columns - 2
        if meter.cause and has_cause:
            line = Content.assemble(line, "  ", at_word(Content.styled(meter.cause, "$text-muted"), left))
        return line


def _short(age: str) -> str:
    """The age of a survey in fewest letters."""
    return age.removesuffix(" old")


class LargeMeters(Meters):
    """The figure large beside its word, move and course, and a line for the largest cause of the last move."""

    def draw_one(self, meter: MeterView, width: int) -> list[Content]:
        tall = self.screen.has_class("-three")
        rows = 6 if tall else 3
        digits = large(meter.value)
        columns = max(7, *(len(row) for row in digits)) + 2
        names = max(Content(part).cell_length for each in self.meters for part in (each.name, _says(each)))
        chart = max(8, width - columns - max(LONGEST_NAME, names) - 1)
        course = course_rows(meter, chart, rows)
        room = width - columns - chart - 1
        says = Content.assemble(meter.band, "  " if meter.band else "", move(meter))
        texts = [
            Content.styled(meter.name, "bold"),
            says,
            Content.styled(unit(meter.metric, meter.value), "$text-muted"),
        ]
        texts += [Content("")] * (rows - len(texts))
        figures = [*digits, *[""] * (rows - len(digits))]
        lines = []
        for row in range(rows):
            head = Content.assemble((figures[row].ljust(columns), "bold"), fit(texts[row], room))
            lines.append(Content.assemble(head, " ", course[row]))
        reason = at_word(Content.styled(meter.cause or meter.age, "$text-muted"), width)
        indent = min(columns, width - reason.cell_length)  # the figure gives way rather than a word
        return [*lines, Content.assemble(" " * indent, reason), *([Content("")] if tall else [])]


def _says(meter: MeterView) -> str:
    """The word for its value and its move."""
    return f"{meter.band}{'  ' if meter.band else ''}{move(meter)}"


def course_rows(meter: MeterView, width: int, rows: int) -> list[Content]:
    """The course as blocks in so many lines beside its scale, from the left; nothing until it has several values."""
    low, high = axis_labels(meter.metric, *window(meter.course, *bounds(meter.metric))) if meter.course else ("", "")
    margin = max(len(low), len(high)) + 2
    if len(meter.course) < FEWEST or width - margin < FEWEST:
        return [Content(" " * width)] * rows
    wide = stretched(meter.course, width - margin)
    lines = spark(wide, len(wide), *bounds(meter.metric), rows)
    ends = (f"{high} ┤", *["│"] * (rows - 2), f"{low} ┤")
    drawn = (
        Content.assemble((f"{end:>{margin}}", "$text-muted"), (row, "$accent"))
        for end, row in zip(ends, lines, strict=True)
    )
    return [row.pad_right(width - row.cell_length) for row in drawn]
