"""The game in the terminal: an app made of parts, which hands on to them what Textual asks of it.

The app alone knows the screens. What the first frame does not need is imported where it is used.
"""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.driver import Driver
from textual.geometry import Size
from textual.notifications import Notification, SeverityLevel
from textual.screen import Screen
from textual.widgets._toast import Toast

from ceo_sim import places, settings
from ceo_sim.new_game import NewGame
from ceo_sim.tui.drawing import draw_when_whole
from ceo_sim.tui.error_boundary import ErrorBoundary
from ceo_sim.tui.game_loader import GameLoader
from ceo_sim.tui.host import Answer, Result
from ceo_sim.tui.input_queue import InputQueue
from ceo_sim.tui.onboarding import Onboarding
from ceo_sim.tui.pasting import PasteParser
from ceo_sim.tui.preferences import Preferences
from ceo_sim.tui.screens.base import GameScreen, is_too_small
from ceo_sim.tui.screens.title import TitleScreen

if TYPE_CHECKING:
    from textual.actions import ActionParseResult

    from ceo_sim.saves.listing import Summary
    from ceo_sim.saves.session import Session
    from ceo_sim.scenario.manifest import ScenarioManifest
    from ceo_sim.tui.game_flow import GameFlow
    from ceo_sim.tui.play import Play
AT_REST = 0.1
"""Seconds after a change of size until sizes are taken to have come to rest."""
ALLOWED_WHEN_SMALL = ("quit", "interrupt", "suspend_process")
PARSER = "XTermParser"
PLAYING = "playing"
"""The group of the worker that leads through a game."""
OVER_GAME = {
    "advice": "reading.AdviceScreen",
    "advisers": "reading.AdvisersScreen",
    "debrief": "debrief.DebriefScreen",
    "feed": "reading.FeedScreen",
    "forecast": "forecast.AskForecastScreen",
    "people": "reading.PeopleScreen",
    "promises": "reading.PromisesScreen",
    "stakes": "reading.StakesScreen",
    "story": "reading.StoryScreen",
    "why": "why.WhyScreen",
}
"""The screens that open over a game, made of the game and of what they are about."""


