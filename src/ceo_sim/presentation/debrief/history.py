"""The player's path beside the real one, with its sources, and the case file."""

from __future__ import annotations

import datetime as dt

from ceo_sim.analysis.real_path import HistoryComparison, compare_with_history
from ceo_sim.engine.game import Game
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.document import Fold, Listing, Pair, Part, Section, Spans, bold, note, said
from ceo_sim.scenario.model import Fact


def real(told: DebriefSubject) -> Section | None:
    """What the player chose, what the real people did, and what is known; None where the story has no such history."""
    history = told.scenario.history
    if history is None:
        return None
    checked = f" The facts were last checked on {_date(history.as_of)}." if history.as_of else ""
    parts: list[Part] = [note(f"The story is made up; what it was made from has sources here.{checked}")]
    if pairs := tuple(_pair(told.game, each) for each in compare_with_history(told.game)):
        parts.append(Section(told.id("beside"), "Your path beside the real one", pairs))
    by_decision: dict[str | None, list[Fact]] = {}
    for fact in history.facts:
        by_decision.setdefault(fact.decision, []).append(fact)
    files = []
    for decision, facts in by_decision.items():
        name = naming.decision_title(told.game, decision) if decision else "What else is known"
        files.append(Fold(name, (Listing(tuple(map(_fact, facts))),)))
    if files:
        parts.append(Section(told.id("case"), "The case file", tuple(files)))
    return Section(told.id("real"), "What really happened", tuple(parts))


def _pair(game: Game, each: HistoryComparison) -> Pair:
    """What the player chose, and what the real people did."""
    id, choice = each.decision.id, each.real
    yours = naming.option_name(game, id, each.chosen) if each.chosen is not None else "You did not decide this"
    title, mine = naming.decision_title(game, id), ("You", said(formatting.full_stop(yours)))
    if choice is None:
        return Pair(title, mine, ("In reality", said("Nothing like it is on record.")))
    what = f"{naming.option_name(game, id, choice.option)}{' (as you did)' if each.same else ''}."
    when = f"{formatting.short_date(choice.at)}: " if choice.at is not None else ""
    source = f" Source: {formatting.full_stop(choice.source)}" if choice.source else ""
    return Pair(title, mine, ("In reality", said(when, bold(what), f" {choice.text}{source}")))


def _fact(fact: Fact) -> Spans:
    contested = " Reports differ." if fact.contested else ""
    source = f" Source: {formatting.full_stop(fact.source)}" if fact.source else ""
    return said(bold(f"{_date(fact.at)}."), f" {fact.text}{contested}{source}")


def _date(at: dt.date | int) -> str:
    if isinstance(at, int):
        return f"Turn {at}"
    return f"{formatting.short_date(dt.datetime(at.year, at.month, at.day, tzinfo=dt.UTC))} {at.year}"
