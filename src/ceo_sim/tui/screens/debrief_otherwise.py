"""The story as it would have gone: one answer given otherwise, or with rival assumptions true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from ceo_sim.analysis.counterfactual import Counterfactual
from ceo_sim.analysis.rivals import changed_assumptions, with_assumptions
from ceo_sim.analysis.whatif import alternative, options_at, options_throughout, spread
from ceo_sim.engine.snapshots import DecisionView, OptionView
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.locks import lock_text
from ceo_sim.tui.screens.debrief_compared import Other, Otherwise
from ceo_sim.tui.screens.debrief_tab import READABLE, TabScreen, heading, quiet, wrapped
from ceo_sim.tui.widgets.choices import Item
from ceo_sim.tui.widgets.drawn import hanging


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

    def __init__(self, screen: TabScreen) -> None:
        super().__init__(screen)
        self.rows: list[tuple[int, str]] = []
        self.others: dict[tuple[int, str], Other] = {}
        for index, answer in enumerate(self.game.answers):
            self.rows += [(index, ""), *((index, id) for id in self.game.order(answer.decision))]
        self.place = 1
        self._views: dict[int, DecisionView] = {}
        screen.look_up(lambda: [options_throughout(self.game)], self._mark, group="locks")

    def _mark(self, views: Sequence[DecisionView]) -> None:
        """Show what was locked in each decision."""
        self._views = dict(enumerate(views))
        if self.screen.tab is self:
            self.screen.tell()

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
            return [
                *lines,
                *wrapped(f"× It was locked then: {lock_text(self.game.program.scenario, view.lock)}.", room),
            ]
        other = self.others.get((index, option))
        if other is None:
            return [
                *lines,
                *wrapped("It was open. Enter tries it in place of yours; f goes back there to play on.", room),
            ]
        if other.followed is not None and other.fans is None:
            lines.append(quiet("The same luck. A thousand others are being played …"))
        return [*lines, *self.compared(other, width, height, len(lines))]

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
        self.screen.look_up(
            lambda: self._play(index, option), lambda other: self._show((index, option), other), group="tab"
        )
        self.screen.tell()

    def _play(self, index: int, option: str) -> Iterator[Other]:
        """Play the other story, then the thousand."""
        followed = alternative(self.game, index, option)
        yield Other(followed)
        yield Other(followed, spread(self.game, index, option))

    def _show(self, key: tuple[int, str], other: Other) -> None:
        if key in self.others and self.screen.tab is self:
            self.others = {key: other}
            self.screen.tell()

    def fork(self) -> None:
        index, _ = self.rows[self.place]
        self.screen.host.go_back(index)


class Rivals(Otherwise):
    """The same answers where rival assumptions hold."""

    name, long_name = "Rivals", "Rival views"
    takes = "rivals"
    told = (
        "Others would build this model otherwise. **Enter** switches a rival view on or off. Your answers and the luck "
        "stay; the story where the rivals are right is drawn over yours with a dashed line. Where two of them differ "
        "on a number, the lower one of the list holds. **m** shows another meter."
    )

    def __init__(self, screen: TabScreen) -> None:
        super().__init__(screen)
        self.rivals = list(self.scenario.rivals.values())
        self.on: frozenset[str] = frozenset()
        self.other = Other()

    def items(self) -> Sequence[Item]:
        return [Item(Content(f"[{'x' if rival.id in self.on else ' '}] {rival.name}")) for rival in self.rivals]

    def detail(self, width: int, height: int) -> list[Content]:
        rival, room = self.rivals[self.place], min(width, READABLE)
        lines = [heading(rival.name), *wrapped(rival.text, room), Content("")]
        for assumption, value, theirs in changed_assumptions(self.scenario, [rival.id]):
            name = naming.display_name(assumption)
            lines += wrapped(Content.assemble((name, "bold"), f": {formatting.override_text(theirs, value)}"), room)
            ground = naming.basis(assumption)
            lines += wrapped(quiet(ground), room, 2) if ground else []
        if not self.on:
            return lines
        names = ", ".join(each.name for each in self.rivals if each.id in self.on)
        held = wrapped(quiet(f"If this holds: {names}"), room)
        compared = self.compared(self.other, width, height, len(held) + 1 + len(lines))
        return [*held, *compared, Content(""), *lines]

    def take(self) -> None:
        self.on = self.on ^ {self.rivals[self.place].id}
        self.other = Other()
        if self.on:
            on = self.on
            self.screen.look_up(
                lambda: [with_assumptions(self.game, on)], lambda followed: self._show(on, followed), group="tab"
            )
        self.screen.tell()

    def _show(self, on: frozenset[str], followed: Counterfactual) -> None:
        if on == self.on and self.screen.tab is self:
            self.other = Other(followed)
            self.screen.tell()
