"""Renaming, discarding and copying saves: nothing is ever lost, whatever the disk or the name."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from ceo_sim import places
from ceo_sim.saves.format import MAX_SIZE, SaveError
from ceo_sim.saves.listing import list_saves
from ceo_sim.saves.manage import annotate, export, import_save, rename, restore, trash
from ceo_sim.saves.reading import read
from tests.saves.helpers import NASTY, begun, play


@pytest.fixture(autouse=True)
def nothing_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "packaged_saves", list)


@pytest.fixture
def save(tmp_path: Path) -> Path:
    """A game of three answers, in a folder of its own."""
    with begun(tmp_path / "saves") as session:
        return play(session, 3).path


@pytest.fixture
def damaged(save: Path) -> Path:
    path = save.with_name("damaged.toml")
    path.write_bytes(save.read_bytes()[:-10] + b"\xff")
    return path


def files(folder: Path) -> dict[str, bytes]:
    """All files under a folder but locks, with what they hold."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".lock")
    }


# ---- words ---------------------------------------------------------------------------------------------------


def test_a_name_and_a_note_change_nothing_else(save: Path) -> None:
    before = read(save)

    rename(save, f"  {'Ümläut ' * 20}\n")
    annotate(save, NASTY + "x" * 600)

    after = read(save)
    assert after.name.startswith("Ümläut Ümläut")
    assert len(after.name) <= 60
    assert after.note == (NASTY + "x" * 600)[:500]
    assert after._replace(name="", note="") == before


def test_a_save_of_format_1_takes_a_name_too(save: Path) -> None:
    save.write_text((Path(__file__).parents[1] / "data" / "saves" / "format_1.toml").read_text())

    rename(save, "Old one")

    assert read(save).name == "Old one"
    assert len(read(save).answers) == 3


def test_a_damaged_save_cannot_be_renamed(damaged: Path) -> None:
    before = damaged.read_bytes()

    with pytest.raises(SaveError, match="is damaged"):
        rename(damaged, "x")
    assert damaged.read_bytes() == before


# ---- a folder for what is discarded ----------------------------------------------------------------------------


def test_what_is_discarded_can_be_brought_back(save: Path) -> None:
    content = save.read_bytes()

    gone = trash(save)
    assert gone == save.parent / "trash" / save.name
    assert list_saves(save.parent) == []
    assert restore(gone) == save
    assert files(save.parent) == {save.name: content}


def test_nothing_is_ever_written_over(save: Path) -> None:
    contents = []
    for number in range(3):
        save.write_text(save.read_text() + f"# {number}\n")
        contents.append(save.read_bytes())
        export(save, save.with_suffix(".copy"))
        trash(save)
        save.with_suffix(".copy").rename(save)
    save.unlink()
    back = [restore(path) for path in sorted((save.parent / "trash").glob("*.toml"))]

    assert sorted(path.read_bytes() for path in back) == sorted(contents)
    assert len(set(back)) == 3


def test_a_damaged_save_can_be_discarded_and_exported(damaged: Path, tmp_path: Path) -> None:
    content = damaged.read_bytes()

    assert export(damaged, tmp_path / "copy.toml").read_bytes() == content
    assert trash(damaged).read_bytes() == content


def test_a_file_far_too_large_and_a_link_to_nothing_can_be_discarded(save: Path) -> None:
    save.write_bytes(b"x" * (MAX_SIZE + 1))
    link = save.with_name("link.toml")
    link.symlink_to("nowhere")

    assert trash(save).stat().st_size == MAX_SIZE + 1
    assert trash(link).is_symlink()
    assert not link.is_symlink()


def test_what_is_no_save_stays_where_it_is(save: Path, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.touch()
    (tmp_path / "folder.toml").mkdir()
    for path, said in (
        (readme, "is not a save"),
        (tmp_path / "folder.toml", "is not a file"),
        (tmp_path / "gone.toml", "there is no such save"),
        (tmp_path / "a\0b.toml", "there is no such save|no file name"),
    ):
        with pytest.raises(SaveError, match=said):
            trash(path)
    gone = trash(save)
    with pytest.raises(SaveError, match="is in the trash already"):
        trash(gone)
    with pytest.raises(SaveError, match="is not in the trash"):
        restore(readme)
    with pytest.raises(SaveError, match="there is no such save"):
        restore(gone.with_name("other.toml"))
    assert set(files(tmp_path)) == {"README.md", f"saves/trash/{save.name}"}


def test_a_trash_that_is_a_file_leaves_the_save_where_it_is(save: Path) -> None:
    (save.parent / "trash").touch()

    with pytest.raises(SaveError, match=r"cannot be moved: .*; everything is as it was"):
        trash(save)
    assert save.exists()


# ---- saves that are not the player's to change -------------------------------------------------------------------


@pytest.mark.parametrize("change", [lambda path: rename(path, "x"), lambda path: annotate(path, "x"), trash])
def test_a_save_that_a_game_has_open_stays_as_it_is(tmp_path: Path, change: Callable[[Path], object]) -> None:
    with begun(tmp_path) as session:
        play(session, 1)
        before = session.path.read_bytes()
        with pytest.raises(SaveError, match="another game has it open; leave that game first"):
            change(session.path)
        assert session.path.read_bytes() == before
        assert export(session.path, tmp_path / "copy").read_bytes() == before
    change(session.path)


@pytest.mark.parametrize("change", [lambda path: rename(path, "x"), lambda path: annotate(path, "x"), trash])
def test_a_save_that_came_with_the_program_stays_as_it_is(
    save: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object]
) -> None:
    monkeypatch.setattr(places, "packaged_saves", lambda: [save])

    with pytest.raises(SaveError, match="came with the program"):
        change(save)
    assert save.exists()


