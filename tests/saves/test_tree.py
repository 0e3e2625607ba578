from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim import places
from ceo_sim.saves.format import Save, SavedAnswer, SavedInjection, dumps
from ceo_sim.saves.listing import Summary, list_saves
from ceo_sim.saves.tree import Branch, branches, walk
from tests.saves.helpers import NOON, begun, play


def save(name: str, options: str, minute: int = 0, **others: object) -> Summary:
    """A save whose answers are the letters of `options`, begun at some minute past noon."""
    whole = Summary(
        path=Path(f"{name}.toml"),
        scenario="story",
        title="A story",
        reached=len(options),
        answers=len(options),
        ending="",
        seed=7,
        updated=NOON,
        created=NOON + dt.timedelta(minutes=minute),
        given=tuple((number, f"decision_{number}", option) for number, option in enumerate(options)),
    )
    return whole._replace(**others)  # type: ignore[arg-type]  # each test names fields of a summary


def shape(roots: list[Branch]) -> list[tuple[str, int, str]]:
    """Each game with after how many answers it branches off from which."""
    return [
        (branch.summary.path.stem, branch.forked_after, parent.summary.path.stem if parent else "")
        for _, branch, parent in walk(roots)
    ]


def test_a_game_branches_off_from_the_one_with_which_it_shares_most() -> None:
    saves = [save("c", "aabbbz", 3), save("b", "aabb", 2), save("a", "aaaa", 1), save("other", "zzzz", 0)]

    assert shape(branches(saves)) == [("other", 0, ""), ("a", 0, "other"), ("b", 2, "a"), ("c", 4, "b")]


def test_of_several_that_share_as_much_the_oldest_is_the_origin() -> None:
    saves = [save("a", "aaaa", 0), save("b", "aabb", 1), save("c", "aacc", 2)]

    assert shape(branches(saves)) == [("a", 0, ""), ("b", 2, "a"), ("c", 2, "a")]


def test_a_game_forked_at_its_first_answer_branches_off_from_the_one_with_its_luck() -> None:
    saves = [save("b", "bb", 1), save("fresh", "", 2), save("a", "aa", 0)]

    assert shape(branches(saves)) == [("a", 0, ""), ("b", 0, "a"), ("fresh", 0, "a")]


def test_a_game_that_stands_where_its_origin_does_is_a_copy() -> None:
    saves = [save("a", "aa", 0), save("same", "aa", 1), save("later", "aa", 2, reached=9), save("less", "a", 3)]
    saves.append(save("thrown_into", "aa", 4, between=(SavedInjection(1, "leak", 1, 0),)))

    copies = {branch.summary.path.stem: branch.is_copy for _, branch, _ in walk(branches(saves))}
    assert copies == {"a": False, "same": True, "later": False, "less": False, "thrown_into": False}


def test_the_earliest_parting_comes_first() -> None:
    saves = [save("a", "aaaa", 0), save("late", "aaab", 1), save("early", "ab", 2)]

    assert shape(branches(saves)) == [("a", 0, ""), ("early", 1, "a"), ("late", 3, "a")]


@pytest.mark.parametrize("others", [{"scenario": "tale"}, {"seed": 8}, {"mirror": True}, {"edition": "short"}])
def test_games_of_another_kind_are_not_related(others: dict[str, object]) -> None:
    saves = [save("a", "aaaa"), save("b", "aaaa", 1, **others)]

    assert shape(branches(saves)) == [("a", 0, ""), ("b", 0, "")]


def test_a_tree_stands_where_its_newest_game_would() -> None:
    saves = [save("new", "ab", 2), save("lone", "zz", 1, seed=8), save("old", "aa", 0)]

    assert shape(branches(saves)) == [("old", 0, ""), ("new", 1, "old"), ("lone", 0, "")]


def test_if_the_origin_is_gone_the_next_one_stands_for_it() -> None:
    saves = [save("b", "aabb", 1), save("c", "aabc", 2)]

    assert shape(branches(saves)) == [("b", 0, ""), ("c", 3, "b")]


def test_damaged_saves_are_in_the_tree_as_far_as_they_can_be_read() -> None:
    hopeless = save("hopeless", "", created=None, updated=None, scenario="", damaged="is empty")

    assert shape(branches([save("a", "aa"), hopeless])) == [("a", 0, ""), ("hopeless", 0, "")]


@given(st.lists(st.text("ab", max_size=6), max_size=30), st.randoms())
def test_every_save_is_in_the_tree_once_in_whatever_order_they_come(games: list[str], random: object) -> None:
    saves = [save(f"game_{number}", options, number % 3) for number, options in enumerate(games)]
    tree = branches(saves)

    assert sorted(branch.summary.path.stem for _, branch, _ in walk(tree)) == sorted(one.path.stem for one in saves)
    for _, branch, parent in walk(tree):
        if parent is None:
            assert branch.forked_after == 0
        else:
            shared = branch.forked_after
            assert branch.summary.given[:shared] == parent.summary.given[:shared]
            assert parent.summary.created is not None
            assert branch.summary.created is not None
            assert parent.summary.created <= branch.summary.created
    assert hasattr(random, "shuffle")
    random.shuffle(saves)
    assert sorted(shape(branches(saves))) == sorted(shape(tree))


@pytest.mark.slow
def test_a_chain_of_thousands_brings_nothing_down() -> None:
    saves = [save(f"game_{number}", "a" * number, number) for number in range(1, 1_500)]

    assert max(depth for depth, _, _ in walk(branches(saves))) == 1_498


def test_real_forks_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "packaged_saves", list)
    with begun(tmp_path) as session, play(session, 4).fork(2) as fresh, session.fork(2) as other:
        assert session.game.answers[2].option == "small"
        other.choose("pledge", "large")
        with play(other, 4).fork(3) as again:
            again.wait()

    names = {fresh.path: "fresh", other.path: "other", again.path: "again", session.path: "first"}
    rows = [(branch.summary.path, branch.forked_after) for _, branch, _ in walk(branches(list_saves(tmp_path)))]
    assert [(names[path], after) for path, after in rows] == [("first", 0), ("fresh", 2), ("other", 2), ("again", 3)]


@pytest.mark.slow
def test_five_hundred_saves_are_listed_as_a_tree_before_anybody_grows_impatient(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "packaged_saves", list)
    for number in range(500):
        answers = tuple(
            SavedAnswer(
                NOON + dt.timedelta(hours=at), f"decision_{at}", "ab"[at >= number % 40], "Because.", "0a1b2c3d"
            )
            for at in range(40)
        )
        save = Save("story", "A", "1", "ff", 7, False, None, NOON, NOON, answers[-1].at, 40, "", answers)
        (tmp_path / f"{number}.toml").write_text(dumps(save))

    start = time.process_time()
    tree = branches(list_saves(tmp_path))
    took = time.process_time() - start

    assert len(list(walk(tree))) == 500
    assert took < 1.0  # 0.25 s on two cores with nothing else to do; a shared runner may be slower
