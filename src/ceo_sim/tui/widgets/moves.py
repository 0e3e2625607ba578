"""The metrics that moved: from, to, and why; the way between can be seen to be gone."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from ceo_sim.analysis.provenance import cause_name
from ceo_sim.engine.ledger import Share
from ceo_sim.engine.snapshots import Movement
from ceo_sim.presentation import formatting
from ceo_sim.scenario.metrics import bounds
from ceo_sim.scenario.model import Scenario
from ceo_sim.tui.widgets.drawn import Drawn, hanging
from ceo_sim.tui.widgets.meter import fit

MOST_MOVES = 5
TRACK = 21
"""Columns of a metric's range drawn as a line."""


class Moves(Drawn):
    """The metrics that moved, the largest first: from, to, and the two causes that weigh most."""

    def __init__(self, scenario: Scenario, moved: Iterable[Movement], *, choice: str = "") -> None:
        super().__init__()
        self._scenario = scenario
        self._choice = choice
        self._all = list(moved)
        self._seen = [move for move in self._all if move.is_seen]
        self._whole = False
        self._share = 1.0

    @property
    def hidden(self) -> int:
        """How many moves are not shown."""
        return len(self._all) - len(self._moves)

    @property
    def _moves(self) -> list[Movement]:
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
            spans = max(len(_span(move)) for move in self._moves)
            turns = max(_turn(move).cell_length for move in self._moves)
            names = min(width - spans - turns - 4, max(len(move.metric.name) for move in self._moves))
            columns = (names, spans, turns)
            lines = [one for move in self._moves for one in self._lines(move, columns, width)]
        if self.hidden:
            lines += [Content.styled(f"{self.hidden} more: m", "$text-muted")]
        return lines

    def _lines(self, move: Movement, columns: tuple[int, int, int], width: int) -> list[Content]:
        names, spans, turns = columns
        name = fit(Content.styled(move.metric.name, "bold"), names)
        now = move.before + (move.after - move.before) * self._share
        head = Content.assemble(name, "  ", _span(move, now).rjust(spans), "  ", fit(_turn(move), turns))
        if width - head.cell_length > TRACK + 2:
            head = Content.assemble(head, "  ", track(move, now))
        lines = [head]
        for share in move.weightiest:
            said = Content.styled(formatting.change(move.metric, share.amount).rjust(8) + "  ", "bold")
            lines += hanging(said, Content(self._cause(share)), width)
        return lines

    def _cause(self, share: Share) -> str:
        """A cause in words; the choice that has just been made stands above in full."""
        if share.kind == "option" and share.cause == self._choice:
            return "Your choice"
        return cause_name(self._scenario, share.kind, share.cause)


def track(move: Movement, now: float) -> Content:
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


def _span(move: Movement, now: float | None = None) -> str:
    after = move.after if now is None else now
    return f"{formatting.figure(move.metric, move.before)} → {formatting.figure(move.metric, after)}"


def _turn(move: Movement) -> Content:
    change = move.after - move.before
    sign = formatting.arrow_and_change(move.metric, change)
    if move.metric.better == "neither":
        return Content(sign)
    good = (change > 0) == (move.metric.better == "higher")
    return Content.styled(sign, "$text-success" if good else "$text-error")
