"""A question that is answered in a line of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from ceo_sim.scenario.characters import replaced, steering
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.widgets.at_once import focus_at_once
from ceo_sim.tui.widgets.text import Words

MOST_READ = 4
"""Times the length of the line: a paste may be a megabyte, much of it blank."""


class LineInput(Input):
    """A line of text; of a paste it takes what there is room for, on one line, and says so if that is not all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "keep", key_display="Enter", id="line.keep"),
    ]
    HELP = "Type what you like here. **Enter** keeps it, **Esc** leaves all as it was."
    focus = focus_at_once

    async def _on_key(self, event: events.Key) -> None:
        joiner = event.character or ""
        if not joiner or event.is_printable or joiner.isspace() or any(steering(joiner)):
            await super()._on_key(event)
            return
        # U+200C, U+200D and the soft hyphen, which Textual 8.2 does not let in, though words are made with them.
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(joiner)

    def _on_paste(self, event: events.Paste) -> None:
        longest = self.max_length or 0
        # Ends of lines part words, so words are split before what steers is dropped.
        words = (replaced(word, lambda _: "") for word in event.text[: longest * MOST_READ].split())
        text = " ".join(filter(None, words))
        kept = text[: max(0, longest - len(self.value))]
        event.prevent_default()
        event.stop()
        if kept:
            self.insert_text_at_cursor(kept)
        if len(kept) < len(text) or len(event.text) > longest * MOST_READ:
            self.notify(f"Not all that you pasted is here: a line holds {longest} letters.", timeout=4)


class LineScreen(GameScreen["str | None"]):
    """Asks for a line; gives it back, or nothing if it was left with Escape."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "leave as it was", key_display="Esc", id="line.back"),
    ]
    title_words = "A line of your own"
    help_words = "Type, then **Enter**. **Esc** leaves all as it was."
    has_tools = False

    def __init__(self, question: str, words: str, text: str, longest: int) -> None:
        super().__init__()
        self._question, self._words, self._text, self._longest = question, words, text, longest

    def body(self) -> Iterable[Widget]:
        with Vertical(id="middle"), Vertical(id="card"):
            yield Words(Content.styled(self._question, "bold $accent"))
            yield Words(self._words, id="words")
            yield LineInput(
                self._text,
                max_length=self._longest,
                compact=True,
                id="line",
                placeholder="type here",
                select_on_focus=False,
            )

    def on_mount(self) -> None:
        self.query_one(LineInput).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(" ".join(event.value.split()))
