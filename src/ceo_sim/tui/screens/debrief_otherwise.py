"""The story as it would have gone: one answer given otherwise, or with rival assumptions true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import define
from textual.content import Content

from ceo_sim.analysis.apart import differences
from ceo_sim.analysis.fans import Fans, visible_metrics
from ceo_sim.analysis.following import Followed
from ceo_sim.analysis.rivals import changed_assumptions, under_rivals
from ceo_sim.analysis.whatif import alternative, options_at, options_throughout, spread
from ceo_sim.engine import titles
from ceo_sim.engine.game import Game
from ceo_sim.engine.views import DecisionView, OptionView
from ceo_sim.scenario import phrases
from ceo_sim.scenario.metrics import bounds
from ceo_sim.scenario.model import Metric
from ceo_sim.tui.screens.debrief_tab import READABLE, Tab, heading, quiet, wrapped
from ceo_sim.tui.widgets.chart import BOTH, Band, Line, overlaid
from ceo_sim.tui.widgets.choices import Item
from ceo_sim.tui.widgets.drawn import hanging
from ceo_sim.tui.widgets.spark import window

if TYPE_CHECKING:
    from ceo_sim.tui.screens.debrief import DebriefScreen

LARGEST = 6
YOURS, THEIRS = "·", "░"
"""What fills the bands of a thousand lucks."""
WIDEST_CHART = 130


@define(eq=False)
class Other:
    """Another story that was asked for; `fans` come later than the story."""

    followed: Followed | None = None
    fans: Fans | None = None


class Otherwise(Tab):
    """A tab that draws another story over the player's own."""

    has_metrics = True

    def __init__(self, host: DebriefScreen) -> None:
        super().__init__(host)
        self.metrics = [self.scenario.metrics[id] for id in visible_metrics(self.game.program)]
        self.metric_place = 0

    @property
    def metric(self) -> Metric | None:
        return self.metrics[self.metric_place] if self.metrics else None

    def turn_metric(self, by: int) -> None:
        if self.metrics:
            self.metric_place = (self.metric_place + by) % len(self.metrics)
            self.host.tell()

    def compared(self, other: Other, width: int, height: int) -> list[Content]:
        """Two stories: drawn over each other, their endings, where they end apart, what could not be followed."""
        followed, room = other.followed, min(width, READABLE)
        if followed is None:
            return [quiet("It is being played …")]
        lines = self._chart(followed.game, other.fans, width, height) if self.metric is not None else []
        lines += hanging(Content("yours ended  ━━  "), Content(self._ending(self.game)), room)
        lines += hanging(Content("the other    ╍╍  "), Content(self._ending(followed.game)), room)
        lines += [] if other.fans is None else self._shares(other.fans, room)
        lines += [Content(""), *self._differences(followed.game, room)]
        for title, answers in (
            ("Answers of yours that could not be given there", followed.dropped),
            ("Urgent there only, answered by its default or by lot", followed.unforeseen),
        ):
            if answers:
                lines += [Content(""), Content.styled(title, "bold")]
            for answer in answers:
                head = quiet(f"{self.when(answer.step):<11}")
                lines += hanging(head, Content(self.answer_line(answer)), room)
        return lines

    def _chart(self, game: Game, fans: Fans | None, width: int, height: int) -> list[Content]:
        metric = self.metric
        assert metric is not None
        mine, theirs = self.game.course(metric.id), game.course(metric.id)
        bands = [] if fans is None else [_band(fans, "yours", metric, YOURS), _band(fans, "other", metric, THEIRS)]
        reach = [*mine, *theirs, *(value for band in bands for value in (*band.low, *band.high))]
        low, high = window(reach, *bounds(metric))
        foot, head = phrases.ends(metric, low, high)
        rows, margin = max(5, min(18, height - 10)), max(len(foot), len(head))
        size = max(20, min(width, WIDEST_CHART) - margin - 2), rows
        lines = [
            Content.assemble(
                (metric.name, "bold $accent"),
                f"   ━━ yours {phrases.with_unit(metric, mine[-1])}",
                f"   ╍╍ the other {phrases.with_unit(metric, theirs[-1])}",
            )
        ]
        drawn = overlaid([Line(mine), Line(theirs, dashed=True)], bands, size, low, high)
        for place, row in enumerate(drawn):
            label = head if place == 0 else foot if place == rows - 1 else ""
            parts: list[str | tuple[str, str]] = [f"{label:>{margin}} │"]
            styles = {0: "bold $accent", 1: "bold $text-warning", -1: "$text-muted"}
            parts += [(sign, styles[number]) for sign, number in row]
            lines.append(Content.assemble(*parts).simplify())
        lines.append(Content(" " * margin + " └" + "─" * size[0]))
        steps = max(len(mine), len(theirs)) - 1
        said = f"{self.when(0)} to {self.when(steps)}"
        if fans is not None:
            said += f"; nine in ten of a thousand lucks: {YOURS} yours  {THEIRS} the other  {BOTH} both"
        return [*lines, *wrapped(quiet(said), width), Content("")]

    def _ending(self, game: Game) -> str:
        if game.ending is None:
            return "not yet"
        return f"{titles.ending(game, game.ending.id)}, {self.when(game.now)}"

    def _shares(self, fans: Fans, width: int) -> list[Content]:
        """How a thousand lucks end, each way."""
        lines = [Content(""), Content.styled("Endings over a thousand lucks", "bold")]
        for name, of in (("yours", "yours"), ("the other", "other")):
            shares = sorted(fans.endings[fans.lines.index(of)].items(), key=lambda each: -each[1])
            said = [f"{titles.ending(self.game, id)} {phrases.percent(share)}" for id, share in shares if share]
            lines += hanging(Content(f"{name:<15}"), Content("; ".join(said)), width)
        return lines

    def _differences(self, game: Game, width: int) -> list[Content]:
        found = [
            each for each in differences(self.game, game) if phrases.change(each.metric, each.other - each.mine) != "0"
        ]
        if not found:
            return [Content("No meter ends elsewhere.")]
        lines = [Content.styled("Largest differences, each at its own end", "bold")]
        for each in found[:LARGEST]:
            mine, other = phrases.with_unit(each.metric, each.mine), phrases.with_unit(each.metric, each.other)
            moved = phrases.change(each.metric, each.other - each.mine)
            lines += hanging(Content(f"{moved:>7}  "), Content(f"{each.metric.name}: {mine} → {other}"), width)
        return lines


