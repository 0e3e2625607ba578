"""The second edition of the language: what is shorter, and what could not be said before."""

from __future__ import annotations

import datetime as dt

import pytest

from ceo_sim.scenario.expression import Boolean, Expression, Number, joined
from ceo_sim.scenario.model import Effect, Scenario
from ceo_sim.scenario.timeline import Timeline
from ceo_sim.scenario.units import Duration
from tests.scenario.sample import SMALL, loaded, planted

NEWER = SMALL.replace("format = 1", "format = 2")
ZONE = dt.timezone(dt.timedelta(hours=-4))


def read(old: str, new: str) -> Scenario:
    return loaded(planted(old, new, NEWER)).playable


def test_both_formats_are_read_alike_but_for_cards() -> None:
    one, two = loaded(SMALL).playable, loaded(NEWER).playable
    assert not one.decks["papers"].cards["celebrity"].once
    assert two.decks["papers"].cards["celebrity"].once
    assert one.decisions == two.decisions


def test_an_effect_may_be_a_list_of_its_amount_and_why() -> None:
    story = read('staff = "weigh(-3)"', 'staff = ["weigh(-3)", "It hurts."]')
    effect = story.decisions["the_post"].options["leave_up"].effects["staff"]
    assert effect == Effect(amount=Expression.parse("weigh(-3)"), why="It hurts.")


def test_the_support_of_the_scenario_is_that_of_all_that_give_none() -> None:
    story = read('role = "You run it."', 'role = "You run it."\nsupport = "direction"')
    option = story.decisions["the_post"].options["leave_up"]
    assert [effect.support for effect in option.effects.values()] == ["direction", "direction"]
    assert story.metrics["staff"].support == "judgement"
    assert story.metrics["morale"].support == "direction"


def test_adding_to_a_variable_is_setting_it_to_more() -> None:
    story = read("sets = { level = 1, told = true }", "sets = { told = true }\nadds = { level = '2 * gain' }")
    added = story.decisions["the_post"].options["leave_up"].assignments
    assert added["level"].tree == Expression.parse("level + 2 * gain").tree
    assert list(added) == ["told", "level"]


@pytest.mark.parametrize(
    "written, moment",
    [
        ('"day 2 06:00"', dt.datetime(2020, 5, 29, 6, tzinfo=ZONE)),
        ('"day 1 23:00"', dt.datetime(2020, 5, 28, 23, tzinfo=ZONE)),
        ('"day 3"', dt.datetime(2020, 5, 30, tzinfo=ZONE)),
        ('"+2d 09:00"', dt.datetime(2020, 5, 30, 9, tzinfo=ZONE)),
        ('"+36h"', dt.datetime(2020, 5, 30, 6, tzinfo=ZONE)),
        ("2020-05-29T06:00", dt.datetime(2020, 5, 29, 6, tzinfo=ZONE)),
        ("2020-05-29T10:00Z", dt.datetime(2020, 5, 29, 6, tzinfo=ZONE)),
    ],
)
def test_moments_may_be_counted_from_the_start_and_need_no_zone(written: str, moment: dt.datetime) -> None:
    assert read("at = 2020-05-29T06:00:00-04:00", f"at = {written}").decisions["the_post"].at == moment


def test_the_zone_may_be_given_once() -> None:
    text = NEWER.replace(":00-04:00", ":00").replace('step = "6h"', 'step = "6h"\nzone = "+05:30"')
    story = loaded(text).playable
    zone = dt.timezone(dt.timedelta(hours=5, minutes=30))
    assert story.clock.start == dt.datetime(2020, 5, 28, 18, tzinfo=zone)
    assert story.decisions["the_post"].at == dt.datetime(2020, 5, 29, 6, tzinfo=zone)


