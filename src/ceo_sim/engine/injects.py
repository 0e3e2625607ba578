"""What a teacher may throw into a playthrough: whether it can be thrown now, and how it stands."""

from __future__ import annotations

from collections.abc import Collection

from ceo_sim.engine import queries
from ceo_sim.engine.locks import Lock, failed_clause, refusal
from ceo_sim.engine.play_log import PlayLog
from ceo_sim.engine.program import InjectPlan
from ceo_sim.engine.snapshots import OfferedInject
from ceo_sim.errors import IllegalMove


def verified(log: PlayLog, id: str, thrown: Collection[str]) -> InjectPlan:
    """An inject that can be thrown in now.

    Args:
        log: The story.
        id: The inject.
        thrown: Those that have been thrown in already.

    Raises:
        IllegalMove: There is no such inject, it has been thrown in already, it is not offered now, or the story is
            over.
    """
    plan = log.program.injects.get(id)
    if plan is None:
        there_are = ", ".join(log.program.injects) or "none"
        raise IllegalMove(f"there is no inject {id}; there are {there_are}")
    if not log.state.alive[0]:
        raise IllegalMove(f"{id} cannot be thrown in: the story is over")
    if id in thrown:
        raise IllegalMove(f"{id} has been thrown in already")
    if (lock := lock_of(log, plan)) is not None:
        raise IllegalMove(f"{id} cannot be thrown in now: {refusal(lock)}")
    return plan


def lock_of(log: PlayLog, plan: InjectPlan) -> Lock | None:
    """What of its condition does not hold now; None if it holds."""
    when = plan.written.when
    if when is None or log.evaluate(when):
        return None
    return failed_clause(when, lambda node: queries.value(log, node))


def offered(log: PlayLog, plan: InjectPlan, thrown: Collection[str]) -> OfferedInject:
    """An inject as it stands."""
    is_thrown = plan.id in thrown
    can_be = bool(log.state.alive[0]) and not is_thrown and lock_of(log, plan) is None
    return OfferedInject(plan.id, log.fill(plan.written.title), log.fill(plan.written.text), can_be, is_thrown)
