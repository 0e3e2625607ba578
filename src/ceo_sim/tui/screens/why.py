"""Why a metric is where it is: the causes that add up to it, what each rests on, and the single rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ceo_sim.analysis.provenance import Evidence, cause_name, provenance
from ceo_sim.engine.ledger import Row as LedgerRow
from ceo_sim.engine.ledger import Share
from ceo_sim.presentation import formatting
from ceo_sim.scenario.model import Metric, Scenario
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.widgets.drawn import Drawn, hanging, two_ends
from ceo_sim.tui.widgets.meter import fit
from ceo_sim.tui.widgets.rows import Pages, Row
from ceo_sim.tui.widgets.text import Words

BAR = 12
SUPPORT = {
    "measured": "measured",
    "direction": "direction known, size judged",
    "judgement": "judgement",
}


def bar(amount: float, largest: float, width: int = BAR) -> str:
    """A bar: solid for a gain, hatched for a loss."""
    filled = max(1, round(abs(amount) / largest * width)) if largest and amount else 0
    return (("▒" if amount < 0 else "█") * filled).ljust(width)


def ground_lines(found: tuple[Evidence, ...], width: int, indent: int = 4) -> list[Content]:
    """What a number rests on, in a few quiet lines."""
    lines: list[Content] = []
    for ground in found:
        said = ground.why or ground.label
        rest = [part for part in (ground.source, SUPPORT.get(ground.support or "", "")) if part]
        tail = f" [{'; '.join(rest)}]" if rest else ""
        lines += hanging(Content(" " * indent), Content.styled(said + tail, "$text-muted"), width)
    return lines


class CauseRow(Row):
    """A cause and what it added; opened, what that rests on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "each change", key_display="Enter", id="cause.rows"),
    ]

    def __init__(self, scenario: Scenario, metric: Metric, share: Share, largest: float, number: int) -> None:
        super().__init__(f"{share.kind} {share.cause}", id=f"cause-{number}")
        self.scenario, self.metric, self.share, self.largest = scenario, metric, share, largest
        self.found = provenance(scenario, metric.id, share.kind, share.cause)[:1]
        self.is_as_above = False

    def draw(self, width: int) -> list[Content]:
        share = self.share
        figure = formatting.change(self.metric, share.amount).rjust(8)
        if share.kind == "start":
            figure = formatting.total(self.metric, share.amount).rjust(8)
        drawn = " " * BAR if share.kind == "start" else bar(share.amount, self.largest)
        head = Content.assemble(self.cursor, (figure, "bold"), "  ", (drawn + "  ", "$accent"))
        lines = hanging(head, Content(cause_name(self.scenario, share.kind, share.cause)), width)
        if self.is_as_above:
            return [*lines, Content.styled(" " * head.cell_length + "On the same grounds as above.", "$text-muted")]
        return lines + ground_lines(self.found, width, head.cell_length)


class RowsOfCause(Drawn):
    """Each single change by one cause, with its date."""

    def __init__(self, play: Play, metric: Metric, rows: list[LedgerRow]) -> None:
        super().__init__()
        self.play, self.metric, self.rows = play, metric, rows

    def draw(self, width: int) -> list[Content]:
        timeline = self.play.game.timeline
        dates = [formatting.date_and_part(timeline, row.step) for row in self.rows]
        widest = max(map(len, dates), default=0)
        return [
            Content.assemble(
                fit(Content(date), widest),
                "  ",
                (formatting.change(self.metric, row.amount).rjust(8), "bold"),
                "  ",
                ("then ", "$text-muted"),
                formatting.with_unit(self.metric, row.value),
            )
            for date, row in zip(dates, self.rows, strict=True)
        ]


class Account(Vertical):
    """All causes of one metric."""

    DEFAULT_CSS = "Account { height: auto; }"

    def __init__(self, play: Play, metric: Metric) -> None:
        super().__init__()
        self.play, self.metric = play, metric

    def compose(self) -> ComposeResult:
        shares = self.play.game.ledger.why(self.metric.id)
        largest = max((abs(share.amount) for share in shares if share.kind != "start"), default=1.0)
        above: tuple[Evidence, ...] = ()
        for number, share in enumerate(shares):
            row = CauseRow(self.play.scenario, self.metric, share, largest, number)
            row.is_as_above = bool(row.found) and row.found == above
            above = row.found
            yield row


