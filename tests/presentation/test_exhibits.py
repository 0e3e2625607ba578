"""Documents as they are shown: the same words on every face, where they belong."""

from __future__ import annotations

from pathlib import Path

from markdown_it import MarkdownIt

from ceo_sim.analysis.reading import readings
from ceo_sim.analysis.versions import changes
from ceo_sim.engine.game import Game
from ceo_sim.plain.render import rendered
from ceo_sim.presentation.debrief.story import story_so_far
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.decision import decision_view
from ceo_sim.presentation.document import Exhibit, Page, words_of
from ceo_sim.presentation.exhibits import ExhibitView
from ceo_sim.presentation.outcome import consequence, time_passed
from ceo_sim.presentation.preview import Preview
from ceo_sim.presentation.script import script
from ceo_sim.report.debrief import page
from ceo_sim.report.html import html
from ceo_sim.report.markdown import markdown
from ceo_sim.saves.session import Session
from ceo_sim.scenario.loader import load_texts
from ceo_sim.scenario.markup import plain
from tests.plain.helpers import talk
from tests.report.reading import Read
from tests.saves.helpers import at_noon
from tests.support.documents import every
from tests.support.exhibits import STORY, asked, loaded, over, shown

POST = "Post by Marcus Hale, President, 12:53 a.m."


def report(game: Game) -> Page:
    return page([DebriefSubject("One", game)])


def test_a_decision_shows_it_before_its_brief_with_the_values_of_now() -> None:
    view = decision_view(asked(), "post").exhibit
    assert view == ExhibitView("post", POST, "They had their warnings.\n\n**Enough.**", "50 million views")


def test_an_outcome_shows_it_after_its_text_and_an_event_may_have_no_other() -> None:
    game = asked()
    (entry,) = consequence(game, game.choose("post", "up")).entries
    assert entry.exhibit == ExhibitView("notice", "Notice from The Herald", "AGORA STANDS BY", "")
    (letter,) = time_passed(game, [game.wait()]).entries
    assert (letter.title, letter.text) == ("A letter", "")
    assert letter.exhibit == ExhibitView("letter", "Letter from Delia Brandt, Chair", "We need to talk.", "")


def test_the_story_tells_what_was_put_before_the_player_beside_their_answer() -> None:
    lines = list(rendered(story_so_far(over())))
    start = lines.index("Turn 1. Your answer 1.")
    assert lines[start : start + 8] == [
        "Turn 1. Your answer 1.",
        "The post: Leave it up.",
        f"{POST}:",
        "   They had their warnings.",
        "   Enough.",
        "   50 million views",
        "It stays.",
        "Notice from The Herald:",
    ]


def test_a_page_has_them_as_figures_with_the_words_quoted() -> None:
    made = html(report(over()))
    assert Read(made).unclosed == []
    assert (
        f'<figure class="exhibit post"><figcaption>{POST}</figcaption><blockquote><p>They had their warnings.</p>'
        '<p><strong>Enough.</strong></p></blockquote><p class="quiet">50 million views</p></figure>'
    ) in made
    assert '<figure class="exhibit letter"><figcaption>Letter from Delia Brandt, Chair</figcaption>' in made


def test_a_page_in_markdown_quotes_them_whole() -> None:
    made = markdown(report(over()))
    assert f"*{POST}*\n\n> They had their warnings.\n>\n> **Enough.**\n\n50 million views\n" in made
    shown_as = MarkdownIt().render(made)
    assert "<blockquote>\n<p>They had their warnings.</p>\n<p><strong>Enough.</strong></p>\n</blockquote>" in shown_as


def test_the_opening_and_the_decision_are_read_in_plain_lines(tmp_path: Path) -> None:
    with Session.start(loaded(), 1, tmp_path, now=at_noon) as session:
        said = talk(session, ["n", "1", "q"])
    assert "It is late.\n\nLetter from Delia Brandt, Chair:\n   Call me.\n" in said.text
    before, _, after = said.after("1").partition("Staff stand at 50.")
    assert f"{POST}:\n   They had their warnings.\n   Enough.\n   50 million views\n" in before
    assert "Options" in after


def test_every_exhibit_of_a_page_comes_once() -> None:
    headings = [exhibit.heading for exhibit in every(report(over()), Exhibit)]
    letter = "Letter from Delia Brandt, Chair"
    assert headings == [letter, POST, "Notice from The Herald", letter]
    assert [words_of(exhibit.note) for exhibit in every(report(over()), Exhibit)] == ["", "50 million views", "", ""]


def test_a_preview_shows_it() -> None:
    preview = Preview(1, until=1)
    preview.take(loaded())
    lines = [line.text for line in preview.game_lines()]
    start = lines.index(POST)
    assert lines[start + 1 : start + 3] == [plain("They had their warnings.\n\nEnough."), "50 million views"]
    assert start < lines.index("Staff stand at 50.")
    assert preview.choose(1) == ""
    assert "Notice from The Herald" in [line.text for line in preview.game_lines()]


def test_the_script_has_its_words_with_their_author_and_place() -> None:
    made = markdown(script(loaded()))
    assert "exhibit.text, Marcus Hale (scenario.toml:43):" in made
    assert "exhibit.at (scenario.toml:41):** 12:53 a.m." in made
    assert "exhibit.from (scenario.toml:51):** The Herald" in made
    assert "[at 12:53" not in made


def test_a_version_that_changes_one_says_so() -> None:
    new = STORY.replace("**Enough.**", "**Soon.**").replace(
        'kind = "letter", text = "Call', 'kind = "post", text = "Call'
    )
    found = changes(loaded().playable, load_texts({"scenario.toml": new}).playable)
    assert [(one.kind, one.path) for one in found] == [
        ("text", ("scenario", "exhibit", "kind")),
        ("text", ("decision", "post", "exhibit", "text")),
    ]


def test_what_is_read_of_it_is_its_authors() -> None:
    (reading,) = readings(shown(), 1, 1)
    assert reading.words["Marcus Hale"] == 5
    assert reading.words["Delia Brandt"] == 6
