from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from ceo_sim.analysis.assumptions import assuming
from ceo_sim.analysis.forecast import forecast
from ceo_sim.analysis.forecast_bands import MAX_SAMPLES, QUANTILES, sample_steps
from ceo_sim.engine import rng
from ceo_sim.engine.game import Game
from ceo_sim.errors import IllegalMove
from ceo_sim.scenario.timeline import Timeline
from tests.support.stories import by_turn

ADVISED = by_turn(
    """
[assumption.weight]
value = 1
[metric.trust]
start = 50
[metric.mood]
headline = true
formula = "trust / 2"
[metric.secret]
shown = "never"
start = 3
[draw.shock]
low = -5
high = 5
[cast.ana]
name = "Ana"
role = "Press"
adviser = true
forecast = {}
assumes = { weight = 3 }
[decision.d]
at = 0
urgent = true
[decision.d.option.raise]
effects = { trust = "10 * weight" }
[decision.d.option.sink]
effects = { trust = "-10 * weight" }
[decision.d.option.locked]
when = "trust > 90"
[event.blow]
chance = 0.5
once = false
effects = { trust = "shock" }
""",
    turns=8,
)


def test_each_open_option_has_a_fan_of_each_metric_that_may_be_seen() -> None:
    fans = forecast(Game(ADVISED, 1), "d", None, 200)

    assert set(fans.lines) == {"raise", "sink"}
    assert fans.metrics == ("mood", "trust")
    assert fans.bands.shape == (2, 2, len(QUANTILES), len(fans.steps))
    assert (np.diff(fans.bands, axis=2) >= 0).all()
    assert [sum(shares.values()) for shares in fans.endings] == pytest.approx([1.0, 1.0])


def test_options_meet_the_same_luck_so_that_they_differ_by_what_they_do() -> None:
    fans = forecast(Game(ADVISED, 1), "d", None, 200)

    apart = fans.fan("raise", "trust") - fans.fan("sink", "trust")
    assert apart[:, 0] == pytest.approx(0)
    assert apart[:, 1:] == pytest.approx(20)


def test_one_option_for_some_days_is_told_as_it_is_among_all_to_the_end() -> None:
    whole, part = (
        forecast(Game(ADVISED, 1), "d", "ana", 200),
        forecast(Game(ADVISED, 1), "d", "ana", 200, option="sink", until=3),
    )

    assert part.lines == ("sink",)
    assert part.steps == whole.steps[: len(part.steps)]
    assert part.steps[-2] < 3 <= part.steps[-1]
    for metric in whole.metrics:
        assert part.fan("sink", metric).tolist() == whole.fan("sink", metric)[:, : len(part.steps)].tolist()


def test_a_forecast_is_made_under_the_advisers_own_assumptions() -> None:
    game = Game(ADVISED, 1)
    plain, hers = forecast(game, "d", None, 200), forecast(game, "d", "ana", 200)

    assert plain.fan("raise", "trust")[2, 1] == pytest.approx(60, abs=5)
    assert hers.fan("raise", "trust")[2, 1] == pytest.approx(80, abs=5)


def test_a_forecast_leaves_the_story_as_it_is_and_is_the_same_when_made_again() -> None:
    game = Game(ADVISED, 1)
    first, check = forecast(game, "d", "ana", 100), game.check()

    assert game.check() == check
    assert game.budgets == {}
    assert [waiting.id for waiting in game.agenda()] == ["d"]
    assert np.array_equal(forecast(game, "d", "ana", 100).bands, first.bands)


def test_the_fan_of_an_honest_forecast_holds_nine_stories_of_ten() -> None:
    fan = forecast(Game(ADVISED, 1), "d", None, 1000).fan("raise", "trust")
    inside = 0
    for seed in range(300):
        game = Game(ADVISED, seed)
        game.choose("d", "raise")
        while not game.ended:
            game.wait()
        inside += fan[0, -1] <= game.course("trust")[-1] <= fan[-1, -1]
    assert 0.84 <= inside / 300 <= 0.96


def test_what_is_not_open_has_no_forecast() -> None:
    game = Game(ADVISED, 1)
    game.choose("d", "raise")
    with pytest.raises(IllegalMove, match="not open"):
        forecast(game, "d", "ana")


def test_moments_run_from_now_to_the_end_and_are_few() -> None:
    assert sample_steps(Timeline(8), 0) == (0, 1, 2, 3, 4, 5, 6, 7, 8)
    assert sample_steps(Timeline(8), 8) == (8,)
    many = sample_steps(Timeline(1000), 10)
    assert many[0] == 10
    assert many[-1] == 1000
    assert len(many) <= MAX_SAMPLES + 1
    assert list(many) == sorted(set(many))


def test_it_is_told_in_figures_after_a_week_unless_the_end_is_no_later() -> None:
    fans = forecast(Game(ADVISED, 1), "d", None, 10)

    assert fans.steps[fans.after_a_week(ADVISED.timeline) or 0] == 7
    assert forecast(Game(ADVISED, 1), "d", None, 10, until=7).after_a_week(ADVISED.timeline) is None


def test_endings_are_told_the_most_frequent_first_and_only_those_that_came() -> None:
    fans = evolve(forecast(Game(ADVISED, 1), "d", None, 10), endings=({"a": 0.2, "b": 0.0, "c": 0.8}, {}))

    assert fans.endings_of(fans.lines[0]) == [("c", 0.8), ("a", 0.2)]


