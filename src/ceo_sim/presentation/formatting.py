"""Dates, durations, figures, costs and counts in words, the same on every face.

The title screen waits for this, so it imports nothing but the standard library.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ceo_sim.scenario.metrics import MOST_DECIMALS, fine_decimals

if TYPE_CHECKING:
    from ceo_sim.engine.meters import Meter
    from ceo_sim.scenario.model import Budget, Cast, Metric, Support
    from ceo_sim.scenario.timeline import Timeline
    from ceo_sim.scenario.units import Duration

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Not `strftime`, which says them in the language of the system."""
MINUS = "\N{MINUS SIGN}"
UP, DOWN, LEVEL = "▲", "▼", "="


# ---- dates --------------------------------------------------------------------------------------------------


def date(timeline: Timeline, step: int) -> str:
    """A step as a date, such as `Sunday 31 May`, with its year in a story of more than one; or `Turn 3`."""
    moment = timeline.moment(step)
    return f"{date_of(moment)}{_year_of_long(timeline, moment)}"


def date_of(moment: dt.date | int) -> str:
    """A moment of whatever story as a date without its year, such as `Sunday 31 May`, or as a turn."""
    if isinstance(moment, int):
        return f"Turn {moment}"
    return f"{DAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]}"


def short_date(timeline: Timeline, step: int) -> str:
    """A step in few letters, such as `31 May`, with its year in a story of more than one; or the number of a turn."""
    moment = timeline.moment(step)
    return f"{short_date_of(moment)}{_year_of_long(timeline, moment)}"


def short_date_of(moment: dt.date | int) -> str:
    """A moment of whatever story in few letters, such as `31 May`, or the number of a turn."""
    return str(moment) if isinstance(moment, int) else f"{moment.day} {MONTHS[moment.month - 1][:3]}"


def date_and_time(timeline: Timeline, step: int) -> str:
    """A step as a date and its hour, such as `Sunday 31 May, 18:00`, or `Turn 3`."""
    moment = timeline.moment(step)
    return ", ".join(filter(None, (date(timeline, step), hour(moment))))


def hour(moment: dt.datetime | int) -> str:
    """The hour, such as `18:00`; nothing for a turn."""
    return "" if isinstance(moment, int) else f"{moment:%H:%M}"


def year(moment: dt.date | int) -> str:
    """The year, with a space before it; nothing for a turn."""
    return "" if isinstance(moment, int) else f" {moment.year}"


def part_of_day(hour: float) -> str:
    """Morning, afternoon, evening or night."""
    if 5 <= hour < 12:
        return "morning"
    if 12 <= hour < 17:
        return "afternoon"
    return "evening" if 17 <= hour < 23 else "night"


# ---- steps of a story ---------------------------------------------------------------------------------------


def date_and_part(timeline: Timeline, step: int) -> str:
    """A step as a date and part of the day, such as `Sunday 31 May · evening`, or `Turn 3 of 12`."""
    moment = timeline.moment(step)
    if isinstance(moment, int):
        return f"Turn {step} of {timeline.last}"
    return f"{date(timeline, step)} · {part_of_day(timeline.hour(step))}"


def full_date(timeline: Timeline, step: int) -> str:
    """A step at full length, such as `Sunday 31 May 2020, evening, 18:00`, or `Turn 3 of 12`."""
    moment = timeline.moment(step)
    if isinstance(moment, int):
        return f"Turn {step} of {timeline.last}"
    return f"{date_of(moment)}{year(moment)}, {part_of_day(timeline.hour(step))}, {hour(moment)}"


def weekday_and_date(timeline: Timeline, step: int) -> str:
    """A step in few letters, such as `Sun 31 May`, or `turn 3`."""
    moment = timeline.moment(step)
    if isinstance(moment, int):
        return f"turn {step}"
    return f"{DAYS[moment.weekday()][:3]} {short_date(timeline, step)}"


