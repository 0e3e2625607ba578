"""How much each outcome rests on each assumption: what moves if that alone goes across its range, luck being equal.

Elementary effects by Morris (1991) as SALib works them out: paths through the ranges on which one assumption moves at a
time. All plays of a path have the same luck, so that what changes is the assumption's doing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from ceo_sim.analysis.balance_sums import judged_metrics
from ceo_sim.analysis.parallel import Report, run_tasks
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.engine.program import Program
from ceo_sim.errors import UserError
from ceo_sim.scenario.model import Draw

LEVELS = 4
"""Into how many levels each range is divided, as Morris does."""
FEWEST_PATHS = 10
MOST_LANES = 20_000
"""Plays at once, of all processes together."""
Floats = NDArray[np.float64]


class SensitivityUnavailable(UserError):
    """SALib is not installed."""


@frozen
class Effect:
    """What an assumption does to an outcome.

    Attributes:
        moves: How far the outcome moves, up or down, as the assumption alone goes across its range.
        raises: The same with its sign: near 0 beside a large `moves`, the direction depends on the rest.
        margin: Half-width of the 95 % confidence interval of `moves`.
    """

    moves: float
    raises: float
    margin: float


@frozen
class Sensitivity:
    """The effects, by outcome (a metric, or `ending:ID` in shares of plays) and assumption; and on how many paths."""

    effects: Mapping[str, Mapping[str, Effect]]
    paths: int


def sensitivity(program: Program, plays: int, seed: int, *, jobs: int = 1, report: Report | None = None) -> Sensitivity:
    """Move every assumption that has a range.

    Args:
        program: What is played.
        plays: How many plays at the most, if they are enough for ten paths.
        seed: Of the first path; it decides the paths, too.
        jobs: In how many processes.
        report: Called from time to time with the part that is done.

    Raises:
        SensitivityUnavailable: SALib is not installed.
    """
    ranges = assumption_ranges(program)
    names = outcomes(program)
    if not ranges:
        return Sensitivity({name: {} for name in names}, 0)
    sample, analyze = _salib()
    paths = max(FEWEST_PATHS, plays // (len(ranges) + 1))
    problem = {"num_vars": len(ranges), "names": list(ranges), "bounds": [list(pair) for pair in ranges.values()]}
    rows: Floats = sample.sample(problem, paths, num_levels=LEVELS, seed=seed % (1 << 32))
    seeds = np.repeat(np.arange(paths, dtype=np.uint64) + np.uint64(seed), len(ranges) + 1)
    results = played(opened(program, list(ranges)), list(ranges), rows, seeds, jobs=jobs, report=report)
    effects = {}
    for name, values in zip(names, results, strict=True):
        measures = analyze.analyze(problem, rows, values, num_levels=LEVELS, seed=seed % (1 << 32))
        columns = zip(ranges, measures["mu_star"], measures["mu"], measures["mu_star_conf"], strict=True)
        effects[name] = {id: Effect(float(moves), float(up), float(margin)) for id, moves, up, margin in columns}
    return Sensitivity(effects, paths)


def assumption_ranges(program: Program) -> dict[str, tuple[float, float]]:
    """The assumptions whose range has some width, with it."""
    written = program.scenario.assumptions.values()
    ranges = {each.id: (float(each.range[0]), float(each.range[1])) for each in written if each.range is not None}
    return {id: (low, high) for id, (low, high) in ranges.items() if low < high}


def outcomes(program: Program) -> list[str]:
    """What may move: the judged metrics at the end, and the share of each ending."""
    return [*(plan.id for plan in judged_metrics(program)), *(f"ending:{plan.id}" for plan in program.endings)]


def opened(program: Program, ids: Sequence[str]) -> Program:
    """The same scenario with some of its assumptions as numbers of each play of its own."""
    scenario = program.scenario
    ranges = assumption_ranges(program)
    draws = {id: Draw(id=id, low=ranges[id][0], high=ranges[id][1]) for id in ids}
    fixed = {id: each for id, each in scenario.assumptions.items() if id not in ids}
    values = {id: value for id, value in program.assumptions.items() if id in fixed}
    return compile_scenario(evolve(scenario, assumptions=fixed, draws={**scenario.draws, **draws}), values)


def played(
    program: Program,
    ids: Sequence[str],
    rows: Floats,
    seeds: NDArray[np.uint64],
    *,
    jobs: int = 1,
    report: Report | None = None,
) -> Floats:
    """The outcomes of plays with assumptions of their own, (outcomes, plays).

    Args:
        program: One whose assumptions are `opened`.
        ids: These assumptions.
        rows: Their values, (plays, assumptions).
        seeds: The luck of each play.
        jobs: In how many processes.
        report: Called from time to time with the part that is done.
    """
    program.make_tables()
    parts = max(jobs, -(-len(rows) * jobs // MOST_LANES))
    tasks = [(rows[part], seeds[part]) for part in np.array_split(np.arange(len(rows)), parts) if len(part)]
    return np.concatenate(run_tasks(partial(_play, program, tuple(ids)), tasks, jobs, report), axis=1)


def _play(program: Program, ids: tuple[str, ...], task: tuple[Floats, NDArray[np.uint64]], report: Report) -> Floats:
    rows, seeds = task
    cells = {draw.id: cell for cell, draw in program.draws}
    state = Lanes(program, seeds, given={cells[id]: rows[:, column].copy() for column, id in enumerate(ids)})
    run(state, RandomPolicy(), on_step=lambda state: report(state.now / program.timeline.last))
    metrics = [state.final[plan.cell] for plan in judged_metrics(program)]
    return np.array([*metrics, *((state.ending == index).astype(np.float64) for index in range(len(program.endings)))])


def _salib() -> tuple[Any, Any]:
    try:
        from SALib.analyze import morris as analyze
        from SALib.sample import morris as sample
    except ImportError:
        raise SensitivityUnavailable(
            'how outcomes rest on assumptions is worked out by SALib: pip install "ceo-sim[balance]"'
        ) from None
    return sample, analyze
