"""The preview of a scenario on screen: the game beside its source, what is wrong, and why things came or did not.

Where there is room, all panes are beside one another; on a small terminal one of them is shown, and Tab turns to the
next. It is an app of its own: a writer looks at it beside an editor, and nothing in it is saved.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.worker import get_current_worker

from ceo_sim.presentation.preview import Kind, Line, Preview
from ceo_sim.scenario.loader import Loaded
from ceo_sim.tui import themes
from ceo_sim.tui.memory import freeze_objects
from ceo_sim.tui.widgets.rows import ScrollPane
from ceo_sim.tui.widgets.text import Words

EVERY = 0.03
"""Seconds between two looks at the files."""
BESIDE = (120, 40)
"""Columns and rows from which on all panes are shown at once."""
PANES = {"game": "Game", "source": "Source", "problems": "Problems", "trace": "Why"}
KEYS = "1-9 choose  n next day  d other decision  u undo  Tab pane  q quit"
STYLES: Mapping[Kind, str] = {
    "text": "",
    "title": "bold",
    "muted": "$text-muted",
    "good": "$text-success",
    "bad": "bold $text-error",
    "here": "bold $accent",
    "option": "bold $accent",
    "locked": "strike $text-muted",
}


class Pane(ScrollPane):
    """One part of the preview."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self.border_title = PANES[name]
        self._lines: list[Line] = []

    def compose(self) -> ComposeResult:
        yield Words()

    def show(self, lines: Iterable[Line]) -> None:
        """Show some lines; to lay out what is there already would take a quarter of the time of a version."""
        before, self._lines = self._lines, list(lines)
        if self._lines == before:
            return
        parts = [Content.styled(line.text, STYLES[line.kind]) for line in self._lines]
        self.query_one(Words).update(Content("\n").join(parts))


class PreviewApp(App[None], inherit_bindings=False):
    """The app.

    Args:
        preview: What is previewed; nothing has been taken up yet.
        load: Gives the newest version; called off the screen's thread.
        has_changed: Whether there is a newer one than before; asked often.
        theme: The colours, as in the settings.
    """

    TITLE = "ceo-sim preview"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "wait", show=False),
        Binding("u", "take_back", show=False),
        Binding("d", "other", show=False),
        Binding("tab", "turn(1)", show=False, priority=True),
        Binding("shift+tab", "turn(-1)", show=False, priority=True),
        Binding("q,ctrl+c", "quit", show=False, priority=True),
        *(Binding(str(digit), f"choose({digit})", show=False) for digit in range(1, 10)),
    ]
    CSS = """
    Screen { background: $background; color: $foreground; layers: base; }
    #top, #tabs, #said, #keys { height: 1; padding: 0 1; }
    #top, #keys { background: $panel; }
    #said { color: $text-warning; }
    #panes { height: 1fr; }
    Pane { padding: 0 1; height: 1fr; scrollbar-size-vertical: 1; border: none; display: none; }
    Pane.-current { display: block; }
    .-beside #tabs { display: none; }
    .-beside #panes { layout: grid; grid-size: 2 3; grid-columns: 1fr 1fr; grid-rows: 5fr 2fr 5fr; }
    .-beside Pane { display: block; border: round $border-blurred; }
    .-beside Pane:focus { border: round $border; }
    .-beside #game { row-span: 3; }
    """

    def __init__(
        self, preview: Preview, load: Callable[[], Loaded], has_changed: Callable[[], bool], theme: str = ""
    ) -> None:
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self._theme_asked_for = theme
        self.preview = preview
        self._load, self._has_changed = load, has_changed
        self._current = "game"
        self._stood: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield Words(id="top")
        yield Words(id="tabs")
        with Container(id="panes"):
            for name in PANES:
                yield Pane(name)
        yield Words(id="said")
        yield Words(KEYS, id="keys")

    def on_mount(self) -> None:
        for theme in themes.ALL:
            self.register_theme(theme)
        self.theme = self._theme_asked_for if self._theme_asked_for in self.available_themes else themes.DESK.name
        self._arrange()
        self._reload()
        self.set_interval(EVERY, self._look)

    # ---- versions -------------------------------------------------------------------------------------------

    def _look(self) -> None:
        if self._has_changed():
            self._reload()

    def _reload(self) -> None:
        """Read the newest version off the screen's thread; of several, only the last is taken up."""

        def work() -> None:
            worker, loaded = get_current_worker(), self._load()
            if not worker.is_cancelled:
                self.call_from_thread(self._take, loaded)

        self.run_worker(work, thread=True, exclusive=True, group="load")

    def _take(self, loaded: Loaded) -> None:
        is_first = self.preview.loaded is None
        self.preview.take(loaded)
        self._show("")
        if is_first:  # to look through what has been imported takes a seventh of the time of each further version
            freeze_objects()

    # ---- what is shown --------------------------------------------------------------------------------------

    def _show(self, said: str) -> None:
        preview = self.preview
        state = Content.styled(preview.state, "bold $text-error" if preview.is_stale else "$text-success")
        self.query_one("#top", Words).update(Content.assemble(preview.title, "  ", state))
        self.query_one("#said", Words).update(said)
        self.query_one("#game", Pane).show(preview.game_lines())
        self.query_one("#source", Pane).show(preview.source_lines())
        self.query_one("#problems", Pane).show(preview.problem_lines())
        self.query_one("#trace", Pane).show(preview.trace_lines())
        if (stands := (preview.title, preview.place)) != self._stood:
            self._stood = stands
            for pane in self.query(Pane):
                pane.scroll_home(animate=False)
        self._arrange()

    def _arrange(self) -> None:
        """Mark the pane that is looked at, and give it the focus."""
        is_beside = self.size.width >= BESIDE[0] and self.size.height >= BESIDE[1]
        self.screen.set_class(is_beside, "-beside")
        for pane in self.query(Pane):
            pane.set_class(pane.id == self._current, "-current")
        self.query_one(f"#{self._current}", Pane).focus()
        count = len(self.preview.diagnostics)
        names = {**PANES, "problems": f"Problems {count}" if count else "Problems"}
        tabs = (
            Content.styled(f"[{name}]", "bold $accent") if id == self._current else Content(f" {name} ")
            for id, name in names.items()
        )
        self.query_one("#tabs", Words).update(Content(" ").join(tabs))
        self.query_one("#problems", Pane).border_title = names["problems"]

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self._arrange)

    # ---- keys -----------------------------------------------------------------------------------------------

    def action_turn(self, by: int) -> None:
        names = list(PANES)
        self._current = names[(names.index(self._current) + by) % len(names)]
        self._arrange()

    def action_choose(self, number: int) -> None:
        self._show(self.preview.choose(number))

    def action_wait(self) -> None:
        self._show(self.preview.wait())

    def action_take_back(self) -> None:
        self._show(self.preview.take_back())

    def action_other(self) -> None:
        self.preview.look_at_next()
        self._show("")
