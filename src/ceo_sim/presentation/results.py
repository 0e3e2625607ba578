"""What a player whose game was assigned hands in: the result code, and the save where the code cannot hold it all."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.presentation import formatting
from ceo_sim.saves.result import NoResult, Result
from ceo_sim.saves.session import Session


def result_words(session: Session) -> Iterator[str]:
    """The result code of an assigned game that has begun, with what it does not hold; nothing for any other game."""
    if not session.assignment or not session.has_begun:
        return
    try:
        result = session.result()
    except NoResult as error:
        yield formatting.full_stop(f"To hand in: the save, {session.path}, as {error}")
        return
    yield f"Your result code{'' if session.game.ended else ' so far'}, to copy and hand in: {result.code}"
    yield from remarks(result, len(session.game.answers))


def result_code(session: Session) -> str:
    """The result code of a game; empty if none can be made of it."""
    try:
        return session.result().code
    except NoResult:
        return ""


def remarks(result: Result, answers: int) -> Iterator[str]:
    """How a code has to be handled, and what it does not hold of a game with so many answers; mostly nothing."""
    if result.is_long:
        yield "Copy this code and do not type it: its capital and small letters differ."
    if not result.is_whole:
        yield (
            f"The game is too long for a code: it holds the first {result.answers} of {answers} answers. "
            "Hand in the save too."
        )
