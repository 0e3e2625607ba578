"""What `ceo-sim check` proves never to happen, for where a search cannot meet every state."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.analysis.explore.nodes import Nodes
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.proofs import endings, gates
from ceo_sim.scenario.proofs.contexts import Contexts
from ceo_sim.scenario.proofs.explain import Explainer
from ceo_sim.scenario.proofs.reach import Reach

_GATED = ("option", "card", "ending")
"""What happens only where its condition holds; an event may be brought about by something else."""


def proven_never(nodes: Nodes) -> frozenset[int]:
    """The places of options, cards and endings whose condition can never hold, and of endings that others shadow."""
    shut = set(_shut(nodes))
    return frozenset(place for place, node in enumerate(nodes.all) if node.kind in _GATED and node.path in shut)


def _shut(nodes: Nodes) -> Iterator[Path]:
    contexts = Contexts(Reach.of(ScenarioIndex.of(nodes.program.scenario)))
    for issue in gates.check(contexts, Explainer(contexts.reach)):
        if issue.code == "W540":  # its path is that of the condition
            yield issue.path[:-1]
    for issue in endings.check(contexts):
        yield issue.path[:2]
