"""For everything that can be met in a story one answer: it can, with a way to it; it never can; or the odds of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache, partial
from typing import Literal

from attrs import field, frozen

from ceo_sim.analysis.explore import tabular
from ceo_sim.analysis.explore.budget import Budget, Spent
from ceo_sim.analysis.explore.by_check import proven_never
from ceo_sim.analysis.explore.nodes import Node, Nodes
from ceo_sim.analysis.explore.odds import EndingOdds, Luck, Odds, by_lot, extreme, players
from ceo_sim.analysis.explore.repeats import Repeats
from ceo_sim.analysis.explore.sampling import Sample, sample
from ceo_sim.analysis.explore.search import Graph, Unfinished, search, why_endless_luck
from ceo_sim.analysis.explore.table import Table
from ceo_sim.analysis.explore.table_ways import TableWays
from ceo_sim.analysis.explore.tabular_stories import is_tabular
from ceo_sim.analysis.explore.witness import Witness, nearest_way
from ceo_sim.analysis.sums import share_interval
from ceo_sim.engine.program import Program

Verdict = Literal["can", "never", "odds"]
Z_99 = 2.5758293035489004
"""The 0.995 quantile of the standard normal distribution."""
PART_FOR_SEARCH = 0.4
"""Of the time, that the search may take before plays by lot begin; it takes what it needs where that is less."""


@frozen
class Finding:
    """What is known of a node.

    Attributes:
        node: Which.
        verdict: `can`: there is a way to it; `never`: there is none, by the search or by what `check` proves; `odds`:
            none was met, and it is as rare as this.
        hits: In how many plays by lot it was met.
        tried: How many were played.
        low: The 99 % interval of its share of such plays, by Wilson's score; 0 to 1 where none was played.
        high: The upper end of it.
    """

    node: Node
    verdict: Verdict
    hits: int = 0
    tried: int = 0
    low: float = 0.0
    high: float = 1.0


@frozen(eq=False)
class Exploration:
    """What is known of a story.

    Attributes:
        program: What was explored.
        nodes: What can be met in it.
        states: How many states the search met.
        sample: What plays have met; None where none were needed.
        findings: One for each node, in the order of the scenario.
        unfinished: Why the search did not meet every state; None if it did.
        by_lot: The odds of every ending for a player by lot, if they are known exactly.
        bounds: The same for the best and the worst player.
        budget: What was used.
        interrupted: Whether somebody broke it off, and this is what was known by then.
    """

    program: Program
    nodes: Nodes
    states: int
    sample: Sample | None
    findings: tuple[Finding, ...]
    unfinished: Unfinished | None
    by_lot: Odds | None
    bounds: EndingOdds | None
    budget: Budget = field(repr=False)
    interrupted: bool
    _searched: Searched = field(repr=False)

    @property
    def endless_draw(self) -> str | None:
        """The number drawn from a range for which states cannot all be met, if there is one."""
        return why_endless_luck(self.program)

    def witness(self, node: Node) -> Witness | None:
        """The shortest way to a node that the search met, or a way that a play took; None if neither did.

        A way that needs luck no seed has may be replaced by that of a play.
        """
        place = self.nodes.all.index(node)
        played = None if self.sample is None else self.sample.witnesses.get(place)
        if place not in self._searched.met:
            return played
        way = self._searched.way(place)
        return played if way.seed is None and played is not None else way


@frozen(eq=False)
class Searched:
    """What a search has met, of whichever kind it was.

    Attributes:
        states: How many states.
        met: The places of the nodes.
        way: Gives the shortest way to one of them.
        unfinished: Why there may be more.
        odds: Gives the exact odds of endings.
    """

    states: int
    met: Collection[int]
    way: Callable[[int], Witness]
    unfinished: Unfinished | None
    odds: Callable[[], tuple[Odds, EndingOdds]]


def explore(
    nodes: Nodes,
    budget: Budget,
    *,
    luck: Luck = "dice",
    plays: int = 10_000,
    seed: int = 1,
    wanted: Sequence[int] = (),
    until_met: bool = False,
    odds: bool = True,
) -> Exploration:
    """Find out what can be met in a story, within a budget.

    Args:
        nodes: What can be met in it.
        budget: States, memory and time.
        luck: What luck does in the odds of the best and the worst player.
        plays: How many plays by lot there are where the search does not meet every state.
        seed: Of the first of them.
        wanted: The places of the nodes that are looked for first; all if left out.
        until_met: Whether plays end once all of these are met; that gives no odds to speak of.
        odds: Whether the exact odds of endings are asked for.
    """
    program = nodes.program
    searched = _searched(program, budget, nodes, luck)
    unfinished, exact, sampled = searched.unfinished, None, None
    interrupted = unfinished == "interrupted"
    try:
        if unfinished is None and odds:
            exact = searched.odds()
        elif unfinished not in (None, "interrupted"):
            for so_far in sample(program, nodes, budget, plays, seed, wanted, until_met=until_met):
                sampled = so_far
    except KeyboardInterrupt:
        unfinished, interrupted = unfinished or "interrupted", True
    except Spent:
        pass  # odds that are not known in time are not told
    lot, bounds = exact or (None, None)
    shut: frozenset[int] = frozenset() if searched.unfinished is None else proven_never(nodes)
    findings = tuple(_finding(node, place, searched, sampled, shut) for place, node in enumerate(nodes.all))
    return Exploration(
        program, nodes, searched.states, sampled, findings, unfinished, lot, bounds, budget, interrupted, searched
    )


def _searched(program: Program, budget: Budget, nodes: Nodes, luck: Luck) -> Searched:
    """Search first, in a part of the time, so that some is left to play by lot where there are too many states."""
    part = Budget(budget.states, budget.memory, budget.seconds * PART_FOR_SEARCH, budget.clock)
    if is_tabular(program) and not Repeats.of(nodes).encoded:
        searched = _of_table(tabular.search(program, nodes, part), luck)
    else:
        searched = _of_graph(search(program, part, nodes), budget, luck)
    budget.used_states, budget.used_memory = part.used_states, part.used_memory
    return searched


def _of_table(table: Table, luck: Luck) -> Searched:
    ways = cache(partial(TableWays, table))
    return Searched(
        table.states,
        table.met.keys(),
        lambda place: ways().to(place),
        table.unfinished,
        lambda: (table.by_lot(), players(table.extreme, luck)),
    )


def _of_graph(graph: Graph, budget: Budget, luck: Luck) -> Searched:
    return Searched(
        graph.states,
        graph.met.keys(),
        lambda place: nearest_way(graph, place),
        graph.unfinished,
        lambda: (by_lot(graph.program, budget, graph.codec), players(partial(extreme, graph, budget), luck)),
    )


def _finding(node: Node, place: int, searched: Searched, sample: Sample | None, shut: frozenset[int]) -> Finding:
    hits, tried = (0, 0) if sample is None else (int(sample.hits[place]), sample.plays)
    low, high = share_interval(hits, tried, Z_99) if tried else (0.0, 1.0)
    if place in searched.met or (sample is not None and place in sample.witnesses):
        return Finding(node, "can", hits, tried, low, high)
    if searched.unfinished is None or place in shut:
        return Finding(node, "never", hits, tried, 0.0, 0.0)
    return Finding(node, "odds", hits, tried, low, high)
