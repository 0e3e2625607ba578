"""The game in a real terminal where saves cannot be written, or another game has them open."""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from ceo_sim.saves.session import NOT_SAVED
from tests.support.terminal import Terminal
from tests.support.tutorial import (
    CONSEQUENCE,
    CRASH,
    DESK,
    LEAVE,
    LOG,
    answer_first,
    answers,
    back_to_desk,
    flat,
    is_restored,
    last_words,
    leave,
    new_game,
    only_save,
    own_up,
    resumed,
    shows,
    standing,
    to_desk,
)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="the system cannot bound a running process")
def test_a_disk_that_fills_up_is_told_and_once_there_is_room_all_is_kept(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        answer_first(terminal, tmp_path)
        to_desk(terminal)
        save = only_save(tmp_path)
        older = save.read_bytes()

        _, most = resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, (0, most))
        answer_log(terminal)
        terminal.wait_for(shows("cannot be saved"))
        to_desk(terminal)
        terminal.wait_for(shows("cannot be saved"))
        assert save.read_bytes() == older
        terminal.press("escape")
        terminal.wait_for(shows(LEAVE, "cannot be saved"))
        back_to_desk(terminal)

        resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, (most, most))
        terminal.press("n")
        to_desk(terminal)
        terminal.wait_for(lambda now: "cannot be saved" not in now.text)
        assert answers(tmp_path) == 2
        assert leave(terminal) == 0
        assert str(save) in last_words(terminal)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def answer_log(terminal: Terminal) -> None:
    terminal.press("1")
    terminal.wait_for(shows(LOG))
    terminal.settle()
    terminal.press("enter")


def test_a_save_folder_that_cannot_be_made_is_told_and_the_game_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine", encoding="utf-8")
    with new_game(file / "saves") as terminal:
        terminal.wait_for(shows("cannot be saved"))
        own_up(terminal)
        to_desk(terminal)
        terminal.wait_for(shows("cannot be saved"))
        answer_log(terminal)
        to_desk(terminal)
        terminal.press("n")
        to_desk(terminal)

        assert leave(terminal) == NOT_SAVED
        assert is_restored(terminal)
        assert "cannot be saved" in last_words(terminal)
        assert not CRASH.search(terminal.output)
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_read_only_save_folder_is_told_and_nothing_in_it_is_lost(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        answer_first(terminal, tmp_path)
        assert leave(terminal) == 0
    save = only_save(tmp_path)
    older = save.read_bytes()
    tmp_path.chmod(0o500)
    try:
        with resumed(save, before=without_privileges()) as terminal:
            terminal.wait_for(shows(DESK, "Nine pages of log"))
            answer_log(terminal)
            terminal.wait_for(shows("cannot be saved"))
            to_desk(terminal)
            terminal.wait_for(shows("cannot be saved"))
            assert leave(terminal) == NOT_SAVED
            assert "cannot be saved" in last_words(terminal)
    finally:
        tmp_path.chmod(0o700)

    assert save.read_bytes() == older
    assert [path for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def without_privileges() -> Sequence[str]:
    """What to put before a command so that the modes of files hold for it, also where tests run as root."""
    if os.geteuid():
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root may write anywhere")
    powers = "-dac_override,-dac_read_search"
    return ("setpriv", f"--bounding-set={powers}", f"--inh-caps={powers}")


@pytest.mark.slow
def test_a_second_game_on_a_save_says_so_and_only_looks(tmp_path: Path) -> None:
    told = "Another game has this save open."
    with new_game(tmp_path) as first:
        answer_first(first, tmp_path)
        save = only_save(tmp_path)
        before = save.read_bytes()
        with resumed(save) as second:
            second.wait_for(shows(DESK, told))
            second.press("n")
            second.wait_for(shows("another game has this save"))
            answer_log(second)
            second.wait_for(shows(DESK, told))
            assert save.read_bytes() == before
            assert leave(second) == 0

        to_desk(first)
        answer_log(first)
        first.wait_for(shows(CONSEQUENCE))
        assert answers(tmp_path) == 2
        first.kill()

    with resumed(save) as third:
        third.wait_for(shows(*standing(save).texts))
        third.settle()
        assert told not in flat(third.text)
