"""A play test, played: its moves are made as soon as they can be, and what it expects is looked at on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from attrs import define, field, frozen

from ceo_sim.analysis.expectations import (
    Miss,
    Transcript,
    lock_cause,
    misses,
    missing_budget,
    standing,
    why_closed,
)
from ceo_sim.engine.game import Game
from ceo_sim.engine.locks import BudgetLock, Lock
from ceo_sim.engine.program import Program
from ceo_sim.errors import IllegalMove
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.model import Moment
from ceo_sim.scenario.playtest import Expectation, Move, PlayTest
from ceo_sim.scenario.timeline import spoken


@frozen(eq=False)
class Played:
    """A test that has been played.

    Attributes:
        misses: What did not hold, in the order in which it was looked at; none if the test passes.
        game: The play where it stopped.
    """

    misses: tuple[Miss, ...]
    game: Game


def play_test(program: Program, test: PlayTest) -> Played:
    """Play a test that names only what the program has.

    Args:
        program: The scenario of the edition and the poles that the test names.
        test: The test.
    """
    player = _Player(Game(program, test.seed), list(enumerate(test.expect)))
    try:
        player.shown.listen(player.game)
        for number, move in enumerate(test.choose):
            player.make(move, ("choose", number))
        player.stop(test)
    except _StuckError as stuck:
        player.misses.append(stuck.miss)
    return Played(tuple(player.misses), player.game)


class _StuckError(Exception):
    """A play that cannot go on as the test wants it to."""

    def __init__(self, path: Path, expected: str, actual: str, cause: str = "") -> None:
        super().__init__(actual)
        self.miss = Miss(path, expected, actual, cause)


@define(eq=False)
class _Player:
    """Who plays a test.

    Attributes:
        game: The play.
        expected: What has not been looked at yet, each with its number.
        shown: What has been shown so far.
        misses: What did not hold.
        lapses: How often each decision was to run out so far.
    """

    game: Game
    expected: list[tuple[int, Expectation]]
    shown: Transcript = field(factory=Transcript)
    misses: list[Miss] = field(factory=list)
    lapses: Counter[str] = field(factory=Counter)

    # ---- moves ----------------------------------------------------------------------------------------------

    def make(self, move: Move, path: Path) -> None:
        """Let time pass until a move can be made, and make it."""
        decision = move.decision
        if move.throw is not None:
            self.throw(move.throw, move.at, path)
            return
        if move.lapse is not None:
            self.let_run_out(decision, path)
            return
        while not self.game.is_open(decision):
            self.step_on(path, f"{decision} comes up", decision)
        if move.at is not None:
            wanted = f"{decision} waits until {spoken(move.at)}"
            self.wait_until(self.game.timeline.step_at(move.at), (*path, "at"), wanted)
        missing = self.wait_for_budgets(move, path) if move.at is None else ""
        if move.ask is not None:
            adviser, wanted = move.ask, f"{move.ask} is asked about {decision}"
            refused = f"{adviser} cannot be asked" if missing else ""
            self.attempt(lambda: self.game.consult(decision, adviser), path, wanted, missing, refused)
            return
        self.look(lambda expected: expected.before == decision)
        named = move.choose or ""
        option = named.partition(".")[2]
        is_open = self.game.is_open(decision)
        cause = lock_cause(self.game, named) if is_open else missing or why_closed(self.game, decision)
        refused = f"{named} is locked" if is_open and cause else ""
        self.attempt(lambda: self.game.choose(decision, option), path, f"{named} is chosen", cause, refused)
        self.shown.listen(self.game)

    def throw(self, inject: str, at: Moment | None, path: Path) -> None:
        """Throw something in at a moment, or as soon as it is offered."""
        game, wanted = self.game, f"{inject} is thrown in"
        if at is not None:
            self.wait_until(game.timeline.step_at(at), (*path, "at"), f"{wanted} at {spoken(at)}")
        elif (when := game.program.scenario.injects[inject].when) is not None:
            while not self.is_offered(inject) and inject not in {past.inject for past in game.injections}:
                if game.ended:
                    raise _StuckError(path, wanted, standing(game), f"it is offered when {when.text}")
                self.step_on(path, wanted)
        self.attempt(lambda: game.throw(inject), path, wanted)
        self.shown.listen(game)

    def is_offered(self, inject: str) -> bool:
        """Whether something can be thrown in now."""
        try:
            self.game.verify_inject(inject)
        except IllegalMove:
            return False
        return True

    def wait_for_budgets(self, move: Move, path: Path) -> str:
        """Let time pass while a move costs more than there is, as a player would; gives what was last missing.

        What no refill can bring is not waited for, nor a condition that fails: whoever tests wants to know of them.
        """
        game, decision, missing = self.game, move.decision, ""
        while game.is_open(decision) and isinstance(lock := self.lock_of(move), BudgetLock):
            missing = missing_budget(lock)
            is_in_reach = lock.cost <= game.program.scenario.budgets[lock.budget].refill
            if not is_in_reach or ((urgent := game.urgent()) is not None and urgent.id == decision):
                break
            self.step_on(path, f"there is what {move.choose or move.ask} costs", decision)
        return missing

    def lock_of(self, move: Move) -> Lock | None:
        """Why a move cannot be made while its decision is open."""
        if move.ask is None:
            return self.game.lock(move.decision, (move.choose or "").partition(".")[2])
        try:
            is_paid = self.game.consulted(move.decision, move.ask)
            return None if is_paid else self.game.consultation_lock(move.decision, move.ask)
        except IllegalMove:
            return None

    def let_run_out(self, decision: str, path: Path) -> None:
        """Let time pass until a decision has run out, once more than the test has let it so far."""
        self.lapses[decision] += 1
        while sum(one.kind == "lapse" and one.cause == decision for one in self.game.entries) < self.lapses[decision]:
            self.step_on(path, f"{decision} runs out", decision)

    def attempt(self, act: Callable[[], object], path: Path, wanted: str, cause: str = "", refused: str = "") -> None:
        """Do something that the game may refuse; `refused` says so in short where the cause says why."""
        try:
            act()
        except IllegalMove as error:
            raise _StuckError(path, wanted, refused or str(error), cause) from None

    def stop(self, test: PlayTest) -> None:
        """Go on to where the test ends, and look at what is expected there."""
        if test.until == "end":
            while not self.game.ended:
                self.step_on(("until",), "the story goes on to its end")
        elif test.until is not None:
            self.wait_until(
                self.game.timeline.step_at(test.until), ("until",), f"the story reaches {spoken(test.until)}"
            )
        self.look(self.is_now)
        self.look(lambda expected: expected.at is None and expected.before is None)
        for number, expected in self.expected:
            if expected.at is not None:
                wanted = f"the play reaches {spoken(expected.at)}"
                self.misses.append(Miss(("expect", number, "at"), wanted, standing(self.game), "see `until`"))
            else:
                wanted = f"{expected.before} is among what the test answers"
                self.misses.append(Miss(("expect", number, "before"), wanted, "it is not"))

    # ---- time -----------------------------------------------------------------------------------------------

    def wait_until(self, step: int, path: Path, wanted: str) -> None:
        """Let time pass to a step."""
        if self.game.now > step:
            raise _StuckError(path, wanted, f"{standing(self.game)} already")
        while self.game.now < step:
            self.step_on(path, wanted)

    def step_on(self, path: Path, wanted: str, decision: str = "") -> None:
        """Let one step pass, after a look at what is expected where the play stands.

        Args:
            path: For what in the test time passes.
            wanted: What that is, in words.
            decision: The decision that it is about, if it is about one.
        """
        self.look(self.is_now)
        if self.game.ended:
            raise _StuckError(path, wanted, standing(self.game), why_closed(self.game, decision) if decision else "")
        if (urgent := self.game.urgent()) is not None:
            stuck = f"the clock stands still at {spoken(self.game.moment)} until {urgent.id} is answered"
            raise _StuckError(path, wanted, stuck, f"answer {urgent.id} in `choose`" if urgent.id != decision else "")
        self.game.wait(self.game.now + 1)
        self.shown.listen(self.game)

    # ---- expectations ---------------------------------------------------------------------------------------

    def is_now(self, expected: Expectation) -> bool:
        """Whether something is expected at this step."""
        return expected.at is not None and self.game.timeline.step_at(expected.at) == self.game.now

    def look(self, concerns: Callable[[Expectation], bool]) -> None:
        """Look at those expectations that are concerned, and at each of them once."""
        due = [(number, expected) for number, expected in self.expected if concerns(expected)]
        self.expected = [pair for pair in self.expected if pair not in due]
        for number, expected in due:
            self.misses += misses(expected, self.game, self.shown, ("expect", number))
