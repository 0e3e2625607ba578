"""What can be done on every screen: copying its words, and keeping a picture of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.widget import Widget
from textual.widgets import Static

from ceo_sim import places
from ceo_sim.presentation import formatting
from ceo_sim.tui.screens.base import Note, SizeCard
from ceo_sim.tui.widgets.frame import unframed
from ceo_sim.tui.widgets.keybar import KeyBar
from ceo_sim.tui.widgets.line_widget import LineWidget

WITHOUT_WORDS = (Note, SizeCard, KeyBar)
NARROWEST = 40
Say = Callable[[str, float], object]
"""Says something in passing on the open screen, for so many seconds."""


def copy_words(app: App[Any], say: Say) -> None:
    """Copy what is selected, else what has the cursor, else all words of the screen."""
    screen = app.screen
    if text := screen.get_selected_text():
        what = "What is selected"
        screen.clear_selection()
    elif screen.focused is not None and (text := words_of(screen.focused)):
        what = "What has the cursor" if isinstance(screen.focused, LineWidget) else "The text"
    else:
        what, text = "The screen's text", words_of(screen)
    if text := unframed(text):
        app.copy_to_clipboard(text)
        lines = formatting.counted(text.count("\n") + 1, "line")
        say(f"{what} is copied: {lines}.", 3)


def keep_picture(app: App[Any], say: Say, folder: Path) -> None:
    """Write a picture of the screen into a folder, and say where it is."""
    moment = places.now()
    path = folder / f"ceo-sim-{moment:%Y-%m-%d-%H%M%S-%f}.svg"
    try:
        places.write_atomically(path, app.export_screenshot())
    except OSError as error:
        say(f"No picture was kept: {error.strerror or error}: {folder}", 8)
    else:
        say(f"A picture of the screen is in {path}", 8)


def words_of(widget: Widget) -> str:
    """What a widget and all in it say, without frames and styles."""
    if not widget.display or isinstance(widget, WITHOUT_WORDS):
        return ""
    if isinstance(widget, LineWidget):
        lines = [line.plain.rstrip() for line in widget.draw(max(NARROWEST, widget.content_size.width))]
    elif isinstance(widget, Static):
        lines = [str(widget.visual)]
    else:
        lines = list(filter(None, map(words_of, widget.children)))
    return "\n".join(lines).strip("\n")
