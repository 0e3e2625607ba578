"""What can be proven of a scenario without playing it.

`reach` follows a story with everything that may happen happening; `contexts` says what is then known at each place;
`search` finds out whether conditions can hold there together. The other modules ask that of one kind of thing each.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define

from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.model import Scenario
from ceo_sim.scenario.proofs import acts, dominated, endings, ends, gates, locks, ranges, variants
from ceo_sim.scenario.proofs.contexts import Contexts
from ceo_sim.scenario.proofs.explain import Explainer
from ceo_sim.scenario.proofs.reach import Reach


@define
class Prover:
    """Proves things of one scenario, and of its editions, which change words only.

    Attributes:
        contexts: What was found out about the scenario so far.
    """

    contexts: Contexts | None = None

    def errors(self, index: ScenarioIndex) -> Iterator[Issue]:
        """What keeps a scenario from being played, and can only be told from what may happen in it."""
        if any(locks.looks_locked(decision) for decision in index.scenario.decisions.values()):
            yield from locks.without_a_way_out(self._contexts(index))

    def findings(self, index: ScenarioIndex, written: Scenario) -> Iterator[Issue]:
        """What is hardly meant so: what can never happen or always does, and what leaves its range.

        Args:
            index: The story as it is played as a whole.
            written: The same as it was written, with the endings of its acts.
        """
        contexts = self._contexts(index)
        explainer = Explainer(contexts.reach)
        yield from variants.check(index.leaves, contexts, explainer)
        yield from ranges.percents(index.leaves, contexts)
        if contexts.reach.index is index:
            yield from gates.check(contexts, explainer)
            yield from locks.all_at_once(contexts)
            yield from endings.check(contexts)
            yield from acts.check(written, contexts, explainer)
            yield from ends.check(contexts.reach, explainer)
            yield from ranges.check(contexts)
            yield from dominated.check(contexts)

    def _contexts(self, index: ScenarioIndex) -> Contexts:
        if self.contexts is None:
            self.contexts = Contexts(Reach.of(index))
        return self.contexts
