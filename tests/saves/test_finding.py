from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.saves.finding import NotFound, find_scenario, installed, load_playable, path_of, save_at
from ceo_sim.saves.keeping import rename
from ceo_sim.saves.record import SaveError
from tests.saves.helpers import begun, play
from tests.support.stories import EVERYTHING


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one scenario."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "story.toml").write_text(EVERYTHING)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("here")
def test_scenarios_are_found_by_id() -> None:
    assert "story" in [header.id for header in installed()]
    assert find_scenario("story").scenario is not None


def test_any_other_is_found_by_path(here: Path) -> None:
    (here / "mine.toml").write_text(EVERYTHING)

    assert path_of("mine.toml") == Path("mine.toml")


@pytest.mark.usefixtures("here")
def test_a_slip_of_the_pen_is_noticed() -> None:
    with pytest.raises(NotFound, match="did you mean story"):
        path_of("storry")
    with pytest.raises(NotFound, match="story"):
        path_of("zzz")
    with pytest.raises(NotFound):
        path_of("a\0b")
    with pytest.raises(NotFound):
        path_of("x" * 5_000)


def test_errors_of_a_scenario_are_told_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(EVERYTHING.replace("start = 20", 'start = "twenty"'))

    with pytest.raises(NotFound, match=r"bad\.toml:\d+:\d+: E\d+ .*ceo-sim check") as caught:
        load_playable(path)

    assert "\n" not in str(caught.value)


def test_saves_are_found_by_path_and_by_name(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 1)

    for name in (str(session.path), session.path.name, session.path.stem):
        assert save_at(name, tmp_path) == session.path
    with pytest.raises(SaveError, match=f"did you mean {session.path.name}"):
        save_at("story-2026-11-22-1201", tmp_path)
    with pytest.raises(SaveError, match="ceo-sim saves"):
        save_at("zzz", tmp_path / "none")


def test_saves_are_found_by_the_name_that_the_player_gave(tmp_path: Path) -> None:
    with begun(tmp_path) as one, begun(tmp_path) as other:
        play(one, 1).describe(name="The patient one")
        play(other, 1).describe(name="The other")

    assert save_at("the PATIENT one ", tmp_path) == one.path
    with pytest.raises(SaveError, match="did you mean The patient one"):
        save_at("The patent one", tmp_path)
    rename(other.path, "The patient one")
    with pytest.raises(SaveError, match="more than one game has that name") as caught:
        save_at("The patient one", tmp_path)
    assert one.path.stem in caught.value.remedy
    assert other.path.stem in caught.value.remedy


def test_in_the_trash_one_is_sent_to_the_list_of_the_trash(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="ceo-sim saves --trash"):
        save_at("zzz", tmp_path / "trash")
