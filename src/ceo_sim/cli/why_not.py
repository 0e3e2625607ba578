"""`ceo-sim why-not`: what kept something from coming about, clause by clause."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ceo_sim.cli import arguments
from ceo_sim.cli.counts import nearest_data, nearest_text
from ceo_sim.cli.opening import folder_of, playable, restored
from ceo_sim.cli.output import complain, print_json, print_lines, table
from ceo_sim.cli.policies import policy_of
from ceo_sim.cli.progress import progress
from ceo_sim.presentation import formatting

if TYPE_CHECKING:
    from ceo_sim.analysis.near_miss import NearMiss
    from ceo_sim.analysis.things import Thing
    from ceo_sim.analysis.why_not import ClauseReport, WhyNot
    from ceo_sim.engine.program import Program
    from ceo_sim.scenario.loader import Loaded

HELP = "Tell why something did not happen, or not more often: each clause of its condition, and how near it came."
EXAMPLES = """\
  ceo-sim why-not the_post walkout                       over 10,000 plays by lot
  ceo-sim why-not the_post post.suspend --policy first
  ceo-sim why-not my_story.toml ending:walkout           where an event has the same id
  ceo-sim why-not my_story.toml town_hall.hold.later.0   what follows an option later, the first of it
  ceo-sim why-not my_story.toml my_story.toml:31         a variant of a text, by its place in the file
  ceo-sim why-not as_it_happened walkout                 in a saved game
