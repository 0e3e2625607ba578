"""The clock of a story: steps, and what they are called in dates or turns."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from attrs import field, frozen

from ceo_sim.scenario.model import Clock, Event, Moment
from ceo_sim.scenario.units import Duration


@frozen
class Timeline:
    """Steps 0 to `last`; a step is a span of hours, or a turn.

    Attributes:
        last: The last step; nothing is asked there.
        start: The moment of step 0, or None on a clock of turns.
        step_hours: Hours between two steps; 24 stands for a turn.
        desk_hour: The hour at which the player's day begins.
    """

    last: int
    start: dt.datetime | None = field(default=None, eq=repr)  # the same moment in another zone has another hour
    step_hours: float = 24.0
    desk_hour: float = 0.0

    @classmethod
    def of(cls, clock: Clock) -> Timeline:
        """The timeline of a scenario's clock, taken to be consistent."""
        if clock.start is None or clock.end is None or clock.step is None:
            return cls(clock.turns or 0)
        hours = clock.step.hours
        span = (clock.end - clock.start).total_seconds() / 3600
        desk = 0.0 if clock.desk is None else clock.desk.hour + clock.desk.minute / 60
        return cls(math.floor(span / hours), clock.start, hours, desk)

    @property
    def by_date(self) -> bool:
        """Whether moments are dates rather than turns."""
        return self.start is not None

    @property
    def step_days(self) -> float:
        """Days in a step; 1 for a turn."""
        return self.step_hours / 24

    @property
    def steps_a_day(self) -> int:
        """Steps in a day, at least one; 1 for turns."""
        return max(1, round(24 / self.step_hours))

    def moment(self, step: int) -> Moment:
        """The date and time of a step, or the turn."""
        return step if self.start is None else self.start + dt.timedelta(hours=self.step_hours * step)

    def step_at(self, moment: Moment) -> int:
        """The first step at or after a moment; it may lie outside the story."""
        if isinstance(moment, int) or self.start is None:
            return moment if isinstance(moment, int) else 0
        hours = (moment - self.start).total_seconds() / 3600
        return math.ceil(hours / self.step_hours - 1e-9)

    def last_step_at(self, moment: Moment) -> int:
        """The last step at or before a moment; it may lie outside the story."""
        if isinstance(moment, int) or self.start is None:
            return moment if isinstance(moment, int) else 0
        hours = (moment - self.start).total_seconds() / 3600
        return math.floor(hours / self.step_hours + 1e-9)

    def steps_of(self, event: Event) -> Sequence[int]:
        """The steps at which an event may happen by itself."""
        if event.at is not None:
            at = max(1, self.step_at(event.at))
            return range(at, min(at, self.last) + 1)
        if event.when is None and event.chance is None:
            return ()
        first = 1 if event.starts is None else max(1, self.step_at(event.starts))
        last = self.last if event.ends is None else min(self.last, self.last_step_at(event.ends))
        if event.chance is None:
            return range(first, last + 1)
        return [step for step in self.steps_at(event.hour) if first <= step <= last]

    def steps_at(self, hour: float | None) -> tuple[int, ...]:
        """The steps in whose span an hour of the day falls."""
        return _steps_at(self, hour)

    def steps_in(self, duration: Duration) -> int:
        """Steps in a span of time, rounded up; the fewest that it can be if it goes on to an hour of the day."""
        if self.start is None:
            return round(duration.amount)
        if duration.until is not None:
            return max(1, math.ceil((duration.hours - 24 + duration.until) / self.step_hours - 1e-9))
        return math.ceil(duration.hours / self.step_hours - 1e-9)

    def steps_since(self, step: int, duration: Duration) -> int:
        """Steps in a span of time that begins at a step; one at least if it goes on to an hour of the day."""
        moment = self.moment(step)
        if duration.until is None or isinstance(moment, int):
            return self.steps_in(duration)
        midnight = dt.datetime.combine(moment.date(), dt.time(), tzinfo=moment.tzinfo)
        return max(1, self.step_at(midnight + dt.timedelta(hours=duration.hours + duration.until)) - step)

    def days(self, step: int) -> float:
        """Days since the start; turns on a clock of turns."""
        return step * self.step_days

    def hour(self, step: int) -> float:
        """Hour of the day, 0 to 24; 0 on a clock of turns."""
        moment = self.moment(step)
        return 0.0 if isinstance(moment, int) else moment.hour + moment.minute / 60

    def day_number(self, step: int) -> int:
        """Which day of the story, counted from 0 by midnights; the turn on a clock of turns."""
        moment = self.moment(step)
        if isinstance(moment, int) or self.start is None:
            return step
        return (moment.date() - self.start.date()).days

    def starts_day(self, step: int) -> bool:
        """Whether this is the first step of its day."""
        return step == 0 or self.day_number(step) != self.day_number(step - 1)

    def is_at_desk(self, step: int) -> bool:
        """Whether the player's day begins at this step, the first one since it became `desk_hour`."""
        return step == 0 or self._desk_day(step) != self._desk_day(step - 1)

    def _desk_day(self, step: int) -> dt.date | int:
        moment = self.moment(step)
        return moment if isinstance(moment, int) else (moment - dt.timedelta(hours=self.desk_hour)).date()

    def next_day(self, step: int) -> int:
        """The step at which the player's next day begins, or the last step."""
        step += 1
        while step < self.last and not self.is_at_desk(step):
            step += 1
        return min(step, self.last)

    def ends_of_days(self, last: int) -> list[int]:
        """The steps up to `last` that end a day, or a turn; `last` itself is one of them."""
        begun = self.steps_every(None)
        return [*(step - 1 for step in begun[: bisect_right(begun, last)]), last]

    def is_time_for(self, every: Duration | None, step: int) -> bool:
        """Whether something that comes `every` so often (a day or a turn if None) comes at this step."""
        if every is None:
            return self.starts_day(step)
        if self.start is None or every.hours < 24:
            return step % max(1, self.steps_in(every)) == 0
        return self.starts_day(step) and self.day_number(step) % max(1, round(every.days)) == 0

    def steps_every(self, every: Duration | None) -> tuple[int, ...]:
        """The steps after the first at which something comes that comes so often; see `is_time_for`."""
        return _steps_every(self, every)

    def is_hour(self, hour: float | None, step: int) -> bool:
        """Whether an hour of the day falls in the span that begins at this step."""
        if hour is None or self.start is None or self.step_hours >= 24:
            return self.starts_day(step)
        return 0 <= (hour - self.hour(step)) % 24 < self.step_hours


def spoken(at: Moment) -> str:
    """A moment in words that depend on no locale."""
    return f"turn {at}" if isinstance(at, int) else f"{at:%Y-%m-%d %H:%M}"


@lru_cache(maxsize=100)  # many events have the same hour
def _steps_at(timeline: Timeline, hour: float | None) -> tuple[int, ...]:
    return tuple(step for step in range(timeline.last + 1) if timeline.is_hour(hour, step))


@lru_cache(maxsize=100)  # it is asked for by each card
def _steps_every(timeline: Timeline, every: Duration | None) -> tuple[int, ...]:
    return tuple(step for step in range(1, timeline.last + 1) if timeline.is_time_for(every, step))
