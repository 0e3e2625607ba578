"""`ceo-sim outline`: a scenario by the calendar."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ceo_sim.cli import arguments
from ceo_sim.cli.opening import playable
from ceo_sim.cli.output import print_json, print_lines
from ceo_sim.presentation import formatting
from ceo_sim.presentation.calendar import delay, end_of, moment

if TYPE_CHECKING:
    from ceo_sim.analysis.links import Link
    from ceo_sim.analysis.outline import Item, Outline
    from ceo_sim.scenario.loader import Loaded
    from ceo_sim.scenario.model import Scenario
    from ceo_sim.scenario.timeline import Timeline

HELP = "Print a scenario by the calendar: what arises, who opens it, until when it waits, and where it is written."
EXAMPLES = """\
  ceo-sim outline the_post
  ceo-sim outline my_story.toml | less
  ceo-sim outline my_story.toml --json
"""
MOST_SETTERS = 4
LONGEST_TITLE = 100
"""Characters of a title that are shown at most: what comes later has none but its text."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_scenario(parser)
    arguments.add_json(parser)


def run(parsed: Namespace) -> int:
    """Work out the calendar and print it."""
    from ceo_sim.analysis.outline import outline

    loaded = playable(parsed.scenario)
    calendar = outline(loaded.as_written)
    if parsed.json:
        print_json(_as_data(loaded, calendar))
    else:
        print_lines(_Writer(loaded, calendar.timeline).lines(calendar))
    return 0


def _as_data(loaded: Loaded, calendar: Outline) -> dict[str, Any]:
    timeline = calendar.timeline
    return {
        "scenario": loaded.playable.info.id,
        "first": _at(timeline, 0),
        "last": _at(timeline, timeline.last),
        "dated": [
            {**_item_data(loaded, timeline, item), "act": None if act is None else act.id}
            for act, items in calendar.parts()
            for item in items
        ],
        "undated": [_item_data(loaded, timeline, item) for item in calendar.undated],
        "unopened": [_item_data(loaded, timeline, item) for item in calendar.unopened],
    }


def _item_data(loaded: Loaded, timeline: Timeline, item: Item) -> dict[str, Any]:
    place = loaded.place(item.path)
    return {
        "kind": item.kind,
        "id": item.id,
        "title": item.title,
        "at": None if item.step is None else _at(timeline, item.step),
        "day": None if item.step is None else timeline.day_number(item.step),
        "earliest": item.earliest,
        "latest": item.latest,
        "written": None if item.written is None else str(item.written),
        "urgent": item.urgent,
        "standing": item.standing,
        "when": item.when,
        "chance": item.chance,
        "opened_by": [
            {
                "id": link.source.partition(":")[2],
                "kind": link.source.partition(":")[0],
                "outcome": link.outcome,
                "after": [formatting.elapsed(timeline, link.shortest), formatting.elapsed(timeline, link.longest)],
                "chance": link.chance,
                "when": list(link.when),
            }
            for link in item.opened_by
        ],
        "set_by": {variable: list(ids) for variable, ids in item.set_by.items()},
        "waits": None if item.waits is None else str(item.waits),
        "until": None if item.until is None else _at(timeline, item.until),
        "default": item.default,
        "cost": {budget: list(amounts) for budget, amounts in item.cost.items()},
        "file": place.file,
        "line": place.line,
    }


def _at(timeline: Timeline, step: int) -> str | int:
    moment = timeline.moment(step)
    return moment if isinstance(moment, int) else moment.isoformat()


def _falls_to(item: Item) -> str:
    """What counts if a decision runs out."""
    return item.default or "it lapses"


def _setters(variable: str, ids: tuple[str, ...]) -> str:
    """What sets a variable that a condition asks about, as far as that finds room."""
    more = f" and {len(ids) - MOST_SETTERS} more" if len(ids) > MOST_SETTERS else ""
    return f"{variable} is set by {', '.join(ids[:MOST_SETTERS])}{more}"


def _cropped(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}..."


