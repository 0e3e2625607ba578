"""`ceo-sim balance`: how a scenario ends by policy, what sways that, and what it rests on."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ceo_sim import suggestions
from ceo_sim.cli import arguments, documents
from ceo_sim.cli.opening import playable
from ceo_sim.cli.output import complain, print_json, print_lines, table
from ceo_sim.cli.progress import progress
from ceo_sim.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceo_sim.analysis.balance import Balance
    from ceo_sim.analysis.thresholds import Threshold, Want
    from ceo_sim.engine.program import Program
    from ceo_sim.presentation.document import Page, Part
    from ceo_sim.scenario.loader import Loaded
    from ceo_sim.scenario.model import Scenario

HELP = "Tell how a scenario ends by policy, how much each decision sways, and what rests on its assumptions."
EXAMPLES = """\
  ceo-sim balance the_post
  ceo-sim balance the_post --html balance.html
  ceo-sim balance my_story.toml --policies first greedy:staff
  ceo-sim balance my_story.toml --want removed=5% --over gain_weight
"""
MOST_WANTED = 3
"""Over so many assumptions, those that move the ending most, a share is looked for where none is named."""


class Misused(UserError):
    """What was asked for makes no sense for this scenario."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_scenario(parser)
    parser.add_argument("--plays", type=arguments.count, default=100_000, metavar="N", help="how often (%(default)s)")
    parser.add_argument(
        "--seed", type=arguments.seed, default=1, metavar="S", help="seed of the first play; each has the next"
    )
    parser.add_argument("--policies", nargs="+", metavar="NAME", help="what to set beside the lot, as in simulate")
    parser.add_argument(
        "--want",
        type=_want,
        action="append",
        default=[],
        metavar="ENDING=SHARE",
        help="look for a share, as 0.2 or 20%%",
    )
    parser.add_argument("--over", nargs="+", metavar="ASSUMPTION", help="over the ranges of these assumptions")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with charts, too")
    documents.add_force(parser)
    parser.add_argument("--jobs", type=arguments.jobs, metavar="N", help="in how many processes; it changes no figure")
    parser.add_argument("--quiet", action="store_true", help="do not say how far it is")
    arguments.add_json(parser)


def run(parsed: Namespace) -> int:
    """Play, work out, print."""
    from ceo_sim import places
    from ceo_sim.analysis.balance import balance, usual_policies
    from ceo_sim.analysis.policy_names import UnknownPolicy
    from ceo_sim.analysis.simulate import worthwhile_jobs
    from ceo_sim.analysis.thresholds import thresholds
    from ceo_sim.engine.compile import compile_scenario
    from ceo_sim.presentation.balance import balance_page

    target = _target(parsed)
    loaded = playable(parsed.scenario)
    program = compile_scenario(loaded.playable)
    policies = usual_policies(program) if parsed.policies is None else parsed.policies
    jobs = parsed.jobs or worthwhile_jobs(program, parsed.plays, places.processors())
    try:
        _check(program, parsed)
        with progress(quiet=parsed.quiet) as report:
            result = balance(program, parsed.plays, parsed.seed, policies, jobs=jobs, report=report)
            limits = thresholds(program, list(_wants(parsed, result)), parsed.seed, jobs=jobs, report=report)
    except (Misused, UnknownPolicy) as error:
        complain(str(error))
        return 2
    page = balance_page(loaded.playable, result, limits, loaded.place, parsed.seed)
    if target is not None:
        documents.write(_html(program, loaded.as_written, result, page, parsed.seed), target)
    if parsed.json:
        print_json(_as_data(loaded, result, limits, parsed.seed))
    else:
        print_lines(_lines(page))
    return 0


def _target(parsed: Namespace) -> Path | None:
    if parsed.html is None:
        return None
    return documents.target_of(Namespace(output=str(parsed.html), force=parsed.force))


# ---- what is wanted ---------------------------------------------------------------------------------------------


