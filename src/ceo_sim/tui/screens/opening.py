"""Before a story: what a reader may want to know of it, then who one is and what has happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ceo_sim.presentation import formatting
from ceo_sim.presentation.acts import DECIDED, SoFar, so_far
from ceo_sim.presentation.exhibits import parts_of
from ceo_sim.presentation.pages import preface
from ceo_sim.tui.screens.base import PlayScreen
from ceo_sim.tui.widgets.document import DocumentView
from ceo_sim.tui.widgets.rows import ScrollPane
from ceo_sim.tui.widgets.text import Prose, Words, line


class PageScreen(PlayScreen[bool]):
    """A page to be read before one goes on; gives back whether one does."""

    CSS_PATH = "opening.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "on", "go on", key_display="Enter", id="leaf.on"),
        Binding("escape", "back", "back to the title", key_display="Esc", id="leaf.back"),
    ]

    def body(self) -> Iterable[Widget]:
        with ScrollPane(id="pages"), Vertical(id="column"):
            yield Words(Content.styled(self.play.scenario.info.title, "bold $accent"), id="title")
            yield from self.page()

    def page(self) -> Iterable[Widget]:
        """What stands on the page."""
        raise NotImplementedError

    def action_on(self) -> None:
        self.dismiss(True)

    def action_back(self) -> None:
        self.dismiss(False)


class NoteScreen(PageScreen):
    """The content note."""

    title_words = "Before you begin"
    help_words = "What the story touches on, and for whom it is meant. Enter goes on, Esc goes back to the title."

    def page(self) -> Iterable[Widget]:
        scenario = self.play.scenario
        yield Words(formatting.counted(scenario.info.minutes, "minute"), classes="facts")
        yield Words(self.title_words, classes="heading")
        yield DocumentView(preface(scenario))
        yield Words("How it is kept", classes="heading")
        yield Words("Every answer is saved at once. You can leave at any moment and go on from the title.")


class OpeningScreen(PageScreen):
    """Who one is, and what has happened."""

    title_words = "The opening"
    help_words = "Who you are and how it begins. Enter goes to your desk."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "on", "to your desk", key_display="Enter", id="opening.on"),
    ]

    def page(self) -> Iterable[Widget]:
        game, info, session = self.play.game, self.play.scenario.info, self.play.session
        yield Words(formatting.date_and_part(game.timeline, game.now), classes="facts")
        yield Words(line(info.role), id="role")
        if session.began_with is not None and session.loaded.written is not None:
            yield from _so_far(so_far(game, session.loaded.written, session.began_with))
            return
        if text := game.fill(info.opening):
            yield Prose(text, id="opening")
        if exhibit := parts_of(game.show(info.exhibit)):
            yield DocumentView(exhibit, id="exhibit")


def _so_far(before: SoFar) -> Iterable[Widget]:
    """What came before the act that a game begins with."""
    yield Words(before.title, classes="heading")
    if before.opening:
        yield Prose(before.opening, id="opening")
    yield Words(DECIDED, classes="heading")
    for decided in before.decided:
        yield Words(line(decided))
    title, text = before.ended
    yield Words(line(title), classes="heading")
    if text:
        yield Prose(text)
