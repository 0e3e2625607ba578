"""The game in the terminal. What the first frame does not need is imported after it."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import Screen

from ceo_sim import places, settings
from ceo_sim.tui.games import Games
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.screens.title import TitleScreen

if TYPE_CHECKING:
    from ceo_sim.engine.snapshots import DecisionView
    from ceo_sim.tui.screens.first_minute import FirstMinute

ENDED_BY_SIGNAL = 143
"""128 and SIGTERM, as shells count it."""
AT_REST = 0.1
"""Seconds after a change of size until sizes are taken to have come to rest."""


class CeoSim(Games):
    """The app: where it begins, how it is left, and what it says about how the game is kept."""

    TITLE = "ceo-sim"
    CSS_PATH = "screens/title.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("colon,M", "command_palette", "more", key_display=":", id="commands"),
        Binding("ctrl+c", "interrupt", show=False, priority=True, id="interrupt", system=True),
        Binding("ctrl+z", "suspend_process", show=False, id="suspend", system=True),
        Binding("escape", "end_hints", "no more hints", key_display="Esc", priority=True, id="hints.end"),
    ]

    def __init__(
        self,
        *,
        saves: Path,
        scenario: str | None = None,
        seed: int | None = None,
        resume: Path | None = None,
        mirror: bool = False,
        edition: str | None = None,
        kept: settings.SettingsFile | None = None,
    ) -> None:
        super().__init__(kept, saves, seed=seed, mirror=mirror, edition=edition)
        self.wanted, self.wanted_save = scenario, resume
        self.first_minute: FirstMinute | None = None
        self._told_size = Size(0, 0)

    def get_default_screen(self) -> Screen[None]:
        return TitleScreen(self.saves)

    def on_mount(self) -> None:
        self.call_after_refresh(gc.enable)  # it rests while the program starts
        if not self.is_headless:
            places.on_sigterm(lambda: self.exit(return_code=ENDED_BY_SIGNAL))
        # Textual 8.2 draws a stopped game anew only if the terminal came back with another size.
        self.app_resume_signal.subscribe(self, lambda _: self.screen.refresh())
        if self.wanted_save is not None:
            self.resume_path(self.wanted_save, scenario=self.wanted)
        elif self.wanted is not None:
            self.begin(self.wanted)

    def on_resize(self, event: events.Resize) -> None:
        """Look again once sizes have come to rest: of two in quick succession the older may be told last."""
        if not self.is_headless:
            self._told_size = event.size
            self.set_timer(AT_REST, self._look_again)

    def _look_again(self) -> None:
        size = Size(*shutil.get_terminal_size())
        if size != self._told_size:
            self.post_message(events.Resize(size, size))

    # ---- screens that are opened from others ----------------------------------------------------------------

    def show_help(self, about: Screen[Any]) -> None:
        from ceo_sim.tui.screens.help import HelpScreen

        if isinstance(about, GameScreen):
            self.push_screen(HelpScreen(about))

    def show_why(self, metric: str = "") -> None:
        from ceo_sim.tui.screens.why import WhyScreen

        self._over_game(WhyScreen, metric)

    def show_feed(self, sender: str) -> None:
        from ceo_sim.tui.screens.reading import FeedScreen

        self._over_game(FeedScreen, sender)

    def show_advice(self, view: DecisionView) -> None:
        from ceo_sim.tui.screens.reading import AdviceScreen

        self._over_game(AdviceScreen, view)

    def show_outlook(self, view: DecisionView) -> None:
        from ceo_sim.tui.screens.forecast import AskForecastScreen

        self._over_game(AskForecastScreen, view)

    def action_advisers(self) -> None:
        from ceo_sim.tui.screens.reading import AdvisersScreen

        self._over_game(AdvisersScreen)

    def action_story(self) -> None:
        from ceo_sim.tui.screens.reading import StoryScreen

        self._over_game(StoryScreen)

    def action_promises(self) -> None:
        from ceo_sim.tui.screens.reading import PromisesScreen

        self._over_game(PromisesScreen)

    def action_debrief(self) -> None:
        from ceo_sim.tui.screens.debrief import DebriefScreen

        self._over_game(DebriefScreen)

    def _over_game(self, screen: Callable[..., Screen[Any]], *about: object) -> None:
        """Open a screen on the game, if one is open."""
        if self.play is not None:
            self.push_screen(screen(self.play, *about))

    # ---- leaving --------------------------------------------------------------------------------------------

    def kept(self) -> str:
        """Where the game is kept, in a sentence."""
        if self.play is None:
            return "No game is open."
        session = self.play.session
        if session.trouble:
            return session.trouble
        if not session.has_begun:
            return "Nothing has been decided yet, so there is nothing to keep."
        return f"Your game is kept in {session.path}. It is written after every answer."

    def action_leave(self) -> None:
        if not self.settled.current.confirm_leaving:
            self.to_title()
            return
        answers = [("stay", "Stay"), ("title", "Back to the title"), ("quit", "Quit")]
        self.ask("Leave your desk?", self.kept(), answers, self._left)

    def _left(self, answer: str | None) -> None:
        if answer == "title":
            self.to_title()
        elif answer == "quit":
            self.exit()

    def action_interrupt(self) -> None:
        """Ctrl-C copies what is selected, asks in a game, and leaves if pressed again."""
        from ceo_sim.tui.screens.help import AskScreen

        if selected := self.screen.get_selected_text():
            self.copy_to_clipboard(selected)
            self.screen.clear_selection()
        elif self.play is None or isinstance(self.screen, AskScreen) or not self.settled.current.confirm_leaving:
            self.exit()
        else:
            self.action_leave()

    # ---- the first minute -----------------------------------------------------------------------------------

    def look_round(self) -> None:
        """Let the first minute see what has been done, and say what comes next on the open screen."""
        # Where it cannot be kept that they have been seen, hints would come unasked again and again.
        is_wanted = self.settled.current.hints and self.settled.is_lasting
        if self.first_minute is None and self.play is not None and is_wanted:
            self.action_first_minute()
        elif self.first_minute is not None and isinstance(self.screen, GameScreen) and self.screen.is_mounted:
            self.first_minute.look(self.screen, self.play)
            if self.first_minute.is_over:
                self.action_end_hints()

    def action_first_minute(self) -> None:
        """Begin the first minute's hints, from the first."""
        from ceo_sim.tui.screens.first_minute import FirstMinute

        self.first_minute = FirstMinute()
        self.look_round()

    def action_end_hints(self) -> None:
        """Take the hints away, for good."""
        self.first_minute = None
        for screen in self.screen_stack:
            if isinstance(screen, GameScreen) and screen.is_mounted:
                screen.hint("")
        if self.settled.current.hints:
            self.settle("hints", False)
        self.screen.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "end_hints":
            return self.first_minute is not None and isinstance(self.screen, GameScreen) and self.screen.has_hint
        return super().check_action(action, parameters)

    # ---- what is not as it should be --------------------------------------------------------------------------

    def screen_shown(self) -> None:
        """Say on the open screen whether the game is kept, and what the first minute has to say."""
        if not isinstance(self.screen, GameScreen) or not self.screen.is_mounted:
            return
        words = ""
        if self.play is not None and self.play.session.read_only:
            words = "Another game has this save open. Here you can look, and not decide."
        elif self.play is not None:
            words = self.play.session.trouble or ""
        self.screen.note(words)
        self.look_round()

    def recover(self) -> None:
        if self.play is None:
            self.to_title()
        else:
            while len(self.screen_stack) > 1:
                self.pop_screen()
            self._to_desk(True)

    def action_command_palette(self) -> None:
        from ceo_sim.tui.commands import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def search_themes(self) -> None:
        from textual.theme import ThemeProvider

        from ceo_sim.tui.commands import Palette

        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        from ceo_sim.tui.commands import commands

        return commands(self, screen)


def run(
    *,
    saves: Path,
    scenario: str | None,
    seed: int | None,
    resume: Path | None,
    mirror: bool,
    edition: str | None,
    kept: settings.SettingsFile | None = None,
) -> int:
    """Open the game, and say where it is kept when it is left.

    Args:
        saves: The folder for saves.
        scenario: A scenario to begin at once, by id or path; with `resume`, where the save's scenario lies.
        seed: The luck of new games; a new one for each if left out.
        resume: A save to go on with at once.
        mirror: Whether poles are swapped in new games.
        edition: The edition of new games.
        kept: The player's settings.

    Returns:
        The exit code of the process.
    """
    app = CeoSim(saves=saves, scenario=scenario, seed=seed, resume=resume, mirror=mirror, edition=edition, kept=kept)
    app.run()
    if app.play is not None:
        print(app.kept())  # noqa: T201 - the terminal is a plain one again
        app.play.session.close()
    return app.return_code or 0
