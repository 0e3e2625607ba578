"""What stands on the tabs of the debrief."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widget import Widget

from ceo_sim.analysis.grounds import cause_name, grounds
from ceo_sim.scenario.model import Fact, HistoryChoice, Metric, Moment
from ceo_sim.scenario.text import Text, plain
from ceo_sim.tui import words
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.why import bar, ground_lines
from ceo_sim.tui.widgets.chart import Mark, framed
from ceo_sim.tui.widgets.drawn import Drawn, hanging
from ceo_sim.tui.widgets.spark import window
from ceo_sim.tui.widgets.text import Prose, Words, line


class Charts(Drawn):
    """The course of a metric, with the decisions numbered under it and named below."""

    def __init__(self, play: Play, metrics: Sequence[Metric], place: int) -> None:
        super().__init__()
        self.play, self.metrics, self.place = play, metrics, place

    def draw(self, width: int) -> list[Content]:
        game, metric = self.play.game, self.metrics[self.place]
        course = game.course(metric.id)
        low, high = (float(bound) for bound in metric.range)
        least, most = window(course, low, high)
        marks = [Mark(answer.step, str(number)) for number, answer in enumerate(game.answers, 1)]
        name = Content.assemble(
            (metric.name, "bold $accent"),
            f"   from {words.figure(metric, course[0])} to ",
            f"{words.figure(metric, course[-1])}",
            (f"   {self.place + 1} of {len(self.metrics)}", "$text-muted"),
        )
        height = max(8, min(18, self.screen.size.height - 14))
        drawn = framed(course, min(width, 150), height, least, most, marks)
        chart = [
            Content.styled(row, "$accent") if number < height else Content(row) for number, row in enumerate(drawn)
        ]
        start, end = words.short_when(game.timeline, 0), words.short_when(game.timeline, game.now)
        return [
            name,
            Content(""),
            *chart,
            Content.styled(f"from {start} to {end}", "$text-muted"),
            Content(""),
            *self._legend(width),
        ]

    def _legend(self, width: int) -> list[Content]:
        game, scenario = self.play.game, self.play.scenario
        lines: list[Content] = []
        for number, answer in enumerate(game.answers, 1):
            decision = scenario.decisions[answer.decision]
            head = Content.assemble(
                (f"{number:>3} ", "bold $accent"),
                (words.short_when(game.timeline, answer.step).ljust(11), "$text-muted"),
            )
            said = Content.assemble(
                line(game.fill(decision.title)), ": ", line(game.fill(decision.options[answer.option].label))
            )
            lines += hanging(head, said, min(width, 110))
        return lines


class Causes(Drawn):
    """What moved a metric, as bars, the largest first."""

    def __init__(self, play: Play, metrics: Sequence[Metric], place: int) -> None:
        super().__init__()
        self.play, self.metrics, self.place = play, metrics, place

    def draw(self, width: int) -> list[Content]:
        metric = self.metrics[self.place]
        shares = self.play.game.ledger.why(metric.id)
        largest = max((abs(share.amount) for share in shares if share.kind != "start"), default=1.0)
        value = self.play.game.ledger.value(metric.id)
        bars = 12 if width < 100 else 30
        lines = [
            Content.assemble(
                (metric.name, "bold $accent"),
                f"   {words.figure(metric, value)} in the end",
                (f"   {self.place + 1} of {len(self.metrics)}", "$text-muted"),
            ),
            Content(""),
        ]
        for share in shares:
            start = share.kind == "start"
            figure = words.figure(metric, share.amount).split(" ")[0] if start else words.signed(metric, share.amount)
            drawn = " " * bars if start else bar(share.amount, largest, bars)
            head = Content.assemble((figure.rjust(8), "bold"), "  ", (drawn, "$accent"), "  ")
            lines += hanging(head, Content(cause_name(self.play.scenario, share.kind, share.cause)), min(width, 130))
            found = grounds(self.play.scenario, metric.id, share.kind, share.cause)[:1]
            lines += ground_lines(found, min(width, 130), head.cell_length)
        return lines


def path_widgets(play: Play) -> Iterable[Widget]:
    """What the player chose beside what the real people did."""
    history, game = play.scenario.history, play.game
    assert history is not None
    yield Words("Your path beside the real one", classes="date")
    chosen = {answer.decision: answer.option for answer in game.answers}
    real = {choice.decision: choice for choice in history.choices}
    for id in dict.fromkeys([*real, *chosen]):
        yield Beside(play, id, chosen.get(id), real.get(id))


class Beside(Drawn):
    """A decision: what the player chose, and what the real people did."""

    def __init__(self, play: Play, decision: str, chosen: str | None, real: HistoryChoice | None) -> None:
        super().__init__(classes="entry")
        self.play, self.written = play, play.scenario.decisions[decision]
        self.chosen, self.real = chosen, real

    def draw(self, width: int) -> list[Content]:
        lines = [Content.styled(self._words(self.written.title), "bold")]
        yours = self._words(self.written.options[self.chosen].label) if self.chosen else "You did not decide this."
        lines += hanging(Content.styled("  you   ", "$text-accent"), Content(yours), width)
        if self.real is None:
            nothing = Content.styled("Nothing like it is on record.", "$text-muted")
            return [*lines, *hanging(Content.styled("  real  ", "$text-accent"), nothing, width)]
        label = self._words(self.written.options[self.real.option].label)
        same = "  (as you did)" if self.chosen == self.real.option else ""
        lines += hanging(Content.styled("  real  ", "$text-accent"), Content(label + same), width)
        if self.real.text:
            lines += hanging(Content(" " * 8), Content(self.real.text), width)
        if self.real.source:
            lines += hanging(Content(" " * 8), Content.styled(self.real.source, "$text-muted"), width)
        return lines

    def _words(self, text: Text) -> str:
        return plain(self.play.game.fill(text))


def facts_widgets(play: Play) -> Iterable[Widget]:
    """The case file."""
    history = play.scenario.history
    assert history is not None
    if history.facts:
        checked = f", last checked {words.date(history.as_of)} {history.as_of.year}" if history.as_of else ""
        yield Words(f"The case file{checked}", classes="date")
    for fact in history.facts:
        yield Words(_fact(fact), classes="entry")


def _fact(fact: Fact) -> Content:
    contested = "  reports differ" if fact.contested else ""
    parts = [Content.assemble((_moment(fact.at), "bold"), contested), line(fact.text)]
    if fact.source:
        parts.append(Content.styled(fact.source, "$text-muted"))
    return Content("\n").join(parts)


def _moment(moment: Moment | object) -> str:
    import datetime as dt

    return f"{words.date(moment)} {moment.year}" if isinstance(moment, dt.date) else f"Turn {moment}"


def question_widgets(play: Play) -> Iterable[Widget]:
    """A word before, and questions to talk about."""
    debrief = play.scenario.debrief
    assert debrief is not None
    if debrief.text is not None:
        yield Prose(play.game.fill(debrief.text), classes="entry")
    for number, question in enumerate(debrief.questions, 1):
        lens = play.scenario.lenses.get(question.lens or "")
        head = Content.assemble((f"{number}  ", "bold $accent"), line(question.text))
        if lens is not None:
            head = Content.assemble(head, (f"  {lens.name}", "$text-muted"))
        yield Words(head, classes="entry")
