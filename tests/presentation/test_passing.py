"""Time that passes until something needs the player, or tells them something."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.presentation.outcome import OutcomeView
from ceo_sim.presentation.passing import MOST_DAYS, can_go_on, pass_time
from ceo_sim.saves.session import Session
from tests.saves.helpers import at_noon, loaded
from tests.support.harbour import HARBOUR
from tests.support.scenarios import load_once
from tests.support.stories import BY_TURN, HEADER, filled_in

NEWER = HEADER.replace("format = 1", "format = 2")


def begun(folder: Path, body: str, turns: int = 20) -> Session:
    """A game of a story by turns."""
    return Session.start(loaded(NEWER + BY_TURN.format(turns=turns) + filled_in(body)), 1, folder, now=at_noon)


def stops(session: Session) -> list[tuple[int, bool]]:
    """The turns at which time stops that passes to the end of a story, and whether it then goes on."""
    found = []
    while not session.game.ended:
        outcome = pass_time(session, until_needed=True)
        found.append((session.game.now, outcome.goes_on))
    return found


STOCK = "[metric.m]\nstart = 50\nheadline = true\n"


@pytest.mark.parametrize(
    "body, stop",
    [
        ("[decision.d]\nat = 3\n[decision.d.option.o]\n", (3, False)),
        ("[decision.d]\nat = 0\nexpires = 4\n[decision.d.option.o]\n", (3, False)),
        ('[event.e]\nat = 3\ntext = "It is told."\n', (3, True)),
        ('[event.e]\nat = 3\nnews = [{ from = "A", text = "It is said." }]\n', (3, True)),
        ('[event.e]\nat = 3\neffects = { m = -30 }\n[stake.s]\nname = "S"\nmetric = "m"\nbelow = 30\n', (3, False)),
        ('[event.e]\nat = 3\neffects = { m = -17 }\n[stake.s]\nname = "S"\nmetric = "m"\nbelow = 30\n', (3, False)),
        ('[stake.s]\nname = "S"\nat = 4\n', (3, False)),
        ('[stake.s]\nname = "S"\nmetric = "m"\nbelow = 30\nwhen = "day >= 3"\n', (3, False)),
        ('[act.a]\ntitle = "A"\nuntil = 3\n[ending.x]\ntitle = "X"\ntext = "X"\nact = "a"\n', (3, False)),
        ("[decision.d]\nat = 0\n[decision.d.option.o]\npromises = ['p']\n", (MOST_DAYS, False)),
    ],
)
def test_time_stops_at_what_needs_the_player_and_at_what_is_told(
    body: str, stop: tuple[int, bool], tmp_path: Path
) -> None:
    promise = '[promise.p]\ntext = "P"\ndue = 9\nkept_when = "m > 90"\n' if "promises" in body else ""
    end = '[ending.over]\ntitle = "Over"\ntext = "Over"\n' if "[ending." in body else ""
    with begun(tmp_path, STOCK + body + promise + end) as session:
        assert stops(session)[0] == stop


def test_a_promise_that_is_due_by_tomorrow_stops_time(tmp_path: Path) -> None:
    body = '[decision.d]\nat = 0\n[decision.d.option.o]\npromises = ["p"]\n'
    with begun(tmp_path, STOCK + body + '[promise.p]\ntext = "P"\ndue = 5\nkept_when = "m > 90"\n') as session:
        session.choose("d", "o")
        assert stops(session)[0] == (4, False)


def test_lines_of_the_feed_alone_stop_nothing_and_are_all_there_to_read(tmp_path: Path) -> None:
    body = "[deck.d]\n[deck.d.card.c]\nweight = 1\nonce = false\nnews = [{ from = 'A', text = 'Talk.' }]\n"
    with begun(tmp_path, STOCK + body) as session:
        outcome = pass_time(session, until_needed=True)
        assert session.game.now == MOST_DAYS
        assert len(outcome.news) == MOST_DAYS
        assert len(outcome.beats) == MOST_DAYS
        assert outcome.days == "Seven turns have passed, from Turn 0 to Turn 7."
        assert not outcome.goes_on


def test_one_day_is_exactly_one(tmp_path: Path) -> None:
    with begun(tmp_path, STOCK + '[event.e]\nat = 1\ntext = "It is told."\n') as session:
        outcome = pass_time(session, until_needed=False)
        assert session.game.now == 1
        assert outcome.days == ""
        assert not outcome.goes_on
        pass_time(session, until_needed=False)
        assert session.game.now == 2


def test_what_stands_for_free_hours_stops_nothing(tmp_path: Path) -> None:
    with begun(tmp_path, STOCK + "[decision.d]\nstanding = true\n[decision.d.option.o]\n", 5) as session:
        session.choose("d", "o")
        assert stops(session) == [(5, False)]


URGENT = """
[decision.d]
at = 2
urgent = true
[decision.d.option.plain]
[decision.d.option.more]
next = { decision = "e", after = 0 }
[decision.e]
[decision.e.option.o]
"""


@pytest.mark.parametrize("option, goes_on", [("plain", True), ("more", False)])
def test_time_can_go_on_after_an_answer_unless_that_brought_something(
    option: str, goes_on: bool, tmp_path: Path
) -> None:
    with begun(tmp_path, STOCK + URGENT) as session:
        since = session.game.now
        assert not pass_time(session, until_needed=True).goes_on
        assert session.game.now == 2
        assert can_go_on(session.game, session.choose("d", option), since) is goes_on


def test_time_does_not_go_on_past_what_came_with_the_question(tmp_path: Path) -> None:
    with begun(tmp_path, STOCK + URGENT + "[decision.f]\nat = 2\n[decision.f.option.o]\n") as session:
        pass_time(session, until_needed=True)
        assert not can_go_on(session.game, session.choose("d", "plain"), 0)


def test_the_dates_of_the_days_that_passed_are_said(tmp_path: Path) -> None:
    with Session.start(load_once(HARBOUR), 3, tmp_path, now=at_noon) as session:
        said: list[OutcomeView] = []
        while not session.game.ended and session.game.urgent() is None:
            said.append(pass_time(session, until_needed=True))
        assert "Three days have passed, from Tuesday 5 May to Friday 8 May." in [each.days for each in said]


def test_a_day_is_not_called_quiet_if_something_new_waits(tmp_path: Path) -> None:
    body = '[decision.d]\ntitle = "The offer"\nat = 3\n[decision.d.option.o]\n'
    with begun(tmp_path, STOCK + body) as session:
        days = [pass_time(session, until_needed=False) for _ in range(4)]
    assert [day.is_quiet for day in days] == [True] * 4
    said = [day.in_quiet for day in days]
    assert said == ["A quiet day.", "A quiet day.", "New on your agenda: The offer.", "A quiet day."]


def test_days_that_were_quiet_say_what_waits_after_them(tmp_path: Path) -> None:
    body = '[decision.d]\ntitle = "The offer"\nat = 3\n[decision.d.option.o]\n'
    with begun(tmp_path, STOCK + body) as session:
        outcome = pass_time(session, until_needed=True)
        rest = pass_time(session, until_needed=True)
    assert (outcome.days, outcome.in_quiet) == (
        "Three turns have passed, from Turn 0 to Turn 3.",
        "New on your agenda: The offer.",
    )
    assert (bool(rest.days), rest.in_quiet) == (True, "")
