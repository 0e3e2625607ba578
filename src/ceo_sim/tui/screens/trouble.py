"""What is said when something went wrong inside the game."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ceo_sim import places
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.widgets.rows import ScrollPane
from ceo_sim.tui.widgets.text import Words

TITLE = "Something went wrong inside the game"
MISTAKE = "The mistake is the game's, not yours."


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

    def __init__(self, what: str, report: str, save_status: str, folder: Path, *, can_go_on: bool = True) -> None:
        super().__init__()
        self.what, self.report, self.save_status, self.folder = what, report, save_status, folder
        self.can_go_on = can_go_on

    @property
    def plain_words(self) -> str:
        """The same for a terminal on which nothing can be drawn."""
        return f"{TITLE}. {MISTAKE}\nTo report it, send these lines:\n\n{self.report}\n"

    def body(self) -> Iterable[Widget]:
        with ScrollPane(id="pages"), Vertical(id="column"):
            yield Words(Content.styled(TITLE, "bold $accent"), classes="heading")
            yield Words(MISTAKE)
            yield Words("What happened", classes="heading")
            yield Words(self.what)
            yield Words("Your game", classes="heading")
            yield Words(self.save_status)
            if not self.can_go_on:
                yield Words("Quit and start again: the title lists your game, and it goes on where it was.")
            yield Words("To report it, send these lines", classes="heading")
            yield Words("y copies them, s writes them into a file beside your game. Nothing that you typed is in them.")
            yield Words(self.report, id="where")

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self.report)
        self.say("The lines to send are copied.")

    def action_save(self) -> None:
        path = self.folder / f"trouble-{places.now():%Y-%m-%d-%H%M%S}.txt"
        try:
            places.write_atomically(path, self.report + "\n")
        except OSError as error:
            self.say(f"It could not be written: {error.strerror or error}: {path}", 8)
        else:
            self.say(f"Written to {path}", 8)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.can_go_on or action != "answer" or parameters != (True,)

    def action_answer(self, answer: bool) -> None:
        if answer:
            self.dismiss(answer)
        else:  # not by way of the screen that opened this one: it may be what has stopped
            self.app.exit(return_code=1)
