"""How a writer is told when something comes: the moments of a story, the time between two, and its acts."""

from __future__ import annotations

from ceo_sim.analysis.links import Link
from ceo_sim.presentation import formatting
from ceo_sim.scenario.model import Act, Moment
from ceo_sim.scenario.timeline import Timeline


def moment(at: Moment) -> str:
    """A moment with its weekday, date, year and hour, or a turn."""
    return f"{formatting.date_of(at)}{formatting.year(at)} {formatting.hour(at)}".rstrip()


def delay(timeline: Timeline, link: Link) -> str:
    """The time that a link takes: `1 day to 2 days later`, or the hour that it goes on to as its author wrote it."""
    match link.waits:
        case ((shortest, longest),) if shortest.until is not None and longest.until is not None:
            ends = [formatting.duration(shortest), formatting.duration(longest)]
            return " to ".join(dict.fromkeys(ends))
    ends = [formatting.elapsed(timeline, steps) for steps in (link.shortest, link.longest)]
    return f"{' to '.join(dict.fromkeys(ends))} later"


def end_of(act: Act) -> str:
    """When an act ends: at a moment, or as soon as its condition holds."""
    if act.ends is None:
        return f"ends when {act.when}"
    until = f"up to {moment(act.ends)}"
    return until if act.when is None else f"{until} at the latest, ends when {act.when}"
