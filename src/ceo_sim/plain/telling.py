"""What happened, as lines: consequences, days that passed, the feed, the story so far, and why a meter moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ceo_sim.analysis.grounds import Ground, cause_name, grounds
from ceo_sim.engine.chronicle import Entry, NewsItem
from ceo_sim.engine.game import VISIBLE_CHANGE, Game
from ceo_sim.engine.ledger import Share
from ceo_sim.engine.meters import figure
from ceo_sim.engine.views import Movement, Report
from ceo_sim.plain import words
from ceo_sim.plain.words import INDENT
from ceo_sim.scenario.model import Metric
from ceo_sim.scenario.text import plain
from ceo_sim.scenario.typecheck import closest

SUPPORT = {
    "measured": "measured",
    "direction": "the direction is known, the size is judged",
    "judgement": "judgement",
    None: "not said how well it is known",
}
LATEST = 12
"""Lines of the feed that are told at once."""


def consequence(game: Game, report: Report, choice: str) -> Iterator[str]:
    """What came of an answer: text first, then what moved and why."""
    for entry in report.entries:
        if entry.kind == "option" and entry.cause == choice:
            yield from words.paragraphs(entry.text or entry.title)
        else:
            yield from _entry(entry)
    yield from _news(report.news)
    yield from moved(game, report, choice)


def passed(game: Game, report: Report) -> Iterator[str]:
    """What happened while time went by, in order."""
    told: list[Entry | NewsItem] = [*report.entries, *report.news]
    last = -1
    for thing in sorted(told, key=lambda thing: thing.step):
        if thing.step != last:
            yield ""
            yield words.clock(game.timeline.moment(thing.step)) + "."
            last = thing.step
        yield from _entry(thing) if isinstance(thing, Entry) else _news([thing])
    moves = list(moved(game, report))
    if not told:
        yield f"{words.date(game.moment)}." + ("" if moves else " Nothing to report.")
    yield from moves


def moved(game: Game, report: Report, choice: str = "") -> Iterator[str]:
    """The metrics that moved by something that shows, each with its two weightiest causes."""
    seen = [move for move in report.moved if figure(move.metric, move.before) != figure(move.metric, move.after)]
    if seen:
        yield ""
        yield "What moved"
    for move in seen:
        causes = "; ".join(_cause(game, share, choice) for share in _weighty(move))
        yield f"{move.metric.name}: {words.from_to(move.metric, move.before, move.after)}. {causes}."


def _weighty(move: Movement) -> list[Share]:
    """The two causes that weigh most, without a second that would read as nothing."""
    first, *others = move.causes
    return [first, *(share for share in others[:1] if abs(share.amount) >= VISIBLE_CHANGE)]


def _cause(game: Game, share: Share, choice: str) -> str:
    mine = share.kind == "option" and share.cause == choice
    name = "Your choice" if mine else cause_name(game.program.scenario, share.kind, share.cause)
    return f"{name}, {words.amount(share.amount)}"


def _entry(entry: Entry) -> Iterator[str]:
    if entry.title:
        yield entry.title if entry.title.endswith((".", "?", "!")) else entry.title + "."
    if entry.reason:
        yield f"{INDENT}Your reason: {words.printable(entry.reason)}"
    yield from words.paragraphs(entry.text)


def _news(items: Iterable[NewsItem]) -> Iterator[str]:
    for item in items:
        sender = f"{item.sender}, {item.role}" if item.role else item.sender
        agree = f" ({item.agree:,} agree)" if item.agree else ""
        yield f"{sender}: {plain(item.text)}{agree}"


# ---- looking back --------------------------------------------------------------------------------------------


def feed(game: Game, *, whole: bool = False) -> Iterator[str]:
    """The feed, the oldest line first; only its latest lines unless all of it is wanted."""
    items = game.news if whole else game.news[-LATEST:]
    if not items:
        yield "The feed is empty."
    if older := len(game.news) - len(items):
        yield f"{words.counted(older, 'older line')}; feed all tells them too."
    for item in items:
        for line in _news([item]):
            yield f"{words.clock(game.timeline.moment(item.step))}. {line}"


def story(game: Game) -> Iterator[str]:
    """Everything that happened so far, with the player's reasons."""
    if not game.entries:
        yield "Nothing has happened yet."
    for number, entry in enumerate(game.entries):
        if number:
            yield ""
        yield words.clock(game.timeline.moment(entry.step)) + "."
        yield from _entry(entry)


def advisers(game: Game) -> Iterator[str]:
    """Who advises the player, what they care for, and what they say now."""
    said = {cast.id: line for cast, line in game.remarks()}
    people = [cast for cast in game.program.scenario.cast.values() if cast.adviser or cast.id in said]
    if not people:
        yield "Nobody advises you."
    for cast in people:
        yield f"{words.person(cast)}."
        if cast.leans:
            yield INDENT + cast.leans
        if cast.id in said:
            yield f"{INDENT}Now: {said[cast.id]}"


# ---- why -----------------------------------------------------------------------------------------------------


def find_metric(game: Game, words_given: str) -> Metric | None:
    """The metric that somebody means, by id, name or part of a name."""
    metrics = game.program.scenario.metrics
    meant = words_given.strip().lower()
    names = {name.lower(): metric for metric in metrics.values() for name in (metric.id, metric.name)}
    if meant in names:
        return names[meant]
    partly = {metric.id: metric for name, metric in names.items() if meant and meant in name}
    large = [metric for metric in partly.values() if metric.headline]
    for found in (list(partly.values()), large):
        if len(found) == 1:
            return found[0]
    return names.get(closest(meant, names))


def is_open_to_see(metric: Metric) -> bool:
    """Whether a metric's exact value may be told before the end."""
    return metric.shown in ("player", "advisers") and metric.survey is None


def why(game: Game, metric: Metric) -> Iterator[str]:
    """The causes that add up to a metric's value, the largest first, with what each rests on."""
    scenario = game.program.scenario
    course = game.course(metric.id)
    yield f"{metric.name} is at {figure(metric, course[-1])}. It adds up like this:"
    told: set[Ground] = set()
    for share in game.ledger.why(metric.id):
        if share.kind == "start":
            yield f"{figure(metric, share.amount)} at the start."
        else:
            yield f"{words.amount(share.amount)} {cause_name(scenario, share.kind, share.cause)}."
        found = grounds(scenario, metric.id, share.kind, share.cause)
        new = [ground for ground in found if ground not in told]
        told.update(new)
        for ground in new:
            yield INDENT + _spoken(ground, cause_name(scenario, share.kind, share.cause))
        if found and not new:
            yield f"{INDENT}It rests on what was said above: {found[0].label}."


def _spoken(ground: Ground, cause: str) -> str:
    label = "" if cause.endswith(ground.label) else ground.label
    parts = [label, ground.why, f"Source: {ground.source}" if ground.source else ""]
    parts.append(f"Support: {SUPPORT[ground.support]}")
    return " ".join(part if part.endswith(".") else part + "." for part in parts if part)
