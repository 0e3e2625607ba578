"""The smaller panels of the desk."""

from __future__ import annotations

from textual.content import Content

from ceo_sim.tui import words
from ceo_sim.tui.play import Play
from ceo_sim.tui.sights import Sight
from ceo_sim.tui.widgets.drawn import Drawn, hanging, two_ends
from ceo_sim.tui.widgets.text import line


class TopLine(Drawn):
    """Whose desk it is, what day, and what is left of it."""

    def __init__(self, left: str = "", right: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left, self._right = left, right

    def show(self, left: str, right: str) -> None:
        """Show other words."""
        self._left, self._right = left, right
        self.changed(layout=False)

    def draw(self, width: int) -> list[Content]:
        return [two_ends(Content.styled(self._left, "bold $accent"), Content.styled(self._right, "bold"), width)]


class Owed(Drawn):
    """What has been promised, and what the advisers remark."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sight: Sight | None = None

    def show(self, sight: Sight) -> None:
        """Show how it stands now."""
        self._sight = sight
        self.changed()

    def draw(self, width: int) -> list[Content]:
        drawn: list[Content] = []
        if self._sight is None:
            return drawn
        for promise, due in self._sight.promises:
            if promise.state == "open":
                drawn += hanging(Content.styled("Promised  ", "bold"), Content.assemble(line(promise.text), due), width)
        if self.screen.has_class("-short"):  # there is no room for more: the advisers have a screen of their own
            return drawn
        for person, remark in self._sight.remarks:
            drawn += hanging(Content.styled(f"{person.name}  ", "bold"), line(remark), width, indent=2)
        return drawn


class Recent(Drawn):
    """The end of the story so far, as much as there is room for."""

    def __init__(self, play: Play) -> None:
        super().__init__(id="recent")
        self._play = play

    def draw(self, width: int) -> list[Content]:
        timeline, lines, date = self._play.game.timeline, list[Content](), ""
        for entry in self._play.game.entries[-40:]:
            if not entry.title:
                continue
            when = words.short_when(timeline, entry.step)
            if when != date:
                lines.append(Content.styled(when, "$text-muted"))
                date = when
            mark = "you  " if entry.kind == "option" else "     "
            lines += hanging(Content.styled(mark, "bold $accent"), line(entry.title), width)
        return lines[-max(1, self.size.height) :] or [Content.styled("It begins here.", "$text-muted")]
