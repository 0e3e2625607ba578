"""Things that nothing uses: mostly a name misspelt elsewhere, or a remnant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from ceo_sim.scenario.checks.index import ScenarioIndex, Section, expressions_of
from ceo_sim.scenario.expression import Call, Expression, Name, walk
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.model import (
    Consequence,
    Decision,
    Exhibit,
    Function,
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
    read, called = (set[str]().union(*used) for used in zip(*index.each("used", _used), strict=True))
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


def _used(section: Section) -> tuple[frozenset[str], frozenset[str]]:
    """The names that expressions of a section read, and the functions that they call."""
    expressions = chain.from_iterable(expressions_of(leaf.value) for leaf in section.leaves)
    nodes = [node for expression in set(expressions) for node in walk(expression.tree)]
    names = frozenset(node.id for node in nodes if isinstance(node, Name))
    return names, frozenset(node.function for node in nodes if isinstance(node, Call))


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
    words = dict(index.each("words", _words))
    for id, somebody in unheard.items():
        names = (id, *(word for word in _WORD.findall(somebody.name) if len(word) > 2))
        # What is said of people themselves is told only once something else has mentioned them.
        if all(path == ("cast", id) or said.isdisjoint(names) for path, said in words.items()):
            message = f'nobody hears from or of "{id}"'
            yield Issue("W502", ("cast", id), message, "advice, news, a room or a text with them", at="key")


def _words(section: Section) -> tuple[Path, frozenset[str]]:
    """The path of a section, and the words in its texts."""
    texts = (leaf.value.source for leaf in section.leaves if isinstance(leaf.value, Text))
    return section.things[0][0], frozenset(word for text in texts for word in _WORD.findall(text))


def _unaffordable(index: ScenarioIndex) -> Iterator[Issue]:
    budgets = index.scenario.budgets
    for path, option in index.all(Option):
        for id, cost in option.cost.items():
            if id in budgets and cost > budgets[id].refill:
                message = f"this costs {cost:g}, and there are never more than {budgets[id].refill:g}"
                yield Issue("W510", (*path, "cost", id), message, f"at most {budgets[id].refill:g}")


def _stakes(index: ScenarioIndex) -> Iterator[Issue]:
    """Stakes of a metric on which nothing that happens depends."""
    functions = index.scenario.functions
    read = set[str]().union(*index.each("moves", lambda section: _moves(section, functions), index.functions))
    for path, stake in index.all(Stake):
        if stake.metric is not None and stake.metric not in read:
            expected = f"an event, a decision or an ending that asks for {stake.metric}"
            yield Issue("W534", (*path, "metric"), f'nothing in the story depends on "{stake.metric}"', expected)


def _moves(section: Section, functions: Mapping[str, Function]) -> frozenset[str]:
    """The names on which something that happens by a section depends."""
    return frozenset(
        name
        for leaf in section.leaves
        if isinstance(leaf.value, Expression) and not isinstance(leaf.owner, Stake | News | Remark)
        if leaf.attribute.name != "appears"
        for name in names_in(leaf.value.tree, functions)
    )


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
