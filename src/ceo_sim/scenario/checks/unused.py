"""Things that nothing uses: mostly a name misspelt elsewhere, or a remnant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.expression import Call, Expression, walk
from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.model import (
    Consequence,
    Decision,
    Exhibit,
    Later,
    News,
    Opening,
    Option,
    Question,
    Remark,
    Stake,
)
from ceo_sim.scenario.names import Symbol
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.typecheck import names_in

_WORD = re.compile(r"\w+")


def check(index: ScenarioIndex) -> Iterator[Issue]:
    """Numbers nobody reads, functions nobody calls, promises nobody makes."""
    scenario = index.scenario
    trees = [expression.tree for expression in set(_expressions(index))]
    read = {id for tree in trees for id in names_in(tree, {})}
    called = {node.function for tree in trees for node in walk(tree) if isinstance(node, Call)}
    made = {id for _, consequence in index.all(Consequence) for id in consequence.promises}
    spent = {id for _, option in index.all(Option) for id in option.cost}
    served = {id for _, option in index.all(Option) for id in option.values}
    argued = {id for _, option in index.all(Option) for id in option.lenses}
    argued |= {question.lens for _, question in index.all(Question) if question.lens}
    hidden = [id for id, metric in scenario.metrics.items() if metric.shown == "never"]
    for kind, ids, used, what in (
        ("assumption", scenario.assumptions, read, "no expression reads"),
        ("draw", scenario.draws, read, "no expression reads"),
        ("variable", scenario.variables, read, "no expression reads"),
        ("metric", hidden, read, "nobody sees and no expression reads"),
        ("function", scenario.functions, called, "no expression calls"),
        ("budget", scenario.budgets, spent, "no option costs"),
        ("promise", scenario.promises, made, "nothing makes"),
        ("value", scenario.values, served, "no option serves, or goes against,"),
        ("lens", scenario.lenses, argued, "no option or question is seen through"),
    ):
        yield from (Issue("W502", (kind, id), f'{what} the {kind} "{id}"', at="key") for id in ids if id not in used)
    yield from _unheard(index)
    yield from _unaffordable(index)
    yield from _stakes(index)
    yield from _decisions(index)
    yield from _events(index)


def _expressions(index: ScenarioIndex) -> Iterator[Expression]:
    for leaf in index.leaves:
        if isinstance(leaf.value, Expression):
            yield leaf.value
        elif isinstance(leaf.value, Text):
            yield from (expression for expression, _ in leaf.value.expressions())


def _unheard(index: ScenarioIndex) -> Iterator[Issue]:
    """People who do nothing and of whom no text speaks."""
    heard = {id for _, decision in index.all(Decision) for id in decision.room}
    heard |= {id for _, option in index.all(Option) for id in option.advice}
    heard |= {sent.sender for _, sent in index.all(News, Exhibit)}
    unheard = {
        id: somebody
        for id, somebody in index.scenario.cast.items()
        if id not in heard and not (somebody.adviser or somebody.remarks or somebody.forecast)
    }
    if not unheard:
        return
    texts = [(leaf.path[:2], leaf.value.source) for leaf in index.leaves if isinstance(leaf.value, Text)]
    everywhere = Counter(word for _, source in texts for word in _WORD.findall(source))
    # What is said of people themselves is told only once something else has mentioned them.
    own = Counter((owner, word) for owner, source in texts if owner[0] == "cast" for word in _WORD.findall(source))
    for id, somebody in unheard.items():
        names = (id, *(word for word in _WORD.findall(somebody.name) if len(word) > 2))
        if all(everywhere[name] == own[("cast", id), name] for name in names):
            message = f'nobody hears from or of "{id}"'
            yield Issue("W502", ("cast", id), message, "advice, news, a room or a text with them", at="key")


def _unaffordable(index: ScenarioIndex) -> Iterator[Issue]:
    budgets = index.scenario.budgets
    for path, option in index.all(Option):
        for id, cost in option.cost.items():
            if id in budgets and cost > budgets[id].refill:
                message = f"this costs {cost:g}, and there are never more than {budgets[id].refill:g}"
                yield Issue("W510", (*path, "cost", id), message, f"at most {budgets[id].refill:g}")


def _stakes(index: ScenarioIndex) -> Iterator[Issue]:
    """Stakes of a metric on which nothing that happens depends."""
    read = {
        name
        for leaf in index.leaves
        if isinstance(leaf.value, Expression) and not isinstance(leaf.owner, Stake | News | Remark)
        if leaf.attribute.name != "appears"
        for name in names_in(leaf.value.tree, index.scenario.functions)
    }
    for path, stake in index.all(Stake):
        if stake.metric is not None and stake.metric not in read:
            expected = f"an event, a decision or an ending that asks for {stake.metric}"
            yield Issue("W534", (*path, "metric"), f'nothing in the story depends on "{stake.metric}"', expected)


def _decisions(index: ScenarioIndex) -> Iterator[Issue]:
    opened = {opening.decision for _, opening in index.all(Opening)}
    for id, decision in index.scenario.decisions.items():
        if decision.at is None and decision.when is None and id not in opened:
            expected = "at, when, or a next that names it"
            yield Issue("W501", ("decision", id), f'nothing opens "{id}"', expected, at="key")


def _events(index: ScenarioIndex) -> Iterator[Issue]:
    """Events that happen at once, or never, because nothing says when."""
    brought = {later.event for _, later in index.all(Later)}
    for id, event in index.scenario.events.items():
        if id in brought:
            continue
        if event.when is not None and not _changes(event.when, index):
            message = f'the condition of "{id}" never changes in play'
            yield Issue("W503", ("event", id, "when"), message, "a condition on something that does")
        elif all(given is None for given in (event.at, event.when, event.chance)):
            yield Issue("W504", ("event", id), f'nothing says when "{id}" happens', "at, when or chance", at="key")


def _changes(expression: Expression, index: ScenarioIndex) -> bool:
    symbols = map(index.names.get, names_in(expression.tree, index.scenario.functions))
    return any(symbol is not None and _varies(symbol) for symbol in symbols)


def _varies(symbol: Symbol) -> bool:
    return symbol.kind != "assumption"
