"""What is said of conditions holds of their values in the engine, to the last bit of the resolution of comparisons."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.engine import rng
from ceo_sim.engine.lanes import Lanes
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.proofs.facts import Facts
from ceo_sim.scenario.proofs.reach import Reach
from ceo_sim.scenario.proofs.search import Goal, Undecided, possible, satisfied
from tests.support.stories import by_turn

STORY = """
[metric.x]
start = 0
range = [-10, 10]
[metric.y]
start = 0
range = [-10, 10]
[variable.flag]
start = false
[variable.level]
start = 0
range = [0, 4]
[function.twice]
args = ["a"]
body = "2 * a if a > 0 else -a"
[event.up]
chance = 0.5
effects = { x = 1, y = 1 }
sets = { flag = true, level = 1 }
[event.down]
chance = 0.5
effects = { x = -1, y = -1 }
sets = { level = 3 }
"""
NUMBERS = ["-3", "0", "1", "2.5", "3", "1e-9"]
NEAR = [0.0, 1e-9, -1e-9, 5e-10, 2e-9, -2e-9, 1e-7]

FORMS = (
    """
{0} + {1}; ({0}) - ({1}); 2 * ({0}); ({0}) * ({1}); ({0}) / 4; ({0}) / ({1}); -({0}); min({0}, {1}); max({0}, {1})
clamp({0}, -2, 2); ({0}) if flag else ({1}); count(flag, {0} > 1, {1} > 1); abs({0}); round({0}); floor({0}); sqrt({0})
step({0}, {1}); twice({0}); exp({0}); log({0}); tanh({0}); logistic({0})
""".replace("\n", ";")
    .strip("; ")
    .split(";")
)


@cache
def lanes() -> Lanes:
    """A thousand states, many of them within the resolution of numbers that conditions have."""
    program = by_turn(STORY)
    state, dice = Lanes(program, rng.consecutive_seeds(1, 1_000)), np.random.default_rng(1)
    for id in ("x", "y"):
        near = dice.choice([-3, 0, 1, 2.5, 3, -10, 10], 1_000) + dice.choice(NEAR, 1_000)
        values = np.where(dice.random(1_000) < 0.5, near, dice.uniform(-10, 10, 1_000))
        state.cells[program.metrics[id].cell] = values.clip(-10, 10)
    cells = {id: cell for cell, id in enumerate(["x", "y", "flag", "level"])}
    state.cells[cells["flag"]] = dice.integers(0, 2, 1_000)
    state.cells[cells["level"]] = dice.choice([0, 1, 3], 1_000)
    return state


@cache
def reach() -> Reach:
    return Reach.of(ScenarioIndex.of(by_turn(STORY).scenario))


@st.composite
def numbers(draw: st.DrawFn, depth: int = 2) -> str:
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from(["x", "y", "level", *NUMBERS]))
    one, two = draw(numbers(depth - 1)), draw(numbers(depth - 1))
    form = draw(st.sampled_from(FORMS))
    return f"({form.format(one, two)})"


@st.composite
def conditions(draw: st.DrawFn, depth: int = 3) -> str:
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        sign = draw(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]))
        return draw(st.sampled_from(["flag", f"{draw(numbers())} {sign} {draw(numbers())}"]))
    one, two = draw(conditions(depth - 1)), draw(conditions(depth - 1))
    forms = ["({0}) and ({1})", "({0}) and ({1})", "({0}) or ({1})", "not ({0})", "({0}) == ({1})"]
    return draw(st.sampled_from(forms)).format(one, two)


@given(conditions())
def test_what_cannot_hold_holds_in_no_state_and_what_cannot_fail_in_all(text: str) -> None:
    state, facts = lanes(), Facts(reach().world)
    expression = Expression.parse(text)
    holds = np.broadcast_to(state.program.compiler.expression(expression)(state.context(None)), 1_000)
    tree = reach().tree(expression)
    assert possible([Goal(tree)], facts) or not holds.any()
    assert possible([Goal(tree, False)], facts) or holds.all()


@pytest.mark.parametrize(
    "text",
    [
        "x > 5 and x < 3",
        "level == 0 and level == 2",
        "level == 2",
        "level > 1 and level < 3",
        "x <= 1 and x > 1",
        "x > y and not x > y",
        "x > y and y > 3 and x < 3",
        "x + y > 20",
        "2 * x - 3 > 18",
        "x == 1 and x != 1",
        "(flag or x > 3) and not flag and x < 2",
        "(x if flag else -1) > 5 and not flag",
        "count(flag, x > 1, y > 1) >= 3 and x < 0",
        "twice(x) < -1",
        "clamp(x, 2, 4) > 4",
        "min(x, y) > 3 and x < 2",
        "not (flag or not flag)",
        "(flag == (x > 2)) and flag and x < 1",
    ],
)
def test_a_contradiction_is_found(text: str) -> None:
    tree = reach().tree(Expression.parse(text))
    assert not possible([Goal(tree)], Facts(reach().world))
    assert possible([Goal(tree, False)], Facts(reach().world))


@pytest.mark.slow
def test_what_takes_too_many_trials_is_not_decided() -> None:
    terms = ", ".join(f"x * y + {n} * x > {n}" for n in range(14))
    tree = reach().tree(Expression.parse(f"count({terms}) == 6.5"))
    with pytest.raises(Undecided):
        satisfied([Goal(tree)], Facts(reach().world))
    assert possible([Goal(tree)], Facts(reach().world))
