"""The first screen: stories to begin, and games to go on with. It imports as little as it can."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ceo_sim.presentation import formatting
from ceo_sim.tui.screens.base import GameScreen, digits
from ceo_sim.tui.widgets.line_widget import LineWidget, hanging_indent, justify
from ceo_sim.tui.widgets.rows import Row, ScrollPane

if TYPE_CHECKING:
    from ceo_sim.saves.listing import Summary
    from ceo_sim.scenario.manifest import ScenarioManifest

Thing = TypeVar("Thing")
Found = tuple["list[ScenarioManifest]", "list[Summary]"]

WORDMARK = (
    "┏━╸┏━╸┏━┓   ┏━┓╻┏┳┓",
    "┃  ┣╸ ┃ ┃╺━╸┗━┓┃┃┃┃",
    "┗━╸┗━╸┗━┛   ┗━┛╹╹ ╹",
)
MOST_GAMES = 4
"""Games to go on with that are listed here; the rest are a key away."""
PATIENCE = 0.1
"""Seconds that the first frame waits for what there is to play; finding it takes 15 ms, a second frame 30."""
SAYING = "It is your company, and it is your week."


class Wordmark(LineWidget):
    """The name of the game."""

    def draw(self, width: int) -> list[Content]:
        rows = [Content.styled(row.center(width).rstrip(), "bold $accent") for row in WORDMARK]
        return [*rows, Content.styled(SAYING.center(width).rstrip(), "$text-muted")]


class SaveRow(Row):
    """A game to go on with."""

    def __init__(self, number: int, save: Summary) -> None:
        super().__init__(str(save.path), id=f"row-{number}")
        self.number, self.save = number, save

    def draw(self, width: int) -> list[Content]:
        from ceo_sim.presentation.saves_list import save_view, without_remedy

        view = save_view(self.save)
        head = Content.assemble(self.cursor, (f"{self.number} ", "bold $accent"), (view.full_name, "bold"))
        if view.damaged:
            said = Content(without_remedy(view.damaged))
            return [head.truncate(width, ellipsis=True), *hanging_indent(Content("   "), said, width)]
        return [justify(head, Content.styled(" · ".join(view.facts), "$text-muted"), width)]


class StoryRow(Row):
    """A story to begin."""

    def __init__(self, number: int, header: ScenarioManifest) -> None:
        super().__init__(str(header.path), id=f"row-{number}")
        self.number, self.header = number, header

    def draw(self, width: int) -> list[Content]:
        header = self.header
        head = Content.assemble(self.cursor, (f"{self.number} ", "bold $accent"), (header.title, "bold"))
        facts = formatting.counted(header.minutes, "minute") if header.minutes else ""
        facts += f" · ages {header.rating}" if header.rating else ""
        said = header.problem or header.summary or header.role
        return [
            justify(head, Content.styled(facts, "$text-muted"), width),
            *hanging_indent(Content("   "), Content.styled(said, "" if header.problem else "$text-muted"), width),
        ]


class LinkRow(Row):
    """A way to somewhere else, with its key; it does what the key does."""

    def __init__(self, sign: str, said: str, action: str) -> None:
        super().__init__(action, id=f"door-{action}")
        self._sign, self._said = sign, said

    def draw(self, width: int) -> list[Content]:
        return [Content.assemble(self.cursor, (f"{self._sign} ", "bold $accent"), self._said)]


class Heading(LineWidget):
    """A word over some rows."""

    def __init__(self, said: str) -> None:
        super().__init__(classes="heading")
        self._said = said

    def draw(self, width: int) -> list[Content]:
        return [Content.styled(self._said, "bold $text-accent")]


class TitleScreen(GameScreen[None]):
    """Stories to begin and games to go on with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"pick({n})", show=False, id=f"title.pick.{n}") for n in range(1, 10)),
        Binding("q,escape", "app.quit", "quit", key_display="q", id="title.quit"),
    ]
    title_words = "The title"
    help_words = """
**Begin** starts a new game; **Go on** resumes one where it was left. Choose with a number, with the arrows and
Enter, or with a click.

A game is kept after every answer, in a file of its own. A damaged file is listed with what is wrong; it is never
written to.
"""

    def __init__(self, saves: Path) -> None:
        super().__init__()
        self.saves = saves
        self.rows: list[Row] = []
        self._filling = asyncio.Lock()
        self.numbered = 0

    def body(self) -> Iterable[Widget]:
        found = self._found_soon()
        with ScrollPane(id="pages", can_focus=False), Vertical(id="column"):
            yield Wordmark(id="wordmark")
            yield Vertical(*(self._listed(*found) if found else ()), id="list")

    def _found_soon(self) -> Found | None:
        """What there is to play, if it can be found in the time that the first frame waits for it."""
        with suppress(TimeoutError):
            return ThreadPoolExecutor(1).submit(self._find).result(PATIENCE)
        return None

    def on_mount(self) -> None:
        if self.rows:
            self.rows[0].focus()
            self.call_after_refresh(self.get_ready)
        else:
            self.read()

    def read(self) -> None:
        """Find what there is to play, off the screen's own thread."""
        self.run_worker(self._read, thread=True, exclusive=True, group="title")

    def _read(self) -> None:
        headers, saves = self._find()
        self.app.call_from_thread(self.show, headers, saves)
        self.host.get_ready(likely_stories(headers, saves))

    def _find(self) -> Found:
        from ceo_sim.library import installed
        from ceo_sim.saves.listing import list_saves

        return list(installed()), list_saves(self.saves)

    def get_ready(self) -> None:
        """Do, off the screen's own thread, what the next screens would otherwise have to wait for."""
        headers = [row.header for row in self.rows if isinstance(row, StoryRow)]
        saves = [row.save for row in self.rows if isinstance(row, SaveRow)]
        stories = likely_stories(headers, saves)
        self.run_worker(lambda: self.host.get_ready(stories), thread=True, exclusive=True, group="title")

    def show(self, headers: list[ScenarioManifest], saves: list[Summary]) -> None:
        """Show what there is to play, unless the screen has gone meanwhile."""
        if self.is_attached:
            self.call_next(self.fill, headers, saves)

    async def fill(self, headers: list[ScenarioManifest], saves: list[Summary]) -> None:
        """Show what there is to play; one list after the other, if two were read in quick succession."""
        async with self._filling:
            key = self.focused.key if isinstance(self.focused, Row) else None
            target = self.query_one("#list", Vertical)
            await target.remove_children()
            await target.mount_all(self._listed(headers, saves))
            row = next((row for row in self.rows if row.key == key), self.rows[0])
            row.focus(scroll_visible=key is not None)
            self.refresh_bindings()

    def _listed(self, headers: list[ScenarioManifest], saves: list[Summary]) -> list[Widget]:
        """What stands in the list, line by line; its rows, counted from 1, are what one can choose."""
        self.rows = []
        own = [save for save in saves if not save.shipped]
        shown = [
            *self._group("Go on", SaveRow, own[:MOST_GAMES]),
            *self._group("Begin", StoryRow, headers),
            *self._group("As it really happened", SaveRow, [save for save in saves if save.shipped]),
        ]
        self.numbered = len(self.rows)
        self.digits_hint = digits(self.numbered, "choose")
        if not headers:
            shown.append(Heading("No scenario was found. Put one into ./scenarios, or name one: ceo-sim play PATH"))
        doors = [LinkRow("S", f"All games ({len(own)})", "saves")] if own else []
        doors += [LinkRow(",", "Settings", "settings"), LinkRow("q", "Quit", "quit")]
        doors[0].add_class("first")
        self.rows += doors
        return [*shown, *doors]

    def _group(self, said: str, make: Callable[[int, Thing], Row], things: list[Thing]) -> Iterator[Widget]:
        """A heading and a row for each thing; nothing where there is none."""
        if things:
            yield Heading(said)
        for thing in things:
            self.rows.append(make(len(self.rows) + 1, thing))
            yield self.rows[-1]

    def action_pick(self, number: int) -> None:
        if number <= self.numbered:
            self.rows[number - 1].focus()
            self.take(self.rows[number - 1])

    def on_row_selected(self, message: Row.Selected) -> None:
        message.stop()
        self.take(message.row)

    def take(self, row: Row) -> None:
        """Begin a story, go on with a game, or do what stands below them."""
        if isinstance(row, StoryRow):
            self.host.begin(row.header.path)
        elif isinstance(row, SaveRow):
            self.host.resume(row.save)
        else:
            self.call_next(self.app.run_action, row.key, self.app)


def likely_stories(headers: Iterable[ScenarioManifest], saves: Iterable[Summary]) -> list[Path]:
    """All stories, those of the games that one can go on with first."""
    listed = list(headers)
    paths = {header.id: header.path for header in listed}
    begun = [paths[save.scenario] for save in saves if save.scenario in paths and not save.shipped]
    return list(dict.fromkeys([*begun, *(header.path for header in listed)]))
