"""The budget of work: what multiplies is refused with its figure and its place, and our stories are far from it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes
from ceo_sim.scenario.checks import expressions, work
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.diagnostics import Diagnostic
from ceo_sim.scenario.loader import load, load_texts
from ceo_sim.scenario.model import Scenario
from tests.support.growth import growth
from tests.support.stories import BY_TURN, HEADER, filled_in

SCENARIOS = Path(__file__).parents[2] / "scenarios"
STORIES = ("the_post", "meridian", "tutorial.toml", "depot.toml")
STOCK = "[metric.m]\nheadline = true\nstart = 1\n"
HEAVY = f"[function.f]\nbody = '{'+'.join(['m'] * 90)}'\n[function.g]\nbody = '{'+'.join(['f()'] * 25)}'\n"


def story(body: str, turns: int = 30) -> str:
    return HEADER + BY_TURN.format(turns=turns) + filled_in(STOCK + body)


def beyond(body: str, turns: int = 30) -> list[Diagnostic]:
    """What goes beyond the budget in a story, which has no other errors."""
    found = load_texts({"story.toml": story(body, turns)})
    assert all(error.code.startswith("E62") for error in found.errors), found.errors
    return list(found.errors)


def event(id: str, keys: str) -> str:
    return f"[event.{id}]\nonce = false\n{keys}\n"


def twice(after: int) -> str:
    return event("e", f"at = 1\nlater = [{{ after = {after}, event = 'e' }}, {{ after = {after}, event = 'e' }}]")


@pytest.mark.parametrize(
    "body",
    [
        twice(1),
        event("a", "at = 1\nlater = [{ after = 1, event = 'b' }]")
        + event("b", "later = [{ after = 1, event = 'a' }, { after = 2, event = 'a' }]"),
        "".join(
            event(
                f"e{at}",
                f"{'at = 1' * (not at)}\nlater = [{{ after = 1, event = 'e{at + 1}' }}, "
                f"{{ after = 1, event = 'e{at + 1}' }}]",
            )
            for at in range(14)
        )
        + event("e14", ""),
        event("e", "at = 1\nlater = [{ after = 1, later = [{ after = 1, event = 'e' }] }, { after = 2, event = 'e' }]"),
    ],
    ids=["itself", "another", "a chain of others", "by way of what comes later"],
)
def test_what_brings_itself_about_twice_is_refused(body: str) -> None:
    (error,) = beyond(body, turns=60)
    assert error.code == "E622"
    assert error.expected == "at most 2,000"
    assert error.source_line.startswith(("[event.", "later = "))


@pytest.mark.parametrize(
    "body",
    [
        twice(20),
        twice(1).replace("once = false", "once = true"),
        event("e", "at = 1\nlater = [{ after = 1, event = 'e' }]"),
        event("s", "when = 'm > 0'\nlater = [{ after = 1, event = 'e' }]")
        + event("e", "later = [{ after = 1, event = 'e' }]"),
    ],
    ids=["rarely", "once", "singly", "a row of them"],
)
def test_what_comes_again_without_growing_is_allowed(body: str) -> None:
    assert not beyond(body)


def test_the_happenings_of_a_step_are_those_that_were_counted() -> None:
    text = story(twice(1) + "[decision.d]\nat = 0\n[decision.d.option.o]\n", turns=10)
    scenario = load_texts({"story.toml": text}).playable
    counted = [step.totals[0] for step in work._steps(work._Costs(index(scenario)))]
    game, times = Game(compile_scenario(scenario), 1), []
    while not game.ended:
        game.wait()
        times.append(sum(entry.kind == "event" for entry in game.entries))
    came = [times[0], *(after - before for before, after in pairwise(times))]
    assert came == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
    assert all(most >= number for number, most in zip(came, counted[1:], strict=True))


def index(scenario: Scenario) -> ScenarioIndex:
    indexed = ScenarioIndex.of(scenario)
    assert not [issue for issue in expressions.check(indexed) if issue.code[0] == "E"]
    return indexed


def test_effects_that_multiply_by_events_are_refused_with_the_figure() -> None:
    events = "".join(event(f"e{at}", "when = 'm > 0'\neffects = { m = 'g()' }") for at in range(120))
    (error,) = beyond(HEAVY + "[metric.n]\nformula = 'g()'\n" + events)
    assert error.code == "E620"
    assert int(error.message.split()[0].replace(",", "")) > work.MAX_OPERATIONS
    assert error.expected == "at most 1,000,000"


def test_formulas_count_again_with_each_thing_that_may_change_them() -> None:
    formula = HEAVY + "[metric.n]\nformula = 'g()'\n"
    news = "".join(event(f"e{at}", "when = 'm > 0'\neffects = { m = 1 }") for at in range(300))
    assert [error.code for error in beyond(formula + news)] == ["E620"]
    assert not beyond(news)


def test_texts_that_come_at_one_step_are_counted_together() -> None:
    long = "x" * 7_000
    assert [
        error.code for error in beyond("".join(event(f"e{at}", f"at = 1\ntext = '{long}'") for at in range(80)))
    ] == ["E621"]
    assert not beyond("".join(event(f"e{at}", f"at = {at % 20}\ntext = '{long}'") for at in range(80)))


def test_the_texts_of_one_decision_are_counted_together() -> None:
    options = "".join(f"[decision.d.option.o{at}]\noutcome = '{'x' * 7_000}'\n" for at in range(80))
    assert "E621" in [error.code for error in beyond(f"[decision.d]\nat = 1\n{options}")]


def test_a_forecast_that_takes_too_much_memory_is_refused() -> None:
    metrics = "".join(f"[metric.n{at}]\nstart = 1\n" for at in range(400))
    options = "".join(f"[decision.d.option.o{at}]\n" for at in range(60))
    (error,) = beyond(f"{metrics}[decision.d]\nat = 1\n{options}")
    assert (error.code, error.expected) == ("E623", "at most 200 MB")


@pytest.mark.parametrize("name", STORIES)
def test_the_stories_of_the_project_need_less_than_a_third_of_any_budget(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("OPERATIONS", "STORY", "TEXT", "HAPPENINGS", "FORECAST_BYTES", "FORECAST_WORK"):
        monkeypatch.setattr(work, f"MAX_{limit}", getattr(work, f"MAX_{limit}") // 3)
    monkeypatch.setattr(work, "_LIMITS", tuple((code, what, most // 3) for code, what, most in work._LIMITS))
    assert not list(work.check(index(load(SCENARIOS / name).playable)))


@pytest.mark.parametrize("name", STORIES)
def test_the_memory_of_a_lane_is_about_what_the_engine_takes(name: str) -> None:
    scenario = load(SCENARIOS / name).playable
    program = compile_scenario(scenario)
    taken = Lanes.bytes_per_lane(program)
    assert 0.75 * taken < work._bytes_per_lane(scenario, program.timeline) < 1.5 * taken


def test_the_time_to_add_up_the_work_grows_with_the_story() -> None:
    def scenario(events: int) -> ScenarioIndex:
        body = "".join(event(f"e{at}", "when = 'm > 0'\nlater = [{ after = 5, text = 'x' }]") for at in range(events))
        return index(load_texts({"story.toml": story(body, turns=200)}).playable)

    def add_up(indexed: ScenarioIndex) -> None:
        assert not list(work.check(indexed))

    assert growth(add_up, scenario(100), scenario(400)) < 10


@pytest.mark.parametrize(
    "slow", ["exp(m)", "log(m + 2)", "tanh(m)", "logistic(m)", "m / (m + 2)", "(1 if m < m else 2)"]
)
def test_what_takes_longer_than_an_addition_weighs_more(slow: str) -> None:
    assert _work(slow) >= _work("m + m") + 5


def test_numbers_that_the_engine_makes_ready_beforehand_weigh_nothing_more() -> None:
    for term, like in (("m / 2", "m + 2"), ("(1 if m < 2 else 3)", "(1 if m > m - 2 else 3)")):
        assert _work(term) <= _work(like)


def _work(formula: str) -> int:
    """What it takes to work a formula out once."""
    return work._Costs(
        index(load_texts({"story.toml": story(f"[metric.f]\nformula = '{formula}'\n")}).playable)
    ).formulas
