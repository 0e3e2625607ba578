"""What shows a part of the desk: it looks at the game itself whenever it is drawn."""

from __future__ import annotations

from ceo_sim.presentation.desk import DeskView
from ceo_sim.tui.play import Play
from ceo_sim.tui.widgets.line_widget import LineWidget


class DeskPart(LineWidget):
    """Something that shows a part of the desk as it is now."""

    def __init__(self, play: Play, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.play = play

    @property
    def desk(self) -> DeskView:
        """The desk as it is now."""
        return self.play.desk()
