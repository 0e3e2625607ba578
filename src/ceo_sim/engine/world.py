"""What happens without the player: one step of time, in a fixed order.

Budgets refill; what was delayed falls due; echoes sound; promises are kept or broken; decisions that waited too long
lapse; events are considered; decks are drawn from; stocks drift; endings are looked for.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from ceo_sim.engine import rng
from ceo_sim.engine.effects import apply, apply_each, choose, close_decision, fire
from ceo_sim.engine.evaluate import Values
from ceo_sim.engine.lanes import Lanes, indexes
from ceo_sim.engine.layout import BROKEN, KEPT, LAPSED, MADE, OPEN
from ceo_sim.engine.program import Cause, DecisionPlan, DeckPlan, EventPlan, PromisePlan
from ceo_sim.engine.schedule import Indexes

_DRIFT = Cause("drift", "")


def move(state: Lanes) -> None:
    """Move all lanes one step on."""
    program = state.program
    state.set_clock(state.now + 1)
    for cell, amount in program.refills[state.now]:
        state.cells[cell] = amount
    _fall_due(state)
    _echo(state)
    for promise in program.promises:
        _check_promise(state, promise)
    for decision in program.decisions:
        if decision.expires is not None and state.open_count[decision.index]:
            _expire(state, decision)
    for event in program.considered[state.now]:
        _consider(state, event)
    for deck in program.drawn[state.now]:
        _draw(state, deck)
    _drift(state)
    _end(state)


def _living(state: Lanes, lanes: Indexes) -> Indexes:
    return lanes[state.alive[lanes]]


def _fall_due(state: Lanes) -> None:
    due = state.schedule.due.pop(state.now, {})
    for index in sorted(due):
        later = state.program.laters[index]
        for lanes in _without_repeats(due[index]):
            lanes = state.lucky(later.chance, later.stream, state.holds(later.when, _living(state, lanes)))
            if not len(lanes):
                continue
            apply(state, later.consequence, lanes)
            if later.event is not None:
                _fire(state, state.program.events[later.event], lanes)


def _without_repeats(parts: list[Indexes]) -> list[Indexes]:
    """The lanes of all parts together, in as many groups as are needed for no lane to be twice in one."""
    if len(parts) == 1:
        return parts
    together = np.concatenate(parts)
    lanes, first = np.unique(together, return_index=True)
    if len(lanes) == len(together):
        return [lanes]
    rest = np.delete(together, first)
    return [lanes, *_without_repeats([rest])]


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
        if state.observer is not None:
            _report_echoes(state, cell, float(raw[0]))


def _report_echoes(state: Lanes, cell: int, raw: float) -> None:
    assert state.observer is not None
    value = float(state.cells[cell, 0])
    echoes = [(cause, amount) for due, cause, amount in state.schedule.echo_causes.get(state.now, []) if due == cell]
    total = math.fsum(amount for _, amount in echoes)
    running = raw - total
    for number, (cause, amount) in enumerate(echoes, 1):
        running += amount
        last = number == len(echoes)
        state.observer.changed(cell, cause, amount, value - raw if last else 0.0, value if last else running)
    state.flush_derived(*((cause, amount / total if total else 1 / len(echoes)) for cause, amount in echoes))


def _check_promise(state: Lanes, promise: PromisePlan) -> None:
    states = state.promise_state[promise.index]
    lanes = _living(state, indexes(states == MADE))
    if not len(lanes):
        return
    kept = state.holds(promise.kept_when, lanes)
    states[kept] = KEPT
    overdue = lanes[(states[lanes] == MADE) & (state.promise_due[promise.index][lanes] <= state.now)]
    states[overdue] = BROKEN
    for consequence, lanes in ((promise.kept, kept), (promise.broken, overdue)):
        if len(lanes):
            state.invalidate(promise.readers)
            if consequence is not None:
                apply(state, consequence, lanes)


def _expire(state: Lanes, decision: DecisionPlan) -> None:
    assert decision.expires is not None
    waiting = state.decision_state[decision.index] == OPEN
    late = state.opened_at[decision.index] <= state.now - decision.expires
    lanes = _living(state, indexes(waiting & late))
    if decision.default is not None and len(lanes):
        option = decision.options[decision.default]
        allowed = state.is_open(option, lanes)
        if allowed.any():
            if state.observer is not None:
                state.observer.expired(decision, by_default=True)
            choose(state, decision, option, lanes[allowed])
        lanes = lanes[~allowed]
    if len(lanes):
        if state.observer is not None:
            state.observer.expired(decision, by_default=False)
        close_decision(state, decision, lanes, LAPSED)
        if decision.lapsed is not None:
            apply(state, decision.lapsed, lanes)


def _consider(state: Lanes, event: EventPlan) -> None:
    lanes = indexes((state.event_times[event.index] == 0) & state.alive if event.once else state.alive)
    if event.cooldown:
        last = state.event_at[event.index][lanes]
        lanes = lanes[(last < 0) | (state.now - last >= event.cooldown)]
    lanes = state.lucky(event.chance, event.stream, state.holds(event.when, lanes))
    if len(lanes):
        fire(state, event, lanes)


def _fire(state: Lanes, event: EventPlan, lanes: Indexes) -> None:
    """Let an event happen that something else brings about, unless it has and can only once."""
    if event.once:
        lanes = lanes[state.event_times[event.index][lanes] == 0]
    if len(lanes):
        fire(state, event, lanes)


def _draw(state: Lanes, deck: DeckPlan) -> None:
    lanes = indexes(state.alive)
    draws = state.uniform(deck.stream, state.now, lanes)
    if deck.thresholds is not None:
        drawn = _passed(deck.thresholds, draws * (deck.thresholds[-1] + deck.nothing))
    else:
        drawn = _weighed(state, deck, lanes, draws)
    if state.observer is None:
        came = indexes(drawn < len(deck.cards))
        cards, lanes = deck.first + drawn[came], lanes[came]
        state.card_drawn[cards, lanes] = True
        apply_each(state, state.program.card_consequence[cards], lanes)
    elif drawn[0] < len(deck.cards):
        card = deck.cards[drawn[0]]
        state.card_drawn[card.index, lanes] = True
        apply(state, card.consequence, lanes)


def _passed(limits: Iterable[Values], marks: rng.Floats) -> Indexes:
    """How many of a few rising limits each mark has reached; a fourth of the time of `numpy.searchsorted`."""
    count = np.zeros(len(marks), dtype=np.intp)
    for limit in limits:
        count += marks >= limit
    return count


def _weighed(state: Lanes, deck: DeckPlan, lanes: Indexes, draws: rng.Floats) -> Indexes:
    """The position of each lane's card, where weights or conditions change; past the last for none."""
    total: Values = 0.0
    sums: list[Values] = []
    context = state.context(lanes)
    for card in deck.cards:
        weight = np.maximum(card.weight(context), 0.0)
        if card.when is not None:
            weight = np.where(card.when(context), weight, 0.0)
        if card.once:
            weight = np.where(state.card_drawn[card.index][lanes], 0.0, weight)
        total = total + weight
        sums.append(total)
    return _passed(sums, draws * (total + deck.nothing))


def _drift(state: Lanes) -> None:
    drift = state.program.drift
    stocks = state.cells[: len(drift.rates)]
    # In place, in one array that is kept: new arrays of this size cost more than the arithmetic.
    amounts = state.amounts
    amounts[:] = drift.constants
    context = state.context(None)
    for row, baseline in drift.moving:
        amounts[row] = baseline(context)
    amounts -= stocks
    amounts *= drift.rates
    given = amounts[:, 0].tolist() if state.observer is not None else []
    raw = np.add(amounts, stocks, out=amounts)
    raw.clip(drift.lows, drift.highs, out=stocks)
    state.invalidate(drift.readers)
    if state.observer is not None:
        for cell, amount in enumerate(given):
            value = float(stocks[cell, 0])
            state.observer.changed(cell, _DRIFT, amount, value - float(raw[cell, 0]), value)
    state.flush_derived((_DRIFT, 1.0))


def _end(state: Lanes) -> None:
    last = state.now >= state.program.timeline.last
    for index, ending in enumerate(state.program.endings):
        if ending.early or last:
            lanes = state.holds(ending.when, indexes(state.alive))
            if len(lanes):
                state.end(index, lanes)
