"""What is at hand on every screen: copying, pictures, settings, the list of all games, the first minute."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.widget import Widget
from textual.widgets import Static

from ceo_sim import places
from ceo_sim.presentation import formatting
from ceo_sim.tui.screens.base import GameScreen, Note, SizeCard
from ceo_sim.tui.settled import Settled
from ceo_sim.tui.widgets.drawn import Drawn
from ceo_sim.tui.widgets.keybar import KeyBar

NO_WORDS = (Note, SizeCard, KeyBar)
NARROWEST = 40


class Tools(Settled):
    """Does what can be done everywhere."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy", show=False, id="copy"),
        Binding("comma,O", "settings", "settings", show=False, key_display=",", id="settings"),
        Binding("S", "saves", "all games", show=False, id="saves"),
    ]

    # ---- copying --------------------------------------------------------------------------------------------

    def action_copy(self) -> None:
        """Copy what is selected, else what has the cursor, else all words of the screen."""
        screen = self.screen
        if text := screen.get_selected_text():
            what = "What is selected"
            screen.clear_selection()
        elif screen.focused is not None and (text := words_of(screen.focused)):
            what = "What has the cursor" if isinstance(screen.focused, Drawn) else "The text"
        else:
            what, text = "The screen's text", words_of(screen)
        if text:
            self.copy_to_clipboard(text)
            lines = formatting.counted(text.count("\n") + 1, "line")
            self.notify(f"{what} is copied: {lines}.", markup=False, timeout=3)

    # ---- pictures -------------------------------------------------------------------------------------------

    def action_picture(self) -> None:
        """Keep a picture of the screen, and say where."""
        folder = self.screenshot_folder(self.kept_in())
        moment = dt.datetime.now().astimezone()
        path = folder / f"ceo-sim-{moment:%Y-%m-%d-%H%M%S-%f}.svg"
        try:
            places.write_atomically(path, self.export_screenshot())
        except OSError as error:
            self.notify(f"No picture was kept: {error.strerror or error}: {folder}", markup=False, timeout=8)
        else:
            self.notify(f"A picture of the screen is in {path}", markup=False, timeout=8)

    # ---- screens --------------------------------------------------------------------------------------------

    def action_settings(self) -> None:
        from ceo_sim.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen())

    def action_saves(self) -> None:
        from ceo_sim.tui.screens.saves import SavesScreen

        self.push_screen(SavesScreen(self.kept_in()))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("settings", "saves"):
            # The list of commands asks while it lies over the screen that they are for.
            screen = self.screen_stack[-2] if isinstance(self.screen, CommandPalette) else self.screen
            return isinstance(screen, GameScreen) and screen.has_tools
        return super().check_action(action, parameters)


def words_of(widget: Widget) -> str:
    """What a widget and all in it say, without frames and styles."""
    if not widget.display or isinstance(widget, NO_WORDS):
        return ""
    if isinstance(widget, Drawn):
        said = "\n".join(line.plain.rstrip() for line in widget.draw(max(NARROWEST, widget.content_size.width)))
    elif isinstance(widget, Static):
        said = str(widget.visual)
    else:
        said = "\n".join(filter(None, (words_of(child) for child in widget.children)))
    return said.strip("\n")