def _band(fans: Fans, of: str, metric: Metric, sign: str) -> Band:
    band = fans.fan(of, metric.id)
    return Band(fans.steps, [float(value) for value in band[0]], [float(value) for value in band[-1]], sign)


class WhatIf(Otherwise):
    """Any decision, taken otherwise on the same luck."""

    name, long_name = "What if", "What if"
    takes = "what_if"
    forks = True
    told = (
        "Every option of every decision that you took; ● is yours, × was locked then and says why. "
        "**n** and **p** go to the "
        "next decision and the one before. **Enter** plays the story again with "
        "another option, on the same luck and with your other answers as far as they fit, and draws it over yours: "
        "a solid line for yours, a dashed one for the other. Then both are played on a thousand other lucks, which "
        "are drawn behind. **m** shows another meter. **f** goes back to that decision in a new game; this one stays."
    )

    def __init__(self, host: DebriefScreen) -> None:
        super().__init__(host)
        self.rows: list[tuple[int, str]] = []
        self.others: dict[tuple[int, str], Other] = {}
        for index, answer in enumerate(self.game.answers):
            self.rows += [(index, ""), *((index, id) for id in self.game.order(answer.decision))]
        self.place = 1
        self._views: dict[int, DecisionView] = {}
        host.look_up(lambda: [options_throughout(self.game)], self._mark, group="locks")

    def _mark(self, views: Sequence[DecisionView]) -> None:
        """Show what was locked in each decision."""
        self._views = dict(enumerate(views))
        if self.host.tab is self:
            self.host.tell()

    def _option(self, index: int, option: str) -> OptionView:
        """An option as it was put then; the story is played again up to there, unless it has been already."""
        if index not in self._views:
            self._views[index] = options_at(self.game, index)
        return next(each for each in self._views[index].options if each.id == option)

    def items(self) -> Sequence[Item]:
        return [self._item(index, option) for index, option in self.rows]

    def _item(self, index: int, option: str) -> Item:
        answer = self.game.answers[index]
        if not option:
            title = Content.styled(f"{index + 1} {self.title(answer.decision)}", "bold")
            return Item(title, quiet(self.when(answer.step)), heading=True)
        label = self.label(answer.decision, option)
        if index in self._views and self._option(index, option).lock is not None:
            return Item(quiet(f"× {label}"), quiet("locked"))
        return Item(Content(("● " if answer.option == option else "○ ") + label))

    def detail(self, width: int, height: int) -> list[Content]:
        index, option = self.rows[self.place]
        answer, room = self.game.answers[index], min(width, READABLE)
        view = self._option(index, option)
        lines = [*wrapped(quiet(f"{self.when(answer.step)}  {self.title(answer.decision)}"), room)]
        lines += wrapped(heading(view.label), room)
        if option == answer.option:
            lines += wrapped(
                "Your choice. Point at another option and press Enter to see what it would have led to.", room
            )
            if answer.reason:
                lines += hanging(Content("Your reason: "), Content.styled(answer.reason, "italic"), room)
            return lines
        if view.lock is not None:
            return [*lines, *wrapped(f"× It was locked then: {view.lock.text}.", room)]
        other = self.others.get((index, option))
        if other is None:
            return [
                *lines,
                *wrapped("It was open. Enter tries it in place of yours; f goes back there to play on.", room),
            ]
        if other.followed is not None and other.fans is None:
            lines.append(quiet("The same luck. A thousand others are being played …"))
        return [*lines, *self.compared(other, width, height)]

    @property
    def can_take(self) -> bool:
        """Whether the option was open then, is not the player's own, and has not been tried already."""
        index, option = self.rows[self.place]
        is_own = option == self.game.answers[index].option
        return not is_own and (index, option) not in self.others and self._option(index, option).lock is None

    def take(self) -> None:
        if not self.can_take:
            return
        index, option = self.rows[self.place]
        self.others = {(index, option): Other()}
        self.host.look_up(
            lambda: self._play(index, option), lambda other: self._show((index, option), other), group="tab"
        )
        self.host.tell()

    def _play(self, index: int, option: str) -> Iterator[Other]:
        """Play the other story, then the thousand."""
        followed = alternative(self.game, index, option)
        yield Other(followed)
        yield Other(followed, spread(self.game, index, option))

    def _show(self, key: tuple[int, str], other: Other) -> None:
        if key in self.others and self.host.tab is self:
            self.others = {key: other}
            self.host.tell()

    def fork(self) -> None:
        index, _ = self.rows[self.place]
        self.host.game_app.go_back(index)


