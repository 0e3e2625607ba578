"""What a play test expects, held against a play as it stands: each miss with its nearest cause."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator

from attrs import define, field, frozen

from ceo_sim.analysis.clauses import failing, failing_values, figure
from ceo_sim.engine.game import Game
from ceo_sim.engine.locks import BudgetLock, refusal
from ceo_sim.engine.people import ShownExhibit
from ceo_sim.errors import IllegalMove
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.playtest import Expectation
from ceo_sim.scenario.timeline import spoken

MOST_CAUSES = 3
LIKE = 0.4
"""How much of a text must be like what was expected for it to be called the nearest, 0 to 1."""
MOST_SENTENCES = 2_000
_SENTENCE = re.compile(r"(?<=[.!?…”])\s+")


@frozen
class Miss:
    """An expectation that was not met.

    Attributes:
        path: Where in the test it is written.
        expected: What was expected.
        actual: What was.
        cause: What is nearest to being the reason; empty if nothing is.
    """

    path: Path
    expected: str
    actual: str
    cause: str = ""


@define
class Transcript:
    """Everything that a player has been shown, as texts without their markup, each once."""

    _texts: dict[str, None] = field(factory=dict)
    _entries: int = 0
    _news: int = 0

    def listen(self, game: Game) -> None:
        """Take down what is new since the last time."""
        info = game.program.scenario.info
        said = [game.fill(info.opening), *_words_of(game.show(info.exhibit))]
        for entry in game.entries[self._entries :]:
            said += [entry.title, entry.text, *_words_of(entry.exhibit)]
        said += [item.text for item in game.news[self._news :]]
        self._entries, self._news = len(game.entries), len(game.news)
        for waiting in game.open_decisions():
            asked = game.ask(waiting.id)
            said += [asked.title, *_words_of(asked.exhibit), asked.brief]
            for option in asked.options:
                said += [option.label, option.locked_words, *(text for _, text in option.advice)]
        if game.timeline.starts_day(game.now):
            said += [text for _, text in game.remarks()]
        if game.ending is not None:
            said += [game.fill(game.ending.title), game.fill(game.ending.text)]
            said += [text for _, text in game.epilogues()]
        self._texts.update((_words(plain(text)), None) for text in said if text)

    def has(self, words: str) -> bool:
        """Whether some words were shown."""
        return any(_words(words) in text for text in self._texts)

    def nearest(self, words: str) -> str:
        """The sentence shown that is most like some words; empty if none is."""
        sentences = [part for text in self._texts for part in _SENTENCE.split(text)]
        near = difflib.get_close_matches(_words(words), sentences[-MOST_SENTENCES:], 1, LIKE)
        return near[0] if near else ""


def misses(expected: Expectation, game: Game, shown: Transcript, path: Path) -> Iterator[Miss]:
    """What of an expectation at `path` does not hold now."""
    yield from _metrics(expected, game, path)
    yield from _conditions(expected, game, path)
    yield from _happenings(expected, game, path)
    yield from _texts(expected, shown, path)
    yield from _promises(expected, game, path)
    yield from _options(expected, game, path)
    yield from _ending(expected, game, path)


def standing(game: Game) -> str:
    """Where a play stands, in a few words."""
    at = spoken(game.moment)
    return f"it ended at {at}, in {game.ending.id}" if game.ending is not None else f"it stands at {at}"


def _metrics(expected: Expectation, game: Game, path: Path) -> Iterator[Miss]:
    for id, (low, high) in expected.metric.items():
        value = game.ledger.value(id)
        if not low <= value <= high:
            wanted = f"{id} from {figure(float(low))} to {figure(float(high))}"
            yield Miss((*path, "metric", id), wanted, figure(value), _contributions(game, id))


def _contributions(game: Game, metric: str) -> str:
    """The causes that weigh most, after the start."""
    shares = game.ledger.why(metric)
    start = math.fsum(share.amount for share in shares if share.kind == "start")
    causes = [share for share in shares if share.kind != "start"][:MOST_CAUSES]
    named = [f"{_cause(share.kind, share.cause)} {share.amount:+.4g}" for share in causes]
    return ", ".join([f"it began at {figure(start)}", *named])


def _cause(kind: str, cause: str) -> str:
    return kind if kind in ("drift", "clamp") else f"{kind} {cause}"


def _conditions(expected: Expectation, game: Game, path: Path) -> Iterator[Miss]:
    for number, condition in enumerate(expected.holds):
        if not game.value(condition.tree):
            yield Miss((*path, "holds", number), condition.text, "it does not hold", failing_values(game, condition))


def _happenings(expected: Expectation, game: Game, path: Path) -> Iterator[Miss]:
    for number, name in enumerate(expected.fired):
        if not _has_happened(game, name):
            yield Miss((*path, "fired", number), f"{name} has happened", "it has not", _why_not(game, name))
    for number, name in enumerate(expected.not_fired):
        if _has_happened(game, name):
            yield Miss((*path, "not_fired", number), f"{name} has not happened", f"it happened{_since(game, name)}")


def _has_happened(game: Game, name: str) -> bool:
    deck, dot, card = name.partition(".")
    if not dot:
        return bool(game.value(Expression.parse(f"{name}.fired").tree))
    cards = next(plan.cards for plan in game.program.decks if plan.id == deck)
    return game.has_been_drawn(next(plan for plan in cards if plan.id == card))


def _why_not(game: Game, name: str) -> str:
    """What of a condition fails where the play stands, or what else is in the way."""
    scenario = game.program.scenario
    deck, dot, card = name.partition(".")
    thing = scenario.decks[deck].cards[card] if dot else scenario.events[name]
    if why := failing(game, thing.when):
        return why
    if dot:
        return "luck decides whether it is drawn"
    event = scenario.events[name]
    if event.at is not None and game.timeline.step_at(event.at) > game.now:
        return f"it comes at {spoken(event.at)}"
    return f"its chance is {event.chance.text}" if event.chance is not None else ""


def _since(game: Game, name: str) -> str:
    steps = [entry.step for entry in game.entries if entry.cause == name and entry.kind in ("event", "card")]
    return f" at {spoken(game.timeline.moment(steps[0]))}" if steps else ""


def _texts(expected: Expectation, shown: Transcript, path: Path) -> Iterator[Miss]:
    for number, words in enumerate(expected.shown):
        if not shown.has(words):
            nearest = shown.nearest(words)
            cause = f"nearest is “{nearest}”" if nearest else ""
            yield Miss((*path, "shown", number), f"“{words}” is shown", "it is not", cause)
    for number, words in enumerate(expected.not_shown):
        if shown.has(words):
            yield Miss((*path, "not_shown", number), f"“{words}” is not shown", "it is")


def _promises(expected: Expectation, game: Game, path: Path) -> Iterator[Miss]:
    states = {made.id: made for made in game.promises()}
    for id, wanted in expected.promise.items():
        made = states.get(id)
        state = "unmade" if made is None else made.state
        if state != wanted:
            kept_when = game.program.scenario.promises[id].kept_when
            cause = failing(game, kept_when) if made is not None and wanted == "kept" else ""
            yield Miss((*path, "promise", id), f"promise {id} {wanted}", state, cause)


def _options(expected: Expectation, game: Game, path: Path) -> Iterator[Miss]:
    waiting = {decision.id for decision in game.open_decisions()}
    for number, name in enumerate(expected.open):
        there = (*path, "open", number)
        decision, dot, option = name.partition(".")
        if decision not in waiting:
            yield Miss(there, f"{name} open", f"{decision} is not open", why_closed(game, decision))
        elif dot and (lock := game.lock(decision, option)) is not None:
            yield Miss(there, f"{name} open", "it is locked", lock_cause(game, name))
    for name, clause in expected.locked.items():
        there = (*path, "locked", name)
        decision, _, option = name.partition(".")
        if decision not in waiting:
            yield Miss(there, f"{name} locked", f"{decision} is not open", why_closed(game, decision))
        elif (lock := game.lock(decision, option)) is None:
            yield Miss(there, f"{name} locked{f' by {clause}' if clause else ''}", "it can be chosen")
        elif clause and _words(clause) != _words(lock.clause):
            yield Miss(there, f"{name} locked by {clause}", f"it is locked by {lock.clause}", lock_cause(game, name))


def lock_cause(game: Game, name: str) -> str:
    """The clause by which an option of an open decision is locked, with its values."""
    decision, _, option = name.partition(".")
    lock = game.lock(decision, option)
    written = game.program.scenario.decisions[decision].options[option].when
    if isinstance(lock, BudgetLock):
        return missing_budget(lock)
    return "" if lock is None else failing(game, written) or refusal(lock)


def missing_budget(lock: BudgetLock) -> str:
    """The budget of which there is too little, with what is left of it."""
    return f"{lock.clause} fails ({lock.budget} is {figure(lock.left)})"


def why_closed(game: Game, decision: str) -> str:
    """Why a decision is not open."""
    try:
        game.ask(decision)
    except IllegalMove as refused:
        given = [answer for answer in game.answers if answer.decision == decision]
        if given:
            return f"it was answered with {given[-1].option} at {spoken(game.timeline.moment(given[-1].step))}"
        written = game.program.scenario.decisions[decision]
        if written.at is not None and game.timeline.step_at(written.at) > game.now:
            return f"it comes at {spoken(written.at)}"
        return failing(game, written.when) or str(refused)
    return ""


def _ending(expected: Expectation, game: Game, path: Path) -> Iterator[Miss]:
    if expected.ending is None or (game.ending is not None and game.ending.id == expected.ending):
        return
    cause = failing(game, game.program.scenario.endings[expected.ending].when)
    if game.ending is None:
        cause = 'until = "end" lets it go on to its end'
    yield Miss((*path, "ending"), f"ending {expected.ending}", standing(game), cause)


def _words_of(exhibit: ShownExhibit | None) -> tuple[str, ...]:
    """The texts of a document."""
    return () if exhibit is None else (exhibit.text, exhibit.note)


def _words(text: str) -> str:
    return " ".join(text.split())
