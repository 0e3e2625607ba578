"""Screens to read: the feed, the story so far, the advisers, the promises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from ceo_sim.engine.play_log import Entry
from ceo_sim.engine.snapshots import DecisionView
from ceo_sim.presentation import formatting
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.sights import NewsSight
from ceo_sim.tui.widgets.drawn import Drawn, hanging
from ceo_sim.tui.widgets.feed import item_lines, senders_of
from ceo_sim.tui.widgets.meter import LineMeters
from ceo_sim.tui.widgets.rows import Pages
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
        with Pages(id="pages"):
            yield from self.pages()

    def pages(self) -> Iterable[Widget]:
        """What there is to read."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.query_one(Pages).focus()


class Items(Drawn):
    """Items of the feed, one after another."""

    def __init__(self, sights: Iterable[NewsSight]) -> None:
        super().__init__()
        self.sights = list(sights)

    def draw(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for sight in self.sights:
            lines += [*item_lines(sight, width), Content("")]
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
        self.feed = list(reversed(list(play.feed())))
        self.senders = senders_of(self.feed)
        self.place = self.senders.index(sender) if sender in self.senders else 0

    def pages(self) -> Iterable[Widget]:
        yield Items(self.feed)

    def on_mount(self) -> None:
        self._look()

    def action_sender(self) -> None:
        self.place = (self.place + 1) % len(self.senders)
        self._look()
        self.query_one(Pages).scroll_home(animate=False)

    def _look(self) -> None:
        sender = self.senders[self.place]
        items = self.query_one(Items)
        items.sights = [sight for sight in self.feed if not sender or sight.item.sender == sender]
        items.changed()
        shown = f"   f: {sender or 'all senders'}   {formatting.counted(len(items.sights), 'item')}"
        self.query_one("#top", Words).update(Content.assemble((self.title_words, "bold $accent"), shown))


def story_widgets(play: Play) -> Iterable[Widget]:
    """The story so far, each thing under its date."""
    timeline = play.game.timeline
    date = ""
    for entry in play.game.entries:
        if not (entry.title or entry.text):
            continue
        when = formatting.date_and_part(timeline, entry.step)
        if when != date:
            yield Words(Content.styled(when, "$text-accent"), classes="date")
            date = when
        yield Words(_told(entry), classes="entry")
    if not date:
        yield Words("Nothing has happened yet.", classes="entry")


def _told(entry: Entry) -> Content:
    by = {"option": "You: ", "default": "By default: ", "lapse": "Not decided: "}.get(entry.kind, "")
    parts: list[Content] = []
    if entry.title:
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
        self.call_after_refresh(self.query_one(Pages).scroll_end, animate=False)


class AdvisersScreen(ReadingScreen):
    """Who advises, what they care for, what they remark now, and the metrics that they see."""

    title_words = "Your advisers"
    help_words = "What your advisers see and say today. A range comes from a survey, and is as old as it says."

    def pages(self) -> Iterable[Widget]:
        sight = self.play.sight()
        remarks = {person.id: remark for person, remark in sight.remarks}
        if sight.side:
            yield Words("What they see", classes="date")
            meters = LineMeters()
            meters.sights = sight.side
            yield meters
        advisers = [person for person in self.play.scenario.cast.values() if person.adviser]
        if advisers:
            yield Words("Who they are", classes="date")
        for person in advisers:
            parts = [Content.assemble((person.name, "bold"), (f"  {person.role}", "$text-muted"))]
            if person.leans:
                parts.append(Content(person.leans))
            if person.id in remarks:
                parts.append(Content.assemble(("▎", "$accent"), line(remarks[person.id]).stylize("italic")))
            yield Words(Content("\n").join(parts), classes="entry")


class AdviceScreen(ReadingScreen):
    """What each adviser says to each option, in full."""

    title_words = "What they say"
    help_words = "Each adviser's view, adviser by adviser. Nothing here tells you which option is good."

    def __init__(self, play: Play, view: DecisionView) -> None:
        super().__init__(play)
        self.options = view.options

    def pages(self) -> Iterable[Widget]:
        people = {person.id: person for option in self.options for person, _ in option.advice}
        for person in people.values():
            name = Content.assemble((person.name, "bold $text-accent"), (f"  {person.role}", "$text-muted"))
            lean = Content.styled(person.leans, "$text-muted")
            yield Words(Content("\n").join([name, lean] if person.leans else [name]), classes="entry")
            for number, option in enumerate(self.options, 1):
                for speaker, says in option.advice:
                    if speaker.id == person.id:
                        label = Content.assemble((f"{number} ", "bold $accent"), line(option.label).stylize("bold"))
                        yield Words(Content.assemble(label, "\n", prose(says)), classes="entry")
        if not people:
            yield Words("Nobody has said anything about this.", classes="entry")


class PromisesScreen(ReadingScreen):
    """What has been promised, and how each promise stands."""

    title_words = "Promised"
    help_words = "What you have said in public with a date on it. Keeping or breaking it has its effects; w shows them."

    def pages(self) -> Iterable[Widget]:
        yield Promises(self.play)


class Promises(Drawn):
    """Promises with their dates, the open ones first."""

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def draw(self, width: int) -> list[Content]:
        lines: list[Content] = []
        found = self.play.sight().promises
        for promise, due in sorted(found, key=lambda pair: pair[0].state != "open"):
            head = Content.styled(f"{promise.state:<8}", "bold")
            said = Content.assemble(line(promise.text), due if promise.state == "open" else "")
            lines += hanging(head, said, width)
            made = formatting.date_and_part(self.play.game.timeline, promise.made)
            lines += [Content.styled(f"        made {made}", "$text-muted"), Content("")]
        return lines or [Content.styled("You have promised nothing.", "$text-muted")]
