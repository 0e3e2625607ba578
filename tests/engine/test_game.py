from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from attrs import evolve

from ceo_sim.engine import stakes
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.locks import BudgetLock, ConditionLock
from ceo_sim.engine.replay import ReplayMismatch, replay
from ceo_sim.engine.snapshots import Answer, Consultation
from ceo_sim.engine.stakes import StakeStanding
from ceo_sim.errors import IllegalMove
from ceo_sim.scenario.mirror import mirrored
from tests.support.scenarios import shipped_program
from tests.support.stories import BY_DATE, EVERYTHING, HEADER, LOCKS, by_date, by_turn, program, scenario

STORY = program(EVERYTHING)


def test_what_can_be_chosen_is_chosen_and_kept_with_its_reason() -> None:
    game = Game(STORY, 1)
    report = game.choose("first", "go", "Because of the rule.")

    assert game.answers == [Answer(0, "first", "go", "Because of the rule.", game.check())]
    assert [entry.reason for entry in report.entries] == ["Because of the rule."]
    assert {move.metric.id for move in report.moved} == {"staff", "cash", "mood", "walkers"}
    cash = next(move for move in report.moved if move.metric.id == "cash")
    assert (cash.before, cash.after) == (50.0, 0.0)
    assert [(cause.kind, cause.cause, cause.amount) for cause in cash.causes] == [
        ("option", "first.go", -70.0),
        ("clamp", "first.go", 20.0),
    ]


def test_what_is_only_surveyed_is_no_movement() -> None:
    report = Game(STORY, 1).choose("first", "stay")

    assert "asked" not in {move.metric.id for move in report.moved}


MANY_UNITS = """
[metric.users]
start = 61000
range = [0, 1000000]
[metric.share]
start = 0.4
range = [0, 1]
decimals = 2
[decision.d]
at = 0
[decision.d.option.go]
effects = { users = 2000, share = -0.04 }
"""


def test_metrics_of_any_unit_are_seen_to_move_and_the_largest_part_of_a_range_comes_first() -> None:
    report = Game(by_turn(MANY_UNITS), 1).choose("d", "go")

    assert [move.metric.id for move in report.moved] == ["share", "users"]
    assert [round(move.weight, 3) for move in report.moved] == [0.04, 0.002]


@pytest.mark.parametrize(
    "option, clause, values",
    [
        ("gated", "trust > 45", (38.0,)),
        ("either", "labels or not d.open", ()),
        ("close", "trust > 38", (pytest.approx(38, abs=0.05),)),
        ("stated", "stated_rule", ()),
        ("board", "board >= 60", (50.0,)),
    ],
)
def test_a_locked_option_names_the_clause_that_failed_and_what_it_compares(
    option: str, clause: str, values: tuple[float, ...]
) -> None:
    game = Game(by_turn(LOCKS), 1)

    lock = game.lock("d", option)
    assert isinstance(lock, ConditionLock)
    assert (lock.clause, lock.values) == (clause, values)
    assert not game.can("d", option)
    with pytest.raises(IllegalMove, match=re.escape(f"locked: {clause} does not hold")):
        game.choose("d", option)
    assert game.can("d", "free")


def test_a_locked_option_names_the_budget_that_is_missing() -> None:
    assert Game(by_turn(LOCKS), 1).lock("d", "dear") == BudgetLock("hours", 2.0, 1.0)


@pytest.mark.parametrize(
    "decision, option, message",
    [
        ("first", "no_such", "first has no option no_such; it has stay, go"),
        ("no_such", "stay", "there is no decision no_such"),
        ("second", "a", "second is not open now"),
    ],
)
def test_what_cannot_be_chosen_is_refused_with_the_reason(decision: str, option: str, message: str) -> None:
    with pytest.raises(IllegalMove, match=message):
        Game(STORY, 1).choose(decision, option)


def test_time_does_not_pass_while_something_is_urgent() -> None:
    with pytest.raises(IllegalMove, match="first has to be answered first"):
        Game(STORY, 1).wait()


def played() -> Game:
    game = Game(STORY, 11)
    while not game.ended:
        agenda = game.agenda()
        if agenda:
            options = game.program.decision(agenda[0].id).options
            game.choose(agenda[0].id, next(one.id for one in options if game.can(agenda[0].id, one.id)), "why")
        else:
            game.wait()
    return game


