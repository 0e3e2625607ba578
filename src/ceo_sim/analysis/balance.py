"""The balance of a scenario: how plays end by policy, and what sways that."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

from attrs import frozen

from ceo_sim.analysis.balance_sums import BalanceSums, from_steps, judged_metrics, sums_of
from ceo_sim.analysis.influence import DecisionInfluence, influences
from ceo_sim.analysis.parallel import Report, run_tasks
from ceo_sim.analysis.policy_names import policy_named
from ceo_sim.analysis.sensitivity import Sensitivity, SensitivityUnavailable, sensitivity
from ceo_sim.analysis.simulate import batch_size
from ceo_sim.engine import rng
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import run
from ceo_sim.engine.program import Program

RANDOM = "random"
PART_BY_POLICY = 50
"""One in so many plays is played by each other policy, and at least `LEAST_BY_POLICY`."""
LEAST_BY_POLICY = 500
AT_ONCE = 20_000
"""Plays at once in each process at the most, so that more plays take no more memory."""
PART_FOR_SENSITIVITY, MOST_FOR_SENSITIVITY = 10, 10_000
"""One in so many plays is played once more for the sensitivity, and so many at most: their paths are kept in memory."""


@frozen
class PolicyResult:
    """How plays by one policy end.

    Attributes:
        endings: Share of plays by ending.
        metrics: The mean of each judged metric at the end.
        spent: What options took from each budget in a play, in the mean.
    """

    name: str
    plays: int
    endings: dict[str, float]
    metrics: dict[str, float]
    spent: dict[str, float]


@frozen
class Balance:
    """The balance of a scenario.

    Attributes:
        policies: How plays end; the first are those by lot.
        spread: The standard deviation of each judged metric at the end, over plays by lot.
        decisions: The influence of each decision, in plays by lot.
        sensitivity: How the outcomes rest on the assumptions; None if SALib is not installed, as `missing` says.
    """

    policies: tuple[PolicyResult, ...]
    spread: dict[str, float]
    decisions: tuple[DecisionInfluence, ...]
    sensitivity: Sensitivity | None
    missing: str = ""

    @property
    def plays(self) -> int:
        """How many plays were by lot."""
        return self.policies[0].plays


def usual_policies(program: Program) -> list[str]:
    """The policies that are set beside the lot where none are named."""
    metrics = [plan.id for plan in judged_metrics(program) if plan.written.headline]
    greedy = [f"{kind}:{id}" for id in metrics for kind in ("greedy", "against")]
    history = ["history"] if program.scenario.history is not None else []
    return ["lot", "first", "never-spend", *history, *greedy]


def balance(
    program: Program,
    plays: int,
    seed: int,
    policies: Sequence[str],
    *,
    jobs: int = 1,
    report: Report | None = None,
) -> Balance:
    """Play a scenario by lot and by policies, and then with its assumptions moved.

    Memory does not grow with the plays: each part of them is summed up as soon as it has been played.

    Args:
        program: What is played.
        plays: How many plays by lot.
        seed: Of the first play of each policy.
        policies: What is set beside the lot, as in `policy_named`.
        jobs: In how many processes; it changes no figure.
        report: Called from time to time with the part that is done.

    Raises:
        UnknownPolicy: There is no policy of one of the names.
    """
    for name in policies:
        policy_named(name, program)
    program.make_tables()
    few = min(plays, max(LEAST_BY_POLICY, plays // PART_BY_POLICY))
    size = min(AT_ONCE, batch_size(program, plays, jobs))
    tasks = [(RANDOM, seed + first, min(size, plays - first)) for first in range(0, plays, size)]
    tasks += [(name, seed, few) for name in policies]
    progress = report or (lambda _: None)
    results = run_tasks(partial(_play, program), tasks, jobs, lambda part: progress(0.8 * part))
    by_name: dict[str, BalanceSums] = {}
    for (name, _, _), sums in zip(tasks, results, strict=True):
        if name in by_name:
            by_name[name].join(sums)
        else:
            by_name[name] = sums
    by_lot = by_name[RANDOM]
    moved, missing = None, ""
    try:
        part = min(plays // PART_FOR_SENSITIVITY, MOST_FOR_SENSITIVITY)
        moved = sensitivity(program, part, seed, jobs=jobs, report=lambda part: progress(0.8 + 0.2 * part))
    except SensitivityUnavailable as error:
        missing = str(error)
    return Balance(
        policies=tuple(_result(program, name, sums) for name, sums in by_name.items()),
        spread={plan.id: _spread(program, by_lot, place) for place, plan in enumerate(judged_metrics(program))},
        decisions=influences(program, by_lot),
        sensitivity=moved,
        missing=missing,
    )


def _play(program: Program, task: tuple[str, int, int], report: Report) -> BalanceSums:
    name, seed, plays = task
    state = Lanes(program, rng.consecutive_seeds(seed, plays))
    run(state, policy_named(name, program), on_step=lambda state: report(state.now / program.timeline.last))
    return sums_of(state)


def _result(program: Program, name: str, sums: BalanceSums) -> PolicyResult:
    costs = [(option.written.cost, int(times)) for (_, option), times in zip(program.options, sums.taken, strict=True)]
    return PolicyResult(
        name=name,
        plays=sums.plays,
        endings={plan.id: int(times) / sums.plays for plan, times in zip(program.endings, sums.endings, strict=True)},
        metrics={
            plan.id: from_steps(plan, int(total) / sums.plays)
            for plan, total in zip(judged_metrics(program), sums.totals, strict=True)
        },
        spent={
            id: math.fsum(times * float(cost.get(id, 0)) for cost, times in costs) / sums.plays
            for id in program.budgets
        },
    )


def _spread(program: Program, sums: BalanceSums, place: int) -> float:
    """The standard deviation of a judged metric at the end."""
    plan, count = judged_metrics(program)[place], sums.plays
    total, squares = int(sums.totals[place]), int(sums.squares[place])
    steps = math.sqrt(max(0, count * squares - total * total)) / count
    return from_steps(plan, steps) - from_steps(plan, 0.0)
