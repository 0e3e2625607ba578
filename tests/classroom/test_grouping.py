from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.grouping import WAYS, groups

VOTES = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=4), st.sampled_from(["leave", "label", "remove"]))


@given(VOTES, st.integers(0, 30), st.sampled_from(list(WAYS)))
def test_everybody_is_in_one_group_and_groups_are_of_about_four(
    votes: dict[str, str], others: int, way: ev.Grouping
) -> None:
    late = [f"late {number}" for number in range(others)]
    formed = groups(votes, late, way)
    assert sorted(seat for group in formed for seat in group) == sorted([*votes, *late])
    present = [sum(seat in votes for seat in group) for group in formed]
    if len(votes) >= 4:
        assert all(3 <= count <= 5 for count in present)
        assert max(present) - min(present) <= 1


@pytest.mark.parametrize("count", [12, 13, 30, 200])
def test_like_minded_groups_hold_fewer_opinions_than_mixed_ones(count: int) -> None:
    votes = {f"s{number}": "abc"[number % 3] for number in range(count)}

    def opinions(way: ev.Grouping) -> float:
        formed = groups(votes, [], way)
        return sum(len({votes[seat] for seat in group}) for group in formed) / len(formed)

    assert opinions("alike") < opinions("lot") < opinions("mixed") + 0.01


def test_seats_that_have_not_voted_block_nobody() -> None:
    formed = groups({f"s{number}": "a" for number in range(8)}, [f"late {number}" for number in range(3)], "mixed")
    assert len(formed) == 2
    assert all(sum(seat.startswith("s") for seat in group) == 4 for group in formed)


def test_nobody_makes_no_group() -> None:
    assert groups({}, [], "lot") == ()
