from __future__ import annotations

import pickle

import numpy as np
import pytest

from ceo_sim.analysis.policy_names import BadPolicyFile, UnknownPolicy, policy_named, policy_of_file
from ceo_sim.analysis.simulate import Summary, simulate
from ceo_sim.engine import rng
from ceo_sim.engine.effects import choose
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.preview import preview
from ceo_sim.engine.questions import open_due_decisions
from tests.support.stories import EVERYTHING, by_turn, program

STORY = by_turn(
    """
[assumption.pull]
value = 1
[metric.staff]
start = 50
headline = true
[metric.press]
start = 50
headline = true
better = "lower"
[metric.calm]
formula = "staff - press + 50"
[budget.hours]
name = "hours"
refill = 3
[value.candour]
name = "Candour"
[cast.ann]
name = "Ann"
role = "R"
adviser = true
assumes = { pull = -1 }
[cast.guest]
name = "Guest"
role = "R"
[decision.now]
at = 0
urgent = true
[decision.now.option.shut]
when = "staff > 90"
[decision.now.option.warm]
effects = { staff = "10 * pull" }
cost = { hours = 1 }
[decision.now.option.cold]
effects = { staff = -10, press = -1 }
values = { candour = 1 }
[decision.now.option.loud]
effects = { press = 8 }
values = { candour = -2 }
[decision.later]
at = 1
expires = 3
[decision.later.option.paid]
cost = { hours = 1 }
effects = { press = 1 }
[decision.later.option.dear]
cost = { hours = 2 }
effects = { press = 2 }
[history]
[[history.choice]]
decision = "now"
option = "loud"
[[history.choice]]
decision = "later"
option = "dear"
at = 3
[ending.over]
title = "Over"
text = "T"
"""
)


def played(name: str, plays: int = 300) -> Summary:
    return simulate(STORY, plays, 1, policy_named(name, STORY))


def taken(name: str) -> set[str]:
    return {option for option, times in played(name).options.items() if times}


@pytest.mark.parametrize(
    "name, options",
    [
        ("first", {"now.warm", "later.paid"}),
        ("lot", {"now.warm", "now.cold", "now.loud", "later.paid", "later.dear"}),
        ("greedy:staff", {"now.warm", "later.paid", "later.dear"}),
        ("against:staff", {"now.cold", "later.paid", "later.dear"}),
        ("greedy:press", {"now.loud", "later.dear"}),
        ("against:press", {"now.cold", "later.paid"}),
        ("greedy:calm", {"now.warm", "later.paid"}),
        ("against:calm", {"now.cold", "later.dear"}),
        ("value:candour", {"now.cold", "later.paid", "later.dear"}),
        # To Ann being warm costs staff ten points, as being cold does, and that helps with the press a little.
        ("adviser:ann", {"now.loud", "later.paid"}),
        ("never-spend", {"now.cold", "now.loud"}),
        ("history", {"now.loud", "later.dear"}),
    ],
)
def test_a_policy_takes_what_its_name_says(name: str, options: set[str]) -> None:
    assert taken(name) == options


def test_what_is_spent_is_what_was_taken() -> None:
    assert played("never-spend").spent == {"hours": 0}
    assert played("first").spent == {"hours": 2}
    assert played("history").spent == {"hours": 2}


def test_equal_options_fall_by_lot() -> None:
    counts = played("greedy:staff", 2_000).options

    assert counts["later.paid"] == pytest.approx(1_000, abs=120)


def test_whoever_answers_by_lot_answers_on_the_first_day() -> None:
    assert played("lot").decisions == 600
    assert played("random").decisions < 600


def test_a_preview_leaves_the_lanes_as_they_are_and_shows_what_the_option_would_do() -> None:
    state = Lanes(program(EVERYTHING), rng.consecutive_seeds(3, 40))
    open_due_decisions(state)
    decision = next(plan for plan in state.program.decisions if state.open_count[plan.index])
    before, lanes = state.metrics().copy(), np.arange(5, 25)
    shown = preview(state, decision, 0, lanes)

    assert (state.metrics() == before).all()
    choose(state, decision, decision.options[0], lanes)
    assert (state.metrics()[:, lanes] == shown).all()


