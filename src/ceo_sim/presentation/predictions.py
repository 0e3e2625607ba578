"""The player's own predictions: when and of which meters they are asked, how, and what a typed answer means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ceo_sim.engine.game import Game
from ceo_sim.engine.snapshots import Direction
from ceo_sim.keyboards import latin
from ceo_sim.presentation.desk import MeterView, headline, meter_view
from ceo_sim.presentation.formatting import DOWN, LEVEL, UP
from ceo_sim.scenario.metrics import is_seen
from ceo_sim.scenario.model import MOST_PREDICTIONS, Scenario

__all__ = ["CHOICES", "Direction", "asked_meters", "how_to_type", "question", "read"]

CHOICES: Mapping[Direction, str] = {"down": f"{DOWN} down", "same": f"{LEVEL} same", "up": f"{UP} up"}
"""What can be said of a meter, and how it is shown."""
_TYPED: Mapping[str, Direction] = {
    "u": "up",
    "up": "up",
    "d": "down",
    "down": "down",
    "s": "same",
    "same": "same",
}
_LEFT_OUT = ("-", ".", "x")


def asked_meters(game: Game, decision: str) -> list[MeterView]:
    """The meters that a prediction is asked for before an answer to a decision; none if none is asked.

    Asked are the decisions that the author has marked, about the metrics named there; where none is marked, the first
    that come, about the headline. What is done with free hours is not asked about.
    """
    scenario = game.program.scenario
    asking = _asking(scenario)
    if decision not in asking or sum(answer.decision in asking for answer in game.answers) >= MOST_PREDICTIONS:
        return []
    named = dict.fromkeys(scenario.decisions[decision].predict)
    return [meter_view(game, game.meter(id)) for id in named if is_seen(scenario.metrics[id])] or headline(game)


def _asking(scenario: Scenario) -> set[str]:
    """The decisions of which the first few to be answered are asked about."""
    due = [decision for decision in scenario.decisions.values() if not decision.standing]
    return {decision.id for decision in due if decision.predict} or {decision.id for decision in due}


def question(game: Game) -> str:
    """What is asked."""
    when = "A day" if game.timeline.by_date else "A turn"
    return f"{when} from now, will these stand higher, lower or the same?"


def how_to_type(count: int) -> str:
    """What can be typed for so many meters."""
    sample = " ".join(("u", "d", "s", *"ududududud")[:count])
    each = "" if count == 1 else f" for each, such as {sample}; a dash leaves one out"
    return f"Type u (up), d (down) or s (the same){each}. An empty line skips this, b goes back."


def read(typed: str, meters: Sequence[MeterView]) -> dict[str, Direction] | None:
    """What a typed line foretells, by the id of the meter; None if it is no such line."""
    parts = latin(typed).lower().replace(",", " ").split()
    if len(parts) == 1 and len(parts[0]) == len(meters) and parts[0] not in _TYPED:
        parts = list(parts[0])
    if len(parts) != len(meters) or not all(part in _TYPED or part in _LEFT_OUT for part in parts):
        return None
    return {meter.id: _TYPED[part] for meter, part in zip(meters, parts, strict=True) if part in _TYPED}
