"""What can be lost, in words."""

from __future__ import annotations

import pytest

from ceo_sim.engine.game import Game
from ceo_sim.plain.render import rendered
from ceo_sim.presentation.desk import desk_view
from ceo_sim.presentation.outcome import consequence
from ceo_sim.presentation.stakes import StakeView, nearest, page, stakes
from tests.support.harbour import harbour
from tests.support.stories import BY_DATE, BY_TURN, HEADER, filled_in, program

NEWER = HEADER.replace("format = 1", "format = 2")
METER = """
[metric.m]
start = {start}
range = [0, {most}]
{keys}
[event.lost]
when = "m < 1"
[stake.s]
name = "It is lost"
metric = "m"
{side} = {threshold}
"""


def stake(side: str, threshold: float, start: float, keys: str = "", most: int = 100) -> StakeView:
    """The only stake of a story that begins so."""
    body = METER.format(side=side, threshold=threshold, start=start, keys=keys, most=most)
    return stakes(Game(program(NEWER + BY_TURN.format(turns=6) + filled_in(body)), 1))[0]


@pytest.mark.parametrize(
    "side, threshold, start, position",
    [
        ("below", 40, 46, "46, six above 40"),
        ("below", 40, 45, "45, five above 40, close"),
        ("below", 40, 40, "40, just at 40, close"),
        ("below", 40, 40.2, "40, just above 40, close"),
        ("below", 40, 39.8, "40, just below 40, crossed"),
        ("below", 40, 38, "38, two below 40, crossed"),
        ("below", 40, 53, "53, 13 above 40"),
        ("above", 60, 46, "46, 14 below 60"),
        ("above", 60, 60, "60, just at 60, close"),
        ("above", 60, 61, "61, one above 60, crossed"),
        ("above", '"2 * 30"', 30, "30, 30 below 60"),
    ],
)
def test_a_stake_says_where_it_stands_and_how_far_that_is_off(
    side: str, threshold: float, start: float, position: str
) -> None:
    view = stake(side, threshold, start)
    assert view.position == position
    assert view.summary == f"It is lost: {position}."


def test_a_distance_has_the_digits_and_the_scale_of_its_metric() -> None:
    assert stake("below", 4, 4.25, "decimals = 1", 10).position == "4.2, 0.2 above 4.0, close"
    assert stake("above", 60_000, 12_500, 'unit = "people"', 100_000).position == "12,500, 47,500 below 60,000"
    assert "12,500 people, 47,500 below" in stake("above", 60_000, 12_500, 'unit = "people"', 100_000).in_full


@pytest.mark.parametrize(
    "threshold, noise, position",
    [
        (40, 3, "{low}–{high} (today's), {a} to {b} above 40"),
        (50, 6, "{low}–{high} (today's), between {a} below and {b} above 50, close"),
        (70, 3, "{low}–{high} (today's), {b} to {a} below 70, crossed"),
    ],
)
def test_what_is_known_by_survey_has_the_distances_of_its_range(threshold: int, noise: int, position: str) -> None:
    words = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    view = stake("below", threshold, 50, f"survey = {{ every = 3, noise = {noise} }}")
    low, high = map(int, view.where.split("–"))
    apart = abs(low - threshold), abs(high - threshold)
    a, b = (words[each] for each in apart) if max(apart) <= 12 else map(str, apart)
    assert view.position == position.format(low=low, high=high, a=a, b=b)


DATED = """
[metric.m]
start = 5
[variable.called]
start = false
[decision.d]
at = 2020-05-28T18:00
[decision.d.option.call]
sets = { called = true }
[stake.hearing]
name = "The hearing"
at = "day 4 12:00"
text = "**All** of it is heard."
[stake.summons]
name = "A summons"
at = "day 9"
when = "called"
"""


def test_a_date_comes_nearer_and_goes() -> None:
    game = Game(program(NEWER + BY_DATE + filled_in(DATED)), 1)
    said = []
    while game.now < 16:
        said += [stake.position for stake in stakes(game)]
        game.wait(game.now + 1)
    assert list(dict.fromkeys(said)) == [
        "Sun 31 May, in 3 days",
        "Sun 31 May, in 2 days",
        "Sun 31 May, tomorrow at 12:00",
        "Sun 31 May, today at 12:00",
        "Sun 31 May, now",
    ]
    assert stakes(game) == ()


def test_a_stake_is_shown_while_its_condition_holds() -> None:
    game = Game(program(NEWER + BY_DATE + filled_in(DATED)), 1)
    assert [stake.id for stake in stakes(game)] == ["hearing"]
    game.choose("d", "call")
    assert [stake.id for stake in stakes(game)] == ["hearing", "summons"]


def test_the_nearest_stay_where_there_is_no_room_in_the_order_of_the_file() -> None:
    views = stakes(harbour())
    assert [stake.id for stake in views] == ["vote", "strike", "contract", "hearing"]
    assert [stake.id for stake in nearest(views, 2)] == ["vote", "contract"]
    assert nearest(views, 9) == views
    assert nearest(views, 0) == ()


def test_what_nobody_may_know_is_not_told() -> None:
    """`check` warns of it, and it can be played all the same."""
    body = METER.format(side="below", threshold=40, start=46, keys='shown = "debrief"', most=100)
    assert stakes(Game(program(NEWER + BY_TURN.format(turns=6) + filled_in(body)), 1)) == ()


def test_each_stake_is_told_at_length_with_what_it_means() -> None:
    told = "\n".join(rendered(page(harbour())))
    assert "The board's confidence: 46, six above 40" in told
    assert "Below 40 the directors meet without you" in told
    assert "Tuesday 19 May, 14:00, in 15 days" in told
    quiet = Game(program(NEWER + BY_TURN.format(turns=6) + filled_in("[metric.m]\nstart = 5\n")), 1)
    assert "Nothing is said to be at stake" in "\n".join(rendered(page(quiet)))


# ---- the rest of the desk ----------------------------------------------------------------------------------------


def test_the_desk_has_the_meters_that_have_come_to_matter_and_knows_the_others() -> None:
    game = harbour()
    desk = desk_view(game)
    assert [meter.id for meter in desk.meters] == ["board", "crews", "late", "fuel"]
    assert [meter.id for meter in desk.unseen] == ["press"]
    while not game.has_appeared("press"):
        game.wait()
    desk = desk_view(game)
    assert [meter.id for meter in desk.meters] == ["board", "crews", "late", "press", "fuel"]
    assert desk.unseen == ()
    assert desk.all_meters == desk.meters


def test_what_is_for_free_hours_is_numbered_behind_the_agenda_and_has_no_deadline() -> None:
    game = harbour()
    game.wait()
    desk = desk_view(game)
    assert [line.id for line in desk.takeable] == ["timetable", "quay", "chair"]
    assert [line.deadline for line in desk.standing] == ["", ""]
    assert [line.price for line in desk.standing] == ["1 to 2 hours", "1 hour"]
    assert all(line.text != "Go down to the quay" for line in desk.due)


def test_what_a_survey_out_of_turn_found_is_told_at_once() -> None:
    game = harbour()
    learned = consequence(game, game.choose("quay", "ask")).learned
    assert len(learned) == 1
    assert learned[0].startswith("Mood of the crews: ")
    assert "survey of today" in learned[0]
    assert consequence(game, game.wait()).learned == ()
