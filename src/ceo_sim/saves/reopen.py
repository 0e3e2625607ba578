"""Replaying a save, up to the answer at which a scenario that has changed since no longer fits it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, cast, get_args

from attrs import evolve, frozen

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.replay import ReplayMismatch, replay
from ceo_sim.engine.snapshots import Answer, Consultation, Direction, Injection, SideMove, in_order
from ceo_sim.library import FindScenario, up_to
from ceo_sim.saves.format import SALVAGE, Moment, Save, SavedAnswer, SaveError
from ceo_sim.saves.reading import read
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.made_up import MadeUpState, problems, with_made_up_state
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.model import Scenario
from ceo_sim.scenario.timeline import Timeline, spoken


@frozen(eq=False)
class ReopenedSave:
    """A save that has been replayed.

    Attributes:
        save: What the file holds, or the part of it that can be salvaged.
        loaded: Its scenario.
        game: The game where it was left, or at the mismatch.
        answers_replayed: How many answers were replayed.
        scenario_changed: Whether its fingerprint differs from that of the scenario that was played.
        mismatch: Where the replay departs from the save, and why; empty if it does not.
        damage: What is wrong with the file; empty if nothing is.
        dropped_predictions: Metrics whose predictions were dropped, as the scenario has no such metric, or they had no
            known direction.
    """

    save: Save
    loaded: Loaded
    game: Game
    answers_replayed: int
    scenario_changed: bool
    mismatch: str
    damage: str = ""
    dropped_predictions: tuple[str, ...] = ()

    @property
    def notice(self) -> str:
        """What could not be restored as it was, in a sentence or two; empty if all was."""
        left_out = f"Predictions are left out, as they do not fit the scenario: {', '.join(self.dropped_predictions)}."
        return " ".join(filter(None, (self._story_notice, left_out if self.dropped_predictions else "")))

    @property
    def _story_notice(self) -> str:
        total, replayed = len(self.save.answers), _counted_answers(self.answers_replayed)
        if self.damage:
            return f"The save {self.damage}. {replayed} could be kept."
        if self.mismatch:
            rest = f"{replayed} of {total}" if self.answers_replayed else f"None of its {_counted_answers(total)}"
            versions = _versions(self)
            changed = f"The scenario has changed since this was saved, {versions}. " if versions else ""
            return f"{changed}The story departs at {self.mismatch}. {rest} could be kept."
        if self.scenario_changed:
            return (
                "The scenario has changed since this was saved, but only in its text or in what is still to come: "
                f"the game is kept whole, with {_counted_answers(total)}."
            )
        return ""


class Compiler(Protocol):
    """Makes a scenario ready to run, as `compile_scenario` does."""

    def __call__(self, scenario: Scenario, *, mirror: bool = False) -> Program:
        """A scenario without errors, with its poles swapped if asked for, as a program."""


def reopen(
    path: Path, find_scenario: FindScenario, *, salvage: bool = False, compiled: Compiler = compile_scenario
) -> ReopenedSave:
    """Read a save and replay it; nothing is written or locked.

    Args:
        path: The save.
        find_scenario: Gives its scenario.
        salvage: Whether to accept a part of a save that is damaged or no longer fits its scenario.
        compiled: Gives the scenario ready to run.

    Raises:
        SaveError: It is damaged, does not fit its scenario, or cannot be read; with what can be salvaged.
        ScenarioUnavailable: Its scenario is not there or has errors.
    """
    damage = ""
    try:
        save = read(path)
    except SaveError as error:
        if not salvage or error.salvageable is None:
            raise
        damage, save = error.problem, error.salvageable
    loaded = up_to(find_scenario(save.scenario, save.edition), save.act)
    restored = replay_save(save, loaded, compiled)
    if restored.mismatch and not salvage:
        raise _departed(path, restored)
    return evolve(restored, damage=damage)


def replay_save(save: Save, loaded: Loaded, compiled: Compiler = compile_scenario) -> ReopenedSave:
    """Replay a save on a scenario, which may have changed since."""
    scenario, misfit = _with_made_up_state(save, loaded.playable)
    program = compiled(scenario, mirror=save.mirror)
    timeline = program.timeline
    fitting = save.first(0 if misfit else _answers_by_clock(save, timeline))
    answers = [_answer(program, answer) for answer in fitting.answers]
    side_moves = _side_moves(fitting, timeline)
    is_whole = (len(answers), len(side_moves)) == (len(save.answers), len(save.consultations) + len(save.injections))
    replayed, mismatch = len(answers), ""
    try:
        game = replay(program, save.seed, answers, _step(timeline, save.reached) if is_whole else None, side_moves)
        if misfit:
            mismatch = f"its made-up state: {misfit}"
        elif not is_whole:
            clocks = ("a turn", "dates") if timeline.by_date else ("a date", "turns")
            mismatch = _place(
                game, save, replayed, f"it was given at {clocks[0]}, and the scenario counts in {clocks[1]}"
            )
    except ReplayMismatch as departed:
        replayed = departed.index
        game = replay(program, save.seed, answers[:replayed], None, departed.game.side_moves)
        mismatch = _place(game, save, replayed, departed.reason)
    scenario_changed = loaded.fingerprint != save.fingerprint
    return ReopenedSave(
        save,
        loaded,
        game,
        replayed,
        scenario_changed,
        mismatch,
        dropped_predictions=_dropped_predictions(fitting, program),
    )


def _with_made_up_state(save: Save, scenario: Scenario) -> tuple[Scenario, str]:
    """The scenario with the state that the save has set by hand, and why it cannot be, if so."""
    if save.made_up is None:
        return scenario, ""
    state = MadeUpState(*save.made_up)
    misfit = "; ".join(problems(scenario, state))
    return (scenario, misfit) if misfit else (with_made_up_state(scenario, state), "")


def _fits(at: Moment, timeline: Timeline) -> bool:
    return isinstance(at, int) != timeline.by_date


def _answers_by_clock(save: Save, timeline: Timeline) -> int:
    """How many leading answers, with what was done before them, are dated on the kind of clock the scenario has."""
    misfits = [number for number, answer in enumerate(save.answers) if not _fits(answer.at, timeline)]
    misfits += [asked.after for asked in save.consultations if not _fits(asked.at, timeline)]
    misfits += [thrown.after for thrown in save.injections if not _fits(thrown.at, timeline)]
    return min(misfits, default=len(save.answers))


def _side_moves(save: Save, timeline: Timeline) -> list[SideMove]:
    """The consultations and injections that are dated on the kind of clock the scenario has."""
    step, consulted, thrown = timeline.step_at, save.consultations, save.injections
    return in_order(
        [
            Consultation(step(one.at), one.decision, one.adviser, one.after)
            for one in consulted
            if _fits(one.at, timeline)
        ],
        [Injection(step(one.at), one.inject, one.after, one.consulted) for one in thrown if _fits(one.at, timeline)],
    )


def _answer(program: Program, saved: SavedAnswer) -> Answer:
    at = program.timeline.step_at(saved.at)
    predicted = {
        metric: cast("Direction", direction)
        for metric, direction in saved.predicted
        if _is_prediction(program, metric, direction)
    }
    return Answer(at, saved.decision, saved.option, saved.reason, saved.check, predicted=predicted)


def _is_prediction(program: Program, metric: str, direction: str) -> bool:
    return metric in program.metrics and direction in get_args(Direction)


def _dropped_predictions(save: Save, program: Program) -> tuple[str, ...]:
    dropped = {
        metric
        for answer in save.answers
        for metric, direction in answer.predicted
        if not _is_prediction(program, metric, direction)
    }
    return tuple(sorted(dropped))


def _step(timeline: Timeline, reached: Moment | None) -> int | None:
    if reached is None or not _fits(reached, timeline):
        return None
    return min(timeline.step_at(reached), timeline.last)


def _place(game: Game, save: Save, replayed: int, reason: str) -> str:
    """Number, date and decision of the answer at which the replay departs, and why."""
    if replayed == len(save.answers):
        asked = any(one.after == replayed for one in save.consultations)
        thrown = any(one.after == replayed for one in save.injections)
        what = ["a forecast that was asked for"] * asked + ["what was thrown in"] * thrown
        return f"{' or '.join(what)} after the last answer: {reason}"
    answer = save.answers[replayed]
    decision = game.program.scenario.decisions.get(answer.decision)
    title = f"{answer.decision} ({plain(decision.title.source)})" if decision else answer.decision
    return f"answer {replayed + 1}, {spoken(answer.at)}, {title}: {reason}"


def _departed(path: Path, restored: ReopenedSave) -> SaveError:
    save = restored.save
    because = "the scenario has changed since" if restored.scenario_changed else "it does not fit its scenario"
    because = ", ".join(filter(None, (because, _versions(restored))))
    if restored.answers_replayed:
        remedy = f"{restored.answers_replayed} of {len(save.answers)} answers can be kept"
    else:
        remedy = f"none of its {_counted_answers(len(save.answers))} can be kept, only its seed"
    problem = f"{because}, and departs at {restored.mismatch}"
    return SaveError(path, problem, f"{remedy}, in a new file{SALVAGE}", save.first(restored.answers_replayed))


def _versions(restored: ReopenedSave) -> str:
    """From which version of the scenario to which it was changed since the save; empty if they are the same."""
    then, now = restored.save.version, restored.loaded.playable.info.version
    return f"from version {then} to {now}" if then and then != now else ""


def _counted_answers(count: int) -> str:
    return f"{count} answer{'' if count == 1 else 's'}"
