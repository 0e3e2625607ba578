"""What a change in the ledger rests on: its cause in words, and the why, source and support that the author gave."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ceo_sim.engine.ledger import RowKind
from ceo_sim.scenario.expression import Call, Expression, Number, walk
from ceo_sim.scenario.model import (
    Assumption,
    Card,
    Consequence,
    Draw,
    Effect,
    Event,
    Function,
    Grounded,
    Metric,
    Scenario,
    Support,
    Variable,
)
from ceo_sim.scenario.text import Part, Text, Value, Variant, plain
from ceo_sim.scenario.typecheck import names_in
from ceo_sim.scenario.units import Duration

_FIRST_WORDS = 7


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


WHOSE = {
    "option": "You",
    "default": "By default",
    "lapse": "Not decided",
    "event": "Event",
    "card": "Chance",
    "later": "In the wake of",
    "echo": "Echo of",
    "inject": "Thrown in",
}
NAMELESS = {"start": "At the start", "drift": "Settling back", "clamp": "Limit of the scale"}


def cause_name(scenario: Scenario, kind: RowKind, cause: str) -> str:
    """A cause of the ledger in words, such as `Event: The virtual walkout`."""
    if kind in NAMELESS:
        return NAMELESS[kind]
    whose = f"Promise {cause.rpartition('.')[2]}" if kind == "promise" else WHOSE[kind]
    return f"{whose}: {_owner_name(scenario, cause)}"


def provenance(scenario: Scenario, metric: str, kind: RowKind, cause: str) -> tuple[Evidence, ...]:
    """What a cause's change of a metric rests on, the nearest first; empty for the limit of a scale.

    An effect without a word of its own is grounded by the assumptions, draws and functions that its amount reads. A
    derived metric is grounded by what the cause did to its parts, by its own formula, and by those parts if the cause
    did nothing to them itself.
    """
    written = scenario.metrics[metric]
    if kind == "clamp":
        return ()
    own = _evidence(written.name, written)
    if kind in ("start", "drift"):
        read = written.formula or (written.start if kind == "start" else written.baseline)
        pace = _pace(written) if kind == "drift" else ()
        return _unique([own, *pace, *_read(scenario, read)])
    found = list(_of_effects(scenario, metric, cause, _owner_name(scenario, cause)))
    if written.formula is None:
        return _unique(found if _affects(scenario, metric, cause) else [own, *_read(scenario, written.baseline)])
    for part in _parts(scenario, metric):
        found += _of_effects(scenario, part, cause, scenario.metrics[part].name)
    return _unique([*found, own] if found else [own, *_read(scenario, written.formula)])


def _pace(metric: Metric) -> Iterator[Evidence]:
    """The numbers of a metric's settling."""
    if metric.half_life is not None:
        rest = metric.baseline or metric.start
        where = rest.text if rest is not None and isinstance(rest.tree, Number) else "its resting level"
        why = f"Half the way to {where} in {_duration(metric.half_life)}."
        yield Evidence("How fast it settles", why, "", metric.support)


def _duration(time: Duration) -> str:
    if time.in_turns:
        count, name = time.amount, "turn"
    else:
        count, name = (time.days, "day") if time.hours >= 24 else (time.hours, "hour")
    return f"{count:,.13g} {name}{'s' if count != 1 else ''}"


def _parts(scenario: Scenario, metric: str) -> list[str]:
    """The stocks that a derived metric is made of, directly or through other derived metrics."""
    found: dict[str, None] = {}
    waiting = [metric]
    while waiting:
        formula = scenario.metrics[waiting.pop(0)].formula
        names = sorted(names_in(formula.tree, scenario.functions)) if formula is not None else []
        new = [name for name in names if name in scenario.metrics and name not in found]
        found |= dict.fromkeys(new)
        waiting += new
    return [name for name in found if scenario.metrics[name].formula is None]


def _affects(scenario: Scenario, metric: str, cause: str) -> bool:
    return any(metric in owner.effects for owner in _consequences(scenario, cause))


def _of_effects(scenario: Scenario, metric: str, cause: str, label: str) -> Iterator[Evidence]:
    """The grounds of what a cause does to a stock."""
    for owner in _consequences(scenario, cause):
        if metric in owner.effects:
            yield from _of_effect(scenario, owner, owner.effects[metric], label)


