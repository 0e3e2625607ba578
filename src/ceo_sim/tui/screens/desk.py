"""The desk: how things stand, what is said, what waits, and the letting go of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from ceo_sim.engine.game import IllegalMove
from ceo_sim.engine.snapshots import Direction, OptionView, Report
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import GameScreen, digits
from ceo_sim.tui.sights import Sight
from ceo_sim.tui.widgets.agenda import Agenda, AgendaRow
from ceo_sim.tui.widgets.drawn import Drawn
from ceo_sim.tui.widgets.feed import Feed, FeedPanel, senders_of
from ceo_sim.tui.widgets.meter import LargeMeters, LineMeters
from ceo_sim.tui.widgets.panels import Calendar, Owed, Recent, Remarks, TopLine
from ceo_sim.tui.widgets.rows import Row

TWO, THREE = (100, 30), (180, 48)
"""From what size on, in columns and lines, the desk has two columns, and three."""
BROAD = 116
"""From how many columns on the first of two has room for the longest names of meters."""
PanelType = TypeVar("PanelType", bound=Widget)


def titled(panel: PanelType, title: str) -> PanelType:
    """A panel under its title."""
    panel.add_class("panel")
    panel.border_title = Content(title)
    return panel


def _shown(widget: Drawn, sight: Sight) -> Drawn:
    """A widget with what it shows of the desk."""
    match widget:
        case TopLine():
            widget.show(sight.company, f"{sight.when} · {sight.hours}" if sight.hours else sight.when)
        case Feed():
            widget.show(sight.feed)
        case Owed() | Calendar() | Remarks():
            widget.show(sight)
        case LargeMeters() | LineMeters():
            widget.show(sight.side if widget.id == "side" else sight.headline)
    return widget


class DeskScreen(GameScreen[None]):
    """The hub of a game: every other screen opens from here and comes back to it."""

    CSS_PATH = "desk.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"open({n})", show=False, id=f"desk.open.{n}") for n in range(1, 10)),
        Binding("n", "pass_day", "next day", id="desk.pass_day"),
        Binding("N", "pass_on", "ahead", id="desk.pass_on"),
        Binding("w", "why", "why", id="desk.why"),
        Binding("f", "sender", "sender", id="desk.sender"),
        Binding("F", "feed", "whole feed", show=False, id="desk.feed"),
        Binding("a", "app.advisers", "advice", id="desk.advisers"),
        Binding("s", "app.story", "story", id="desk.story"),
        Binding("p", "app.promises", "promises", show=False, id="desk.promises"),
        Binding("escape", "app.leave", "leave", key_display="Esc", id="desk.leave"),
    ]
    title_words = "The desk"
    digits_place = 6
    help_words = """
Your company as it stands this morning. **What cannot wait** stops the clock and is marked with **!**. What can wait
stands on your agenda with its price in hours and its date; what you leave there runs out.

Open a line with its number, or with the arrows and Enter, or a click. When you are done, let the day pass: **n**
goes to the next morning, **N** ahead until something needs you.

**f** goes through those who speak in the feed, one at a time; **F**, or a click, opens all of it.

