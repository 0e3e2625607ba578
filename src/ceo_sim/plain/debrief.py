"""After the ending, as lines: how it ended, the real path beside the player's, what to talk about, a page to keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from ceo_sim.analysis.real_path import HistoryComparison, compare_with_history
from ceo_sim.engine.game import Game
from ceo_sim.plain import lines
from ceo_sim.plain.lines import INDENT
from ceo_sim.presentation import formatting, naming
from ceo_sim.scenario.model import Fact


def ending(game: Game) -> Iterator[str]:
    """How it ended."""
    yield "The end"
    if (reached := game.ending) is not None:
        yield ""
        yield f"{game.fill(reached.title)}."
        yield from lines.paragraphs(game.fill(reached.text))
    debrief = game.program.scenario.debrief
    if debrief is not None and debrief.text is not None:
        yield ""
        yield from lines.paragraphs(game.fill(debrief.text))


# ---- the real path -------------------------------------------------------------------------------------------


def real(game: Game, named: str = "") -> Iterator[str]:
    """The player's path beside that of the real events, with sources, and then the rest of the case file.

    With the number of an answer, only what stands beside that one.
    """
    history = game.program.scenario.history
    if history is None:
        yield "This story has no real events behind it that it could be laid beside."
        return
    yield "Your path beside the real one" + ("" if history.as_of is None else f", as known on {history.as_of:%Y-%m-%d}")
    if named:
        yield from _beside_one(game, named)
        return
    for each in compare_with_history(game):
        yield ""
        yield from _beside(game, each)
    others = [fact for fact in history.facts if fact.decision is None]
    if others:
        yield ""
        yield "What else is known"
        yield from _facts(others)


def _beside_one(game: Game, named: str) -> Iterator[str]:
    index = lines.answer_index(game, named)
    if index is None:
        yield f"There is no answer {lines.quoted(named)}. Type real, or real and the number of an answer."
        yield from lines.answers(game)
        return
    yield from (
        line
        for each in compare_with_history(game)
        if each.decision.id == game.answers[index].decision
        for line in _beside(game, each)
    )


def _beside(game: Game, each: HistoryComparison) -> Iterator[str]:
    id, real = each.decision.id, each.real
    yield formatting.full_stop(naming.decision_title(game, id))
    yours = naming.option_label(game, id, each.chosen) if each.chosen is not None else "you did not decide this."
    yield f"{INDENT}You: {formatting.full_stop(yours)}"
    if real is None:
        yield f"{INDENT}In reality: nothing like it is on record."
    else:
        when = "" if real.at is None else f" ({formatting.date(real.at)})"
        same = " The same." if each.same else ""
        yield f"{INDENT}In reality{when}: {formatting.full_stop(naming.option_label(game, id, real.option))}{same}"
        if real.text:
            yield INDENT + real.text
        if real.source:
            yield f"{INDENT}Source: {real.source}"
    yield from _facts(each.facts)


def _facts(facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        contested = " Reports differ." if fact.contested else ""
        yield f"{INDENT}- {_day(fact)}: {fact.text}{contested}"
        if fact.source:
            yield f"{INDENT}  Source: {fact.source}"


def _day(fact: Fact) -> str:
    at = fact.at
    return f"{at:%Y-%m-%d}" if isinstance(at, dt.date) else formatting.date(at)


# ---- what to take away ---------------------------------------------------------------------------------------


def questions(game: Game) -> Iterator[str]:
    """What to talk about."""
    debrief, lenses = game.program.scenario.debrief, game.program.scenario.lenses
    if debrief is None or not debrief.questions:
        yield "There are no questions with this story."
        return
    for number, question in enumerate(debrief.questions, 1):
        lens = f"{lenses[question.lens].name}: " if question.lens is not None else ""
        yield f"{number}. {lens}{question.text}"


def report(save: Path) -> Iterator[str]:
    """How to make a page of all this."""
    yield "Commands for your shell, once you have left with q, make a page of this debrief; SAVE is the file below."
    yield "For a browser, with charts, and all of them in words too:"
    yield f"{INDENT}ceo-sim report SAVE -o debrief.html"
    yield "As text, to edit or to hand in:"
    yield f"{INDENT}ceo-sim report SAVE --format md -o debrief.md"
    yield "Several saves, one after the other, make a comparison."
    yield f"SAVE: {lines.quoted_path(save)}"
