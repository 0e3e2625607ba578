from __future__ import annotations

import msgspec
import pytest

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.entities import AnswerMove, PassMove
from ceo_sim.classroom.room import Room
from tests.support.classes import OPTIONS, joined, opened, refusal, room_of, vote, voting

CLOSED = ev.VotingClosed(ballot=1, round=1)


def test_a_later_vote_of_the_same_seat_takes_the_place_of_the_earlier() -> None:
    room = room_of([*voting(), vote(0, "leave"), vote(1, "label"), vote(0, "label", reason="Say why.")])
    assert room.ballots[1].tally(1) == {"leave": 0, "label": 2, "remove": 0}
    assert [seat.id for seat in room.waiting_for()] == ["s2", "s3"]


def test_a_vote_that_comes_after_the_closing_in_the_log_is_refused_wherever_it_was_sent_from() -> None:
    room = room_of([*voting(), vote(0, "leave"), CLOSED])
    late = ev.Stored(room.seq + 1, 0, vote(0, "remove"))
    assert str(room.apply(late)) == "Voting is closed."
    assert room.ballots[1].tally(1)["leave"] == 1
    assert room.refused == 1


def test_votes_are_shown_only_after_closing_and_both_rounds_together() -> None:
    events = [*voting(), vote(0, "leave"), CLOSED, ev.VotingOpened(ballot=1, round=2), vote(0, "label", 2)]
    room = room_of(events)
    assert refusal(room, ev.Revealed(ballot=1)) == "Close the voting first."
    room = room_of([*events, ev.VotingClosed(ballot=1, round=2), ev.Revealed(ballot=1)])
    assert room.phase == "revealed"
    assert room.ballots[1].rounds() == [1, 2]
    assert refusal(room, ev.VotingOpened(ballot=1, round=2)) == "Votes cannot be taken now."


def test_hands_add_to_the_votes_of_seats_and_need_no_seats() -> None:
    hands = ev.HandsCounted(ballot=1, round=1, counts={"leave": 12, "label": 7})
    room = room_of([*voting(), vote(0, "label"), CLOSED, hands])
    assert room.ballots[1].tally(1) == {"leave": 12, "label": 8, "remove": 0}
    alone = room_of([opened(), ev.Put(ballot=1, decision="post", options=OPTIONS, moves=0), hands])
    assert alone.result(alone.ballots[1]) == "leave"
    assert refusal(alone, ev.HandsCounted(ballot=1, round=1, counts={"none": 1})) == "There is no such option."


def test_a_tie_has_no_result_and_the_teacher_picks() -> None:
    room = room_of([*voting(), vote(0, "leave"), vote(1, "label"), CLOSED])
    assert room.result(room.ballots[1]) == ""
    room = room_of([*voting(), vote(0, "leave"), vote(1, "label"), CLOSED, _answered("label", "teacher")])
    assert room.moves == [AnswerMove("post", "label", 1)]
    assert room.ballot is None


def test_in_teams_each_team_has_one_vote_and_an_absent_team_blocks_nobody() -> None:
    teams = ("staff", "rules", "money")
    events = [
        opened(play="teams", teams=teams),
        joined(0, "staff"),
        joined(1, "staff"),
        joined(2, "staff"),
        joined(3, "rules"),
    ]
    put = [ev.Put(ballot=1, decision="post", options=OPTIONS, moves=0), ev.VotingOpened(ballot=1, round=1)]
    room = room_of([*events, *put, vote(0, "leave"), vote(1, "leave"), vote(2, "label"), vote(3, "label")])
    assert room.team_choices(room.ballots[1], 1) == {"staff": "leave", "rules": "label"}
    assert room.result(room.ballots[1]) == ""
    assert room.smallest_team() == "money"


def test_observers_do_not_vote_and_who_becomes_one_takes_the_vote_along() -> None:
    room = room_of([*voting(2), vote(0, "leave"), ev.Moved(seat="s0", team=ev.OBSERVERS)])
    assert room.ballots[1].tally(1)["leave"] == 0
    assert refusal(room, vote(0, "leave")) == "Observers do not vote."
    assert [seat.id for seat in room.voters] == ["s1"]


def test_a_seat_that_is_removed_takes_all_it_said_along_and_cannot_come_back() -> None:
    room = room_of([*voting(), vote(0, "leave", reason="x"), ev.Removed(seat="s0")])
    assert room.ballots[1].votes[1] == {}
    assert refusal(room, vote(0, "leave")) == "This seat is not in the class."
    assert refusal(room, joined(0)) == "This seat is taken."


def test_nothing_is_voted_while_the_class_is_paused() -> None:
    room = room_of([*voting(), ev.Paused(paused=True)])
    assert refusal(room, vote(0, "leave")) == "The class is paused."


def test_two_consoles_cannot_both_move_the_story() -> None:
    room = room_of([opened(), ev.Passed(moves=0, step=3)])
    assert refusal(room, ev.Passed(moves=0, step=3)) == "The story has gone on meanwhile: look again."


def test_going_back_withdraws_what_is_before_the_class_and_keeps_the_ballots() -> None:
    events = [*voting(), vote(0, "leave"), CLOSED, _answered("leave", "majority"), ev.Passed(moves=1, step=4)]
    room = room_of([*events, ev.WentBack(moves=2, to=1)])
    assert room.moves == [AnswerMove("post", "leave", 1)]
    room = room_of([*events, ev.WentBack(moves=2, to=0)])
    assert room.moves == []
    assert room.ballots[1].answer == "leave"


