"""The story day by day, and what to talk about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from textual.content import Content

from ceo_sim.analysis.days import Days
from ceo_sim.analysis.provenance import cause_name
from ceo_sim.engine.play_log import Entry
from ceo_sim.presentation import formatting
from ceo_sim.scenario.model import Metric
from ceo_sim.tui.screens.debrief_tab import READABLE, Tab, TabScreen, heading, quiet, wrapped
from ceo_sim.tui.widgets.choices import Item
from ceo_sim.tui.widgets.drawn import hanging
from ceo_sim.tui.widgets.text import line, prose

MARKS = {"option": "● You decided  ", "default": "○ By default  ", "lapse": "○ Not decided  "}
NEWS = 3
"""Most lines of the feed that are told of a day: those that most agreed with."""


class Story(Tab):
    """Each day on which something happened: what was decided and why, what came, and what it moved."""

    name, long_name = "Story", "The story"
    told = (
        "Each day on which something was decided or happened, with your own reasons, the lines of the feed that most "
        "agreed with, and what moved that day, with its largest causes."
    )

    def __init__(self, screen: TabScreen) -> None:
        super().__init__(screen)
        timeline = self.game.timeline
        days: dict[int, list[Entry]] = defaultdict(list)
        for entry in self.game.entries:
            if entry.title or entry.text:
                days[timeline.day_number(entry.step)].append(entry)
        self.days = sorted(days.items())
        self.moves = Days(self.game, self.play.why_metrics())

    def items(self) -> Sequence[Item]:
        return [self._item(entries) for _, entries in self.days]

    def _item(self, entries: list[Entry]) -> Item:
        decided = [entry for entry in entries if entry.kind == "option"]
        first = next((entry for entry in [*decided, *entries] if entry.title), entries[0])
        title = line(first.title) if first.title else Content("news")
        left = Content.assemble((self.when(entries[0].step).ljust(11), "$text-muted"), title)
        return Item(left, quiet(f" {'●' * len(decided)}{'○' * (len(entries) - len(decided))}"[:9]))

    def detail(self, width: int, height: int) -> list[Content]:
        if not self.days:
            return wrapped("Nothing has been decided, and nothing has happened.", width)
        day, entries = self.days[self.place]
        room = min(width, READABLE)
        lines = [heading(formatting.date_and_part(self.game.timeline, entries[0].step)), Content("")]
        for entry in entries:
            lines += [*self._told(entry, room), Content("")]
        lines += self._news(day, room)
        return lines + self._moved(day, room)

    def _told(self, entry: Entry, width: int) -> list[Content]:
        mark = Content.styled(MARKS.get(entry.kind, "○ "), "bold $accent")
        lines = hanging(mark, line(entry.title).stylize("bold"), width, 2)
        if entry.text:
            lines += hanging(Content("  "), prose(entry.text), width)
        if entry.reason:
            lines += hanging(Content.styled("  Your reason: ", "bold"), Content.styled(entry.reason, "italic"), width)
        return lines

    def _news(self, day: int, width: int) -> list[Content]:
        items = [item for item in self.game.news if self.game.timeline.day_number(item.step) == day]
        largest = sorted(items, key=lambda item: -item.agree)[:NEWS]
        lines: list[Content] = []
        for item in (item for item in items if item in largest):
            lines += hanging(Content.styled(f"{item.sender}  ", "bold"), line(item.text), width, 2)
        return [heading("Said that day"), *lines, Content("")] if lines else []

    def _moved(self, day: int, width: int) -> list[Content]:
        lines: list[Content] = []
        for move in self.moves.moved(day):
            metric, change = move.metric, move.amount
            causes = [
                f"{cause_name(self.scenario, share.kind, share.cause)} ({formatting.change(metric, share.amount)})"
                for share in move.weightiest
            ]
            head = Content.assemble(
                (formatting.change(metric, change).rjust(7), "bold"), f" {formatting.arrow(metric, change)}  "
            )
            said = Content.assemble((metric.name, "bold"), (f"  {'; '.join(causes)}", "$text-muted"))
            lines += hanging(head, said, width)
        return [heading("What moved that day, and why"), *lines] if lines else []

    @property
    def metric(self) -> Metric | None:
        if not self.days or not (moves := self.moves.moved(self.days[self.place][0])):
            return None
        return moves[0].metric


class Talk(Tab):
    """Questions to take away, and how to make a page of all this."""

    name, long_name = "Talk", "To talk about"
    takes = "talk"
    told = "Questions to take away, and the command that makes a page of this debrief. **Enter** copies the command."

    @property
    def command(self) -> str:
        """The command for a shell that makes a page of this game."""
        import shlex

        return f"ceo-sim report {shlex.quote(str(self.play.session.path))} -o debrief.html"

    def detail(self, width: int, height: int) -> list[Content]:
        debrief, room = self.scenario.debrief, min(width, READABLE)
        lines: list[Content] = []
        if debrief is not None and debrief.text is not None:
            lines += [*wrapped(prose(self.game.fill(debrief.text)), room), Content("")]
        for number, question in enumerate(debrief.questions if debrief is not None else (), 1):
            lens = self.scenario.lenses.get(question.lens or "")
            named = quiet(f"  {lens.name}") if lens is not None else Content("")
            head = Content.styled(f"{number:>2}  ", "bold $accent")
            lines += [*hanging(head, Content.assemble(line(question.text), named), room), Content("")]
        if debrief is None or not debrief.questions:
            lines += [*wrapped("There are no questions with this story.", room), Content("")]
        lines += [heading("To keep or to hand in"), *wrapped("For your shell, once you have left the game:", room)]
        lines += wrapped(Content.styled(self.command, "bold"), width, 2)
        lines += wrapped(
            "It makes one page with everything that is told here. With --format md it is a text to edit; several saves "
            "make a comparison.",
            room,
        )
        return lines

    def take(self) -> None:
        self.screen.app.copy_to_clipboard(self.command)
        self.screen.notify("The command is copied.", markup=False, timeout=3)
