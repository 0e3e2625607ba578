"""All games that are kept, as the tree in which they branched off, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ceo_sim import places
from ceo_sim.errors import IllegalMove
from ceo_sim.saves import manage
from ceo_sim.saves.format import MAX_NAME, MAX_NOTE, SaveError
from ceo_sim.saves.listing import TRASH, list_saves
from ceo_sim.tui.screens.asking import LineScreen
from ceo_sim.tui.screens.base import GameScreen, digits
from ceo_sim.tui.screens.saves_tree import GameRow, TreeLine, tree_lines
from ceo_sim.tui.widgets.rows import Row, ScrollPane
from ceo_sim.tui.widgets.text import Words

if TYPE_CHECKING:
    from ceo_sim.saves.listing import Summary
    from ceo_sim.saves.session import Session

LONGEST_PATH = 1000
DESCRIBED = {
    "name": ("Its name", "Of your own; empty takes the story's title.", MAX_NAME, manage.rename),
    "note": ("A note", "It is kept with the game and shown here.", MAX_NOTE, manage.annotate),
}
"""What a player writes about a game: what is asked, its longest in letters, and what writes it."""


class SavesScreen(GameScreen[None]):
    """All games of a folder, or those in its trash."""

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"pick({n})", show=False, id=f"saves.pick.{n}") for n in range(1, 10)),
        Binding("r", "describe('name')", "rename", id="saves.rename"),
        Binding("n", "describe('note')", "note", id="saves.note"),
        Binding("x", "discard", "delete", id="saves.discard"),
        Binding("u", "undo", "undelete", id="saves.undo"),
        Binding("e", "export", "export", id="saves.export"),
        Binding("i", "import_save", "import", id="saves.import"),
        Binding("t", "trash", "trash", id="saves.trash"),
        Binding("o", "folder", "folder", id="saves.folder"),
        Binding("escape,q", "back", "back", key_display="Esc", id="saves.back"),
    ]
    title_words = "All games"
    help_words = """
Every game that is kept, the newest first. A game that took another way than an older one stands under it, with
the number of answers that they share.

