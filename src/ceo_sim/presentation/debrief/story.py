"""The story on a timeline: what was decided and what happened, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ceo_sim.analysis.days import Days, Moved
from ceo_sim.analysis.provenance import cause_name
from ceo_sim.engine.game import Game
from ceo_sim.engine.play_log import Entry, NewsItem
from ceo_sim.presentation import formatting
from ceo_sim.presentation.debrief.subject import DebriefSubject, events
from ceo_sim.presentation.document import (
    Day,
    Fold,
    Listing,
    Moment,
    Part,
    Quote,
    Section,
    Spans,
    bold,
    note,
    prose,
    said,
)
from ceo_sim.scenario.metrics import debrief_metrics
from ceo_sim.scenario.text import blocks, plain

_KINDS = {
    "default": "taken by default",
    "lapse": "not decided in time",
    "event": "event",
    "card": "chance",
    "later": "in the wake of it",
    "echo": "echo",
    "promise": "promise",
    "inject": "thrown in",
}


def story(told: DebriefSubject) -> Section:
    """Every entry of the story, with the player's reasons, and of each day the feed and what moved."""
    game = told.game
    moved = Days(game, debrief_metrics(told.scenario))
    happened: list[Entry | NewsItem] = [*game.entries, *game.news]
    happened.sort(key=lambda thing: thing.step)
    days = []
    for day, things in groupby(happened, key=lambda thing: game.timeline.day_number(thing.step)):
        together = list(things)
        entries = [thing for thing in together if isinstance(thing, Entry)]
        news = [thing for thing in together if isinstance(thing, NewsItem)]
        moments = tuple(_moment(game, entry) for entry in entries)
        parts = (*_feed(news), *_moved(game, moved.moved(day)))
        days.append(Day(formatting.date(game.timeline.moment(together[0].step)), moments, parts))
    opening = told.scenario.info.opening
    first = (Fold("How it began", prose(game.fill(opening))),) if opening is not None else ()
    return Section(told.id("story"), "The story", (note("Your decisions are numbered."), *first, *days))


def _moment(game: Game, entry: Entry) -> Moment:
    answer = game.answer_told(entry)
    label = "" if answer is None else str(answer + 1)
    letter = next((f" {letter}" for letter, event in events(game) if event is entry), "")
    kind = "your decision" if label else _KINDS.get(entry.kind, entry.kind) + letter
    parts: list[Part] = []
    if entry.reason:
        parts.append(Quote(said(entry.reason)))
    when, title = formatting.hour(game.timeline.moment(entry.step)), plain(entry.title)
    return Moment(when, kind if title else kind.capitalize(), label, title, (*parts, *prose(entry.text)))


def _feed(news: list[NewsItem]) -> Iterator[Part]:
    if news:
        yield Fold(f"The feed: {formatting.counted(len(news), 'line')}", (Listing(tuple(map(_news, news))),))


def _news(item: NewsItem) -> Spans:
    sender = f"{item.sender}, {item.role}" if item.role else item.sender
    agree = f" ({item.agree:,} agree)" if item.agree else ""
    return said(bold(f"{sender}:"), " ", *(span for block in blocks(item.text) for span in block.spans), agree)


def _moved(game: Game, moves: list[Moved]) -> Iterator[Part]:
    """Each change of a day with its largest causes; the headline ones stand in the summary."""
    if not moves:
        return
    large = [
        f"{each.metric.name} {formatting.change(each.metric, each.amount)}" for each in moves if each.metric.headline
    ]
    items = (
        said(
            bold(f"{each.metric.name} {formatting.change(each.metric, each.amount)}: "),
            "; ".join(
                f"{cause_name(game.program.scenario, share.kind, share.cause).rstrip('.')}, "
                f"{formatting.change(each.metric, share.amount)}"
                for share in each.weightiest
            ),
        )
        for each in moves
    )
    summary = ", ".join(large) or formatting.counted(len(moves), "meter")
    yield Fold(f"What moved that day, and why: {summary}", (Listing(tuple(items)),))
