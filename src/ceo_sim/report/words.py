"""How dates, figures and choices are said on the page."""

from __future__ import annotations

from ceo_sim.engine.game import Game
from ceo_sim.engine.meters import figure
from ceo_sim.engine.timeline import Timeline
from ceo_sim.scenario.model import Metric, Moment, Option
from ceo_sim.scenario.text import plain

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MINUS = "\N{MINUS SIGN}"


# ---- time ----------------------------------------------------------------------------------------------------


def date(moment: Moment) -> str:
    """A day, such as `Sunday 31 May`, or a turn."""
    if isinstance(moment, int):
        return f"Turn {moment}"
    return f"{_DAYS[moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]}"


def short_date(moment: Moment) -> str:
    """A day in few letters, such as `31 May`, or the number of a turn."""
    return str(moment) if isinstance(moment, int) else f"{moment.day} {_MONTHS[moment.month - 1][:3]}"


def hour(moment: Moment) -> str:
    """The hour, such as `18:00`; nothing for a turn."""
    return "" if isinstance(moment, int) else f"{moment:%H:%M}"


def year(moment: Moment) -> str:
    """The year, with a space before it; nothing for a turn."""
    return "" if isinstance(moment, int) else f" {moment.year}"


def ends_of_days(timeline: Timeline, last: int) -> list[int]:
    """The steps up to `last` that end a day, or a turn."""
    return [step for step in range(last + 1) if step == last or timeline.starts_day(step + 1)]


def stops(timeline: Timeline, last: int, most: int = 12) -> list[int]:
    """The start and some ends of days up to the last step, evenly spread, for a table."""
    ends = ends_of_days(timeline, last)
    stride = -(-len(ends) // most)
    kept = ends[stride - 1 :: stride]
    return sorted({0, *kept, last})


# ---- figures -------------------------------------------------------------------------------------------------


def signed(metric: Metric, value: float) -> str:
    """A change of a metric with its sign, with a digit more than its value."""
    text = f"{value:+,.{metric.decimals + 1}f}"
    return text.replace("-", MINUS) if float(text.replace(",", "")) else "0"


def with_unit(metric: Metric, value: float) -> str:
    """A value of a metric with its unit."""
    return f"{figure(metric, value)} {metric.unit}".rstrip()


def total(metric: Metric, value: float) -> str:
    """A running total, as fine as the changes that are added to it."""
    return f"{value:,.{metric.decimals + 1}f}".replace("-", MINUS)


def counted(number: int, one: str, many: str = "") -> str:
    """A whole number of things: `1 answer`, `3 answers`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """A share of plays."""
    return "under 1 %" if 0 < share < 0.005 else f"{share * 100:.0f} %"


# ---- what was decided ----------------------------------------------------------------------------------------


def title(game: Game, decision: str) -> str:
    """A decision's title."""
    return plain(game.fill(game.program.scenario.decisions[decision].title))


def label(game: Game, decision: str, option: str) -> str:
    """What an option says."""
    return plain_label(game, game.program.scenario.decisions[decision].options[option])


def plain_label(game: Game, option: Option) -> str:
    """As `label`."""
    return plain(game.fill(option.label)).rstrip(".")


def ending(game: Game) -> str:
    """How a story ended."""
    return plain(game.fill(game.ending.title)) if game.ending is not None else "It has not ended yet"


def ended(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "?", "!")) else text + "."
