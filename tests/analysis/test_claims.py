from __future__ import annotations

import pytest

from ceo_sim.analysis.claims import best_for_all, check_mirror, check_targets
from ceo_sim.analysis.history import replay_history
from ceo_sim.analysis.simulate import simulate
from ceo_sim.analysis.trial import hold_trial
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.engine.program import Program
from ceo_sim.engine.replay import ReplayMismatch
from ceo_sim.engine.snapshots import Answer
from ceo_sim.scenario.loader import load_texts
from tests.support.stories import BY_TURN, COIN, EVERYTHING, HEADER, by_turn, filled_in, scenario


def with_history(option: str, more: str = "") -> Program:
    choice = f'[[history.choice]]\ndecision = "d"\noption = "{option}"\n'
    return by_turn(COIN + choice + more)


@pytest.mark.parametrize(
    "target, holds",
    [
        ('ending = "much"\nshare = [0.4, 0.6]', True),
        ('ending = "much"\nshare = [0.6, 0.9]', False),
        ('option = "d.more"\nshare = [0.45, 0.55]', True),
        ('metric = "m"\nrange = [20, 30]', True),
        ('metric = "m"\nrange = [30, 40]', False),
        ('replay = "history"\nmetric = "m"\nrange = [40, 40]', True),
        ('replay = "history"\nmetric = "m"\nrange = [0, 39]', False),
        ('replay = "history"\nmetric = "m"\nat = 0\ntake = "change"\nrange = [30, 30]', False),
        ('replay = "history"\nmetric = "m"\ntake = "max"\nrange = [40, 40]', True),
        ('replay = "history"\nmetric = "m"\ntake = "min"\nrange = [40, 40]', True),
    ],
)
def test_a_target_holds_or_does_not(target: str, holds: bool) -> None:
    story = with_history("more", f"[[target]]\n{target}\n")

    assert [finding.holds for finding in check_targets(story, 2_000, seed=1)] == [holds]


UP_AND_DOWN = """
[metric.m]
start = 10
[metric.twice]
formula = "2 * m"
[event.up]
at = 1
effects = { m = 2 }
[event.down]
at = 3
effects = { m = -4 }
[event.further]
at = 5
effects = { m = -2 }
[ending.early]
title = "Early"
text = "T"
early = true
when = "day >= 5"
[ending.over]
title = "Over"
text = "T"
"""


@pytest.mark.parametrize(
    "target, value",
    [
        ('metric = "m"\nrange = [0, 100]\ntake = "min"', 6),
        ('metric = "m"\nrange = [0, 100]\ntake = "max"', 12),
        ('metric = "m"\nrange = [0, 100]\ntake = "change"', -4),
        ('metric = "m"\nrange = [0, 100]\nat = 2', 12),
        ('metric = "m"\nrange = [0, 100]\nat = 2\ntake = "min"', 10),
        ('metric = "twice"\nrange = [0, 100]\nat = 3\ntake = "change"', -4),
        ('metric = "m"\nrange = [0, 100]', 6),
    ],
)
def test_random_plays_are_read_as_a_target_says(target: str, value: float) -> None:
    story = by_turn(UP_AND_DOWN + f"[[target]]\n{target}\n")
    (result,) = check_targets(story, 50, seed=1)

    assert result.value == pytest.approx(value)


def test_an_option_that_is_chosen_again_counts_each_play_once_and_a_default_not_at_all() -> None:
    story = by_turn(
        """
[metric.m]
start = 10
[decision.d]
when = "day >= 1"
expires = 2
default = "a"
[decision.d.option.a]
next = { decision = "d", after = 1 }
[decision.d.option.b]
next = { decision = "d", after = 1 }
[ending.over]
title = "Over"
text = "T"
[[target]]
option = "d.b"
share = [0, 1]
""",
        turns=12,
    )
    summary = simulate(story, 1_000, seed=1)
    (result,) = check_targets(story, 1_000, seed=1)

    assert summary.options["d.b"] > 1_000
    assert result.value is not None
    assert 0.5 < result.value < 1
    # Whoever chooses takes either as often.
    assert summary.options["d.a"] == pytest.approx(summary.options["d.b"], rel=0.1)
    assert summary.decisions == summary.options["d.a"] + summary.options["d.b"]


@pytest.mark.parametrize(
    "target, holds",
    [
        ('ending = "much"', True),
        ('ending = "little"', False),
        ('option = "d.more"', True),
        ('option = "d.less"\nshare = [0, 0]', True),
        ('event = "rain"', True),
        ('event = "snow"', False),
    ],
)
def test_the_real_path_is_held_against_endings_options_and_events_too(target: str, holds: bool) -> None:
    more = '[event.rain]\ntitle = "R"\nat = 1\n[event.snow]\ntitle = "S"\nat = 1\nwhen = "m > 99"\n'
    story = with_history("more", more + f'[[target]]\nreplay = "history"\n{target}\n')

    assert [result.holds for result in check_targets(story, 1, seed=1)] == [holds]


def test_a_target_of_a_real_path_that_cannot_be_taken_does_not_hold() -> None:
    target = '[[target]]\nreplay = "history"\nmetric = "m"\nrange = [0, 100]\n'
    (result,) = check_targets(with_history("locked", target), 1, seed=1)

    assert not result.holds
    assert result.problem == "the real path cannot be taken"