class WhyScreen(GameScreen[None]):
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
        super().__init__()
        self.play = play
        self.metrics = play.why_metrics()
        self.place = next((place for place, one in enumerate(self.metrics) if one.id == metric), 0)

    @property
    def metric(self) -> Metric:
        """The metric that is looked at."""
        return self.metrics[self.place]

    def body(self) -> Iterable[Widget]:
        yield Words(id="top")
        with Pages(id="pages", can_focus=False):
            yield Account(self.play, self.metric)

    def on_mount(self) -> None:
        self._head()
        self._first_row()

    def _head(self) -> None:
        meter = self.play.game.meter(self.metric.id)
        value = self.play.game.ledger.value(self.metric.id)
        name = Content.styled(f"Why {self.metric.name} is {formatting.with_unit(self.metric, value)}", "bold $accent")
        place = f"{self.place + 1} of {len(self.metrics)}"
        band = f"  {meter.band}" if meter.band else ""
        head = Content.assemble(name, band, ("   " + place, "$text-muted"))
        if self.metric.text:
            head = Content.assemble(head, "\n", (self.metric.text, "$text-muted"))
        self.query_one("#top", Words).update(head)

    def _first_row(self) -> None:
        rows = list(self.query(CauseRow))
        if rows:
            rows[0].focus()

    async def action_turn(self, by: int) -> None:
        self.place = (self.place + by) % len(self.metrics)
        pages = self.query_one(Pages)
        with self.app.batch_update():
            await pages.query(Account).remove()
            await pages.mount(Account(self.play, self.metric))
            self._head()
        pages.scroll_home(animate=False)
        self._first_row()

    def on_row_taken(self, message: Row.Taken) -> None:
        message.stop()
        if isinstance(message.row, CauseRow):
            self.app.push_screen(CauseScreen(self.play, self.metric, message.row.share))


class CauseScreen(GameScreen[None]):
    """One cause of one metric: what it rests on, and each of its changes."""

    CSS_PATH = "why.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "back", "back", key_display="Esc", id="cause.back"),
    ]
    title_words = "A cause"
    help_words = "What this cause has added, and when; and all that its numbers rest on."

    def __init__(self, play: Play, metric: Metric, share: Share) -> None:
        super().__init__()
        self.play, self.metric, self.share = play, metric, share

    def body(self) -> Iterable[Widget]:
        share, scenario = self.share, self.play.scenario
        total = formatting.change(self.metric, share.amount)
        name = cause_name(scenario, share.kind, share.cause)
        yield Words(Content.styled(f"{name}: {total} on {self.metric.name}", "bold $accent"), id="top")
        rows = [
            row
            for row in self.play.game.ledger.of(self.metric.id)
            if (row.kind, row.cause) == (share.kind, share.cause)
        ]
        with Pages(id="pages"):
            yield RowsOfCause(self.play, self.metric, rows)
            yield Rests(provenance(scenario, self.metric.id, share.kind, share.cause))

    def on_mount(self) -> None:
        self.query_one(Pages).focus()


class Rests(Drawn):
    """All that a cause's number rests on."""

    def __init__(self, found: tuple[Evidence, ...]) -> None:
        super().__init__(id="rests")
        self._found = found

    def draw(self, width: int) -> list[Content]:
        if not self._found:
            return [Content.styled("The author gives no ground for it.", "$text-muted")]
        lines = [Content.styled("What it rests on", "bold $text-accent")]
        for ground in self._found:
            support = Content(SUPPORT.get(ground.support or "", ""))
            label = hanging(Content(""), Content.styled(ground.label, "bold"), width - support.cell_length - 2)
            lines += [two_ends(label[0], support, width), *label[1:]]
            lines += hanging(Content("  "), Content(ground.why), width) if ground.why else []
            lines += (
                hanging(Content("  "), Content.styled(ground.source, "$text-muted"), width) if ground.source else []
            )
        return lines
