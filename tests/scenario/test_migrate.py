"""Format 1 in format 2: the same story, with less said twice, and every comment where it was."""

from __future__ import annotations

import re

import attrs
import pytest

from ceo_sim.scenario.loader import load_texts
from ceo_sim.scenario.migrate import migrated
from ceo_sim.scenario.model import Scenario
from tests.scenario.sample import SMALL, TURNS, planted


def rewritten(text: str) -> str:
    return migrated({"scenario.toml": text})["scenario.toml"]


def story(text: str) -> Scenario:
    return load_texts({"scenario.toml": text}).playable


def alike(scenario: Scenario) -> str:
    """All of a scenario but its format, what numbers rest on, and the clock's own words."""
    bare = attrs.evolve(
        scenario,
        format=2,
        info=attrs.evolve(scenario.info, support=None),
        clock=attrs.evolve(scenario.clock, zone=None),
    )
    return re.sub(r"support='?\w+'?", "support", repr(bare))


VARIED = """
# A comment at the end.
[event.rain] # with a comment
title = "Rain"
at = 2020-05-30T00:00:00-04:00 # a Saturday
effects.staff = { amount = 1, why = "They stay in.", support = "judgement" } # why not
effects.crowd = { support = "judgement", amount = -1, why = "They stay out." }
[event.sun]
title = "Sun"
at = 2020-05-30T12:00:00Z
effects.staff = { amount = 1, why = "It is warm.", support = "measured" }
[event.sun.effects.crowd]
amount = 2
why = "It is warm."
support = "judgement"
[deck.mail]
card.one.weight = 2
card.one.effects.staff = 1
[deck.mail.card.two]
weight = 1
effects.staff = -1
[deck.empty.card]
three = { weight = 1, effects.staff = 1, }
"""


@pytest.mark.parametrize("text", [SMALL, TURNS, SMALL + VARIED, (SMALL + VARIED).replace("\n", "\r\n")])
def test_the_story_stays_the_same(text: str) -> None:
    new = rewritten(text)
    assert new != text
    assert alike(story(new)) == alike(story(text))
    assert rewritten(new) == new
    assert ("\r\n" in new) == ("\r\n" in text)
    assert re.findall(r"#.*", new) == re.findall(r"#.*", text)


def test_what_can_be_said_shorter_is() -> None:
    new = rewritten(SMALL + VARIED)
    assert 'effects.staff = [1, "They stay in."] # why not\neffects.crowd = [-1, "They stay out."]\n' in new
    assert 'effects.staff = { amount = 1, why = "It is warm.", support = "measured" }' in new
    assert 'amount = 2\nwhy = "It is warm."\n[deck' in new
    assert "card.one.once = false\ncard.one.weight = 2" in new
    assert "[deck.mail.card.two]\nonce = false\nweight = 1" in new
    assert "three = { weight = 1, effects.staff = 1, once = false, }" in new
    assert 'id = "small"\nsupport = "judgement"\n' in new
    assert 'start = 2020-05-28T18:00:00\nzone = "-04:00"\nend = 2020-06-28T18:00:00\n' in new
    assert "at = 2020-05-30T12:00:00Z" in new, "a moment with another offset says so"


def test_values_that_would_be_marks_now_are_written_with_a_form() -> None:
    text = planted("", '[metric.first]\nname = "First"\nstart = 1\nsupport = "judgement"')
    text = text.replace('brief = "He rings."', 'brief = "{first} {{first}} { first }"')
    assert 'brief = "{first:.0f} {{first}} { first :.0f}"' in rewritten(text)
    assert alike(story(rewritten(text))).replace(":.0f", "") == alike(story(text)).replace(":.0f", "")


def test_files_of_a_folder_are_rewritten_together() -> None:
    files = {
        "scenario.toml": SMALL[: SMALL.index("[decision.the_post]")],
        "rest.toml": SMALL[SMALL.index("[decision.the_post]") :],
    }
    new = migrated(files)
    assert "at = 2020-05-29T06:00:00\n" in new["rest.toml"]
    assert alike(load_texts(new).playable) == alike(load_texts(files).playable)


def test_a_variable_set_to_more_of_itself_is_added_to() -> None:
    text = planted("sets = { level = 1, told = true }", "sets = { level = 'level + 2' }")
    assert "\nadds = { level = 2 }\n" in rewritten(text)
    options = [story(each).decisions["the_post"].options["leave_up"] for each in (text, rewritten(text))]
    assert options[0].assignments["level"].tree == options[1].assignments["level"].tree
