"""What happens without the player: one step of time, in a fixed order.

Budgets refill; what was delayed falls due; echoes sound; promises are kept or broken; decisions that waited too long
lapse; events are considered; decks are drawn from; stocks drift; endings are looked for.
"""

from __future__ import annotations

import math

import numpy as np

from ceo_sim.engine.effects import apply, apply_each, choose, close_decision, fire
from ceo_sim.engine.evaluate import Values
from ceo_sim.engine.lanes import Lanes, Mask, indexes
from ceo_sim.engine.layout import BROKEN, KEPT, LAPSED, MADE, OPEN
from ceo_sim.engine.program import Cause, DecisionPlan, DeckPlan, EventPlan, PromisePlan
from ceo_sim.engine.schedule import Indexes

_DRIFT = Cause("drift", "")


def move(state: Lanes) -> None:
    """Move all lanes one step on."""
    program = state.program
    state.set_clock(state.now + 1)
    state.flush_derived((_DRIFT, 1.0))
    for cell, amount in program.refills[state.now]:
        state.cells[cell] = amount
    if program.budget_readers and program.refills[state.now]:
        state.invalidate(program.budget_readers)
        state.flush_derived((_DRIFT, 1.0))
    _fall_due(state)
    _echo(state)
    for promise in program.promises:
        _check_promise(state, promise)
    for index in sorted(state.schedule.expiries.pop(state.now, ())):
        if state.open_count[index]:
            _expire(state, program.decisions[index])
    for event in program.considered[state.now]:
        _consider(state, event)
    for deck in program.drawn[state.now]:
        _draw(state, deck)
    _drift(state)
    _end(state)


def _fall_due(state: Lanes) -> None:
    due = state.schedule.due.pop(state.now, {})
    for index in sorted(due):
        later = state.program.laters[index]
        for lanes in _without_repeats(due[index]):
            lanes = lanes[state.alive[lanes]]
            for watch in state.watches:
                watch.considered(state, later, _mask(state, lanes))
            lanes = state.drawn(later.chance, later.stream, state.holds(later.when, lanes))
            if not len(lanes):
                continue
            apply(state, later.consequence, lanes)
            if later.event is not None:
                _fire(state, state.program.events[later.event], lanes)


def _mask(state: Lanes, lanes: Indexes) -> Mask:
    mask = np.zeros(len(state.alive), dtype=bool)
    mask[lanes] = True
    return mask


def _without_repeats(parts: list[Indexes]) -> list[Indexes]:
    """The lanes of all parts together, in as many groups as are needed for no lane to be twice in one."""
    if len(parts) == 1:
        return parts
    together = np.concatenate(parts)
    groups: list[Indexes] = []
    while len(together):
        lanes, first = np.unique(together, return_index=True)
        groups.append(lanes)
        together = np.delete(together, first)
    return groups


def _echo(state: Lanes) -> None:
    program = state.program
    slot = state.now % program.echo_steps
    for row, cell in enumerate(program.echoing):
        amounts = state.schedule.echoes[row, slot]
        if not amounts.any():
            continue
        low, high = program.bounds[cell]
        raw = state.cells[cell] + amounts
        raw.clip(low, high, out=state.cells[cell])
        amounts[:] = 0.0
        state.invalidate(program.readers[cell])
        if state.bookkeeper is not None:
            _report_echoes(state, cell, float(raw[0]))


def _report_echoes(state: Lanes, cell: int, raw: float) -> None:
    assert state.bookkeeper is not None
    value = float(state.cells[cell, 0])
    echoes = [(cause, amount) for due, cause, amount in state.schedule.echo_causes.get(state.now, []) if due == cell]
    total = math.fsum(amount for _, amount in echoes)
    running = raw - total
    for number, (cause, amount) in enumerate(echoes, 1):
        running += amount
        last = number == len(echoes)
        state.bookkeeper.changed(cell, cause, amount, value - raw if last else 0.0, value if last else running)
    state.flush_derived(*((cause, amount / total if total else 1 / len(echoes)) for cause, amount in echoes))


def _check_promise(state: Lanes, promise: PromisePlan) -> None:
    states = state.promise_state[promise.index]
    lanes = indexes((states == MADE) & state.alive)
    if not len(lanes):
        return
    for watch in state.watches:
        watch.considered(state, promise, _mask(state, lanes))
    fulfilled = state.holds(promise.kept_when, lanes)
    states[fulfilled] = KEPT
    overdue = lanes[(states[lanes] == MADE) & (state.promise_due[promise.index][lanes] <= state.now)]
    states[overdue] = BROKEN
    for outcome, consequence, lanes in ((KEPT, promise.kept, fulfilled), (BROKEN, promise.broken, overdue)):
        if len(lanes):
            state.invalidate(promise.readers, lanes)
            for watch in state.watches:
                watch.promised(state, promise.index, lanes, outcome)
            if consequence is not None:
                apply(state, consequence, lanes)


