"""Screens to read: the feed, the story so far, the advisers, the promises."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from ceo_sim.presentation import formatting, pages
from ceo_sim.presentation.debrief.story import story_so_far
from ceo_sim.presentation.desk import feed, senders
from ceo_sim.presentation.document import Parts
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import PlayScreen
from ceo_sim.tui.widgets.document import DocumentView
from ceo_sim.tui.widgets.feed import Items
from ceo_sim.tui.widgets.meter import LineMeters
from ceo_sim.tui.widgets.rows import ScrollPane
from ceo_sim.tui.widgets.text import Words


class ReadingScreen(PlayScreen[None]):
    """Something to read, under a heading, and the way back."""

    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "back", "back", key_display="Esc", id="reading.back"),
    ]

    def body(self) -> Iterable[Widget]:
        yield Words(Content.styled(self.title_words, "bold $accent"), id="top")
        with ScrollPane(id="pages"):
            yield from self.contents()

    def contents(self) -> Iterable[Widget]:
        """What there is to read."""
        yield DocumentView(self.parts())

    def parts(self) -> Parts:
        """The same as a document."""
        raise NotImplementedError


class FeedScreen(ReadingScreen):
    """The whole feed, the newest first, of all or of one sender."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "sender", "next sender", id="feed.sender"),
    ]
    title_words = "The feed"
    help_words = "Everything that was said, the newest first. **f** shows one sender at a time."

    def __init__(self, play: Play, sender: str = "") -> None:
        super().__init__(play)
        self._feed = tuple(reversed(feed(play.game, play.fresh_from)))
        self._senders = deque(["", *senders(self._feed)])
        if sender in self._senders:
            self._senders.rotate(-self._senders.index(sender))

    def contents(self) -> Iterable[Widget]:
        yield Items(self._feed)

    def on_mount(self) -> None:
        self._look()

    def action_sender(self) -> None:
        self._senders.rotate(-1)
        self._look()
        self.query_one(ScrollPane).scroll_home(animate=False)

    def _look(self) -> None:
        sender = self._senders[0]
        items = self.query_one(Items)
        items.news = [item for item in self._feed if not sender or item.sender == sender]
        items.changed()
        shown = f"   f: {sender or 'all senders'}   {formatting.counted(len(items.news), 'item')}"
        self.query_one("#top", Words).update(Content.assemble((self.title_words, "bold $accent"), shown))


class StoryScreen(ReadingScreen):
    """The story so far, each thing under its date."""

    title_words = "The story so far"
    help_words = "What you decided and what happened, from the first day to now."

    def parts(self) -> Parts:
        return story_so_far(self.play.game)

    def on_mount(self) -> None:
        self.call_after_refresh(self.query_one(ScrollPane).scroll_end, animate=False)


class AdvisersScreen(ReadingScreen):
    """Who advises, what they care for, what they remark now, and the metrics that they see."""

    title_words = "Your advisers"
    help_words = "What your advisers see and say today. A range comes from a survey, and is as old as it says."

    def contents(self) -> Iterable[Widget]:
        if self.play.desk().side:
            yield Words("What they see", classes="date")
            yield LineMeters(self.play, "side")
            yield Words("Who they are", classes="date")
        yield from super().contents()

    def parts(self) -> Parts:
        return pages.advisers(self.play.game)


class AdviceScreen(ReadingScreen):
    """What each adviser says to each option, in full."""

    title_words = "What they say"
    help_words = "Each adviser's view, adviser by adviser. Nothing here tells you which option is good."

    def __init__(self, play: Play, decision: str) -> None:
        super().__init__(play)
        self.decision = decision

    def parts(self) -> Parts:
        return pages.advice(self.play.game, self.decision)


class PromisesScreen(ReadingScreen):
    """What has been promised, and how each promise stands."""

    title_words = "Promised"
    help_words = "What you have said in public with a date on it. Keeping or breaking it has its effects; w shows them."

    def parts(self) -> Parts:
        return pages.promises(self.play.game)