def test_a_story_of_ones_own_goes_on_from_whatever_device_knows_where_it_stands() -> None:
    own = [opened(play="own"), joined(0), ev.OwnPassed(seat="s0", number=0, step=2)]
    room = room_of([*own, ev.OwnAnswered(seat="s0", number=1, step=2, decision="alarm", option="own_up")])
    assert [(move.step, move.option) for move in room.seats["s0"].moves] == [(2, ""), (2, "own_up")]
    behind = ev.OwnPassed(seat="s0", number=1, step=3)
    assert refusal(room, behind) == "Your story has gone on on another device: look again."


def test_a_story_of_ones_own_has_what_was_asked_and_thrown_in_and_only_answers_count() -> None:
    own = [
        opened(play="own"),
        joined(0),
        ev.OwnAsked(seat="s0", number=0, step=0, decision="alarm", adviser="mate"),
        ev.OwnThrown(seat="s0", number=1, step=0, inject="storm"),
        ev.OwnAnswered(seat="s0", number=2, step=0, decision="alarm", option="own_up"),
    ]
    seat = room_of(own).seats["s0"]
    assert [(move.decision, move.adviser, move.inject, move.option) for move in seat.moves] == [
        ("alarm", "mate", "", ""),
        ("", "", "storm", ""),
        ("alarm", "", "", "own_up"),
    ]
    assert [move.option for move in seat.answers] == ["own_up"]
    assert room_of([*own, ev.OwnBack(seat="s0", number=3, to=1)]).seats["s0"].moves == seat.moves[:1]
    assert refusal(room_of(own[:2]), own[4]) == "Your story has gone on on another device: look again."


def test_a_seat_has_the_luck_of_the_class_unless_its_own_was_written_down() -> None:
    room = room_of([opened(play="own", seed=7), joined(0), ev.Joined(seat="s1", name="b", secret="", seed=0)])
    assert [room.seed_of(seat) for seat in room.seats.values()] == [7, 0]
    assert not room.has_one_luck
    assert room_of([opened(play="own", seed=7), joined(0), joined(1)]).has_one_luck


@pytest.mark.parametrize(
    "event",
    [
        vote(9, "leave"),
        vote(0, "burn"),
        vote(0, "leave", 2),
        vote(0, "leave", reason="x" * 141),
        vote(0, "leave", reason="red \x1b[31m"),
        vote(0, "leave", reason="turned \u202e"),
        vote(0, "leave", reason="two\nlines"),
        ev.News(text="bell \x07"),
        ev.Predicted(ballot=1, seat="s0", directions={"cash": "up"}),
        ev.ReasonShown(ballot=1, round=1, seat="s0"),
        ev.Put(ballot=2, decision="post", options=OPTIONS, moves=0),
        ev.Thrown(moves=0, inject="school"),
        ev.Grouped(ballot=1, way="lot", groups=(("s0", "s9"),)),
        opened(),
    ],
)
def test_what_cannot_happen_is_refused_and_changes_nothing(event: ev.Event) -> None:
    events = voting()
    room, before = room_of(events), room_of(events)
    assert room.apply(ev.Stored(room.seq + 1, 0, event)) is not None  # type: ignore[arg-type] # each is one
    before.seq, before.refused = room.seq, room.refused
    assert room == before


def test_a_gap_in_the_log_is_an_error() -> None:
    with pytest.raises(ev.LogError, match="event 2 follows event 0"):
        Room().apply(ev.Stored(2, 0, opened()))


def test_time_passes_in_moves_of_the_room() -> None:
    assert room_of([opened(), ev.Passed(moves=0, step=3)]).moves == [PassMove(3)]


def _answered(option: str, by: str) -> ev.Answered:
    return ev.Answered(ballot=1, option=option, by=by, moves=0)  # type: ignore[arg-type] # one of the two


def test_a_lens_belongs_to_a_vote_and_goes_when_the_vote_changes() -> None:
    lens = ev.LensNamed(ballot=1, round=1, seat="s0", lens="care")
    assert refusal(room_of(voting()), lens) == "There is no such vote."
    room = room_of([*voting(), vote(0, "leave", reason="So."), lens])
    assert room.ballots[1].votes[1]["s0"].lens == "care"
    assert room.ballots[1].votes[1]["s0"].reason == "So."
    room = room_of([*voting(), vote(0, "leave"), lens, vote(0, "label")])
    assert room.ballots[1].votes[1]["s0"].lens == ""


STEERS = "\x1b]52;c;AAAA\x07"


@pytest.mark.parametrize(
    "event",
    [
        ev.CodeChanged(STEERS),
        ev.Joined("s9", STEERS, "0" * 64),
        ev.Joined("s9", "x" * 501, "0" * 64),
        ev.Joined("\u202e", "seat 9", "0" * 64),
        ev.Put(1, "decision", ("a", "b\nc"), 0),
        ev.Put(1, STEERS, ("a",), 0),
        ev.Thrown(0, STEERS),
        ev.News("a\tb"),
    ],
)
def test_no_text_of_a_log_that_somebody_else_wrote_steers_a_screen(event: ev.Event) -> None:
    assert refusal(room_of([opened()]), event) == "That is not one line of plain text."


@pytest.mark.parametrize("field", ["title", "version", "scenario", "code", "edition", "act"])
def test_no_class_begins_with_a_text_that_steers(field: str) -> None:
    assert (
        refusal(Room(), msgspec.structs.replace(opened(), **{field: STEERS})) == "That is not one line of plain text."
    )


@pytest.mark.parametrize("code", ["", "../x", "A B", "Ä"])
def test_a_code_can_stand_in_an_address(code: str) -> None:
    assert refusal(room_of([opened()]), ev.CodeChanged(code)) == "That is no code of a class."
    assert refusal(Room(), opened(code=code)) == "That is no code of a class."
