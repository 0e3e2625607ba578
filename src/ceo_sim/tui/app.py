"""The game in the terminal. What the first frame does not need is imported after it."""

from __future__ import annotations

import gc
import importlib
import random
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import Screen

from ceo_sim import places
from ceo_sim.tui.guarded import Guarded
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.screens.title import TitleScreen
from ceo_sim.tui.themes import ALL, DESK

if TYPE_CHECKING:
    from ceo_sim.saves.listing import Summary
    from ceo_sim.saves.session import Session
    from ceo_sim.tui.play import Play

ENDED_BY_SIGNAL = 143
"""128 and SIGTERM, as shells count it."""
AT_REST = 0.1
"""Seconds after a change of size until sizes are taken to have come to rest."""
STYLES = Path(__file__).parent / "screens"
NEEDED_SOON = (
    "ceo_sim.saves.session",
    *(f"ceo_sim.tui.screens.{name}" for name in ("opening", "desk", "decision", "aftermath", "why", "reading", "help")),
)


class CeoSim(Guarded):
    """The app: it opens and closes games; their screens do the rest.

    Attributes:
        play: The game that is open.
    """

    TITLE = "ceo-sim"
    CSS_PATH = "screens/title.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("colon", "command_palette", "more", key_display=":", id="commands"),
        Binding("ctrl+c", "interrupt", show=False, priority=True, id="interrupt", system=True),
        Binding("ctrl+z", "suspend_process", show=False, id="suspend", system=True),
    ]

    def __init__(
        self,
        *,
        saves: Path,
        scenario: str | None = None,
        seed: int | None = None,
        resume: Path | None = None,
        mirror: bool = False,
        edition: str | None = None,
    ) -> None:
        super().__init__()
        self.saves = saves
        self.wanted, self.seed, self.wanted_save, self.mirror, self.edition = scenario, seed, resume, mirror, edition
        self.play: Play | None = None
        self._told_size = Size(0, 0)
        for theme in ALL:
            self.register_theme(theme)
        self.theme = DESK.name

    def get_default_screen(self) -> Screen[None]:
        return TitleScreen(self.saves)

    def on_mount(self) -> None:
        if not self.is_headless:
            places.when_told_to_end(lambda: self.exit(return_code=ENDED_BY_SIGNAL))
        if self.wanted_save is not None:
            self.resume_path(self.wanted_save)
        elif self.wanted is not None:
            self.begin(self.wanted)

    def on_resize(self, event: events.Resize) -> None:
        """Look again once sizes have come to rest: of two in quick succession the older may be told last."""
        if not self.is_headless:
            self._told_size = event.size
            self.set_timer(AT_REST, self._look_again)

    def _look_again(self) -> None:
        size = Size(*shutil.get_terminal_size())
        if size != self._told_size:
            self.post_message(events.Resize(size, size))

    def warm_up(self) -> None:
        """Import what the next screens need; called off the screen's thread."""
        for name in NEEDED_SOON:
            importlib.import_module(name)
        self.call_from_thread(self._read_styles)

    def _read_styles(self) -> None:
        """Read the styles of all screens in one go, so that none has to wait for its own when it opens."""
        missing = [str(path) for path in sorted(STYLES.glob("*.tcss")) if not self.stylesheet.has_source(str(path))]
        for path in missing:
            self.stylesheet.read(path)
        if missing:
            self.stylesheet.reparse()

    # ---- games ----------------------------------------------------------------------------------------------

    def begin(self, scenario: str | Path) -> None:
        """Begin a scenario, by its path or its id."""

        def opened() -> Session:
            from ceo_sim.saves.finding import load_playable, path_of
            from ceo_sim.saves.session import Session

            path = scenario if isinstance(scenario, Path) else path_of(scenario)
            seed = random.SystemRandom().randrange(2**31) if self.seed is None else self.seed
            loaded = load_playable(path, self.edition)
            return Session.start(loaded, seed, self.saves, mirror=self.mirror, edition=self.edition)

        self._open(opened)

    def resume(self, save: Summary) -> None:
        """Go on with a game from the list."""
        if save.damaged and not save.salvageable:
            self.screen.notify(save.damaged, markup=False, timeout=8)
        elif save.damaged:
            self.ask(
                "This save is damaged",
                f"{save.damaged} The file itself is never written to.",
                [("stay", "Leave it alone"), ("salvage", "Go on with what can be kept, in a new file")],
                lambda answer: self.resume_path(save.path, salvage=True) if answer == "salvage" else None,
            )
        else:
            self.resume_path(save.path)

    def resume_path(self, path: Path, *, salvage: bool = False) -> None:
        """Go on with a save."""

        def opened() -> Session:
            from ceo_sim.saves.session import Session

            return Session.resume(path, salvage=salvage, folder=self.saves)

        self._open(opened)

    def _open(self, opened: Callable[[], Session]) -> None:
        """Open a game off the screen's thread, and say why if it cannot be opened."""

        def work() -> None:
            from ceo_sim.saves.finding import NotFound
            from ceo_sim.saves.record import SaveError

            try:
                session = opened()
            except (NotFound, SaveError, OSError) as error:
                self.call_from_thread(self._not_opened, str(error))
                return
            self.warm_up()
            # A scenario is some 100,000 objects that stay: without this, looking through them in vain takes
            # 0.1 s now and then, in the middle of drawing a screen.
            gc.collect()
            gc.freeze()
            self.call_from_thread(self._opened, session)

        self.run_worker(work, thread=True, exclusive=True, group="open")

    def _not_opened(self, why: str) -> None:
        self.ask("It cannot be opened", why, [("stay", "Back to the title")], lambda _: None)

    def _opened(self, session: Session) -> None:
        from ceo_sim.tui.play import Play
        from ceo_sim.tui.screens.opening import NoteScreen, needs_note

        self._close()
        self.play = play = Play(session, fresh_from=session.game.now)
        if session.notice:
            self.notify(session.notice, markup=False, timeout=10)
        if session.game.answers or session.game.now:
            self._to_desk(True)
        elif needs_note(play):
            self.push_screen(NoteScreen(play), self._to_opening)
        else:
            self._to_opening(True)

    def _to_opening(self, on: bool | None) -> None:
        from ceo_sim.tui.screens.opening import OpeningScreen

        if on and self.play is not None:
            self.push_screen(OpeningScreen(self.play), self._to_desk)
        else:
            self.to_title()

    def _to_desk(self, on: bool | None) -> None:
        from ceo_sim.tui.screens.desk import DeskScreen

        if on and self.play is not None:
            self.push_screen(DeskScreen(self.play))
        else:
            self.to_title()

    def to_title(self) -> None:
        """Close the game and go back to the first screen."""
        self._close()
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if isinstance(self.screen, TitleScreen):
            self.screen.read()

    def _close(self) -> None:
        if self.play is not None:
            gc.unfreeze()
            self.play.session.close()
            self.play = None

    # ---- leaving --------------------------------------------------------------------------------------------

    def kept(self) -> str:
        """Where the game is kept, in a sentence."""
        if self.play is None:
            return "No game is open."
        session = self.play.session
        if session.trouble:
            return session.trouble
        if not session.game.answers and not session.game.now:
            return "Nothing has been decided yet, so there is nothing to keep."
        return f"Your game is kept in {session.path}. It is written after every answer."

    def action_leave(self) -> None:
        answers = [("stay", "Stay"), ("title", "Back to the title"), ("quit", "Quit")]
        self.ask("Leave your desk?", self.kept(), answers, self._left)

    def _left(self, answer: str | None) -> None:
        if answer == "title":
            self.to_title()
        elif answer == "quit":
            self.exit()

    def action_interrupt(self) -> None:
        """Ctrl-C copies what is selected, asks in a game, and leaves if pressed again."""
        from ceo_sim.tui.screens.help import AskScreen

        if selected := self.screen.get_selected_text():
            self.copy_to_clipboard(selected)
            self.screen.clear_selection()
        elif self.play is None or isinstance(self.screen, AskScreen):
            self.exit()
        else:
            self.action_leave()

    def ask(
        self, question: str, words: str, answers: list[tuple[str, str]], then: Callable[[str | None], object]
    ) -> None:
        """Put a question to the player."""
        from ceo_sim.tui.screens.help import AskScreen

        self.push_screen(AskScreen(question, words, answers), lambda answer: void(then(answer)))

    # ---- what is not as it should be --------------------------------------------------------------------------

    def tell_trouble(self) -> None:
        """Show on the open screen whether the game is kept."""
        if not isinstance(self.screen, GameScreen) or not self.screen.is_mounted:
            return
        words = ""
        if self.play is not None and self.play.session.read_only:
            words = "Another game has this save open. Here you can look, and not decide."
        elif self.play is not None:
            words = self.play.session.trouble or ""
        self.screen.note(words)

    def recover(self) -> None:
        if self.play is None:
            self.to_title()
        else:
            while len(self.screen_stack) > 1:
                self.pop_screen()
            self._to_desk(True)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        from ceo_sim.tui.commands import commands

        return commands(self, screen)


def void(_: object) -> None:
    """Nothing, of anything."""


def run(
    *,
    saves: Path,
    scenario: str | None,
    seed: int | None,
    resume: Path | None,
    mirror: bool,
    edition: str | None,
) -> int:
    """Open the game, and say where it is kept when it is left.

    Args:
        saves: The folder for saves.
        scenario: A scenario to begin at once, by id or path.
        seed: The luck of new games; a new one for each if left out.
        resume: A save to go on with at once.
        mirror: Whether poles are swapped in new games.
        edition: The edition of new games.

    Returns:
        The exit code of the process.
    """
    app = CeoSim(saves=saves, scenario=scenario, seed=seed, resume=resume, mirror=mirror, edition=edition)
    app.run()
    if app.play is not None:
        print(app.kept())  # noqa: T201 - the terminal is a plain one again
        app.play.session.close()
    return app.return_code or 0
