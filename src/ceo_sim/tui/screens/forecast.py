"""An adviser's forecast: whom to ask and what that takes, then a thousand plays of every option, drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ceo_sim.errors import IllegalMove
from ceo_sim.presentation import formatting
from ceo_sim.presentation.decision import DecisionView, decision_view
from ceo_sim.presentation.forecast import LANES, ForecastView, GiverView, givers, note_on_all
from ceo_sim.scenario.model import Cast, Metric
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import PlayScreen, digits
from ceo_sim.tui.screens.forecast_drawn import Charts, Figures
from ceo_sim.tui.widgets.document import DocumentView
from ceo_sim.tui.widgets.line_widget import hanging_indent, justify
from ceo_sim.tui.widgets.rows import Row, ScrollPane
from ceo_sim.tui.widgets.text import Words, line

TICK = 0.15


class AdviserRow(Row):
    """Somebody who gives a forecast, with its price and what stands against it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "ask", key_display="Enter", id="forecast.ask"),
    ]
    HELP = "An adviser. **Enter**, the number or a click asks for the forecast; what it takes stands at the right."

    def __init__(self, number: int, giver: GiverView, note: str) -> None:
        super().__init__(giver.person.id, id=f"adviser-{number}")
        self.number, self.giver, self._note = number, giver, note

    def draw(self, width: int) -> list[Content]:
        giver = self.giver
        head = self.head(giver.person.name)
        terms = Content(giver.terms)
        if head.cell_length + 2 + terms.cell_length <= width:
            lines = [justify(head, terms, width)]
        else:
            name = Content.styled(giver.person.name, "bold")
            lines = [*hanging_indent(self.head(""), name, width), *hanging_indent(Content("   "), terms, width)]
        about = " ".join(formatting.full_stop(part) for part in (giver.person.role, giver.person.leans) if part)
        if about:
            lines += hanging_indent(Content("   "), Content.styled(about, "$text-muted"), width)
        if self._note:
            lines += hanging_indent(Content("   "), Content.styled(self._note, "bold"), width)
        return lines


class AskForecastScreen(PlayScreen[None]):
    """Whom to ask for a forecast of a decision."""

    CSS_PATH = "forecast.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"pick({n})", show=False, id=f"forecast.ask.{n}") for n in range(1, 10)),
        Binding("escape,q", "back", "back", key_display="Esc", id="forecast.back"),
    ]
    title_words = "Whom to ask"
    help_words = """
An adviser's forecast takes an hour of your day, as it says at the right, and an hour spent is spent. To look at the
same one again is free. Each sees the world in their own way: the forecast says which of the story's numbers they
would put otherwise.
"""

    def __init__(self, play: Play, view: DecisionView) -> None:
        super().__init__(play)
        self.view = view
        self.givers = givers(play.game, view)
        self.digits_hint = digits(len(self.givers), "ask")

    def body(self) -> Iterable[Widget]:
        yield Words(Content.styled("Whom do you ask how it may go on?", "bold $accent"), id="top")
        with ScrollPane(id="pages", can_focus=False), Vertical(id="column"):
            yield Words(line(self.view.title).stylize("bold"), id="decision")
            if common := note_on_all(self.givers):
                yield Words(Content.styled(common, "bold"), id="common")
            for number, giver in enumerate(self.givers, 1):
                yield AdviserRow(number, giver, "" if giver.note == common else giver.note)

    def on_row_selected(self, message: Row.Selected) -> None:
        message.stop()
        if not isinstance(message.row, AdviserRow) or not self.is_current:
            return
        giver = message.row.giver
        try:
            self.play.session.consult(self.view.id, giver.person.id)
        except IllegalMove as refused:
            self.say(giver.note or str(refused))
            return
        self.app.switch_screen(ForecastScreen(self.play, decision_view(self.play.game, self.view.id), giver.person))