def _want(text: str) -> tuple[str, float]:
    ending, equals, share = text.rpartition("=")
    try:
        value = float(share.rstrip("% ")) / (100 if share.rstrip().endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not equals or not ending or not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(
            f"expected ENDING=SHARE, such as removed=0.05 or removed=5%, not {text[:60]!r}"
        )
    return ending, value


def _check(program: Program, parsed: Namespace) -> None:
    """Refuse endings and assumptions that are not there, before anything is played."""
    from ceo_sim.analysis.sensitivity import assumption_ranges

    endings = [plan.id for plan in program.endings]
    for ending, _ in parsed.want:
        if ending not in endings:
            hint = suggestions.hint(ending, endings, f"there are {', '.join(endings)}")
            raise Misused(f'there is no ending "{ending}"; {hint}')
    ranges = assumption_ranges(program)
    for id in parsed.over or ():
        if id in program.scenario.assumptions and id not in ranges:
            raise Misused(f'the assumption "{id}" has no range to look in; give it one: range = [lowest, highest]')
        if id not in ranges:
            known = f"there are {', '.join(ranges)}" if ranges else "no assumption has a range"
            raise Misused(f'there is no assumption "{id}"; {suggestions.hint(id, ranges, known)}')


def _wants(parsed: Namespace, result: Balance) -> Iterator[Want]:
    from ceo_sim.analysis.thresholds import Want

    for ending, share in parsed.want:
        for id in parsed.over or _most_moving(result, ending):
            yield Want(ending, share, id)


def _most_moving(result: Balance, ending: str) -> list[str]:
    """The assumptions that move the share of an ending most."""
    if result.sensitivity is None:
        raise Misused(f"name the assumptions whose ranges to look in: --over ID; {result.missing}")
    effects = result.sensitivity.effects[f"ending:{ending}"]
    moving = sorted((id for id in effects if effects[id].moves), key=lambda id: -effects[id].moves)
    if not moving:
        raise Misused(f"no assumption moved {ending} in any play; name the ones whose ranges to look in: --over ID")
    return moving[:MOST_WANTED]


# ---- what is said -----------------------------------------------------------------------------------------------


def _lines(page: Page) -> Iterator[str]:
    yield f"{page.title}: balance"
    for part in page.lead:
        yield from _part_lines(part)
    for section in page.sections:
        yield from ("", section.title.upper())
        for part in section.parts:
            yield from _part_lines(part)


def _part_lines(part: Part) -> Iterator[str]:
    import textwrap

    from ceo_sim.presentation import document as doc

    match part:
        case doc.Table():
            rows = [[doc.words_of(cell) for cell in row] for row in (part.head, *part.rows)]
            yield from ("", part.caption, *table(rows, right=part.figures))
        case doc.Paragraph():
            yield from ("", *textwrap.wrap(doc.words_of(part.spans), 100))
        case doc.Listing():
            yield from (f"  {doc.words_of(item)}" for item in part.items)
        case _:
            raise TypeError(part)


def _html(program: Program, written: Scenario, result: Balance, page: Page, seed: int) -> str:
    from attrs import evolve

    from ceo_sim.analysis.visits import visits
    from ceo_sim.html.bars import drawings
    from ceo_sim.presentation.balance import charts
    from ceo_sim.presentation.document import Section
    from ceo_sim.presentation.graph import graph
    from ceo_sim.report.graph_svg import svg
    from ceo_sim.report.html import html

    plays = min(result.plays, 2_000)
    drawn = svg(graph(written, visits(program, plays, seed, written), plays))
    whole = evolve(page, sections=(*page.sections, Section("graph", "The graph", ())))
    return html(whole, drawings(charts(result), drawn))


def _as_data(loaded: Loaded, result: Balance, limits: Sequence[Threshold], seed: int) -> dict[str, Any]:
    from attrs import asdict

    decisions = []
    for decision in result.decisions:
        place = loaded.place(("decision", decision.id))
        data: dict[str, Any] = asdict(decision)
        for option in data["options"]:
            option["line"] = loaded.place(("decision", decision.id, "option", option["id"])).line
        decisions.append({**data, "file": place.file, "line": place.line})
    return {
        "scenario": loaded.playable.info.id,
        "seed": seed,
        "plays": result.plays,
        "policies": [asdict(policy) for policy in result.policies],
        "spread": result.spread,
        "decisions": decisions,
        "sensitivity": None if result.sensitivity is None else asdict(result.sensitivity),
        "missing": result.missing,
        "thresholds": [asdict(limit) for limit in limits],
    }
