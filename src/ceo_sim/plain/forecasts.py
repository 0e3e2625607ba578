"""What may come, in words: an adviser's forecast of a decision, and the bands of many plays."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ceo_sim.analysis.assumptions import overrides
from ceo_sim.analysis.forecast import QUANTILES, ForecastBands, forecast, givers
from ceo_sim.analysis.forecast_bands import visible_metrics
from ceo_sim.engine.game import Game
from ceo_sim.engine.snapshots import DecisionView
from ceo_sim.plain import lines
from ceo_sim.plain.lines import INDENT
from ceo_sim.presentation import formatting, naming
from ceo_sim.scenario.model import Cast, Metric

LOW, MIDDLE, HIGH = (QUANTILES.index(level) for level in (0.05, 0.5, 0.95))
HOW_TO_READ = "Each figure is the middle of a thousand plays; nine in ten of them lie in the range behind it."


def price(game: Game, person: Cast) -> str:
    """What a forecast by somebody costs, such as `1 hour`."""
    budgets = game.program.scenario.budgets
    costs = [formatting.amount(float(cost), budgets[id].name) for id, cost in (person.forecast or {}).items() if cost]
    return ", ".join(costs) or "nothing"


def on_offer(game: Game) -> Iterator[str]:
    """A line on whom to ask, below a decision; nothing where nobody gives forecasts."""
    by_price: dict[str, list[str]] = {}
    for person in givers(game.program.scenario):
        by_price.setdefault(price(game, person), []).append(person.name)
    if by_price:
        prices = "; ".join(f"{cost} with {', '.join(names)}" for cost, names in by_price.items())
        yield f"A forecast costs {prices}. Type forecast and a name."


def whom(game: Game, decision: str) -> Iterator[str]:
    """Everybody who gives forecasts, with the price and what stands against it."""
    people = givers(game.program.scenario)
    if not people:
        yield "Nobody here gives forecasts."
        return
    yield "Type forecast and a number or a name."
    for number, person in enumerate(people, 1):
        lock = game.consultation_lock(decision, person.id)
        if game.consulted(decision, person.id):
            terms = "Asked already; to hear it again costs nothing."
        else:
            terms = f"Costs {price(game, person)}." + (f" Locked: {lock.text}." if lock is not None else "")
        yield f"{number}. {formatting.person(person)}. {terms}"


def find_giver(game: Game, named: str) -> Cast | None:
    """The person that somebody means, by number, id, name or part of a name or role; None if that is not one."""
    people = givers(game.program.scenario)
    if (place := lines.place(named, len(people))) is not None:
        return people[place]
    meant = named.lower()
    exact = [person for person in people if meant in (person.id.lower(), person.name.lower())]
    found = exact or [person for person in people if meant and meant in formatting.person(person).lower()]
    return found[0] if len(found) == 1 else None


def foretold(game: Game, view: DecisionView, person: Cast, *, every_meter: bool) -> Iterator[str]:
    """A forecast, option by option."""
    metrics = told(game, every_meter=every_meter)
    fans = forecast(game, view.id, person.id)
    yield f"Forecast by {formatting.person(person)}."
    yield "A thousand plays of each option from this moment; later choices fall by lot, with the same luck for all."
    yield from _assumed(game, person)
    yield HOW_TO_READ
    now = [f"{metric.name} {formatting.known_value(game.meter(metric.id))}" for metric in told(game, every_meter=False)]
    yield f"Now: {', '.join(now)}."
    for number, option in enumerate(view.options, 1):
        yield ""
        yield f"{number}. {formatting.full_stop(option.label)}"
        if option.id not in fans.lines:
            yield f"{INDENT}It is locked, so it was not played."
            continue
        for metric in metrics:
            yield f"{INDENT}{metric.name}: {band(game, fans, option.id, metric)}."
        yield f"{INDENT}Endings: {endings(game, fans, option.id)}."
    if not every_meter:
        yield f"Type forecast {person.name} all for every meter; to hear it again costs nothing."


def told(game: Game, *, every_meter: bool) -> list[Metric]:
    """The large meters that may be seen, or every one."""
    scenario = game.program.scenario
    return [
        scenario.metrics[id] for id in visible_metrics(game.program) if every_meter or scenario.metrics[id].headline
    ]


def band(game: Game, fans: ForecastBands, line: str, metric: Metric) -> str:
    """Where a metric may stand after a week and at the end."""
    fan = fans.fan(line, metric.id)
    told = []
    if (at := fans.after_a_week(game.timeline)) is not None:
        told.append(
            f"in {formatting.elapsed(game.timeline, fans.steps[at] - fans.steps[0])} {_range(metric, fan[:, at])}"
        )
    return ", ".join([*told, f"at the end {_range(metric, fan[:, -1])}"])


def _range(metric: Metric, levels: NDArray[np.float64]) -> str:
    low, middle, high = (formatting.figure(metric, float(levels[level])) for level in (LOW, MIDDLE, HIGH))
    return f"{middle} ({low} to {high})"


def endings(game: Game, fans: ForecastBands, line: str) -> str:
    """How often each ending came, the most frequent first."""
    return ", ".join(
        f"{naming.ending_title(game, id)} {formatting.percent(share)}" for id, share in fans.endings_of(line)
    )


def _assumed(game: Game, person: Cast) -> Iterator[str]:
    """What this person takes for granted that the story does not."""
    changed = overrides(game.program.scenario, person.assumes)
    if not changed:
        yield f"{person.name} sees it as the story does; no assumption differs."
        return
    yield f"Under the assumptions of {person.name}, where these differ from the story's:"
    for assumption, value, theirs in changed:
        yield f"- {naming.display_name(assumption)}: {formatting.override_text(theirs, value)}."
