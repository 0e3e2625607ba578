"""How often random plays meet each node of a scenario."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from ceo_sim.analysis.parallel import Report, run_tasks
from ceo_sim.engine import rng
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.engine.program import Program

CHUNK = 5_000

Counts = dict[str, NDArray[np.float64]]


def visits(program: Program, plays: int, seed: int) -> dict[str, float]:
    """How often each node is met in a play by lot, on average, by its key as in `links.Node`.

    A decision is met where it is put, an option where it is chosen or counts by default, an event where it happens, a
    card where it is drawn, a deck where any of its cards is, a promise where it is made. Injects are a teacher's.
    """
    tasks = [(seed + first, min(CHUNK, plays - first)) for first in range(0, plays, CHUNK)]
    batches = run_tasks(partial(_play, program), tasks)
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


def _play(program: Program, task: tuple[int, int], report: Report) -> Counts:
    """Play as many times as a task says, from its seed on, and count the visits in all of them."""
    seed, plays = task
    state = Lanes(program, rng.consecutive_seeds(seed, plays))
    run(state, RandomPolicy(), on_step=lambda state: report(state.now / program.timeline.last))
    decks = [state.card_drawn[deck.first : deck.first + len(deck.cards)].any(axis=0).sum() for deck in program.decks]
    return {
        "decision": (state.opened_at >= 0).sum(axis=1).astype(float),
        "option": state.option_counts.astype(float),
        "event": state.event_counts.astype(float),
        "card": state.card_drawn.sum(axis=1).astype(float),
        "deck": np.array(decks, dtype=float),
        "promise": (state.promise_made >= 0).sum(axis=1).astype(float),
        "ending": np.bincount(state.ending, minlength=len(program.endings)).astype(float),
    }
