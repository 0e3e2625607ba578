from __future__ import annotations

import itertools
import re
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ceo_sim.classroom.pack.build import Pack, PackError, pack
from ceo_sim.classroom.pack.material import MOST_BIG, MOST_IN_PLAN, Material, material
from ceo_sim.classroom.pack.pdf import browser, printed
from ceo_sim.classroom.pack.sheet import html
from ceo_sim.library import load_playable
from tests.support.browser import PROGRAM
from tests.support.hostile import HOSTILE, hostile_scenario
from tests.support.scenarios import SCENARIOS

STORIES = ("the_post week", "the_post", "meridian", "depot.toml", "tutorial.toml")
every_story = pytest.mark.parametrize("name", STORIES)


@cache
def given(name: str) -> Material:
    id, _, act = name.partition(" ")
    return material(load_playable(SCENARIOS / id, None, act or None), id)


@cache
def packed(name: str) -> Pack:
    return pack(given(name))


def page(name: str, file: str) -> str:
    made = packed(name)
    return html(next(sheet for sheet in made.sheets if sheet.file == file), made.title, made.language)


def words(name: str, file: str) -> str:
    """The words of a page, without its style."""
    text = re.sub(r"<(style|script)>.*?</\1>", "", page(name, file), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


class _Balanced(HTMLParser):
    """Counts elements that are opened and not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - as HTMLParser has it
        if tag not in ("meta", "link", "input", "br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@every_story
def test_every_page_is_whole_and_asks_nothing_of_a_network(name: str) -> None:
    for sheet in packed(name).sheets:
        written = page(name, sheet.file)
        parser = _Balanced()
        parser.feed(written)
        assert not parser.open
        assert set(re.findall(r'<(?:script|img|iframe)[^>]* src|<link[^>]* href="(?!data:,")', written)) == set()
        assert "default-src 'none'" in unescape(written)
        assert written.count("<h1>") == 1


@every_story
def test_the_index_leads_to_every_page_and_says_what_is_left_out(name: str) -> None:
    index, made = page(name, "index.html"), packed(name)

    assert all(f'href="{sheet.file}"' in index for sheet in made.sheets[1:])
    for title in (reason.partition(":")[0] for reason in made.left_out):
        assert title in index


def test_a_story_without_roles_lenses_and_a_case_has_no_such_pages_and_says_so() -> None:
    files = {sheet.file for sheet in packed("tutorial.toml").sheets}

    assert not files & {"role-cards.html", "arguments.html", "injects.html", "case.html"}
    assert {reason.partition(":")[0] for reason in packed("tutorial.toml").left_out} >= {"Role cards", "Lenses"}
    assert {"role-cards.html", "arguments.html", "injects.html", "case.html"} <= {
        sheet.file for sheet in packed("the_post week").sheets
    }


@every_story
@pytest.mark.parametrize("file, minutes", [("lesson-50.html", 50), ("lesson-90.html", 90)])
def test_a_plan_goes_from_the_first_minute_to_the_last_without_a_gap(name: str, file: str, minutes: int) -> None:
    times = [tuple(map(int, pair)) for pair in re.findall(r">(\d+)–(\d+)</th>", page(name, file))]

    assert times[0][0] == 0
    assert times[-1][1] == minutes
    assert all(before[1] == after[0] for before, after in itertools.pairwise(times))
    assert all(start < end for start, end in times)


def test_the_commands_of_a_plan_name_act_and_edition() -> None:
    loaded = load_playable(SCENARIOS / "the_post", "13plus", "week")
    plans = [sheet.body for sheet in pack(material(loaded, "the_post", "13plus")).sheets[1:3]]

    assert "ceo-sim class host the_post --act week --edition 13plus" in plans[0]
    assert "ceo-sim play the_post --until week --edition 13plus" in plans[0]
    assert "ceo-sim class assign the_post --act week --edition 13plus" in plans[1]


@every_story
def test_a_plan_of_fifty_minutes_leaves_time_for_the_debrief(name: str) -> None:
    rows = re.findall(r">(\d+)–(\d+)</th><td><p><b>([^<]+)", page(name, "lesson-50.html"))

    assert sum(int(end) - int(start) for start, end, what in rows if what.startswith("Debrief")) >= 12


@every_story
@pytest.mark.parametrize("file", ["lesson-50.html", "lesson-90.html", "slides.html"])
def test_a_debrief_goes_from_facts_to_causes_to_judgement_and_nobody_is_asked_how_it_felt(name: str, file: str) -> None:
    text = page(name, file)
    steps = [f"Debrief: {step}</b>" for step in ("what happened", "why", "what it was worth", "so what")]
    if file == "slides.html":
        steps = [f"{step}?</h2>" for step in ("What happened", "Why", "What was it worth", "So what")]
    found = [text.index(step) for step in steps if step in text]

    assert found == sorted(found)
    assert len(found) == 4 or (file == "slides.html" and given(name).debrief is None)
    assert "feel about" not in text
    assert "How was it" not in text


@every_story
def test_a_class_votes_twice_on_a_few_decisions_and_meets_them_in_the_order_of_the_story(name: str) -> None:
    material = given(name)

    assert 1 <= len(material.big) <= MOST_BIG
    assert [matter.id for matter in material.planned if matter in material.big] == [one.id for one in material.big]
    assert len(material.planned) <= MOST_IN_PLAN


def test_the_post_and_its_document_are_on_a_slide_and_on_a_ballot() -> None:
    assert "post" in {matter.id for matter in given("the_post week").big}
    assert 'class="exhibit' in page("the_post week", "slides.html")
    assert "Take it down as a threat" in words("the_post week", "ballots.html")


def test_the_document_that_a_story_begins_with_is_in_the_briefing_and_on_a_slide() -> None:
    assert 'class="exhibit' in page("tutorial.toml", "briefing.html")
    assert "LOST: TORTOISE" in words("tutorial.toml", "briefing.html")
    assert page("tutorial.toml", "slides.html").count('class="exhibit') >= 1


def test_each_role_has_a_page_with_its_private_facts() -> None:
    material, written = given("the_post week"), words("the_post week", "role-cards.html")
    facts = [material.fill(fact) for role in material.roles for fact in role.facts]

    assert facts
    assert page("the_post week", "role-cards.html").count('class="card alone"') == len(material.roles) + 1
    assert written.count("Only you know this") == len(material.roles)
    assert "Josephine Batiste asked for an hour" in written


def test_no_page_for_students_gives_away_the_case_or_a_private_fact() -> None:
    private = "21 there was a phone call"
    assert private in words("the_post week", "role-cards.html")
    for file in ("briefing.html", "people.html", "words.html", "ballots.html", "slides.html"):
        assert private not in words("the_post week", file)
    for file in ("briefing.html", "people.html", "words.html", "ballots.html", "role-cards.html"):
        assert "Zuckerberg" not in words("the_post week", file)


@every_story
def test_the_content_note_is_where_it_is_needed(name: str) -> None:
    note = given(name).info.content_note
    for file in ("lesson-50.html", "briefing.html", "slides.html", "families.html") if note else ():
        assert " ".join(note.split()) in words(name, file).replace("&#39;", "'").replace("&#x27;", "'")


@every_story
def test_nobody_is_asked_for_a_political_opinion_of_their_own(name: str) -> None:
    assert "I ask what the company does, and why" in words(name, "lesson-50.html")
    assert "We do not ask students or their families for their own political opinions" in words(name, "families.html")


def test_the_rubric_says_where_it_is_from_and_that_choices_are_not_graded() -> None:
    rubric = words("the_post week", "rubric.html")

    assert "Adapted from the Ethical Reasoning VALUE Rubric" in rubric
    assert "not for grading" in rubric
    assert "Do not grade the choice" in rubric


def test_a_hostile_scenario_is_nothing_but_text(tmp_path: Path) -> None:
    path = tmp_path / "hostile.toml"
    path.write_text(hostile_scenario(), encoding="utf-8")
    made = pack(material(load_playable(path), "hostile"))

    for sheet in made.sheets:
        written = html(sheet, made.title, made.language)
        assert "<script>alert" not in written
        parser = _Balanced()
        parser.feed(written)
        assert not parser.open
    assert HOSTILE.split()[0] in made.title


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(PackError, match="cannot be written"):
        packed("tutorial.toml").write(tmp_path / "file")


def test_nothing_is_written_over_unless_that_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")

    with pytest.raises(PackError, match=r"index\.html is there already"):
        packed("tutorial.toml").write(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["index.html"]
    packed("tutorial.toml").write(tmp_path, force=True)
    assert (tmp_path / "index.html").read_text() != "mine"


def test_without_a_browser_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(PackError, match="print them from there"):
        browser()


@pytest.mark.slow
@pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium here")
@pytest.mark.parametrize("name", ["the_post week", "tutorial.toml"])
def test_in_print_the_briefing_is_one_page_each_role_card_another_and_two_ballots_share_one(
    name: str, tmp_path: Path
) -> None:
    made, program = packed(name), browser()
    files = {file.name: file for file in made.write(tmp_path)}
    pages = {"briefing.html": 1, "rubric.html": 1, "families.html": 1, "questionnaire.html": 3}
    if given(name).roles:
        pages["role-cards.html"] = len(given(name).roles) + 1
    pages["ballots.html"] = len(given(name).big) + 1

    for file, count in pages.items():
        content = printed(files[file], program).read_bytes()
        assert len(re.findall(rb"/Type\s*/Page\b", content)) == count, file
