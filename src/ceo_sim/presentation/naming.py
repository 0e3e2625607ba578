"""What decisions, options, endings and assumptions are called, in plain words and with the values of now."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.engine.game import Game
from ceo_sim.engine.play_log import Entry
from ceo_sim.presentation import formatting
from ceo_sim.scenario.model import Assumption
from ceo_sim.scenario.text import plain


def decision_title(game: Game, id: str) -> str:
    """A decision's title."""
    return plain(game.fill(game.program.scenario.decisions[id].title))


def option_label(game: Game, decision: str, id: str) -> str:
    """What an option says."""
    return plain(game.fill(game.program.scenario.decisions[decision].options[id].label))


def option_name(game: Game, decision: str, id: str) -> str:
    """What an option says, without a full stop."""
    return option_label(game, decision, id).rstrip(".")


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
        when = formatting.date(game.timeline.moment(answer.step))
        yield f"{number}. {when}. {choice_name(game, answer.decision, answer.option)}."


def display_name(assumption: Assumption) -> str:
    """The name of an assumption, or its id in words."""
    return assumption.name or assumption.id.replace("_", " ")


def basis(assumption: Assumption) -> str:
    """Why an assumption has its value and where that comes from, as far as its author says so."""
    return " ".join(filter(None, (assumption.why, assumption.source)))
