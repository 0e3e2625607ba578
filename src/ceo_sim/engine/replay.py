"""A recorded playthrough, played again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.program import Program
from ceo_sim.engine.snapshots import Answer, Consultation, SideMove
from ceo_sim.errors import IllegalMove


class ReplayMismatch(Exception):
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


def replay(
    program: Program,
    seed: int,
    answers: Iterable[Answer],
    until: int | None = None,
    side_moves: Sequence[SideMove] = (),
    watch: Callable[[Lanes], object] | None = None,
) -> Game:
    """Play a record again.

    Args:
        program: What is played.
        seed: Its luck.
        answers: What was chosen, in order.
        until: The step to go on to.
        side_moves: What was done between the answers, in order.
        watch: Makes who is to look on, as for `Game`.

    Raises:
        ReplayMismatch: An answer or a side move cannot be repeated, or the metrics after an answer differ from its
            check.
    """
    game = Game(program, seed, watch)
    index = -1
    try:
        for index, answer in enumerate(answers):
            _come_to(game, answer, side_moves, index)
            game.choose(answer.decision, answer.option, answer.reason, answer.predicted)
            if answer.check and answer.check != game.answers[-1].check:
                raise IllegalMove("the metrics after it differ from those recorded")
        index += 1
        _repeat(game, side_moves, index)
    except IllegalMove as refused:
        raise ReplayMismatch(index, str(refused), game) from None
    if until is not None and until > game.now and not game.ended and game.urgent() is None:
        game.wait(until)
    return game


def rewound(game: Game, answers: int) -> Game:
    """The same story with its first answers only, where the next was given; where the story stands if there is none."""
    until = game.answers[answers].step if answers < len(game.answers) else game.now
    side_moves = [move for move in game.side_moves if move.after <= answers]
    return replay(game.program, game.seed, game.answers[:answers], until, side_moves)


def retraced(game: Game) -> Iterator[Game]:
    """The same story once more, at rest before each of its answers in turn; one game, which goes on between them."""
    again, side_moves = Game(game.program, game.seed), game.side_moves
    for index, answer in enumerate(game.answers):
        _come_to(again, answer, side_moves, index)
        yield again
        again.choose(answer.decision, answer.option, answer.reason, answer.predicted)


def _come_to(game: Game, answer: Answer, side_moves: Sequence[SideMove], index: int) -> None:
    """Go on to where an answer was given, repeating what was done before it."""
    _repeat(game, side_moves, index)
    _reach(game, answer.step)


def _repeat(game: Game, side_moves: Sequence[SideMove], after: int) -> None:
    """Make those side moves again that were made after so many answers."""
    for move in side_moves:
        if move.after == after:
            _reach(game, move.step)
            make(game, move)


def make(game: Game, move: SideMove) -> None:
    """Make a side move again, where the story stands.

    Raises:
        IllegalMove: It cannot be made now.
    """
    if isinstance(move, Consultation):
        game.consult(move.decision, move.adviser)
    else:
        game.throw(move.inject)


def _reach(game: Game, step: int) -> None:
    if game.now < step:
        game.wait(step)
    if game.now != step:
        raise IllegalMove(f"it was given at step {step}, but the story stands at step {game.now}")
