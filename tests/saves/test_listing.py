from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from ceo_sim import places
from ceo_sim.presentation.saves_list import saves_list
from ceo_sim.saves.format import SaveError
from ceo_sim.saves.listing import find_save, list_saves
from ceo_sim.saves.manage import rename
from tests.saves.helpers import NOON, begun, changed_by_hand, play
from tests.support.growth import growth


@pytest.fixture(autouse=True)
def nothing_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "packaged_saves", list)


def test_the_newest_stands_first_and_each_says_where_it_stands(tmp_path: Path) -> None:
    with begun(tmp_path) as ended, begun(tmp_path) as going:
        play(ended)
        play(going, 2)
    newer = changed_by_hand(going.path.read_text(), "updated = 2026", "updated = 2027")
    going.path.write_text(newer)

    first, second = list_saves(tmp_path)

    assert (first.path, first.answers, first.ending, first.scenario) == (going.path, 2, "", "story")
    assert first.reached == going.game.moment
    assert (second.path, second.ending, second.title) == (ended.path, "Over", "A story")
    assert not first.damaged


def test_what_the_player_says_of_a_game_and_what_was_answered_is_at_hand(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 2)
        session.describe(name="Mine", note="Over\ntwo lines\x1b[31m")

    (save,) = list_saves(tmp_path)

    assert (save.name, save.note, save.created) == ("Mine", "Over two lines [31m", NOON)
    assert [(decision, option) for _, decision, option in save.given] == [("first", "stay"), ("second", "a")]
    assert (save.mirror, save.edition) == (False, None)


def test_damaged_ones_say_what_can_be_kept(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 2)
    session.path.write_bytes(session.path.read_bytes()[:-10])
    (tmp_path / "other.toml").write_text("x = 1")

    part, none = list_saves(tmp_path)

    assert part.salvageable
    assert part.answers == 1
    assert "the first answer can be kept" in part.damaged
    assert not none.salvageable
    assert "is not a save" in none.damaged


def test_hostile_names_cannot_steer_a_terminal(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 1)
    text = session.path.read_text()
    session.path.write_text(changed_by_hand(text, 'title = "A story"', 'title = "\\u001b]0;x\\u0007\\n"'))

    (save,) = list_saves(tmp_path)

    assert save.title == "]0;x"


def test_no_folder_is_no_trouble(tmp_path: Path) -> None:
    assert list_saves(tmp_path / "none") == list_saves(tmp_path)


def test_shipped_ones_come_last_and_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with begun(tmp_path) as session:
        play(session, 1)
    shipped = tmp_path / "as_it_happened.toml"
    shutil.copy(session.path, shipped)
    monkeypatch.setattr(places, "packaged_saves", lambda: [shipped])

    assert [(save.path, save.shipped) for save in list_saves(tmp_path)] == [(session.path, False), (shipped, True)]


def test_listing_loads_neither_the_engine_nor_attrs() -> None:
    modules = "sys, ceo_sim.saves.tree, ceo_sim.saves.manage"
    source = f"import {modules}; print(*(name.partition('.')[0] for name in sys.modules))"
    ran = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True, timeout=60)

    assert not {"numpy", "attr", "attrs"} & set(ran.stdout.split())


def test_saves_are_found_by_path_and_by_name(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 1)

    for name in (str(session.path), session.path.name, session.path.stem):
        assert find_save(name, tmp_path) == session.path
    with pytest.raises(SaveError, match=f"did you mean {session.path.name}"):
        find_save("story-2026-11-22-1201", tmp_path)
    with pytest.raises(SaveError, match="ceo-sim saves"):
        find_save("zzz", tmp_path / "none")


def test_saves_are_found_by_the_name_that_the_player_gave(tmp_path: Path) -> None:
    with begun(tmp_path) as one, begun(tmp_path) as other:
        play(one, 1).describe(name="The patient one")
        play(other, 1).describe(name="The other")

    assert find_save("the PATIENT one ", tmp_path) == one.path
    with pytest.raises(SaveError, match="did you mean The patient one"):
        find_save("The patent one", tmp_path)
    rename(other.path, "The patient one")
    with pytest.raises(SaveError, match="more than one game has that name") as caught:
        find_save("The patient one", tmp_path)
    assert one.path.stem in caught.value.remedy
    assert other.path.stem in caught.value.remedy


def test_in_the_trash_one_is_sent_to_the_list_of_the_trash(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="ceo-sim saves --trash"):
        find_save("zzz", tmp_path / "trash")


@pytest.mark.parametrize("kept, typed", [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_save_is_found_by_its_name_or_file_however_its_letters_are_put_together(
    tmp_path: Path, kept: Literal["NFC", "NFD"], typed: Literal["NFC", "NFD"]
) -> None:
    with begun(tmp_path) as session:
        play(session, 1)
        session.describe(name=normalize(kept, "Café"))
    assert find_save(normalize(typed, "CAFÉ"), tmp_path) == session.path
    moved = session.path.rename(tmp_path / normalize(kept, "Übung.toml"))
    for name in ("Übung", "Übung.toml", str(tmp_path / "Übung.toml")):
        assert find_save(normalize(typed, name), tmp_path) == moved


def test_a_list_takes_time_in_proportion_to_what_is_in_the_folder(tmp_path: Path) -> None:
    """With the tree of which game went another way from which, as every list shows it."""
    with begun(tmp_path / "one") as session:
        text = play(session).path.read_text()

    def folder(count: int) -> Path:
        (saves := tmp_path / str(count)).mkdir()
        for number in range(count):
            (saves / f"{number}.toml").write_text(changed_by_hand(text, "seed = 7", f"seed = {number % 9}"))
        return saves

    assert growth(lambda saves: list(saves_list(list_saves(saves))), folder(150), folder(600)) < 7
