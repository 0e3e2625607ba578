"""The desk and a decision, as lines."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field

from ceo_sim.engine.game import Game
from ceo_sim.engine.meters import Meter
from ceo_sim.engine.snapshots import DecisionView, OptionView, Promised, Waiting
from ceo_sim.plain import lines
from ceo_sim.plain.lines import INDENT
from ceo_sim.presentation import formatting
from ceo_sim.scenario.metrics import guess_metric, is_seen


def opening(game: Game) -> Iterator[str]:
    """What is read before the first day: title, note, role, opening."""
    info = game.program.scenario.info
    yield info.title
    if info.content_note:
        yield f"Content note: {info.content_note}"
    if info.rating:
        yield f"Rating: {info.rating}"
    if info.inspired_by:
        yield f"Inspired by: {info.inspired_by}"
    yield ""
    yield info.role
    if info.opening is not None:
        yield ""
        yield from lines.paragraphs(game.fill(info.opening))


def desk(game: Game) -> Iterator[str]:
    """Everything on the desk."""
    yield _head(game)
    yield from budgets(game)
    yield ""
    yield "How things stand"
    for heading, part in _groups(game):
        if heading:
            yield heading
        for meter in part:
            yield lines.meter(meter, game.timeline) + "."
    yield from _remarks(list(_advice(game)))
    yield from promised(game, only_open=True)
    yield from agenda(game)


@define
class Told:
    """What the player has heard already, so that a morning tells what is new."""

    meters: dict[str, str] = field(factory=dict)
    remarks: set[str] = field(factory=set)
    promises: set[str] = field(factory=set)


def morning(game: Game, told: Told) -> Iterator[str]:
    """The desk with what is new on it: large meters always, others that have changed, lines not heard before.

    The first time that is everything.
    """
    yield _head(game)
    yield from budgets(game)
    yield ""
    yield "How things stand"
    yield from _changed_meters(game, told)
    yield from _remarks([line for line in _advice(game) if line not in told.remarks])
    told.remarks.update(_advice(game))
    yield from _new_promises(game, told)
    yield from agenda(game)


def _changed_meters(game: Game, told: Told) -> Iterator[str]:
    same = 0
    for heading, part in _groups(game):
        now = {meter.metric.id: f"{formatting.known_value(meter)} {meter.band}" for meter in part}
        changed = [m for m in part if m.metric.headline or told.meters.get(m.metric.id) != now[m.metric.id]]
        if heading and changed:
            yield heading
        for meter in changed:
            yield lines.meter(meter, game.timeline) + "."
        same += len(part) - len(changed)
        told.meters.update(now)
    if same:
        yield f"{same} more {'stands as it did' if same == 1 else 'stand as they did'}. Type desk to hear all."


def _new_promises(game: Game, told: Told) -> Iterator[str]:
    """Promises not heard of before, and those that fall due within three days."""
    soon = 3 * game.timeline.steps_a_day
    new = [p for p in _open_promises(game) if p.id not in told.promises or p.due - game.now <= soon]
    told.promises.update(promise.id for promise in new)
    yield from _promises(game, new)


def at_a_glance(game: Game) -> Iterator[str]:
    """What may have changed on the desk since a decision was taken: budgets and agenda."""
    yield _head(game)
    yield from budgets(game)
    yield from agenda(game)


def _head(game: Game) -> str:
    return (
        ". ".join(
            part for part in (formatting.full_date(game.timeline, game.now), game.program.scenario.info.company) if part
        )
        + "."
    )


def budgets(game: Game) -> Iterator[str]:
    """What is left of each budget."""
    for id, left in game.budgets.items():
        budget = game.program.scenario.budgets[id]
        yield f"{formatting.number(left)} of {formatting.number(budget.refill)} {budget.name} left."


def _groups(game: Game) -> Iterator[tuple[str, list[Meter]]]:
    """The meters that can be seen, under their headings: the player's own, the large ones first, and the advisers'."""
    seen = game.meters()
    own = [meter for meter in seen if meter.metric.shown == "player"]
    yield "", sorted(own, key=lambda meter: not meter.metric.headline)
    if advised := [meter for meter in seen if meter.metric.shown == "advisers"]:
        yield "What your advisers see", advised


def courses(game: Game, named: str = "") -> Iterator[str]:
    """The meters at length: what each is, its scale and its course; only the one that is named, if one is."""
    seen = {meter.metric.id: meter for meter in game.meters() if is_seen(meter.metric)}
    meant = [*seen.values()]
    if named not in ("", "all"):
        metric = guess_metric(game.program.scenario, named)
        meant = [seen[metric.id]] if metric is not None and metric.id in seen else []
    if not meant:
        names = ", ".join(meter.metric.name for meter in seen.values())
        yield f"There is no meter {lines.quoted(named)} to be seen. Type meters and one of: {names}."
    for meter in meant:
        yield from _at_length(game, meter)


def _at_length(game: Game, meter: Meter) -> Iterator[str]:
    metric = meter.metric
    yield f"{lines.meter(meter, game.timeline)}."
    if metric.text:
        yield INDENT + metric.text
    yield INDENT + _scale(meter)
    if len(meter.course) > 1:
        figures = ", ".join(f"{value:,.{metric.decimals}f}" for value in meter.course)
        yield INDENT + f"{'By survey' if meter.surveyed else 'Its course'}: {figures}."


def promised(game: Game, *, only_open: bool = False) -> Iterator[str]:
    """The promises that were made and how they stand."""
    yield from _promises(game, _open_promises(game) if only_open else game.promises())


def _open_promises(game: Game) -> list[Promised]:
    return [promise for promise in game.promises() if promise.state == "open"]


def _promises(game: Game, promises: list[Promised]) -> Iterator[str]:
    if promises:
        yield ""
        yield "Promised"
    for promise in promises:
        due = f"by {_clock(game, promise.due)}"
        if promise.state == "open":
            due += f", in {formatting.elapsed(game.timeline, promise.due - game.now)}"
        else:
            due += f": {promise.state}"
        yield f"{promise.text}, {due}."


def agenda(game: Game) -> Iterator[str]:
    """What waits for the player, numbered."""
    waiting = game.agenda()
    yield ""
    yield "Your agenda" if waiting else "Nothing is on your agenda."
    for number, item in enumerate(waiting, 1):
        yield f"{number}. {item.title}. {_terms(game, item)}"


def due(game: Game) -> Iterator[str]:
    """What runs out and what was promised, by date; then what waits without a date."""
    waiting = game.agenda()
    dated = [(promise.due, f"Promised: {promise.text}") for promise in _open_promises(game)]
    dated += [(item.expires, f"The last moment for: {item.title}") for item in waiting if item.expires is not None]
    for item in waiting:
        if item.urgent:
            yield f"Now: {item.title} must be answered."
    for step, what in sorted(dated):
        left = formatting.elapsed(game.timeline, max(0, step - game.now))
        yield f"{_clock(game, step)}, in {left}. {what}."
    for item in waiting:
        if not item.urgent and item.expires is None:
            yield f"Whenever: {item.title}."
    if not waiting and not dated:
        yield "Nothing is due."


def _terms(game: Game, item: Waiting) -> str:
    """Until when something waits, and what it costs."""
    parts = []
    if item.urgent:
        parts.append("Must be answered now")
    elif item.expires is None:
        parts.append("Whenever")
    else:
        left = formatting.elapsed(game.timeline, max(0, item.expires - game.now))
        parts.append(f"Until {_clock(game, item.expires)}, {left} left")
    names = {budget.name: id for id, budget in game.program.scenario.budgets.items()}
    for name, least, most in item.cost:
        price = formatting.amount(most, name)
        parts.append(f"Costs {price}" if least == most else f"Costs {formatting.number(least)} to {price}")
        left_over = game.budgets[names[name]]
        if least > left_over:
            parts.append(f"Not now: {formatting.number(left_over)} {name} left")
    return ". ".join(parts) + "."


def _advice(game: Game) -> Iterator[str]:
    for cast, line in game.remarks():
        yield f"{cast.name}: {line}"


def _remarks(lines: list[str]) -> Iterator[str]:
    if lines:
        yield from ("", "Your advisers", *lines)


def _scale(meter: Meter) -> str:
    low, high = meter.metric.range
    scale = f"From {formatting.number(low)} to {formatting.number(high)}"
    if meter.metric.bands:
        scale += ": " + ", ".join(f"{word} from {formatting.number(bound)}" for bound, word in meter.metric.bands)
    return scale + "."


# ---- a decision ----------------------------------------------------------------------------------------------


def decision(game: Game, view: DecisionView) -> Iterator[str]:
    """A decision with everything that is known about it."""
    due = "Must be answered now"
    if not view.urgent:
        due = "Whenever" if view.expires is None else f"Until {_clock(game, view.expires)}"
    yield f"{view.title}. {due}."
    if view.room:
        yield f"In the room: {'; '.join(map(formatting.person, view.room))}."
    yield from budgets(game)
    yield ""
    yield from lines.paragraphs(view.brief)
    yield ""
    yield "Options"
    for number, option in enumerate(view.options, 1):
        yield from _option(number, option)


def _option(number: int, option: OptionView) -> Iterator[str]:
    terms = "".join(f" Costs {formatting.amount(cost, name)}." for name, cost in option.cost)
    lock = f" Locked: {option.lock.text}." if option.lock is not None else ""
    yield f"{number}. {formatting.full_stop(option.label)}{terms}{lock}"
    for cast, line in option.advice:
        yield f"{INDENT}{cast.name}: {line}"


def _clock(game: Game, step: int) -> str:
    return formatting.date_and_time(game.timeline.moment(step))
