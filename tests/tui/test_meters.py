"""Meters of the desk: what their signs and their courses say without colour."""

from __future__ import annotations

import pytest
from attrs import evolve

from ceo_sim.presentation.formatting import axis_labels
from ceo_sim.scenario.metrics import bounds
from ceo_sim.tui.widgets.meter import Meters, course_of, course_rows, move
from ceo_sim.tui.widgets.spark import window

from .conftest import Open


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_sign_says_whether_a_move_is_for_the_better(at_desk: Open, size: tuple[int, int]) -> None:
    async with at_desk(size) as pilot:
        shown = [part for part in pilot.app.screen.query(Meters) if part.size.width]
        assert shown
        for part in shown:
            drawn = "\n".join(line.plain for line in part.draw(part.size.width))
            for meter in part.meters:
                sign = {True: "✓", False: "✗", None: ""}[meter.is_good]
                assert move(meter).plain == meter.move + sign
                assert meter.move + sign in drawn


@pytest.mark.parametrize("width", [20, 40, 80])
async def test_a_course_stands_beside_the_ends_of_its_scale(at_desk: Open, width: int) -> None:
    async with at_desk() as pilot:
        for part in pilot.app.screen.query(Meters):
            for meter in (evolve(meter, course=(40.0, 47.0, 45.0)) for meter in part.meters):
                low, high = axis_labels(meter.metric, *window(meter.course, *bounds(meter.metric)))
                assert course_of(meter, width).plain.endswith(f" {low}–{high}")
                first, *_, last = (row.plain for row in course_rows(meter, width, 3))
                assert first.lstrip().startswith(f"{high} ┤")
                assert last.lstrip().startswith(f"{low} ┤")
                assert {row.cell_length for row in course_rows(meter, width, 3)} == {width}


async def test_a_course_never_takes_more_than_its_room(at_desk: Open) -> None:
    async with at_desk() as pilot:
        for meter in pilot.app.screen.query(Meters).first().meters:
            moved = evolve(meter, course=tuple(range(40, 60)))
            assert all(course_of(moved, width).cell_length <= width for width in range(1, 40))
            assert all(row.cell_length == width for width in range(1, 40) for row in course_rows(moved, width, 3))
