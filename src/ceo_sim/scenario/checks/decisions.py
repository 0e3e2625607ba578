"""The course of a story: what opens, what can be answered, what stands still, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.scenario.acts import endings_of
from ceo_sim.scenario.checks.expressions import circles
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.metrics import is_seen
from ceo_sim.scenario.model import MOST_PREDICTIONS, WAY_OUT, Decision, Ending


def check(index: ScenarioIndex) -> Iterator[Issue]:
    """Decisions without a way in or out, stories without an end."""
    for path, decision in index.all(Decision):
        yield from _answerable(path, decision)
        yield from _ways_out(path, decision)
        yield from _expiring(path, decision)
        yield from _predicting(index, path, decision)
    yield from _many_predictions(index)
    yield from _standstills(index)
    yield from _endings(index)
    metrics = index.scenario.metrics
    if metrics and not any(metric.headline for metric in metrics.values()):
        yield Issue("W505", ("metric", next(iter(metrics))), "no metric has headline = true", at="key")


def _answerable(path: Path, decision: Decision) -> Iterator[Issue]:
    if not decision.options:
        yield Issue("E809", path, "a decision without options", f"[decision.{decision.id}.option.…]", at="key")


def _ways_out(path: Path, decision: Decision) -> Iterator[Issue]:
    """Options for when no other is open: one at most, without a condition of its own, and with others that may lock."""
    ways = [option for option in decision.options.values() if option.otherwise]
    for number, option in enumerate(ways):
        here = (*path, "option", option.id, "otherwise")
        if number:
            yield Issue("E830", here, f'"{ways[0].id}" is open already when no other is', "one such option", at="key")
        elif option.cost or (option.when and not option.when.text.startswith(WAY_OUT)):
            message = "it is open when no other is, whatever else is said"
            yield Issue("E830", here, message, "neither when nor cost beside it", at="key")
    for option in decision.options.values():
        if option.when is None:
            for name in ("hidden", "locked"):
                if getattr(option, name):
                    here = (*path, "option", option.id, name)
                    yield Issue("W531", here, f"{name} without when, so it means nothing", "a when", at="key")


def _expiring(path: Path, decision: Decision) -> Iterator[Issue]:
    if decision.standing:
        for name in ("urgent", "expires", "default", "lapsed"):
            if getattr(decision, name):
                message = f"a standing decision waits for nobody, so it is not {name}"
                message = message if name == "urgent" else f"a standing decision waits for ever, so it has no {name}"
                yield Issue("E833", (*path, name), message, f"standing or {name}", at="key")
        return
    for name in ("default", "lapsed"):
        if getattr(decision, name) is not None and decision.expires is None:
            yield Issue("E808", (*path, name), f"{name} without expires", 'expires = "3d"', at="key")
    if decision.urgent and decision.expires is not None:
        message = "an urgent decision stops the clock, so it cannot expire"
        yield Issue("W508", (*path, "expires"), message, "urgent or expires", at="key")
    default = decision.options.get(decision.default or "")
    if default and default.when is not None and decision.lapsed is None:
        message = f'"{decision.default}" may be locked when the decision expires'
        yield Issue("W509", (*path, "default"), message, "an option without when, or lapsed too")


def _predicting(index: ScenarioIndex, path: Path, decision: Decision) -> Iterator[Issue]:
    """What is to be predicted and never asked: with free hours, of what cannot be seen, or of the same twice."""
    if decision.predict and decision.standing:
        message = "what is done with free hours is not worth a prediction, and none is asked"
        yield Issue("W535", (*path, "predict"), message, "standing or predict", at="key")
    for place, id in enumerate(decision.predict):
        metric = index.scenario.metrics.get(id)
        if metric is not None and not is_seen(metric):
            message = f'the player sees nothing of "{id}", which is shown to "{metric.shown}"'
            yield Issue("W535", (*path, "predict", place), message, 'a metric with shown = "player" or "advisers"')
        elif id in decision.predict[:place]:
            yield Issue("W535", (*path, "predict", place), f'"{id}" is asked about already', "each metric once")


def _many_predictions(index: ScenarioIndex) -> Iterator[Issue]:
    """The first decision beyond those that a game asks about, if all that are marked come."""
    marked = [path for path, decision in index.all(Decision) if decision.predict]
    if len(marked) > MOST_PREDICTIONS:
        message = f"{len(marked)} decisions ask for a prediction, and a game asks at the first {MOST_PREDICTIONS}"
        expected = f"{MOST_PREDICTIONS} of them, unless some exclude others"
        yield Issue("N535", (*marked[MOST_PREDICTIONS], "predict"), message, expected, at="key")


def _standstills(index: ScenarioIndex) -> Iterator[Issue]:
    """Urgent decisions that open one another at the same moment."""
    urgent = {id: decision for id, decision in index.scenario.decisions.items() if decision.urgent}
    edges = {
        id: [
            option.next.decision
            for option in decision.options.values()
            if option.next and option.next.decision in urgent and option.next.at_once
        ]
        for id, decision in urgent.items()
    }
    for circle in circles(edges):
        message = f"these open one another without any time passing: {' → '.join((*circle, circle[0]))}"
        yield Issue("E802", ("decision", circle[0]), message, "a longer `after` somewhere", at="key")


def _endings(index: ScenarioIndex) -> Iterator[Issue]:
    endings = list(endings_of(index.scenario, None).values())
    if not endings:
        yield Issue("E803", ("ending",), "a story without an ending", "an [ending.…] without when", at="key")
        return
    yield from ordered_endings(endings)


def ordered_endings(endings: list[Ending]) -> Iterator[Issue]:
    """Endings of one story or act, tried in their order."""
    last = endings[-1]
    if last.when is not None:
        yield Issue("E803", ("ending", last.id, "when"), "the last ending has a condition", "no `when`", at="key")
    elif last.early:
        message = "this ending always holds, so it ends the story at the first step"
        yield Issue("E811", ("ending", last.id, "early"), message, "a `when` for it, or no `early`", at="key")
    for ending in endings[:-1]:
        if ending.when is None:
            message = f'"{ending.id}" always holds, so no ending after it can be reached'
            yield Issue("E804", ("ending", ending.id), message, "a `when`, or its place at the end", at="key")
