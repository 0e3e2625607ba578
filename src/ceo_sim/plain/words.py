"""Times, figures and paragraphs as plain words, beside what every face says alike; see `scenario.phrases`."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from ceo_sim.engine import titles
from ceo_sim.engine.game import Game
from ceo_sim.engine.meters import Meter
from ceo_sim.engine.timeline import Timeline
from ceo_sim.saves.format import printable
from ceo_sim.scenario import phrases
from ceo_sim.scenario.model import Cast, Metric, Moment
from ceo_sim.scenario.text import blocks

INDENT = "   "


def quoted(typed: str) -> str:
    """What somebody typed, to be shown to them: cropped and harmless."""
    text = printable(typed)
    return f'"{text if len(text) <= 40 else text[:40] + "..."}"'


def quoted_path(path: Path) -> str:
    """A path as it can be typed in a shell."""
    return shlex.quote(printable(str(path)))


def place(typed: str, count: int) -> int | None:
    """Where a number from 1 to `count` points, counted from 0; None if it is no such number."""
    number = int(typed) if typed.isdecimal() and len(typed) < 5 else 0
    return number - 1 if 1 <= number <= count else None


def asks_for_all(typed: str) -> tuple[str, bool]:
    """What was typed without a last word `all`, and whether it had one."""
    *first, last = typed.split() or [""]
    return (" ".join(first), True) if first and last.lower() == "all" else (typed, False)


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


# ---- what was decided ----------------------------------------------------------------------------------------


def deed(game: Game, decision: str, option: str) -> str:
    """A decision with the option that was taken."""
    return f"{titles.decision(game, decision)} - {titles.option(game, decision, option).rstrip('.')}"


def answer_index(game: Game, typed: str) -> int | None:
    """Which answer a number means, counted from 0; None if there is no such answer."""
    return place(typed, len(game.answers))


def answers(game: Game) -> Iterator[str]:
    """The player's answers so far, numbered as the commands that go back to one call them."""
    if not game.answers:
        yield "You have answered nothing yet."
    for number, answer in enumerate(game.answers, 1):
        when = phrases.date(game.timeline.moment(answer.step))
        yield f"{number}. {when}. {deed(game, answer.decision, answer.option)}."


# ---- time ----------------------------------------------------------------------------------------------------


def clock(moment: Moment) -> str:
    """A day and its hour, such as `Sunday 31 May, 18:00`, or a turn."""
    return phrases.date(moment) if isinstance(moment, int) else f"{phrases.date(moment)}, {moment:%H:%M}"


def now(game: Game) -> str:
    """When it is, as the desk is headed."""
    moment = game.moment
    if isinstance(moment, int):
        return f"Turn {moment} of {game.timeline.last}"
    part = phrases.part_of_day(game.timeline.hour(game.now))
    return f"{phrases.date(moment)} {moment.year}, {part}, {moment:%H:%M}"


def span(timeline: Timeline, steps: int) -> str:
    """A number of steps as a time, such as `2 days`, `6 hours` or `3 turns`."""
    if not timeline.by_date:
        return phrases.counted(steps, "turn")
    hours = steps * timeline.step_hours
    if hours >= 48:
        return phrases.counted(round(hours / 24), "day")
    return phrases.counted(round(hours), "hour") if hours != 24 else "1 day"


# ---- figures -------------------------------------------------------------------------------------------------


def amount(metric: Metric, number: float) -> str:
    """A change of a metric with its sign: `+3.0`, `-12`."""
    return phrases.change(metric, number).replace(phrases.MINUS, "-")


def meter(meter: Meter, timeline: Timeline) -> str:
    """A meter in a line: word, figure, age, trend."""
    metric = meter.metric
    known = str(meter)
    if meter.high > meter.low:
        known = f"{phrases.figure(metric, meter.low)} to {phrases.figure(metric, meter.high)}"
    parts = [part for part in (meter.band, f"{known} {metric.unit}".strip()) if part]
    if meter.surveyed:
        parts.append(_age(meter, timeline))
    if trend := _trend(meter, timeline):
        parts.append(trend)
    return f"{metric.name}: {listed(parts)}"


def from_to(metric: Metric, before: float, after: float) -> str:
    """How a metric moved: `from 68 to 61`."""
    return f"from {phrases.figure(metric, before)} to {phrases.figure(metric, after)}"


def _age(meter: Meter, timeline: Timeline) -> str:
    if meter.age <= 0:
        return "survey of today" if timeline.by_date else "survey of this turn"
    return f"survey is {span(timeline, round(meter.age / timeline.step_days))} old"


def _trend(meter: Meter, timeline: Timeline) -> str:
    if meter.change is None:
        return ""
    since = "the survey before" if meter.surveyed else "yesterday" if timeline.by_date else "the turn before"
    moved = phrases.figure(meter.metric, abs(meter.change))
    if not float(moved.replace(",", "")):
        return f"unchanged since {since}"
    return f"{'up' if meter.change > 0 else 'down'} {moved} since {since}"
