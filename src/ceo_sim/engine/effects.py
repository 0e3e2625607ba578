"""What changes lanes: consequences taking effect, decisions opened and closed, options chosen, events that happen.

A consequence takes effect in one order, which is law, as every saved story rests on it: what an option costs; its
sets, all worked out before the first is made; its effects, all worked out on the state after the sets and before the
first is added; then what comes later, what it promises, what it opens. No consequence has two effects on one cell, and
lanes know nothing of each other, so the effects of many rows and lanes can be added at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceo_sim.engine import rng
from ceo_sim.engine.evaluate import Values
from ceo_sim.engine.lanes import EvalContext, Lanes, distinct, indexes
from ceo_sim.engine.layout import ANSWERED, MADE, OPEN
from ceo_sim.engine.program import (
    Cause,
    CompiledConsequence,
    DecisionPlan,
    EventPlan,
    LaterPlan,
    OptionPlan,
)
from ceo_sim.engine.schedule import Indexes
from ceo_sim.engine.tables import ConstantTable, EchoPlan, Effects, Families
from ceo_sim.scenario.intervals import RESOLUTION

Floats = NDArray[np.float64]


# ---- decisions and events ---------------------------------------------------------------------------------------


def choose(state: Lanes, decision: DecisionPlan, option: OptionPlan, lanes: Indexes) -> None:
    """Answer an open decision; whether the option is open is the caller's affair."""
    close_decision(state, decision, lanes, ANSWERED)
    # A row first and lanes of it then: both at once take five times as long.
    state.choice[decision.index][lanes] = option.position
    state.answered_at[decision.index][lanes] = state.now
    state.answers += len(lanes)
    state.option_counts[option.index] += len(lanes)
    if decision.written.standing:
        state.schedule.open_at(state.program.timeline.next_day(state.now), decision.index, lanes)
    for cell, amount in option.cost:
        spend(state, cell, lanes, amount)
    state.invalidate(state.program.budget_readers, lanes)
    apply(state, option.consequence, lanes)


def choose_each(state: Lanes, decisions: Indexes, options: Indexes, lanes: Indexes) -> None:
    """As `choose`, for each of `lanes` a decision of its own and an option of that, by their indexes; unobserved."""
    program = state.program
    places = decisions * len(state.alive) + lanes
    _flat(state.decision_state)[places] = ANSWERED
    state.open_count -= np.bincount(decisions, minlength=len(state.open_count))
    state.invalidate(program.decision_readers, lanes)
    _flat(state.choice)[places] = options - program.first_option[decisions]
    _flat(state.answered_at)[places] = state.now
    state.answers += len(lanes)
    state.option_counts += np.bincount(options, minlength=len(state.option_counts))
    if program.standing.any():
        again = program.standing[decisions]
        state.schedule.open_at(program.timeline.next_day(state.now), decisions[again], lanes[again])
    if len(program.cost_cells):
        rows, owners = program.cost_rows.expand(options)
        for cell in distinct(program.cost_cells[rows]):  # budgets are few
            these = program.cost_cells[rows] == cell
            spend(state, cell, lanes[owners[these]], program.cost_amounts[rows[these]])
        state.invalidate(program.budget_readers, lanes)
    apply_each(state, program.option_consequence[options], lanes)


def spend(state: Lanes, cell: int, lanes: Indexes, amounts: Floats | float) -> None:
    """Take from a budget what it has; the last bits of sums are no rest."""
    left = state.cells[cell][lanes] - amounts
    left[np.abs(left) <= RESOLUTION] = 0.0
    state.cells[cell][lanes] = left


