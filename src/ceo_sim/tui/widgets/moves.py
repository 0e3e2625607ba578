"""The metrics that moved: from, to, and why; the way between can be seen to be gone."""

from __future__ import annotations

from textual.content import Content

from ceo_sim.presentation import formatting
from ceo_sim.presentation.outcome import MoveView, OutcomeView
from ceo_sim.scenario.metrics import bounds
from ceo_sim.tui.widgets.line_widget import LineWidget, hanging_indent
from ceo_sim.tui.widgets.meter import fit, tint

MOST_MOVES = 5
TRACK = 21
"""Columns of a metric's range drawn as a line."""


class Moves(LineWidget):
    """The metrics that moved, the largest first: from, to, and the causes that weigh most."""

    def __init__(self, outcome: OutcomeView) -> None:
        super().__init__()
        self._all, self._seen = outcome.moves, outcome.moves_seen
        self._whole = False
        self._share = 1.0

    @property
    def hidden(self) -> int:
        """How many moves are not shown."""
        return len(self._all) - len(self._moves)

    @property
    def _moves(self) -> tuple[MoveView, ...]:
        return self._all if self._whole else self._seen[:MOST_MOVES]

    def open(self) -> None:
        """Show all that moved."""
        self._whole = True
        self.changed()

    def go(self, share: float) -> None:
        """Show so much of each way from the old to the new place, from 0 to 1."""
        self._share = share
        self.changed(layout=False)

    def draw(self, width: int) -> list[Content]:
        if not self._moves:
            little = "What you can see has moved by less than it shows." if self._all else ""
            lines = [Content.styled(little or "Nothing that you can see has moved.", "$text-muted")]
        else:
            spans = max(len(_span(move, move.after)) for move in self._moves)
            changes = max(len(_change(move)) for move in self._moves)
            longest = max(Content(move.metric.name).cell_length for move in self._moves)
            names = min(width - spans - changes - 4, longest)
            columns = (names, spans, changes)
            lines = [one for move in self._moves for one in self._lines(move, columns, width)]
        if self.hidden:
            lines += [Content.styled(f"{self.hidden} more: m", "$text-muted")]
        return lines

    def _lines(self, move: MoveView, columns: tuple[int, int, int], width: int) -> list[Content]:
        names, spans, changes = columns
        change = fit(Content.styled(_change(move), tint(move.is_good)), changes)
        name = fit(Content.styled(move.metric.name, "bold"), names)
        now = move.before + (move.after - move.before) * self._share
        head = Content.assemble(name, "  ", _span(move, now).rjust(spans), "  ", change)
        low, high = formatting.axis_labels(move.metric, *bounds(move.metric))
        way = Content.assemble((f"{low} ", "$text-muted"), track(move, now), (f" {high}", "$text-muted"))
        if width - head.cell_length > way.cell_length + 2:
            head = Content.assemble(head, "  ", way)
        lines = [head]
        for cause in move.causes:
            lines += hanging_indent(Content.styled(cause.amount.rjust(8) + "  ", "bold"), Content(cause.name), width)
        return lines


def track(move: MoveView, now: float) -> Content:
    """A metric's range as a line: where it stood, where it is, and the way between."""
    low, high = bounds(move.metric)

    def place(value: float) -> int:
        return round((value - low) / ((high - low) or 1.0) * (TRACK - 1))

    before, at = place(move.before), place(now)
    cells = ["─"] * TRACK
    for between in range(min(before, at), max(before, at)):
        cells[between] = "━"
    cells[before], cells[at] = "○", "●"
    return Content.styled("".join(cells), "$accent")


def _change(move: MoveView) -> str:
    """The change, and whether it is for the better."""
    return f"{move.change} {formatting.verdict(move.is_good)}".rstrip()


def _span(move: MoveView, now: float) -> str:
    """Both figures; on its way from the one to the other, the figure that it has come to."""
    return f"{formatting.total(move.metric, move.before)} → {formatting.total(move.metric, now)}"
