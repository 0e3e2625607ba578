"""What an answer or a step of time does to all that is no number, learned from the engine for many states at once.

A state is a control, which is all but the stocks, and the stocks. Where what happens never depends on stocks, but for
which options are open and how the story ends, and all that is added to them is constant, a control and an action alone
say which control follows and what is added. The engine carries that out for one lane of each, under every luck; who
watches it sees what is applied.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from attrs import define, evolve, field, frozen
from numpy.typing import NDArray

from ceo_sim.analysis.explore.luck import BranchingLanes, branch
from ceo_sim.analysis.explore.nodes import Nodes
from ceo_sim.analysis.explore.saturation import Fields, Shift, no_shift
from ceo_sim.analysis.explore.search import answer_each, pass_time
from ceo_sim.analysis.explore.state_codec import StateCodec
from ceo_sim.analysis.explore.tabular_stories import fields_of, is_timeless
from ceo_sim.analysis.explore.tracker import NodeTracker
from ceo_sim.engine.evaluate import Values
from ceo_sim.engine.lanes import EvalContext, Lanes
from ceo_sim.engine.layout import OPEN
from ceo_sim.engine.observers import BatchObserver
from ceo_sim.engine.program import Program
from ceo_sim.engine.schedule import Indexes

Control = tuple[int, ...]
"""The words of a state without its stocks."""


@frozen(eq=False)
class Outcome:
    """What may follow: a control, what becomes of each stock, and how likely it is.

    Attributes:
        nodes: The nodes that are met on the way, those of `first` not among them.
        passes: Whether time has passed.
        first: What the answer did if time has passed after it.
    """

    chance: float
    control: Control
    shifts: tuple[Shift, ...]
    nodes: frozenset[int]
    passes: bool
    first: Outcome | None = None

    def then(self, other: Outcome) -> Outcome:
        """This and then another."""
        shifts = tuple(map(Shift.then, self.shifts, other.shifts))
        return Outcome(self.chance * other.chance, other.control, shifts, other.nodes, other.passes, self)


class PackedContext(EvalContext):
    """States of one control, as an expression sees them: the stocks of each, and all else of one lane."""

    __slots__ = ("_stocks", "fields", "words")

    def __init__(self, state: Lanes, lane: Indexes, fields: Fields, words: NDArray[np.uint64]) -> None:
        super().__init__(state, lane)
        self.fields, self.words = fields, words
        self._stocks: dict[int, Values] = {}

    def among(self, these: Indexes) -> EvalContext | None:
        """None: what is not a stock is there once, not for each."""
        del these
        return None

    def cell(self, cell: int) -> Values:
        """A stock of each state, or another number of all."""
        if cell >= self.state.program.stocks:
            return super().cell(cell)
        if cell not in self._stocks:
            low = self.state.program.bounds[cell][0]
            self._stocks[cell] = self.fields.part(self.words, cell).astype(np.float64) + low
        return self._stocks[cell]


@define(eq=False)
class _Log(BatchObserver[Lanes]):
    """What was applied in which lanes, and which nodes they met."""

    applied_: list[tuple[Indexes, Indexes]] = field(factory=list)
    met: list[tuple[int, Indexes]] = field(factory=list)

    def applied(self, state: Lanes, consequences: Indexes, lanes: Indexes) -> None:
        del state
        self.applied_.append((consequences.copy(), lanes.copy()))

    def hit(self, node: int, lanes: Indexes) -> None:
        self.met.append((node, lanes.copy()))

    def nodes(self, count: int) -> list[frozenset[int]]:
        """The nodes that each of so many lanes met."""
        by_lane: list[set[int]] = [set() for _ in range(count)]
        for node, lanes in self.met:
            for lane in lanes.tolist():
                by_lane[lane].add(node)
        return list(map(frozenset, by_lane))


@frozen(eq=False)
class _View:
    """A control to be looked at: a lane of a bank, what it asks, and what is met there."""

    bank: Lanes
    lane: Indexes
    asked: tuple[int, ...]
    nodes: frozenset[int]


@define(eq=False)
class Transitions:
    """What follows from controls.

    Attributes:
        program: What is played.
        nodes: What can be met in it.
        codec: How its controls are packed.
        fields: How its stocks are.
        endless: The same program without endings: whether a story has ended is seen from the stocks.
    """

    program: Program
    nodes: Nodes
    codec: StateCodec = field(init=False)
    fields: Fields = field(init=False)
    _amounts: dict[int, list[tuple[int, int]]] = field(factory=dict, init=False)
    _views: dict[Control, _View] = field(factory=dict, init=False)
    _signatures: dict[int, object] = field(factory=dict, init=False)
    endless: Program = field(init=False)
    _known: dict[tuple[object, ...], list[Outcome]] = field(factory=dict, init=False)
    _timeless: bool = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.codec = StateCodec.of(self.program, without=frozenset(range(self.program.stocks)))
        self.fields = fields_of(self.program)
        self.endless = evolve(self.program, endings=())
        self._timeless = is_timeless(self.program)
        for plan in self.program.consequences:
            effects = plan.effects
            self._amounts[plan.index] = (
                []
                if effects is None
                else [(row.cell, int(amount)) for row, (_, (amount,)) in zip(effects.rows, effects.shapes, strict=True)]
            )

    def look_at(self, controls: Sequence[Control], step: int) -> None:
        """Learn what controls ask at a step: many together, as that takes hardly longer than one."""
        new = [control for control in controls if not self._timeless or control not in self._views]
        if new:
            log, bank = _Log(), Lanes(self.endless, np.zeros(len(new), dtype=np.uint64))
            self.codec.decode(np.array(new, dtype=np.uint64).T, step, bank)
            self._tracker(log).look(bank)
            nodes = log.nodes(len(new))
            for place, control in enumerate(new):
                asked = np.flatnonzero(bank.decision_state[:, place] == OPEN).tolist()
                self._views[control] = _View(bank, np.array([place]), tuple(asked), nodes[place])
        for control in controls:
            self._views[control].bank.set_clock(step)

    def asked(self, control: Control) -> tuple[int, ...]:
        """The decisions that are open, by their index, in a control that was looked at."""
        return self._views[control].asked

    def read(self, control: Control) -> frozenset[int]:
        """The nodes that are met where such a control waits for an answer, or for time to pass."""
        return self._views[control].nodes

    def context(self, control: Control, words: NDArray[np.uint64]) -> PackedContext:
        """States of such a control, by their stocks, as an expression sees them."""
        view = self._views[control]
        return PackedContext(view.bank, view.lane, self.fields, words)

    def opening(self, start: Lanes) -> frozenset[int]:
        """The nodes that are met before the first step."""
        log = _Log()
        self._tracker(log).begin(start)
        return frozenset(node for node, _ in log.met)

    def closing(self, control: Control, ending: int) -> frozenset[int]:
        """The nodes that are met where a story of such a control ends."""
        if not self.nodes.closing[ending]:
            return frozenset((self.nodes.ending[ending],))
        view, log = self._views[control], _Log()
        view.bank.ending[view.lane] = ending
        self._tracker(log).ended(view.bank, view.lane)
        return frozenset(node for node, _ in log.met)

    def prepare(self, control: Control, word: NDArray[np.uint64], step: int, lanes: Lanes) -> None:
        """Make lanes what a state is, of one word."""
        words = np.array(control, dtype=np.uint64).reshape(-1, 1)
        self.codec.decode(np.repeat(words, len(lanes.alive), axis=1), step, lanes)
        for cell, (low, _) in enumerate(self.program.bounds):
            lanes.cells[cell] = self.fields.part(word, cell).astype(np.float64) + low

    def pack(self, state: Lanes) -> NDArray[np.uint64]:
        """The stocks of each lane in a word."""
        words = np.zeros(len(state.alive), dtype=np.uint64)
        for cell, (low, _) in enumerate(self.program.bounds):
            words |= (state.cells[cell] - low).astype(np.uint64) << np.uint64(self.fields.width * cell)
        return words

    def by_answers(self, controls: Sequence[Control], options: Sequence[int], step: int) -> list[list[Outcome]]:
        """What follows from answers, an option of each control, and from the time that then passes if it does.

        It passes where nothing is left to be answered.
        """
        index = np.array(options, dtype=np.intp)
        decisions = np.searchsorted(self.program.first_option, index, side="right") - 1
        keys = [
            ("answer", control, option, self._signature(step))
            for control, option in zip(controls, options, strict=True)
        ]

        def act(lanes: BranchingLanes, which: Indexes) -> None:
            answer_each(lanes, decisions[which], index[which])

        firsts = self._learned(keys, controls, step, act)
        whole = [("both", *key) for key in keys]
        new = [place for place, key in enumerate(whole) if key not in self._known]
        joined = self._with_time([firsts[place] for place in new], step)
        self._known.update(zip([whole[place] for place in new], joined, strict=True))
        return [self._known[key] for key in whole]

    def _with_time(self, firsts: Sequence[Sequence[Outcome]], step: int) -> list[list[Outcome]]:
        resting = {first.control for outcomes in firsts for first in outcomes}
        self.look_at(sorted(resting), step)
        passed = sorted(control for control in resting if not self.asked(control))
        then = dict(zip(passed, self.by_time(passed, step), strict=True))
        return [
            [
                joined
                for first in outcomes
                for joined in ([first.then(o) for o in then[first.control]] if first.control in then else [first])
            ]
            for outcomes in firsts
        ]

    def by_time(self, controls: Sequence[Control], step: int) -> list[list[Outcome]]:
        """What follows from a step of time."""
        keys = [("time", control, self._signature(step)) for control in controls]
        return self._learned(keys, controls, step, lambda lanes, _: pass_time(lanes))

    def _learned(
        self,
        keys: Sequence[tuple[object, ...]],
        controls: Sequence[Control],
        step: int,
        act: Callable[[BranchingLanes, Indexes], object],
    ) -> list[list[Outcome]]:
        new = [place for place, key in enumerate(keys) if key not in self._known]
        for place in new:
            self._known[keys[place]] = []
        if new:
            words = np.array([controls[place] for place in new], dtype=np.uint64).T
            log = _Log()

            def prepare(lanes: BranchingLanes, which: Indexes) -> None:
                self.codec.decode(words[:, which], step, lanes)

            def act_on(lanes: BranchingLanes, which: Indexes) -> None:
                act(lanes, np.array(new)[which])

            for after, which in branch(self.endless, len(new), prepare, act_on, (log, self._tracker(log))):
                self._note(after, [keys[new[place]] for place in which.tolist()], log)
        return [self._known[key] for key in keys]

    def _note(self, after: BranchingLanes, keys: Sequence[tuple[object, ...]], log: _Log) -> None:
        spans, encoded = self.fields.spans, self.codec.encode(after)
        shifts = [[no_shift(span) for span in spans] for _ in keys]
        for consequences, lanes in log.applied_:
            for consequence, lane in zip(consequences.tolist(), lanes.tolist(), strict=True):
                for cell, amount in self._amounts[consequence]:
                    shifts[lane][cell] = shifts[lane][cell].then(Shift(amount, 0, spans[cell]))
        nodes = log.nodes(len(keys))
        for lane, key in enumerate(keys):
            control = tuple(encoded[:, lane].tolist())
            passes = key[0] == "time"
            outcome = Outcome(float(after.probability[lane]), control, tuple(shifts[lane]), nodes[lane], passes)
            self._known[key].append(outcome)
        log.applied_.clear()
        log.met.clear()

    def _tracker(self, log: _Log) -> NodeTracker:
        return NodeTracker(self.nodes, log.hit, np.ones(len(self.nodes.all), dtype=bool))

    def _signature(self, step: int) -> object:
        """What tells a step from others; the step itself where anything can."""
        if not self._timeless:
            return step
        if step not in self._signatures:
            self._signatures[step] = self._happening(step)
        return self._signatures[step]

    def _happening(self, step: int) -> object:
        program, then = self.program, step + 1
        return (
            tuple(event.index for event in program.considered[then]),
            tuple(deck.id for deck in program.drawn[then]),
            program.refills[then],
            then == program.timeline.last,
            tuple(plan.index for plan in program.decisions if plan.at is not None and step <= plan.at <= then),
            tuple(plan.index for plan in program.decisions if plan.when is not None and (plan.at or 0) <= then),
        )
