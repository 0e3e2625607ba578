"""What an author claims of a scenario, held against what it does."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from attrs import frozen

from ceo_sim.analysis.history import replay_history
from ceo_sim.analysis.simulate import Summary, batches_of, mean, simulate
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.engine.program import Program
from ceo_sim.engine.replay import replay
from ceo_sim.engine.snapshots import Answer
from ceo_sim.scenario.model import Scenario, Target

Z_95 = 1.96
MIRROR_TOLERANCE = 1e-9


@frozen
class TargetResult:
    """A claim and what the plays say.

    Attributes:
        claim: What is claimed.
        value: The value measured.
        low: Lowest value claimed.
        high: Highest value claimed.
        margin: Half-width of the 95 % confidence interval of `value`; 0 for a single replay.
    """

    claim: str
    value: float
    low: float
    high: float
    margin: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether the claim agrees with what was measured, chance aside."""
        return self.low <= self.value + self.margin and self.value - self.margin <= self.high


def check_targets(program: Program, plays: int, seed: int) -> list[TargetResult]:
    """Each `[[target]]` of a scenario, held against random plays or the real path."""
    targets = program.scenario.targets
    real = replay_history(program) if any(target.replay for target in targets) else None
    random = simulate(program, plays, seed) if any(not target.replay for target in targets) else None
    return [_check(target, real, random) for target in targets]


def _check(target: Target, real: Game | None, random: Summary | None) -> TargetResult:
    if target.replay:
        assert real is not None
        low, high = target.range or (-math.inf, math.inf)
        return TargetResult(_named(target), _read(real, target), low, high)
    assert random is not None
    if target.metric:
        low, high = target.range or (-math.inf, math.inf)
        spread = random.metrics[target.metric]
        # Ninety of a hundred plays lie between p05 and p95, which is 3.29 standard deviations of a normal spread.
        margin = Z_95 * (spread.p95 - spread.p05) / 3.29 / math.sqrt(random.plays)
        return TargetResult(_named(target), spread.mean, low, high, margin)
    low, high = target.share or (0.0, 1.0)
    share = _share(target, random)
    return TargetResult(_named(target), share, low, high, Z_95 * math.sqrt(share * (1 - share) / random.plays))


def _share(target: Target, random: Summary) -> float:
    if target.ending:
        return random.endings[target.ending]
    if target.event:
        return random.plays_with[target.event] / random.plays
    return random.options[target.option or ""] / random.plays


def _read(game: Game, target: Target) -> float:
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
    return f"{subject} (real path)" if target.replay else subject


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


def never_met(summary: Summary) -> list[str]:
    """Options, events and endings that no play met."""
    missing = [f"option {id}" for id, count in summary.options.items() if not count]
    missing += [f"event {id}" for id, count in summary.events.items() if not count]
    return missing + [f"ending {id}" for id, share in summary.endings.items() if not share]


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
