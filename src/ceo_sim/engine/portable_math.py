"""Elementary functions with the same bits on every machine.

NumPy's own exp, log, tanh, cos and power have other last bits with AVX-512 than without (numpy issue 23523), and those
of a C library, which Python's `math` and `**` use, differ between systems. IEEE 754 lays down the result of + - * / and
sqrt to the last bit, so everything here is made of those, in an order that is law: change it and saves depart. NumPy
does each operation in a pass of its own, so that no compiler can fuse a product with a sum. Elsewhere in the model the
same holds: no `**`, no matrix product, no sum whose order NumPy is free to choose.

The error is below 2 units in the last place (ulp) over all doubles. The reductions and coefficients of `exp`, `log` and
`cos_of_turn` are those of fdlibm (Sun Microsystems, 1993: e_exp.c, e_log.c, k_sin.c, k_cos.c), those of `tanh` are of
Cephes (Moshier, 1989: tanh.c).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Number = TypeVar("Number", float, Floats)

_LN2 = 0.6931471805599453
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
"""ln 2 in two parts; a whole number of at most 20 bits times the first is exact."""
_LOG2_E = 1.4426950408889634
_TWO_PI = 6.283185307179586
_SQRT_HALF = 0.7071067811865476
_TO_WHOLE = 1.5 * (1 << 52)
"""Added to a number below 2**51 it rounds it to a whole one, which stands in the low bits of the sum."""
_NEAR = 708.0
"""Where exp has neither overflow nor subnormal results."""

_EXP = (
    4.13813679705723846039e-08,
    -1.65339022054652515390e-06,
    6.61375632143793436117e-05,
    -2.77777777770155933842e-03,
    1.66666666666666019037e-01,
)
_LOG = (
    1.479819860511658591e-01,
    1.531383769920937332e-01,
    1.818357216161805012e-01,
    2.222219843214978396e-01,
    2.857142874366239149e-01,
    3.999999999940941908e-01,
    6.666666666666735130e-01,
)
_SIN = (
    1.58969099521155010221e-10,
    -2.50507602534068634195e-08,
    2.75573137070700676789e-06,
    -1.98412698298579493134e-04,
    8.33333333332248946124e-03,
    -1.66666666666666324348e-01,
)
_COS = (
    -1.13596475577881948265e-11,
    2.08757232129817482790e-09,
    -2.75573143513906633035e-07,
    2.48015872894767294178e-05,
    -1.38888888888741095749e-03,
    4.16666666666666019037e-02,
)
_TANH_ABOVE = (-9.64399179425052238628e-01, -9.92877231001918586564e01, -1.61468768441708447952e03)
_TANH_BELOW = (1.0, 1.12811678491632931402e02, 2.23548839060100448583e03, 4.84406305325125486048e03)


def exp(values: ArrayLike) -> Floats:
    """The exponential of each value; infinite above 709.78, 0 below -745.13."""
    x = np.asarray(values, dtype=np.float64)
    if x.size == 1:
        # Twenty calls of NumPy take 20 µs whatever their size, the same operations on a Python float 1 µs.
        return np.full(x.shape, _exp_of_one(x.item()))
    near = np.abs(x) <= _NEAR
    if near.all():
        return _exp_of_many(x)
    result = _exp_of_many(np.where(near, x, 0.0))
    for place in np.flatnonzero(~near):
        result.flat[place] = _exp_of_one(x.flat[place].item())
    return result


def exp2(value: float) -> float:
    """2 to the power of a value."""
    value = min(max(value, -1100.0), 1100.0)  # beyond that it is infinite, or 0
    power = value + _TO_WHOLE - _TO_WHOLE
    return _scaled(_exp_near_zero((value - power) * _LN2), int(power))


def log(values: ArrayLike) -> Floats:
    """The natural logarithm of each value; minus infinity for 0, NaN for what is negative."""
    x = np.asarray(values, dtype=np.float64)
    inside = (x > 0.0) & (x < np.inf)
    fraction, power = np.frexp(np.where(inside, x, 1.0))
    low = fraction < _SQRT_HALF
    # From here on x = 2**power * (1 + f), and 1 + f lies between sqrt(1/2) and sqrt(2).
    f = np.where(low, fraction + fraction, fraction) - 1.0
    whole = (power - low).astype(np.float64)
    s = f / (2.0 + f)
    z = s * s
    half = 0.5 * f * f
    rest = s * (half + z * _polynomial(z, _LOG))
    result: Floats = whole * _LN2_HIGH - ((half - (rest + whole * _LN2_LOW)) - f)
    return np.where(inside, result, np.where(x == 0.0, -np.inf, np.where(x > 0.0, x, np.nan)))


def tanh(values: ArrayLike) -> Floats:
    """The hyperbolic tangent of each value."""
    x = np.asarray(values, dtype=np.float64)
    size = np.minimum(np.abs(x), 22.0)  # from there on it is 1
    square = size * size
    near = size + size * (square * (_polynomial(square, _TANH_ABOVE) / _polynomial(square, _TANH_BELOW)))
    far = 1.0 - 2.0 / (exp(size + size) + 1.0)
    return np.copysign(np.where(size < 0.625, near, far), x)


def cos_of_turn(parts: ArrayLike) -> Floats:
    """The cosine of each part of a turn, from 0 to 1: of 2 pi times as many radians."""
    x = np.asarray(parts, dtype=np.float64)
    quarter = np.floor(4.0 * x + 0.5)
    angle = (x - 0.25 * quarter) * _TWO_PI  # within an eighth of a turn; the difference is exact
    z = angle * angle
    half = 0.5 * z
    below_one = 1.0 - half
    cosine = below_one + (((1.0 - below_one) - half) + z * (z * _polynomial(z, _COS)))
    sine = angle + angle * (z * _polynomial(z, _SIN))
    value = np.where((quarter == 1.0) | (quarter == 3.0), sine, cosine)
    return np.where((quarter == 1.0) | (quarter == 2.0), -value, value)


def _exp_of_one(x: float) -> float:
    if x != x:  # noqa: PLR0124  # a NaN
        return x
    rest, shifted = _reduced(min(max(x, -800.0), 800.0))
    return _scaled(_exp_near_zero(rest), int(shifted - _TO_WHOLE))


def _exp_of_many(x: Floats) -> Floats:
    """`exp` where its bits allow the power of two to be added to the exponent of the rest."""
    rest, shifted = _reduced(x)
    result = _exp_near_zero(rest)
    power = shifted.view(np.int64)
    power <<= 52
    bits = result.view(np.int64)
    bits += power
    return result


def _reduced(x: Number) -> tuple[Number, Number]:
    """What x is beyond a whole number of ln 2, at most half of one, and that number plus `_TO_WHOLE`."""
    shifted = x * _LOG2_E
    shifted += _TO_WHOLE
    whole = shifted - _TO_WHOLE
    rest = x - whole * _LN2_HIGH
    rest -= whole * _LN2_LOW
    return rest, shifted


def _exp_near_zero(x: Number) -> Number:
    """The exponential of at most half of ln 2; it works in place, as new arrays cost more than the arithmetic."""
    z = x * x
    c = _polynomial(z, _EXP)
    c *= z
    c = x - c
    result = x * c
    c -= 2.0
    result /= c
    result -= x
    return 1.0 - result


def _polynomial(x: Number, coefficients: Sequence[float]) -> Number:
    """A polynomial by Horner's scheme, the coefficient of the highest power first."""
    result = x * coefficients[0]
    for coefficient in coefficients[1:-1]:
        result += coefficient
        result *= x
    result += coefficients[-1]
    return result


def _scaled(fraction: float, power: int) -> float:
    """A number near 1 times a power of two, in two steps of which at most the last one rounds."""
    half = power // 2
    return fraction * math.ldexp(1.0, half) * math.ldexp(1.0, power - half)