class _Writer:
    """Words the items of a calendar."""

    def __init__(self, loaded: Loaded, timeline: Timeline) -> None:
        self.loaded = loaded
        self.scenario: Scenario = loaded.playable
        self.timeline = timeline

    def lines(self, calendar: Outline) -> Iterator[str]:
        yield f"{self.scenario.info.title}: from {self.when(0)} to {self.when(self.timeline.last)}"
        for act, dated in calendar.parts():
            if self.scenario.acts:
                yield from ("", "After the acts" if act is None else f"Act {act.id}, {act.title}: {end_of(act)}")
            for day, group in groupby(dated, key=lambda item: self.timeline.day_number(item.step or 0)):
                items = list(group)
                yield from ("", self.heading(day, items[0].step or 0))
                for item in items:
                    yield from self.item(item, formatting.hour(self.timeline.moment(item.step or 0)))
        for heading, others in (
            ("Without a date: what a condition or chance brings", calendar.undated),
            ("Opened by nothing", calendar.unopened),
        ):
            if others:
                yield from ("", heading)
                for item in others:
                    yield from self.item(item, "")

    def heading(self, day: int, step: int) -> str:
        if not self.timeline.by_date:
            return formatting.date(self.timeline, step)
        first = self.timeline.moment(0)
        since = "" if self.timeline.hour(0) == 0 else f" from {formatting.hour(first)} on"
        name = f"{self.date(step)}: day {day + 1}, or {day} in expressions{since}"
        return f"{name}, after the end" if step > self.timeline.last else name

    def item(self, item: Item, hour: str) -> Iterator[str]:
        margin = "  " if not hour else f"  {hour}  "
        yield f"{margin}{item.kind} {item.id}  {self.loaded.place(item.path)}"
        details = "; ".join(filter(None, self.details(item)))
        if details:
            yield f"{' ' * len(margin)}  {details}"

    def details(self, item: Item) -> Iterator[str]:
        """What is said of an item, in parts; some may be empty."""
        match item.kind:
            case "deadline":
                yield f"then {_falls_to(item)}"
                yield "at the earliest" if item.earliest else ""
                return
            case "window closes":
                return
        yield f'"{_cropped(item.title)}"' if item.title else ""
        yield "urgent" if item.urgent else "for free hours, again each day" if item.standing else ""
        yield from (self.opener(link) for link in item.opened_by)
        if item.latest:
            yield "at the latest" if item.step is not None else ""
        elif item.step is not None and item.kind != "ending":
            yield "at the earliest" if item.earliest else "" if item.opened_by else "by date"
        if item.written is not None:
            yield f"written {item.written}, when the story has no step"
        if item.kind != "later":  # what it waits for is said with what brings it
            yield f"{'kept ' if item.kind == 'promise due' else ''}when {item.when}" if item.when else ""
            yield from (_setters(variable, ids) for variable, ids in item.set_by.items())
            yield f"chance {item.chance}" if item.chance else ""
        yield f"weight {item.weight}" if item.weight else ""
        yield self.span(item)
        for budget, (least, most) in item.cost.items():
            yield formatting.cost_range(self.scenario.budgets[budget], least, most)

    def opener(self, link: Link) -> str:
        """What brings something about: `by alarm.joke, 1 day to 2 days later, chance 0.6`."""
        source = link.source.partition(":")[2]
        if link.kind == "ending":
            return f"of the act {source}"
        parts = [f"by {source}{f' {link.outcome}' if link.outcome else ''}"]
        if link.longest:
            parts.append(delay(self.timeline, link))
        if link.chance:
            parts.append(f"chance {link.chance}")
        if link.when:
            parts.append(f"if {' and '.join(link.when)}")
        return ", ".join(parts)

    def span(self, item: Item) -> str:
        """How long it waits, and until when."""
        waits = "" if item.waits is None else formatting.duration(item.waits)
        to_an_hour = item.waits is not None and item.waits.until is not None
        match item.kind:
            case "deck":
                return f"drawn every {waits or 'day'}" if self.timeline.by_date else f"drawn every {waits or 'turn'}"
            case "ending" if item.step is None:
                return "at any step"
            case "promise due":
                return f"due {'' if to_an_hour else 'in '}{waits}" if waits else ""
            case "decision" if item.until is not None:
                return f"until {self.when(item.until)} ({waits}), then {_falls_to(item)}"
            case "decision" if waits:
                return f"waits {'until' if to_an_hour else 'for'} {waits}, then {_falls_to(item)}"
            case "event" if item.until is not None:
                return f"until {self.when(item.until)}"
        return ""

    def when(self, step: int) -> str:
        """A step with its weekday, date and hour, or a turn."""
        return moment(self.timeline.moment(step))

    def date(self, step: int) -> str:
        moment = self.timeline.moment(step)
        return f"{formatting.date_of(moment)}{formatting.year(moment)}"
