from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.library import load_playable
from ceo_sim.saves import long_codes
from ceo_sim.saves.assignment import Played
from ceo_sim.saves.codes import LETTERS, MistypedCode
from ceo_sim.saves.play_code import BUSY, NotAPlay, packed, unpacked
from ceo_sim.saves.result import (
    LONGEST,
    NoResult,
    Result,
    chosen,
    is_result_code,
    read_result,
    replayed,
    result_of,
    room,
)
from ceo_sim.scenario.loader import Loaded
from tests.saves.helpers import ADVISED, STORY
from tests.support.examples import examples
from tests.support.plays import played_by_lot
from tests.support.scenarios import SCENARIOS

STORIES = ("the_post week", "the_post", "meridian", "depot.toml", "tutorial.toml")
LONG_SEEDS = st.integers(0, 2**64 - 1)


def story(name: str) -> tuple[Path, Loaded]:
    id, _, act = name.partition(" ")
    path = SCENARIOS / id
    return path, load_playable(path, None, act or None)


def told(game: Game) -> list[tuple[int, str, str, str]]:
    return [(answer.step, answer.decision, answer.option, answer.check) for answer in game.answers]


def same(first: Game, second: Game) -> bool:
    moves = (game.now == other.now and game.side_moves == other.side_moves for game, other in [(first, second)])
    return all(moves) and told(first) == told(second) and first.check() == second.check()


@pytest.mark.slow
@pytest.mark.parametrize("name", STORIES)
@given(seed=LONG_SEEDS, days=st.none() | st.integers(0, 20), throwing=st.booleans())
@settings(max_examples=examples(12))
def test_any_play_of_a_shipped_story_is_played_again_from_its_code(
    name: str, seed: int, days: int | None, throwing: bool
) -> None:
    path, loaded = story(name)
    game = played_by_lot(compile_scenario(loaded.playable), seed, days, throwing=throwing)
    result = result_of(game, loaded)

    assert len(result.code) <= LONGEST
    read = read_result(result.code)
    assert read == result
    assert chosen(read, Played.of(path, loaded)) == (None, loaded.act)
    again = replayed(read, loaded)
    if result.is_whole:
        assert same(game, again)
    else:
        assert told(again) == told(game)[: result.answers]
        assert result.answers < len(game.answers)


@pytest.mark.slow
@pytest.mark.parametrize("name", STORIES)
@given(seed=LONG_SEEDS, days=st.none() | st.integers(0, 20))
@settings(max_examples=examples(6))
def test_any_play_is_played_again_from_its_number_by_the_model_of_long_codes(
    name: str, seed: int, days: int | None
) -> None:
    program = compile_scenario(story(name)[1].playable)
    game = played_by_lot(program, seed, days, throwing=True)
    pack = packed(game, 5_000, BUSY)

    assert pack.is_whole
    assert same(unpacked(program, seed, pack.number, BUSY), game)


@pytest.mark.slow
@given(seed=LONG_SEEDS)
@settings(max_examples=examples(10))
def test_a_code_has_room_for_any_play_of_the_first_act(seed: int) -> None:
    _, loaded = story("the_post week")
    game = busy(loaded, seed)

    assert result_of(game, loaded).is_whole


def busy(loaded: Loaded, seed: int) -> Game:
    """A play in which every free hour is used, by lot."""
    game, lot = Game(compile_scenario(loaded.playable), seed, with_ledger=False), random.Random(seed)
    while not game.ended:
        able = [
            (waiting.id, option)
            for waiting in game.open_decisions()
            for option in game.program.scenario.decisions[waiting.id].options
            if game.can(waiting.id, option)
        ]
        if able and (game.urgent() is not None or lot.random() < 0.8):
            game.choose(*lot.choice(able))
        else:
            game.wait()
    return game


@pytest.mark.slow
def test_a_play_that_is_too_long_is_held_as_far_as_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_codes, "BITS", 300)
    _, loaded = story("the_post")
    game = busy(loaded, 2**64 - 1)
    result = result_of(game, loaded)

    assert not result.is_whole
    assert len(result.code) == LONGEST
    assert 50 < result.answers < len(game.answers)
    assert told(replayed(read_result(result.code), loaded)) == told(game)[: result.answers]


@pytest.mark.slow
@given(seed=st.integers(0, 999_999_999))
@settings(max_examples=examples(10))
def test_a_code_has_room_for_a_whole_story_in_which_free_hours_are_used(seed: int) -> None:
    _, loaded = story("the_post")
    game = busy(loaded, seed)
    result = result_of(game, loaded)

    assert result.is_whole
    assert len(result.code) <= LONGEST
    assert same(replayed(read_result(result.code), loaded), game)


