"""Questions: answered by a choice, or in a line of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from ceo_sim.scenario.characters import replaced, steering
from ceo_sim.tui.host import Act, Answer
from ceo_sim.tui.screens.base import GameScreen, Result
from ceo_sim.tui.widgets.at_once import focus_at_once
from ceo_sim.tui.widgets.line_widget import hanging_indent
from ceo_sim.tui.widgets.rows import Row
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
        inserted = text[: max(0, longest - len(self.value))]
        event.prevent_default()
        event.stop()
        if inserted:
            self.insert_text_at_cursor(inserted)
        if len(inserted) < len(text) or len(event.text) > longest * MOST_READ:
            screen = self.screen
            assert isinstance(screen, GameScreen)
            screen.say(f"Not all that you pasted is here: a line holds {longest} letters.")


class QuestionScreen(GameScreen[Result]):
    """A question on a card in the middle of the screen."""

    CSS_PATH = "help.tcss"
    has_tools = False

    def __init__(self, question: str, words: str) -> None:
        super().__init__()
        self._question, self._words = question, words

    def body(self) -> Iterable[Widget]:
        with Vertical(id="middle"), Vertical(id="card"):
            yield Words(Content.styled(self._question, "bold $accent"))
            yield Words(self._words, id="words")
            yield from self.answers()

    def answers(self) -> Iterable[Widget]:
        """What takes the answer."""
        raise NotImplementedError


class LineScreen(QuestionScreen["str | None"]):
    """Asks for a line; gives it back, or nothing if it was left with Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "leave as it was", key_display="Esc", id="line.back"),
    ]
    title_words = "A line of your own"
    help_words = "Type, then **Enter**. **Esc** leaves all as it was."

    def __init__(self, question: str, words: str, text: str, longest: int) -> None:
        super().__init__(question, words)
        self._line = LineInput(
            text, max_length=longest, compact=True, id="line", placeholder="type here", select_on_focus=False
        )

    def answers(self) -> Iterable[Widget]:
        yield self._line

    def on_mount(self) -> None:
        self._line.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(" ".join(event.value.split()))


class AnswerRow(Row):
    """One of the answers to a question."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(words, id=f"answer-{number}")
        self.number = number

    def draw(self, width: int) -> list[Content]:
        return hanging_indent(self.head(""), Content(self.key), width)


class AskScreen(QuestionScreen[Act]):
    """A question with a few answers; gives back what is to be done, by the first of them for Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"pick({n})", show=False, id=f"ask.pick.{n}") for n in range(1, 10)),
        Binding("escape", "pick(1)", "back", key_display="Esc", id="ask.back"),
    ]
    title_words = "A question"
    help_words = """
Choose with a digit, with the arrows and Enter, or with a click. **Esc** takes the first answer, which changes
nothing.
"""

    def __init__(self, question: str, words: str, answers: Sequence[Answer], pointed: int = 1) -> None:
        super().__init__(question, words)
        self._answers, self._pointed = answers, pointed
        self.digits_hint = f"1-{len(answers)} choose" if len(answers) > 1 else ""

    def answers(self) -> Iterable[Widget]:
        return [AnswerRow(number, words) for number, (words, _) in enumerate(self._answers, 1)]

    def on_mount(self) -> None:
        self.query_one(f"#answer-{self._pointed}").focus()

    def on_row_selected(self, message: Row.Selected) -> None:
        message.stop()
        self.dismiss(self._answers[message.row.number - 1][1])
