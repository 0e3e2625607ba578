"""After the ending: the story, the meters, why, what really happened, and what to talk about. No score."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.screens.debrief_parts import Causes, Charts, facts_widgets, path_widgets, question_widgets
from ceo_sim.tui.screens.reading import story_widgets
from ceo_sim.tui.widgets.rows import Pages
from ceo_sim.tui.widgets.tabs import TabLine


class DebriefScreen(GameScreen[None]):
    """Tabs, each of which can be read by itself."""

    CSS_PATH = "debrief.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"tab({n})", show=False, id=f"debrief.tab.{n}") for n in range(1, 10)),
        Binding("right,l", "turn(1)", "next", key_display="→", id="debrief.next"),
        Binding("left,h", "turn(-1)", "previous", key_display="←", id="debrief.previous"),
        Binding("m", "meter(1)", "another meter", id="debrief.meter"),
        Binding("w", "why", "why, in full", id="debrief.why"),
        Binding("escape", "back", "ending", key_display="Esc", id="debrief.back"),
        Binding("t", "title", "title", id="debrief.title"),
    ]
    title_words = "The debrief"
    help_words = """
**Story** is all that you decided and all that happened. **Meters** shows the course of each, with your decisions
numbered under it. **Why** shows what moved each of them. **What really happened** puts your path beside the real
one, with its sources, where the story is drawn from one. **To talk about** has questions to take away.

The arrows or the digits turn to another tab, **m** to another meter.
"""

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play
        self.place = 0
        self.meter = 0
        self.metrics = play.why_metrics()
        self.tabs: list[tuple[str, Callable[[], Iterable[Widget]]]] = [
            ("Story", lambda: story_widgets(play)),
            ("Meters", lambda: [Charts(play, self.metrics, self.meter)]),
            ("Why", lambda: [Causes(play, self.metrics, self.meter)]),
        ]
        if play.scenario.history is not None:
            self.tabs.append(("What really happened", self._history))
        if play.scenario.debrief is not None:
            self.tabs.append(("To talk about", self._questions))
        self.digits_hint = f"1-{len(self.tabs)} turn to"

    def body(self) -> Iterable[Widget]:
        yield TabLine([name for name, _ in self.tabs])
        with Pages(id="pages"):
            yield from self.tabs[0][1]()

    def on_mount(self) -> None:
        self.query_one(Pages).focus()

    def _history(self) -> Iterable[Widget]:
        yield from path_widgets(self.play)
        yield from facts_widgets(self.play)

    def _questions(self) -> Iterable[Widget]:
        yield from question_widgets(self.play)

    async def show_tab(self, place: int) -> None:
        """Turn to a tab."""
        self.place = place % len(self.tabs)
        pages = self.query_one(Pages)
        with self.app.batch_update():
            await pages.remove_children()
            await pages.mount_all(self.tabs[self.place][1]())
            self.query_one(TabLine).show(self.place)
        pages.scroll_home(animate=False)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "meter":
            return self.tabs[self.place][0] in ("Meters", "Why")
        return True

    async def on_tab_line_picked(self, message: TabLine.Picked) -> None:
        await self.show_tab(message.place)

    async def action_tab(self, number: int) -> None:
        if number <= len(self.tabs):
            await self.show_tab(number - 1)

    async def action_turn(self, by: int) -> None:
        await self.show_tab(self.place + by)

    async def action_meter(self, by: int) -> None:
        self.meter = (self.meter + by) % len(self.metrics)
        await self.show_tab(self.place)

    def action_why(self) -> None:
        from ceo_sim.tui.screens.why import WhyScreen

        self.app.push_screen(WhyScreen(self.play, self.metrics[self.meter].id))

    def action_back(self) -> None:
        self.dismiss(None)

    def action_title(self) -> None:
        self.game_app.to_title()
