"""How times, changes and choices are said on the page, beside what every face says alike; see `scenario.phrases`."""

from __future__ import annotations

from collections.abc import Sequence

from ceo_sim.engine import titles
from ceo_sim.engine.game import Game
from ceo_sim.engine.timeline import Timeline
from ceo_sim.scenario.model import Moment

# ---- time ----------------------------------------------------------------------------------------------------


def hour(moment: Moment) -> str:
    """The hour, such as `18:00`; nothing for a turn."""
    return "" if isinstance(moment, int) else f"{moment:%H:%M}"


def year(moment: Moment) -> str:
    """The year, with a space before it; nothing for a turn."""
    return "" if isinstance(moment, int) else f" {moment.year}"


def stops(timeline: Timeline, last: int, most: int = 12) -> list[int]:
    """The start and some ends of days up to the last step, evenly spread, for a table."""
    ends = timeline.ends_of_days(last)
    stride = -(-len(ends) // most)
    kept = ends[stride - 1 :: stride]
    return sorted({0, *kept, last})


# ---- what was decided ----------------------------------------------------------------------------------------


def listed(names: Sequence[str]) -> str:
    """Names with commas, and `and` before the last."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def label(game: Game, decision: str, option: str) -> str:
    """What an option says, without a full stop."""
    return titles.option(game, decision, option).rstrip(".")


def ending(game: Game) -> str:
    """How a story ended."""
    return titles.ending(game, game.ending.id) if game.ending is not None else "It has not ended yet"