def test_a_record_plays_again_to_the_same_end() -> None:
    game = played()
    again = replay(STORY, 11, game.answers, until=game.now)

    assert again.answers == game.answers
    assert again.ledger.rows == game.ledger.rows
    assert again.entries == game.entries
    assert again.ending == game.ending


def test_a_record_that_does_not_fit_says_at_which_answer_the_story_departs() -> None:
    game = played()
    changed = program(EVERYTHING.replace("effects = { cash = 15 }", "effects = { cash = 16 }"))
    index = next(number for number, answer in enumerate(game.answers) if answer.option == "a")

    with pytest.raises(ReplayMismatch, match="the metrics after it differ") as departure:
        replay(changed, 11, game.answers)
    assert departure.value.index == index
    assert departure.value.game.answers[:index] == game.answers[:index]


def test_a_record_with_an_answer_that_is_not_asked_for_departs_there() -> None:
    game = played()
    answers = [*game.answers[:2], evolve(game.answers[2], decision="pledge", option="large"), *game.answers[3:]]

    with pytest.raises(ReplayMismatch, match="answer 3: "):
        replay(STORY, 11, answers)


def test_a_survey_gives_a_range_that_holds_the_value_it_asked_for() -> None:
    for seed in range(50):
        game = Game(STORY, seed)
        game.choose("first", "stay")
        while game.urgent() is None and not game.ended and game.now < 30:
            game.wait()
        meter = game.meter("asked")
        asked = round(game.now - meter.age * 4)
        assert meter.low <= game.course("asked")[asked] <= meter.high
        assert meter.high - meter.low == pytest.approx(8)


def test_a_meter_has_its_word_and_how_it_moved_since_yesterday() -> None:
    story = by_turn(
        '[metric.m]\nname = "M"\nstart = 50\nbands = [[0, "low"], [60, "high"]]\n'
        '[event.e]\ntitle = "E"\nat = 2\neffects = { m = 15 }\n'
    )
    game = Game(story, 1)
    assert (game.meter("m").band, game.meter("m").change) == ("low", None)
    game.wait(2)

    assert (game.meter("m").band, game.meter("m").change) == ("high", 15.0)
    assert game.meter("m").course == (50.0, 50.0, 65.0)


def test_on_a_clock_of_dates_a_meter_has_moved_since_this_time_yesterday_and_on_the_first_day_since_the_start() -> None:
    story = by_date(
        "[metric.m]\nstart = 50\n[decision.d]\nat = 2020-05-28T18:00:00-04:00\n[decision.d.option.go]\n"
        "effects = { m = 6 }\n"
        '[event.e]\ntitle = "E"\nat = 2020-05-29T06:00:00-04:00\neffects = { m = 15 }\n'
    )
    game = Game(story, 1)
    game.choose("d", "go")
    changes = [game.meter("m").change]
    for _ in range(6):
        game.wait(game.now + 1)
        changes.append(game.meter("m").change)

    assert changes == [6, 6, 21, 21, 15, 15, 0]


def test_text_holds_the_values_of_the_moment_and_remembers() -> None:
    story = by_turn(
        """
[metric.m]
start = 50
[decision.d]
brief = "M is {m:.1f}.{if e.fired} Again.{else} Not yet.{end}"
at = 1
[decision.d.option.a]
[event.e]
at = 2
effects = { m = 7.25 }
"""
    )
    game = Game(story, 1)
    game.wait()
    assert game.ask("d").brief == "M is 50.0. Not yet."
    game.wait()
    assert game.ask("d").brief == "M is 57.2. Again."


MIRRORED = (
    HEADER
    + BY_DATE
    + """
[assumption.ideal_left]
value = 3
[assumption.ideal_right]
value = 1
[metric.left]
name = "The left"
start = 50
[metric.right]
name = "The right"
start = 50
[variable.level]
start = 0
range = [0, 4]
[decision.d]
title = "D"
brief = "What the left wants."
at = 2020-05-28T18:00:00-04:00
[decision.d.option.act]
label = "CompiledConsequence"
sets = { level = 2.5 }
effects = { left = "-abs(level - ideal_left)", right = "-abs(level - ideal_right)" }
[mirror]
swap = [["ideal_left", "ideal_right"]]
expect = [["left", "right"]]
words = [["left", "right"]]
[ending.over]
title = "Over"
text = "It is over."
"""
)


