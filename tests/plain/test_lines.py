from __future__ import annotations

import wcwidth
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.plain.lines import INDENT, wrapped
from tests.support.letters import TEXTS


@given(TEXTS, st.sampled_from(["", "- ", "12. ", INDENT]), st.integers(20, 200))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str, head: str, width: int) -> None:
    lines = wrapped(head + text, width)

    assert max(map(wcwidth.width, lines)) <= width
    assert "".join(lines).replace(" ", "") == (head + text).replace(" ", "")


def test_wide_letters_take_two_cells_each() -> None:
    assert wrapped("日本語で書かれた説明です。", 20) == ["日本語で書かれた説明", "です。"]


def test_an_address_is_not_broken_up() -> None:
    address = "https://example.org/a-long-way-to-go/index.html"
    assert address in wrapped(f"Read {address} before you go on.", 30)
