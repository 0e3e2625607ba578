"""After the ending: tabs that tell what happened, why, and what else could have. No score."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from ceo_sim.presentation.debrief.section import DebriefSection
from ceo_sim.presentation.debrief.sections import sections
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.document import Parts
from ceo_sim.tui.drawing import draw_now
from ceo_sim.tui.memory import freeze_objects
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.screens.debrief_tab import ENTER, Tab
from ceo_sim.tui.widgets.choices import Choices
from ceo_sim.tui.widgets.document import DocumentView, Look
from ceo_sim.tui.widgets.rows import ScrollPane
from ceo_sim.tui.widgets.tabs import TabLine


class Detail(DocumentView):
    """What a tab tells of the topic pointed at."""

    tab: Tab

    def look(self, width: int) -> Look:
        height = max(6, self.screen.query_one("#pages").content_size.height)
        return Look(width, height, self.tab.chart, self.tab.counted)


class DebriefScreen(GameScreen[None]):
    """Tabs, each of which can be read by itself: a list, and what is told of the topic that the cursor is on."""

    CSS_PATH = "debrief.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n % 10), f"tab({n})", show=False, id=f"debrief.tab.{n}") for n in range(1, 11)),
        Binding("enter", "take('evidence')", "what it rests on", key_display="Enter", id="debrief.grounds"),
        Binding("enter", "take('try')", "try it", key_display="Enter", id="debrief.take"),
        Binding("enter", "take('combine')", "on or off", key_display="Enter", id="debrief.switch"),
        Binding("enter", "take('copy')", "copy the command", key_display="Enter", id="debrief.command"),
        Binding("f", "fork", "play on", id="debrief.fork"),
        Binding("n", "group(1)", "next decision", id="debrief.next_decision"),
        Binding("p", "group(-1)", "previous decision", show=False, id="debrief.previous_decision"),
        Binding("m", "meter(1)", "meter", id="debrief.meter"),
        Binding("w", "why", "why", id="debrief.why"),
        Binding("d,pagedown,space", "scroll(1)", "down", id="debrief.down"),
        Binding("u,pageup,b", "scroll(-1)", "up", id="debrief.up"),
        Binding("right,l", "turn(1)", "next tab", key_display="→", id="debrief.next"),
        Binding("left,h", "turn(-1)", "previous", show=False, key_display="←", id="debrief.previous"),
        Binding("escape", "to('ending')", "ending", key_display="Esc", id="debrief.back"),
        Binding("escape", "to('desk')", "desk", key_display="Esc", id="debrief.desk"),
        Binding("t", "title", "title", show=False, id="debrief.title"),
    ]
    title_words = "The debrief"

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play
        self.sections = sections(DebriefSubject("", play.game, play.session.values, save=play.session.path))
        self.place = 0
        self.tab = Tab(self.sections[0])
        self._pointed: dict[int, int] = {}
        """The line of the list that was pointed at, by tab."""

    @property
    def help_words(self) -> str:  # type: ignore[override]  # what it says depends on the tab
        """What one does on this tab."""
        section = self.tab.section
        return f"""
**{section.title}.** {section.help_text} {ENTER[self.tab.enter or section.action]}

