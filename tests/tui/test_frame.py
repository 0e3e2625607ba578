"""Frames around documents, and lines that are copied without them."""

from __future__ import annotations

import pytest
from textual.content import Content

from ceo_sim.tui.widgets.frame import FRAMES, framed, room_in_frame, unframed

LINES = ["The fire is met with fire.", "│ not an edge │", "", "  Set in.", "No more ─ no less."]


def drawn(kind: str, heading: str, note: str, width: int) -> str:
    content = framed(kind, Content(heading), [Content(line) for line in LINES], Content(note), width)
    return "\n".join(line.plain for line in content)


@pytest.mark.parametrize("kind", FRAMES)
@pytest.mark.parametrize("width", [32, 80])
def test_a_document_is_copied_as_its_words(kind: str, width: int) -> None:
    copied = unframed(drawn(kind, "A post", "2,100 shares", width)).split("\n")
    assert copied == ["A post", *LINES, "2,100 shares"]


def test_edges_without_words_leave_no_line() -> None:
    assert unframed(drawn("post", "A post", "", 60)).split("\n") == ["A post", *LINES]


def test_a_heading_that_does_not_fit_an_edge_stays() -> None:
    heading = "A post of several words"
    copied = unframed(drawn("letter", heading, "", 26))
    assert " ".join(copied.split()).startswith(heading)
    assert room_in_frame(26) == 22


@pytest.mark.parametrize("line", ["A — dash", "├─ a branch", "76 ┤ ▄▄", "plain", "", "║"])
def test_what_is_no_frame_stays(line: str) -> None:
    assert unframed(line) == line
