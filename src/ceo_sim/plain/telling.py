"""What happened, as lines: consequences, days that passed, the feed, and the story so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ceo_sim.analysis.days import Days, Moved
from ceo_sim.analysis.provenance import cause_name
from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import Share
from ceo_sim.engine.play_log import Entry, NewsItem
from ceo_sim.engine.snapshots import Report
from ceo_sim.plain import lines
from ceo_sim.plain.lines import INDENT
from ceo_sim.presentation import formatting
from ceo_sim.scenario.characters import one_line
from ceo_sim.scenario.metrics import span
from ceo_sim.scenario.model import Metric
from ceo_sim.scenario.text import plain

LATEST = 12
"""Lines of the feed that are told at once."""
MOVED_MOST = 5
"""Meters of which it is told what a day moved, when looking back."""


def consequence(game: Game, report: Report, choice: str) -> Iterator[str]:
    """What came of an answer: text first, then what moved and why."""
    for entry in report.entries:
        if entry.kind == "option" and entry.cause == choice:
            yield from lines.paragraphs(entry.text or entry.title)
        else:
            yield from _entry(entry)
    yield from _news(report.news)
    yield from moved(game, report, choice)


def passed(game: Game, report: Report) -> Iterator[str]:
    """What happened while time went by, in order."""
    told: list[Entry | NewsItem] = [*report.entries, *report.news]
    last = -1
    for thing in sorted(told, key=lambda thing: thing.step):
        if thing.step != last:
            yield ""
            yield formatting.date_and_time(game.timeline.moment(thing.step)) + "."
            last = thing.step
        yield from _entry(thing) if isinstance(thing, Entry) else _news([thing])
    moves = list(moved(game, report))
    if not told:
        yield f"{formatting.date(game.moment)}." + ("" if moves else " Nothing to report.")
    yield from moves


def moved(game: Game, report: Report, choice: str = "") -> Iterator[str]:
    """The metrics that moved by something that shows, each with its two weightiest causes."""
    seen = [move for move in report.moved if move.is_seen]
    if seen:
        yield ""
        yield "What moved"
    for move in seen:
        causes = "; ".join(_cause(game, move.metric, share, {choice: "Your choice"}) for share in move.weightiest)
        yield f"{move.metric.name}: {formatting.from_to(move.metric, move.before, move.after)}. {causes}."


def _cause(game: Game, metric: Metric, share: Share, mine: Mapping[str, str]) -> str:
    """A cause and what it did; the player's own choices have the shorter names that are given."""
    own = mine.get(share.cause) if share.kind == "option" else None
    name = own or cause_name(game.program.scenario, share.kind, share.cause)
    return f"{name}, {formatting.change(metric, share.amount)}"


def _entry(entry: Entry) -> Iterator[str]:
    if entry.title:
        yield formatting.full_stop(entry.title)
    if entry.reason:
        yield f"{INDENT}Your reason: {one_line(entry.reason)}"
    yield from lines.paragraphs(entry.text)


def _news(items: Iterable[NewsItem]) -> Iterator[str]:
    for item in items:
        sender = f"{item.sender}, {item.role}" if item.role else item.sender
        agree = f" ({item.agree:,} agree)" if item.agree else ""
        yield f"{sender}: {plain(item.text)}{agree}"


# ---- looking back --------------------------------------------------------------------------------------------


def feed(game: Game, named: str = "") -> Iterator[str]:
    """The feed, the oldest line first: its latest lines, or `all` of it, or what one sender said."""
    if not game.news:
        yield "The feed is empty."
        return
    if named in ("", "all"):
        items = game.news if named else game.news[-LATEST:]
        if older := len(game.news) - len(items):
            how_many = formatting.counted(older, "older line")
            yield f"{how_many}; feed all tells them too, feed and a name those of one sender."
    else:
        meant = named.lower()
        items = [item for item in game.news if meant in f"{item.sender}, {item.role}".lower()]
        if not items:
            senders = dict.fromkeys(item.sender for item in game.news)
            yield f"Nothing is from {lines.quoted(named)}. Senders so far: {', '.join(senders)}."
    for item in items:
        for line in _news([item]):
            yield f"{formatting.date_and_time(game.timeline.moment(item.step))}. {line}"


def story(game: Game, metrics: Iterable[Metric] = ()) -> Iterator[str]:
    """Everything that happened so far, with the player's reasons; answers are numbered as `whatif` and `back` do.

    What each of these days moved most follows it, for the metrics that may be told of.
    """
    moves, timeline = Days(game, metrics), game.timeline
    if not game.entries:
        yield "Nothing has happened yet."
    for number, entry in enumerate(game.entries):
        if number:
            yield ""
        answer = game.answer_told(entry)
        mine = "" if answer is None else f" Your answer {answer + 1}."
        yield f"{formatting.date_and_time(game.timeline.moment(entry.step))}.{mine}"
        yield from _entry(entry)
        day = timeline.day_number(entry.step)
        following = game.entries[number + 1 : number + 2]
        if not following or timeline.day_number(following[0].step) != day:
            yield from _moved_most(game, moves.moved(day))


def _moved_most(game: Game, moves: Iterable[Moved]) -> Iterator[str]:
    """The largest changes of a day, of those that are a hundredth of the scale at least."""
    found = [move for move in moves if abs(move.amount) >= span(move.metric) / 100][:MOVED_MOST]
    if found:
        yield "What moved most that day"
    answers = {f"{each.decision}.{each.option}": f"Your answer {n}" for n, each in enumerate(game.answers, 1)}
    for move in found:
        causes = "; ".join(_cause(game, move.metric, share, answers) for share in move.weightiest)
        yield f"{INDENT}{move.metric.name}, {formatting.change(move.metric, move.amount)}. {causes}."


def advisers(game: Game) -> Iterator[str]:
    """Who advises the player, what they care for, and what they say now."""
    said = {cast.id: line for cast, line in game.remarks()}
    people = [cast for cast in game.program.scenario.cast.values() if cast.adviser or cast.id in said]
    if not people:
        yield "Nobody advises you."
    for cast in people:
        yield f"{formatting.person(cast)}."
        if cast.leans:
            yield INDENT + cast.leans
        if cast.id in said:
            yield f"{INDENT}Now: {said[cast.id]}"
