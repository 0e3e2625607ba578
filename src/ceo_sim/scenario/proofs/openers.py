"""What opens a decision, brings an event about or makes a promise, and how often that can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.expression import Name
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.model import Card, Consequence, Decision, Event, Inject, Later, Promise, Scenario
from ceo_sim.scenario.proofs.facts import States
from ceo_sim.scenario.proofs.start import UNOPENED, chosen_state
from ceo_sim.scenario.timeline import Timeline
from ceo_sim.scenario.units import Duration

Links = Mapping[str, Sequence[Path]]
"""For each id what leads to it."""


@frozen
class Openers:
    """What leads to what in a scenario.

    Attributes:
        scenario: As it was read.
        things: Everything that can happen, by its path.
        opens: For each decision the consequences whose `next` it is.
        brings: For each event the consequences that bring it about.
        makes: For each promise the consequences that make it.
        recurring: The paths of what can happen more than once.
        lapsing: The decisions that can run out of time without an answer.
    """

    scenario: Scenario
    things: Mapping[Path, Any]
    opens: Links
    brings: Links
    makes: Links
    recurring: frozenset[Path]
    lapsing: frozenset[str]

    @classmethod
    def of(cls, index: ScenarioIndex) -> Openers:
        """Collect the links of a scenario."""
        scenario = index.scenario
        things = {path: thing for path, thing in index.things if isinstance(thing, Consequence | Decision | Promise)}
        opens, brings, makes = _table(), _table(), _table()
        for path, thing in things.items():
            if not isinstance(thing, Consequence):
                continue
            if thing.next is not None:
                opens[thing.next.decision].append(path)
            if isinstance(thing, Later) and thing.event is not None:
                brings[thing.event].append(path)
            for promise in thing.promises:
                makes[promise].append(path)
        lapsing = frozenset(id for id, decision in scenario.decisions.items() if _may_lapse(decision))
        return cls(scenario, things, opens, brings, makes, _recurring(things, opens, makes), lapsing)

    def name(self, id: str) -> Name:
        """A name as a part of an expression."""
        return Name(id)

    def states_of_decision(self, id: str, earliest: Mapping[Path, int]) -> States:
        """The states in which a decision may be, once some things can happen."""
        path: Path = ("decision", id)
        options = self.scenario.decisions[id].options
        chosen = [chosen_state(options, option) for option in options if (*path, "option", option) in earliest]
        before = ["", *chosen] if path in self.recurring else [""]
        states = {UNOPENED, *(("open", option) for option in before), *(("answered", option) for option in chosen)}
        if id in self.lapsing or self.scenario.decisions[id].urgent:
            states |= {("lapsed", option) for option in before}
        return frozenset(states)

    def due(self, promise: Promise, made: int, timeline: Timeline) -> int:
        """The first step at which a promise that is made at a step may be broken."""
        if isinstance(promise.due, Duration):
            return max(made + 1, made + timeline.steps_in(promise.due))
        return max(made + 1, timeline.step_at(promise.due))


def _table() -> dict[str, list[Path]]:
    return defaultdict(list)


def _may_lapse(decision: Decision) -> bool:
    if decision.expires is None or decision.urgent:
        return False
    default = decision.options.get(decision.default or "")
    return default is None or default.when is not None or bool(default.cost)


def owner(path: Path) -> Path:
    """What a consequence belongs to: for an option or a lapse its decision, for a `later` what it follows from."""
    if len(path) > 2 and path[-2] == "later":
        return path[:-2]
    return path[:2] if path[0] in ("decision", "promise") else path


def _recurring(things: Mapping[Path, Any], opens: Links, makes: Links) -> frozenset[Path]:
    """What can happen more than once: what has several ways to begin, and what such things lead to."""
    recurring = {path for path, thing in things.items() if _begins_twice(thing, opens, makes)}
    leads_to: dict[Path, list[Path]] = defaultdict(list)
    for path, thing in things.items():
        for before in _before(path, thing, opens, makes):
            leads_to[before].append(path)
    waiting = list(recurring)
    while waiting:
        for path in leads_to.get(waiting.pop(), ()):
            if path not in recurring:
                recurring.add(path)
                waiting.append(path)
    return frozenset(recurring)


def _begins_twice(thing: Any, opens: Links, makes: Links) -> bool:
    """Whether something can happen more than once of itself, or has several ways to begin."""
    match thing:
        case Event() | Card():
            return not thing.once
        case Inject():
            return True
        case Decision(standing=True):
            return True
        case Decision():
            by_itself = thing.at is not None or thing.when is not None
            return len({owner(opener) for opener in opens.get(thing.id, ())}) + by_itself > 1
        case Promise():
            return len({owner(maker) for maker in makes.get(thing.id, ())}) > 1
        case _:
            return False


def _before(path: Path, thing: Any, opens: Links, makes: Links) -> Iterable[Path]:
    """What something happens as often as."""
    match thing:
        case Event() | Card():
            return ()
        case Decision():
            return opens.get(thing.id, ())
        case Promise():
            return makes.get(thing.id, ())
        case _:
            return [owner(path)]