@pytest.mark.parametrize("code, written", [("R2NCG034-YH006AA2-074K", STORY), ("R7KEZ5G0-37N5000R-J203W9", ADVISED)])
def test_a_code_that_was_handed_out_is_read_for_good(code: str, written: Loaded) -> None:
    game = played_by_lot(compile_scenario(written.playable), 3, throwing=True)

    assert same(replayed(read_result(code), written), game)
    assert result_of(game, written).code == code


def test_an_answer_in_the_middle_of_a_day_is_held() -> None:
    _, loaded = story("the_post week")
    game = Game(compile_scenario(loaded.playable), 5)
    while not game.ended:
        waiting = game.agenda()
        if waiting:
            able = [option.id for option in game.ask(waiting[0].id).options if option.lock is None]
            game.choose(waiting[0].id, able[0])
        if not game.ended and game.urgent() is None:
            game.wait(game.now + 1)

    result = result_of(game, loaded)
    assert result.is_whole
    assert same(replayed(result, loaded), game)


def test_the_mirrored_story_is_held_with_its_poles() -> None:
    _, loaded = story("the_post week")
    game = played_by_lot(compile_scenario(loaded.playable, mirror=True), 3)
    result = result_of(game, loaded, "13plus", mirror=True)

    assert same(replayed(read_result(result.code), loaded), game)
    assert chosen(result, Played.of(SCENARIOS / "the_post", loaded)) == ("13plus", "week")


@cache
def handed_in() -> tuple[Result, Loaded]:
    _, loaded = story("depot.toml")
    return result_of(played_by_lot(compile_scenario(loaded.playable), 11), loaded), loaded


@given(st.data())
@settings(max_examples=examples(100))
def test_a_code_with_a_wrong_letter_is_refused(data: st.DataObject) -> None:
    code = handed_in()[0].code
    place = data.draw(st.sampled_from([place for place, letter in enumerate(code) if letter != "-"]))
    letter = data.draw(st.sampled_from(LETTERS.replace(code[place], "")))

    with pytest.raises(MistypedCode):
        read_result(code[:place] + letter + code[place + 1 :])


@pytest.mark.slow
@given(st.integers(0, 2**100))
@settings(max_examples=examples(15))
def test_a_forged_play_is_refused_or_is_a_play(play: int) -> None:
    result, loaded = handed_in()
    try:
        game = unpacked(compile_scenario(loaded.playable), result.seed, play)
    except NotAPlay:
        return
    assert same(replayed(result_of(game, loaded), loaded), game)


def test_another_version_is_called_so_and_not_played() -> None:
    result, loaded = handed_in()
    played = Played.of(SCENARIOS / "depot.toml", loaded)

    with pytest.raises(NoResult, match="another version of depot"):
        chosen(result, evolve(played, fingerprint="0" * 16))
    with pytest.raises(NoResult, match="another scenario than other"):
        chosen(result, evolve(played, scenario="other"))
    with pytest.raises(NoResult, match="edition or act"):
        chosen(evolve(result, act=1), played)


def test_a_play_that_comes_to_something_else_is_refused() -> None:
    result, loaded = handed_in()

    with pytest.raises(NoResult, match="comes to something else"):
        replayed(evolve(result, check=result.check ^ 1), loaded)


def test_a_long_code_that_was_changed_is_refused_with_what_is_wrong() -> None:
    code = evolve(handed_in()[0], is_long=True).code

    assert read_result(f" {code[:20]}\n{code[20:]} ").code == code
    for changed, why in (
        (code.upper(), "capital and small letters"),
        (code.lower(), "capital and small letters"),
        (code[:-3], "57 characters instead of 60"),
        (code.replace(code[30], "é"), "'é' in it"),
    ):
        with pytest.raises(MistypedCode, match=why):
            read_result(changed)


@given(st.data())
@settings(max_examples=examples(100))
def test_a_long_code_with_a_wrong_letter_is_refused(data: st.DataObject) -> None:
    code = evolve(handed_in()[0], is_long=True).code
    place = data.draw(st.integers(0, LONGEST - 1))
    letter = data.draw(st.sampled_from(long_codes.LETTERS.replace(code[place], "")))

    with pytest.raises(MistypedCode):
        read_result(code[:place] + letter + code[place + 1 :])


@given(st.text(max_size=300))
def test_any_text_is_a_result_code_or_is_refused(text: str) -> None:
    assert not is_result_code(text)
    with pytest.raises(MistypedCode):
        read_result("L" + text)


@pytest.mark.parametrize("is_long", [False, True])
@pytest.mark.parametrize("seed", [0, 2**14 - 1, 2**14, 2**30, 2**47, 2**64 - 1])
def test_any_seed_is_held(seed: int, is_long: bool) -> None:
    play = 2 ** room(seed, is_long=is_long) - 1
    result = evolve(handed_in()[0], seed=seed, play=play, is_long=is_long)

    assert read_result(result.code) == result
    assert len(result.code) == LONGEST
