"""The story as it would have gone: each decision taken otherwise, and under rival assumptions, on the same luck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from ceo_sim.analysis.alternatives import Alternative, alternatives
from ceo_sim.analysis.counterfactual import Counterfactual
from ceo_sim.analysis.diff import max_gap, only_in
from ceo_sim.analysis.forecast_bands import QUANTILES, ForecastBands
from ceo_sim.analysis.rivals import changed_assumptions, with_assumptions
from ceo_sim.analysis.whatif import LANES, alternative, spread
from ceo_sim.engine.game import Game
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.meters import points, table
from ceo_sim.presentation.debrief.subject import DebriefSubject, headline, letters, ticks
from ceo_sim.presentation.document import (
    Area,
    Chart,
    Fold,
    Line,
    Listing,
    Part,
    Section,
    Side,
    Table,
    note,
    said,
    sentence,
)
from ceo_sim.scenario.metrics import bounds, span
from ceo_sim.scenario.model import Metric
from ceo_sim.scenario.text import plain

YOURS = "you"
Courses = Mapping[str, Sequence[float]]


# ---- one decision taken otherwise ----------------------------------------------------------------------------


def what_if(told: DebriefSubject, named: str = "") -> Section | None:
    """Every other option that was open, drawn over the player's story; None if there was none.

    Args:
        told: The story.
        named: The answer, as `decision.option`, that is also told with a thousand lucks; the one that changes the
            headline meters most if empty, or not to be had.
    """
    game, found = told.game, alternatives(told.game)
    if not found:
        return None
    first = note(
        "One answer is given otherwise; the luck and your other answers stay as they were, as far as they fit. What is "
        "urgent there and had no answer from you gets its default, or an open option by lot."
    )
    folds = [_decision(game, index, list(others)) for index, others in groupby(found, key=lambda each: each.answer)]
    featured = _featured(game, found, named)
    parts: tuple[Part, ...] = (first, _much(told, featured, named), *folds)
    return Section(told.id("what-if"), "What if", parts)


def _featured(game: Game, found: Sequence[Alternative], named: str) -> Alternative:
    """The alternative that is named, or the one that changes most."""
    for each in found:
        if f"{game.answers[each.answer].decision}.{each.option}" == named:
            return each
    return max(found, key=lambda each: _change(game, each))


def _change(game: Game, other: Alternative) -> float:
    """How far the headline meters end from where they did, in parts of their ranges."""
    change = 0.0
    for metric in headline(game):
        if metric.id in other.courses:
            change += abs(float(other.courses[metric.id][-1]) - game.course(metric.id)[-1]) / span(metric)
    return change


def _decision(game: Game, index: int, others: Sequence[Alternative]) -> Fold:
    answer = game.answers[index]
    lines = {YOURS: f"{naming.option_name(game, answer.decision, answer.option)} (as you did)"}
    lines |= {
        letters(place): naming.option_name(game, answer.decision, each.option) for place, each in enumerate(others)
    }
    courses: dict[str, Courses] = {YOURS: {metric.id: game.course(metric.id) for metric in headline(game)}}
    courses |= {
        letters(place): {id: course.tolist() for id, course in each.courses.items()}
        for place, each in enumerate(others)
    }
    endings = [naming.how_it_ended(game), *(_ending(game, each.ending) for each in others)]
    when = formatting.date(game.timeline.moment(answer.step))
    title = f"{index + 1}. {naming.decision_title(game, answer.decision)}, {when}"
    ways = formatting.counted(len(others), "other way")
    return Fold(
        f"{title}: {ways}", (_where_they_end(game, lines, courses, endings), Side(tuple(_charts(game, lines, courses))))
    )


def _where_they_end(
    game: Game, lines: Mapping[str, str], courses: Mapping[str, Courses], endings: Sequence[str]
) -> Table:
    metrics = [metric for metric in headline(game) if metric.id in courses[YOURS]]
    rows = [
        (f"{key}: {name}", ending, *(formatting.figure(metric, courses[key][metric.id][-1]) for metric in metrics))
        for (key, name), ending in zip(lines.items(), endings, strict=True)
    ]
    figures = tuple(range(2, 2 + len(metrics)))
    return Table("Where the stories end", ("If", "Ending", *(metric.name for metric in metrics)), tuple(rows), figures)


def _charts(game: Game, lines: Mapping[str, str], courses: Mapping[str, Courses]) -> Iterator[Chart]:
    """The courses of each headline metric over each other."""
    for metric in headline(game):
        kept = {key: list(courses[key][metric.id]) for key in lines if metric.id in courses[key]}
        last = max(map(len, kept.values())) - 1
        drawn = tuple(Line(key, lines[key], points(game, course)) for key, course in kept.items())
        yield Chart(
            metric.name,
            _furthest(game, metric, kept),
            drawn,
            bounds(metric),
            ticks(game, last)[::2],
            table(game, metric, kept),
            legend=False,
        )


def _furthest(game: Game, metric: Metric, courses: Mapping[str, Sequence[float]]) -> str:
    """Where the courses are furthest apart, in words."""
    step = max_gap(list(courses.values()))
    found = {key: formatting.figure(metric, course[step]) for key, course in courses.items()}
    if len(set(found.values())) == 1:
        return "All the same."
    figures = ", ".join(f"{key} {value}" for key, value in found.items())
    return f"Furthest apart on {formatting.date(game.timeline.moment(step))}: {figures}."


def _ending(game: Game, id: str | None) -> str:
    return naming.ending_title(game, id) if id is not None else "It has not ended yet"


# ---- one of them in full -------------------------------------------------------------------------------------


def _much(told: DebriefSubject, other: Alternative, named: str) -> Section:
    """One alternative told in full, and both stories on many lucks."""
    game, answer = told.game, told.game.answers[other.answer]
    followed = alternative(game, other.answer, other.option)
    fans = spread(game, other.answer, other.option)
    label = naming.option_name(game, answer.decision, other.option)
    is_named = named == f"{answer.decision}.{other.option}"
    why = "" if is_named else " Of all the other ways, this one changes the headline meters most."
    keys = {"yours": naming.option_name(game, answer.decision, answer.option), "other": label}
    endings = Table(
        f"How {LANES:,} plays each end",
        ("Ending", "As you did", "The other way"),
        tuple(
            (_ending(game, id), *(formatting.percent(shares[id]) for shares in fans.endings))
            for id in game.program.scenario.endings
            if any(shares[id] for shares in fans.endings)
        ),
        (1, 2),
    )
    parts = (
        sentence(
            f"{other.answer + 1}. {naming.decision_title(game, answer.decision)}: "
            f"what if you had answered “{label}”?{why}"
        ),
        *_happenings(game, followed),
        sentence(
            f"With other luck from that answer on, {LANES:,} times each, and your later answers wherever they fit: the "
            "lines are the middle play, the shades hold nine plays of ten. “you” is what you did, A the other way."
        ),
        Side(tuple(_fan(game, fans, metric, keys) for metric in headline(game) if metric.id in fans.metrics)),
        endings,
    )
    return Section(told.id("what-if-luck"), "On many lucks", parts)


def _fan(game: Game, fans: ForecastBands, metric: Metric, names: Mapping[str, str]) -> Chart:
    keys = {"yours": YOURS, "other": "A"}
    bands = {line: fans.fan(line, metric.id) for line in fans.lines}
    steps = [float(step) for step in fans.steps]
    at = {level: QUANTILES.index(level) for level in (0.05, 0.5, 0.95)}

    def course(line: str, level: float) -> tuple[tuple[float, float], ...]:
        return tuple(zip(steps, map(float, bands[line][at[level]]), strict=True))

    rows = tuple(
        (
            formatting.short_date(game.timeline.moment(step)) + ("" if place else ", before"),
            *(
                " to ".join(formatting.figure(metric, band[at[level]][place]) for level in (0.05, 0.95))
                for band in bands.values()
            ),
        )
        for place, step in enumerate(fans.steps)
    )
    last = [f"{keys[line]} {rows[-1][column]}" for column, line in enumerate(fans.lines, 1)]
    within = [tick for tick in ticks(game, fans.steps[-1])[::2] if tick[0] >= fans.steps[0]]
    return Chart(
        title=metric.name,
        says=f"At the end, nine plays of ten: {', '.join(last)}.",
        lines=tuple(Line(keys[line], names[line], course(line, 0.5)) for line in fans.lines),
        limits=bounds(metric),
        ticks=tuple(within),
        table=Table(f"{metric.name}, nine plays of ten", ("When", *(keys[line] for line in fans.lines)), rows, (1, 2)),
        legend=False,
        areas=tuple(Area(place, course(line, 0.05), course(line, 0.95)) for place, line in enumerate(fans.lines)),
    )


def _happenings(mine: Game, followed: Counterfactual) -> Iterator[Part]:
    """What happened in one of the stories only, and which answers could not be followed."""
    other = followed.game
    yours, theirs = formatting.full_stop(naming.how_it_ended(mine)), formatting.full_stop(naming.how_it_ended(other))
    yield sentence(f"On your own luck yours ended: {yours} The other: {theirs}")
    for heading, one, against in (("Only in yours", mine, other), ("Only in the other", other, mine)):
        if only := only_in(one, against):
            items = (
                said(f"{formatting.short_date(one.timeline.moment(entry.step))}: {plain(entry.title)}")
                for entry in only
            )
            yield Fold(f"{heading}: {formatting.counted(len(only), 'happening')}", (Listing(tuple(items)),))
    for heading, answers in (
        ("Answers of yours that could not be given there", followed.skipped),
        ("Urgent there only, answered by default or by lot", followed.improvised),
    ):
        if answers:
            items = (said(naming.choice_name(mine, each.decision, each.option)) for each in answers)
            yield Fold(f"{heading}: {len(answers)}", (Listing(tuple(items)),))


# ---- rival assumptions ---------------------------------------------------------------------------------------


def rivals(told: DebriefSubject) -> Section | None:
    """The story where each rival view of the model is right; None if the scenario has none."""
    game, known = told.game, told.scenario.rivals
    if not known:
        return None
    stories = {id: with_assumptions(game, [id]).game for id in known}
    lines = {YOURS: "the scenario's own assumptions"}
    lines |= {letters(place): rival.name for place, rival in enumerate(known.values())}
    courses: dict[str, Courses] = {YOURS: _headline_courses(game)}
    courses |= {letters(place): _headline_courses(story) for place, story in enumerate(stories.values())}
    endings = [naming.how_it_ended(story) for story in (game, *stories.values())]
    first = note("The same answers and the same luck, where others are right about the model.")
    folds = [_rival(game, letters(place), id) for place, id in enumerate(known)]
    parts: tuple[Part, ...] = (
        first,
        *folds,
        _where_they_end(game, lines, courses, endings),
        Side(tuple(_charts(game, lines, courses))),
    )
    return Section(told.id("rivals"), "If others are right", parts)


def _headline_courses(game: Game) -> Courses:
    return {metric.id: game.course(metric.id) for metric in headline(game)}


def _rival(game: Game, key: str, id: str) -> Fold:
    rival = game.program.scenario.rivals[id]
    rows = [
        (naming.display_name(assumption), formatting.number(value), formatting.number(theirs), naming.basis(assumption))
        for assumption, value, theirs in changed_assumptions(game.program.scenario, [id])
    ]
    head = ("Assumption", "In the scenario", "In this view", "What the scenario's rests on")
    return Fold(
        f"{key}: {rival.name}", (sentence(rival.text), Table("What this view changes", head, tuple(rows), (1, 2)))
    )
