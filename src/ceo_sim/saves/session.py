"""A game and its save: whatever is done to the one is in the other at once.

A game whose save cannot be written goes on in memory and is written with the next answer. A save that another game
has open can be looked at only. A save that is damaged, or whose scenario has changed, is never written to: what can
be kept of it goes on in a file of its own.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from attrs import define, field

from ceo_sim import places
from ceo_sim.engine.game import Game, Refused
from ceo_sim.engine.views import Report
from ceo_sim.saves.finding import FindScenario, find_scenario
from ceo_sim.saves.record import MAX_SIZE, Kept, Record, dumps, tidy
from ceo_sim.saves.restoring import program_of, reopen
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.text import plain

Clock = Callable[[], dt.datetime]
_UNSAFE_IN_A_NAME = re.compile(r"[^A-Za-z0-9_-]")


def fresh_seed() -> int:
    """A seed that nobody has chosen, short enough to be said aloud."""
    return secrets.randbelow(1_000_000_000)


def wall_clock() -> dt.datetime:
    """The time where the player is, to the second."""
    return dt.datetime.now().astimezone().replace(microsecond=0)


@define(eq=False)
class Session:
    """A playthrough that is kept. Close it, or use it as a context, to let go of its save.

    Attributes:
        game: The game; do not answer it directly, or nothing is kept.
        loaded: The scenario.
        path: Its save; there is none before the first answer or the first wait.
        read_only: Whether it can only be looked at, since another game has the save open.
        trouble: Why the game is not on disk as it is now, in a sentence; None if it is.
        notice: Something to tell once: what came of a save that could not be taken as it was. Empty if nothing did.
        is_saved: Whether all that was done is on disk.
    """

    game: Game
    loaded: Loaded
    path: Path
    mirror: bool = False
    edition: str | None = None
    created: dt.datetime | None = None
    read_only: bool = False
    trouble: str | None = None
    notice: str = ""
    is_saved: bool = False
    now: Clock = wall_clock
    _held: contextlib.ExitStack = field(factory=contextlib.ExitStack)

    # ---- beginnings -----------------------------------------------------------------------------------------

    @classmethod
    def start(
        cls,
        loaded: Loaded,
        seed: int,
        folder: Path,
        *,
        mirror: bool = False,
        edition: str | None = None,
        now: Clock = wall_clock,
    ) -> Self:
        """Begin a game; its save will be a new file in `folder`.

        Args:
            loaded: A scenario without errors, of the edition that is named.
            seed: Its luck.
            folder: Where saves are kept; made when the first one is.
            mirror: Whether its poles are swapped.
            edition: The name of the edition, to be found again.
            now: The clock on the wall.
        """
        game = Game(program_of(loaded, mirror=mirror), seed)
        session = cls(game, loaded, Path(), mirror, edition, created=now(), now=now)
        session._take_new(folder)
        return session

    @classmethod
    def resume(
        cls,
        path: Path,
        find_scenario: FindScenario = find_scenario,
        *,
        salvage: bool = False,
        folder: Path | None = None,
        now: Clock = wall_clock,
    ) -> Self:
        """Go on with a save where it was left.

        Args:
            path: The save.
            find_scenario: Gives its scenario.
            salvage: Whether to go on, in a new file, with what can be kept of a save that is damaged or departs.
            folder: Where a new file goes if there has to be one; beside the save if left out.
            now: The clock on the wall.

        Raises:
            SaveError: It is damaged, or departs from its scenario, or cannot be read; with what can be kept.
            NotFound: Its scenario is not there or has errors.
        """
        held, read_only, trouble = _hold(path) if path.is_file() else (contextlib.ExitStack(), False, None)
        with contextlib.ExitStack() as on_error:
            on_error.callback(held.close)
            restored = reopen(path, find_scenario, salvage=salvage)
            on_error.pop_all()
        record, new = restored.record, bool(restored.notice) or _is_shipped(path)
        session = cls(restored.game, restored.loaded, path, record.mirror, record.edition, record.created, now=now)
        session.is_saved = not restored.notice
        if new:
            held.close()
            session._take_new(folder or (places.save_folder() if _is_shipped(path) else path.parent))
        else:
            session._held, session.read_only, session.trouble = held, read_only, trouble
        if restored.notice:
            session.notice = f"{restored.notice} The game goes on in a new file."
        return session

    # ---- what is done ---------------------------------------------------------------------------------------

    def choose(self, decision: str, option: str, reason: str = "") -> Report:
        """Give an answer and keep it.

        Raises:
            Refused: It cannot be given now, or the game can only be looked at.
        """
        self._check_writable()
        report = self.game.choose(decision, option, tidy(reason))
        self.save()
        return report

    def wait(self, until: int | None = None) -> Report:
        """Let time pass, as `Game.wait` does, and keep how far the story has come.

        Raises:
            Refused: Something urgent has to be answered first, or the story is over, or can only be looked at.
        """
        self._check_writable()
        report = self.game.wait(until)
        self.save()
        return report

    def save(self) -> None:
        """Write the save; if that fails, `trouble` says why, and the file is as it was."""
        if self.read_only:
            return
        self.is_saved = False
        text = dumps(self.record())
        if len(text.encode()) > MAX_SIZE:
            self.trouble = "This game has grown too long to be saved; it goes on, but is kept only up to here."
            return
        try:
            places.write_atomically(self.path, text)
            self.trouble, self.is_saved = None, True
        except OSError as error:
            self.trouble = _trouble(self.path, error)

    def record(self) -> Record:
        """The game as it is kept."""
        game, scenario = self.game, self.game.program.scenario
        now = self.now()
        return Record(
            scenario=scenario.info.id,
            title=scenario.info.title,
            version=scenario.info.version,
            fingerprint=self.loaded.fingerprint,
            seed=game.seed,
            mirror=self.mirror,
            edition=self.edition,
            created=self.created or now,
            updated=now,
            reached=game.moment,
            step=game.now,
            ending=plain(game.fill(game.ending.title)) if game.ending else "",
            answers=tuple(
                Kept(game.timeline.moment(answer.step), answer.decision, answer.option, answer.reason, answer.check)
                for answer in game.answers
            ),
        )

    # ---- an end ---------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the save, so that another game may open it."""
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _check_writable(self) -> None:
        if self.read_only:
            raise Refused("another game has this save open; here it can only be looked at")

    def _take_new(self, folder: Path) -> None:
        """Find a name that no save and no running game has, and hold it."""
        id = _UNSAFE_IN_A_NAME.sub("_", self.game.program.scenario.info.id)[:60]
        stem = f"{id}-{self.now():%Y-%m-%d-%H%M}"
        number, busy = 0, True
        while busy:
            number += 1
            self.path = folder / (f"{stem}-{number}.toml" if number > 1 else f"{stem}.toml")
            if not self.path.exists():
                self._held, busy, self.trouble = _hold(self.path)


def _hold(path: Path) -> tuple[contextlib.ExitStack, bool, str | None]:
    """Hold a save for this game.

    Returns:
        What lets go of it, whether another game has it, and what else is the trouble.
    """
    held = contextlib.ExitStack()
    try:
        held.enter_context(places.lock(path))
    except places.LockedError:
        return held, True, None
    except OSError as error:
        return held, False, _trouble(path, error)
    return held, False, None


def _trouble(path: Path, error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return f"The game cannot be saved ({reason}); it goes on, and saving is tried again with each answer: {path}"


def _is_shipped(path: Path) -> bool:
    return path.resolve() in (shipped.resolve() for shipped in places.packaged_saves())
