"""Dates, figures and paragraphs as plain words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from ceo_sim.engine.game import Game
from ceo_sim.engine.meters import Meter, figure
from ceo_sim.engine.timeline import Timeline
from ceo_sim.scenario.model import Cast, Metric, Moment
from ceo_sim.scenario.text import blocks

INDENT = "   "
_PARTS_OF_DAY = ((5, "night"), (12, "morning"), (18, "afternoon"), (22, "evening"), (24, "night"))


def printable(text: str) -> str:
    """The text on one line, without what could steer a terminal."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def quoted(typed: str) -> str:
    """What somebody typed, to be shown to them: cropped and harmless."""
    text = printable(typed)
    return f'"{text if len(text) <= 40 else text[:40] + "..."}"'


def wrapped(line: str, width: int) -> list[str]:
    """A line in parts that fit; what follows a number or stands indented stays indented."""
    line = "".join(character if character.isprintable() else " " for character in line).rstrip()
    if len(line) <= width:
        return [line]
    lead = len(line) - len(line.lstrip())
    head = line.split(maxsplit=1)[0]
    hanging = lead + (len(head) + 1 if head == "-" or head.rstrip(".").isdigit() else 0)
    return textwrap.wrap(
        line, width, subsequent_indent=" " * hanging, break_long_words=False, break_on_hyphens=False
    ) or [""]


def paragraphs(text: str) -> Iterator[str]:
    """A filled text of the scenario as lines, with empty ones between its paragraphs."""
    last = ""
    for block in blocks(text):
        if last and not (block.kind == last == "item"):
            yield ""
        last = block.kind
        yield {"paragraph": "", "quote": INDENT, "item": "- "}[block.kind] + block.text


def person(cast: Cast) -> str:
    """A name and what they do."""
    return f"{cast.name}, {cast.role}"


def listed(items: Iterable[str]) -> str:
    """Some words with commas."""
    return ", ".join(items)


# ---- time ----------------------------------------------------------------------------------------------------


def date(moment: Moment) -> str:
    """A day, such as `Sunday 31 May`, or a turn."""
    return f"Turn {moment}" if isinstance(moment, int) else f"{moment:%A} {moment.day} {moment:%B}"


def clock(moment: Moment) -> str:
    """A day and its hour, such as `Sunday 31 May, 18:00`, or a turn."""
    return date(moment) if isinstance(moment, int) else f"{date(moment)}, {moment:%H:%M}"


def now(game: Game) -> str:
    """When it is, as the desk is headed."""
    moment = game.moment
    if isinstance(moment, int):
        return f"Turn {moment} of {game.timeline.last}"
    part = next(part for hour, part in _PARTS_OF_DAY if moment.hour < hour)
    return f"{date(moment)} {moment.year}, {part}, {moment:%H:%M}"


def span(timeline: Timeline, steps: int) -> str:
    """A number of steps as a time, such as `2 days`, `6 hours` or `3 turns`."""
    if not timeline.by_date:
        return counted(steps, "turn")
    hours = steps * timeline.step_hours
    if hours >= 48:
        return counted(round(hours / 24), "day")
    return counted(round(hours), "hour") if hours != 24 else "1 day"


def counted(number: float, noun: str) -> str:
    """A number with its noun; nouns that an author gave, such as `hours`, may be plural already."""
    one = abs(number - 1) < 1e-9
    stem = noun.removesuffix("s")
    return f"{number:g} {stem if one else stem + 's'}"


# ---- figures -------------------------------------------------------------------------------------------------


def amount(number: float) -> str:
    """A change with its sign: `+3.0`, `-12`."""
    return f"{number:+,.0f}" if abs(number) >= 100 else f"{number:+.1f}"


def meter(meter: Meter, timeline: Timeline) -> str:
    """A meter in a line: word, figure, age, trend."""
    metric = meter.metric
    known = str(meter)
    if meter.high > meter.low:
        known = f"{figure(metric, meter.low)} to {figure(metric, meter.high)}"
    parts = [part for part in (meter.band, f"{known} {metric.unit}".strip()) if part]
    if meter.surveyed:
        parts.append(_age(meter, timeline))
    if trend := _trend(meter, timeline):
        parts.append(trend)
    return f"{metric.name}: {listed(parts)}"


def from_to(metric: Metric, before: float, after: float) -> str:
    """How a metric moved: `from 68 to 61`."""
    return f"from {figure(metric, before)} to {figure(metric, after)}"


def _age(meter: Meter, timeline: Timeline) -> str:
    if meter.age <= 0:
        return "survey of today" if timeline.by_date else "survey of this turn"
    return f"survey is {span(timeline, round(meter.age / timeline.step_days))} old"


def _trend(meter: Meter, timeline: Timeline) -> str:
    if meter.change is None:
        return ""
    since = "the survey before" if meter.surveyed else "yesterday" if timeline.by_date else "the turn before"
    moved = figure(meter.metric, abs(meter.change))
    if not float(moved.replace(",", "")):
        return f"unchanged since {since}"
    return f"{'up' if meter.change > 0 else 'down'} {moved} since {since}"
