"""Who follows what happens in lanes: the log and the ledger of a single one, or counts over many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ceo_sim.engine.program import (
    Cause,
    CompiledConsequence,
    DecisionPlan,
    DeckPlan,
    EndingPlan,
    EventPlan,
    LaterPlan,
    PromisePlan,
)
from ceo_sim.engine.question import Question
from ceo_sim.engine.schedule import Indexes

Considered = DecisionPlan | EventPlan | EndingPlan | DeckPlan | LaterPlan | PromisePlan
"""What comes about only if a condition holds; a promise, that it is kept."""
State = TypeVar("State")
"""The lanes that are followed: `Lanes`, which hold their observers, and so cannot be named here."""


class Observer(Protocol):
    """Who follows what happens in a single lane."""

    def happened(self, consequence: CompiledConsequence) -> None:
        """Something took effect."""

    def opened(self, decision: DecisionPlan) -> None:
        """A decision was put before the player."""

    def expired(self, decision: DecisionPlan, *, by_default: bool) -> None:
        """A decision waited too long; its default follows, or it lapses."""


class Bookkeeper(Protocol):
    """Who follows each change of the numbers of a single lane, which takes as long as all else of a play."""

    def changed(self, cell: int, cause: Cause, amount: float, clamped: float, value: float) -> None:
        """A stock got `amount`, and `clamped` more to stay in its range, and now has `value`."""

    def derived(self, cell: int, causes: tuple[tuple[Cause, float], ...], raw: float, value: float) -> None:
        """A derived metric now has `value`, and would have `raw` without its range; causes have parts that sum to 1."""

    def rebased(self, row: int, causes: tuple[tuple[Cause, float], ...], baseline: float) -> None:
        """A drifting stock, by its row, moves towards another value from now on; causes have parts that sum to 1."""

    def pulled(self) -> Iterable[tuple[Cause, list[tuple[int, float]]]]:
        """What each cause adds to stocks, by their cells, at this step by what it has made of their baselines."""


class BatchObserver(Generic[State]):
    """Who follows all lanes of a batch; it does nothing, and who counts something overrides what that takes.

    No lane stands twice in one call.
    """

    def opened(self, state: State, decisions: Indexes, lanes: Indexes) -> None:
        """A decision was put before each of some lanes, by its index."""

    def asked(self, state: State, question: Question) -> None:
        """Some lanes are about to answer."""

    def answered(self, options: Indexes, lanes: Indexes, /) -> None:
        """In each of some lanes an option is about to be carried out, by its index; defaults are no answers."""

    def expired(self, decision: DecisionPlan, lanes: Indexes, *, by_default: bool) -> None:
        """A decision waited too long in some lanes."""

    def applied(self, state: State, consequences: Indexes, lanes: Indexes) -> None:
        """A consequence has taken effect in each of some lanes, by its index."""

    def promised(self, state: State, promise: int, lanes: Indexes, outcome: int) -> None:
        """A promise was made, kept or broken in some lanes; it is a state of `layout`."""

    def considered(self, state: State, thing: Considered, able: NDArray[np.bool_]) -> None:
        """Whether something comes is about to be found out, in the lanes of a mask."""
