"""Stories in a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.presentation.saves_list import circumstances
from ceo_sim.presentation.story_list import beginning, ends, facts, length, lengths, too_short
from ceo_sim.saves.listing import summarise
from ceo_sim.scenario.manifest import ScenarioManifest, read_manifest
from tests.saves.helpers import begun

POST = read_manifest(Path(__file__).parents[2] / "scenarios" / "the_post")
SHORT = ScenarioManifest(Path("s.toml"), "short", "Short", minutes=1)


def test_the_length_of_each_act_and_of_the_whole_is_said() -> None:
    assert lengths(POST) == "About so many minutes: The Week 13, The Rule 9, 30 in all."
    assert length(POST, None) == "the whole story, 30 minutes"
    assert length(POST, "june") == "up to the end of The Rule, 22 minutes"


def test_what_is_not_said_of_acts_is_left_out() -> None:
    assert lengths(SHORT) == ""
    silent = SHORT._replace(acts=(("a", "One"), ("b", "Two")), act_minutes=(("b", 8),), minutes=9)
    assert lengths(silent) == "About so many minutes: Two 8, 9 in all."
    assert length(silent, "a") == "up to the end of One"


def test_a_game_begins_with_an_act_and_ends_with_none_before_it() -> None:
    assert beginning(POST, None) == "the beginning"
    assert beginning(POST, "june") == "The Rule"
    assert ends(POST, None) == ["week", "june"]
    assert ends(POST, "june") == ["june"]
    assert too_short(POST, "july", "week") == "July comes after The Week, with which the game would end."


def test_whether_there_is_a_mirror_is_said() -> None:
    assert facts(POST) == ("30 minutes", "ages 14+", "has a mirror")
    assert facts(SHORT) == ("1 minute",)


@pytest.mark.parametrize("text, has", [("[mirror]\nswap = []", True), ("x = 1\nmirror.swap = []", True), ("", False)])
def test_a_mirror_is_found_in_any_file_of_a_folder(tmp_path: Path, text: str, has: bool) -> None:
    (tmp_path / "scenario.toml").write_text('[scenario]\nid = "a"\n', encoding="utf-8")
    (tmp_path / "model.toml").write_text(text, encoding="utf-8")
    assert read_manifest(tmp_path).has_mirror == has


def test_a_game_tells_its_seed_and_how_it_was_begun(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        session.save()
    save = summarise(session.path)
    assert circumstances(save, {}) == ("seed 7",)
    begun_so = save._replace(mirror=True, act="week", edition="13plus")
    assert circumstances(begun_so, {"week": "The Week"}) == (
        "up to the end of The Week",
        "mirrored",
        "edition 13plus",
        "seed 7",
    )
    (tmp_path / "x.toml").write_text("nothing", encoding="utf-8")
    assert circumstances(summarise(tmp_path / "x.toml"), {}) == ()
