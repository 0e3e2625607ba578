from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest
from attrs import define, field
from hypothesis import given, settings
from hypothesis import strategies as st

from ceo_sim.engine.evaluate import Compiler, Constant, Evaluate, Values
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.model import Function
from ceo_sim.scenario.names import Symbol
from ceo_sim.scenario.typecheck import check
from tests.support.examples import examples

NAMES = {"x": (-100.0, 100.0), "y": (0.0, 1.0), "z": (-1e6, 1e6)}
SYMBOLS = {name: Symbol("metric", name, "", "number", low, high) for name, (low, high) in NAMES.items()}
FUNCTIONS = {
    "weigh": Function(id="weigh", args=("a",), body=Expression.parse("a if a < 0 else a * 0.35")),
    "twice": Function(id="twice", args=("a", "b"), body=Expression.parse("weigh(a) + weigh(b) + x")),
}


@define
class Numbers:
    """Some lanes that have nothing but numbers with names."""

    values: Mapping[str, Values]
    arguments: tuple[Values, ...] = field(default=())
    parameters: tuple[Values, ...] = field(default=())

    def among(self, _these: object) -> None:
        return None


def lookup(name: str) -> Evaluate:
    return lambda view: view.values[name]


def evaluate(text: str, values: Mapping[str, Values] | None = None) -> Values:
    evaluation = Compiler(lookup, FUNCTIONS).expression(Expression.parse(text))
    return evaluation(Numbers(values or {"x": 7.0, "y": 0.5, "z": -3.0}))


MISSED = {"x": 0.1 + 0.2 - 0.3, "y": np.array([0.1 + 0.2]), "z": np.array([1e8 / 3 * 3 - 1e-8])}


@pytest.mark.parametrize(
    "text, holds",
    [
        ("x == 0", True),
        ("0 == x", True),
        ("x != 0", False),
        ("x > 0", False),
        ("0 < x", False),
        ("x <= 0", True),
        ("x == y - 0.3", True),
        ("y == 0.3", True),
        ("y >= 0.3", True),
        ("y > 0.3", False),
        ("0.3 < y", False),
        ("z == 1e8", True),
        ("z < 1e8", False),
        ("x > -0.000001", True),
        ("x < 0.000001", True),
        ("x == 0.000001", False),
        ("y != 0.300001", True),
        ("z == 100000001", False),
        ("step(0.3 - y, 0) == 1", True),
        ("floor(10 * (0.3 - y) + 5) == 5", True),
        ("round(0.5 - (y - 0.3)) == 1", True),
        ("floor(5.999) == 5", True),
        ("(x > 0) == false", True),
    ],
)
def test_a_sum_that_misses_a_number_by_its_last_bits_is_that_number(text: str, holds: bool) -> None:
    assert np.all(evaluate(text, MISSED)) == holds


NEAR = st.floats(-1e12, 1e12) | st.floats(-1e-8, 1e-8) | st.integers(-9, 9).map(float)


@given(NEAR, NEAR, st.booleans())
def test_of_less_equal_and_greater_exactly_one_holds(x: float, y: float, written: bool) -> None:
    other = f"{y:.20f}" if written else "y"
    values = {"x": np.array([x]), "y": np.array([float(other)]) if written else np.array([y])}
    less, equal, greater = (bool(evaluate(f"x {sign} {other}", values)[0]) for sign in ("<", "==", ">"))
    assert less + equal + greater == 1
    for sign, holds in (("<=", less or equal), (">=", greater or equal), ("!=", not equal)):
        assert bool(evaluate(f"x {sign} {other}", values)[0]) == holds


@pytest.mark.parametrize(
    "text, value",
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("8 - 3 - 2", 3),
        ("8 / 4 / 2", 1),
        ("-x + 10", 3),
        ("- 2 * 3", -6),
        ("+3", 3),
        ("x / 0.0000000001", 0),
        ("x / (y - 0.5)", 0),
        ("sqrt(0 - x)", 0),
        ("log(z)", 0),
        ("log(x)", math.log(7)),
        ("exp(1000)", math.exp(50)),
        ("logistic(0)", 0.5),
        ("min(3, x, 1)", 1),
        ("max(3, x, 1)", 7),
        ("clamp(x, 0, 5)", 5),
        ("step(x, 7)", 1),
        ("step(x, 7.1)", 0),
        ("count(x > 1, y > 1, true)", 2),
        ("round(2.5)", 3),
        ("floor(-0.5)", -1),
        ("1 if x > 5 and not y > 1 else 2", 1),
        ("1 if 0 < x < 5 else 2 if x == 7 else 3", 2),
        ("weigh(10)", 3.5),
        ("weigh(-10)", -10),
        ("twice(10, 0 - x)", 3.5),
    ],
)
def test_an_expression_means_what_it_says(text: str, value: float) -> None:
    assert float(evaluate(text)) == pytest.approx(value)


@pytest.mark.parametrize("text, value", [("x > 7", False), ("x >= 7", True), ("not x > 7 or y == 1", True)])
def test_a_condition_is_true_or_false(text: str, value: bool) -> None:
    assert bool(evaluate(text)) is value


def test_what_cannot_change_is_worked_out_once() -> None:
    compiler = Compiler(lambda _: Constant(2.0), FUNCTIONS)

    assert value_of(compiler.expression(Expression.parse("x * 3 + max(1, 2)"))) == 8.0


