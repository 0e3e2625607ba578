"""Arithmetic of intervals: between which values an operation lies, whatever its operands are within theirs.

Rounding is monotone, so the ends of an interval, worked out by the operation itself, are bounds of every result in
between. What is no single rounded operation, such as `exp`, is given room at both ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable

MAX_EXPONENT = 50.0
SMALLEST_DIVISOR = 1e-9
RESOLUTION, RELATIVE_RESOLUTION = 1e-9, 1e-13
"""Numbers that differ by no more, or no more than that part of the second, are equal; meters show 6 decimals at most.
"""
ROOM = 1e-12
"""Part of a value by which it may lie beyond what its formula says: more than the last bits of a few operations."""

Interval = tuple[float, float]
EVERYTHING: Interval = (-math.inf, math.inf)


def resolution(value: float) -> float:
    """By how much a number must differ from `value` not to be equal to it."""
    return max(abs(value) * RELATIVE_RESOLUTION, RESOLUTION)


def hull(one: Interval, other: Interval) -> Interval:
    """The smallest interval that holds both."""
    return min(one[0], other[0]), max(one[1], other[1])


def wider(interval: Interval, room: float = ROOM) -> Interval:
    """The interval with room at both ends, in proportion to its size."""
    low, high = interval
    return low - room * (1.0 + abs(low)), high + room * (1.0 + abs(high))


def sum_of(left: Interval, right: Interval) -> Interval:
    """Bounds of a sum."""
    return _bounded(left[0] + right[0], left[1] + right[1])


def difference(left: Interval, right: Interval) -> Interval:
    """Bounds of a difference."""
    return _bounded(left[0] - right[1], left[1] - right[0])


def product(left: Interval, right: Interval) -> Interval:
    """Bounds of a product."""
    corners = [a * b if a and b else 0.0 for a in left for b in right]
    return min(corners), max(corners)


def quotient(left: Interval, right: Interval) -> Interval:
    """Bounds of a quotient, where a divisor nearer to zero than 1e-9 gives 0."""
    if right[0] < SMALLEST_DIVISOR and right[1] > -SMALLEST_DIVISOR:
        bound = max(abs(left[0]), abs(left[1])) / SMALLEST_DIVISOR
        return -bound, bound
    corners = [a / b for a in left for b in right]
    if any(map(math.isnan, corners)):
        return EVERYTHING
    return min(corners), max(corners)


def _bounded(low: float, high: float) -> Interval:
    return (-math.inf if math.isnan(low) else low), (math.inf if math.isnan(high) else high)


def built_in(function: str, arguments: list[Interval]) -> Interval:
    """Bounds of a built-in function of numbers, from the bounds of its arguments."""
    low, high = arguments[0]
    if function in _RISING:
        return _RISING[function](low), _RISING[function](high)
    if function in _ABOUT:
        low, high = wider((_ABOUT[function](low), _ABOUT[function](high)))
        return max(low, _LEAST.get(function, low)), min(high, _MOST.get(function, high))
    lows, highs = [interval[0] for interval in arguments], [interval[1] for interval in arguments]
    match function:
        case "min":
            return min(lows), min(highs)
        case "max":
            return max(lows), max(highs)
        case "abs":
            return (0.0 if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))
        case "clamp":
            return max(min(low, lows[2]), lows[1]), max(min(high, highs[2]), highs[1])
        case "log":
            return wider((_log(low) if low > 0 else -_LARGEST_LOG, _log(high) if low > 0 else max(0.0, _log(high))))
        case "step":
            return _step(low, highs[1]), _step(high, lows[1])
        case _:  # count
            return 0.0, float(len(arguments))


def _exp(value: float) -> float:
    return math.exp(min(max(value, -MAX_EXPONENT), MAX_EXPONENT))


def _log(value: float) -> float:
    return math.log(value) if value > 0 else 0.0


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + _exp(-value))


def _floor(value: float) -> float:
    return float(math.floor(value)) if math.isfinite(value) else value


def _step(value: float, at: float) -> float:
    return 1.0 if value >= at - resolution(at) else 0.0


_LARGEST_LOG = 750.0
"""No logarithm of a double is further from zero."""
_RISING: dict[str, Callable[[float], float]] = {
    "sqrt": lambda value: math.sqrt(max(value, 0.0)),
    "floor": lambda value: _floor(value + resolution(value)),
    "round": lambda value: _floor(value + 0.5 + resolution(value)),
}
"""Functions that are worked out as they are in play, and never fall."""
_ABOUT: dict[str, Callable[[float], float]] = {"exp": _exp, "tanh": math.tanh, "logistic": _logistic}
"""Functions that never fall, and may differ in their last bits from what they are in play."""
_LEAST = {"exp": 0.0, "tanh": -1.0, "logistic": 0.0}
_MOST = {"tanh": 1.0, "logistic": 1.0}
