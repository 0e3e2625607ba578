"""A scenario made easy to check: everything in it as flat lists, each part with its path."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from functools import cache, cached_property, partial
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

import attrs
from attrs import field, frozen

from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.fields import is_toml_id, toml_name
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.memory import Memory
from ceo_sim.scenario.model import Scenario, Stake
from ceo_sim.scenario.names import Names, names_of
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.typecheck import Proofs, names_in
from ceo_sim.scenario.units import Duration

T = TypeVar("T")
OUTDATED = 4
"""Of so many sections for each that a scenario has, those that it no longer has are forgotten."""
_LEAVES = (Expression, Text, Duration)


class Leaf(NamedTuple):
    """A value that an author wrote, however deep it is.

    Attributes:
        path: Where.
        owner: The object of the model that has it.
        attribute: The attribute of the owner that it is, or is an element of.
        value: The value; never a list, a table or an object of the model.
    """

    path: Path
    owner: Any
    attribute: attrs.Attribute[Any]
    value: Any


@frozen(eq=False)
class Section:
    """One thing of a scenario with all that is in it: a decision, an event, the clock.

    As long as nobody changes it, it is the same object in every version.

    Attributes:
        things: It and every object of the model in it, with its path, outer ones first.
        leaves: Every expression, text, number, moment and length of time in it, in the order of the things.
    """

    things: tuple[tuple[Path, Any], ...]
    leaves: tuple[Leaf, ...]

    @classmethod
    def of(cls, thing: Any, path: Path) -> Section:
        """Take a thing apart."""
        things: list[tuple[Path, Any]] = []
        leaves: list[Leaf] = []
        _visit(thing, path, things, leaves)
        return cls(tuple(things), tuple(leaves))


@frozen(slots=False, eq=False)  # for cached_property
class ScenarioIndex:
    """A scenario, its names, and all its parts.

    Attributes:
        scenario: As it was read.
        names: Everything that an expression may name.
        sections: Its parts; the first has what stands in no other.
        faulty: Paths already known to be wrong, where the scenario has placeholders.
        memory: What was found out of it in other editions, and of earlier versions.
    """

    scenario: Scenario
    names: Names
    sections: tuple[Section, ...]
    faulty: frozenset[Path] = frozenset()
    memory: Memory = field(factory=Memory)
    _by_class: dict[tuple[type[Any], ...], tuple[tuple[Path, Any], ...]] = field(factory=dict)

    @classmethod
    def of(
        cls, scenario: Scenario, faulty: frozenset[Path] = frozenset(), memory: Memory | None = None
    ) -> ScenarioIndex:
        """Index a scenario."""
        memory = Memory() if memory is None else memory
        leaves, inner = _parts(scenario, ())
        sections = [Section((((), scenario),), tuple(leaves))]
        for path, thing in inner:
            sections.append(memory.about(thing, ("section", path), partial(Section.of, thing, path)))
        return cls(scenario, names_of(scenario), tuple(sections), faulty, memory)

    @cached_property
    def things(self) -> tuple[tuple[Path, Any], ...]:
        """Every object of the model with its path, outer ones first."""
        return tuple(chain.from_iterable(section.things for section in self.sections))

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every expression, text, number, moment and length of time, in the order of the things they belong to."""
        return tuple(chain.from_iterable(section.leaves for section in self.sections))

    def all(self, *classes: type[Any]) -> tuple[tuple[Path, Any], ...]:
        """Every object of some classes of the model, with its path."""
        if classes not in self._by_class:
            alike = [things for kind, things in self._by_kind.items() if issubclass(kind, classes)]
            numbered = alike[0] if len(alike) == 1 else sorted(chain.from_iterable(alike), key=itemgetter(0))
            self._by_class[classes] = tuple(each for _, each in numbered)
        return self._by_class[classes]

    @cached_property
    def _by_kind(self) -> dict[type[Any], list[tuple[int, tuple[Path, Any]]]]:
        """The things of each class, subclasses apart, each with its place among all."""
        by_kind: dict[type[Any], list[tuple[int, tuple[Path, Any]]]] = defaultdict(list)
        for numbered in enumerate(self.things):
            by_kind[type(numbered[1][1])].append(numbered)
        return by_kind

    def each(self, kind: str, work: Callable[[Section], T], *more: Hashable) -> Iterator[T]:
        """What `work` gives for each section: it depends on nothing but the section, and what is given beside it."""
        known: dict[int, tuple[Section, T]] = self.memory.of(("each", kind, *more), dict)
        if len(known) > OUTDATED * len(self.sections):
            for id_ in known.keys() - set(map(id, self.sections)):
                del known[id_]
        for section in self.sections:
            if (done := known.get(id(section))) is None:
                done = known[id(section)] = section, work(section)  # while it is known, no other has its id
            yield done[1]

    @cached_property
    def proofs(self) -> Proofs:
        """What came of checking expressions with these names and functions."""
        return self.memory.latest("proofs", (self.functions, tuple(self.names.items())), dict)

    def symbols(self, section: Section) -> tuple[Hashable, ...]:
        """What the names stand for on which the expressions of a section depend; None for what is no name."""
        read, set_, at_stake = self.memory.about(section, ("names", self.functions), lambda: self._names_in(section))
        variables, metrics = self.scenario.variables, self.scenario.metrics
        kinds = (type(variables[id].start).__name__ if id in variables else None for id in set_)
        ranges = (repr(metrics[id].range) if id in metrics else None for id in at_stake)
        return *map(self.names.get, read), *kinds, *ranges

    def _names_in(self, section: Section) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """The names that its expressions read, the variables that are set to some, and the metrics at stake."""
        functions = self.scenario.functions
        read = [names_in(each.tree, functions) for leaf in section.leaves for each in expressions_of(leaf.value)]
        set_ = {str(leaf.path[-1]) for leaf in section.leaves if leaf.attribute.name == "sets"}
        at_stake = {
            thing.metric for _, thing in section.things if isinstance(thing, Stake) and thing.metric is not None
        }
        return tuple(sorted(set[str]().union(*read))), tuple(sorted(set_)), tuple(sorted(at_stake))

    @cached_property
    def functions(self) -> Hashable:
        """Stands for the author's functions: the same if they are, whatever is said of them."""
        mean = ((id, each.args, each.gives, each.body.text) for id, each in self.scenario.functions.items())
        return self.memory.of(("functions", tuple(mean)), object)