def weekday_and_part(timeline: Timeline, step: int) -> str:
    """A step as a part of a day, such as `Sun evening`, `14 Jun evening` in a story of over a week, or `turn 3`."""
    moment = timeline.moment(step)
    if isinstance(moment, int):
        return f"turn {step}"
    day = DAYS[moment.weekday()][:3] if timeline.days(timeline.last) <= 7 else short_date_of(moment)
    return f"{day}{_year_of_long(timeline, moment)} {part_of_day(timeline.hour(step))}"


def _year_of_long(timeline: Timeline, moment: dt.date | int) -> str:
    """The year where a story is longer than one, so that a date in it is not another's too."""
    return year(moment) if timeline.days(timeline.last) > 365 else ""


def deadline(timeline: Timeline, now: int, step: int) -> str:
    """Until when, seen from now: `until this evening`, `until Tuesday morning`, `until 12 June`."""
    moment = timeline.moment(step)
    if isinstance(moment, int):
        return f"until turn {step}"
    days, part = timeline.day_number(step) - timeline.day_number(now), part_of_day(timeline.hour(step))
    if days <= 0:
        return "until tonight" if part == "night" else f"until this {part}"
    if days == 1:
        return f"until tomorrow {part}"
    if days < 7:
        return f"until {DAYS[moment.weekday()]} {part}"
    return f"until {moment.day} {MONTHS[moment.month - 1]}{_year_of_long(timeline, moment)}"


def due_date(timeline: Timeline, now: int | None, step: int, text: str = "") -> str:
    """The date of a promise unless its text says that, and how far off it is: `, by Friday 12 June (12 days)`.

    Args:
        timeline: The clock of the story.
        now: The step from which one looks; None if the promise is past.
        step: When it is due.
        text: What was promised.
    """
    moment = timeline.moment(step)
    if isinstance(moment, int):
        return f", by turn {step}"
    is_in_text = f"{moment.day} {MONTHS[moment.month - 1]}" in text
    by = "" if is_in_text else f", by {date(timeline, step)}"
    if now is None:
        return by
    days = timeline.day_number(step) - timeline.day_number(now)
    return f"{by} ({'today' if days <= 0 else 'tomorrow' if days == 1 else f'{days} days'})"


def elapsed(timeline: Timeline, steps: int) -> str:
    """A number of steps as a time, such as `2 days`, `6 hours` or `3 turns`."""
    if not timeline.by_date:
        return counted(steps, "turn")
    hours = steps * timeline.step_hours
    if hours >= 48:
        return counted(round(hours / 24), "day")
    return counted(round(hours), "hour") if hours != 24 else "1 day"


def duration(time: Duration) -> str:
    """A duration as an author wrote it: `2.25 days`, `6 hours`, `3 turns`, `2 days later at 09:00`."""
    if time.until is not None:
        day = f"{amount(time.days, 'day', 'days')} later" if time.days else "the same day"
        return f"{day} at {int(time.until):02}:{round(time.until % 1 * 60):02}"
    if time.in_turns:
        return amount(time.amount, "turn", "turns")
    return amount(time.days, "day", "days") if time.hours >= 24 else amount(time.hours, "hour", "hours")


def survey_age(days: float) -> str:
    """How old a survey is."""
    whole = round(days)
    return "today's" if whole < 1 else f"{whole} d old"


# ---- figures of a metric ------------------------------------------------------------------------------------


def figure(metric: Metric, value: float) -> str:
    """A value of a metric without its unit; never `-0`."""
    return _fixed(value, metric.decimals)


def with_unit(metric: Metric, value: float) -> str:
    """A value of a metric with its unit."""
    return f"{(shown := figure(metric, value))} {unit(metric, shown)}".rstrip()


def unit(metric: Metric, figure: str) -> str:
    """The unit of a figure of a metric: `brand` of `1`, `brands` of `7`."""
    return metric.unit_singular or metric.unit if figure == "1" else metric.unit


def known_value(meter: Meter) -> str:
    """A meter's figure, or the range that a survey gives: `61`, `70–80`."""
    low, high = figure(meter.metric, meter.low), figure(meter.metric, meter.high)
    if low == high:
        return low
    return f"{low} to {high}" if low.startswith("-") else f"{low}–{high}"