def test_a_mirrored_scenario_swaps_the_poles_in_numbers_and_words() -> None:
    written = scenario(MIRRORED)
    game, mirror = (Game(compile_scenario(each), 1) for each in (written, mirrored(written)))
    assert mirror.ask("d").brief == "What the right wants."
    for each in (game, mirror):
        each.choose("d", "act")

    assert game.course("left") == mirror.course("right")
    assert game.course("right") == mirror.course("left")
    assert mirrored(mirrored(written)) == written


WAITING = """
[metric.m]
start = 50
[decision.d]
title = "The offer"
at = 0
expires = 1
{default}
[decision.d.option.a]
label = "Take it"
{when}
outcome = "You have it."
{lapsed}
"""


@pytest.mark.parametrize(
    "default, when, lapsed, told",
    [
        (
            'default = "a"',
            "",
            "",
            [("The offer", "", "default"), ("The offer: Take it", "You have it.", None)],
        ),
        ('default = "a"', 'when = "m > 60"', "", [("The offer", "", "lapsed")]),
        ("", "", "", [("The offer", "", "lapsed")]),
        ("", "", '[decision.d.lapsed]\ntext = "It is gone."', [("The offer", "It is gone.", None)]),
    ],
)
def test_what_is_not_decided_in_time_is_told(
    default: str, when: str, lapsed: str, told: list[tuple[str, str, str | None]]
) -> None:
    game = Game(by_turn(WAITING.format(default=default, when=when, lapsed=lapsed)), 1)
    report = game.wait()

    assert [(entry.title, entry.text, entry.expired) for entry in report.entries] == told
    assert [entry.reason for entry in report.entries] == [""] * len(told)


def test_an_option_that_counts_by_default_is_nobodys_answer() -> None:
    effect = "effects = { m = 5 }"
    story = by_turn(WAITING.format(default='default = "a"', when=effect, lapsed=""))
    waited, chosen = Game(story, 1), Game(story, 1)
    waited.wait()
    chosen.choose("d", "a")

    assert [(entry.cause, waited.answer_of(entry)) for entry in waited.entries] == [("d", None), ("d.a", None)]
    assert [(entry.cause, chosen.answer_of(entry)) for entry in chosen.entries] == [("d.a", 0)]
    assert {row.kind for row in waited.ledger.rows if row.cause == "d.a"} == {"default"}
    assert {row.kind for row in chosen.ledger.rows if row.cause == "d.a"} == {"option"}


ADVISED = """
[metric.trust]
name = "Public trust"
start = 50
[budget.hours]
name = "hours"
refill = 2
[cast.teo]
name = "Teo"
role = "Rules"
adviser = true
forecast = { hours = 1 }
[cast.ana]
name = "Ana"
role = "Press"
adviser = true
[decision.d]
at = 0
""" + "".join(
    f"[decision.d.option.{id}]\nlabel = '{id}'\ncost = {{ hours = {cost} }}\n"
    for id, cost in (("a", 1), ("b", 2), ("c", 0), ("d", 0))
)


def test_a_forecast_costs_its_hour_once_for_each_decision() -> None:
    game = Game(by_turn(ADVISED), 1)
    game.consult("d", "teo")
    game.consult("d", "teo")

    assert game.budgets == {"hours": 1.0}
    assert game.consultations == [Consultation(0, "d", "teo", 0)]
    lock = game.lock("d", "b")
    assert lock == BudgetLock("hours", 2.0, 1.0)


def test_a_forecast_that_cannot_be_had_is_refused_with_the_reason() -> None:
    game = Game(by_turn(ADVISED + '[decision.e]\ntitle="E"\nbrief="B"\nat=0\n[decision.e.option.x]\nlabel="x"\n'), 1)
    with pytest.raises(IllegalMove, match="ana gives no forecasts"):
        game.consult("d", "ana")
    with pytest.raises(IllegalMove, match="there is no decision nowhere"):
        game.consult("nowhere", "teo")
    game.choose("d", "b")
    with pytest.raises(IllegalMove, match="teo cannot be asked: hours >= 1 does not hold"):
        game.consult("e", "teo")


