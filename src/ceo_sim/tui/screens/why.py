"""Why a metric is where it is: the causes that add up to it, what each rests on, and the single rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from ceo_sim.presentation import formatting, headings
from ceo_sim.presentation.document import Cause, Fold, Waterfall, note
from ceo_sim.presentation.why import changes_by, evidence_of, why
from ceo_sim.scenario.model import Metric
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import PlayScreen
from ceo_sim.tui.widgets.document import DocumentView
from ceo_sim.tui.widgets.line_widget import hanging_indent
from ceo_sim.tui.widgets.rows import Row, ScrollPane
from ceo_sim.tui.widgets.text import Words
from ceo_sim.tui.widgets.waterfall import evidence_lines

BAR = 12


def bar(amount: float, largest: float, width: int = BAR) -> str:
    """A bar: solid for a gain, hatched for a loss."""
    filled = max(1, round(abs(amount) / largest * width)) if largest and amount else 0
    return (("▒" if amount < 0 else "█") * filled).ljust(width)


class CauseRow(Row):
    """A cause and what it added; opened, each of its changes and all that it rests on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "each change", key_display="Enter", id="cause.rows"),
    ]

    def __init__(self, account: Waterfall, cause: Cause, largest: float, number: int) -> None:
        super().__init__(f"{cause.kind} {cause.id}", id=f"cause-{number}")
        self.account, self.cause, self.largest = account, cause, largest

    def draw(self, width: int) -> list[Content]:
        cause, account = self.cause, self.account
        figure = (account.change(cause) or account.total(cause)).rjust(8)
        drawn = " " * BAR if cause.is_start else bar(cause.amount, self.largest)
        head = Content.assemble(self.cursor, (figure, "bold"), "  ", (drawn + "  ", "$accent"))
        lines = hanging_indent(head, Content(cause.name), width)
        return lines + evidence_lines(cause.evidence, width, head.cell_length)


class WhyScreen(PlayScreen[None]):
    """The ledger of a metric."""

    CSS_PATH = "why.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "turn(1)", "next meter", key_display="→", id="why.next"),
        Binding("left,h", "turn(-1)", "previous meter", key_display="←", id="why.previous"),
        Binding("escape,w,q", "back", "back", key_display="Esc", id="why.back"),
    ]
    title_words = "Why"
    help_words = """
Everything that has moved this meter since the start, the largest first. The causes add up to the value, to the
digit.

Under each cause stands what its number rests on: the reason the author gives, the source, and whether it was
**measured**, only its **direction** is known, or it is **judgement**. Enter opens the single changes of a cause.
The arrows left and right go to other meters.
"""

    def __init__(self, play: Play, metric: str = "") -> None:
        super().__init__(play)
        self.metrics = play.why_metrics()
        self.place = next((place for place, one in enumerate(self.metrics) if one.id == metric), 0)
        self._largest = 0.0

    @property
    def metric(self) -> Metric:
        """The metric that is looked at."""
        return self.metrics[self.place]

    def body(self) -> Iterable[Widget]:
        yield Words(id="top")
        with ScrollPane(id="pages", can_focus=False):
            yield from self._rows()

    def on_mount(self) -> None:
        self._head()
        self.query(CauseRow).first().focus()

    def _head(self) -> None:
        meter = self.play.game.meter(self.metric.id)
        value = self.play.game.ledger.value(self.metric.id)
        name = Content.styled(
            f"Why {self.metric.name} is {formatting.total_with_unit(self.metric, value)}", "bold $accent"
        )
        place = f"{self.place + 1} of {len(self.metrics)}"
        band = f"  {meter.band}" if meter.band else ""
        scale = f"   the longest bar is {formatting.total(self.metric, self._largest)}" if self._largest else ""
        head = Content.assemble(name, band, (f"   {place}{scale}", "$text-muted"))
        if self.metric.text:
            head = Content.assemble(head, "\n", (self.metric.text, "$text-muted"))
        self.query_one("#top", Words).update(head)

    def _rows(self) -> Iterable[CauseRow]:
        account = why(self.play.game, self.metric, evidence="nearest")
        self._largest = max((abs(cause.amount) for cause in account.causes if not cause.is_start), default=0.0)
        return [CauseRow(account, cause, self._largest, number) for number, cause in enumerate(account.causes)]

    async def action_turn(self, by: int) -> None:
        self.place = (self.place + by) % len(self.metrics)
        pages = self.query_one(ScrollPane)
        with self.app.batch_update():
            await pages.remove_children()
            await pages.mount_all(self._rows())
            self._head()
        pages.scroll_home(animate=False)
        self.query(CauseRow).first().focus()

    def on_row_selected(self, message: Row.Selected) -> None:
        message.stop()
        if isinstance(message.row, CauseRow):
            self.app.push_screen(CauseScreen(self.play, self.metric, message.row.cause))


class CauseScreen(PlayScreen[None]):
    """One cause of one metric: what it rests on, and each of its changes."""

    CSS_PATH = "why.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "back", "back", key_display="Esc", id="cause.back"),
    ]
    title_words = "A cause"
    help_words = "What this cause has added, and when; and all that its numbers rest on."

    def __init__(self, play: Play, metric: Metric, cause: Cause) -> None:
        super().__init__(play)
        self.metric, self.cause = metric, cause

    def body(self) -> Iterable[Widget]:
        cause, game = self.cause, self.play.game
        total = formatting.change(self.metric, cause.shown)
        yield Words(Content.styled(f"{cause.name}: {total} on {self.metric.name}", "bold $accent"), id="top")
        evidence = evidence_of(game, self.metric, cause)
        known = evidence if evidence.items else note(headings.NO_GROUND)
        with ScrollPane(id="pages"):
            yield DocumentView((changes_by(game, self.metric, cause), Fold("What it rests on", (known,))))
