"""The budget of work: what a scenario may cost at most in time, text and memory, worked out before anything is played.

Each key has its own limit, and what is within all of them may still multiply: effects by events by steps, options by
lanes. So the worst step is added up: everything that may happen there does, and each time all formulas are read anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from attrs import define, field

from ceo_sim.scenario.checks.index import ScenarioIndex, Section
from ceo_sim.scenario.checks.shape import moving_shape
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.model import Card, Consequence, Decision, Event, Later, Scenario
from ceo_sim.scenario.text import LONGEST_FIGURE, Text
from ceo_sim.scenario.timeline import Timeline
from ceo_sim.scenario.typecheck import work

MAX_OPERATIONS = 1_000_000
"""In one day, or turn: some seconds at the most. What takes longer than an addition counts as many; see `WEIGHTS`."""
MAX_STORY = 100_000_000
"""Operations from the first step to the last: some minutes at the most."""
MAX_TEXT = 500_000
"""Characters that one step can tell, or one decision puts to the player."""
MAX_HAPPENINGS = 2_000
"""Consequences that take effect in one step."""
FORECAST_LANES = 1_000
MAX_FORECAST_BYTES = 200_000_000
MAX_FORECAST_WORK = 20_000_000_000
"""Operations of one forecast in all its lanes: half a minute at the most."""
WITHOUT_END = 100 * MAX_HAPPENINGS
"""Happenings of one step from which on no more steps are looked at: they may double at each."""
KINDS = ("happenings", "operations", "text")


class Weight(NamedTuple):
    """What one thing costs when it happens: itself, its operations, and its characters of text."""

    happenings: int
    operations: int
    text: int


@define
class Step:
    """What may happen in one step, in the order of `KINDS`: how much it is, and what of it weighs most."""

    totals: list[int] = field(factory=lambda: [0, 0, 0])
    heaviest: list[tuple[int, Path]] = field(factory=lambda: [(0, ()), (0, ()), (0, ())])

    @classmethod
    def of(cls, sources: list[Path], costs: _Costs) -> Step:
        """A step in which each of some consequences takes effect once."""
        step = cls([0, costs.fixed, 0])
        for kind, weights in enumerate(zip(*(costs.weights[path] for path in sources), strict=True)):
            step.totals[kind] += sum(weights)
            if (most := max(weights)) > 0:
                step.heaviest[kind] = most, sources[weights.index(most)]
        return step

    def add(self, path: Path, times: int, weight: Weight) -> None:
        """Let something happen so often."""
        for kind, one in enumerate(weight):
            self.totals[kind] += times * one
            if times * one > self.heaviest[kind][0]:
                self.heaviest[kind] = times * one, path

    def copy(self) -> Step:
        """The same, to be added to."""
        return Step(self.totals[:], self.heaviest[:])


def check(index: ScenarioIndex) -> Iterator[Issue]:
    """What costs more than the budget: the figure, and the place that weighs most."""
    if index.faulty:
        return  # placeholders weigh nothing
    costs = _Costs(index)
    weighed = moving_shape(index), tuple(costs.operations.items()), tuple(costs.texts.items())
    yield from index.memory.of(("worst step", weighed), lambda: tuple(_worst_step(costs)))
    texts: dict[Path, int] = defaultdict(int)
    for path, text in costs.texts.items():
        texts[path[:2]] += text
    for path, decision in index.all(Decision):
        if (text := texts[path]) > MAX_TEXT:
            yield _beyond("E621", (*path, "option"), f"{decision.id} has texts of {text:,} characters", MAX_TEXT)
    yield from _forecast(costs)


def _beyond(code: str, path: Path, figure: str, most: int) -> Issue:
    return Issue(code, path, figure, f"at most {most:,}", at="key")


class _Costs:
    """What the things of a scenario cost.

    Attributes:
        operations: By the consequence, or else the table, in which they stand; texts alike.
        formulas: Operations of all formulas, which whatever happens may have worked out anew.
        fixed: Operations of each step, whatever happens: formulas, baselines, and what is waited for.
        weights: What each consequence costs each time.
    """

    def __init__(self, index: ScenarioIndex) -> None:
        self.index = index
        self.timeline = Timeline.of(index.scenario.clock)
        self.operations: dict[Path, int] = defaultdict(int)
        self.texts: dict[Path, int] = defaultdict(int)
        own = {path for path, thing in index.things if isinstance(thing, Consequence)}
        for costs in index.each("work", self._of_section, index.functions):
            for path, (operations, text) in costs.items():
                self.operations[path] += operations
                self.texts[path] += text
        self.formulas = sum(self._of(metric.formula)[0] for metric in index.scenario.metrics.values())
        self.fixed = sum(cost for path, cost in self.operations.items() if path not in own)
        self.weights = {path: Weight(1, self.operations[path] + self.formulas + 1, self.texts[path]) for path in own}

    def _of_section(self, section: Section) -> dict[Path, tuple[int, int]]:
        """Operations and characters in a section by what they belong to."""
        own = {path for path, thing in section.things if isinstance(thing, Consequence)}
        costs: dict[Path, tuple[int, int]] = {}
        for leaf in section.leaves:
            path = leaf.path
            if path[0] == "function":  # it counts where it is called
                continue
            operations, text = self._of(leaf.value)
            while path and path not in own:
                path = path[:-1]
            before = costs.get(path or leaf.path[:2], (0, 0))
            costs[path or leaf.path[:2]] = before[0] + operations, before[1] + text
        return costs

    def _of(self, value: object) -> tuple[int, int]:
        """Operations and characters of a value."""
        match value:
            case Expression():
                return self._operations(value), 0
            case Text():
                expressions = list(value.expressions())
                figures = sum(not is_condition for _, is_condition in expressions)
                operations = sum(self._operations(expression) for expression, _ in expressions)
                return operations, len(value.source) + LONGEST_FIGURE * figures
            case _:
                return 0, 0

    def _operations(self, expression: Expression) -> int:
        return work(expression, self.index.names, self.index.scenario.functions, self.index.proofs)


# ---- the worst step -----------------------------------------------------------------------------------------


def _worst_step(costs: _Costs) -> Iterator[Issue]:
    worst: list[tuple[int, int, Path]] = [(0, 0, ()), (0, 0, ()), (0, 0, ())]
    day, whole = 0, 0
    for number, step in enumerate(_steps(costs)):
        happenings, operations, text = step.totals
        day = operations + (0 if costs.timeline.starts_day(number) else day)
        whole += operations
        for kind, figure in enumerate((happenings, day, text)):
            if figure > worst[kind][0]:
                worst[kind] = figure, number, step.heaviest[kind][1]
        if happenings > WITHOUT_END:
            break
    for (figure, number, path), (code, what, most) in zip(worst, _LIMITS, strict=True):
        if figure > most:
            yield _beyond(code, path, f"{_shown(figure)} {what} {number}, most of them by this", most)
    if whole > MAX_STORY and worst[1][0] <= MAX_OPERATIONS:
        message = f"{_shown(whole)} operations may be needed in the whole story, most of them by this"
        yield _beyond("E620", worst[1][2], message, MAX_STORY)


_LIMITS = (
    ("E622", "things may happen at step", MAX_HAPPENINGS),
    ("E620", "operations may be needed in the day of step", MAX_OPERATIONS),
    ("E621", "characters of text may be told at step", MAX_TEXT),
)


def _shown(figure: int) -> str:
    return f"{figure:,}" if figure < 10**12 else "more than 1,000,000,000,000"


def _steps(costs: _Costs) -> Iterator[Step]:
    """What may happen at each step, in their order."""
    timeline, calendar = costs.timeline, _Calendar(costs)
    by_step = _sources(costs.index, timeline, calendar.things)
    before: list[Path] = []
    usual = Step([0, costs.fixed, 0])
    for number in range(timeline.last + 1):
        sources = by_step.get(number, [])
        if sources != before:
            before, usual = sources, Step.of(sources, costs)
        step, now = usual.copy(), calendar.due.pop(number, {})
        for path, times in now.items():
            step.add(path, times, costs.weights[path])
        yield step
        for path in sources:
            if path in calendar.laters:
                now[path] = now.get(path, 0) + 1
        for path, times in now.items():
            calendar.follow(number, path, times)


class _Calendar:
    """What is put off to later steps, and how often."""

    def __init__(self, costs: _Costs) -> None:
        self.last = costs.timeline.last
        self.things = {path: thing for path, thing in costs.index.things if isinstance(thing, Consequence)}
        self.laters: dict[Path, list[tuple[int, Path, Later]]] = defaultdict(list)
        self.due: dict[int, dict[Path, int]] = defaultdict(lambda: defaultdict(int))
        self.happened: set[Path] = set()
        for path, thing in self.things.items():
            if isinstance(thing, Later):
                after = thing.after[0] if isinstance(thing.after, tuple) else thing.after
                self.laters[path[:-2]].append((max(1, costs.timeline.steps_in(after)), path, thing))

    def follow(self, number: int, path: Path, times: int) -> None:
        """Put off what follows from something that may happen so often at a step."""
        if path not in self.laters or path in self.happened:
            return
        if _is_once(self.things[path]):  # it may come at any of its steps, and what follows from it only once
            self.happened.add(path)
            times = 1
        for wait, later_path, later in self.laters[path]:
            if number + wait <= self.last:
                self.due[number + wait][later_path] += times
                if later.event is not None:
                    self.due[number + wait]["event", later.event] += times


def _is_once(thing: Consequence) -> bool:
    return isinstance(thing, Event | Card) and thing.once


def _sources(index: ScenarioIndex, timeline: Timeline, things: dict[Path, Consequence]) -> dict[int, list[Path]]:
    """By step, the consequences that may take effect there by themselves or by the player."""
    sources: dict[int, list[Path]] = defaultdict(list)
    reopened = {thing.next.decision for thing in things.values() if thing.next is not None}
    reopened |= {id for id, decision in index.scenario.decisions.items() if decision.standing}
    for path, thing in things.items():
        steps: Iterable[int] = range(min(1, timeline.last))
        match thing:
            case Later():
                continue
            case Event():
                steps = timeline.steps_of(thing)
            case Card():
                steps = timeline.steps_every(index.scenario.decks[str(path[1])].every)
            case _ if path[0] == "decision" and path[1] in reopened:
                steps = range(timeline.last)
        for step in steps:
            sources[step].append(path)
    return sources


# ---- a forecast ---------------------------------------------------------------------------------------------


def _forecast(costs: _Costs) -> Iterator[Issue]:
    """The largest forecast: a thousand plays for each option of one decision, from the first step to the last."""
    scenario, timeline = costs.index.scenario, costs.timeline
    if not scenario.decisions:
        return
    widest = max(scenario.decisions.values(), key=lambda decision: len(decision.options))
    lanes = FORECAST_LANES * len(widest.options)
    path: Path = ("decision", widest.id, "option")
    memory = lanes * _bytes_per_lane(scenario, timeline)
    if memory > MAX_FORECAST_BYTES:
        message = f"a forecast of {len(widest.options)} options takes {memory / 1e6:,.0f} MB"
        yield Issue("E623", path, message, f"at most {MAX_FORECAST_BYTES // 1_000_000} MB", at="key")
    each = costs.fixed + sum(costs.operations["event", id] for id in scenario.events)
    work = lanes * (timeline.last + 1) * each
    if work > MAX_FORECAST_WORK:
        message = f"a forecast of {len(widest.options)} options takes {work / 1e9:,.0f} thousand million operations"
        yield Issue("E623", path, message, f"at most {MAX_FORECAST_WORK // 10**9}", at="key")


def _bytes_per_lane(scenario: Scenario, timeline: Timeline) -> int:
    """About what the engine keeps of one play; a test holds it to what that says itself."""
    numbers = 3 * len(scenario.metrics) + len(scenario.variables) + len(scenario.budgets) + len(scenario.draws)
    cards = sum(len(deck.cards) for deck in scenario.decks.values())
    echoing, waits = 0, 0
    for metric in scenario.metrics.values():
        if metric.echo is not None:
            echoing += 1
            waits = max(waits, timeline.steps_in(metric.echo.over))
    states = 11 * len(scenario.decisions) + 8 * len(scenario.events) + 9 * len(scenario.promises) + cards
    return 8 * numbers + states + 8 * echoing * (waits + 1)
