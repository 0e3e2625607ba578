"""The desk: how things stand, what is said, what waits, and the letting go of a day."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar, TypeVar

from attrs import frozen
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from ceo_sim.presentation import headings
from ceo_sim.presentation.acts import has_break
from ceo_sim.presentation.desk import senders
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import PlayScreen, digits
from ceo_sim.tui.widgets.agenda import Agenda
from ceo_sim.tui.widgets.desk_part import DeskPart
from ceo_sim.tui.widgets.feed import Feed, FeedPanel
from ceo_sim.tui.widgets.keybar import DIGITS
from ceo_sim.tui.widgets.line_widget import LineWidget
from ceo_sim.tui.widgets.meter import LargeMeters, LineMeters
from ceo_sim.tui.widgets.panels import Calendar, PromisesPanel, Recent, Remarks, Stakes, TopLine
from ceo_sim.tui.widgets.rows import Row

TWO, THREE = (100, 30), (180, 48)
"""From what size on, in columns and lines, the desk has two columns, and three."""
BROAD, SPACIOUS = 116, 140
"""From how many columns on the first of two has room for the longest names of meters, and for their courses as well."""
CHROME, OWED, LARGE, LARGEST = 4, 8, 4, 8
"""Lines around a column, of what is promised below it, and of a large meter in two columns and in three."""
CRAMPED = 22
"""Below how many lines what is at stake has no heading."""
PanelType = TypeVar("PanelType", bound=Widget)


@frozen
class OpenDecision:
    """To take up something of the agenda."""

    decision: str


@frozen
class PassTime:
    """To let a day pass, or days until something needs the player."""

    until_needed: bool


Intent = OpenDecision | PassTime


def titled(panel: PanelType, title: str) -> PanelType:
    """A panel under its title."""
    panel.add_class("panel")
    panel.border_title = Content(title)
    return panel


class DeskScreen(PlayScreen[None]):
    """The hub of a game: every other screen opens from here and comes back to it."""

    CSS_PATH = "desk.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"pick({n})", show=False, id=f"desk.open.{n}") for n in range(1, 10)),
        Binding("n", "pass_on", "next", id="desk.pass_on"),
        Binding("d,N", "pass_day", "one day", key_display="d", id="desk.pass_day"),
        Binding("w", "why", "why", id="desk.why"),
        Binding("f", "sender", "sender", id="desk.sender"),
        Binding("F", "feed", "whole feed", show=False, id="desk.feed"),
        Binding("a", "app.show('advisers')", "advice", id="desk.advisers"),
        Binding("s", "app.show('story')", "story", id="desk.story"),
        Binding("p", "app.show('promises')", "promises", show=False, id="desk.promises"),
        Binding("t", "app.show('stakes')", "stakes", show=False, id="desk.stakes"),
        Binding("D", "look_back", "look back", id="desk.look_back"),
        Binding("escape", "app.leave", "leave", key_display="Esc", id="desk.leave"),
    ]
    title_words = "The desk"
    digits_place = 6
    needed_keys = ("pass_on", DIGITS, "pass_day", "why", "app.show('advisers')", "app.show('story')")
    also_shown = ("people",)
    help_words = """
Your company as it stands this morning. **What cannot wait** stops the clock and is marked with **!**. What can wait
stands on your agenda with its price in hours and its date; what you leave there runs out.

Open a line with its number, or with the arrows and Enter, or a click. When you are done, let time pass: with **n** days
on which nothing is due pass by themselves, until something needs you or there is something to tell; **d** is exactly
one day.

**f** goes through those who speak in the feed, one at a time; **F**, or a click, opens all of it. **i** tells who the
people are of whom you have heard.

A meter shows a word, a number, how it moved since yesterday and why. ▲ is up, ▼ is down, = is no change. A range
such as 70–80 comes from a survey and is as old as it says. If a meter has moved and you want all of it, press
**w**.

