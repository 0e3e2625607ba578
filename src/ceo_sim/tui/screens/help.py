"""Help for the screen that is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ceo_sim.tui.meanings import MEANINGS
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.widgets.line_widget import LineWidget, in_column, justify
from ceo_sim.tui.widgets.rows import ScrollPane
from ceo_sim.tui.widgets.text import Prose, Words

KEY_NAMES = {"escape": "Esc", "enter": "Enter", "left": "←", "right": "→", "up": "↑", "down": "↓", "space": "Space"}


class KeyTable(LineWidget):
    """Keys, what they do, and their ids."""

    def __init__(self, rows: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(id="key-table")
        self._rows = rows

    def draw(self, width: int) -> list[Content]:
        room = max((Content(key).cell_length for key, _, _ in self._rows), default=0)
        return [
            justify(
                Content.assemble((in_column(key, room, right=True) + "  ", "bold $accent"), words),
                Content.styled(id, "$text-muted"),
                width,
            )
            for key, words, id in self._rows
        ]


class HelpScreen(GameScreen[None]):
    """What one does on a screen, and all its keys."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,question_mark,H,q", "back", "back", key_display="Esc", id="help.back"),
    ]

    title_words = "Help"
    help_words = "Help for the screen below this one."

    def __init__(self, about: GameScreen[Any]) -> None:
        super().__init__()
        self.about = about

    def body(self) -> Iterable[Widget]:
        about = self.about
        yield Words(Content.styled(f"Help: {about.title_words}", "bold $accent"), id="top")
        with ScrollPane(id="pages"), Vertical(id="column"):
            if about.focused is not None and (about_focused := about.focused.HELP):
                yield Words("What has the cursor", classes="heading")
                yield Prose(about_focused, id="focused")
                yield Words("This screen", classes="heading")
            yield Prose(about.help_words, id="words")
            yield Words("Keys here", classes="heading")
            yield KeyTable(list(self._keys()))
            yield Words("Everywhere", classes="heading")
            yield Words(
                "The arrows, Page up and Page down move what is longer than the screen. "
                "Every key in the last line can be clicked, and text can be selected with the mouse. "
                "A colon opens the list of all commands. Ctrl-C leaves; your game is kept after every answer. "
                "The words at the right are the ids under which the settings file takes keys of your own."
            )

    def _keys(self) -> Iterator[tuple[str, str, str]]:
        """Keys, what they do, and the id."""
        listed: dict[str, tuple[list[str], str]] = {}
        for active in self.about.active_bindings.values():
            binding = active.binding
            if binding.id and binding.description and not binding.system and active.enabled:
                words = self.about.key_words.get(binding.action, binding.description)
                if meaning := MEANINGS.get(binding.description):
                    words = f"{words}: {meaning}"
                keys, _ = listed.setdefault(binding.id, ([], words))
                keys.append(KEY_NAMES.get(binding.key) or self.app.get_key_display(binding))
        if hint := self.about.digits_hint:
            yield (*hint.partition(" ")[::2], "")
        for id, (keys, words) in listed.items():
            yield ", ".join(dict.fromkeys(keys)), words, id
