"""A recorded playthrough, played again."""

from __future__ import annotations

from collections.abc import Iterable

from ceo_sim.engine.game import Game, Refused
from ceo_sim.engine.program import Program
from ceo_sim.engine.views import Answer


class Departure(Exception):
    """A recorded answer that does not fit: where the story departs from the record.

    Attributes:
        index: Which answer, counted from 0.
        reason: What does not fit.
        game: The story up to there.
    """

    def __init__(self, index: int, reason: str, game: Game) -> None:
        super().__init__(f"answer {index + 1}: {reason}")
        self.index = index
        self.reason = reason
        self.game = game


def replay(program: Program, seed: int, answers: Iterable[Answer], until: int | None = None) -> Game:
    """Play a record again, and on to a step.

    Raises:
        Departure: An answer cannot be given, or the metrics after it differ from its check.
    """
    game = Game(program, seed)
    for index, answer in enumerate(answers):
        try:
            if game.now < answer.step:
                game.wait(answer.step)
            if game.now != answer.step:
                raise Refused(f"given at step {answer.step}, but the story stands at step {game.now}")
            game.choose(answer.decision, answer.option, answer.reason)
        except Refused as refused:
            raise Departure(index, str(refused), game) from None
        if answer.check and answer.check != game.answers[-1].check:
            raise Departure(index, "the metrics after it differ from those recorded", game)
    if until is not None and until > game.now and not game.ended and game.urgent() is None:
        game.wait(until)
    return game
