"""`ceo-sim simulate`: many random plays of a scenario, counted."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ceo_sim.cli import arguments
from ceo_sim.cli.compare import compared_lines
from ceo_sim.cli.counts import counted_data, counted_lines, never_data, never_lines
from ceo_sim.cli.opening import playable
from ceo_sim.cli.output import print_json, print_lines, table
from ceo_sim.cli.policies import NAMES, policy_of
from ceo_sim.cli.progress import progress
from ceo_sim.presentation import formatting

if TYPE_CHECKING:
    from ceo_sim.analysis.claims import BrokenHistory, TargetResult
    from ceo_sim.analysis.simulate import Summary
    from ceo_sim.analysis.trial import Trial
    from ceo_sim.engine.program import Program
    from ceo_sim.scenario.issues import Path
    from ceo_sim.scenario.loader import Loaded
    from ceo_sim.scenario.model import Scenario

HELP = "Play a scenario many times by lot, and count what happens."
EXAMPLES = """\
  ceo-sim simulate the_post --plays 10000 --seed 1
  ceo-sim simulate my_story.toml --json
  ceo-sim simulate the_post --plays 1000000 --jobs 4 --quick
  ceo-sim simulate the_post --policy greedy:morale
  ceo-sim simulate the_post --policy mine.toml                     post = ["label", "hold"]
  ceo-sim simulate the_post --compare random first never-spend     side by side

The exit code is 0 if every target holds, 1 if one is missed or the real path cannot be taken, 2 if it was misused.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("scenario", metavar="PATH", help="a scenario's file, folder or id")
    parser.add_argument("--plays", type=arguments.count, default=10_000, metavar="N", help="how often (%(default)s)")
    parser.add_argument(
        "--seed", type=arguments.seed, default=1, metavar="S", help="seed of the first play; each has the next"
    )
    parser.add_argument("--policy", default="random", metavar="NAME", help=f"who answers: {NAMES} (%(default)s)")
    parser.add_argument("--compare", nargs="+", metavar="NAME", help="set several policies side by side")
    parser.add_argument(
        "--jobs",
        type=arguments.jobs,
        metavar="N",
        help="in how many processes; it changes no figure (as many as there are processors, where that is quicker)",
    )
    parser.add_argument("--quiet", action="store_true", help="do not say how far it is")
    parser.add_argument(
        "--quick", action="store_true", help="count endings, choices and events only, in a third of the time"
    )
    arguments.add_json(parser)


def run(parsed: Namespace) -> int:
    """Play, count and print; 1 if the author claims what is not so."""
    from ceo_sim import places
    from ceo_sim.analysis.simulate import worthwhile_jobs
    from ceo_sim.analysis.trial import hold_trial
    from ceo_sim.engine.compile import compile_scenario

    loaded = playable(parsed.scenario)
    program = compile_scenario(loaded.playable)
    if parsed.compare:
        return _compare(program, parsed)
    policy = policy_of(parsed.policy, program)
    jobs = parsed.jobs or worthwhile_jobs(program, parsed.plays, places.processors())
    with progress(quiet=parsed.quiet) as report:
        trial = hold_trial(
            program,
            parsed.plays,
            parsed.seed,
            policy,
            jobs=jobs,
            report=report,
            counting=not parsed.quick,
            alone=_claimed_acts(loaded) if parsed.policy == "random" else None,
        )
    if parsed.json:
        said = {"scenario": program.scenario.info.id, "seed": parsed.seed, "policy": parsed.policy}
        print_json({**said, **_as_data(loaded, program, trial)})
    else:
        print_lines(_lines(loaded, program, trial))
    return int(trial.misses)


def _claimed_acts(loaded: Loaded) -> dict[str, Program]:
    """The acts of which the author claims something, each as a story of its own."""
    from ceo_sim.engine.compile import compile_scenario

    claimed = dict.fromkeys(target.act for target in loaded.playable.targets if target.act)
    return {act: compile_scenario(loaded.until(act).playable) for act in claimed}


