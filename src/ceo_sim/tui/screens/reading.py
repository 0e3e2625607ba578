"""Screens to read: the feed, the story so far, the people, the advisers, the promises, what is at stake."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import groupby
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from ceo_sim.presentation import formatting, headings, pages, people, stakes
from ceo_sim.presentation.debrief.story import story_so_far
from ceo_sim.presentation.desk import feed, senders
from ceo_sim.presentation.document import Day, Moment, Parts
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import PlayScreen
from ceo_sim.tui.widgets.document import DocumentView, drawn_moment, heading
from ceo_sim.tui.widgets.feed import Items
from ceo_sim.tui.widgets.line_widget import LineWidget
from ceo_sim.tui.widgets.meter import LineMeters
from ceo_sim.tui.widgets.rows import Row, ScrollPane
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


class AnswerRow(Row, inherit_bindings=False):
    """An answer in the story, to be pointed at; the arrows scroll."""

    needs_second_click = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "go back to it", key_display="Enter", id="story.go_back"),
    ]
    HELP = "An answer of yours. **Enter** asks whether to change it, in a new game."

    def __init__(self, moment: Moment) -> None:
        super().__init__(moment.title, id=f"answer-{moment.label}")
        self.moment = moment

    def draw(self, width: int) -> list[Content]:
        first, *others = drawn_moment(self.moment, width)
        return [Content.assemble(self.cursor, first[1:]) if self.has_focus else first, *others, Content("")]


class MomentsBetween(LineWidget):
    """What happened between two answers, under its date if that has not been given yet."""

    def __init__(self, day: str, moments: Iterable[Moment]) -> None:
        super().__init__()
        self._day, self._moments = day, tuple(moments)

    def draw(self, width: int) -> list[Content]:
        lines = [heading(self._day), Content("")] if self._day else []
        return lines + [line for each in self._moments for line in (*drawn_moment(each, width), Content(""))]


class StoryScreen(ReadingScreen):
    """The story so far, each thing under its date; one can go back to any answer of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "point(-1)", "your answer before", id="story.previous"),
        Binding("n", "point(1)", "the next", id="story.next"),
    ]
    title_words = "The story so far"
    help_words = """
What you decided and what happened, from the first day to now. **p** and **n** point at your answer before and at the
next one; **Enter** there asks whether to go back to it in a new game, in which you can change it. This game
stays as it is.
"""

    def contents(self) -> Iterable[Widget]:
        for part in story_so_far(self.play.game):
            if isinstance(part, Day):
                yield from self._day(part)
            else:
                yield DocumentView((part,))

    def _day(self, day: Day) -> Iterable[Widget]:
        name = day.name
        for is_answer, moments in groupby(day.moments, key=lambda moment: bool(moment.label)):
            if is_answer:
                yield from ([MomentsBetween(name, ())] if name else [])
                yield from [AnswerRow(moment) for moment in moments]
            else:
                yield MomentsBetween(name, moments)
            name = ""

    def on_mount(self) -> None:
        self.query_one(ScrollPane).focus()
        self.call_after_refresh(self.query_one(ScrollPane).scroll_end, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "point" or bool(self.play.game.answers)

    def action_point(self, by: int) -> None:
        """Point at another answer; at the last one first."""
        rows = list(self.query(AnswerRow))
        place = rows.index(self.focused) + by if isinstance(self.focused, AnswerRow) else len(rows) - 1
        rows[min(max(0, place), len(rows) - 1)].focus()

    def on_row_selected(self, message: Row.Selected) -> None:
        message.stop()
        if isinstance(message.row, AnswerRow):
            self.host.go_back(int(message.row.moment.label) - 1)


class AdvisersScreen(ReadingScreen):
    """Who advises, what they care for, what they remark now, and the metrics that they see."""

    title_words = headings.ADVISERS
    help_words = "What your advisers see and say today. A range comes from a survey, and is as old as it says."

    def contents(self) -> Iterable[Widget]:
        if self.play.desk().side or self.play.desk().unseen:
            yield Words("What they see", classes="date")
            yield LineMeters(self.play, "others")
            yield Words("Who they are", classes="date")
        yield from super().contents()

    def parts(self) -> Parts:
        return pages.advisers(self.play.game)


class PeopleScreen(ReadingScreen):
    """Everybody who has been mentioned: who they are to the player, and what they last said."""

    title_words = "People"
    help_words = "Everybody whom the story has mentioned so far: who they are to you now, and what they last said."

    def parts(self) -> Parts:
        return people.people(self.play.game)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "people"


class AdviceScreen(ReadingScreen):
    """What is said to each option, in full, from the one that is pointed at on."""

    title_words = "What they say"
    help_words = "What is said to each option, the one you point at in view. Nothing here tells you which one is good."

    def __init__(self, play: Play, decision: str, option: int) -> None:
        super().__init__(play)
        self.decision, self.option = decision, option

    def contents(self) -> Iterable[Widget]:
        return [DocumentView((part,), id=f"part-{number}") for number, part in enumerate(self.parts(), 1)]

    def on_mount(self) -> None:
        pointed = self.query(f"#part-{self.option}")
        if pointed:
            pages = self.query_one(ScrollPane)
            self.call_after_refresh(pages.scroll_to_widget, pointed.first(), animate=False, top=True)

    def parts(self) -> Parts:
        return pages.advice(self.play.game, self.decision)


class PromisesScreen(ReadingScreen):
    """What has been promised, and how each promise stands."""

    title_words = headings.PROMISED
    help_words = "What you have said in public with a date on it. Keeping or breaking it has its effects; w shows them."

    def parts(self) -> Parts:
        return pages.promises(self.play.game)


class StakesScreen(ReadingScreen):
    """What can be lost, and how far off that is."""

    title_words = headings.AT_STAKE
    help_words = "What can be lost, where it stands, and how far that is from its threshold or its date."

    def parts(self) -> Parts:
        return stakes.page(self.play.game)
