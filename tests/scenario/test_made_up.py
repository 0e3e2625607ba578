from __future__ import annotations

import datetime as dt

import pytest

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.replay import replay
from ceo_sim.scenario.made_up import ID, OPTION, MadeUpState, Value, problems, with_made_up_state
from tests.support.stories import EVERYTHING, scenario

START = dt.datetime.fromisoformat("2020-05-28T18:00:00-04:00")
STORY = scenario(EVERYTHING)


def state(*values: tuple[str, Value], decision: str = "third") -> MadeUpState:
    return MadeUpState(START, decision, values)


@pytest.mark.parametrize("value", [0.0, 33.3, 1e-7, 99.999, 100.0])
def test_metrics_and_variables_stand_as_they_are_set_and_the_decision_is_open(value: float) -> None:
    made_up = with_made_up_state(STORY, state(("staff", value), ("level", 3.0), ("called", True)))
    game = replay(compile_scenario(made_up), 3, ())

    game.choose(ID, OPTION)

    assert game.ledger.value("staff") == pytest.approx(value, abs=1e-9)
    assert game.fill(made_up.decisions["first"].title) == "First"
    assert {"third", "first"} <= {waiting.id for waiting in game.agenda()}
    assert game.ledger.why("staff")[1].cause in (f"{ID}.{OPTION}", "staff")


def test_what_is_set_does_not_echo() -> None:
    game = replay(compile_scenario(with_made_up_state(STORY, state(("staff", 10.0)))), 3, ())
    game.choose(ID, OPTION)
    for decision in ("third", "first"):
        game.choose(decision, next(iter(STORY.decisions[decision].options)))
    game.wait(game.now + 2)

    assert not [row for row in game.ledger.rows if row.kind == "echo" and row.cause.startswith(ID)]


def test_it_is_named_as_made_up() -> None:
    assert with_made_up_state(STORY, state()).info.title == "A story (made-up state)"


@pytest.mark.parametrize(
    "values, says",
    [
        (("mood", 3.0), "mood is always exactly its formula"),
        (("staf", 3.0), "did you mean staff?"),
        (("staff", 101.0), "staff lies from 0 to 100"),
        (("level", 5.0), "level lies from 0 to 4"),
        (("level", True), "level is a number"),
        (("called", 1.0), "called is true or false"),
        (("hours", 1.0), "no metric or variable hours"),
    ],
)
def test_what_cannot_be_set_is_named(values: tuple[str, Value], says: str) -> None:
    (problem,) = problems(STORY, state(values))

    assert says in problem


@pytest.mark.parametrize("moment", [3, START - dt.timedelta(days=1), START + dt.timedelta(days=60)])
def test_a_moment_outside_the_story_is_a_problem(moment: dt.datetime | int) -> None:
    assert list(problems(STORY, MadeUpState(moment, "third", ())))


def test_a_decision_that_is_not_there_is_a_problem() -> None:
    (problem,) = problems(STORY, state(decision="thrid"))

    assert "did you mean third?" in problem
