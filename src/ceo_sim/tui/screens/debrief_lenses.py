"""Each option of each decision as six ethical frameworks argue it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ceo_sim.analysis.lenses import DecisionReading, OptionReading, readings
from ceo_sim.scenario.text import plain
from ceo_sim.tui.screens.debrief_tab import READABLE, Tab, TabScreen, heading, quiet, wrapped
from ceo_sim.tui.widgets.choices import Item
from ceo_sim.tui.widgets.drawn import hanging


class Lenses(Tab):
    """The best case for and against each option, in an order by lot."""

    name, long_name = "Lenses", "Six lenses"
    told = (
        "The best case for and against every option, by six ways to look at it. Their order is drawn by lot, and "
        "differs from decision to decision. ● is what you chose. **n** and **p** go to the next decision and "
        "the one before."
    )

    def __init__(self, screen: TabScreen) -> None:
        super().__init__(screen)
        self.rows: list[tuple[DecisionReading, OptionReading | None]] = []
        for decision in readings(self.game):
            self.rows += [(decision, None), *((decision, option) for option in decision.options)]
        self.place = 1

    def items(self) -> Sequence[Item]:
        return [self._item(decision, option) for decision, option in self.rows]

    def _item(self, decision: DecisionReading, option: OptionReading | None) -> Item:
        if option is None:
            name = Content.styled(self.title(decision.decision.id), "bold")
            return Item(name, quiet(self.when(decision.step)), heading=True)
        mark = "● " if option.chosen else "○ "
        return Item(Content(mark + self.label(decision.decision.id, option.option.id)))

    def detail(self, width: int, height: int) -> list[Content]:
        decision, option = self.rows[self.place]
        assert option is not None
        room = min(width, READABLE)
        label = self.label(decision.decision.id, option.option.id)
        lines = [*wrapped(quiet(self.title(decision.decision.id)), room), *wrapped(heading(label), room)]
        lines += [Content("Your choice.") if option.chosen else quiet("Not your choice."), Content("")]
        for reading in option.readings:
            lines += wrapped(
                Content.assemble((reading.lens.name, "bold"), "  ", (reading.lens.question, "$text-muted")), room
            )
            lines += hanging(Content.styled("  for      ", "$text-accent"), Content(plain(reading.case_for)), room)
            lines += hanging(Content.styled("  against  ", "$text-accent"), Content(plain(reading.case_against)), room)
            lines.append(Content(""))
        return lines if option.readings else [*lines, quiet("Nothing is written on it.")]
