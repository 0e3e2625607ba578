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
from ceo_sim.presentation.saves_list import save_view
from ceo_sim.saves import manage
from ceo_sim.saves.format import MAX_NAME, MAX_NOTE, SaveError
from ceo_sim.saves.listing import TRASH, list_saves
from ceo_sim.saves.tree import branches
from ceo_sim.tui.screens.asking import LineScreen
from ceo_sim.tui.screens.base import GameScreen, digits
from ceo_sim.tui.screens.saves_tree import GameRow, TreeLine, tree_lines
from ceo_sim.tui.widgets.rows import Row, ScrollPane
from ceo_sim.tui.widgets.text import Words

if TYPE_CHECKING:
    from ceo_sim.saves.listing import Summary

LONGEST_PATH = 1000


class SavesScreen(GameScreen[None]):
    """All games of a folder, or those in its trash."""

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"pick({n})", show=False, id=f"saves.pick.{n}") for n in range(1, 10)),
        Binding("r", "rename", "rename", id="saves.rename"),
        Binding("n", "note", "note", id="saves.note"),
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

    def read(self, then: str = "") -> None:
        """List what there is, off the screen's thread; `then` is the row to point at."""
        key = then or (self.focused.key if isinstance(self.focused, Row) else "")
        folder = self.folder / TRASH if self._in_trash else self.folder

        def find() -> Iterator[list[TreeLine]]:
            found = [save for save in list_saves(folder) if not (self._in_trash and save.shipped)]
            yield list(tree_lines(branches(found)))

        self.look_up(find, lambda shown: self.call_next(self.fill, shown, key), group="saves")

    async def fill(self, shown: list[TreeLine], key: str) -> None:
        """Show what there is."""
        if not self.is_mounted:
            return
        place = self.folder / TRASH if self._in_trash else self.folder
        title = "The trash" if self._in_trash else "All games"
        self.query_one("#top", Words).update(Content.assemble((title, "bold $accent"), f"  {place}"))
        before = next((at for at, row in enumerate(self.rows) if row.has_focus), 0)
        rows = [GameRow(number, tree_line) for number, tree_line in enumerate(shown, 1)]
        target = self.query_one("#list", Vertical)
        with self.app.batch_update():
            await target.remove_children()
            await target.mount_all(
                rows or [Words("The trash is empty." if self._in_trash else "No game is kept here.")]
            )
        if rows:
            next((row for row in rows if row.key == key), rows[min(before, len(rows) - 1)]).focus()
        verb = "bring back" if self._in_trash else "go on"
        self.digits_hint = digits(len(rows), verb)
        self.refresh_bindings()

    @property
    def rows(self) -> list[GameRow]:
        """The games on the screen."""
        return list(self.query(GameRow))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "discard" or not self._in_trash

    # ---- going on -------------------------------------------------------------------------------------------

    def action_pick(self, number: int) -> None:
        if number <= len(self.rows):
            row = self.rows[number - 1]
            row.focus()
            self.take(row)

    def on_row_selected(self, message: Row.Selected) -> None:
        message.stop()
        if isinstance(message.row, GameRow):
            self.take(message.row)

    def take(self, row: GameRow) -> None:
        """Go on with a game, or bring it back from the trash."""
        if self._in_trash:
            self._bring_back(row.save.path)
        else:
            self.host.resume(row.save)

    # ---- names and notes ------------------------------------------------------------------------------------

    def action_rename(self) -> None:
        def renamed(save: Summary, line: str) -> None:
            play = self.host.play
            if play is not None and play.is_kept_in(save.path):
                play.session.describe(name=line)
            else:
                manage.rename(save.path, line)

        self._ask("Its name", "Of your own; empty takes the story's title.", lambda s: s.name, MAX_NAME, renamed)

    def action_note(self) -> None:
        def noted(save: Summary, line: str) -> None:
            play = self.host.play
            if play is not None and play.is_kept_in(save.path):
                play.session.describe(note=line)
            else:
                manage.annotate(save.path, line)

        self._ask("A note", "It is kept with the game and shown here.", lambda s: s.note, MAX_NOTE, noted)

    def _ask(
        self,
        question: str,
        said: str,
        now: Callable[[Summary], str],
        longest: int,
        done: Callable[[Summary, str], None],
    ) -> None:
        """Ask for a line about the game under the cursor, and do something with it."""
        row = self._pointed()
        if row is None:
            return
        save = row.save

        def answered(line: str | None) -> None:
            if line is not None and self._tried(lambda: done(save, line)):
                self.read(str(save.path))

        self.app.push_screen(LineScreen(question, f"{save_view(save).full_name}. {said}", now(save), longest), answered)

    # ---- away and back --------------------------------------------------------------------------------------

    def action_discard(self) -> None:
        row = self._pointed()
        if row is None:
            return
        play = self.host.play
        if play is not None and play.is_kept_in(row.save.path):
            self._tell("This is the game that you are in. Leave it for the title, and then delete it.")
            return

        def discard() -> None:
            self._discarded.append(manage.trash(row.save.path))
            self._tell(f"{save_view(row.save).full_name} is in the trash. u brings it back.")

        if self._tried(discard):
            self.read()

    def action_undo(self) -> None:
        if self._in_trash and (row := self._pointed()):
            self._bring_back(row.save.path)
        elif self._discarded:
            self._bring_back(self._discarded.pop())
        else:
            self._tell("Nothing was deleted just now. t shows the trash.")

    def _bring_back(self, path: Path) -> None:
        found: list[Path] = []
        if self._tried(lambda: found.append(manage.restore(path))):
            self._discarded = [one for one in self._discarded if one != path]
            self._tell("It is back among your games.")
            self.read(str(found[0]))

    def action_trash(self) -> None:
        self._in_trash = not self._in_trash
        self.read()

    # ---- files ----------------------------------------------------------------------------------------------

    def action_export(self) -> None:
        def exported(save: Summary, line: str) -> None:
            if line:
                self._tell(f"Copied to {manage.export(save.path, Path(line))}")

        self._ask(
            "Export",
            "A file that is not there yet, or a folder:",
            lambda s: str(Path.cwd() / s.path.name),
            LONGEST_PATH,
            exported,
        )

    def action_import_save(self) -> None:
        def answered(line: str | None) -> None:
            found: list[Path] = []
            if line and self._tried(lambda: found.append(manage.import_save(places.expanded(line), self.folder))):
                self._in_trash = False
                self.read(str(found[0]))

        asked = LineScreen("Import", "The file of a saved game, to be copied in:", "", LONGEST_PATH)
        self.app.push_screen(asked, answered)

    def action_folder(self) -> None:
        if not self._tried(lambda: self.folder.mkdir(parents=True, exist_ok=True)):
            return
        if not places.open_folder(self.folder):
            self.app.copy_to_clipboard(str(self.folder))
            self._tell(f"The games are in {self.folder}, which is copied. There is no file manager here to show it.")

    def action_back(self) -> None:
        if self._in_trash:
            self.action_trash()
            return
        self.dismiss(None)

    # ---- inside ---------------------------------------------------------------------------------------------

    def _pointed(self) -> GameRow | None:
        return self.focused if isinstance(self.focused, GameRow) else None

    def _tried(self, act: Callable[[], object]) -> bool:
        """Do something with files; what stands against it is said."""
        try:
            act()
        except (SaveError, IllegalMove, OSError, RuntimeError, ValueError) as error:
            self._tell(str(error))
            return False
        return True

    def _tell(self, said: str) -> None:
        self.notify(said, markup=False, timeout=6)
