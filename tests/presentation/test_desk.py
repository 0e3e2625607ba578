"""The desk in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from ceo_sim.engine.game import Game
from ceo_sim.presentation.desk import AgendaLine, desk_view, is_good, meter_view, senders
from ceo_sim.presentation.document import Labelled, words_of
from ceo_sim.presentation.pages import promises
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.model import Metric
from tests.plain.helpers import rich
from tests.saves.helpers import begun, play
from tests.support.stories import by_date, by_turn


def test_the_headline_meters_come_first_and_every_one_is_as_it_may_be_seen(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 1)
        session.wait()
        desk = desk_view(session.game)
        assert [meter.is_headline for meter in desk.meters] == sorted(
            (meter.is_headline for meter in desk.meters), reverse=True
        )
        assert desk.headline + desk.side == desk.meters
        for meter in desk.meters:
            assert bool(meter.age) == bool(meter.as_of) == (meter.metric.survey is not None)
            assert not ((meter.metric.survey is not None) and meter.cause)


MOVING = """
[metric.trust]
start = 50
better = "{better}"
headline = true
[decision.d]
at = 0
[decision.d.option.go]
effects = {{ trust = {effect} }}
"""


@pytest.mark.parametrize(
    "effect, move, trend, better, good",
    [
        (7, "▲7", "up 7 since the turn before", "higher", True),
        (-7, "▼7", "down 7 since the turn before", "higher", False),
        (7, "▲7", "up 7 since the turn before", "lower", False),
        (7, "▲7", "up 7 since the turn before", "neither", None),
        (0.3, "=", "unchanged since the turn before", "higher", None),
        (0.6, "▲1", "up 1 since the turn before", "higher", True),
        (0.01, "=", "unchanged since the turn before", "higher", None),
    ],
)
def test_a_move_its_size_and_its_words_agree(effect: float, move: str, trend: str, better: str, good: object) -> None:
    game = Game(by_turn(MOVING.format(better=better, effect=effect)), 1)
    game.wait()
    game.choose("d", "go")
    meter = meter_view(game, game.meter("trust"))

    assert (meter.move, meter.trend, meter.is_good) == (move, trend, good)
    assert meter.cause == ("" if move == "=" else "You: D - Go")
    verdict = {True: ", better", False: ", worse", None: ""}[meter.is_good]
    assert meter.summary.endswith(f"{trend}{verdict}.")


def test_no_change_is_neither_good_nor_bad() -> None:
    assert is_good(Metric(id="m", name="M", start=Expression.parse(1)), 0.0) is None


WAITING = """
[budget.hours]
name = "hours"
refill = 2
[metric.trust]
start = 50
[decision.soon]
at = 2020-05-28T18:00:00-04:00
expires = "6h"
[decision.soon.option.go]
cost = { hours = 3 }
[decision.later]
at = 2020-05-28T18:00:00-04:00
expires = "5d"
[decision.later.option.go]
cost = { hours = 1 }
[decision.later.option.stay]
[decision.ever]
at = 2020-05-28T18:00:00-04:00
[decision.ever.option.go]
"""


def test_what_waits_has_its_price_its_deadline_and_what_stands_against_it() -> None:
    agenda = {line.id: line for line in desk_view(Game(by_date(WAITING), 1)).agenda}

    soon, later, ever = agenda["soon"], agenda["later"], agenda["ever"]
    assert (soon.price, soon.obstacle) == ("3 hours", "not today: 2 hours left")
    assert soon.deadline == "until tomorrow night: last day"
    assert soon.deadline_in_full == "until Friday 29 May, 00:00, 6 hours left: last day"
    assert (later.price, later.obstacle, later.deadline) == ("0 to 1 hour", "", "until Tuesday evening")
    assert later.deadline_in_full == "until Tuesday 2 June, 18:00, 5 days left"
    assert ever == AgendaLine("ever", "Ever", False, None, "", "whenever", "whenever", "")


def test_what_has_a_date_stands_in_the_order_of_its_dates() -> None:
    due = desk_view(Game(by_date(WAITING), 1)).due

    assert [(line.when, line.kind, line.text) for line in due] == [
        ("Fri 29 May", "decide", "Soon"),
        ("Tue 2 Jun", "decide", "Later"),
    ]
    assert due[0].when_in_full == "Friday 29 May, 00:00, in 6 hours"


def test_a_promise_tells_how_far_off_it_is_and_then_how_it_went(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        session.choose("first", "go")
        (promise,) = desk_view(session.game).promises
        assert (promise.text, promise.due) == ("A review", ", by Tuesday 2 June (5 days)")
        made = "Made Thursday 28 May · evening."
        assert promises_told(session.game) == [("open", f"A review, by Tuesday 2 June (5 days). {made}")]
        play(session)
        assert desk_view(session.game).promises == ()
        ((state, told),) = promises_told(session.game)
        assert told == f"A review, by Tuesday 2 June. {made}"
        assert state in ("kept", "broken")


def promises_told(game: Game) -> list[tuple[str, str]]:
    (listed,) = promises(game)
    assert isinstance(listed, Labelled)
    return [(state, words_of(spans)) for state, spans in listed.items]


def test_news_are_fresh_from_a_step_on(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        play(session)
        news = desk_view(session.game, session.game.now + 1).feed
        assert news
        assert not any(item.is_fresh for item in news)
        assert all(item.is_fresh for item in desk_view(session.game).feed)
        assert senders(news) == sorted({item.sender for item in news})
        assert senders((*news, evolve(news[0], sender="Aaa")))[0] == "Aaa"
