"""Which stories can be searched by tables; see `tabular`."""

from __future__ import annotations

from ceo_sim.analysis.explore.relevance import Relevance, whole_cells
from ceo_sim.analysis.explore.saturation import Fields
from ceo_sim.analysis.explore.search import why_endless_luck
from ceo_sim.engine.program import Program
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.model import Ending, Option
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.typecheck import names_in


def is_tabular(program: Program) -> bool:
    """Whether controls and constants say all that happens in a story, and all its decisions are urgent."""
    stocks = [id for id, plan in program.metrics.items() if plan.formula is None]
    if not stocks or program.formulas or program.drift.rates.size or program.echoing or why_endless_luck(program):
        return False
    if not all(decision.urgent for decision in program.decisions):
        return False
    if not {program.metrics[id].cell for id in stocks} <= whole_cells(program).keys():
        return False
    if not fields_of(program).fits:
        return False
    if any(plan.effects is not None and not plan.effects.constant for plan in program.consequences):
        return False
    return not _read_elsewhere(program, set(stocks))


def _says_locked(thing: Option | Ending) -> bool:
    """Whether words with variants, which are nodes, are read while its condition does not hold."""
    locked = thing.locked if isinstance(thing, Option) else None
    return locked is not None and any(is_condition for _, is_condition in locked.expressions())


def is_timeless(program: Program) -> bool:
    """Whether no state holds a moment, and nothing reads the time."""
    names = Relevance.of(program).names
    says_daily = any(person.remarks for person in program.scenario.cast.values())
    return (
        not program.promises
        and not (says_daily and program.timeline.steps_a_day > 1)
        and all(decision.expires is None for decision in program.decisions)
        and not program.opened_at_hour
        and all(later.shortest.by_step is None and later.longest.by_step is None for later in program.laters)
        and all(event.once or not event.cooldown for event in program.events)
        and not any(name in ("day", "hour", "turn") or name.endswith(".days") for name in names)
    )


def fields_of(program: Program) -> Fields:
    """How the stocks of a program lie in a word, in the order of their cells."""
    return Fields(tuple(int(high - low) for low, high in program.bounds))


def _read_elsewhere(program: Program, stocks: set[str]) -> bool:
    """Whether anything but conditions of options and endings reads a stock."""
    scenario = program.scenario
    for leaf in ScenarioIndex.of(scenario).leaves:
        if leaf.attribute.name == "when" and isinstance(leaf.owner, Option | Ending) and not _says_locked(leaf.owner):
            continue
        if leaf.path[0] in ("metric", "function", "debrief", "target", "stake"):
            continue  # a start is worked out once, and a function where it is called
        expressions = [leaf.value] if isinstance(leaf.value, Expression) else []
        if isinstance(leaf.value, Text):
            expressions = [expression for expression, _ in leaf.value.expressions()]
        if any(names_in(expression.tree, scenario.functions) & stocks for expression in expressions):
            return True
    return False