class ForecastScreen(PlayScreen[None]):
    """A forecast, once it has been played."""

    CSS_PATH = "forecast.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "turn(1)", "next meter", key_display="→", id="forecast.next"),
        Binding("left,h", "turn(-1)", "previous", key_display="←", id="forecast.previous"),
        Binding("e", "endings", "endings", id="forecast.endings"),
        Binding("w", "why", "why", id="forecast.why"),
        Binding("escape,enter,q", "back", "back", key_display="Esc", id="forecast.leave"),
    ]
    title_words = "A forecast"
    help_words = """
First the adviser ranks the options by what they look at: what they take to weigh more than the story does. Below
stands where each option leads: the middle of a thousand plays, and the range that holds nine in ten; below
them the meters in which the options end furthest apart. Each chart is one option, from now to the end; all are on one
scale. The line is the middle, the inner band holds half of the plays, the outer one nine in ten. Below stands which of
the story's numbers this adviser would put otherwise.

**→** and **←** turn to the next meter. **e** tells how often each ending came, and names them; **e** again goes back.
**w** tells why the meter stands where it does now, unless it is only known from surveys.

It is no promise: later choices fall by lot in it, and the adviser may be wrong about the world.
"""

    def __init__(self, play: Play, view: DecisionView, giver: Cast) -> None:
        super().__init__(play)
        self.view, self.giver = view, giver
        self.forecast: ForecastView | None = None
        self.place = 0
        self.has_endings = False
        """Whether the endings are in view, rather than a meter."""
        self._ticks = 0

    def body(self) -> Iterable[Widget]:
        yield Words(Content.styled(f"How {self.giver.name} thinks it may go on", "bold $accent"), id="top")
        with ScrollPane(id="pages"):
            yield Words(self._progress(), id="progress")

    def on_mount(self) -> None:
        if self.app.animation_level != "none":
            self.set_interval(TICK, self._tick)
        decision, adviser = self.view, self.giver.id
        self.look_up(lambda: [self.play.forecast(decision, adviser)], self.show, group="forecast")

    def _progress(self) -> str:
        played = len(self.play.game.foreseeable(self.view.id))
        progress = f"{formatting.counted(played, 'option')}, {LANES:,} plays each, to the end"
        return progress + "." * (self._ticks % 4)

    def _tick(self) -> None:
        self._ticks += 1
        if self.forecast is None:
            self.query_one("#progress", Words).update(self._progress())

    async def show(self, forecast: ForecastView) -> None:
        """Draw the forecast."""
        self.forecast = forecast
        with self.app.batch_update():
            await self.query_one("#progress").remove()
            figures, charts = Figures(forecast, "figures"), Charts(forecast, "charts")
            ranking = Words(line(forecast.ranking()), id="ranking")
            await self.query_one(ScrollPane).mount(ranking, figures, charts, DocumentView(id="words"))
            self._look()

    @property
    def metric(self) -> Metric | None:
        """The metric that is shown."""
        if self.forecast is None or not self.forecast.metrics or self.has_endings:
            return None
        return self.forecast.metrics[self.place]

    def action_turn(self, by: int) -> None:
        """Show another metric, so many places on; from the endings the one before them."""
        if self.forecast is not None:
            if not self.has_endings:
                self.place = (self.place + by) % max(1, len(self.forecast.metrics))
            self.has_endings = False
            self._look()

    def action_endings(self) -> None:
        """Show the endings, or the metric again: they are named, and who plays may wish to meet them unawares."""
        self.has_endings = not self.has_endings
        self._look()
        self.query_one(ScrollPane).scroll_home(animate=False)

    def _look(self) -> None:
        if (forecast := self.forecast) is None:
            return
        metric = self.metric
        with self.app.batch_update():
            for drawn in self.query("Figures, Charts, #ranking"):
                drawn.display = not self.has_endings
            self.query_one(Figures).show(metric)
            self.query_one(Charts).show(metric)
            self.query_one(DocumentView).show(forecast.endings(narrow=True) if self.has_endings else forecast.granted())
            self.query_one("#top", Words).update(self._title(forecast, metric))
        self.refresh_bindings()

    def _title(self, forecast: ForecastView, metric: Metric | None) -> Content:
        sees = f"  as {self.giver.name} sees it"
        if metric is None:
            return Content.assemble(("How it may end", "bold $accent"), sees)
        name = metric.name + (f", {metric.unit}" if metric.unit else "")
        place = f"   {self.place + 1} of {len(forecast.metrics)}"
        return Content.assemble((name, "bold $accent"), sees, (place, "$text-muted"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "why" or (
            self.metric is not None and self.metric.id in [metric.id for metric in self.play.why_metrics()]
        )

    @property
    def why_metric(self) -> str:
        return "" if self.metric is None else self.metric.id
