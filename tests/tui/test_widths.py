"""Widths: what is drawn is measured in cells of the terminal, whatever its letters."""

from __future__ import annotations

import pytest
import wcwidth
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from ceo_sim.presentation import document as doc
from ceo_sim.tui.widgets.document import Look, drawn
from ceo_sim.tui.widgets.line_widget import at_word, hanging_indent, in_column, justify
from ceo_sim.tui.widgets.meter import fit
from tests.support.letters import TEXTS, WORDS

WIDTHS = st.integers(20, 200)


@given(TEXTS, st.sampled_from(["", "- ", "日本 ", "🇯🇵 1. "]), WIDTHS, st.none() | st.just(2))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(
    text: str, head: str, width: int, indent: int | None
) -> None:
    lines = hanging_indent(Content(head), Content(text), width, indent)

    assert max(line.cell_length for line in lines) <= width
    assert "".join(line.plain for line in lines).replace(" ", "") == (head + text).replace(" ", "")


@given(TEXTS, WIDTHS)
def test_what_is_cut_is_a_beginning_of_the_text(text: str, width: int) -> None:
    cut = at_word(Content(text), width).plain

    assert cut == text or text.startswith(cut.removesuffix("…"))
    assert Content(cut).cell_length <= width


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5])
def test_half_a_wide_letter_is_not_drawn(width: int) -> None:
    assert at_word(Content("語語語"), width).plain == "語" * ((width - 1) // 2) + "…"


@given(TEXTS, WORDS.filter(lambda word: Content(word).cell_length < 17), WIDTHS)
def test_columns_are_as_wide_as_they_say(text: str, other: str, width: int) -> None:
    assert fit(Content(text), width).cell_length == width
    assert justify(Content(text), Content(other), width).cell_length == width
    assert Content(in_column(other, 20)).cell_length == Content(in_column(other, 20, right=True)).cell_length == 20


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5), WIDTHS)
def test_no_part_of_a_document_is_wider_than_the_screen(items: list[tuple[str, str]], width: int) -> None:
    short = tuple((label[:8], doc.spans(text)) for label, text in items)
    table = doc.Table("日本の表", ("名前", "値 ♥", "|"), tuple((*item, "|") for item in items), (1,))
    pair = doc.Pair("a", ("日本", doc.spans(items[0][0])), ("x", doc.spans(items[0][1])))
    for part in (doc.Labelled(short), table, pair):
        lines = drawn((part,), Look(width, 40))
        assert max(line.cell_length for line in lines) <= width
        letters = "".join(line.plain for line in lines).replace(" ", "")
        assert all(text.replace(" ", "") in letters for item in items[:1] for text in item[part is table or 1 :])


def test_what_the_manual_says_of_indic_joiners_on_the_screen_still_holds() -> None:
    """Where Rich counts them as terminals do, what `docs/playing.md` says of Sinhala and Nepali can go."""
    for word, on_screen, in_terminal in (("ශ්\u200dරී", 1, 2), ("गर्\u200dयो", 2, 3), ("क्षि", 2, 2)):
        assert (Content(word).cell_length, wcwidth.width(word)) == (on_screen, in_terminal)


def test_a_column_of_a_table_begins_at_the_same_cell_in_each_row() -> None:
    rows = (("日本語", "12", "|"), ("abc", "3", "|"), ("👨\u200d👩\u200d👧", "456", "|"))
    lines = drawn((doc.Table("T", ("Name", "値", "|"), rows, (1,)),), Look(80, 40))[1:]

    assert {line.cell_length for line in lines} == {Content("日本語  456  |").cell_length}
