"""Playing a save again, and saying where it departs if the scenario has changed since."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

from attrs import evolve, frozen

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.record import Departure, replay
from ceo_sim.engine.timeline import Timeline
from ceo_sim.engine.views import Answer
from ceo_sim.saves.finding import FindScenario
from ceo_sim.saves.reading import read
from ceo_sim.saves.record import Kept, Moment, Record, SaveError
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.mirror import mirrored
from ceo_sim.scenario.text import plain


@frozen(eq=False)
class Restored:
    """A save played again.

    Attributes:
        record: What the save holds, or what can be kept of it.
        loaded: Its scenario.
        game: The story, up to where it was or to where it departs.
        kept: How many answers still hold.
        changed: Whether the scenario is another than the one that was played.
        departure: Where and why the story departs from the save; empty if it does not.
        damage: What is wrong with the file; empty if nothing is.
    """

    record: Record
    loaded: Loaded
    game: Game
    kept: int
    changed: bool
    departure: str
    damage: str = ""

    @property
    def notice(self) -> str:
        """What came of a save that could not be taken as it was, in a sentence or two; empty if it could."""
        total = len(self.record.answers)
        if self.damage:
            return f"The save {self.damage}. {_count(self.kept)} could be kept."
        if self.departure:
            return f"The story departs at {self.departure}. {_count(self.kept)} of {total} could be kept."
        if self.changed:
            return (
                "The scenario has changed since this was saved, but only in its text or in what is still to come: "
                f"the game is kept whole, with {_count(total)}."
            )
        return ""


def reopen(path: Path, find_scenario: FindScenario, *, salvage: bool = False) -> Restored:
    """Read a save and play it again; nothing is written or held.

    Args:
        path: The save.
        find_scenario: Gives its scenario.
        salvage: Whether to take what can be kept of a save that is damaged or departs.

    Raises:
        SaveError: It is damaged, or departs from its scenario, or cannot be read; with what can be kept.
        NotFound: Its scenario is not there or has errors.
    """
    damage = ""
    try:
        record = read(path)
    except SaveError as error:
        if not salvage or error.record is None:
            raise
        damage, record = error.problem, error.record
    restored = restore(record, find_scenario(record.scenario, record.edition))
    if restored.departure and not salvage:
        raise _departed(path, restored)
    return evolve(restored, damage=damage)


def program_of(loaded: Loaded, *, mirror: bool) -> Program:
    """A loaded scenario without errors made ready to play, with its poles swapped if asked for."""
    assert loaded.scenario is not None
    return compile_scenario(mirrored(loaded.scenario) if mirror else loaded.scenario)


def restore(record: Record, loaded: Loaded) -> Restored:
    """Play a record again on a scenario, which may have changed since."""
    program = program_of(loaded, mirror=record.mirror)
    changed = loaded.fingerprint != record.fingerprint
    timeline = program.timeline
    fitting = list(takewhile(lambda answer: isinstance(answer.at, int) != timeline.by_date, record.answers))
    answers = [_answer(timeline, answer) for answer in fitting]
    kept, reason = len(answers), ""
    reached = _step(timeline, record.reached) if kept == len(record.answers) else None
    try:
        game = replay(program, record.seed, answers, reached)
    except Departure as departure:
        kept, reason = departure.index, departure.reason
        game = replay(program, record.seed, answers[:kept])
    if kept == len(record.answers):
        return Restored(record, loaded, game, kept, changed, "")
    clocks = ("a turn", "dates") if timeline.by_date else ("a date", "turns")
    reason = reason or f"it was given at {clocks[0]}, and the scenario counts in {clocks[1]}"
    return Restored(record, loaded, game, kept, changed, _place(game, record.answers[kept], kept + 1, reason))


def _answer(timeline: Timeline, kept: Kept) -> Answer:
    return Answer(timeline.step_at(kept.at), kept.decision, kept.option, kept.reason, kept.check)


def _step(timeline: Timeline, reached: Moment | None) -> int | None:
    if reached is None or isinstance(reached, int) == timeline.by_date:
        return None
    return min(timeline.step_at(reached), timeline.last)


def _place(game: Game, answer: Kept, number: int, reason: str) -> str:
    """Answer number, date and decision at which a story departs, and why."""
    decision = game.program.scenario.decisions.get(answer.decision)
    title = f"{answer.decision} ({plain(decision.title.source)})" if decision else answer.decision
    return f"answer {number}, {spoken(answer.at)}, {title}: {reason}"


def spoken(at: Moment) -> str:
    """A moment in words that are the same everywhere."""
    return f"turn {at}" if isinstance(at, int) else f"{at:%Y-%m-%d %H:%M}"


def _departed(path: Path, restored: Restored) -> SaveError:
    record = restored.record
    because = "the scenario has changed since" if restored.changed else "it does not fit its scenario"
    remedy = f"{restored.kept} of {len(record.answers)} answers can be kept, in a new file: resume it with --salvage"
    partly = record._replace(answers=record.answers[: restored.kept])
    return SaveError(path, f"{because}, and departs at {restored.departure}", remedy, partly)


def _count(answers: int) -> str:
    return "1 answer" if answers == 1 else f"{answers} answers"
