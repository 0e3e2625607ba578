from __future__ import annotations

import pytest

from ceo_sim.classroom import events as ev
from tests.support.classes import opened, vote


def test_an_event_is_read_as_it_was_written() -> None:
    for event in (
        opened(),
        vote(1, "label", reason="Fair \u202e<b>"),
        ev.Grouped(ballot=1, way="lot", groups=(("a",),)),
    ):
        assert ev.decode(ev.encode(event), 1) == event


@pytest.mark.parametrize(
    "line, expected",
    [
        ("{", "event 7 of the log cannot be read: Input data was truncated"),
        ('{"kind": "exploded"}', "event 7 of the log cannot be read: Invalid value 'exploded'"),
        ('{"kind": "removed", "seat": 4}', "Expected `str`, got `int` - at `$.seat`"),
        ('{"kind": "removed", "seat": "a", "name": "b"}', "unknown field `name`"),
        ("[" * 100_000, "event 7 of the log cannot be read"),
    ],
)
def test_what_is_no_event_is_said_with_its_place(line: str, expected: str) -> None:
    with pytest.raises(ev.LogError) as error:
        ev.decode(line, 7)
    assert expected in str(error.value)


def test_an_event_of_a_megabyte_is_not_written() -> None:
    with pytest.raises(ev.LogError, match="too large"):
        ev.encode(ev.News(text="x" * 1_000_000))
