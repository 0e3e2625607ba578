"""Opening a game, going on with one, closing it; files are read off the screen's thread."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from ceo_sim import settings
from ceo_sim.tui.ahead import Ahead
from ceo_sim.tui.screens.title import TitleScreen
from ceo_sim.tui.tools import Tools

if TYPE_CHECKING:
    from ceo_sim.saves.listing import Summary
    from ceo_sim.saves.session import Session
    from ceo_sim.tui.play import Play

STYLES = Path(__file__).parent / "screens"
SCREENS_SOON = ("opening", "values", "desk", "decision", "predict", "aftermath", "why", "reading", "help")
NEEDED_SOON = (
    "ceo_sim.saves.session",
    *(f"ceo_sim.tui.screens.{name}" for name in SCREENS_SOON),
)


class Games(Tools):
    """Opens and closes games; their screens do the rest.

    Attributes:
        saves: The folder for saves.
        play: The game that is open.
        ahead: The stories that were read before one was chosen.
    """

    def __init__(
        self,
        kept: settings.SettingsFile | None,
        saves: Path,
        *,
        seed: int | None,
        mirror: bool,
        edition: str | None,
    ) -> None:
        super().__init__(kept)
        self.saves = saves
        self.seed, self.mirror, self.edition = seed, mirror, edition
        self.ahead = Ahead(edition, mirror)
        self.play: Play | None = None
        self._is_opening = False

    def kept_in(self) -> Path:
        return self.saves

    def warm_up(self) -> None:
        """Import what the next screens need; called off the screen's thread."""
        for name in NEEDED_SOON:
            importlib.import_module(name)
        self.call_from_thread(self._read_styles)
        self.check_settings()

    def _read_styles(self) -> None:
        """Read the styles of all screens in one go, so that none has to wait for its own when it opens."""
        missing = [str(path) for path in sorted(STYLES.glob("*.tcss")) if not self.stylesheet.has_source(str(path))]
        for path in missing:
            self.stylesheet.read(path)
        if missing:
            self.stylesheet.parse()  # remembers what it has parsed, as `reparse` does not

    def read_ahead(self, stories: Iterable[Path]) -> None:
        """Read stories until a game is opened; called off the screen's thread."""

        def is_wanted() -> bool:
            return self.play is None and not self._is_opening

        self.ahead.read(stories, is_wanted)
        if is_wanted():
            self.hold()

    @staticmethod
    def hold() -> None:
        """Look through all that is there once, and then no more until the game is closed.

        A scenario is some 100,000 objects that stay, and a played game as many again: looking through them in vain
        takes 0.05 to 0.1 s now and then, in the middle of drawing a screen.
        """
        gc.collect()
        gc.freeze()

    # ---- games ----------------------------------------------------------------------------------------------

    def begin(self, scenario: str | Path) -> None:
        """Begin a scenario, by its path or its id."""

        def opened() -> Session:
            from ceo_sim.library import path_of
            from ceo_sim.saves.session import Session, fresh_seed

            path = scenario if isinstance(scenario, Path) else path_of(scenario)
            seed = fresh_seed() if self.seed is None else self.seed
            loaded, program = self.ahead.choose(path)
            return Session.start(loaded, seed, self.saves, mirror=self.mirror, edition=self.edition, program=program)

        self._open(opened)

    def resume(self, save: Summary) -> None:
        """Go on with a game from the list."""
        if save.damaged and not save.salvageable:
            self.screen.notify(save.damaged, markup=False, timeout=8)
        elif save.damaged:
            self._offer("This save is damaged", save.damaged, lambda: self.resume_path(save.path, salvage=True))
        else:
            self.resume_path(save.path)

    def resume_path(self, path: Path, *, scenario: str | None = None, salvage: bool = False) -> None:
        """Go on with a save; with the scenario that is named, if one is, and not the installed one."""
        if self.play is not None and self.play.is_kept_in(path):
            self.recover()
            return

        def opened(salvage: bool) -> Session:
            from ceo_sim.library import finder
            from ceo_sim.saves.session import Session

            return Session.resume(path, finder(scenario), salvage=salvage, folder=self.saves)

        self._open(partial(opened, salvage), None if salvage else partial(opened, True))

    def go_back(self, answer: int) -> None:
        """Go back to where an answer was given, counted from 0, in a new game; the open one stays as it is."""
        if self.play is not None:
            session = self.play.session
            self._open(lambda: session.fork(answer, self.saves))

    def _open(self, opened: Callable[[], Session], in_part: Callable[[], Session] | None = None) -> None:
        """Open a game off the screen's thread; if it cannot be opened, say why, or offer to open it `in_part`."""
        if self._is_opening:  # what is typed at the title while a game opens is not meant for another one
            return

        def work() -> None:
            try:
                found()
            finally:
                self._is_opening = False

        def found() -> None:
            from ceo_sim.library import ScenarioUnavailable
            from ceo_sim.saves.format import SaveError

            worker = get_current_worker()
            try:
                session = opened()
            except (ScenarioUnavailable, SaveError, OSError) as error:
                if not worker.is_cancelled:
                    self.call_from_thread(self._not_opened, error, in_part)
                return
            if worker.is_cancelled:  # whoever played has left meanwhile
                session.close()
                return
            self.warm_up()
            self.hold()
            self.call_from_thread(self._opened, session)

        self._is_opening = True
        self.run_worker(work, thread=True, exclusive=True, group="open")

    def _not_opened(self, error: Exception, in_part: Callable[[], Session] | None) -> None:
        from ceo_sim.saves.format import SaveError

        if in_part is not None and isinstance(error, SaveError) and error.salvageable is not None:
            said = f"{error.problem}; {error.remedy}"
            self._offer("This save does not fit its story", said, lambda: self._open(in_part))
        else:
            self.ask("It cannot be opened", str(error), [("stay", "Back to the title")], lambda _: None)

    def _offer(self, question: str, said: str, salvage: Callable[[], object]) -> None:
        """Offer to go on with what can be kept of a save."""
        from ceo_sim.saves.format import SALVAGE

        self.ask(
            question,
            f"{said.removesuffix(SALVAGE)}. The file itself is never written to.",
            [("stay", "Leave it alone"), ("salvage", "Go on with what can be kept, in a new file")],
            lambda answer: salvage() if answer == "salvage" else None,
        )

    def _opened(self, session: Session) -> None:
        from ceo_sim.tui.play import Play
        from ceo_sim.tui.screens.opening import NoteScreen, needs_note

        self._clear()
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
            self.push_screen(OpeningScreen(self.play), self._to_values)
        else:
            self.to_title()

    def _to_values(self, on: bool | None) -> None:
        from ceo_sim.tui.screens.values import ValuesScreen

        if on and self.play is not None and self.play.scenario.values:
            self.push_screen(ValuesScreen(self.play), self._to_desk)
        else:
            self._to_desk(on)

    def _to_desk(self, on: bool | None) -> None:
        from ceo_sim.tui.screens.desk import DeskScreen

        if on and self.play is not None:
            self.push_screen(DeskScreen(self.play))
        else:
            self.to_title()

    def to_title(self) -> None:
        """Close the game and go back to the first screen."""
        self._clear()
        if isinstance(self.screen, TitleScreen):
            self.screen.read()

    def _clear(self) -> None:
        """Close the game and all of its screens."""
        if self.play is not None:
            gc.unfreeze()
            self.play.session.close()
            self.play = None
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def ask(
        self, question: str, words: str, answers: list[tuple[str, str]], then: Callable[[str | None], object]
    ) -> None:
        """Put a question to the player."""
        from ceo_sim.tui.screens.help import AskScreen

        self.push_screen(AskScreen(question, words, answers), lambda answer: void(then(answer)))


def void(_: object) -> None:
    """Nothing, of anything."""
