"""Help for the screen that is open, questions, and what is said when something went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.widgets.drawn import hanging
from ceo_sim.tui.widgets.rows import Pages, Row
from ceo_sim.tui.widgets.text import Prose, Words

KEY_NAMES = {"escape": "Esc", "enter": "Enter", "left": "←", "right": "→", "up": "↑", "down": "↓", "space": "Space"}


class HelpScreen(GameScreen[None]):
    """What one does on a screen, and all its keys."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,question_mark,q", "back", "back", key_display="Esc", id="help.back"),
    ]

    def __init__(self, about: GameScreen[Any]) -> None:
        super().__init__()
        self.about = about

    def body(self) -> Iterable[Widget]:
        yield Words(Content.styled(f"Help: {self.about.title_words}", "bold $accent"), id="top")
        with Pages(id="pages"), Vertical(id="column"):
            yield Prose(self.about.help_words, id="words")
            yield Words("Keys here", classes="heading")
            yield Words(self._keys())
            yield Words("Everywhere", classes="heading")
            yield Words(
                "The arrows, Page up and Page down move what is longer than the screen. "
                "Every key in the last line can be clicked. "
                "A colon opens the list of all commands, with themes among them. "
                "Ctrl-C leaves; your game is kept after every answer."
            )

    def _keys(self) -> Content:
        rows: dict[str, tuple[str, str]] = {}
        for active in self.about.active_bindings.values():
            binding = active.binding
            if binding.id and binding.description and not binding.system and binding.action not in rows:
                key = KEY_NAMES.get(binding.key) or self.app.get_key_display(binding)
                rows[binding.action] = key, binding.description
        hint = self.about.digits_hint
        lines = [Content.assemble((f"{key:>10}  ", "bold $accent"), words) for key, words in rows.values()]
        if hint:
            digits, _, words = hint.partition(" ")
            lines.insert(0, Content.assemble((f"{digits:>10}  ", "bold $accent"), words))
        return Content("\n").join(lines)

    def on_mount(self) -> None:
        self.query_one(Pages).focus()

    def action_back(self) -> None:
        self.dismiss(None)


class Answer(Row):
    """One of the answers to a question."""

    def __init__(self, number: int, answer: str, words: str) -> None:
        super().__init__(answer, id=f"answer-{number}")
        self._number, self._words = number, words

    def draw(self, width: int) -> list[Content]:
        return hanging(Content.assemble(self.cursor, (f"{self._number} ", "bold $accent")), Content(self._words), width)


class AskScreen(GameScreen[str]):
    """A question with a few answers; gives back the one chosen, the first of them for Escape."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"pick({n})", show=False, id=f"ask.pick.{n}") for n in range(1, 10)),
        Binding("escape", "pick(1)", "back", key_display="Esc", id="ask.back"),
    ]
    title_words = "A question"
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

    def on_row_taken(self, message: Row.Taken) -> None:
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
    ]
    title_words = "Something went wrong"
    help_words = "The mistake is ours. Go on from your desk if you can, or quit and resume later."

    def __init__(self, what: str, where: str, kept: str, *, can_go_on: bool = True) -> None:
        super().__init__()
        self.what, self.where, self.kept, self.can_go_on = what, where, kept, can_go_on

    def body(self) -> Iterable[Widget]:
        with Pages(id="pages"), Vertical(id="column"):
            yield Words(Content.styled("Something went wrong inside the game", "bold $accent"), classes="heading")
            yield Words("The mistake is the game's, not yours.")
            yield Words("What happened", classes="heading")
            yield Words(self.what)
            yield Words("Your game", classes="heading")
            yield Words(self.kept)
            if not self.can_go_on:
                yield Words("Quit and start again: the title lists your game, and it goes on where it was.")
            yield Words("To report it, send these lines", classes="heading")
            yield Words(self.where, id="where")

    def on_mount(self) -> None:
        self.query_one(Pages).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.can_go_on or action != "answer" or parameters != (True,)

    def action_answer(self, answer: bool) -> None:
        if answer:
            self.dismiss(answer)
        else:  # not by way of the screen that opened this one: it may be what has stopped
            self.app.exit(return_code=1)
