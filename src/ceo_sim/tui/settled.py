"""An app that goes by a player's settings: colours, motion, keys."""

from __future__ import annotations

from pathlib import Path

from textual import constants
from textual.theme import Theme

from ceo_sim import places, settings
from ceo_sim.tui import themes
from ceo_sim.tui.guarded import Guarded

MOST_TOLD = 2
LONGEST_ID = 60


class Settled(Guarded):
    """Keeps to the settings, and keeps them.

    Attributes:
        settled: The settings and their file.
        oddities: What is odd in the file, a sentence each; all of it once `check_settings` has run.
        own_keys: Keys of the player's own that hold, by the id of what they do.
    """

    def __init__(self, kept: settings.SettingsFile | None) -> None:
        super().__init__()
        self.settled = kept or settings.SettingsFile()
        self.oddities = list(self.settled.problems)
        self.own_keys: dict[str, str] = {}
        self._is_checked = False
        for theme in themes.ALL:
            self.register_theme(theme)
        self._use_theme()
        self._use_motion()

    def on_mount(self) -> None:
        self.theme_changed_signal.subscribe(self, self._theme_changed)

    def settle(self, name: str, value: str | bool) -> None:
        """Change a setting, keep it, and say so if it cannot be kept."""
        told = self.settled.trouble
        self.settled.change(name, value)
        if self.settled.trouble and self.settled.trouble != told:
            self.notify(self.settled.trouble, markup=False, timeout=8)
        if name == "theme":
            self._use_theme()
        elif name == "reduced_motion":
            self._use_motion()

    def screenshot_folder(self, saves: Path) -> Path:
        """Where pictures of the screen are put."""
        named = self.settled.current.screenshot_folder
        return places.expanded(named).absolute() if named else saves / "pictures"

    def check_settings(self) -> None:
        """Take the keys of the player's own, and name what is odd in the settings; called off the screen's thread."""
        if self._is_checked:
            return
        self._is_checked = True
        wanted = self.settled.current.keys
        keys: dict[str, str] = {}
        if wanted:
            from ceo_sim.tui.keymap import checked

            keys, problems = checked(type(self), wanted)
            for id, problem in problems.items():
                self.oddities.append(f"{self.settled.where('keys', id)}: {id[:LONGEST_ID]!r}: {problem}")
        if keys or self.oddities:
            self.call_from_thread(self._take_up, keys)

    def _take_up(self, keys: dict[str, str]) -> None:
        self.own_keys = keys
        self.set_keymap(keys)
        self.screen.refresh_bindings()
        told = self.oddities[:MOST_TOLD]
        if more := len(self.oddities) - len(told):
            told.append(f"And {more} more, which the settings list.")
        if told:
            self.notify("\n".join(told), title="Your settings", markup=False, timeout=12)

    def _use_theme(self) -> None:
        wanted = self.settled.current.theme
        if wanted in self.available_themes:
            self.theme = wanted
        else:
            ours = ", ".join(theme.name for theme in themes.ALL)
            self.oddities.append(f"{self.settled.where('theme')}: {wanted[:60]!r} is no theme; there are {ours}")
            self.theme = themes.DESK.name

    def _use_motion(self) -> None:
        self.animation_level = "none" if self.settled.current.reduced_motion else constants.TEXTUAL_ANIMATIONS

    def _theme_changed(self, theme: Theme) -> None:
        """Keep a theme that was chosen from the list of all."""
        if theme.name != self.settled.current.theme and self.settled.current.theme in self.available_themes:
            self.settle("theme", theme.name)
