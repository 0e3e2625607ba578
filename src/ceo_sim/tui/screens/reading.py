"""Screens to read: the feed, the story so far, the advisers, the promises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from ceo_sim.presentation import formatting
from ceo_sim.presentation.decision import DecisionView
from ceo_sim.presentation.desk import NewsView, advisers, feed, promises, senders
from ceo_sim.presentation.outcome import EntryView, story
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.widgets.feed import item_lines
from ceo_sim.tui.widgets.line_widget import LineWidget, hanging_indent
from ceo_sim.tui.widgets.meter import LineMeters
from ceo_sim.tui.widgets.rows import ScrollPane
from ceo_sim.tui.widgets.text import Words, line, prose


class ReadingScreen(GameScreen[None]):
    """Something to read, under a heading, and the way back."""

    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "back", "back", key_display="Esc", id="reading.back"),
    ]

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def body(self) -> Iterable[Widget]:
        yield Words(Content.styled(self.title_words, "bold $accent"), id="top")
        with ScrollPane(id="pages"):
            yield from self.pages()

    def pages(self) -> Iterable[Widget]:
        """What there is to read."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.query_one(ScrollPane).focus()


class Items(LineWidget):
    """Items of the feed, one after another."""

    def __init__(self, news: Iterable[NewsView]) -> None:
        super().__init__()
        self.news = list(news)

    def draw(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for item in self.news:
            lines += [*item_lines(item, width), Content("")]
        return lines or [Content.styled("Nothing yet.", "$text-muted")]


class FeedScreen(ReadingScreen):
    """The whole feed, the newest first, of all or of one sender."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "sender", "next sender", id="feed.sender"),
    ]
    title_words = "The feed"
    help_words = "Everything that was said, the newest first. **f** shows one sender at a time."

    def __init__(self, play: Play, sender: str = "") -> None:
        super().__init__(play)
        self.feed = tuple(reversed(feed(play.game, play.fresh_from)))
        self.senders = ["", *senders(self.feed)]
        self.place = self.senders.index(sender) if sender in self.senders else 0

    def pages(self) -> Iterable[Widget]:
        yield Items(self.feed)

    def on_mount(self) -> None:
        self._look()

    def action_sender(self) -> None:
        self.place = (self.place + 1) % len(self.senders)
        self._look()
        self.query_one(ScrollPane).scroll_home(animate=False)

    def _look(self) -> None:
        sender = self.senders[self.place]
        items = self.query_one(Items)
        items.news = [item for item in self.feed if not sender or item.sender == sender]
        items.changed()
        shown = f"   f: {sender or 'all senders'}   {formatting.counted(len(items.news), 'item')}"
        self.query_one("#top", Words).update(Content.assemble((self.title_words, "bold $accent"), shown))


def story_widgets(play: Play) -> Iterable[Widget]:
    """The story so far, each thing under its date."""
    date = ""
    for entry in story(play.game):
        if entry.when != date:
            yield Words(Content.styled(entry.when, "$text-accent"), classes="date")
            date = entry.when
        yield Words(_entry(entry), classes="entry")
    if not date:
        yield Words("Nothing has happened yet.", classes="entry")


def _entry(entry: EntryView) -> Content:
    parts: list[Content] = []
    if entry.title:
        by = f"{entry.by}: " if entry.by else ""
        parts.append(Content.assemble((by, "bold"), line(entry.title).stylize("bold")))
    if entry.text:
        parts.append(prose(entry.text))
    if entry.reason:
        parts.append(Content.assemble(("Your reason: ", "bold"), (entry.reason, "italic")))
    return Content("\n").join(parts)


class StoryScreen(ReadingScreen):
    """The story so far."""

    title_words = "The story so far"
    help_words = "What you decided and what happened, from the first day to now."

    def pages(self) -> Iterable[Widget]:
        yield from story_widgets(self.play)

    def on_mount(self) -> None:
        self.call_after_refresh(self.query_one(ScrollPane).scroll_end, animate=False)


class AdvisersScreen(ReadingScreen):
    """Who advises, what they care for, what they remark now, and the metrics that they see."""

    title_words = "Your advisers"
    help_words = "What your advisers see and say today. A range comes from a survey, and is as old as it says."

    def pages(self) -> Iterable[Widget]:
        if side := self.play.desk().side:
            yield Words("What they see", classes="date")
            meters = LineMeters()
            meters.meters = side
            yield meters
        people = advisers(self.play.game)
        if people:
            yield Words("Who they are", classes="date")
        for person in people:
            parts = [Content.assemble((person.name, "bold"), (f"  {person.role}", "$text-muted"))]
            if person.leans:
                parts.append(Content(person.leans))
            if person.remark:
                parts.append(Content.assemble(("▎", "$accent"), line(person.remark).stylize("italic")))
            yield Words(Content("\n").join(parts), classes="entry")


class AdviceScreen(ReadingScreen):
    """What each adviser says to each option, in full."""

    title_words = "What they say"
    help_words = "Each adviser's view, adviser by adviser. Nothing here tells you which option is good."

    def __init__(self, play: Play, view: DecisionView) -> None:
        super().__init__(play)
        self.options = view.options

    def pages(self) -> Iterable[Widget]:
        people = dict.fromkeys((one.person, one.role, one.leans) for option in self.options for one in option.advice)
        for person, role, leans in people:
            name = Content.assemble((person, "bold $text-accent"), (f"  {role}", "$text-muted"))
            lean = Content.styled(leans, "$text-muted")
            yield Words(Content("\n").join([name, lean] if leans else [name]), classes="entry")
            for option in self.options:
                for advice in option.advice:
                    if (advice.person, advice.role) == (person, role):
                        head = Content.styled(f"{option.number} ", "bold $accent")
                        label = Content.assemble(head, line(option.label).stylize("bold"))
                        yield Words(Content.assemble(label, "\n", prose(advice.text)), classes="entry")
        if not people:
            yield Words("Nobody has said anything about this.", classes="entry")


class PromisesScreen(ReadingScreen):
    """What has been promised, and how each promise stands."""

    title_words = "Promised"
    help_words = "What you have said in public with a date on it. Keeping or breaking it has its effects; w shows them."

    def pages(self) -> Iterable[Widget]:
        yield Promises(self.play)


class Promises(LineWidget):
    """Promises with their dates, the open ones first."""

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def draw(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for promise in sorted(promises(self.play.game), key=lambda promise: not promise.is_open):
            head = Content.styled(f"{promise.state:<8}", "bold")
            lines += hanging_indent(head, Content.assemble(line(promise.text), promise.due), width)
            lines += [Content.styled(f"        made {promise.made}", "$text-muted"), Content("")]
        return lines or [Content.styled("You have promised nothing.", "$text-muted")]
