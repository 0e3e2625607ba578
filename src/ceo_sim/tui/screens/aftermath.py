"""What came of an answer, or of a day: the text alone first, then what moved and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from attrs import frozen
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from ceo_sim.analysis.grounds import cause_name
from ceo_sim.engine.chronicle import Entry
from ceo_sim.engine.ledger import Share
from ceo_sim.engine.views import Movement, Report
from ceo_sim.scenario.model import Scenario
from ceo_sim.tui import words
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.sights import NewsSight
from ceo_sim.tui.widgets.drawn import Drawn, hanging
from ceo_sim.tui.widgets.feed import item_lines
from ceo_sim.tui.widgets.meter import fit
from ceo_sim.tui.widgets.panels import TopLine
from ceo_sim.tui.widgets.rows import Pages
from ceo_sim.tui.widgets.text import Words, line, prose

NOTABLE = 0.5
BEAT = 0.3
"""Seconds between two things that a day brings, with animations on; any key brings all the rest at once."""
SLIGHT = 0.05
MOST_MOVES = 8


def is_quiet(report: Report) -> bool:
    """Whether nothing was said, and nothing moved that would be seen."""
    told = bool(report.news) or any(entry.text or entry.title for entry in report.entries)
    return not told and not any(_is_seen(move) for move in report.moved)


class Moves(Drawn):
    """The metrics that moved, the largest first: from, to, and the two causes that weigh most."""

    def __init__(self, scenario: Scenario, moved: Iterable[Movement], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._scenario = scenario
        moves = list(moved)
        self._moved = [move for move in moves if _is_seen(move)][:MOST_MOVES]
        self._others = len(moves) - len(self._moved)

    def draw(self, width: int) -> list[Content]:
        if not self._moved:
            little = (
                "What you can see has moved by less than it shows."
                if self._others
                else "Nothing that you can see has moved."
            )
            return [Content.styled(little, "$text-muted")]
        names = max(len(move.metric.name) for move in self._moved)
        spans = max(len(_span(move)) for move in self._moved)
        lines: list[Content] = []
        for move in self._moved:
            name = fit(Content.styled(move.metric.name, "bold"), names)
            head = Content.assemble(name, "  ", _span(move).ljust(spans), "  ", _turn(move))
            lines.append(head.truncate(width, ellipsis=True))
            for share in _weightiest(move):
                said = Content.styled(words.signed(move.metric, share.amount).rjust(6) + "  ", "bold")
                lines += hanging(said, Content(cause_name(self._scenario, share.kind, share.cause)), width)
        if self._others:
            lines += [Content(""), Content.styled(f"{self._others} more moved by less: w", "$text-muted")]
        return lines


def _is_seen(move: Movement) -> bool:
    """Whether the move is as large as what its figure can show."""
    shown: float = 10.0**-move.metric.decimals
    return abs(move.after - move.before) >= NOTABLE * shown


def _weightiest(move: Movement) -> list[Share]:
    """The two causes that weigh most, without those that are next to nothing."""
    least = max(SLIGHT, SLIGHT * abs(move.after - move.before))
    return [share for share in move.causes if share.kind != "start" and abs(share.amount) >= least][:2]


def _span(move: Movement) -> str:
    return f"{words.figure(move.metric, move.before)} → {words.figure(move.metric, move.after)}"


def _turn(move: Movement) -> Content:
    change = move.after - move.before
    sign = words.arrow(change) + " " + words.signed(move.metric, change)
    if move.metric.better == "neither":
        return Content(sign)
    good = (change > 0) == (move.metric.better == "higher")
    return Content.styled(sign, "$text-success" if good else "$text-error")


class AftermathScreen(GameScreen[None]):
    """Text first; any key brings what moved, and another goes on."""

    CSS_PATH = "aftermath.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "on", "go on", key_display="any key", id="aftermath.on"),
        Binding("w", "why", "why, in full", id="aftermath.why"),
    ]

    def __init__(self, play: Play, report: Report) -> None:
        super().__init__()
        self.play = play
        self.report = report

    def body(self) -> Iterable[Widget]:
        game = self.play.game
        yield TopLine(self.play.sight().company, words.when(game.timeline, game.now), id="top")
        with Pages(id="pages"), Vertical(id="column"):
            yield from self.told()
            with Vertical(id="moved"):
                yield Words(Content.styled("What moved", "bold $text-accent"), id="moved-title")
                yield Moves(self.play.scenario, self.report.moved)

    def told(self) -> Iterable[Widget]:
        """The text."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.query_one("#moved").display = False
        self.query_one(Pages).focus()

    def on_key(self, event: events.Key) -> None:
        """Any key that does nothing else goes on."""
        if event.key not in self.active_bindings and event.key != "ctrl+c":
            event.stop()
            self._go_on()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._go_on()

    def _go_on(self) -> None:
        if not self.is_too_small:
            self.action_on()

    def action_on(self) -> None:
        moved = self.query_one("#moved")
        if moved.display:
            self.dismiss(None)
        else:
            moved.display = True
            self.call_after_refresh(self.query_one(Pages).scroll_to_widget, moved, animate=False, top=True)

    def action_why(self) -> None:
        from ceo_sim.tui.screens.why import WhyScreen

        self.app.push_screen(WhyScreen(self.play, self.report.moved[0].metric.id if self.report.moved else ""))


