"""Games that are begun, gone on with or gone back in, opened off the screen's thread."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, field
from textual.app import App
from textual.worker import get_current_worker

from ceo_sim.library import ScenarioUnavailable, path_of
from ceo_sim.new_game import NewGame
from ceo_sim.saves.format import SALVAGE, SaveError
from ceo_sim.tui.host import Answer
from ceo_sim.tui.memory import freeze_objects
from ceo_sim.tui.preloader import Preloader

if TYPE_CHECKING:
    from ceo_sim.saves.listing import Summary
    from ceo_sim.saves.session import Session
    from ceo_sim.scenario.loader import Loaded

STYLES = Path(__file__).parent / "screens"
BRIEFLY = 0.02
NEEDED_SOON = (
    "numpy",
    "ceo_sim.scenario.model",
    "ceo_sim.scenario.loader",
    "ceo_sim.engine.game",
    "ceo_sim.saves.session",
    "ceo_sim.tui.screens.decision",
    "ceo_sim.tui.game_flow",
    *(f"ceo_sim.tui.screens.{s}" for s in ("why", "reading", "help")),
)


Opened = Callable[["Session"], object]
"""What is done with a game that has been opened."""


@define(eq=False)
class GameLoader:
    """Makes ready what the title lists, and opens what is chosen.

    What the title can do without is imported where it is used, and all of it by `warm_up`, on its thread.
    """

    _app: App[Any]
    _saves: Path
    """The folder for saves."""
    usual: NewGame
    """How new games are, if nothing else is chosen."""
    _opened: Opened
    """Takes a game that was opened."""
    _ask: Callable[[str, str, Sequence[Answer]], object]
    """Puts a question to the player."""
    _say: Callable[[str, float], object]
    """Says something in passing on the open screen, for so many seconds."""
    _is_at_rest: Callable[[], bool]
    """Whether no key has come for a moment."""
    _preloader: Preloader = field(factory=Preloader)
    _is_opening: bool = False

    # ---- before one is chosen -------------------------------------------------------------------------------

    def warm_up(self, wait: Callable[[], object] = lambda: None) -> None:
        """Import what the next screens need, and read their styles; called off the screen's thread.

        Args:
            wait: Called before each step, which takes 0.1 s at most.
        """
        for name in NEEDED_SOON:
            wait()
            importlib.import_module(name)
        wait()
        self._app.call_from_thread(self._read_styles)

    def _read_styles(self) -> None:
        """Read the styles of all screens in one go, so that none has to wait for its own when it opens."""
        sheet = self._app.stylesheet
        missing = [str(path) for path in sorted(STYLES.glob("*.tcss")) if not sheet.has_source(str(path))]
        for path in missing:
            sheet.read(path)
        if missing:
            sheet.parse()  # remembers what it has parsed, as `reparse` does not

    def preload(self, stories: Iterable[Path], is_wanted: Callable[[], bool]) -> None:
        """Read stories as long as that is wanted and none is being opened; called off the screen's thread."""
        for path in stories:
            self.wait_for_rest()
            if self._is_opening or not is_wanted():
                return
            self._preloader.preload(path, self.usual.edition, mirror=self.usual.mirror)
        freeze_objects()

    def wait_for_rest(self) -> None:
        """Let keys be answered first: a thread at work makes each take two to three times as long."""
        while not (self._is_at_rest() or self._is_opening):
            time.sleep(BRIEFLY)

    # ---- games ----------------------------------------------------------------------------------------------

    def begin(self, scenario: Path, how: NewGame | None = None) -> None:
        """Begin the scenario that lies there."""
        seed, mirror, edition, act, assignment, begin = how or self.usual

        def session() -> Session:
            from ceo_sim.new_game import fresh_seed
            from ceo_sim.saves.session import Session

            luck = fresh_seed() if seed is None else seed
            loaded = self._preloader.load(scenario, edition, act)
            program = self._preloader.compiled(loaded.playable, mirror=mirror)
            return Session.start(
                loaded,
                luck,
                self._saves,
                mirror=mirror,
                edition=edition,
                begin=begin,
                program=program,
                assignment=assignment,
            )

        self._open(session)

    def resume(self, save: Summary) -> None:
        """Go on with a game from the list."""
        if save.damaged and not save.salvageable:
            self._say(save.damaged, 8)
        elif save.damaged:
            salvage = partial(self.resume_path, save.path, salvage=True)
            self._offer_salvage("This save is damaged", save.damaged, salvage)
        else:
            self.resume_path(save.path)

    def resume_path(self, path: Path, *, scenario: Path | None = None, salvage: bool = False) -> None:
        """Go on with a save; with the scenario that lies there, if one is given, and not the installed one."""

        def session(salvage: bool) -> Session:
            from ceo_sim.saves.session import Session

            def find(id: str, edition: str | None) -> Loaded:
                return self._preloader.load(path_of(id) if scenario is None else scenario, edition)

            compiled = self._preloader.compiled
            return Session.resume(path, find, salvage=salvage, folder=self._saves, compiled=compiled)

        self._open(partial(session, salvage), None if salvage else partial(session, True))

    def go_back(self, session: Session, answer: int, name: str, opened: Opened) -> None:
        """Go back to where an answer was given, counted from 0, in a new game; that one stays as it is."""
        self._open(lambda: session.fork(answer, self._saves, name), opened=opened)

    # ---- opening --------------------------------------------------------------------------------------------

    def _open(
        self,
        session: Callable[[], Session],
        salvaged: Callable[[], Session] | None = None,
        *,
        opened: Opened | None = None,
    ) -> None:
        """Open a game off the screen's thread; if it cannot be opened, say why, or offer to salvage it."""
        if self._is_opening:  # what is typed at the title while a game opens is not meant for another one
            return

        def work() -> None:
            try:
                self._open_now(session, salvaged, opened or self._opened)
            finally:
                self._is_opening = False

        self._is_opening = True
        self._app.run_worker(work, thread=True, exclusive=True, group="open")

    def _open_now(self, session: Callable[[], Session], salvaged: Callable[[], Session] | None, opened: Opened) -> None:
        worker = get_current_worker()
        try:
            game = session()
        except (ScenarioUnavailable, SaveError, OSError) as error:
            if not worker.is_cancelled:
                self._app.call_from_thread(self._not_opened, error, salvaged)
            return
        if worker.is_cancelled:  # whoever played has left meanwhile
            game.close()
            return
        self._preloader.keep_only(game.loaded.playable)
        self.warm_up()
        freeze_objects()
        self._app.call_from_thread(opened, game)

    def _not_opened(self, error: Exception, salvaged: Callable[[], Session] | None) -> None:
        if salvaged is not None and isinstance(error, SaveError) and error.salvageable is not None:
            trouble = f"{error.problem}; {error.remedy}"
            self._offer_salvage("This save does not fit its story", trouble, lambda: self._open(salvaged))
        else:
            self._ask("It cannot be opened", str(error), [("Back to the title", None)])

    def _offer_salvage(self, question: str, trouble: str, salvage: Callable[[], object]) -> None:
        words = f"{trouble.removesuffix(SALVAGE)}. The file itself is never written to."
        answers = [("Leave it alone", None), ("Go on with what can be kept, in a new file", salvage)]
        self._ask(question, words, answers)
