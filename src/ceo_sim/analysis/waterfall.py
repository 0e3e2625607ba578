"""Why a metric stands where it stands: from its start, cause by cause, to its value."""

from __future__ import annotations

import math
from typing import Literal

from attrs import frozen

from ceo_sim.analysis.provenance import cause_name
from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import RowKind, Share


@frozen
class Bar:
    """One cause, all told, between two values of the metric.

    Attributes:
        kind: What kind of cause; `start` for the first bar, `rest` for all that has no bar of its own.
        cause: Its id in the ledger; empty for the rest.
        name: It in words.
        parts: The smaller causes that the rest is made of, the largest first.
    """

    kind: RowKind | Literal["rest"]
    cause: str
    name: str
    amount: float
    before: float
    after: float
    parts: tuple[Share, ...] = ()


def waterfall(game: Game, metric: str, bars: int = 10, until: int | None = None) -> tuple[Bar, ...]:
    """The bars from a metric's start to its value, each beginning where the last one ended.

    Args:
        game: The story.
        metric: Whose causes are told.
        bars: Most causes that get a bar of their own, the largest; the others are one bar together.
        until: The step to stop at; now if left out.
    """
    start, *causes = game.ledger.why(metric, until)
    own, others = causes[:bars], causes[bars:]
    if len(others) == 1:
        own, others = causes, []
    drawn = [Bar("start", start.cause, _name(game, start), start.amount, 0.0, start.amount)]
    for share in own:
        before = drawn[-1].after
        drawn.append(Bar(share.kind, share.cause, _name(game, share), share.amount, before, before + share.amount))
    if others:
        amount, before = math.fsum(share.amount for share in others), drawn[-1].after
        drawn.append(Bar("rest", "", f"{len(others)} smaller causes", amount, before, before + amount, tuple(others)))
    return tuple(drawn)


def _name(game: Game, share: Share) -> str:
    return cause_name(game.program.scenario, share.kind, share.cause)
