"""Why a meter stands where it stands: its causes with a running total, and what each rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceo_sim.analysis.provenance import Evidence, provenance
from ceo_sim.analysis.waterfall import Bar, waterfall
from ceo_sim.engine.game import Game
from ceo_sim.plain import lines
from ceo_sim.plain.lines import INDENT
from ceo_sim.presentation import formatting
from ceo_sim.scenario.metrics import guess_metric, is_seen
from ceo_sim.scenario.model import Metric

CAUSES = 10
"""Causes that are told one by one unless all are wanted."""
ALL = 10_000


def why(game: Game, named: str, open_ones: Sequence[Metric]) -> Iterator[str]:
    """The waterfall of the metric that is named, with `all` behind it for every cause; else what can be named."""
    names = ", ".join(metric.name for metric in open_ones)
    metric = guess_metric(game.program.scenario, named)
    name, _, last = named.rpartition(" ")
    whole = metric is None and last.lower() == "all"
    if whole:
        metric = guess_metric(game.program.scenario, name)
    if metric is None:
        unknown = f"There is no meter {lines.quoted(named)}. " if named else ""
        yield f"{unknown}Type why and one of: {names}."
    elif metric in open_ones:
        yield from because(game, metric, ALL if whole else CAUSES)
    elif is_seen(metric):
        yield f"{metric.name} is known by survey only; what moved it is told after the end."
    else:
        yield f"That is told after the end. Type why and one of: {names}."


def because(game: Game, metric: Metric, causes: int = CAUSES) -> Iterator[str]:
    """The causes that add up to a metric's value, the largest first, with what each rests on."""
    yield f"{metric.name} is at {formatting.figure(metric, game.course(metric.id)[-1])}. It adds up like this:"
    told: set[Evidence] = set()
    for bar in waterfall(game, metric.id, causes):
        yield _bar(metric, bar)
        yield from _new_grounds(game, metric, bar, told)


def _bar(metric: Metric, bar: Bar) -> str:
    if bar.kind == "start":
        return f"{formatting.figure(metric, bar.amount)} at the start."
    return f"{bar.name.rstrip('.')}, {formatting.change(metric, bar.amount)}, to {formatting.total(metric, bar.after)}."


def _new_grounds(game: Game, metric: Metric, bar: Bar, told: set[Evidence]) -> Iterator[str]:
    if bar.kind == "rest":
        return
    found = provenance(game.program.scenario, metric.id, bar.kind, bar.cause)
    new = [ground for ground in found if ground not in told]
    told.update(new)
    for ground in new:
        yield INDENT + _spoken(ground, bar.name)
    if found and not new:
        yield f"{INDENT}It rests on what was said above: {found[0].label}."


def _spoken(ground: Evidence, cause: str) -> str:
    label = "" if cause.endswith(ground.label) else ground.label
    parts = [label, ground.why, f"Source: {ground.source}" if ground.source else ""]
    parts.append(f"Support: {formatting.support(ground.support)}")
    return " ".join(formatting.full_stop(part) for part in parts if part)
