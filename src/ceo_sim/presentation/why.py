"""The one account of why a metric stands where it stands: its causes, and what each rests on."""

from __future__ import annotations

from typing import Literal

from ceo_sim.analysis.provenance import Evidence, cause_name, provenance
from ceo_sim.engine.game import Game
from ceo_sim.presentation import formatting
from ceo_sim.presentation.document import Cause, Labelled, Listing, Spans, Waterfall, bold, said
from ceo_sim.scenario.model import Metric

Extent = Literal["all", "nearest", "none"]


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
    scenario, known = game.program.scenario, set[Evidence]()
    causes: list[Cause] = []
    for share in game.ledger.why(metric.id, until):
        name = cause_name(scenario, share.kind, share.cause)
        found = provenance(scenario, metric.id, share.kind, share.cause) if evidence != "none" else ()
        found = found[:1] if evidence == "nearest" else found
        rests_on = tuple(_evidence(each, name) for each in found if each not in known)
        if found and not rests_on:
            rests_on = (said(f"As said above: {formatting.full_stop(found[0].label)}"),)
        known.update(found)
        before = causes[-1].after if causes else 0.0
        causes.append(Cause(share.kind, share.cause, name, share.amount, before, before + share.amount, rests_on))
    return Waterfall(metric, tuple(causes))


def evidence_of(game: Game, metric: Metric, cause: Cause) -> Listing:
    """All that a cause's change of a metric rests on, the nearest first."""
    if cause.kind == "rest":
        return Listing(cause.evidence)
    found = provenance(game.program.scenario, metric.id, cause.kind, cause.id)
    return Listing(tuple(_evidence(each, cause.name) for each in found))


def changes_by(game: Game, metric: Metric, cause: Cause) -> Labelled:
    """Each single change of a metric by a cause, with its date and what it made."""
    rows = (row for row in game.ledger.of(metric.id) if (row.kind, row.cause) == (cause.kind, cause.id))
    return Labelled(
        tuple(
            (
                formatting.date_and_part(game.timeline, row.step),
                said(bold(formatting.change(metric, row.amount)), f", then {formatting.with_unit(metric, row.value)}"),
            )
            for row in rows
        )
    )


def _evidence(ground: Evidence, cause: str) -> Spans:
    """What a number rests on; the cause need not be named again."""
    label = () if cause.endswith(ground.label) else (bold(f"{formatting.full_stop(ground.label)} "),)
    why = f"{formatting.full_stop(ground.why)} " if ground.why else ""
    source = f"Source: {formatting.full_stop(ground.source)} " if ground.source else ""
    return said(*label, f"{why}{source}Support: {formatting.support(ground.support)}.")
