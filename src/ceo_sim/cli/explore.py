"""`ceo-sim explore`: what can happen in a scenario, what never does, and the odds."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim.cli import arguments
from ceo_sim.cli.exploration_data import as_data, finding_data, search_data, witness_data
from ceo_sim.cli.output import INTERRUPTED, complain, print_json, print_lines, table

if TYPE_CHECKING:
    from ceo_sim.analysis.explore.findings import Exploration, Finding
    from ceo_sim.analysis.explore.witness import Witness
    from ceo_sim.scenario.loader import Loaded

HELP = "Find out what can happen in a scenario and by which answers, what never does, and the odds of its endings."
EXAMPLES = """\
  ceo-sim explore my_story.toml
  ceo-sim explore the_post --seconds 120
  ceo-sim explore the_post walkout --save walkout.toml
  ceo-sim explore my_story.toml --luck adversary --json
"""
WHY_UNFINISHED = {
    "states": "there are more states than --states allows",
    "memory": "there are more states than --memory has room for",
    "seconds": "there are more states than --seconds has time for",
    "interrupted": "it was interrupted",
    "too large": "something happens more often at once than a state has room for",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_scenario(parser)
    parser.add_argument(
        "node",
        nargs="?",
        metavar="NODE",
        help="only this: an option, decision, event, card, remark, text or ending by its id",
    )
    parser.add_argument("--all", action="store_true", help="list what can happen, too")
    add_budget(parser)
    parser.add_argument("--plays", type=arguments.count, default=10_000, metavar="N", help="plays by lot (%(default)s)")
    parser.add_argument(
        "--seed", type=arguments.seed, default=1, metavar="S", help="of the first of them (%(default)s)"
    )
    parser.add_argument(
        "--luck",
        choices=["dice", "adversary", "friend"],
        default="dice",
        help="what luck does to the best and the worst player: fall as it may, always against what they are after, or "
        "always for it (%(default)s)",
    )
    parser.add_argument(
        "--since", metavar="REV", help="only what has changed since a commit of its Git repository, until it is met"
    )
    parser.add_argument("--save", type=Path, metavar="FILE", help="write a save that plays the way to NODE")
    arguments.add_json(parser)
    parser.set_defaults(until_met=False)


def add_budget(parser: ArgumentParser) -> None:
    """Add what a search may use."""
    parser.add_argument(
        "--states",
        type=arguments.states,
        default=5_000_000,
        metavar="N",
        help="most states held (%(default)s)",
    )
    parser.add_argument(
        "--memory", type=arguments.count, default=1_000, metavar="MB", help="most memory for them (%(default)s)"
    )
    parser.add_argument("--seconds", type=arguments.count, default=30, metavar="S", help="longest time (%(default)s)")


def run(parsed: Namespace) -> int:
    """Explore and print."""
    if parsed.save is not None and parsed.node is None:
        parsed.parser.error("--save writes the way to a node: name one")
    if parsed.since is not None and parsed.node is not None:
        parsed.parser.error("--since looks for all that has changed: leave out NODE")
    from ceo_sim.analysis.explore.nodes import UnknownNode
    from ceo_sim.library import ScenarioUnavailable

    try:
        return _run(parsed)
    except (ScenarioUnavailable, UnknownNode) as misuse:  # 1 is for what never happens
        complain(str(misuse))
        return 2


def _run(parsed: Namespace) -> int:
    from ceo_sim.library import load_playable, path_of

    path = path_of(parsed.scenario)
    loaded = load_playable(path)
    if parsed.since is not None:
        return _since(loaded, path, parsed)
    exploration = explored(loaded, parsed)
    if parsed.node is not None:
        return _one(loaded, exploration, parsed)
    if parsed.json:
        print_json(as_data(loaded, exploration))
    else:
        print_lines(_lines(loaded, exploration, parsed))
    return _code(exploration, exploration.findings)


def _code(exploration: Exploration, findings: Iterable[Finding]) -> int:
    """The exit code: 130 after an interruption, of which a person is told, and 1 if anything never happens."""
    if exploration.interrupted:
        complain("interrupted; this is what was found by then")
        return INTERRUPTED
    return int(any(finding.verdict == "never" for finding in findings))


def explored(loaded: Loaded, parsed: Namespace) -> Exploration:
    """Explore a scenario within the budget of a command line, first of all the node that it names."""
    from ceo_sim.analysis.explore.budget import Budget
    from ceo_sim.analysis.explore.findings import explore
    from ceo_sim.analysis.explore.nodes import Nodes
    from ceo_sim.engine.compile import compile_scenario

    nodes = Nodes(compile_scenario(loaded.playable), loaded.as_written)
    wanted = () if parsed.node is None else (nodes.all.index(nodes.named(parsed.node)),)
    budget = Budget(parsed.states, parsed.memory * 1_000_000, parsed.seconds)
    return explore(
        nodes,
        budget,
        luck=parsed.luck,
        plays=parsed.plays,
        seed=parsed.seed,
        wanted=wanted,
        until_met=parsed.until_met,
        odds=parsed.node is None,
    )


# ---- what has changed ----------------------------------------------------------------------------------------


def _since(loaded: Loaded, path: Path, parsed: Namespace) -> int:
    from ceo_sim.analysis.explore.budget import Budget
    from ceo_sim.analysis.explore.changed import changed
    from ceo_sim.analysis.explore.findings import explore
    from ceo_sim.analysis.explore.nodes import Nodes
    from ceo_sim.cli.revisions import load_revision
    from ceo_sim.engine.compile import compile_scenario

    before = load_revision(path, parsed.since)
    old = Nodes(compile_scenario(before.playable), before.as_written)
    nodes = Nodes(compile_scenario(loaded.playable), loaded.as_written)
    places = changed(old, nodes)
    if not places:
        print_json({"changed": 0, "met": 0, "nodes": []}) if parsed.json else print(
            f"Nothing has changed since {parsed.since}"
        )
        return 0
    budget = Budget(parsed.states, parsed.memory * 1_000_000, parsed.seconds)
    exploration = explore(
        nodes,
        budget,
        plays=parsed.plays,
        seed=parsed.seed,
        wanted=places,
        until_met=True,
        odds=False,
    )
    findings = [exploration.findings[place] for place in places]
    met = sum(finding.verdict == "can" for finding in findings)
    if parsed.json:
        data = [finding_data(loaded, finding) for finding in findings]
        print_json({"changed": len(findings), "met": met, **search_data(exploration), "nodes": data})
    else:
        yes = {"can": "can", "never": "never", "odds": "not met"}
        print_lines(_search_lines(exploration))
        print(f"Of {len(findings):,} that have changed since {parsed.since}, {met:,} can happen")
        findings.sort(key=lambda finding: ["never", "odds", "can"].index(finding.verdict))
        print_lines(table([(yes[f.verdict], f.node.kind, f.node.id, _place(loaded, f)) for f in findings]))
    return _code(exploration, findings)


# ---- one node ---------------------------------------------------------------------------------------------------


def _one(loaded: Loaded, exploration: Exploration, parsed: Namespace) -> int:
    node = exploration.nodes.named(parsed.node)
    finding = next(finding for finding in exploration.findings if finding.node == node)
    witness = exploration.witness(node)
    if parsed.json:
        print_json({**finding_data(loaded, finding), **witness_data(exploration, witness), **search_data(exploration)})
    else:
        print_lines(_one_lines(loaded, exploration, finding, witness))
    if parsed.save is not None:
        from ceo_sim.cli.witnesses import write_witness

        write_witness(loaded, exploration.program, node, witness, parsed.save)
    return _code(exploration, [finding])


def _one_lines(loaded: Loaded, exploration: Exploration, finding: Finding, witness: Witness | None) -> Iterator[str]:
    yield f"{finding.node.kind} {finding.node.id}  {loaded.place(finding.node.path)}"
    if finding.verdict == "never":
        how = "every state of the story was met" if exploration.unfinished is None else "`ceo-sim check` proves it"
        yield f"It never happens: {how}."
    elif witness is None:
        yield f"It did not happen in {_plays(exploration)}. {_at_most(finding)}"
    else:
        yield from _way_lines(exploration, witness)
        if finding.tried:
            yield f"In {finding.hits:,} of {finding.tried:,} plays by lot: {_share(finding)}"
    if finding.verdict != "never":
        yield from _search_lines(exploration)


def _way_lines(exploration: Exploration, witness: Witness) -> Iterator[str]:
    from ceo_sim.presentation import formatting

    timeline = exploration.program.timeline
    shortest = "The shortest way" if witness.marks or exploration.unfinished is None else "A way"
    seed = "" if witness.seed is None else f", with seed {witness.seed}"
    yield f"It can happen. {shortest}{seed}: {formatting.full_date(timeline, witness.until)}"
    rows = [
        (formatting.full_date(timeline, answer.step), f"{answer.decision}.{answer.option}")
        for answer in witness.answers
    ]
    yield from ("  " + line for line in table(rows))
    if witness.likely < 1:
        yield f"Luck does its part with a probability of {witness.likely:.2g}."
    if witness.seed is None:
        yield "None of the 20,000,000 seeds that were tried has such luck, so no save can show it."


# ---- the whole story --------------------------------------------------------------------------------------------


def _lines(loaded: Loaded, exploration: Exploration, parsed: Namespace) -> Iterator[str]:
    yield exploration.program.scenario.info.title
    yield from _search_lines(exploration)
    yield ""
    yield from _ending_lines(exploration)
    for verdict, heading in (("never", "Never"), ("odds", "Not met")):
        rows = [
            (
                finding.node.kind,
                finding.node.id,
                _at_most(finding) if verdict == "odds" else "",
                _place(loaded, finding),
            )
            for finding in exploration.findings
            if finding.verdict == verdict
        ]
        if rows:
            yield from ("", heading, *table(rows))
    can = [finding for finding in exploration.findings if finding.verdict == "can"]
    yield ""
    kinds = Counter(finding.node.kind for finding in can)
    yield "Can happen: " + (
        ", ".join(f"{times:,} {kind}{'s' * (times != 1)}" for kind, times in kinds.items()) or "nothing"
    )
    if parsed.all:
        shares = [_share(finding) if finding.tried else "" for finding in can]
        rows = [(f.node.kind, f.node.id, share, _place(loaded, f)) for f, share in zip(can, shares, strict=True)]
        yield from table(rows)


def _search_lines(exploration: Exploration) -> Iterator[str]:
    budget, states = exploration.budget, f"{exploration.states:,} state{'s' * (exploration.states != 1)}"
    used = f"{budget.used_seconds:,.1f} s, {budget.used_memory / 1e6:,.0f} MB"
    if exploration.unfinished is None:
        yield f"Every state of the story was met: {states}, {used}"
        return
    yield f"Not every state was met: {_why(exploration)}"
    if exploration.program.drift.rates.size:
        yield "Metrics that drift have new values at nearly every step, so that few states are equal."
    yield f"What follows rests on {states} and {_plays(exploration)}: {used}"


def _why(exploration: Exploration) -> str:
    if exploration.unfinished == "draws":
        return f"the number {exploration.endless_draw} is drawn from a range, which has more values than can be tried"
    return WHY_UNFINISHED[exploration.unfinished or ""]


def _plays(exploration: Exploration) -> str:
    if exploration.sample is None:
        return "no plays"
    guided = f" and {exploration.sample.guided:,} from where few had been" if exploration.sample.guided else ""
    return f"{exploration.sample.plays:,} plays by lot{guided}"


def _ending_lines(exploration: Exploration) -> Iterator[str]:
    endings = exploration.program.endings
    if exploration.by_lot is not None and exploration.bounds is not None:
        luck = {"dice": "luck as dice", "adversary": "luck against them", "friend": "luck for them"}[
            exploration.bounds.luck
        ]
        yield f"Endings, exactly: a player by lot; the worst and the best player, {luck}"
        rows = [
            (f"{lot:.2%}", f"{worst:.2%} to {best:.2%}", plan.id)
            for plan, lot, worst, best in zip(
                endings, exploration.by_lot, exploration.bounds.worst, exploration.bounds.best, strict=True
            )
        ]
        yield from table(rows, right=[0, 1])
        return
    yield "Endings: share of plays by lot, and its 99 % interval"
    for finding in exploration.findings:
        if finding.node.kind == "ending":
            yield f"{_share(finding)}  {finding.node.id}" if finding.tried else f"no plays  {finding.node.id}"


def _place(loaded: Loaded, finding: Finding) -> str:
    return str(loaded.place(finding.node.path))


def _share(finding: Finding) -> str:
    return f"{finding.hits / finding.tried:.2%} ({finding.low:.2%} to {finding.high:.2%})"


def _at_most(finding: Finding) -> str:
    return f"at most {finding.high:.2%} of plays by lot" if finding.tried else "nothing was tried"
