"""The endings that the player has met, of all stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from ceo_sim.presentation.document import Parts, note
from ceo_sim.presentation.gallery import TITLE, StoryGallery, galleries, in_words, story_finder
from ceo_sim.saves.listing import list_saves
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.widgets.document import DocumentView
from ceo_sim.tui.widgets.rows import ScrollPane
from ceo_sim.tui.widgets.text import Words

LOOKING = (note("Your games are being looked through …"),)


class GalleryScreen(GameScreen[None]):
    """Each story of which a game has ended, with the endings that were met and how many were not."""

    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "back", "back", key_display="Esc", id="gallery.back"),
    ]
    title_words = TITLE
    help_words = """
Every ending that your games have come to, story by story, and how many others there are. Of those it tells no more:
they are met by playing. A game in the trash no longer counts.
"""
    has_tools = False

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def body(self) -> Iterable[Widget]:
        yield Words(Content.styled(TITLE, "bold $accent"), id="top")
        with ScrollPane(id="pages"):
            yield DocumentView(LOOKING, id="gallery")

    def on_mount(self) -> None:
        self.look_up(self._find, self.query_one("#gallery", DocumentView).show, group="gallery")

    def _find(self) -> Iterator[Parts]:
        """The galleries, one story more each time, as to load one takes a moment."""
        found: list[StoryGallery] = []
        for story in galleries(list_saves(self._folder), story_finder()):
            found.append(story)
            yield in_words(found)
        if not found:
            yield in_words(found)

    def action_back(self) -> None:
        self.dismiss(None)