def open_decisions(state: Lanes, decisions: int | Indexes, lanes: Indexes) -> None:
    """Put a decision, one for all of `lanes` or one for each, before those living lanes that do not have it open."""
    opened = np.broadcast_to(np.asarray(decisions), lanes.shape)
    places, states = opened * len(state.alive) + lanes, _flat(state.decision_state)
    closed = (states[places] != OPEN) & state.alive[lanes]
    if not closed.all():
        opened, places, lanes = opened[closed], places[closed], lanes[closed]
    states[places] = OPEN
    _flat(state.opened_at)[places] = state.now
    counts = np.bincount(opened, minlength=len(state.open_count))
    state.open_count += counts
    for index in indexes(counts > 0).tolist():
        if (expires := state.program.decisions[index].expires) is not None:
            state.schedule.expire_at(state.now + expires.since(state.now), index)
        if state.observer is not None:
            state.observer.opened(state.program.decisions[index])
    state.invalidate(state.program.decision_readers, lanes)
    for watch in state.watches:
        watch.opened(state, opened, lanes)


def close_decision(state: Lanes, decision: DecisionPlan, lanes: Indexes, outcome: int) -> None:
    """Take an open decision from the lanes, as answered or lapsed."""
    state.decision_state[decision.index][lanes] = outcome
    state.open_count[decision.index] -= len(lanes)
    state.invalidate(state.program.decision_readers, lanes)


def fire(state: Lanes, event: EventPlan, lanes: Indexes) -> None:
    """Let an event happen."""
    state.event_times[event.index][lanes] += 1
    state.event_at[event.index][lanes] = state.now
    state.event_counts[event.index] += len(lanes)
    state.invalidate(event.readers, lanes)
    apply(state, event.consequence, lanes)


# ---- consequences -----------------------------------------------------------------------------------------------


def apply(state: Lanes, consequence: CompiledConsequence, lanes: Indexes) -> None:
    """Let a consequence take effect in some lanes."""
    if consequence.sets is not None:
        _assign(state, consequence.sets, lanes)
    if consequence.effects is not None:
        _add(state, consequence.effects, consequence.cause, lanes)
    _let_follow(state, consequence, lanes)
    if consequence.opens is not None:
        decision, wait = consequence.opens
        _open_after(state, wait.since(state.now), decision, lanes)
    if state.observer is not None:
        state.observer.happened(consequence)
    if state.bookkeeper is not None:
        state.flush_derived((consequence.cause, 1.0))
    for watch in state.watches:
        watch.applied(state, np.full(len(lanes), consequence.index), lanes)


def apply_each(state: Lanes, consequences: Indexes, lanes: Indexes) -> None:
    """As `apply`, for each of `lanes` a consequence of its own, by its index; unobserved."""
    program = state.program
    present = [program.consequences[index] for index in distinct(consequences)]
    if any(consequence.sets is not None for consequence in present):
        _assign_each(state, consequences, lanes)
        state.invalidate(_readers(consequence.sets for consequence in present), lanes)
    _add_each(state, consequences, lanes)
    state.invalidate(_readers(consequence.effects for consequence in present), lanes)
    for consequence in present:
        if consequence.laters or consequence.promises:
            _let_follow(state, consequence, lanes[consequences == consequence.index])
    opened = program.opened_decision[consequences]
    waits = program.opened_after[consequences]
    for index, wait in program.opened_at_hour.items():
        waits[consequences == index] = wait.since(state.now)
    for steps in distinct(waits[opened >= 0]):
        these = (opened >= 0) & (waits == steps)
        _open_after(state, steps, opened[these], lanes[these])
    for watch in state.watches:
        watch.applied(state, consequences, lanes)


def _readers(effects: Iterable[Effects | None]) -> set[int]:
    """What reads any of the cells that some effects change."""
    return set().union(*[each.readers for each in effects if each is not None])


def _assign(state: Lanes, sets: Effects, lanes: Indexes) -> None:
    values = _amounts(state, sets, lanes)
    values = values.clip(sets.lows, sets.highs) + 0.0
    for row, cell in enumerate(sets.cells[:, 0]):
        state.cells[cell][lanes] = values[row]
    state.invalidate(sets.readers, lanes)


def _assign_each(state: Lanes, consequences: Indexes, lanes: Indexes) -> None:
    table = state.program.sets
    rows, owners = table.rows.expand(consequences)
    lanes = lanes.take(owners)
    values = evaluate_each(state, table.families, rows, lanes)
    lows = table.lows if isinstance(table.lows, float) else table.lows[rows]
    highs = table.highs if isinstance(table.highs, float) else table.highs[rows]
    values = np.minimum(np.maximum(values, lows), highs) + 0.0
    _flat(state.cells)[table.cells[rows] * len(state.alive) + lanes] = values