**Enter** goes on with a game. **x** moves it to the trash, a folder beside the others, and **u** brings back what
went there last; **t** shows the trash, where **Enter** brings a game back. **e** copies a game to a file of your
own, **i** takes one in. Nothing here is ever written over.
"""
    has_tools = False

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self._discarded: list[Path] = []
        self._in_trash = False

    def body(self) -> Iterable[Widget]:
        yield Words("", id="top")
        with ScrollPane(id="pages", can_focus=False):
            yield Vertical(id="list")

    def on_mount(self) -> None:
        self.read()

    def read(self, point_at: Path | None = None) -> None:
        """List the games, off the screen's thread; the cursor stays where it is if it is to point at none of them."""
        key = str(point_at) if point_at else self._pointed.key if self._pointed else ""
        folder = self.folder / TRASH if self._in_trash else self.folder

        def find() -> Iterator[list[TreeLine]]:
            yield list(tree_lines(save for save in list_saves(folder) if not (self._in_trash and save.shipped)))

        self.look_up(find, lambda lines: self.call_next(self.fill, folder, lines, key), group="saves")

    async def fill(self, folder: Path, lines: list[TreeLine], key: str) -> None:
        """Show the games of a folder."""
        if not self.is_mounted:
            return
        title = "The trash" if self._in_trash else "All games"
        self.query_one("#top", Words).update(Content.assemble((title, "bold $accent"), f"  {folder}"))
        before = next((at for at, row in enumerate(self.rows) if row.has_focus), 0)
        rows = [GameRow(number, tree_line) for number, tree_line in enumerate(lines, 1)]
        empty = Words("The trash is empty." if self._in_trash else "No game is kept here.")
        target = self.query_one("#list", Vertical)
        with self.app.batch_update():
            await target.remove_children()
            await target.mount_all(rows or [empty])
        if rows:
            next((row for row in rows if row.key == key), rows[min(before, len(rows) - 1)]).focus()
        self.digits_hint = digits(len(rows), "bring back" if self._in_trash else "go on")
        self.refresh_bindings()

    @property
    def rows(self) -> list[GameRow]:
        """The games on the screen."""
        return list(self.query(GameRow))

    @property
    def _pointed(self) -> GameRow | None:
        return self.focused if isinstance(self.focused, GameRow) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "discard" or not self._in_trash

    # ---- what is done ---------------------------------------------------------------------------------------

    def on_row_selected(self, message: Row.Selected) -> None:
        message.stop()
        save = self.rows[message.row.number - 1].save
        if self._in_trash:
            self._bring_back(save.path)
        else:
            self.host.resume(save)

    def action_describe(self, what: str) -> None:
        """Ask for the name or the note of a game."""
        if (row := self._pointed) is None:
            return
        save, (question, words, longest, change) = row.save, DESCRIBED[what]

        def describe(line: str) -> Path:
            if (session := self._session_of(save)) is not None:
                session.describe(**{what: line})
            else:
                change(save.path, line)
            return save.path

        self._ask(question, f"{row.view.full_name}. {words}", getattr(save, what), longest, describe)

    def action_discard(self) -> None:
        if (row := self._pointed) is None:
            return
        if self._session_of(row.save) is not None:
            self.say("This is the game that you are in. Leave it for the title, and then delete it.", 6)
            return

        def discard() -> None:
            self._discarded.append(manage.trash(row.save.path))
            self.say(f"{row.view.full_name} is in the trash. u brings it back.", 6)

        self._try(discard)

    def action_undo(self) -> None:
        if self._in_trash and (row := self._pointed):
            self._bring_back(row.save.path)
        elif self._discarded:
            self._bring_back(self._discarded.pop())
        else:
            self.say("Nothing was deleted just now. t shows the trash.", 6)

    def _bring_back(self, path: Path) -> None:
        def restore() -> Path:
            restored = manage.restore(path)
            self._discarded = [other for other in self._discarded if other != path]
            self.say("It is back among your games.", 6)
            return restored

        self._try(restore)

    def action_trash(self) -> None:
        self._in_trash = not self._in_trash
        self.read()

    def action_export(self) -> None:
        if (row := self._pointed) is None:
            return
        path = row.save.path

        def export(line: str) -> None:
            if line:
                self.say(f"Copied to {manage.export(path, Path(line))}", 6)

        words = f"{row.view.full_name}. A file that is not there yet, or a folder:"
        self._ask("Export", words, str(Path.cwd() / path.name), LONGEST_PATH, export)

    def action_import_save(self) -> None:
        def import_save(line: str) -> Path | None:
            if not line:
                return None
            path = manage.import_save(Path(line), self.folder)
            self._in_trash = False
            return path

        self._ask("Import", "The file of a saved game, to be copied in:", "", LONGEST_PATH, import_save)

    def action_folder(self) -> None:
        def show() -> None:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not places.open_folder(self.folder):
                self.app.copy_to_clipboard(str(self.folder))
                place = f"The games are in {self.folder}, which is copied."
                self.say(f"{place} There is no file manager here to show it.", 6)

        self._try(show)

    def action_back(self) -> None:
        if self._in_trash:
            self.action_trash()
        else:
            self.dismiss(None)

    # ---- inside ---------------------------------------------------------------------------------------------

    def _session_of(self, save: Summary) -> Session | None:
        """The game that is played, if this is its save."""
        play = self.host.play
        return play.session if play is not None and play.is_saved_in(save.path) else None

    def _ask(self, question: str, words: str, text: str, longest: int, act: Callable[[str], Path | None]) -> None:
        """Ask for a line and do something with it."""

        def answered(line: str | None) -> None:
            if line is not None:
                self._try(lambda: act(line))

        self.app.push_screen(LineScreen(question, words, text, longest), answered)

    def _try(self, act: Callable[[], Path | None]) -> None:
        """Do something with files, and point at the save that it gives; what stands against it is said."""
        try:
            path = act()
        except (SaveError, IllegalMove, OSError, RuntimeError, ValueError) as error:
            self.say(str(error), 6)
        else:
            self.read(path)