def expressions_of(value: Any) -> Iterator[Expression]:
    """A value if it is an expression, or the expressions in it if it is a text."""
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, Text):
        yield from (expression for expression, _ in value.expressions())


def _visit(thing: Any, path: Path, things: list[tuple[Path, Any]], leaves: list[Leaf]) -> None:
    things.append((path, thing))
    own, inner = _parts(thing, path)
    leaves += own
    for inner_path, inner_thing in inner:
        _visit(inner_thing, inner_path, things, leaves)


def _parts(thing: Any, path: Path) -> tuple[list[Leaf], list[tuple[Path, Any]]]:
    """The leaves of a thing itself, and the things in it."""
    leaves: list[Leaf] = []
    inner: list[tuple[Path, Any]] = []
    for attribute, name, key in _attributes(thing.__class__):
        value = getattr(thing, name)
        if value is not None:
            _sort(value, (*path, key), thing, attribute, inner, leaves)
    return leaves, inner


@cache
def _attributes(class_: Any) -> tuple[tuple[attrs.Attribute[Any], str, str], ...]:
    return tuple((a, a.name, toml_name(a)) for a in attrs.fields(class_) if not is_toml_id(a))


def _sort(
    value: Any,
    path: Path,
    owner: Any,
    attribute: attrs.Attribute[Any],
    things: list[tuple[Path, Any]],
    leaves: list[Leaf],
) -> None:
    """Put a value, or each element of a list or table, among the things or the leaves."""
    kind = value.__class__
    if kind is dict:
        for name, element in value.items():
            _sort(element, (*path, name), owner, attribute, things, leaves)
    elif kind is tuple:
        for number, element in enumerate(value):
            _sort(element, (*path, number), owner, attribute, things, leaves)
    elif _is_thing(kind):
        things.append((path, value))
    elif kind is not str and kind is not bool:  # nothing is asked of these: they are half of all values
        leaves.append(Leaf(path, owner, attribute, value))


@cache
def _is_thing(class_: Any) -> bool:
    return attrs.has(class_) and class_ not in _LEAVES
