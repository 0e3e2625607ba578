"""The story's words in a page: each has its direction and language, and what stands around it is English."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from attrs import evolve

from ceo_sim.engine.program import Program
from ceo_sim.html.story_words import names_of
from ceo_sim.presentation import document as doc
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.document import VALUE
from ceo_sim.report.debrief import page
from ceo_sim.report.html import html
from tests.report.reading import VOID
from tests.support.hebrew import HEBREW, hebrew_program
from tests.support.plays import played_by_lot
from tests.support.stories import EVERYTHING, program

TRUST = "אמון"


class Isolated(HTMLParser):
    """The texts of a page, each with the elements around it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, list[tuple[str, dict[str, str | None]]]]] = []
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, _tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.append((data, list(self.open)))


@pytest.fixture(scope="module")
def hebrew() -> str:
    """A debrief of a story with every kind of thing in it, in Hebrew."""
    return html(page([DebriefSubject("a play", played_by_lot(hebrew_program(), 4))]))


def written(*parts: doc.Part, language: str = "he", names: tuple[str, ...] = (TRUST,)) -> str:
    """Parts as the only section of a page, without its head."""
    whole = doc.Page("k", "t", language, (), (doc.Section("s", "S", parts),), dict.fromkeys(names, language))
    return html(whole).partition('<h2 id="s-title">S</h2>')[2].partition("</section>")[0]


def test_the_page_is_english_and_each_text_of_the_story_has_its_direction_and_language(hebrew: str) -> None:
    found = [(text, around) for text, around in Isolated(hebrew).texts if HEBREW.search(text)]

    assert '<html lang="en">' in hebrew
    assert len(found) > 100
    for text, around in found:
        languages = [attributes["lang"] for _, attributes in around if attributes.get("lang")]
        assert languages[-1] == "he", (text, around[-1])
        assert any(
            tag == "bdi" or attributes.get("dir") == "auto" or attributes.get("unicode-bidi") == "plaintext"
            for tag, attributes in around
        ), (text, around)


@pytest.mark.parametrize("first", ["hebrew", "english"])
def test_beside_a_story_in_another_language_each_is_in_its_own(first: str, tutorial: Program) -> None:
    stories = [
        DebriefSubject(story, played_by_lot(program, 1))
        for story, program in (("hebrew", hebrew_program()), ("english", tutorial))
    ]
    compared = html(page(stories if first == "hebrew" else stories[::-1]))

    assert '<html lang="en">' in compared
    marked = 0
    for text, around in Isolated(compared).texts:
        languages = [attributes["lang"] for _, attributes in around if attributes.get("lang")]
        if re.search(r"[A-Za-z]{4} [a-z]{4}", text):
            assert languages == ["en"], (text, around)
        marked += languages[-1] == "he"
    assert marked > 50


def test_no_figure_shares_its_direction_with_a_hebrew_name(hebrew: str) -> None:
    """A sign beside letters from right to left would be shown behind its figure."""
    shown = [text for text, around in Isolated(hebrew).texts if around[-1][0] != "title"]

    assert any("\N{MINUS SIGN}" in text for text in shown)
    assert not [text for text in shown if HEBREW.search(text) and re.search(r"[\N{MINUS SIGN}+]\d", text)]


def test_an_english_page_has_no_marks_of_another_language(flagship: doc.Page, two: doc.Page) -> None:
    for english in (flagship, two):
        whole = html(english)

        assert "<bdi" not in whole
        assert re.findall(r"lang=\"[^\"]*\"", whole) == ['lang="en"']
        assert html(evolve(english, language="en-GB")) == whole.replace('<html lang="en">', '<html lang="en-GB">')


def test_a_name_in_a_sentence_of_the_page_is_isolated_and_a_name_alone_marks_its_element() -> None:
    assert (
        written(doc.sentence(f"{TRUST} \N{MINUS SIGN}3.0")) == f'<p><bdi lang="he">{TRUST}</bdi> \N{MINUS SIGN}3.0</p>'
    )
    assert written(doc.sentence(doc.bold(f"{TRUST}."))) == f'<p dir="auto" lang="he"><strong>{TRUST}.</strong></p>'
    assert '<p><bdi lang="de">Vertrauen</bdi> 3</p>' in written(
        doc.sentence("Vertrauen 3"), language="de", names=("Vertrauen",)
    )


