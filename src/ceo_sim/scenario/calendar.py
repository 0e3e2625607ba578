"""Moments as an author writes them: with an offset, without one, or counted from the beginning of the story."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ceo_sim.scenario.issues import IssueError
from ceo_sim.scenario.units import HOURS

_DAY = re.compile(r"\s*day\s+(\d{1,5})(?:\s+(\d{1,2}):(\d\d))?\s*", re.ASCII)
_AFTER_START = re.compile(r"\s*\+\s*(\d{1,6}(?:\.\d{1,3})?)\s*([hdw])(?:\s+(\d{1,2}):(\d\d))?\s*", re.ASCII)
_ZONE = re.compile(r"([+-])(\d\d):(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d\d)", re.ASCII)
WRITTEN = 'a moment such as 2020-05-29T06:00, "day 2 06:00" or "+1d 06:00"'


@frozen
class Calendar:
    """What moments of a story are read with.

    Attributes:
        zone: The offset of moments that are written without one; None if nothing says it.
        start: When the story begins; None on a clock of turns, and where it cannot be read.
    """

    zone: dt.tzinfo | None = None
    start: dt.datetime | None = None

    @classmethod
    def of(cls, clock: Any) -> Calendar:
        """The calendar of a clock as it is written; what is wrong with it is found when the clock is read."""
        written: Mapping[str, Any] = clock if isinstance(clock, dict) else {}
        start = written.get("start")
        start = start if isinstance(start, dt.datetime) else None
        try:
            zone: dt.tzinfo | None = read_zone(written["zone"]) if "zone" in written else None
        except IssueError:
            zone = dt.UTC
        zone = zone or (start.tzinfo if start else None)
        return cls(zone, start.replace(tzinfo=start.tzinfo or zone) if start and zone else None)

    def moment(self, value: dt.datetime) -> dt.datetime:
        """A date and time with its offset.

        Raises:
            IssueError: It has none, and the clock gives none.
        """
        if value.tzinfo is None and self.zone is None:
            example = f'zone = "-04:00" in [clock], or the offset from UTC, as in {value.isoformat()}-04:00'
            raise IssueError("E410", "this moment has no zone", example)
        return value if value.tzinfo is not None else value.replace(tzinfo=self.zone)

    def relative(self, text: str) -> dt.datetime:
        """A moment counted from the beginning: `day 3 12:00`, where day 1 is that of the start, or `+2d 09:00`.

        Raises:
            IssueError: It is none, or lies beyond the calendar, or there is no date to count from.
        """
        day, after = _DAY.fullmatch(text), _AFTER_START.fullmatch(text)
        if day is None and after is None:
            raise IssueError("E409", f'"{text:.40}" is no moment', WRITTEN)
        if self.start is None:
            raise IssueError("E607", f'"{text:.40}" on a clock that has no dates', "the number of a turn")
        try:
            if day is not None:
                if day[1].strip("0") == "":
                    raise IssueError("E409", "the first day is day 1", '"day 1 12:00"')
                moment = _at(self.start + dt.timedelta(days=int(day[1]) - 1), day[2] or "0", day[3] or "00")
            else:
                assert after is not None
                moment = self.start + dt.timedelta(hours=float(after[1]) * HOURS[after[2]])
                moment = moment if after[3] is None else _at(moment, after[3], after[4])
        except OverflowError:
            raise IssueError("E611", f'"{text:.40}" is beyond the calendar', "a year from 2 to 9998") from None
        return moment


def _at(moment: dt.datetime, hour: str, minute: str) -> dt.datetime:
    """A time of the day of a moment."""
    return dt.datetime.combine(moment.date(), _time(hour, minute), tzinfo=moment.tzinfo)


def _time(hour: str, minute: str) -> dt.time:
    if int(hour) > 23 or int(minute) > 59:
        raise IssueError("E409", f'"{hour}:{minute}" is no time of day', '"00:00" to "23:59"')
    return dt.time(int(hour), int(minute))


def read_time(value: Any) -> dt.time:
    """A time of day: `"08:00"`, or TOML's own."""
    if isinstance(value, dt.time):
        return value
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise IssueError("E409", f"{value!r:.40} is no time of day", 'a time such as "08:00"')
    return _time(match[1], match[2])


def read_zone(value: Any) -> dt.timezone:
    """An offset from UTC: `"+05:30"`, or `"Z"` for none."""
    match = _ZONE.fullmatch(value) if isinstance(value, str) else None
    if value == "Z":
        return dt.UTC
    if match is None or int(match[2]) > 23 or int(match[3]) > 59:
        expected = 'the offset from UTC, such as "-04:00"; a place is none, as its offset changes with the season'
        raise IssueError("E410", f"{value!r:.40} is no zone", expected)
    offset = dt.timedelta(hours=int(match[2]), minutes=int(match[3]))
    return dt.timezone(offset if match[1] == "+" else -offset)
