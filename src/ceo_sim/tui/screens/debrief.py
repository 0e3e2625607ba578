"""After the ending: tabs that tell what happened, why, and what else could have. No score."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from ceo_sim.tui.drawing import draw_now
from ceo_sim.tui.memory import freeze_objects
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.debrief_foretold import Forecasts
from ceo_sim.tui.screens.debrief_lenses import Lenses
from ceo_sim.tui.screens.debrief_meters import Meters, Why
from ceo_sim.tui.screens.debrief_otherwise import Rivals, WhatIf
from ceo_sim.tui.screens.debrief_real import Real
from ceo_sim.tui.screens.debrief_story import Story, Talk
from ceo_sim.tui.screens.debrief_tab import Tab, TabScreen
from ceo_sim.tui.screens.debrief_values import Values
from ceo_sim.tui.widgets.choices import Choices
from ceo_sim.tui.widgets.drawn import Drawn, strip_of
from ceo_sim.tui.widgets.rows import Pages
from ceo_sim.tui.widgets.tabs import TabLine


class Detail(Drawn):
    """What a tab tells of the item pointed at; drawn once for each width."""

    def __init__(self, host: TabScreen) -> None:
        super().__init__(id="detail")
        self._host = host
        self._drawn: tuple[tuple[int, int], list[Content]] | None = None

    def anew(self) -> None:
        """Tell something else."""
        self._drawn = None
        self.changed()

    def draw(self, width: int) -> list[Content]:
        room = width, max(6, self.screen.query_one("#pages").content_size.height)
        if self._drawn is None or self._drawn[0] != room:
            self._drawn = room, self._host.tab.detail(*room)
        return self._drawn[1]

    def render_line(self, y: int) -> Strip:
        """One line: there may be three times as many as there are in view."""
        width = self.content_size.width
        lines = self.draw(width) if width > 0 and self.text_selection is None else []
        return strip_of(self, lines[y], y) if y < len(lines) else super().render_line(y)


class DebriefScreen(TabScreen):
    """Tabs, each of which can be read by itself: a list, and what is told of the item that the cursor is on."""

    CSS_PATH = "debrief.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n % 10), f"tab({n})", show=False, id=f"debrief.tab.{n}") for n in range(1, 11)),
        Binding("enter", "take('why')", "what it rests on", key_display="Enter", id="debrief.grounds"),
        Binding("enter", "take('what_if')", "try it", key_display="Enter", id="debrief.take"),
        Binding("enter", "take('rivals')", "on or off", key_display="Enter", id="debrief.switch"),
        Binding("enter", "take('talk')", "copy the command", key_display="Enter", id="debrief.command"),
        Binding("f", "fork", "play on", id="debrief.fork"),
        Binding("n", "group(1)", "next decision", id="debrief.next_decision"),
        Binding("p", "group(-1)", "previous decision", show=False, id="debrief.previous_decision"),
        Binding("m", "meter(1)", "meter", id="debrief.meter"),
        Binding("w", "why", "why", id="debrief.why"),
        Binding("d,pagedown,space", "scroll(1)", "down", id="debrief.down"),
        Binding("u,pageup,b", "scroll(-1)", "up", id="debrief.up"),
        Binding("right,l", "turn(1)", "next tab", key_display="→", id="debrief.next"),
        Binding("left,h", "turn(-1)", "previous", show=False, key_display="←", id="debrief.previous"),
        Binding("escape", "back", "ending", key_display="Esc", id="debrief.back"),
        Binding("t", "title", "title", show=False, id="debrief.title"),
    ]
    title_words = "The debrief"

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play
        self.kinds = kinds(play)
        self.place = 0
        self.tab: Tab = self.kinds[0](self)

    @property
    def help_words(self) -> str:  # type: ignore[override]  # what it says depends on the tab
        """What one does on this tab."""
        return f"""
**{self.tab.long_name}.** {self.tab.told}

