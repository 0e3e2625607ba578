"""Saves that play a witness: the way to something that can happen in a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim.errors import UserError

if TYPE_CHECKING:
    from ceo_sim.analysis.explore.nodes import Node
    from ceo_sim.analysis.explore.witness import Witness
    from ceo_sim.engine.program import Program
    from ceo_sim.scenario.loader import Loaded


class NoWitness(UserError):
    """There is no save that shows what is asked for."""


def write_witness(
    loaded: Loaded, program: Program, node: Node, witness: Witness | None, path: Path, *, before: bool = False
) -> None:
    """Write a save that stands where a node has been met.

    Args:
        loaded: The scenario, and `program` the same ready to run.
        program: What is played.
        node: What is met.
        witness: The way to it.
        path: The save.
        before: Whether to stand before an option that is asked for, not behind it.

    Raises:
        NoWitness: There is no way, or no seed has the luck for it.
        OSError: It cannot be written.
    """
    from ceo_sim import places
    from ceo_sim.engine.replay import replay
    from ceo_sim.saves.format import dumps
    from ceo_sim.saves.session import Session

    if witness is None:
        raise NoWitness(
            f"no way to {node.id} is known; give `ceo-sim explore` more --seconds, or see why it never comes"
        )
    if witness.seed is None:
        raise NoWitness(f"no seed was tried whose luck leads to {node.id}, so no save can show it")
    answers = witness.answers
    if before and answers and node.id == f"{answers[-1].decision}.{answers[-1].option}":
        answers = answers[:-1]
    game = replay(program, witness.seed, answers, witness.until)
    session = Session(game, loaded, path, created=places.now(), name=f"A way to {node.id}")
    places.write_atomically(path, dumps(session.as_save()), places.PRIVATE)
