"""Several playthroughs of one scenario beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ceo_sim.analysis.value_tally import ValueTally, value_tallies
from ceo_sim.engine.snapshots import Answer
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.meters import points, table
from ceo_sim.presentation.debrief.subject import DebriefSubject, headline, ticks
from ceo_sim.presentation.document import (
    Cell,
    Chart,
    Fold,
    Line,
    Listing,
    Part,
    Section,
    Spans,
    Table,
    bold,
    note,
    said,
    sentence,
)
from ceo_sim.scenario.metrics import bounds
from ceo_sim.scenario.text import Span

SIDE_BY_SIDE = 6
"""Most playthroughs that get a column each; of more, those that chose alike are told together.

The debriefs of more are told in short, too: thirty whole ones would be a page of thirty megabytes.
"""


def comparison(told: Sequence[DebriefSubject]) -> Section:
    """Who chose what, where they parted, how it went and how it ended."""
    first = told[0]
    names = note("A letter stands for each playthrough. No order here is one of merit.")
    sections = (
        Section(first.id("endings"), "How they ended", (_endings(told),)),
        Section(first.id("choices"), "Who chose what", (*_parting(told), _choices(told), *_reasons(told))),
        Section(first.id("overlaid"), "The headline meters", tuple(_charts(told))),
        *([Section(first.id("stood"), "What the choices favoured", (_values(told),))] if first.scenario.values else []),
    )
    return Section(first.id("comparison"), "Side by side", (names, *sections))


def _endings(told: Sequence[DebriefSubject]) -> Table:
    metrics = headline(told[0].game)
    rows = [
        (
            f"{each.key}: {each.name}",
            naming.how_it_ended(each.game),
            *(formatting.figure(metric, each.game.course(metric.id)[-1]) for metric in metrics),
            str(len(each.game.answers)),
            str(each.game.seed),
        )
        for each in told
    ]
    head = ("Playthrough", "Ending", *(metric.name for metric in metrics), "Answers", "Seed")
    return Table("Endings and headline meters", head, tuple(rows), tuple(range(2, len(head))))


def _parting(told: Sequence[DebriefSubject]) -> Iterator[Part]:
    """Where playthroughs first chose otherwise than the first one; those that did so alike are told together."""
    first, found = told[0].key, defaultdict[tuple[str, str], list[str]](list)
    for other in told[1:]:
        found[_parts(told[0], other)].append(other.key)
    for (luck, where), keys in found.items():
        if not where:
            yield sentence(f"{formatting.joined([first, *keys])} chose the same, with {luck}.")
        elif len(keys) == 1:
            yield sentence(f"{first} and {keys[0]}, with {luck}, part {where}.")
        else:
            yield sentence(f"{first} parts from {formatting.joined(keys)}, with {luck}, {where}.")


def _parts(first: DebriefSubject, other: DebriefSubject) -> tuple[str, str]:
    """With what luck, and where another playthrough parts from the first one; empty if nowhere."""
    luck = "the same luck" if other.game.seed == first.game.seed else "other luck"
    if (place := _parted(first.game.answers, other.game.answers)) is None:
        return luck, ""
    told_of = other if place < len(other.game.answers) else first
    answer = told_of.game.answers[place]
    when = formatting.date(told_of.game.timeline.moment(answer.step))
    return luck, f"at answer {place + 1}: {naming.decision_title(told_of.game, answer.decision)}, on {when}"


def _parted(one: Sequence[Answer], other: Sequence[Answer]) -> int | None:
    """The first answer in which two playthroughs differ."""
    for place, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if (mine.step, mine.decision, mine.option) != (theirs.step, theirs.decision, theirs.option):
            return place
    return min(len(one), len(other)) if len(one) != len(other) else None


def _choices(told: Sequence[DebriefSubject]) -> Table:
    chosen = [{answer.decision: answer for answer in each.game.answers} for each in told]
    decisions = [id for id in told[0].scenario.decisions if any(id in answers for answers in chosen)]
    rows: list[tuple[Cell, ...]] = []
    for id in decisions:
        answers = [answers.get(id) for answers in chosen]
        title = naming.decision_title(told[0].game, id)
        if len(told) <= SIDE_BY_SIDE:
            alike = len({answer.option if answer else None for answer in answers}) == 1
            rows.append((f"{title} (all the same)" if alike else title, *(_choice(told[0], each) for each in answers)))
        else:
            rows += [(title, *row) for row in _by_option(told, id, answers)]
    if len(told) <= SIDE_BY_SIDE:
        head = ("Decision", *(each.key for each in told))
        return Table("Choices, with the reasons that were given", head, tuple(rows))
    return Table("Choices, and who made them", ("Decision", "Option", "How many", "Who"), tuple(rows), (2,))


def _choice(told: DebriefSubject, answer: Answer | None) -> Cell:
    if answer is None:
        return "did not decide"
    label = naming.option_name(told.game, answer.decision, answer.option)
    return said(label, ": ", Span(answer.reason, "italic")) if answer.reason else label


def _by_option(
    told: Sequence[DebriefSubject], decision: str, answers: Sequence[Answer | None]
) -> Iterator[tuple[str, str, str]]:
    for option in (*told[0].scenario.decisions[decision].options, None):
        who = [
            each.key
            for each, answer in zip(told, answers, strict=True)
            if (answer.option if answer else None) == option
        ]
        if who:
            label = naming.option_name(told[0].game, decision, option) if option is not None else "did not decide"
            yield label, str(len(who)), ", ".join(who)


def _reasons(told: Sequence[DebriefSubject]) -> Iterator[Part]:
    """The reasons, by decision, where the table of choices has no room for them."""
    if len(told) <= SIDE_BY_SIDE:
        return
    given: dict[str, list[Spans]] = {id: [] for id in told[0].scenario.decisions}
    for each in told:
        for answer in each.game.answers:
            if answer.reason:
                label = naming.option_name(told[0].game, answer.decision, answer.option)
                given[answer.decision].append(said(bold(each.key), f" {label}: ", Span(answer.reason, "italic")))
    yield from (
        Fold(
            f"{naming.decision_title(told[0].game, id)}: {formatting.counted(len(items), 'reason')}",
            (Listing(tuple(items)),),
        )
        for id, items in given.items()
        if items
    )


def _charts(told: Sequence[DebriefSubject]) -> Iterator[Chart]:
    longest = max((each.game for each in told), key=lambda game: game.now)
    for metric in headline(longest):
        courses = {each.key: each.game.course(metric.id) for each in told}
        lines = tuple(Line(each.key, each.name, points(each.game, courses[each.key])) for each in told)
        low, high = (best(course[-1] for course in courses.values()) for best in (min, max))
        says = f"They end between {formatting.figure(metric, low)} and {formatting.with_unit(metric, high)}."
        figures = table(longest, metric, courses)
        yield Chart(
            metric.name,
            says,
            lines,
            bounds(metric),
            ticks(longest),
            figures if len(told) <= SIDE_BY_SIDE else _turned(figures, "Playthrough"),
            wide=True,
            equal=True,
        )


def _values(told: Sequence[DebriefSubject]) -> Table:
    stood = [{stand.value.id: stand for stand in value_tallies(each.game, each.values)} for each in told]
    rows = [(value.name, *(_points(found[id]) for found in stood)) for id, value in told[0].scenario.values.items()]
    head = ("Value", *(each.key for each in told))
    whole = Table("Points for each value and against it, and whether it was named at the start", head, tuple(rows))
    return whole if len(told) <= SIDE_BY_SIDE else _turned(whole, "Playthrough")


def _points(stand: ValueTally) -> str:
    return f"{stand.served} for, {-stand.harmed} against{', named' if stand.named else ''}"


def _turned(found: Table, name: str) -> Table:
    """The table with a row for each column: more than a few playthroughs would stick out of the page."""
    columns = list(zip(*found.rows, strict=True))
    rows = tuple((key, *cells) for key, cells in zip(found.head[1:], columns[1:], strict=True))
    figures = tuple(range(1, len(found.rows) + 1)) if found.figures else ()
    return Table(found.caption, (name, *map(str, columns[0])), rows, figures)