class CeoSim(App[None], inherit_bindings=False):  # Ctrl-Q and Ctrl-P belong to browsers
    """The app.

    Args:
        saves: The folder for saves.
        scenario: Where a scenario to begin at once lies; with `resume`, the save's scenario.
        seed: The luck of new games; a new one for each if left out.
        resume: A save to go on with at once.
        mirror: Whether poles are swapped in new games.
        edition: The edition of new games.
        act: The act at whose end new games end.
        begin: The act that new games begin with.
        settings_file: The player's settings.
    """

    TITLE = "ceo-sim"
    CSS_PATH = "screens/title.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy", show=False, id="copy"),
        Binding("comma,O", "settings", "settings", show=False, key_display=",", id="settings"),
        Binding("S", "saves", "all games", show=False, id="saves"),
        Binding("colon,M", "command_palette", "more", key_display=":", id="commands"),
        Binding("ctrl+c", "interrupt", show=False, priority=True, id="interrupt", system=True),
        Binding("ctrl+z", "suspend_process", show=False, id="suspend", system=True),
        Binding("escape", "end_hints", "no more hints", key_display="Esc", priority=True, id="hints.end"),
    ]

    def __init__(  # noqa: PLR0913 - what can be said on the command line
        self,
        *,
        saves: Path,
        scenario: Path | None = None,
        seed: int | None = None,
        resume: Path | None = None,
        mirror: bool = False,
        edition: str | None = None,
        act: str | None = None,
        assignment: str = "",
        begin: str | None = None,
        settings_file: settings.SettingsFile | None = None,
    ) -> None:
        # Otherwise Textual takes NO_COLOR for a wish for greys, which are colours too.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.saves = saves
        self.play: Play | None = None
        self.flow: GameFlow | None = None
        self.preferences = Preferences(self, settings_file or settings.SettingsFile())
        self.input_queue = InputQueue(self, super().on_event, is_busy=lambda: self.is_leading, say=self.say)
        self.errors = ErrorBoundary(self, super()._handle_exception, saves, self.save_status, self.recover)
        usual = NewGame(seed, mirror, edition, act, assignment, begin)
        self.loader = GameLoader(self, saves, usual, self._opened, self.ask, self.say, self.input_queue.is_at_rest)
        self.onboarding = Onboarding(self.preferences)
        self._scenario_asked_for, self._save_asked_for = scenario, resume
        self._size_announced = Size(0, 0)
        self._said_here: list[Notification] = []
        """What was said in passing on the open screen."""

    def get_default_screen(self) -> Screen[None]:
        return TitleScreen(self.saves)

    @property
    def is_leading(self) -> bool:
        """Whether the game is at work, rather than waiting for the player."""
        return self.flow is not None and self.flow.is_busy

    @property
    def is_at_work(self) -> bool:
        """Whether anything is under way."""
        return self.is_leading or any(not worker.is_finished for worker in self.workers if worker.group != PLAYING)

    def on_mount(self) -> None:
        self.call_after_refresh(gc.enable)  # it rests while the program starts
        if not self.is_headless:
            places.on_termination(lambda signal: self.exit(return_code=128 + signal))  # as a shell says it
        self.preferences.follow_theme()
        # Textual 8.2 draws a stopped game again only if the terminal came back with another size.
        self.app_resume_signal.subscribe(self, lambda _: self.screen.refresh())
        if self._save_asked_for is not None:
            self.loader.resume_path(self._save_asked_for, scenario=self._scenario_asked_for)
        elif self._scenario_asked_for is not None:
            self.begin(self._scenario_asked_for)

    # ---- a game ---------------------------------------------------------------------------------------------

    def get_ready(self, stories: Iterable[Path]) -> None:
        self.loader.warm_up(self.loader.wait_for_rest)
        self.preferences.check()
        self.loader.preload(stories, lambda: self.play is None)

    def begin(self, scenario: Path) -> None:
        self.loader.begin(scenario)

    def ask_how(self, story: ScenarioManifest) -> None:
        from ceo_sim.tui.new_game_menu import NewGameMenu

        NewGameMenu(self, story, self.loader.usual, partial(self.loader.begin, story.path)).open()

    def resume(self, save: Summary) -> None:
        if self.play is not None and self.play.is_saved_in(save.path):
            self.recover()
        else:
            self.loader.resume(save)

    def go_back(self, answer: int, option: str = "") -> None:
        from ceo_sim.presentation import headings
        from ceo_sim.presentation.naming import forked_name

        if self.play is None:
            return
        session = self.play.session
        name = forked_name(session.game, answer)
        opened = partial(self._opened, asked=(session.game.answers[answer].decision, option))
        words = headings.going_back(name, session.path)
        go_back = partial(self.loader.go_back, session, answer, name, opened)
        self.ask("Go back to this decision?", words, [("Stay here", None), ("Go back, in a new game", go_back)])

    def _opened(self, session: Session, asked: tuple[str, str] | None = None) -> None:
        """Lead through a game that has been opened, in the place of the one before.

        It begins with what is asked first: a decision, and the option that is pointed at, if any.
        """
        from ceo_sim.tui.play import Play

        self._close_game()
        self.play = Play(session, fresh_from=session.game.now)
        if session.notice:
            self.notify(session.notice, markup=False, timeout=10)
        has_begun = session.began_with is None and bool(asked or session.game.answers or session.game.now)
        self._lead_through(self.play, with_opening=not has_begun, asked=asked)

    def _lead_through(self, play: Play, *, with_opening: bool, asked: tuple[str, str] | None = None) -> None:
        from ceo_sim.tui.game_flow import GameFlow

        self.flow = GameFlow(self, play)
        self.run_worker(self.flow.run(with_opening=with_opening, asked=asked), group=PLAYING, exclusive=True)

    def recover(self) -> None:
        """Go on from the desk, or the title, whatever is open."""
        if self.play is None:
            self.to_title()
        else:
            self._close_screens()
            self._lead_through(self.play, with_opening=False)

    def to_title(self) -> None:
        self._close_game()
        if isinstance(self.screen, TitleScreen):
            self.screen.read()

    def _close_game(self) -> None:
        """Close the game and all of its screens."""
        if self.play is not None:
            gc.unfreeze()
            self.play.session.close()
            self.play = None
        self._close_screens()

    def _close_screens(self) -> None:
        self.workers.cancel_group(self, PLAYING)
        self.flow = None
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def save_status(self) -> str:
        """Where the game is saved, in a sentence."""
        if self.play is None:
            return "No game is open."
        session = self.play.session
        if session.trouble:
            return session.trouble
        if not session.has_begun:
            return "Nothing has been decided yet, so there is nothing to keep."
        return f"Your game is kept in {session.path}. It is written after every answer."

    # ---- screens --------------------------------------------------------------------------------------------

    def open(self, screen: Screen[Result]) -> asyncio.Future[Result]:
        future: asyncio.Future[Result] = self.push_screen(screen, wait_for_dismiss=True)
        self._opening.add_done_callback(lambda _: self.input_queue.shown(screen))
        return future

    def returned(self, screen: Screen[Any]) -> None:
        self.input_queue.shown(screen)

    def screen_shown(self) -> None:
        screen = self.screen
        if not isinstance(screen, GameScreen) or not screen.is_mounted:
            return
        from ceo_sim.presentation import naming

        note = ""
        if self.play is not None and self.play.session.read_only:
            note = "Another game has this save open. Here you can look, and not decide."
        elif self.play is not None:
            note = self.play.session.trouble or naming.made_up(self.play.scenario)
        screen.note(note)
        self.onboarding.look(screen, self.play)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say something in passing, unless it stands there already; what is about a screen is said by `say`."""
        if all(shown.message != message for shown in self._notifications):
            super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def say(self, words: str, seconds: float) -> None:
        for same in [shown for shown in self._notifications if shown.message == words]:
            self._unsay(same)  # said again, it stays for as long again
        said = Notification(words, timeout=seconds)
        self._notifications.add(said)
        self._said_here.append(said)
        self._refresh_notifications()

    def _forget_said(self) -> None:
        """Clear what was said on the screen that is about to be left or covered."""
        while self._said_here:
            self._unsay(self._said_here.pop())

    def _unsay(self, said: Notification) -> None:
        """Take away what was said, with the line that Textual 8.2 leaves free where only a notification goes."""
        del self._notifications[said]
        for toast in self.screen.query(Toast):
            if toast._notification is said:  # noqa: SLF001 - nothing public tells it
                toast._expire()  # noqa: SLF001 - what a click on it does

    def ask(self, question: str, words: str, answers: Sequence[Answer]) -> None:
        """Put a question to the player, and do what is chosen."""
        from ceo_sim.tui.screens.asking import AskScreen

        self.push_screen(AskScreen(question, words, answers), lambda do: do and do())

    def show(self, name: str, *about: object) -> None:
        if self.play is not None:
            module, _, screen = OVER_GAME[name].partition(".")
            self.push_screen(getattr(import_module(f"ceo_sim.tui.screens.{module}"), screen)(self.play, *about))

    def show_help(self, about: Screen[Any]) -> None:
        from ceo_sim.tui.screens.help import HelpScreen

        if isinstance(about, GameScreen):
            self.push_screen(HelpScreen(about))

    # ---- what can be done everywhere ------------------------------------------------------------------------

    action_show = show

    def action_copy(self) -> None:
        from ceo_sim.tui.global_actions import copy_words

        copy_words(self, self.say)

    def action_picture(self) -> None:
        """Keep a picture of the screen."""
        from ceo_sim.tui.global_actions import keep_picture

        keep_picture(self, self.say, self.preferences.screenshot_folder(self.saves))

    def action_settings(self) -> None:
        from ceo_sim.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen())

    def action_saves(self) -> None:
        from ceo_sim.tui.screens.saves import SavesScreen

        self.push_screen(SavesScreen(self.saves))

    def action_endings(self) -> None:
        from ceo_sim.tui.screens.gallery import GalleryScreen

        self.push_screen(GalleryScreen(self.saves))

    def action_first_minute(self) -> None:
        """Show the hints of a first game, from the first."""
        self.onboarding.begin()
        self.screen_shown()

    def action_end_hints(self) -> None:
        """Take the hints away, for good."""
        self.onboarding.end(self.screen_stack)
        self.screen.refresh_bindings()

    @property
    def _asks_before_leaving(self) -> bool:
        return self.preferences.file.current.confirm_leaving

    def action_leave(self) -> None:
        """Leave the desk, once that has been asked."""
        if not self._asks_before_leaving:
            self.to_title()
            return
        answers = [("Stay", None), ("Back to the title", self.to_title), ("Quit", self.exit)]
        self.ask("Leave your desk?", self.save_status(), answers)

    def action_interrupt(self) -> None:
        """Ctrl-C copies what is selected, asks in a game, and leaves if pressed again."""
        from ceo_sim.tui.screens.asking import AskScreen

        if selected := self.screen.get_selected_text():
            self.copy_to_clipboard(selected)
            self.screen.clear_selection()
        elif self.play is None or isinstance(self.screen, AskScreen) or not self._asks_before_leaving:
            self.exit()
        else:
            self.action_leave()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("settings", "saves"):
            # The list of commands asks while it lies over the screen that they are for.
            screen = self.screen_stack[-2] if isinstance(self.screen, CommandPalette) else self.screen
            return isinstance(screen, GameScreen) and screen.has_tools
        if action == "end_hints":
            return self.onboarding.is_on and isinstance(self.screen, GameScreen) and self.screen.has_hint
        return super().check_action(action, parameters)

    # ---- the list of commands -------------------------------------------------------------------------------

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

    # ---- what Textual asks, handed on to the parts ----------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        await self.input_queue.put(event)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key says, unless the card for a terminal that is too small covers what it would act on."""
        screen = self.screen
        if is_too_small(self.size) and not _is_allowed_when_small(action):
            return False
        done = f"{type(screen).__name__}: {action if isinstance(action, str) else action[1]}"
        try:
            ran = await super().run_action(action, default_namespace, namespaces)
        except Exception as error:  # noqa: BLE001 - whatever it is, the player gets a panel rather than a dead screen
            self.errors.last_actions.append(done)
            self.errors.show(error, can_go_on=True)
            return True
        if ran:
            self.errors.last_actions.append(done)
        return ran

    def _handle_exception(self, error: Exception) -> None:
        self.errors.handle(error)

    def push_screen(self, screen: Any, *options: Any, **more_options: Any) -> Any:
        """Open a screen; it is drawn once, when all of it is there, and nothing before it."""
        self._forget_said()
        self._begin_batch()
        opened = super().push_screen(screen, *options, **more_options)
        self._opening = asyncio.create_task(draw_when_whole(self, self.screen))
        return opened

    def pop_screen(self) -> AwaitComplete:
        self._forget_said()
        return super().pop_screen()

    def switch_screen(self, screen: Screen[Any] | str) -> AwaitComplete:
        self._forget_said()
        return super().switch_screen(screen)

    def _end_batch(self) -> None:
        """Let what was held back be drawn: Textual 8.2 leaves it until something else happens."""
        super()._end_batch()
        if not self._batch_count and self._screen_stack:
            self.screen.check_idle()

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """None below a screen that covers all: in Textual 8.2 each change of the one below draws the open one anew."""
        return super()._background_screens if self.screen.styles.background.a < 1 else []

    def get_driver_class(self) -> type[Driver]:
        driver = super().get_driver_class()
        module = sys.modules[driver.__module__]
        if hasattr(module, PARSER):  # nothing public lets one choose what reads the terminal
            setattr(module, PARSER, PasteParser)
        return driver

    def on_resize(self, event: events.Resize) -> None:
        """Look again once sizes have come to rest: of two in quick succession the older may be told last."""
        if not self.is_headless:
            self._size_announced = event.size
            self.set_timer(AT_REST, self._look_again)

    def _look_again(self) -> None:
        size = Size(*shutil.get_terminal_size())
        if size != self._size_announced:
            self.post_message(events.Resize(size, size))


def _is_allowed_when_small(action: object) -> bool:
    return isinstance(action, str) and action.removeprefix("app.") in ALLOWED_WHEN_SMALL


def run(app: CeoSim) -> int:
    """Run the game, and say where it is saved when it is left; gives the exit code of the process."""
    app.run()
    if app.play is not None:
        print(app.save_status())  # noqa: T201 - the terminal is a plain one again
        app.play.session.close()
        return app.return_code or app.play.session.exit_code
    return app.return_code or 0
