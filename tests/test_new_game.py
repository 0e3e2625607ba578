"""How a new game is to be, as it is typed."""

from __future__ import annotations

from argparse import ArgumentTypeError

import pytest

from ceo_sim.cli import arguments
from ceo_sim.new_game import LARGEST_SEED, NewGame, read_new_game, read_seed

USUAL = NewGame(seed=5, edition="short")


@pytest.mark.parametrize(
    "typed, chosen",
    [
        ("", USUAL),
        ("mirror", USUAL._replace(mirror=True)),
        ("seed 7", USUAL._replace(seed=7)),
        ("Edition 13plus MIRROR seed ７", NewGame(7, mirror=True, edition="13plus")),
        ("until week", USUAL._replace(act="week")),
        ("from week seed 3", USUAL._replace(begin="week", seed=3)),
        *[
            (line, None)
            for line in (
                "until",
                "until july",
                "from",
                "from july",
                "seed",
                "seed x",
                "seed -1",
                "edition",
                "edition 18plus",
                "why not",
                "7",
            )
        ],
    ],
)
def test_words_choose_luck_poles_and_edition_and_the_rest_is_as_usual(typed: str, chosen: NewGame | None) -> None:
    assert read_new_game(typed, ["13plus"], ["week"], USUAL) == chosen


@pytest.mark.parametrize(
    "typed, seed",
    [("0", 0), (" 42 ", 42), ("٤٢", 42), (str(LARGEST_SEED), LARGEST_SEED), (str(LARGEST_SEED + 1), None)]
    + [(typed, None) for typed in ("", "-1", "1.5", "²", "9" * 30, "1 2")],
)
def test_a_seed_is_a_whole_number(typed: str, seed: int | None) -> None:
    assert read_seed(typed) == seed


def test_a_seed_is_read_alike_on_the_command_line_and_at_a_prompt() -> None:
    for typed in ("٤٢", " 7 ", "0", str(LARGEST_SEED)):
        assert arguments.seed(typed) == read_seed(typed)
    with pytest.raises(ArgumentTypeError, match="from 0 to 18,446,744,073,709,551,615, not '1e3'"):
        arguments.seed("1e3")
