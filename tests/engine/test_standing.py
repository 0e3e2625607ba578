"""What can be done with free hours, what a survey out of turn finds, and which meters have come to matter."""

from __future__ import annotations

import numpy as np

from ceo_sim.analysis.history import replay_history
from ceo_sim.analysis.policy_names import policy_named
from ceo_sim.engine.effects import choose, choose_each
from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.engine.program import Program
from ceo_sim.engine.questions import open_due_decisions
from ceo_sim.engine.replay import replay
from ceo_sim.engine.rng import consecutive_seeds
from ceo_sim.engine.world import move
from tests.support.stories import BY_DATE, BY_TURN, HEADER, filled_in, program

NEWER = HEADER.replace("format = 1", "format = 2")
DESK = BY_DATE + 'desk = "08:00"\n'
FREE = """
[metric.staff]
start = 60
headline = true
[metric.asked]
start = 50
survey = { every = "7d", delay = "2d", noise = 3 }
[metric.press]
start = 20
appears = "staff > 61"
[budget.hours]
name = "hours"
refill = 3
[decision.walk]
standing = true
[decision.walk.option.tour]
cost = { hours = 1 }
effects = { staff = 2 }
[decision.walk.option.survey]
cost = { hours = 2 }
effects = { asked = -10 }
surveys = ["asked"]
[decision.walk.option.call]
hidden = true
when = "staff > 200"
[decision.meet]
at = "day 3 06:00"
[decision.meet.option.yes]
cost = { hours = 2 }
effects = { staff = -3 }
"""


def story(body: str = FREE, clock: str = DESK) -> Program:
    return program(NEWER + clock + filled_in(body))


def test_what_stands_for_free_hours_is_not_on_the_agenda_and_does_not_keep_time_from_passing() -> None:
    game = Game(story(), 1)
    assert game.agenda() == []
    assert [each.id for each in game.standing()] == ["walk"]
    assert game.attention(game.wait()) == ""
    game.wait()
    assert [each.id for each in game.agenda()] == ["meet"]
    assert [each.id for each in game.open_decisions()] == ["meet", "walk"]


def test_what_was_done_with_free_hours_can_be_done_again_on_the_next_day() -> None:
    game = Game(story(), 1)
    game.wait()
    game.choose("walk", "tour")
    assert game.standing() == []
    days = []
    while not game.standing():
        game.wait(game.now + 1)
        days.append(game.timeline.hour(game.now))
    assert days == [18, 0, 6, 12]  # the desk opens at eight, and the first step from then on is at noon
    game.choose("walk", "tour")
    assert game.meter("staff").value == 64


def test_what_hides_all_that_could_be_done_is_not_put_to_the_player() -> None:
    body = FREE.replace(
        "[decision.walk.option.tour]", '[decision.walk.option.tour]\nhidden = true\nwhen = "staff > 70"'
    )
    body = body.replace(
        "[decision.walk.option.survey]", '[decision.walk.option.survey]\nhidden = true\nwhen = "staff > 70"'
    )
    assert Game(story(body), 1).standing() == []


def test_a_hidden_option_stays_hidden_though_its_cost_is_not_at_hand_either() -> None:
    body = FREE.replace('when = "staff > 200"', 'when = "staff > 200"\ncost = { hours = 9 }')
    assert [option.id for option in Game(story(body), 1).ask("walk").options if option.id == "call"] == []


def test_many_plays_do_again_what_one_does() -> None:
    compiled, lanes = story(), 3
    plan = compiled.decision("walk")
    one, many = (Lanes(compiled, consecutive_seeds(7, lanes)) for _ in range(2))
    for state in (one, many):
        open_due_decisions(state)
    everyone, options = np.arange(lanes), np.array([0, 1, 0])
    for lane, option in enumerate(options):
        choose(one, plan, plan.options[option], np.array([lane]))
    choose_each(many, np.full(lanes, plan.index), options + plan.options[0].index, everyone)
    opened = []
    for state in (one, many):
        assert not state.open_count[plan.index]
        while not state.open_count[plan.index]:
            move(state)
            open_due_decisions(state)
        opened.append((state.now, state.open_count[plan.index]))
    assert opened[0] == opened[1] == (3, lanes)


def answers_of(name: str, plays: int = 200, body: str = FREE) -> np.ndarray:
    compiled = story(body)
    state = Lanes(compiled, consecutive_seeds(1, plays))
    run(state, policy_named(name, compiled))
    return state.option_counts[: len(compiled.decisions[0].options)] / plays


