"""How often a player has to let time pass in a whole story."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ceo_sim.engine.snapshots import Report
from ceo_sim.presentation.passing import can_go_on, pass_time
from ceo_sim.saves.session import Session
from tests.saves.helpers import at_noon
from tests.support.scenarios import shipped

pytestmark = pytest.mark.slow
MOST = 20
SEEDS = range(1, 7)


def presses(session: Session, lot: random.Random) -> int:
    """How often somebody lets time pass who takes up everything on the day it comes, by lot."""
    game, since, count = session.game, None, 0

    def answered(decision: str) -> Report | None:
        options = [option.id for option in game.ask(decision).options if option.lock is None]
        return session.choose(decision, lot.choice(options)) if options else None

    def pass_on() -> None:
        while pass_time(session, until_needed=True).goes_on:
            pass

    while not game.ended:
        if (urgent := game.urgent()) is not None:
            report = answered(urgent.id)
            if report is not None and since is not None and not game.ended and can_go_on(game, report, since):
                pass_on()
            continue
        for waiting in game.agenda():
            answered(waiting.id)
        if not game.ended and game.urgent() is None:
            count, since = count + 1, game.now
            pass_on()
    return count


def test_a_whole_play_of_the_flagship_takes_few_presses(tmp_path: Path) -> None:
    counts = []
    for seed in SEEDS:
        with Session.start(shipped("the_post"), seed, tmp_path, now=at_noon) as session:
            count = presses(session, random.Random(seed))
            if session.game.now == session.game.timeline.last:
                counts.append(count)
    assert counts
    assert max(counts) <= MOST
