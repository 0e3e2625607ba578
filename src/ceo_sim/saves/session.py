"""A game together with its save: each change is written at once.

A game whose save cannot be written goes on in memory and is written with the next answer. A save that another game
has open can be looked at only. A save that is damaged, or whose scenario has changed, is never written to: what can
be kept of it goes on in a file of its own.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from attrs import define, evolve, field

from ceo_sim import places
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.lead_in import begun_with
from ceo_sim.engine.program import Program
from ceo_sim.engine.replay import rewound
from ceo_sim.engine.snapshots import Direction, Report
from ceo_sim.errors import IllegalMove
from ceo_sim.library import FindScenario, ScenarioUnavailable, find_scenario, require_start
from ceo_sim.saves.format import (
    MAX_NOTE,
    MAX_SIZE,
    Save,
    SavedAnswer,
    SavedConsultation,
    SavedInjection,
    SavedMadeUpState,
    dumps,
    tidy,
    tidy_name,
)
from ceo_sim.saves.locking import acquire, acquire_new, save_failure
from ceo_sim.saves.reopen import Compiler, ReopenedSave, reopen
from ceo_sim.saves.result import NoResult, Result, result_of
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.made_up import is_made_up
from ceo_sim.scenario.markup import plain

Clock = Callable[[], dt.datetime]
NOT_SAVED = 3
"""The exit code where a game was left that is not on disk as it is."""


@define(eq=False)
class Session:
    """A playthrough that is saved after each change. Close it, or use it as a context, to release the lock on its save.

    Attributes:
        game: The game; answer through the session, as otherwise nothing is saved.
        loaded: The scenario.
        path: Its save; there is none until the game has begun.
        values: Ids of what the player stands for, in the order picked.
        name: What the player calls this game; empty if it has no name.
        note: The player's own words about it.
        read_only: Whether it can only be looked at, since another game has the save open.
        trouble: Why the game is not on disk as it is now, in a sentence; None if it is.
        notice: A message to show once, if the save could not be restored as it was; else empty.
        is_saved: Whether all that was done is on disk.
        made_up: What was set by hand; None for a true play.
        assignment: The code by which it was assigned to a class; empty if it was not.
        began_with: The act with which this game has just begun; None from its first answer on, and for all others.
    """

    game: Game
    loaded: Loaded
    path: Path
    mirror: bool = False
    edition: str | None = None
    values: tuple[str, ...] = ()
    name: str = ""
    note: str = ""
    created: dt.datetime | None = None
    read_only: bool = False
    trouble: str | None = None
    notice: str = ""
    is_saved: bool = False
    made_up: SavedMadeUpState | None = None
    assignment: str = ""
    began_with: str | None = None
    now: Clock = places.now
    _lock: contextlib.ExitStack = field(factory=contextlib.ExitStack)

    # ---- beginnings -----------------------------------------------------------------------------------------

    @classmethod
    def start(  # noqa: PLR0913 - what can be chosen of a new game
        cls,
        loaded: Loaded,
        seed: int,
        folder: Path,
        *,
        mirror: bool = False,
        edition: str | None = None,
        begin: str | None = None,
        program: Program | None = None,
        assignment: str = "",
        now: Clock = places.now,
    ) -> Self:
        """Begin a game; its save will be a new file in `folder`.

        Args:
            loaded: A scenario without errors, of the edition that is named.
            seed: The seed of its random numbers.
            folder: Where saves are kept; made when the first one is.
            mirror: Whether its poles are swapped, if it has any.
            edition: The name of the edition, to be found again.
            begin: The act that it begins with: what that names as decided before it has been answered then.
            program: The compiled scenario (mirrored if `mirror`), if it is at hand already.
            assignment: The code by which it was assigned to a class.
            now: The wall clock.

        Raises:
            ScenarioUnavailable: No game can begin with the act.
        """
        program = program or compile_scenario(loaded.playable, mirror=mirror)
        game = Game(program, seed) if begin is None else _begun_with(loaded, program, seed, begin)
        path, lock, trouble = acquire_new(folder, _stem(game, now()))
        mirror = mirror and loaded.playable.mirror is not None
        return cls(
            game,
            loaded,
            path,
            mirror,
            edition,
            created=now(),
            trouble=trouble,
            assignment=assignment,
            began_with=begin if game.answers else None,
            now=now,
            lock=lock,
        )

    @classmethod
    def start_from(
        cls,
        game: Game,
        loaded: Loaded,
        folder: Path,
        *,
        mirror: bool = False,
        edition: str | None = None,
        made_up: SavedMadeUpState | None = None,
        now: Clock = places.now,
    ) -> Self:
        """Keep a game that is under way, in a new file in `folder`.

        Args:
            game: The game.
            loaded: Its scenario, of the edition that is named, without what is made up.
            folder: Where saves are kept; made when the first one is.
            mirror: Whether its poles are swapped.
            edition: The name of the edition, to be found again.
            made_up: What was set by hand in the game.
            now: The wall clock.
        """
        path, lock, trouble = acquire_new(folder, _stem(game, now()))
        return cls(
            game, loaded, path, mirror, edition, created=now(), trouble=trouble, made_up=made_up, now=now, lock=lock
        )

    @classmethod
    def resume(
        cls,
        path: Path,
        find_scenario: FindScenario = find_scenario,
        *,
        salvage: bool = False,
        folder: Path | None = None,
        compiled: Compiler = compile_scenario,
        now: Clock = places.now,
    ) -> Self:
        """Continue a save where it was left.

        Args:
            path: The save.
            find_scenario: Gives its scenario.
            salvage: Whether to continue, in a new file, with the sound part of a save that is damaged or does not fit.
            folder: Where a new file goes if there has to be one; beside the save if left out.
            compiled: Gives the scenario ready to run.
            now: The wall clock.

        Raises:
            SaveError: It is damaged, does not fit its scenario, or cannot be read; with what can be salvaged.
            ScenarioUnavailable: Its scenario is not there or has errors.
        """
        lock, read_only, trouble = acquire(path) if path.is_file() else (contextlib.ExitStack(), False, None)
        with contextlib.ExitStack() as on_error:
            on_error.callback(lock.close)
            restored = reopen(path, find_scenario, salvage=salvage, compiled=compiled)
            on_error.pop_all()
        is_shipped = places.is_packaged(path)
        if restored.notice or is_shipped:
            lock.close()
            folder = folder or (places.save_folder() if is_shipped else path.parent)
            (path, lock, trouble), read_only = acquire_new(folder, _stem(restored.game, now())), False
        session = cls._of(restored, path, lock, now)
        session.read_only, session.trouble = read_only, trouble
        if restored.notice:
            session.notice = f"{restored.notice} The game goes on in a new file."
        return session

    @classmethod
    def look(
        cls,
        path: Path,
        find_scenario: FindScenario = find_scenario,
        *,
        salvage: bool = False,
        now: Clock = places.now,
    ) -> Self:
        """Open a save read-only, to be looked at or forked; nothing is locked or written.

        Raises:
            SaveError: As for `resume`.
            ScenarioUnavailable: As for `resume`.
        """
        restored = reopen(path, find_scenario, salvage=salvage)
        session = cls._of(restored, path, contextlib.ExitStack(), now)
        session.read_only, session.notice = True, restored.notice
        return session

    @classmethod
    def _of(cls, restored: ReopenedSave, path: Path, lock: contextlib.ExitStack, now: Clock) -> Self:
        save = restored.save
        return cls(
            game=restored.game,
            loaded=restored.loaded,
            path=path,
            mirror=save.mirror,
            edition=save.edition,
            values=save.values,
            name=save.name,
            note=save.note,
            created=save.created,
            is_saved=not restored.notice,
            made_up=save.made_up if is_made_up(restored.game.program.scenario) else None,
            assignment=save.assignment,
            now=now,
            lock=lock,
        )

    def fork(self, after: int, folder: Path | None = None, name: str = "") -> Self:
        """Start another game, in a new file, from an earlier decision of this one; this one stays as it is.

        Seed, values, poles and edition are the same. Time has passed up to where answer number `after` was given,
        counted from 0, so that its decision is open again; what was spent on forecasts until then stays spent, and
        what was thrown in has happened.

        Args:
            after: How many answers are copied; with all of them, the new game stands where this one does.
            folder: Where the new file goes; beside this save if left out.
            name: What the new game is called.

        Raises:
            IllegalMove: There are not so many answers.
        """
        if not 0 <= after <= len(self.game.answers):
            raise IllegalMove(f"there are {len(self.game.answers)} answers, so {after} of them cannot be kept")
        if self.trouble is not None:
            self.save()
        game, now = rewound(self.game, after), self.now()
        path, lock, trouble = acquire_new(folder or self.path.parent, _stem(game, now))
        forked = evolve(
            self,
            game=game,
            path=path,
            name=tidy_name(name),
            note="",
            created=now,
            read_only=False,
            trouble=trouble,
            notice="",
            lock=lock,
        )
        forked.save()
        return forked

    # ---- changes --------------------------------------------------------------------------------------------

    def stand_for(self, values: Sequence[str]) -> None:
        """Save what the player stands for; it changes nothing in the story.

        Raises:
            IllegalMove: The scenario has no such value, or the game can only be looked at.
        """
        self._check_writable()
        known = self.game.program.scenario.values
        if unknown := [value for value in values if value not in known]:
            raise IllegalMove(f"there is no value {unknown[0]}; there are {', '.join(known) or 'none'}")
        self.values = tuple(dict.fromkeys(values))
        self.save_if_begun()

    def describe(self, *, name: str | None = None, note: str | None = None) -> None:
        """Set the name of this game, or the note about it; None leaves it as it is.

        Raises:
            IllegalMove: The game can only be looked at.
        """
        self._check_writable()
        self.name = self.name if name is None else tidy_name(name)
        self.note = self.note if note is None else tidy(note, MAX_NOTE)
        self.save_if_begun()

    def consult(self, decision: str, adviser: str) -> None:
        """Ask an adviser for a forecast, which takes time, as `Game.consult` does, and save.

        Raises:
            IllegalMove: It cannot be had now, or has nothing to play, or the game can only be looked at.
        """
        self._check_writable()
        # Not in the game itself: saves of versions that sold such forecasts can still be played again.
        if not self.game.consulted(decision, adviser) and not self.game.foreseeable(decision):
            raise IllegalMove("every option is locked, so a forecast has nothing to play")
        self.game.consult(decision, adviser)
        self.save()

    def choose(
        self, decision: str, option: str, reason: str = "", predicted: Mapping[str, Direction] | None = None
    ) -> Report:
        """Answer a decision and save.

        Raises:
            IllegalMove: It cannot be given now, or the game can only be looked at, or there is no metric that is
                predicted.
        """
        self._check_writable()
        if unknown := (predicted or {}).keys() - self.game.program.metrics.keys():
            raise IllegalMove(f"there is no metric {min(unknown)} to predict")
        report = self.game.choose(decision, option, tidy(reason), predicted)
        self.began_with = None
        self.save()
        return report

    def throw(self, inject: str) -> Report:
        """Throw in something that a teacher may, as `Game.throw` does, and save.

        Raises:
            IllegalMove: It cannot be thrown in now, or the game can only be looked at.
        """
        self._check_writable()
        report = self.game.throw(inject)
        self.save()
        return report

    def wait(self, until: int | None = None) -> Report:
        """Let time pass, as `Game.wait` does, and save.

        Raises:
            IllegalMove: Something urgent has to be answered first, or the story is over, or can only be looked at.
        """
        self._check_writable()
        report = self.game.wait(until)
        self.began_with = None
        self.save()
        return report

    @property
    def has_begun(self) -> bool:
        """Whether there is something to save: time has passed, or something was asked or decided, now or earlier."""
        game = self.game
        return bool(game.answers or game.side_moves or game.now) or self.path.exists()

    @property
    def is_untouched(self) -> bool:
        """Whether the player has done nothing in it yet; what an act names as decided before it was not done here."""
        return self.began_with is not None or not self.has_begun

    def result(self) -> Result:
        """What the game has come to so far, as a code can hold it.

        Raises:
            NoResult: No code can be made of it.
        """
        return result_of(self.game, self.loaded, self.edition, mirror=self.mirror)

    @property
    def exit_code(self) -> int:
        """The exit code of a program that leaves the game now: 0, or `NOT_SAVED`."""
        return NOT_SAVED if self.trouble else 0

    def save_if_begun(self) -> None:
        """Write the save if there is something to save."""
        if self.has_begun:
            self.save()

    def save(self) -> None:
        """Write the save; if that fails, `trouble` says why, and the file is as it was."""
        if self.read_only:
            return
        self.is_saved = False
        text = dumps(self.as_save())
        if len(text.encode()) > MAX_SIZE:
            self.trouble = "This game has grown too long to be saved; it goes on, but is kept only up to here."
            return
        try:
            places.write_atomically(self.path, text, places.PRIVATE)
            self.trouble, self.is_saved = None, True
        except OSError as error:
            self.trouble = save_failure(self.path, error)

    def as_save(self) -> Save:
        """The game as the save that would be written now."""
        game, scenario, at = self.game, self.game.program.scenario, self.game.timeline.moment
        now = self.now()
        return Save(
            scenario=scenario.info.id,
            title=scenario.info.title,
            version=scenario.info.version,
            fingerprint=self.loaded.fingerprint,
            seed=game.seed,
            mirror=self.mirror,
            edition=self.edition,
            act=self.loaded.act,
            created=self.created or now,
            updated=now,
            reached=game.moment,
            step=game.now,
            ending=plain(game.fill(game.ending.title)) if game.ending else "",
            answers=tuple(
                SavedAnswer(
                    at(answer.step),
                    answer.decision,
                    answer.option,
                    answer.reason,
                    answer.check,
                    tuple(answer.predicted.items()),
                )
                for answer in game.answers
            ),
            name=self.name,
            note=self.note,
            values=self.values,
            made_up=self.made_up,
            assignment=self.assignment,
            result=self._final_code(),
            consultations=tuple(
                SavedConsultation(at(asked.step), asked.decision, asked.adviser, asked.after)
                for asked in game.consultations
            ),
            injections=tuple(
                SavedInjection(at(thrown.step), thrown.inject, thrown.after, thrown.consulted)
                for thrown in game.injections
            ),
        )

    # ---- closing --------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Release the lock on the save, so that another game may open it."""
        self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _final_code(self) -> str:
        if not (self.assignment and self.game.ended):
            return ""
        try:
            return self.result().code
        except NoResult:
            return ""

    def _check_writable(self) -> None:
        if self.read_only:
            raise IllegalMove("another game has this save open; here it can only be looked at")


def _begun_with(loaded: Loaded, program: Program, seed: int, act: str) -> Game:
    """A game that begins with an act.

    Raises:
        ScenarioUnavailable: None can, or none with this seed.
    """
    require_start(loaded, act)
    assert loaded.written is not None
    try:
        return begun_with(program, seed, loaded.written, act)
    except IllegalMove as refused:
        raise ScenarioUnavailable(str(refused)) from None


def _stem(game: Game, now: dt.datetime) -> str:
    """The file name of a new game, without its ending."""
    return f"{game.program.scenario.info.id[:60]}-{now:%Y-%m-%d-%H%M}"