# ---- from a cause to what was written ------------------------------------------------------------------------


def _consequences(scenario: Scenario, cause: str) -> Iterator[Consequence]:
    """Everything that a cause's id may stand for, with what follows it later."""
    owner, _, part = cause.partition(".")
    found: list[Consequence | None] = []
    if decision := scenario.decisions.get(owner):
        found.append(decision.options.get(part) if part else decision.lapsed)
    if deck := scenario.decks.get(owner):
        found.append(deck.cards.get(part))
    if promise := scenario.promises.get(owner):
        found.append(promise.kept if part == "kept" else promise.broken)
    found += [scenario.events.get(cause), scenario.injects.get(cause)]
    waiting = [one for one in found if one is not None]
    while waiting:
        consequence = waiting.pop(0)
        yield consequence
        waiting += consequence.later


def _owner_name(scenario: Scenario, cause: str) -> str:
    owner, _, part = cause.partition(".")
    if (decision := scenario.decisions.get(owner)) and part in decision.options:
        return f"{_words(decision.title)} - {_words(decision.options[part].label)}"
    if decision and not part:
        return _words(decision.title)
    if (deck := scenario.decks.get(owner)) and (card := deck.cards.get(part)):
        return _card_name(card)
    if promise := scenario.promises.get(owner):
        return _words(promise.text)
    if thing := scenario.events.get(cause) or scenario.injects.get(cause):
        return _words(thing.title)
    if cause in scenario.metrics:
        return scenario.metrics[cause].name
    return cause.replace("_", " ") or "time"


def _card_name(card: Card) -> str:
    """A card's title, or the first words of what it says."""
    if card.title is not None:
        return _words(card.title)
    texts = [text for text in (card.text, *(news.text for news in card.news)) if text is not None]
    said = _words(texts[0]).split() if texts else []
    if not said:
        return card.id.replace("_", " ")
    return f"“{' '.join(said[:_FIRST_WORDS])}{' …' if len(said) > _FIRST_WORDS else ''}”"


def _words(text: Text | None) -> str:
    """A text in one line; what depends on the moment is read as if no condition held, and values are left out."""
    return "" if text is None else plain("".join(_constant(text.parts)))


def _constant(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        match part:
            case str():
                yield part
            case Value():
                yield "…"
            case Variant():
                condition, branch = part.branches[-1]
                if condition is None:
                    yield from _constant(branch)


# ---- from what was written to what it rests on ----------------------------------------------------------------


def _of_effect(scenario: Scenario, owner: Consequence, effect: Effect, label: str) -> list[Evidence]:
    if _is_grounded(effect):
        return [_evidence(label, effect)]
    own = [_evidence(label, owner)] if isinstance(owner, Event) and _is_grounded(owner) else []
    return [*own, *_read(scenario, effect.amount)]


def _read(scenario: Scenario, expression: Expression | None) -> Iterator[Evidence]:
    """The grounds of everything that an expression reads."""
    if expression is None:
        return
    for node in walk(expression.tree):
        if isinstance(node, Call) and (function := scenario.functions.get(node.function)):
            yield _evidence(_name_of(function), function)
    for name in sorted(names_in(expression.tree, scenario.functions)):
        if (thing := _named(scenario, name)) is not None:
            yield _evidence(_name_of(thing), thing)


def _named(scenario: Scenario, name: str) -> Assumption | Draw | Metric | Variable | None:
    return (
        scenario.assumptions.get(name)
        or scenario.draws.get(name)
        or scenario.metrics.get(name)
        or scenario.variables.get(name)
    )


def _name_of(thing: Assumption | Draw | Metric | Variable | Function) -> str:
    if isinstance(thing, Function):
        return f"The formula “{thing.id.replace('_', ' ')}”"
    name = thing.name or thing.id.replace("_", " ")
    return f"{name} = {thing.value:,.13g}" if isinstance(thing, Assumption) else name


def _is_grounded(thing: Grounded) -> bool:
    return bool(thing.why or thing.source or thing.support)


def _evidence(label: str, thing: Grounded) -> Evidence:
    return Evidence(label, thing.why, thing.source, thing.support)


def _unique(found: list[Evidence]) -> tuple[Evidence, ...]:
    """Each once, without those that say nothing."""
    return tuple(dict.fromkeys(one for one in found if one.why or one.source or one.support))
