from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import Ledger, Row
from tests.support.examples import examples
from tests.support.stories import EVERYTHING, by_turn, program

STORY = program(EVERYTHING)


def play_by_lot(game: Game, lot: st.DataObject) -> None:
    """Answer whatever comes up, and let days pass, until the story is over."""
    while not game.ended:
        agenda = game.agenda()
        if agenda and (agenda[0].urgent or lot.draw(st.booleans())):
            decision = game.ask(agenda[0].id)
            open_options = [option.id for option in decision.options if option.lock is None]
            if open_options:
                game.choose(decision.id, lot.draw(st.sampled_from(open_options)))
                continue
        game.wait()


@settings(max_examples=examples(40), deadline=None)
@given(st.integers(0, 2**64 - 1), st.data())
def test_start_plus_rows_is_the_value_of_every_metric_at_every_moment(seed: int, lot: st.DataObject) -> None:
    game = Game(STORY, seed)
    play_by_lot(game, lot)

    for metric in STORY.metrics:
        course = game.course(metric)
        total, step = 0.0, 0
        rows = list(game.ledger.of(metric))
        assert rows[0].kind == "start"
        for row in rows:
            while step < row.step:
                assert total == pytest.approx(course[step], abs=1e-9)
                step += 1
            total += row.amount
            assert total == pytest.approx(row.value, abs=1e-9)
        assert total == pytest.approx(course[-1], abs=1e-9)


@settings(max_examples=examples(20), deadline=None)
@given(st.integers(0, 2**64 - 1), st.data())
def test_the_causes_add_up_to_the_value_whenever_one_asks(seed: int, lot: st.DataObject) -> None:
    game = Game(STORY, seed)
    play_by_lot(game, lot)

    for metric in STORY.metrics:
        step = lot.draw(st.integers(0, game.now))
        causes = game.ledger.why(metric, step)
        assert causes[0].kind == "start"
        assert sum(cause.amount for cause in causes) == pytest.approx(game.ledger.value(metric, step), abs=1e-9)
        assert [abs(cause.amount) for cause in causes[1:]] == sorted((abs(c.amount) for c in causes[1:]), reverse=True)


def test_a_clamp_is_a_row_of_its_own() -> None:
    story = by_turn('[metric.m]\nname = "M"\nstart = 95\n[event.e]\ntitle = "E"\nat = 1\neffects = { m = 10 }\n')
    game = Game(story, 1)
    game.wait()

    assert game.ledger.rows[1:] == [Row(1, "m", "event", "e", 10.0, 105.0), Row(1, "m", "clamp", "e", -5.0, 100.0)]


def test_a_derived_metric_names_the_cause_that_moved_what_it_reads() -> None:
    story = by_turn(
        '[metric.m]\nname = "M"\nstart = 40\n[metric.twice]\nname = "T"\nformula = "2 * m"\n'
        '[event.e]\ntitle = "E"\nat = 1\neffects = { m = 15 }\n'
    )
    game = Game(story, 1)
    game.wait()

    assert list(game.ledger.of("twice"))[1:] == [
        Row(1, "twice", "event", "e", 30.0, 110.0),
        Row(1, "twice", "clamp", "e", -10.0, 100.0),
    ]


def test_an_echo_names_what_it_echoes() -> None:
    story = by_turn(
        '[metric.m]\nname = "M"\nstart = 50\n'
        '[event.e]\ntitle = "E"\nat = 1\neffects = { m = { amount = -8, echo = { share = 0.5, over = 2 } } }\n'
    )
    game = Game(story, 1)
    game.wait(4)

    assert list(game.ledger.of("m"))[1:] == [
        Row(1, "m", "event", "e", -8.0, 42.0),
        Row(2, "m", "echo", "e", -2.0, 40.0),
        Row(3, "m", "echo", "e", -2.0, 38.0),
    ]


def test_asking_for_a_metric_that_has_no_rows_says_so() -> None:
    with pytest.raises(KeyError, match="nothing"):
        Ledger().value("nothing")
