from __future__ import annotations

import numpy as np
import pytest

from ceo_sim.classroom.debrief.asked import Asked
from ceo_sim.classroom.debrief.opinions import k_means, opinion_map, silhouette


def asked(votes: dict[str, str], options: tuple[str, ...] = ("a", "b")) -> Asked:
    """A decision that was voted on once."""
    return Asked("post", options, votes, votes, {}, {}, {}, {})


def camps(*sizes: int, decisions: int = 6) -> list[Asked]:
    """Camps of so many seats, of which each votes alike, and all are for `a` in the first decision."""
    seats = [(f"s{camp}-{number}", camp) for camp, size in enumerate(sizes) for number in range(size)]
    common = asked(dict.fromkeys((seat for seat, _ in seats), "a"))
    own = [
        asked({seat: "ab"[(camp >> bit) & 1] for seat, camp in seats})
        for bit in range(2)
        for _ in range((decisions - 1) // 2)
    ]
    return [common, *own]


@pytest.mark.parametrize("sizes", [(9, 7), (12, 8, 6), (30, 20, 10, 8)])
def test_camps_that_vote_alike_are_the_groups(sizes: tuple[int, ...]) -> None:
    found = opinion_map(camps(*sizes))
    assert found is not None
    assert [len(group.seats) for group in found.groups] == sorted(sizes, reverse=True)
    for group in found.groups:
        assert len({seat.partition("-")[0] for seat in group.seats}) == 1


def test_what_all_groups_agree_on_is_told_and_what_sets_one_apart() -> None:
    found = opinion_map(camps(12, 8))
    assert found is not None
    assert found.agreed[0][:2] == (0, "a")
    assert {place for place, *_ in found.groups[0].own} == {1, 2}
    assert all(inside == 1.0 and outside == 0.0 for _, _, inside, outside in found.groups[0].own)


def test_without_one_vote_a_seat_is_where_its_other_votes_put_it() -> None:
    questions = camps(10, 8, decisions=9)
    assert questions[1].last["s0-0"] == "a"
    strayed = {seat: "b" if seat == "s0-0" else vote for seat, vote in questions[1].last.items()}
    questions[1] = asked(strayed)
    found = opinion_map(questions)
    assert found is not None
    group_of = found.groups_without(1)
    assert {group_of[f"s0-{number}"] for number in range(10)} == {group_of["s0-0"]}
    assert group_of["s0-0"] != group_of["s1-0"]


def test_what_only_one_option_could_be_said_to_is_no_agreement() -> None:
    questions = camps(12, 8)
    seats = questions[0].last
    forced = Asked("post", ("a",), seats, seats, {}, {}, {}, {}, answer="a", place=0, by="majority")
    found = opinion_map([*questions, forced])
    assert found is not None
    assert 0 in {place for place, _, _ in found.agreed}
    assert len(questions) not in {place for place, _, _ in found.agreed}


def test_no_group_is_smaller_than_five() -> None:
    found = opinion_map(camps(12, 3))
    assert found is not None
    assert all(len(group.seats) >= 5 for group in found.groups)


def test_votes_by_lot_make_no_groups() -> None:
    lot = np.random.default_rng(5)
    questions = [asked({f"s{seat}": "abc"[lot.integers(3)] for seat in range(200)}, ("a", "b", "c")) for _ in range(12)]
    found = opinion_map(questions)
    assert found is not None
    assert not found.groups or silhouette(found.places, _labels(found.seats, found.group_of())) < 0.5


def test_too_few_seats_or_decisions_have_no_map() -> None:
    assert opinion_map(camps(5, 4)) is None
    assert opinion_map(camps(9, 9)[:1]) is None
    assert opinion_map([]) is None


def test_who_voted_seldom_is_not_on_the_map() -> None:
    questions = camps(9, 7)
    questions[1] = asked({**questions[1].last, "late": "a"})
    found = opinion_map(questions)
    assert found is not None
    assert "late" not in found.seats
    assert found.absent == 1


def test_everybody_of_one_mind_is_one_point() -> None:
    found = opinion_map([asked({f"s{seat}": "a" for seat in range(20)}) for _ in range(4)])
    assert found is None


def test_the_map_does_not_depend_on_the_order_of_the_seats() -> None:
    questions = camps(9, 7)
    turned = [asked(dict(reversed(list(one.last.items())))) for one in questions]
    first, second = opinion_map(questions), opinion_map(turned)
    assert first is not None
    assert second is not None
    assert first.groups == second.groups
    assert np.array_equal(first.places, second.places)


def test_k_means_finds_what_an_exhaustive_search_finds() -> None:
    places = np.array([[0.0, 0.0], [0.1, 0.0], [0.0, 0.1], [5.0, 5.0], [5.1, 5.0], [9.0, 0.0], [9.0, 0.1]])
    labels = k_means(places, 3)
    assert len({*labels[:3]}) == len({*labels[3:5]}) == len({*labels[5:]}) == 1
    assert len({*labels}) == 3


def test_the_silhouette_of_the_book() -> None:
    places = np.array([[0.0, 0.0], [2.0, 0.0], [10.0, 0.0], [12.0, 0.0]])
    near, far = (10 + 12) / 2, (8 + 10) / 2  # of the outer and of the inner places
    expected = ((near - 2) / near + (far - 2) / far) / 2
    assert silhouette(places, np.array([0, 0, 1, 1])) == pytest.approx(expected)


def _labels(seats: tuple[str, ...], group_of: dict[str, int]) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return np.array([group_of[seat] for seat in seats], dtype=np.intp)
