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
"""Most playthroughs that get a column each; of more, those that chose alike share a row.

The debriefs of more are short, too: thirty whole ones would be a page of thirty megabytes.
"""


def comparison(subjects: Sequence[DebriefSubject]) -> Section:
    """Who chose what, where they parted, how it went and how it ended."""
    first = subjects[0]
    names = note("A letter stands for each playthrough. No order here is one of merit.")
    sections = (
        Section(first.id("endings"), "How they ended", (_endings(subjects),)),
        Section(first.id("choices"), "Who chose what", (*_parting(subjects), _choices(subjects), *_reasons(subjects))),
        Section(first.id("overlaid"), "The headline meters", tuple(_charts(subjects))),
        *(
            [Section(first.id("stood"), "What the choices favoured", (_values(subjects),))]
            if first.scenario.values
            else []
        ),
    )
    return Section(first.id("comparison"), "Side by side", (names, *sections))


def _endings(subjects: Sequence[DebriefSubject]) -> Table:
    metrics = headline(subjects[0].game)
    rows = [
        (
            f"{each.key}: {each.name}",
            naming.how_it_ended(each.game),
            *(formatting.figure(metric, each.game.course(metric.id)[-1]) for metric in metrics),
            str(len(each.game.answers)),
            str(each.game.seed),
        )
        for each in subjects
    ]
    head = ("Playthrough", "Ending", *(metric.name for metric in metrics), "Answers", "Seed")
    return Table("Endings and headline meters", head, tuple(rows), tuple(range(2, len(head))))


def _parting(subjects: Sequence[DebriefSubject]) -> Iterator[Part]:
    """Where playthroughs first chose otherwise than the first one; those that did so alike share a sentence."""
    first, groups = subjects[0].key, defaultdict[tuple[str, str], list[str]](list)
    for other in subjects[1:]:
        groups[_parts(subjects[0], other)].append(other.key)
    for (luck, where), keys in groups.items():
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
    one_of = other if place < len(other.game.answers) else first
    answer = one_of.game.answers[place]
    when = formatting.date(one_of.game.timeline.moment(answer.step))
    return luck, f"at answer {place + 1}: {naming.decision_title(one_of.game, answer.decision)}, on {when}"


def _parted(one: Sequence[Answer], other: Sequence[Answer]) -> int | None:
    """The first answer in which two playthroughs differ."""
    for place, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if (mine.step, mine.decision, mine.option) != (theirs.step, theirs.decision, theirs.option):
            return place
    return min(len(one), len(other)) if len(one) != len(other) else None


def _choices(subjects: Sequence[DebriefSubject]) -> Table:
    chosen = [{answer.decision: answer for answer in each.game.answers} for each in subjects]
    decisions = [id for id in subjects[0].scenario.decisions if any(id in answers for answers in chosen)]
    rows: list[tuple[Cell, ...]] = []
    for id in decisions:
        answers = [answers.get(id) for answers in chosen]
        title = naming.decision_title(subjects[0].game, id)
        if len(subjects) <= SIDE_BY_SIDE:
            alike = len({answer.option if answer else None for answer in answers}) == 1
            rows.append(
                (f"{title} (all the same)" if alike else title, *(_choice(subjects[0], each) for each in answers))
            )
        else:
            rows += [(title, *row) for row in _by_option(subjects, id, answers)]
    if len(subjects) <= SIDE_BY_SIDE:
        head = ("Decision", *(each.key for each in subjects))
        return Table("Choices, with the reasons that were given", head, tuple(rows))
    return Table("Choices, and who made them", ("Decision", "Option", "How many", "Who"), tuple(rows), (2,))


def _choice(subject: DebriefSubject, answer: Answer | None) -> Cell:
    if answer is None:
        return "did not decide"
    label = naming.option_name(subject.game, answer.decision, answer.option)
    return said(label, ": ", Span(answer.reason, "italic")) if answer.reason else label


def _by_option(
    subjects: Sequence[DebriefSubject], decision: str, answers: Sequence[Answer | None]
) -> Iterator[tuple[str, str, str]]:
    for option in (*subjects[0].scenario.decisions[decision].options, None):
        who = [
            each.key
            for each, answer in zip(subjects, answers, strict=True)
            if (answer.option if answer else None) == option
        ]
        if who:
            label = naming.option_name(subjects[0].game, decision, option) if option is not None else "did not decide"
            yield label, str(len(who)), ", ".join(who)


def _reasons(subjects: Sequence[DebriefSubject]) -> Iterator[Part]:
    """The reasons, by decision, where the table of choices has no room for them."""
    if len(subjects) <= SIDE_BY_SIDE:
        return
    given: dict[str, list[Spans]] = {id: [] for id in subjects[0].scenario.decisions}
    for each in subjects:
        for answer in each.game.answers:
            if answer.reason:
                label = naming.option_name(subjects[0].game, answer.decision, answer.option)
                given[answer.decision].append(said(bold(each.key), f" {label}: ", Span(answer.reason, "italic")))
    yield from (
        Fold(
            f"{naming.decision_title(subjects[0].game, id)}",
            (Listing(tuple(items)),),
            formatting.counted(len(items), "reason"),
        )
        for id, items in given.items()
        if items
    )


def _charts(subjects: Sequence[DebriefSubject]) -> Iterator[Chart]:
    longest = max((each.game for each in subjects), key=lambda game: game.now)
    for metric in headline(longest):
        courses = {each.key: each.game.course(metric.id) for each in subjects}
        lines = tuple(Line(each.key, each.name, points(each.game.timeline, courses[each.key])) for each in subjects)
        low, high = (best(course[-1] for course in courses.values()) for best in (min, max))
        says = f"They end between {formatting.figure(metric, low)} and {formatting.with_unit(metric, high)}."
        figures = table(longest, metric, courses)
        yield Chart(
            metric.name,
            says,
            lines,
            bounds(metric),
            ticks(longest),
            figures if len(subjects) <= SIDE_BY_SIDE else _turned(figures, "Playthrough"),
            wide=True,
            equal=True,
        )


def _values(subjects: Sequence[DebriefSubject]) -> Table:
    stood = [{stand.value.id: stand for stand in value_tallies(each.game, each.values)} for each in subjects]
    rows = [
        (value.name, *(_points(tallies[id]) for tallies in stood)) for id, value in subjects[0].scenario.values.items()
    ]
    head = ("Value", *(each.key for each in subjects))
    whole = Table("Points for each value and against it, and whether it was named at the start", head, tuple(rows))
    return whole if len(subjects) <= SIDE_BY_SIDE else _turned(whole, "Playthrough")


def _points(stand: ValueTally) -> str:
    return f"{stand.served} for, {-stand.harmed} against{', named' if stand.named else ''}"


def _turned(table: Table, name: str) -> Table:
    """The table with a row for each column: more than a few playthroughs would stick out of the page."""
    columns = list(zip(*table.rows, strict=True))
    rows = tuple((key, *cells) for key, cells in zip(table.head[1:], columns[1:], strict=True))
    figures = tuple(range(1, len(table.rows) + 1)) if table.figures else ()
    return Table(table.caption, (name, *map(str, columns[0])), rows, figures)
