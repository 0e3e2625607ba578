"""How often random plays meet each node of a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ceo_sim.analysis.simulate import batches_of
from ceo_sim.analysis.variants import BranchCount, VariantText, variant_texts
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.observers import BatchObserver
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.engine.program import Program
from ceo_sim.engine.schedule import Indexes
from ceo_sim.scenario.acts import endings_of
from ceo_sim.scenario.model import Scenario

Counts = dict[str, NDArray[np.int64]]


def visits(program: Program, plays: int, seed: int, written: Scenario | None = None) -> dict[str, float]:
    """How often each node is met in a play by lot, on average, by its key as in `links.Node`.

    A decision is met where it is put, an option where it is chosen or counts by default, an event where it happens, a
    card where it is drawn, a deck where any of its cards is, a promise where it is made, an ending of an act where the
    act ends so. Injects are a teacher's.

    Args:
        program: The scenario as it is played as a whole.
        plays: How many.
        seed: Of the first play.
        written: The scenario as it was written, if the endings of its acts are wanted.
    """
    # An act may have no endings of its own: the last one mostly ends as the story does.
    of_acts = {} if written is None else {id: list(endings_of(written, id)) for id in written.acts}
    acts = {id: endings for id, endings in of_acts.items() if endings}
    watch = partial(_VisitWatch, tuple(acts))
    batches = [batch.watched for batch in batches_of(program, plays, seed, RandomPolicy(), watch=watch)]
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
    met = {
        f"{kind}:{id}": float(count)
        for kind, named in ids.items()
        for id, count in zip(named, counts[kind], strict=True)
    }
    for act, endings in acts.items():
        met |= {f"ending:{id}": float(count) for id, count in zip(endings, counts[f"act:{act}"], strict=True)}
    return met


class _VisitWatch(BatchObserver[Lanes]):
    """Counts visits when a batch has ended, and how acts end as they do; see `simulate.Watch`."""

    def __init__(self, acts: Sequence[str], state: Lanes) -> None:
        # How an act has ended is read in the title of its end, which has a variant for each of its endings.
        texts = variant_texts(state.program) if acts else {}
        self.titles: Mapping[str, VariantText] = {act: texts["event", act, "title"] for act in acts}
        self.ends = {plan.consequence.index: plan.id for plan in state.program.events if plan.id in self.titles}
        if acts:
            state.watches += (self,)

    def applied(self, state: Lanes, consequences: Indexes, lanes: Indexes) -> None:
        """Count how acts end."""
        for index, act in self.ends.items():
            if len(these := lanes[consequences == index]):
                self.titles[act].count_read(state, these)

    def on_step(self, state: Lanes) -> None:
        """Nothing: the lanes remember what else they have met."""

    def result(self, state: Lanes) -> Counts:
        """The visits in all plays of the batch, by kind of node, and the endings of each act."""
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
            **{
                f"act:{act}": np.array([branch.read for branch in _endings(title)], dtype=np.int64)
                for act, title in self.titles.items()
            },
        }


def _endings(title: VariantText) -> tuple[BranchCount, ...]:
    """The branches of the title of a break, one for each ending of its act; see `acts`."""
    return title.choices[0].branches
