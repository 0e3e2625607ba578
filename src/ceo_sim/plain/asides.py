"""What can be asked at any moment of the game, while time stands still, and going back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from ceo_sim.errors import IllegalMove
from ceo_sim.plain import desk, lines, telling, values, why
from ceo_sim.plain.render import rendered
from ceo_sim.plain.voice import Voice, command_word
from ceo_sim.presentation import formatting, naming, pages, people, stakes
from ceo_sim.presentation.debrief.story import story_so_far
from ceo_sim.presentation.desk import desk_view, feed
from ceo_sim.saves.session import Session
from ceo_sim.scenario.characters import one_line
from ceo_sim.scenario.metrics import is_exact

Page = Callable[[], Iterable[str]]


class WentBackError(Exception):
    """The player goes on with another game, forked from this one.

    Attributes:
        session: The other game.
        lines: What there is to say of it.
    """

    def __init__(self, forked: Session, left: Session, title: str) -> None:
        super().__init__(forked.path)
        self.session = forked
        self.lines = [
            f"You stand before your answer {len(forked.game.answers) + 1} again: {formatting.full_stop(title)}",
            left.trouble or f"The game so far stays in {left.path}",
            f"You go on in {forked.path}",
        ]


def aside(session: Session, voice: Voice, command: tuple[str, str], expected: str) -> Iterator[str]:
    """What a command and the rest of its line tell, on the desk and at a decision; what was expected if it is none."""
    word, rest = command
    game, scenario = session.game, session.game.program.scenario
    pages: dict[str, Page] = {
        **looking(session, rest),
        **keeping(session, rest),
        "feed": lambda: telling.feed(feed(game), rest),
        "meters": lambda: desk.meters(desk_view(game), scenario, rest),
        "desk": lambda: desk.desk(desk_view(game)),
        "agenda": lambda: desk.agenda(desk_view(game)),
        "due": lambda: desk.due(desk_view(game)),
        "why": lambda: why.why(session, rest, [*filter(is_exact, scenario.metrics.values())]),
        "values": lambda: _values(session),
        "predictions": lambda: _predictions(voice, rest),
    }
    if (page := pages.get(word)) is not None:
        yield ""
        yield from page()
        yield ""
    else:
        yield f"Expected {expected}" + (f", not {lines.quoted(word)}." if word else ".")


def _values(session: Session) -> Iterator[str]:
    yield values.named(session.game.program.scenario, session.values)


def _predictions(voice: Voice, rest: str) -> Iterator[str]:
    if (wanted := command_word(rest)) in ("on", "off"):
        voice.ask_predictions(wanted=wanted == "on")
    asked = "asked for a prediction up to three times a game" if voice.asks_predictions else "not asked for predictions"
    yield f"You are {asked}."
    yield f"Type predictions {'off' if voice.asks_predictions else 'on'} to change that."


def looking(session: Session, rest: str) -> dict[str, Page]:
    """Pages to look at during the game and after it; only `who` takes a further word."""
    game = session.game
    return {
        "who": lambda: rendered(people.named(game, rest) if rest else people.people(game)),
        "story": lambda: rendered(story_so_far(game)),
        "history": lambda: rendered(story_so_far(game)),
        "advisers": lambda: rendered(pages.advisers(game)),
        "promises": lambda: rendered(pages.promises(game)),
        "stakes": lambda: rendered(stakes.page(game)),
        "answers": lambda: naming.numbered_answers(game),
        "choices": lambda: naming.numbered_answers(game),
    }


def keeping(session: Session, text: str) -> dict[str, Page]:
    """What is kept with a save for the list of saves: its name, and a note."""
    return {
        "name": lambda: _described(session, "name", text),
        "note": lambda: _described(session, "note", text),
    }


def back(session: Session, number: str) -> list[str]:
    """Go back to an answer in a game of its own; what can be gone back to if none is named.

    Raises:
        WentBackError: So it is.
    """
    index = lines.place(number, len(session.game.answers))
    if index is not None:
        raise WentBackError(
            session.fork(index, name=naming.forked_name(session.game, index)),
            session,
            naming.decision_title(session.game, session.game.answers[index].decision),
        )
    unknown = [f"There is no answer {lines.quoted(number)}."] if number else []
    how = "Type back and the number of an answer to change it, in a new save. This game stays as it is."
    return [*unknown, how, *naming.numbered_answers(session.game)]


def _described(session: Session, what: Literal["name", "note"], text: str) -> Iterator[str]:
    """Keep a text as the name or the note, and tell it; with no text, tell the present one."""
    if text:
        try:
            session.describe(**{what: text})
        except IllegalMove as refused:
            yield formatting.full_stop(f"That cannot be: {refused}")
            return
    saved = one_line(session.name if what == "name" else session.note)
    yield f"The {what} of this game: {saved}" if saved else f"This game has no {what}. Type {what} and some words."
