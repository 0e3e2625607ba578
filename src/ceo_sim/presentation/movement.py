"""Why a metric moved, in a few causes that add up to the change that is shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from attrs import frozen

from ceo_sim.engine.ledger import Share
from ceo_sim.engine.snapshots import Movement
from ceo_sim.presentation import formatting
from ceo_sim.scenario.metrics import display_epsilon


@frozen
class CauseView:
    """A cause of a change, and what it did: `−5.8`."""

    name: str
    amount: str


def in_words(causes: Sequence[CauseView]) -> str:
    """Causes in a sentence: `Your answer 3, −5.8; settling back, +0.2`."""
    return "; ".join(f"{formatting.without_full_stop(cause.name)}, {cause.amount}" for cause in causes) + "."


def change_of(move: Movement) -> str:
    """The change of a metric between its values as they are shown."""
    return formatting.change(move.metric, formatting.shown_change(move.metric, move.before, move.after))


def main_causes(move: Movement, name: Callable[[Share], str]) -> tuple[CauseView, ...]:
    """The one or two causes that weigh most, and the others as one, with amounts that add up to the change.

    The others are left out where they neither show together nor on their own.

    Args:
        move: The movement.
        name: What a cause is called.
    """
    metric, change = move.metric, formatting.shown_change(move.metric, move.before, move.after)
    changes = [share for share in move.causes if share.kind != "start"]
    own = move.weightiest
    others = changes[len(own) :]
    rest = name(others[0]) if len(others) == 1 else formatting.smaller_causes(len(others))
    names = [*map(name, own), rest]
    amounts = [*(share.amount for share in own), math.fsum(share.amount for share in others)]
    shown = formatting.shown_parts(metric, change, amounts)
    if not shown[-1] and (len(others) < 2 or all(abs(share.amount) < display_epsilon(metric) for share in others)):
        del shown[-1]
    return tuple(CauseView(name, formatting.change(metric, amount)) for name, amount in zip(names, shown, strict=False))
