"""What came of an answer, or of letting time pass: what happened, what was said, what moved and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import Share
from ceo_sim.engine.play_log import Entry
from ceo_sim.engine.snapshots import Movement, Report
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.desk import NewsView, is_good, meter_view, news_view
from ceo_sim.presentation.exhibits import ExhibitView, exhibit_view
from ceo_sim.presentation.movement import CauseView, main_causes
from ceo_sim.scenario.metrics import is_seen, reads_alike
from ceo_sim.scenario.model import Metric

YOU, YOUR_CHOICE = "You", "Your choice"


@frozen
class EntryView:
    """Something that happened.

    Attributes:
        title: A few words, with markup; empty for what has no title.
        by: Whose doing it was: `You`, `By default`, `Not decided`; empty for anything else.
        reason: The player's own.
        exhibit: The document that it shows, after its text.
    """

    title: str
    by: str
    text: str
    reason: str
    exhibit: ExhibitView | None = None


@frozen
class MoveView:
    """A meter that moved.

    Attributes:
        change: The change as an arrow and a number.
        is_good: Whether those it speaks of would wish for it; None where there is nothing to wish for.
        is_seen: Whether its figure reads otherwise than before.
        causes: The one or two that weigh most, and the others as one.
    """

    metric: Metric
    before: float
    after: float
    change: str
    is_good: bool | None
    is_seen: bool
    causes: tuple[CauseView, ...]


@frozen
class Beat:
    """What one step of the clock brings."""

    when: str
    when_in_full: str
    entries: tuple[EntryView, ...]
    news: tuple[NewsView, ...]


@frozen
class OutcomeView:
    """What came of an answer, or of letting time pass.

    Attributes:
        when: Now: the date and the part of the day.
        beats: What happened and was said, by the step of the clock.
        moves: What moved, the largest part of a scale first.
        learned: What surveys out of turn have found, a sentence for each meter.
        days: Which days have passed, in a sentence; empty if it was no more than one.
        asked: Titles of the decisions that have come to the agenda and wait there.
        goes_on: Whether time passes on from here unless the player wants to see the desk: it stopped to tell something.
    """

    when: str
    beats: tuple[Beat, ...]
    moves: tuple[MoveView, ...]
    learned: tuple[str, ...] = ()
    days: str = ""
    asked: tuple[str, ...] = ()
    goes_on: bool = False

    @property
    def is_quiet(self) -> bool:
        """Whether nothing was said, and nothing moved that shows."""
        return not self.beats and not self.moves_seen and not self.learned

    @property
    def in_quiet(self) -> str:
        """What is said of time that was quiet: what waits since then, or that nothing came of a day."""
        if self.asked:
            return f"New on your agenda: {formatting.full_stop(formatting.joined(self.asked))}"
        return "" if self.days else "A quiet day."

    @property
    def entries(self) -> tuple[EntryView, ...]:
        """What happened."""
        return tuple(entry for beat in self.beats for entry in beat.entries)

    @property
    def news(self) -> tuple[NewsView, ...]:
        """What was said in the feed."""
        return tuple(item for beat in self.beats for item in beat.news)

    @property
    def moves_seen(self) -> tuple[MoveView, ...]:
        """What moved by something that shows."""
        return tuple(move for move in self.moves if move.is_seen)


def consequence(game: Game, report: Report) -> OutcomeView:
    """What came of an answer; its option is `Your choice` among the causes, and needs no decision in its title."""
    choice = next((entry.cause for entry in report.entries if entry.kind == "option"), "")
    return _outcome(game, report, choice)


def time_passed(game: Game, reports: Sequence[Report]) -> OutcomeView:
    """What some time brought that passed without a break."""
    return _outcome(game, merged(reports), "")


def merged(reports: Sequence[Report]) -> Report:
    """Several reports in a row as one."""
    return evolve(
        reports[0],
        end=reports[-1].end,
        entries=tuple(entry for report in reports for entry in report.entries),
        news=tuple(item for report in reports for item in report.news),
        surveys=tuple(dict.fromkeys(id for report in reports for id in report.surveys)),
        stakes=tuple(dict.fromkeys(id for report in reports for id in report.stakes)),
        rows=tuple(row for report in reports for row in report.rows),
    )


# ---- inside -------------------------------------------------------------------------------------------------


def _outcome(game: Game, report: Report, choice: str) -> OutcomeView:
    beats = tuple(_beats(game, report, choice))
    shown = (move for move in report.moved if formatting.shown_change(move.metric, move.before, move.after))
    moves = tuple(_move_view(game, move, choice) for move in shown)
    return OutcomeView(
        when=formatting.date_and_part(game.timeline, game.now),
        beats=beats,
        moves=moves,
        learned=tuple(meter_view(game, game.meter(id)).summary for id in report.surveys if is_seen(report.metrics[id])),
    )


def _beats(game: Game, report: Report, choice: str) -> Iterator[Beat]:
    entries = [entry for entry in report.entries if naming.entry_text(entry) or entry.title or entry.exhibit]
    for step in sorted({entry.step for entry in entries} | {item.step for item in report.news}):
        yield Beat(
            when=formatting.date_and_part(game.timeline, step),
            when_in_full=formatting.date_and_time(game.timeline, step),
            entries=tuple(_entry(game, entry, choice) for entry in entries if entry.step == step),
            news=tuple(news_view(game, item) for item in report.news if item.step == step),
        )


def _entry(game: Game, entry: Entry, choice: str) -> EntryView:
    """An entry; the player's own choice has its option for a title, as its decision has just been looked at."""
    title, text = entry.title, naming.entry_text(entry)
    if entry.kind == "option" and entry.cause == choice:
        decision = game.fill(game.program.scenario.decisions[choice.partition(".")[0]].title)
        title, text = title.removeprefix(f"{decision}: "), text or ("" if entry.exhibit else "It is done.")
    by = {"option": YOU, "default": "By default", "lapse": "Not decided"}.get(entry.kind, "")
    return EntryView(title, by, text, entry.reason, exhibit_view(entry.exhibit))


def _move_view(game: Game, move: Movement, choice: str) -> MoveView:
    metric = move.metric
    return MoveView(
        metric=metric,
        before=move.before,
        after=move.after,
        change=formatting.arrow_and_change(metric, move.before, move.after),
        is_good=is_good(metric, formatting.shown_change(metric, move.before, move.after)),
        is_seen=not reads_alike(metric, move.before, move.after),
        causes=main_causes(move, lambda share: _cause_name(game, metric.id, share, choice)),
    )


def _cause_name(game: Game, metric: str, share: Share, choice: str) -> str:
    """A cause; the player's own choice has the author's reason for what it did to the metric, where there is one."""
    if share.kind != "option" or share.cause != choice:
        return naming.cause_name(game, share.kind, share.cause)
    decision, _, option = choice.partition(".")
    effect = game.program.scenario.decisions[decision].options[option].effects.get(metric)
    return formatting.without_full_stop(effect.why) if effect and effect.why else YOUR_CHOICE
