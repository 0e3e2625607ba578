"""A state in a few 64-bit words: all that its future depends on, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from ceo_sim.analysis.explore.relevance import Relevance, whole_cells
from ceo_sim.engine.lanes import Lanes, Mask, indexes
from ceo_sim.engine.layout import ANSWERED, LAPSED, MADE, OPEN, UNOPENED
from ceo_sim.engine.program import DecisionPlan, EventPlan, Program, PromisePlan
from ceo_sim.scenario.names import DECISION_STATES, PROMISE_STATES

Words = NDArray[np.uint64]
"""States, (words, states)."""
Column = NDArray[Any]
_MOST_TIMES = 4
"""Bits for how often the same delayed consequence falls due at one step."""
_EVENT_BITS = 12
"""Bits for how often an event has happened, where a number is asked for."""


class TooLarge(Exception):
    """A state that holds more of something than there is room for in its words."""


@frozen(eq=False)
class _Part:
    """A part of a state: how many bits it takes, how it is read and how it is put back; 64 bits hold a number."""

    bits: int
    read: Callable[[Lanes], Column]
    write: Callable[[Lanes, Column], None]


@frozen(eq=False)
class StateCodec:
    """How the states of a program are packed.

    Attributes:
        program: What is played.
        parts: Each part with its word and the bits below it there.
        words: How many words a state takes.
    """

    program: Program
    parts: tuple[tuple[_Part, int, int], ...] = field(repr=False)
    words: int

    @classmethod
    def of(cls, program: Program, without: frozenset[int] = frozenset()) -> StateCodec:
        """Lay out the states of a program, some cells left out."""
        relevance = Relevance.of(program)
        placed: list[tuple[_Part, int, int]] = []
        word, used = 0, 0
        for part in sorted(_parts(program, relevance, without), key=lambda part: -part.bits):
            if used + part.bits > 64:
                word, used = word + 1, 0
            placed.append((part, word, used))
            used += part.bits
        return cls(program, tuple(placed), word + 1)

    def encode(self, state: Lanes) -> Words:
        """The states of all lanes, which stand at the same step.

        Raises:
            TooLarge: There is no room for one of them.
        """
        packed = np.zeros((self.words, len(state.alive)), dtype=np.uint64)
        for part, word, shift in self.parts:
            values = part.read(state)
            if part.bits == 64:
                packed[word] = np.ascontiguousarray(values, dtype=np.float64).view(np.uint64)
                continue
            codes = values.astype(np.int64)
            if len(codes) and (codes.min() < 0 or codes.max() >> part.bits):
                raise TooLarge
            packed[word] |= codes.astype(np.uint64) << np.uint64(shift)
        return packed

    def decode(self, packed: Words, step: int, state: Lanes) -> None:
        """Give lanes, of as many, the states that they had when they were packed."""
        state.set_clock(step)
        for part, word, shift in self.parts:
            if part.bits == 64:
                part.write(state, packed[word].view(np.float64))
            else:
                codes = (packed[word] >> np.uint64(shift)) & np.uint64((1 << part.bits) - 1)
                part.write(state, codes.astype(np.int64))
        for decision in self.program.decisions:
            if decision.expires is not None:
                waiting = state.decision_state[decision.index] == OPEN
                for since in np.unique(state.opened_at[decision.index][waiting]).tolist():
                    state.schedule.expire_at(since + decision.expires.since(since), decision.index)
        state.count_open_decisions()
        state.invalidate(range(len(state.stale)))


def _parts(program: Program, relevance: Relevance, without: frozenset[int]) -> Iterator[_Part]:
    yield from _cells(program, without)
    for decision in program.decisions:
        yield from _decision(program, decision, relevance)
    for event in program.events:
        yield from _event(program, event, relevance)
    for promise in program.promises:
        yield from _promise(program, promise, relevance)
    yield from _cards(program, relevance)
    yield from _to_come(program)


def _cells(program: Program, without: frozenset[int]) -> Iterator[_Part]:
    derived = without | {plan.cell for plan in program.formulas} | {cell for cell, _ in program.draws}
    whole = whole_cells(program)
    for cell in range(program.cells):
        if cell in derived:
            continue
        if cell in whole:
            low, high = whole[cell]
            yield _Part(max(1, (high - low).bit_length()), _whole_of(cell, low), _put_whole(cell, low))
        else:
            yield _row(64, "cells", cell)
    for row in range(len(program.echoing)):
        for slot in range(program.echo_steps):
            yield _echo(row, slot)


def _row(bits: int, column: str, index: int, add: int = 0) -> _Part:
    """A row of a column of the lanes; `add` makes its values whole numbers from 0."""

    def read(state: Lanes) -> Column:
        values: Column = getattr(state, column)[index]
        return values + add if add else values

    def write(state: Lanes, values: Column) -> None:
        getattr(state, column)[index] = values - add if add else values

    return _Part(bits, read, write)


def _whole_of(cell: int, low: int) -> Callable[[Lanes], Column]:
    return lambda state: state.cells[cell] - low


def _put_whole(cell: int, low: int) -> Callable[[Lanes, Column], None]:
    def write(state: Lanes, values: Column) -> None:
        state.cells[cell] = values + low

    return write


def _echo(row: int, slot: int) -> _Part:
    def write(state: Lanes, values: Column) -> None:
        state.schedule.echoes[row, slot] = values

    return _Part(64, lambda state: state.schedule.echoes[row, slot], write)


def _steps(program: Program) -> int:
    """Bits for a step, none or one past the end included."""
    return (program.timeline.last + 2).bit_length()


def _decision(program: Program, plan: DecisionPlan, relevance: Relevance) -> Iterator[_Part]:
    index, id = plan.index, plan.id
    reads_state = relevance.reads(id, *DECISION_STATES)
    opens_by_itself = plan.at is not None or plan.when is not None

    def read(state: Lanes) -> Column:
        states: Column = state.decision_state[index]
        if reads_state:
            return states
        if opens_by_itself:
            return np.where(states == LAPSED, ANSWERED, states)
        return np.where(states == OPEN, OPEN, UNOPENED)

    def write(state: Lanes, values: Column) -> None:
        state.decision_state[index] = values

    yield _Part(2, read, write)
    if relevance.reads(id, *plan.written.options):
        yield _row(len(plan.options).bit_length(), "choice", index, 1)
    if relevance.reads(id, "days"):
        yield _row(_steps(program), "answered_at", index, 1)
    if plan.expires is not None:
        yield _only_where(
            _steps(program), "opened_at", index, lambda state: state.decision_state[index] == OPEN, program
        )


def _only_where(bits: int, column: str, index: int, where: Callable[[Lanes], Mask], program: Program) -> _Part:
    """A step that matters in some lanes only, and never how far past the end it is."""

    def read(state: Lanes) -> Column:
        steps = np.minimum(getattr(state, column)[index], program.timeline.last + 1)
        return np.where(where(state), steps + 1, 0)

    def write(state: Lanes, values: Column) -> None:
        getattr(state, column)[index] = values - 1

    return _Part(bits, read, write)


def _event(program: Program, plan: EventPlan, relevance: Relevance) -> Iterator[_Part]:
    index, id = plan.index, plan.id
    if relevance.reads(id, "times"):
        yield _row(_EVENT_BITS, "event_times", index)
    elif plan.once or relevance.reads(id, "fired"):

        def write(state: Lanes, values: Column) -> None:
            state.event_times[index] = values

        yield _Part(1, lambda state: state.event_times[index] > 0, write)
    if relevance.reads(id, "days"):
        yield _row(_steps(program), "event_at", index, 1)
    elif plan.cooldown and not plan.once:
        yield _only_where(
            _steps(program),
            "event_at",
            index,
            lambda state: (state.event_at[index] >= 0) & (state.now + 1 - state.event_at[index] < plan.cooldown),
            program,
        )


def _promise(program: Program, plan: PromisePlan, relevance: Relevance) -> Iterator[_Part]:
    index = plan.index
    reads_state = relevance.reads(plan.id, *PROMISE_STATES)

    def read(state: Lanes) -> Column:
        states = state.promise_state[index]
        return states if reads_state else np.where(states == MADE, MADE, 0)

    def write(state: Lanes, values: Column) -> None:
        state.promise_state[index] = values

    yield _Part(2, read, write)
    yield _only_where(_steps(program), "promise_due", index, lambda state: state.promise_state[index] == MADE, program)
    if relevance.reads(plan.id, "days"):
        yield _row(_steps(program), "promise_made", index, 1)


def _cards(program: Program, relevance: Relevance) -> Iterator[_Part]:
    for deck in program.decks:
        for card in deck.cards:
            if card.once or relevance.reads(f"{deck.id}.{card.id}", "drawn"):
                yield _row(1, "card_drawn", card.index)


def _to_come(program: Program) -> Iterator[_Part]:
    for later in program.laters:
        for wait in range(1, later.longest.most + 1):
            yield _due(later.index, wait)
    longest: dict[int, int] = {}
    for consequence in program.consequences:
        if consequence.opens is not None:
            decision, delay = consequence.opens
            longest[decision] = max(delay.most, longest.get(decision, 0))
    day = program.timeline.steps_a_day
    for plan in program.decisions:
        if plan.written.standing:
            longest[plan.index] = max(day, longest.get(plan.index, 0))
    for decision, most in longest.items():
        for wait in range(1, most + 1):
            yield _opening(decision, wait)


def _due(later: int, wait: int) -> _Part:
    def read(state: Lanes) -> Column:
        times = np.zeros(len(state.alive), dtype=np.int64)
        for lanes in state.schedule.due.get(state.now + wait, {}).get(later, ()):
            times[lanes] += 1  # each is in a part but once
        return times

    def write(state: Lanes, values: Column) -> None:
        for times in range(1, int(values.max(initial=0)) + 1):
            state.schedule.delay(later, state.now + wait, indexes(values >= times))

    return _Part(_MOST_TIMES, read, write)


def _opening(decision: int, wait: int) -> _Part:
    def read(state: Lanes) -> Column:
        opens = np.zeros(len(state.alive), dtype=bool)
        for decisions, lanes in state.schedule.openings.get(state.now + wait, ()):
            opens[lanes[np.broadcast_to(decisions, lanes.shape) == decision]] = True
        return opens

    def write(state: Lanes, values: Column) -> None:
        state.schedule.open_at(state.now + wait, decision, indexes(values > 0))

    return _Part(1, read, write)