"""
THING = (
    "an event, a decision.option, an ending, a deck.card, a decision, a promise, what follows later, "
    "a variant of a text, or FILE:LINE"
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("where", metavar="SCENARIO_OR_SAVE", help="a scenario's file, folder or id; or a save")
    parser.add_argument("thing", metavar="ID", help=THING)
    parser.add_argument("--plays", type=arguments.count, default=10_000, metavar="N", help="how often (%(default)s)")
    parser.add_argument(
        "--seed", type=arguments.seed, default=1, metavar="S", help="seed of the first play; each has the next"
    )
    parser.add_argument("--policy", default="random", metavar="NAME", help="who answers, as in simulate (%(default)s)")
    parser.add_argument("--jobs", type=arguments.jobs, metavar="N", help="in how many processes; it changes no figure")
    parser.add_argument("--quiet", action="store_true", help="do not say how far it is")
    arguments.add_opening(parser)
    arguments.add_json(parser)


def run(parsed: Namespace) -> int:
    """Look on, and print each clause."""
    from ceo_sim.analysis.things import UnknownThing

    try:
        loaded, program, why = _of_save(parsed) if _is_save(parsed) else _of_plays(parsed)
    except UnknownThing as error:
        complain(str(error))
        return 2
    if parsed.json:
        print_json(_as_data(loaded, program, why))
    else:
        print_lines(_lines(loaded, program, why))
    return 0


def _is_save(parsed: Namespace) -> bool:
    """Whether a save is meant: not an installed scenario, but a file that is one, or a save in the folder."""
    from ceo_sim import places
    from ceo_sim.library import installed
    from ceo_sim.saves.format import SaveError
    from ceo_sim.saves.listing import find_save, summarise

    if any(manifest.id == parsed.where for manifest in installed()):
        return False
    path = places.existing(parsed.where)
    if path is None:
        try:
            path = find_save(parsed.where, folder_of(parsed))
        except SaveError:
            return False
    return path.is_file() and bool(summarise(path).scenario)


def _of_save(parsed: Namespace) -> tuple[Loaded, Program, WhyNot]:
    from ceo_sim.analysis.things import thing_named
    from ceo_sim.analysis.why_not import why_not_in

    reopened = restored(parsed, parsed.where)
    program = reopened.game.program
    return reopened.loaded, program, why_not_in(reopened.game, thing_named(program, parsed.thing, reopened.loaded))


def _of_plays(parsed: Namespace) -> tuple[Loaded, Program, WhyNot]:
    from ceo_sim import places
    from ceo_sim.analysis.simulate import worthwhile_jobs
    from ceo_sim.analysis.things import thing_named
    from ceo_sim.analysis.why_not import why_not
    from ceo_sim.engine.compile import compile_scenario

    loaded = playable(parsed.where)
    program = compile_scenario(loaded.playable)
    thing, policy = thing_named(program, parsed.thing, loaded), policy_of(parsed.policy, program)
    jobs = parsed.jobs or worthwhile_jobs(program, parsed.plays, places.processors())
    with progress(quiet=parsed.quiet) as report:
        return loaded, program, why_not(program, thing, parsed.plays, parsed.seed, policy, jobs=jobs, report=report)


# ---- for a person -----------------------------------------------------------------------------------------------


def _lines(loaded: Loaded, program: Program, why: WhyNot) -> Iterator[str]:
    findings, thing = why.findings, why.thing
    yield f"{thing.kind} {thing.id}  {loaded.place(thing.path, thing.offset)}"
    more = f", {findings.times:,} times in all" if findings.times > findings.plays_with else ""
    came = {"promise": "was kept", "text": "was read"}.get(thing.kind, "came about")
    yield f"{came} in {findings.plays_with:,} of {findings.plays:,} {'play' if findings.plays == 1 else 'plays'}{more}"
    yield from _limits(program, why)
    if not why.clauses:
        yield "it has no condition" + (": it is read where none before it is" if thing.kind == "text" else "")
        return
    yield (
        "its condition was never looked at"
        if not findings.whole.looks
        else (f"its condition held {findings.whole.met:,} of {findings.whole.looks:,} times that it was looked at")
    )
    if findings.whole.looks:
        yield from ("", *table([_clause_row(program, clause) for clause in why.clauses], right=[0]))
    if findings.whole.looks and not findings.whole.met and findings.whole.nearest is not None and len(why.clauses) > 1:
        yield from ("", f"all together: {nearest_text(program, findings.whole.nearest)}")


_BEFORE = {
    "decision": "it was put {}",
    "option": "its decision was put {}",
    "promise": "it was made {}",
    "later": "it fell due {}",
    "text": "what it stands in was read {}",
}
"""What has to be before something can come about, with how often it was."""


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"


def _limits(program: Program, why: WhyNot) -> Iterator[str]:
    """What limits it beside its condition: who brings it, its window, luck, `once`, what stands before it."""
    findings, thing = why.findings, why.thing
    if thing.kind in _BEFORE:
        yield _BEFORE[thing.kind].format(_times(findings.put))
    if thing.kind == "promise":
        yield f"it was broken {_times(findings.broken)}"
    if thing.kind == "event":
        yield _window(program, why.steps)
    if sources := _sources(program, thing):
        yield f"{'promised' if thing.kind == 'promise' else 'brought about'} by {', '.join(sources)}"
    if findings.barred:
        yield f"it had already happened, and may not again, {_times(findings.barred)} that it was due to be looked for"
    if findings.chances is not None:
        low, high = findings.chances
        amount = f"{low:.3g}" if low == high else f"from {low:.3g} to {high:.3g}"
        yield f"while its condition held its chance was {amount} at each look"
    for id, times in sorted(findings.shadowed.items(), key=lambda pair: -pair[1]):
        yield f"its condition held {_times(times)} when {id}, which stands before it, ended the story"


def _window(program: Program, steps: tuple[int, ...]) -> str:
    if not steps:
        return "it never comes by itself"
    first, last = (formatting.date_and_time(program.timeline, step) for step in (steps[0], steps[-1]))
    if len(steps) == 1:
        return f"it is looked for once, on {first}"
    return f"it is looked for at {len(steps):,} steps, from {first} to {last}"


def _sources(program: Program, thing: Thing) -> list[str]:
    from ceo_sim.analysis.links import story_map

    links = story_map(program.scenario).incoming(thing.key)
    said = []
    for link in links:
        if link.kind in ("next", "later", "event", "promise"):
            limits = [f"chance {link.chance}" if link.chance else "", *(f"when {when}" for when in link.when)]
            limited = "; ".join(filter(None, limits))
            said.append(link.source.partition(":")[2] + (f" ({limited})" if limited else ""))
    return list(dict.fromkeys(said))


def _clause_row(program: Program, clause: ClauseReport) -> tuple[str, ...]:
    share = f"{clause.held / clause.looks:.1%}" if clause.looks else ""
    near = "" if clause.nearest is None else _near(program, clause.nearest)
    return f"{share}", f"{clause.held:,}", clause.text, near


def _near(program: Program, miss: NearMiss) -> str:
    (clause,) = miss.clauses
    if not clause.values:
        return ""
    values = clause.with_values.strip().removeprefix("(").removesuffix(")")
    when = formatting.date_and_time(program.timeline, miss.step)
    return f"nearest: {values} on {when} with --seed {miss.seed}"


# ---- for a program ----------------------------------------------------------------------------------------------


def _as_data(loaded: Loaded, program: Program, why: WhyNot) -> dict[str, Any]:
    findings, thing, place = why.findings, why.thing, loaded.place(why.thing.path, why.thing.offset)
    nearest = findings.whole.nearest if findings.whole.looks and not findings.whole.met else None
    return {
        "kind": thing.kind,
        "id": thing.id,
        "file": place.file,
        "line": place.line,
        "plays": findings.plays,
        "plays_with": findings.plays_with,
        "times": findings.times,
        "put": findings.put,
        "broken": findings.broken,
        "looks": findings.whole.looks,
        "held": findings.whole.met,
        "barred": findings.barred,
        "chances": findings.chances,
        "shadowed": findings.shadowed,
        "steps": [str(program.timeline.moment(step)) for step in why.steps],
        "sources": _sources(program, thing),
        "nearest": None if nearest is None or not why.clauses else nearest_data(program, nearest),
        "clauses": [
            {
                "clause": clause.text,
                "looks": clause.looks,
                "held": clause.held,
                "nearest": None if clause.nearest is None else nearest_data(program, clause.nearest),
            }
            for clause in why.clauses
        ],
    }
