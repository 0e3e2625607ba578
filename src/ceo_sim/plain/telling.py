"""What happened, as lines: consequences, days that passed, the feed, and the story so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceo_sim.plain import lines
from ceo_sim.plain.lines import INDENT
from ceo_sim.plain.render import rendered
from ceo_sim.presentation import formatting, headings
from ceo_sim.presentation.desk import NewsView
from ceo_sim.presentation.movement import in_words
from ceo_sim.presentation.outcome import YOU, EntryView, OutcomeView
from ceo_sim.scenario.characters import one_line
from ceo_sim.scenario.markup import plain
from ceo_sim.suggestions import folded

LATEST = 12
"""Lines of the feed that are told at once."""


def consequence(view: OutcomeView) -> Iterator[str]:
    """What came of an answer: text first, then what moved and why."""
    for entry in view.entries:
        # Who listens has just typed the number and the reason.
        yield from _content(entry) if entry.by == YOU else _entry(entry)
    yield from map(_news, view.news)
    yield from view.learned
    yield from _moves(view)


def passed(view: OutcomeView) -> Iterator[str]:
    """What happened while time went by, in order."""
    if view.days:
        yield view.days
    for beat in view.beats:
        yield ""
        yield f"{beat.when_in_full}."
        for entry in beat.entries:
            yield from _entry(entry)
        yield from map(_news, beat.news)
    if not view.beats:
        yield f"{view.when}. {view.in_quiet if view.is_quiet else ''}".strip()
    yield from view.learned
    yield from _moves(view)


def _moves(view: OutcomeView) -> Iterator[str]:
    """The meters that moved by something that shows, each with its weightiest causes."""
    for place, move in enumerate(view.moves_seen):
        if not place:
            yield from ("", headings.MOVED)
        moved = (formatting.from_to(move.metric, move.before, move.after), formatting.verdict(move.is_good))
        yield f"{move.metric.name}: {', '.join(filter(None, moved))}. {in_words(move.causes)}"


def _entry(entry: EntryView) -> Iterator[str]:
    if entry.title:
        by = f"{entry.by}: " if entry.by not in ("", YOU) else ""
        yield formatting.full_stop(by + plain(entry.title))
    if entry.reason:
        yield f"{INDENT}{headings.YOUR_REASON}: {one_line(entry.reason)}"
    yield from _content(entry)


def _content(entry: EntryView) -> Iterator[str]:
    yield from lines.paragraphs(entry.text)
    if entry.exhibit is not None:
        yield from rendered((entry.exhibit.part,))


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
        meant = folded(named)
        items = [item for item in news if meant in folded(f"{item.sender}, {item.role}")]
        if not items:
            senders = dict.fromkeys(item.sender for item in news)
            yield formatting.full_stop(f"Nothing is from {lines.quoted(named)}. Senders so far: {', '.join(senders)}")
    for item in items:
        yield f"{item.when_in_full}. {_news(item)}"
