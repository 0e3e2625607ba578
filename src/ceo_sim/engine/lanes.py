"""Many playthroughs side by side: what is remembered of them, and how it is read.

A lane is one playthrough. Its numbers are columns of arrays; all lanes stand at the same step of the clock. `effects`
changes them, `world` moves them through time, `questions` asks for their decisions; `schedule` holds what is to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from ceo_sim.engine import rng
from ceo_sim.engine.columns import allocate, bytes_per_lane, column, tally
from ceo_sim.engine.evaluate import Evaluate, Values, at_least
from ceo_sim.engine.layout import OPEN
from ceo_sim.engine.observers import BatchObserver, Bookkeeper, Observer
from ceo_sim.engine.program import Cause, OptionPlan, Program
from ceo_sim.engine.schedule import Indexes, Schedule
from ceo_sim.scenario.names import NEVER

Mask = NDArray[np.bool_]

WIDE = 8
"""From one lane in so many on, an expression is worked out for all lanes and then picked from: picking costs most."""
MOST_GROUPS = 30
"""Groups of lanes that are remembered as out of date until all lanes are."""


def indexes(mask: Mask) -> Indexes:
    """Where a mask is true; a third of the cost of `numpy.flatnonzero`, and it is asked for at every turn."""
    return mask.nonzero()[0]


def distinct(numbers: NDArray[np.integer]) -> list[int]:
    """The numbers that occur, none below 0, in rising order; for few and small ones it beats `numpy.unique`.

    That sorts, and first imports `numpy.ma`, which takes 9 ms and 1.2 MB.
    """
    numbers_present: list[int] = indexes(np.bincount(numbers) > 0).tolist()
    return numbers_present


def _decisions(program: Program) -> tuple[int]:
    return (len(program.decisions),)


def _events(program: Program) -> tuple[int]:
    return (len(program.events),)


def _promises(program: Program) -> tuple[int]:
    return (len(program.promises),)


def _drifting(program: Program) -> tuple[int]:
    return (len(program.drift.rates),)


def _formulas(program: Program) -> tuple[int]:
    return (len(program.formulas),)


class EvalContext:
    """Some lanes, or all of them, as an expression sees them at one moment."""

    __slots__ = ("_derived", "arguments", "lanes", "parameters", "state")

    def __init__(self, state: Lanes, lanes: Indexes | None, parameters: tuple[Values, ...] = ()) -> None:
        self.state = state
        self.lanes = lanes
        self.arguments: tuple[Values, ...] = ()
        self.parameters = parameters
        self._derived: dict[int, Values] = {}

    def among(self, these: Indexes) -> EvalContext | None:
        """Only some of the lanes, by their places; None where what else is at hand is not of one lane each."""
        if self.arguments or self.parameters:
            return None
        return EvalContext(self.state, these if self.lanes is None else self.lanes.take(these))

    def cell(self, cell: int) -> Values:
        """A number of each lane."""
        row = self.state.cells[cell]
        return row if self.lanes is None else row.take(self.lanes)  # as `_of`, whose call costs as much

    def derived(self, formula: int, cell: int) -> Values:
        """A derived metric; if it is out of date in all lanes and these are few, it is worked out for these alone."""
        state = self.state
        if (stale := state.stale[formula]) != []:
            if stale is None and self.lanes is not None and len(self.lanes) * WIDE < len(state.alive):
                if formula not in self._derived:
                    self._derive(formula)
                return self._derived[formula]
            state.refresh(formula)
        return self._of(state.cells[cell])

    def _derive(self, formula: int) -> None:
        """Work out a derived metric for these lanes, and before it those that it reads."""
        outer, self.arguments, parameters, self.parameters = self.arguments, (), self.parameters, ()
        waiting, stale, formulas = [formula], self.state.stale, self.state.program.formulas
        while waiting:
            plan = formulas[waiting[-1]]
            if missing := [need for need in plan.needs if stale[need] is None and need not in self._derived]:
                waiting += missing
            elif (done := waiting.pop()) not in self._derived:
                self._derived[done] = (np.asarray(plan.value(self)) + 0.0).clip(plan.low, plan.high)
        self.arguments, self.parameters = outer, parameters

    def decision(self, index: int) -> Values:
        """The state of a decision."""
        return self._of(self.state.decision_state[index])

    def choice(self, index: int) -> Values:
        """The position of the option last chosen, or -1."""
        return self._of(self.state.choice[index])

    def event_times(self, index: int) -> Values:
        """How often an event has happened."""
        return self._of(self.state.event_times[index])

    def card_drawn(self, index: int) -> Values:
        """Whether a card has been drawn."""
        return self._of(self.state.card_drawn[index])

    def promise(self, index: int) -> Values:
        """The state of a promise."""
        return self._of(self.state.promise_state[index])

    def days_since_answer(self, index: int) -> Values:
        """Days since a decision was last answered, or `NEVER`."""
        return self._days_since(self.state.answered_at[index])

    def days_since_event(self, index: int) -> Values:
        """Days since an event last happened, or `NEVER`."""
        return self._days_since(self.state.event_at[index])

    def days_since_promise(self, index: int) -> Values:
        """Days since a promise was made, or `NEVER`."""
        return self._days_since(self.state.promise_made[index])

    def _of(self, row: NDArray[Any]) -> Values:
        return row if self.lanes is None else row.take(self.lanes)  # in two thirds of the time of an index

    def _days_since(self, steps: NDArray[np.int32]) -> Values:
        steps = self._of(steps)
        days = (self.state.now - steps) * self.state.program.timeline.step_days
        return np.where(steps < 0, NEVER, days)


@define(eq=False)
class Lanes:
    """A batch of playthroughs of one program.

    Attributes:
        program: What is played.
        seeds: The luck of each lane, (lanes,).
        observer: Who follows the only lane, if there is but one, and `bookkeeper` each change of its numbers.
        watches: Who follows all lanes.
        given: Values of draws, by their cells, that stand in the place of luck, (lanes,) each.
        keys: Where in the random sequence each lane starts.
        now: The step at which all of them stand.
        day: Days since the start; `hour` is the hour of the day.
        schedule: What is yet to come.
        stale: For each derived metric, and behind them for each baseline of a drifting stock, the groups of lanes in
            which it is out of date, which may overlap; None for all lanes.
        answers: How many decisions were answered in all lanes.
        cells: The numbers of the lanes; derived metrics may be out of date.
        baselines: Towards what each drifting stock moves; they may be out of date.
        amounts: Room to work out how stocks drift.
        unclamped: Of a lane whose numbers are followed, each derived metric as it would be without its range.
        alive: The lanes that have not ended.
        ending: The ending of each lane, or -1.
        ended_at: The step of it.
        final: The metrics of each ended lane as they then were.
        open_count: In how many lanes each decision is open.
        default_counts: Times that each option counted because its decision was not taken in time; `option_counts` has
            those too.
    """

    program: Program
    seeds: rng.Seeds
    observer: Observer | None = None
    watches: tuple[BatchObserver[Lanes], ...] = ()
    given: Mapping[int, rng.Floats] = field(factory=dict)
    bookkeeper: Bookkeeper | None = None
    keys: rng.Seeds = field(init=False)
    now: int = field(init=False)
    day: float = field(init=False)
    hour: float = field(init=False)
    schedule: Schedule = field(init=False)
    stale: list[list[Indexes] | None] = field(init=False)
    answers: int = field(default=0, init=False)
    _unreported: set[int] = field(factory=set, init=False)

    cells: NDArray[np.float64] = column(np.float64, lambda program: (program.cells,))
    baselines: NDArray[np.float64] = column(np.float64, _drifting, forked=False)
    amounts: NDArray[np.float64] = column(np.float64, _drifting, forked=False)
    alive: Mask = column(np.bool_, fill=True)
    ending: NDArray[np.int16] = column(np.int16, fill=-1)
    ended_at: NDArray[np.int32] = column(np.int32, fill=-1)
    final: NDArray[np.float64] = column(np.float64, lambda program: (program.stocks + len(program.formulas),))
    decision_state: NDArray[np.int8] = column(np.int8, _decisions)
    choice: NDArray[np.int16] = column(np.int16, _decisions, -1)
    opened_at: NDArray[np.int32] = column(np.int32, _decisions, -1)
    answered_at: NDArray[np.int32] = column(np.int32, _decisions, -1)
    event_times: NDArray[np.int32] = column(np.int32, _events)
    event_at: NDArray[np.int32] = column(np.int32, _events, -1)
    promise_state: NDArray[np.int8] = column(np.int8, _promises)
    promise_made: NDArray[np.int32] = column(np.int32, _promises, -1)
    promise_due: NDArray[np.int32] = column(np.int32, _promises, -1)
    card_drawn: Mask = column(np.bool_, lambda program: (program.cards,))
    unclamped: NDArray[np.float64] = tally(np.float64, _formulas)
    open_count: NDArray[np.intp] = column(np.intp, _decisions, by_lane=False, forked=False)
    option_counts: NDArray[np.intp] = column(
        np.intp, lambda program: (len(program.options),), by_lane=False, forked=False
    )
    default_counts: NDArray[np.intp] = column(
        np.intp, lambda program: (len(program.options),), by_lane=False, forked=False
    )
    event_counts: NDArray[np.intp] = column(np.intp, _events, by_lane=False, forked=False)

    def __attrs_post_init__(self) -> None:
        allocate(self, self.program, len(self.seeds))
        self.keys = rng.lane_keys(self.seeds)
        self.schedule = Schedule(self.program, len(self.seeds))
        self.stale = [None] * (len(self.program.formulas) + len(self.program.drift.rates))
        self.baselines[:] = self.program.drift.constants
        self.set_clock(0)
        for cell, draw in self.program.draws:
            stream = rng.stream_key(f"draw:{draw.id}")
            if cell in self.given:
                self.cells[cell] = self.given[cell]
            elif draw.mean is not None and draw.sd is not None:
                self.cells[cell] = draw.mean + draw.sd * rng.normal(self.keys, stream, 0)
            else:
                low, high = float(draw.low or 0), float(draw.high or 0)
                self.cells[cell] = low + (high - low) * rng.uniform(self.keys, stream, 0)
        context = self.context(None)
        for cell, value in self.program.start:
            self.cells[cell] = value(context)
        for cell, (low, high) in enumerate(self.program.bounds):
            self.cells[cell].clip(low, high, out=self.cells[cell])
        self.cells += 0.0  # no zero has a sign, as `evaluate` explains

    @staticmethod
    def bytes_per_lane(program: Program) -> int:
        """What each lane of a batch takes of memory."""
        return bytes_per_lane(Lanes, program) + bytes_per_lane(Schedule, program)

    # ---- reading --------------------------------------------------------------------------------------------

    def context(self, lanes: Indexes | None) -> EvalContext:
        """Some lanes, in their order, as an expression sees them; all of them for None."""
        # All lanes need no picking out, which costs more than most operations on what is picked.
        return EvalContext(self, None if lanes is None or len(lanes) == len(self.alive) else lanes)

    def evaluate(self, expression: Evaluate, lanes: Indexes) -> Values:
        """The value of an expression in each of `lanes`, or one for all of them."""
        if len(lanes) * WIDE < len(self.alive):
            return expression(EvalContext(self, lanes))
        value = expression(EvalContext(self, None))
        return value if len(lanes) == len(self.alive) or np.ndim(value) == 0 else value.take(lanes)

    def lanes_where(self, mask: Mask, condition: Evaluate | None) -> Indexes:
        """The lanes of a mask for which a condition holds."""
        if condition is None or np.count_nonzero(mask) * WIDE < len(mask):
            return self.holds(condition, indexes(mask))
        return indexes(mask & condition(EvalContext(self, None)))

    def holds(self, condition: Evaluate | None, lanes: Indexes) -> Indexes:
        """Those of `lanes` for which a condition holds."""
        if condition is None or not len(lanes):
            return lanes
        result = self.evaluate(condition, lanes)
        if np.ndim(result) == 0:
            return lanes if result else lanes[:0]
        return lanes.compress(result)

    def drawn(self, chance: Evaluate | None, stream: int, lanes: Indexes) -> Indexes:
        """Those of `lanes` for which a draw at this step falls below a probability."""
        if chance is None or not len(lanes):
            return lanes
        won: Mask = self.uniform(stream, self.now, lanes) < self.evaluate(chance, lanes)
        return lanes.compress(won)  # half the time of a mask as an index, which suits only what nearly all or none have

    def one_of(self, count: int, stream: int, step: int, lanes: Indexes) -> Indexes:
        """A number from 0 up to `count` for each of `lanes`, each as likely as the others."""
        return (self.uniform(stream, step, lanes) * count).astype(np.intp)

    def passed(self, limits: Sequence[Values], total: Values, stream: int) -> Indexes:
        """How many of some rising limits a draw from 0 up to `total` has reached, in every lane, dead ones too.

        To pick out the living would cost more.
        """
        marks = rng.uniform(self.keys, stream, self.now) * total
        # A tenth of the time of `numpy.searchsorted`, with the smallest numbers that hold the count: with two bytes
        # each it takes several times as long.
        count = np.zeros(len(marks), dtype=np.min_scalar_type(len(limits)))
        for limit in limits:
            count += (marks >= limit).view(np.uint8)
        return count.astype(np.intp)

    def uniform(self, stream: int, step: int, lanes: Indexes) -> rng.Floats:
        """The draw of a stream at a step for each of `lanes`."""
        return rng.uniform(self.keys if len(lanes) == len(self.alive) else self.keys.take(lanes), stream, step)

    def is_open(self, option: OptionPlan, lanes: Indexes) -> Mask:
        """For which of `lanes` an option's condition holds and its cost is at hand."""
        allowed = np.ones(len(lanes), dtype=bool)
        if option.when is not None:
            allowed &= self.evaluate(option.when, lanes)
        for cell, amount in option.cost:
            allowed &= at_least(self.cells[cell].take(lanes), amount)
        return allowed

    def metric(self, cell: int) -> NDArray[np.float64]:
        """The present values of a metric, (lanes,)."""
        if cell >= self.program.stocks:
            self.refresh(cell - self.program.stocks)
        values: NDArray[np.float64] = self.cells[cell]
        return values

    def metrics(self) -> NDArray[np.float64]:
        """The present values of all metrics by cell, (stocks and derived, lanes)."""
        for formula in range(len(self.program.formulas)):
            self.refresh(formula)
        return self.cells[: len(self.final)]

    # ---- time and what is derived ---------------------------------------------------------------------------

    def set_clock(self, step: int) -> None:
        """Let all lanes stand at a step, and nothing else."""
        timeline = self.program.timeline
        self.now, self.day, self.hour = step, timeline.days(step), timeline.hour(step)
        self.invalidate(self.program.time_readers)

    def invalidate(self, readers: Iterable[int], lanes: Indexes | None = None) -> None:
        """Mark derived metrics and baselines as out of date in some lanes, or in all of them."""
        if lanes is not None and len(lanes) * WIDE >= len(self.alive):
            lanes = None
        stale = self.stale
        for reader in readers:
            groups = stale[reader]
            if lanes is None or groups is None or len(groups) == MOST_GROUPS:
                stale[reader] = None
            else:
                groups.append(lanes)
        if self.bookkeeper is not None:
            self._unreported.update(readers)

    def refresh(self, formula: int) -> None:
        """Work out a derived metric where it is out of date, and before it those that it reads: a chain may be long."""
        waiting, stale, formulas = [formula], self.stale, self.program.formulas
        while waiting:
            if missing := [need for need in formulas[waiting[-1]].needs if stale[need] != []]:
                waiting += missing
            else:
                self._refresh_alone(waiting.pop())

    def _refresh_alone(self, formula: int) -> None:
        if (context := self.take_stale(formula)) is None:
            return
        plan = self.program.formulas[formula]
        value = np.asarray(plan.value(context)) + 0.0
        if self.bookkeeper is not None:
            self.unclamped[formula] = value.reshape(-1)[0]
        if context.lanes is None:
            value.clip(plan.low, plan.high, out=self.cells[plan.cell])
        else:
            self.cells[plan.cell][context.lanes] = value.clip(plan.low, plan.high)

    def take_stale(self, reader: int) -> EvalContext | None:
        """The lanes in which a derived metric or a baseline is out of date, for who brings it up to date now."""
        groups, self.stale[reader] = self.stale[reader], []
        if groups is None:
            return EvalContext(self, None)
        if not groups:
            return None
        lanes = groups[0] if len(groups) == 1 else np.concatenate(groups)
        return EvalContext(self, lanes if len(lanes) * WIDE < len(self.alive) else None)

    def refresh_baseline(self, row: int) -> None:
        """Work out towards what a drifting stock moves where that is out of date."""
        if (context := self.take_stale(len(self.program.formulas) + row)) is not None:
            lanes = slice(None) if context.lanes is None else context.lanes
            self.baselines[row][lanes] = self.program.drift.moving[row](context)

    def flush_derived(self, *causes: tuple[Cause, float]) -> None:
        """Tell the bookkeeper how derived metrics and baselines changed, and the part that each cause has in it.

        The parts sum to 1.
        """
        if self.bookkeeper is None:
            return
        formulas = self.program.formulas
        for reader in sorted(self._unreported):
            if reader < len(formulas):
                self.refresh(reader)
                cell = formulas[reader].cell
                self.bookkeeper.derived(cell, causes, float(self.unclamped[reader]), float(self.cells[cell, 0]))
            else:
                row = reader - len(formulas)
                self.refresh_baseline(row)
                self.bookkeeper.rebased(row, causes, float(self.baselines[row, 0]))
        self._unreported.clear()

    def count_open_decisions(self) -> None:
        """Count again in how many lanes each decision is open."""
        self.open_count[:] = (self.decision_state == OPEN).sum(axis=1)

    def end(self, ending: int, lanes: Indexes) -> None:
        """End some lanes; `store_final` is to follow."""
        self.ending[lanes] = ending
        self.ended_at[lanes] = self.now
        self.alive[lanes] = False

    def store_final(self) -> None:
        """Store the metrics of the lanes that have ended at this step."""
        lanes = indexes(self.ended_at == self.now)
        stocks, context = self.program.stocks, self.context(lanes)
        self.final[:stocks, lanes] = self.cells[:stocks, lanes]
        for formula, plan in enumerate(self.program.formulas):
            self.final[plan.cell][lanes] = context.derived(formula, plan.cell)
