"""The values that were named at the start beside what the choices did for them and against them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ceo_sim.analysis.value_tally import ValueTally, value_tallies
from ceo_sim.presentation import formatting
from ceo_sim.tui.screens.debrief_tab import READABLE, Tab, TabScreen, heading, quiet, wrapped
from ceo_sim.tui.widgets.choices import Item
from ceo_sim.tui.widgets.drawn import hanging


class Values(Tab):
    """Each value, and the deeds that served it or went against it."""

    name, long_name = "Values", "Your values"
    told = (
        "The values that you named at the start, with a ★, and after them those that your choices favoured. Each with "
        "the weights, the author's, of the choices that served it (+) and of those that went against it (−). The "
        "two are not made into a score."
    )

    def __init__(self, screen: TabScreen) -> None:
        super().__init__(screen)
        self.stands = value_tallies(self.game, self.play.session.values)

    def items(self) -> Sequence[Item]:
        return [self._item(stand) for stand in self.stands]

    def _item(self, stand: ValueTally) -> Item:
        left = Content.assemble(("★ " if stand.named else "  ", "bold $accent"), stand.value.name)
        served = f"+{stand.served}" if stand.served else ""
        harmed = f"{formatting.MINUS}{-stand.harmed}" if stand.harmed else ""
        return Item(left, Content(f"{served:>4} {harmed:>4}"))

    def detail(self, width: int, height: int) -> list[Content]:
        stand, room = self.stands[self.place], min(width, READABLE)
        lines = [heading(stand.value.name), *wrapped(quiet(stand.value.text), room), Content("")]
        lines += [*wrapped(self._said(stand), room), Content("")]
        for title, sign in (("What served it", 1), ("What went against it", -1)):
            deeds = [deed for deed in stand.deeds if deed.weight * sign > 0]
            if deeds:
                lines.append(Content.styled(title, "bold"))
            for deed in deeds:
                step = next(answer.step for answer in self.game.answers if answer.decision == deed.decision)
                mark = ("+" if sign > 0 else "−") * abs(deed.weight)
                head = Content.assemble((mark.rjust(4), "bold $accent"), (f"  {self.when(step):<11}", "$text-muted"))
                said = f"{self.title(deed.decision)}: {self.label(deed.decision, deed.option)}"
                lines += hanging(head, Content(said), room)
            lines += [Content("")] if deeds else []
        return [*lines, *self._summary(room)]

    def _said(self, stand: ValueTally) -> str:
        named = "You named it before the first decision." if stand.named else "You did not name it."
        served = sum(deed.weight > 0 for deed in stand.deeds)
        against = sum(deed.weight < 0 for deed in stand.deeds)
        if not stand.deeds:
            return f"{named} None of your choices bore on it."
        return f"{named} {formatting.counted(served, 'choice')} served it, {against} went against it."

    def _summary(self, width: int) -> list[Content]:
        """What was named beside what was done, in two lines."""
        named = [stand.value.name for stand in self.stands if stand.named]
        most = sorted(self.stands, key=lambda stand: -(stand.served + stand.harmed))
        favoured = [stand.value.name for stand in most if stand.served + stand.harmed > 0][: max(3, len(named))]
        lines = [heading("All of them")]
        told = ", ".join(named) or "none; nothing was named before the first decision"
        lines += hanging(Content("You named             "), Content(told), width)
        return lines + hanging(Content("Your choices favoured "), Content(", ".join(favoured) or "none"), width)
