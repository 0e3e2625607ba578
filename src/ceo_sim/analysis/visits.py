"""How often random plays meet each node of a scenario."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ceo_sim.analysis.simulate import batches_of
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.engine.program import Program

Counts = dict[str, NDArray[np.int64]]


def visits(program: Program, plays: int, seed: int) -> dict[str, float]:
    """How often each node is met in a play by lot, on average, by its key as in `links.Node`.

    A decision is met where it is put, an option where it is chosen or counts by default, an event where it happens, a
    card where it is drawn, a deck where any of its cards is, a promise where it is made. Injects are a teacher's.
    """
    batches = [batch.watched for batch in batches_of(program, plays, seed, RandomPolicy(), watch=_VisitWatch)]
    counts = {kind: np.sum([batch[kind] for batch in batches], axis=0) / plays for kind in batches[0]}
    ids = {
        "decision": [plan.id for plan in program.decisions],
        "option": [f"{decision.id}.{option.id}" for decision, option in program.options],
        "event": [plan.id for plan in program.events],
        "card": [f"{deck.id}.{card.id}" for deck in program.decks for card in deck.cards],
        "deck": [deck.id for deck in program.decks],
        "promise": [plan.id for plan in program.promises],
        "ending": [plan.id for plan in program.endings],
    }
    return {
        f"{kind}:{id}": float(count)
        for kind, named in ids.items()
        for id, count in zip(named, counts[kind], strict=True)
    }


class _VisitWatch:
    """Counts visits when a batch has ended; see `simulate.Watch`."""

    def __init__(self, _state: Lanes) -> None:
        pass

    def on_step(self, state: Lanes) -> None:
        """Nothing: the lanes remember what they have met."""

    def result(self, state: Lanes) -> Counts:
        """The visits in all plays of the batch, by kind of node."""
        program = state.program
        decks = [state.card_drawn[deck.first : deck.first + len(deck.cards)] for deck in program.decks]
        return {
            "decision": (state.opened_at >= 0).sum(axis=1),
            "option": state.option_counts.copy(),
            "event": state.event_counts.copy(),
            "card": state.card_drawn.sum(axis=1),
            "deck": np.array([drawn.any(axis=0).sum() for drawn in decks], dtype=np.int64),
            "promise": (state.promise_made >= 0).sum(axis=1),
            "ending": np.bincount(state.ending, minlength=len(program.endings)),
        }
