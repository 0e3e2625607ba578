"""The story of a class, played: the moves of its room carried out by the engine, and what can be done next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import define, field

from ceo_sim.classroom import events as ev
from ceo_sim.classroom import names
from ceo_sim.classroom.entities import AnswerMove, Move, OwnMove, PassMove, ThrowMove
from ceo_sim.classroom.room import Room
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.snapshots import Report
from ceo_sim.errors import IllegalMove
from ceo_sim.presentation.passing import passed
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.model import Scenario


@define(eq=False)
class Story:
    """A playthrough that follows a list of moves.

    Attributes:
        game: The game as it stands after the moves that were followed so far.
        report: What came of the last of them; None before the first.
    """

    loaded: Loaded
    program: Program
    seed: int
    game: Game = field(init=False)
    report: Report | None = field(init=False, default=None)
    _followed: list[Move] = field(init=False, factory=list)

    def __attrs_post_init__(self) -> None:
        self.game = Game(self.program, self.seed)

    def follow(self, moves: Sequence[Move]) -> Game:
        """Bring the game to where these moves lead, from where it stands if they go on from there.

        Raises:
            LogError: A move cannot be made in this scenario, with its place.
        """
        done = len(self._followed)
        if self._followed != list(moves[:done]):
            self.game, self.report, done = Game(self.program, self.seed), None, 0
            self._followed = []
        for place, move in enumerate(moves[done:], done + 1):
            try:
                self.report = _make(self.game, move)
            except IllegalMove as refused:
                raise ev.LogError(f"move {place} of the class does not fit its scenario: {refused}") from None
            self._followed.append(move)
        return self.game

    def pass_time(self, *, until_needed: bool) -> int:
        """Let a day pass, or as many as bring nothing, and take it as followed; the step that the story comes to.

        Who then cannot write that down follows the room's moves again.

        Raises:
            IllegalMove: Something urgent has to be answered first, or the story is over.
        """
        self.report = passed(self.game, until_needed=until_needed)
        self._followed.append(PassMove(self.game.now))
        return self.game.now


def beginning(
    loaded: Loaded,
    *,
    seed: int,
    teacher: str,
    play: ev.PlayMode = "board",
    mirror: bool = False,
    edition: str | None = None,
    code: str = "",
    keep_days: int = 30,
) -> ev.Opened:
    """How a class begins.

    Args:
        loaded: What is played.
        seed: Its luck.
        teacher: The teacher's secret.
        play: How it is played.
        mirror: Whether the political poles are swapped.
        edition: The edition that was read.
        code: By which students find it; a fresh one if left out.
        keep_days: After how many days the log is deleted.

    Raises:
        LogError: It cannot be played so.
    """
    scenario = loaded.playable
    roles = tuple(scenario.roles) if play == "teams" else ()
    if play == "teams" and len(roles) < 2:
        raise ev.LogError(f"{scenario.info.title} has no roles to make teams of; host it with --play board or own")
    return ev.Opened(
        scenario=scenario.info.id,
        title=scenario.info.title,
        version=scenario.info.version,
        fingerprint=loaded.fingerprint,
        seed=seed,
        play=play,
        code=code or names.class_code(),
        teacher=names.digest(teacher),
        mirror=mirror,
        edition=edition,
        act=loaded.act,
        teams=roles,
        keep_days=keep_days,
    )


def story_of(opened: ev.Opened, loaded: Loaded) -> Story:
    """The story of a class at its beginning.

    Raises:
        LogError: The scenario is another version than the class was begun with.
    """
    if loaded.fingerprint != opened.fingerprint:
        raise ev.LogError(
            f"this class was begun with another version of {opened.scenario} ({opened.version}); "
            "open it with the version of ceo-sim, and the files, that it was begun with"
        )
    return Story(loaded, compile_scenario(loaded.playable, mirror=opened.mirror), opened.seed)


def verify_fit(room: Room, scenario: Scenario) -> None:
    """Do nothing if the scenario has all that a class was asked and answered, whoever wrote its log.

    Raises:
        LogError: It lacks something of it.
    """

    def has(decision: str, options: Iterable[str], metrics: Iterable[str]) -> bool:
        there = scenario.decisions.get(decision)
        return there is not None and there.options.keys() >= set(options) and scenario.metrics.keys() >= set(metrics)

    for ballot in room.ballots.values():
        if not has(ballot.decision, ballot.options, ballot.metrics):
            raise ev.LogError(f"decision {ballot.number} of the class does not fit its scenario: {ballot.decision}")
    for seat in room.seats.values():
        for place, move in enumerate(seat.moves, 1):
            if move.is_answer and not has(move.decision, (move.option,), move.predicted):
                raise ev.LogError(f"move {place} of a seat does not fit its scenario: {move.decision}")


def make_own(game: Game, move: OwnMove, place: int) -> Report | None:
    """Make a move of a seat's own story; what came of it.

    Raises:
        LogError: It cannot be made in this scenario, with its place.
    """
    try:
        report = _come_to(game, move.step)
        if move.is_answer:
            return game.choose(move.decision, move.option, move.reason, move.predicted)
        if move.inject:
            return game.throw(move.inject)
        if move.adviser:
            game.consult(move.decision, move.adviser)
        return report
    except IllegalMove as refused:
        raise ev.LogError(f"move {place} of the seat does not fit its scenario: {refused}") from None


def _make(game: Game, move: Move) -> Report:
    match move:
        case AnswerMove():
            return game.choose(move.decision, move.option)
        case PassMove():
            return game.wait(move.step)
        case ThrowMove():
            return game.throw(move.inject)


def _come_to(game: Game, step: int) -> Report | None:
    report = game.wait(step) if game.now < step else None
    if game.now != step:
        raise IllegalMove(f"it was made at step {step}, but the story stands at step {game.now}")
    return report
