"""`ceo-sim simulate`: many random plays of a scenario, counted."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ceo_sim.cli import arguments
from ceo_sim.cli.output import print_json, print_lines, table
from ceo_sim.cli.progress import progress

if TYPE_CHECKING:
    from ceo_sim.analysis.simulate import Summary
    from ceo_sim.scenario.model import Scenario

HELP = "Play a scenario many times by lot, and count what happens."
EXAMPLES = """\
  ceo-sim simulate the_post --plays 10000 --seed 1
  ceo-sim simulate my_story.toml --json
  ceo-sim simulate the_post --plays 1000000 --jobs 4
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("scenario", metavar="PATH", help="a scenario's file, folder or id")
    parser.add_argument("--plays", type=arguments.count, default=10_000, metavar="N", help="how often (%(default)s)")
    parser.add_argument(
        "--seed", type=arguments.seed, default=1, metavar="S", help="seed of the first play; each has the next"
    )
    parser.add_argument("--policy", choices=["random"], default="random", help="who answers (%(default)s)")
    parser.add_argument(
        "--jobs",
        type=arguments.jobs,
        metavar="N",
        help="in how many processes; it changes no figure (as many as there are processors, where that is quicker)",
    )
    parser.add_argument("--quiet", action="store_true", help="do not say how far it is")
    arguments.add_json(parser)


def run(parsed: Namespace) -> int:
    """Play, count and print."""
    from attrs import asdict

    from ceo_sim import places
    from ceo_sim.analysis.simulate import simulate, worthwhile_jobs
    from ceo_sim.engine.compile import compile_scenario
    from ceo_sim.library import load_playable, path_of

    program = compile_scenario(load_playable(path_of(parsed.scenario)).playable)
    jobs = parsed.jobs or worthwhile_jobs(program, parsed.plays, places.processors())
    with progress(quiet=parsed.quiet) as report:
        summary = simulate(program, parsed.plays, parsed.seed, jobs=jobs, report=report)
    if parsed.json:
        print_json({"scenario": program.scenario.info.id, "seed": parsed.seed, **asdict(summary)})
    else:
        print_lines(_lines(program.scenario, summary))
    return 0


def _lines(scenario: Scenario, summary: Summary) -> Iterator[str]:
    rate = summary.plays / max(summary.seconds, 1e-9)
    yield f"{scenario.info.title}: {summary.plays:,} plays, {summary.decisions:,} decisions, {rate:,.0f} plays/s"
    yield from ("", "Endings")
    yield from table([(f"{share:.1%}", id) for id, share in summary.endings.items()], right=[0])
    yield from ("", "Options, times chosen")
    yield from table([(f"{times:,}", id) for id, times in summary.options.items()], right=[0])
    if summary.events:
        yield from ("", "Events, times happened")
        yield from table([(f"{times:,}", id) for id, times in summary.events.items()], right=[0])
    yield from ("", "Metrics at the end: mean, 5 % and 95 %")
    rows = [
        (f"{spread.mean:,.1f}", f"{spread.p05:,.1f}", f"{spread.p95:,.1f}", id)
        for id, spread in summary.metrics.items()
    ]
    yield from table(rows, right=[0, 1, 2])
