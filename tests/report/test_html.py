"""The page as HTML: whole in itself, well-formed, with a structure that can be heard, and nothing hostile in it."""

from __future__ import annotations

import itertools
import re

import pytest

from ceo_sim.html.elements import element, escaped
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.document import Page, Section, sentence
from ceo_sim.report.debrief import page
from ceo_sim.report.html import html
from tests.report.reading import Read
from tests.support.plays import played_by_lot
from tests.support.stories import EVERYTHING, program

HOSTILE = "</style></title><script>alert('had')</script><img src=x onerror=alert(1)>\"'&amp;"
STEERING = "a\u202eb\x1b[31mc\x00d\u2066e\ud800f\u2028g\ufeffh\x85"


@pytest.fixture(params=["flagship", "two"])
def whole(request: pytest.FixtureRequest) -> str:
    found: Page = request.getfixturevalue(request.param)
    return html(found)


def test_it_is_well_formed_and_no_id_is_there_twice(whole: str) -> None:
    read = Read(whole)

    assert read.unclosed == []
    assert len(read.ids) == len(set(read.ids))


def test_what_it_names_is_there(whole: str) -> None:
    read = Read(whole)
    named = [attributes["href"] for attributes in read.all("a") if (attributes["href"] or "").startswith("#")]
    for _, attributes in read.tags:
        named += [f"#{id}" for id in (attributes.get("aria-labelledby") or "").split()]

    assert {(name or "")[1:] for name in named} <= set(read.ids)
    assert named


def test_headings_go_down_one_step_at_a_time_from_one_of_the_first_rank(whole: str) -> None:
    ranks = [rank for rank, _ in Read(whole).headings]

    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(ranks))


def test_it_needs_nothing_from_anywhere(whole: str) -> None:
    read = Read(whole)
    policy = next(each["content"] for each in read.all("meta") if each.get("http-equiv") == "Content-Security-Policy")

    assert (policy or "").startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert not {"script", "img", "iframe", "object", "embed", "form", "video", "audio"} & {tag for tag, _ in read.tags}
    assert [each["href"] for each in read.all("link")] == ["data:,"]
    assert not any(name == "src" or name.startswith("on") for _, attributes in read.tags for name in attributes)
    assert "@import" not in whole
    assert "url(" not in whole


def test_every_chart_has_a_name_a_description_and_its_figures(whole: str) -> None:
    read = Read(whole)
    charts = [each for each in read.all("svg") if each.get("role") == "img"]

    assert charts
    assert all(len((each["aria-labelledby"] or "").split()) == 2 for each in charts)
    assert all(each.get("role") == "img" or each.get("aria-hidden") == "true" for each in read.all("svg"))
    shown = whole.count('<figure class="exhibit ')  # a document of the story has no figures
    assert whole.count("<figure") - shown == whole.count("The same in figures")


def test_every_table_has_a_caption_and_its_heads_have_a_scope(whole: str) -> None:
    read = Read(whole)

    assert whole.count("<table") == len(re.findall(r"<caption\b", whole))
    assert all(each.get("scope") in ("col", "row") for each in read.all("th"))


def test_the_landmarks_are_there(whole: str) -> None:
    read = Read(whole)

    for tag in ("header", "nav", "main", "footer"):
        assert len(read.all(tag)) == 1, tag
    assert next(tag for tag, _ in read.tags if tag in ("a", "h1")) == "a", "the skip link comes first"


def test_the_flagship_is_below_a_megabyte_and_a_half(flagship: Page) -> None:
    assert len(html(flagship).encode()) < 1_500_000


# ---- hostile text --------------------------------------------------------------------------------------------


def test_whatever_is_put_in_stays_text() -> None:
    assert element("p", HOSTILE, title=HOSTILE).count("<") == 2
    assert Read(element("p", HOSTILE)).words == HOSTILE


def test_nothing_steers_the_reader() -> None:
    assert escaped(STEERING) == "a\ufffdb\ufffd[31mc\ufffdd\ufffde\ufffdf\ufffdg\ufffdh\ufffd"
    assert escaped("👩\u200d👩\u200d👧 می\u200cخواهم") == "👩\u200d👩\u200d👧 می\u200cخواهم"


def test_a_hostile_save_and_a_hostile_scenario_are_shown_as_they_are() -> None:
    quoted = HOSTILE.replace('"', '\\"')
    text = EVERYTHING.replace('"A leak"', f'"{quoted}"').replace('"Mood"', f'"{quoted}"')
    game = played_by_lot(program(text.replace('"Stay"', f'"{quoted}"').replace('"Go"', f'"{quoted}"')), 4)
    reasoned = played_by_lot(game.program, 4)
    reasoned.answers[:] = game.answers
    for entry in (entry for entry in game.entries if entry.reason):
        object.__setattr__(entry, "reason", HOSTILE + STEERING)
    whole = html(page([DebriefSubject(HOSTILE, game, (HOSTILE,), HOSTILE), DebriefSubject("other", reasoned)], HOSTILE))
    read = Read(whole)

    assert read.unclosed == []
    assert "<script" not in whole
    assert "<img" not in whole
    assert HOSTILE in read.words
    assert not any(character in whole for character in STEERING if not character.isascii() or character < " ")
    whole.encode()


def test_a_hostile_language_is_no_language() -> None:
    found = Page("k", "t", '"><script>', (), (Section("s", "S", (sentence("x"),)),))

    assert '<html lang="en">' in html(found)
