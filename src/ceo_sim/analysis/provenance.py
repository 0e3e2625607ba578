"""What a change in the ledger rests on: the why, source and support that the author gave, the nearest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import frozen

from ceo_sim.engine.ledger import RowKind
from ceo_sim.scenario.expression import Call, Expression, walk
from ceo_sim.scenario.model import Consequence, Event, Grounded, Metric, Scenario, Support
from ceo_sim.scenario.typecheck import names_in

GroundKind = Literal["cause", "metric", "half_life", "assumption", "draw", "variable", "function"]


@frozen
class Ground:
    """Something that a number rests on.

    Attributes:
        kind: What it is; `half_life` for the time in which a metric settles, which rests on the metric's own numbers.
        id: The id of the cause or of what was written, the metric's for a half-life.
        why: The author's reason, or empty.
        source: Where that can be read, or empty.
        support: How well it is grounded, if the author says.
    """

    kind: GroundKind
    id: str
    why: str
    source: str
    support: Support | None


def provenance(scenario: Scenario, metric: str, kind: RowKind, cause: str) -> tuple[Ground, ...]:
    """What a cause's change of a metric rests on, the nearest first; empty for the limit of a scale.

    An effect without a word of its own is grounded by the assumptions, draws and functions that its amount reads. A
    derived metric is grounded by what the cause did to its parts, by its own formula, and by those parts if the cause
    did nothing to them itself.
    """
    written = scenario.metrics[metric]
    if kind == "clamp":
        return ()
    own = _ground("metric", metric, written)
    if kind in ("start", "drift"):
        read = written.formula or (written.start if kind == "start" else written.baseline)
        half_life = _half_life(written) if kind == "drift" else ()
        return _unique([own, *half_life, *_read(scenario, read)])
    of_effects = list(_of_effects(scenario, metric, cause, ("cause", cause)))
    if written.formula is None:
        return _unique(of_effects if _affects(scenario, metric, cause) else [own, *_read(scenario, written.baseline)])
    for part in _parts(scenario, metric):
        of_effects += _of_effects(scenario, part, cause, ("metric", part))
    return _unique([*of_effects, own] if of_effects else [own, *_read(scenario, written.formula)])


def _half_life(metric: Metric) -> Iterator[Ground]:
    if metric.half_life is not None:
        yield Ground("half_life", metric.id, "", "", metric.support)


def _parts(scenario: Scenario, metric: str) -> list[str]:
    """The stocks that a derived metric is made of, directly or through other derived metrics."""
    parts: dict[str, None] = {}
    waiting = [metric]
    while waiting:
        formula = scenario.metrics[waiting.pop(0)].formula
        names = sorted(names_in(formula.tree, scenario.functions)) if formula is not None else []
        new = [name for name in names if name in scenario.metrics and name not in parts]
        parts |= dict.fromkeys(new)
        waiting += new
    return [name for name in parts if scenario.metrics[name].formula is None]


# ---- from a cause to what was written ------------------------------------------------------------------------


def _affects(scenario: Scenario, metric: str, cause: str) -> bool:
    return any(metric in owner.effects for owner in _consequences(scenario, cause))


def _of_effects(scenario: Scenario, metric: str, cause: str, subject: tuple[GroundKind, str]) -> Iterator[Ground]:
    """The grounds of what a cause does to a stock; those of an effect itself stand under the subject."""
    for owner in _consequences(scenario, cause):
        if (effect := owner.effects.get(metric)) is None:
            continue
        if _is_grounded(effect):
            yield _ground(*subject, effect)
            continue
        if isinstance(owner, Event) and _is_grounded(owner):
            yield _ground(*subject, owner)
        yield from _read(scenario, effect.amount)


def _consequences(scenario: Scenario, cause: str) -> Iterator[Consequence]:
    """Everything that a cause's id may stand for, with what follows it later."""
    owner, _, part = cause.partition(".")
    candidates: list[Consequence | None] = []
    if decision := scenario.decisions.get(owner):
        candidates.append(decision.options.get(part) if part else decision.lapsed)
    if deck := scenario.decks.get(owner):
        candidates.append(deck.cards.get(part))
    if promise := scenario.promises.get(owner):
        candidates.append(promise.kept if part == "kept" else promise.broken)
    candidates += [scenario.events.get(cause), scenario.injects.get(cause)]
    waiting = [consequence for consequence in candidates if consequence is not None]
    while waiting:
        consequence = waiting.pop(0)
        yield consequence
        waiting += consequence.later


# ---- from what was written to what it rests on ----------------------------------------------------------------


def _read(scenario: Scenario, expression: Expression | None) -> Iterator[Ground]:
    """The grounds of everything that an expression reads."""
    if expression is None:
        return
    for node in walk(expression.tree):
        if isinstance(node, Call) and (function := scenario.functions.get(node.function)):
            yield _ground("function", function.id, function)
    for name in sorted(names_in(expression.tree, scenario.functions)):
        if assumption := scenario.assumptions.get(name):
            yield _ground("assumption", name, assumption)
        elif draw := scenario.draws.get(name):
            yield _ground("draw", name, draw)
        elif metric := scenario.metrics.get(name):
            yield _ground("metric", name, metric)
        elif variable := scenario.variables.get(name):
            yield _ground("variable", name, variable)


def _is_grounded(thing: Grounded) -> bool:
    return bool(thing.why or thing.source or thing.support)


def _ground(kind: GroundKind, id: str, thing: Grounded) -> Ground:
    return Ground(kind, id, thing.why, thing.source, thing.support)


def _unique(grounds: Iterable[Ground]) -> tuple[Ground, ...]:
    """Each once, without those that say nothing."""
    return tuple(
        dict.fromkeys(
            ground for ground in grounds if ground.kind == "half_life" or ground.why or ground.source or ground.support
        )
    )
