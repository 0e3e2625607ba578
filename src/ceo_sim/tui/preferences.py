"""What the player has settled, as it holds in the app: colours, motion, keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import constants
from textual.app import App
from textual.theme import Theme

from ceo_sim import places, settings
from ceo_sim.tui import themes

if TYPE_CHECKING:
    from ceo_sim.tui.keymap import Bound

MOST_LISTED = 2
LONGEST_ID = 60


class Preferences:
    """Applies the settings to the app, and keeps what is changed.

    Attributes:
        file: The settings and their file.
        oddities: What is odd in the file, a sentence each; all of it once `check` has run.
        own_keys: Keys of the player's own that hold, by the id of what they do.
    """

    def __init__(self, app: App[Any], file: settings.SettingsFile) -> None:
        self.file = file
        self.oddities = list(file.problems)
        self.own_keys: dict[str, str] = {}
        self._app = app
        self._is_checked = False
        for theme in themes.ALL:
            app.register_theme(theme)
        self._use_theme()
        self._use_motion()

    def follow_theme(self) -> None:
        """Keep, from now on, a theme that is chosen from the list of all."""
        self._app.theme_changed_signal.subscribe(self._app, self._theme_changed)

    def change(self, name: str, value: str | bool) -> None:
        """Change a setting, keep it, and say so if it cannot be kept."""
        known = self.file.trouble
        self.file.change(name, value)
        if self.file.trouble and self.file.trouble != known:
            self._app.notify(self.file.trouble, markup=False, timeout=8)
        if name == "theme":
            self._use_theme()
        elif name == "reduced_motion":
            self._use_motion()

    def screenshot_folder(self, saves: Path) -> Path:
        """Where pictures of the screen are put."""
        named = self.file.current.screenshot_folder
        return places.typed(named).absolute() if named else saves / "pictures"

    # ---- keys -----------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Take the keys of the player's own, and name what is odd in the settings; called off the screen's thread."""
        if self._is_checked:
            return
        self._is_checked = True
        if self.file.current.keys:
            from ceo_sim.tui.keymap import checked  # few have keys of their own, and it imports every screen

            self.own_keys, problems = checked(type(self._app), self.file.current.keys)
            for id, problem in problems.items():
                self.oddities.append(f"{self.file.where('keys', id)}: {id[:LONGEST_ID]!r}: {problem}")
        if self.own_keys or self.oddities:
            self._app.call_from_thread(self._take_up)

    def usual_keys(self) -> dict[str, Bound]:
        """What each id does, and the keys that it has without settings."""
        from ceo_sim.tui.keymap import catalogue  # as above

        return catalogue(type(self._app))

    def _take_up(self) -> None:
        self._app.set_keymap(self.own_keys)
        self._app.screen.refresh_bindings()
        listed = self.oddities[:MOST_LISTED]
        if more := len(self.oddities) - len(listed):
            listed.append(f"And {more} more, which the settings list.")
        if listed:
            self._app.notify("\n".join(listed), title="Your settings", markup=False, timeout=12)

    # ---- colours and motion ---------------------------------------------------------------------------------

    def _use_theme(self) -> None:
        wanted = self.file.current.theme
        if wanted in self._app.available_themes:
            self._app.theme = wanted
        else:
            ours = ", ".join(theme.name for theme in themes.ALL)
            self.oddities.append(f"{self.file.where('theme')}: {wanted[:60]!r} is no theme; there are {ours}")
            self._app.theme = themes.DESK.name

    def _use_motion(self) -> None:
        self._app.animation_level = "none" if self.file.current.reduced_motion else constants.TEXTUAL_ANIMATIONS

    def _theme_changed(self, theme: Theme) -> None:
        if theme.name != self.file.current.theme and self.file.current.theme in self._app.available_themes:
            self.change("theme", theme.name)
