"""Many plays of a scenario, held against what its author claims of it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from attrs import frozen

from ceo_sim.analysis import courses
from ceo_sim.analysis.claims import BrokenHistory, TargetResult, check_history, judge, play_acts
from ceo_sim.analysis.courses import Courses, CourseWatch
from ceo_sim.analysis.parallel import Report
from ceo_sim.analysis.simulate import Summary, Watch, batches_of, summarise
from ceo_sim.analysis.tally import Tally
from ceo_sim.analysis.tally_watch import TallyWatch
from ceo_sim.analysis.target_watch import TargetWatch, join
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import Policy
from ceo_sim.engine.program import Program


@frozen(eq=False)
class Counted:
    """What was counted beyond a summary: what was met, and the course of each metric by its id."""

    tally: Tally
    courses: Courses


@frozen
class Trial:
    """What came of many plays.

    Attributes:
        summary: What they came to.
        targets: The author's claims, held against them and against the real path.
        history: Where the real path cannot be taken, if so.
        counted: What else was counted, if that was wanted.
    """

    summary: Summary
    targets: list[TargetResult]
    history: BrokenHistory | None
    counted: Counted | None = None

    @property
    def misses(self) -> bool:
        """Whether the author claims what is not so."""
        return self.history is not None or not all(target.holds for target in self.targets)


def hold_trial(
    program: Program,
    plays: int,
    seed: int,
    policy: Policy,
    *,
    jobs: int = 1,
    report: Report | None = None,
    counting: bool = True,
    alone: Mapping[str, Program] | None = MappingProxyType({}),
) -> Trial:
    """Play a scenario many times and hold its claims against that; the arguments are those of `simulate`.

    Unless `counting` is false, all that is met is counted, which takes three times as long. What is claimed of
    acts is held against as many plays of each of them `alone`, as a story that ends with it. If that is None, no claims
    are held against anything: they speak of a player who answers by lot, as `RandomPolicy` does.
    """
    program.make_tables()
    started = time.perf_counter()
    batches = batches_of(program, plays, seed, policy, jobs=jobs, report=report, watch=partial(_Watches, counting))
    summary = summarise(program, batches, time.perf_counter() - started)
    real = check_history(program)
    seen = [batch.watched for batch in batches]
    measured = join([parts[0] for parts in seen])
    targets: list[TargetResult] = []
    if alone is not None:
        acts = play_acts(alone, plays, seed, jobs=jobs)
        targets = judge(program, {None: (summary, measured), **acts}, real)
    counted = None
    if counting:
        tally, *others = [parts[1] for parts in seen]
        for other in others:
            tally.join(other)
        counted = Counted(tally, courses.join([parts[2] for parts in seen]))
    return Trial(summary, targets, real if isinstance(real, BrokenHistory) else None, counted)


class _Watches:
    """Everything that looks on; see `simulate.Watch`."""

    def __init__(self, counting: bool, state: Lanes) -> None:
        self.watches: list[Watch] = [TargetWatch(None, state)]
        if counting:
            self.watches += [TallyWatch(state), CourseWatch(state)]

    def on_step(self, state: Lanes) -> None:
        for watch in self.watches:
            watch.on_step(state)

    def result(self, state: Lanes) -> list[Any]:
        return [watch.result(state) for watch in self.watches]
