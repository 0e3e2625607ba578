"""Who the people are of whom a play has spoken, and what became of them."""

from __future__ import annotations

from pathlib import Path

from ceo_sim.engine.game import Game
from ceo_sim.plain.render import rendered
from ceo_sim.presentation.debrief.story import Story
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.document import Fold
from ceo_sim.presentation.people import epilogues, named, people
from ceo_sim.report.debrief import page
from ceo_sim.report.html import html
from ceo_sim.report.markdown import markdown
from ceo_sim.saves.session import Session
from tests.plain.helpers import talk
from tests.saves.helpers import at_noon
from tests.support.exhibits import asked, loaded, over, shown
from tests.support.stories import by_turn


def lines(game: Game) -> list[str]:
    return list(rendered(people(game)))


def test_everybody_who_was_mentioned_is_told_with_what_they_last_said() -> None:
    assert lines(asked()) == [
        "Marcus Hale, President",
        "   He posts at night.",
        "",
        "Delia Brandt, Chair",
        "   She hired you.",
        "   - In a letter, turn 0: Call me.",
        "",
        "Ines Marchetti, Head of policy",
        "   - Now: Read it twice.",
    ]


def test_of_a_document_that_was_seen_its_beginning_is_told() -> None:
    assert list(rendered(named(over(), "hale")))[-1] == "   - In a post, turn 1: They had their warnings. …"
    assert list(rendered(named(over(), "delia")))[-1] == "   - In a letter, turn 2: We need to talk."


def test_who_has_no_words_of_their_own_is_told_by_what_they_care_for() -> None:
    story = by_turn(
        '[cast.a]\nname = "Ana"\nrole = "R"\nadviser = true\nleans = "Cares for calm."\n'
        '[cast.b]\nname = "Bo"\nrole = "R"\nadviser = true\nleans = "Cares."\nabout = "He is new."\n',
        format=2,
    )
    assert list(rendered(people(Game(story, 1)))) == ["Ana, R", "   Cares for calm.", "", "Bo, R", "   He is new."]


def test_news_without_words_are_no_trouble() -> None:
    story = by_turn(
        '[cast.a]\nname = "Ana"\nrole = "R"\n'
        '[event.e]\nat = 1\nnews = [{ from = "a", text = "{if day > 99}N{end}" }]\n',
        format=2,
    )
    game = Game(story, 1)
    game.wait()
    assert list(rendered(people(game))) == ["Ana, R", "   - In the feed, turn 1: "]


def test_nobody_is_told_before_they_are_mentioned() -> None:
    folds = [part.summary for part in people(Game(shown(), 1)) if isinstance(part, Fold)]
    assert folds == ["Delia Brandt, Chair", "Ines Marchetti, Head of policy"]


def test_one_is_found_by_any_part_of_their_name_or_role() -> None:
    for words in ("hale", "MARCUS", "president"):
        assert next(rendered(named(asked(), words))) == "Marcus Hale, President"
    assert list(rendered(named(asked(), "Marek"))) == [
        "Nobody of that name has been mentioned. Mentioned so far: Marcus Hale, Delia Brandt, Ines Marchetti."
    ]


def test_what_became_of_them_follows_what_happened_and_leaves_out_who_has_no_words() -> None:
    assert list(rendered(epilogues(over("up")))) == ["- Marcus Hale: He lost.", "- Delia Brandt: She stayed."]
    assert list(rendered(epilogues(over("down")))) == ["- Delia Brandt: She left."]
    assert epilogues(asked()) == ()


def test_a_name_with_which_the_words_begin_is_not_written_twice() -> None:
    story = by_turn(
        '[cast.a]\nname = "Ana"\nrole = "R"\nadviser = true\nepilogue = "Ana stayed, with *both* dogs."\n'
        '[cast.b]\nname = "Bo"\nrole = "R"\nadviser = true\nepilogue = "He left."\n',
        turns=1,
        format=2,
    )
    game = Game(story, 1)
    game.wait()
    assert list(rendered(epilogues(game))) == ["- Ana stayed, with both dogs.", "- Bo: He left."]


def test_in_plain_lines_it_is_asked_for_and_told_at_the_end(tmp_path: Path) -> None:
    with Session.start(loaded(), 1, tmp_path, now=at_noon) as session:
        said = talk(
            session, ["who marek", "n", "1", "who", "who hale", "1", "", "", "nn", "nn", "nn", "who delia", "all"]
        )
    assert "Nobody of that name has been mentioned. Mentioned so far: Delia Brandt, Ines Marchetti." in said.text
    assert "Marcus Hale, President\n   He posts at night." in said.after("who")
    assert "Delia" not in said.after("who hale")
    assert "It is over.\n\nWhat became of them\n- Marcus Hale: He lost.\n- Delia Brandt: She stayed.\n" in said.text
    assert "She hired you. She is pleased." in said.after("who delia")
    assert "What became of them" in said.after("all")


def test_a_report_tells_it_behind_the_ending_once() -> None:
    report = page([DebriefSubject("One", over())])
    assert html(report).count("She stayed.") == 1
    made = markdown(report)
    told = "It is over.\n\n**What became of them.**\n\n- **Marcus Hale**: He lost.\n- **Delia Brandt**: She stayed.\n"
    assert told in made


def test_the_story_of_a_debrief_ends_with_it() -> None:
    story = Story(DebriefSubject("One", over()))
    *days, last = story.topics()
    assert (last.title, story.detail(last)) == ("What became of them", epilogues(over()))
    assert story.detail(days[0])
    assert [topic.title for topic in Story(DebriefSubject("One", asked())).topics()] == []
