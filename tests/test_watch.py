"""How a scenario that is being written is watched."""

from __future__ import annotations

import os
from pathlib import Path

from ceo_sim.library import Watch, stamp


def test_a_version_is_new_once_when_it_has_stood_for_two_looks(tmp_path: Path) -> None:
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
    changes = []
    for text in ("", "ab", "abc", "abc"):
        file.write_text(text)
        os.utime(file, ns=(1, len(text) + 1))
        changes.append(watch.has_changed())

    assert changes == [False, False, False, True]


def test_a_file_that_is_added_moved_or_goes_is_a_change(tmp_path: Path) -> None:
    (tmp_path / "scenario.toml").write_text("a")
    watch = Watch(tmp_path)

    def is_new() -> bool:
        return any([watch.has_changed(), watch.has_changed()])

    (tmp_path / "cast.toml").write_text("b")
    assert is_new()
    (tmp_path / "cast.toml").rename(tmp_path / "people.toml")
    assert is_new()
    (tmp_path / "people.toml").unlink()
    assert is_new()
    assert not is_new()


def test_what_is_not_there_has_no_version(tmp_path: Path) -> None:
    assert stamp(tmp_path / "gone.toml") == ()
    assert stamp(tmp_path / "gone") == ()
