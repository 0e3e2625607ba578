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


def test_ways_between_two_votes_are_counted_out_only_if_nobody_is_hidden_by_them() -> None:
    assert swing(votes("a" * 12 + "b" * 12, "a" * 5 + "b" * 19)).can_be_counted_out
    assert not swing(votes("a" * 12 + "b" * 12, "a" * 9 + "b" * 15)).can_be_counted_out
    assert not swing(votes("a" * 8 + "b" * 12, "a" * 3 + "b" * 17)).can_be_counted_out


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


_MEANS = {words.FEW: range(1, 5), words.ENOUGH: range(5, 99), words.HIDDEN: range(99)}
"""What a figure may be that is not shown."""


@pytest.mark.parametrize("whole", range(1, 24))
def test_of_what_is_hidden_at_least_two_figures_fit_the_sum_and_all_that_is_shown(whole: int) -> None:
    ways = [(a, b, whole - a - b) for a in range(whole + 1) for b in range(whole + 1 - a)]
    for way in ways:
        shown = tuple(words.counts(dict(zip("abc", way, strict=True))).values())
        fits = [
            other
            for other in ways
            if all(
                count in _MEANS.get(word, (int(word) if word.isdecimal() else -1,))
                for count, word in zip(other, shown, strict=True)
            )
        ]
        assert way in fits
        for place, word in enumerate(shown):
            if word in {words.FEW, words.HIDDEN}:
                assert len({other[place] for other in fits}) > 1, (way, shown)


def test_a_share_is_told_in_words_too_wide_to_count_a_few_by() -> None:
    assert words.about(3, 20) == "a few"
    assert words.about(18, 20) == "all but a few"
    assert words.about(10, 20) == "about half"
    assert words.about(5, 14) == "fewer than half"
    assert words.about(14, 40) == "about a quarter"
    assert words.about(70, 100) == "about 7 in 10"
    assert (words.about(0, 8), words.about(8, 8)) == ("none", "all")
    for whole in range(20, 300):
        told: dict[str, int] = {}
        for part in range(5, whole - 4):
            told[words.about(part, whole)] = told.get(words.about(part, whole), 0) + 1
        assert all(count >= 4 for count in list(told.values())[1:-1]), (whole, told)
