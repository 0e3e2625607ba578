"""The story day by day: what was decided and what happened, what was said, and what each day moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import Share
from ceo_sim.engine.play_log import Entry, NewsItem
from ceo_sim.engine.snapshots import Movement
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings, naming
from ceo_sim.presentation.debrief.section import DebriefSection, Topic
from ceo_sim.presentation.debrief.subject import DebriefSubject, events
from ceo_sim.presentation.exhibits import parts_of
from ceo_sim.presentation.movement import change_of, in_words, main_causes
from ceo_sim.presentation.people import BECAME, epilogues
from ceo_sim.scenario.markup import plain

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
_BECAME = "became"
"""The topic of what became of people; the others are days."""
_MOST_MOVES = 5
"""Metrics of a day that are the gist of what it moved, if they moved by a hundredth of their range at least."""


class Story(DebriefSection):
    """Each day on which something was decided, happened or was said."""

    id = "story"
    name = "Story"
    title = "The story"
    help_text = (
        "Each day on which something was decided or happened, with your own reasons, what moved that day, with its "
        "largest causes, and what was said; and what became of people, if the story says so."
    )

    def __init__(self, subject: DebriefSubject) -> None:
        super().__init__(subject)
        self._days = dict(_by_day(self.game))
        self._letters = {id(entry): letter for letter, entry in events(self.game)}
        self._answers: dict[str, str] = {}
        for number, answer in enumerate(self.game.answers, 1):
            title = naming.decision_title(self.game, answer.decision)
            self._answers[f"{answer.decision}.{answer.option}"] = f"Your answer {number}, {title}"

    def topics(self) -> tuple[Topic, ...]:
        days = tuple(self._topic(day, things) for day, things in self._days.items())
        return (*days, *([Topic(id=_BECAME, title=BECAME, when="the end")] if epilogues(self.game) else []))

    def _topic(self, day: int, things: list[Entry | NewsItem]) -> Topic:
        entries = [thing for thing in things if isinstance(thing, Entry)]
        decided = [entry for entry in entries if entry.kind == "option"]
        title = next((entry.title for entry in [*decided, *entries] if entry.title), "In the feed")
        moved = self.subject.days.moved(day)
        return Topic(
            id=str(day),
            title=plain(title),
            when=self.subject.day(things[0].step),
            aside=f"{'●' * len(decided)}{'○' * (len(entries) - len(decided))}"[:8],
            metric=moved[0].metric.id if moved else None,
        )

    def detail(self, topic: Topic) -> doc.Parts:
        return epilogues(self.game) if topic.id == _BECAME else self._day_parts(int(topic.id))

    def _day_parts(self, day: int) -> doc.Parts:
        things = self._days[day]
        moved = self._moved(self.subject.days.moved(day))
        feed = _feed([thing for thing in things if isinstance(thing, NewsItem)])
        return (_day(self.game, things, self._letters, (*moved, *feed)),)

    def page(self) -> doc.Parts:
        info, days = self.scenario.info, tuple(part for day in self._days for part in self._day_parts(day))
        first = doc.prose(self.game.fill(info.opening)) if info.opening is not None else ()
        first += parts_of(self.game.show(info.exhibit))
        began = (doc.Fold("How it began", first, is_minor=True),) if first else ()
        return (*began, *(days or (doc.sentence("Nothing has happened yet."),)))

    def _moved(self, moves: Sequence[Movement]) -> Iterator[doc.Part]:
        """Each change of a day with its largest causes; the gist are the largest."""
        if not moves:
            return
        changes = [(move.metric, change_of(move)) for move in moves]
        items = tuple((change, self._causes(move)) for move, (_, change) in zip(moves, changes, strict=True))
        most = sum(move.weight >= 0.01 for move in moves[:_MOST_MOVES])
        large = ", ".join(f"{metric.name} {change}" for metric, change in changes if metric.headline)
        gist = large or formatting.counted(len(moves), "meter")
        yield doc.Fold("What moved that day, and why", (doc.Labelled(items, most),), gist, is_minor=not most)

    def _causes(self, move: Movement) -> doc.Spans:
        return doc.spans(doc.bold(move.metric.name), f": {in_words(main_causes(move, self._cause))}")

    def _cause(self, share: Share) -> str:
        """A cause in words; an answer of the player's is called by its number."""
        own = self._answers.get(share.cause) if share.kind == "option" else None
        return own or naming.cause_name(self.game, share.kind, share.cause)


def story_so_far(game: Game) -> doc.Parts:
    """What was decided and what happened, day by day, and nothing of what it moved."""
    days = ([thing for thing in things if isinstance(thing, Entry)] for _, things in _by_day(game))
    written = tuple(_day(game, entries, {}, ()) for entries in days if entries)
    return written or (doc.note("Nothing has happened yet."),)


def _by_day(game: Game) -> Iterator[tuple[int, list[Entry | NewsItem]]]:
    """Entries and news by the number of the day, in order."""
    shown = (entry for entry in game.entries if entry.title or entry.text or entry.exhibit)
    happened: list[Entry | NewsItem] = [*shown, *game.news]
    happened.sort(key=lambda thing: thing.step)
    for day, things in groupby(happened, key=lambda thing: game.timeline.day_number(thing.step)):
        yield day, list(things)


def _day(game: Game, things: Iterable[Entry | NewsItem], letters: dict[int, str], parts: doc.Parts) -> doc.Day:
    things = list(things)
    entries = [thing for thing in things if isinstance(thing, Entry)]
    moments = tuple(moment(game, entry, letters.get(id(entry), "")) for entry in entries)
    return doc.Day(formatting.date(game.timeline, things[0].step), moments, parts)


def moment(game: Game, entry: Entry, letter: str = "") -> doc.Moment:
    """An entry of the story; `letter` is what stands for it in charts."""
    answer = game.answer_of(entry)
    label = "" if answer is None else str(answer + 1)
    kind = "your answer" if label else f"{_KINDS.get(entry.kind, entry.kind)} {letter}".rstrip()
    when, title = formatting.hour(game.timeline.moment(entry.step)), plain(entry.title)
    reason = (doc.Quote(doc.spans(entry.reason), headings.YOUR_REASON),) if entry.reason else ()
    text = doc.prose(entry.text) if entry.expired is None else (doc.sentence(naming.entry_text(entry)),)
    parts = (*parts_of(entry.asked), *reason, *text, *parts_of(entry.exhibit))
    return doc.Moment(when, kind if title else kind.capitalize(), label, title, parts)


def _feed(news: list[NewsItem]) -> Iterator[doc.Part]:
    if news:
        lines = formatting.counted(len(news), "line")
        yield doc.Fold("The feed", (doc.Listing(tuple(map(_news, news))),), lines, is_minor=True)


def _news(item: NewsItem) -> doc.Spans:
    sender = f"{item.sender}, {item.role}" if item.role else item.sender
    agree = f" ({item.agree:,} agree)" if item.agree else ""
    return doc.spans(doc.bold(f"{sender}:"), " ", *doc.inline(item.text), agree)
