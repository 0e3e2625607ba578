"""Many plays of a scenario, held against what its author claims of it."""

from __future__ import annotations

import time
from collections.abc import Callable

from attrs import frozen

from ceo_sim.analysis.claims import BrokenHistory, TargetResult, check_history, judge
from ceo_sim.analysis.parallel import Report
from ceo_sim.analysis.simulate import Summary, batches_of, summarise
from ceo_sim.analysis.target_watch import TargetWatch, join
from ceo_sim.engine.policy import Policy
from ceo_sim.engine.program import Program


@frozen
class Trial:
    """What came of many plays.

    Attributes:
        summary: What they came to.
        targets: The author's claims, held against them and against the real path.
        history: Where the real path cannot be taken, if so.
    """

    summary: Summary
    targets: list[TargetResult]
    history: BrokenHistory | None

    @property
    def misses(self) -> bool:
        """Whether the author claims what is not so."""
        return self.history is not None or not all(target.holds for target in self.targets)


def hold_trial(
    program: Program,
    plays: int,
    seed: int,
    policy: Policy,
    clock: Callable[[], float] = time.perf_counter,
    *,
    jobs: int = 1,
    report: Report | None = None,
) -> Trial:
    """Play a scenario many times and hold its claims against that; the arguments are those of `simulate`."""
    program.make_tables()
    started = clock()
    batches = batches_of(program, plays, seed, policy, jobs=jobs, report=report, watch=TargetWatch)
    summary = summarise(program, batches, clock() - started)
    real = check_history(program)
    measured = join(batch.watched for batch in batches)
    targets = judge(program.scenario.targets, summary, measured, real)
    return Trial(summary, targets, real if isinstance(real, BrokenHistory) else None)
