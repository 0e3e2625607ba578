"""What a screen may ask of the app that shows it: the app knows the screens, and they know no more of it than this."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from textual.screen import Screen

if TYPE_CHECKING:
    from ceo_sim.engine.snapshots import DecisionView
    from ceo_sim.saves.listing import Summary
    from ceo_sim.settings import SettingsFile
    from ceo_sim.tui.play import Play


class Host(Protocol):
    """The app as its screens see it; what is Textual's own they ask of `Screen.app`.

    Attributes:
        saves: The folder for saves.
        play: The game that is open.
        settled: The settings and their file.
        oddities: What is odd in that file, a sentence each.
        own_keys: Keys of the player's own that hold, by the id of what they do.
    """

    saves: Path
    play: Play | None
    settled: SettingsFile
    oddities: list[str]
    own_keys: dict[str, str]

    def settle(self, name: str, value: str | bool) -> None:
        """Change a setting, and keep it."""

    # ---- games ----------------------------------------------------------------------------------------------

    def begin(self, scenario: str | Path) -> None:
        """Begin a scenario, by its path or its id."""

    def resume(self, save: Summary) -> None:
        """Go on with a game from the list."""

    def go_back(self, answer: int) -> None:
        """Go back to where an answer was given, counted from 0, in a new game."""

    def to_title(self) -> None:
        """Close the game and go back to the first screen."""

    def warm_up(self) -> None:
        """Import what the next screens need; called off the screen's thread."""

    def read_ahead(self, stories: Iterable[Path]) -> None:
        """Read stories until a game is opened; called off the screen's thread."""

    def hold(self) -> None:
        """Look through all objects once, and then no more until the game is closed."""

    # ---- screens --------------------------------------------------------------------------------------------

    def screen_shown(self) -> None:
        """Say on the open screen what is to be said there: trouble with the save, the hints of a first game."""

    def show_feed(self, sender: str) -> None:
        """Open the whole feed, of one sender if one is named."""

    def show_help(self, about: Screen[Any]) -> None:
        """Open the help for a screen."""

    def show_why(self, metric: str = "") -> None:
        """Open the ledger of a metric; of the first one if none is named."""

    def show_advice(self, view: DecisionView) -> None:
        """Open what each adviser says to each option of a decision."""

    def show_outlook(self, view: DecisionView) -> None:
        """Open the choice of an adviser for a forecast of a decision."""