# ---- copies ------------------------------------------------------------------------------------------------------


def test_an_exported_save_is_the_same_to_the_byte_and_can_be_brought_in(save: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    copy = export(save, tmp_path / "out")
    assert copy == tmp_path / "out" / save.name
    assert copy.read_bytes() == save.read_bytes()

    first, second = (import_save(copy, save.parent) for _ in range(2))
    assert len({save, first, second}) == 3
    assert read(first) == read(second) == read(save)
    assert import_save(copy, tmp_path / "new" / "folder").exists()


def test_export_never_writes_over_anything(save: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")
    (tmp_path / "link").symlink_to("mine")
    for target in (tmp_path / "mine", tmp_path / "link", save, save.parent):
        with pytest.raises(SaveError, match="is there already"):
            export(save, target)
    with pytest.raises(SaveError, match="cannot be written"):
        export(save, tmp_path / "none" / "copy.toml")
    with pytest.raises(SaveError, match="no file name"):
        export(save, tmp_path / "a\0b")
    assert (tmp_path / "mine").read_text() == "precious"


def test_what_is_no_save_is_not_brought_in(damaged: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(2 << 30)
    (tmp_path / "text").write_text("x = 1")
    inbox = tmp_path / "inbox"
    for source, said in (
        (tmp_path, "is not a file"),
        (tmp_path / "fifo", "is not a file"),
        (Path("/dev/zero"), "is not a file"),
        (tmp_path / "loop", "cannot be read"),
        (tmp_path / "huge", "is too large"),
        (tmp_path / "text", "is not a save"),
        (tmp_path / "gone", "no such save"),
        (tmp_path / "a\0b", "cannot be read"),
        (damaged, "is damaged"),
    ):
        with pytest.raises(SaveError, match=said):
            import_save(source, inbox)
    assert not inbox.exists()


def test_a_file_name_that_means_harm_is_made_harmless(save: Path, tmp_path: Path) -> None:
    for name in ("..toml", ".hidden.toml", "-rf.toml", "a\x1b[31m\nb.toml", "x" * 240 + ".toml", "☂.toml"):
        source = tmp_path / name
        source.write_bytes(save.read_bytes())
        copy = import_save(source, tmp_path / "inbox")
        assert copy.parent == tmp_path / "inbox"
        assert copy.stem.isascii()
        assert copy.name.isprintable()
        assert copy.name[0] not in ".-"
    assert len(list_saves(tmp_path / "inbox")) == 6


def test_a_name_that_a_game_is_about_to_write_is_not_taken(save: Path) -> None:
    with begun(save.parent) as running:
        gone = trash(save)
        gone = gone.rename(gone.with_name(running.path.name))
        back = restore(gone)
        assert back != running.path
        play(running, 1)
    assert len(read(running.path).answers) == 1
    assert len(read(back).answers) == 3


@pytest.mark.parametrize("broken", ["write_atomically", "replace"])
def test_on_a_disk_that_will_not_everything_stays_as_it_was(
    save: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    other = export(save, tmp_path / "other.toml")
    gone = trash(import_save(other, save.parent))
    before = files(tmp_path)
    monkeypatch.setattr(*((places, broken) if broken == "write_atomically" else (os, broken)), full)
    changes: list[Callable[[], object]] = [
        lambda: rename(save, "x"),
        lambda: export(save, tmp_path / "copy.toml"),
        lambda: import_save(other, save.parent),
    ]
    if broken == "replace":
        changes += [lambda: trash(save), lambda: restore(gone)]
    for change in changes:
        with pytest.raises(SaveError, match="No space left on device; everything is as it was"):
            change()
        assert files(tmp_path) == before


@pytest.mark.parametrize("kept, typed", [("NFC", "NFD"), ("NFD", "NFC")])
def test_paths_are_known_whether_their_accents_are_composed_or_not(
    save: Path, tmp_path: Path, kept: Literal["NFC", "NFD"], typed: Literal["NFC", "NFD"]
) -> None:
    folder = tmp_path / normalize(kept, "Café")
    folder.mkdir()
    copy = export(save, tmp_path / normalize(typed, "Café"))
    assert copy == folder / save.name
    named = export(save, tmp_path / normalize(typed, "Café") / "new.toml")
    assert named == folder / "new.toml"
    moved = copy.rename(folder / normalize(kept, "Übung.toml"))
    written = folder.parent / normalize(typed, folder.name) / normalize(typed, moved.name)
    assert read(import_save(written, tmp_path / "mine")) == read(save)
    assert sorted(tmp_path.glob("Caf*")) == [folder]
