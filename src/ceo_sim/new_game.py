"""How a new game is to be: its luck, its poles, its words."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import NamedTuple

from ceo_sim.keyboards import whole_number

LARGEST_SEED = (1 << 64) - 1
HOW_TO_TYPE = "seed N, mirror, edition NAME, from ACT, until ACT"


class NewGame(NamedTuple):
    """What can be chosen of a new game beside its story.

    Attributes:
        seed: Its luck; a fresh one if left out.
        mirror: Whether the story's political poles change places.
        edition: The name of the edition; the story's own words if left out.
        act: The act at whose end it ends; the whole story if left out.
        assignment: The code by which it was assigned; empty if it was not.
        begin: The act that it begins with; the first one if left out.
    """

    seed: int | None = None
    mirror: bool = False
    edition: str | None = None
    act: str | None = None
    assignment: str = ""
    begin: str | None = None


def fresh_seed() -> int:
    """A seed that nobody has chosen, short enough to be said aloud."""
    return secrets.randbelow(1_000_000_000)


def read_seed(typed: str) -> int | None:
    """The seed that was typed, from 0 to 2**64 - 1; None if it is no such number."""
    return whole_number(typed, 0, LARGEST_SEED)


def read_new_game(typed: str, editions: Collection[str], acts: Collection[str], usual: NewGame) -> NewGame | None:
    """What a line such as `seed 7 mirror edition 13plus` chooses, the rest as usual; None if it is no such line.

    Args:
        typed: The line.
        editions: Names of the story's editions.
        acts: Ids of its acts.
        usual: What is not chosen.
    """
    words, chosen = typed.split(), usual
    while words:
        word = words.pop(0).lower()
        if word == "mirror":
            chosen = chosen._replace(mirror=True)
        elif word == "seed" and words and (seed := read_seed(words.pop(0))) is not None:
            chosen = chosen._replace(seed=seed)
        elif word == "edition" and words and words[0] in editions:
            chosen = chosen._replace(edition=words.pop(0))
        elif word == "until" and words and words[0] in acts:
            chosen = chosen._replace(act=words.pop(0))
        elif word == "from" and words and words[0] in acts:
            chosen = chosen._replace(begin=words.pop(0))
        else:
            return None
    return chosen
