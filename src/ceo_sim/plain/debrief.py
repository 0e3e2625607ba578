"""After the ending, as lines: the course of each metric, the real path beside the player's, and what to talk about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ceo_sim.analysis.grounds import cause_name
from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import Share, shares
from ceo_sim.engine.meters import figure
from ceo_sim.plain import words
from ceo_sim.plain.words import INDENT
from ceo_sim.scenario.model import Fact, History, HistoryChoice, Metric
from ceo_sim.scenario.text import plain

WEIGHTIEST = 5
"""How many causes of a metric are told with its course; `why` tells all."""


def ending(game: Game) -> Iterator[str]:
    """How it ended."""
    yield "The end"
    if (reached := game.ending) is not None:
        yield ""
        yield f"{game.fill(reached.title)}."
        yield from words.paragraphs(game.fill(reached.text))
    debrief = game.program.scenario.debrief
    if debrief is not None and debrief.text is not None:
        yield ""
        yield from words.paragraphs(game.fill(debrief.text))


def told(game: Game) -> list[Metric]:
    """The metrics that may be told of after the end, the large ones first."""
    metrics = game.program.scenario.metrics.values()
    return sorted((metric for metric in metrics if metric.shown != "never"), key=lambda metric: not metric.headline)


def courses(game: Game) -> Iterator[str]:
    """Each metric's course in words, with the decisions that moved it and why it moved."""
    for number, metric in enumerate(told(game)):
        if number:
            yield ""
        yield from _course(game, metric)


def _course(game: Game, metric: Metric) -> Iterator[str]:
    timeline, course = game.timeline, game.course(metric.id)
    first = _start(game, metric)
    lowest, highest = min(range(len(course)), key=course.__getitem__), max(range(len(course)), key=course.__getitem__)
    yield f"{metric.name}: {words.from_to(metric, first, course[-1])}."
    for word, step in (("Lowest", lowest), ("Highest", highest)):
        yield f"{INDENT}{word}: {figure(metric, course[step])} on {words.date(timeline.moment(step))}."
    ends = [step for step in range(len(course)) if step == game.now or timeline.starts_day(step + 1)]
    figures = words.listed(f"{course[step]:,.{metric.decimals}f}" for step in ends)
    yield f"{INDENT}At the end of each {'day' if timeline.by_date else 'turn'}: {figures}."
    for line in _marks(game, metric):
        yield INDENT + line
    yield f"{INDENT}What weighed most:"
    causes = [share for share in game.ledger.why(metric.id) if share.kind != "start"]
    shown = causes if len(causes) == WEIGHTIEST + 1 else causes[:WEIGHTIEST]
    for share in shown:
        yield f"{INDENT}- {_share(game, share)}"
    if rest := causes[len(shown) :]:
        together = words.amount(sum(share.amount for share in rest))
        yield f"{INDENT}- {len(rest)} further causes, {together} together."


def _start(game: Game, metric: Metric) -> float:
    """Where a metric began, before any choice; its course holds what the first choices made of it."""
    return sum(row.amount for row in game.ledger.of(metric.id, 0) if row.kind == "start" or not row.cause)


def _marks(game: Game, metric: Metric) -> Iterator[str]:
    """The player's choices that moved a metric, when and by how much."""
    rows = list(game.ledger.of(metric.id))
    for step in dict.fromkeys(row.step for row in rows if row.kind == "option"):
        for share in shares([row for row in rows if row.step == step and row.kind == "option"]):
            yield f"{words.date(game.timeline.moment(step))}: {_share(game, share)}"


def _share(game: Game, share: Share) -> str:
    return f"{cause_name(game.program.scenario, share.kind, share.cause)}, {words.amount(share.amount)}."


# ---- the real path -------------------------------------------------------------------------------------------


def real(game: Game) -> Iterator[str]:
    """The player's path beside that of the real events, with sources, and then the case file."""
    history = game.program.scenario.history
    if history is None:
        yield "This story has no real events behind it that it could be laid beside."
        return
    yield "Your path beside the real one"
    for choice in history.choices:
        yield ""
        yield from _beside(game, choice)
    yield from _case_file(game, history)


def _beside(game: Game, choice: HistoryChoice) -> Iterator[str]:
    decision = game.program.scenario.decisions[choice.decision]
    yield f"{plain(game.fill(decision.title))}."
    taken = [answer for answer in game.answers if answer.decision == choice.decision]
    yours = "; ".join(plain(game.fill(decision.options[answer.option].label)) for answer in taken)
    yield f"{INDENT}You: {yours or 'you did not decide this.'}"
    when = "" if choice.at is None else f" ({words.date(choice.at)})"
    yield f"{INDENT}In reality{when}: {plain(game.fill(decision.options[choice.option].label))}"
    if choice.text:
        yield INDENT + choice.text
    if choice.source:
        yield f"{INDENT}Source: {choice.source}"


def _case_file(game: Game, history: History) -> Iterator[str]:
    if history.facts:
        yield ""
        yield "What is known" + ("" if history.as_of is None else f", as of {history.as_of:%Y-%m-%d}")
    for fact in history.facts:
        beside = ""
        if fact.decision is not None:
            beside = f" (beside: {plain(game.fill(game.program.scenario.decisions[fact.decision].title))})"
        contested = " Reports differ." if fact.contested else ""
        yield f"- {_day(fact)}{beside}: {fact.text}{contested}"
        if fact.source:
            yield f"{INDENT}Source: {fact.source}"


def _day(fact: Fact) -> str:
    at = fact.at
    return f"{at:%Y-%m-%d}" if isinstance(at, dt.date) else words.date(at)


def questions(game: Game) -> Iterator[str]:
    """What to talk about."""
    debrief, lenses = game.program.scenario.debrief, game.program.scenario.lenses
    if debrief is None or not debrief.questions:
        yield "There are no questions with this story."
        return
    for number, question in enumerate(debrief.questions, 1):
        lens = f"{lenses[question.lens].name}: " if question.lens is not None else ""
        yield f"{number}. {lens}{question.text}"
