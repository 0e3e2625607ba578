"""What a search proves, what its odds say and what random plays do must agree, in any story."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from ceo_sim.analysis.explore.budget import Budget
from ceo_sim.analysis.explore.findings import Exploration, explore
from ceo_sim.analysis.explore.nodes import Nodes
from ceo_sim.analysis.explore.sampling import sample
from ceo_sim.analysis.explore.witness import nodes_met
from ceo_sim.analysis.sums import share_interval
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.program import Program
from ceo_sim.engine.replay import replay
from ceo_sim.scenario.loader import load_texts
from tests.support.examples import examples
from tests.support.random_stories import texts
from tests.support.scenarios import shipped_program
from tests.support.stories import LUCKY, by_turn

PLAYS = 10_000
SURE = 5.0
"""Standard deviations: one play of the generator in two million is further off by luck alone."""
EXAMPLES = 15


def explored(story: Program, **changes: float) -> Exploration:
    limits = {"states": 20_000, "memory": 400_000_000, "seconds": 60.0, **changes}
    return explore(Nodes(story), Budget(int(limits["states"]), int(limits["memory"]), limits["seconds"]), plays=500)


@settings(max_examples=examples(EXAMPLES), suppress_health_check=list(HealthCheck))
@given(texts())
def test_search_odds_witnesses_and_random_plays_agree(text: str) -> None:
    loaded = load_texts({"story.toml": text})
    story = compile_scenario(loaded.playable)
    found = explore(Nodes(story, loaded.as_written), Budget(20_000, 400_000_000, 60))
    if found.unfinished is not None:
        return
    assert found.by_lot is not None
    assert found.bounds is not None
    nodes = found.nodes
    *_, plays = sample(story, nodes, Budget(1, 10**9, 60), PLAYS)

    assert found.by_lot.sum() == pytest.approx(1, abs=1e-9)
    assert (found.bounds.worst <= found.by_lot + 1e-9).all()
    assert (found.by_lot <= found.bounds.best + 1e-9).all()
    for place, finding in enumerate(found.findings):
        if finding.verdict == "never":
            assert plays.hits[place] == 0, f"{finding.node.id} was proven never to happen"
            continue
        witness = found.witness(finding.node)
        assert witness is not None
        assert witness.seed is not None or witness.likely < 1e-5
        if witness.seed is not None:
            assert place in nodes_met(story, nodes, witness.seed, witness.answers, witness.until), finding.node.id
            assert replay(story, witness.seed, witness.answers, witness.until).now <= witness.until
    for ending, odds in enumerate(found.by_lot):
        low, high = share_interval(int(plays.hits[nodes.ending[ending]]), PLAYS, SURE)
        assert low <= odds + 1e-9
        assert odds - 1e-9 <= high


@pytest.fixture
def lucky() -> Program:
    return by_turn(LUCKY, turns=3)


def verdicts(found: Exploration) -> dict[str, str]:
    return {finding.node.id: finding.verdict for finding in found.findings}


def test_what_can_never_happen_is_proven(lucky: Program) -> None:
    said = verdicts(explored(lucky))

    assert said["again.never"] == "never"
    assert said["wet.text{2}"] == "never"
    assert said["wet.text{1}"] == said["again.go"] == said["rain"] == "can"


def test_odds_are_those_of_the_arithmetic(lucky: Program) -> None:
    found = explored(lucky)
    assert found.by_lot is not None
    assert found.bounds is not None

    # Bold by half, `again` taken up at turn 1 or 2 by a third each, rain by a quarter.
    low = 0.5 * (1 - (2 / 3) ** 2)
    assert found.by_lot == pytest.approx([low, (0.5 - low) / 4, 1 - low - (0.5 - low) / 4])
    assert found.bounds.best == pytest.approx([1, 0.25, 1])
    assert found.bounds.worst == pytest.approx([0, 0, 0])


@pytest.mark.parametrize("luck, wet", [("adversary", 0.0), ("friend", 1.0), ("dice", 0.25)])
def test_luck_may_be_against_the_player_or_for_them(lucky: Program, luck: str, wet: float) -> None:
    found = explore(Nodes(lucky), Budget(10_000, 10**8, 60), luck=luck)  # type: ignore[arg-type]
    assert found.bounds is not None

    assert found.bounds.best[1] == pytest.approx(wet)


def test_a_witness_says_what_luck_has_to_do_and_finds_a_seed(lucky: Program) -> None:
    found = explored(lucky)
    witness = found.witness(found.nodes.named("rain"))
    assert witness is not None

    assert [answer.option for answer in witness.answers] == ["bold"]
    assert witness.until == 2
    assert witness.likely == pytest.approx(0.25)
    assert witness.seed is not None
    assert [entry.cause for entry in replay(lucky, witness.seed, witness.answers, 2).entries][-1] == "rain"


@pytest.mark.parametrize("limit", ["states", "memory", "seconds"])
def test_what_a_budget_cuts_short_is_not_taken_for_a_proof(lucky: Program, limit: str) -> None:
    found = explored(lucky, **{limit: 1e-9 if limit == "seconds" else 1})

    assert found.unfinished == limit
    assert verdicts(found)["wet.text{2}"] == "odds"  # what `check` does not prove
    if limit == "states":
        assert found.budget.used_states <= 1
        assert verdicts(found)["rain"] == "can"


@pytest.mark.parametrize(
    "story", [LUCKY, LUCKY.replace("range = [0, 10]", "range = [0, 10]\nbaseline = 5\nhalf_life = 9")]
)
def test_an_interrupt_tells_what_is_known_by_then(story: str) -> None:
    looks = iter(range(100))

    def clock() -> float:
        if next(looks) == 12:
            raise KeyboardInterrupt
        return 0.0

    found = explore(Nodes(by_turn(story, turns=3)), Budget(10_000, 10**8, 60, clock))

    assert found.unfinished == "interrupted"
    assert {"ask", "ask.bold"} <= {finding.node.id for finding in found.findings if finding.verdict == "can"}
    assert verdicts(found)["wet.text{2}"] == "odds"  # what `check` does not prove


def test_a_number_drawn_from_a_range_is_said_to_have_too_many_values() -> None:
    story = by_turn("[draw.temper]\nlow = 0\nhigh = 1\n[metric.mood]\nstart = 5\n")
    found = explored(story)

    assert found.unfinished == "draws"
    assert found.endless_draw == "temper"


def test_what_check_proves_is_never_even_where_states_cannot_all_be_met() -> None:
    found = explored(by_turn("[draw.temper]\nlow = 0\nhigh = 1\n" + LUCKY, turns=3))

    assert found.unfinished == "draws"
    assert verdicts(found)["again.never"] == "never"
    assert verdicts(found)["again.go"] == verdicts(found)["wet"] == "can"


def test_a_story_that_does_not_end_within_its_limits_is_cut_short() -> None:
    story = by_turn(
        "[metric.mood]\nstart = 5\nbaseline = 5\nhalf_life = 9\n[decision.ask]\nat = 0\nurgent = true\n"
        '[decision.ask.option.up]\nnext = "ask"\neffects = { mood = 1 }\n[decision.ask.option.down]\nnext = "ask"\n',
        turns=2_000,
    )
    found = explored(story, states=20_000, seconds=2.0)

    assert found.unfinished == "states"
    assert found.states <= 20_000
    assert verdicts(found)["over"] in {"can", "odds"}


def test_the_first_plays_by_lot_are_few_so_that_a_long_story_soon_has_an_answer(lucky: Program) -> None:
    plays = [found.plays for found in sample(lucky, Nodes(lucky), Budget(1, 10**9, 60), 1_000, wanted=[0])]

    assert plays == [50, 150, 350, 750, 1_000]


def test_equal_endings_of_many_ways_are_counted_once() -> None:
    answers = "\n".join(
        f"[decision.d{number}]\nat = {number}\nurgent = true\n"
        f"[decision.d{number}.option.up]\neffects = {{ mood = 1 }}\n"
        f"[decision.d{number}.option.down]\neffects = {{ mood = -1 }}\n"
        for number in range(10)
    )
    found = explored(by_turn(f"[metric.mood]\nstart = 50\n{answers}", turns=11))

    # After n answers the mood has one of n + 1 values; two steps of time follow the last answer.
    assert found.states == sum(number + 1 for number in range(10)) + 11 + 11


def test_the_tutorial_is_explored_by_plays() -> None:
    found = explore(Nodes(shipped_program("tutorial")), Budget(10_000, 10**8, 60), plays=2_000)

    assert found.unfinished == "draws"
    assert {finding.verdict for finding in found.findings} == {"can"}
    assert np.isclose(sum(finding.hits for finding in found.findings if finding.node.kind == "ending"), 2_000)
