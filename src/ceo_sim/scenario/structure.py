"""From the data of TOML files to the classes of the model, with everything that is wrong on the way.

A type of the model is made into a reader once: a function of a value, its path and the reading under way. A reader is
strict ("3" is no number), lets a bare value stand for a table where the language says so, and notes what is wrong
instead of raising it, so that all of it is found in one go.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin

import attrs
from attrs import define, field

from ceo_sim.scenario.characters import is_blank
from ceo_sim.scenario.diagnostics import MAX_DIAGNOSTICS
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.fields import HEADINGS, is_toml_id, toml_name
from ceo_sim.scenario.issues import Issue, IssueError, Path, named
from ceo_sim.scenario.model import Effect, Opening, Scenario
from ceo_sim.scenario.playtest import Move
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.units import Duration
from ceo_sim.scenario.values import (
    WORDS,
    described,
    read_after,
    read_bool,
    read_date,
    read_datetime,
    read_day_or_moment,
    read_due,
    read_duration,
    read_end_or_moment,
    read_int,
    read_moment,
    read_number,
    read_start,
    read_str,
    shown,
    written_fields,
)
from ceo_sim.suggestions import closest

MAX_THINGS = 2_000
T = TypeVar("T")


@define
class Reading:
    """Data being read.

    Attributes:
        issues: Everything wrong with it so far.
        things: What each table with an id was read as, by the identity of the table: an edition shares nearly all
            tables with its scenario, and need not have them read again.
    """

    issues: list[Issue] = field(factory=list)
    things: dict[int, Any] = field(factory=dict)


def structure(
    data: dict[str, Any], impossible: list[Issue], things: dict[int, Any] | None = None
) -> tuple[Scenario | None, list[Issue]]:
    """Read a scenario.

    Args:
        data: What the files say.
        impossible: Values already found to be wrong, which are not looked at again.
        things: See `Reading`; the data in which they were read must still be there. What is read now is added.

    Returns:
        The scenario, with placeholders where something is wrong, and everything that is wrong. None if it is so wrong
        that no placeholder helps.
    """
    data = _mended(data, impossible) if impossible else data
    scenario, issues = structure_as(data, Scenario, (), things if not impossible else None)
    if issues:
        scenario, _ = structure_as(_mended(data, issues), Scenario, ())
    return scenario, issues


def structure_as(
    data: Any, class_: type[T], path: Path, things: dict[int, Any] | None = None
) -> tuple[T | None, list[Issue]]:
    """Read one table, which is at `path`, as a class of the model; None if anything is wrong with it."""
    reading = Reading(things={} if things is None else things)
    kind: Any = class_
    table = _part(data, kind, _reader(kind), path, reading)
    return (None, reading.issues[: MAX_DIAGNOSTICS + 1]) if reading.issues else (table, [])


# ---- readers ------------------------------------------------------------------------------------------------

Reader = Callable[[Any, Path, Reading], Any]
"""Gives what a value means. Raises an `IssueError` about the value as a whole, and notes what is wrong inside it."""


@cache
def _reader(type_: Any) -> Reader:
    members, origin = get_args(type_), get_origin(type_)
    if type_ in _PLAIN:
        return _plain_reader(_PLAIN[type_])
    if origin in (Union, types.UnionType):
        kinds = frozenset(members) - {type(None)}
        return _reader(*kinds) if len(kinds) == 1 else _plain_reader(_UNIONS[kinds])
    if origin is Literal:
        return _plain_reader(partial(_read_choice, type_))
    if origin is tuple:
        return _list_reader(type_)
    return _table_reader(type_) if origin is dict else _class_reader(type_)


def _part(value: Any, type_: Any, read: Reader, path: Path, reading: Reading) -> Any:
    """Read a part of something; if it is wrong, the issue is noted with what the type has as a placeholder."""
    try:
        return read(value, path, reading)
    except IssueError as error:
        reading.issues.append(attrs.evolve(error.issue.within(path), placeholder=_placeholder(type_)))
        return None


def _plain_reader(parse: Callable[[Any], Any]) -> Reader:
    return lambda value, _path, _reading: parse(value)


def _list_reader(type_: Any) -> Reader:
    types_ = get_args(type_)
    is_long = types_[-1] is Ellipsis
    parts = [(part, _reader(part)) for part in types_ if part is not Ellipsis]

    def read(value: Any, path: Path, reading: Reading) -> Any:
        if not isinstance(value, list):
            raise IssueError("E403", f"{named(value)} where a list is needed", described(type_))
        if is_long:
            _check_count(value)
        elif len(parts) != len(value):
            raise IssueError("E403", f"a list of {len(value)}", described(type_))
        expected = zip(value, parts * len(value) if is_long else parts, strict=True)
        return tuple(
            [_part(part, kind, inner, (*path, at), reading) for at, (part, (kind, inner)) in enumerate(expected)]
        )

    return read


def _table_reader(type_: Any) -> Reader:
    """What reads a table of things by id, or of values by key."""
    part_type = get_args(type_)[1]
    inner = _reader(part_type)
    if attrs.has(part_type) and any(is_toml_id(attribute) for attribute in attrs.fields(part_type)):
        inner = _thing_reader(part_type)

    def read(value: Any, path: Path, reading: Reading) -> Any:
        if not isinstance(value, dict):
            raise IssueError("E403", f"{named(value)} where a table is needed", described(type_))
        _check_count(value)
        return {name: _part(part, part_type, inner, (*path, name), reading) for name, part in value.items()}

    return read


def _check_count(value: Any) -> None:
    if len(value) > MAX_THINGS:
        raise IssueError("E411", f"{len(value):,} of them", f"at most {MAX_THINGS:,}")


def _thing_reader(class_: Any) -> Reader:
    """What reads a thing whose id is its key, unless it has been read already."""

    def read(value: Any, path: Path, reading: Reading) -> Any:
        thing = reading.things.get(id(value))
        if thing is None:
            thing = _read_table(class_, value, path, reading, {"id": path[-1]})
            if thing is not None:
                reading.things[id(value)] = thing
        return thing

    return read


def _class_reader(class_: Any) -> Reader:
    return lambda value, path, reading: _read_table(class_, value, path, reading, {})


def _read_table(class_: Any, value: Any, path: Path, reading: Reading, given: dict[str, Any]) -> Any:
    if not isinstance(value, dict):
        if class_ in _SHORTHANDS:
            return _SHORTHANDS[class_](value)
        raise IssueError("E403", f"{named(value)} where a table is needed", described(class_))
    before = len(reading.issues)
    keys, required = _keys(class_)
    for name in required:
        if name not in value:
            reading.issues.append(_missing_key(keys[name].type, (*path, name)))
    for name, part in value.items():
        if (key := keys.get(name)) is None:
            reading.issues.append(_unknown_key(name, list(keys), path, guess=len(reading.issues) <= MAX_DIAGNOSTICS))
        elif isinstance(part, str) and is_blank(part.replace("****", "")) and (part or name in required):
            reading.issues.append(_no_words(key.type, (*path, name)))
        else:
            read = _part(part, key.type, key.read, (*path, name), reading)
            if key.heads and isinstance(read, Text) and path:
                read = attrs.evolve(read, instead=str(path[-1]).replace("_", " "))
            given[key.attribute] = read
    return class_(**given) if len(reading.issues) == before else None


class _Key(NamedTuple):
    """A key of a table: the attribute that it gives, its type, what reads it, and whether the thing is called by it."""

    attribute: str
    type: Any
    read: Reader
    heads: bool


@cache
def _keys(class_: Any) -> tuple[dict[str, _Key], list[str]]:
    """The keys of a table by name, and those that may not be missing."""
    fields = written_fields(class_)
    keys = {
        toml_name(attribute): _Key(attribute.name, type_, _reader(type_), attribute.name in HEADINGS)
        for attribute, type_ in fields.items()
    }
    return keys, [toml_name(attribute) for attribute in fields if attribute.default is attrs.NOTHING]


def _unknown_key(name: str, known: list[str], path: Path, *, guess: bool) -> Issue:
    # A guess takes a millisecond: a hostile file may have thousands of unknown keys, of which few are shown.
    suggestion = closest(name, known) if guess else ""
    expected = "one of " + ", ".join(known)
    return Issue("E401", (*path, name), f'unknown key "{name}"', expected, suggestion, at="key")


def _no_words(type_: Any, path: Path) -> Issue:
    return Issue("E208", path, f'"{path[-1]}" has no words', "words", placeholder=_placeholder(type_))


def _missing_key(type_: Any, path: Path) -> Issue:
    return Issue("E402", path, f'"{path[-1]}" is missing', described(type_), at="key", placeholder=_placeholder(type_))


# ---- values -------------------------------------------------------------------------------------------------


def _read_opening(value: Any) -> Opening:
    return Opening(decision=read_str(value))


def _read_effect(value: Any) -> Effect:
    return Effect(amount=Expression.parse(value))


def _read_move(value: Any) -> Move:
    return Move.named(read_str(value))


_SHORTHANDS: dict[Any, Callable[[Any], Any]] = {Effect: _read_effect, Opening: _read_opening, Move: _read_move}


_UNIONS: dict[frozenset[Any], Callable[[Any], Any]] = {
    frozenset({int, float}): read_number,
    frozenset({bool, int, float}): read_start,
    frozenset({dt.datetime, int}): read_moment,
    frozenset({dt.datetime, int, Literal["end"]}): read_end_or_moment,
    frozenset({dt.datetime, dt.date, int}): read_day_or_moment,
    frozenset({Duration, dt.datetime, int}): read_due,
    frozenset({Duration, tuple[Duration, Duration]}): read_after,
}
_PLAIN: dict[Any, Callable[[Any], Any]] = {
    str: read_str,
    bool: read_bool,
    int: read_int,
    dt.datetime: read_datetime,
    dt.date: read_date,
    Expression: Expression.parse,
    Text: Text.parse,
    Duration: read_duration,
}


def _read_choice(type_: Any, value: Any) -> Any:
    choices = get_args(type_)
    for choice in choices:
        if value == choice and type(value) is type(choice):
            return choice
    suggestion = closest(value, list(map(str, choices))) if isinstance(value, str) else ""
    raise IssueError("E404", f"{shown(value)} is not among the choices", described(type_), suggestion)


# ---- recovery -----------------------------------------------------------------------------------------------


def _mended(data: Mapping[str, Any], issues: list[Issue]) -> dict[str, Any]:
    """The data with a placeholder for each thing that is wrong, so that the rest can be checked."""
    mended: dict[str, Any] = _copied(data)
    for issue in issues:
        table: Any = mended
        for part in issue.path[:-1]:
            if isinstance(table, dict) and not isinstance(table.get(part), dict | list):
                table[part] = {}
            table = table[part]
        name = issue.path[-1] if issue.path else ""
        if issue.code == "E401":
            value = table.pop(name)
            if issue.suggestion and issue.suggestion not in table:
                table[issue.suggestion] = value
        elif issue.placeholder is None:
            table.pop(name, None)
        else:
            table[name] = issue.placeholder
    return mended


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _copied(part) for name, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list) else value


def _placeholder(type_: Any) -> Any:
    """A value that can be read as the type; None where the key can be left out."""
    members = get_args(type_)
    if type(None) in members:
        return None
    if attrs.has(type_) and type_ not in WORDS:
        required = (a for a in written_fields(type_).items() if a[0].default is attrs.NOTHING)
        return {toml_name(attribute): _placeholder(kind) for attribute, kind in required}
    if get_origin(type_) is Literal:
        return members[0]
    if get_origin(type_) is tuple:
        return [] if members[-1] is Ellipsis else [_placeholder(member) for member in members]
    if get_origin(type_) is dict:
        return {}
    if get_origin(type_) in (Union, types.UnionType):
        return _placeholder(members[0])
    plain: dict[Any, Any] = {int: 0, float: 0, bool: False, Expression: 0, Duration: "1d"}
    plain |= {dt.datetime: dt.datetime(2000, 1, 1, tzinfo=dt.UTC), dt.date: dt.date(2000, 1, 1)}
    return plain.get(type_, "x")
