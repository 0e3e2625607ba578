"""What came of an answer, and of time, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.engine.game import Game
from ceo_sim.presentation.formatting import figure
from ceo_sim.presentation.outcome import consequence, merged, time_passed
from tests.saves.helpers import begun
from tests.support.stories import by_turn


def test_the_choice_is_named_by_its_option_and_among_the_causes_as_yours(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        view = consequence(session.game, session.choose("first", "go", "Because"))

    (entry,) = view.entries
    assert (entry.by, entry.title, entry.reason) == ("You", "Go", "Because")
    cash = next(move for move in view.moves if move.metric.name == "Cash")
    assert (cash.before, cash.after, cash.change) == (50, 0, "▼ −50.0")
    assert [(cause.name, cause.amount) for cause in cash.causes] == [
        ("Your choice", "−70.0"),
        ("Limit of the scale", "+20.0"),
    ]


QUIET = "[metric.trust]\nstart = 50\nheadline = true\n"


def test_a_day_that_brought_nothing_is_quiet() -> None:
    game = Game(by_turn(QUIET), 1)
    view = time_passed(game, [game.wait()])

    assert view.is_quiet
    assert (view.beats, view.moves) == ((), ())


DRIFTING = "[metric.trust]\nstart = 50\nbaseline = {baseline}\nhalf_life = 2\nheadline = true\n"


def test_what_moves_without_showing_is_quiet_and_kept_for_who_asks() -> None:
    game = Game(by_turn(DRIFTING.format(baseline=50.6)), 1)
    view = time_passed(game, [game.wait()])

    assert view.is_quiet
    assert [(figure(move.metric, move.after), move.is_seen) for move in view.moves] == [("50", False)]
    assert view.moves_seen == ()


def test_days_in_a_row_are_told_as_one_and_their_causes_add_up() -> None:
    game = Game(by_turn(DRIFTING.format(baseline=90)), 1)
    report = merged([game.wait(), game.wait(), game.wait()])

    assert (report.start, report.end) == (0, 3)
    (move,) = report.moved
    assert (move.before, move.after) == (50.0, game.course("trust")[-1])
    assert [share.kind for share in move.causes] == ["drift"]
    assert move.causes[0].amount == pytest.approx(move.after - move.before)


def test_days_in_a_row_hold_what_would_be_too_little_to_show_on_its_own_day() -> None:
    game = Game(by_turn(DRIFTING.format(baseline=50.6)), 1)
    reports = [game.wait() for _ in range(6)]
    (move,) = merged(reports).moved

    assert not reports[-1].moved
    assert (move.before, move.after) == (50.0, game.course("trust")[-1])
    assert move.causes[0].amount == pytest.approx(move.after - move.before)
