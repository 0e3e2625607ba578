"""The games that are kept as lines of a tree, each under the one that it branched off from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content

from ceo_sim.presentation.saves_list import SaveView, branch_view, without_remedy
from ceo_sim.saves.tree import Branch, branches
from ceo_sim.tui.widgets.line_widget import hanging_indent, justify
from ceo_sim.tui.widgets.rows import Row, ScrollPane

if TYPE_CHECKING:
    from ceo_sim.saves.listing import Summary

ROOMY = 96
"""Columns from which on a game tells when it was last played."""
DEEPEST = 8
"""Levels that are drawn as such; what branched off more often stands under the last of them."""


class TreeLine(NamedTuple):
    """A game with its place in the tree: the lines before it, and those before what belongs to it."""

    view: SaveView
    before: str
    below: str


def tree_lines(saves: Iterable[Summary]) -> Iterator[TreeLine]:
    """The games in the order of the list, each before those that branch off from it."""
    waiting: list[tuple[Branch, Branch | None, str, str, int]] = []
    waiting += [(root, None, "", "", 0) for root in reversed(branches(saves))]
    while waiting:
        branch, parent, before, below, depth = waiting.pop()
        view = branch_view(branch, depth, parent)
        yield TreeLine(view, before, below + ("│  " if branch.children else ""))
        stem = below if depth < DEEPEST else below[:-3]
        for place, child in enumerate(reversed(branch.children)):
            turn, straight = ("├─ ", "│  ") if place else ("└─ ", "   ")
            waiting.append((child, branch, stem + turn, stem + straight, min(depth + 1, DEEPEST)))


class GameRow(Row):
    """A game in the tree."""

    HELP = """
A game. **Enter** or a click goes on with it. **r** names it, **n** keeps a note with it, **x** moves it to the
trash, from which **u** brings it back. Page up, Page down, Home and End go far in a long list.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup,b", "leap(-1)", "up a page", show=False, id="game.page_up"),
        Binding("pagedown,space,f", "leap(1)", "down a page", show=False, id="game.page_down"),
        Binding("home,g", "leap(-1000)", "first", show=False, id="game.first"),
        Binding("end,G", "leap(1000)", "last", show=False, id="game.last"),
    ]

    def __init__(self, number: int, tree_line: TreeLine) -> None:
        super().__init__(str(tree_line.view.save.path), id=f"game-{number}")
        self.number, self.view, self.save = number, tree_line.view, tree_line.view.save
        self._before, self._below = tree_line.before, Content("   " + tree_line.below)

    def action_leap(self, pages: int) -> None:
        """Move the cursor by so many screens, or to the end."""
        rows = list(self.screen.query(GameRow))
        wanted = self.virtual_region.y + pages * self.screen.query_one(ScrollPane).content_size.height
        min(rows, key=lambda row: abs(row.virtual_region.y - wanted)).focus()

    def draw(self, width: int) -> list[Content]:
        view = self.view
        number = f"{self.number} " if self.number < 10 else "  "
        before = Content.assemble(self.cursor, (number, "bold $accent"), self._before)
        name, origin = (view.named_under_parent(), f", {view.parted}") if view.parted else (view.full_name, "")
        origin += f" ({view.source})" if view.source else ""
        if view.damaged:
            head = Content.assemble(before, (name + origin, "bold")).truncate(width, ellipsis=True)
            return [head, *hanging_indent(self._below, Content(without_remedy(view.damaged)), width)]
        room = width - before.cell_length - Content(origin).cell_length - 2
        facts = _facts(view, room - Content(name).cell_length, is_roomy=width >= ROOMY)
        # A long name gives way, so that where the game branched off can always be read.
        name_shown = Content.styled(name, "bold").truncate(max(8, room - Content(facts).cell_length), ellipsis=True)
        head = Content.assemble(before, name_shown, (origin, "bold"))
        lines = [justify(head, Content.styled(facts, "$text-muted"), width)]
        if self.save.note:
            lines += hanging_indent(self._below, Content.styled(f"“{self.save.note}”", "$text-muted"), width)
        return lines


def _facts(view: SaveView, room: int, *, is_roomy: bool) -> str:
    """How far it has come and when it was last played, or less of it where that takes more than the room."""
    state = view.state or view.answers
    ways = [" · ".join(view.facts), state]
    if is_roomy and view.played:
        ways.insert(0, f"{ways[0]} · played {view.played}")
    return next((way for way in ways if Content(way).cell_length <= room), ways[-1])
