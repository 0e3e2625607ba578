"""Looking ahead and looking back in the flagship: an adviser's forecast, and what if."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from functools import partial

from attrs import frozen

from benchmarks.answer import flagship_program
from benchmarks.report import Figure, milliseconds, percentile
from ceo_sim.analysis.forecast import LANES, forecast, givers
from ceo_sim.analysis.rivals import with_assumptions
from ceo_sim.analysis.whatif import alternative, options_at, spread
from ceo_sim.engine.game import Game

SEED = 7
SINGLES = 10


@frozen
class _Asked:
    """A decision with the story at the moment at which it is open, its number of open options, and who is asked."""

    game: Game
    decision: str
    options: int
    adviser: str


def measure(rounds: int) -> list[Figure]:
    """Ask an adviser about every decision of a game, then look back on it.

    The peer of a forecast is the same number of plays one after another, reckoned from a few of them.
    """
    game = Game(flagship_program(), SEED)
    waits = [(asked.options, *_forecast(asked)) for asked in _decisions(game)]
    widest = max(options for options, _, _ in waits)
    waited, singly = max((wait, single) for options, wait, single in waits if options == widest)
    changes = list(_changes(game))[: 4 * rounds]
    what_if = [milliseconds(partial(alternative, game, *change)) for change in changes]
    spreads = [milliseconds(partial(spread, game, *change)) for change in changes[:rounds]]
    rivals = [milliseconds(partial(with_assumptions, game, [id])) for id in game.program.scenario.rivals]
    forecasts = f"the_post: forecast, {widest} options, 1,000 lanes each"
    return [
        Figure(forecasts, "ms", waited, singly, "one play after another", "at most 400 ms"),
        Figure("the_post: forecast, median decision", "ms", statistics.median(wait for _, wait, _ in waits)),
        Figure("the_post: what if, same luck, p95", "ms", percentile(what_if, 0.95), goal="at most 300 ms, drawn"),
        Figure("the_post: what if, 1,000 lucks, p95", "ms", percentile(spreads, 0.95)),
        Figure("the_post: rival assumptions, p95", "ms", percentile(rivals, 0.95)),
    ]


def _forecast(asked: _Asked) -> tuple[float, float]:
    """Milliseconds of a forecast, the best of three, and of as many single plays."""
    game, decision = asked.game, asked.decision
    waits = [milliseconds(partial(forecast, game, decision, asked.adviser)) for _ in range(3)]
    singles = [milliseconds(partial(forecast, game, decision, None, 1)) for _ in range(SINGLES)]
    return min(waits), statistics.median(singles) * LANES


def _decisions(game: Game) -> Iterator[_Asked]:
    """Play to the end, the first open option to everything, and stop at each decision that is open."""
    advisers = [person.id for person in givers(game.program.scenario)]
    while not game.ended:
        for waiting in game.agenda():
            options = [option.id for option in game.ask(waiting.id).options if option.lock is None]
            if options:
                yield _Asked(game, waiting.id, len(options), advisers[len(game.answers) % len(advisers)])
                game.choose(waiting.id, options[0])
        if game.urgent() is None:
            game.wait()


def _changes(game: Game) -> Iterator[tuple[int, str]]:
    for index, answer in enumerate(game.answers):
        for option in options_at(game, index).options:
            if option.lock is None and option.id != answer.option:
                yield index, option.id