@pytest.mark.parametrize("name", ["first", "greedy:staff", "adviser:ann", "never-spend", "history", "value:candour"])
def test_a_policy_can_be_sent_to_another_process(name: str) -> None:
    again = pickle.loads(pickle.dumps(policy_named(name, STORY)))

    assert simulate(STORY, 50, 1, again, clock=lambda: 0.0) == simulate(
        STORY, 50, 1, policy_named(name, STORY), clock=lambda: 0.0
    )


@pytest.mark.parametrize(
    "name, complaint",
    [
        ("frist", "did you mean first?"),
        ("", "there are random, lot, first"),
        ("greedy", "did you mean greedy:?"),
        ("greedi:staff", "did you mean greedy:?"),
        ("greedy:staf", "did you mean staff?"),
        ("value:zzz", "there are candour"),
        ("adviser:guest", "there are ann"),
        ("adviser:", "there are ann"),
    ],
)
def test_a_policy_that_is_not_there_is_refused_with_the_nearest(name: str, complaint: str) -> None:
    with pytest.raises(UnknownPolicy, match=complaint.replace("?", r"\?")):
        policy_named(name, STORY)


def test_a_scenario_without_a_real_path_has_none_to_follow() -> None:
    with pytest.raises(UnknownPolicy, match=r"has no \[history\]"):
        policy_named("history", program(EVERYTHING))


# ---- files ----------------------------------------------------------------------------------------------------


def by_file(text: str) -> set[str]:
    summary = simulate(STORY, 200, 1, policy_of_file("mine.toml", text, STORY))
    return {option for option, times in summary.options.items() if times}


@pytest.mark.parametrize(
    "text, options",
    [
        ('now = "cold"\nlater = "never"', {"now.cold"}),
        ('now = ["shut", "loud", "cold"]\nlater = ["dear"]', {"now.loud", "later.dear"}),
        ('now = "shut"\nlater = "never"', {"now.warm", "now.cold", "now.loud"}),
        ('now = "cold"', {"now.cold", "later.paid", "later.dear"}),
        ("", {"now.warm", "now.cold", "now.loud", "later.paid", "later.dear"}),
    ],
)
def test_a_file_says_what_is_taken_and_the_rest_falls_by_lot(text: str, options: set[str]) -> None:
    assert by_file(text) == options


@pytest.mark.parametrize(
    "text, line, message, suggestion",
    [
        ('now = "cold"\nlater = "paied"', 2, 'later has no option "paied"', "paid"),
        ('now = ["cold", "lowd"]', 1, 'now has no option "lowd"', "loud"),
        ('\nnwo = "cold"', 2, 'there is no decision "nwo"', "now"),
        ('now = "never"', 1, "now is urgent and cannot be left unanswered", ""),
        ("later = 3", 1, "a number where an option is needed", ""),
        ("later = []", 1, "a list of no options", ""),
        ("later = ", 1, "", ""),
        ('[later]\nx = "paid"', 1, "a table where an option is needed", ""),
    ],
)
def test_a_bad_file_says_what_is_wrong_and_where(text: str, line: int, message: str, suggestion: str) -> None:
    with pytest.raises(BadPolicyFile) as raised:
        policy_of_file("mine.toml", text, STORY)

    (diagnostic,) = raised.value.diagnostics
    assert (diagnostic.file, diagnostic.line) == ("mine.toml", line)
    assert message in diagnostic.message
    assert diagnostic.suggestion == suggestion


def test_all_that_is_wrong_with_a_file_is_said_at_once() -> None:
    with pytest.raises(BadPolicyFile) as raised:
        policy_of_file("mine.toml", 'now = ["a", 2]\nxyz = "b"', STORY)

    assert len(raised.value.diagnostics) == 3
