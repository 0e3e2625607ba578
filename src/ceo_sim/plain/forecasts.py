"""An adviser's forecast of a decision, as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceo_sim.plain import lines
from ceo_sim.plain.lines import INDENT
from ceo_sim.presentation import formatting
from ceo_sim.presentation.forecast import HOW_TO_READ, METHOD, ForecastView, GiverView
from ceo_sim.scenario.text import plain


def on_offer(givers: Sequence[GiverView]) -> Iterator[str]:
    """A line on whom to ask, below a decision; nothing where nobody gives forecasts."""
    by_price: dict[str, list[str]] = {}
    for giver in givers:
        by_price.setdefault(giver.price, []).append(giver.name)
    if by_price:
        prices = "; ".join(f"{cost} with {', '.join(names)}" for cost, names in by_price.items())
        yield f"A forecast costs {prices}. Type forecast and a name."


def whom(givers: Sequence[GiverView]) -> Iterator[str]:
    """Everybody who gives forecasts, with the price and what stands against it."""
    if not givers:
        yield "Nobody here gives forecasts."
        return
    yield "Type forecast and a number or a name."
    for number, giver in enumerate(givers, 1):
        terms = giver.terms if giver.is_asked else f"costs {giver.price if giver.lock else giver.terms}"
        note = f" {formatting.full_stop(giver.note)}" if giver.note else ""
        yield f"{number}. {giver.person}. {terms.capitalize()}.{note}"


def find_giver(givers: Sequence[GiverView], named: str) -> GiverView | None:
    """The person that somebody means, by number, id, name or part of a name or role; None if that is not one."""
    if (place := lines.place(named, len(givers))) is not None:
        return givers[place]
    meant = named.lower()
    exact = [giver for giver in givers if meant in (giver.id.lower(), giver.name.lower())]
    similar = exact or [giver for giver in givers if meant and meant in giver.person.lower()]
    return similar[0] if len(similar) == 1 else None


def forecast(view: ForecastView, *, every_meter: bool) -> Iterator[str]:
    """A forecast, option by option."""
    metrics = [metric for metric in view.metrics if every_meter or metric.is_headline]
    yield f"Forecast by {view.giver}."
    yield METHOD
    if view.overrides:
        yield f"Where {view.person} differs from the story:"
    else:
        yield view.agrees
    yield from (f"- {override}." for override in view.overrides)
    yield HOW_TO_READ
    yield f"Now: {', '.join(f'{metric.name} {metric.now}' for metric in view.metrics if metric.is_headline)}."
    for option in view.options:
        yield ""
        yield f"{option.number}. {formatting.full_stop(plain(option.label))}"
        if not option.is_played:
            yield f"{INDENT}Locked, so it was not played."
            continue
        for metric in metrics:
            ranges = ", ".join(f"{range.when} {range.text}" for range in view.ranges(option.id, metric.id))
            yield f"{INDENT}{metric.name}: {ranges}."
        yield f"{INDENT}It ends: {', '.join(option.endings)}."
    if not every_meter:
        yield f"Type forecast {view.person} all for every meter; to hear it again costs nothing."
