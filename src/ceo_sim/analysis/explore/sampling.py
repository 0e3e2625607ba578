"""Plays by lot, and plays that go on from where few have been, for stories with more states than can be searched.

The first kind gives odds. The second only finds: it keeps, for each cell of a rough map of the story (the decision last
answered, and the bands of some metrics), a play that came there, goes back to cells that were seldom visited and plays
on from them by lot (Ecoffet et al., "First return, then explore", Nature 590, 2021). As luck is a function of the seed,
a play that goes back gives the same answers on the same seed, so whatever it meets has a witness.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from ceo_sim.analysis.explore.budget import Budget, Spent
from ceo_sim.analysis.explore.changed import reads
from ceo_sim.analysis.explore.nodes import Nodes
from ceo_sim.analysis.explore.repeats import Repeats
from ceo_sim.analysis.explore.tracker import NodeTracker
from ceo_sim.analysis.explore.witness import Witness
from ceo_sim.engine import rng
from ceo_sim.engine.lanes import Lanes, Mask, indexes
from ceo_sim.engine.policy import RandomPolicy, decide, play_out
from ceo_sim.engine.program import DecisionPlan, Program
from ceo_sim.engine.question import Question
from ceo_sim.engine.schedule import Indexes
from ceo_sim.engine.snapshots import Answer

BATCH = 2_000
"""Plays side by side."""
FIRST_BATCH = 50
"""The same of the first batch, and each next one has twice as many: so there is an answer soon in a long story, too."""
GUIDED_BATCH = 500
"""The same of plays that go back: more would go back by an older map."""
PATIENCE = 20
"""Batches of those in a row that bring nothing new before they end."""
BANDS = 5
"""Parts of a metric's range that are told apart on the map, where it has no bands of its own."""
MOST_MAPPED = 6
"""Metrics that make the map; with more nearly every play would have cells of its own."""


@define(eq=False)
class Sample:
    """What plays have met.

    Attributes:
        nodes: What can be met.
        plays: How many were played by lot.
        hits: In how many of those each node was met.
        guided: How many were played from where few had been.
        witnesses: A play that meets each node, by its place.
    """

    nodes: Nodes
    plays: int = 0
    hits: NDArray[np.int64] = field(init=False)
    guided: int = 0
    witnesses: dict[int, Witness] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.hits = np.zeros(len(self.nodes.all), dtype=np.int64)


