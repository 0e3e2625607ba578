"""A made-up state: a story that is set by hand at one moment, to be tried from there.

It is written as one more decision of the scenario, with one option, which sets what is set and opens what is asked: so
it is saved, replayed, forked and looked back on as any answer is, stands in the ledger as the cause of what it moved,
and can be mistaken for no play of the story.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve, frozen

from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.metrics import bounds
from ceo_sim.scenario.model import Decision, Echo, Effect, Moment, Opening, Option, Scenario
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.timeline import Timeline
from ceo_sim.scenario.units import Duration
from ceo_sim.suggestions import hint

ID = "made_up_state"
OPTION = "set"
MARK = "made-up state"
Value = float | bool


@frozen
class MadeUpState:
    """What is set by hand.

    Attributes:
        at: When.
        decision: The decision that is open then.
        values: Metrics and variables, each with its value.
    """

    at: Moment
    decision: str
    values: tuple[tuple[str, Value], ...]


def is_made_up(scenario: Scenario) -> bool:
    """Whether a scenario has a made-up state in it."""
    return ID in scenario.decisions


def problems(scenario: Scenario, state: MadeUpState) -> Iterator[str]:
    """Why a state cannot be set in a scenario."""
    timeline = Timeline.of(scenario.clock)
    if state.decision not in scenario.decisions:
        known = hint(state.decision, scenario.decisions, "`ceo-sim outline` lists them")
        yield f"there is no decision {state.decision}; {known}"
    if isinstance(state.at, int) == timeline.by_date or not 0 <= timeline.step_at(state.at) < timeline.last:
        yield "its moment is not one of the story"
    for id, value in state.values:
        yield from _wrong_value(scenario, id, value)


def _wrong_value(scenario: Scenario, id: str, value: Value) -> Iterator[str]:
    metric, variable = scenario.metrics.get(id), scenario.variables.get(id)
    if metric is not None and metric.formula is not None:
        yield f"{id} is always exactly its formula, {metric.formula.text}; set what it reads"
    elif metric is None and variable is None:
        known = hint(id, [*scenario.metrics, *scenario.variables], "metrics and variables can be set")
        yield f"there is no metric or variable {id}; {known}"
    elif isinstance(value, bool) != (variable is not None and isinstance(variable.start, bool)):
        yield f"{id} is {'a number' if isinstance(value, bool) else 'true or false'}"
    else:
        low, high = bounds(metric) if metric is not None else _range(scenario, id)
        if not low <= value <= high:
            yield f"{id} lies from {low:g} to {high:g}"


def _range(scenario: Scenario, variable: str) -> tuple[float, float]:
    low, high = scenario.variables[variable].range or (-1e12, 1e12)
    return float(low), float(high)


def with_made_up_state(scenario: Scenario, state: MadeUpState) -> Scenario:
    """The scenario with a decision that sets a state, which has no `problems`; it is named as made up."""
    words = ", ".join(f"{id} = {_written(value)}" for id, value in state.values) or f"{state.decision} is open"
    option = Option(
        id=OPTION,
        label=Text.parse(words.replace("{", "{{").replace("}", "}}")),
        sets={id: Expression.parse(value) for id, value in state.values if id in scenario.variables},
        effects=dict(_effects(scenario, {id: value for id, value in state.values if id in scenario.metrics})),
        next=Opening(decision=state.decision, after=_no_time(scenario)),
    )
    decision = Decision(
        id=ID,
        title=Text.parse("Made-up state"),
        brief=Text.parse("Set by hand, to try the story from here."),
        options={OPTION: option},
        at=state.at,
        urgent=True,
    )
    info = scenario.info
    company = f"{info.company} ({MARK})" if info.company else ""
    info = evolve(info, title=f"{info.title} ({MARK})", company=company)
    return evolve(scenario, info=info, decisions={**scenario.decisions, ID: decision})


def _effects(scenario: Scenario, values: Mapping[str, Value]) -> Iterator[tuple[str, Effect]]:
    none = Echo(share=0, over=Duration.parse("1d" if scenario.clock.turns is None else 1))
    for id, value in values.items():
        amount = Expression.parse(f"({_written(value)}) - {id}")
        yield id, Effect(amount=amount, echo=none if scenario.metrics[id].echo else None, why="Set by hand.")


def _no_time(scenario: Scenario) -> Duration:
    return Duration.parse("0h" if scenario.clock.turns is None else 0)


def _written(value: Value) -> str:
    """A value as an expression, whose grammar has no exponents."""
    return str(value).lower() if isinstance(value, bool) else f"{value:.10f}".rstrip("0").rstrip(".")
