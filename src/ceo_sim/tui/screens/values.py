"""What the player stands for: picked before the first decision, kept, and held up to the choices at the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ceo_sim.errors import IllegalMove
from ceo_sim.presentation import headings
from ceo_sim.scenario.model import Value
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.base import PlayScreen, digits
from ceo_sim.tui.widgets.line_widget import hanging_indent
from ceo_sim.tui.widgets.rows import Row, ScrollPane
from ceo_sim.tui.widgets.text import Words

MOST = 3
ASKED = f"""Up to {MOST}, the first one first; or none. It changes nothing in the story, and nobody in it knows. It is \
kept, and at the end it stands beside what your choices favoured."""


class ValueRow(Row):
    """A value, and its place among those picked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Enter goes on, whichever row the cursor is on.
        Binding("enter", "screen.on", "to your desk", key_display="Enter", id="value.on"),
        Binding("right,l", "pick(True)", "pick", key_display="→", id="value.pick"),
        Binding("left,h", "pick(False)", "drop", key_display="←", id="value.drop"),
    ]
    HELP = "A value of this story. **→** picks it, **←** drops it; its number or a click does either."

    class Picked(Row.Selected):
        """This is to be picked, or dropped."""

        def __init__(self, row: ValueRow, *, wanted: bool) -> None:
            super().__init__(row)
            self.wanted = wanted

    def __init__(self, number: int, value: Value) -> None:
        super().__init__(value.id, id=f"value-{number}")
        self.number, self.value, self.place = number, value, 0

    def draw(self, width: int) -> list[Content]:
        mark = f"[{self.place}]" if self.place else "[ ]"
        head = Content.assemble(self.cursor, (f"{self.number} ", "bold $accent"), (mark, "bold"), " ")
        name = Content.styled(self.value.name, "bold $accent" if self.place else "bold")
        text = hanging_indent(Content(" " * head.cell_length), Content.styled(self.value.text, "$text-muted"), width)
        return [*hanging_indent(head, name, width), *(text if self.value.text else [])]

    def show(self, place: int) -> None:
        """Show its place among those picked, from 1; 0 if it is not."""
        if place != self.place:
            self.place = place
            self.changed(layout=False)

    def action_pick(self, wanted: bool) -> None:
        self.post_message(self.Picked(self, wanted=wanted))

    def action_take(self) -> None:
        self.action_pick(not self.place)


class ValuesScreen(PlayScreen[bool]):
    """The values of a story, to pick from; gives back whether one goes on."""

    CSS_PATH = "values.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"pick({n})", show=False, id=f"values.turn.{n}") for n in range(1, 10)),
        Binding("enter", "on", "to your desk", key_display="Enter", id="values.on"),
        Binding("escape", "back", "title", key_display="Esc", id="values.back"),
    ]
    title_words = "What you stand for"
    help_words = f"""
Pick what you stand for, {MOST} values at most, in their order; or nothing. A number, **→** or a click picks one; the
same number, **←** or another click drops it. **Enter** goes to your desk.

It changes nothing in the story. At the end it stands beside what your choices favoured.
"""

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self.picked = [id for id in play.session.values if id in play.scenario.values]
        self.digits_hint = digits(len(play.scenario.values), "pick")

    def body(self) -> Iterable[Widget]:
        with ScrollPane(id="pages", can_focus=False), Vertical(id="column"):
            yield Words(Content.styled(headings.VALUES_ASKED, "bold $accent"), id="title")
            yield Words(Content.styled(ASKED, "$text-muted"), id="asked")
            for number, value in enumerate(self.play.scenario.values.values(), 1):
                yield ValueRow(number, value)
            yield Words("", id="said")

    def on_mount(self) -> None:
        self._look()

    def _look(self, problem: str = "") -> None:
        rows = {row.key: row for row in self.query(ValueRow)}
        for id, row in rows.items():
            row.show(self.picked.index(id) + 1 if id in self.picked else 0)
        names = ", ".join(rows[id].value.name for id in self.picked)
        self.query_one("#said", Words).update(problem or (f"You stand for: {names}" if names else "Nothing picked."))

    def on_value_row_picked(self, message: ValueRow.Picked) -> None:
        message.stop()
        id = message.row.key
        if not message.wanted:
            self.picked = [other for other in self.picked if other != id]
        elif id not in self.picked and len(self.picked) >= MOST:
            self._look(f"{MOST} at most. Drop one first.")
            return
        elif id not in self.picked:
            self.picked.append(id)
        self._look()

    def action_on(self) -> None:
        try:
            self.play.session.stand_for(self.picked)
        except IllegalMove as refused:
            self.app.notify(str(refused), markup=False, timeout=4)
        self.dismiss(True)

    def action_back(self) -> None:
        self.dismiss(False)
