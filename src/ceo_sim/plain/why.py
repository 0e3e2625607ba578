"""Why a meter stands where it stands, by its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceo_sim.plain import lines
from ceo_sim.plain.render import rendered
from ceo_sim.presentation import formatting
from ceo_sim.presentation.why import why as account
from ceo_sim.saves.session import Session
from ceo_sim.scenario.metrics import guess_metric, is_seen
from ceo_sim.scenario.model import Metric


def why(session: Session, named: str, open_ones: Sequence[Metric]) -> Iterator[str]:
    """The causes of the metric that is named, with `all` behind it every one; else what can be named."""
    game = session.game
    choose = formatting.full_stop(f"Type why and one of: {', '.join(metric.name for metric in open_ones)}")
    metric, whole = guess_metric(game.program.scenario, named), False
    if metric is None:
        name, whole = lines.asks_for_all(named)
        metric = guess_metric(game.program.scenario, name) if whole else None
    if metric is None:
        unknown = f"There is no meter {lines.quoted(named)}. " if named else ""
        yield f"{unknown}{choose}"
    elif metric in open_ones:
        yield from rendered((account(game, metric),), brief=not whole)
    elif is_seen(metric):
        yield f"{metric.name} is known by survey only; what moved it is told after the end."
    else:
        yield f"That is told after the end. {choose}"
