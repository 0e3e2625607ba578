"""`ceo-sim why`: the causes that add up to a metric's value."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from ceo_sim.cli import arguments
from ceo_sim.cli.opening import restored
from ceo_sim.cli.output import print_json, print_lines
from ceo_sim.errors import UserError
from ceo_sim.keyboards import whole_number
from ceo_sim.scenario.metrics import metric_named, similar_metrics

if TYPE_CHECKING:
    from ceo_sim.engine.game import Game
    from ceo_sim.scenario.model import Metric, Scenario

HELP = "Tell what made a metric what it is, each cause with what it rests on."
EXAMPLES = """\
  ceo-sim why saves/as_it_happened.toml morale
  ceo-sim why as_it_happened morale --at 2020-06-01
  ceo-sim why as_it_happened morale --at 2020-06-01T18:00 --json
"""
_MOST = 3


class Unknown(UserError):
    """A metric or a moment that the game does not have."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_save(parser)
    parser.add_argument("metric", metavar="METRIC", help="a metric's id or name")
    parser.add_argument("--at", metavar="DATE", help="when: a day (its end), a day with a time, or a turn (the last)")


def run(parsed: Namespace) -> int:
    """Add up the causes and print them, the largest first."""
    game = restored(parsed).game
    metric = _metric(game.program.scenario, parsed.metric)
    step = game.now if parsed.at is None else _step(game, parsed.at)
    if parsed.json:
        print_json(_as_data(game, metric, step))
        return 0
    from ceo_sim.plain.render import rendered
    from ceo_sim.presentation.formatting import date_and_time
    from ceo_sim.presentation.why import why

    print_lines([f"{date_and_time(game.timeline, step)}.", *rendered((why(game, metric, step),), brief=False)])
    return 0


def _metric(scenario: Scenario, typed: str) -> Metric:
    # A program that mistypes an id should hear of it, and not get the figures of another metric: no guessing here.
    if (metric := metric_named(scenario, typed)) is not None:
        return metric
    likely = [metric.id for metric in similar_metrics(scenario, typed)[:_MOST]]
    hint = f"did you mean {' or '.join(likely)}?" if likely else f"there are {', '.join(scenario.metrics)}"
    raise Unknown(f'there is no metric "{typed}"; {hint}')


def _step(game: Game, written: str) -> int:
    """The last step of a day, the step of a moment, or a turn."""
    step = _written_step(game, written)
    if not 0 <= step <= game.now:
        reached = str(game.moment) if game.timeline.by_date else f"turn {game.now}"
        raise Unknown(
            f"{written} lies outside of this game, which has come from {game.timeline.moment(0)} to {reached}"
        )
    return step


def _written_step(game: Game, written: str) -> int:
    """The step that is meant; -1 if it is none of those that the game has come through."""
    timeline = game.timeline
    if timeline.start is None:
        if (turn := whole_number(written, 0, game.now)) is None:
            raise Unknown(f'"{written}" is no turn; expected a whole number from 0 to {game.now}')
        return turn
    try:
        moment = dt.datetime.fromisoformat(written)
    except ValueError:
        raise Unknown(f'"{written}" is no date; expected one such as 2020-06-01 or 2020-06-01T18:00') from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timeline.start.tzinfo)
    moments = [timeline.start + dt.timedelta(hours=timeline.step_hours * step) for step in range(game.now + 1)]
    if len(written) <= len("2020-06-01"):
        return max((step for step, one in enumerate(moments) if one.date() == moment.date()), default=-1)
    if moment > moments[-1]:
        return -1
    return max((step for step, one in enumerate(moments) if one <= moment), default=-1)


def _as_data(game: Game, metric: Metric, step: int) -> dict[str, Any]:
    from attrs import asdict

    from ceo_sim.api import why

    moment = game.timeline.moment(step)
    causes = [
        {
            "kind": cause.kind,
            "cause": cause.id,
            "name": cause.name,
            "amount": cause.amount,
            "why": cause.evidence[0].why if cause.evidence else "",
            "source": cause.evidence[0].source if cause.evidence else "",
            "support": cause.evidence[0].support if cause.evidence else None,
            "grounds": [asdict(evidence) for evidence in cause.evidence],
        }
        for cause in sorted(why(game, metric.id, step), key=lambda cause: -abs(cause.amount))
    ]
    return {
        "metric": metric.id,
        "name": metric.name,
        "at": moment if isinstance(moment, int) else moment.isoformat(),
        "value": game.ledger.value(metric.id, step),
        "causes": causes,
    }
