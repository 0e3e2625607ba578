"""A scenario as nodes and the links between them: what there is to meet, and what leads to it.

Nodes are decisions, options, events, decks, cards, promises, injects and endings; the end of an act is an event, which
leads to the endings of the act. A link leads from a node to what it
opens, lets happen, draws, promises or ends in, and to every node whose condition asks about it. Times are in steps.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from attrs import evolve, frozen

from ceo_sim.scenario.expression import Call, Expression, Name, walk
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.model import Consequence, Later, Scenario
from ceo_sim.scenario.names import names_of
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.timeline import Timeline
from ceo_sim.scenario.units import Duration

NodeKind = Literal["decision", "option", "event", "deck", "card", "promise", "inject", "ending"]
LinkKind = Literal["option", "next", "later", "event", "card", "promise", "ending", "when", "variable"]
Outcome = Literal["", "lapsed", "kept", "broken"]


@frozen
class Node:
    """Something that a play can meet.

    Attributes:
        id: Its id; of an option or a card behind that of its decision or deck, and a dot.
        title: Its title as written, on one line and without styles; empty if it has none.
        path: Where in the data.
        when: Its condition.
    """

    kind: NodeKind
    id: str
    title: str
    path: Path
    when: Expression | None = None

    @property
    def key(self) -> str:
        """What no other node has: its kind and its id, which an ending may share with an event."""
        return f"{self.kind}:{self.id}"

    @property
    def name(self) -> str:
        """What it is called among others: what its author calls its kind, and its id."""
        return f"{'act' if self.path[0] == 'act' else self.kind} {self.id}"


@frozen
class Link:
    """One node leads to another.

    Attributes:
        source: The key of the node that it starts from.
        target: The key of the node that it leads to.
        kind: `option` and `card` lead to the parts of a decision or deck, `next` to a decision that is opened, `event`
            to an event that happens at once and `later` after a time, `promise` to what is promised, `ending` from the
            end of an act to how it can end, `when` to a node whose condition asks about the source, and `variable` to
            one whose condition asks what the source sets.
        outcome: Whether it holds only once a decision has lapsed, or a promise was kept or broken.
        waits: Each length of time on the way, the shortest and the longest that is drawn; None for the next step.
        shortest: Steps that pass at least.
        longest: Steps that pass at most.
        chance: Probability as written, if it is left to luck.
        when: Further conditions as written; of `variable` which one it is.
        path: Where it is written.
    """

    source: str
    target: str
    kind: LinkKind
    path: Path
    outcome: Outcome = ""
    waits: tuple[tuple[Duration, Duration] | None, ...] = ()
    shortest: int = 0
    longest: int = 0
    chance: str = ""
    when: tuple[str, ...] = ()


@frozen
class DelayedText:
    """A `later` that is read or takes effect by itself, with the way to it as a link to the node that it comes from."""

    link: Link
    later: Later


@frozen
class StoryMap:
    """All nodes of a scenario in the order of the file, and the links between them.

    Attributes:
        nodes: By their keys.
        links: In the order of the nodes they start from.
        delayed: What comes later and is no node.
    """

    nodes: dict[str, Node]
    links: tuple[Link, ...]
    delayed: tuple[DelayedText, ...]

    def incoming(self, key: str) -> list[Link]:
        """The links that lead to a node."""
        return [link for link in self.links if link.target == key]


def story_map(scenario: Scenario) -> StoryMap:
    """The nodes and links of a scenario; see `acts.with_all_endings` for those of its acts."""
    nodes = {node.key: node for node in _nodes(scenario)}
    walker = _Walker(Timeline.of(scenario.clock))
    links: list[Link] = []
    for source, outcome, path, consequence in _consequences(scenario):
        links += walker.follow(Link(source, source, "next", path, outcome), consequence)
    links += _parts(scenario)
    links += _asked(scenario, nodes.values(), walker.setters)
    order = {key: number for number, key in enumerate(nodes)}
    links.sort(key=lambda link: order[link.source])
    return StoryMap(nodes, tuple(links), tuple(walker.delayed))


# ---- nodes --------------------------------------------------------------------------------------------------


def _nodes(scenario: Scenario) -> Iterator[Node]:
    for id, decision in scenario.decisions.items():
        path: Path = ("decision", id)
        yield Node("decision", id, _title(decision.title), path, decision.when)
        for name, option in decision.options.items():
            yield Node("option", f"{id}.{name}", _title(option.label), (*path, "option", name), option.when)
    for id, event in scenario.events.items():
        yield Node("event", id, _title(event.title), _event_path(scenario, id), event.when)
    for id, deck in scenario.decks.items():
        yield Node("deck", id, "", ("deck", id))
        for name, card in deck.cards.items():
            yield Node("card", f"{id}.{name}", _title(card.title), ("deck", id, "card", name), card.when)
    for id, promise in scenario.promises.items():
        yield Node("promise", id, _title(promise.text), ("promise", id), promise.kept_when)
    for id, inject in scenario.injects.items():
        yield Node("inject", id, _title(inject.title), ("inject", id), inject.when)
    for id, ending in scenario.endings.items():
        yield Node("ending", id, _title(ending.title), ("ending", id), ending.when)


def _event_path(scenario: Scenario, id: str) -> Path:
    """Where an event is written; the end of an act is one."""
    return ("act" if id in scenario.acts else "event", id)


def _title(text: Text | None) -> str:
    return "" if text is None else plain(text.source)


def _consequences(scenario: Scenario) -> Iterator[tuple[str, Outcome, Path, Consequence]]:
    """Every consequence that a node has: the key of the node, when it has it, and where it is written."""
    for id, decision in scenario.decisions.items():
        path: Path = ("decision", id)
        for name, option in decision.options.items():
            yield f"option:{id}.{name}", "", (*path, "option", name), option
        if decision.lapsed is not None:
            yield f"decision:{id}", "lapsed", (*path, "lapsed"), decision.lapsed
    for id, event in scenario.events.items():
        yield f"event:{id}", "", _event_path(scenario, id), event
    for id, deck in scenario.decks.items():
        for name, card in deck.cards.items():
            yield f"card:{id}.{name}", "", ("deck", id, "card", name), card
    for id, promise in scenario.promises.items():
        if promise.kept is not None:
            yield f"promise:{id}", "kept", ("promise", id, "kept"), promise.kept
        if promise.broken is not None:
            yield f"promise:{id}", "broken", ("promise", id, "broken"), promise.broken
    for id, inject in scenario.injects.items():
        yield f"inject:{id}", "", ("inject", id), inject


# ---- links --------------------------------------------------------------------------------------------------


class _Walker:
    """Follows consequences through what comes later.

    It gathers what of that is no node, and by which nodes each variable is set.
    """

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.delayed: list[DelayedText] = []
        self.setters: dict[str, dict[str, None]] = {}

    def follow(self, way: Link, consequence: Consequence) -> Iterator[Link]:
        """The links that begin with a consequence; `way` leads to it from its node."""
        for variable in consequence.assignments:
            self.setters.setdefault(variable, {})[way.source] = None
        if (opening := consequence.next) is not None:
            there = self.further(way, opening.after, opening.after, least=0)
            yield evolve(
                there, target=f"decision:{opening.decision}", kind=_kind(way, "next"), path=(*way.path, "next")
            )
        for number, promise in enumerate(consequence.promises):
            path = (*way.path, "promises", number)
            yield evolve(way, target=f"promise:{promise}", kind=_kind(way, "promise"), path=path)
        for number, later in enumerate(consequence.later):
            yield from self.delay(way, later, (*way.path, "later", number))

    def delay(self, way: Link, later: Later, path: Path) -> Iterator[Link]:
        shortest, longest = later.after if isinstance(later.after, tuple) else (later.after, later.after)
        there = evolve(
            # What comes later comes at the next step at the soonest.
            self.further(way, shortest, longest, least=1),
            target=way.source if later.event is None else f"event:{later.event}",
            kind="later",
            path=path,
            chance=" and ".join(filter(None, (way.chance, "" if later.chance is None else str(later.chance)))),
            when=way.when if later.when is None else (*way.when, str(later.when)),
        )
        if later.event is not None:
            yield there
        if later.event is None or later.text is not None or later.news or later.effects:
            self.delayed.append(DelayedText(there, later))
        yield from self.follow(there, later)

    def further(self, way: Link, shortest: Duration | None, longest: Duration | None, *, least: int) -> Link:
        """The way with a further length of time on it, the next step if None."""
        first, last = (1 if wait is None else max(least, self.most_steps(wait)) for wait in (shortest, longest))
        if shortest is not None:
            first = max(least, self.timeline.steps_in(shortest))
        wait = None if shortest is None or longest is None else (shortest, longest)
        return evolve(
            way, waits=(*way.waits, wait), shortest=way.shortest + first, longest=way.longest + max(first, last)
        )

    def most_steps(self, wait: Duration) -> int:
        """The most steps that a length of time can take: one that goes on to an hour begins at midnight then."""
        return self.timeline.steps_in(Duration(wait.amount + (wait.until or 0), in_turns=wait.in_turns))


def _kind(way: Link, kind: LinkKind) -> LinkKind:
    return "later" if way.longest else kind


def arrival(timeline: Timeline, link: Link, start: float) -> float:
    """The earliest step at which a link leads on from where its node was met; `start` may be infinite."""
    if start == math.inf:
        return start
    step = int(start)
    for wait in link.waits:
        step += 1 if wait is None else timeline.steps_since(step, wait[0])
    return max(step, int(start) + link.shortest)


def _parts(scenario: Scenario) -> Iterator[Link]:
    for id, decision in scenario.decisions.items():
        for name in decision.options:
            yield Link(f"decision:{id}", f"option:{id}.{name}", "option", ("decision", id, "option", name))
    for id, deck in scenario.decks.items():
        for name in deck.cards:
            yield Link(f"deck:{id}", f"card:{id}.{name}", "card", ("deck", id, "card", name))
    for id, ending in scenario.endings.items():
        if ending.act is not None:
            yield Link(f"event:{ending.act}", f"ending:{id}", "ending", ("ending", id, "act"))


def _asked(scenario: Scenario, nodes: Iterable[Node], setters: Mapping[str, Iterable[str]]) -> Iterator[Link]:
    """A link to each node from every other that its condition asks about, itself or by a variable."""
    owners = node_names(scenario)
    for node in nodes:
        if node.when is None:
            continue
        path = (*node.path, "kept_when" if node.kind == "promise" else "when")
        names = names_in(node.when, scenario)
        for source in dict.fromkeys(owners[name] for name in names if name in owners):
            if source != node.key:
                yield Link(source, node.key, "when", path, when=(str(node.when),))
        for name in names:
            for source in setters.get(name, ()):
                if source != node.key:
                    yield Link(source, node.key, "variable", path, when=(name,))


def node_names(scenario: Scenario) -> dict[str, str]:
    """For each name of the expressions that asks about a node, the key of that node."""
    owners: dict[str, str] = {}
    for name, symbol in names_of(scenario).items():
        if symbol.kind == "decision":
            is_option = symbol.part in scenario.decisions[symbol.owner].options
            owners[name] = f"option:{name}" if is_option else f"decision:{symbol.owner}"
        elif symbol.kind in ("event", "promise"):
            owners[name] = f"{symbol.kind}:{symbol.owner}"
        elif symbol.kind == "deck":
            owners[name] = f"card:{symbol.owner}.{symbol.part}"
    return owners


def names_in(expression: Expression, scenario: Scenario) -> list[str]:
    """The names that an expression uses, each once, with those of the author's functions that it calls."""
    names: dict[str, None] = {}
    called: set[str] = set()
    waiting = [expression.tree]
    while waiting:
        for node in walk(waiting.pop()):
            if isinstance(node, Name):
                names[node.id] = None
            elif isinstance(node, Call) and node.function in scenario.functions and node.function not in called:
                called.add(node.function)
                waiting.append(scenario.functions[node.function].body.tree)
    return list(names)
