"""Dates, figures and numbers of things in words, the same on every face. Nothing heavy: the title needs them too."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ceo_sim.scenario.model import Assumption, Metric, Support
    from ceo_sim.scenario.units import Duration

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Not `strftime`, which says them in the language of the system."""
MINUS = "\N{MINUS SIGN}"


def date(moment: dt.date | int) -> str:
    """A date without its year, such as `Sunday 31 May`, or a turn."""
    if isinstance(moment, int):
        return f"Turn {moment}"
    return f"{DAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]}"


def part_of_day(hour: float) -> str:
    """Morning, afternoon, evening or night."""
    if 5 <= hour < 12:
        return "morning"
    if 12 <= hour < 17:
        return "afternoon"
    return "evening" if 17 <= hour < 23 else "night"


def short_date(moment: dt.date | int) -> str:
    """A date in few letters, such as `31 May`, or the number of a turn."""
    return str(moment) if isinstance(moment, int) else f"{moment.day} {MONTHS[moment.month - 1][:3]}"


def figure(metric: Metric, value: float) -> str:
    """A value of a metric without its unit; never `-0`."""
    return _fixed(value, metric.decimals)


def ends(metric: Metric, low: float, high: float) -> tuple[str, str]:
    """Both ends of a scale, with so many digits that it has at least ten of the smallest steps they can tell apart."""
    decimals = metric.decimals
    while 0 < high - low < 10 / 10**decimals and decimals < 6:
        decimals += 1
    return _fixed(low, decimals), _fixed(high, decimals)


def placed(metric: Metric, low: float, high: float, value: float) -> tuple[str, str, str]:
    """The ends of a range and a value, with as many digits as it takes to see whether it lies inside."""
    decimals = metric.decimals
    while decimals < 6 and not (
        (round(value, decimals) < round(low, decimals)) == (value < low)
        and (round(value, decimals) > round(high, decimals)) == (value > high)
    ):
        decimals += 1
    return _fixed(low, decimals), _fixed(high, decimals), _fixed(value, decimals)


def with_unit(metric: Metric, value: float) -> str:
    """A value of a metric with its unit."""
    return f"{figure(metric, value)} {metric.unit}".rstrip()


def change(metric: Metric, value: float) -> str:
    """A change of a metric with its sign, fine enough that parts add up to the eye: `−5.8`; `0` for one too small."""
    text = f"{value:+,.{_digits(metric, value)}f}"
    return text.replace("-", MINUS) if float(text.replace(",", "")) else "0"


def total(metric: Metric, value: float) -> str:
    """A running total, as fine as the changes that are added to it."""
    return f"{value:,.{_digits(metric, value)}f}".replace("-", MINUS)


def percent(share: float) -> str:
    """A share of plays."""
    return "under 1 %" if 0 < share <= 0.005 else f"{share * 100:.0f} %"


def number(value: float) -> str:
    """A number as it was written, never with an exponent for being large: `0.4`, `1,234,567.5`."""
    return f"{value:,.13g}"


def instead(theirs: float, value: float) -> str:
    """A number that somebody holds in the place of the story's own."""
    return f"{number(theirs)} instead of {number(value)}"


def counted(count: int, one: str, many: str = "") -> str:
    """A whole number of things: `1 answer`, `3 answers`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def amount(value: float, name: str) -> str:
    """A number of what an author named in the plural: `1 hour`, `2.5 hours`."""
    named = name[:-1] if value == 1 and name.endswith("s") else name
    return f"{number(value)} {named}"


def lasting(time: Duration) -> str:
    """A span of time: `2.25 days`, `6 hours`, `3 turns`."""
    if time.in_turns:
        return amount(time.amount, "turns")
    return amount(time.days, "days") if time.hours >= 24 else amount(time.hours, "hours")


def ended(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "?", "!")) else text + "."


def called(assumption: Assumption) -> str:
    """The name of an assumption, or its id in words."""
    return assumption.name or assumption.id.replace("_", " ")


def basis(assumption: Assumption) -> str:
    """Why an assumption has its value and where that comes from, as far as its author says so."""
    return " ".join(filter(None, (assumption.why, assumption.source)))


def support(level: Support | None) -> str:
    """How well a number is grounded."""
    if level is None:
        return "not said how well it is known"
    return "the direction is known, the size is judged" if level == "direction" else level


def _digits(metric: Metric, value: float) -> int:
    """One digit more than the metric's own figures have, below a thousand."""
    return metric.decimals + (abs(value) < 1000)


def _fixed(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    return text.removeprefix("-") if not float(text.replace(",", "")) else text
