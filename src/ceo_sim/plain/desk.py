"""The desk and a decision, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define, field

from ceo_sim.plain import lines
from ceo_sim.plain.lines import INDENT
from ceo_sim.plain.render import rendered
from ceo_sim.presentation import formatting, headings
from ceo_sim.presentation.acts import DECIDED, SoFar, so_far
from ceo_sim.presentation.decision import DecisionView, OptionView
from ceo_sim.presentation.desk import IDLE, AgendaLine, DeskView, MeterView
from ceo_sim.presentation.exhibits import parts_of
from ceo_sim.presentation.pages import meter_at_length, preface
from ceo_sim.saves.session import Session
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.metrics import guess_metric
from ceo_sim.scenario.model import Scenario

SOON = 3
"""Days before its date from which on a promise is told every morning."""


def opening(session: Session) -> Iterator[str]:
    """What is read before the first day: title, note, role, opening; or what came before the act it begins with."""
    scenario = session.game.program.scenario
    yield scenario.info.title
    yield from rendered(preface(scenario))
    yield from ("", scenario.info.role)
    if session.began_with is not None and session.loaded.written is not None:
        yield from _so_far(so_far(session.game, session.loaded.written, session.began_with))
        return
    if text := session.game.fill(scenario.info.opening):
        yield ""
        yield from lines.paragraphs(text)
    if exhibit := parts_of(session.game.show(scenario.info.exhibit)):
        yield from ("", *rendered(exhibit))


def _so_far(before: SoFar) -> Iterator[str]:
    yield from ("", formatting.full_stop(f"You begin with: {before.title}"))
    if before.opening:
        yield ""
        yield from lines.paragraphs(before.opening)
    yield from ("", DECIDED, *(formatting.full_stop(plain(line)) for line in before.decided))
    title, text = before.ended
    yield from ("", formatting.full_stop(title))
    yield from lines.paragraphs(text)


def desk(view: DeskView) -> Iterator[str]:
    """Everything on the desk."""
    return morning(view, AlreadyHeard())


@define
class AlreadyHeard:
    """What the player has heard already, so that a morning tells what is new."""

    meters: dict[str, str] = field(factory=dict)
    remarks: set[str] = field(factory=set)
    promises: set[str] = field(factory=set)


def morning(view: DeskView, heard: AlreadyHeard) -> Iterator[str]:
    """The desk with what is new on it: large meters always, others that have changed, lines not heard before.

    The first time that is everything.
    """
    yield from _head(view)
    yield from _under(headings.AT_STAKE, [stake.summary for stake in view.stakes])
    yield ""
    yield headings.STANDING
    yield from _changed_meters(view, heard)
    remarks = [f"{remark.person}: {plain(remark.text)}" for remark in view.remarks]
    yield from _under(headings.ADVISERS, [line for line in remarks if line not in heard.remarks])
    heard.remarks.update(remarks)
    new = [p for p in view.promises if p.id not in heard.promises or p.days_left <= SOON]
    heard.promises.update(promise.id for promise in new)
    yield from _under(
        headings.PROMISED, [formatting.full_stop(f"{plain(promise.text)}{promise.due}") for promise in new]
    )
    yield from agenda(view)


def _changed_meters(view: DeskView, heard: AlreadyHeard) -> Iterator[str]:
    same = 0
    for heading, part in _groups(view):
        now = {meter.id: f"{meter.value} {meter.band}" for meter in part}
        changed = [m for m in part if m.is_headline or heard.meters.get(m.id) != now[m.id]]
        if heading and changed:
            yield heading
        yield from (meter.summary for meter in changed)
        same += len(part) - len(changed)
        heard.meters.update(now)
    if same:
        yield f"{same} more {'stands as it did' if same == 1 else 'stand as they did'}. Type desk to hear all."


def at_a_glance(view: DeskView) -> Iterator[str]:
    """What may have changed on the desk since a decision was taken: budgets and agenda."""
    yield from _head(view)
    yield from agenda(view)


def _head(view: DeskView) -> Iterator[str]:
    yield f"{view.when_in_full}. {formatting.full_stop(view.company)}"
    yield from budgets(view.budgets)


def budgets(left: Iterable[str]) -> Iterator[str]:
    """What is left of each budget."""
    return map(formatting.full_stop, left)


def _groups(view: DeskView) -> Iterator[tuple[str, list[MeterView]]]:
    """The meters under their headings: the player's own, the large ones first, and the advisers'."""
    yield "", [meter for meter in view.meters if meter.metric.shown != "advisers"]
    if advised := [meter for meter in view.meters if meter.metric.shown == "advisers"]:
        yield headings.ADVISED, advised


def meters(view: DeskView, scenario: Scenario, named: str = "") -> Iterator[str]:
    """The meters at length: what each is, its scale and its course; only the one that is named, if one is."""
    meant = [*view.all_meters]
    if named not in ("", "all"):
        metric = guess_metric(scenario, named)
        meant = [meter for meter in view.all_meters if metric is not None and meter.id == metric.id]
    if not meant:
        names = ", ".join(meter.name for meter in view.all_meters)
        yield formatting.full_stop(
            f"There is no meter {lines.quoted(named)} to be seen. Type meters and one of: {names}"
        )
    for meter in meant:
        yield from rendered((meter_at_length(meter),))


def agenda(view: DeskView) -> Iterator[str]:
    """What waits for the player, numbered."""
    yield ""
    yield headings.AGENDA if view.agenda else headings.NO_AGENDA
    yield from (_numbered(number, item) for number, item in enumerate(view.agenda, 1))
    if view.standing:
        yield from ("", formatting.full_stop(IDLE))
    yield from (_numbered(number, item) for number, item in enumerate(view.standing, 1 + len(view.agenda)))


def _numbered(number: int, item: AgendaLine) -> str:
    """Something that can be taken, with its number."""
    price = f"costs {item.price}" if item.price else ""
    terms = filter(None, (item.deadline_in_full, price, item.obstacle))
    return " ".join((f"{number}.", formatting.full_stop(plain(item.title)), *map(_sentence, terms)))


def due(view: DeskView) -> Iterator[str]:
    """What runs out and what was promised, by date; then what waits without a date."""
    heads = {"decide": "The last moment for", "promised": headings.PROMISED}
    for line in view.due:
        if line.when == "now" and line.kind == "decide":
            yield f"Now: {plain(line.text)} must be answered."
        else:
            yield f"{_sentence(line.when_in_full)} {heads[line.kind]}: {formatting.full_stop(plain(line.text))}"
    undated = [item for item in view.agenda if not item.is_urgent and item.expires is None]
    for item in undated:
        yield f"{item.deadline.capitalize()}: {formatting.full_stop(plain(item.title))}"
    if not view.due and not undated:
        yield "Nothing is due."


def _under(heading: str, rows: list[str]) -> list[str]:
    """Lines under a heading; nothing where there are none."""
    return ["", heading, *rows] if rows else []


def _sentence(text: str) -> str:
    return formatting.full_stop(text[:1].upper() + text[1:])


# ---- a decision ----------------------------------------------------------------------------------------------


def decision(view: DecisionView) -> Iterator[str]:
    """A decision with everything that is known about it."""
    yield f"{formatting.full_stop(plain(view.title))} {_sentence(view.deadline_in_full)}"
    if view.room:
        yield formatting.full_stop(f"{headings.IN_THE_ROOM}: {'; '.join(view.room)}")
    yield from budgets(view.budgets)
    yield ""
    if view.exhibit is not None:
        yield from (*rendered((view.exhibit.part,)), "")
    yield from lines.paragraphs(view.brief)
    yield ""
    yield headings.OPTIONS
    for option in view.options:
        yield from _option(option)


def _option(option: OptionView) -> Iterator[str]:
    terms = f" Costs {formatting.full_stop(option.price)}" if option.price and not option.is_free else ""
    lock = f" Locked: {formatting.full_stop(option.lock)}" if option.lock else ""
    yield f"{option.number}. {formatting.full_stop(plain(option.label))}{terms}{lock}"
    for advice in option.advice:
        yield f"{INDENT}{advice.person}: {plain(advice.text)}"
