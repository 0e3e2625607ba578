from __future__ import annotations

import pytest

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.debrief import words
from ceo_sim.classroom.debrief.asked import Asked, asked
from ceo_sim.classroom.debrief.findings import biggest_swing, division, mentions, most_divided, swing
from tests.support.classes import joined, opened, room_of, vote, voting
from tests.support.scenarios import shipped


def votes(first: str, last: str | None = None, reasons: dict[str, str] | None = None) -> Asked:
    """A decision on which the seats voted as these letters say, in one round or two."""
    before = {f"s{number}": option for number, option in enumerate(first)}
    after = before if last is None else {f"s{number}": option for number, option in enumerate(last)}
    return Asked("post", ("a", "b", "c"), before, after, {}, {}, reasons or {}, {}, has_two_rounds=last is not None)


def test_an_even_split_is_the_most_divided_and_agreement_is_none() -> None:
    assert division(votes("aabb")) == pytest.approx(1.0)
    assert division(votes("aaaa")) == 0.0
    even = votes("aaabbb")
    assert most_divided([votes("aaaaab"), even, votes("aaaa")]) is even
    assert most_divided([votes("aaaa")]) is None


def test_a_swing_says_who_moved_and_how_far_the_whole_did() -> None:
    moved = swing(votes("aaaabb", "aabbbb"))
    assert (moved.moved, moved.both) == (2, 6)
    assert moved.share == pytest.approx(1 / 3)
    assert moved.by_way == {("a", "b"): 2}
    assert biggest_swing([votes("aabb"), votes("aabb", "aabb")]) is None


def test_seats_that_change_places_are_a_swing_though_the_sums_are_the_same() -> None:
    moved = biggest_swing([votes("ab", "ba")])
    assert moved is not None
    assert (moved.moved, moved.share) == (2, 0.0)


def test_a_stakeholder_is_named_by_words_of_its_name_or_of_the_author() -> None:
    scenario = shipped("the_post").playable
    reasons = {"s0": "Our moderators cannot do that at 3 a.m.", "s1": "The STAFF will leave.", "s2": "It is only fair."}
    counted = mentions(scenario, [votes("aaa", reasons=reasons)])
    assert counted["rules"] == 1
    assert counted["employees"] == 1
    assert counted["coalition"] == 0
    assert next(iter(counted.values())) == 0


def test_a_withdrawn_ballot_counts_for_nothing_and_one_gone_back_behind_has_no_place() -> None:
    closed = ev.VotingClosed(ballot=1, round=1)
    answer = ev.Answered(ballot=1, option="leave", by="majority", moves=0)
    room = room_of([*voting(), vote(0, "leave"), closed, answer])
    assert asked(room)[0].place == 0
    room = room_of([*voting(), vote(0, "leave"), closed, answer, ev.WentBack(moves=1, to=0)])
    assert asked(room)[0].place is None
    assert asked(room_of([*voting(), ev.Withdrawn(ballot=1)])) == []


def test_stories_of_ones_own_count_like_votes() -> None:
    own = [opened(play="own"), *(joined(number) for number in range(3))]
    for number, option in enumerate(("own_up", "own_up", "joke")):
        own.append(
            ev.OwnAnswered(seat=f"s{number}", number=0, step=0, decision="alarm", option=option, reason=f"r{number}")
        )
    (one,) = asked(room_of(own))
    assert one.counts() == {"joke": 1, "own_up": 2}
    assert one.reasons["s2"] == "r2"
    assert one.answer == ""


def test_of_fewer_than_five_only_that_is_told_and_none_follows_from_the_sum() -> None:
    assert words.counts({"a": 12, "b": 7, "c": 3}) == {"a": "12", "b": "5 or more", "c": "under 5"}
    assert words.counts({"a": 12, "b": 2, "c": 3}) == {"a": "12", "b": "under 5", "c": "under 5"}
    assert words.counts({"a": 12, "b": 7, "c": 0}) == {"a": "12", "b": "7", "c": "0"}
    assert words.share(3, 20) == "a few"
    assert words.share(18, 20) == "nearly all"
    assert words.share(10, 20) == "50 %"
