"""The settings: each with what it does, changed at once and kept at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from ceo_sim.settings import FILE, LONGEST_VALUE
from ceo_sim.tui import themes
from ceo_sim.tui.screens.asking import LineScreen
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.widgets.line_widget import LineWidget, hanging_indent, justify
from ceo_sim.tui.widgets.rows import Row, ScrollPane
from ceo_sim.tui.widgets.text import Words

if TYPE_CHECKING:
    from ceo_sim.tui.keymap import Bound


class Setting(NamedTuple):
    """A setting by its field, its name on the screen, and what it does."""

    field: str
    name: str
    does: str


SETTINGS = (
    Setting("theme", "Theme", "The colours. They change while you choose."),
    Setting("reduced_motion", "Reduced motion", "Whatever would move by itself is shown at once."),
    Setting("hints", "First minute", "Hints at your next desk; off by itself once you have seen them."),
    Setting("confirm_leaving", "Ask before leaving", "Without it, Esc goes from the desk straight to the title."),
    Setting("plain", "Plain lines", "From the next start on, the game is played in plain lines, as with --plain."),
    Setting("save_folder", "Folder for saves", "From the next start on. Empty is the usual one."),
    Setting("screenshot_folder", "Folder for pictures", "Where screenshots go. Empty is beside the saves."),
    Setting("predictions", "Predictions", "Up to three times a game, a quick guess at where meters will go."),
)


class SettingRow(Row):
    """A setting and its value."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "take", "change", key_display="Enter", id="setting.change"),
        Binding("right,l", "turn(1)", "next value", key_display="→", id="setting.next"),
        Binding("left,h", "turn(-1)", "previous value", show=False, id="setting.previous"),
    ]
    HELP = """
A setting. **Enter**, **→** or a click changes it, at once and for good; **←** goes back. A folder is typed.
"""

    class Turned(Message):
        """A setting is to have its next value, or for -1 the one before; for 0 the next, or one that is typed."""

        def __init__(self, row: SettingRow, by: int) -> None:
            super().__init__()
            self.row, self.by = row, by

    def __init__(self, number: int, setting: Setting, value: str | bool) -> None:
        super().__init__(setting.field, id=f"setting-{number}")
        self.number, self.setting, self.value = number, setting, value

    def draw(self, width: int) -> list[Content]:
        about = Content.styled(self.setting.does, "$text-muted")
        head = justify(self.head(self.setting.name), Content(_worded(self.value)), width)
        return [head, *hanging_indent(Content("   "), about, width)]

    def action_take(self) -> None:
        self.action_turn(0)

    def action_turn(self, by: int) -> None:
        self.post_message(self.Turned(self, by))


class KeyList(LineWidget):
    """Keys of the player's own, and how one comes by them."""

    def __init__(self, overrides: Mapping[str, str], usual: Mapping[str, Bound], where: str) -> None:
        super().__init__(id="keys")
        self._overrides, self._usual, self._where = overrides, usual, where

    def draw(self, width: int) -> list[Content]:
        lines = []
        for id, keys in self._overrides.items():
            usual = self._usual[id]
            meaning = f"{keys.replace(',', ', ')}  ({usual.words or 'no name'}; usually {', '.join(usual.keys)})"
            lines += hanging_indent(Content.assemble((f"{id}  ", "bold")), Content(meaning), width, indent=4)
        if not lines:
            lines = [Content("Every key is as the game has it.")]
        how = f'{self._where} takes your own, below a line [keys]: "desk.pass_on" = "space". Help (?) shows the ids.'
        return [*lines, *Content.styled(how, "$text-muted").wrap(width)]


class SettingsScreen(GameScreen[None]):
    """All settings."""

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"pick({n})", show=False, id=f"settings.pick.{n}") for n in range(1, 10)),
        Binding("escape,q", "back", "back", key_display="Esc", id="settings.back"),
    ]
    title_words = "The settings"
    help_words = """
Everything here holds at once and for all games. It is kept in a file of its own, which you may also write by hand:
what is odd in it is named here, left out of account, and stays as you wrote it.
"""
    digits_hint = f"1-{len(SETTINGS)} change"
    has_tools = False

    def body(self) -> Iterable[Widget]:
        preferences, own_keys = self.host.preferences, self.host.preferences.own_keys
        file = preferences.file
        yield Words(Content.styled("Settings", "bold $accent"), id="top")
        with ScrollPane(id="pages", can_focus=False), Vertical(id="column"):
            if file.trouble:
                yield Words(file.trouble, classes="odd")
            for number, setting in enumerate(SETTINGS, 1):
                # What is named in the file may be no theme.
                value = self.app.theme if setting.field == "theme" else getattr(file.current, setting.field)
                yield SettingRow(number, setting, value)
            yield Words("Keys", classes="heading")
            yield KeyList(own_keys, preferences.usual_keys() if own_keys else {}, str(file.path or FILE))
            if odd := [oddity for oddity in preferences.oddities if oddity != file.trouble]:
                yield Words("Odd in the file, and left out of account", classes="heading")
                yield Words("\n".join(odd), classes="odd")
            yield Words(f"Kept in {file.path}" if file.path else "Kept until you quit", classes="place")

    def on_setting_row_turned(self, message: SettingRow.Turned) -> None:
        """Give a setting another value, or ask for one."""
        row, by = message.row, message.by
        setting, value = row.setting, row.value

        def settle(value: str | bool | None) -> None:
            if value is not None:
                self.host.preferences.change(setting.field, value)
                row.value = value
                row.changed(layout=False)

        if isinstance(value, bool):
            settle(not value)
        elif setting.field == "theme":
            names = [theme.name for theme in themes.ALL]
            settle(names[(names.index(value) + (by or 1)) % len(names)] if value in names else names[0])
        elif not by:
            self.app.push_screen(LineScreen(setting.name, setting.does, value, LONGEST_VALUE), settle)


def _worded(value: str | bool) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    words = themes.WORDS.get(value, "")
    return f"{value} ({words})" if words else value or "the usual"
