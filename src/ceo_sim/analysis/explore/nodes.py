"""What can be met in a story: decisions, options, events, cards, outcomes, endings, and variants of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import numpy as np
from attrs import define, evolve, field, frozen
from numpy.typing import NDArray

from ceo_sim import suggestions
from ceo_sim.engine.evaluate import Evaluate
from ceo_sim.engine.lanes import Lanes, distinct, indexes
from ceo_sim.engine.layout import MADE, OPEN
from ceo_sim.engine.observers import BatchObserver
from ceo_sim.engine.program import CompiledConsequence, DecisionPlan, Program
from ceo_sim.engine.schedule import Indexes
from ceo_sim.errors import UserError
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.text import Part, Text, variants_in

Kind = Literal["decision", "option", "lapse", "event", "card", "later", "promise", "text", "ending"]
_CAUSES = ("option", "lapse", "event", "card", "later", "promise")


@frozen
class Node:
    """Something that can be met.

    Attributes:
        id: Its id as a person names it: `the_post`, `the_post.leave_up`, `the_post.leave_up.outcome{2}` for the second
            branch of the variants in a text, counted through the text.
        path: Where it is written, for `Loaded.place`.
    """

    kind: Kind
    id: str
    path: Path


class UnknownNode(UserError):
    """A node that a scenario does not have."""


@frozen(eq=False)
class _Branch:
    node: int
    when: Evaluate | None
    inner: tuple[_Choice, ...]


@frozen(eq=False)
class _Choice:
    """The branches of a variant; the first whose condition holds is shown."""

    branches: tuple[_Branch, ...]


@frozen(eq=False)
class _Shown:
    """Variants that are read when something is met, and only if a condition holds."""

    when: Evaluate | None
    choices: tuple[_Choice, ...]


@define(eq=False)
class Nodes:
    """All nodes of a program.

    Attributes:
        all: The nodes; what follows gives their places here.
        content: What is written of each, for whoever compares two versions of it.
        consequence: The node of each consequence, or -1.
        told: The texts that are read when each consequence takes effect.
        decision: The node of each decision, and `asked` the texts that are read while it is open.
        promised: The texts that are read while each promise is made.
        ending: The node of each ending, and `closing` the texts that are read then.
    """

    program: Program
    all: list[Node] = field(factory=list, init=False)
    content: list[object] = field(factory=list, init=False)
    consequence: list[int] = field(init=False)
    told: list[tuple[_Shown, ...]] = field(init=False)
    decision: list[int] = field(init=False)
    asked: list[tuple[_Shown, ...]] = field(init=False)
    promised: list[tuple[_Shown, ...]] = field(init=False)
    ending: list[int] = field(init=False)
    closing: list[tuple[_Shown, ...]] = field(init=False)
    _paths: dict[int, Path] = field(init=False)

    def __attrs_post_init__(self) -> None:
        program, scenario = self.program, self.program.scenario
        self._paths = {id(thing): path for path, thing in ScenarioIndex.of(scenario).things}
        self.decision = [
            self._add("decision", plan.id, evolve(plan.written, options={}), self._paths[id(plan.written)])
            for plan in program.decisions
        ]
        self.consequence = [-1] * len(program.consequences)
        for plan in program.consequences:
            if plan.cause.kind in _CAUSES:
                self.consequence[plan.index] = self._add_consequence(plan)
        self.ending = [
            self._add("ending", plan.id, scenario.endings[plan.id], self._paths[id(scenario.endings[plan.id])])
            for plan in program.endings
        ]
        self.told = [self._texts_of(plan) for plan in program.consequences]
        self.asked = [self._asked(plan) for plan in program.decisions]
        self.promised = [self._texts(plan.written, plan.id, "text") for plan in program.promises]
        self.closing = [self._texts(scenario.endings[plan.id], plan.id, "title", "text") for plan in program.endings]

    def named(self, name: str) -> Node:
        """The node that a person names, by its id or, where two have the same, by `kind:id`.

        Raises:
            UnknownNode: There is none, or there are several.
        """
        kind, colon, id = name.rpartition(":")
        matching = [node for node in self.all if node.id == id and (not colon or node.kind == kind)]
        if len(matching) == 1:
            return matching[0]
        if matching:
            several = " or ".join(f"{node.kind}:{node.id}" for node in matching)
            raise UnknownNode(f'"{name}" may be {several}; name it with its kind')
        hint = suggestions.hint(id, [node.id for node in self.all], "`ceo-sim explore` lists all")
        raise UnknownNode(f'there is no option, decision, event, card, text or ending "{name}"; {hint}')

    def _add(self, kind: Kind, id: str, content: object, path: Path) -> int:
        self.all.append(Node(kind, id, path))
        self.content.append(content)
        return len(self.all) - 1

    def _add_consequence(self, plan: CompiledConsequence) -> int:
        kind: Kind = plan.cause.kind  # type: ignore[assignment]  # one of `_CAUSES`
        path, name = self._paths[id(plan.written)], plan.cause.id
        if kind == "later":
            name = f"{name}.later.{path[-1]}"
        elif kind == "lapse":
            name = f"{name}.lapsed"
        return self._add(kind, name, plan.written, path)

    # ---- texts ----------------------------------------------------------------------------------------------

    def _texts_of(self, plan: CompiledConsequence) -> tuple[_Shown, ...]:
        node = self.consequence[plan.index]
        if node < 0:
            return ()
        id_ = self.all[node].id
        shown = self._texts(plan.written, id_, "title", "text", "outcome")
        path = self._paths[id(plan.written)]
        for number, item in enumerate(plan.written.news):
            when = None if item.when is None else self.program.compiler.expression(item.when)
            choices = self._choices(item.text.parts, f"{id_}.news.{number}", (*path, "news", number, "text"))
            shown += (_Shown(when, choices),) if choices else ()
        return shown

    def _asked(self, plan: DecisionPlan) -> tuple[_Shown, ...]:
        shown = [*self._texts(plan.written, plan.id, "title", "brief")]
        for option in plan.options:
            name, path = f"{plan.id}.{option.id}", self._paths[id(option.written)]
            shown += self._texts(option.written, name, "label")
            for adviser, text in option.written.advice.items():
                if choices := self._choices(text.parts, f"{name}.advice.{adviser}", (*path, "advice", adviser)):
                    shown.append(_Shown(None, choices))
        return tuple(shown)

    def _texts(self, owner: object, id_: str, *names: str) -> tuple[_Shown, ...]:
        shown = []
        for name in names:
            text = getattr(owner, name, None)
            if isinstance(text, Text) and (
                choices := self._choices(text.parts, f"{id_}.{name}", (*self._paths[id(owner)], name))
            ):
                shown.append(_Shown(None, choices))
        return tuple(shown)

    def _choices(self, parts: Sequence[Part], name: str, path: Path) -> tuple[_Choice, ...]:
        return tuple(self._nested(parts, name, path, iter(range(1, 1_000))))

    def _nested(self, parts: Sequence[Part], name: str, path: Path, numbers: Iterator[int]) -> Iterator[_Choice]:
        for variant in variants_in(tuple(parts)):
            whens = tuple(condition for condition, _ in variant.branches)
            yield _Choice(
                tuple(
                    _Branch(
                        self._add("text", f"{name}{{{next(numbers)}}}", (*whens[: place + 1], branch), path),
                        None if condition is None else self.program.compiler.expression(condition),
                        tuple(self._nested(branch, name, path, numbers)),
                    )
                    for place, (condition, branch) in enumerate(variant.branches)
                )
            )


Hit = Callable[[int, Indexes], None]


@define(eq=False)
class NodeTracker(BatchObserver):
    """Follows lanes and says which nodes they meet.

    Attributes:
        nodes: The nodes.
        hit: Called with the place of a node and the lanes that meet it.
        wanted: For which nodes it is; what nobody wants is not looked at.
    """

    nodes: Nodes
    hit: Hit
    wanted: NDArray[np.bool_]

    def applied(self, state: Lanes, consequences: Indexes, lanes: Indexes) -> None:
        """A consequence has taken effect in each of some lanes."""
        for index in distinct(consequences):
            those = lanes[consequences == index]
            self._meet(self.nodes.consequence[index], those)
            self._read(state, self.nodes.told[index], those)

    def look(self, state: Lanes) -> None:
        """Look, in the lanes in which the player is to move, at what is open and what is promised."""
        resting = rests(state)
        for index in indexes(state.open_count > 0).tolist():
            lanes = indexes((state.decision_state[index] == OPEN) & resting)
            self._meet(self.nodes.decision[index], lanes)
            self._read(state, self.nodes.asked[index], lanes)
        for index, texts in enumerate(self.nodes.promised):
            if texts:
                self._read(state, texts, indexes((state.promise_state[index] == MADE) & resting))

    def ended(self, state: Lanes, lanes: Indexes) -> None:
        """Some lanes have ended at this step."""
        for index in np.unique(state.ending[lanes]).tolist():
            those = lanes[state.ending[lanes] == index]
            self._meet(self.nodes.ending[index], those)
            self._read(state, self.nodes.closing[index], those)

    def _meet(self, node: int, lanes: Indexes) -> None:
        if node >= 0 and len(lanes) and self.wanted[node]:
            self.hit(node, lanes)

    def _read(self, state: Lanes, shown: Sequence[_Shown], lanes: Indexes) -> None:
        for each in shown:
            self._choose(state, each.choices, state.holds(each.when, lanes))

    def _choose(self, state: Lanes, choices: Sequence[_Choice], lanes: Indexes) -> None:
        for choice in choices:
            rest = lanes
            for branch in choice.branches:
                if not len(rest):
                    break
                chosen = state.holds(branch.when, rest)
                self._meet(branch.node, chosen)
                self._choose(state, branch.inner, chosen)
                rest = np.setdiff1d(rest, chosen, assume_unique=True)


def rests(state: Lanes) -> NDArray[np.bool_]:
    """In which lanes the player is to move: at the first step of a day, and where something urgent waits."""
    program = state.program
    rows = slice(None) if program.timeline.starts_day(state.now) else program.urgent_rows
    waits: NDArray[np.bool_] = (state.decision_state[rows] == OPEN).any(axis=0)
    return waits & state.alive
