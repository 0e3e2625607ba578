from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from ceo_sim.plain.run import run
from ceo_sim.saves.finding import NotFound
from ceo_sim.saves.listing import list_saves
from ceo_sim.saves.record import SaveError
from tests.saves.helpers import begun, play
from tests.support.stories import EVERYTHING


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one scenario of its own, and the folder for saves in it."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "story.toml").write_text(EVERYTHING)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "saves"


def played(folder: Path, typed: str, **options: object) -> str:
    out = io.StringIO()
    assert run((io.StringIO(typed), out), saves=folder, **options) == 0  # type: ignore[arg-type]  # a few of many
    return out.getvalue()


def test_the_title_lists_scenarios_and_saves_and_starts_either(folder: Path) -> None:
    first = played(folder, "99\nx\n1\n1 why not\n")
    assert "Expected a number from 1 to" in first
    (save,) = [save for save in list_saves(folder) if not save.shipped]
    assert save.answers == 1

    title = played(folder, "q\n")
    assert "A story" in title
    assert "1 answer" in title
    number = next(line.split(".")[0] for line in title.splitlines() if save.path.name in line)
    assert "you go on from" in played(folder, f"{number}\n")


def test_the_title_tells_names_notes_and_which_game_went_another_way(folder: Path) -> None:
    with begun(folder) as session:
        play(session, 3)
        session.describe(name="The first", note="a long one")
        session.fork(2).close()

    title = " ".join(played(folder, "q\n").split())
    first = re.search(r"(\d+)\. The first, A story, ", title)
    assert first is not None
    assert "Note: a long one" in title
    assert f"As number {first[1]} for 2 answers, then another way." in title


def test_the_title_tells_a_copy_from_another_way(folder: Path) -> None:
    with begun(folder) as session:
        play(session, 3)
    (folder / "zzz-out-and-in-again.toml").write_bytes(session.path.read_bytes())

    title = " ".join(played(folder, "q\n").split())
    assert re.search(r"A copy of number \d+\.", title)


def test_leaving_the_title_leaves_nothing_behind(folder: Path) -> None:
    assert "Goodbye" in played(folder, "")
    assert not folder.exists()


def test_the_seed_is_shown_and_kept(folder: Path) -> None:
    assert "The seed of this game is 42." in played(folder, "1\n\n", scenario="story", seed=42)
    assert [save.seed for save in list_saves(folder) if not save.shipped] == [42]


def test_a_fresh_seed_is_fresh(folder: Path) -> None:
    for _ in range(3):
        played(folder, "1\n\n", scenario="story")

    assert len({save.seed for save in list_saves(folder) if not save.shipped}) == 3


def test_what_cannot_be_played_is_raised_for_the_command_line(folder: Path) -> None:
    with pytest.raises(NotFound):
        played(folder, "", scenario="none")
    with pytest.raises(SaveError):
        played(folder, "", resume=folder / "none.toml")


def test_a_save_is_resumed_with_a_scenario_that_is_not_installed(folder: Path, tmp_path: Path) -> None:
    with begun(folder) as session:
        play(session, 1)
    elsewhere = tmp_path / "mine.toml"
    (tmp_path / "scenarios" / "story.toml").rename(elsewhere)

    with pytest.raises(NotFound):
        played(folder, "", resume=session.path)
    assert "you go on" in played(folder, "", resume=session.path, scenario=str(elsewhere))


def test_damage_is_told_on_the_title_and_salvaged_on_choosing(folder: Path) -> None:
    with begun(folder) as session:
        play(session, 2)
    session.path.write_bytes(session.path.read_bytes()[:-10])

    title = played(folder, "q\n")
    number = next(line.split(".")[0] for line in title.splitlines() if session.path.name in line)
    assert "1 answer could be kept" in " ".join(played(folder, f"{number}\n").split())
    assert sorted(save.answers for save in list_saves(folder) if not save.shipped) == [1, 1]