def _add(state: Lanes, effects: Effects, cause: Cause, lanes: Indexes) -> None:
    """Add to stocks, within their ranges, and let the echoes follow."""
    amounts = _amounts(state, effects, lanes)
    raw, values = _add_to_cells(state, effects.cells, amounts, effects.lows, effects.highs, lanes)
    state.invalidate(effects.readers, lanes)
    if state.bookkeeper is not None:
        for cell, amount, before, value in zip(
            effects.cells[:, 0].tolist(), amounts[:, 0].tolist(), raw[:, 0].tolist(), values[:, 0].tolist(), strict=True
        ):
            state.bookkeeper.changed(cell, cause, amount, value - before, value)
    for echo, rows, shares in effects.echoes:
        _echo(state, echo, effects.cells[rows], amounts[rows], shares, lanes, cause)


def _add_each(state: Lanes, consequences: Indexes, lanes: Indexes) -> None:
    if (constants := state.program.constant_effects) is not None:
        columns = constants.column[consequences]
        here = columns >= 0
        if here.all():
            _add_constants(state, constants, columns, lanes)
            return
        _add_constants(state, constants, columns[here], lanes[here])
        consequences, lanes = consequences[~here], lanes[~here]
    table = state.program.effects
    rows, owners = table.rows.expand(consequences)
    lanes = lanes.take(owners)
    amounts = evaluate_each(state, table.families, rows, lanes)
    lows = table.lows if isinstance(table.lows, float) else table.lows[rows]
    highs = table.highs if isinstance(table.highs, float) else table.highs[rows]
    _add_to_cells(state, table.cells.take(rows), amounts, lows, highs, lanes)
    kinds = table.echo_kinds[rows]
    for kind, echo in enumerate(table.echoes):
        these = indexes(kinds == kind)
        if len(these):
            at = rows.take(these)
            cells, shares = table.cells.take(at), table.echo_shares.take(at)
            _echo(state, echo, cells, amounts.take(these), shares, lanes.take(these), None)


def _add_constants(state: Lanes, table: ConstantTable, columns: Indexes, lanes: Indexes) -> None:
    """Add to all stocks of each of some lanes a column of a table."""
    stocks, values = state.cells[: len(table.amounts)], table.amounts.take(columns, axis=1)
    if len(lanes) == len(state.alive):
        values += stocks
        values.clip(table.lows, table.highs, out=stocks)
    else:
        values += stocks.take(lanes, axis=1)
        stocks[:, lanes] = values.clip(table.lows, table.highs, out=values)


def _add_to_cells(
    state: Lanes, cells: Indexes, amounts: Floats, lows: Floats | float, highs: Floats | float, lanes: Indexes
) -> tuple[Floats, Floats]:
    """Add amounts to cells of lanes, all of one shape after broadcasting: the numbers before and after their ranges."""
    numbers, places = _flat(state.cells), cells * len(state.alive) + lanes
    raw = numbers.take(places) + amounts
    values = raw.clip(lows, highs)
    numbers[places] = values
    return raw, values


def _flat(column: NDArray[Any]) -> NDArray[Any]:
    """All rows of a column in one: a place in it is found in a fifth of the time that a row and a lane take."""
    return column.reshape(-1)


def _amounts(state: Lanes, effects: Effects, lanes: Indexes) -> Floats:
    """The amounts of the effects of one consequence, (rows, lanes); (rows, 1) if they are the same in all lanes."""
    context, size = state.context(lanes), len(effects.cells)
    if len(effects.groups) == 1:
        ((shape, context.parameters, _),) = effects.groups
        amounts = np.array(shape(context), ndmin=2, copy=None)
        return amounts if len(amounts) == size else np.broadcast_to(amounts, (size, amounts.shape[1]))
    amounts = np.empty((size, len(lanes)))
    for shape, parameters, rows in effects.groups:
        context.parameters = parameters
        amounts[rows] = shape(context)
    return amounts


