"""A decision: the brief, the options with their price or their lock, and what the advisers say to each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from attrs import frozen
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from ceo_sim.presentation import headings
from ceo_sim.presentation.decision import DecisionView, OptionView, decision_view
from ceo_sim.presentation.forecast import has_forecasts
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.asking import LineInput
from ceo_sim.tui.screens.base import PlayScreen, digits
from ceo_sim.tui.widgets.document import DocumentView
from ceo_sim.tui.widgets.line_widget import LineWidget, hanging_indent, justify
from ceo_sim.tui.widgets.panels import ContextPane, TopLine
from ceo_sim.tui.widgets.rows import Row
from ceo_sim.tui.widgets.text import Prose, Words, line

LONGEST_REASON = 280
LEAST_FOR_PRICE = 12
"""Columns at the right of an option that are its price's."""
WIDEST_PRICE = 4
"""The part of a line that a price may take beside its option; a wider one stands below it."""
ROOM_FOR_ADVICE = 3
LONGEST_ADVICE = 6
MARGINS = 3
"""Lines above the brief, the options and the reason."""


class OptionCard(Row):
    """An option with its number, its price, and its lock if it has one."""

    needs_second_click = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "decide", key_display="Enter", id="option.decide"),
    ]

    def __init__(self, option: OptionView) -> None:
        super().__init__(option.id, id=f"option-{option.number}")
        self.option = option

    def draw(self, width: int) -> list[Content]:
        option = self.option
        head = Content.assemble(self.cursor, (f"{option.number} ", "bold $accent"))
        label = line(option.label).stylize("$text-muted" if option.lock else "bold")
        price = Content.styled(option.price, "$text-muted")
        if price.cell_length <= width / WIDEST_PRICE:
            lines = hanging_indent(head, label, width - max(LEAST_FOR_PRICE, price.cell_length + 2))
            lines[0] = justify(lines[0], price, width)
        else:
            lines = [*hanging_indent(head, label, width), *hanging_indent(Content("   "), price, width)]
        if option.lock:
            lines += hanging_indent(Content.styled("   locked: ", "bold"), Content(option.lock), width, indent=5)
        return lines


