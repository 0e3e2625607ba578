from __future__ import annotations

import pytest

from ceo_sim.analysis.links import story_map
from ceo_sim.analysis.simulate import simulate
from ceo_sim.analysis.visits import visits
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.scenario.acts import endings_of
from tests.support.scenarios import shipped, shipped_program
from tests.support.stories import by_turn

PLAYS = 300


@pytest.mark.parametrize("id", ["tutorial", pytest.param("the_post", marks=pytest.mark.slow)])
def test_they_are_those_that_simulate_counts(id: str) -> None:
    program = shipped_program(id)
    met, summary = visits(program, PLAYS, seed=3), simulate(program, PLAYS, seed=3)

    assert all(met[f"option:{id}"] >= count / PLAYS for id, count in summary.options.items())
    assert {f"event:{id}": count / PLAYS for id, count in summary.events.items()}.items() <= met.items()
    assert {key: share for key, share in met.items() if key.startswith("ending:")} == pytest.approx(
        {f"ending:{id}": share for id, share in summary.endings.items()}
    )


def test_every_node_but_an_inject_has_its_count() -> None:
    program = shipped_program("the_post")
    nodes = {key for key in story_map(program.scenario).nodes if not key.startswith("inject:")}

    assert visits(program, 10, seed=1).keys() == nodes


def test_what_cannot_happen_is_met_by_nobody_and_what_must_by_all() -> None:
    program = by_turn("""
[decision.first]
at = 1
urgent = true
[decision.first.option.a]
promises = ["word"]
[event.rain]
at = 2
[event.flood]
at = 3
when = "not rain.fired"
[promise.word]
text = "A word"
due = 2
kept_when = "rain.fired"
[decision.late]
at = 1
expires = 1
default = "b"
[decision.late.option.b]
[deck.papers]
[deck.papers.card.one]
weight = 1
""")
    met = visits(program, 50, seed=1)

    assert (met["decision:first"], met["option:first.a"], met["promise:word"]) == (1, 1, 1)
    assert met["option:late.b"] == 1  # chosen, or by default
    assert (met["event:rain"], met["event:flood"]) == (1, 0)
    assert (met["deck:papers"], met["card:papers.one"]) == (1, 1)


def test_an_act_without_endings_of_its_own_ends_as_the_story_does() -> None:
    loaded = shipped("the_post")
    written = loaded.written
    assert written is not None
    by_act = {act: endings_of(written, act) for act in written.acts}
    assert not all(by_act.values())
    met = visits(compile_scenario(loaded.playable), 40, 1, written)
    assert {f"ending:{id}" for endings in by_act.values() for id in endings} <= met.keys()
