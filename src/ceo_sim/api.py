"""The public interface: load a scenario, play it by code, look ahead, ask why, and replay a save.

All names are to be had from the package itself. A playthrough is its scenario, its seed and its answers, so that the
same three give the same story on every machine:

>>> import ceo_sim
>>> program = ceo_sim.load("tutorial")
>>> game = ceo_sim.Game(program, seed=7)
>>> [waiting.id for waiting in game.agenda()]
['alarm', 'the_log', 'council']
>>> decision = game.ask("alarm")
>>> sorted(option.id for option in decision.options if option.lock is None)
['joke', 'own_up', 'second_alarm']

An answer and a wait say what came of them, and nothing moves without a cause:

>>> report = game.choose("alarm", "own_up", reason="We woke them all.")
>>> move = report.moved[0]
>>> move.metric.name, move.before, move.after, move.causes[0].cause
("Neighbors' trust", 58.0, 61.0, 'alarm.own_up')
>>> report = game.wait()
>>> game.moment.isoformat()
'2026-04-14T06:00:00+01:00'

A forecast plays every open option from here many times; it leaves the game as it is:

>>> bands = ceo_sim.forecast(game, "the_log", adviser="odile", lanes=100)
>>> sorted(bands.lines)
['leave_it', 'odile_alone', 'read_together']
>>> low, _, middle, _, high = bands.fan("read_together", "trust")[:, -1]
>>> bool(58 < low < middle < high < 75)
True
"""

from __future__ import annotations

import os
from pathlib import Path

from attrs import frozen

from ceo_sim import library
from ceo_sim.analysis.forecast import forecast
from ceo_sim.analysis.forecast_bands import ForecastBands
from ceo_sim.analysis.simulate import Summary, simulate
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import RowKind
from ceo_sim.engine.policy import Policy, RandomPolicy
from ceo_sim.engine.program import Program
from ceo_sim.engine.snapshots import Report
from ceo_sim.errors import IllegalMove, UserError
from ceo_sim.library import ScenarioUnavailable
from ceo_sim.presentation.naming import cause_name
from ceo_sim.presentation.why import Evidence, evidence_for
from ceo_sim.saves.format import SaveError
from ceo_sim.saves.reopen import reopen

__all__ = [
    "Cause",
    "Evidence",
    "ForecastBands",
    "Game",
    "IllegalMove",
    "Policy",
    "Program",
    "RandomPolicy",
    "Report",
    "SaveError",
    "ScenarioUnavailable",
    "Summary",
    "UserError",
    "forecast",
    "load",
    "replay",
    "simulate",
    "why",
]


def load(scenario: str | os.PathLike[str], *, edition: str | None = None, mirror: bool = False) -> Program:
    """A scenario ready to be played.

    Args:
        scenario: The id of an installed scenario, or the path of a file or folder.
        edition: The name of an edition of its words.
        mirror: Whether to swap its political poles.

    Raises:
        ScenarioUnavailable: There is none, or it has errors; the message quotes the first.
    """
    loaded = library.load_playable(library.path_of(os.fspath(scenario)), edition)
    return compile_scenario(loaded.playable, mirror=mirror)


def replay(save: str | os.PathLike[str], scenario: str | os.PathLike[str] | None = None) -> Game:
    """The game that a save holds, played again up to where it was left.

    Args:
        save: The path of a save; it is only read.
        scenario: Where its scenario lies; the installed one that the save names if left out.

    Raises:
        SaveError: It cannot be read, or no longer fits its scenario; the message says at which answer.
        ScenarioUnavailable: Its scenario is not there, or has errors.
    """
    return reopen(Path(save), library.finder(None if scenario is None else library.path_of(os.fspath(scenario)))).game


@frozen
class Cause:
    """One cause of a metric's value.

    Attributes:
        kind: What kind of thing it is, such as `option`, `event`, `drift`; `start` for the metric's start.
        id: Its id in the scenario, such as `the_post.leave_up`; empty where the kind says all.
        name: It in words.
        amount: What it has added all told, in the metric's unit. All amounts of a metric add up to its value.
        evidence: What the numbers rest on, the nearest first.
    """

    kind: RowKind
    id: str
    name: str
    amount: float
    evidence: tuple[Evidence, ...]


def why(game: Game, metric: str, until: int | None = None) -> tuple[Cause, ...]:
    """The causes that add up to a metric's value, its start first and then the largest.

    >>> import ceo_sim
    >>> game = ceo_sim.Game(ceo_sim.load("tutorial"), seed=7)
    >>> report = game.choose("alarm", "own_up")
    >>> causes = ceo_sim.why(game, "trust")
    >>> [(cause.kind, cause.id, cause.amount) for cause in causes]
    [('start', '', 58.0), ('option', 'alarm.own_up', 3.0)]
    >>> causes[1].evidence[0].source
    'Arpan and Roskos-Ewoldsen 2005, Public Relations Review 31'

    Args:
        game: The playthrough.
        metric: The id of a metric.
        until: The step to stop at; now if left out.

    Raises:
        KeyError: There is no such metric.
    """
    scenario = game.program.scenario
    return tuple(
        Cause(
            share.kind,
            share.cause,
            cause_name(game, share.kind, share.cause),
            share.amount,
            evidence_for(game, scenario.metrics[metric].id, share.kind, share.cause),
        )
        for share in game.ledger.why(metric, until)
    )
