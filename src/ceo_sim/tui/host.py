"""What a screen may ask of the app that shows it: the app knows the screens, and they know no more of it than this."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from textual.screen import Screen

if TYPE_CHECKING:
    from ceo_sim.presentation.decision import DecisionView
    from ceo_sim.saves.listing import Summary
    from ceo_sim.tui.play import Play
    from ceo_sim.tui.preferences import Preferences

Result = TypeVar("Result")


class Host(Protocol):
    """The app as its screens see it; what is Textual's own they ask of `Screen.app`.

    Attributes:
        preferences: What the player has settled.
        play: The game that is open.
    """

    preferences: Preferences
    play: Play | None

    # ---- games ----------------------------------------------------------------------------------------------

    def begin(self, scenario: str | Path) -> None:
        """Begin a scenario, by its path or its id."""

    def resume(self, save: Summary) -> None:
        """Go on with a game from the list."""

    def go_back(self, answer: int) -> None:
        """Go back to where an answer was given, counted from 0, in a new game."""

    def to_title(self) -> None:
        """Close the game and go back to the first screen."""

    def get_ready(self, stories: Iterable[Path]) -> None:
        """Import what the next screens need, and read stories until a game is opened; not on the screen's thread."""

    # ---- screens --------------------------------------------------------------------------------------------

    def open(self, screen: Screen[Result]) -> asyncio.Future[Result]:
        """Open a screen; what it gives back when it closes. Only for workers."""

    def screen_shown(self) -> None:
        """Say on the open screen what is to be said there: trouble with the save, the hints of a first game."""

    def show_help(self, about: Screen[Any]) -> None:
        """Open the help for a screen."""

    def show_why(self, metric: str = "") -> None:
        """Open the ledger of a metric; of the first one if none is named."""

    def show_feed(self, sender: str) -> None:
        """Open the whole feed, of one sender if one is named."""

    def show_advice(self, view: DecisionView) -> None:
        """Open what each adviser says to each option of a decision."""

    def show_outlook(self, view: DecisionView) -> None:
        """Open the choice of an adviser for a forecast of a decision."""