def evaluate_each(state: Lanes, families: Families, rows: Indexes, lanes: Indexes, dtype: Any = np.float64) -> Any:
    """The expression in each of `rows` of a table, in the lane beside it; those of one shape at once."""
    if len(families.shapes) == 1:  # then a row's place in its family is its place in the table
        return families.shapes[0](EvalContext(state, lanes, tuple(families.constants[0][:, rows])))
    values = np.empty(len(rows), dtype=dtype)
    of = families.family.take(rows)
    for index in distinct(of):
        these = indexes(of == index)
        shape, constants = families.shapes[index], families.constants[index]
        parameters = tuple(constants.take(families.member.take(rows.take(these)), axis=1))
        values[these] = shape(EvalContext(state, lanes.take(these), parameters))
    return values


# ---- what comes later -------------------------------------------------------------------------------------------


def _echo(
    state: Lanes, echo: EchoPlan, cells: Indexes, amounts: Values, shares: Floats, lanes: Indexes, cause: Cause | None
) -> None:
    """Let parts of some amounts follow; arrays are (rows, lanes) after broadcasting, or a row for each lane."""
    schedule, steps, lane_count = state.schedule, state.program.echo_steps, len(state.alive)
    if echo.of == "losses":
        amounts = np.minimum(amounts, 0.0)
    elif echo.of == "gains":
        amounts = np.maximum(amounts, 0.0)
    parts = amounts * shares
    if not parts.any():
        return
    due = range(state.now + echo.gap, state.now + echo.gap * echo.parts + 1, echo.gap)
    echoes, places = _flat(schedule.echoes), state.program.echo_rows.take(cells) * (steps * lane_count) + lanes
    for step in due:
        slot = echoes[step % steps * lane_count :]
        slot[places] = slot.take(places) + parts
    if state.bookkeeper is not None and cause is not None:
        for cell, part in zip(cells[:, 0].tolist(), parts[:, 0].tolist(), strict=True):
            for step in due if part else ():
                schedule.echo_causes.setdefault(step, []).append((cell, Cause("echo", cause.id), part))


def _let_follow(state: Lanes, consequence: CompiledConsequence, lanes: Indexes) -> None:
    for later in consequence.laters:
        if later.random:
            schedule_random(state, later, state.now, lanes)
        else:
            state.schedule.delay(later.index, state.now + later.shortest.since(state.now), lanes)
    for promise in consequence.promises:
        _make_promise(state, promise, lanes)


def schedule_random(state: Lanes, later: LaterPlan, since: int, lanes: Indexes) -> None:
    """Let something come a random time after a step, at one of the steps of its span that are yet to come.

    All of them are as likely, as they are for whoever sees only that it has not come.
    """
    shortest = max(later.shortest.since(since), state.now + 1 - since)
    span = later.longest.since(since) - shortest + 1
    waits = shortest + state.one_of(span, ~later.stream & rng.MASK, since, lanes)
    if len(state.alive) == 1:
        state.schedule.random_delays.extend((later.index, since, since + int(wait)) for wait in waits)
    for wait in distinct(waits):
        state.schedule.delay(later.index, since + wait, lanes[waits == wait])


def _open_after(state: Lanes, steps: int, decisions: int | Indexes, lanes: Indexes) -> None:
    if steps == 0:
        open_decisions(state, decisions, lanes)
    else:
        state.schedule.open_at(state.now + steps, decisions, lanes)


def _make_promise(state: Lanes, index: int, lanes: Indexes) -> None:
    plan = state.program.promises[index]
    lanes = lanes[state.promise_state[index, lanes] != MADE]
    state.promise_state[index, lanes] = MADE
    state.promise_made[index, lanes] = state.now
    in_time = state.now + plan.due_in.since(state.now)
    state.promise_due[index, lanes] = in_time if plan.due_at is None else plan.due_at
    state.invalidate(plan.readers, lanes)
    for watch in state.watches:
        watch.promised(state, index, lanes, MADE)
