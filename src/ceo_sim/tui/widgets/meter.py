"""Meters: the headline ones large, the others in a line."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message

from ceo_sim.presentation import formatting
from ceo_sim.scenario.metrics import bounds
from ceo_sim.tui.sights import MeterSight
from ceo_sim.tui.widgets.drawn import Drawn, at_word
from ceo_sim.tui.widgets.spark import large, spark, stretched

LONGEST_NAME = 24
SHORTEST_NAME = 12
COURSE_WIDTH = 14
SHORTEST_COURSE, LONGEST_COURSE = 6, 36
ROOM_FOR_CAUSE = 36
FEWEST = 2
"""Values of which a course consists; one is none."""


def value_words(sight: MeterSight) -> str:
    """The figure, or the range that a survey gives."""
    return formatting.known_value(sight.meter)


def tail_words(sight: MeterSight) -> str:
    """How old a survey is; nothing for what is seen directly."""
    return formatting.survey_age(sight.meter.age) if sight.meter.surveyed else ""


def turn(sight: MeterSight) -> Content:
    """The last move, tinted by whether it is what those it speaks of would wish for."""
    meter = sight.meter
    sign = formatting.arrow_and_size(meter.metric, meter.change)
    if sign == formatting.LEVEL or meter.metric.better == "neither":
        return Content.styled(sign, "$text-muted")
    good = (sign[0] == formatting.UP) == (meter.metric.better == "higher")
    return Content.styled(sign, "$text-success" if good else "$text-error")


def course_of(sight: MeterSight, width: int) -> str:
    """The course as a line of blocks; nothing until there is more than one value."""
    if len(sight.meter.course) < FEWEST:
        return ""
    low, high = bounds(sight.meter.metric)
    return spark(sight.meter.course, width, low, high)[0]


def fit(content: Content, width: int) -> Content:
    """Exactly so wide: cut after a word, or filled up."""
    content = at_word(content, max(1, width))
    return content.extend_right(max(0, width - content.cell_length))


class MeterClicked(Message):
    """Somebody wants to know why a metric is where it is."""

    def __init__(self, metric: str) -> None:
        super().__init__()
        self.metric = metric


class Meters(Drawn):
    """Meters under one another; a click on one asks why."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.sights: tuple[MeterSight, ...] = ()
        self._owners: list[str] = []

    def show(self, sights: tuple[MeterSight, ...]) -> None:
        """Show how they stand now."""
        self.sights = sights
        self.changed()

    def draw(self, width: int) -> list[Content]:
        lines: list[Content] = []
        self._owners = []
        for sight in self.sights:
            drawn = self.draw_one(sight, width)
            lines += drawn
            self._owners += [sight.meter.metric.id] * len(drawn)
        room = self.size.height
        if self.has_class("filling") and 0 < room < len(lines):
            lines = [*lines[: room - 1], Content.styled(f"{len(lines) - room + 1} more: a", "$text-muted")]
        return lines or [Content("")]

    def draw_one(self, sight: MeterSight, width: int) -> list[Content]:
        """One meter."""
        raise NotImplementedError

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and 0 <= offset.y < len(self._owners):
            event.stop()
            self.post_message(MeterClicked(self._owners[offset.y]))


class LineMeters(Meters):
    """A line each: name, word, figure, move, course or age, and the cause where there is room for it."""

    def draw_one(self, sight: MeterSight, width: int) -> list[Content]:
        meter = sight.meter
        bands = max(len(one.meter.band) for one in self.sights)
        figures = max(len(value_words(one)) for one in self.sights)
        turns = max(turn(one).cell_length for one in self.sights)
        tails = max(len(tail_words(one)) for one in self.sights)
        longest = max(len(one.meter.metric.name) for one in self.sights)
        room = width - bands - figures - turns - max(tails, 6)
        gap = 2 if longest + 8 <= room else 1  # rather than cut a name
        names = min(longest, max(SHORTEST_NAME, room - 4 * gap))
        name = Content.styled(meter.metric.name, "bold" if meter.metric.headline else "")
        parts = [
            fit(name, names),
            fit(Content(meter.band), bands) if bands else Content(""),
            Content.styled(value_words(sight).rjust(figures), "bold"),
            fit(turn(sight), turns),
        ]
        head = Content(" " * gap).join(part for part in parts if part)
        return [self._with_tail(sight, head.extend_right(gap), width)]

    def _with_tail(self, sight: MeterSight, head: Content, width: int) -> Content:
        room = width - head.cell_length
        if sight.meter.surveyed:
            return Content.assemble(head, (tail_words(sight), "$text-muted")).truncate(width, ellipsis=True)
        if room < SHORTEST_COURSE:
            return head.truncate(width, ellipsis=True)
        has_cause = room >= COURSE_WIDTH + 2 + ROOM_FOR_CAUSE
        columns = COURSE_WIDTH if has_cause else min(LONGEST_COURSE, room)
        line = Content.assemble(head, (course_of(sight, columns).strip().ljust(columns), "$accent"))
        left = room - columns - 2
        if sight.cause and has_cause:
            line = Content.assemble(line, "  ", at_word(Content.styled(sight.cause, "$text-muted"), left))
        return line


class LargeMeters(Meters):
    """The figure large beside its word, move and course, and a line for the largest cause of the last move."""

    def draw_one(self, sight: MeterSight, width: int) -> list[Content]:
        meter = sight.meter
        tall = self.screen.has_class("-three")
        rows = 6 if tall else 3
        digits = large(value_words(sight))
        columns = max(7, *(len(row) for row in digits)) + 2
        chart = max(8, width - columns - LONGEST_NAME - 1)
        course = [Content.styled(row, "$accent") for row in _course_rows(sight, chart, rows)]
        room = width - columns - chart - 1
        says = Content.assemble(meter.band, "  " if meter.band else "", turn(sight))
        texts = [Content.styled(meter.metric.name, "bold"), says, Content.styled(meter.metric.unit, "$text-muted")]
        texts += [Content("")] * (rows - len(texts))
        figures = [*digits, *[""] * (rows - len(digits))]
        lines = []
        for row in range(rows):
            head = Content.assemble((figures[row].ljust(columns), "bold"), fit(texts[row], room))
            lines.append(Content.assemble(head, " ", course[row]))
        said = at_word(Content.styled(sight.cause or tail_words(sight), "$text-muted"), width - columns)
        return [*lines, Content.assemble(" " * columns, said), *([Content("")] if tall else [])]


def _course_rows(sight: MeterSight, width: int, rows: int) -> list[str]:
    """The course as blocks in so many lines, from the left; nothing until there is more than one value."""
    course = sight.meter.course
    if len(course) < FEWEST:
        return [" " * width] * rows
    low, high = bounds(sight.meter.metric)
    wide = stretched(course, width)
    return [row.ljust(width) for row in spark(wide, len(wide), low, high, rows)]