Left and right, or a digit, turn to another tab. Up and down move through the list, **d** and **u** turn the pages of
what is told. **w** opens the whole account of the meter in view. **t** goes back to the title.
"""

    def body(self) -> Iterable[Widget]:
        yield TabLine([kind.name for kind in self.kinds], [kind.long_name for kind in self.kinds])
        with Container(id="parts"):
            yield Choices(id="list")
            with Pages(id="pages"):
                yield Detail(self)

    def on_mount(self) -> None:
        freeze_objects()
        self.show_tab(0)

    def show_tab(self, place: int) -> None:
        """Turn to a tab; the one before it is let go, with all that it holds."""
        self.place = place % len(self.kinds)
        tabs = self.query_one(TabLine)
        tabs.show(self.place)
        draw_now(self, tabs)  # the tab itself takes up to ten times as long
        self.workers.cancel_group(self, "tab")
        self.tab = self.kinds[self.place](self)
        has_list = bool(self.tab.items())
        self.query_one("#list").set_class(not has_list, "-none")
        (self.query_one(Choices) if has_list else self.query_one(Pages)).focus()
        self.tell()

    def tell(self) -> None:
        """Draw the list and the detail anew."""
        if not self.is_attached:
            return
        self.query_one(Choices).show(self.tab.items(), self.tab.place)
        self._tell_detail()

    def _tell_detail(self) -> None:
        if not self.is_attached:
            return
        self.query_one(Detail).anew()
        self.query_one(Pages).scroll_home(animate=False)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "take":
            return self.tab.takes in parameters and self.tab.can_take
        if action == "fork":
            return self.tab.forks
        if action == "group":
            return any(item.heading for item in self.tab.items()[:1])
        if action == "meter":
            return self.tab.has_metrics
        if action == "why":
            return self.tab.metric is not None
        return True

    # ---- what is done ---------------------------------------------------------------------------------------

    def on_choices_pointed(self, message: Choices.Pointed) -> None:
        self.tab.place = message.place
        choices = self.query_one(Choices)
        choices.point(message.place)
        draw_now(self, choices)  # what it points at takes three times as long to draw
        self.call_later(self._tell_detail)

    def on_choices_taken(self) -> None:
        self.tab.take()

    def on_tab_line_picked(self, message: TabLine.Picked) -> None:
        self.show_tab(message.place)

    def action_tab(self, number: int) -> None:
        if number <= len(self.kinds):
            self.show_tab(number - 1)

    def action_turn(self, by: int) -> None:
        self.show_tab(self.place + by)

    def action_take(self, _: str) -> None:
        self.tab.take()

    def action_fork(self) -> None:
        self.tab.fork()

    def action_group(self, by: int) -> None:
        """Go to the first item under the next heading, or under the one before."""
        starts = [place + 1 for place, item in enumerate(self.tab.items()) if item.heading]
        here = sum(start <= self.tab.place for start in starts) - 1
        if 0 <= here + by < len(starts):
            self.tab.place = starts[here + by]
            self.tell()

    def action_meter(self, by: int) -> None:
        self.tab.turn_metric(by)

    def action_scroll(self, by: int) -> None:
        pages = self.query_one(Pages)
        pages.scroll_relative(y=by * max(1, pages.size.height - 2), animate=False)

    @property
    def why_metric(self) -> str:
        return "" if self.tab.metric is None else self.tab.metric.id

    def action_title(self) -> None:
        self.host.to_title()


def kinds(play: Play) -> list[type[Tab]]:
    """The tabs that this story has something to say on."""
    scenario, game = play.scenario, play.game
    has_lenses = any(
        option.lenses for answer in game.answers for option in scenario.decisions[answer.decision].options.values()
    )
    wanted: list[tuple[type[Tab], object]] = [
        (Story, True),
        (Meters, True),
        (Why, True),
        (WhatIf, game.answers),
        (Values, scenario.values),
        (Forecasts, True),
        (Lenses, has_lenses),
        (Real, scenario.history),
        (Rivals, scenario.rivals),
        (Talk, True),
    ]
    return [kind for kind, has_something in wanted if has_something]
