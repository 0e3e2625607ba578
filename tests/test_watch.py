"""How a scenario that is being written is watched."""

from __future__ import annotations

import os
from pathlib import Path

from ceo_sim.library import Watch, stamp


def test_a_version_is_told_once_when_it_has_stood_for_two_looks(tmp_path: Path) -> None:
    file = tmp_path / "story.toml"
    file.write_text("a")
    watch = Watch(file)
    assert not watch.has_changed()

    file.write_text("ab")
    assert [watch.has_changed() for _ in range(4)] == [False, True, False, False]


def test_a_version_that_is_still_being_written_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "story.toml"
    file.write_text("a")
    watch = Watch(file)
    told = []
    for text in ("", "ab", "abc", "abc"):
        file.write_text(text)
        os.utime(file, ns=(1, len(text) + 1))
        told.append(watch.has_changed())

    assert told == [False, False, False, True]


def test_a_file_that_is_added_moved_or_goes_is_a_change(tmp_path: Path) -> None:
    (tmp_path / "scenario.toml").write_text("a")
    watch = Watch(tmp_path)

    def is_told() -> bool:
        return any([watch.has_changed(), watch.has_changed()])

    (tmp_path / "cast.toml").write_text("b")
    assert is_told()
    (tmp_path / "cast.toml").rename(tmp_path / "people.toml")
    assert is_told()
    (tmp_path / "people.toml").unlink()
    assert is_told()
    assert not is_told()


def test_what_is_not_there_has_no_version(tmp_path: Path) -> None:
    assert stamp(tmp_path / "gone.toml") == ()
    assert stamp(tmp_path / "gone") == ()
