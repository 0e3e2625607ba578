"""`ceo-sim stats`: how much there is to read of a scenario, and how long a play takes."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ceo_sim.cli import arguments
from ceo_sim.cli.opening import playable
from ceo_sim.cli.output import print_json, print_lines, table
from ceo_sim.cli.progress import progress
from ceo_sim.presentation import formatting

if TYPE_CHECKING:
    from ceo_sim.analysis.statistics import Middle, Statistics
    from ceo_sim.scenario.model import Scenario

HELP = "Count what there is to read of a scenario: words by speaker, in a play and in a second one; minutes; level."
EXAMPLES = """\
  ceo-sim stats my_story.toml
  ceo-sim stats the_post --plays 200 --seed 7
  ceo-sim stats my_story.toml --json
"""
_PARTS = {
    "story": "the narration",
    "exhibits": "documents that are shown",
    "options": "options",
    "advice": "advice",
    "remarks": "remarks on the desk",
    "news": "the feed",
    "team": "team play and injects",
    "debrief": "the debrief, lenses and the case file",
    "names": "names and descriptions",
    "grounds": "what numbers rest on",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_scenario(parser)
    parser.add_argument("--plays", type=arguments.count, default=50, metavar="N", help="plays to read (%(default)s)")
    parser.add_argument(
        "--seed", type=arguments.seed, default=1, metavar="S", help="seed of the first play; each has the next"
    )
    parser.add_argument(
        "--jobs", type=arguments.jobs, metavar="N", help="in how many processes (as many as there are processors)"
    )
    parser.add_argument("--quiet", action="store_true", help="do not say how far it is")
    arguments.add_json(parser)


def run(parsed: Namespace) -> int:
    """Play, read and print."""
    from attrs import asdict

    from ceo_sim import places
    from ceo_sim.analysis.reading import readings
    from ceo_sim.analysis.statistics import statistics_of
    from ceo_sim.engine.compile import compile_scenario

    loaded = playable(parsed.scenario)
    program = compile_scenario(loaded.playable)
    jobs = parsed.jobs or min(places.processors(), parsed.plays)
    with progress(quiet=parsed.quiet) as report:
        plays = readings(program, parsed.plays, parsed.seed, jobs=jobs, report=report)
    statistics = statistics_of(loaded, plays)
    if parsed.json:
        print_json(
            {"scenario": loaded.playable.info.id, "seed": parsed.seed, "plays": parsed.plays, **asdict(statistics)}
        )
    else:
        print_lines(_lines(loaded.playable, statistics, parsed.plays))
    return 0


def _lines(scenario: Scenario, statistics: Statistics, plays: int) -> Iterator[str]:
    yield f"{scenario.info.title}: {sum(statistics.words.values()):,} words written, read in {plays:,} random plays"
    yield ""
    yield f"A play    {_middle(statistics.in_play)} words, {_middle(statistics.decisions_taken)} decisions answered"
    claimed = scenario.info.minutes
    yield f"Time      {statistics.minutes:.0f} minutes of reading at 230 words a minute; it says {claimed}"
    level = "for English only" if statistics.grade is None else f"grade {statistics.grade:.1f} (Flesch-Kincaid)"
    yield f"Level     {level}"
    if statistics.new is not None:
        yield f"Again     {_middle(statistics.new, percent=True)} of the words of a second play are new"
    counts = [formatting.counted(count, name.removesuffix("s"), name) for name, count in statistics.counts.items()]
    yield f"Has       {', '.join(counts)}"
    each = f"{statistics.lines_a_decision:.1f} a decision"
    yield f"Lines     {statistics.lines:,} without blanks and comments; {each}"
    yield from ("", "Words by speaker: written, and in the middle of the plays")
    yield from table(
        [(f"{written:,}", f"{read:,.0f}", name) for name, (written, read) in statistics.spoken.items()], [0, 1]
    )
    yield from ("", "Words by part")
    yield from table([(f"{words:,}", _PARTS[part]) for part, words in statistics.words.items()], [0])


def _middle(middle: Middle, *, percent: bool = False) -> str:
    """The median, and between what half of the plays lie."""
    median, low, high = (
        f"{value:.0%}" if percent else f"{value:,.0f}" for value in (middle.median, middle.low, middle.high)
    )
    return median if low == high else f"{median} ({low} to {high})"
