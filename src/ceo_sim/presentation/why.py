"""The one account of why a metric stands where it stands: its causes, and what each rests on."""

from __future__ import annotations

import itertools
from typing import Literal

from attrs import frozen

from ceo_sim.analysis.provenance import Ground, provenance
from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import RowKind
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.document import Cause, Labelled, Listing, Spans, Waterfall, bold, spans
from ceo_sim.scenario.expression import Number
from ceo_sim.scenario.model import Metric, Support

Extent = Literal["all", "nearest", "none"]


@frozen
class Evidence:
    """Something that a number rests on.

    Attributes:
        label: What it is: a metric, an assumption, a thing that happened.
        why: The author's reason, or empty.
        source: Where that can be read, or empty.
        support: How well it is grounded, if the author says.
    """

    label: str
    why: str
    source: str
    support: Support | None


def why(game: Game, metric: Metric, until: int | None = None, evidence: Extent = "all") -> Waterfall:
    """Every cause of a metric's value, the start first and then the largest.

    Evidence is given where it is first used; a cause that rests on nothing else only says what it rests on.

    Args:
        game: The story.
        metric: Whose value it is.
        until: The step to stop at; now if left out.
        evidence: How much of what each cause rests on is given: all, the nearest, or none, which is several times as
            quick.
    """
    known = set[Evidence]()
    causes: list[Cause] = []
    shares = game.ledger.why(metric.id, until)
    value = game.ledger.value(metric.id, until) if shares else 0.0
    rounded = formatting.shown_parts(metric, value, [share.amount for share in shares])
    makes = itertools.accumulate(rounded)
    for share, shown, sum_shown in zip(shares, rounded, makes, strict=True):
        name = naming.cause_name(game, share.kind, share.cause)
        grounds = evidence_for(game, metric.id, share.kind, share.cause) if evidence != "none" else ()
        grounds = grounds[:1] if evidence == "nearest" else grounds
        rests_on = tuple(_spans(ground, name) for ground in grounds if ground not in known)
        if grounds and not rests_on:
            rests_on = (spans(f"As said above: {formatting.full_stop(grounds[0].label)}"),)
        known.update(grounds)
        before = causes[-1].after if causes else 0.0
        after = before + share.amount
        causes.append(Cause(share.kind, share.cause, name, share.amount, before, after, shown, sum_shown, rests_on))
    return Waterfall(metric, tuple(causes))


def evidence_of(game: Game, metric: Metric, cause: Cause) -> Listing:
    """All that a cause's change of a metric rests on, the nearest first."""
    if cause.kind == "rest":
        return Listing(cause.evidence)
    grounds = evidence_for(game, metric.id, cause.kind, cause.id)
    return Listing(tuple(_spans(ground, cause.name) for ground in grounds))


def changes_by(game: Game, metric: Metric, cause: Cause) -> Labelled:
    """Each single change of a metric by a cause, with its date and what it made."""
    rows = [row for row in game.ledger.of(metric.id) if (row.kind, row.cause) == (cause.kind, cause.id)]
    shown = formatting.shown_parts(metric, cause.shown, [row.amount for row in rows])
    return Labelled(
        tuple(
            (
                formatting.date_and_part(game.timeline, row.step),
                spans(bold(formatting.change(metric, by)), f", then {formatting.total_with_unit(metric, row.value)}"),
            )
            for row, by in zip(rows, shown, strict=True)
        )
    )


def evidence_for(game: Game, metric: str, kind: RowKind, cause: str) -> tuple[Evidence, ...]:
    """What a cause's change of a metric rests on, in words, the nearest first; empty for the limit of a scale."""
    return tuple(_evidence(game, ground) for ground in provenance(game.program.scenario, metric, kind, cause))


def _evidence(game: Game, ground: Ground) -> Evidence:
    if ground.kind == "half_life":
        return Evidence("How fast it settles", _pace(game.program.scenario.metrics[ground.id]), "", ground.support)
    return Evidence(_label(game, ground), ground.why, ground.source, ground.support)


def _label(game: Game, ground: Ground) -> str:
    id, scenario = ground.id, game.program.scenario
    match ground.kind:
        case "cause":
            return naming.cause_title(game, id)
        case "function":
            return f"The formula “{naming.id_in_words(id)}”"
        case "assumption":
            assumption = scenario.assumptions[id]
            return f"{naming.display_name(assumption)} = {formatting.number(assumption.value)}"
        case "draw":
            return naming.display_name(scenario.draws[id])
        case "variable":
            return naming.display_name(scenario.variables[id])
        case _:
            return naming.display_name(scenario.metrics[id])


def _pace(metric: Metric) -> str:
    """Where a metric settles, and how fast."""
    if metric.half_life is None:
        return ""
    rest = metric.baseline or metric.start
    where = rest.text if rest is not None and isinstance(rest.tree, Number) else "its resting level"
    return f"Half the way to {where} in {formatting.duration(metric.half_life)}."


def _spans(ground: Evidence, cause: str) -> Spans:
    """What a number rests on; the cause need not be named again."""
    label = () if cause.endswith(ground.label) else (bold(f"{formatting.full_stop(ground.label)} "),)
    why = f"{formatting.full_stop(ground.why)} " if ground.why else ""
    source = f"Source: {formatting.full_stop(ground.source)} " if ground.source else ""
    return spans(*label, f"{why}{source}Support: {formatting.support(ground.support)}.")