def test_a_call_whose_arguments_cannot_change_is_worked_out_once() -> None:
    compiler = Compiler(lookup, FUNCTIONS)

    assert value_of(compiler.expression(Expression.parse("weigh(2) + weigh(0 - 2)"))) == 0.7 - 2.0


def value_of(evaluation: Evaluate) -> float | bool:
    assert isinstance(evaluation, Constant)
    return evaluation.value


@given(st.integers(-50, 50), st.floats(-100, 100, allow_nan=False))
def test_a_constant_in_a_call_counts_as_the_same_number_in_a_lane(constant: int, x: float) -> None:
    values = {"x": np.array([x]), "y": np.array([0.5]), "z": np.array([float(constant)])}

    assert evaluate(f"twice(y, {constant})", values) == evaluate("twice(y, z)", values)
    assert evaluate(f"twice({constant}, y) + weigh(x)", values) == evaluate("twice(z, y) + weigh(x)", values)


numbers = st.one_of(st.integers(-50, 50).map(str), st.floats(0, 1e6, allow_nan=False).map(lambda value: f"{value:.6f}"))


def compound(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def joined(form: str, count: int) -> st.SearchStrategy[str]:
        return st.tuples(*[parts] * count).map(lambda texts: form.format(*texts))

    return st.one_of(
        *(joined(f"({{}}) {operator} ({{}})", 2) for operator in "+-*/"),
        *(joined(f"{name}({{}})", 1) for name in ("abs", "sqrt", "exp", "log", "tanh", "floor", "logistic", "weigh")),
        joined("min({}, {})", 2),
        joined("clamp({}, 0, {})", 2),
        joined("({}) if ({}) <= ({}) else ({})", 4),
        joined("twice({}, {})", 2),
    )


expressions = st.recursive(st.one_of(numbers, st.sampled_from(sorted(NAMES))), compound, max_leaves=12)
sensible = expressions.map(Expression.parse).filter(lambda e: not check(e, "number", SYMBOLS, FUNCTIONS))


@settings(max_examples=examples(200), deadline=None)
@given(sensible, st.integers(0, 2**32 - 1))
def test_a_lane_has_the_same_bits_alone_in_a_strided_view_and_among_others(written: Expression, seed: int) -> None:
    generator = np.random.default_rng(seed)
    many = {name: generator.uniform(low, high, 64) for name, (low, high) in NAMES.items()}
    evaluation = Compiler(lookup, FUNCTIONS).expression(written)
    together = np.broadcast_to(evaluation(Numbers(many)), 64)
    strided = np.broadcast_to(evaluation(Numbers({name: row[::3] for name, row in many.items()})), 22)

    assert (together[::3] == strided).all()
    for lane in (0, 1, 63):
        alone = evaluation(Numbers({name: row[lane : lane + 1] for name, row in many.items()}))
        assert np.broadcast_to(alone, 1)[0] == together[lane]


@settings(max_examples=examples(300), deadline=None)
@given(sensible, st.lists(st.sampled_from([0.0, 1.0]), min_size=3, max_size=3))
def test_what_passes_the_check_never_leaves_the_numbers(written: Expression, ends: list[float]) -> None:
    corner = {
        name: np.array([low + (high - low) * end]) for (name, (low, high)), end in zip(NAMES.items(), ends, strict=True)
    }
    value = Compiler(lookup, FUNCTIONS).expression(written)(Numbers(corner))

    assert np.isfinite(value).all()


@pytest.mark.parametrize("one, other", [("x * 2 + 1", "x * 5 + 3"), ("weigh(x) - 4", "weigh(x) - 0.5")])
def test_expressions_that_differ_in_constants_have_one_shape(one: str, other: str) -> None:
    compiler = Compiler(lookup, FUNCTIONS)
    shapes = [compiler.shape(compiler.expression(Expression.parse(text))) for text in (one, other)]

    assert shapes[0][0] is shapes[1][0]
    assert shapes[0][1] != shapes[1][1]


@pytest.mark.parametrize("one, other", [("x * 2", "y * 2"), ("x + 1", "x - 1"), ("x", "2"), ("min(x, 1)", "max(x, 1)")])
def test_expressions_that_differ_in_more_than_constants_have_two_shapes(one: str, other: str) -> None:
    compiler = Compiler(lookup, FUNCTIONS)
    shapes = [compiler.shape(compiler.expression(Expression.parse(text))) for text in (one, other)]

    assert shapes[0][0] is not shapes[1][0]


@pytest.mark.parametrize(
    "text", ["x * 2 + 1", "weigh(x) - 4", "3 if x > 0 else y / 7", "logistic(x / 3) * clamp(y, 0.2, 1)"]
)
def test_a_shape_with_its_constants_is_the_expression(text: str) -> None:
    compiler = Compiler(lookup, FUNCTIONS)
    evaluation = compiler.expression(Expression.parse(text))
    shape, constants = compiler.shape(evaluation)
    values = {"x": np.linspace(-9, 9, 50), "y": np.linspace(0, 1, 50)}
    parameters = tuple(np.full(50, constant) for constant in constants)

    assert np.array_equal(shape(Numbers(values, parameters=parameters)), evaluation(Numbers(values)))
