"""What a decision is taken among, where the screen has room for it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from ceo_sim.tui.play import Play
from ceo_sim.tui.widgets.meter import LineMeters
from ceo_sim.tui.widgets.panels import Calendar, Recent
from ceo_sim.tui.widgets.text import Words


class ContextPane(Vertical):
    """How things stand, what has a date, and what went before."""

    def __init__(self, play: Play, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._play = play

    def compose(self) -> ComposeResult:
        yield _heading("How things stand")
        yield LineMeters(self._play, "all", id="standing")
        yield _heading("What is due")
        yield Calendar(self._play, id="due")
        yield _heading("The story so far")
        yield Recent(self._play, id="recent")


def _heading(words: str) -> Words:
    return Words(Content.styled(words, "bold $text-accent"), classes="heading")
