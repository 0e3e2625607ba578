"""What decisions, options, endings, causes and assumptions are called, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import RowKind
from ceo_sim.engine.play_log import Entry
from ceo_sim.presentation import formatting
from ceo_sim.scenario.made_up import ID, OPTION, is_made_up
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.model import Assumption, Card, Draw, Metric, Scenario, Variable
from ceo_sim.scenario.text import BareFilling, FirstTime, Mention, OneOf, Part, Text, Value, Variant, branches_of

WHOSE = {
    "option": "You",
    "default": "By default",
    "lapse": "Not decided",
    "event": "Event",
    "card": "Chance",
    "later": "In the wake of",
    "echo": "Echo of",
    "inject": "Thrown in",
}
NAMELESS = {"start": "At the start", "drift": "Settling back", "clamp": "Limit of the scale"}
CARD_WORDS = 7
"""Of what a card says, that stand for it if it has no title."""


# ---- as the player saw them, or with the values of now ----------------------------------------------------------


def decision_title(game: Game, id: str) -> str:
    """A decision's title when it was answered, or now."""
    return plain(game.words.get(id) or game.fill(game.program.scenario.decisions[id].title))


def forked_name(game: Game, answer: int) -> str:
    """What a game is called that goes back to an answer, counted from 0."""
    return f"Answer {answer + 1} changed: {decision_title(game, game.answers[answer].decision)}"


def option_name(game: Game, decision: str, id: str) -> str:
    """What an option said when it was taken, or was last put, or says now, without a full stop."""
    put = (answer.put.get(id) for answer in reversed(game.answers) if answer.decision == decision)
    words = game.words.get(f"{decision}.{id}") or next(filter(None, put), None)
    label = words or game.fill(game.program.scenario.decisions[decision].options[id].label)
    return formatting.without_full_stop(plain(label))


def choice_name(game: Game, decision: str, option: str) -> str:
    """A decision with the option that was taken."""
    return f"{decision_title(game, decision)}: {option_name(game, decision, option)}"


def ending_title(game: Game, id: str) -> str:
    """An ending's title."""
    return plain(game.fill(game.program.scenario.endings[id].title))


def entry_text(entry: Entry) -> str:
    """What is told of something that happened, with its markup."""
    expired = {"default": "Nobody decided; the default applies.", "lapsed": "The moment has passed."}
    return expired[entry.expired] if entry.expired is not None else entry.text


def how_it_ended(game: Game) -> str:
    """The ending of a story, if it has one."""
    return ending_title(game, game.ending.id) if game.ending is not None else "It has not ended yet"


def numbered_answers(game: Game) -> Iterator[str]:
    """The player's answers so far, numbered as the commands that go back to one call them."""
    if not game.answers:
        yield "You have answered nothing yet."
    for number, answer in enumerate(game.answers, 1):
        when = formatting.date(game.timeline, answer.step)
        yield f"{number}. {when}. {formatting.full_stop(choice_name(game, answer.decision, answer.option))}"


def cause_name(game: Game, kind: RowKind, cause: str) -> str:
    """A cause of the ledger in words, such as `Event: The virtual walkout`."""
    if kind in NAMELESS:
        return NAMELESS[kind]
    if cause == f"{ID}.{OPTION}":
        return f"Set by hand: {option_name(game, ID, OPTION)}"
    whose = f"Promise {cause.rpartition('.')[2]}" if kind == "promise" else WHOSE[kind]
    return f"{whose}: {cause_title(game, cause)}"


def cause_title(game: Game, cause: str) -> str:
    """What a cause of the ledger is called, without the kind of thing it is."""
    owner, _, part = cause.partition(".")
    scenario = game.program.scenario
    if (decision := scenario.decisions.get(owner)) and part in decision.options:
        return f"{decision_title(game, owner)} - {option_name(game, owner, part)}"
    if decision and not part:
        return decision_title(game, owner)
    if title := plain(game.words.get(cause, "")):
        return title
    if (deck := scenario.decks.get(owner)) and (card := deck.cards.get(part)):
        return _card_name(card)
    if promise := scenario.promises.get(owner):
        return _constant(promise.text)
    if thing := scenario.events.get(cause) or scenario.injects.get(cause):
        return _constant(thing.title)
    if cause in scenario.metrics:
        return scenario.metrics[cause].name
    return id_in_words(cause) or "time"


def made_up(scenario: Scenario) -> str:
    """What is said on every face of a game whose state was set by hand; empty for a play of the story."""
    if not is_made_up(scenario):
        return ""
    words = plain(scenario.decisions[ID].options[OPTION].label.fill(BareFilling(lambda _: False)))
    return f"Made-up state, no play of the story: {words}."


# ---- as they were written -------------------------------------------------------------------------------------


def _card_name(card: Card) -> str:
    """A card's title, or the first words of what it says."""
    if card.title is not None:
        return _constant(card.title)
    texts = [text for text in (card.text, *(news.text for news in card.news)) if text is not None]
    words = _constant(texts[0]).split() if texts else []
    if not words:
        return id_in_words(card.id)
    return f"“{' '.join(words[:CARD_WORDS])}{' …' if len(words) > CARD_WORDS else ''}”"


def _constant(text: Text | None) -> str:
    """A text in one line; what depends on the moment is read as if no condition held, and values are left out."""
    return "" if text is None else plain("".join(_constant_parts(text.parts))) or text.instead


def _constant_parts(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        match part:
            case str():
                yield part
            case Value():
                yield "…"
            case Variant():
                condition, branch = part.branches[-1]
                if condition is None:
                    yield from _constant_parts(branch)
            case Mention():
                yield id_in_words(part.cast)
            case OneOf() | FirstTime():
                yield from _constant_parts(branches_of(part)[0])


def display_name(thing: Assumption | Draw | Metric | Variable) -> str:
    """The name of something with a number, or its id in words."""
    return thing.name or id_in_words(thing.id)


def id_in_words(id: str) -> str:
    """An id as words."""
    return id.replace("_", " ")


def basis(assumption: Assumption) -> str:
    """Why an assumption has its value and where that comes from, as far as its author says so."""
    return " ".join(filter(None, (assumption.why, assumption.source)))
