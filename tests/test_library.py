"""The scenarios at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.library import ScenarioUnavailable, find_scenario, finder, installed, load_playable, path_of
from tests.support.growth import growth
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
    assert "story" in [manifest.id for manifest in installed()]
    assert find_scenario("story").scenario is not None


def test_any_other_is_found_by_path(here: Path) -> None:
    (here / "mine.toml").write_text(EVERYTHING)

    assert path_of("mine.toml") == Path("mine.toml")


@pytest.mark.usefixtures("here")
def test_a_slip_of_the_pen_is_noticed() -> None:
    with pytest.raises(ScenarioUnavailable, match="did you mean story"):
        path_of("storry")
    with pytest.raises(ScenarioUnavailable, match="story"):
        path_of("zzz")
    with pytest.raises(ScenarioUnavailable):
        path_of("a\0b")
    with pytest.raises(ScenarioUnavailable):
        path_of("x" * 5_000)


def test_errors_of_a_scenario_are_told_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(EVERYTHING.replace("start = 20", 'start = "twenty"'))

    with pytest.raises(ScenarioUnavailable, match=r"bad\.toml:\d+:\d+: E\d+ .*ceo-sim check") as caught:
        load_playable(path)

    assert "\n" not in str(caught.value)


def test_an_edition_that_is_not_there_is_told(here: Path) -> None:
    with pytest.raises(ScenarioUnavailable, match="edition"):
        find_scenario("story", "nobody's")
    assert finder(None) is find_scenario
    assert finder(here / "scenarios" / "story.toml")("any id", None).playable.info.id == "story"


def test_a_list_of_scenarios_takes_time_in_proportion_to_their_number_and_their_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def folder(count: int, more: str = "") -> Path:
        (tmp_path / f"{count}{len(more)}" / "scenarios").mkdir(parents=True)
        for number in range(count):
            text = EVERYTHING.replace('id = "story"', f'id = "s{number}"') + more
            (tmp_path / f"{count}{len(more)}" / "scenarios" / f"{number}.toml").write_text(text)
        return tmp_path / f"{count}{len(more)}"

    def listed(here: Path) -> None:
        monkeypatch.chdir(here)
        assert "s0" in [manifest.id for manifest in installed()]

    assert growth(listed, folder(60), folder(240)) < 7
    lines = "[event.e]\ntitle = 'x'\n"  # of a key that comes twice, which makes the whole file be read
    assert growth(listed, folder(3, lines * 2_000), folder(3, lines * 8_000)) < 7
