"""Numbers: ranges, starts, bands, draws, probabilities and the claims about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ceo_sim.scenario.characters import is_blank
from ceo_sim.scenario.checks.index import ScenarioIndex, Section
from ceo_sim.scenario.expression import Expression, Unary
from ceo_sim.scenario.expression import Number as Written
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.metrics import MOST_DECIMALS
from ceo_sim.scenario.model import (
    Assumption,
    Budget,
    Deck,
    Draw,
    Echo,
    Event,
    Grounded,
    History,
    Info,
    Later,
    Metric,
    News,
    Number,
    Option,
    Pair,
    Survey,
    Target,
    Variable,
)


def check(index: ScenarioIndex) -> Iterator[Issue]:
    """Numbers that make no sense where they are."""
    for issues in index.each("numbers", _of_section):
        yield from issues


def _of_section(section: Section) -> tuple[Issue, ...]:
    checked = ((path, thing, _CHECKS.get(type(thing))) for path, thing in section.things)
    return tuple(issue for path, thing, check_thing in checked if check_thing for issue in check_thing(path, thing))


def constant(expression: Expression | None) -> float | None:
    """The value of an expression that is just a number."""
    match expression.tree if expression else None:
        case Written(value=value):
            return value
        case Unary(operator="-", operand=Written(value=value)):
            return -value
        case _:
            return None


def _within(path: Path, value: Number | None, low: float, high: float, code: str = "E405") -> Iterator[Issue]:
    if value is not None and not low <= value <= high:
        expected = f"{low:g} to {high:g}" if high < 1e12 else f"{low:g} or more"
        yield Issue(code, path, f"{value:g} is out of bounds", expected)


def _ordered(path: Path, range: Pair | None) -> Iterator[Issue]:
    if range and range[0] >= range[1]:
        yield Issue("E705", path, f"{range[0]:g} is not below {range[1]:g}", "[lowest, highest]")


def _ungrounded(path: Path, thing: Grounded) -> Iterator[Issue]:
    missing = [name for name in ("why", "source", "support") if not getattr(thing, name)]
    if len(missing) == 3:
        yield Issue("N701", path, "nothing says what this rests on", ", ".join(missing), at="key")


def _assumption(path: Path, assumption: Assumption) -> Iterator[Issue]:
    yield from _ordered((*path, "range"), assumption.range)
    yield from _inside((*path, "value"), assumption.value, assumption.range)
    yield from _ungrounded(path, assumption)


def _inside(path: Path, value: float | None, range: Pair | None) -> Iterator[Issue]:
    if value is not None and range and range[0] < range[1] and not range[0] <= value <= range[1]:
        yield Issue("E706", path, f"{value:g} is out of its range", f"{range[0]:g} to {range[1]:g}")


def _draw(path: Path, draw: Draw) -> Iterator[Issue]:
    given = {name for name in ("low", "high", "mean", "sd") if getattr(draw, name) is not None}
    if given not in ({"low", "high"}, {"mean", "sd"}):
        yield Issue(
            "E708",
            path,
            f"a draw with {' and '.join(sorted(given)) or 'nothing'}",
            "low and high, or mean and sd",
            at="key",
        )
    elif draw.low is not None and draw.high is not None:
        yield from _ordered((*path, "high"), (draw.low, draw.high))
    elif draw.sd is not None and draw.sd <= 0:
        yield Issue("E710", (*path, "sd"), f"a standard deviation of {draw.sd:g}", "more than 0")
    yield from _ungrounded(path, draw)


def _metric(path: Path, metric: Metric) -> Iterator[Issue]:
    yield from _ordered((*path, "range"), metric.range)
    yield from _within((*path, "decimals"), metric.decimals, 0, MOST_DECIMALS)
    if metric.formula is not None:
        if metric.start is not None:
            yield Issue("E701", (*path, "start"), "a metric with a formula has no start", "formula or start", at="key")
        for name in ("baseline", "half_life", "echo"):
            if getattr(metric, name) is not None:
                yield Issue("E703", (*path, name), f"a metric with a formula has no {name}", at="key")
    else:
        yield from _stock(path, metric)
    yield from _bands(path, metric)


def _stock(path: Path, metric: Metric) -> Iterator[Issue]:
    if metric.start is None:
        yield Issue("E702", path, "a metric without start and without formula", "start or formula", at="key")
    yield from _inside((*path, "start"), constant(metric.start), metric.range)
    if (metric.baseline is None) != (metric.half_life is None):
        given, missing = ("half_life", "baseline") if metric.baseline is None else ("baseline", "half_life")
        yield Issue("E704", (*path, given), f"{given} without {missing}", "both or neither", at="key")
    yield from _ungrounded(path, metric)


def _bands(path: Path, metric: Metric) -> Iterator[Issue]:
    for number, (bound, word) in enumerate(metric.bands):
        here = (*path, "bands", number, 0)
        if is_blank(word):
            yield Issue("E208", (*path, "bands", number, 1), "a band without a word", "a word")
        if number and bound <= metric.bands[number - 1][0]:
            yield Issue(
                "E707", here, f"{bound:g} does not come after {metric.bands[number - 1][0]:g}", "a larger bound"
            )
        elif not metric.range[0] <= bound < metric.range[1]:
            expected = f"{metric.range[0]:g} to below {metric.range[1]:g}"
            yield Issue("E707", here, f"{bound:g} is out of the metric's range", expected)
        elif number == 0 and bound > metric.range[0]:
            yield Issue("W507", here, f"no word for values below {bound:g}", f"a band from {metric.range[0]:g}")


def _variable(path: Path, variable: Variable) -> Iterator[Issue]:
    yield from _ordered((*path, "range"), variable.range)
    if isinstance(variable.start, bool):
        if variable.range is not None:
            yield Issue("E503", (*path, "range"), "true and false have no range", "no range", at="key")
    else:
        yield from _inside((*path, "start"), variable.start, variable.range)


def _chance(path: Path, thing: Event | Later) -> Iterator[Issue]:
    yield from _within((*path, "chance"), constant(thing.chance), 0, 1, "E709")


def _event(path: Path, event: Event) -> Iterator[Issue]:
    yield from _chance(path, event)
    if event.hour is not None and not 0 <= event.hour < 24:
        yield Issue("E405", (*path, "hour"), f"{event.hour:g} is no hour of the day", "0 to below 24")


def _option(path: Path, option: Option) -> Iterator[Issue]:
    for id, weight in option.values.items():
        yield from _within((*path, "values", id), weight, -2, 2)
    for id, cost in option.cost.items():
        yield from _within((*path, "cost", id), cost, 0, 1e12)


def _deck(path: Path, deck: Deck) -> Iterator[Issue]:
    yield from _within((*path, "nothing"), deck.nothing, 0, 1e12)
    weights = [constant(card.weight) for card in deck.cards.values()]
    for card, weight in zip(deck.cards, weights, strict=True):
        if weight is not None:
            yield from _within((*path, "card", card, "weight"), weight, 0, 1e12)
    if deck.nothing <= 0 and all(weight is not None and weight <= 0 for weight in weights):
        yield Issue("E805", path, "nothing can be drawn from this deck", "a card with a weight above 0", at="key")


def _target(path: Path, target: Target) -> Iterator[Issue]:
    subjects = [name for name in ("ending", "event", "option", "metric") if getattr(target, name) is not None]
    if len(subjects) != 1:
        yield Issue(
            "E806",
            path,
            f"a target about {' and '.join(subjects) or 'nothing'}",
            "one of ending, event, option, metric",
            at="key",
        )
    elif subjects == ["metric"]:
        if target.range is None or target.share is not None:
            yield Issue("E806", path, "a claim about a metric has a range", "range = [lowest, highest]", at="key")
    elif target.replay is None and (target.share is None or target.range is not None):
        yield Issue("E806", path, f"a claim about an {subjects[0]} has a share", "share = [0.1, 0.4]", at="key")
    if target.range and target.range[0] > target.range[1]:
        yield Issue("E705", (*path, "range"), "the range is upside down", "[lowest, highest]")
    if target.share and not 0 <= target.share[0] <= target.share[1] <= 1:
        yield Issue("E709", (*path, "share"), "no share of plays", "[lowest, highest], both from 0 to 1")


_CHECKS: dict[type[Any], Callable[[Path, Any], Iterator[Issue]]] = {
    Assumption: _assumption,
    Draw: _draw,
    Metric: _metric,
    Variable: _variable,
    Event: _event,
    Later: _chance,
    Option: _option,
    Deck: _deck,
    Target: _target,
    Echo: lambda path, echo: _within((*path, "share"), echo.share, 0, 1, "E709"),
    Survey: lambda path, survey: _within((*path, "noise"), survey.noise, 0, 1e12),
    Budget: lambda path, budget: _within((*path, "refill"), budget.refill, 0, 1e12),
    News: lambda path, news: _within((*path, "agree"), news.agree, 0, 1e12),
    Info: lambda path, info: _within((*path, "minutes"), info.minutes, 1, 10_000),
    History: lambda path, history: _within((*path, "seed"), history.seed, 0, 2**63),
}
