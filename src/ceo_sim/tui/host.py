"""What a screen may ask of the app that shows it: the app knows the screens, and they know no more of it than this."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from textual.screen import Screen

if TYPE_CHECKING:
    from ceo_sim.saves.listing import Summary
    from ceo_sim.scenario.manifest import ScenarioManifest
    from ceo_sim.tui.play import Play
    from ceo_sim.tui.preferences import Preferences

Result = TypeVar("Result")
Act = Callable[[], object] | None
Answer = tuple[str, Act]
"""An answer that a question offers, and what is done if it is chosen."""


class Host(Protocol):
    """The app as its screens see it; what is Textual's own they ask of `Screen.app`.

    Attributes:
        preferences: What the player has settled.
        play: The game that is open.
    """

    preferences: Preferences
    play: Play | None

    # ---- games ----------------------------------------------------------------------------------------------

    def begin(self, scenario: Path) -> None:
        """Begin a scenario, by its path or its id."""

    def ask_how(self, story: ScenarioManifest) -> None:
        """Ask for the seed, the poles and the edition of a new game of a story."""

    def resume(self, save: Summary) -> None:
        """Go on with a game from the list."""

    def go_back(self, answer: int, option: str = "") -> None:
        """Ask whether to go back to where an answer was given, counted from 0, in a new game, pointing at an option."""

    def to_title(self) -> None:
        """Close the game and go back to the first screen."""

    def get_ready(self, stories: Iterable[Path]) -> None:
        """Import what the next screens need, and read stories until a game is opened; not on the screen's thread."""

    # ---- screens --------------------------------------------------------------------------------------------

    def open(self, screen: Screen[Result]) -> asyncio.Future[Result]:
        """Open a screen; what it gives back when it closes. Only for workers."""

    def returned(self, screen: Screen[Any]) -> None:
        """Hear that a screen is there again by itself: it is deaf at first to what was meant for the one before."""

    def screen_shown(self) -> None:
        """Say on the open screen what is to be said there: trouble with the save, the hints of a first game."""

    def say(self, words: str, seconds: float) -> None:
        """Say something in passing on the open screen, for so long, or until another screen is open."""

    def show(self, name: str, *about: object) -> None:
        """Open a screen over the game by its name, if a game is open."""

    def show_help(self, about: Screen[Any]) -> None:
        """Open the help for a screen."""