@pytest.mark.parametrize(
    "from_step, written, steps",
    [
        (0, "+1d 09:00", 3),
        (1, "+1d 09:00", 6),
        (0, "0d 20:00", 1),
        (0, "0d 06:00", 1),
        (2, "2d 00:00", 7),
        (5, "6h", 1),
    ],
)
def test_a_time_may_go_on_to_an_hour_of_the_day(from_step: int, written: str, steps: int) -> None:
    timeline = Timeline.of(loaded(NEWER).playable.clock)  # it starts at 18:00 and has steps of six hours
    duration = Duration.parse(written)
    assert timeline.steps_since(from_step, duration) == steps
    assert timeline.steps_in(duration) <= steps


@pytest.mark.parametrize(
    "desk, steps", [("", [0, 1, 5, 9]), ('desk = "08:00"', [0, 3, 7, 11]), ("desk = 18:00:00", [0, 4, 8, 12])]
)
def test_the_players_day_begins_at_the_desk(desk: str, steps: list[int]) -> None:
    timeline = Timeline.of(read('step = "6h"', f'step = "6h"\n{desk}').clock)
    assert [step for step in range(13) if timeline.is_at_desk(step)] == steps
    assert timeline.next_day(0) == steps[1]


def test_a_desk_hour_that_no_step_meets_is_met_by_the_next() -> None:
    text = NEWER.replace('step = "6h"', 'step = "1d"\ndesk = "08:00"')
    timeline = Timeline.of(loaded(text).playable.clock)
    assert [timeline.next_day(step) for step in range(3)] == [1, 2, 3]


def test_percents_are_hundredths() -> None:
    assert Expression.parse("15 % * 2").tree == Expression.parse("0.15 * 2").tree
    story = read('chance = "0.02 * level"', 'chance = "2% * level"')
    assert story.events["walkout"].chance == Expression.parse("2% * level")
    target = '[[target]]\nending = "out"\nshare = ["0 %", "12.5 %"]'
    assert read("", target).targets[0].share == (0, 0.125)


def test_functions_may_give_conditions() -> None:
    function = '[function.low]\ngives = "condition"\nargs = ["x"]\nbody = "x < 40"\n'
    story = loaded(planted('when = "level < 2"', 'when = "low(staff) or level < 2"', NEWER) + function)
    assert not story.diagnostics


def test_expressions_may_ask_whether_a_card_was_drawn() -> None:
    assert not loaded(planted('when = "level < 2"', 'when = "papers.celebrity.drawn"', NEWER)).errors


def test_the_way_out_is_open_when_no_other_option_is() -> None:
    way_out = '[decision.the_post.option.wait]\nlabel = "Wait"\notherwise = true'
    story = loaded(
        planted('label = "Leave it up"', 'label = "Leave it up"\nwhen = "staff > 20"', NEWER) + way_out
    ).playable
    condition = story.decisions["the_post"].options["wait"].when
    assert condition is not None
    assert condition.tree == Expression.parse("not (staff > 20 or (level < 2 and ceo_time >= 1))").tree


def test_conditions_are_joined_without_depth() -> None:
    assert joined("and", []) == Boolean(True)
    assert joined("or", []) == Boolean(False)
    assert joined("or", [Number(1.0)]) == Number(1.0)


def test_a_clause_of_what_was_put_together_has_the_words_that_it_was_read_from() -> None:
    one, other = Expression.parse("staff > 3"), Expression.parse("not (money + 1 > 20)")
    both = Expression("no other option is open", joined("or", [one.tree, other.tree]), (one, other))
    assert [both.clause(node) for node in (one.tree, other.tree, both.tree)] == [one.text, other.text, both.text]


def test_what_one_thing_sets_and_adds_to_becomes_both() -> None:
    sets = "sets = { level = 1, told = true }"
    story = read(sets, f"{sets}\nadds = {{ level = '2 * gain' }}")
    assigned = story.decisions["the_post"].options["leave_up"].assignments
    assert assigned["level"].tree == Expression.parse("1 + 2 * gain").tree
