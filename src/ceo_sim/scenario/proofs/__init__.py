"""What can be proven of a scenario without playing it.

`reach` follows a story with everything that may happen happening; `contexts` says what is then known at each place;
`search` finds out whether conditions can hold there together. The other modules ask that of one kind of thing each.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from attrs import define, evolve

from ceo_sim.scenario.checks.index import ScenarioIndex, Section
from ceo_sim.scenario.checks.shape import moving_shape, shape
from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.model import Scenario
from ceo_sim.scenario.proofs import acts, dominated, endings, ends, gates, locks, ranges, variants
from ceo_sim.scenario.proofs.contexts import Contexts
from ceo_sim.scenario.proofs.explain import Explainer
from ceo_sim.scenario.proofs.openers import Openers
from ceo_sim.scenario.proofs.reach import Reach


@define(eq=False)
class Prover:
    """Proves things of one scenario, and of others that differ from it in words only.

    Attributes:
        contexts: What was found out about the scenario so far.
    """

    contexts: Contexts | None = None
    _of_things: tuple[Issue, ...] | None = None

    @classmethod
    def of(cls, index: ScenarioIndex) -> Prover:
        """That of a scenario that differs from this one in words at the most, if there was one before."""
        return index.memory.latest("prover", (index.functions, shape(index)), cls)

    def errors(self, index: ScenarioIndex) -> Iterator[Issue]:
        """What keeps a scenario from being played, and can only be told from what may happen in it."""
        if any(locks.looks_locked(decision) for decision in index.scenario.decisions.values()):
            yield from locks.without_a_way_out(self._contexts(index))

    def findings(self, index: ScenarioIndex, written: Scenario, *, conditions: bool = True) -> Iterator[Issue]:
        """What is hardly meant so: what can never happen or always does, and what leaves its range.

        Args:
            index: The story as it is played as a whole.
            written: The same as it was written, with the endings of its acts.
            conditions: Whether to look at more than texts.
        """
        contexts = self._contexts(index)
        explainer = Explainer(contexts.reach)

        def texts(section: Section) -> tuple[Issue, ...]:
            return (*variants.check(section, contexts, explainer), *ranges.percents(section, contexts))

        yield from chain.from_iterable(index.each("texts", texts, self))  # as what is proven is this prover's own
        if not conditions:
            return
        if self._of_things is None:
            self._of_things = (
                *gates.check(contexts, explainer),
                *locks.all_at_once(contexts),
                *endings.check(contexts),
                *ends.check(contexts.reach, explainer),
                *ranges.check(contexts),
            )
        yield from self._of_things
        yield from acts.check(written, contexts, explainer)
        yield from dominated.check(index, contexts)

    def _contexts(self, index: ScenarioIndex) -> Contexts:
        if self.contexts is None:
            moves = index.functions, tuple(index.names.items()), moving_shape(index)
            reach = index.memory.latest("reach", moves, lambda: Reach.of(index))
            if reach.index is not index:
                reach = evolve(reach, index=index, openers=Openers.of(index))
            self.contexts = Contexts(reach)
        return self.contexts
