"""A playthrough as bytes, to be put aside and gone on with in the same process, in a tenth of the time of a replay.

What the game shares with its program is not copied, and is the same object afterwards. The bytes are good for no other
process, nor for another version: a save is the answers that were given (`replay`).
"""

from __future__ import annotations

import copyreg
import gc
import io
import pickle
import types
import zlib
from array import array
from typing import Any

from attrs import define, field

from ceo_sim.engine.ledger import Ledger, Row, RowKind
from ceo_sim.engine.program import Program

_SIMPLE = (int, float, tuple, frozenset, type(None))
"""What is as good when it is copied; of strings, short ones are, too."""
_SHORT = 30
_NO_PART = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType, property)


@define(eq=False)
class Freezer:
    """Freezes games of one program, with what belongs to them."""

    program: Program
    _shared: list[object] = field(init=False)
    _numbers: dict[int, int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._shared = _parts(self.program)
        self._numbers = {id(each): number for number, each in enumerate(self._shared)}

    def freeze(self, things: object) -> bytes:
        """Games of this program, or what holds some, as they stand."""
        written = io.BytesIO()
        _Pickler(written, self._numbers).dump(things)
        return zlib.compress(written.getvalue(), 1)

    def thaw(self, frozen: bytes) -> Any:
        """What was frozen by this very object."""
        return _Unpickler(io.BytesIO(zlib.decompress(frozen)), self._shared).load()


class _Pickler(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table.copy()

    def __init__(self, file: io.BytesIO, numbers: dict[int, int]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._numbers = numbers

    def persistent_id(self, thing: object) -> int | None:
        return self._numbers.get(id(thing))


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, shared: list[object]) -> None:
        super().__init__(file)
        self._shared = shared

    def persistent_load(self, number: int) -> object:
        return self._shared[number]


def _rows_as_columns(ledger: Ledger) -> tuple[Any, ...]:
    """A ledger, of whose thousands of rows each by itself would take most of the time."""
    rows = ledger.rows
    amounts, values = [row.amount for row in rows], [row.value for row in rows]
    if not all(type(number) is float for number in (*amounts, *values)):
        return Ledger, (rows,)
    words: dict[tuple[str, str, str], int] = {}
    numbers = array("L", [words.setdefault((row.metric, row.kind, row.cause), len(words)) for row in rows])
    steps = array("q", [row.step for row in rows])
    columns = (steps.tobytes(), numbers.tobytes(), array("d", amounts).tobytes(), array("d", values).tobytes())
    return _rows_again, (*columns, tuple(words))


def _rows_again(
    steps: bytes, numbers: bytes, amounts: bytes, values: bytes, words: tuple[tuple[str, RowKind, str], ...]
) -> Ledger:
    columns = (array("q", steps), array("L", numbers), array("d", amounts), array("d", values))
    return Ledger(
        [Row(step, *words[number], amount, value) for step, number, amount, value in zip(*columns, strict=True)]
    )


_Pickler.dispatch_table[Ledger] = _rows_as_columns


def _parts(program: Program) -> list[object]:
    """All that a program is made of and that is not simple."""
    seen: dict[int, object] = {}
    ahead: list[object] = [program]
    while ahead:
        thing = ahead.pop()
        if id(thing) not in seen and not isinstance(thing, _NO_PART):
            seen[id(thing)] = thing
            ahead.extend(gc.get_referents(thing))
    return [each for each in seen.values() if not _is_simple(each)]


def _is_simple(thing: object) -> bool:
    return isinstance(thing, _SIMPLE) or (isinstance(thing, str) and len(thing) <= _SHORT)
