"""What came of an answer, or of a day: the text alone first, then what moved and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from ceo_sim.presentation import headings
from ceo_sim.presentation.outcome import EntryView, OutcomeView
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import PlayScreen, is_too_small
from ceo_sim.tui.widgets.document import DocumentView
from ceo_sim.tui.widgets.feed import Items
from ceo_sim.tui.widgets.moves import Moves
from ceo_sim.tui.widgets.panels import TopLine
from ceo_sim.tui.widgets.rows import ScrollPane
from ceo_sim.tui.widgets.text import Words, line, prose

BEAT = 0.25
"""Seconds between two things that a day brings, with animations on; any key brings all the rest at once."""
ALONE = 0.9
"""Seconds for which the text of a consequence stands alone."""
GLIDE, FRAMES = 0.6, 15
"""Seconds, and steps, in which meters move to their new place."""


class OutcomeScreen(PlayScreen[bool]):
    """What is told comes bit by bit, then what moved; any key brings all of it at once, and another goes on.

    It gives back whether the player wants to see the desk, rather than have time pass on.

    Attributes:
        first_pause: Seconds until the next thing comes, with animations on.
    """

    CSS_PATH = "outcome.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "on", "go on", key_display="any key", id="aftermath.on"),
        Binding("escape", "desk", "to the desk", key_display="Esc", id="aftermath.desk"),
        Binding("m", "more", "all that moved", id="aftermath.more"),
        Binding("w", "why", "why", id="aftermath.why"),
    ]
    first_pause = BEAT

    def __init__(self, play: Play, outcome: OutcomeView) -> None:
        super().__init__(play)
        self.outcome = outcome
        if outcome.goes_on:
            self.key_words = {"on": "go on in time"}
        self._waiting: list[Widget] = []
        self._timer: Timer | None = None
        self._frames = 0

    def body(self) -> Iterable[Widget]:
        yield TopLine(self.play, id="top")
        with ScrollPane(id="pages"), Vertical(id="column"):
            yield from self.beats()
            with Vertical(id="moved", classes="beat"):
                yield Words(Content.styled(headings.MOVED, "bold $text-accent"), id="moved-title")
                yield Moves(self.outcome)

    def beats(self) -> Iterable[Widget]:
        """The text; what has the class `beat` comes one after another."""
        raise NotImplementedError

    def on_mount(self) -> None:
        if self.app.animation_level == "none":
            return
        self._waiting = list(self.query(".beat"))
        for beat in self._waiting:
            beat.display = False
        self.query_one(Moves).go(0)
        if len(self._waiting) > 1:
            self._next()
        else:
            self._timer = self.set_timer(self.first_pause, self._next)

    def _next(self) -> None:
        """Show the next thing; after the last, let the meters move."""
        if not self._waiting:
            return
        beat = self._waiting.pop(0)
        beat.display = True
        self.call_after_refresh(self.query_one(ScrollPane).scroll_to_widget, beat, animate=False)
        if self._waiting:
            self._timer = self.set_timer(BEAT, self._next)
        else:
            self._timer = self.set_interval(GLIDE / FRAMES, self._glide)

    def _glide(self) -> None:
        self._frames += 1
        share = self._frames / FRAMES
        self.query_one(Moves).go(1 - (1 - share) ** 3)  # quick at first, then to rest
        if self._frames >= FRAMES:
            self._rest()

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    @property
    def is_settled(self) -> bool:
        """Whether all has come, and rests."""
        return self._timer is None

    def settle(self) -> None:
        """Show all at once."""
        self._rest()
        for beat in self._waiting:
            beat.display = True
        self._waiting = []
        self.query_one(Moves).go(1)

    def goes_on(self, key: str) -> bool:
        """So does any key that does nothing else."""
        return super().goes_on(key) or (key not in self.active_bindings and key != "ctrl+c")

    def on_key(self, event: events.Key) -> None:
        if event.key not in self.active_bindings and self.goes_on(event.key):
            event.stop()
            self._go_on()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._go_on()

    def _go_on(self) -> None:
        if not is_too_small(self.size):
            self.action_on()

    def action_on(self) -> None:
        """Show all at once; if it is, what lies below the screen; if nothing does, go back."""
        pages = self.query_one(ScrollPane)
        if not self.is_settled:
            self.settle()
        elif pages.scroll_offset.y < pages.max_scroll_y:
            pages.scroll_page_down(animate=False)
        else:
            self.dismiss(False)

    def action_desk(self) -> None:
        """Leave it at this, where time would pass on."""
        self.dismiss(True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "desk":
            return self.outcome.goes_on
        return action != "more" or not self.is_mounted or bool(self.query_one(Moves).hidden)

    def action_more(self) -> None:
        self.settle()
        self.query_one(Moves).open()
        self.call_after_refresh(
            self.query_one(ScrollPane).scroll_to_widget, self.query_one("#moved"), animate=False, top=True
        )
        self.refresh_bindings()

    @property
    def why_metric(self) -> str:
        return self.outcome.moves[0].metric.id if self.outcome.moves else ""


class ConsequenceScreen(OutcomeScreen):
    """What came of an answer."""

    title_words = "What came of it"
    help_words = (
        "The text first, then what moved, and why: the causes that weigh most and the rest, which add up. Any key goes "
        "on. **m** shows all that moved, **w** why."
    )
    first_pause = ALONE

    def beats(self) -> Iterable[Widget]:
        for entry in self.outcome.entries:
            yield from entry_widgets(entry)
        yield from (Words(words, classes="beat telling") for words in self.outcome.learned)
        if self.outcome.news:
            yield Items(self.outcome.news, dated=False, classes="beat news")


def entry_widgets(entry: EntryView) -> Iterable[Widget]:
    """Something that happened: its title, what is told of it, and the player's reason."""
    if entry.title:
        yield Words(line(entry.title), classes="heading")
    if entry.text:
        yield Words(prose(entry.text), classes="telling")
    if entry.reason:
        yield Words(Content.assemble((f"{headings.YOUR_REASON}: ", "bold"), entry.reason), classes="reason")
    if entry.exhibit is not None:
        follows = entry.text or entry.reason
        yield DocumentView((entry.exhibit.part,), classes="exhibit" if follows else "exhibit -alone")


class PassingScreen(OutcomeScreen):
    """Days that pass: what each part of them brings, one after another."""

    title_words = "Time passes"
    help_words = (
        "What the time has brought, in its order, and what moved. Any key shows all of it at once; another goes on: "
        "back to the desk, or in time, where nothing has come that needs you. **Esc** goes to the desk all the same. "
        "**m** shows all that moved, **w** why."
    )

    def beats(self) -> Iterable[Widget]:
        if self.outcome.days:
            yield Words(Content.styled(self.outcome.days, "bold"), classes="telling")
        for beat in self.outcome.beats:
            yield Words(Content.styled(beat.when, "$text-muted"), classes="beat date")
            for entry in beat.entries:
                yield Vertical(*entry_widgets(entry), classes="beat")
            for item in beat.news:
                yield Items([item], dated=False, classes="beat news")
        if not self.outcome.beats:
            yield Words("Nothing was said that reached you.", classes="telling")