def test_a_share_of_none_agrees_with_a_claim_of_very_few() -> None:
    story = with_history("more", '[[target]]\noption = "d.locked"\nshare = [0.001, 0.01]\n')

    assert [result.holds for result in check_targets(story, 1_000, seed=1)] == [True]
    assert [result.holds for result in check_targets(story, 10_000, seed=1)] == [False]


def test_the_real_path_is_played_to_its_end() -> None:
    game = replay_history(with_history("more"))

    assert game.ending is not None
    assert game.ending.id == "much"


def test_a_real_path_that_cannot_be_taken_says_where_it_fails() -> None:
    with pytest.raises(ReplayMismatch, match=r"answer 1: d\.locked: .*m > 90 does not hold"):
        replay_history(with_history("locked"))


def test_a_real_path_that_leaves_something_urgent_open_says_so() -> None:
    body = COIN + "[history]\nseed = 1\n"

    with pytest.raises(ReplayMismatch, match="d has to be answered first"):
        replay_history(by_turn(body))


def test_a_story_without_a_real_path_says_so() -> None:
    with pytest.raises(ValueError, match=r"story has no \[history\]"):
        replay_history(by_turn(COIN))


TWO_GROUPS = """
[metric.one]
start = 50
[metric.other]
start = 50
better = "lower"
[decision.d]
at = 0
urgent = true
[decision.d.option.a]
effects = {{ one = 5, other = {other} }}
[decision.d.option.b]
"""


@pytest.mark.parametrize("other, best", [(-5, ["d.a"]), (5, [])])
def test_an_option_that_is_best_for_everyone_is_found(other: int, best: list[str]) -> None:
    assert best_for_all(by_turn(TWO_GROUPS.format(other=other)), 500, seed=1) == best


POLES = (
    HEADER
    + """
[clock]
turns = 3
[assumption.side_left]
value = 1
[assumption.side_right]
value = -1
[metric.left]
name = "L"
start = 50
[metric.right]
name = "R"
start = 50
[decision.d]
title = "D"
brief = "B"
at = 0
urgent = true
[decision.d.option.a]
label = "A"
effects = { left = "4 * side_left", right = "4 * side_right" }
[decision.d.option.b]
label = "B"
effects = { right = -2 }
[mirror]
swap = [["side_left", "side_right"]]
expect = [["left", "right"]]
[ending.over]
title = "Over"
text = "T"
"""
)


@pytest.mark.parametrize("option, differences", [("a", 0), ("b", 2)])
def test_an_effect_that_names_a_side_outright_breaks_the_mirror(option: str, differences: int) -> None:
    found = list(check_mirror(scenario(POLES), 1, [Answer(0, "d", option)]))

    assert len(found) == differences


def test_a_story_without_a_mirror_has_nothing_to_differ() -> None:
    assert list(check_mirror(scenario(EVERYTHING), 1, [])) == []


ACTS = """
[metric.m]
start = 10
[event.up]
at = 1
effects = { m = 2 }
[event.down]
at = 4
effects = { m = -4 }
[act.half]
title = "Half"
until = 3
[ending.much]
title = "Much"
text = "T"
when = "m > 11"
act = "half"
[ending.little]
title = "Little"
text = "T"
act = "half"
[ending.over]
title = "Over"
text = "T"
"""


def test_what_is_claimed_of_an_act_is_measured_in_plays_that_end_with_it() -> None:
    targets = (
        '[[target]]\nact = "half"\nending = "much"\nshare = [1, 1]\n'
        '[[target]]\nact = "half"\nmetric = "m"\nrange = [12, 12]\n'
        '[[target]]\nmetric = "m"\nrange = [8, 8]\n'
        '[[target]]\nact = "half"\nevent = "down"\nshare = [0, 0]\n'
    )
    loaded = load_texts(
        {
            "story.toml": (HEADER + BY_TURN.format(turns=6) + filled_in(ACTS) + targets).replace(
                "format = 1", "format = 2"
            )
        }
    )
    assert not loaded.errors
    whole, half = (compile_scenario(each.playable) for each in (loaded, loaded.until("half")))
    results = check_targets(whole, 20, 1, {"half": half})
    assert [result.value for result in results] == [1, 12, 8, 0]
    assert all(result.holds for result in results)
    assert results[0].claim == "much (act half)"
    assert hold_trial(whole, 20, 1, RandomPolicy(), alone={"half": half}).targets == results


@pytest.mark.parametrize(
    "target, message",
    [
        ('ending = "much"\nshare = [1, 1]', 'act = "half"'),
        ('act = "half"\nending = "over"\nshare = [1, 1]', "no act"),
        ('act = "half"\nreplay = "history"\nmetric = "m"\nrange = [0, 1]', "act or replay, not both"),
    ],
)
def test_a_claim_of_an_act_is_of_what_its_plays_can_come_to(target: str, message: str) -> None:
    story = HEADER + BY_TURN.format(turns=6) + filled_in(ACTS) + f"[[target]]\n{target}\n"
    (error,) = load_texts({"story.toml": story.replace("format = 1", "format = 2")}).errors
    assert (error.code, error.expected) == ("E806", message)
