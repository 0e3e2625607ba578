"""From the data of TOML files to the classes of the model, with everything that is wrong on the way.

A type of the model is made into a reader once: a function of a value, its path and the reading under way. A reader is
strict ("3" is no number), lets a bare value stand for a table where the language says so, and notes what is wrong
instead of raising it, so that all of it is found in one go.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable, Mapping
from functools import cache, cached_property, partial
from typing import Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin

import attrs
from attrs import define, field

from ceo_sim.scenario.calendar import Calendar, read_time, read_zone
from ceo_sim.scenario.characters import is_blank
from ceo_sim.scenario.diagnostics import MAX_DIAGNOSTICS
from ceo_sim.scenario.expression import Expression, Unary, joined
from ceo_sim.scenario.fields import HEADINGS, is_toml_id, toml_name
from ceo_sim.scenario.issues import Issue, IssueError, Path, named
from ceo_sim.scenario.memory import Memory
from ceo_sim.scenario.model import (
    EFFECT_LIST,
    LATEST,
    WAY_OUT,
    Card,
    Decision,
    Effect,
    Grounded,
    Opening,
    Option,
    Scenario,
    Support,
)
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
TOP = 2
"""So long is the path of a table that is remembered though it has no id: `history`, or a claim about balance."""
T = TypeVar("T")


@define(slots=False)  # for cached_property
class Reading:
    """Data being read.

    Attributes:
        issues: Everything wrong with it so far.
        memory: What tables with an id were read as: an edition, and the next version, share nearly all of them.
        format: The version of the language.
        support: How well numbers are grounded that do not say it.
        calendar: What moments are read with.
    """

    issues: list[Issue] = field(factory=list)
    memory: Memory = field(factory=Memory)
    format: int = LATEST
    support: Support | None = None
    calendar: Calendar = field(factory=Calendar)

    @cached_property
    def setting(self) -> str:
        """What the meaning of a table depends on beside the table; of moments that are equal, the zones may differ."""
        return repr((self.format, self.support, self.calendar))

    @classmethod
    def of(cls, data: Any, memory: Memory) -> Reading:
        """A reading of a whole scenario, with what holds for all its tables."""
        written: Mapping[str, Any] = data if isinstance(data, dict) else {}
        info = written.get("scenario")
        support = info.get("support") if isinstance(info, dict) else None
        format, calendar = 1 if written.get("format") == 1 else LATEST, Calendar.of(written.get("clock"))
        return cls(
            memory=memory,
            format=format,
            support=support if support in get_args(Support) else None,
            calendar=calendar if format > 1 else attrs.evolve(calendar, zone=None),  # each moment had its own
        )


def structure(
    data: dict[str, Any], impossible: list[Issue], memory: Memory | None = None
) -> tuple[Scenario | None, list[Issue]]:
    """Read a scenario.

    Args:
        data: What the files say.
        impossible: Values already found to be wrong, which are not looked at again.
        memory: See `Reading`.

    Returns:
        The scenario, with placeholders where something is wrong, and everything that is wrong. None if it is so wrong
        that no placeholder helps.
    """
    data = _mended(data, impossible) if impossible else data
    scenario, issues = structure_as(data, Scenario, (), memory)
    if issues:
        scenario, _ = structure_as(_mended(data, issues), Scenario, (), memory)
    return scenario, issues


def structure_as(
    data: Any,
    class_: type[T],
    path: Path,
    memory: Memory | None = None,
    calendar: Calendar | None = None,
) -> tuple[T | None, list[Issue]]:
    """Read one table, which is at `path`, as a class of the model; None if anything is wrong with it.

    Args:
        data: What is written.
        class_: The class.
        path: Where it is written.
        memory: See `Reading`.
        calendar: What its moments are read with, if it is not a whole scenario with a clock.
    """
    reading = Reading.of(data, memory or Memory())
    reading.calendar = calendar or reading.calendar
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
        if len(kinds) == 1:
            return _reader(*kinds)
        return _dated_reader(_DATED[kinds]) if kinds in _DATED else _plain_reader(_UNIONS[kinds])
    if type_ is dt.datetime:
        return _dated_reader(read_datetime)
    if type_ is Text:
        return lambda value, _path, reading: Text.parse(value, marks=reading.format > 1)
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


def _dated_reader(parse: Callable[[Any, Calendar], Any]) -> Reader:
    return lambda value, _path, reading: parse(value, reading.calendar)


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
    """What reads a thing whose id is its key."""
    return lambda value, path, reading: _remembered(class_, value, path, reading, {"id": path[-1]})


def _class_reader(class_: Any) -> Reader:
    def read(value: Any, path: Path, reading: Reading) -> Any:
        is_near_the_top = 0 < len(path) <= TOP and isinstance(value, dict)
        return (_remembered if is_near_the_top else _read_table)(class_, value, path, reading, {})

    return read


class _Unsound(Exception):
    """Something is wrong with a thing, which has been noted."""


def _remembered(class_: Any, value: Any, path: Path, reading: Reading, given: dict[str, Any]) -> Any:
    """Read a table, unless it has been read already."""
    key = "read", class_, path, reading.setting

    def by_content() -> Any:  # which `repr` has in full: it tells 1 from 1.0 and from true
        return reading.memory.of((*key, repr(value)), sound)

    def sound() -> Any:
        thing = _read_table(class_, value, path, reading, given)
        if thing is None:
            raise _Unsound
        return thing

    try:
        return reading.memory.about(value, key, by_content)
    except _Unsound:
        return None


def _read_table(class_: Any, value: Any, path: Path, reading: Reading, given: dict[str, Any]) -> Any:
    if not isinstance(value, dict):
        return _read_shorthand(class_, value, path, reading)
    before = len(reading.issues)
    keys, required = _keys(class_)
    for name in required:
        if name not in value:
            reading.issues.append(_missing_key(keys[name].type, (*path, name)))
    for name, part in value.items():
        if (key := keys.get(name)) is None:
            reading.issues.append(_unknown_key(name, list(keys), path, guess=len(reading.issues) <= MAX_DIAGNOSTICS))
        elif key.since > reading.format:
            reading.issues.append(_later_key(name, (*path, name)))
        elif isinstance(part, str) and is_blank(part.replace("****", "")) and (part or name in required):
            reading.issues.append(_no_words(key.type, (*path, name)))
        else:
            read = _part(part, key.type, key.read, (*path, name), reading)
            if isinstance(read, Text) and path:
                read = read.at((*path, name), instead=str(path[-1]).replace("_", " ") if key.heads else "")
            given[key.attribute] = read
    _add_defaults(class_, given, reading)
    return _FINISHED.get(class_, class_)(**given) if len(reading.issues) == before else None


def _read_shorthand(class_: Any, value: Any, path: Path, reading: Reading) -> Any:
    """A table that is written as a bare value, or an effect as a list of its amount and why."""
    if class_ is Effect and isinstance(value, list) and len(value) == len(EFFECT_LIST) and reading.format > 1:
        return _read_table(class_, dict(zip(EFFECT_LIST, value, strict=True)), path, reading, {})
    if class_ not in _SHORTHANDS or isinstance(value, list):
        raise IssueError("E403", f"{named(value)} where a table is needed", described(class_))
    shorthand = _SHORTHANDS[class_](value)
    return attrs.evolve(shorthand, support=reading.support) if class_ is Effect else shorthand


def _add_defaults(class_: Any, given: dict[str, Any], reading: Reading) -> None:
    """What a table has that leaves it out, where that depends on the scenario as a whole."""
    if issubclass(class_, Grounded):
        given.setdefault("support", reading.support)
    if issubclass(class_, Card) and reading.format == 1:
        given.setdefault("once", False)
    if issubclass(class_, Decision) and given.get("standing") and given.keys().isdisjoint(("at", "when")):
        given["at"] = reading.calendar.start or 0


class _Key(NamedTuple):
    """A key of a table: the attribute that it gives, its type, what reads it, and whether the thing is called by it."""

    attribute: str
    type: Any
    read: Reader
    heads: bool
    since: int


@cache
def _keys(class_: Any) -> tuple[dict[str, _Key], list[str]]:
    """The keys of a table by name, and those that may not be missing."""
    fields = written_fields(class_)
    keys = {
        toml_name(attribute): _Key(
            attribute.name, type_, _reader(type_), attribute.name in HEADINGS, attribute.metadata["since"]
        )
        for attribute, type_ in fields.items()
    }
    return keys, [toml_name(attribute) for attribute in fields if attribute.default is attrs.NOTHING]


def _unknown_key(name: str, known: list[str], path: Path, *, guess: bool) -> Issue:
    # A guess takes a millisecond: a hostile file may have thousands of unknown keys, of which few are shown.
    suggestion = closest(name, known) if guess else ""
    expected = "one of " + ", ".join(known)
    return Issue("E401", (*path, name), f'unknown key "{name}"', expected, suggestion, at="key")


def _later_key(name: str, path: Path) -> Issue:
    expected = "format = 2; `ceo-sim migrate` makes a scenario of format 1 one of format 2"
    return Issue("E412", path, f'"{name}" is of format 2, and this is format 1', expected, at="key")


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


def _with_a_way_out(**given: Any) -> Decision:
    """A decision, where the option for when no other is open has that as its condition."""
    options: dict[str, Option] = given["options"]
    others = [option.needs for option in options.values() if option is not None and not option.otherwise]
    conditions = tuple(option.when for option in options.values() if option is not None and option.when is not None)
    condition = Expression(f"{WAY_OUT} under {given['id']}", Unary("not", joined("or", others)), conditions)
    for id, option in options.items():
        if option is not None and option.otherwise and option.when is None:
            options[id] = attrs.evolve(option, when=condition)
    return Decision(**given)


_FINISHED: dict[Any, Callable[..., Any]] = {Decision: _with_a_way_out}
_SHORTHANDS: dict[Any, Callable[[Any], Any]] = {Effect: _read_effect, Opening: _read_opening, Move: _read_move}


_UNIONS: dict[frozenset[Any], Callable[[Any], Any]] = {
    frozenset({int, float}): read_number,
    frozenset({bool, int, float}): read_start,
    frozenset({Duration, tuple[Duration, Duration]}): read_after,
}
_DATED: dict[frozenset[Any], Callable[[Any, Calendar], Any]] = {
    frozenset({dt.datetime, int}): read_moment,
    frozenset({dt.datetime, int, Literal["end"]}): read_end_or_moment,
    frozenset({dt.datetime, dt.date, int}): read_day_or_moment,
    frozenset({Duration, dt.datetime, int}): read_due,
}
_PLAIN: dict[Any, Callable[[Any], Any]] = {
    str: read_str,
    bool: read_bool,
    int: read_int,
    dt.date: read_date,
    dt.time: read_time,
    dt.timezone: read_zone,
    Expression: Expression.parse,
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
        if isinstance(table, list) and name in EFFECT_LIST:
            name = EFFECT_LIST.index(str(name))
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
    plain |= {dt.time: "00:00", dt.timezone: "Z"}
    return plain.get(type_, "x")
