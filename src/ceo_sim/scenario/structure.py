"""From the data of TOML files to the classes of the model, with everything that is wrong on the way.

cattrs reads the classes; the hooks here make it strict (it would take "3" for 3), and let a bare value stand for a
table where the language says so.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import attrs
from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError, IterableValidationError
from cattrs.errors import IterableValidationNote
from cattrs.gen import make_dict_structure_fn, override

from ceo_sim.scenario.diagnostics import MAX_DIAGNOSTICS
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.fields import is_toml_id, toml_name
from ceo_sim.scenario.issues import Issue, IssueError, Path
from ceo_sim.scenario.model import Effect, Opening, Scenario
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.units import Duration
from ceo_sim.scenario.values import (
    WORDS,
    described,
    named,
    read_after,
    read_bool,
    read_date,
    read_datetime,
    read_day_or_moment,
    read_due,
    read_duration,
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


def structure(data: dict[str, Any], impossible: list[Issue]) -> tuple[Scenario | None, list[Issue]]:
    """Read a scenario.

    Args:
        data: What the files say.
        impossible: Values already found to be wrong, which are not looked at again.

    Returns:
        The scenario, with placeholders where something is wrong, and everything that is wrong. None if it is so wrong
        that no placeholder helps.
    """
    data = _mended(data, impossible) if impossible else data
    scenario, issues = structure_as(data, Scenario, ())
    if issues:
        scenario, _ = structure_as(_mended(data, issues), Scenario, ())
    return scenario, issues


def structure_as(data: Any, class_: type[T], path: Path) -> tuple[T | None, list[Issue]]:
    """Read one table, which is at `path`, as a class of the model; None if anything is wrong with it."""
    try:
        return _converter().structure(data, class_), []
    except Exception as error:  # noqa: BLE001  # cattrs gathers whatever the hooks raise; _issues sorts it
        return None, list(islice(_issues(error, class_, path), MAX_DIAGNOSTICS + 1))


# ---- what is wrong ------------------------------------------------------------------------------------------


def _issues(error: BaseException, type_: Any, path: Path) -> Iterator[Issue]:
    if isinstance(error, ClassValidationError):
        with_notes, others = error.group_exceptions()
        for inner, note in with_notes:
            attribute = attrs.fields_dict(error.cl)[note.name]
            yield from _issues(inner, note.type, (*path, toml_name(attribute)))
        for inner in others:
            yield from _issues(inner, error.cl, path)
    elif isinstance(error, IterableValidationError):
        for inner, item in error.group_exceptions()[0]:
            yield from _issues(inner, item.type, (*path, item.index))
    elif isinstance(error, ForbiddenExtraKeysError):
        for name in sorted(error.extra_fields):
            yield _unknown_key(error.cl, name, path)
    elif isinstance(error, KeyError):
        yield _missing_key(type_, path)
    else:
        yield _unreadable(error, type_, path)


def _unknown_key(class_: Any, name: str, path: Path) -> Issue:
    known = [toml_name(attribute) for attribute in attrs.fields(class_) if not is_toml_id(attribute)]
    suggestion = closest(name, known)
    expected = "one of " + ", ".join(known)
    return Issue("E401", (*path, name), f'unknown key "{name}"', expected, suggestion, at="key")


def _missing_key(type_: Any, path: Path) -> Issue:
    return Issue("E402", path, f'"{path[-1]}" is missing', described(type_), at="key", placeholder=_placeholder(type_))


def _unreadable(error: BaseException, type_: Any, path: Path) -> Issue:
    if isinstance(error, IssueError):
        return attrs.evolve(error.issue.within(path), placeholder=_placeholder(type_))
    raise error  # ours, not the author's


# ---- going on in spite of it --------------------------------------------------------------------------------


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
    return plain.get(type_, "")


# ---- reading ------------------------------------------------------------------------------------------------


@cache
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook_func(_is_union, _read_union)
    converter.register_structure_hook_func(_is(tuple), _read_tuple)
    converter.register_structure_hook_func(_is(dict), _read_dict)
    converter.register_structure_hook_func(_is(Literal), _read_choice)
    converter.register_structure_hook_factory(attrs.has, _class_hook)
    for type_, read in _PLAIN.items():
        converter.register_structure_hook(type_, _hook(read))
    return converter


def _is(origin: Any) -> Callable[[Any], bool]:
    return lambda type_: get_origin(type_) is origin


def _is_union(type_: Any) -> bool:
    return get_origin(type_) in (Union, types.UnionType)


def _hook(read: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _: read(value)


def _class_hook(class_: Any) -> Callable[[Any, Any], Any]:
    names: dict[str, Any] = {
        attribute.name: override(omit=True) if is_toml_id(attribute) else override(rename=toml_name(attribute))
        for attribute in attrs.fields(class_)
    }
    inner = make_dict_structure_fn(class_, _converter(), **names)
    shorthand = _SHORTHANDS.get(class_)

    def read(value: Any, type_: Any) -> Any:
        if isinstance(value, dict):
            return inner(value, type_)
        if shorthand is not None:
            return shorthand(value)
        raise IssueError("E403", f"{named(value)} where a table is needed", described(class_))

    return read


def _read_union(value: Any, type_: Any) -> Any:
    members = frozenset(get_args(type_)) - {type(None)}
    if len(members) == 1:
        return _converter().structure(value, next(iter(members)))
    return _UNIONS[members](value)


def _read_tuple(value: Any, type_: Any) -> Any:
    if not isinstance(value, list):
        raise IssueError("E403", f"{named(value)} where a list is needed", described(type_))
    types_ = get_args(type_)
    if types_[-1] is Ellipsis:
        _check_count(value)
        types_ = types_[:1] * len(value)
    elif len(types_) != len(value):
        raise IssueError("E403", f"a list of {len(value)}", described(type_))
    return tuple(_each(enumerate(value), types_, type_))


def _read_dict(value: Any, type_: Any) -> Any:
    if not isinstance(value, dict):
        raise IssueError("E403", f"{named(value)} where a table is needed", described(type_))
    _check_count(value)
    item = get_args(type_)[1]
    things = zip(value, _each(value.items(), (item,) * len(value), type_), strict=True)
    if attrs.has(item) and any(is_toml_id(attribute) for attribute in attrs.fields(item)):
        return {id: attrs.evolve(thing, id=id) for id, thing in things}
    return dict(things)


def _check_count(value: Any) -> None:
    if len(value) > MAX_THINGS:
        raise IssueError("E411", f"{len(value):,} of them", f"at most {MAX_THINGS:,}")


def _each(items: Iterable[tuple[int | str, Any]], types_: tuple[Any, ...], whole: Any) -> list[Any]:
    """Read the elements of a list or table, and gather what is wrong with any of them."""
    found: list[Any] = []
    errors: list[Exception] = []
    for (index, value), type_ in zip(items, types_, strict=True):
        try:
            found.append(_converter().structure(value, type_))
        except Exception as error:  # noqa: BLE001  # gathered, as cattrs does itself
            error.add_note(IterableValidationNote("", index, type_))
            errors.append(error)
    if errors:
        raise IterableValidationError("elements", errors, whole)
    return found


def _read_opening(value: Any) -> Opening:
    return Opening(decision=read_str(value))


def _read_effect(value: Any) -> Effect:
    return Effect(amount=Expression.parse(value))


_SHORTHANDS: dict[Any, Callable[[Any], Any]] = {Effect: _read_effect, Opening: _read_opening}


_UNIONS: dict[frozenset[Any], Callable[[Any], Any]] = {
    frozenset({int, float}): read_number,
    frozenset({bool, int, float}): read_start,
    frozenset({dt.datetime, int}): read_moment,
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


def _read_choice(value: Any, type_: Any) -> Any:
    choices = get_args(type_)
    for choice in choices:
        if value == choice and type(value) is type(choice):
            return choice
    suggestion = closest(value, list(map(str, choices))) if isinstance(value, str) else ""
    raise IssueError("E404", f"{shown(value)} is not among the choices", described(type_), suggestion)
