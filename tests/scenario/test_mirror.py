"""A story with its poles swapped: the same draws, and the words of every form of text."""

from __future__ import annotations

import pytest

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.scenario.loader import Loaded, load_texts
from ceo_sim.scenario.mirror import mirrored
from tests.support.stories import IN_ACTS

STORY = (
    IN_ACTS.replace(
        'text = "Seven days."', 'text = "{one of}The left{or}The right{end} counts {first}votes{again}again{end}."'
    )
    .replace('title = "The week"', 'title = "The left week"')
    .replace(
        "[event.noon]",
        """
[event.bell]
title = "{first}A left bell{again}Another left bell{end}"
text = "{who:alma} rings for the left. {one of}Left one.{or}Left two.{or}Right three.{end}"
when = "turn > 0"
once = false
[cast.alma]
name = "Alma Left"
role = "head of the left"
[event.noon]""",
    )
    .replace('brief = "Now?"', 'brief = "{if staff > 40}{one of}Left?{or}Right?{end}{else}Neither?{end}"')
    + """
[assumption.of_left]
value = 50
[assumption.of_right]
value = 50
[mirror]
swap = [["of_left", "of_right"]]
words = [["left", "right"], ["Left", "Right"]]
"""
)


def swapped(words: str) -> str:
    return (
        words.replace("left", "\0").replace("right", "left").replace("\0", "right")
        .replace("Left", "\0").replace("Right", "Left").replace("\0", "Right")
    )  # fmt: skip


@pytest.fixture(scope="module")
def story() -> Loaded:
    loaded = load_texts({"scenario.toml": STORY})
    assert not loaded.errors
    return loaded


def told(loaded: Loaded, act: str | None, seed: int, *, mirror: bool) -> list[tuple[str, str]]:
    scenario = loaded.playable if act is None else loaded.until(act).playable
    game = Game(compile_scenario(scenario, mirror=mirror), seed)
    brief = game.ask("ask").brief
    game.choose("ask", "up")
    while not game.ended:
        game.wait()
    return [("", brief), *((entry.title, entry.text) for entry in game.entries)]


@pytest.mark.parametrize("act", [None, "week", "fortnight"])
@pytest.mark.parametrize("seed", range(6))
def test_a_mirrored_play_draws_the_same_branches_and_says_them_with_the_words_swapped(
    story: Loaded, act: str | None, seed: int
) -> None:
    plain, mirror = (told(story, act, seed, mirror=each) for each in (False, True))

    assert [(swapped(title), swapped(text)) for title, text in plain] == mirror
    assert any("Alma Left" in text for _, text in plain)


def test_all_branches_of_all_forms_come_in_some_play(story: Loaded) -> None:
    texts = " ".join(text for seed in range(12) for _, text in told(story, None, seed, mirror=True))

    for words in ("Right one.", "Right two.", "Left three.", "Right?", "Left?", "The right counts", "The left counts"):
        assert words in texts
    assert "Alma Right, head of the right, rings" in texts


def test_to_swap_twice_changes_nothing(story: Loaded) -> None:
    assert mirrored(mirrored(story.playable)) == story.playable