def _expire(state: Lanes, decision: DecisionPlan) -> None:
    assert decision.expires is not None
    waiting = state.decision_state[decision.index] == OPEN
    late = decision.expires.is_over(state.opened_at[decision.index], state.now)
    lanes = indexes(waiting & late & state.alive)
    if decision.default is not None and len(lanes):
        option = decision.options[decision.default]
        allowed = state.is_open(option, lanes)
        if allowed.any():
            if state.observer is not None:
                state.observer.expired(decision, by_default=True)
            for watch in state.watches:
                watch.expired(decision, lanes[allowed], by_default=True)
            state.default_counts[option.index] += np.count_nonzero(allowed)
            choose(state, decision, option, lanes[allowed])
        lanes = lanes[~allowed]
    if len(lanes):
        if state.observer is not None:
            state.observer.expired(decision, by_default=False)
        for watch in state.watches:
            watch.expired(decision, lanes, by_default=False)
        close_decision(state, decision, lanes, LAPSED)
        if decision.lapsed is not None:
            apply(state, decision.lapsed, lanes)


def _consider(state: Lanes, event: EventPlan) -> None:
    able = state.alive
    if event.once:
        able = able & (state.event_times[event.index] == 0)
    if event.cooldown:
        last = state.event_at[event.index]
        able = able & ((last < 0) | (state.now - last >= event.cooldown))
    for watch in state.watches:
        watch.considered(state, event, able)
    lanes = state.drawn(event.chance, event.stream, state.lanes_where(able, event.when))
    if len(lanes):
        fire(state, event, lanes)


def _fire(state: Lanes, event: EventPlan, lanes: Indexes) -> None:
    """Let an event happen that something else brings about, unless it has and can only once."""
    if event.once:
        lanes = lanes[state.event_times[event.index][lanes] == 0]
    if len(lanes):
        fire(state, event, lanes)


def _draw(state: Lanes, deck: DeckPlan) -> None:
    for watch in state.watches:
        watch.considered(state, deck, state.alive)
    if (fixed := deck.thresholds) is not None:
        drawn = state.passed(fixed.tolist(), fixed[-1] + deck.nothing, deck.stream)
    else:
        sums = _weights(state, deck)
        drawn = state.passed(sums, sums[-1] + deck.nothing, deck.stream)
    lanes = indexes((drawn < len(deck.cards)) & state.alive)
    if not len(lanes):
        return
    cards = deck.first + drawn[lanes]
    state.card_drawn[cards, lanes] = True
    state.invalidate(deck.readers, lanes)
    if len(lanes) > 1:
        apply_each(state, state.program.card_consequence[cards], lanes)
    else:
        apply(state, deck.cards[drawn[lanes[0]]].consequence, lanes)


def _weights(state: Lanes, deck: DeckPlan) -> list[Values]:
    """The sums of the weights of a deck's cards up to each of them, where weights or conditions change."""
    total: Values = 0.0
    sums: list[Values] = []
    context = state.context(None)
    for card in deck.cards:
        weight = np.maximum(card.weight(context), 0.0)
        if card.when is not None:
            weight = weight * card.when(context)  # in half the time of `numpy.where`
        if card.once:
            weight = weight * ~state.card_drawn[card.index]
        total = total + weight
        sums.append(total)
    return sums


def _drift(state: Lanes) -> None:
    """Move stocks towards their baselines, all of which are worked out on the state before any of them moves."""
    drift = state.program.drift
    for row in drift.moving:
        state.refresh_baseline(row)
    # In place, in one array that is kept: new arrays of this size cost more than the arithmetic.
    stocks = state.cells[: len(drift.rates)]
    amounts = np.subtract(state.baselines, stocks, out=state.amounts)
    amounts *= drift.rates
    rest = amounts[:, 0].tolist() if state.bookkeeper is not None else []
    raw = np.add(amounts, stocks, out=amounts)
    if state.bookkeeper is not None:
        _report_pulls(state, rest)
    raw.clip(drift.lows, drift.highs, out=stocks)
    if state.bookkeeper is not None:
        for cell, amount in enumerate(rest):
            value = float(stocks[cell, 0])
            state.bookkeeper.changed(cell, _DRIFT, amount, value - float(raw[cell, 0]), value)
    state.invalidate(drift.readers)
    state.flush_derived((_DRIFT, 1.0))


def _report_pulls(state: Lanes, rest: list[float]) -> None:
    """Tell the bookkeeper what each cause adds by what it made of baselines, and take that from the rest, by cell.

    Each part is put into its cell, so that what reads it moves by the same cause; the drift as a whole comes after it.
    """
    assert state.bookkeeper is not None
    for cause, parts in state.bookkeeper.pulled():
        for cell, amount in parts:
            low, high = state.program.bounds[cell]
            state.cells[cell, 0] = min(max(state.cells[cell, 0] + amount, low), high)
            rest[cell] -= amount
            state.bookkeeper.changed(cell, cause, amount, 0.0, float(state.cells[cell, 0]))
            state.invalidate(state.program.readers[cell])
        state.flush_derived((cause, 1.0))


def _end(state: Lanes) -> None:
    last = state.now >= state.program.timeline.last
    before = np.count_nonzero(state.alive)
    for index, ending in enumerate(state.program.endings):
        if ending.early or last:
            for watch in state.watches:
                watch.considered(state, ending, state.alive)
            lanes = state.lanes_where(state.alive, ending.when)
            if len(lanes):
                state.end(index, lanes)
    if np.count_nonzero(state.alive) < before:
        state.store_final()