Left and right, or a digit, turn to another tab. Up and down move through the list, **d** and **u** turn the pages of
what is told. **n** and **p** go to the next decision and the one before, where there are several. **m** shows another
meter, **w** opens the whole account of the one in view. **f** asks whether to go back to the decision in view, in a new
game that points at the option in view; this one stays. **t** goes back to the title.
"""

    def body(self) -> Iterable[Widget]:
        yield TabLine([section.name for section in self.sections], [section.title for section in self.sections])
        with Container(id="parts"):
            yield Choices(id="list")
            with ScrollPane(id="pages"):
                yield Detail(id="detail")

    def on_mount(self) -> None:
        freeze_objects()
        self.show_tab(0)

    def show_tab(self, place: int) -> None:
        """Turn to a tab; the one before it is let go, with all that was tried on it, but for what was pointed at."""
        self._pointed[self.place] = self.tab.place
        self.place = place % len(self.sections)
        tabs = self.query_one(TabLine)
        tabs.show(self.place)
        draw_now(self, tabs)  # the tab itself takes up to ten times as long
        self.workers.cancel_group(self, "tab")
        section = self.sections[self.place]
        self.tab = tab = Tab(section)
        tab.place = self._pointed.get(self.place, tab.place)
        if not section.is_prepared:
            self.look_up(lambda: _prepared(section), lambda _: self._update(tab), group="prepare")
        has_list = bool(tab.rows)
        self.query_one("#list").set_class(not has_list, "-none")
        (self.query_one(Choices) if has_list else self.query_one(ScrollPane)).focus()
        self.tell()

    def _update(self, tab: Tab) -> None:
        tab.update()
        if self.tab is tab:
            self.tell()

    def tell(self) -> None:
        """Draw the list and the detail again."""
        if self.is_attached:
            self.query_one(Choices).show(self.tab.items(), self.tab.place)
            self._tell_detail()

    def _tell_detail(self) -> None:
        if not self.is_attached:
            return
        detail = self.query_one(Detail)
        detail.tab = self.tab
        detail.show(self.tab.parts())
        self.query_one(ScrollPane).scroll_home(animate=False)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        tab = self.tab
        if action == "take":
            return tab.enter in parameters
        if action == "to":
            return self.play.game.ended == (parameters == ("ending",))
        offered = {
            "fork": tab.section.forks,
            "group": any(is_heading for _, is_heading in tab.rows[:1]),
            "meter": len(tab.charts) > 1,
            "why": tab.metric is not None,
        }
        return offered.get(action, True)

    # ---- what is done ---------------------------------------------------------------------------------------

    def on_choices_highlighted(self, message: Choices.Highlighted) -> None:
        self.tab.place = message.place
        choices = self.query_one(Choices)
        choices.point(message.place)
        draw_now(self, choices)  # what it points at takes three times as long to draw
        self.call_later(self._tell_detail)

    def on_choices_selected(self) -> None:
        self.action_take()

    def on_tab_line_picked(self, message: TabLine.Picked) -> None:
        self.show_tab(message.place)

    def action_tab(self, number: int) -> None:
        if number <= len(self.sections):
            self.show_tab(number - 1)

    def action_turn(self, by: int) -> None:
        self.show_tab(self.place + by)

    def action_take(self, _: str = "") -> None:
        """Do what Enter does on this tab; its name is in the bindings for their words alone."""
        tab = self.tab
        if tab.enter == "copy":
            self.app.copy_to_clipboard(tab.section.command)
            self.say("The command is copied.", 3)
            return
        if (find := tab.take()) is not None:
            tried = tab.tried
            self.look_up(find, lambda parts: self._show_result(tab, tried, parts), group="tab")
        self.tell()

    def _show_result(self, tab: Tab, tried: Hashable, parts: Parts) -> None:
        if self.tab is tab and tab.tried == tried:
            tab.result = parts
            self.tell()

    def action_fork(self) -> None:
        topic = self.tab.topic
        if topic is not None and topic.answer is not None:
            self.host.go_back(topic.answer, topic.id.partition(".")[2])

    def action_group(self, by: int) -> None:
        """Go to the first topic under the next heading, or under the one before."""
        starts = [place + 1 for place, (_, is_heading) in enumerate(self.tab.rows) if is_heading]
        here = sum(start <= self.tab.place for start in starts) - 1
        if 0 <= here + by < len(starts):
            self.tab.place = starts[here + by]
            self.tell()

    def action_meter(self, by: int) -> None:
        self.tab.chart += by
        self.tell()

    def action_scroll(self, by: int) -> None:
        pages = self.query_one(ScrollPane)
        pages.scroll_relative(y=by * max(1, pages.size.height - 2), animate=False)

    @property
    def why_metric(self) -> str:
        return self.tab.metric or ""

    def action_to(self, _where: str) -> None:
        """Back to where it was opened: the ending, or the desk between two acts."""
        self.action_back()

    def action_title(self) -> None:
        self.host.to_title()


def _prepared(section: DebriefSection) -> Iterator[DebriefSection]:
    section.prepare()
    yield section
