"""What all screens share: their last line, the note about trouble, and the card for a terminal that is too small."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual._styles_cache import StylesCache
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.geometry import Offset, Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import get_current_worker

from ceo_sim.tui.host import Host
from ceo_sim.tui.widgets.keybar import KeyBar
from ceo_sim.tui.widgets.line_widget import LineWidget
from ceo_sim.tui.widgets.rows import Row

if TYPE_CHECKING:
    from ceo_sim.tui.play import Play
    from ceo_sim.tui.widgets.meter import MeterClicked

Result = TypeVar("Result")
LookedUp = TypeVar("LookedUp")

SMALLEST = (60, 18)
HORIZONTAL = [(0, "-tiny"), (SMALLEST[0], "-narrow"), (100, "-wide"), (160, "-roomy")]
VERTICAL = [(0, "-flat"), (SMALLEST[1], "-short"), (32, "-tall"), (50, "-high")]


class SizeCard(LineWidget):
    """Covers a screen on which there is no room for it, and says what helps."""

    DEFAULT_CSS = """
    SizeCard {
        display: none; layer: card; width: 100%; height: 100%;
        background: $background; color: $foreground; align: center middle; content-align: center middle;
        text-align: center;
    }
    Screen.-tiny SizeCard, Screen.-flat SizeCard { display: block; }
    """

    def draw(self, width: int) -> list[Content]:
        size = self.screen.size
        columns, rows = SMALLEST
        words = f"{size.width}x{size.height} is too small. {columns}x{rows} is enough, 80x24 is better."
        saved = "Nothing is lost: make the window larger, or the letters smaller."
        lines = Content.styled(words, "bold").wrap(width)
        return lines + Content(saved).wrap(width) if size.height > len(lines) + 2 else lines


class Note(LineWidget):
    """A calm line that stays while something is not as it should be."""

    DEFAULT_CSS = """
    Note { display: none; height: auto; max-height: 4; padding: 0 1; background: $warning 15%; color: $foreground; }
    Note.-said { display: block; }
    Note:ansi { background: $background; text-style: bold; }
    """
    MARK = ("! ", "bold $warning")

    def __init__(self) -> None:
        super().__init__()
        self.words = ""

    def say(self, words: str) -> None:
        """Show some words, or nothing."""
        if words != self.words:
            self.words = words
            self.set_class(bool(words), "-said")
            self.changed()

    def draw(self, width: int) -> list[Content]:
        return Content.assemble(self.MARK, self.words).wrap(width)


class Hint(Note):
    """A line of the first minute: what to try next."""

    DEFAULT_CSS = """
    Hint { background: $accent 15%; }
    Hint:ansi { background: $background; text-style: bold; }
    """
    MARK = ("→ ", "bold $accent")


def is_too_small(size: Size) -> bool:
    """Whether there is no room for any screen, so that the card covers it."""
    return size.width < SMALLEST[0] or size.height < SMALLEST[1]


def _class_at(length: int, breakpoints: list[tuple[int, str]]) -> str:
    return max(breakpoint for breakpoint in breakpoints if breakpoint[0] <= length)[1]


def digits(count: int, words: str) -> str:
    """What the digits do where there are so many things to choose from, for `digits_hint`; nothing without any."""
    return f"1-{min(9, count)} {words}" if count > 1 else f"1 {words}" if count else ""


class GameScreen(Screen[Result]):
    """A screen of the game; `body` is what it shows.

    Attributes:
        title_words: What it is called in help and commands.
        help_words: What one does here, for `?`.
        digits_hint: What the digit keys do here, for the last line.
        digits_place: How many keys stand before that.
        needed_keys: Actions whose keys stay in the last line as long as there is room, the most needed first.
        also_shown: Actions of all screens about a game whose keys the last line shows here, behind the others.
        key_words: What stands there beside the key of an action, where it is not what the binding says.
        short_words: The same where there is not room for all needed keys.
        has_tools: Whether settings and the list of games can be opened over it.
    """

    # As Textual has it, but without painting the whole screen anew each time the focus moves.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    AUTO_FOCUS = ""  # not at each return to the screen: the first thing in it may be about to be removed
    HORIZONTAL_BREAKPOINTS = HORIZONTAL
    VERTICAL_BREAKPOINTS = VERTICAL
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,H", "help", "help", key_display="?", id="help"),
    ]
    DEFAULT_CSS = """
    GameScreen { layers: base card; background: $background; color: $foreground; }
    GameScreen > #body { height: 1fr; width: 100%; }
    GameScreen #top { height: 1; padding: 0 2; background: $panel; }
    GameScreen TopLine#top { height: auto; max-height: 4; }
    /* What is said in passing goes below the first line: the last ones say what can be done. */
    GameScreen ToastRack { dock: top; align: right top; margin: 1 0 0 0; }
    GameScreen Toast { margin: 0; padding: 0 1; }
    GameScreen #pages { height: 1fr; align-horizontal: center; padding: 1 0 0 2; scrollbar-size-vertical: 1; }
    GameScreen #column { width: 100%; height: auto; padding-right: 2; }
    GameScreen #middle { width: 100%; height: 100%; align: center middle; }
    GameScreen #card { max-width: 100%; height: auto; border: round $border; padding: 1 2; background: $surface; }
    """
    title_words = ""
    help_words = ""
    digits_hint = ""
    digits_place = 0
    needed_keys: ClassVar[tuple[str, ...]] = ()
    also_shown: ClassVar[tuple[str, ...]] = ()
    key_words: Mapping[str, str] = MappingProxyType({})
    short_words: Mapping[str, str] = MappingProxyType({})
    has_tools = True

    @property
    def host(self) -> Host:
        """The app, as far as a screen may know it."""
        return cast("Host", self.app)

    def compose(self) -> ComposeResult:
        # Textual 8.2 looks at the breakpoints after it has drawn a screen, and then lays it out and draws it again.
        width, height = self.app.size
        self.add_class(_class_at(width, HORIZONTAL), _class_at(height, VERTICAL))
        with Container(id="body"):
            yield from self.body()
        yield Hint()
        yield Note()
        yield KeyBar()
        yield SizeCard()

    def body(self) -> Iterable[Widget]:
        """What the screen shows."""
        raise NotImplementedError

    def note(self, words: str) -> None:
        """Show a calm line about what is not as it should be, or none."""
        for note in self.query_children(Note).exclude("Hint"):
            note.say(words)

    def say(self, words: str, seconds: float = 4) -> None:
        """Say something in passing that is about this screen; it goes with it."""
        self.host.say(words, seconds)

    def hint(self, words: str) -> None:
        """Show what the first minute has to say here, or nothing."""
        hint = self.query_one(Hint)
        if words != hint.words:
            hint.say(words)
            self.refresh_bindings()

    @property
    def has_hint(self) -> bool:
        """Whether the first minute says something here."""
        return self.is_mounted and bool(self.query_one(Hint).words)

    def on_mount(self) -> None:
        """Give the focus to what can be chosen or moved, unless the screen itself has given it."""
        reachable = (widget for widget in self.query("Row, ScrollPane") if widget.focusable)
        if self.focused is None and (first := next(reachable, None)):
            first.focus()
        self.call_after_refresh(self.host.screen_shown)

    def _compositor_refresh(self) -> None:
        """Leave what is not to be shown yet for when it is: Textual 8.2 draws it in vain, and never again."""
        if self.app._batch_count:  # noqa: SLF001 - nothing public tells it
            self._repaint_required = True
        else:
            super()._compositor_refresh()

    def on_unmount(self) -> None:
        # Textual 8.2 keeps what each widget last drew for as long as this cache of 1,024 entries holds its name:
        # 5 MB for each decision that has been taken.
        StylesCache.get_inner_outer.cache_clear()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        if not self.is_active:  # another one has been opened over it meanwhile; it is told again when that closes
            event.prevent_default()
            return
        # Textual 8.2 finds all styles anew where they have just been found: before the first layout.
        event.refresh_styles = self.outer_size.area > 0
        if self.is_mounted:
            self.host.screen_shown()

    def look_up(self, find: Callable[[], Iterable[LookedUp]], show: Callable[[LookedUp], object], group: str) -> None:
        """Find things off the screen's thread and show each, unless the screen was closed or looks up others by then.

        Args:
            find: Gives one after another.
            show: Shows one; may be asynchronous.
            group: What else of the same group is still looked for is given up.
        """
        app = self.app  # a screen that was closed has none

        def work() -> None:
            worker = get_current_worker()
            for result in find():
                if worker.is_cancelled:
                    return
                app.call_from_thread(lambda result=result: show(result) if self.is_attached else None)

        self.run_worker(work, thread=True, exclusive=True, group=group)

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """Give the focus to a widget, unless it is being removed: then no key would do anything, not even Escape."""
        if widget is None or not widget._pruning:  # noqa: SLF001 - nothing public tells it
            super().set_focus(widget, scroll_visible, from_app_focus)

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """What can be selected at a place, unless it was removed since the screen was drawn."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        return (widget, offset) if widget is not None and widget.parent else (None, None)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close this screen if it is the open one: of two quick keys the second may come when it has gone."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def goes_on(self, key: str) -> bool:
        """Whether a key goes on from here or decides something, rather than looks around; Enter does on any row."""
        active = self.active_bindings.get(key)
        return key == "enter" or (
            active is not None and active.binding.action.removeprefix("screen.") in ("on", "take")
        )

    # ---- what many screens do -------------------------------------------------------------------------------

    @property
    def why_metric(self) -> str:
        """The metric that is asked about where none is pointed at; empty for the first."""
        return ""

    def action_pick(self, number: int) -> None:
        """Take the row of that number, as Enter on it would."""
        for row in self.query(Row):
            if row.number == number:
                row.focus()
                row.action_take()

    def action_help(self) -> None:
        self.host.show_help(self)

    def action_why(self) -> None:
        self.host.show("why", self.why_metric)

    def on_meter_clicked(self, message: MeterClicked) -> None:
        message.stop()
        self.host.show("why", message.metric)

    def action_back(self) -> None:
        self.dismiss(None)


class PlayScreen(GameScreen[Result]):
    """A screen about a game."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "people", "people", show=False, id="people"),
    ]

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def action_people(self) -> None:
        self.host.show("people")
