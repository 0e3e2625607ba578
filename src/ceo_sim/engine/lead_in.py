"""A game that begins in the middle: what an act names as decided before it is answered, up to where the act begins."""

from __future__ import annotations

from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.snapshots import Waiting
from ceo_sim.errors import IllegalMove
from ceo_sim.scenario.acts import before
from ceo_sim.scenario.model import Scenario


def begun_with(program: Program, seed: int, written: Scenario, act: str) -> Game:
    """A new game that stands where an act begins; of the first act, where the story does.

    What the act's `start` names is answered as soon as it is open and can be paid. Of what it does not name, that
    which cannot wait is answered by the first option that is open, and the rest runs out.

    Args:
        program: The story, or a part of it that goes on beyond the beginning of the act.
        seed: The luck.
        written: The story as it was written, with its acts.
        act: The id of the act.

    Raises:
        KeyError: There is no such act.
        IllegalMove: The story is over before the act begins.
    """
    game, earlier = Game(program, seed), before(written, act)
    named = written.acts[act].start
    while earlier is not None and not any(entry.cause == earlier.id for entry in game.entries):
        _answer(game, named)
        if game.ended:
            raise IllegalMove(f'with the seed {seed} the story is over before the act "{act}" begins; try another seed')
        game.wait(game.now + 1)
    return game


def _answer(game: Game, named: tuple[str, ...]) -> None:
    """Give the answers that can be given now."""
    while not game.ended and (urgent := game.urgent()) is not None:
        options = [option.id for option in game.ask(urgent.id).options if option.lock is None]
        game.choose(urgent.id, next(iter(_named(urgent, named, options)), options[0]))
    for waiting in [] if game.ended else game.agenda():
        options = [option.id for option in game.ask(waiting.id).options if option.lock is None]
        if wanted := _named(waiting, named, options):
            game.choose(waiting.id, wanted[0])


def _named(waiting: Waiting, named: tuple[str, ...], options: list[str]) -> list[str]:
    """The options of a decision that are named and can be taken, in the order in which they are named."""
    own = [name.partition(".") for name in named]
    return [option for decision, _, option in own if decision == waiting.id and option in options]
