from __future__ import annotations

import io

from ceo_sim.cli.progress import Line


def test_a_line_is_written_over_after_a_second_and_cleared_without_a_trace() -> None:
    stream, seconds = io.StringIO(), [0.0]
    line = Line(stream, lambda: seconds[0])

    line.show(0.3)
    assert stream.getvalue() == ""
    seconds[0] = 5.0
    line.show(0.0)
    assert stream.getvalue() == ""
    line.show(0.25)
    line.show(0.25)
    assert stream.getvalue() == "\r25 %, about 15 s left"
    seconds[0] = 12.0
    line.show(0.75)
    assert stream.getvalue().endswith("\r75 %, about 4 s left ")
    line.clear()
    assert stream.getvalue().endswith("\r" + " " * 20 + "\r")


def test_a_task_of_less_than_a_second_leaves_the_terminal_alone() -> None:
    stream = io.StringIO()
    line = Line(stream, lambda: 0.0)
    line.show(0.5)
    line.clear()

    assert stream.getvalue() == ""
