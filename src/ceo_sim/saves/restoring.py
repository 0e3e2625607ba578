"""Playing a save again, and saying where it departs if the scenario has changed since."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

from attrs import evolve, frozen

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.replay import ReplayMismatch, replay
from ceo_sim.engine.snapshots import Answer, Consultation, Direction
from ceo_sim.engine.timeline import Timeline
from ceo_sim.library import FindScenario
from ceo_sim.saves.reading import read
from ceo_sim.saves.record import SALVAGE, Kept, Moment, Record, SaveError
from ceo_sim.scenario import phrases
from ceo_sim.scenario.loader import Loaded
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
        unpredicted: Metrics of which a prediction was left out, as the scenario does not know them or its direction.
    """

    record: Record
    loaded: Loaded
    game: Game
    kept: int
    changed: bool
    departure: str
    damage: str = ""
    unpredicted: tuple[str, ...] = ()

    @property
    def notice(self) -> str:
        """What came of a save that could not be taken as it was, in a sentence or two; empty if it could."""
        left_out = f"Predictions are left out, as they do not fit the scenario: {', '.join(self.unpredicted)}."
        return " ".join(filter(None, (self._story_notice, left_out if self.unpredicted else "")))

    @property
    def _story_notice(self) -> str:
        total, kept = len(self.record.answers), phrases.counted(self.kept, "answer")
        if self.damage:
            return f"The save {self.damage}. {kept} could be kept."
        if self.departure:
            return f"The story departs at {self.departure}. {kept} of {total} could be kept."
        if self.changed:
            return (
                "The scenario has changed since this was saved, but only in its text or in what is still to come: "
                f"the game is kept whole, with {phrases.counted(total, 'answer')}."
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
        ScenarioUnavailable: Its scenario is not there or has errors.
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


def restore(record: Record, loaded: Loaded) -> Restored:
    """Play a record again on a scenario, which may have changed since."""
    program = compile_scenario(loaded.playable, mirror=record.mirror)
    timeline = program.timeline
    fitting = record.first(_on_that_clock(record, timeline))
    answers = [_answer(program, answer) for answer in fitting.answers]
    consultations = [
        Consultation(timeline.step_at(each.at), each.decision, each.adviser, each.after)
        for each in fitting.consultations
        if _fits(each.at, timeline)
    ]
    is_whole = len(consultations) == len(record.consultations) and len(answers) == len(record.answers)
    kept, departure = len(answers), ""
    try:
        game = replay(
            program, record.seed, answers, _step(timeline, record.reached) if is_whole else None, consultations
        )
        if not is_whole:
            clocks = ("a turn", "dates") if timeline.by_date else ("a date", "turns")
            departure = _place(
                game, record, kept, f"it was given at {clocks[0]}, and the scenario counts in {clocks[1]}"
            )
    except ReplayMismatch as departed:
        kept = departed.index
        game = replay(program, record.seed, answers[:kept], None, departed.game.consultations)
        departure = _place(game, record, kept, departed.reason)
    changed = loaded.fingerprint != record.fingerprint
    return Restored(record, loaded, game, kept, changed, departure, unpredicted=_unpredicted(fitting, program))


def _fits(at: Moment, timeline: Timeline) -> bool:
    return isinstance(at, int) != timeline.by_date


def _on_that_clock(record: Record, timeline: Timeline) -> int:
    """How many first answers were given, with all that was asked before them, at moments that the clock has."""
    misfits = [number for number, answer in enumerate(record.answers) if not _fits(answer.at, timeline)]
    misfits += [each.after for each in record.consultations if not _fits(each.at, timeline)]
    return min(misfits, default=len(record.answers))


def _answer(program: Program, kept: Kept) -> Answer:
    at = program.timeline.step_at(kept.at)
    predicted = {
        metric: cast("Direction", direction)
        for metric, direction in kept.predicted
        if _is_prediction(program, metric, direction)
    }
    return Answer(at, kept.decision, kept.option, kept.reason, kept.check, predicted=predicted)


def _is_prediction(program: Program, metric: str, direction: str) -> bool:
    return metric in program.metrics and direction in get_args(Direction)


def _unpredicted(record: Record, program: Program) -> tuple[str, ...]:
    found = {
        metric
        for answer in record.answers
        for metric, direction in answer.predicted
        if not _is_prediction(program, metric, direction)
    }
    return tuple(sorted(found))


def _step(timeline: Timeline, reached: Moment | None) -> int | None:
    if reached is None or not _fits(reached, timeline):
        return None
    return min(timeline.step_at(reached), timeline.last)


def _place(game: Game, record: Record, kept: int, reason: str) -> str:
    """Answer number, date and decision at which a story departs, and why."""
    if kept == len(record.answers):
        return f"a forecast that was asked for after the last answer: {reason}"
    answer = record.answers[kept]
    decision = game.program.scenario.decisions.get(answer.decision)
    title = f"{answer.decision} ({plain(decision.title.source)})" if decision else answer.decision
    return f"answer {kept + 1}, {spoken(answer.at)}, {title}: {reason}"


def spoken(at: Moment) -> str:
    """A moment in words that are the same everywhere."""
    return f"turn {at}" if isinstance(at, int) else f"{at:%Y-%m-%d %H:%M}"


def _departed(path: Path, restored: Restored) -> SaveError:
    record = restored.record
    because = "the scenario has changed since" if restored.changed else "it does not fit its scenario"
    remedy = f"{restored.kept} of {len(record.answers)} answers can be kept, in a new file{SALVAGE}"
    return SaveError(path, f"{because}, and departs at {restored.departure}", remedy, record.first(restored.kept))
