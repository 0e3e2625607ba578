"""The page of one or several debriefs: it can be made of every story, tells no score, and keeps like with like."""

from __future__ import annotations

import re

from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.document import Page
from ceo_sim.report.debrief import page
from ceo_sim.report.html import html
from ceo_sim.report.markdown import markdown
from tests.report.reading import Read
from tests.support.plays import played_by_lot
from tests.support.stories import EVERYTHING, by_turn, program

STORY = program(EVERYTHING)


def test_a_mirrored_story_says_so_and_is_compared_with_its_like_only(tutorial: Program) -> None:
    games = [played_by_lot(tutorial, seed) for seed in (1, 2, 3)]
    told = [
        DebriefSubject(name, game, mirrored=name == "Ben")
        for name, game in zip(("Anna", "Ben", "Cleo"), games, strict=True)
    ]
    title = tutorial.scenario.info.title

    assert [each.title for each in page(told).sections] == [
        f"{title}: side by side",
        f"A: Anna ({title})",
        f"C: Cleo ({title})",
        f"B: Ben ({title} (mirrored))",
    ]
    assert "the political poles of this story have changed places" in markdown(page(told[1:2]))


def test_stories_of_one_scenario_stand_together(tutorial: Program) -> None:
    games = [played_by_lot(tutorial, 1), played_by_lot(STORY, 1), played_by_lot(tutorial, 2)]
    found = page([DebriefSubject(name, game) for name, game in zip(("Anna", "Ben", "Cleo"), games, strict=True)])
    title = tutorial.scenario.info.title

    assert [each.title for each in found.sections] == [
        "B: Ben (A story)",
        f"{title}: side by side",
        f"A: Anna ({title})",
        f"C: Cleo ({title})",
    ]


def test_every_story_can_be_told_at_every_moment(tutorial: Program) -> None:
    for played in (STORY, tutorial):
        for game in (Game(played, 1), played_by_lot(played, 2, days=2), played_by_lot(played, 3)):
            found = page([DebriefSubject("One", game)])
            assert Read(html(found)).unclosed == []
            assert markdown(found)


def test_a_story_without_metrics_decisions_or_names_can_be_told() -> None:
    empty = by_turn("", turns=2)
    game = Game(empty, 0)
    game.wait(2)

    assert Read(html(page([DebriefSubject("", game)]))).unclosed == []


def test_what_is_never_shown_is_not_told() -> None:
    secret = program(EVERYTHING.replace('name = "Cash"', 'name = "Cash"\nshown = "never"'))
    found = page([DebriefSubject("One", played_by_lot(secret, 1))])

    assert "Cash" not in html(found)
    assert "Cash" not in markdown(found)


def test_there_is_no_score(flagship: Page, two: Page) -> None:
    for found in (flagship, two):
        words = Read(html(found)).words.lower()
        assert not re.search(r"\b(total|your|final|overall) (score|points|grade|rank)\b", words)
