"""A scenario as a graph to be drawn: boxes with rows in bands of time, arrows, and how often plays meet each.

It holds words and figures only; where a box stands and what it looks like is up to whoever draws it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Collection, Mapping
from itertools import groupby
from typing import Literal

from attrs import evolve, frozen

from ceo_sim.analysis.links import Link, LinkKind, Node, StoryMap, story_map
from ceo_sim.analysis.outline import NEVER, act_ends, earliest_steps
from ceo_sim.presentation import formatting
from ceo_sim.presentation.calendar import delay
from ceo_sim.scenario.acts import with_all_endings
from ceo_sim.scenario.model import Scenario
from ceo_sim.scenario.timeline import Timeline

Mark = Literal["", "never met", "cannot happen"]
ROWS = {"option": "decision", "card": "deck"}
"""Nodes that are rows in the box of another."""


@frozen
class Row:
    """A node, as a box or as a row in one.

    Attributes:
        key: That of the node.
        name: Its kind and id.
        label: What it is called; empty if it has no title.
        share: How often it is met in a play, on average; None where plays say nothing of it.
        mark: What is the matter with it.
    """

    key: str
    name: str
    label: str
    share: float | None
    mark: Mark


@frozen
class Box:
    """A node with the rows in it, in a band."""

    kind: str
    head: Row
    rows: tuple[Row, ...]
    band: int


@frozen
class Arrow:
    """From a box or row to another, by key; the label says how long it takes and by what chance."""

    source: str
    target: str
    kind: LinkKind
    label: str


@frozen
class Graph:
    """What is to be drawn.

    Attributes:
        bands: Names of the bands, each a day or what has none, in order.
        acts: For each band the act that it belongs to, or empty; those of an act follow one another.
        plays: How many plays the shares are of.
    """

    title: str
    bands: tuple[str, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    plays: int
    acts: tuple[str, ...] = ()

    def clusters(self) -> list[tuple[str, list[int]]]:
        """The acts, each with its bands; what belongs to none is a cluster without a name."""
        acts = self.acts or ("",) * len(self.bands)
        return [(act, list(bands)) for act, bands in groupby(range(len(self.bands)), key=acts.__getitem__)]


def graph(
    scenario: Scenario,
    visits: Mapping[str, float],
    plays: int,
    start: str | None = None,
    depth: int | None = None,
    *,
    variables: bool = False,
    unreachable: Collection[str] = (),
) -> Graph:
    """The graph of a scenario.

    Args:
        scenario: It has no errors; as it was written, for its acts to have their endings.
        visits: How often each node is met in a play, by key.
        plays: How many plays those are of.
        start: The key of a node from which on it is drawn; all of it if None.
        depth: How many arrows are followed from there; all if None.
        unreachable: The keys of nodes of which it is proven that no play meets them.
        variables: Whether arrows lead from what sets a variable to the conditions that ask about it.
    """
    scenario = with_all_endings(scenario)
    story = story_map(scenario)
    if not variables:
        story = evolve(story, links=tuple(link for link in story.links if link.kind != "variable"))
    earliest = earliest_steps(scenario, story)
    never = {key for key, step in earliest.items() if step == NEVER} | set(unreachable)
    chosen = set(story.nodes) if start is None else _reached(story, start, depth)
    chosen -= {key for key in chosen if key.startswith("inject:")}
    chosen |= {_box_of(story.nodes[key]) for key in chosen}
    bands = _bands(scenario, story, earliest, chosen)
    names = list(dict.fromkeys(sorted(bands.values())))
    order = {name: number for number, name in enumerate(names)}
    rows = {key: _row(story.nodes[key], visits, never) for key in story.nodes if key in chosen}
    parts = _parts(story)
    boxes = [
        Box(
            node.kind,
            rows[key],
            tuple(rows[part] for part in parts.get(key, ()) if part in chosen),
            order[bands[key]],
        )
        for key, node in story.nodes.items()
        if key in bands
    ]
    timeline = Timeline.of(scenario.clock)
    arrows = [
        Arrow(link.source, link.target, link.kind, _label(timeline, link))
        for link in story.links
        if link.kind not in ("option", "card") and {link.source, link.target} <= chosen
    ]
    titles = [*(f"act {act.id}: {act.title}" for act in scenario.acts.values()), ""]
    return Graph(
        scenario.info.title,
        tuple(name for *_, name in names),
        tuple(boxes),
        tuple(dict.fromkeys(arrows)),
        plays,
        tuple(titles[act] for act, *_ in names),
    )


def _reached(story: StoryMap, start: str, depth: int | None) -> set[str]:
    """The nodes that can be reached from one by so many arrows; to the parts of a decision or deck leads none."""
    outgoing: dict[str, list[Link]] = {key: [] for key in story.nodes}
    for link in story.links:
        outgoing[link.source].append(link)
    waiting, reached = deque([(start, 0)]), {start: 0}
    while waiting:
        key, steps = waiting.popleft()
        for link in outgoing[key]:
            further = steps + (link.kind not in ("option", "card"))
            if (depth is None or further <= depth) and further < reached.get(link.target, len(story.nodes)):
                reached[link.target] = further
                waiting.append((link.target, further))
    return set(reached)


def _box_of(node: Node) -> str:
    return f"{ROWS[node.kind]}:{node.id.partition('.')[0]}" if node.kind in ROWS else node.key


def _parts(story: StoryMap) -> dict[str, list[str]]:
    """The rows of each box."""
    parts: dict[str, list[str]] = {}
    for link in story.links:
        if link.kind in ("option", "card"):
            parts.setdefault(link.source, []).append(link.target)
    return parts


def _bands(
    scenario: Scenario, story: StoryMap, earliest: Mapping[str, float], chosen: Collection[str]
) -> dict[str, tuple[int, int, str]]:
    """For each box its band: the number of its act, a rank, and a name."""
    timeline = Timeline.of(scenario.clock)
    bands: dict[str, tuple[int, int, str]] = {}
    ends, places = act_ends(scenario), {id: place for place, id in enumerate(scenario.acts)}
    beyond = len(ends)
    after_all = timeline.day_number(timeline.last) + 1
    for key, node in story.nodes.items():
        if key not in chosen or node.kind in ROWS:
            continue
        act = _act_of(scenario, node)
        step = earliest[key] if act is None else ends[places[act]]
        if node.kind == "ending" and act is None:
            bands[key] = beyond, after_all + 2, "Endings"
        elif node.kind == "deck" or step == NEVER or (step <= timeline.steps_a_day and not _has_date(scenario, node)):
            bands[key] = beyond, after_all + 1, "Without a date"
        else:
            moment = timeline.moment(int(step))
            place = bisect_left(ends, step) if act is None else places[act]
            name = f"{formatting.date_of(moment)}{formatting.year(moment)}"
            bands[key] = place, timeline.day_number(int(step)), name
    return bands


def _act_of(scenario: Scenario, node: Node) -> str | None:
    """The act of which it is the end, or an ending."""
    if node.kind == "ending":
        return scenario.endings[node.id].act
    return node.id if node.kind == "event" and node.id in scenario.acts else None


def _has_date(scenario: Scenario, node: Node) -> bool:
    match node.kind:
        case "decision":
            return scenario.decisions[node.id].at is not None or scenario.decisions[node.id].when is None
        case "event" if node.id not in scenario.acts:
            event = scenario.events[node.id]
            return event.at is not None or event.starts is not None
    return True


def _row(node: Node, visits: Mapping[str, float], never: Collection[str]) -> Row:
    share = visits.get(node.key)
    mark: Mark = "cannot happen" if node.key in never else "never met" if share == 0 else ""
    name = node.id.partition(".")[2] if node.kind in ROWS else node.name
    return Row(node.key, name, node.title, share, mark)


def _label(timeline: Timeline, link: Link) -> str:
    """What stands at an arrow: what must come before it, how long it takes, and its chance."""
    if link.kind == "when":
        return ""
    if link.kind == "variable":
        return link.when[0]
    wait = delay(timeline, link).removesuffix(" later") if link.longest > 1 else ""
    return ", ".join(filter(None, (link.outcome, wait, link.chance and f"chance {link.chance}")))
