from __future__ import annotations

import csv
import io

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.exports import tables
from ceo_sim.classroom.exports.votes import participation, said
from ceo_sim.classroom.story import story_of
from tests.support.classes import joined, opened, room_of
from tests.support.scenarios import shipped


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def log_of(events: list[ev.Event], pause: int = 1000) -> list[ev.Stored]:
    return [ev.Stored(seq, seq * pause, event) for seq, event in enumerate(events, 1)]  # type: ignore[arg-type] # each is one


def board(reason: str = "It is fair.") -> list[ev.Event]:
    """Two votes in two rounds, and one seat that never voted."""
    put = ev.Put(ballot=1, decision="alarm", options=("own_up", "joke"), moves=0, metrics=("trust",))
    return [
        opened("tutorial"),
        *(joined(number) for number in range(3)),
        put,
        ev.VotingOpened(ballot=1, round=1),
        ev.Voted(ballot=1, round=1, seat="s0", option="joke", reason=reason),
        ev.Voted(ballot=1, round=1, seat="s1", option="own_up"),
        ev.Predicted(ballot=1, seat="s0", directions={"trust": "down"}),
        ev.VotingClosed(ballot=1, round=1),
        ev.VotingOpened(ballot=1, round=2),
        ev.Voted(ballot=1, round=2, seat="s0", option="own_up"),
        ev.VotingClosed(ballot=1, round=2),
        ev.Answered(ballot=1, option="own_up", by="majority", moves=0),
    ]


def test_a_row_is_a_vote_and_says_when_and_whether_it_was_carried_out() -> None:
    room = room_of(board())
    game = story_of(room.opened, shipped("tutorial")).game  # type: ignore[arg-type] # it has begun
    table = rows(tables.decisions(room, said(room, log_of(board())), game))
    assert [(row["seat"], row["round"], row["option"], row["carried_out"]) for row in table] == [
        ("seat 0", "1", "joke", "false"),
        ("seat 1", "1", "own_up", "true"),
        ("seat 0", "2", "own_up", "true"),
    ]
    assert [row["seconds"] for row in table] == ["1.0", "2.0", "1.0"]
    assert tuple(table[0]) == tables.DECISIONS


def test_reasons_and_predictions_have_tables_of_their_own() -> None:
    room = room_of(board())
    votes = said(room, log_of(board()))
    assert [row["reason"] for row in rows(tables.reasons(room, votes))] == ["It is fair."]
    (predicted,) = rows(tables.predictions(room, votes))
    assert (predicted["metric"], predicted["predicted"]) == ("trust", "down")


def test_no_reason_is_a_formula_for_a_spreadsheet() -> None:
    for hostile in ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "＝1"):
        room = room_of(board(hostile))
        (row,) = rows(tables.reasons(room, said(room, log_of(board(hostile)))))
        assert row["reason"] == f"'{hostile}"


def test_taking_part_is_the_share_of_what_was_asked_whatever_was_chosen() -> None:
    room = room_of(board())
    assert participation(room, said(room, log_of(board()))) == {"s0": 1.0, "s1": 0.5, "s2": 0.0}


def test_in_stories_of_their_own_who_is_through_has_taken_part_in_all() -> None:
    events: list[ev.Event] = [opened("tutorial", play="own"), joined(0), joined(1)]
    events += [ev.OwnAnswered(seat="s0", number=0, step=0, decision="alarm", option="joke")]
    events += [ev.OwnAnswered(seat="s1", number=0, step=0, decision="alarm", option="own_up")]
    events += [ev.OwnAnswered(seat="s1", number=1, step=0, decision="the_log", option="read_together")]
    events += [ev.OwnPassed(seat="s0", number=1, step=9, ending="quiet")]
    room = room_of(events)
    votes = said(room, log_of(events))
    assert participation(room, votes) == {"s0": 1.0, "s1": 1.0}
    assert [(one.seat, one.number, one.at) for one in votes] == [("s0", 1, 4000), ("s1", 1, 5000), ("s1", 2, 6000)]