A meter shows a word, a number, how it moved since yesterday and why. ▲ is up, ▼ is down, = is no change. A range
such as 70–80 comes from a survey and is as old as it says. If a meter has moved and you want all of it, press
**w**.
"""

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play
        self._has_news = False

    def body(self) -> Iterable[Widget]:
        sight = self.play.sight()
        owed = Owed(id="owed")
        owed.show(sight)
        self._choose_layout(self.app.size, owed)
        yield _shown(TopLine(id="top"), sight)
        with Container(id="panels"):
            with Vertical(id="first"), titled(Vertical(id="standing"), "How things stand"):
                yield _shown(LargeMeters(id="large"), sight)
                yield _shown(LineMeters(id="lines"), sight)
                yield _shown(LineMeters(id="side", classes="filling"), sight)
            with Vertical(id="second"):
                with titled(VerticalScroll(id="agenda-panel", can_focus=False), "Your agenda"):
                    agenda = Agenda(id="agenda")
                    agenda.lines = sight.agenda
                    yield agenda
                with titled(FeedPanel(id="feed-panel"), "The feed"):
                    yield _shown(Feed(id="feed"), sight)
            with Vertical(id="third"):
                with titled(Vertical(id="owed-panel"), self._owed_title):
                    yield owed
                with titled(VerticalScroll(id="due-panel", can_focus=False), "What is due"):
                    yield _shown(Calendar(id="due"), sight)
                with titled(VerticalScroll(id="said-panel", can_focus=False), "What your advisers say today"):
                    yield _shown(Remarks(id="said"), sight)
                with titled(Vertical(id="story-panel"), "The story so far"):
                    yield Recent(self.play)

    def on_mount(self) -> None:
        self._filter("")
        self.query_one(Agenda).point()
        self._hint()
        self.go_on()

    def on_resize(self) -> None:
        self._choose_layout(self.size, self.query_one(Owed))
        for shown in self.query(Drawn):
            shown.changed()

    def _choose_layout(self, size: Size, owed: Owed) -> None:
        """One column, two or three: two need a width and a height, and Textual's breakpoints know one at a time."""
        width, height = size
        three = width >= THREE[0] and height >= THREE[1]
        two = width >= TWO[0] and height >= TWO[1]
        layouts = {"-three": three, "-two": two and not three, "-one": not two and not three}
        layouts["-broad"] = layouts["-two"] and width >= BROAD
        self.update_classes({**layouts, "-owing": owed.is_needed(full=layouts["-two"])})
        for panel in self.query("#owed-panel"):
            panel.border_title = Content(self._owed_title)

    @property
    def _owed_title(self) -> str:
        return "Promised" if self.has_class("-one") else "Promised and said"

    async def look(self) -> None:
        """Show the game as it is now."""
        sight = self.play.sight()
        with self.app.batch_update():
            for shown in self.query(Drawn):
                _shown(shown, sight)
            self._choose_layout(self.size, self.query_one(Owed))
            self.query_one(Recent).changed(layout=False)
            await self.query_one(Agenda).show(sight.agenda)
        self._hint()

    def _hint(self) -> None:
        self.digits_hint = digits(len(self.query_one(Agenda).lines), "open")
        self.refresh_bindings()

    # ---- decisions ------------------------------------------------------------------------------------------

    def on_row_taken(self, message: Row.Taken) -> None:
        message.stop()
        self.open_decision(message.row.key)

    def action_open(self, number: int) -> None:
        rows = list(self.query(AgendaRow))
        if number <= len(rows):
            rows[number - 1].focus()
            self.open_decision(rows[number - 1].key)

    def open_decision(self, decision: str) -> None:
        """Put a decision to the player, unless another screen has come over the desk; something urgent comes first."""
        if self.app.screen is not self:
            return
        urgent = self.play.game.urgent()
        if urgent is not None and urgent.id != decision:
            self.tell(f"First: {urgent.title}. It must be answered now.")
            return
        from ceo_sim.tui.screens.decision import DecisionScreen

        self.app.push_screen(DecisionScreen(self.play, self.play.ask(decision), self.foretell))

    def foretell(self, decision: str, option: OptionView, reason: str) -> None:
        """Ask what the player thinks will come of it, unless that is not wanted; then give the answer."""
        wanted = self.host.settled.current.predictions and self.play.headline()
        if self.play.session.read_only or not wanted:
            self.answer(decision, option, reason)
            return
        from ceo_sim.tui.screens.predict import PredictScreen

        asking = PredictScreen(self.play, option.label, lambda said: self.answer(decision, option, reason, said))
        self.app.call_next(self._show_in_place, asking)

    def answer(
        self, decision: str, option: OptionView, reason: str, predicted: Mapping[str, Direction] | None = None
    ) -> None:
        """Give an answer, and show what comes of it in the place of what asked for it."""
        from ceo_sim.tui.screens.aftermath import ConsequenceScreen

        if all(waiting.id != decision for waiting in self.play.game.agenda()):
            return  # of two quick keys the second comes when it has been answered
        try:
            report = self.play.choose(decision, option.id, reason, predicted)
        except IllegalMove as refused:
            self.tell(str(refused))
            if self.app.screen is not self:
                self.app.pop_screen()
            return
        self._has_news = True
        self.app.call_next(self._show_in_place, ConsequenceScreen(self.play, report))

    def _show_in_place(self, screen: GameScreen[None]) -> None:
        """Show a screen over the desk, in the place of what lies there."""
        while self.app.screen is not self:
            self.app.pop_screen()
        self.app.push_screen(screen)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        if self._has_news and self.app.screen is self:
            self._has_news = False
            self.call_later(self.come_back)

    async def come_back(self, _: object = None) -> None:
        """Look again after something has happened, and go on to what cannot wait."""
        await self.look()
        self.host.screen_shown()
        self.go_on()

    def go_on(self) -> None:
        """Open what cannot wait: an urgent decision, or the ending."""
        game = self.play.game
        if game.ended:
            from ceo_sim.tui.screens.ending import EndingScreen

            self.app.push_screen(EndingScreen(self.play))
        elif (urgent := game.urgent()) is not None:
            self.open_decision(urgent.id)

    # ---- time -----------------------------------------------------------------------------------------------

    def action_pass_day(self) -> None:
        self._pass(on=False)

    def action_pass_on(self) -> None:
        self._pass(on=True)

    def _pass(self, *, on: bool) -> None:
        urgent = self.play.game.urgent()
        if urgent is not None:
            self.tell(f"The clock stands still until this is answered: {urgent.title}")
            return
        try:
            report = self.play.pass_on() if on else self.play.pass_day()
        except IllegalMove as refused:
            self.tell(str(refused))
            return
        self.show_passing(report)

    def show_passing(self, report: Report) -> None:
        """Show what the time brought; a day that brought nothing is passed over with a word."""
        from ceo_sim.tui.screens.aftermath import PassingScreen, is_quiet

        if is_quiet(report) and not self.play.game.ended:
            self.tell("A quiet day.")
            self.call_later(self.come_back)
        else:
            self.app.push_screen(PassingScreen(self.play, report), self.come_back)

    # ---- looking --------------------------------------------------------------------------------------------

    def action_sender(self) -> None:
        """Show the next sender's items only; after the last one all again."""
        senders = senders_of(self.play.feed())
        feed = self.query_one(Feed)
        at = senders.index(feed.sender) if feed.sender in senders else 0
        self._filter(senders[(at + 1) % len(senders)])

    def _filter(self, sender: str) -> None:
        self.query_one(Feed).only(sender)
        title = Content.assemble("The feed", (f"  f: {sender or 'all senders'}  F: all of it", "$text-muted not bold"))
        self.query_one("#feed-panel").border_title = title

    def on_feed_panel_opened(self) -> None:
        self.action_feed()

    def action_feed(self) -> None:
        self.host.show_feed(self.query_one(Feed).sender)

    def tell(self, words: str) -> None:
        """Say something in passing."""
        self.notify(words, markup=False, timeout=4)
