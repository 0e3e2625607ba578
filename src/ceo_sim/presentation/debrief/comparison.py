"""Several playthroughs of one scenario beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from attrs import evolve

from ceo_sim.analysis.value_tally import value_tallies
from ceo_sim.engine.snapshots import Answer
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.charts import ticks
from ceo_sim.presentation.debrief.compared import StoryLine, endings, overlays
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.scenario.markup import Span

SIDE_BY_SIDE = 6
"""Most playthroughs that get a column each; of more, those that chose alike share a row.

The debriefs of more are short, too: thirty whole ones would be a page of thirty megabytes.
"""


def comparison(subjects: Sequence[DebriefSubject]) -> doc.Section:
    """Who chose what, where they parted, how it went and how it ended."""
    first = subjects[0]
    stories = [StoryLine.of(subject.key, subject.name, subject.game) for subject in subjects]
    parts: dict[tuple[str, str], doc.Parts] = {
        ("endings", "How they ended"): (_endings(subjects, stories),),
        ("choices", "Who chose what"): (*_partings(subjects), _choices(subjects), *_reasons(subjects)),
        ("overlaid", "The headline meters"): tuple(_charts(subjects, stories)),
        ("stood", "What the choices favoured"): (_values(subjects),) if first.scenario.values else (),
    }
    sections = (doc.Section(first.id(id), title, content) for (id, title), content in parts.items() if content)
    names = doc.note("A letter stands for each playthrough. No order here is one of merit.")
    return doc.Section(first.id("comparison"), "Side by side", (names, *sections))


def _endings(subjects: Sequence[DebriefSubject], stories: Sequence[StoryLine]) -> doc.Table:
    table = endings(subjects[0].game, stories, "Playthrough", "Endings and headline meters")
    games = [subject.game for subject in subjects]
    rows = tuple((*row, str(len(game.answers)), str(game.seed)) for row, game in zip(table.rows, games, strict=True))
    head = (*table.head, "Answers", "Seed")
    return evolve(table, head=head, rows=rows, figures=tuple(range(2, len(head))))


def _partings(subjects: Sequence[DebriefSubject]) -> Iterator[doc.Part]:
    """Where playthroughs first chose differently from the first one; those that did so alike share a sentence."""
    first, groups = subjects[0].key, defaultdict[tuple[str, str], list[str]](list)
    for other in subjects[1:]:
        groups[_parting(subjects[0], other)].append(other.key)
    for (luck, where), keys in groups.items():
        if not where:
            yield doc.sentence(f"{formatting.joined([first, *keys])} chose the same, with {luck}.")
        elif len(keys) == 1:
            yield doc.sentence(f"{first} and {keys[0]}, with {luck}, part {where}.")
        else:
            yield doc.sentence(f"{first} parts from {formatting.joined(keys)}, with {luck}, {where}.")


def _parting(first: DebriefSubject, other: DebriefSubject) -> tuple[str, str]:
    """With what luck, and where another playthrough parts from the first one; empty if nowhere."""
    luck = "the same luck" if other.game.seed == first.game.seed else "other luck"
    for place, (mine, theirs) in enumerate(zip_longest(first.game.answers, other.game.answers)):
        if mine and theirs and _choice_at(mine) == _choice_at(theirs):
            continue
        game, answer = (other.game, theirs) if theirs else (first.game, mine)
        when = formatting.date(game.timeline, answer.step)
        return luck, f"at answer {place + 1}: {naming.decision_title(game, answer.decision)}, on {when}"
    return luck, ""


def _choice_at(answer: Answer) -> tuple[int, str, str]:
    return answer.step, answer.decision, answer.option


def _choices(subjects: Sequence[DebriefSubject]) -> doc.Table:
    """A column for each playthrough, with the reasons; of many, a row for each option with who chose it."""
    game, are_few = subjects[0].game, len(subjects) <= SIDE_BY_SIDE
    chosen = [{answer.decision: answer for answer in subject.game.answers} for subject in subjects]
    rows: list[tuple[doc.Cell, ...]] = []
    for id, decision in subjects[0].scenario.decisions.items():
        answers = [answers.get(id) for answers in chosen]
        who = defaultdict[str | None, list[str]](list)
        for subject, answer in zip(subjects, answers, strict=True):
            who[answer.option if answer else None].append(subject.key)
        title = naming.decision_title(game, id)
        if set(who) == {None}:
            continue
        if are_few:
            title += " (all the same)" if len(who) == 1 else ""
            rows.append((title, *map(_choice, subjects, answers)))
        else:
            rows += [
                (title, _option(subjects[0], id, option), str(len(who[option])), ", ".join(who[option]))
                for option in (*decision.options, None)
                if option in who
            ]
    if are_few:
        head = ("Decision", *(subject.key for subject in subjects))
        return doc.Table("Choices, with the reasons that were given", head, tuple(rows))
    return doc.Table("Choices, and who made them", ("Decision", "Option", "How many", "Who"), tuple(rows), (2,))


def _option(subject: DebriefSubject, decision: str, option: str | None) -> str:
    return "did not decide" if option is None else naming.option_name(subject.game, decision, option)


def _choice(subject: DebriefSubject, answer: Answer | None) -> doc.Cell:
    if answer is None:
        return "did not decide"
    label = naming.option_name(subject.game, answer.decision, answer.option)
    return doc.spans(label, ": ", Span(answer.reason, "italic")) if answer.reason else label


def _reasons(subjects: Sequence[DebriefSubject]) -> Iterator[doc.Part]:
    """The reasons, by decision, where the table of choices has no room for them."""
    if len(subjects) <= SIDE_BY_SIDE:
        return
    game = subjects[0].game
    given: dict[str, list[doc.Spans]] = {id: [] for id in subjects[0].scenario.decisions}
    for subject in subjects:
        for answer in subject.game.answers:
            if answer.reason:
                option = f" {naming.option_name(game, answer.decision, answer.option)}: "
                given[answer.decision].append(doc.spans(doc.bold(subject.key), option, Span(answer.reason, "italic")))
    for id, reasons in given.items():
        if reasons:
            count = formatting.counted(len(reasons), "reason")
            yield doc.Fold(naming.decision_title(game, id), (doc.Listing(tuple(reasons)),), count)


def _charts(subjects: Sequence[DebriefSubject], stories: Sequence[StoryLine]) -> Iterator[doc.Chart]:
    longest = max((subject.game for subject in subjects), key=lambda game: game.now)
    for chart in overlays(longest, stories):
        assert chart.metric is not None
        ends = [line.points[-1][1] for line in chart.lines]
        low, high = formatting.figure(chart.metric, min(ends)), formatting.with_unit(chart.metric, max(ends))
        says = formatting.full_stop(f"They end between {low} and {high}")
        table, dates = _by_playthrough(chart.table), ticks(longest, longest.now)
        yield evolve(chart, says=says, ticks=dates, table=table, wide=True, legend=True, equal=True)


def _values(subjects: Sequence[DebriefSubject]) -> doc.Table:
    tallies = [{tally.value.id: tally for tally in value_tallies(subject.game, subject.values)} for subject in subjects]
    rows = []
    for id, value in subjects[0].scenario.values.items():
        of_value = [by_id[id] for by_id in tallies]
        points = (
            f"{tally.served} for, {-tally.harmed} against{', named' if tally.named else ''}" for tally in of_value
        )
        rows.append((value.name, *points))
    head = ("Value", *(subject.key for subject in subjects))
    caption = "Points for each value and against it, and whether it was named at the start"
    return _by_playthrough(doc.Table(caption, head, tuple(rows)))


def _by_playthrough(table: doc.Table) -> doc.Table:
    """The table with a row for each playthrough instead of a column, if so many would stick out of the page."""
    if len(table.head) - 1 <= SIDE_BY_SIDE:
        return table
    names, *columns = zip(table.head, *table.rows, strict=True)
    figures = tuple(range(1, len(names))) if table.figures else ()
    return doc.Table(table.caption, ("Playthrough", *map(str, names[1:])), tuple(columns), figures)
