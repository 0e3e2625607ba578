"""A scenario by the calendar: what arises when, who opens it, until when it waits and what it takes.

What has a date is listed at it. What something else opens is listed where it can come at the earliest, as far as that
follows from dates and delays alone: luck and conditions on metrics may put it off, never bring it forward. What only a
condition brings is listed without a date.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any, Literal

from attrs import evolve, field, frozen

from ceo_sim.analysis.links import Link, Node, StoryMap, arrival, node_names, story_map
from ceo_sim.scenario.acts import with_all_endings
from ceo_sim.scenario.expression import Binary, Expression, Name, Number, clauses
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.model import Act, Decision, Event, Moment, Scenario
from ceo_sim.scenario.timeline import Timeline
from ceo_sim.scenario.units import Duration

ItemKind = Literal[
    "decision",
    "deadline",
    "event",
    "window closes",
    "later",
    "promise due",
    "deck",
    "card",
    "inject",
    "act",
    "ending",
]
NEVER = math.inf


@frozen(kw_only=True)
class Item:
    """Something that arises, or a date that it has.

    Attributes:
        id: Of what arises; of something that comes later the id of what it follows.
        title: As written, on one line.
        path: Where in the data.
        step: When, as the engine counts it; None if it has no date.
        written: The moment as written, where the story has no step at it; it is then met at the next one.
        earliest: Whether `step` is only the earliest that it can be.
        latest: Whether it is only the latest.
        urgent: Whether a decision stops the clock.
        standing: Whether it is for free hours, and put again the day after its answer.
        when: Its condition as written, or empty.
        chance: Its probability as written, or empty.
        weight: The weight of a card as written, or empty.
        opened_by: What brings it about.
        set_by: For each variable that its condition asks about, the ids of the nodes that set it.
        waits: How long a decision waits or a window is open, or in how much time a promise is due.
        until: The step of that end.
        default: The option that counts if a decision runs out, or empty.
        cost: What the options of a decision take, least and most, by budget.
    """

    kind: ItemKind
    id: str
    title: str = ""
    path: Path
    step: int | None = None
    written: Moment | None = None
    earliest: bool = False
    latest: bool = False
    urgent: bool = False
    standing: bool = False
    when: str = ""
    chance: str = ""
    weight: str = ""
    opened_by: tuple[Link, ...] = ()
    set_by: dict[str, tuple[str, ...]] = field(factory=dict)
    waits: Duration | None = None
    until: int | None = None
    default: str = ""
    cost: dict[str, tuple[float, float]] = field(factory=dict)


@frozen
class Outline:
    """The calendar of a scenario.

    Attributes:
        scenario: What it is of, with the ends of its acts as events and all of their endings.
        dated: What has a date, or an earliest or latest one, in their order.
        undated: What only a condition or chance brings, in the order of the file.
        unopened: What nothing opens.
    """

    scenario: Scenario
    timeline: Timeline
    dated: tuple[Item, ...]
    undated: tuple[Item, ...]
    unopened: tuple[Item, ...]

    def parts(self) -> list[tuple[Act | None, tuple[Item, ...]]]:
        """What has a date by the acts in which it comes, if these end as late as they can; None is after the last."""
        acts: list[Act | None] = [*self.scenario.acts.values(), None]
        parts: list[list[Item]] = [[] for _ in acts]
        places = {act.id: place for place, act in enumerate(acts) if act is not None}
        ends = act_ends(self.scenario)
        for item in self.dated:
            act = item.id if item.kind == "act" else None
            if item.kind == "ending":
                act = self.scenario.endings[item.id].act
            parts[bisect_left(ends, item.step or 0) if act is None else places[act]].append(item)
        return [(act, tuple(items)) for act, items in zip(acts, parts, strict=True) if act is not None or items]


def outline(scenario: Scenario) -> Outline:
    """The calendar of a scenario, best as it was written: of what is played the endings of acts are known no more."""
    scenario = with_all_endings(scenario)
    story = story_map(scenario)
    calendar = _Calendar(scenario, story, earliest_steps(scenario, story))
    items = [item for node in story.nodes.values() for item in calendar.items(node)]
    items += calendar.delayed()
    dated = [item for item in items if item.step is not None]
    dated.sort(key=lambda item: item.step or 0)  # stable: within a step as in the file
    undated = [item for item in items if item.step is None]
    unopened = [item for item in undated if item.kind == "decision" and not item.when and not item.opened_by]
    return Outline(
        scenario,
        calendar.timeline,
        tuple(dated),
        tuple(item for item in undated if item not in unopened),
        tuple(unopened),
    )


def act_ends(scenario: Scenario) -> list[int]:
    """The latest step of the end of each act, none before the one before it."""
    timeline = Timeline.of(scenario.clock)
    ends = (timeline.last if act.ends is None else timeline.step_at(act.ends) for act in scenario.acts.values())
    return list(accumulate(ends, max))


# ---- earliest steps -----------------------------------------------------------------------------------------


def earliest_steps(scenario: Scenario, story: StoryMap) -> dict[str, float]:
    """The earliest step of each node by its key, from dates, delays and what conditions ask for; infinite for never.

    The shortest way through the links, where a condition waits for the last of the nodes that it needs (Bellman 1958).
    """
    timeline, names = Timeline.of(scenario.clock), node_names(scenario)
    openers: dict[str, list[Link]] = {key: [] for key in story.nodes}
    dependents: dict[str, list[str]] = {key: [] for key in story.nodes}
    for link in story.links:
        if link.kind not in ("when", "variable"):
            openers[link.target].append(link)
            dependents[link.source].append(link.target)
    needs = {key: _needed(node.when, names) for key, node in story.nodes.items()}
    for key, needed in needs.items():
        for name in needed:
            dependents[name].append(key)
    steps = dict.fromkeys(story.nodes, NEVER)
    waiting = deque(story.nodes)
    while waiting:
        node = story.nodes[waiting.popleft()]
        required = max((steps[name] for name in needs[node.key]), default=0.0)
        required = max(required, _day_needed(node.when, timeline))
        opened = min((_comes(link, steps, scenario, timeline) for link in openers[node.key]), default=NEVER)
        # What opens an event or a decision does not ask for its condition; an option and a card have both.
        both = node.kind in ("option", "card") or any(link.kind == "ending" for link in openers[node.key])
        own = _own_step(node, scenario, timeline)
        step = max(opened, required) if both else min(opened, max(own, required))
        if step < steps[node.key]:
            steps[node.key] = step
            waiting.extend(dependents[node.key])
    return steps


def _comes(link: Link, steps: Mapping[str, float], scenario: Scenario, timeline: Timeline) -> float:
    """The earliest step at which a link leads on, once its decision has lapsed if it waits for that."""
    (kind, _, id), start = link.source.partition(":"), steps[link.source]
    if link.outcome == "lapsed" and kind == "decision" and (expires := scenario.decisions[id].expires) is not None:
        start = start if start == NEVER else start + timeline.steps_since(int(start), expires)
    return arrival(timeline, link, start)


def _own_step(node: Node, scenario: Scenario, timeline: Timeline) -> float:
    """The first step at which a node can come by itself."""
    match node.kind:
        case "decision":
            decision = scenario.decisions[node.id]
            if decision.at is None:
                return NEVER if decision.when is None else 0
            return max(0, timeline.step_at(decision.at))
        case "event":
            steps = timeline.steps_of(scenario.events[node.id])
            return steps[0] if len(steps) else NEVER
        case "ending":
            ending = scenario.endings[node.id]
            return NEVER if ending.act is not None else 1 if ending.early else timeline.last
        case "deck" | "inject":
            return 0
        case _:
            return NEVER


def _needed(when: Expression | None, names: dict[str, str]) -> list[str]:
    """The nodes that must have come before a condition can hold."""
    conditions = clauses(when.tree) if when is not None else ()
    return [names[clause.id] for clause in conditions if isinstance(clause, Name) and clause.id in names]


def _day_needed(when: Expression | None, timeline: Timeline) -> float:
    """The first step of the day from which on a condition can hold, of clauses such as `day >= 3`."""
    days = [0.0]
    for clause in clauses(when.tree) if when is not None else ():
        match clause:
            case Binary(">" | ">=" | "==", Name("day"), Number(value)) | Binary(
                "<" | "<=" | "==", Number(value), Name("day")
            ):
                days.append(value)
    return math.ceil(max(days) / timeline.step_days - 1e-9)


# ---- items --------------------------------------------------------------------------------------------------


class _Calendar:
    """Makes the items of each node."""

    def __init__(self, scenario: Scenario, story: StoryMap, earliest: dict[str, float]) -> None:
        self.scenario = scenario
        self.story = story
        self.earliest = earliest
        self.timeline = Timeline.of(scenario.clock)
        self.openers: dict[str, tuple[Link, ...]] = {}
        self.setters: dict[str, dict[str, tuple[str, ...]]] = {}
        for link in story.links:
            if link.kind == "variable":
                of_node = self.setters.setdefault(link.target, {})
                of_node[link.when[0]] = (*of_node.get(link.when[0], ()), story.nodes[link.source].id)
            elif link.kind not in ("when", "option", "card"):
                self.openers[link.target] = (*self.openers.get(link.target, ()), link)

    def items(self, node: Node) -> Iterator[Item]:
        """What arises of a node; nothing of an option, which is a part of its decision."""
        match node.kind:
            case "decision":
                yield from self.of_decision(node, self.scenario.decisions[node.id])
            case "event" if node.id in self.scenario.acts:
                yield self.of_act(node, self.scenario.acts[node.id])
            case "event":
                yield from self.of_event(node, self.scenario.events[node.id])
            case "promise":
                yield from self.of_promise(node)
            case "deck":
                yield self.item("deck", node, waits=self.scenario.decks[node.id].every)
            case "card":
                deck, _, id = node.id.partition(".")
                yield self.item("card", node, weight=str(self.scenario.decks[deck].cards[id].weight))
            case "inject":
                yield self.item("inject", node)
            case "ending":
                yield self.of_ending(node)
            case "option":
                return

    def item(self, kind: ItemKind, node: Node, **known: Any) -> Item:
        """An item of a node, with what is known of it besides."""
        when = "" if node.when is None else str(node.when)
        item = Item(kind=kind, id=node.id, title=node.title, path=node.path, when=when)
        openers, setters = self.openers.get(node.key, ()), self.setters.get(node.key, {})
        return evolve(item, opened_by=openers, set_by=setters, **known)

    def of_decision(self, node: Node, decision: Decision) -> Iterator[Item]:
        step = self.step(node) if decision.at is not None or decision.when is None else None
        exact = decision.at is not None and decision.when is None and not self.openers.get(node.key)
        until = None
        if step is not None and decision.expires is not None:
            until = step + self.timeline.steps_since(step, decision.expires)
        item = self.item(
            "decision",
            node,
            step=step,
            written=self.between_steps(decision.at),
            earliest=not exact,
            urgent=decision.urgent,
            standing=decision.standing,
            waits=decision.expires,
            until=until,
            default=decision.default or "",
            cost=_costs(decision),
        )
        yield item
        if until is not None:
            yield evolve(item, kind="deadline", step=until, written=None, cost={}, opened_by=())

    def of_event(self, node: Node, event: Event) -> Iterator[Item]:
        has_date = event.at is not None or event.starts is not None
        by_itself = event.when is not None or event.chance is not None or event.at is not None
        until = None if event.ends is None else self.timeline.last_step_at(event.ends)
        item = self.item(
            "event",
            node,
            step=self.step(node) if has_date or not by_itself else None,
            written=self.between_steps(event.at or event.starts),
            earliest=event.at is None,
            chance="" if event.chance is None else str(event.chance),
            until=until,
        )
        yield item
        if until is not None:
            yield evolve(item, kind="window closes", step=until, written=self.between_steps(event.ends), earliest=False)

    def of_act(self, node: Node, act: Act) -> Item:
        step = None if act.ends is None else self.timeline.step_at(act.ends)
        item = self.item("act", node, step=step, written=self.between_steps(act.ends), latest=act.when is not None)
        return evolve(item, when="" if act.when is None else str(act.when))

    def of_ending(self, node: Node) -> Item:
        ending = self.scenario.endings[node.id]
        if ending.act is None:
            return self.item("ending", node, step=None if ending.early else self.timeline.last)
        act = self.scenario.acts[ending.act]
        step = None if act.ends is None else self.timeline.step_at(act.ends)
        return self.item("ending", node, step=step, latest=act.when is not None)

    def of_promise(self, node: Node) -> Iterator[Item]:
        due, made = self.scenario.promises[node.id].due, self.step(node)
        if isinstance(due, Duration):
            step = None if made is None else made + self.timeline.steps_since(made, due)
            yield self.item("promise due", node, step=step, earliest=True, waits=due)
        else:
            step = self.timeline.step_at(due)
            yield self.item("promise due", node, step=step, written=self.between_steps(due))

    def delayed(self) -> Iterator[Item]:
        """What comes later and is read or takes effect by itself."""
        for delayed in self.story.delayed:
            link, later = delayed.link, delayed.later
            source = self.story.nodes[link.source]
            made = _comes(link, self.earliest, self.scenario, self.timeline)
            yield Item(
                kind="later",
                id=source.id,
                title="" if later.text is None else plain(later.text.source),
                path=link.path,
                step=int(made) if made <= self.timeline.last else None,
                earliest=True,
                when=" and ".join(link.when),
                chance=link.chance,
                opened_by=(link,),
            )

    def step(self, node: Node) -> int | None:
        """Its earliest step; None where there is none."""
        step = self.earliest[node.key]
        return None if step == NEVER else int(step)

    def between_steps(self, moment: Moment | None) -> Moment | None:
        """The moment, if the story has no step at it."""
        if moment is None or isinstance(moment, int):
            return None
        return None if self.timeline.step_at(moment) == self.timeline.last_step_at(moment) else moment


def _costs(decision: Decision) -> dict[str, tuple[float, float]]:
    """What the options take from each budget, least and most."""
    budgets = dict.fromkeys(budget for option in decision.options.values() for budget in option.cost)
    taken = {budget: [option.cost.get(budget, 0) for option in decision.options.values()] for budget in budgets}
    return {budget: (min(amounts), max(amounts)) for budget, amounts in taken.items()}