def test_random_players_do_something_with_a_third_of_their_mornings() -> None:
    days = 14
    for name in ("random", "lot"):
        done = answers_of(name)
        assert 0.25 * days < done.sum() < 0.40 * days
        assert done[2] == 0  # what is hidden


def test_players_of_habit_leave_alone_what_nobody_waits_for() -> None:
    for name in ("first", "never-spend", "greedy:staff"):
        assert answers_of(name).sum() == 0


def test_free_hours_come_after_the_agenda() -> None:
    """With three hours and a meeting that takes two, a survey has to wait."""
    body = FREE.replace('at = "day 3 06:00"', "at = 2020-05-29T12:00").replace("refill = 3", "refill = 2")
    compiled = story(body.replace("[decision.meet]", "[decision.meet]"))
    state = Lanes(compiled, consecutive_seeds(1, 500))
    run(state, RandomPolicy(daily_probability=1.0), until=3)
    meet, walk = compiled.decision("meet").options[0], compiled.decision("walk").options
    assert state.option_counts[meet.index] == 500
    assert all(state.answered_at[compiled.decision("walk").index] != 3)
    assert state.option_counts[walk[0].index] > 0


HISTORY = """
[history]
seed = 3
[[history.choice]]
decision = "walk"
option = "tour"
at = "day 3 12:00"
[[history.choice]]
decision = "walk"
option = "tour"
at = "day 5 12:00"
"""


def test_the_real_path_does_with_free_hours_what_it_names_and_no_more() -> None:
    assert [answer.decision for answer in replay_history(story(FREE + HISTORY)).answers] == ["walk", "walk"]
    assert answers_of("history", 5, FREE + HISTORY).tolist() == [2, 0, 0]


# ---- surveys out of turn ----------------------------------------------------------------------------------------


def test_a_survey_out_of_turn_is_known_at_once_within_its_noise() -> None:
    for seed in range(20):
        game = Game(story(), seed)
        game.wait()
        assert game.meter("asked").age > 0
        report = game.choose("walk", "survey")
        meter = game.meter("asked")
        assert report.surveys == ("asked",)
        assert meter.age == 0
        assert abs(meter.value - 40) <= 3
        assert meter.high - meter.low == 6
        assert len(meter.course) == 2


def test_what_a_survey_found_stays_what_it_found() -> None:
    game = Game(story(), 4)
    game.choose("walk", "survey")
    found = game.meter("asked").value
    game.wait()
    game.choose("walk", "survey")
    assert game.meter("asked").course[-2] == found
    assert game.meter("asked").value != found


def test_a_regular_survey_of_before_does_not_replace_one_out_of_turn() -> None:
    game = Game(story(), 4)
    while game.now < 26:
        game.wait(game.now + 1)
    game.choose("walk", "survey")
    found, asked = game.meter("asked").value, game.now
    while game.now < 35:  # the regular one of the seventh day is reported by then
        game.wait(game.now + 1)
        assert game.meter("asked").age == game.timeline.days(game.now - max(asked, 26))
    assert game.meter("asked").value == found


# ---- meters that come to matter ---------------------------------------------------------------------------------


def test_a_meter_is_on_the_desk_from_when_its_condition_has_held_once() -> None:
    game = Game(story(), 1)
    assert [game.has_appeared(id) for id in ("staff", "asked", "press")] == [True, True, False]
    game.choose("walk", "tour")
    assert game.has_appeared("press")
    game.wait()
    game.wait()
    game.choose("meet", "yes")
    assert game.meter("staff").value < 61
    assert game.has_appeared("press")
    again = replay(game.program, game.seed, game.answers, game.now)
    assert again.has_appeared("press")
    assert again.meter("asked") == game.meter("asked")


def test_what_happens_at_a_step_in_between_makes_a_meter_appear_in_a_replay_too() -> None:
    body = FREE.replace("staff > 61", "hour == 0 and day > 1")
    game = Game(story(body), 1)
    while game.now < 12:
        game.wait()
    assert game.has_appeared("press")
    assert replay(game.program, 1, [], game.now).has_appeared("press")


def test_by_turns_free_hours_come_each_turn() -> None:
    body = FREE.replace('survey = { every = "7d", delay = "2d", noise = 3 }', "survey = { every = 7, noise = 3 }")
    compiled = story(body.replace('at = "day 3 06:00"', "at = 2"), BY_TURN.format(turns=5))
    game, done = Game(compiled, 1), 0
    while not game.ended:
        game.choose("walk", "tour")
        done += 1
        game.wait()
    assert done == 5
