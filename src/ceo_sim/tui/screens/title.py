"""The first screen: stories to begin, and games to go on with. It imports as little as it can."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ceo_sim.presentation.story_list import MOST_STORIES, facts, not_listed
from ceo_sim.tui.screens.base import GameScreen, digits
from ceo_sim.tui.widgets.keybar import DIGITS
from ceo_sim.tui.widgets.line_widget import LineWidget, hanging_indent, justify
from ceo_sim.tui.widgets.rows import Row, ScrollPane
from ceo_sim.tui.widgets.text import Words

if TYPE_CHECKING:
    from ceo_sim.saves.listing import Summary
    from ceo_sim.scenario.manifest import ScenarioManifest

Playable = tuple["list[ScenarioManifest]", "list[Summary]"]

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


class GameRow(Row):
    """A story to begin, or a game to go on with."""

    def __init__(
        self,
        path: Path,
        name: str,
        facts: str,
        text: Content,
        play: Callable[[], object],
        story: ScenarioManifest | None = None,
    ) -> None:
        super().__init__(str(path))
        self.play, self.story = play, story
        self._title, self._facts, self._text = name, Content.styled(facts, "$text-muted"), text

    def draw(self, width: int) -> list[Content]:
        text = hanging_indent(Content("   "), self._text, width) if self._text else []
        return [justify(self.head(self._title), self._facts, width), *text]


class LinkRow(Row):
    """A way to somewhere else, with its key; it does what the key does."""

    def __init__(self, sign: str, words: str, action: str) -> None:
        super().__init__(action, id=f"door-{action}")
        self._sign, self._words = sign, words

    def draw(self, width: int) -> list[Content]:
        return [Content.assemble(self.cursor, (f"{self._sign} ", "bold $accent"), self._words)]


class Heading(Words):
    """A word over some rows."""

    def __init__(self, words: str) -> None:
        super().__init__(Content.styled(words, "bold $text-accent"), classes="heading")


class TitleScreen(GameScreen[None]):
    """Stories to begin and games to go on with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"pick({n})", show=False, id=f"title.pick.{n}") for n in range(1, 10)),
        Binding("o", "options", "set up", id="title.options"),
        Binding("e", "app.endings", "endings met", id="title.endings"),
        Binding("q,escape", "app.quit", "quit", key_display="q", id="title.quit"),
    ]
    title_words = "The title"
    needed_keys = ("options", DIGITS)
    help_words = """
**Begin** starts a new game; **Go on** resumes one where it was left. Choose with a number, with the arrows and
Enter, or with a click. On a story to begin, **o** asks for the seed, and for mirrored poles, the edition and the
length where a story has them. **e** shows the endings that your games have come to.

A game is kept after every answer, in a file of its own. A damaged file is listed with what is wrong; it is never
written to.
"""

    def __init__(self, saves: Path) -> None:
        super().__init__()
        self._saves = saves
        self._filling = asyncio.Lock()
        self._acts: dict[str, dict[str, str]] = {}

    def body(self) -> Iterable[Widget]:
        playable = self._playable_soon()
        with ScrollPane(id="pages", can_focus=False), Vertical(id="column"):
            yield Wordmark(id="wordmark")
            yield Vertical(*(self._list(playable) if playable else ()), id="list")
        self.call_after_refresh(self.read, playable)

    def _playable_soon(self) -> Playable | None:
        """What there is to play, if it can be found in the time that the first frame waits for it."""
        with suppress(TimeoutError):
            return ThreadPoolExecutor(1).submit(self._playable).result(PATIENCE)
        return None

    def _playable(self) -> Playable:
        from ceo_sim.library import installed
        from ceo_sim.saves.listing import list_saves

        return list(installed()), list_saves(self._saves)

    def read(self, shown: Playable | None = None) -> None:
        """Find what there is to play, unless it is shown, and make it ready; off the screen's own thread."""

        def find() -> Iterator[Playable]:
            playable = shown or self._playable()
            if shown is None:
                yield playable
            self.host.get_ready(likely_stories(*playable))

        self.look_up(find, lambda playable: self.call_next(self.fill, playable), group="title")

    async def fill(self, playable: Playable) -> None:
        """Show what there is to play; one list after the other, if two were read in quick succession."""
        async with self._filling:
            key = self.focused.key if isinstance(self.focused, Row) else None
            target = self.query_one("#list", Vertical)
            await target.remove_children()
            await target.mount_all(self._list(playable))
            rows = list(self.query(Row))
            next((row for row in rows if row.key == key), rows[0]).focus(scroll_visible=key is not None)
            self.refresh_bindings()

    def _list(self, playable: Playable) -> list[Widget]:
        """What stands in the list, line by line; its games and stories are counted from 1."""
        manifests, saves = playable
        own = [save for save in saves if not save.shipped]
        self._acts = {manifest.id: dict(manifest.acts) for manifest in manifests}
        groups = {
            "Go on": [self._save_row(save) for save in own[:MOST_GAMES]],
            "Begin": [self._story_row(manifest) for manifest in manifests[:MOST_STORIES]],
            "Nearest to what really happened": [self._save_row(save) for save in saves if save.shipped],
        }
        games = [row for rows in groups.values() for row in rows]
        for number, row in enumerate(games, 1):
            row.number, row.id = number, f"row-{number}"
        shown = [widget for heading, rows in groups.items() if rows for widget in (Heading(heading), *rows)]
        self.digits_hint = digits(len(games), "choose")
        if not manifests:
            shown.append(Heading("No scenario was found. Put one into ./scenarios, or name one: ceo-sim play PATH"))
        if left_out := not_listed(len(manifests)):
            shown.append(Words(Content.styled(left_out, "$text-muted"), id="left-out"))
        links = [*_links_to_games(own), LinkRow(",", "Settings", "settings"), LinkRow("q", "Quit", "quit")]
        links[0].add_class("first")
        return [*shown, *links]

    def _save_row(self, save: Summary) -> GameRow:
        from ceo_sim.presentation.saves_list import circumstances, save_view, without_remedy

        view, begun = save_view(save), circumstances(save, self._acts.get(save.scenario, {}))
        known = "" if view.damaged else " · ".join(view.facts)
        text = Content(without_remedy(view.damaged)) or Content.styled(" · ".join(begun), "$text-muted")
        return GameRow(save.path, view.full_name, known, text, lambda: self.host.resume(save))

    def _story_row(self, manifest: ScenarioManifest) -> GameRow:
        about = Content.styled(manifest.summary or manifest.role, "$text-muted")
        text = Content(manifest.problem) if manifest.problem else about
        known = " · ".join(facts(manifest))
        row = GameRow(manifest.path, manifest.name, known, text, lambda: self.host.begin(manifest.path), manifest)
        row.add_class("story")
        return row

    def action_options(self) -> None:
        row = self.focused
        if isinstance(row, GameRow) and row.story is not None:
            self.host.ask_how(row.story)
        else:
            self.say("Point at a story to begin first.")

    def on_row_selected(self, message: Row.Selected) -> None:
        message.stop()
        if isinstance(message.row, GameRow):
            message.row.play()
        else:
            self.call_next(self.app.run_action, message.row.key, self.app)


def _links_to_games(own: list[Summary]) -> Iterator[LinkRow]:
    """Links to all games of the player's own, and to the endings that they have come to."""
    if not own:
        return
    from ceo_sim.presentation.saves_list import endings_met

    yield LinkRow("S", f"All games ({len(own)})", "saves")
    if met := endings_met(own):
        yield LinkRow("e", met, "endings")


def likely_stories(manifests: list[ScenarioManifest], saves: list[Summary]) -> list[Path]:
    """All stories, those of the games that one can go on with first."""
    paths = {manifest.id: manifest.path for manifest in manifests}
    begun = [paths[save.scenario] for save in saves if save.scenario in paths and not save.shipped]
    return list(dict.fromkeys([*begun, *(manifest.path for manifest in manifests[:MOST_STORIES])]))
