"""What the debrief is made of: causes in a row, values, lenses, the real path, and what was foretold."""

from __future__ import annotations

import pytest
from attrs import evolve

from ceo_sim.analysis.lenses import readings
from ceo_sim.analysis.predictions import Score, adviser_scores, predictions, score
from ceo_sim.analysis.real_path import as_reason, compare_with_history
from ceo_sim.analysis.value_tally import value_tallies
from ceo_sim.engine.game import Game
from ceo_sim.scenario.model import Counterpart, HistoryChoice
from tests.support.plays import played_by_lot
from tests.support.stories import BY_TURN, EVERYTHING, HEADER, by_turn, filled_in, program

STORY = program(EVERYTHING)
TOLD = by_turn(
    """
[metric.trust]
headline = true
start = 50
[metric.calm]
headline = true
start = 50
[value.candour]
name = "Candour"
[value.care]
name = "Care"
[value.order]
name = "Order"
[lens.rights]
name = "Rights"
[lens.care]
name = "Care"
[lens.duty]
name = "Duty"
[cast.ana]
name = "Ana"
role = "Press"
adviser = true
forecast = {}
[decision.d]
at = 0
urgent = true
[decision.d.option.tell]
effects = { trust = 3, calm = -0.4 }
values = { candour = 2, order = -1 }
lens.rights = { for = "tell rights for", against = "tell rights against" }
lens.care = { for = "tell care for", against = "tell care against" }
[decision.d.option.hide]
effects = { trust = -3 }
lens.rights = { for = "hide rights for", against = "hide rights against" }
[decision.e]
at = 2
[decision.e.option.more]
effects = { trust = -9 }
values = { candour = 1, care = 1 }
[history]
[[history.choice]]
decision = "d"
option = "hide"
text = "It was hidden."
source = "A paper"
[[history.fact]]
at = 2
text = "It was known by then."
source = "Another paper"
decision = "d"
""",
    turns=9,
)


def told() -> Game:
    game = Game(TOLD, 5)
    game.consult("d", "ana")
    game.choose("d", "tell", predicted={"trust": "up", "calm": "down"})
    game.wait(2)
    game.choose("e", "more", predicted={"trust": "up"})
    while not game.ended:
        game.wait()
    return game


def test_values_named_come_first_and_then_those_the_choices_favoured() -> None:
    found = value_tallies(told(), ["order", "nonsense", "order"])

    assert [(each.value.id, each.named, each.served, each.harmed) for each in found] == [
        ("order", True, 0, -1),
        ("candour", False, 3, 0),
        ("care", False, 1, 0),
    ]
    assert [(deed.decision, deed.option, deed.weight) for deed in found[1].choices] == [
        ("d", "tell", 2),
        ("e", "more", 1),
    ]


def test_each_decision_is_read_through_the_lenses_in_an_order_by_lot() -> None:
    game = told()
    first, second = readings(game)

    assert [option.option.id for option in first.options] == [option.id for option in Game(TOLD, 5).ask("d").options]
    assert {option.option.id: option.chosen for option in first.options} == {"tell": True, "hide": False}
    said = {reading.lens.id: (reading.case_for, reading.case_against) for reading in first.options[0].readings}
    assert said["rights"][0] in ("tell rights for", "hide rights for")
    assert second.options[0].readings == ()
    assert readings(game) == readings(game)
    orders = set()
    for seed in range(30):
        other = Game(TOLD, seed)
        other.choose("d", "tell")
        tell = next(option for option in readings(other)[0].options if option.chosen)
        orders.add(tuple(reading.lens.id for reading in tell.readings))
    assert orders == {("rights", "care"), ("care", "rights")}


def test_the_real_path_stands_beside_the_players_with_its_facts() -> None:
    first, second = compare_with_history(told())

    assert (first.decision.id, first.chosen, first.same) == ("d", "tell", False)
    assert first.real is not None
    assert (first.real.option, first.real.source) == ("hide", "A paper")
    assert [fact.text for fact in first.facts] == ["It was known by then."]
    assert (second.decision.id, second.chosen, second.real, second.same) == ("e", "more", None, False)


