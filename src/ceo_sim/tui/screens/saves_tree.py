"""The games that are kept as lines of a tree, each under the one that it branched off from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content

from ceo_sim.presentation.saves_list import SaveView, branch_view, without_remedy
from ceo_sim.saves.tree import Branch
from ceo_sim.tui.widgets.drawn import hanging, two_ends
from ceo_sim.tui.widgets.rows import Pages, Row

if TYPE_CHECKING:
    from ceo_sim.saves.listing import Summary

ROOMY = 96
"""Columns from which on a game tells when it was last played."""
DEEPEST = 8
"""Levels that are drawn as such; what branched off more often stands under the last of them."""


class Twig(NamedTuple):
    """A game with its place in the tree: the lines before it, and those before what belongs to it."""

    branch: Branch
    parent: Branch | None
    before: str
    below: str


def twigs(roots: Iterable[Branch]) -> Iterator[Twig]:
    """The games in the order of the list."""
    waiting: list[tuple[Branch, Branch | None, str, str, int]] = [
        (root, None, "", "", 0) for root in reversed(list(roots))
    ]
    while waiting:
        branch, parent, before, below, depth = waiting.pop()
        yield Twig(branch, parent, before, below + ("│  " if branch.children else ""))
        stem = below if depth < DEEPEST else below[:-3]
        for place, child in enumerate(reversed(branch.children)):
            is_last = place == 0
            lines = (stem + ("└─ " if is_last else "├─ "), stem + ("   " if is_last else "│  "))
            waiting.append((child, branch, *lines, min(depth + 1, DEEPEST)))


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

    def __init__(self, number: int, twig: Twig) -> None:
        super().__init__(str(twig.branch.summary.path), id=f"game-{number}")
        self.number, self.twig = number, twig

    @property
    def save(self) -> Summary:
        """What is kept."""
        return self.twig.branch.summary

    def action_leap(self, pages: int) -> None:
        """Move the cursor by so many screens, or to the end."""
        rows = list(self.screen.query(GameRow))
        wanted = self.virtual_region.y + pages * self.screen.query_one(Pages).content_size.height
        min(rows, key=lambda row: abs(row.virtual_region.y - wanted)).focus()

    def draw(self, width: int) -> list[Content]:
        save, twig = self.save, self.twig
        view = branch_view(twig.branch, 0, twig.parent)
        number = f"{self.number} " if self.number < 10 else "  "
        before = Content.assemble(self.cursor, (number, "bold $accent"), twig.before)
        under = Content("   " + twig.below)
        name, origin = _called(view)
        if save.damaged:
            head = Content.assemble(before, (name + origin, "bold"))
            said = Content(without_remedy(save.damaged))
            return [head.truncate(width, ellipsis=True), *hanging(under, said, width)]
        room = width - before.cell_length - len(origin) - 2
        facts = _facts(view, room - Content(name).cell_length, is_roomy=width >= ROOMY)
        # A long name gives way, so that where the game branched off can always be read.
        called = Content.styled(name, "bold").truncate(max(8, room - Content(facts).cell_length), ellipsis=True)
        head = Content.assemble(before, called, (origin, "bold"))
        lines = [two_ends(head, Content.styled(facts, "$text-muted"), width)]
        if save.note:
            lines += hanging(under, Content.styled(f"“{save.note}”", "$text-muted"), width)
        return lines


def _facts(view: SaveView, room: int, *, is_roomy: bool) -> str:
    """How far it has come and when it was last played, or less of it where that takes more than the room."""
    state = view.state or view.answers
    ways = [" · ".join(view.facts), state]
    if is_roomy and view.played:
        ways.insert(0, f"{ways[0]} · played {view.played}")
    return next((way for way in ways if Content(way).cell_length <= room), ways[-1])


def _called(view: SaveView) -> tuple[str, str]:
    """What it is called, and where it comes from."""
    source = f" ({view.source})" if view.source else ""
    if not view.parted:
        return view.full_name, source
    return view.named_under_parent(), f", {view.parted}{source}"
