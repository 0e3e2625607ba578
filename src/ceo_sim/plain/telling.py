"""What happened, as lines: consequences, days that passed, the feed, and the story so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ceo_sim.analysis.days import Days, Moved
from ceo_sim.analysis.provenance import cause_name
from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import Share
from ceo_sim.plain import lines
from ceo_sim.plain.lines import INDENT
from ceo_sim.presentation import formatting
from ceo_sim.presentation.desk import AdviserView, NewsView
from ceo_sim.presentation.outcome import YOU, EntryView, OutcomeView, entry_view
from ceo_sim.scenario.characters import one_line
from ceo_sim.scenario.metrics import span
from ceo_sim.scenario.model import Metric
from ceo_sim.scenario.text import plain

LATEST = 12
"""Lines of the feed that are told at once."""
MOVED_MOST = 5
"""Meters of which it is told what a day moved, when looking back."""


def consequence(view: OutcomeView) -> Iterator[str]:
    """What came of an answer: text first, then what moved and why."""
    for entry in view.entries:
        # Who listens has just typed the number and the reason.
        yield from lines.paragraphs(entry.text) if entry.by == YOU else _entry(entry)
    yield from map(_news, view.news)
    yield from _moves(view)


def passed(view: OutcomeView) -> Iterator[str]:
    """What happened while time went by, in order."""
    for beat in view.beats:
        yield ""
        yield f"{beat.when_in_full}."
        for entry in beat.entries:
            yield from _entry(entry)
        yield from map(_news, beat.news)
    if not view.beats:
        yield f"{view.when}." + (" Nothing to report." if view.is_quiet else "")
    yield from _moves(view)


def _moves(view: OutcomeView) -> Iterator[str]:
    """The meters that moved by something that shows, each with its weightiest causes."""
    for place, move in enumerate(view.moves_seen):
        if not place:
            yield from ("", "What moved")
        causes = "; ".join(f"{cause.name}, {cause.amount}" for cause in move.causes)
        yield f"{move.name}: {move.from_to}. {causes}."


def _entry(entry: EntryView) -> Iterator[str]:
    if entry.title:
        by = f"{entry.by}: " if entry.by not in ("", YOU) else ""
        yield formatting.full_stop(by + plain(entry.title))
    if entry.reason:
        yield f"{INDENT}Your reason: {one_line(entry.reason)}"
    yield from lines.paragraphs(entry.text)


def _news(item: NewsView) -> str:
    sender = f"{item.sender}, {item.role}" if item.role else item.sender
    return f"{sender}: {plain(item.text)}" + (f" ({item.agree})" if item.agree else "")


# ---- looking back --------------------------------------------------------------------------------------------


def feed(news: Sequence[NewsView], named: str = "") -> Iterator[str]:
    """The feed, the oldest line first: its latest lines, or `all` of it, or what one sender said."""
    if not news:
        yield "The feed is empty."
        return
    if named in ("", "all"):
        items = news if named else news[-LATEST:]
        if older := len(news) - len(items):
            how_many = formatting.counted(older, "older line")
            yield f"{how_many}; feed all tells them too, feed and a name those of one sender."
    else:
        meant = named.lower()
        items = [item for item in news if meant in f"{item.sender}, {item.role}".lower()]
        if not items:
            senders = dict.fromkeys(item.sender for item in news)
            yield f"Nothing is from {lines.quoted(named)}. Senders so far: {', '.join(senders)}."
    for item in items:
        yield f"{item.when_in_full}. {_news(item)}"


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
        yield from _entry(entry_view(game, entry))
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


def _cause(game: Game, metric: Metric, share: Share, mine: Mapping[str, str]) -> str:
    """A cause and what it did; the player's own choices have the shorter names that are given."""
    own = mine.get(share.cause) if share.kind == "option" else None
    name = own or cause_name(game.program.scenario, share.kind, share.cause)
    return f"{name}, {formatting.change(metric, share.amount)}"


def advisers(people: Sequence[AdviserView]) -> Iterator[str]:
    """Who advises the player, what they care for, and what they say now."""
    if not people:
        yield "Nobody advises you."
    for person in people:
        yield f"{person.name}, {person.role}." if person.role else f"{person.name}."
        if person.leans:
            yield INDENT + person.leans
        if person.remark:
            yield f"{INDENT}Now: {plain(person.remark)}"
