"""The elementary functions are right to 2 ulp over all doubles, and the same however many values they are given.

The reference is `decimal`, whose exp and ln are rounded correctly at any precision: nothing to install.
"""

from __future__ import annotations

import ast
import math
import sys
from collections.abc import Callable
from decimal import Context, Decimal, localcontext
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import ceo_sim
from ceo_sim.engine import portable_math
from ceo_sim.engine.portable_math import Floats, cos_of_turn, exp, exp2, log, tanh
from tests.support.examples import examples

LARGEST_ERROR = 2.0
SMALLEST, LARGEST = 5e-324, sys.float_info.max
WIDE = Context(prec=60, Emin=-999_999, Emax=999_999)
PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798")
LN2 = Decimal(2).ln(WIDE)
# Beyond these a double holds no more, and the reference would have millions of digits.
_UNDERFLOW, _OVERFLOW = Decimal(-746), Decimal(710)


def exact_exp(x: float) -> Decimal:
    return min(max(Decimal(x), _UNDERFLOW), _OVERFLOW).exp()


def exact_exp2(x: float) -> Decimal:
    return (min(max(Decimal(x), Decimal(-1076)), Decimal(1025)) * LN2).exp()


def exact_log(x: float) -> Decimal:
    return Decimal(x).ln()


def exact_tanh(x: float) -> Decimal:
    size = Decimal(x)
    if abs(size) < Decimal("1e-10"):  # the quotient would lose all its digits
        return size - size**3 / 3 + 2 * size**5 / 15
    squared = (2 * min(max(size, Decimal(-60)), Decimal(60))).exp()
    return (squared - 1) / (squared + 1)


def exact_cos_of_turn(x: float) -> Decimal:
    if x in {0.25, 0.75}:  # exactly, which needs all digits of pi
        return Decimal(0)
    angle = 2 * PI * min(Decimal(x), 1 - Decimal(x))
    total = term = Decimal(1)
    for number in range(1, 100, 2):
        term *= -angle * angle / (number * (number + 1))
        total += term
        if abs(term) < Decimal("1e-58"):
            break
    return total


def one_by_one(function: Callable[[float], float]) -> Callable[[Floats], Floats]:
    return lambda values: np.array([function(value) for value in values.tolist()])


def errors(values: Floats, results: Floats, exact: Callable[[float], Decimal]) -> list[float]:
    """How far each result is off, in units of the last place that the right one has; overflow counts as exact."""
    with localcontext(WIDE):
        found = []
        for value, result in zip(values.tolist(), results.tolist(), strict=True):
            right = exact(value)
            nearest = float(right)
            off = 0.0 if result == nearest else abs((Decimal(result) - right) / Decimal(math.ulp(nearest)))
            found.append(float(off))
        return found


def spread(low: float, high: float, count: int = 2_500) -> Floats:
    """An even grid with a little disorder, as a grid alone meets only some last bits."""
    generator = np.random.default_rng(23)
    cell = (high - low) / count
    return np.clip(np.linspace(low, high, count) + generator.uniform(-cell, cell, count), low, high)


def powers(lowest: int, highest: int, count: int = 2_500) -> Floats:
    """Numbers of every size, subnormal ones among them."""
    values: Floats = np.random.default_rng(5).uniform(0.5, 1.0, count)
    np.ldexp(values, np.linspace(lowest, highest, count).astype(int), out=values)
    return values