class ReasonInput(LineInput):
    """A reason in the player's own words, of a line at most."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,up,down", "screen.to_options", "options", key_display="Esc", id="reason.back"),
    ]
    HELP = "Your reason, of a line at most; it changes nothing. **Enter** goes back to the options, and keeps it."

    def __init__(self) -> None:
        super().__init__(
            placeholder="optional, kept with your choice", max_length=LONGEST_REASON, id="reason", compact=True
        )


class Advice(LineWidget):
    """What the advisers say to each option."""

    def __init__(self, options: tuple[OptionView, ...]) -> None:
        super().__init__(id="advice-text")
        self._options = options
        self._pointed = 0
        self._starts: dict[int, int] = {}

    def show(self, number: int) -> None:
        """Mark what is said to the option of that number, and bring it into view."""
        self._pointed = number
        self.changed(layout=False)
        if number in self._starts:
            column = self.parent
            assert isinstance(column, VerticalScroll)
            start = self._starts[number]
            column.scroll_to(y=self.virtual_region.y + start if start else 0, animate=False)

    def draw(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for option in self._options:
            if not option.advice:
                continue
            self._starts[option.number] = len(lines)
            is_pointed = option.number == self._pointed
            head = Content.styled(f"{option.number} ", "bold $accent")
            label = line(option.label).stylize("bold" if is_pointed else "$text-muted")
            lines += hanging_indent(head, label, width)
            for advice in option.advice:
                body = Content.assemble((f"{advice.person}: ", "bold"), line(advice.text))
                lines += hanging_indent(Content("  "), body, width)
            lines.append(Content(""))
        return lines or [Content.styled("Nobody has said anything about this.", "$text-muted")]


class AdvicePane(LineWidget):
    """What is said to the option under the cursor, where there is no room for all that is said."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._option: OptionView | None = None

    def show(self, option: OptionView) -> None:
        """Show what is said to another option."""
        self._option = option
        self.changed(layout=False)

    def draw(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for advice in self._option.advice if self._option else ():
            lines += hanging_indent(Content.styled(f"{advice.person}: ", "bold"), line(advice.text), width, indent=2)
        room = max(1, self.size.height)
        if len(lines) > room:
            lines = [*lines[: room - 1], Content.styled("and more: a", "$text-muted")]
        return lines


class Column(VerticalScroll, inherit_bindings=False):
    """What stands in a column; the screen says which column a page key is for."""


@frozen
class Choice:
    """The option that was chosen, and the player's reason."""

    option: OptionView
    reason: str


class DecisionScreen(PlayScreen["Choice | None"]):
    """A decision put to the player; gives back the choice, or nothing if the player went back to the desk.

    It can be opened with the choice that the player has come back from.
    """

    CSS_PATH = "decision.tcss"
    pointed: OptionCard
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"point({n})", show=False, id=f"decision.point.{n}") for n in range(1, 10)),
        Binding("escape", "back", "desk", key_display="Esc", id="decision.back"),
        Binding("r", "reason", "reason", id="decision.reason"),
        Binding("a", "advisers", "advice", id="decision.advisers"),
        Binding("o", "forecast", "forecast", id="decision.forecast"),
        Binding("w", "why", "why", id="decision.why"),
        Binding("d,pagedown", "page(1)", "page down", show=False, id="decision.page_down"),
        Binding("u,pageup", "page(-1)", "page up", show=False, id="decision.page_up"),
    ]
    needed_keys = ("advisers", "forecast", "take", "reason")
    also_shown = ("people",)
    title_words = "A decision"
    help_words = """
A number, an arrow or a click points at an option; **Enter**, or a second click, decides for it. What is decided
stays in this game; from the story (**s** on the desk) a new game goes back to it.

At the right of each option stands what it takes of your day. A locked option stays in its place and says what it
needs.

**a** shows all that your advisers say, from the option on that you point at; the number in the last line counts it.
Where it stands beside the options, **d** and **u** turn its pages, or Page down and Page up. **o** asks one of them
for a forecast: each option played on from here, a thousand times, for an hour of your day. **r** lets you add a reason
of your own, a line at most; it changes nothing and is kept with your choice. **Esc** goes back to the desk; what can
wait stays on the agenda. **i** tells who the people are.

Where the window is wide, the meters stand at the right; a click on one, or **w**, tells why it is where it is.
"""

    def __init__(self, play: Play, view: DecisionView, chosen: Choice | None = None) -> None:
        super().__init__(play)
        self.view, self._chosen = view, chosen
        self.options = view.options
        self.digits_hint = digits(len(self.options), "point")
        if count := sum(len(option.advice) for option in self.options):
            self.key_words = {"advisers": f"advice {count}"}

    def body(self) -> Iterable[Widget]:
        yield TopLine(self.play, id="top")
        with Horizontal(id="columns"):
            with Column(id="left", can_focus=False), Vertical(id="column"):
                mark = "! " if self.view.is_urgent else ""
                yield Words(Content.assemble(mark, line(self.view.title)), id="title")
                yield Words(self._room(), id="room")
                if self.view.exhibit is not None:
                    yield DocumentView((self.view.exhibit.part,), id="exhibit")
                yield Prose(self.view.brief, id="brief")
                with Vertical(id="options"):
                    for option in self.options:
                        yield OptionCard(option)
                with Horizontal(id="reason-line"):
                    yield Words(headings.YOUR_REASON, id="reason-label")
                    yield ReasonInput()
                yield AdvicePane(id="pointed")
            with VerticalScroll(id="advice", can_focus=False):
                yield Words(Content.styled("What they say", "bold $text-accent"))
                yield Advice(self.options)
            yield ContextPane(self.play, id="around")

    def _room(self) -> str:
        room = f" · in the room: {'; '.join(self.view.room)}" if self.view.room else ""
        return self.view.deadline + room

    def on_mount(self) -> None:
        cards, chosen = self.query(OptionCard), self._chosen
        first = next((card for card in cards if not card.option.lock), cards.first())
        self.pointed = next((card for card in cards if chosen and card.key == chosen.option.id), first)
        self.pointed.focus(scroll_visible=False)
        if chosen is not None:
            self.query_one(ReasonInput).value = chosen.reason

    def on_resize(self) -> None:
        self.call_after_refresh(self._use_room)

    def _use_room(self) -> None:
        """Spread the options where there is room to spare, and then show what is said to the one under the cursor."""
        parts = [*self.query("#title, #room, #exhibit, #brief, #reason-line")]
        # Added up from what does not depend on the outcome: the column may not yet be laid out as it was last told.
        used = sum(part.outer_size.height for part in (*parts, *self.query(OptionCard))) + MARGINS
        above = sum(part.styles.margin.top for part in self.query("#title, #exhibit"))
        spare = self.query_one("#left").size.height - used - above
        spread = len(self.options) - 1  # a line below each option, and none above the reason
        airy = spare >= spread
        for part in self.query("#options, #reason-line"):
            part.set_class(airy, "-airy")
        spare -= spread if airy else 0
        pointed = self.query_one("#pointed")
        pointed.display = spare > ROOM_FOR_ADVICE and not self.query_one("#advice").display
        pointed.styles.height = min(LONGEST_ADVICE, max(1, spare - 1))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.digits_hint = "" if isinstance(event.widget, ReasonInput) else digits(len(self.options), "point")
        self.refresh_bindings()
        if isinstance(event.widget, OptionCard):
            self.pointed = event.widget
            self.query_one("#pointed", AdvicePane).show(event.widget.option)
            self.query_one(Advice).show(event.widget.option.number)

    def action_point(self, number: int) -> None:
        cards = list(self.query(OptionCard))
        if number <= len(cards):
            cards[number - 1].focus()

    def on_row_selected(self, message: Row.Selected) -> None:
        message.stop()
        if isinstance(message.row, OptionCard):
            self.take(message.row.option)

    def take(self, option: OptionView) -> None:
        """Decide for an option, unless it is locked."""
        if option.lock:
            self.say(f"Locked: {option.lock}")
        else:
            self.dismiss(Choice(option, self.query_one(ReasonInput).value.strip()))

    def action_reason(self) -> None:
        self.query_one(ReasonInput).focus()

    def on_input_submitted(self) -> None:
        self.action_to_options()

    def action_to_options(self) -> None:
        self.pointed.focus()

    def action_advisers(self) -> None:
        self.host.show("advice", self.view.id, self.pointed.option.number)

    def action_page(self, by: int) -> None:
        """Turn the page of what is said where that stands beside the options, else of the decision itself."""
        advice = self.query_one("#advice", VerticalScroll)
        pages = advice if advice.display and advice.max_scroll_y else self.query_one("#left", VerticalScroll)
        pages.scroll_relative(y=by * max(1, pages.size.height - 2), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "forecast" or has_forecasts(self.play.game)

    def action_forecast(self) -> None:
        self.host.show("forecast", self.view)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Look again: a forecast may have taken the time that an option needs; leave if there is nothing to decide."""
        if not self.is_mounted or not self.is_active:
            return
        if not self.play.game.is_open(self.view.id):
            self.dismiss(None)
            return
        self.view = decision_view(self.play.game, self.view.id)
        self.options = self.view.options
        self.query_one(TopLine).changed(layout=False)
        for card, option in zip(self.query(OptionCard), self.options, strict=True):
            if card.option.lock != option.lock:
                card.option = option
                card.changed()
