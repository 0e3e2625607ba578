"""The path of the real events, played as a playthrough."""

from __future__ import annotations

from ceo_sim.analysis.real_path import as_reason
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.replay import ReplayMismatch
from ceo_sim.errors import IllegalMove


def replay_history(program: Program) -> Game:
    """Play the real path to its end.

    Each choice is made at its date, or as soon as it is open after that, with what was done for its reason; whatever
    the path does not name waits until it lapses.

    Raises:
        ReplayMismatch: A choice of the path cannot be made, or something urgent is not in the path.
        ValueError: The scenario has no history.
    """
    history = program.scenario.history
    if history is None:
        raise ValueError(f"{program.scenario.info.id} has no [history]")
    game = Game(program, history.seed)
    for index, choice in enumerate(history.choices):
        start = game.now if choice.at is None else program.timeline.step_at(choice.at)
        try:
            while game.now < start or not game.is_open(choice.decision):
                game.wait(game.now + 1)
            game.choose(choice.decision, choice.option, as_reason(choice))
        except IllegalMove as refused:
            raise ReplayMismatch(index, f"{choice.decision}.{choice.option}: {refused}", game) from None
    while not game.ended:
        try:
            game.wait(program.timeline.last)
        except IllegalMove as refused:
            raise ReplayMismatch(len(history.choices), str(refused), game) from None
    return game
