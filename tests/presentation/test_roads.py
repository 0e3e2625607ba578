"""The end of a game looked at once more."""

from __future__ import annotations

from ceo_sim.engine.game import Game
from ceo_sim.presentation.document import Labelled, Paragraph, Table, words_of
from ceo_sim.presentation.roads import not_taken, stood_for
from tests.analysis.test_roads import STORY, played
from tests.support.stories import program

VALUES = """
[value.voice]
name = "Voice"
[value.law]
name = "Law"
[value.peace]
name = "Peace"
"""
VALUED = STORY.replace('option.up = { label = "Up", ', 'option.up = { label = "Up", values = { voice = 2, law = -1 }, ')


def ended() -> Game:
    return played(program(VALUED + VALUES), "up")


def test_the_other_endings_stand_by_name_with_both_odds() -> None:
    game = ended()
    first, table, _ = not_taken(game)

    assert game.ending is not None
    assert game.ending.id == "high"
    assert isinstance(first, Paragraph)
    assert words_of(first.spans).startswith("With your answers and other luck it ends as yours did in 7")
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == ["Lucky", "Low", "Level"] or [row[0] for row in table.rows] == [
        "Lucky",
        "Level",
        "Low",
    ]
    assert all(row[1] == "never" and str(row[2]).endswith(" %") for row in table.rows[1:])


def test_a_story_with_one_ending_has_no_other_road() -> None:
    head, _, _ = STORY.partition("[ending.lucky]")
    only = played(program(head + '[ending.level]\ntitle = "Level"\ntext = "It is over."\n'), "up")
    (said,) = not_taken(only)
    assert isinstance(said, Paragraph)
    assert words_of(said.spans) == "This story has no other ending."


def test_each_value_that_was_named_stands_beside_what_was_done() -> None:
    (listed,) = stood_for(ended(), ["law", "voice", "peace"])
    assert isinstance(listed, Labelled)
    assert [(name, words_of(spans)) for name, spans in listed.items] == [
        ("Law", "One of your choices went against it, Ask: Up."),
        ("Voice", "One of your choices served it, Ask: Up."),
        ("Peace", "No choice of yours touched it."),
    ]


def test_who_named_nothing_is_told_nothing() -> None:
    assert stood_for(ended(), []) == ()
