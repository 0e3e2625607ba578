"""Folders, atomic writes and locks."""

from __future__ import annotations

import asyncio
import errno
import io
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ceo_sim import places


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with no wish for saves in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(places.SAVES_VARIABLE, raising=False)
    return tmp_path


class TestScenarioFolders:
    @pytest.mark.usefixtures("elsewhere")
    def test_a_checkout_has_its_own(self) -> None:
        assert places.scenario_folders() == [Path(__file__).resolve().parents[1] / "scenarios"]

    def test_the_one_at_hand_comes_first(self, elsewhere: Path) -> None:
        (elsewhere / "scenarios").mkdir()

        assert places.scenario_folders()[0] == (elsewhere / "scenarios").resolve()
        assert len(places.scenario_folders()) == 2

    def test_none_is_given_twice(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(Path(__file__).parents[1])

        assert len(places.scenario_folders()) == 1

    def test_packaged_ones_are_found(self, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        packaged = elsewhere / "site" / "_data"
        (packaged / "scenarios").mkdir(parents=True)
        (packaged / "saves").mkdir()
        (packaged / "saves" / "as_it_happened.toml").touch()
        monkeypatch.setattr(places, "_PACKAGED", packaged)

        assert places.scenario_folders() == [packaged / "scenarios"]
        assert places.packaged_saves() == [packaged / "saves" / "as_it_happened.toml"]

    def test_a_package_without_data_has_none(self, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(places, "_CHECKOUT", elsewhere)

        assert places.scenario_folders() == []
        assert places.packaged_saves() == []


class TestSaveFolder:
    def test_the_option_comes_first(self, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(places.SAVES_VARIABLE, str(elsewhere / "variable"))

        assert places.save_folder(Path("option")) == elsewhere / "option"

    def test_a_home_of_nobody_stays_as_it_is_written(self, elsewhere: Path) -> None:
        assert places.save_folder(Path("~no such user/x")) == elsewhere / "~no such user/x"

    def test_then_the_variable(self, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (elsewhere / "saves").mkdir()
        monkeypatch.setenv(places.SAVES_VARIABLE, str(elsewhere / "variable"))

        assert places.save_folder() == elsewhere / "variable"

    def test_an_empty_variable_says_nothing(self, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (elsewhere / "saves").mkdir()
        monkeypatch.setenv(places.SAVES_VARIABLE, "")

        assert places.save_folder() == elsewhere / "saves"

    def test_then_the_one_at_hand(self, elsewhere: Path) -> None:
        (elsewhere / "saves").mkdir()

        assert places.save_folder() == elsewhere / "saves"

    def test_else_the_user_s_own(self, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", str(elsewhere / "data"))

        folder = places.save_folder()

        assert folder.name == "saves"
        assert "ceo-sim" in folder.parts
        assert not folder.exists()

    def test_a_tilde_is_the_home_folder(self, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", str(elsewhere))
        monkeypatch.setenv("USERPROFILE", str(elsewhere))

        assert places.save_folder(Path("~/kept")) == elsewhere / "kept"


def test_the_settings_have_a_folder_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CEO_SIM_CONFIG", str(tmp_path))
    assert places.config_folder() == tmp_path

    monkeypatch.delenv("CEO_SIM_CONFIG")
    assert "ceo-sim" in places.config_folder().parts


class TestIsInteractive:
    def test_pipes_and_files_are_not(self) -> None:
        assert not places.is_interactive(io.StringIO(), io.StringIO())

    def test_a_terminal_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")
        monkeypatch.setenv("TERM", "xterm")
        main, other = pty.openpty()
        try:
            with open(other, encoding="utf-8", closefd=False) as terminal:
                assert places.is_interactive(terminal, terminal)
                assert not places.is_interactive(terminal, io.StringIO())
                monkeypatch.setenv("TERM", "dumb")
                assert not places.is_interactive(terminal, terminal)
        finally:
            os.close(main)
            os.close(other)

    def test_closed_and_missing_streams_are_not(self, monkeypatch: pytest.MonkeyPatch) -> None:
        closed = io.StringIO()
        closed.close()

        assert not places.is_interactive(closed, closed)

        monkeypatch.setattr(sys, "stdin", None)
        assert not places.is_interactive()


class TestWriteAtomically:
    def test_it_writes_and_replaces(self, tmp_path: Path) -> None:
        path = tmp_path / "new" / "folder" / "save.toml"

        places.write_atomically(path, "first\n")
        places.write_atomically(path, "zweite ✓\n")

        assert path.read_bytes() == "zweite ✓\n".encode()
        assert names(path.parent) == ["save.toml"]

    @pytest.mark.parametrize("call", ["replace", "fsync"])
    def test_a_failure_leaves_the_old_file_alone(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
    ) -> None:
        path = tmp_path / "save.toml"
        places.write_atomically(path, "old")

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, call, full)
        with pytest.raises(OSError, match="No space left"):
            places.write_atomically(path, "new")

        assert path.read_text(encoding="utf-8") == "old"
        assert names(tmp_path) == ["save.toml"]

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
    def test_a_full_disk_is_an_os_error(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "save.toml"
        places.write_atomically(path, "old")
        opened = Path.open

        def full(self: Path, mode: str = "r") -> object:
            return opened(Path("/dev/full"), "wb") if mode == "xb" else opened(self, mode)

        monkeypatch.setattr(Path, "open", full)
        with pytest.raises(OSError, match="No space left"):
            places.write_atomically(path, "new")

        assert names(tmp_path) == ["save.toml"]

    def test_a_folder_that_cannot_be_made_is_an_os_error(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way", encoding="utf-8")

        with pytest.raises(OSError, match="file"):
            places.write_atomically(tmp_path / "file" / "save.toml", "new")

    def test_a_folder_that_cannot_be_synced_is_none(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(_: Path) -> None:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

        monkeypatch.setattr(places, "_sync_folder", refuse)
        places.write_atomically(tmp_path / "save.toml", "new")

        assert (tmp_path / "save.toml").read_text(encoding="utf-8") == "new"

    def test_killed_before_the_rename_the_old_file_is_whole(self, tmp_path: Path) -> None:
        path = tmp_path / "save.toml"
        places.write_atomically(path, "old")

        died = run_python(
            f"""
            import os, signal
            from pathlib import Path
            from ceo_sim import places
            os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
            places.write_atomically(Path({str(path)!r}), "new" * 100_000)
            """
        )

        assert died.returncode == -signal.SIGKILL
        assert path.read_text(encoding="utf-8") == "old"
        assert len(names(tmp_path)) == 2

        with places.lock(path):
            assert names(tmp_path) == [".save.toml.lock", "save.toml"]

    def test_others_see_the_old_or_the_new(self, tmp_path: Path) -> None:
        path = tmp_path / "save.toml"
        texts = ["a" * 50_000, "b" * 90_000]
        places.write_atomically(path, texts[0])
        writer = subprocess.Popen(
            [
                sys.executable,
                "-c",
                textwrap.dedent(
                    f"""
                    from pathlib import Path
                    from ceo_sim import places
                    for i in range(200):
                        places.write_atomically(Path({str(path)!r}), ["a" * 50_000, "b" * 90_000][i % 2])
                    """
                ),
            ]
        )
        while writer.poll() is None:
            assert path.read_text(encoding="utf-8") in texts

        assert writer.returncode == 0


class TestLock:
    def test_one_at_a_time(self, tmp_path: Path) -> None:
        path = tmp_path / "save.toml"

        with places.lock(path):
            with pytest.raises(places.LockedError, match=r"another game.*save\.toml"), places.lock(path):
                pass
            with places.lock(tmp_path / "other.toml"):
                pass
        with places.lock(path):
            pass

    def test_another_process_is_kept_out(self, tmp_path: Path) -> None:
        path = tmp_path / "save.toml"
        take = f"""
            from pathlib import Path
            from ceo_sim import places
            with places.lock(Path({str(path)!r})):
                print("held")
            """

        with places.lock(path):
            assert "LockedError" in run_python(take).stderr
        assert run_python(take).stdout == "held\n"

    def test_the_dead_hold_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "save.toml"

        died = run_python(
            f"""
            import os, signal
            from pathlib import Path
            from ceo_sim import places
            with places.lock(Path({str(path)!r})):
                os.kill(os.getpid(), signal.SIGKILL)
            """
        )

        assert died.returncode == -signal.SIGKILL
        with places.lock(path):
            pass

    def test_it_lets_go_after_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(RuntimeError), places.lock(tmp_path / "save.toml"):
            raise RuntimeError
        with places.lock(tmp_path / "save.toml"):
            pass

    def test_a_folder_that_is_gone_is_made(self, tmp_path: Path) -> None:
        shutil.rmtree(tmp_path)

        with places.lock(tmp_path / "deeper" / "save.toml"):
            assert (tmp_path / "deeper").is_dir()


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def run_python(source: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source)], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such signals")
async def test_a_process_that_is_told_to_end_leaves_in_its_own_way() -> None:
    told = asyncio.Event()
    before = signal.getsignal(signal.SIGHUP)
    try:
        places.on_sigterm(told.set)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(told.wait(), 5)
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_DFL
    finally:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)
        signal.signal(signal.SIGHUP, before)
