from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from ceo_sim.library import load_playable
from ceo_sim.new_game import LARGEST_SEED
from ceo_sim.saves.assignment import (
    MOST_ACTS,
    PREDICTIONS,
    SHORT_SEEDS,
    Assignment,
    CannotAssign,
    Played,
    assigned,
    edition_digest,
    read_assignment,
)
from ceo_sim.saves.codes import encoded
from tests.support.examples import examples
from tests.support.scenarios import SCENARIOS

STORY = Played("story", "0123456789abcdef", ("one", "two"), ("13plus", "easy"))
assignments = st.builds(
    Assignment,
    scenario=st.integers(0, 2**12 - 1),
    version=st.integers(0, 2**20 - 1),
    act=st.integers(0, MOST_ACTS),
    edition=st.integers(0, 63),
    mirror=st.booleans(),
    seed=st.none() | st.integers(0, LARGEST_SEED) | st.integers(0, SHORT_SEEDS),
    predictions=st.sampled_from(PREDICTIONS),
)


@given(assignments)
@settings(max_examples=examples(100))
def test_an_assignment_can_be_read_from_its_code(assignment: Assignment) -> None:
    assert read_assignment(assignment.code) == assignment


@given(st.integers(0, SHORT_SEEDS - 1))
@settings(max_examples=examples(20))
def test_with_a_short_seed_it_has_four_groups_of_four(seed: int) -> None:
    code = assigned(STORY, act="two", edition="easy", mirror=True, seed=seed, predictions="off").code

    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert read_assignment(code).chosen(STORY) == ("easy", "two")


def test_another_version_or_another_scenario_is_refused() -> None:
    assignment = assigned(STORY)

    assert assignment.chosen(STORY) == (None, None)
    with pytest.raises(CannotAssign, match="another version of story"):
        assignment.chosen(evolve(STORY, fingerprint="0123456789abcdee"))
    with pytest.raises(CannotAssign, match="not for other"):
        assignment.chosen(evolve(STORY, scenario="other"))


def test_an_edition_or_act_that_is_not_there_is_refused() -> None:
    with pytest.raises(CannotAssign, match="edition of story that is not here"):
        assigned(STORY, edition="easy").chosen(evolve(STORY, editions=("13plus",)))
    with pytest.raises(CannotAssign, match="act 2 of story, which has 1"):
        assigned(STORY, act="two").chosen(evolve(STORY, acts=("one",)))


def test_editions_that_a_code_cannot_tell_apart_are_refused() -> None:
    alike = next(f"e{number}" for number in range(1000) if edition_digest(f"e{number}") == edition_digest("easy"))

    with pytest.raises(CannotAssign, match="cannot tell the edition easy from e"):
        assigned(evolve(STORY, editions=("easy", alike)), edition="easy")


def test_an_act_beyond_the_room_of_a_code_is_refused() -> None:
    acts = tuple(f"act{number}" for number in range(20))

    assert assigned(evolve(STORY, acts=acts), act="act14").act == MOST_ACTS
    with pytest.raises(CannotAssign, match="first 15 acts"):
        assigned(evolve(STORY, acts=acts), act="act15")


@pytest.mark.parametrize("letters", [1, 8, 13, 28])
def test_a_code_of_a_later_kind_is_refused(letters: int) -> None:
    with pytest.raises(CannotAssign, match="install the newest"):
        read_assignment(encoded("A", 32**letters - 1, letters, 4))


@pytest.mark.parametrize("name", ["the_post", "meridian", "depot.toml", "tutorial.toml"])
def test_every_shipped_scenario_can_be_assigned_with_each_act(name: str) -> None:
    path: Path = SCENARIOS / name
    loaded = load_playable(path)
    played = Played.of(path, loaded)

    for act in (None, *loaded.as_written.acts):
        assert read_assignment(assigned(played, act=act).code).chosen(played) == (None, act)
