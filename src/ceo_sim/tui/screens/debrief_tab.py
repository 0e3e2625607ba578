"""What the tabs of the debrief share: a list to point into, and what is told of the thing pointed at."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ceo_sim.engine.snapshots import Answer
from ceo_sim.presentation import formatting, naming
from ceo_sim.scenario.model import Metric
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.widgets.choices import Item
from ceo_sim.tui.widgets.drawn import hanging

READABLE = 110
"""Columns beyond which a line of prose reads badly."""


class TabScreen(GameScreen[None]):
    """The screen of the debrief, as its tabs know it.

    Attributes:
        play: The game that is looked back on.
        tab: The tab that is open.
    """

    play: Play
    tab: Tab

    def tell(self) -> None:
        """Draw the list and the detail anew."""
        raise NotImplementedError


class Tab:
    """One tab; made when it is turned to, and gone when it is left.

    Attributes:
        name: What it is called where there is little room.
        long_name: What it is called elsewhere.
        told: What one does there, for help.
        takes: Which of the bindings for Enter holds there; empty for none.
        forks: Whether one can play on from what is pointed at.
        has_metrics: Whether there are other metrics to look at.
        place: The item pointed at.
    """

    name = ""
    long_name = ""
    told = ""
    takes = ""
    forks = False
    has_metrics = False

    def __init__(self, screen: TabScreen) -> None:
        self.screen, self.play, self.game = screen, screen.play, screen.play.game
        self.scenario = self.play.scenario
        self.place = 0

    def items(self) -> Sequence[Item]:
        """The list; empty if there is nothing to choose from."""
        return ()

    def detail(self, width: int, height: int) -> list[Content]:
        """What is told of the item pointed at, in lines of at most `width`; `height` of them are in view."""
        raise NotImplementedError

    def take(self) -> None:
        """What Enter does."""

    @property
    def can_take(self) -> bool:
        """Whether Enter does anything to what is pointed at."""
        return True

    def turn_metric(self, by: int) -> None:
        """Look at another metric."""

    def fork(self) -> None:
        """Play on from what is pointed at."""

    @property
    def metric(self) -> Metric | None:
        """The metric that is in view."""
        return None

    # ---- how things are said --------------------------------------------------------------------------------

    def title(self, decision: str) -> str:
        """A decision in words."""
        return naming.decision_title(self.game, decision)

    def label(self, decision: str, option: str) -> str:
        """An option in words."""
        return naming.option_label(self.game, decision, option)

    def when(self, step: int) -> str:
        """A step in few letters."""
        return formatting.weekday_and_date(self.game.timeline, step)

    def answer_line(self, answer: Answer) -> str:
        """An answer in a line."""
        return f"{self.title(answer.decision)}: {self.label(answer.decision, answer.option)}"


def heading(text: str) -> Content:
    """A heading."""
    return Content.styled(text, "bold $accent")


def quiet(text: str) -> Content:
    """Words of less weight."""
    return Content.styled(text, "$text-muted")


def wrapped(content: str | Content, width: int, indent: int = 0) -> list[Content]:
    """Lines of at most `width` and of what reads well."""
    body = Content(content) if isinstance(content, str) else content
    return hanging(Content(" " * indent), body, min(width, READABLE))
