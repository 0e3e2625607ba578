"""What can be looked at before a story begins and while its time stands still, as documents."""

from __future__ import annotations

from ceo_sim.engine.game import Game
from ceo_sim.presentation import formatting
from ceo_sim.presentation.desk import MeterView
from ceo_sim.presentation.document import Fold, Labelled, Listing, Parts, Spans, ended, inline, note, sentence, spans
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.model import Cast, Scenario


def preface(scenario: Scenario) -> Parts:
    """What a reader may want to know first: what it touches on, for whom it is meant, where it comes from."""
    info = scenario.info
    rating = f"for ages {info.rating}" if info.rating else ""
    items = (("Content note", info.content_note), ("Rating", rating), ("Inspired by", info.inspired_by))
    known = tuple((label, inline(text)) for label, text in items if text)
    return (Labelled(known),) if known else ()


def advisers(game: Game) -> Parts:
    """Who advises the player, or says something now: what they care for, and what they say."""
    remarks = {person.id: text for person, text in game.remarks()}
    people = [person for person in game.program.scenario.cast.values() if person.adviser or person.id in remarks]
    return tuple(_adviser(person, remarks.get(person.id, "")) for person in people) or (note("Nobody advises you."),)


def _adviser(person: Cast, remark: str) -> Fold:
    items: list[Spans] = [spans(person.leans)] if person.leans else []
    items += [spans("Now: ", *inline(remark))] if remark else []
    return Fold(formatting.person(person), (Listing(tuple(items)),) if items else ())


def advice(game: Game, decision: str) -> Parts:
    """What is said to each option of an open decision, a part each in their order, and who says it."""
    options = game.ask(decision).options
    people = {person.id: person for option in options for person, _ in option.advice}
    if not people:
        return (note("Nobody has said anything about this."),)
    parts = []
    for number, option in enumerate(options, 1):
        advice = Labelled(tuple((person.name, inline(text)) for person, text in option.advice))
        nothing = note("Nobody has said anything about it.")
        parts.append(Fold(f"{number} {plain(option.label)}", (advice if option.advice else nothing,)))
    known = tuple(
        spans(formatting.person(person), f": {person.leans}" if person.leans else "") for person in people.values()
    )
    return (*parts, Fold("Who they are", (Listing(known),)))


def promises(game: Game) -> Parts:
    """What was promised and how it stands, the open ones first."""
    rows = []
    for promise in sorted(game.promises(), key=lambda promise: promise.state != "open"):
        now = game.now if promise.state == "open" else None
        due = formatting.due_date(game.timeline, now, promise.due, promise.text)
        made = formatting.date_and_part(game.timeline, promise.made)
        rows.append((promise.state, spans(*ended(promise.text, due), f" Made {made}.")))
    return (Labelled(tuple(rows)),) if rows else (note("You have promised nothing."),)


def meter_at_length(meter: MeterView) -> Fold:
    """A meter: how it stands, what it is, its scale and its course."""
    metric = meter.metric
    low, high = metric.range
    bands = ", ".join(f"{word} from {formatting.number(bound)}" for bound, word in metric.bands)
    scale = f"From {formatting.number(low)} to {formatting.number(high)}{': ' if bands else ''}{bands}."
    course = ", ".join(formatting.figure(metric, value) for value in meter.course)
    course = f"{'By survey' if meter.age else 'Its course'}: {course}." if len(meter.course) > 1 else ""
    return Fold(meter.summary, tuple(sentence(line) for line in (metric.text, scale, course) if line))
