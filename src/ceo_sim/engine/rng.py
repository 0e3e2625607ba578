"""Luck as a function: a draw depends on the seed, on what is drawn and on when, and on nothing else.

The generator is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014):
a 64-bit state that moves by the golden gamma, finished by the mixing function that Stafford tuned as variant 13. It
is used by position: the seed gives a start, the stream and the step give a counter, and the number at that place is
the draw. So no draw moves another, and two stories with the same seed meet the same luck wherever they are alike.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from ceo_sim.engine.portable_math import cos_of_turn, log

Seeds = NDArray[np.uint64]
Floats = NDArray[np.float64]

GOLDEN_GAMMA = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_SHIFT_30, _SHIFT_27, _SHIFT_31, _SHIFT_11 = (np.uint64(shift) for shift in (30, 27, 31, 11))
_UNIT = 1.0 / (1 << 53)


def mix(value: int) -> int:
    """The finishing function of SplitMix64 on one 64-bit number."""
    value = ((value ^ (value >> 30)) * _FIRST) & MASK
    value = ((value ^ (value >> 27)) * _SECOND) & MASK
    return value ^ (value >> 31)


def mix_all(values: Seeds) -> Seeds:
    """`mix` of each value; the argument is overwritten."""
    values ^= values >> _SHIFT_30
    values *= np.uint64(_FIRST)
    values ^= values >> _SHIFT_27
    values *= np.uint64(_SECOND)
    values ^= values >> _SHIFT_31
    return values


def lane_keys(seeds: Seeds) -> Seeds:
    """Where in the sequence each lane starts: seeds that are neighbours start far apart."""
    return mix_all(seeds + np.uint64(GOLDEN_GAMMA))


def consecutive_seeds(first: int, count: int) -> Seeds:
    """The seeds `first`, `first + 1`, …, modulo 2**64."""
    return np.arange(count, dtype=np.uint64) + np.uint64(first & MASK)


def stream_key(id: str) -> int:
    """The 64-bit number of a named stream of draws."""
    return int.from_bytes(hashlib.blake2b(id.encode(), digest_size=8).digest(), "little")


def counter(stream: int, step: int) -> int:
    """The place in the sequence of the draw of a stream at a step."""
    return mix((stream + (step + 1) * GOLDEN_GAMMA) & MASK)


def uniform(keys: Seeds, stream: int, step: int) -> Floats:
    """A number in [0, 1) for each lane, with 53 random bits."""
    return uniform_at(keys, np.uint64(counter(stream, step)))


def uniform_at(keys: Seeds, counters: Seeds | np.uint64) -> Floats:
    """As `uniform`, with the counter given, one for all lanes or one for each."""
    value: Floats = (mix_all(keys + counters) >> _SHIFT_11).astype(np.float64)
    value *= _UNIT
    return value


def order(seed: int, stream: int, count: int) -> list[int]:
    """The numbers from 0 up to `count` in an order by lot, each order as likely as any other."""
    key = lane_keys(consecutive_seeds(seed, 1))
    draws = [float(uniform(key, stream, place)[0]) for place in range(count)]
    return sorted(range(count), key=draws.__getitem__)


def normal(keys: Seeds, stream: int, step: int) -> Floats:
    """A standard normal number for each lane, by Box and Muller (1958), cut at three."""
    first = uniform(keys, stream, step)
    second = uniform(keys, stream ^ MASK, step)
    value: Floats = np.sqrt(-2.0 * log(1.0 - first)) * cos_of_turn(second)
    return np.minimum(np.maximum(value, -3.0), 3.0)