class Rivals(Otherwise):
    """The same answers where rival assumptions hold."""

    name, long_name = "Rivals", "Rival views"
    takes = "rivals"
    told = (
        "Others would build this model otherwise. **Enter** switches a rival view on or off. Your answers and the luck "
        "stay; the story where the rivals are right is drawn over yours with a dashed line. Where two of them differ "
        "on a number, the lower one of the list holds. **m** shows another meter."
    )

    def __init__(self, host: DebriefScreen) -> None:
        super().__init__(host)
        self.rivals = list(self.scenario.rivals.values())
        self.on: frozenset[str] = frozenset()
        self.other = Other()

    def items(self) -> Sequence[Item]:
        return [Item(Content(f"[{'x' if rival.id in self.on else ' '}] {rival.name}")) for rival in self.rivals]

    def detail(self, width: int, height: int) -> list[Content]:
        rival, room = self.rivals[self.place], min(width, READABLE)
        lines: list[Content] = []
        if self.on:
            names = ", ".join(each.name for each in self.rivals if each.id in self.on)
            lines += [*wrapped(quiet(f"If this holds: {names}"), room), *self.compared(self.other, width, height)]
            lines += [Content("")]
        lines += [heading(rival.name), *wrapped(rival.text, room), Content("")]
        for assumption, value, theirs in changed_assumptions(self.scenario, [rival.id]):
            name = phrases.called(assumption)
            lines += wrapped(Content.assemble((name, "bold"), f": {phrases.instead(theirs, value)}"), room)
            ground = phrases.basis(assumption)
            lines += wrapped(quiet(ground), room, 2) if ground else []
        return lines

    def take(self) -> None:
        self.on = self.on ^ {self.rivals[self.place].id}
        self.other = Other()
        if self.on:
            on = self.on
            self.host.look_up(
                lambda: [under_rivals(self.game, on)], lambda followed: self._show(on, followed), group="tab"
            )
        self.host.tell()

    def _show(self, on: frozenset[str], followed: Followed) -> None:
        if on == self.on and self.host.tab is self:
            self.other = Other(followed)
            self.host.tell()