@pytest.mark.parametrize("days", [0, 2, 5, 7])
def test_a_forecast_can_be_made_at_any_time(days: int) -> None:
    repeated = by_turn(
        f'[metric.trust]\nname="T"\nstart=50\n[decision.d]\ntitle="D"\nbrief="B"\nwhen="turn >= {days}"\n'
        '[decision.d.option.a]\nlabel="A"\neffects={trust=1}\n',
        turns=8,
    )
    game = Game(repeated, 1)
    while game.now < days:
        game.wait()
    fans = forecast(game, "d", None, 10)
    assert fans.steps[0] == game.now
    assert fans.fan("a", "trust")[2, -1] == 51


def test_where_every_play_ends_early_the_rest_is_told_as_they_ended() -> None:
    story = by_turn(
        """
[metric.trust]
start = 50
[decision.d]
at = 0
[decision.d.option.a]
effects = { trust = 1 }
[event.fall]
when = "turn == 21"
effects = { trust = -40 }
[ending.fallen]
when = "trust < 20"
early = true
title = "Fallen"
text = "It is over."
[ending.over]
title = "Over"
text = "It is over."
""",
        turns=100,
    )
    fans = forecast(Game(story, 1), "d", None, 10)

    assert 21 not in fans.steps
    assert dict(fans.endings[0])["fallen"] == 1
    assert fans.fan("a", "trust")[:, -1].tolist() == [11] * len(QUANTILES)


def test_a_play_is_the_game_that_somebody_plays_who_takes_up_everything_at_once_with_that_luck() -> None:
    fans = forecast(Game(ADVISED, 1), "d", "ana", 1, option="raise")
    game = Game(assuming(ADVISED, {"weight": 3}), rng.stream_key("forecast:ana:d:1:0"))
    game.choose("d", "raise")
    while not game.ended:
        game.wait()
    for metric in fans.metrics:
        course = [game.course(metric)[step] for step in fans.steps[1:]]
        assert fans.fan("raise", metric)[0, 1:].tolist() == pytest.approx(course)


def test_the_luck_of_the_player_has_no_part_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rng, "stream_key", lambda _: 7)
    one, other = (forecast(Game(ADVISED, seed), "d", None, 200, option="raise") for seed in (1, 2))
    assert np.array_equal(one.bands, other.bands)


def test_where_every_option_is_locked_there_is_nothing_to_forecast() -> None:
    game = Game(
        by_turn(
            """
[metric.trust]
start = 50
[decision.d]
at = 0
[decision.d.option.locked]
when = "trust > 90"
"""
        ),
        1,
    )
    fans = forecast(game, "d", None)

    assert fans.lines == ()
    assert fans.bands.shape == (0, 1, len(QUANTILES), len(fans.steps))


# ---- options that are locked for want of time -----------------------------------------------------------------------

PRESSED = """
[budget.hours]
name = "hours"
refill = 2
[metric.trust]
start = 50
[cast.ana]
name = "Ana"
role = "Press"
adviser = true
forecast = { hours = 1 }
[decision.d]
at = 0
urgent = URGENT
EXPIRES
[decision.d.option.long]
cost = { hours = 2 }
effects = { trust = 7 }
[decision.d.option.busy]
when = "hours >= 2"
effects = { trust = -3 }
[decision.d.option.locked]
when = "trust > 90"
[decision.other]
at = 0
[decision.other.option.a]
cost = { hours = 1 }
"""


def pressed(*, urgent: bool = False, expires: str = "") -> Game:
    text = PRESSED.replace("URGENT", str(urgent).lower()).replace("EXPIRES", expires)
    if urgent:
        text += "[decision.d.option.stay]\n"
    return Game(by_turn(text), 1)


@pytest.mark.parametrize("urgent", [False, True])
def test_what_the_forecast_took_locks_nothing_in_it(urgent: bool) -> None:
    game = pressed(urgent=urgent)
    before = forecast(game, "d", "ana", 10)
    game.consult("d", "ana")
    fans = forecast(game, "d", "ana", 10)

    assert game.lock("d", "long") is not None
    assert set(fans.lines) == set(before.lines) == {"long", "busy", *(["stay"] if urgent else [])}
    assert fans.fan("long", "trust")[2, -1] == 57
    assert game.budgets == {"hours": 1}


def test_an_option_is_played_that_waits_for_the_time_of_tomorrow() -> None:
    game = pressed()
    game.choose("other", "a")

    assert game.lock("d", "long") is not None
    assert game.foreseeable("d") == {"long", "busy"}
    assert game.budgets_by_tomorrow("d") == {"hours": 2}


@pytest.mark.parametrize("options", [{"urgent": True}, {"expires": "expires = 1"}])
def test_what_cannot_wait_until_tomorrow_is_not_played_with_the_time_of_tomorrow(options: dict[str, str]) -> None:
    game = pressed(**options)  # type: ignore[arg-type]
    game.choose("other", "a")
    assert game.foreseeable("d") <= {"stay"}
    assert game.budgets_by_tomorrow("d") == {"hours": 1}


def test_a_forecast_for_another_decision_took_its_time_for_good() -> None:
    game = pressed(urgent=True)
    game.consult("other", "ana")
    assert game.foreseeable("d") == {"stay"}
