"""The script: every text once, behind its place, and nothing in it that acts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from ceo_sim.analysis.passages import passages
from ceo_sim.presentation.document import Card, Fold, Labelled, Page, Paragraph, Part, Section, words_of
from ceo_sim.presentation.script import marked_blocks, script
from ceo_sim.report.html import html
from ceo_sim.report.markdown import markdown
from ceo_sim.scenario.loader import load
from ceo_sim.scenario.markup import blocks
from ceo_sim.scenario.text import Text
from tests.support.hostile import HOSTILE, hostile_scenario
from tests.support.scenarios import shipped
from tests.support.stories import EVERYTHING, IN_ACTS


def _lines(parts: tuple[Part, ...]) -> list[str]:
    lines: list[str] = []
    for part in parts:
        match part:
            case Section() | Card() | Fold():
                lines += _lines(part.parts)
            case Labelled():
                lines += [f"{label} {words_of(words)}" for label, words in part.items]
            case Paragraph():
                lines.append(words_of(part.spans))
    return lines


def _page(tmp_path: Path, text: str) -> Page:
    (tmp_path / "story.toml").write_text(text)
    return script(load(tmp_path / "story.toml"))


@pytest.mark.parametrize("id", ["tutorial", "depot", "meridian", pytest.param("the_post", marks=pytest.mark.slow)])
def test_every_text_stands_once_behind_its_path_and_place(id: str) -> None:
    loaded = shipped(id)
    lines = _lines(script(loaded).sections)
    places = [match[1] for line in lines if (match := re.search(r"\((\S+:\d+)\):", line))]
    wanted = [loaded.place(passage.path) for passage in passages(loaded.as_written)]
    base = loaded.files[0].parent.parent if len(loaded.files) > 1 else loaded.files[0].parent

    assert sorted(places) == sorted(f"{Path(place.file).relative_to(base)}:{place.line}" for place in wanted)


def test_things_stand_in_the_order_of_the_calendar() -> None:
    titles = [section.title for section in script(shipped("tutorial")).sections]

    days = ["Monday 13 April", "Tuesday 14 April", "Wednesday 15 April", "Thursday 16 April"]
    assert titles[: 1 + len(days)] == ["What the story says of itself", *days]
    assert titles.index("Decks") < titles.index("Endings") < titles.index("People")


def test_conditions_stand_before_the_texts_that_they_hold_for(tmp_path: Path) -> None:
    lines = _lines(_page(tmp_path, EVERYTHING).sections)

    before_b = lines.index("[when mood > 58 and press < 40]")
    assert lines[before_b + 1].startswith("label (story.toml:")
    assert "[at Friday 29 May 2020 06:00; expires 3 days; default skip]" in lines


def test_variants_stand_side_by_side_as_they_are_written() -> None:
    source = "It is {if a * b > 2 * c}*late*{else}{mood:.1f} o'clock{end}. {{so}}\n\nAnd on."
    found = marked_blocks(Text.parse(source))

    assert ["".join(span.text for span in line) for line in found] == [
        "It is {if a * b > 2 * c}late{else}{mood:.1f} o'clock{end}. {so}",
        "And on.",
    ]
    assert [span.text for span in found[0] if span.style == "italic"] == ["late"]


def test_hostile_words_are_read_as_themselves_in_markdown_and_in_html(tmp_path: Path) -> None:
    page = _page(tmp_path, hostile_scenario())
    shown = re.sub(r"\s+", " ", "".join(block.text for block in blocks(HOSTILE.replace("{{", "{").replace("}}", "}"))))

    rendered = MarkdownIt("commonmark").parse(markdown(page))
    text = " ".join(child.content for token in rendered for child in token.children or () if child.type == "text")
    assert not [token for token in rendered if token.type.startswith("html")]
    assert not [child for token in rendered for child in token.children or () if child.type.startswith("html")]
    assert "alert(1)" in text
    assert "<script>" not in html(page)
    assert "--&gt; |e|" in html(page)
    assert "--> |e|" in shown


def test_an_act_has_its_own_words_where_it_ends(tmp_path: Path) -> None:
    act = '[act.week]\ntitle = "The week"\nuntil = 2020-06-03T18:00:00-04:00\ntext = "It is over for now."\n'
    act += '[ending.week_over]\ntitle = "So far"\ntext = "Half."\nact = "week"\n'
    page = _page(tmp_path, EVERYTHING.replace("format = 1", "format = 2") + act)
    (day,) = [section for section in page.sections if section.title == "Wednesday 3 June"]
    lines = _lines(day.parts)

    assert "act week" in [part.title for part in day.parts if isinstance(part, Card)]
    assert any(line.startswith("text (story.toml:") and line.endswith("It is over for now.") for line in lines)


def test_an_act_is_a_heading_before_its_days_and_its_endings_stand_where_it_ends(tmp_path: Path) -> None:
    page = _page(tmp_path, IN_ACTS)
    cards = {each.title: [part.title for part in each.parts if isinstance(part, Card)] for each in page.sections}

    assert list(cards)[1:6] == [
        *("Act week: The week", "Monday 1 June", "Monday 8 June"),
        *("Act fortnight: The fortnight", "Monday 15 June"),
    ]
    assert cards["Monday 8 June"] == ["act week", "ending glad", "ending tired"]
    assert cards["Monday 15 June"] == ["act fortnight", "ending half"]
    assert cards["Endings"] == ["ending early", "ending end"]
