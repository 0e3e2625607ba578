"""What was foretold beside what came: the player's predictions, and the forecasts of advisers."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ceo_sim.analysis.predictions import AdviserScore, Prediction, adviser_scores, predictions, score
from ceo_sim.engine.snapshots import Direction
from ceo_sim.presentation import formatting
from ceo_sim.scenario.model import Metric
from ceo_sim.tui.screens.debrief_tab import READABLE, Tab, TabScreen, heading, quiet, wrapped
from ceo_sim.tui.widgets.choices import Item
from ceo_sim.tui.widgets.drawn import hanging

DIRECTIONS: tuple[Direction, ...] = ("up", "same", "down")
SIGN = {"up": formatting.UP, "same": formatting.LEVEL, "down": formatting.DOWN}


class Forecasts(Tab):
    """How often each thing came after each was said; by metric, and for the advisers."""

    name, long_name = "Forecasts", "Your forecasts"
    told = (
        "What you predicted beside what came a day later, in all and by meter, and the forecasts that you asked your "
        "advisers for beside what came a week later. A meter counts as the same within 1 % of its scale."
    )

    def __init__(self, screen: TabScreen) -> None:
        super().__init__(screen)
        self.found = predictions(self.game)
        self.metrics = [metric for metric, _, _ in score(self.found).by_metric]
        self.scores: tuple[AdviserScore, ...] | None = None if self.game.consultations else ()
        if self.scores is None:
            screen.look_up(lambda: [adviser_scores(self.game)], self._show, group="tab")

    def _show(self, found: tuple[AdviserScore, ...]) -> None:
        self.scores = found
        if self.screen.tab is self:
            self.screen.tell()

    def items(self) -> Sequence[Item]:
        items = [self._item("All your predictions", self.found)] if self.found else []
        items += [self._item(f"  {metric.name}", self._of(metric)) for metric in self.metrics]
        asked = formatting.counted(len(self.game.consultations), "forecast")
        held = f"{self._inside()} of {len(self.scores)}" if self.scores else asked
        return [*items, Item(Content("Your advisers"), Content(held))]

    def _inside(self) -> int:
        """How many of the advisers' ranges held what came."""
        return sum(each.inside for each in self.scores or ())

    def _item(self, name: str, found: Sequence[Prediction]) -> Item:
        return Item(Content(name), Content(f"{score(found).right} of {len(found)}"))

    def _of(self, metric: Metric) -> list[Prediction]:
        return [each for each in self.found if each.metric.id == metric.id]

    @property
    def metric(self) -> Metric | None:
        place = self.place - 1
        return self.metrics[place] if 0 <= place < len(self.metrics) else None

    def detail(self, width: int, height: int) -> list[Content]:
        room = min(width, READABLE)
        if self.place == len(self.items()) - 1:
            return self._advisers(room)
        found = list(self.found) if self.metric is None else self._of(self.metric)
        return [*self._table(found, room), Content(""), *self._each(found, room)]

    def _table(self, found: list[Prediction], width: int) -> list[Content]:
        result = score(found)
        name = self.metric.name if self.metric is not None else "All your predictions"
        lines = [heading(name), Content(f"{result.right} of {result.made} came as you said.")]
        direction, often = result.commonest
        base = f"Always saying {SIGN[direction]} {direction} would have been right {often} of {result.made} times."
        lines += [*wrapped(quiet(base), width), Content("")]
        lines.append(Content.styled("            it came " + "".join(f"{SIGN[d]} {d:<7}" for d in DIRECTIONS), "bold"))
        for said in DIRECTIONS:
            cells = "".join(f"{result.table.get((said, came), 0):<9}" for came in DIRECTIONS)
            lines.append(Content.assemble((f"you said {SIGN[said]} {said:<9}", "bold"), cells))
        return lines

    def _each(self, found: list[Prediction], width: int) -> list[Content]:
        lines: list[Content] = [heading("One by one")]
        for each in found:
            answer = self.game.answers[each.answer]
            same = "as you said" if each.said == each.came else "otherwise"
            head = Content.assemble((f"{self.when(answer.step):<11}", "$text-muted"))
            said = Content.assemble(
                (each.metric.name, "bold"),
                f": you said {SIGN[each.said]} {each.said}, it came {SIGN[each.came]} {each.came} "
                f"({formatting.change(each.metric, each.change)}), {same}. ",
                (self.title(answer.decision), "$text-muted"),
            )
            lines += hanging(head, said, width)
        return lines

    def _advisers(self, width: int) -> list[Content]:
        lines = [heading("Your advisers"), Content("")]
        if not self.found:
            lines += [*wrapped("You made no predictions of your own.", width), Content("")]
        if self.scores is None:
            return [*lines, quiet("Their forecasts are being made again …")]
        if not self.scores:
            none = "No forecast that you asked for can be held against what came."
            return lines + wrapped(none if self.game.consultations else "You asked for no forecasts.", width)
        lines += wrapped(f"{self._inside()} of {formatting.counted(len(self.scores), 'range')} held what came.", width)
        said = (
            "Each is for nine plays in ten, a week on (or at the end): nine in ten of them hold what comes if what the "
            "adviser assumes is right."
        )
        lines += [*wrapped(quiet(said), width), Content("")]
        for each in self.scores:
            low, high, came = formatting.range_and_value(each.metric, each.low, each.high, each.came)
            head = Content.styled(f"{each.adviser.name}, {self.when(each.at)}  ", "bold")
            reach = f"{low} to {high} {each.metric.unit}".rstrip()
            range_said = f"{each.metric.name}: said {reach}, came {came}: {each.place}. "
            lines += hanging(head, Content.assemble(range_said, (self.title(each.decision), "$text-muted")), width, 2)
        return lines
