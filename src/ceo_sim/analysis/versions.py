"""Two versions of a scenario: what has changed in them, and whether plays of them come out alike."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal

import attrs
import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ceo_sim.analysis.parallel import Report
from ceo_sim.analysis.simulate import batches_of, mean
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.engine.program import Program
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.fields import toml_name
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.model import Scenario
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.units import Duration
from ceo_sim.scenario.values import written_fields

Z_99 = 2.5758293035489004
ChangeKind = Literal["added", "removed", "text", "value", "order"]
Written = str | int | float | bool


@frozen
class Change:
    """Something that differs between two versions.

    Attributes:
        kind: A thing that is new or gone, words, another value, or the order of things by id.
        path: Where in the data, of the new version unless it is gone.
        old: What was written; empty for nothing.
        new: What is written.
    """

    kind: ChangeKind
    path: Path
    old: Written = ""
    new: Written = ""


@frozen
class Apart:
    """A figure in plays of both versions with the same seeds.

    Attributes:
        old: Its mean in the old version; None if that does not have it.
        new: Its mean in the new one.
        low: The low end of the 99 % interval of the difference.
        high: The high end.
    """

    old: float | None
    new: float | None
    low: float
    high: float

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the interval does not hold a difference of 0."""
        return self.low > 0 or self.high < 0

    @property
    def is_in_one_only(self) -> bool:
        """Whether only one of the versions has it."""
        return self.old is None or self.new is None


@frozen
class OddsApart:
    """How plays of two versions come out: the share of each ending, and each metric at the end."""

    plays: int
    endings: dict[str, Apart]
    metrics: dict[str, Apart]


# ---- what is written ----------------------------------------------------------------------------------------


def changes(old: Scenario, new: Scenario) -> list[Change]:
    """Everything that an author has changed, in the order of the model."""
    return list(_compared(old, new, ()))


def _compared(old: Any, new: Any, path: Path) -> Iterator[Change]:
    if _is_thing(old) and type(old) is type(new):
        class_: Any = type(old)
        for attribute in written_fields(class_):
            here = (*path, toml_name(attribute))
            yield from _compared(getattr(old, attribute.name), getattr(new, attribute.name), here)
    elif isinstance(old, dict) and isinstance(new, dict):
        yield from _compared_tables(old, new, path)
    elif _is_things(old) or _is_things(new):
        yield from _compared_lists(old or (), new or (), path)
    elif _is_thing(old) or _is_thing(new):
        yield Change("removed" if new is None else "added" if old is None else "value", path)
    elif old != new:
        words = any(isinstance(value, str | Text) for value in (old, new))
        yield Change("text" if words else "value", path, _written(old), _written(new))


def _compared_tables(old: Mapping[str, Any], new: Mapping[str, Any], path: Path) -> Iterator[Change]:
    for id in old:
        if id in new:
            yield from _compared(old[id], new[id], (*path, id))
        else:
            yield Change("removed", (*path, id), old=_named(old[id]))
    yield from (Change("added", (*path, id), new=_named(new[id])) for id in new if id not in old)
    before, after = [id for id in old if id in new], [id for id in new if id in old]
    if before != after and any(map(_is_thing, new.values())):
        yield Change("order", path, ", ".join(before), ", ".join(after))


def _compared_lists(old: Sequence[Any], new: Sequence[Any], path: Path) -> Iterator[Change]:
    """Elements without ids: those that are alike belong together, and what stands between them in its order."""
    matcher = SequenceMatcher(None, [repr(one) for one in old], [repr(one) for one in new], autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        pairs = min(last - first, end - start)
        for number in range(pairs):
            yield from _compared(old[first + number], new[start + number], (*path, start + number))
        for number in range(first + pairs, last):
            yield Change("removed", (*path, number), old=_named(old[number]))
        for number in range(start + pairs, end):
            yield Change("added", (*path, number), new=_named(new[number]))


def _is_thing(value: Any) -> bool:
    return attrs.has(type(value)) and not isinstance(value, Expression | Text | Duration)


def _is_things(value: Any) -> bool:
    return isinstance(value, tuple) and any(map(_is_thing, value))


def _named(thing: Any) -> Written:
    """What a thing is called, as far as it is called anything; a value as it is written."""
    if not _is_thing(thing):
        return _written(thing)
    for name in ("title", "label", "name", "text"):
        if getattr(thing, name, None):
            return _written(getattr(thing, name))
    return ""


def _written(value: Any) -> Written:
    match value:
        case None:
            return ""
        case Text():
            return value.source
        case dt.date():
            return value.isoformat()
        case tuple():
            return ", ".join(str(_written(part)) for part in value)
        case str() | bool() | int() | float():
            return value
        case _:
            return str(value)


# ---- what comes of it ---------------------------------------------------------------------------------------


def odds_apart(
    old: Program, new: Program, plays: int, seed: int, *, jobs: int = 1, report: Report | None = None
) -> OddsApart:
    """Random plays of both versions, each pair with the same seed, and so with the same luck as far as they are alike.

    The intervals are those of the mean of paired differences: they are narrow where the versions are nearly the same,
    and of no width where nothing differs.
    """
    report = report or (lambda _: None)
    ended_before, final_before = _ends(old, plays, seed, jobs, lambda part: report(part / 2))
    ended_after, final_after = _ends(new, plays, seed, jobs, lambda part: report((1 + part) / 2))
    endings = {
        id: _apart(ended_before.get(id), ended_after.get(id), plays)
        for id in dict.fromkeys((*old.scenario.endings, *new.scenario.endings))
    }
    metrics = {
        id: _apart(final_before.get(id), final_after.get(id), plays)
        for id in dict.fromkeys((*old.scenario.metrics, *new.scenario.metrics))
    }
    return OddsApart(plays, endings, metrics)


Values = NDArray[np.float64]


def _ends(
    program: Program, plays: int, seed: int, jobs: int, report: Report
) -> tuple[dict[str, Values], dict[str, Values]]:
    """For each ending in which plays it came (1) or not (0), and for each metric its last value, by play."""
    batches = batches_of(program, plays, seed, RandomPolicy(), jobs=jobs, report=report)
    ending = np.concatenate([batch.ending for batch in batches])
    final = np.concatenate([batch.final for batch in batches], axis=1)
    ended = {plan.id: (ending == number).astype(np.float64) for number, plan in enumerate(program.endings)}
    return ended, {id: final[plan.cell] for id, plan in program.metrics.items()}


def _apart(old: Values | None, new: Values | None, plays: int) -> Apart:
    nothing = np.zeros(plays)
    differences = (nothing if new is None else new) - (nothing if old is None else old)
    middle = mean(differences)
    apart = differences - middle
    spread = math.sqrt(mean(apart * apart) / max(1, plays - 1))
    means = [None if values is None else mean(values) for values in (old, new)]
    return Apart(means[0], means[1], middle - Z_99 * spread, middle + Z_99 * spread)
