"""The feed: who says what, the newest last."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ceo_sim.tui.sights import NewsSight
from ceo_sim.tui.widgets.drawn import Drawn, hanging, two_ends
from ceo_sim.tui.widgets.text import line


def item_lines(sight: NewsSight, width: int) -> list[Content]:
    """One item: its date and sender, then what is said."""
    item = sight.item
    mark = ("• ", "bold $accent") if sight.fresh else ("  ", "")
    when = f"{sight.when}  " if sight.when else ""
    head = Content.assemble(mark, (when, "$text-muted"), (item.sender, "bold"))
    agree = Content.styled(f"{item.agree:,} agree", "$text-muted") if item.agree else Content("")
    if item.role and head.cell_length + len(item.role) + 4 + agree.cell_length <= width:
        head = Content.assemble(head, (f", {item.role}", "$text-muted"))
    return [two_ends(head, agree, width), *hanging(Content("  "), line(item.text), width)]


class Feed(Drawn):
    """As much of the feed as there is room for, the newest at the bottom."""

    def __init__(self, *, id: str | None = None, items: int | None = None) -> None:
        super().__init__(id=id)
        self._sights: Sequence[NewsSight] = ()

    def show(self, sights: Sequence[NewsSight]) -> None:
        """Show the feed as it is now."""
        self._sights = sights
        self.changed()

    def draw(self, width: int) -> list[Content]:
        height = self.size.height or 8
        chosen: list[list[Content]] = []
        used = 0
        for sight in reversed(self._sights):
            lines = item_lines(sight, width)
            if used + len(lines) > height - 1 and chosen:
                break
            chosen.insert(0, lines)
            used += len(lines)
        drawn = [one for lines in chosen for one in lines][:height]
        hidden = len(self._sights) - len(chosen)
        if hidden > 0:
            drawn.append(Content.styled(f"  {hidden} earlier", "$text-muted"))
        return drawn or [Content.styled("Nothing yet.", "$text-muted")]


class Newest(Drawn):
    """The newest items, a line each."""

    def __init__(self, *, id: str | None = None, count: int = 2) -> None:
        super().__init__(id=id)
        self._sights: Sequence[NewsSight] = ()
        self._count = count

    def show(self, sights: Sequence[NewsSight]) -> None:
        """Show the feed as it is now."""
        self._sights = sights
        self.changed()

    def draw(self, width: int) -> list[Content]:
        drawn = []
        for sight in self._sights[-self._count :]:
            head = Content.assemble(("• " if sight.fresh else "  ", "bold $accent"), (sight.item.sender, "bold"), "  ")
            drawn += hanging(head, line(sight.item.text), width, indent=4)[:2]
        return drawn or [Content.styled("  Nothing yet.", "$text-muted")]
