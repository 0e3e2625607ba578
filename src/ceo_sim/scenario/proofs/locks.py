"""Decisions whose options may all be locked at once."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.scenario.expression import Binary, Name, Node, Number
from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.model import Decision, Option
from ceo_sim.scenario.proofs.contexts import Contexts, all_of
from ceo_sim.scenario.proofs.search import Goal, possible
from ceo_sim.scenario.proofs.witness import values_of, witness


def looks_locked(decision: Decision) -> bool:
    """Whether a decision is urgent and each of its options has a condition or a cost."""
    return decision.urgent and all(option.when or option.cost for option in decision.options.values())


def without_a_way_out(contexts: Contexts) -> Iterator[Issue]:
    """Urgent decisions of which nothing shows that one of their options is always open."""
    for path, decision in contexts.reach.index.all(Decision):
        if looks_locked(decision) and path in contexts.reach.earliest:
            goals, where = _locked(decision, contexts)
            context = contexts.of_decision(decision)
            if possible([*context.goals, *goals], context.facts):
                expected = "an option without when and without cost, or conditions of which one always holds"
                yield Issue("E801", path, f"all options of an urgent decision may be locked{where}", expected, at="key")


def all_at_once(contexts: Contexts) -> Iterator[Issue]:
    """Decisions of the agenda of which it is shown where all their options are locked; costs may be paid tomorrow."""
    for path, decision in contexts.reach.index.all(Decision):
        gated = all(option.when is not None for option in decision.options.values())
        resolved = decision.urgent or decision.default is not None or decision.lapsed is not None
        if gated and not resolved and path in contexts.reach.earliest:
            _, where = _locked(decision, contexts)
            if where:
                expected = "an option without when, conditions of which one always holds, or expires and lapsed"
                yield Issue("W544", path, f"all its options may be locked at once{where}", expected, at="key")


def _locked(decision: Decision, contexts: Contexts) -> tuple[list[Goal], str]:
    """That no option is open, and where that is shown to be so, in words."""
    goals = [Goal(_is_open(option, contexts, costs=decision.urgent), False) for option in decision.options.values()]
    shown = witness(goals, contexts.of_decision(decision), contexts.reach)
    return goals, "" if shown is None else f", as where {values_of(shown, goals, contexts.reach)}"


def _is_open(option: Option, contexts: Contexts, *, costs: bool) -> Node:
    """The condition on which an option can be chosen."""
    goals = [] if option.when is None else [Goal(contexts.reach.tree(option.when))]
    if costs:
        goals += [Goal(Binary(">=", Name(id), Number(float(cost)))) for id, cost in option.cost.items() if cost > 0]
    return all_of(goals)
