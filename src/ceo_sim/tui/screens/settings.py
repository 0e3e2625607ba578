"""The settings: each with what it does, changed at once and kept at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
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
    Setting("predictions", "Predictions", "After each choice, a quick guess at where the meters will go."),
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

    def __init__(self, number: int, setting: Setting, value: str | bool) -> None:
        super().__init__(setting.field, id=f"setting-{number}")
        self.number, self.setting, self.value = number, setting, value

    def draw(self, width: int) -> list[Content]:
        head = Content.assemble(self.cursor, (f"{self.number} ", "bold $accent"), (self.setting.name, "bold"))
        said = Content.styled(self.setting.does, "$text-muted")
        return [justify(head, Content(_said(self.value)), width), *hanging_indent(Content("   "), said, width)]

    def show(self, value: str | bool) -> None:
        """Show another value."""
        if value != self.value:
            self.value = value
            self.changed(layout=False)

    def action_turn(self, by: int) -> None:
        self.post_message(ValueStepped(self, by))


class ValueStepped(Row.Selected):
    """A setting is to have its next value, or the one before."""

    def __init__(self, row: SettingRow, by: int) -> None:
        super().__init__(row)
        self.by = by


class KeyList(LineWidget):
    """Keys of the player's own, and how one comes by them."""

    def __init__(self, overrides: Mapping[str, str], usual: Mapping[str, Bound], where: str) -> None:
        super().__init__(id="keys")
        self._overrides, self._usual, self._where = overrides, usual, where

    def draw(self, width: int) -> list[Content]:
        lines = []
        for id, keys in self._overrides.items():
            usual = self._usual[id]
            said = f"{keys.replace(',', ', ')}  ({usual.words or 'no name'}; usually {', '.join(usual.keys)})"
            lines += hanging_indent(Content.assemble((f"{id}  ", "bold")), Content(said), width, indent=4)
        if not lines:
            lines = [Content("Every key is as the game has it.")]
        how = f'{self._where} takes your own, below a line [keys]: "desk.pass_day" = "space". Help (?) shows the ids.'
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
        preferences = self.host.preferences
        kept, own_keys = preferences.file, preferences.own_keys
        yield Words(Content.styled("Settings", "bold $accent"), id="top")
        with ScrollPane(id="pages", can_focus=False), Vertical(id="column"):
            if kept.trouble:
                yield Words(kept.trouble, classes="odd")
            for number, setting in enumerate(SETTINGS, 1):
                # What is named in the file may be no theme.
                value = self.app.theme if setting.field == "theme" else getattr(kept.current, setting.field)
                yield SettingRow(number, setting, value)
            yield Words("Keys", classes="heading")
            yield KeyList(own_keys, preferences.usual_keys() if own_keys else {}, str(kept.path or FILE))
            if odd := [one for one in preferences.oddities if one != kept.trouble]:
                yield Words("Odd in the file, and left out of account", classes="heading")
                yield Words("\n".join(odd), classes="odd")
            yield Words(f"Kept in {kept.path}" if kept.path else "Kept until you quit", classes="place")

    def on_mount(self) -> None:
        self.query(SettingRow).first().focus()

    def on_row_selected(self, message: Row.Selected) -> None:
        message.stop()
        if isinstance(message.row, SettingRow):
            self.change(message.row, by=1, typed=True)

    def on_value_stepped(self, message: ValueStepped) -> None:
        message.stop()
        if isinstance(message.row, SettingRow):
            self.change(message.row, by=message.by, typed=False)

    def action_pick(self, number: int) -> None:
        rows = list(self.query(SettingRow))
        if number <= len(rows):
            rows[number - 1].focus()
            self.change(rows[number - 1], by=1, typed=True)

    def change(self, row: SettingRow, *, by: int, typed: bool) -> None:
        """Give a setting its next value, or ask for one."""
        field = row.setting.field
        if isinstance(row.value, bool):
            self._settle(row, not row.value)
        elif field == "theme":
            names = [theme.name for theme in themes.ALL]
            place = names.index(row.value) + by if row.value in names else 0
            self._settle(row, names[place % len(names)])
        elif typed:
            asked = LineScreen(row.setting.name, row.setting.does, row.value, LONGEST_VALUE)
            self.app.push_screen(asked, lambda line: None if line is None else self._settle(row, line))

    def _settle(self, row: SettingRow, value: str | bool) -> None:
        self.host.preferences.change(row.setting.field, value)
        row.show(value)


def _said(value: str | bool) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    words = themes.WORDS.get(value, "")
    return f"{value} ({words})" if words else value or "the usual"
