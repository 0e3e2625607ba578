"""What can be lost as it stands in one playthrough, by what its player may know."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from ceo_sim.engine.evaluate import at_least
from ceo_sim.engine.meters import Meter
from ceo_sim.engine.play_log import PlayLog
from ceo_sim.scenario.metrics import span
from ceo_sim.scenario.model import Stake

NEAR = 1 / 20
"""Part of the range of a metric that its value is from a threshold where it is near to it."""

Standing = Literal["far", "near", "lost"]


@frozen
class StakeStanding:
    """A stake and how it stands.

    Attributes:
        stake: What was written of it.
        meter: Its metric as it is known; None for one with a date.
        threshold: The value of the metric, or the step, at which it is lost.
        standing: Whether the metric may be beyond its threshold by what is known, and if not, whether it is near; a
            date is near from the day before.
        distance: How far off that is, as a part of the metric's range or of the story; below 0 beyond it.
    """

    stake: Stake
    meter: Meter | None
    threshold: float
    standing: Standing
    distance: float


def of_metric(log: PlayLog, stake: Stake, meter: Meter) -> StakeStanding:
    """A stake with a threshold."""
    below = stake.below is not None
    expression = stake.below if stake.below is not None else stake.above
    assert expression is not None
    threshold = float(log.evaluate(expression))
    worst = meter.low if below else meter.high
    best = meter.high if below else meter.low
    distance = (worst - threshold if below else threshold - worst) / span(meter.metric)
    # On the threshold itself nothing is lost yet; of a survey the range has to lie beyond it as a whole.
    is_lost = not (at_least(best, threshold) if below else at_least(threshold, best))
    standing: Standing = "lost" if is_lost else "near" if distance <= NEAR else "far"
    return StakeStanding(stake, meter, threshold, standing, distance)


def of_date(log: PlayLog, stake: Stake) -> StakeStanding:
    """A stake with a date."""
    assert stake.at is not None
    timeline, now = log.program.timeline, log.state.now
    step = timeline.step_at(stake.at)
    standing: Standing = "near" if step <= timeline.next_day(now) else "far"
    return StakeStanding(stake, None, step, standing, (step - now) / max(1, timeline.last))


def is_shown(log: PlayLog, stake: Stake) -> bool:
    """Whether a stake is in sight now: its condition holds, and its date has not passed."""
    if stake.when is not None and not log.evaluate(stake.when):
        return False
    return stake.at is None or log.program.timeline.step_at(stake.at) >= log.state.now


def moved(before: list[StakeStanding], now: list[StakeStanding]) -> tuple[str, ...]:
    """The ids of the stakes that have come into sight, come near to their threshold, or crossed it either way."""
    stood = {each.stake.id: each.standing for each in before}
    return tuple(
        each.stake.id
        for each in now
        if (was := stood.get(each.stake.id)) != each.standing and (was, each.standing) != ("near", "far")
    )
