"""What many plays met and never met, as lines for a person and data for a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ceo_sim.cli.output import table
from ceo_sim.presentation import formatting

if TYPE_CHECKING:
    from ceo_sim.analysis.courses import Course, Extreme, Histogram
    from ceo_sim.analysis.near_miss import NearMiss
    from ceo_sim.analysis.never import Never
    from ceo_sim.analysis.tally import Tally
    from ceo_sim.analysis.trial import Counted
    from ceo_sim.engine.program import Program
    from ceo_sim.scenario.issues import Path
    from ceo_sim.scenario.loader import Loaded
    from ceo_sim.scenario.timeline import Timeline

SHOWN = 40
"""Of what never happened, so much is listed for a person; a program gets all."""


# ---- for a person -----------------------------------------------------------------------------------------------


def counted_lines(program: Program, counted: Counted) -> Iterator[str]:
    """Decisions and their options, cards, promises, words, and the courses of the metrics."""
    tally = counted.tally
    if program.decisions:
        yield from ("", "Decisions: put, answered, by default, lapsed; their options: open, chosen, locked")
        yield from table(list(_decision_rows(program, tally)), right=[1, 2, 3, 4])
    cards = [(deck, card) for deck in program.decks for card in deck.cards]
    if cards:
        yield from ("", "Cards, times drawn")
        rows = [(f"{tally.applied[card.consequence.index]:,}", f"{deck.id}.{card.id}") for deck, card in cards]
        yield from table(rows, right=[0])
    if program.promises:
        yield from ("", "Promises: made, kept, broken")
        made = [(*(f"{times:,}" for times in tally.promised[plan.index]), plan.id) for plan in program.promises]
        yield from table(made, right=[0, 1, 2])
    if words := list(_word_rows(program, tally)):
        yield from ("", "Words that were met", *table(words, right=[0]))
    if ranges := [_range_row(id, course) for id, course in counted.courses.items()]:
        yield from ("", "Metrics in a play: lowest (5 %, 50 %), highest (50 %, 95 %), lowest and highest of all plays")
        yield from table(ranges, right=range(6))
    for id, course in counted.courses.items():
        if program.scenario.metrics[id].headline:
            yield from ("", f"The course of {id}: 5 %, 50 %, 95 % of the plays that go on")
            yield from table([_moment_row(program.timeline, *at) for at in course.at.items()], right=[0, 1, 2])


def _decision_rows(program: Program, tally: Tally) -> Iterator[tuple[str, ...]]:
    for plan in program.decisions:
        counts = (tally.put, tally.answered, tally.defaulted, tally.lapsed)
        yield (plan.id, *(f"{each[plan.index]:,}" for each in counts))
        for option in plan.options:
            at = option.index
            locked = tally.weighed[at] - tally.open[at]
            yield (f"  {option.id}", f"{tally.open[at]:,}", f"{tally.chosen[at]:,}", f"{locked:,}", "")


def _word_rows(program: Program, tally: Tally) -> Iterator[tuple[str, ...]]:
    laters = [later.consequence.index for later in program.laters]
    for what, times in (
        ("consequences that come later", [int(tally.applied[index]) for index in laters]),
        ("lines of news", list(tally.news.values())),
        ("remarks of advisers", list(tally.remarks.values())),
        ("variants of texts", list(tally.branches.values())),
    ):
        if times:
            yield f"{sum(count > 0 for count in times):,} of {len(times):,}", what


def _range_row(id: str, course: Course) -> tuple[str, ...]:
    parts = ((course.lows, 0.05), (course.lows, 0.5), (course.highs, 0.5), (course.highs, 0.95))
    values = [histogram.quantile(part) for histogram, part in parts]
    return (*(f"{value:,.1f}" for value in (*values, course.lowest.value, course.highest.value)), id)


def _moment_row(timeline: Timeline, step: int, histogram: Histogram) -> tuple[str, ...]:
    values = (histogram.quantile(part) for part in (0.05, 0.5, 0.95))
    return (*(f"{value:,.1f}" for value in values), formatting.short_date(timeline, step))


def never_lines(loaded: Loaded, program: Program, plays: int, never: list[Never]) -> Iterator[str]:
    """What no play met, with what kept it and where it is written."""
    if not never:
        yield from ("", f"Everything happened in {plays:,} plays")
        return
    yield from ("", f"Never in {plays:,} plays")
    for thing in never[:SHOWN]:
        yield f"{thing.kind} {thing.id}: {thing.why}  {loaded.place(thing.path, thing.offset)}"
        if thing.nearest is not None:
            yield f"    {nearest_text(program, thing.nearest)}"
    if len(never) > SHOWN:
        yield f"and {len(never) - SHOWN:,} more, which --json lists"


def nearest_text(program: Program, miss: NearMiss) -> str:
    """When a condition came nearest to holding, and what failed then."""
    failed = "; ".join(clause.failure for clause in miss.failing)
    others = len(miss.clauses) - len(miss.failing)
    rest = f"{formatting.counted(others, 'other clause')} held, but " if others else ""
    when = formatting.date_and_time(program.timeline, miss.step)
    return f"nearest on {when} with --seed {miss.seed}: {rest}{failed}"


# ---- for a program ----------------------------------------------------------------------------------------------


def counted_data(loaded: Loaded, program: Program, counted: Counted) -> dict[str, Any]:
    """The same counts, complete."""
    from ceo_sim.analysis.tally_watch import consequence_paths

    tally = counted.tally
    paths = consequence_paths(program)
    return {
        "decisions_by_id": {plan.id: _decision_data(program, tally, plan.index) for plan in program.decisions},
        "cards": {
            f"{deck.id}.{card.id}": int(tally.applied[card.consequence.index])
            for deck in program.decks
            for card in deck.cards
        },
        "promises": {
            plan.id: dict(zip(("made", "kept", "broken"), map(int, tally.promised[plan.index]), strict=True))
            for plan in program.promises
        },
        "laters": [
            _placed(loaded, paths[later.consequence.index], int(tally.applied[later.consequence.index]))
            for later in program.laters
        ],
        "news": [_placed(loaded, path, times) for path, times in tally.news.items()],
        "remarks": [_placed(loaded, path, times) for path, times in tally.remarks.items()],
        "texts": [
            {**_placed(loaded, branch.path, times, branch.offset), "variant": branch.opening}
            for branch, times in tally.branches.items()
        ],
        "courses": {id: _course_data(program.timeline, course) for id, course in counted.courses.items()},
    }


def _decision_data(program: Program, tally: Tally, index: int) -> dict[str, Any]:
    names = ("put", "asked", "answered", "defaulted", "lapsed")
    options = {
        option.id: {
            "open": int(tally.open[option.index]),
            "locked": int(tally.weighed[option.index] - tally.open[option.index]),
            "chosen": int(tally.chosen[option.index]),
        }
        for option in program.decisions[index].options
    }
    return {**{name: int(getattr(tally, name)[index]) for name in names}, "options": options}


def _course_data(timeline: Timeline, course: Course) -> dict[str, Any]:
    return {
        "quantiles": ["5 %", "25 %", "50 %", "75 %", "95 %"],
        "at": [
            {"step": step, "moment": str(timeline.moment(step)), "values": list(histogram.quantiles)}
            for step, histogram in course.at.items()
        ],
        "lowest_in_a_play": list(course.lows.quantiles),
        "highest_in_a_play": list(course.highs.quantiles),
        "lowest": _extreme_data(timeline, course.lowest),
        "highest": _extreme_data(timeline, course.highest),
    }


def _extreme_data(timeline: Timeline, extreme: Extreme) -> dict[str, Any]:
    return {"value": extreme.value, "seed": extreme.seed, **_moment(timeline, extreme.step)}


def _moment(timeline: Timeline, step: int) -> dict[str, Any]:
    return {"step": step, "moment": str(timeline.moment(step))}


def _placed(loaded: Loaded, path: Path, times: int, offset: int | None = None) -> dict[str, Any]:
    place = loaded.place(path, offset)
    return {"path": ".".join(map(str, path)), "times": times, "file": place.file, "line": place.line}


def never_data(loaded: Loaded, program: Program, never: list[Never]) -> list[dict[str, Any]]:
    """What no play met, complete."""
    data = []
    for thing in never:
        place = loaded.place(thing.path, thing.offset)
        nearest = None if thing.nearest is None else nearest_data(program, thing.nearest)
        data.append(
            {
                "kind": thing.kind,
                "id": thing.id,
                "why": thing.why,
                "file": place.file,
                "line": place.line,
                "nearest": nearest,
            }
        )
    return data


def nearest_data(program: Program, miss: NearMiss) -> dict[str, Any]:
    """A nearest miss with the values of then."""
    clauses = [{"clause": clause.text, "holds": clause.holds, "values": dict(clause.values)} for clause in miss.clauses]
    return {"seed": miss.seed, **_moment(program.timeline, miss.step), "gap": miss.gap, "clauses": clauses}
