"""The player's path beside the real one, with its sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from textual.content import Content

from ceo_sim.analysis.real_path import HistoryComparison, compare_with_history
from ceo_sim.presentation import formatting
from ceo_sim.scenario.model import Fact
from ceo_sim.tui.screens.debrief_tab import READABLE, Tab, TabScreen, heading, quiet, wrapped
from ceo_sim.tui.widgets.choices import Item
from ceo_sim.tui.widgets.drawn import hanging
from ceo_sim.tui.widgets.text import line


class Real(Tab):
    """Each decision as the player took it and as the real people did, and the case file."""

    name, long_name = "Real", "What really happened"
    told = (
        "What you chose beside what the real people did, with the sources. The last line of the list is the case file. "
        "Where reports differ, that is said."
    )

    def __init__(self, screen: TabScreen) -> None:
        super().__init__(screen)
        self.rows = compare_with_history(self.game)
        history = self.scenario.history
        self.facts = history.facts if history is not None else ()

    def items(self) -> Sequence[Item]:
        items = [self._item(each) for each in self.rows]
        return [*items, Item(Content("The case file"), Content(formatting.counted(len(self.facts), "fact")))]

    def _item(self, each: HistoryComparison) -> Item:
        if each.chosen is None:
            said = "theirs only"
        else:
            said = "yours only" if each.real is None else "the same" if each.same else "differs"
        return Item(Content(self.title(each.decision.id)), quiet(said))

    def detail(self, width: int, height: int) -> list[Content]:
        room = min(width, READABLE)
        if self.place == len(self.rows):
            history = self.scenario.history
            checked = history.as_of if history is not None else None
            said = f"last checked {formatting.date(checked)} {checked.year}" if checked is not None else ""
            return [Content.assemble(heading("The case file"), "   ", quiet(said)), *_facts(self.facts, room)]
        each = self.rows[self.place]
        lines = [*wrapped(heading(self.title(each.decision.id)), room), Content("")]
        yours = "You did not decide this." if each.chosen is None else self.label(each.decision.id, each.chosen)
        lines += hanging(Content.styled("you    ", "bold $text-accent"), Content(yours), room)
        if each.real is None:
            lines += hanging(
                Content.styled("real   ", "bold $text-accent"), quiet("Nothing like it is on record."), room
            )
        else:
            label = self.label(each.decision.id, each.real.option) + (" (as you did)" if each.same else "")
            lines += hanging(Content.styled("real   ", "bold $text-accent"), Content(label), room)
            lines += wrapped(each.real.text, room, 7) if each.real.text else []
            lines += wrapped(quiet(each.real.source), room, 7) if each.real.source else []
        if each.facts:
            lines += [Content(""), heading("What is on record"), *_facts(each.facts, room)]
        return lines


def _facts(facts: Iterable[Fact], width: int) -> list[Content]:
    lines: list[Content] = []
    for fact in facts:
        day = f"{formatting.date(fact.at)} {fact.at.year}" if isinstance(fact.at, dt.date) else f"Turn {fact.at}"
        contested = ("   ≠ reports differ", "bold $warning") if fact.contested else ""
        lines += [Content(""), Content.assemble((day, "bold"), contested), *wrapped(line(fact.text), width, 2)]
        lines += wrapped(quiet(fact.source), width, 2) if fact.source else []
    return lines