class ConsequenceScreen(AftermathScreen):
    """What came of an answer."""

    title_words = "What came of it"
    help_words = (
        "Any key shows what moved and the two causes that weigh most; another goes on. **w** opens the whole account."
    )

    def told(self) -> Iterable[Widget]:
        for entry in self.report.entries:
            if entry.kind == "option":
                _, _, label = entry.title.partition(": ")
                yield Words(line(label or entry.title), classes="heading")
            elif entry.title:
                yield Words(line(entry.title), classes="heading")
            yield Words(prose(entry.text or "It is done."), classes="telling")
            if entry.reason:
                yield Words(Content.assemble(("Your reason: ", "bold"), entry.reason), classes="reason")
        if self.report.news:
            yield News([NewsSight("", item, fresh=True) for item in self.report.news])


class News(Drawn):
    """What the feed says to it."""

    def __init__(self, sights: Iterable[NewsSight]) -> None:
        super().__init__(classes="news")
        self._sights = list(sights)

    def draw(self, width: int) -> list[Content]:
        return [one for sight in self._sights for one in item_lines(sight, width)]


@frozen
class Beat:
    """What one step of the clock brings."""

    when: str
    entries: tuple[Entry, ...]
    news: tuple[NewsSight, ...]


class PassingScreen(AftermathScreen):
    """Days that pass: what each part of them brings, one after another."""

    title_words = "Time passes"
    help_words = (
        "What the time has brought, in its order. Any key shows what moved and why; another goes back to the desk."
    )

    def __init__(self, play: Play, report: Report) -> None:
        super().__init__(play, report)
        self._waiting: list[Widget] = []
        self._timer: Timer | None = None

    def beats(self) -> Iterator[Beat]:
        """What was told, by the part of the day."""
        timeline = self.play.game.timeline
        steps = sorted({entry.step for entry in self.report.entries} | {item.step for item in self.report.news})
        for step in steps:
            news = [NewsSight("", item, fresh=True) for item in self.report.news if item.step == step]
            entries = [entry for entry in self.report.entries if entry.step == step and (entry.text or entry.title)]
            if news or entries:
                yield Beat(words.when(timeline, step), tuple(entries), tuple(news))

    def told(self) -> Iterable[Widget]:
        beats = list(self.beats())
        for beat in beats:
            with Vertical(classes="beat"):
                yield Words(Content.styled(beat.when, "$text-muted"), classes="date")
                for entry in beat.entries:
                    if entry.title:
                        yield Words(line(entry.title), classes="heading")
                    if entry.text:
                        yield Words(prose(entry.text), classes="telling")
                if beat.news:
                    yield News(beat.news)
        if not beats:
            yield Words("Nothing was said that reached you.", classes="telling")

    def on_mount(self) -> None:
        super().on_mount()
        beats = list(self.query(".beat"))
        if self.app.animation_level == "none" or len(beats) < 2:
            self._waiting = []
            if not beats:
                self.query_one("#moved").display = True
            return
        self._waiting = beats[1:]
        for beat in self._waiting:
            beat.display = False
        self._timer = self.set_interval(BEAT, self._next_beat)

    def _next_beat(self) -> None:
        if self._waiting:
            self._waiting.pop(0).display = True
            self.call_after_refresh(self.query_one(Pages).scroll_end, animate=False)
        elif self._timer is not None:
            self._timer.stop()

    def action_on(self) -> None:
        if self._waiting:
            for beat in self._waiting:
                beat.display = True
            self._waiting = []
            return
        super().action_on()
