"""The end of a game looked at once more: the roads not taken with their odds, and what was named beside the deeds."""

from __future__ import annotations

from collections.abc import Sequence

from ceo_sim.analysis.roads import LANES, roads
from ceo_sim.analysis.value_tally import ValueTally, value_tallies
from ceo_sim.engine.game import Game
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, naming

NOT_TAKEN = "Roads not taken"
STOOD_FOR = "What you named, and what you did"
LOOKING = f"{LANES:,} plays with your answers, and as many with answers by lot …"


def not_taken(game: Game) -> doc.Parts:
    """How else the story could have ended, by name and with odds; takes a moment.

    Args:
        game: A story that has ended.
    """
    met = game.ending.id if game.ending is not None else ""
    all_roads = roads(game)
    own = next((road for road in all_roads if road.id == met), None)
    others = [road for road in all_roads if road.id != met]
    if own is None or not others:
        return (doc.sentence("This story has no other ending."),)
    again = formatting.percent(own.same_answers)
    rows = tuple((naming.ending_title(game, road.id), _odds(road.same_answers), _odds(road.by_lot)) for road in others)
    return (
        doc.sentence(f"With your answers and other luck it ends as yours did in {again} of plays."),
        doc.Table("How else it could have ended", ("Ending", "Your answers", "Any answers"), rows, (1, 2)),
        doc.note(f"{LANES:,} plays of each kind, none with the luck of your game. Any answers are answers by lot."),
    )


def stood_for(game: Game, named: Sequence[str]) -> doc.Parts:
    """Each value that the player named, held against what was done; nothing if none was named."""
    tallies = [tally for tally in value_tallies(game, named) if tally.named]
    items = tuple((tally.value.name, doc.spans(_done(game, tally))) for tally in tallies)
    return (doc.Labelled(items),) if items else ()


def _odds(share: float) -> str:
    return formatting.percent(share) if share else "never"


def _done(game: Game, tally: ValueTally) -> str:
    """What the choices did for a value and against it, with the one that did most of each."""
    parts = []
    for verb, sign in (("served", 1), ("went against", -1)):
        choices = [choice for choice in tally.choices if choice.weight * sign > 0]
        if choices:
            most = max(choices, key=lambda choice: choice.weight * sign)
            name = naming.choice_name(game, most.decision, most.option)
            only = "" if len(choices) == 1 else "most of all "
            count = formatting.small_number(str(len(choices)))
            parts.append(f"{count} of your choices {verb} it, {only}{name}")
    said = "; ".join(parts) or "no choice of yours touched it"
    return formatting.full_stop(said[:1].upper() + said[1:])
