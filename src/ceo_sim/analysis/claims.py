"""What an author claims of a scenario, held against what it does."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Literal

import numpy as np
from attrs import frozen

from ceo_sim.analysis.history import replay_history
from ceo_sim.analysis.simulate import Summary, batches_of, mean, summarise
from ceo_sim.analysis.sums import share_interval
from ceo_sim.analysis.target_watch import Measured, TargetWatch, join
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.engine.program import Program
from ceo_sim.engine.replay import ReplayMismatch, replay
from ceo_sim.engine.snapshots import Answer
from ceo_sim.scenario.model import Scenario, Target

MIRROR_TOLERANCE = 1e-9


@frozen
class TargetResult:
    """A claim and what the plays say.

    Attributes:
        number: Which of the scenario's targets it is, from 0.
        claim: What is claimed, in the author's words if there are any.
        of: What the value is: a share of plays, or a number of a metric.
        value: The value measured; None if it could not be, and `problem` says why.
        interval: The 95 % confidence interval of `value`; the value alone for a single replay.
        low: Lowest value claimed.
        high: Highest value claimed.
    """

    number: int
    claim: str
    of: Literal["share", "metric"]
    value: float | None
    interval: tuple[float, float]
    low: float
    high: float
    problem: str = ""

    @property
    def holds(self) -> bool:
        """Whether the claim agrees with what was measured, chance aside."""
        return self.value is not None and self.low <= self.interval[1] and self.interval[0] <= self.high


@frozen
class BrokenHistory:
    """Where the real path cannot be taken.

    Attributes:
        choice: Which of its choices fails, from 0; the number of choices if what follows them does.
        problem: Why.
    """

    choice: int
    problem: str


def check_history(program: Program) -> Game | BrokenHistory | None:
    """The real path played to its end, or where it cannot be; None if the scenario has none."""
    if program.scenario.history is None:
        return None
    try:
        return replay_history(program)
    except ReplayMismatch as mismatch:
        return BrokenHistory(mismatch.index, mismatch.reason)


def check_targets(
    program: Program, plays: int, seed: int, alone: Mapping[str, Program] | None = None
) -> list[TargetResult]:
    """Each `[[target]]` of a scenario, held against random plays or the real path.

    Args:
        program: The scenario.
        plays: How often it is played.
        seed: The seed of the first play; each has the next.
        alone: The acts of which something is claimed, each as a story that ends with it.
    """
    targets = program.scenario.targets
    real = check_history(program) if any(target.replay for target in targets) else None
    of_whole = any(not target.replay and target.act is None for target in targets)
    played: Plays = {None: _played(program, None, plays, seed)} if of_whole else {}
    return judge(program, {**played, **play_acts(alone or {}, plays, seed)}, real)


Plays = Mapping[str | None, tuple[Summary, Measured]]
"""What was counted and measured over random plays of the whole story, by None, and of acts alone, by their ids."""


def play_acts(alone: Mapping[str, Program], plays: int, seed: int, *, jobs: int = 1) -> Plays:
    """Random plays of acts alone; the arguments are those of `check_targets`."""
    return {act: _played(program, act, plays, seed, jobs=jobs) for act, program in alone.items()}


def _played(program: Program, act: str | None, plays: int, seed: int, *, jobs: int = 1) -> tuple[Summary, Measured]:
    batches = batches_of(program, plays, seed, RandomPolicy(), jobs=jobs, watch=partial(TargetWatch, act))
    return summarise(program, batches, 0.0), join(batch.watched for batch in batches)


def judge(program: Program, played: Plays, real: Game | BrokenHistory | None) -> list[TargetResult]:
    """Each target, held against what was counted and measured over random plays, and the real path."""
    return [
        _replayed(number, target, real) if target.replay else _measured(number, target, *played[target.act])
        for number, target in enumerate(program.scenario.targets)
    ]


def _measured(number: int, target: Target, summary: Summary, measured: Measured) -> TargetResult:
    if target.metric:
        low, high = target.range or (-math.inf, math.inf)
        moments = measured[number]
        return TargetResult(number, _named(target), "metric", moments.mean, moments.interval(), low, high)
    if target.ending:
        times = round(summary.endings[target.ending] * summary.plays)
    elif target.event:
        times = summary.plays_with[target.event]
    else:
        times = round(measured[number].mean * summary.plays)
    low, high = target.share or (0.0, 1.0)
    interval = share_interval(times, summary.plays)
    return TargetResult(number, _named(target), "share", times / summary.plays, interval, low, high)


def _replayed(number: int, target: Target, real: Game | BrokenHistory | None) -> TargetResult:
    of: Literal["share", "metric"] = "metric" if target.metric else "share"
    low, high = (target.range if target.metric else target.share) or (-math.inf, math.inf)
    if not isinstance(real, Game):
        problem = "the scenario has no [history]" if real is None else "the real path cannot be taken"
        return TargetResult(number, _named(target), of, None, (math.nan, math.nan), low, high, problem)
    value = _read(real, target)
    if not target.metric and target.share is None:
        low, high = 1.0, 1.0
    return TargetResult(number, _named(target), of, value, (value, value), low, high)


def _read(game: Game, target: Target) -> float:
    """A metric of the real path; of an ending, event or option, 1 if it has come about there, or else 0."""
    if target.ending:
        return float(game.ending is not None and game.ending.id == target.ending)
    if target.event:
        return float(any(entry.kind == "event" and entry.cause == target.event for entry in game.entries))
    if target.option:
        return float(any(f"{answer.decision}.{answer.option}" == target.option for answer in game.answers))
    course = game.course(target.metric or "")
    if target.at is not None:
        course = course[: game.timeline.step_at(target.at) + 1]
    match target.take:
        case "min":
            return min(course)
        case "max":
            return max(course)
        case "change":
            return course[-1] - course[0]
        case _:
            return course[-1]


def _named(target: Target) -> str:
    subject = target.name or target.ending or target.event or target.option or target.metric or "?"
    if target.name:
        return subject
    return f"{subject} (real path)" if target.replay else f"{subject} (act {target.act})" if target.act else subject


def check_mirror(scenario: Scenario, seed: int, answers: list[Answer]) -> Iterator[str]:
    """Where a play and its mirror image differ though they should not; nothing if the scenario has no mirror."""
    if scenario.mirror is None:
        return
    bare = [Answer(answer.step, answer.decision, answer.option) for answer in answers]
    one = replay(compile_scenario(scenario), seed, bare)
    other = replay(compile_scenario(scenario, mirror=True), seed, bare)
    image = {a: b for pair in scenario.mirror.expect for a, b in (pair, pair[::-1])}
    for metric in scenario.metrics:
        courses = zip(one.course(metric), other.course(image.get(metric, metric)), strict=True)
        for step, (left, right) in enumerate(courses):
            if abs(left - right) > MIRROR_TOLERANCE:
                yield f"{metric} at step {step}: {left:.6f}, but its image {right:.6f}"
                break


def best_for_all(program: Program, plays: int, seed: int) -> list[str]:
    """Options after which every metric that has a good side ends better than after any other option.

    Random plays choose evenly, so the mean over the plays with an option is what it brings on the average. Only
    stocks count, since derived metrics say the same again.
    """
    batches = batches_of(program, plays, seed, RandomPolicy())
    final = np.concatenate([batch.final for batch in batches], axis=1)
    choice = np.concatenate([batch.choice for batch in batches], axis=1)
    stocks = [plan for plan in program.metrics.values() if plan.formula is None and plan.written.better != "neither"]
    signs = np.array([1.0 if plan.written.better == "higher" else -1.0 for plan in stocks])
    cells = [plan.cell for plan in stocks]
    best_options = []
    for decision in program.decisions:
        taken = [choice[decision.index] == option.position for option in decision.options]
        means = np.array([[mean(row) for row in final[cells][:, mask]] * signs for mask in taken if mask.any()])
        names = [option.id for option, mask in zip(decision.options, taken, strict=True) if mask.any()]
        best = means.argmax(axis=0)
        if len(names) > 1 and len(stocks) > 1 and (best == best[0]).all():
            best_options.append(f"{decision.id}.{names[best[0]]}")
    return best_options