FUNCTIONS = {
    "exp": (exp, exact_exp, [spread(-50, 50), spread(-746, 710), spread(-1, 1), powers(-1073, 9), -powers(-1073, 9)]),
    "exp2": (one_by_one(exp2), exact_exp2, [spread(-1, 0), spread(-1074, 1024), powers(-1073, 9), -powers(-1073, 9)]),
    "log": (log, exact_log, [spread(0.5, 2), spread(0.99, 1.01), powers(-1073, 1024)]),
    "tanh": (tanh, exact_tanh, [spread(-1, 1), spread(0.55, 0.75), spread(-25, 25), powers(-1073, 1024)]),
    "cos_of_turn": (cos_of_turn, exact_cos_of_turn, [spread(0, 1), spread(0.249, 0.251), 0.25 + powers(-40, -5)]),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_value_of_a_dense_grid_is_off_by_two_units_in_the_last_place(name: str) -> None:
    function, exact, grids = FUNCTIONS[name]
    for values in grids:
        assert max(errors(values, function(values), exact)) < LARGEST_ERROR


@example(0.25)
@example(0.75)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_double_at_all_is_off_by_two_units_in_the_last_place(value: float) -> None:
    one = np.array([value])
    assert errors(one, exp(one), exact_exp)[0] < LARGEST_ERROR
    assert errors(one, one_by_one(exp2)(one), exact_exp2)[0] < LARGEST_ERROR
    assert errors(one, tanh(one), exact_tanh)[0] < LARGEST_ERROR
    if value > 0:
        assert errors(one, log(one), exact_log)[0] < LARGEST_ERROR
    part = np.abs(one) % 1.0
    assert errors(part, cos_of_turn(part), exact_cos_of_turn)[0] < LARGEST_ERROR


@pytest.mark.parametrize(
    "function, value, result",
    [
        (exp, 0.0, 1.0),
        (exp, -0.0, 1.0),
        (exp, SMALLEST, 1.0),
        (exp, math.inf, math.inf),
        (exp, -math.inf, 0.0),
        (exp, LARGEST, math.inf),
        (exp, -LARGEST, 0.0),
        (exp, math.nan, math.nan),
        (log, 1.0, 0.0),
        (log, 0.0, -math.inf),
        (log, -0.0, -math.inf),
        (log, -SMALLEST, math.nan),
        (log, math.inf, math.inf),
        (log, -math.inf, math.nan),
        (log, math.nan, math.nan),
        (tanh, 0.0, 0.0),
        (tanh, -0.0, -0.0),
        (tanh, SMALLEST, SMALLEST),
        (tanh, -SMALLEST, -SMALLEST),
        (tanh, math.inf, 1.0),
        (tanh, -math.inf, -1.0),
        (tanh, -LARGEST, -1.0),
        (tanh, math.nan, math.nan),
        (cos_of_turn, 0.0, 1.0),
        (cos_of_turn, 0.25, 0.0),
        (cos_of_turn, 0.5, -1.0),
        (cos_of_turn, 0.75, 0.0),
        (cos_of_turn, 1.0, 1.0),
    ],
)
@pytest.mark.parametrize("among", [1, 5])
def test_the_ends_and_the_odd_ones_are_what_ieee_754_recommends(
    function: Callable[[Floats], Floats], value: float, result: float, among: int
) -> None:
    found = function(np.full(among, value))

    assert np.array_equal(np.abs(found), np.full(among, abs(result)), equal_nan=True)
    if not math.isnan(result) and function is not cos_of_turn:
        assert (np.signbit(found) == np.signbit(result)).all()


def test_a_power_of_two_is_exact_up_to_the_ends_and_infinite_or_nothing_beyond() -> None:
    assert [exp2(float(power)) for power in range(-1074, 1024)] == [math.ldexp(1.0, p) for p in range(-1074, 1024)]
    assert (exp2(1024.0), exp2(-1076.0), exp2(math.inf), exp2(-math.inf)) == (math.inf, 0.0, math.inf, 0.0)


@pytest.mark.parametrize("name", ["exp", "log", "tanh", "cos_of_turn"])
@settings(max_examples=examples(50))
@given(data=st.data())
def test_a_value_gives_the_same_bits_alone_in_a_strided_view_and_among_others(name: str, data: st.DataObject) -> None:
    function, _, grids = FUNCTIONS[name]
    values = np.concatenate(grids)
    size = data.draw(st.integers(1, 200))
    start = data.draw(st.integers(0, len(values) - size))
    some = values[start : start + size].copy()
    before = some.copy()
    together = function(some)

    assert some.tobytes() == before.tobytes()
    assert together.tobytes() == function(values[: start + size])[start:].tobytes()
    assert together[::3].tobytes() == function(some[::3]).tobytes()
    for place in (0, size - 1):
        assert function(some[place : place + 1]).tobytes() == together[place : place + 1].tobytes()


def test_what_is_given_keeps_its_shape_and_whole_numbers_and_plain_ones_are_taken_too() -> None:
    for function in (exp, log, tanh, cos_of_turn):
        assert function(0.5).shape == ()
        assert function(np.full((2, 3), 0.5)).shape == (2, 3)
        assert function(np.zeros(0)).shape == (0,)
        assert function(np.array([1], dtype=np.int32))[0] == function(np.array([1.0, 1.0]))[1]


# ---- nothing else in the model -----------------------------------------------------------------------------------

UNPORTABLE = {
    *(
        "exp",
        "exp2",
        "expm1",
        "log",
        "log2",
        "log10",
        "log1p",
        "logaddexp",
        "logaddexp2",
        "power",
        "float_power",
        "pow",
    ),
    *("cbrt", "hypot", "gamma", "lgamma", "erf", "erfc", "interp", "convolve", "correlate", "trapezoid", "polyval"),
    *("sin", "cos", "tan", "sinc", "arcsin", "arccos", "arctan", "arctan2", "asin", "acos", "atan", "atan2"),
    *("sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "asinh", "acosh", "atanh"),
    *("dot", "vdot", "inner", "outer", "matmul", "einsum", "tensordot", "linalg", "fft", "fma"),
    *("mean", "average", "std", "var", "prod", "product", "nansum", "nanmean", "sumprod", "statistics"),
}
"""What has other last bits with other processors, C libraries or versions, or an order of its own."""
MODEL = sorted(
    path for part in ("engine", "analysis") for path in (Path(ceo_sim.__file__).parent / part).glob("**/*.py")
)
IMPORTS = {"np", "math", "numpy", "cmath"}


def unportable(tree: ast.AST) -> list[str]:
    """What a module uses of that, as `line: name`."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(op=ast.Pow() | ast.MatMult()) | ast.AugAssign(op=ast.Pow() | ast.MatMult()):
                found.append(f"{node.lineno}: {ast.unparse(node)}")
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in IMPORTS and name in UNPORTABLE:
                found.append(f"{node.lineno}: {module}.{name}")
            case ast.Call(func=ast.Attribute(attr="mean" | "std" | "var" | "prod" | "dot" as name)):
                found.append(f"{node.lineno}: .{name}()")
            case ast.ImportFrom(module="math" | "numpy" | "cmath", names=names):
                found.extend(f"{node.lineno}: {alias.name}" for alias in names if alias.name in UNPORTABLE)
    return found


@pytest.mark.parametrize("path", MODEL, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_model_uses_nothing_whose_bits_differ_between_machines(path: Path) -> None:
    assert unportable(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "text", ["x = 2.0 ** y", "np.exp(x)", "math.log(x)", "a @ b", "x.mean()", "from math import exp", "x **= 2"]
)
def test_what_differs_would_be_noticed(text: str) -> None:
    assert unportable(ast.parse(text))


def test_the_module_itself_is_among_what_is_looked_at() -> None:
    assert Path(portable_math.__file__) in MODEL
