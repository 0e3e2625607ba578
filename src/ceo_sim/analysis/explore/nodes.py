"""What can be met in a story: decisions, options, events, cards, outcomes, endings, remarks, and variants of texts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Literal

from attrs import define, evolve, field, frozen

from ceo_sim import suggestions
from ceo_sim.analysis.tally_watch import option_clauses
from ceo_sim.analysis.things import later_name
from ceo_sim.analysis.variants import Choice, VariantText, variant_texts
from ceo_sim.engine.evaluate import Evaluate
from ceo_sim.engine.program import CompiledConsequence, DecisionPlan, OptionPlan, Program
from ceo_sim.errors import UserError
from ceo_sim.scenario.acts import endings_of
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.expression import Binary, Unary
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.model import Cast, Scenario

Kind = Literal["decision", "option", "lapse", "event", "card", "later", "promise", "remark", "text", "ending"]
_CAUSES = ("option", "lapse", "event", "card", "later", "promise")


@frozen
class Node:
    """Something that can be met.

    Attributes:
        id: Its id as a person names it: `the_post`, `the_post.leave_up`, `the_post.leave_up.later.0` for what first
            follows later, `cast.hale.remark.1` for a person's second remark, `the_post.leave_up.outcome{2}` for the
            second branch of the variants in a text, counted through the text.
        path: Where it is written, for `Loaded.place`.
    """

    kind: Kind
    id: str
    path: Path


class UnknownNode(UserError):
    """A node that a scenario does not have."""


@frozen(eq=False)
class Draw:
    """What has to be drawn for the branch of a text to be read."""

    stream: int
    branches: int
    place: int


@frozen(eq=False)
class Shown:
    """A text with variants that is read when something is met, and only if a condition holds."""

    when: Evaluate | None
    choices: tuple[Choice, ...]


@frozen(eq=False)
class Said:
    """What somebody says at the beginning of a day, if a condition holds and nothing before it is said."""

    when: Evaluate | None
    node: int
    shown: tuple[Shown, ...]


@define(eq=False)
class Nodes:
    """All nodes of a program.

    Attributes:
        written: The scenario as it was written, if the endings of its acts are to be nodes; else they are texts.
        all: The nodes; what follows gives their places here.
        content: What is written of each, for whoever compares two versions of it.
        consequence: The node of each consequence, or -1.
        consequence_texts: The texts that are read when each consequence takes effect.
        branch: The node of each branch of a text, by its key.
        draws: What has to be drawn for such a node to be met, where anything has.
        decision: The node of each decision, and `asked` the texts that are read while it is open.
        promised: The texts that are read while each promise is made.
        opening: The texts that are read before the first step.
        remarks: What each person may say at the beginning of a day, in order.
        ending: The node of each ending, and `closing` the texts that are read then.
    """

    program: Program
    written: Scenario | None = None
    all: list[Node] = field(factory=list, init=False)
    content: list[object] = field(factory=list, init=False)
    consequence: list[int] = field(init=False)
    consequence_texts: list[tuple[Shown, ...]] = field(init=False)
    decision: list[int] = field(init=False)
    asked: list[tuple[Shown, ...]] = field(init=False)
    promised: list[tuple[Shown, ...]] = field(init=False)
    opening: tuple[Shown, ...] = field(init=False)
    remarks: list[tuple[Said, ...]] = field(init=False)
    ending: list[int] = field(init=False)
    closing: list[tuple[Shown, ...]] = field(init=False)
    branch: dict[Path, int] = field(factory=dict, init=False)
    draws: dict[int, tuple[Draw, ...]] = field(factory=dict, init=False)
    _varying: dict[Path, VariantText] = field(init=False)
    _act_endings: dict[str, dict[str, int]] = field(factory=dict, init=False)
    _paths: dict[int, Path] = field(init=False)

    def __attrs_post_init__(self) -> None:
        program, scenario = self.program, self.program.scenario
        self._varying = variant_texts(program)
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
        if self.written is not None:
            self._add_act_endings(self.written)
        self.consequence_texts = [self._texts_of(plan) for plan in program.consequences]
        self.asked = [self._asked(plan) for plan in program.decisions]
        self.promised = [self._texts(plan.written, plan.id, "text") for plan in program.promises]
        self.opening = self._text(("scenario", "opening"), "opening") + self._exhibit(("scenario",), "opening")
        self.remarks = [said for person in scenario.cast.values() if (said := self._said(person))]
        became = tuple(each for id in scenario.cast for each in self._text(("cast", id, "epilogue"), f"{id}.epilogue"))
        endings = (scenario.endings[plan.id] for plan in program.endings)
        self.closing = [self._texts(ending, ending.id, "title", "text") + became for ending in endings]

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
        raise UnknownNode(f'there is no option, decision, event, card, remark, text or ending "{name}"; {hint}')

    def _add(self, kind: Kind, id: str, content: object, path: Path) -> int:
        self.all.append(Node(kind, id, path))
        self.content.append(content)
        return len(self.all) - 1

    def _add_act_endings(self, written: Scenario) -> None:
        for act in written.acts:
            self._act_endings[act] = {
                id: self._add("ending", id, ending, ("ending", id)) for id, ending in endings_of(written, act).items()
            }

    def _add_consequence(self, plan: CompiledConsequence) -> int:
        kind: Kind = plan.cause.kind  # type: ignore[assignment]  # one of `_CAUSES`
        path, name = self._paths[id(plan.written)], plan.cause.id
        if self._is_break(plan):
            path = ("act", name)
        if kind == "later":
            name = later_name(path)
        elif kind == "lapse":
            name = f"{name}.lapsed"
        return self._add(kind, name, plan.written, path)

    # ---- texts ----------------------------------------------------------------------------------------------

    def _texts_of(self, plan: CompiledConsequence) -> tuple[Shown, ...]:
        node = self.consequence[plan.index]
        if node < 0:
            return ()
        id_, path = self.all[node].id, self._paths[id(plan.written)]
        if self._is_break(plan):
            return self._end_of_act(id_, "title") + self._end_of_act(id_, "text")
        shown = self._texts(plan.written, id_, "title", "text", "outcome") + self._exhibit(path, id_)
        for number, item in enumerate(plan.written.news):
            when = None if item.when is None else self.program.compiler.expression(item.when)
            shown += self._text((*path, "news", number, "text"), f"{id_}.news.{number}", when)
        return shown

    def _is_break(self, plan: CompiledConsequence) -> bool:
        return plan.cause.kind == "event" and self.written is not None and plan.cause.id in self.written.acts

    def _end_of_act(self, act: str, name: str) -> tuple[Shown, ...]:
        """What the end of an act tells: its own words, and last those of the ending that it has; see `acts`."""
        if (text := self._varying.get(("event", act, name))) is None:
            return ()
        endings = self._act_endings[act]
        own = text.choices[:-1] if endings else text.choices
        self._add_branches(own, f"{act}.{name}", ("act", act, name))
        for each, id in zip(text.choices[-1].branches, endings, strict=False):
            self.branch[each.branch.key] = endings[id]
            first = each.branch.number + 1
            self._add_branches(each.inside, f"{id}.{name}", ("ending", id, name), before=first)
        return (Shown(None, text.choices),)

    def _asked(self, plan: DecisionPlan) -> tuple[Shown, ...]:
        shown = self._exhibit(self._paths[id(plan.written)], plan.id) + self._texts(
            plan.written, plan.id, "title", "brief"
        )
        for option in plan.options:
            name, path = f"{plan.id}.{option.id}", self._paths[id(option.written)]
            shown += self._texts(option.written, name, "label") + self._locked(
                option, (*path, "locked"), f"{name}.locked"
            )
            for adviser in option.written.advice:
                shown += self._text((*path, "advice", adviser), f"{name}.advice.{adviser}")
        return shown

    def _locked(self, option: OptionPlan, path: Path, name: str) -> tuple[Shown, ...]:
        """What is read of an option while its condition does not hold, or what it costs is not there."""
        clauses = [plan.node for plan in option_clauses(self.program, option)]
        if not clauses or not self._is_plain(path):
            return ()
        is_open = reduce(lambda left, right: Binary("and", left, right), clauses)
        return self._text(path, name, self.program.compiler.node(Unary("not", is_open)))

    def _said(self, person: Cast) -> tuple[Said, ...]:
        said = []
        for number, remark in enumerate(person.remarks):
            path: Path = ("cast", person.id, "remark", number)
            name = ".".join(map(str, path))
            when = None if remark.when is None else self.program.compiler.expression(remark.when)
            node = self._add("remark", name, remark, path)
            shown = self._text((*path, "text"), f"{name}.text") if self._is_plain((*path, "text")) else ()
            said.append(Said(when, node, shown))
        return tuple(said)

    def _is_plain(self, path: Path) -> bool:
        """Whether conditions alone choose among the variants of a text: how often it was read is not followed."""
        text = self._varying.get(path)
        return text is not None and all(_is_by_condition(choice) for choice in text.choices)

    def _exhibit(self, path: Path, id_: str) -> tuple[Shown, ...]:
        parts = ("text", "note")
        return tuple(each for part in parts for each in self._text((*path, "exhibit", part), f"{id_}.exhibit.{part}"))

    def _texts(self, owner: object, id_: str, *names: str) -> tuple[Shown, ...]:
        path = self._paths[id(owner)]
        return tuple(each for name in names for each in self._text((*path, name), f"{id_}.{name}"))

    def _text(self, path: Path, name: str, when: Evaluate | None = None) -> tuple[Shown, ...]:
        if path not in self._varying:
            return ()
        choices = self._varying[path].choices
        self._add_branches(choices, name, path)
        return (Shown(when, choices),)

    def _add_branches(
        self, choices: Sequence[Choice], name: str, path: Path, draws: tuple[Draw, ...] = (), before: int = 0
    ) -> None:
        """Add a node for each branch, numbered from 1 after some that are no nodes of the same name."""
        for choice in choices:
            for place, each in enumerate(choice.branches):
                node = self._add("text", f"{name}{{{each.branch.number + 1 - before}}}", each.written, path)
                self.branch[each.branch.key] = node
                drawn = draws if choice.stream is None else (*draws, Draw(choice.stream, len(choice.branches), place))
                if drawn:
                    self.draws[node] = drawn
                self._add_branches(each.inside, name, path, drawn, before)


def _is_by_condition(choice: Choice) -> bool:
    inside = (inner for each in choice.branches for inner in each.inside)
    return choice.stream is None and not choice.first_time and all(map(_is_by_condition, inside))
