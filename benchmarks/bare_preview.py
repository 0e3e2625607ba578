"""The smallest Textual app that shows a file anew at each save, asking as often as ours: `bare_preview.py FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static

from ceo_sim.tui.preview import EVERY


class BarePreview(App[None]):
    """The options of a file of decisions."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file, self.seen = file, ""

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Header()
        yield Static(id="labels", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Look at the file now and again."""
        self.set_interval(EVERY, self.look)

    def look(self) -> None:
        """Show what the file says, if that is new."""
        text = self.file.read_text(encoding="utf-8")
        if text != self.seen:
            self.seen = text
            labels = [line for line in text.splitlines() if line.startswith("label")]
            self.query_one("#labels", Static).update("\n".join(labels[:20]))


if __name__ == "__main__":
    BarePreview(Path(sys.argv[1])).run()
