"""`ceo-sim graph`: a scenario as a picture of what leads to what."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from ceo_sim import suggestions
from ceo_sim.cli import arguments, documents
from ceo_sim.cli.opening import playable
from ceo_sim.cli.output import complain
from ceo_sim.errors import UserError

if TYPE_CHECKING:
    from ceo_sim.scenario.model import Scenario

HELP = "Draw what leads to what in a scenario, and how often random plays meet it."
EXAMPLES = """\
  ceo-sim graph my_story.toml -o my_story.svg
  ceo-sim graph the_post --format mermaid > the_post.mmd
  ceo-sim graph the_post -o walkout.svg --from walkout --depth 2
"""
FORMATS = ("svg", "mermaid", "dot")
_EXTENSIONS = {".svg": "svg", ".mmd": "mermaid", ".mermaid": "mermaid", ".dot": "dot", ".gv": "dot"}


class UnknownNode(UserError):
    """A node that the scenario does not have."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_scenario(parser)
    documents.add_output(parser)
    parser.add_argument("--format", choices=FORMATS, help="svg, mermaid or dot; else what FILE ends in, else mermaid")
    parser.add_argument("--from", dest="start", metavar="ID", help="only what can be reached from a node")
    parser.add_argument("--depth", type=arguments.depth, metavar="N", help="only as many arrows from there")
    parser.add_argument("--variables", action="store_true", help="also draw who sets what conditions ask about")
    parser.add_argument("--plays", type=arguments.count, default=2_000, metavar="N", help="how often (%(default)s)")
    parser.add_argument("--seed", type=arguments.seed, default=1, metavar="S", help="seed of the first play")


def run(parsed: Namespace) -> int:
    """Play, draw and write."""
    from ceo_sim.analysis.unreachable import unreachable
    from ceo_sim.analysis.visits import visits
    from ceo_sim.engine.compile import compile_scenario
    from ceo_sim.library import path_of
    from ceo_sim.presentation.graph import graph
    from ceo_sim.report.graph_svg import svg
    from ceo_sim.report.graph_text import dot, mermaid
    from ceo_sim.scenario.loader import diagnose

    if parsed.depth is not None and parsed.start is None:
        complain("--depth counts from the node that --from names; name one")
        return 2
    form, target = documents.format_of(parsed, _EXTENSIONS, "mermaid"), documents.target_of(parsed)
    loaded = playable(parsed.scenario)
    scenario = loaded.as_written
    start = None if parsed.start is None else _key(scenario, parsed.start)
    met = visits(compile_scenario(loaded.playable), parsed.plays, parsed.seed, scenario)
    never = unreachable(loaded, diagnose(path_of(parsed.scenario)))
    drawn = graph(scenario, met, parsed.plays, start, parsed.depth, variables=parsed.variables, unreachable=never)
    documents.write({"svg": svg, "mermaid": mermaid, "dot": dot}[form](drawn), target)
    return 0


def _key(scenario: Scenario, id: str) -> str:
    """The key of the node of that id."""
    from ceo_sim.analysis.links import story_map
    from ceo_sim.scenario.acts import with_all_endings

    nodes = story_map(with_all_endings(scenario)).nodes.values()
    keys = {node.id: node.key for node in reversed(nodes) if node.kind != "inject"}
    if id not in keys:
        decisions = ", ".join(scenario.decisions)
        raise UnknownNode(f'there is no node "{id}"; {suggestions.hint(id, keys, f"decisions are {decisions}")}')
    return keys[id]
