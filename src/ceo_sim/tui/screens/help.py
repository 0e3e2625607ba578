"""Help for the screen that is open, questions, and what is said when something went wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ceo_sim import places
from ceo_sim.tui.meanings import MEANINGS
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.widgets.line_widget import LineWidget, hanging_indent, justify
from ceo_sim.tui.widgets.rows import Row, ScrollPane
from ceo_sim.tui.widgets.text import Prose, Words

KEY_NAMES = {"escape": "Esc", "enter": "Enter", "left": "←", "right": "→", "up": "↑", "down": "↓", "space": "Space"}


class KeyTable(LineWidget):
    """Keys, what they do, and their ids."""

    def __init__(self, rows: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(id="key-table")
        self._rows = rows

    def draw(self, width: int) -> list[Content]:
        room = max((len(key) for key, _, _ in self._rows), default=0)
        return [
            justify(
                Content.assemble((f"{key:>{room}}  ", "bold $accent"), words), Content.styled(id, "$text-muted"), width
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
            if about.focused is not None and (said := about.focused.HELP):
                yield Words("What has the cursor", classes="heading")
                yield Prose(said, id="focused")
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
        found: dict[str, tuple[list[str], str]] = {}
        for active in self.about.active_bindings.values():
            binding = active.binding
            if binding.id and binding.description and not binding.system and active.enabled:
                meaning = MEANINGS.get(binding.description)
                words = f"{binding.description}: {meaning}" if meaning else binding.description
                keys, _ = found.setdefault(binding.id, ([], words))
                keys.append(KEY_NAMES.get(binding.key) or self.app.get_key_display(binding))
        if hint := self.about.digits_hint:
            yield (*hint.partition(" ")[::2], "")
        for id, (keys, words) in found.items():
            yield ", ".join(dict.fromkeys(keys)), words, id

    def on_mount(self) -> None:
        self.query_one(ScrollPane).focus()


class Answer(Row):
    """One of the answers to a question."""

    def __init__(self, number: int, answer: str, words: str) -> None:
        super().__init__(answer, id=f"answer-{number}")
        self._number, self._words = number, words

    def draw(self, width: int) -> list[Content]:
        return hanging_indent(
            Content.assemble(self.cursor, (f"{self._number} ", "bold $accent")), Content(self._words), width
        )


class AskScreen(GameScreen[str]):
    """A question with a few answers; gives back the one chosen, the first of them for Escape."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"pick({n})", show=False, id=f"ask.pick.{n}") for n in range(1, 10)),
        Binding("escape", "pick(1)", "back", key_display="Esc", id="ask.back"),
    ]
    title_words = "A question"
    has_tools = False
    help_words = """
Choose with a digit, with the arrows and Enter, or with a click. **Esc** takes the first answer, which changes
nothing.
"""

    def __init__(self, question: str, words: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._question, self._words, self._answers = question, words, answers
        self.digits_hint = f"1-{len(answers)} choose" if len(answers) > 1 else ""

    def body(self) -> Iterable[Widget]:
        with Vertical(id="middle"), Vertical(id="card"):
            yield Words(Content.styled(self._question, "bold $accent"))
            yield Words(self._words, id="words")
            for number, (answer, words) in enumerate(self._answers, 1):
                yield Answer(number, answer, words)

    def on_mount(self) -> None:
        self.query(Answer).first().focus()

    def on_row_selected(self, message: Row.Selected) -> None:
        message.stop()
        self.dismiss(message.row.key)

    def action_pick(self, number: int) -> None:
        if number <= len(self._answers):
            self.dismiss(self._answers[number - 1][0])


class TroubleScreen(GameScreen[bool]):
    """Something went wrong inside the game; it gives back that one goes on, or quits by itself."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "answer(True)", "go on", key_display="Enter", id="trouble.on"),
        Binding("q,enter,escape", "answer(False)", "quit", key_display="q", id="trouble.quit"),
        Binding("y", "copy", "copy what to send", id="trouble.copy"),
        Binding("s", "save", "save it in a file", id="trouble.save"),
    ]
    title_words = "Something went wrong"
    help_words = "The mistake is ours. Go on from your desk if you can, or quit and resume later."
    has_tools = False

    def __init__(self, what: str, report: str, kept: str, folder: Path, *, can_go_on: bool = True) -> None:
        super().__init__()
        self.what, self.report, self.kept, self.folder, self.can_go_on = what, report, kept, folder, can_go_on

    @property
    def plain_words(self) -> str:
        """The same for a terminal on which nothing can be drawn."""
        said = "Something went wrong inside the game. The mistake is the game's, not yours."
        return f"{said}\nTo report it, send these lines:\n\n{self.report}\n"

    def body(self) -> Iterable[Widget]:
        with ScrollPane(id="pages"), Vertical(id="column"):
            yield Words(Content.styled("Something went wrong inside the game", "bold $accent"), classes="heading")
            yield Words("The mistake is the game's, not yours.")
            yield Words("What happened", classes="heading")
            yield Words(self.what)
            yield Words("Your game", classes="heading")
            yield Words(self.kept)
            if not self.can_go_on:
                yield Words("Quit and start again: the title lists your game, and it goes on where it was.")
            yield Words("To report it, send these lines", classes="heading")
            yield Words("y copies them, s writes them into a file beside your game. Nothing that you typed is in them.")
            yield Words(self.report, id="where")

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self.report)
        self.notify("The lines to send are copied.", timeout=4)

    def action_save(self) -> None:
        path = self.folder / f"trouble-{dt.datetime.now().astimezone():%Y-%m-%d-%H%M%S}.txt"
        try:
            places.write_atomically(path, self.report + "\n")
        except OSError as error:
            self.notify(f"It could not be written: {error.strerror or error}: {path}", markup=False, timeout=8)
        else:
            self.notify(f"Written to {path}", markup=False, timeout=8)

    def on_mount(self) -> None:
        self.query_one(ScrollPane).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.can_go_on or action != "answer" or parameters != (True,)

    def action_answer(self, answer: bool) -> None:
        if answer:
            self.dismiss(answer)
        else:  # not by way of the screen that opened this one: it may be what has stopped
            self.app.exit(return_code=1)
