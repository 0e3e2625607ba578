"""What is proven of acts, at the place where they are written."""

from __future__ import annotations

import time

import pytest

from ceo_sim.scenario.diagnostics import Diagnostic
from ceo_sim.scenario.loader import load_texts
from tests.support.stories import IN_ACTS

MOST = 1_990
"""So many acts that all may end at one step, which is where the budget of work ends."""


def found(old: str, new: str) -> list[tuple[str, str]]:
    """The findings of the story in acts once something in it is changed: each code, and the line that it is at."""
    assert old in IN_ACTS
    text = IN_ACTS.replace(old, new)
    return [(each.code, text.splitlines()[each.line - 1]) for each in load_texts({"story.toml": text}).diagnostics]


@pytest.mark.parametrize(
    "old, new, code, line",
    [
        ('until = "day 15"', 'until = "day 8"', "W560", 'until = "day 8"'),
        ('until = "day 15"', 'until = "day 7"', "W560", 'until = "day 7"'),
        ('when = "staff > 75"', 'when = "staff > 200"', "W540", 'when = "staff > 200"'),
        ('when = "staff > 75"', 'when = "day >= 14"', "W540", 'when = "day >= 14"'),
        ('when = "staff > 75"', 'when = "not week.fired"', "W540", 'when = "not week.fired"'),
        ('when = "staff > 75"', 'when = "fortnight.fired"', "W540", 'when = "fortnight.fired"'),
        ('when = "staff > 75"', 'when = "day > 2"', "W541", 'when = "day > 2"'),
        ('until = "day 8"', 'until = "day 8"\nwhen = "fortnight.fired"', "W561", 'when = "fortnight.fired"'),
        (
            'until = "day 8"',
            'when = "fortnight.fired and staff > 60"',
            "W561",
            'when = "fortnight.fired and staff > 60"',
        ),
        ('when = "staff > 60"\n', 'when = "staff > 200"\n', "W540", 'when = "staff > 200"'),
        ('when = "staff > 60"\n', 'when = "staff >= 0"\n', "W541", 'when = "staff >= 0"'),
        (
            "[ending.tired]",
            '[ending.gladder]\ntitle = "G"\ntext = "G"\nwhen = "staff > 70"\nact = "week"\n[ending.tired]',
            "W545",
            'when = "staff > 70"',
        ),
        ('text = "Tired."', 'text = "{if staff > 60}Glad.{else}Tired.{end}"', "W542", None),
        ('text = "Seven days."', 'text = "{if not week.fired}Six.{else}Seven.{end}"', "W542", None),
    ],
)
def test_what_cannot_be_meant_of_an_act_is_found_where_it_is_written(
    old: str, new: str, code: str, line: str | None
) -> None:
    diagnostics = found(old, new)

    assert code in [each for each, _ in diagnostics]
    assert line is None or (code, line) in diagnostics


@pytest.mark.parametrize(
    "old, new",
    [
        ('until = "day 15"', 'until = "day 8 12:00"'),
        ('when = "staff > 75"', 'when = "day >= 13"'),
        ('when = "staff > 75"', 'when = "week.fired and week.days >= 2"'),
        ('until = "day 15"\n', ""),
    ],
)
def test_what_may_well_be_meant_of_an_act_is_no_finding(old: str, new: str) -> None:
    assert found(old, new) == []


@pytest.mark.parametrize("act", ["week", "fortnight"])
def test_an_act_without_an_ending_for_every_case_is_an_error(act: str) -> None:
    last = {"week": "tired", "fortnight": "half"}[act]
    head = f"[ending.{last}]"
    assert ("E803", 'when = "staff > 40"') in found(head, f'{head}\nwhen = "staff > 40"')
    assert ("E803", f"[act.{act}]") in found(f'act = "{act}"\n', "")


def _many(end: str, count: int) -> tuple[Diagnostic, ...]:
    acts = "".join(
        f'[act.a{number}]\ntitle = "A"\n{end.format(number=number, share=20 + number / 50)}'
        f'[ending.e{number}]\ntitle = "E"\ntext = "T"\nact = "a{number}"\n'
        for number in range(count)
    )
    head, tail = IN_ACTS.split("[event.noon]")[0], IN_ACTS[IN_ACTS.index("[ending.end]") :]
    clock = head.index("[clock]"), head.index("[metric.staff]")
    head = head[: clock[0]] + "[clock]\nturns = 900\n" + head[clock[1] :].replace('at = "day 1"', "at = 0")
    return load_texts({"story.toml": head + acts + tail}).diagnostics


@pytest.mark.slow
@pytest.mark.parametrize(
    "end, count",
    [("until = {number}\n", 900), ('when = "staff > {share}"\n', MOST), ('when = "ask.up"\n', MOST)],
)
def test_as_many_acts_as_there_may_be_are_checked_within_seconds(end: str, count: int) -> None:
    began = time.process_time()
    diagnostics = _many(end, count)

    assert time.process_time() - began < 20
    assert not [each for each in diagnostics if each.severity == "error"]
