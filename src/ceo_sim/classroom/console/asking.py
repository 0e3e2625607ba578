"""What a control is given, asked one thing after the other; Escape leaves all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ceo_sim.classroom.control import Ask

MOST_TYPED = 4
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
                yield Input(max_length=self.ask.most or 0, id="typed")

    def _label(self) -> str:
        how = "↑ ↓ and Enter" if self.ask.choices else "Enter"
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


class CountScreen(ModalScreen[dict[str, str] | None]):
    """Several numbers, one under the other, as they are counted: what was typed for each, or None if all is left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave it"),
        Binding("up", "step(-1)", "Up", priority=True),
        Binding("down", "step(1)", "Down", priority=True),
    ]
    CSS = """
    CountScreen { align: center middle; }
    #counted { width: 76; max-width: 100%; height: auto; max-height: 100%; padding: 0 2; }
    #counted { background: $surface; border: round $border; }
    #rows { height: auto; max-height: 16; margin: 1 0; }
    #rows Horizontal { height: auto; }
    #rows Input { width: 7; margin-right: 1; }
    #rows Static { width: 1fr; }
    """

    def __init__(self, title: str, asks: Sequence[Ask]) -> None:
        super().__init__()
        self.heading, self.asks = title, asks

    def compose(self) -> ComposeResult:
        with Vertical(id="counted"):
            yield Static(Content.from_text(self.heading, markup=False), classes="heading")
            yield Static("Enter goes on, after the last it saves; ↑ ↓ move; Esc leaves it.")
            with VerticalScroll(id="rows", can_focus=False):
                for ask in self.asks:
                    with Horizontal():
                        yield Input(ask.value, compact=True, max_length=MOST_TYPED, restrict=r"[0-9]*")
                        yield Static(Content.from_text(ask.label, markup=False))
            yield Static(id="sum")

    def on_mount(self) -> None:
        self._fields[0].focus()
        self.on_input_changed()

    @property
    def _fields(self) -> list[Input]:
        return list(self.query(Input))

    def on_input_changed(self) -> None:
        total = sum(int(field.value or 0) for field in self._fields)
        self.query_one("#sum", Static).update(f"In all: {total}")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input is not self._fields[-1]:
            self.action_step(1)
        else:
            self.dismiss({ask.name: field.value for ask, field in zip(self.asks, self._fields, strict=True)})

    def action_step(self, by: int) -> None:
        """Go to another number."""
        fields = self._fields
        at = next((place for place, field in enumerate(fields) if field.has_focus), 0)
        fields[max(0, min(len(fields) - 1, at + by))].focus()

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
