"""One debrief on every face: each renderer of documents tells the same facts, for both shipped stories and one made up.

A fact is a text of a part: what a cause did and what that rests on, a value, a date, a choice, a reason, an ending. A
face may set it as it likes, but has to tell all of it.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Iterable, Iterator

import pytest

from ceo_sim.html.parts import Writer
from ceo_sim.html.story_words import StoryWords
from ceo_sim.plain.render import rendered
from ceo_sim.presentation import document as doc
from ceo_sim.presentation.debrief.sections import sections
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.report.html import html
from ceo_sim.report.markdown import markdown
from ceo_sim.saves.session import Session
from ceo_sim.scenario.markup import Span
from ceo_sim.tui.widgets.document import Look, drawn
from tests.saves.helpers import STORY, begun, play
from tests.support.scenarios import shipped

WIDE = 2_000
"""Columns in which nothing is broken or cut; how a face fits its words into fewer is tested with the face."""


@pytest.fixture(
    scope="module",
    params=[
        "made up",
        pytest.param("the_post", marks=pytest.mark.slow),
        pytest.param("meridian", marks=pytest.mark.slow),
    ],
)
def debrief(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> doc.Page:
    """All sections of a finished game, with a reason for each answer."""
    story = STORY if request.param == "made up" else shipped(request.param)
    with begun(tmp_path_factory.mktemp("saves"), 7, story) as session:
        play(session, reason="It was *right* for us.")
        return page_of(session)


def page_of(session: Session) -> doc.Page:
    subject = DebriefSubject("A", session.game, tuple(session.game.program.scenario.values)[:2])
    written = tuple(doc.Section(each.id, each.title, each.page()) for each in sections(subject))
    return doc.Page("A debrief", "The story", "en", (), written)


# ---- the faces ----------------------------------------------------------------------------------------------


def on_a_page(page: doc.Page) -> str:
    body = html(page).partition("<body>")[2]
    return entities.unescape(re.sub(r"<[^>]*>", " ", body))


def in_markdown(page: doc.Page) -> str:
    told = re.sub(r"(?<!\\)\[((?:[^]\\]|\\.)*)\]\(<[^>]*>\)", r"\1", markdown(page))  # a link is read as its words
    return re.sub(r"\\(?=[^\w\s])|\*\*|(?<!\w)_|_(?!\w)", "", entities.unescape(told))


def in_plain_lines(page: doc.Page) -> str:
    return " ".join(line for section in page.sections for line in rendered(section.parts, brief=False))


def on_screen(page: doc.Page) -> str:
    look = Look(WIDE, 10_000, spare=10_000)  # with room for every row
    return " ".join(line.plain for section in page.sections for line in drawn(section.parts, look))


def in_the_browser(page: doc.Page) -> str:
    writer = Writer(StoryWords.of(page.language, page.names))
    written = "".join(writer.all(section.parts, 2) for section in page.sections)
    return entities.unescape(re.sub(r"<[^>]*>", " ", written))


FACES: dict[str, Callable[[doc.Page], str]] = {
    "page": on_a_page,
    "browser": in_the_browser,
    "markdown": in_markdown,
    "plain": in_plain_lines,
    "screen": on_screen,
}


# ---- what is to be told -------------------------------------------------------------------------------------


def facts(parts: Iterable[doc.Part]) -> Iterator[str]:  # noqa: C901 - a case for each kind of part
    """Every text of the parts."""
    for part in parts:
        match part:
            case doc.Paragraph() | doc.Quote():
                yield doc.words_of(part.spans)
            case doc.Listing():
                yield from map(doc.words_of, part.items)
            case doc.Labelled():
                for label, spans in part.items:
                    yield from (label, doc.words_of(spans))
            case doc.Table():
                yield from (_cell(cell) for row in part.rows for cell in row)
            case doc.Chart():
                yield part.title
                yield from facts(part.more)
            case doc.Waterfall():
                yield from _causes(part)
            case doc.Balance():
                for row in part.rows:
                    yield from (row.name, str(row.served), str(-row.harmed))
                    yield from facts(row.parts)
            case doc.Day():
                yield part.name
                for moment in part.moments:
                    yield from (moment.title, moment.label)
                    yield from facts(moment.parts)
                yield from facts(part.parts)
            case doc.Pair():
                yield part.name
                for label, spans in (part.left, part.right):
                    yield from (label, doc.words_of(spans))
            case doc.Fold():
                yield from facts(part.parts)
            case doc.Side():
                yield from facts(part.parts[:1] if isinstance(part.parts[0], doc.Chart) else part.parts)
            case doc.Card():
                yield from (part.title, part.mark)
                yield from facts(part.parts)
            case doc.Section():
                yield part.title
                yield from facts(part.parts)


def _causes(part: doc.Waterfall) -> Iterator[str]:
    for cause in part.causes:
        yield from (cause.name if not cause.is_start else "", part.change(cause))
        yield from map(doc.words_of, cause.evidence)


def _cell(cell: str | tuple[Span, ...]) -> str:
    return cell if isinstance(cell, str) else doc.words_of(cell)


def bare(text: str) -> str:
    """Letters and figures alone: a long address is broken over lines, and each face has stops and spaces of its own."""
    return "".join(re.findall(r"[^\W_]|[−%]", text.lower()))


@pytest.mark.parametrize("face", FACES)
def test_every_face_tells_every_fact_of_the_debrief(debrief: doc.Page, face: str) -> None:
    shown = bare(FACES[face](debrief))
    missing = [
        (section.title, fact)
        for section in debrief.sections
        for fact in facts(section.parts)
        if (words := bare(fact)) and words not in shown
    ]
    assert not missing, f"{len(missing)} facts are not told, such as {missing[:5]}"


def test_the_facts_are_many_and_of_every_kind(debrief: doc.Page) -> None:
    every = [fact for section in debrief.sections for fact in facts(section.parts)]
    assert len(every) > 40
    assert any("Support:" in fact for fact in every)