def _compare(program: Program, parsed: Namespace) -> int:
    from attrs import asdict

    from ceo_sim import places
    from ceo_sim.analysis.simulate import simulate, worthwhile_jobs

    policies = {name: policy_of(name, program) for name in parsed.compare}
    jobs = parsed.jobs or worthwhile_jobs(program, parsed.plays, places.processors())
    summaries: dict[str, Summary] = {}
    with progress(quiet=parsed.quiet) as report:
        for name, policy in policies.items():

            def part(done: float, before: int = len(summaries)) -> None:
                if report is not None:
                    report((before + done) / len(policies))

            summaries[name] = simulate(program, parsed.plays, parsed.seed, policy, jobs=jobs, report=part)
    if parsed.json:
        by_name = {name: asdict(summary) for name, summary in summaries.items()}
        print_json({"scenario": program.scenario.info.id, "seed": parsed.seed, "policies": by_name})
    else:
        print_lines(compared_lines(program, summaries))
    return 0


def _as_data(loaded: Loaded, program: Program, trial: Trial) -> dict[str, Any]:
    from attrs import asdict

    from ceo_sim.analysis.never import never_met

    data = asdict(trial.summary)
    data["targets"] = [
        {
            **asdict(target, filter=lambda field, _: field.name != "number"),
            "interval": None if target.value is None else list(target.interval),
            "holds": target.holds,
            **_where(loaded, ("target", target.number)),
        }
        for target in trial.targets
    ]
    broken = trial.history
    data["history"] = None if broken is None else {**asdict(broken), **_where(loaded, _history_path(loaded, broken))}
    if trial.counted is not None:
        never = never_met(program, trial.summary, trial.counted.tally)
        data |= counted_data(loaded, program, trial.counted)
        data["never"] = never_data(loaded, program, never)
    return data


def _where(loaded: Loaded, path: Path) -> dict[str, str | int]:
    place = loaded.place(path)
    return {"file": place.file, "line": place.line}


def _history_path(loaded: Loaded, broken: BrokenHistory) -> Path:
    history = loaded.playable.history
    if history is None or broken.choice >= len(history.choices):
        return ("history",)
    return ("history", "choice", broken.choice)


def _lines(loaded: Loaded, program: Program, trial: Trial) -> Iterator[str]:
    from ceo_sim.analysis.never import never_met

    summary = trial.summary
    yield from _summary_lines(loaded.playable, summary, options=trial.counted is None)
    if trial.counted is not None:
        yield from counted_lines(program, trial.counted)
        never = never_met(program, summary, trial.counted.tally)
        yield from never_lines(loaded, program, summary.plays, never)
    if trial.targets:
        yield from ("", "Targets")
        yield from table([_target_row(loaded, target) for target in trial.targets])
    if (broken := trial.history) is not None:
        place = loaded.place(_history_path(loaded, broken))
        yield from ("", f"The real path cannot be taken: {broken.problem}  {place}")
    if missed := sum(not target.holds for target in trial.targets):
        yield from ("", f"{formatting.counted(missed, 'target is', 'targets are')} missed")


def _target_row(loaded: Loaded, target: TargetResult) -> tuple[str, ...]:
    said = "holds" if target.holds else "MISSES"
    low, high = (_measure(target, bound) for bound in (target.low, target.high))
    claimed = f"claimed {low} to {high}"
    if target.value is None:
        measured = target.problem
    elif target.interval[0] == target.interval[1]:
        measured = _measure(target, target.value)
    else:
        margins = " to ".join(_measure(target, bound) for bound in target.interval)
        measured = f"{_measure(target, target.value)} ({margins})"
    return said, target.claim, measured, claimed, str(loaded.place(("target", target.number)))


def _measure(target: TargetResult, value: float) -> str:
    return f"{100 * value:.3g} %" if target.of == "share" else f"{value:,.4g}"


def _summary_lines(scenario: Scenario, summary: Summary, *, options: bool) -> Iterator[str]:
    rate = summary.plays / max(summary.seconds, 1e-9)
    yield f"{scenario.info.title}: {summary.plays:,} plays, {summary.decisions:,} decisions, {rate:,.0f} plays/s"
    yield from ("", "Endings")
    yield from table([(f"{share:.1%}", id) for id, share in summary.endings.items()], right=[0])
    if options:
        yield from ("", "Options, times chosen")
        yield from table([(f"{times:,}", id) for id, times in summary.options.items()], right=[0])
    if summary.events:
        yield from ("", "Events, times happened")
        yield from table([(f"{times:,}", id) for id, times in summary.events.items()], right=[0])
    if summary.metrics:
        yield from ("", "Metrics at the end: mean, 5 % and 95 %")
    rows = [
        (f"{spread.mean:,.1f}", f"{spread.p05:,.1f}", f"{spread.p95:,.1f}", id)
        for id, spread in summary.metrics.items()
    ]
    yield from table(rows, right=[0, 1, 2])
