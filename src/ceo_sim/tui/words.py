"""How times, costs and changes are said on screen, beside what every face says alike; see `scenario.phrases`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceo_sim.scenario import phrases
from ceo_sim.scenario.metrics import slight
from ceo_sim.scenario.phrases import DAYS, MONTHS, amount, date, part_of_day

if TYPE_CHECKING:
    from ceo_sim.engine.timeline import Timeline
    from ceo_sim.scenario.model import Metric

UP, DOWN, LEVEL = "▲", "▼", "="
MEANINGS = {
    "advice": "what your advisers see and say",
    "ahead": "let days pass until something needs you",
    "all that moved": "the small moves, too",
    "export": "copy a save to a file of your own",
    "import": "take in a save from elsewhere",
    "leave": "to the title, or out of the game",
    "meter": "show the next meter",
    "more": "the list of all commands",
    "never ask": "no more predictions, until the settings say otherwise",
    "outlook": "an adviser's forecast, for some of your time",
    "play on": "go back to this decision, in a new game",
    "promises": "what you have promised, and by when",
    "reason": "write down why, in words of your own",
    "sender": "narrow the feed to one sender after another",
    "skip": "go on without a prediction",
    "story": "what has happened so far",
    "trash": "what was deleted, and can come back",
    "undelete": "bring back what was deleted last",
    "why": "the causes of a meter, each with its source",
}
"""What the short words of the last line stand for, where they do not say it."""


def when(timeline: Timeline, step: int) -> str:
    """A step as a date and part of the day, or as a turn."""
    moment = timeline.moment(step)
    if isinstance(moment, int):
        return f"Turn {step} of {timeline.last}"
    return f"{date(moment)} · {part_of_day(timeline.hour(step))}"


def short_when(timeline: Timeline, step: int) -> str:
    """A step in few letters, such as `Sun 31 May`, or `turn 3`."""
    moment = timeline.moment(step)
    if isinstance(moment, int):
        return f"turn {step}"
    return f"{DAYS[moment.weekday()][:3]} {moment.day} {MONTHS[moment.month - 1][:3]}"


def clock_time(timeline: Timeline, step: int) -> str:
    """A step as a weekday and part of the day, such as `Sun evening`; a turn as it is."""
    moment = timeline.moment(step)
    if isinstance(moment, int):
        return short_when(timeline, step)
    return f"{DAYS[moment.weekday()][:3]} {part_of_day(timeline.hour(step))}"


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
    return f"until {moment.day} {MONTHS[moment.month - 1]}"


def due(timeline: Timeline, now: int, step: int, said: str = "") -> str:
    """How far off the date of a promise is, with the date unless that was said: `, by Friday 12 June (12 days)`."""
    moment = timeline.moment(step)
    if isinstance(moment, int):
        return f", by turn {step}"
    days = timeline.day_number(step) - timeline.day_number(now)
    left = "today" if days <= 0 else "tomorrow" if days == 1 else f"{days} days"
    known = f"{moment.day} {MONTHS[moment.month - 1]}" in said
    return f" ({left})" if known else f", by {date(moment)} ({left})"


def cost(name: str, least: float, most: float) -> str:
    """What a decision takes, whichever option is chosen: `1 hour`, `0 to 2 hours`."""
    return amount(most, name) if least == most else f"{phrases.number(least)} to {amount(most, name)}"


def arrow(metric: Metric, change: float | None) -> str:
    """The direction of a change as a sign that needs no colour."""
    if change is None or abs(change) < slight(metric):
        return LEVEL
    return UP if change > 0 else DOWN


def moved(metric: Metric, change: float | None) -> str:
    """A change as an arrow and a number: `▼7`; `=` if there was none."""
    if change is None or arrow(metric, change) == LEVEL:
        return LEVEL
    size = f"{abs(change):,.{metric.decimals}f}"
    return arrow(metric, change) + ("" if not float(size.replace(",", "")) else size)


def turned(metric: Metric, change: float) -> str:
    """A change as an arrow and a number, fine enough to stand beside the figures it lies between: `▼ −7.4`."""
    return f"{arrow(metric, change)} {phrases.change(metric, change)}"


def age(days: float) -> str:
    """How old a survey is."""
    whole = round(days)
    return "today's" if whole < 1 else f"{whole} d old"