def from_to(metric: Metric, before: float, after: float) -> str:
    """How a metric moved, as fine as its change: `from 68.3 to 61.0`."""
    return f"from {total(metric, before)} to {total(metric, after)}"


def change(metric: Metric, value: float) -> str:
    """A change of a metric with its sign, as fine as the values that it lies between: `−5.8`; `0` for one too small."""
    decimals = fine_decimals(metric)
    text = f"{value:+,.{decimals}f}".replace("-", MINUS)
    return text if _rounded(value, decimals) else "0"


def total(metric: Metric, value: float) -> str:
    """A value that stands beside a change, as fine as that."""
    return _fixed(value, fine_decimals(metric)).replace("-", MINUS)


def total_with_unit(metric: Metric, value: float) -> str:
    """Such a value with its unit."""
    return f"{(shown := total(metric, value))} {unit(metric, shown)}".rstrip()


def shown_change(metric: Metric, before: float, after: float) -> float:
    """The change between two values as `total` shows them, so that the three agree."""
    decimals = fine_decimals(metric)
    return _rounded(_rounded(after, decimals) - _rounded(before, decimals), decimals)


def shown_parts(metric: Metric, whole: float, parts: Sequence[float]) -> list[float]:
    """Parts of a change rounded as `change` shows them, so that they add up to the whole that is shown.

    By the largest remainder: each is rounded down, and what then lacks is given to those that lost most by it. So none
    is off by a unit of its last digit, and none changes its sign; only what the whole differs from the sum of its parts
    by, as where its two ends are rounded, is the first part's.
    """
    unit = 10.0 ** -fine_decimals(metric)
    exact = [round(part / unit, 6) for part in parts]
    units = [math.floor(part) for part in exact]
    lacking = round(whole / unit) - sum(units)
    by_remainder = sorted(range(len(parts)), key=lambda place: units[place] - exact[place])
    given = by_remainder[: max(0, lacking)]
    for place in given:
        units[place] += 1
    units[:1] = [first + lacking - len(given) for first in units[:1]]
    return [_rounded(count * unit, fine_decimals(metric)) for count in units]


def axis_labels(metric: Metric, low: float, high: float) -> tuple[str, str]:
    """Both ends of a scale, with so many digits that it has at least ten of the smallest steps they can tell apart."""
    decimals = metric.decimals
    while 0 < high - low < 10 / 10**decimals and decimals < MOST_DECIMALS:
        decimals += 1
    return _fixed(low, decimals), _fixed(high, decimals)


def range_and_value(metric: Metric, low: float, high: float, value: float) -> tuple[str, str, str]:
    """The ends of a range and a value, with as many digits as it takes to see whether it lies inside."""
    decimals = metric.decimals
    while decimals < MOST_DECIMALS and not (
        (round(value, decimals) < round(low, decimals)) == (value < low)
        and (round(value, decimals) > round(high, decimals)) == (value > high)
    ):
        decimals += 1
    return _fixed(low, decimals), _fixed(high, decimals), _fixed(value, decimals)


def figures_apart(metric: Metric, before: float, after: float) -> float:
    """The change between two values as `figure` shows them; 0 where they read alike."""
    return _rounded(_rounded(after, metric.decimals) - _rounded(before, metric.decimals), metric.decimals)


def arrow(change: float) -> str:
    """The direction of a change, rounded as it is shown, as a sign that needs no colour."""
    return UP if change > 0 else DOWN if change < 0 else LEVEL


def arrow_and_size(metric: Metric, before: float, after: float) -> str:
    """How the figure of a metric changed, as an arrow and a number: `▼7`; `=` if it reads as before."""
    apart = figures_apart(metric, before, after)
    return arrow(apart) + (_fixed(abs(apart), metric.decimals) if apart else "")


def arrow_and_change(metric: Metric, before: float, after: float) -> str:
    """A change as an arrow and a number, to stand beside the values that it lies between: `▼ −7.4`."""
    apart = shown_change(metric, before, after)
    return f"{arrow(apart)} {change(metric, apart)}" if apart else LEVEL


