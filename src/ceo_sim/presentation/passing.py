"""Time that passes: until something needs the player, or tells them something, or for exactly one day."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import evolve

from ceo_sim.engine.game import Game
from ceo_sim.engine.snapshots import Report
from ceo_sim.presentation import formatting
from ceo_sim.presentation.outcome import OutcomeView, merged, time_passed

if TYPE_CHECKING:
    from ceo_sim.saves.session import Session

MOST_DAYS = 7
"""Days, or turns, without anything after which time stands still all the same."""


def pass_time(session: Session, *, until_needed: bool) -> OutcomeView:
    """Let a day pass, or as many as bring nothing.

    Raises:
        IllegalMove: Something urgent has to be answered first, or the story is over.
    """
    game = session.game
    reports = _passed(game, session.wait, until_needed=until_needed)
    outcome = outcome_of_time(game, merged(reports))
    return evolve(outcome, goes_on=until_needed and game.attention(reports[-1]) == "told")


def passed(game: Game, *, until_needed: bool) -> Report:
    """The same in a game that is saved by other means.

    Raises:
        IllegalMove: As for `pass_time`.
    """
    return merged(_passed(game, game.wait, until_needed=until_needed))


def outcome_of_time(game: Game, report: Report) -> OutcomeView:
    """What came of time that passed."""
    asked = tuple(waiting.title for waiting in game.agenda() if waiting.opened > report.start)
    return evolve(time_passed(game, [report]), days=_days(game, report), asked=asked)


def can_go_on(game: Game, report: Report, since: int) -> bool:
    """Whether time can pass on after an answer, as it did up to the question: nothing else has come since it began.

    Args:
        game: Where the story stands.
        report: What came of the answer.
        since: When time began to pass.
    """
    return game.attention(report, since) != "needed"


def _passed(game: Game, wait: Callable[[], Report], *, until_needed: bool) -> list[Report]:
    reports = [wait()]
    while until_needed and not game.attention(reports[-1]) and len(reports) < MOST_DAYS:
        reports.append(wait())
    return reports


def _days(game: Game, report: Report) -> str:
    """Which days have passed, in a sentence; empty if it was no more than one."""
    timeline = game.timeline
    count = timeline.day_number(report.end) - timeline.day_number(report.start)
    if count <= 1:
        return ""
    figure = formatting.small_number(str(count))
    first, last = (formatting.date(timeline, step) for step in (report.start, report.end))
    unit = "days" if timeline.by_date else "turns"
    return f"{figure[:1].upper()}{figure[1:]} {unit} have passed, from {first} to {last}."
