"""Time: one kind of clock, and every moment and length of time of its kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sized
from functools import partial
from itertools import chain

from ceo_sim.scenario.checks.acts import out_of_order
from ceo_sim.scenario.checks.index import Leaf, ScenarioIndex, Section
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.model import Clock, Decision, Deck, Echo, Event, Fact, HistoryChoice, Later
from ceo_sim.scenario.timeline import Timeline
from ceo_sim.scenario.units import Duration

MAX_STEPS = 20_000
MAX_LOOKS = 2_000_000
"""Steps times things: a play of so many takes some seconds, and its plan some hundred megabytes."""
MAX_ECHO = 10_000
"""Steps times echoes: 80 kilobytes of memory a lane at the most."""
_MUST_BE_LONG = frozenset({"step", "every", "half_life", "over"})
_MAY_END_AT_AN_HOUR = frozenset({"after", "expires", "due"})
_LATEST = dt.datetime(dt.MAXYEAR, 1, 1, tzinfo=dt.UTC)
_MOMENTS = frozenset({"at", "starts", "ends", "due"})


def check(index: ScenarioIndex) -> Iterator[Issue]:
    """Clocks that cannot run, and times that are not of the clock."""
    clock = index.scenario.clock
    wrong = list(_clock(clock))
    yield from wrong
    if wrong or any(path[0] == "clock" for path in index.faulty if path):
        return
    yield from _size(index)
    timeline, written = Timeline.of(clock), repr(clock)  # moments that are equal may be written with other offsets
    yield from chain.from_iterable(index.each("times", partial(_times, clock), written))
    yield from _end(clock, timeline)
    yield from _too_long(index, timeline)
    yield from out_of_order(index.scenario.acts.values(), timeline)
    yield from chain.from_iterable(index.each("windows", partial(_windows, clock, timeline), written))


def _times(clock: Clock, section: Section) -> tuple[Issue, ...]:
    """The moments and lengths of time of a section."""
    issues: list[Issue] = []
    for leaf in section.leaves:
        if isinstance(leaf.owner, Clock | Fact):
            continue
        if isinstance(leaf.value, Duration):
            issues += _duration(leaf, clock)
        elif leaf.attribute.name in _MOMENTS:
            issues += _moment(leaf, clock)
    return tuple(issues)


def _windows(clock: Clock, timeline: Timeline, section: Section) -> tuple[Issue, ...]:
    events = [(path, thing) for path, thing in section.things if isinstance(thing, Event)]
    return tuple(issue for path, event in events for issue in _window(path, event, clock, timeline))


def _window(path: Path, event: Event, clock: Clock, timeline: Timeline) -> Iterator[Issue]:
    """When an event may happen."""
    if _is_after(event.starts, event.ends):
        yield Issue("E608", (*path, "until"), "the window ends before it begins", "a later moment than `from`")
    elif not _is_outside(event.at, clock):
        yield from _never_comes(path, event, timeline)
    if event.hour is not None and clock.turns is not None:
        yield Issue("E607", (*path, "hour"), "a clock of turns has no hours", "no hour", at="key")
    elif event.hour is not None:
        yield from _between_hours(path, event.hour, timeline)


def _clock(clock: Clock) -> Iterator[Issue]:
    dates = [name for name in ("start", "end", "step") if getattr(clock, name) is not None]
    if clock.turns is not None and dates:
        message = f"{dates[0]} and turns are two clocks"
        yield Issue("E602", ("clock", dates[0]), message, "start, end and step, or turns", at="key")
    elif clock.turns is not None:
        if not 0 < clock.turns <= MAX_STEPS:
            code = "E605" if clock.turns > 0 else "E710"
            yield Issue(code, ("clock", "turns"), f"{clock.turns} turns", f"1 to {MAX_STEPS:,}")
    elif clock.start is None or clock.end is None or clock.step is None:
        missing = [name for name in ("start", "end", "step") if name not in dates]
        message = f"the clock has no {' and no '.join(missing)}" if dates else "the clock says nothing"
        yield Issue("E601", ("clock",), message, "start, end and step, or turns", at="key")
    else:
        yield from _dates(clock.start, clock.end, clock.step)


def _dates(start: dt.datetime, end: dt.datetime, step: Duration) -> Iterator[Issue]:
    if step.in_turns:
        yield Issue("E607", ("clock", "step"), "a step in turns on a clock of dates", 'a time such as "6h"')
    elif step.hours <= 0:
        yield Issue("E810", ("clock", "step"), "a step of no length", 'a time such as "6h"')
    elif 24 % step.hours:
        yield Issue("E604", ("clock", "step"), f"a day is no whole number of {step}", '"1d", "12h", "6h", "1h" …')
    elif start.year <= dt.MINYEAR or end.year >= dt.MAXYEAR:
        key = "start" if start.year <= dt.MINYEAR else "end"
        yield Issue("E611", ("clock", key), "beyond the calendar", "a year from 2 to 9998")
    elif end <= start:
        yield Issue("E603", ("clock", "end"), "the end is not after the start", f"a moment after {start}")
    elif (steps := (end - start) / dt.timedelta(hours=step.hours)) > MAX_STEPS:
        yield Issue("E605", ("clock", "step"), f"{steps:,.0f} steps", f"at most {MAX_STEPS:,}")


def _size(index: ScenarioIndex) -> Iterator[Issue]:
    """What would take too much time or memory to run."""
    scenario = index.scenario
    steps, hours = _length(scenario.clock)
    tables: list[Sized] = [scenario.metrics, scenario.decisions, scenario.events, scenario.decks, scenario.promises]
    things = sum(len(table) for table in tables)
    if steps * things > MAX_LOOKS:
        message = f"{steps:,.0f} steps of {things:,} things"
        yield Issue("E609", ("clock",), message, f"a product of at most {MAX_LOOKS:,}", at="key")
    echoes = list(index.all(Echo))
    for path, echo in echoes:
        waits = echo.over.amount / hours
        if waits * len(echoes) > MAX_ECHO:
            message = f"an echo of {waits:,.0f} steps" + (f", one of {len(echoes):,} echoes" if len(echoes) > 1 else "")
            yield Issue("E610", (*path, "over"), message, f"a product of at most {MAX_ECHO:,}")


def _length(clock: Clock) -> tuple[float, float]:
    """Number of steps, and hours (or turns) of one."""
    if clock.start is None or clock.end is None or clock.step is None:
        return clock.turns or 0, 1.0
    return (clock.end - clock.start) / dt.timedelta(hours=clock.step.hours), clock.step.hours


def _duration(leaf: Leaf, clock: Clock) -> Iterator[Issue]:
    duration: Duration = leaf.value
    if duration.until is not None and leaf.attribute.name not in _MAY_END_AT_AN_HOUR:
        yield Issue(
            "E409", leaf.path, f'"{duration}" where a plain length of time is needed', 'one such as "6h" or "2d"'
        )
    elif duration.amount == 0 and duration.until is None:
        if leaf.attribute.name in _MUST_BE_LONG:
            yield Issue("E810", leaf.path, "a time of no length", "more than zero")
    elif duration.in_turns and clock.turns is None:
        yield Issue("E607", leaf.path, "a number of turns on a clock of dates", 'a time such as "2d"')
    elif not duration.in_turns and clock.turns is not None:
        yield Issue("E607", leaf.path, f"{duration} on a clock of turns", "a number of turns")
    elif clock.end is not None and duration.hours > (_LATEST - clock.end).total_seconds() / 3600:
        yield Issue("E611", leaf.path, f"{duration}, beyond the calendar", "a time that ends before the year 9999")
    elif leaf.attribute.name == "cooldown" and duration.amount < 0:
        yield Issue("E810", leaf.path, "a time of no length", "more than zero")


def _moment(leaf: Leaf, clock: Clock) -> Iterator[Issue]:
    moment: dt.datetime | int = leaf.value
    if isinstance(moment, int):
        if clock.turns is None:
            yield Issue("E607", leaf.path, "a turn on a clock of dates", f"a date, such as {_written(clock.start)}")
        elif _is_outside(moment, clock) or (moment == clock.turns and isinstance(leaf.owner, Decision)):
            yield Issue("E606", leaf.path, f"turn {moment} is outside the clock", f"0 to {clock.turns}")
    elif clock.start is None or clock.end is None:
        yield Issue("E607", leaf.path, "a date on a clock of turns", "the number of a turn")
    elif _is_outside(moment, clock):
        expected = f"{_written(clock.start)} to {_written(clock.end)}"
        yield Issue("E606", leaf.path, "this moment is outside the clock", expected)
    elif moment == clock.end and isinstance(leaf.owner, Decision):
        yield Issue("E606", leaf.path, "at the end of the clock nothing is decided any more", "an earlier moment")
    elif (late := _too_late(leaf, moment, Timeline.of(clock))) is not None:
        yield late
    else:
        yield from _other_offset(leaf.path, moment, clock.start)
        yield from _between(leaf, moment, Timeline.of(clock))


def _between(leaf: Leaf, moment: dt.datetime, timeline: Timeline) -> Iterator[Issue]:
    """A moment between two steps; that of the real events is as it was."""
    step = timeline.last_step_at(moment) if leaf.attribute.name == "ends" else timeline.step_at(moment)
    if timeline.moment(step) != moment and not isinstance(leaf.owner, HistoryChoice):
        counted = _named(timeline, step)
        yield Issue("N603", leaf.path, f"no step is at this moment, so it counts at {counted}", counted)


def _is_outside(moment: dt.datetime | int | None, clock: Clock) -> bool:
    """Whether a moment is before the start or after the end of a clock of its kind."""
    if isinstance(moment, int):
        return clock.turns is not None and not 0 <= moment <= clock.turns
    return (
        moment is not None
        and clock.start is not None
        and clock.end is not None
        and not clock.start <= moment <= clock.end
    )


def _between_hours(path: Path, hour: float, timeline: Timeline) -> Iterator[Issue]:
    """An hour of the day at which there is no step."""
    counted = next((timeline.hour(step) for step in timeline.steps_at(hour)), hour)
    if counted != hour:
        message = f"no step is at the hour {hour:g}, so it counts at {counted:g}"
        yield Issue("N603", (*path, "hour"), message, f"{counted:g}")


def _end(clock: Clock, timeline: Timeline) -> Iterator[Issue]:
    """What is odd about the end of a clock of dates."""
    if clock.start is None or clock.end is None:
        return
    yield from _other_offset(("clock", "end"), clock.end, clock.start)
    if timeline.step_at(clock.end) != timeline.last:
        message = f"the end lies between two steps; the last step is {_named(timeline, timeline.last)}"
        yield Issue("N602", ("clock", "end"), message)


def _other_offset(path: Path, moment: dt.datetime, start: dt.datetime) -> Iterator[Issue]:
    if moment.utcoffset() != start.utcoffset():
        here = moment.astimezone(start.tzinfo).isoformat()
        yield Issue("N601", path, f"another offset than that of the clock, where it is {here}")


def _too_long(index: ScenarioIndex, timeline: Timeline) -> Iterator[Issue]:
    """What would come only after a time that is longer than the story."""
    for path, later in index.all(Later):
        after = later.after[0] if isinstance(later.after, tuple) else later.after
        if timeline.steps_in(after) > timeline.last:
            yield Issue("W511", (*path, "after"), f"{after} is longer than the story, so this never comes")
    for path, deck in index.all(Deck):
        if not timeline.steps_every(deck.every):
            yield Issue("W511", (*path, "every"), "at no step of the story is a card drawn", "a shorter time")


def _too_late(leaf: Leaf, moment: dt.datetime, timeline: Timeline) -> Issue | None:
    """The issue of a moment after the last step at which it could count; events have windows of their own."""
    decides = isinstance(leaf.owner, Decision | HistoryChoice)
    last = timeline.last - decides
    if isinstance(leaf.owner, Event) or timeline.step_at(moment) <= last:
        return None
    reason = "at the last step nothing is decided any more" if decides else "this is after the last step"
    return Issue("W511", leaf.path, f"{reason}, so this never comes", f"at most {_named(timeline, last)}")


def _never_comes(path: Path, event: Event, timeline: Timeline) -> Iterator[Issue]:
    """An event whose moment, or window, holds no step at which it is considered."""
    if timeline.steps_of(event) or all(given is None for given in (event.at, event.when, event.chance)):
        return  # without any of these it happens only where a `later` names it
    if event.at is not None:
        last = _named(timeline, timeline.last)
        yield Issue("W511", (*path, "at"), f"the last step is {last}, so this moment never comes", f"at most {last}")
    elif event.starts is not None or event.ends is not None:
        key = "from" if event.starts is not None else "until"
        considered = "is considered" if event.chance is not None else "may happen"
        step = timeline.step_at(event.starts) if event.starts is not None else 1
        steps = timeline.steps_at(event.hour) if event.chance is not None else range(1, timeline.last + 1)
        following = next((at for at in steps if at >= max(1, step)), None)
        expected = (
            f"an `until` not before {_named(timeline, following)}" if following is not None else "an earlier window"
        )
        yield Issue("W511", (*path, key), f"at no step of this window it {considered}, so it never comes", expected)


def _named(timeline: Timeline, step: int) -> str:
    moment = timeline.moment(step)
    return f"turn {moment}" if isinstance(moment, int) else moment.isoformat()


def _is_after(first: dt.datetime | int | None, second: dt.datetime | int | None) -> bool:
    if isinstance(first, int) or isinstance(second, int):
        return isinstance(first, int) and isinstance(second, int) and first > second
    return first is not None and second is not None and first > second


def _written(moment: dt.datetime | None) -> str:
    return moment.isoformat() if moment else ""
