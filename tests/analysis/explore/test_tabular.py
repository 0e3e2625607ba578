"""The search by tables gives what the general search gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from ceo_sim.analysis.explore import tabular
from ceo_sim.analysis.explore.budget import Budget
from ceo_sim.analysis.explore.nodes import Nodes
from ceo_sim.analysis.explore.odds import by_lot, extreme
from ceo_sim.analysis.explore.search import search
from ceo_sim.analysis.explore.table_ways import TableWays
from ceo_sim.analysis.explore.tabular_stories import is_tabular
from ceo_sim.analysis.explore.witness import nearest_way, nodes_met
from tests.support.examples import examples
from tests.support.random_stories import texts
from tests.support.scenarios import shipped_program
from tests.support.stories import by_turn, program


def budget() -> Budget:
    return Budget(10_000, 10**9, 60)


@settings(max_examples=examples(20), suppress_health_check=list(HealthCheck))
@given(texts(tabular=True))
def test_both_searches_agree(text: str) -> None:
    story = program(text)
    assert is_tabular(story)
    nodes = Nodes(story)
    table, graph = tabular.search(story, nodes, budget()), search(story, budget(), nodes)
    if graph.unfinished or table.unfinished:
        return

    assert table.met.keys() == graph.met.keys()
    assert table.by_lot() == pytest.approx(by_lot(story, budget(), graph.codec))
    for player in (np.maximum, np.minimum):
        for luck in (None, np.maximum, np.minimum):
            assert table.extreme(player, luck) == pytest.approx(extreme(graph, budget(), player, luck))
    ways = TableWays(table)
    for node in table.met:
        way, other = ways.to(node), nearest_way(graph, node)
        assert (way.until, len(way.answers)) == (other.until, len(other.answers)), nodes.all[node].id
        assert way.likely == pytest.approx(other.likely), nodes.all[node].id
        for each in (way, other):
            if each.seed is not None:
                assert node in nodes_met(story, nodes, each.seed, each.answers, each.until), nodes.all[node].id


ENDLESS = """
[metric.mood]
start = 5
range = [0, 1000]
[decision.ask]
at = 0
urgent = true
[decision.ask.option.up]
next = "ask"
effects = { mood = 1 }
[decision.ask.option.down]
next = "ask"
"""


@pytest.mark.parametrize("most", [1, 2, 10, 1_000])
def test_no_more_states_are_held_than_a_budget_allows(most: int) -> None:
    story = by_turn(ENDLESS, turns=2_000)
    table = tabular.search(story, Nodes(story), Budget(most, 10**9, 60))

    assert table.unfinished == "states"
    assert 1 <= table.states <= most


def test_a_story_with_drift_is_not_searched_by_tables() -> None:
    assert not is_tabular(shipped_program("tutorial"))
