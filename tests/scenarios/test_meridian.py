"""What the second story promises beyond what every story does."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from attrs import frozen
from numpy.typing import NDArray

from ceo_sim.analysis.balance import balance
from ceo_sim.analysis.policies import ByScore, Prompt
from ceo_sim.analysis.policy_names import policy_of_file
from ceo_sim.analysis.reading import readings
from ceo_sim.analysis.simulate import Batch, Summary, batches_of, simulate
from ceo_sim.analysis.statistics import statistics_of
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.engine.question import Question
from ceo_sim.engine.schedule import Indexes
from tests.support.scenarios import shipped, shipped_program

PLAYS = 10_000
SETS, LUCKS = 250, 40
"""Ways to answer everything, and plays of each."""
SEEN = ("morale", "public_trust", "safety", "goodwill", "market", "legal_risk")
"""The meters that the player sees, beside the attention they have."""
NOISE = 0.05
CARE = """
the_request = "writing"
the_test = "mend"
the_leak = ["publish", "confirm"]
leak_source = ["channel", "amnesty"]
the_petition = "meet_both"
the_auditor = ["university", "inspectorate"]
the_clause = ["consent", "full"]
annotators_ask = "raise"
stations = "notice"
the_bridge = ["both", "inspect"]
the_favour = ["publicly", "no"]
the_tracker = ["warrant", "no"]
the_bill = "licence"
ilka_letter = ["veto", "board"]
the_hearing = ["numbers", "engineers"]
the_dataset = ["keep", "release"]
the_offer = ["keep", "trust"]
"""
NEGLECT = """
the_test = "file"
the_leak = ["silent", "dispute"]
leak_source = "search"
the_petition = ["remind", "written"]
the_auditor = ["none", "firm"]
the_clause = "leave"
annotators_ask = ["refer", "synthetic"]
stations = "threshold"
the_bridge = "first"
the_favour = "no"
the_tracker = ["no", "on"]
the_bill = ["stay_out", "police"]
ilka_letter = "accept"
the_hearing = "counsel"
the_dataset = "sell"
the_offer = ["keep", "trust"]
"""
CONTRACT = ("refuse", "wait", "count_only", "pilot", "as_asked")


def test_it_has_as_much_in_it_as_a_second_story_should() -> None:
    story = shipped("meridian").scenario

    assert story is not None
    assert len(story.decisions) >= 18
    assert sum(len(decision.options) for decision in story.decisions.values()) >= 65
    assert len(story.events) >= 27
    assert sum(len(deck.cards) for deck in story.decks.values()) >= 12
    assert len(story.endings) >= 8
    assert len(story.stakes) >= 4
    assert len(story.rivals) >= 4
    assert story.debrief is not None
    assert len(story.debrief.questions) >= 6


def test_it_is_read_in_the_time_that_it_says() -> None:
    found = statistics_of(shipped("meridian"), readings(shipped_program("meridian"), 20, 1))

    assert found.in_play.median <= 5_500
    assert abs(found.minutes - shipped("meridian").playable.info.minutes) <= 2


@frozen(eq=False)
class OneOfSets(Prompt):
    """Answers everything at once, in one of many ways, which the play's seed says.

    Attributes:
        ways: A policy for each way.
    """

    ways: tuple[ByScore, ...]

    def choose(self, state: Lanes, question: Question) -> Indexes:
        """As the way of each lane has it."""
        way = (state.seeds[question.lanes].astype(np.int64) - 1) // LUCKS
        answers = np.full(len(question.lanes), -1, np.intp)
        for number in np.unique(way):
            of_it = way == number
            part = Question(question.lanes[of_it], question.decisions[of_it], question.open[:, of_it])
            answers[of_it] = self.ways[number].choose(state, part)
        return answers


@cache
def random_plays() -> list[Batch]:
    return batches_of(shipped_program("meridian"), PLAYS, 1, RandomPolicy())


def ends(batches: list[Batch], metric: str) -> NDArray[np.float64]:
    cell = shipped_program("meridian").metrics[metric].cell
    return np.concatenate([batch.final[cell] for batch in batches])


@pytest.mark.slow
def test_choices_make_most_of_the_difference_and_luck_makes_some() -> None:
    program = shipped_program("meridian")
    options = int(program.first_option[-1] + program.widths[-1])
    ways = tuple(ByScore(scores) for scores in np.random.default_rng(3).random((SETS, options)))
    plays = batches_of(program, SETS * LUCKS, 1, OneOfSets(ways))

    for metric in ("morale", "public_trust", "safety"):
        values = ends(plays, metric).reshape(SETS, LUCKS)
        luck = float(values.var(axis=1, ddof=1).mean())
        choices = float(values.mean(axis=1).var(ddof=1)) - luck / LUCKS
        assert 0.05 <= luck / (luck + choices) <= 0.15, metric


@pytest.mark.slow
def test_each_of_its_decisions_sways_a_large_meter_or_the_ending() -> None:
    found = balance(shipped_program("meridian"), PLAYS, 1, [])

    assert [
        decision.id for decision in found.decisions if decision.bits < 0.05 and max(decision.variance.values()) < 0.02
    ] == []


@pytest.mark.slow
def test_no_option_is_better_than_its_sibling_on_every_meter_that_the_player_sees() -> None:
    program = shipped_program("meridian")
    chosen = np.concatenate([batch.choice for batch in random_plays()], axis=1)
    signs = [-1.0 if program.metrics[metric].written.better == "lower" else 1.0 for metric in SEEN]
    values = np.array([sign * ends(random_plays(), metric) for sign, metric in zip(signs, SEEN, strict=True)])
    better: list[str] = []
    for decision in program.decisions:
        brings = {
            option.id: values[:, chosen[decision.index] == option.position].mean(axis=1) for option in decision.options
        }
        better += [
            f"{decision.id}: {one} beats {other}"
            for one, mine in brings.items()
            for other, theirs in brings.items()
            if one != other and bool(np.all(mine >= theirs - NOISE)) and int(np.sum(mine > theirs + 2 * NOISE)) >= 2
        ]

    assert better == []


@cache
def decided(contract: str, how: str) -> Summary:
    program = shipped_program("meridian")
    policy = policy_of_file(f"{contract}.toml", f'{how}the_terms = "{contract}"\n', program)
    return simulate(program, 1_000, 1, policy)


@pytest.mark.slow
def test_the_answers_to_the_contract_decided_with_care_end_alike_and_never_surely() -> None:
    shares = {contract: decided(contract, CARE).endings["second_signature"] for contract in CONTRACT}

    assert all(0.75 <= share <= 0.95 for share in shares.values()), shares
    assert max(shares.values()) - min(shares.values()) <= 0.15, shares


@pytest.mark.slow
@pytest.mark.parametrize("contract", CONTRACT)
def test_neglect_costs_whatever_the_answer_to_the_contract_was(contract: str) -> None:
    assert decided(contract, NEGLECT).endings["second_signature"] == 0
    assert decided(contract, NEGLECT).metrics["morale"].mean < decided(contract, CARE).metrics["morale"].mean - 6
