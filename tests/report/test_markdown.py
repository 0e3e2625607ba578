"""The page as Markdown: the same parts in words, and hostile text stays text."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ceo_sim.presentation.document import Listing, Page, Part, Quote, Section, Table, note, sentence, spans
from ceo_sim.report.markdown import markdown
from ceo_sim.scenario.characters import replaced
from ceo_sim.scenario.markup import Span

HOSTILE = "<b>x</b> `c` *e* _u_ [l](http://x) ![i](y) a|b ~s~ &amp; \\ $m$ <!-- c --> \u202e\x1b"


def page(*parts: Part) -> str:
    return markdown(Page("k", "t", "en", (), (Section("s", "S", parts),)))


def test_every_section_is_there_as_in_html(flagship: Page) -> None:
    headings = re.findall(r"^## (.*)$", markdown(flagship), re.MULTILINE)

    assert headings == [section.title for section in flagship.sections]


def test_it_begins_with_its_one_heading_of_the_first_rank(flagship: Page, two: Page) -> None:
    for found in (flagship, two):
        lines = markdown(found).split("\n")
        assert lines[0].startswith("# ")
        assert sum(line.startswith("# ") for line in lines) == 1


def test_every_row_of_a_table_has_as_many_cells_as_its_head(flagship: Page, two: Page) -> None:
    for found in (flagship, two):
        width = 0
        for line in markdown(found).split("\n"):
            cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
            assert cells == 0 or width in (0, cells), line
            width = cells


def test_a_link_behind_an_exclamation_mark_is_no_image() -> None:
    text = page(Quote((Span("wow!"), Span("here", link="https://a.example/b"))))

    assert "\\![here](<https://a.example/b>)" in text
    assert "<img" not in MarkdownIt().render(text)
    assert '<a href="https://a.example/b">here</a>' in MarkdownIt().render(text)


def test_there_is_no_html_in_it(flagship: Page, two: Page) -> None:
    for found in (flagship, two):
        assert not re.search(r"(?<!\\)<[a-zA-Z/!]", markdown(found).replace("](<", ""))


@given(text=st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("\\\\`*_{}[]()<>#+-.!|~&$=:;1 \n\t")))
@example(HOSTILE)
@example("<script>alert(1)</script>")
@example("&lt;b&gt; &#60;")
@example("a  \nb")
@example("*a* **b** __c__")
def test_any_text_is_read_as_itself(text: str) -> None:
    """A reader of Markdown finds one paragraph, with nothing in it but that text."""
    expected = " ".join(replaced(text, lambda _: "\ufffd").split())
    found = MarkdownIt("commonmark").parse(_only(markdown(Page("k", "t", "en", (sentence(text),), ()))))
    inline = [token for token in found if token.type == "inline"]

    assert [token.type for token in found if token.type.endswith("_open")] == ["paragraph_open"] * bool(expected)
    for token in inline:
        assert {child.type for child in token.children or ()} == {"text"}
        assert " ".join("".join(child.content for child in token.children or ()).split()) == expected


def _only(text: str) -> str:
    """The page without its title."""
    return text.partition("\n")[2]


def test_hostile_text_means_nothing() -> None:
    text = page(sentence(HOSTILE), Table("T", ("A", "B"), ((HOSTILE, spans(HOSTILE)),)))

    assert not re.search(r"(?<!\\)[<`*_\[|~&$](?!T\*)", text.partition("## S")[2].partition("*T*")[0])
    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("start", ["# x", "- x", "+ x", "1. x", "12) x", "=== x", "--- x", "> x", ": x"])
def test_a_paragraph_stays_a_paragraph(start: str) -> None:
    line = page(note(start)).split("\n")[4]

    assert "\\" in line
    assert line.replace("\\", "") == start
    assert page(Listing((spans(start),))).split("\n")[4].startswith("- ")


def test_a_text_of_several_lines_stays_on_one() -> None:
    assert "one two" in page(sentence("one\n\n\ttwo"))


def test_styles_and_links_are_kept() -> None:
    spans = (Span("a "), Span(" bold ", "bold"), Span("it", "italic"), Span("there", link="https://example.org/a_b"))

    assert "a  **bold** *it*[there](<https://example.org/a_b>)" in page(sentence(*spans))
