"""Codes to be read aloud, written on a board or pasted into a form: a number as groups of letters and digits.

The letters are Crockford's base 32: without I, L, O and U, read in either case, with I and L taken for 1 and O for 0.
The first letter says what kind of code it is; the last three are a checksum. It is a cyclic redundancy check of 15 bits
over letters of 5, so it misses no single wrong letter and no two neighbours that have changed places; one in 32,768
codes that are wrong in other ways gets through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ceo_sim.errors import UserError

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LONGEST = 200
"""Characters that are looked at of what is typed."""
MOST_LETTERS = 64
"""Of any code."""
CHECK_LETTERS = 3
_PLACES = {letter: place for place, letter in enumerate(LETTERS)} | {"O": 0, "I": 1, "L": 1}
_BITS = 5
_CHECK_BITS = _BITS * CHECK_LETTERS
_POLYNOMIAL = 0x4599
"""That of CAN, without its highest power: it notices each run of up to 15 wrong bits, and any 5 of a code."""
_CHECK_MASK = (1 << _CHECK_BITS) - 1


def _divided(letter: int) -> int:
    """What a letter at the head of the remainder leaves behind."""
    remainder = letter << _CHECK_BITS - _BITS
    for _ in range(_BITS):
        carry = remainder >> _CHECK_BITS - 1
        remainder = remainder << 1 & _CHECK_MASK ^ carry * _POLYNOMIAL
    return remainder


_TABLE = [_divided(letter) for letter in range(32)]
_EFFECTS = [_TABLE]
"""What a change of a letter's bits changes in the checksum, by the number of letters that come after it."""
for _ in range(MOST_LETTERS):
    _EFFECTS.append([each << _BITS & _CHECK_MASK ^ _TABLE[each >> _CHECK_BITS - _BITS] for each in _EFFECTS[-1]])
_PARTS = re.compile(r"[^\s\-‐‑‒–—_.,]+")


class MistypedCode(UserError):
    """What is no code, with the group that looks wrong where that can be known."""


def encoded(kind: str, number: int, letters: int, group: int) -> str:
    """Write a number as a code.

    Args:
        kind: Its first letter.
        number: From 0 to 32**letters - 1.
        letters: How many letters the number takes.
        group: How many letters stand between two dashes.
    """
    places = [_PLACES[kind], *((number >> _BITS * place) % 32 for place in reversed(range(letters)))]
    check = _check(places)
    places += [(check >> _BITS * place) % 32 for place in reversed(range(CHECK_LETTERS))]
    return "-".join(_groups("".join(LETTERS[place] for place in places), group))


def decoded(kind: str, typed: str, group: int, what: str, *, all_full: bool = False) -> tuple[int, int]:
    """The number of a code, and how many letters it takes.

    Args:
        kind: Its first letter.
        typed: What was typed; dashes and blanks may stand anywhere, or be left out.
        group: How many letters stand between two dashes as it is written.
        what: What the code is called, to begin a sentence with.
        all_full: Whether its last group is as long as the others.

    Raises:
        MistypedCode: It is no such code.
    """
    parts = _PARTS.findall(typed[:LONGEST].upper())
    text = "".join(parts)
    if not text:
        raise MistypedCode(f"{what} is empty; expected letters and digits, beginning with {kind}")
    if wrong := next((letter for letter in text if letter not in _PLACES), ""):
        number = next(number for number, part in enumerate(parts, 1) if wrong in part)
        raise MistypedCode(f"{what} has {wrong!r} in group {number}, which no code has; type it as it is written")
    places = [_PLACES[letter] for letter in text]
    if len(places) <= CHECK_LETTERS + 1:
        raise MistypedCode(f"{what} is mistyped: it is too short; type all of its groups")
    if _check(places[:-CHECK_LETTERS]) == _number(places[-CHECK_LETTERS:]):
        if LETTERS[places[0]] == kind:
            return _number(places[1:-CHECK_LETTERS]), len(places) - 1 - CHECK_LETTERS
        raise MistypedCode(f"{what} begins with {kind}, and this is a code of another kind, {LETTERS[places[0]]}")
    raise MistypedCode(f"{what} is mistyped: {_suspicion(parts, places, group, all_full=all_full)}")


def is_code(kind: str, typed: str) -> bool:
    """Whether what was typed is a code of a kind; at once, where `decoded` looks for what is wrong."""
    text = "".join(_PARTS.findall(typed[:LONGEST].upper()))
    places = [_PLACES.get(letter, -1) for letter in text]
    if len(places) <= CHECK_LETTERS + 1 or min(places) < 0 or LETTERS[places[0]] != kind:
        return False
    return _check(places[:-CHECK_LETTERS]) == _number(places[-CHECK_LETTERS:])


def _number(places: Sequence[int]) -> int:
    number = 0
    for place in places:
        number = number << _BITS | place
    return number


def _check(places: Sequence[int]) -> int:
    """The checksum of letters; it begins with their number, so that a 0 more or less is noticed."""
    remainder = len(places)
    for place in places:
        remainder = remainder << _BITS & _CHECK_MASK ^ _TABLE[remainder >> _CHECK_BITS - _BITS ^ place]
    return remainder


def _suspicion(parts: Sequence[str], places: Sequence[int], group: int, *, all_full: bool) -> str:
    """Which group looks wrong, and why."""
    odd = [number for number, part in enumerate(parts, 1) if len(part) != group]
    if not all_full and odd and odd[-1] == len(parts) and len(parts[-1]) < group:
        odd.pop()
    if len(parts) > 1 and len(odd) == 1:
        part = parts[odd[0] - 1]
        return f"group {odd[0]} ({part}) has {len(part)} characters instead of {group}"
    # To look through a text that is no code at all would take long.
    groups = sorted({place // group for place in _mended(places)}) if len(places) <= MOST_LETTERS else []
    if not groups:
        return "more than one letter is wrong, or one is missing; compare it group by group"
    written = list(_groups("".join(LETTERS[place] for place in places), group))
    named = " or ".join(f"group {number + 1} ({written[number]})" for number in groups)
    return f"look at {named}"


def _mended(places: Sequence[int]) -> Iterator[int]:
    """The places at which one other letter, or the change of two neighbours, would make it a code."""
    data = len(places) - CHECK_LETTERS
    off = _check(places[:data]) ^ _number(places[data:])
    effects = [_EFFECTS[data - 1 - at] for at in range(data)]
    effects += [[letter << _BITS * after for letter in range(32)] for after in reversed(range(CHECK_LETTERS))]
    for at, (effect, following) in enumerate(zip(effects, [*effects[1:], None], strict=True)):
        change = 0 if following is None else places[at] ^ places[at + 1]
        is_swap = following is not None and change > 0 and effect[change] ^ following[change] == off
        if is_swap or off in effect[1:]:
            yield at


def _groups(text: str, group: int) -> Iterator[str]:
    for start in range(0, len(text), group):
        yield text[start : start + group]
