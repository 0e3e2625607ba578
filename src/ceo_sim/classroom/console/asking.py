"""What a control is given, asked one thing after the other; Escape leaves all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ceo_sim.classroom.controls import Ask

MOST_TYPED = 5
"""Of a number, in digits."""


class AskScreen(ModalScreen[str | None]):
    """One thing that is asked: its answer, empty if it is left out, or None if all is left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave it")]
    CSS = """
    AskScreen { align: center middle; }
    #asked { width: 72; max-width: 100%; height: auto; max-height: 90%; padding: 1 2; }
    #asked { background: $surface; border: round $border; }
    #asked OptionList { height: auto; max-height: 14; margin-top: 1; }
    #asked Input { margin-top: 1; }
    """

    def __init__(self, title: str, ask: Ask) -> None:
        super().__init__()
        self.heading, self.ask = title, ask

    def compose(self) -> ComposeResult:
        with Vertical(id="asked"):
            yield Static(Content.from_text(self.heading, markup=False), classes="heading")
            yield Static(Content.from_text(self._label(), markup=False))
            if self.ask.choices:
                yield OptionList(*self._choices(), id="choices")
            else:
                yield Input(max_length=MOST_TYPED if self.ask.is_number else self.ask.most or 0, id="typed")

    def _label(self) -> str:
        how = "a number, or nothing" if self.ask.is_number else "↑ ↓ and Enter" if self.ask.choices else "Enter"
        return f"{self.ask.label} ({how}; Esc leaves it)"

    def _choices(self) -> list[Option]:
        first = [] if self.ask.is_needed or self.ask.name != "option" else [Option("what the class chose", id="")]
        return [
            *first,
            *(Option(Content.from_text(words, markup=False), id=f"={id}") for id, words in self.ask.choices),
        ]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss((event.option.id or "=").removeprefix("="))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.value.strip() or not self.ask.is_needed:
            self.dismiss(event.value)

    def action_leave(self) -> None:
        self.dismiss(None)


class ReasonsScreen(ModalScreen[tuple[int, str, bool] | None]):
    """All reasons; Enter on one shows it to all, or takes it from the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back")]
    CSS = """
    ReasonsScreen { align: center middle; }
    #reasons { width: 96%; height: 90%; padding: 1 2; background: $surface; border: round $border; }
    #reasons OptionList { height: 1fr; margin-top: 1; }
    """

    def __init__(self, reasons: Sequence[tuple[int, str, str, str, bool]], at: int = 0) -> None:
        super().__init__()
        self.reasons, self.at = reasons, at

    def compose(self) -> ComposeResult:
        with Vertical(id="reasons"):
            yield Static("Enter lets the class see a reason, or hides it again (● is on the screen). Esc goes back.")
            rows = OptionList(*map(self._row, self.reasons))
            yield rows

    def on_mount(self) -> None:
        rows = self.query_one(OptionList)
        if self.reasons:
            rows.highlighted = min(self.at, len(self.reasons) - 1)
        rows.focus()

    def _row(self, reason: tuple[int, str, str, str, bool]) -> Content:
        _, _, option, text, is_shown = reason
        return Content.assemble(
            "● " if is_shown else "  ", (f"{option}: ", "bold"), Content.from_text(text, markup=False)
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        round, seat, _, _, is_shown = self.reasons[event.option_index]
        self.dismiss((round, seat, not is_shown))

    def action_leave(self) -> None:
        self.dismiss(None)


class AboutScreen(ModalScreen[None]):
    """The addresses of the pages and the QR code; any of the keys that opened it puts it away."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,u", "leave", "Back")]
    CSS = """
    #addresses { width: 100%; height: 100%; padding: 0 1; color: white; background: black; }
    #addresses Static { width: 100%; color: white; background: black; }
    """

    def __init__(self, about: Sequence[str]) -> None:
        super().__init__()
        self.about = about

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="addresses"):
            yield Static("Esc goes back; ↓ and PgDn scroll.\n")
            yield Static(Content.from_text("\n".join(self.about), markup=False), id="about-lines")

    def on_mount(self) -> None:
        self.query_one("#addresses").focus()

    def action_leave(self) -> None:
        self.dismiss(None)