Once an act of the story is over, **d** opens its debrief.
"""

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self._shown = play.moment
        self._intent: asyncio.Future[Intent] | None = None

    def body(self) -> Iterable[Widget]:
        self._shown = self.play.moment
        self._choose_layout(self.app.size)
        play = self.play
        yield TopLine(play, id="top")
        with Container(id="panels"):
            with Vertical(id="first"):
                with titled(Vertical(id="stakes-panel"), headings.AT_STAKE):
                    yield Stakes(play, id="stakes")
                with titled(Vertical(id="standing"), headings.STANDING):
                    yield LargeMeters(play, "headline", id="large")
                    yield LineMeters(play, "headline", id="lines")
                    yield LineMeters(play, "side", id="side", classes="filling")
            with Vertical(id="second"):
                with titled(VerticalScroll(id="agenda-panel", can_focus=False), headings.AGENDA):
                    yield Agenda(play, id="agenda")
                with titled(FeedPanel(id="feed-panel"), "The feed"):
                    yield Feed(play, id="feed")
            with Vertical(id="third"):
                with titled(Vertical(id="owed-panel"), self._owed_title):
                    yield PromisesPanel(play, id="owed")
                with titled(VerticalScroll(id="due-panel", can_focus=False), "What is due"):
                    yield Calendar(play, id="due")
                with titled(VerticalScroll(id="said-panel", can_focus=False), "What your advisers say today"):
                    yield Remarks(play, id="said")
                with titled(Vertical(id="story-panel"), "The story so far"):
                    yield Recent(play, id="recent")

    def on_mount(self) -> None:
        self._filter("")
        self.query_one(Agenda).point()
        self._hint()

    def on_resize(self) -> None:
        self._choose_layout(self.size)
        for shown in self.query(LineWidget):
            shown.changed()

    def _choose_layout(self, size: Size) -> None:
        """One column, two or three: two need a width and a height, and Textual's breakpoints know one at a time."""
        width, height = size
        three = width >= THREE[0] and height >= THREE[1]
        two = width >= TWO[0] and height >= TWO[1]
        layouts = {"-three": three, "-two": two and not three, "-one": not two and not three}
        layouts["-broad"] = layouts["-two"] and BROAD <= width < SPACIOUS
        layouts["-spacious"] = layouts["-two"] and width >= SPACIOUS
        desk = self.play.desk()
        is_owing = bool(desk.promises or (layouts["-two"] and desk.remarks))
        room = height - CHROME - (OWED if is_owing and layouts["-two"] else 0) - (len(desk.stakes) + 2)
        takes = len(desk.headline) * (LARGEST if three else LARGE)
        layouts |= {
            "-at-stake": bool(desk.stakes),
            "-cramped": height < CRAMPED,
            "-lines": bool(desk.stakes) and takes > room,
        }
        self.update_classes({**layouts, "-owing": is_owing})
        for panel in self.query("#owed-panel"):
            panel.border_title = Content(self._owed_title)

    @property
    def _owed_title(self) -> str:
        return "Promised" if self.has_class("-one") else "Promised and said"

    async def look(self) -> None:
        """Show the game as it is now, unless it is as it was."""
        if not self.is_mounted or self._shown == self.play.moment:
            return
        self._shown = self.play.moment
        with self.app.batch_update():
            for shown in self.query(DeskPart):
                shown.changed()
            self._choose_layout(self.size)
            await self.query_one(Agenda).look()
        self._hint()
        self.host.screen_shown()

    def _hint(self) -> None:
        self.digits_hint = digits(len(self.query_one(Agenda).lines), "open")
        self.refresh_bindings()

    def on_row_selected(self, message: Row.Selected) -> None:
        message.stop()
        self._want(OpenDecision(message.row.key))

    # ---- what the player wants ------------------------------------------------------------------------------

    def next_intent(self) -> asyncio.Future[Intent]:
        """What the player wants to do next here."""
        self._intent = asyncio.get_running_loop().create_future()
        return self._intent

    def _want(self, intent: Intent) -> None:
        """Hand on what the player wants; a second wish before the first is granted is dropped."""
        if self._intent is not None and not self._intent.done():
            self._intent.set_result(intent)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return super().check_action(action, parameters) if action != "look_back" else has_break(self.play.game)

    def action_look_back(self) -> None:
        """Look back once an act is over."""
        self.host.show("debrief")

    def action_pass_day(self) -> None:
        self._want(PassTime(until_needed=False))

    def action_pass_on(self) -> None:
        self._want(PassTime(until_needed=True))

    # ---- looking --------------------------------------------------------------------------------------------

    def action_sender(self) -> None:
        """Show the next sender's items only; after the last one all again."""
        names = ["", *senders(self.play.desk().feed)]
        feed = self.query_one(Feed)
        at = names.index(feed.sender) if feed.sender in names else 0
        self._filter(names[(at + 1) % len(names)])

    def _filter(self, sender: str) -> None:
        self.query_one(Feed).only(sender)
        title = Content.assemble("The feed", (f"  f: {sender or 'all senders'}  F: all of it", "$text-muted not bold"))
        self.query_one("#feed-panel").border_title = title

    def on_feed_panel_opened(self) -> None:
        self.action_feed()

    def action_feed(self) -> None:
        self.host.show("feed", self.query_one(Feed).sender)
