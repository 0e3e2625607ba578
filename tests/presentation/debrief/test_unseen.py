"""What could not be seen in play is not named by the debrief before it could be."""

from __future__ import annotations

import pytest

from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.presentation.debrief.history import RealPath
from ceo_sim.presentation.debrief.lenses import Lenses
from ceo_sim.presentation.debrief.sections import sections
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.naming import option_name
from ceo_sim.report.debrief import page
from ceo_sim.report.html import html
from tests.support.stories import IN_ACTS, program

STORY = (
    IN_ACTS
    + """
[lens.rights]
name = "Rights"
[decision.ask.option.secret]
label = "Burn the letters"
hidden = true
when = "money > 90"
lens.rights = { for = "Nobody is named.", against = "It is gone." }
[decision.later]
title = "The sale"
brief = "Sell?"
at = "day 20"
option.sell.label = "Sell the ward"
option.stay.label = "Keep the ward"
[history]
[[history.choice]]
decision = "ask"
option = "secret"
text = "The letters were burnt."
source = "A paper"
[[history.choice]]
decision = "later"
option = "sell"
text = "The ward was sold."
source = "A paper"
[[history.fact]]
at = 2020-06-20
decision = "later"
text = "A buyer was found."
source = "A paper"
"""
)


def asked(story: Program) -> Game:
    """A game in which the first decision has been answered."""
    game = Game(story, 1)
    while not game.is_open("ask"):
        game.wait()
    game.choose("ask", "up")
    return game


@pytest.fixture
def after_one() -> Game:
    return asked(program(STORY))


def test_an_option_that_was_hidden_is_in_no_section(after_one: Game) -> None:
    subject = DebriefSubject("One", after_one)
    for section in sections(subject):
        section.prepare()
        titles = [topic.title for topic in section.topics()]
        assert "Burn the letters" not in titles, section.id
    assert "Burn the letters" not in html(page([subject]))


def test_lenses_that_only_argue_on_what_was_hidden_have_no_section(after_one: Game) -> None:
    assert Lenses.id not in [section.id for section in sections(DebriefSubject("One", after_one))]


def test_an_option_that_was_shown_is_argued(after_one: Game) -> None:
    shown = asked(program(STORY.replace("money > 90", "money > 10")))
    assert "Burn the letters" in [topic.title for topic in Lenses(DebriefSubject("One", shown)).topics()]
    assert set(after_one.answers[0].put) == {"up", "down"}
    assert shown.answers[0].put["secret"] == "Burn the letters"


def test_the_real_path_says_nothing_of_what_has_not_been_put_yet(after_one: Game) -> None:
    real = RealPath(DebriefSubject("One", after_one))
    assert [topic.id for topic in real.topics()] == ["ask", "case file"]
    assert "sold" not in str(real.page())
    assert "buyer" not in str(real.page())


def test_after_the_end_it_says_all(after_one: Game) -> None:
    while not after_one.ended:
        after_one.wait()
    real = RealPath(DebriefSubject("One", after_one))
    assert [topic.id for topic in real.topics()] == ["ask", "later", "case file"]
    assert "A buyer was found." in str(real.page())


def test_what_was_done_is_told_without_the_name_of_an_option_that_was_hidden(after_one: Game) -> None:
    while not after_one.ended:
        after_one.wait()
    told = str(RealPath(DebriefSubject("One", after_one)).page())
    assert "The letters were burnt." in told
    assert "Burn the letters" not in told
    shown = RealPath(DebriefSubject("One", asked(program(STORY.replace("money > 90", "money > 10")))))
    assert "Burn the letters" in str(shown.page())


def test_what_was_not_chosen_is_called_what_it_was_called_when_it_was_put() -> None:
    told = STORY.replace(
        'option.down = { label = "Down"', 'option.down = { label = "{if staff > 60}Away{else}Down{end}"'
    )
    game = asked(program(told))
    assert game.fill(game.program.scenario.decisions["ask"].options["down"].label) == "Away"
    assert option_name(game, "ask", "down") == "Down"
