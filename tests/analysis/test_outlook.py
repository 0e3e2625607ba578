"""What an adviser looks at."""

from __future__ import annotations

import pytest

from ceo_sim.analysis.outlook import watched
from ceo_sim.scenario.model import Scenario
from tests.support.stories import scenario

STORY = """
format = 2
[scenario]
id = "outlook"
title = "Outlook"
role = "You run it."
support = "judgement"
[clock]
turns = 12
[assumption]
sting = {{ value = 2, range = [0, 9] }}
gain = {{ value = 1, range = [0, 9] }}
unread = {{ value = 1, range = [0, 9] }}
[function]
hurt = {{ args = ["x"], body = "-x * sting" }}
[metric]
staff = {{ name = "Staff", start = 50, headline = true }}
press = {{ name = "Press", start = 50 }}
mood = {{ name = "Mood", formula = "gain * (staff + press) / 2" }}
[cast.ruth]
name = "Ruth"
role = "People"
adviser = true
forecast = {{}}
assumes = {{ {assumes} }}
[decision.ask]
title = "D"
brief = "B"
at = 1
option.a = {{ label = "A", effects = {{ staff = "hurt(2)", press = "gain" }} }}
option.b = {{ label = "B", effects = {{ press = 1 }} }}
[ending.open]
title = "Open"
text = "It goes on."
"""


def story(assumes: str) -> Scenario:
    return scenario(STORY.format(assumes=assumes))


@pytest.mark.parametrize(
    "assumes, expected",
    [
        ("sting = 3", ("staff",)),
        ("gain = 4", ("press", "mood")),
        ("sting = 8, gain = 2", ("staff",)),
        ("sting = 3, gain = 4", ("press", "mood")),
        ("sting = 1", ()),
        ("unread = 9", ()),
        ("unread = 9, sting = 3", ("staff",)),
        ("", ()),
    ],
)
def test_it_is_what_hangs_on_the_assumption_that_they_raise_most(assumes: str, expected: tuple[str, ...]) -> None:
    told = story(assumes)
    assert watched(told, told.cast["ruth"], told.metrics.keys()) == expected


def test_what_may_not_be_told_is_not_looked_at() -> None:
    told = story("sting = 3, gain = 4")
    assert watched(told, told.cast["ruth"], ["staff"]) == ("staff",)
