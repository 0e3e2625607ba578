"""A quick prediction between a choice and its consequence: which way some meters will go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ceo_sim.presentation.desk import MeterView
from ceo_sim.presentation.predictions import CHOICES, Direction, question
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import PlayScreen
from ceo_sim.tui.widgets.meter import LONGEST_NAME, MeterClicked, fit
from ceo_sim.tui.widgets.rows import Row
from ceo_sim.tui.widgets.text import Words, line

GAP = 1


class MeterRow(Row):
    """A meter, and which way it is said to go."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(way[0], f"say('{way}')", way, id=f"predict.{way}") for way in ("up", "down", "same")),
        Binding("right,l", "turn(1)", show=False, id="predict.turn"),
        Binding("left,h", "turn(-1)", show=False, id="predict.turn_back"),
        Binding("enter", "screen.on", "go on", key_display="Enter", id="predict.take"),
        Binding("w", "why", "why", id="predict.why"),
    ]
    HELP = "A meter. **u**, **d** and **s** say that it will go up, down, or stay; so do **←**, **→** and a click."

    def __init__(self, number: int, meter: MeterView) -> None:
        super().__init__(meter.id, id=f"predict-{number}")
        self.meter = meter
        self.direction: Direction | None = None
        self._places: list[tuple[int, int, Direction]] = []

    def draw(self, width: int) -> list[Content]:
        longest = max(Content(row.meter.name).cell_length for row in self.screen.query(MeterRow))
        name = fit(Content.styled(self.meter.name, "bold"), min(max(LONGEST_NAME, longest), width - 38))
        head = Content.assemble(self.cursor, " ", name, " ", (self.meter.value.rjust(6), "bold"), "   ")
        parts: list[Content] = []
        self._places = []
        x = head.cell_length
        for way, words in CHOICES.items():
            chosen = way == self.direction
            label = f"[{words}]" if chosen else f" {words} "
            self._places.append((x, x + len(label), way))
            x += len(label) + GAP
            parts.append(Content.styled(label, "bold $accent" if chosen else "$text-muted"))
        return [Content.assemble(head, Content(" " * GAP).join(parts))]

    def say(self, way: Direction | None) -> None:
        """Show what is said of it."""
        self.direction = way
        self.changed(layout=False)

    def action_say(self, way: Direction) -> None:
        self.say(way)
        self.action_move(1)

    def action_why(self) -> None:
        self.post_message(MeterClicked(self.key))

    def action_turn(self, by: int) -> None:
        ways = list(CHOICES)
        at = 1 if self.direction is None else ways.index(self.direction)
        self.say(ways[min(len(ways) - 1, max(0, at + by))])

    def on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        if offset is not None:
            for start, end, way in self._places:
                if start <= offset.x < end:
                    self.say(None if way == self.direction else way)


class PredictScreen(PlayScreen[Mapping[str, Direction] | None]):
    """Asks which way each of some meters will go; gives back what was said, by the id of the metric.

    It gives back nothing where the player goes back to the decision.
    """

    CSS_PATH = "predict.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "on", "go on", key_display="Enter", id="predict.on"),
        Binding("x", "skip", "skip", id="predict.skip"),
        Binding("v", "never", "never ask", id="predict.never"),
        Binding("escape", "back", "back", key_display="Esc", id="predict.back"),
    ]
    needed_keys = ("screen.on", "say('up')", "say('down')", "say('same')", "skip", "never")
    title_words = "Your prediction"
    help_words = """
Before you see what comes of it: will each meter stand higher, lower or the same a day from now? **u**, **d** and
**s** say it and go on to the next; **Enter** goes on, also with nothing said; **x** skips it. What you say changes
nothing, and you are asked at most three times a game. After the end you see how often you were right. **w** tells why
the meter stands where it does.

Nothing is decided yet: **Esc** goes back to the decision. **v** stops the question for good; the settings bring it
back.
"""

    def __init__(self, play: Play, label: str, meters: Sequence[MeterView]) -> None:
        super().__init__(play)
        self.label, self._meters = label, meters

    def body(self) -> Iterable[Widget]:
        with Vertical(id="middle"), Vertical(id="card"):
            yield Words(line(self.label).stylize("bold"), id="label")
            yield Words(Content.styled(question(self.play.game), "$text-muted"), id="asked")
            for number, meter in enumerate(self._meters, 1):
                yield MeterRow(number, meter)

    def action_on(self) -> None:
        self.dismiss({row.key: row.direction for row in self.query(MeterRow) if row.direction is not None})

    def action_skip(self) -> None:
        self.dismiss({})

    def action_never(self) -> None:
        self.host.preferences.change("predictions", value=False)
        self.dismiss({})
