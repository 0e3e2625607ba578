"""The story as it would have gone: one answer given otherwise, or under rival assumptions, beside the player's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ceo_sim.analysis.counterfactual import Counterfactual
from ceo_sim.analysis.diff import differences, first_divergence, max_gap, only_in
from ceo_sim.analysis.forecast_bands import ForecastBands, visible_metrics
from ceo_sim.analysis.rivals import changed_assumptions, with_assumptions
from ceo_sim.analysis.whatif import alternative, options_at, spread
from ceo_sim.engine.game import Game
from ceo_sim.engine.snapshots import Answer, DecisionView, OptionView
from ceo_sim.plain import lines
from ceo_sim.plain.lines import INDENT
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.forecast import HIGH, HOW_TO_READ, LOW, MIDDLE
from ceo_sim.presentation.locks import lock_text
from ceo_sim.scenario.model import Metric, Scenario
from ceo_sim.scenario.text import plain

LARGEST = 6
"""Differences, and happenings of either story, that are told unless all are asked for."""


# ---- what if -------------------------------------------------------------------------------------------------


def what_if(game: Game, named: str) -> Iterator[str]:
    """Another option at one answer, `N OPTION`, or `N OPTION all`; with less, what there is to choose from."""
    named, in_full = lines.asks_for_all(named)
    number, _, option = named.replace(",", " ").partition(" ")
    index = lines.answer_index(game, number)
    if index is None:
        if named:
            yield f"There is no answer {lines.quoted(number)}."
        yield "Type whatif and the number of an answer to hear its options."
        yield from lines.answers(game)
        return
    view, given = options_at(game, index), game.answers[index]
    option = option.strip()
    place = lines.place(option, len(view.options))
    taken = None if place is None else view.options[place]
    if taken is None or taken.lock is not None or taken.id == given.option:
        if option:
            yield f"Option {lines.quoted(option)} {_no_other(taken, given)}."
        title = formatting.full_stop(view.title)
        yield f"{title} What if you had answered otherwise? Type whatif {number} and an option."
        yield from _options(game.program.scenario, view, given)
        return
    yield f"{formatting.full_stop(view.title)} If you had answered: {formatting.full_stop(taken.label)}"
    yield "The luck and your other answers stay as they were."
    yield ""
    yield from _compared(game, alternative(game, index, taken.id), in_full=in_full)
    yield ""
    yield from _spread(game, index, taken.id, in_full=in_full)
    yield from [] if in_full else [f"Type whatif {number} {option} all for every meter and all that happened."]


def _options(scenario: Scenario, view: DecisionView, given: Answer) -> Iterator[str]:
    for number, option in enumerate(view.options, 1):
        yours = " This was your choice." if option.id == given.option else ""
        lock = f" It was locked: {lock_text(scenario, option.lock)}." if option.lock is not None else ""
        yield f"{number}. {formatting.full_stop(option.label)}{yours}{lock}"


def _no_other(option: OptionView | None, given: Answer) -> str:
    if option is None:
        return "is not one of them"
    return "was your choice" if option.id == given.option else "was locked"


def _spread(game: Game, index: int, option: str, *, in_full: bool) -> Iterator[str]:
    fans = spread(game, index, option)
    yield "With other luck from that answer on, a thousand times each"
    yield HOW_TO_READ
    for line, name in (("yours", "As you answered"), ("other", "The other way")):
        yield f"{name}:"
        for metric in told(game, every_meter=in_full):
            yield f"{INDENT}{metric.name}: {band(game, fans, line, metric)}."
        yield f"{INDENT}Endings: {endings(game, fans, line)}."


# ---- rivals --------------------------------------------------------------------------------------------------


def rivals(game: Game, named: str) -> Iterator[str]:
    """The story where the rivals that are named by number are right; without a number, who they are."""
    known = list(game.program.scenario.rivals)
    named, in_full = lines.asks_for_all(named)
    parts = named.replace(",", " ").split()
    if not known:
        yield "This story names no rival assumptions."
        return
    places = [lines.place(part, len(known)) for part in parts]
    if not parts or None in places:
        yield f"Type rivals and the numbers of those that you want to be right, such as rivals {1}."
        for number, rival in enumerate(game.program.scenario.rivals.values(), 1):
            yield f"{number}. {formatting.full_stop(rival.name)} {rival.text}".rstrip()
            yield from _assumed(game, [rival.id])
        return
    chosen = list(dict.fromkeys(known[place] for place in places if place is not None))
    names = ", ".join(game.program.scenario.rivals[id].name for id in chosen)
    yield f"If these are right: {names}. Your answers and the luck stay as they were."
    yield from _assumed(game, chosen)
    yield ""
    yield from _compared(game, with_assumptions(game, chosen), in_full=in_full)
    yield from [] if in_full else [f"Type rivals {named} all for every meter and all that happened."]


def _assumed(game: Game, chosen: Sequence[str]) -> Iterator[str]:
    for assumption, value, theirs in changed_assumptions(game.program.scenario, chosen):
        name = naming.display_name(assumption)
        yield f"{INDENT}{name}: {formatting.override_text(theirs, value)}. {naming.basis(assumption)}".rstrip()


# ---- two stories ---------------------------------------------------------------------------------------------


def _compared(mine: Game, followed: Counterfactual, *, in_full: bool) -> Iterator[str]:
    """Two stories: how they end, where they part, what happened in one only, what could not be followed."""
    most = None if in_full else LARGEST
    other = followed.game
    yours, theirs = _ending(mine), _ending(other)
    both = f"Both ended the same way, {yours}."
    yield both if yours == theirs else f"Yours ended {yours}. The other ended {theirs}."
    yield from _parting(mine, other)
    found = [
        each
        for each in differences(mine, other)
        if formatting.figure(each.metric, each.mine) != formatting.figure(each.metric, each.other)
    ]
    large = [each for each in found if each.metric.headline]
    rest = [each for each in found if not each.metric.headline][:most]
    yield "At the end of each" if found else "No meter ends elsewhere."
    for each in [*large, *rest]:
        here, there = formatting.figure(each.metric, each.mine), formatting.figure(each.metric, each.other)
        yield f"- {each.metric.name}: {here} in yours, {there} in the other."
    if more := len(found) - len(large) - len(rest):
        yield f"- {formatting.counted(more, 'meter')} more, by less."
    for heading, these in (("Only in yours", only_in(mine, other)), ("Only in the other", only_in(other, mine))):
        if these:
            yield heading
        for entry in these[:most]:
            yield f"- {formatting.date(mine.timeline.moment(entry.step))}: {formatting.full_stop(plain(entry.title))}"
        if most is not None and len(these) > most:
            yield f"- {len(these) - most} more."
    yield from _answers(mine, "Answers of yours that could not be given there", followed.skipped)
    yield from _answers(mine, "Urgent there only, and answered by default or by lot", followed.improvised)


def _ending(game: Game) -> str:
    title = naming.ending_title(game, game.ending.id) if game.ending is not None else ""
    return f"on {formatting.date(game.moment)}: {title}"


def _parting(mine: Game, other: Game) -> Iterator[str]:
    """The first moment at which a meter reads otherwise, and where each large one was furthest apart."""
    parted = first_divergence(mine, other)
    if parted is None:
        yield "Nothing that you could see tells them apart."
        return
    step, first = parted
    here, there = formatting.figure(first.metric, first.mine), formatting.figure(first.metric, first.other)
    at = formatting.date(mine.timeline.moment(step))
    yield f"They part on {at}: {first.metric.name} {here} in yours, {there} in the other."
    yield from _furthest(mine, other)


def _furthest(mine: Game, other: Game) -> Iterator[str]:
    for metric in told(mine, every_meter=False):
        courses = mine.course(metric.id), other.course(metric.id)
        step = max_gap(courses)
        here, there = (formatting.figure(metric, course[step]) for course in courses)
        if here != there:
            when = formatting.date(mine.timeline.moment(step))
            yield f"{metric.name} is furthest apart on {when}: {here} and {there}."


def _answers(game: Game, heading: str, answers: Sequence[Answer]) -> Iterator[str]:
    if answers:
        yield heading
    for answer in answers:
        yield f"- {naming.choice_name(game, answer.decision, answer.option)}."


def told(game: Game, *, every_meter: bool) -> list[Metric]:
    """The large meters that may be seen, or every one."""
    scenario = game.program.scenario
    return [
        scenario.metrics[id] for id in visible_metrics(game.program) if every_meter or scenario.metrics[id].headline
    ]


def band(game: Game, fans: ForecastBands, line: str, metric: Metric) -> str:
    """Where a metric may stand after a week and at the end."""
    fan = fans.fan(line, metric.id)
    told = []
    if (at := fans.after_a_week(game.timeline)) is not None:
        told.append(
            f"in {formatting.elapsed(game.timeline, fans.steps[at] - fans.steps[0])} {_range(metric, fan[:, at])}"
        )
    return ", ".join([*told, f"at the end {_range(metric, fan[:, -1])}"])


def _range(metric: Metric, levels: NDArray[np.float64]) -> str:
    low, middle, high = (formatting.figure(metric, float(levels[level])) for level in (LOW, MIDDLE, HIGH))
    return f"{middle} ({low} to {high})"


def endings(game: Game, fans: ForecastBands, line: str) -> str:
    """How often each ending came, the most frequent first."""
    return ", ".join(
        f"{naming.ending_title(game, id)} {formatting.percent(share)}" for id, share in fans.endings_of(line)
    )
