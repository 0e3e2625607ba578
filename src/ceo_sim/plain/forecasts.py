"""An adviser's forecast of a decision, as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceo_sim.plain import lines
from ceo_sim.plain.render import rendered
from ceo_sim.presentation import formatting
from ceo_sim.presentation.forecast import ForecastView, GiverView, note_on_all
from ceo_sim.scenario.metrics import is_headline
from ceo_sim.suggestions import folded


def on_offer(givers: Sequence[GiverView]) -> Iterator[str]:
    """A line on whom to ask, below a decision; nothing where nobody gives forecasts."""
    by_price: dict[str, list[str]] = {}
    for giver in givers:
        by_price.setdefault(giver.price, []).append(giver.person.name)
    if by_price:
        prices = "; ".join(f"{cost} with {', '.join(names)}" for cost, names in by_price.items())
        yield f"A forecast costs {formatting.full_stop(prices)} Type forecast and a name."


def listed(givers: Sequence[GiverView]) -> Iterator[str]:
    """Everybody who gives forecasts, with the price and what stands against it."""
    if not givers:
        yield "Nobody here gives forecasts."
        return
    yield "Type forecast and a number or a name."
    common = note_on_all(givers)
    if common:
        yield formatting.full_stop(common)
    for number, giver in enumerate(givers, 1):
        terms = giver.terms if giver.is_asked else f"costs {giver.price if giver.lock else giver.terms}"
        note = f" {formatting.full_stop(giver.note)}" if giver.note != common else ""
        yield f"{number}. {formatting.full_stop(formatting.person(giver.person))} {terms.capitalize()}.{note}"


def find_giver(givers: Sequence[GiverView], named: str) -> GiverView | None:
    """The person that somebody means, by number, id, name or part of a name or role; None if that is not one."""
    if (place := lines.place(named, len(givers))) is not None:
        return givers[place]
    meant = folded(named)
    exact = [giver for giver in givers if meant in (folded(giver.person.id), folded(giver.person.name))]
    similar = exact or [giver for giver in givers if meant and meant in folded(formatting.person(giver.person))]
    return similar[0] if len(similar) == 1 else None


def forecast(view: ForecastView, *, every_meter: bool) -> Iterator[str]:
    """A forecast, option by option: of the large meters, or of all."""
    yield formatting.full_stop(f"Forecast by {formatting.person(view.giver)}")
    yield from rendered(view.in_words([metric for metric in view.metrics if every_meter or is_headline(metric)]))
    more = f"forecast {view.giver.name} endings for how often each ending came"
    every = "" if every_meter else f"forecast {view.giver.name} all for every meter, "
    yield f"Type {every}{more}; to hear it again costs nothing."


def endings(view: ForecastView) -> Iterator[str]:
    """How often each ending of the story came in a forecast."""
    yield formatting.full_stop(f"Forecast by {formatting.person(view.giver)}")
    yield from rendered(view.endings())
