"""A game as it is put before a player: its agenda, an open decision and its locks, promises, remarks, people.

All of it is read from the log of the game, which knows the program, the lane, and how to fill a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import evolve

from ceo_sim.engine.evaluate import at_least
from ceo_sim.engine.fork import fork
from ceo_sim.engine.layout import MADE, OPEN
from ceo_sim.engine.locks import BudgetLock, ConditionLock, Lock, failed_clause
from ceo_sim.engine.play_log import PlayLog
from ceo_sim.engine.program import DecisionPlan, OptionPlan
from ceo_sim.engine.snapshots import Consultation, Known, OfferedOption, OpenDecision, Promised, Waiting
from ceo_sim.scenario.characters import is_blank
from ceo_sim.scenario.expression import Node
from ceo_sim.scenario.model import WAY_OUT, Cast, Remark

ONLY = np.zeros(1, dtype=np.intp)
"""The one lane of a game."""


def agenda(log: PlayLog) -> list[Waiting]:
    """The decisions that wait for the player, the urgent ones first."""
    plans = [plan for plan in log.program.decisions if is_open(log, plan) and not plan.written.standing]
    return [waiting(log, plan) for plan in sorted(plans, key=lambda plan: not plan.urgent)]


def standing(log: PlayLog) -> list[Waiting]:
    """What can be done with free hours: the standing decisions of which an option is shown."""
    plans = [plan for plan in log.program.decisions if plan.written.standing and is_open(log, plan)]
    return [waiting(log, plan) for plan in plans if any(_is_shown(log, option) for option in plan.options)]


def urgent(log: PlayLog) -> DecisionPlan | None:
    """The decision without which the clock stands still, if there is one."""
    return next((plan for plan in log.program.decisions if plan.urgent and is_open(log, plan)), None)


def is_open(log: PlayLog, plan: DecisionPlan) -> bool:
    """Whether a decision can be taken now."""
    return int(log.state.decision_state[plan.index, 0]) == OPEN and bool(log.state.alive[0])


def waiting(log: PlayLog, plan: DecisionPlan) -> Waiting:
    """An open decision as a line of the agenda."""
    costs = []
    for id, budget in log.program.scenario.budgets.items():
        amounts = [float(option.written.cost.get(id, 0)) for option in plan.options]
        if max(amounts) > 0:
            costs.append((budget, min(amounts), max(amounts)))
    opened = int(log.state.opened_at[plan.index, 0])
    title = log.fill(plan.written.title, log.times_opened(plan.id))
    return Waiting(plan.id, title, plan.urgent, opened, _expires(log, plan), tuple(costs), plan.written.standing)


def decision_view(log: PlayLog, plan: DecisionPlan, order: Sequence[str]) -> OpenDecision:
    """An open decision as it is put to the player, its options in an order."""
    written, cast, times = plan.written, log.program.scenario.cast, log.times_opened(plan.id)
    return OpenDecision(
        id=plan.id,
        title=log.fill(written.title, times),
        exhibit=log.show(written.exhibit, times),
        brief=log.fill(written.brief, times),
        urgent=plan.urgent,
        expires=_expires(log, plan),
        room=tuple(cast[id] for id in written.room),
        options=tuple(view for id in order if (view := _option_view(log, plan.option(id), times)) is not None),
        written=written,
    )


def lock_of(log: PlayLog, option: OptionPlan) -> Lock | None:
    """Why an option of an open decision cannot be chosen; None if it can."""
    if log.state.is_open(option, ONLY)[0]:
        return None
    if (lock := budget_lock(log, {id: float(cost) for id, cost in option.written.cost.items()})) is not None:
        return lock
    assert option.written.when is not None
    if option.written.otherwise:
        lock = ConditionLock(WAY_OUT, None)
    else:
        lock = failed_clause(option.written.when, lambda node: value(log, node))
    return lock if option.written.locked is None else evolve(lock, words=log.fill(option.written.locked))


def budget_lock(log: PlayLog, costs: dict[str, float]) -> Lock | None:
    """The first of some costs that is more than what is left of its budget."""
    for budget, cost in costs.items():
        left = float(log.state.cells[log.program.budgets[budget], 0])
        if not at_least(left, cost):
            return BudgetLock(budget, cost, left)
    return None


def budgets_by_tomorrow(log: PlayLog, plan: DecisionPlan) -> dict[str, float]:
    """The most of each budget that there is today or tomorrow for an open decision, if it can wait so long."""
    program, now, tomorrow = log.program, log.state.now, log.program.timeline.next_day(log.state.now)
    expires = _expires(log, plan)
    can_wait = not plan.urgent and (expires is None or expires > tomorrow)
    refills = {cell for cells in program.refills[now + 1 : tomorrow + 1] if can_wait for cell, _ in cells}
    most = {}
    for id, cell in program.budgets.items():
        left = float(log.state.cells[cell, 0])
        most[id] = max(left, float(program.scenario.budgets[id].refill)) if cell in refills else left
    return most


def foreseeable(log: PlayLog, plan: DecisionPlan, asked: Sequence[Consultation]) -> set[str]:
    """The options of an open decision that a forecast can play.

    They are those that would be open had nothing been spent on forecasts of it since the budgets were last refilled,
    and those that will be with the budgets of tomorrow.

    Args:
        log: The story.
        plan: The decision.
        asked: The forecasts of the decision that have been asked for.
    """
    program, state = log.program, fork(log.state, log.state.seeds, redraw=False)
    by_tomorrow = budgets_by_tomorrow(log, plan)
    for id, cell in program.budgets.items():
        refilled = (step for step in range(state.now, 0, -1) if cell in dict(program.refills[step]))
        since = next(refilled, 0)
        spent = sum(_fee(log, past, id) for past in asked if past.step >= since)
        state.cells[cell] = np.maximum(state.cells[cell] + spent, by_tomorrow[id])
    state.invalidate(program.budget_readers)
    return {option.id for option in plan.options if state.is_open(option, ONLY)[0]}


def _fee(log: PlayLog, past: Consultation, budget: str) -> float:
    return float((log.program.scenario.cast[past.adviser].forecast or {}).get(budget, 0))


def promises(log: PlayLog) -> list[Promised]:
    """What has been promised so far, in the order of the file."""
    state, made = log.state, []
    for plan in log.program.promises:
        since = int(state.promise_made[plan.index, 0])
        if since >= 0:
            standing = ("open", "kept", "broken")[int(state.promise_state[plan.index, 0]) - MADE]
            due = int(state.promise_due[plan.index, 0])
            made.append(Promised(plan.id, log.fill(plan.written.text), since, due, standing))
    return made


def remarks(log: PlayLog) -> list[tuple[Cast, str]]:
    """What the advisers say on the desk, at most a line each."""
    today = log.program.timeline.day_number(log.state.now)
    return [(person, log.fill(remark.text, today)) for person, remark in _remarks(log)]


def _remarks(log: PlayLog) -> Iterator[tuple[Cast, Remark]]:
    """The first remark of each person that may be said now."""
    for person in log.program.scenario.cast.values():
        for remark in person.remarks:
            if remark.when is None or log.evaluate(remark.when):
                yield person, remark
                break


def people(log: PlayLog) -> list[Known]:
    """Those who have been mentioned, in the order of the file; who is named in what is said of them is so, too."""
    said = {person.id: text for person, text in remarks(log)}
    known, waiting = set[str](), [*log.people.known, *_spoken_of(log)]
    abouts: dict[str, str] = {}
    today = log.program.timeline.day_number(log.state.now)
    cast = log.program.scenario.cast
    while waiting:
        id = waiting.pop()
        if id in known:
            continue
        known.add(id)
        if (about := cast[id].about) is not None:
            abouts[id] = log.fill(about, today)
            waiting += log.mentioned_in(about, today)
    return [
        Known(person, abouts.get(id, ""), said.get(id, ""), log.people.said.get(id))
        for id, person in cast.items()
        if id in known
    ]


def _spoken_of(log: PlayLog) -> set[str]:
    """Who says something on the desk now, and whom they mention."""
    today = log.program.timeline.day_number(log.state.now)
    spoken = set[str]()
    for person, remark in _remarks(log):
        spoken |= {person.id} | log.mentioned_in(remark.text, today)
    return spoken


def epilogues(log: PlayLog) -> list[tuple[Cast, str]]:
    """What became of those who have been mentioned, as far as there is something to say, in the order of the file."""
    known = ((each.person, log.fill(each.person.epilogue)) for each in people(log))
    return [(person, text) for person, text in known if not is_blank(text)]


def value(log: PlayLog, node: Node) -> float | bool:
    """The present value of a part of an expression."""
    value = log.program.compiler.node(node)(log.state.context(None))
    return value if isinstance(value, float | bool) else np.reshape(value, -1)[0].item()


def _option_view(log: PlayLog, option: OptionPlan, times: int) -> OfferedOption | None:
    """An option as it is put to the player; None if it is hidden while its condition does not hold."""
    if not _is_shown(log, option):
        return None
    scenario, lock = log.program.scenario, lock_of(log, option)
    return OfferedOption(
        id=option.id,
        label=log.fill(option.written.label, times),
        cost=tuple((scenario.budgets[id], float(cost)) for id, cost in option.written.cost.items()),
        lock=lock,
        advice=tuple((scenario.cast[id], log.fill(text, times)) for id, text in option.written.advice.items()),
        written=option.written,
    )


def labels(log: PlayLog, plan: DecisionPlan) -> dict[str, str]:
    """What each option of an open decision says that is put to the player, by its id."""
    times = log.times_opened(plan.id)
    return {each.id: log.fill(each.written.label, times) for each in plan.options if _is_shown(log, each)}


def _is_shown(log: PlayLog, option: OptionPlan) -> bool:
    """Whether an option is put to the player at all: not if it is hidden and its condition does not hold."""
    return not option.written.hidden or option.when is None or bool(log.state.holds(option.when, ONLY).size)


def _expires(log: PlayLog, plan: DecisionPlan) -> int | None:
    opened = int(log.state.opened_at[plan.index, 0])
    return None if plan.expires is None else opened + plan.expires.since(opened)