def _rounded(value: float, decimals: int) -> float:
    """To so many decimals, as formatted text is rounded; never -0.0."""
    return round(value, decimals) + 0.0


def _fixed(value: float, decimals: int) -> str:
    return f"{_rounded(value, decimals):,.{decimals}f}"


# ---- other numbers ------------------------------------------------------------------------------------------


def number(value: float) -> str:
    """A number as it was written, never with an exponent for being large: `0.4`, `1,234,567.5`."""
    return f"{value + 0.0:,.13g}"


def percent(share: float) -> str:
    """A share of plays; one that is neither none nor all of them is not shown as that."""
    if 0 < share <= 0.005:
        return "under 1 %"
    return "over 99 %" if 0.995 <= share < 1 else f"{_fixed(share * 100, 0)} %"


def counted(count: int, one: str, many: str = "") -> str:
    """A whole number of things: `1 answer`, `3 answers`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


_SMALL = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def small_number(figure: str) -> str:
    """A figure in a word if it is one of one to twelve."""
    return _SMALL[int(figure)] if figure.isdecimal() and 0 < int(figure) < len(_SMALL) else figure


def smaller_causes(count: int) -> str:
    """What the causes are called that have no line of their own."""
    return counted(count, "smaller cause")


def amount(value: float, one: str, many: str) -> str:
    """A number of things that need not be whole: `1 hour`, `2.5 hours`."""
    return f"{(figure := number(value))} {one if figure == '1' else many}"


_SINGULAR = {"hours": "hour", "days": "day", "weeks": "week", "minutes": "minute", "points": "point", "coins": "coin"}
"""Of names that need no `singular`; of any other nothing is guessed, since an s is not always the mark of a plural."""


def budgeted(value: float, budget: Budget) -> str:
    """So much of a budget, in its author's words: `1 hour`, `2.5 hours`."""
    return amount(value, budget.singular or _SINGULAR.get(budget.name, budget.name), budget.name)


def cost_range(budget: Budget, least: float, most: float) -> str:
    """What a decision takes, whichever option is chosen: `1 hour`, `0 to 2 hours`."""
    return budgeted(most, budget) if least == most else f"{number(least)} to {budgeted(most, budget)}"


def override_text(theirs: float, value: float) -> str:
    """A number that somebody holds in the place of the story's own."""
    return f"{number(theirs)} instead of {number(value)}"


# ---- words --------------------------------------------------------------------------------------------------


_FULL_STOPS = (".", "。", "।", "۔", "։", "።")
_SENTENCE_ENDS = (*_FULL_STOPS, "?", "!", "…", "？", "！", "؟", "॥")
_CLOSING_QUOTES = "\"'”’“‘»›«‹」』"
"""Of all languages: in German a quotation ends with what opens an English one."""


def full_stop(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already, in a quotation or not."""
    return text if text.rstrip(_CLOSING_QUOTES).endswith(_SENTENCE_ENDS) else text + "."


def without_full_stop(text: str) -> str:
    """The text as part of a sentence, without its own full stop; an ellipsis stays."""
    return text[:-1] if text.endswith(_FULL_STOPS) and not text.endswith("..") else text


def joined(names: Sequence[str]) -> str:
    """Names with commas, and `and` before the last."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def person(cast: Cast) -> str:
    """A name and what they do."""
    return f"{cast.name}, {cast.role}" if cast.role else cast.name


def support(level: Support | None) -> str:
    """How well a number is grounded."""
    if level is None:
        return "not said how well it is known"
    return "the direction is known, the size is judged" if level == "direction" else level


def verdict(is_good: bool | None) -> str:
    """Whether a change is what those that a metric speaks of would wish for, in a word; empty if there is no saying."""
    return {True: "better", False: "worse", None: ""}[is_good]


def verdict_sign(is_good: bool | None) -> str:
    """The same as a sign, where there is no room for a word."""
    return {True: "✓", False: "✗", None: ""}[is_good]
