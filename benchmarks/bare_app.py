"""The smallest Textual app that is fair to compare with: a header, a footer, a list that moves with the arrows."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer, Header, OptionList, Static


class BareApp(App[None]):
    """Forty lines to walk through."""

    CSS = "OptionList { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Header()
        yield Static("A bare app")
        yield OptionList(*[f"line {number}" for number in range(40)])
        yield Footer()


if __name__ == "__main__":
    BareApp().run()
