from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import numpy as np
import pytest
from numpy.typing import NDArray

from ceo_sim.engine import rng
from ceo_sim.engine.columns import bytes_per_lane, columns_of
from ceo_sim.engine.fork import fork
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.engine.schedule import Schedule
from tests.support.stories import EVERYTHING, program

STORY = program(EVERYTHING)
GIVEN = {"seeds", "keys"}
"""Arrays that come from outside: the luck of the lanes, which is a fork's own."""
WORKED_OUT = {"lanes.amounts", "lanes.baselines"}
"""What each step works out from the other columns before it reads it."""


def arrays_of(owner: object) -> dict[str, NDArray[Any]]:
    """Every array that an object of an attrs class holds as an attribute."""
    fields = attrs.fields(type(owner))  # type: ignore[arg-type]
    values = ((each.name, getattr(owner, each.name)) for each in fields)
    return {name: value for name, value in values if isinstance(value, np.ndarray)}


def parts_of(state: Lanes) -> Iterator[tuple[str, object]]:
    yield "lanes", state
    yield "schedule", state.schedule


def test_every_array_of_a_state_is_a_declared_column_of_the_shape_and_type_that_it_says() -> None:
    state = Lanes(STORY, rng.consecutive_seeds(1, 7))
    for _, owner in parts_of(state):
        arrays = arrays_of(owner)
        columns = columns_of(type(owner))
        assert arrays.keys() - GIVEN == columns.keys()
        for name, column in columns.items():
            assert arrays[name].shape == column.shape(STORY, 7), name
            assert arrays[name].dtype == column.dtype, name
            assert not column.by_lane or arrays[name].shape[-1] == 7, name
    held = {id(value) for _, owner in parts_of(state) for value in arrays_of(owner).values()}
    assert {id(value) for value in _reachable(state)} <= held


def _reachable(state: Lanes) -> Iterator[NDArray[Any]]:
    """Every array in the slots of a state and its parts, whether attrs knows it or not."""
    for _, owner in parts_of(state):
        for kind in type(owner).__mro__:
            for name in getattr(kind, "__slots__", ()):
                value = getattr(owner, name, None)
                if isinstance(value, np.ndarray):
                    yield value


def test_the_estimate_of_memory_is_what_the_lanes_take() -> None:
    def taken(lanes: int) -> int:
        state = Lanes(STORY, rng.consecutive_seeds(1, lanes))
        arrays = [
            array for _, owner in parts_of(state) for name, array in arrays_of(owner).items() if name not in GIVEN
        ]
        return sum(array.nbytes for array in arrays)

    assert taken(12) - taken(2) == 10 * Lanes.bytes_per_lane(STORY)
    assert bytes_per_lane(Schedule, STORY) == 8 * len(STORY.echoing) * STORY.echo_steps


@pytest.mark.parametrize("seed", range(3))
def test_a_fork_at_any_step_has_every_column_of_the_story_and_goes_on_with_every_column_as_it_does(seed: int) -> None:
    for step in range(0, STORY.timeline.last, 2):
        story = Lanes(STORY, rng.consecutive_seeds(seed, 1))
        run(story, RandomPolicy(), until=step)
        if not story.alive[0]:
            break
        forked = fork(story, np.repeat(story.seeds, 2), redraw=False)
        assert_same(_snapshot(forked), _snapshot(story), step)
        pairs = zip(_steps_after(forked), _steps_after(story), strict=True)
        for offset, (found, expected) in enumerate(pairs):
            assert_same(found, expected, step + offset)


Snapshot = dict[str, NDArray[Any]]


def _steps_after(state: Lanes) -> list[Snapshot]:
    """Every column at each step to the end."""
    steps: list[Snapshot] = []

    def keep(state: Lanes) -> None:
        steps.append(_snapshot(state))

    run(state, RandomPolicy(), decisions_opened=True, on_step=keep)
    return steps


def _snapshot(state: Lanes) -> Snapshot:
    state.metrics()
    return {
        f"{part}.{name}": getattr(owner, name).copy()
        for part, owner in parts_of(state)
        for name, column in columns_of(type(owner)).items()
        if column.by_lane
    } | {"open in each lane": state.open_count / len(state.seeds)}


def assert_same(found: Snapshot, expected: Snapshot, step: int) -> None:
    for name, values in expected.items():
        if name == "open in each lane":
            assert np.array_equal(found[name], values), (name, step)
        elif name not in WORKED_OUT:
            for lane in range(2):
                assert np.array_equal(found[name][..., lane], values[..., 0]), (name, step)
