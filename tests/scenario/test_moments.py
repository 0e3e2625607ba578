"""Moments and windows in a clock of steps: what they mean, and what is said of those that never come."""

from __future__ import annotations

import datetime as dt

import pytest

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.scenario.loader import Loaded
from tests.scenario.sample import loaded

STORY = """\
format = 1
[scenario]
id = "ferry"
title = "The ferry"
role = "You run a ferry."
[clock]
start = 2026-04-13T06:00:00Z
end = 2026-04-15T10:00:00Z
step = "6h"
[metric.staff]
name = "Staff"
start = 60
headline = true
support = "judgement"
[event.horn]
title = "The horn"
support = "judgement"
EVENT
[decision.early]
title = "An hour earlier"
brief = "B"
at = DECISION
urgent = true
option.yes.label = "Open at four"
option.no.label = "Stay with five"
[ending.open]
title = "Still open"
text = "It ends."
"""


def ferry(event: str = "when = 'day > 1'", decision: str = "2026-04-13T06:00:00Z") -> Loaded:
    return loaded(STORY.replace("EVENT", event).replace("DECISION", decision))


def considered(event: str) -> list[str]:
    """The moments at which the event is considered, as day and hour."""
    program = compile_scenario(ferry(event).playable)
    steps = [step for step, events in enumerate(program.considered) if events]
    moments = [program.timeline.moment(step) for step in steps]
    return [f"{moment:%d %H}" for moment in moments if isinstance(moment, dt.datetime)]


@pytest.mark.parametrize(
    "event, moments",
    [
        ("from = 2026-04-14T06:00:00Z\nuntil = 2026-04-14T18:00:00Z\nwhen = 'staff > 0'", ["14 06", "14 12", "14 18"]),
        ("from = 2026-04-14T07:00:00Z\nuntil = 2026-04-14T17:59:00Z\nwhen = 'staff > 0'", ["14 12"]),
        ("from = 2026-04-14T07:00:00Z\nuntil = 2026-04-14T11:00:00Z\nwhen = 'staff > 0'", []),
        ("at = 2026-04-14T07:00:00Z", ["14 12"]),
        ("at = 2026-04-15T06:00:00Z", ["15 06"]),
        ("at = 2026-04-15T06:00:01Z", []),
        ("at = 2026-04-14T14:00:00+02:00", ["14 12"]),
        ("chance = 1\nhour = 14", ["13 12", "14 12"]),
        ("chance = 1\nuntil = 2026-04-14T23:59:00Z", ["14 00"]),
    ],
)
def test_a_moment_counts_at_the_first_step_from_it_on_and_nothing_comes_after_its_until(
    event: str, moments: list[str]
) -> None:
    assert considered(event) == moments


@pytest.mark.parametrize(
    "event, key",
    [
        ("at = 2026-04-15T09:00:00Z", "at"),
        ("at = 2026-04-15T11:59:00+02:00", "at"),
        ("from = 2026-04-14T07:00:00Z\nuntil = 2026-04-14T11:00:00Z\nchance = 1", "from"),
        ("from = 2026-04-14T07:00:00Z\nuntil = 2026-04-14T11:00:00Z\nwhen = 'staff > 0'", "from"),
        ("from = 2026-04-14T07:00:00Z\nuntil = 2026-04-14T13:00:00Z\nchance = 1", "from"),
        ("until = 2026-04-13T07:00:00Z\nwhen = 'staff > 0'", "until"),
        ("from = 2026-04-15T07:00:00Z\nwhen = 'staff > 0'", "from"),
    ],
)
def test_what_no_step_meets_is_spoken_of(event: str, key: str) -> None:
    found = ferry(event)
    never = [diagnostic for diagnostic in found.diagnostics if diagnostic.code == "W511"]
    assert [diagnostic.source_line.split(" = ")[0] for diagnostic in never] == [key]
    assert not considered(event)


@pytest.mark.parametrize("decision, code", [("2026-04-15T00:00:00Z", ""), ("2026-04-15T00:00:01Z", "W511")])
def test_a_decision_after_the_last_step_but_one_is_spoken_of(decision: str, code: str) -> None:
    codes = {diagnostic.code for diagnostic in ferry(decision=decision).diagnostics}
    assert codes == {"N602", code} - {""}  # the clock ends between two steps


def test_a_moment_with_another_offset_is_the_same_moment_and_is_noted() -> None:
    (note,) = (one for one in ferry("at = 2026-04-14T09:00:00+02:00").diagnostics if one.code == "N601")
    assert note.severity == "note"
    assert note.message.endswith("2026-04-14T07:00:00+00:00")


def test_a_story_has_one_offset_whatever_summer_time_does_where_it_plays() -> None:
    winter = STORY.replace("2026-04-13T06:00:00Z", "2026-03-28T06:00:00+01:00").replace(
        "2026-04-15T10", "2026-03-30T10"
    )
    program = compile_scenario(
        loaded(winter.replace("EVENT", "chance = 0.5").replace("DECISION", "2026-03-28T12:00:00+01:00")).playable
    )
    assert {program.timeline.hour(step) for step in range(program.timeline.last)} == {0.0, 6.0, 12.0, 18.0}


@pytest.mark.parametrize(
    "planted",
    [
        "cooldown = '999999w'\nonce = false",
        "later = [{ after = '999999w', text = 'x' }]",
        "later = [{ after = ['1d', '999999w'], text = 'x' }]",
    ],
)
def test_no_length_of_time_leads_beyond_the_calendar(planted: str) -> None:
    assert "E611" in [diagnostic.code for diagnostic in ferry(f"when = 'staff > 0'\n{planted}").errors]


@pytest.mark.parametrize("years", [("0001", "0002"), ("9998", "9999")])
def test_no_clock_reaches_an_end_of_the_calendar(years: tuple[str, str]) -> None:
    text = STORY.replace("2026-04-13", f"{years[0]}-01-01").replace("2026-04-15", f"{years[1]}-01-01")
    assert "E611" in [
        diagnostic.code
        for diagnostic in loaded(text.replace("EVENT", "").replace("DECISION", "2026-04-13T06:00:00Z")).errors
    ]


@pytest.mark.parametrize(
    "planted",
    [
        "[promise.p]\ntext = 'x'\ndue = 2026-04-15T09:00:00Z\nkept_when = 'staff > 90'",
        "[[target]]\nmetric = 'staff'\nat = 2026-04-15T09:00:00Z\nrange = [0, 100]",
        "[deck.d]\nevery = '3d'\ncard.a = { weight = 1, text = 'x' }",
        "[event.b]\ntitle = 'x'\nwhen = 'staff > 0'\nlater = [{ after = '55h', text = 'x' }]",
        "[[history.choice]]\ndecision = 'early'\noption = 'yes'\nat = 2026-04-15T05:00:00Z",
    ],
    ids=["a promise", "a target", "a deck", "what comes later", "a choice of the real path"],
)
def test_whatever_is_due_after_the_last_step_is_spoken_of(planted: str) -> None:
    assert "W511" in [diagnostic.code for diagnostic in ferry(f"at = 2026-04-14T06:00:00Z\n{planted}").diagnostics]