def test_consultations_and_predictions_are_played_again_in_their_order() -> None:
    game = Game(by_turn(ADVISED), 1)
    game.consult("d", "teo")
    game.choose("d", "a", predicted={"trust": "up"})
    again = replay(game.program, 1, game.answers, side_moves=game.side_moves)

    assert again.answers == game.answers
    assert again.answers[0].predicted == {"trust": "up"}
    assert again.consultations == game.consultations
    assert again.budgets == {"hours": 0.0}


def test_a_consultation_that_no_longer_fits_is_where_the_story_departs() -> None:
    with pytest.raises(ReplayMismatch, match="answer 1: ana gives no forecasts") as caught:
        replay(by_turn(ADVISED), 1, [], side_moves=[Consultation(0, "d", "ana", 0)])
    assert caught.value.index == 0


def test_the_order_of_options_is_the_seeds_and_favours_none() -> None:
    program = by_turn(ADVISED)

    def order(seed: int) -> str:
        return "".join(option.id for option in Game(program, seed).ask("d").options)

    firsts = Counter(order(seed)[0] for seed in range(400))
    assert order(3) == order(3)
    assert len({order(seed) for seed in range(400)}) == 24
    assert all(60 <= firsts[id] <= 140 for id in "abcd")


def test_what_a_metric_was_before_an_answer_is_known_afterwards() -> None:
    game = played()
    fresh = Game(STORY, 11)
    assert game.value_before(0, "staff") == fresh.ledger.value("staff")


# ---- when time stops because something needs the player ---------------------------------------------------------

QUIET = """
[metric.trust]
start = 50
[decision.word]
brief = "Give your word?"
at = 0
expires = 1
[decision.word.option.give]
label = "Give it"
promises = ["review"]
[promise.review]
text = "A review"
due = 4
kept_when = "trust > 90"
"""


def stopped_at(game: Game) -> list[int]:
    """The turns at which a game stops that passes on by itself to its end."""
    stops = []
    while not game.ended:
        if game.attention(game.wait()):
            stops.append(game.now)
    return stops


def test_time_stops_the_day_before_a_promise_is_due_and_on_no_quiet_day() -> None:
    game = Game(by_turn(QUIET, turns=8), 1)
    game.choose("word", "give")
    due = game.promises()[0].due

    assert stopped_at(game) == [due - 1, 8]


def test_what_ran_out_stops_time() -> None:
    assert stopped_at(Game(by_turn(QUIET, turns=8), 1)) == [1, 8]


# ---- how a meter has moved ------------------------------------------------------------------------------------------


def test_a_meter_has_moved_since_this_time_yesterday_and_on_the_first_day_since_the_start() -> None:
    game = Game(
        by_date(
            """
[metric.trust]
start = 50
[metric.calm]
start = 50
[decision.d]
at = 2020-05-28T18:00:00-04:00
[decision.d.option.a]
effects = { trust = 3 }
[event.steady]
when = "true"
once = false
effects = { trust = 1 }
"""
        ),
        1,
    )
    assert game.meter("trust").change is None
    game.choose("d", "a")
    assert (game.meter("trust").change, game.meter("calm").change) == (3, None)
    while game.now < 12:
        game.wait()
        if game.now >= 4:
            course = game.course("trust")
            assert game.meter("trust").change == course[game.now] - course[game.now - 4] == 4
            assert game.meter("calm").change == 0


def test_the_stakes_are_worked_out_once_after_each_move(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    of_metric = stakes.of_metric

    def counted(*arguments: Any) -> StakeStanding:
        looked.append(1)
        return of_metric(*arguments)

    story = shipped_program("the_post")
    game = Game(story, 1)
    game.stakes()
    monkeypatch.setattr(stakes, "of_metric", counted)
    for _ in range(12):
        able = [(one.id, id) for one in game.open_decisions() for id in game.order(one.id) if game.can(one.id, id)]
        looked.clear()
        if able:
            game.choose(*able[0])
            in_sight = [standing for standing in game.stakes() if standing.meter is not None]
            assert len(looked) == len(in_sight)
        else:
            game.wait()
        told = game.stakes()
        monkeypatch.setattr(game, "_standings", None)
        assert told == game.stakes()
