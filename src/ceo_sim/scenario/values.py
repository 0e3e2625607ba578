"""Parsing single values, strictly, and describing types in an author's words."""

from __future__ import annotations

import datetime as dt
import re
import types
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from ceo_sim.scenario import text
from ceo_sim.scenario.calendar import WRITTEN as MOMENT
from ceo_sim.scenario.calendar import Calendar
from ceo_sim.scenario.expression import MAX_NUMBER, Expression
from ceo_sim.scenario.fields import is_toml_id, toml_name
from ceo_sim.scenario.issues import IssueError, named
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.units import Duration

MAX_SHORT_TEXT = 4_000
_PERCENT = re.compile(r"\s*(-?\d{1,9}(?:\.\d{1,9})?)\s*%\s*", re.ASCII)


def read_str(value: Any) -> str:
    """A short text, without control characters."""
    if not isinstance(value, str):
        raise IssueError("E403", f"{named(value)} where a text is needed", "a text in quotes")
    if len(value) > MAX_SHORT_TEXT:
        raise IssueError("E201", f"a text of {len(value):,} characters", f"at most {MAX_SHORT_TEXT:,}")
    if control := text.control_character(value):
        raise IssueError("E202", f"a control character, {control[0]!r}", "plain text", offset=control[1])
    return value


def read_bool(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise IssueError("E403", f"{named(value)} where true or false is needed", "true or false")
    return value


def read_int(value: Any) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise IssueError("E403", f"{named(value)} where a whole number is needed", "a whole number")
    return value


def read_number(value: Any) -> int | float:
    """A number within the bounds of expressions, or a text such as `"15 %"`."""
    if isinstance(value, str) and (percent := _PERCENT.fullmatch(value)):
        return float(percent[1]) / 100
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise IssueError("E403", f"{named(value)} where a number is needed", "a number")
    if abs(value) > MAX_NUMBER:
        raise IssueError("E405", f"{value:g} is out of bounds", "a number between -1e12 and 1e12")
    return value


def read_start(value: Any) -> bool | int | float:
    """The first value of a variable."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, int | float):
        raise IssueError("E403", f"{named(value)} where a first value is needed", "a number, true or false")
    return read_number(value)


def read_duration(value: Any) -> Duration:
    """A length of time."""
    try:
        return Duration.parse(value)
    except ValueError:
        expected = 'a time such as "6h", "2d" or "3w", or a number of turns'
        raise IssueError("E409", f"{shown(value)} is not a length of time", expected) from None


def read_datetime(value: Any, calendar: Calendar) -> dt.datetime:
    """A moment by date, with its zone."""
    if isinstance(value, dt.datetime):
        return calendar.moment(value)
    if isinstance(value, dt.date):
        raise IssueError("E410", "a day where a moment is needed", f"an hour too, as in {value}T06:00")
    if isinstance(value, str):
        return calendar.relative(value)
    raise IssueError("E403", f"{named(value)} where a date is needed", MOMENT)


def read_date(value: Any) -> dt.date:
    """A day."""
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise IssueError("E403", f"{named(value)} where a day is needed", "a day such as 2020-05-29")
    return value


def read_moment(value: Any, calendar: Calendar) -> dt.datetime | int:
    """A moment with its zone, or the number of a turn."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, dt.date | str):
        return read_datetime(value, calendar)
    raise IssueError("E403", f"{named(value)} where a moment is needed", f"{MOMENT}, or the number of a turn")


def read_end_or_moment(value: Any, calendar: Calendar) -> dt.datetime | int | Literal["end"]:
    """The end of the story, or a moment with its zone, or the number of a turn."""
    try:
        return "end" if value == "end" else read_moment(value, calendar)
    except IssueError as error:
        error.issue = attrs.evolve(error.issue, expected=f'{error.issue.expected}; or "end"')
        raise


def read_day_or_moment(value: Any, calendar: Calendar) -> dt.date | int:
    """A day, a moment with its zone, or the number of a turn."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    return read_moment(value, calendar)


def read_due(value: Any, calendar: Calendar) -> Duration | dt.datetime:
    """A moment, or a length of time; a bare number counts turns from the making."""
    by_date = isinstance(value, dt.date) or (isinstance(value, str) and value.lstrip().startswith("day"))
    return read_datetime(value, calendar) if by_date else read_duration(value)


def read_after(value: Any) -> Duration | tuple[Duration, Duration]:
    """A length of time, or a shortest and a longest one."""
    if not isinstance(value, list):
        return read_duration(value)
    if len(value) != 2:
        raise IssueError("E403", f"{len(value)} times in the list", "a shortest and a longest time")
    first, last = map(read_duration, value)
    if first.amount > last.amount:
        raise IssueError("E705", "the shortest time is longer than the longest", f'["{last}", "{first}"]')
    return first, last


_LANGUAGE_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{5,8})"  # a language
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # script, region, variants
    r"(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+",
    re.ASCII | re.IGNORECASE,
)


def is_language_tag(text: str) -> bool:
    """Whether a text is formed as a tag of BCP 47 (RFC 5646), such as `en`, `pt-BR` or `zh-Hant-TW`."""
    return bool(_LANGUAGE_TAG.fullmatch(text))


# ---- words --------------------------------------------------------------------------------------------------


def shown(value: Any) -> str:
    """A value as a message quotes it."""
    return f'"{value:.40}"' if isinstance(value, str) else f"{value!r:.40}"


@cache
def described(type_: Any) -> str:
    """What an author would write for the type."""
    members = [member for member in get_args(type_) if member is not type(None)]
    if get_origin(type_) is Literal:
        return " or ".join(f'"{member}"' if isinstance(member, str) else str(member) for member in members)
    if get_origin(type_) is tuple:
        if members[-1] is Ellipsis:
            return f"a list, each element {described(members[0])}"
        return f"a list of {len(members)}: " + ", ".join(map(described, members))
    if get_origin(type_) is dict:
        return f"a table, each value {described(members[1])}"
    if get_origin(type_) in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(map(described, members)))
    if attrs.has(type_) and type_ not in WORDS:
        required = [toml_name(a) for a in written_fields(type_) if a.default is attrs.NOTHING]
        return "a table" + (f" with {', '.join(required)}" if required else "")
    return WORDS.get(type_, "a value")


WORDS: dict[Any, str] = {
    str: "a text in quotes",
    Text: "a text in quotes",
    bool: "true or false",
    int: "a number",
    float: "a number",
    Expression: "a number, true, false or an expression in quotes",
    Duration: 'a time such as "6h", "2d" or "3w", or a number of turns',
    dt.datetime: MOMENT,
    dt.time: 'a time of day such as "08:00"',
    dt.timezone: 'an offset from UTC such as "-04:00"',
    dt.date: "a day such as 2020-05-29",
}


@cache
def written_fields(class_: Any) -> dict[attrs.Attribute[Any], Any]:
    """The attributes that an author writes, with their types."""
    hints = get_type_hints(class_)
    return {a: hints[a.name] for a in attrs.fields(class_) if not is_toml_id(a)}
