"""Meters of the desk: what their signs and their courses say without colour."""

from __future__ import annotations

import pytest
from attrs import evolve

from ceo_sim.presentation.formatting import axis_labels
from ceo_sim.scenario.metrics import bounds
from ceo_sim.tui.widgets.meter import LargeMeters, LineMeters, Meters, course_of, course_rows, move
from ceo_sim.tui.widgets.spark import EIGHTHS, window

from .conftest import Open, press


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


async def test_a_long_name_stays_whole_while_gaps_and_ages_can_give_way(
    at_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk((160, 45)) as pilot:
        part = pilot.app.screen.query(LineMeters).last()
        meter, *_ = part.meters
        long = evolve(
            meter,
            metric=evolve(meter.metric, name="Senators of the president's side"),
            band="broken off",
            value="41–51",
            move="▲16",
            is_good=True,
            age="",
        )
        surveyed = evolve(long, age="12 d old", move="▼12")
        monkeypatch.setattr(LineMeters, "meters", property(lambda _: (long, surveyed)))
        for width in range(60, 100):
            (first, second) = (line.plain for meter in (long, surveyed) for line in part.draw_one(meter, width))
            assert first.startswith(long.name), width
            assert "12 d" in second, width


async def test_a_long_cause_takes_the_room_under_the_figure_before_it_is_cut(at_desk: Open) -> None:
    async with at_desk((160, 45)) as pilot:
        large = pilot.app.screen.query_one(LargeMeters)
        meter, *_ = large.meters
        caused = evolve(meter, cause="You: The post - Leave it up and publish your reasons word")
        width = len(caused.cause)
        assert caused.cause == large.draw_one(caused, width)[3].plain.strip()
        assert large.draw_one(caused, width - 1)[3].plain.strip().endswith("…")


@pytest.mark.parametrize("size", [(80, 33), (140, 45), (160, 45), (200, 60)])
async def test_every_meter_that_has_a_course_shows_it_where_there_is_room(at_desk: Open, size: tuple[int, int]) -> None:
    async with at_desk(size) as pilot:
        await press(pilot, "n", "enter", "enter", "n", "enter", "enter")
        for part in pilot.app.screen.query(LineMeters):
            if part.size.width:
                lines = part.draw(part.size.width)
                drawn = [
                    meter for meter, line in zip(part.meters, lines, strict=False) if set(EIGHTHS[1:]) & set(line.plain)
                ]
                assert (
                    drawn == [meter for meter in part.meters if len(meter.course) > 1 and not meter.age][: len(drawn)]
                )
                assert drawn