def sample(
    program: Program,
    nodes: Nodes,
    budget: Budget,
    plays: int,
    seed: int = 1,
    wanted: Sequence[int] = (),
    *,
    until_met: bool = False,
) -> Iterator[Sample]:
    """Play by lot, then from where few have been, until all that is wanted is met or a budget is used up.

    Args:
        program: What is played.
        nodes: What can be met.
        budget: Its time ends the plays; the memory of a batch is within it.
        plays: How many plays by lot.
        seed: Of the first play.
        wanted: Places of the nodes to look for after the plays by lot; all if left out.
        until_met: Whether plays by lot end, too, once all of these are met.

    Yields:
        The same sample after each batch.
    """
    batch = max(1, min(BATCH, budget.memory // (2 * Lanes.bytes_per_lane(program) + len(nodes.all))))
    aims = list(wanted) or list(range(len(nodes.all)))
    sampled, archive = Sample(nodes), _Map.of(program, _read_by(nodes, wanted))
    generator = np.random.default_rng(seed)
    while sampled.plays < plays and budget.left > 0:
        if until_met and all(aim in sampled.witnesses for aim in aims):
            return
        count = min(batch, sampled.plays + FIRST_BATCH, plays - sampled.plays)
        run = _Run(program, nodes, rng.consecutive_seeds(seed + sampled.plays, count), RandomPolicy())
        run.play(archive, budget)
        if run.cut_short:
            break
        sampled.plays += count
        sampled.hits += run.met.sum(axis=1)
        run.witness(sampled.witnesses)
        yield sampled
    idle = 0
    while budget.left > 0 and idle < PATIENCE and any(aim not in sampled.witnesses for aim in aims) and archive.cells:
        known = len(archive.cells) + len(sampled.witnesses)
        starts = archive.rare(min(batch, GUIDED_BATCH), generator)
        seeds = np.array([cell.seed for cell in starts], dtype=np.uint64)
        run = _Run(program, nodes, seeds, _Return(program, starts, generator))
        run.play(archive, budget)
        sampled.guided += len(starts)
        run.witness(sampled.witnesses)
        idle = idle + 1 if len(archive.cells) + len(sampled.witnesses) == known else 0
        yield sampled


def _read_by(nodes: Nodes, wanted: Sequence[int]) -> set[str]:
    scenario = nodes.program.scenario
    return set().union(*(reads(nodes.content[place], scenario) for place in wanted))


# ---- the map ------------------------------------------------------------------------------------------------


@define(eq=False)
class _Cell:
    """A place on the map: the shortest play that came there, and how often plays have been there."""

    seed: int
    step: int
    answers: tuple[tuple[int, int, int], ...]
    visits: int = 1


@define(eq=False)
class _Map:
    """Where plays have been.

    Attributes:
        rows: The metrics that make it, as cells of the lanes, with the bounds of their bands.
    """

    rows: list[tuple[int, NDArray[np.float64]]]
    cells: dict[int, _Cell] = field(factory=dict)

    @classmethod
    def of(cls, program: Program, read: set[str]) -> _Map:
        """A map of the metrics that what is looked for reads, and of headlines."""
        ranked = sorted(program.metrics.values(), key=lambda plan: (plan.id not in read, not plan.written.headline))
        metrics = ranked[:MOST_MAPPED]
        rows = []
        for plan in metrics:
            low, high = map(float, plan.written.range)
            bounds = [float(bound) for bound, _ in plan.written.bands] or list(np.linspace(low, high, BANDS + 1)[1:-1])
            rows.append((plan.cell, np.array(bounds)))
        return cls(rows)

    def places(self, state: Lanes, answered: Indexes) -> NDArray[np.int64]:
        """The place of each lane on the map, as a number."""
        metrics, places = state.metrics(), answered.astype(np.int64) + 1
        for cell, bounds in self.rows:
            places = places * (len(bounds) + 1) + np.searchsorted(bounds, metrics[cell], side="right")
        return places

    def rare(self, count: int, generator: np.random.Generator) -> list[_Cell]:
        """Some cells by lot, those that were visited least the likeliest."""
        cells = list(self.cells.values())
        weights = np.array([1 / np.sqrt(cell.visits) for cell in cells])
        picked = generator.choice(len(cells), size=count, p=weights / weights.sum())
        for place in picked.tolist():
            cells[place].visits += 1
        return [cells[place] for place in picked.tolist()]


@define(eq=False)
class _Return:
    """Gives the answers of earlier plays up to where each was on the map, and answers by lot from there."""

    program: Program
    starts: Sequence[_Cell]
    generator: np.random.Generator
    _given: dict[tuple[int, int], tuple[list[int], list[int]]] = field(factory=dict, init=False)
    _free_from: NDArray[np.int64] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._free_from = np.array([start.step for start in self.starts])
        for lane, start in enumerate(self.starts):
            for step, decision, position in start.answers:
                lanes, positions = self._given.setdefault((step, decision), ([], []))
                lanes.append(lane)
                positions.append(position)

    def acts_today(self, state: Lanes, decision: DecisionPlan, lanes: Indexes) -> Mask:
        """Those that answered it then, and by lot those that are free to."""
        given = self._given.get((state.now, decision.index), ([], []))[0]
        by_lot = self.generator.random(len(lanes)) < RandomPolicy().daily_probability
        acts: Mask = np.where(self._free_from[lanes] > state.now, np.isin(lanes, given), by_lot)
        return acts

    def choose(self, state: Lanes, question: Question) -> Indexes:
        """What was chosen then, and by lot where nothing was."""
        draws = self.generator.random(question.open.shape)
        choice: Indexes = np.where(question.open, draws, -1.0).argmax(axis=0)
        choice[~question.open.any(axis=0)] = -1
        for index in np.unique(question.decisions).tolist():
            if (given := self._given.get((state.now, index))) is None:
                continue
            known = np.full(len(state.alive), -1)
            known[given[0]] = given[1]
            mine = known[question.lanes]
            those = (question.decisions == index) & (mine >= 0) & (self._free_from[question.lanes] > state.now)
            choice[those] = mine[those]
        return choice


# ---- a batch ------------------------------------------------------------------------------------------------


@frozen(eq=False)
class _Given:
    """Answers of one moment."""

    step: int
    lanes: Indexes
    decisions: Indexes
    positions: Indexes


@define(eq=False)
class _Run:
    """Plays side by side: what they answer and what they meet.

    Attributes:
        met: Which node was met in which play, (nodes, plays).
        cut_short: Whether time was up before their end.
    """

    program: Program
    nodes: Nodes
    seeds: rng.Seeds
    policy: RandomPolicy | _Return
    met: NDArray[np.bool_] = field(init=False)
    cut_short: bool = field(default=False, init=False)
    _given: list[_Given] = field(factory=list, init=False)
    _first: dict[int, tuple[int, int, int]] = field(factory=dict, init=False)
    _answered: Indexes = field(init=False)
    _state: Lanes = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.met = np.zeros((len(self.nodes.all), len(self.seeds)), dtype=bool)
        self._answered = np.full(len(self.seeds), -1)

    def play(self, archive: _Map, budget: Budget) -> None:
        """Play to the end, or until time is up."""
        everything, counts = np.ones(len(self.nodes.all), dtype=bool), Repeats.of(self.nodes).nothing(len(self.seeds))
        tracker = NodeTracker(self.nodes, self._hit, everything, by_seed=True, counts=counts)
        self._state = state = Lanes(self.program, self.seeds, watches=(tracker,))
        tracker.begin(state)

        def answer(state: Lanes) -> None:
            tracker.look(state)
            decide(state, self)

        def look(state: Lanes) -> None:
            tracker.ended(state, indexes(state.ended_at == state.now))
            tracker.look(state)
            self._put_on_map(archive, state)
            size = state.cells.nbytes * 3 + self.met.nbytes
            budget.check(0, size)

        try:
            play_out(state, answer, on_step=look)
        except Spent:
            self.cut_short = True

    def acts_today(self, state: Lanes, decision: DecisionPlan, lanes: Indexes) -> Mask:
        """As the policy has it."""
        return self.policy.acts_today(state, decision, lanes)

    def choose(self, state: Lanes, question: Question) -> Indexes:
        """As the policy has it; what it chose is noted."""
        choice = self.policy.choose(state, question)
        able = choice >= 0
        self._given.append(_Given(state.now, question.lanes[able], question.decisions[able], choice[able]))
        self._answered[question.lanes[able]] = question.decisions[able]
        return choice

    def witness(self, witnesses: dict[int, Witness]) -> None:
        """Add plays for nodes that have none yet."""
        for node, (lane, step, given) in self._first.items():
            if node not in witnesses:
                witnesses[node] = Witness(self._answers(lane, given), step, seed=int(self.seeds[lane]))

    def _hit(self, node: int, lanes: Indexes) -> None:
        self.met[node, lanes] = True
        if node not in self._first:
            self._first[node] = int(lanes[0]), self._state.now, len(self._given)

    def _put_on_map(self, archive: _Map, state: Lanes) -> None:
        places = archive.places(state, self._answered)
        places[~state.alive] = -1
        different = np.unique(places, return_index=True, return_counts=True)
        for place, lane, count in zip(*(part.tolist() for part in different), strict=True):
            if place < 0:
                continue
            cell = archive.cells.get(place)
            if cell is None:
                given = tuple(self._rows(lane, len(self._given)))
                archive.cells[place] = _Cell(int(self.seeds[lane]), state.now + 1, given, count)
            else:
                cell.visits += count

    def _rows(self, lane: int, given: int) -> Iterator[tuple[int, int, int]]:
        for each in self._given[:given]:
            at = indexes(each.lanes == lane)
            if len(at):
                yield each.step, int(each.decisions[at[0]]), int(each.positions[at[0]])

    def _answers(self, lane: int, given: int) -> tuple[Answer, ...]:
        plans = self.program.decisions
        return tuple(
            Answer(step, plans[decision].id, plans[decision].options[position].id)
            for step, decision, position in self._rows(lane, given)
        )
