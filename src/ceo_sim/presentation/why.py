"""Why each metric ended where it did: a waterfall of causes, each with what it rests on."""

from __future__ import annotations

from ceo_sim.analysis.provenance import Evidence, cause_name, provenance
from ceo_sim.analysis.waterfall import Bar, waterfall
from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import Share
from ceo_sim.presentation import formatting
from ceo_sim.presentation.debrief.subject import DebriefSubject, headline
from ceo_sim.presentation.document import Cause, Fold, Part, Section, Spans, Waterfall, bold, note, said
from ceo_sim.scenario.metrics import debrief_metrics
from ceo_sim.scenario.model import Metric


def why(told: DebriefSubject, *, whole: bool = True) -> Section:
    """The causes of each metric; those of the headline ones are open, the others on demand, if they are wanted."""
    game = told.game
    large = headline(game)
    others = [metric for metric in debrief_metrics(game.program.scenario) if metric not in large]
    parts: list[Part] = [
        note(
            "Every change of a meter has a cause, and the causes add up to where it ended. Each says what it rests on: "
            "the numbers are the authors' and can be disputed one by one. A filled bar is a rise, an outlined one "
            "a fall."
        )
    ]
    parts += [Section(told.id(f"why-{metric.id}"), metric.name, (_causes(game, metric),)) for metric in large]
    parts += [Fold(f"{metric.name}: {_from_to(game, metric)}", (_causes(game, metric),)) for metric in others if whole]
    return Section(told.id("why"), "Why", tuple(parts))


def _from_to(game: Game, metric: Metric) -> str:
    course = game.course(metric.id)
    return (
        f"from {formatting.figure(metric, game.start_value(metric.id))} to {formatting.with_unit(metric, course[-1])}"
    )


def _causes(game: Game, metric: Metric) -> Waterfall:
    caption = f"{metric.name}. {metric.text}".strip()
    known: set[Evidence] = set()
    bars = waterfall(game, metric.id)
    return Waterfall(caption, tuple(_cause(game, metric, bar, known) for bar in bars))


def _cause(game: Game, metric: Metric, bar: Bar, known: set[Evidence]) -> Cause:
    if bar.kind == "rest":
        rests = tuple(_smaller(game, metric, share, known) for share in bar.parts)
    else:
        found = provenance(game.program.scenario, metric.id, bar.kind, bar.cause)
        new = [ground for ground in found if ground not in known]
        known.update(new)
        rests = tuple(_ground(ground, bar.name) for ground in new)
        if found and not new:
            rests = (said(f"As said above: {found[0].label}."),)
    is_start = bar.kind == "start"
    amount, total = formatting.change(metric, bar.amount), formatting.total(metric, bar.after)
    told_by = "What they are" if bar.kind == "rest" else "What it rests on"
    return Cause(bar.name, amount, total, bar.before, bar.after, is_start, rests, told_by)


def _smaller(game: Game, metric: Metric, share: Share, known: set[Evidence]) -> Spans:
    """A cause that has no bar of its own: by how much, and the nearest thing that it rests on, unless that was said."""
    scenario = game.program.scenario
    name = cause_name(scenario, share.kind, share.cause)
    amount = bold(f"{formatting.change(metric, share.amount)} ")
    nearest = provenance(scenario, metric.id, share.kind, share.cause)[:1]
    new = [_ground(ground, name) for ground in nearest if ground not in known]
    known.update(nearest)
    return (*said(amount, formatting.full_stop(name)), *(span for ground in new for span in (*said(" "), *ground)))


def _ground(ground: Evidence, cause: str) -> Spans:
    label = () if cause.endswith(ground.label) else (bold(f"{formatting.full_stop(ground.label)} "),)
    source = f" Source: {formatting.full_stop(ground.source)}" if ground.source else ""
    return said(
        *label,
        formatting.full_stop(ground.why) if ground.why else "",
        f"{source} Support: {formatting.support(ground.support)}.",
    )