def test_the_longest_name_counts_and_no_part_of_a_word_is_one() -> None:
    found = written(doc.sentence("Das Amt rief an, Das Amtsblatt"), language="de", names=("Das Amt", "Das Amt rief an"))

    assert found == '<p><bdi lang="de">Das Amt rief an</bdi>, Das Amtsblatt</p>'


def test_a_name_that_is_not_known_is_isolated_by_its_letters_without_the_figures_around_it() -> None:
    found = written(doc.sentence("שלום רב 5, עולם \N{MINUS SIGN}2"), language="en", names=())

    assert found == "<p><bdi>שלום רב</bdi> 5, <bdi>עולם</bdi> \N{MINUS SIGN}2</p>"


def test_a_name_with_values_is_known_whatever_they_are() -> None:
    names = (f"Noch {VALUE} Tage", f"{VALUE} Marken")
    for sentence, marked in {
        "Day 3: Noch 2 Tage, and 1,500.5 Marken.": ["Noch 2 Tage", "1,500.5 Marken"],
        "Noch Tage, Noch 2 Tageb, Marken": [],
    }.items():
        found = written(doc.sentence(sentence), language="de", names=names)
        assert re.findall(r'<bdi lang="de">(.*?)</bdi>', found) == marked


def test_titles_with_values_and_variants_are_marked_in_every_story_of_a_page() -> None:
    text = EVERYTHING.replace('label = "Go"', 'label = "Geh, {if called}auch {end}bei {staff} Leuten"')
    story = program(text.replace("[scenario]", '[scenario]\nlanguage = "de"', 1))
    whole = html(page([DebriefSubject("a play", played_by_lot(story, 6))]))

    around = [(text, around) for text, around in Isolated(whole).texts if "Leuten" in text]
    assert len({text for text, _ in around}) > 1
    assert all(any(attributes.get("lang") == "de" for _, attributes in elements) for _, elements in around)


def test_what_names_a_table_or_a_chart_is_an_element_with_its_languages(hebrew: str) -> None:
    assert not re.findall(r'(?:aria-label|title|alt)="[^"]*[\u05d0-\u05ea]', hebrew)
    assert "<desc" not in hebrew


def test_prose_of_the_story_is_marked_as_a_whole() -> None:
    filled = f"{TRUST} **ירד** ב 3!\n\n- {TRUST}\n\n> {TRUST}: 5"

    assert written(*doc.prose(filled)) == (
        f'<p dir="auto" lang="he">{TRUST} <strong>ירד</strong> ב 3!</p><ul><li dir="auto" lang="he">{TRUST}</li></ul>'
        f'<blockquote dir="auto" lang="he"><p>{TRUST}: 5</p></blockquote>'
    )
    assert written(doc.sentence("Now: ", *doc.inline(f"{TRUST} **ירד** ב 3"))) == (
        f'<p>Now: <bdi lang="he">{TRUST} <strong>ירד</strong> ב 3</bdi></p>'
    )


def test_the_players_own_words_have_their_direction_and_no_language() -> None:
    assert written(doc.Quote(doc.spans("לא, 5"), "Your reason")) == (
        '<blockquote dir="auto"><p><b>Your reason: </b><bdi>לא, 5</bdi></p></blockquote>'
    )
    assert written(doc.Quote(doc.spans("No"), "Your reason")) == (
        '<blockquote dir="auto"><p><b>Your reason: </b>No</p></blockquote>'
    )


def test_what_the_game_says_in_place_of_the_story_is_english(hebrew: str) -> None:
    for text, around in Isolated(hebrew).texts:
        if text.startswith(("Nobody decided", "The moment has passed")):
            assert not any(attributes.get("lang") == "he" for _, attributes in around)


def test_names_of_an_english_story_are_not_gathered_and_those_of_any_other_are() -> None:
    english, hebrew = (DebriefSubject("", played_by_lot(each, 1)) for each in (program(EVERYTHING), hebrew_program()))
    assert names_of(english) == {}
    names = names_of(hebrew)
    assert hebrew.scenario.info.title in names
    assert {*names.values()} == {"he"}
