from __future__ import annotations

import pytest

from ceo_sim.analysis.passages import Passage, passages
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.text import Text
from tests.support.hostile import hostile_scenario
from tests.support.scenarios import shipped
from tests.support.stories import EVERYTHING, by_turn, scenario

SHIPPED = ("tutorial", "depot", "meridian", "the_post")


@pytest.mark.parametrize("id", SHIPPED)
def test_no_text_is_left_out_and_none_comes_twice(id: str) -> None:
    story = shipped(id).playable
    paths = [passage.path for passage in passages(story)]
    texts = [leaf.path for leaf in ScenarioIndex.of(story).leaves if isinstance(leaf.value, Text) and leaf.value.source]

    assert len(paths) == len(set(paths))
    assert set(texts) <= set(paths)


def _of(text: str) -> dict[tuple[str | int, ...], Passage]:
    return {passage.path: passage for passage in passages(scenario(text))}


def test_each_text_has_its_speaker() -> None:
    found = _of(hostile_scenario())

    option = ("decision", "first", "option", "a")
    assert (found[*option, "advice", "eve"].part, found[*option, "advice", "eve"].speaker) == ("advice", "eve")
    assert (found[*option, "label"].part, found[*option, "label"].speaker) == ("options", "")
    assert found["cast", "eve", "remark", 0, "text"].speaker == "eve"
    assert found["decision", "first", "brief"].speaker == "narrator"
    assert found[*option, "effects", "mood", "why"].part == "grounds"
    assert found[*option, "news", 0, "from"].part == "names"


def test_a_sender_that_is_an_id_is_no_text() -> None:
    assert ("event", "leak", "news", 0, "from") in _of(EVERYTHING)
    assert ("event", "leak", "news", 0, "from") not in _of(EVERYTHING + '[cast.press]\nname = "P"\nrole = "R"\n')


def test_an_id_that_is_called_as_a_key_changes_nothing() -> None:
    story = EVERYTHING.replace("[decision.second", "[decision.advice").replace('"second"', '"advice"')

    assert _of(story)["decision", "advice", "brief"].part == "story"


def test_exhibits_are_their_authors_and_what_is_said_of_people_the_narrators() -> None:
    story = by_turn(
        """
[cast.eve]
name = "Eve"
role = "R"
about = "A"
epilogue = "E"
[decision.d]
at = 1
exhibit = { from = "eve", at = "noon", text = "T", note = "N" }
[decision.d.option.o]
exhibit = { from = "The Herald", text = "T" }
""",
        format=2,
    ).scenario
    found = {passage.path: (passage.part, passage.speaker) for passage in passages(story)}

    assert found["decision", "d", "exhibit", "text"] == ("exhibits", "eve")
    assert found["decision", "d", "exhibit", "note"] == ("exhibits", "narrator")
    assert ("decision", "d", "exhibit", "from") not in found
    assert found["decision", "d", "exhibit", "at"] == ("names", "")
    assert found["decision", "d", "option", "o", "exhibit", "text"] == ("exhibits", "The Herald")
    assert found["decision", "d", "option", "o", "exhibit", "from"] == ("names", "")
    assert found["cast", "eve", "about"] == ("story", "narrator")
    assert found["cast", "eve", "epilogue"] == ("story", "narrator")