@pytest.mark.parametrize(
    "counterpart, chosen, on_record, same, near",
    [
        ("same", "hide", True, True, False),
        ("same", "tell", True, False, False),
        ("nearest", "hide", True, False, True),
        ("nearest", "tell", True, False, False),
        ("none", "hide", False, False, False),
    ],
)
def test_only_what_was_done_itself_is_called_the_same(
    counterpart: str, chosen: str, on_record: bool, same: bool, near: bool
) -> None:
    body = f"""
[decision.d]
at = 0
urgent = true
[decision.d.option.tell]
[decision.d.option.hide]
[[history.choice]]
decision = "d"
option = "hide"
text = "It was hidden from some."
counterpart = "{counterpart}"
"""
    header = HEADER.replace("format = 1", "format = 2") + BY_TURN.format(turns=6)
    game = Game(program(header + filled_in(body)), 1)
    before = compare_with_history(game)
    game.choose("d", chosen)
    (comparison,) = compare_with_history(game)

    assert (comparison.on_record, comparison.same, comparison.near) == (on_record, same, near)
    assert bool(before) == on_record, "a step for which nothing is on record is nobody's until it is answered"


@pytest.mark.parametrize(
    "counterpart, reason",
    [
        ("same", "It was hidden from some."),
        ("nearest", "The nearest answer here, and not the same. It was hidden from some."),
        ("none", "Nothing like it is on record. It was hidden from some."),
    ],
)
def test_played_as_a_game_the_real_path_says_how_near_each_answer_is(counterpart: Counterpart, reason: str) -> None:
    choice = HistoryChoice(decision="d", option="hide", text="It was hidden from some.", counterpart=counterpart)

    assert as_reason(choice) == reason


def test_a_scenario_without_history_has_no_real_path() -> None:
    assert compare_with_history(played_by_lot(STORY, 1)) == ()


def test_predictions_are_held_against_the_metric_a_day_later() -> None:
    found = predictions(told())

    assert [(each.answer, each.metric.id, each.predicted, each.actual) for each in found] == [
        (0, "trust", "up", "up"),
        (0, "calm", "down", "same"),
        (1, "trust", "up", "down"),
    ]
    assert found[0].change == pytest.approx(3)
    counted = score(found)
    assert (counted.right, counted.made) == (1, 3)
    assert [(metric.id, right, made) for metric, right, made in counted.by_metric] == [("trust", 1, 2), ("calm", 0, 1)]
    assert counted.table == {("up", "up"): 1, ("down", "same"): 1, ("up", "down"): 1}


def test_a_change_too_small_to_be_shown_is_none() -> None:
    share = "[metric.share]\nrange = [0, 1]\nstart = 0.5\n"
    option = "[decision.d]\nat = 0\nurgent = true\n[decision.d.option.a]\neffects = { share = 0.04 }\n"
    for decimals, actual in ((0, "same"), (1, "up")):
        game = Game(by_turn(f"{share}decimals = {decimals}\n{option}"), 1)
        game.choose("d", "a", predicted={"share": "up"})
        game.wait()
        assert [each.actual for each in predictions(game)] == [actual]


def test_what_came_most_often_is_what_saying_always_the_same_would_have_got_right() -> None:
    counted = Score(1, 5, (), {("up", "up"): 1, ("same", "down"): 1, ("up", "same"): 1, ("up", "down"): 2})

    assert counted.commonest == ("down", 3)


def test_a_prediction_whose_day_has_not_come_is_not_scored() -> None:
    game = Game(TOLD, 5)
    game.choose("d", "tell", predicted={"trust": "up"})
    assert predictions(game) == ()
    game.wait()
    assert len(predictions(game)) == 1


def test_nothing_foretold_is_nothing_scored() -> None:
    assert score(()).made == 0
    assert score(()).right == 0


def test_an_advisers_forecast_is_held_against_what_came_a_week_later() -> None:
    found = adviser_scores(told())

    assert [(each.adviser.id, each.decision, each.metric.id, each.at) for each in found] == [
        ("ana", "d", "trust", 7),
        ("ana", "d", "calm", 7),
    ]
    trust, calm = found
    assert trust.actual == 44
    assert (trust.low, trust.high) == (44, 44)
    assert trust.inside
    assert (calm.low, calm.high, calm.actual) == (49.6, 49.6, 49.6)
    assert calm.inside


def test_a_metric_that_no_longer_exists_is_left_out_of_what_was_foretold() -> None:
    game = told()
    game.answers[0] = evolve(game.answers[0], predicted={"gone": "up"})
    assert [each.answer for each in predictions(game)] == [1]
