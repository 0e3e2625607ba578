"""Folders, atomic writes and locks."""

from __future__ import annotations

import asyncio
import datetime as dt
import errno
import io
import os
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
import time
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

    def test_a_file_system_that_syncs_no_folders_is_good_enough(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fsync = os.fsync

        def refuse_folders(handle: int) -> None:
            if stat.S_ISDIR(os.fstat(handle).st_mode):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
            fsync(handle)

        monkeypatch.setattr(os, "fsync", refuse_folders)
        places.write_atomically(tmp_path / "new" / "save.toml", "new")

        assert (tmp_path / "new" / "save.toml").read_text(encoding="utf-8") == "new"

    @pytest.mark.skipif(sys.platform == "win32", reason="it has no such modes")
    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o664])
    def test_a_file_that_is_replaced_hands_on_its_mode(self, tmp_path: Path, mode: int) -> None:
        path = tmp_path / "save.toml"
        places.write_atomically(path, "old")
        path.chmod(mode)

        places.write_atomically(path, "new", places.PRIVATE)

        assert stat.S_IMODE(path.stat().st_mode) == mode
        assert path.read_text(encoding="utf-8") == "new"

    @pytest.mark.skipif(sys.platform == "win32", reason="it has no such modes")
    def test_a_new_file_is_private_where_asked_for_and_else_as_the_umask_says(self, tmp_path: Path) -> None:
        before = os.umask(0o027)
        try:
            places.write_atomically(tmp_path / "save.toml", "mine", places.PRIVATE)
            places.write_atomically(tmp_path / "report.html", "ours")
        finally:
            os.umask(before)

        assert stat.S_IMODE((tmp_path / "save.toml").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "report.html").stat().st_mode) == 0o640

    def test_a_new_file_is_never_readable_by_others_with_something_in_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sizes: list[int] = []
        hand_on = places._hand_on

        def hand_on_and_look(path: Path, file: io.BufferedWriter, mode: int | None) -> None:
            sizes.append(file.tell())
            hand_on(path, file, mode)

        monkeypatch.setattr(places, "_hand_on", hand_on_and_look)

        places.write_atomically(tmp_path / "save.toml", "mine", places.PRIVATE)

        assert sizes == [0]

    @pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0, reason="only root may give a file away")
    def test_a_file_that_is_replaced_hands_on_its_owner(self, tmp_path: Path) -> None:
        path = tmp_path / "save.toml"
        path.write_text("old")
        os.chown(path, 1234, 4321)

        places.write_atomically(path, "new")

        assert (path.stat().st_uid, path.stat().st_gid) == (1234, 4321)

    @pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
    def test_a_link_stays_one_and_its_target_is_replaced(self, tmp_path: Path) -> None:
        target, link = tmp_path / "cloud" / "save.toml", tmp_path / "save.toml"
        places.write_atomically(target, "old")
        link.symlink_to(target)

        places.write_atomically(link, "new")

        assert link.is_symlink()
        assert target.read_text(encoding="utf-8") == "new"
        assert names(target.parent) == ["save.toml"]

    def test_new_folders_are_handed_to_the_disk_with_the_folder_that_holds_them(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        synced: list[Path] = []
        monkeypatch.setattr(places, "_sync_folder", synced.append)

        places.write_atomically(tmp_path / "a" / "b" / "save.toml", "new")

        assert synced == [tmp_path, tmp_path / "a", tmp_path / "a" / "b"]

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
@pytest.mark.parametrize("number", [getattr(signal, "SIGTERM", 0), getattr(signal, "SIGHUP", 0)])
async def test_a_process_that_the_system_ends_leaves_in_its_own_way(number: int) -> None:
    left: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    try:
        places.on_termination(left.set_result)
        os.kill(os.getpid(), number)

        assert await asyncio.wait_for(left, 5) == number
    finally:
        signal.alarm(0)
        for added in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().remove_signal_handler(added)


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such signals")
def test_a_process_that_cannot_leave_when_its_terminal_closes_is_ended() -> None:
    died = run_python(
        """
        import asyncio, os, signal, time
        from ceo_sim import places
        async def stuck():
            places.on_termination(lambda number: time.sleep(60))
            os.kill(os.getpid(), signal.SIGHUP)
            await asyncio.sleep(60)
        asyncio.run(stuck())
        """
    )

    assert died.returncode == -signal.SIGALRM


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set there")
@pytest.mark.parametrize(
    "zone, offset",
    [
        ("UTC", 0),
        ("XXX-05:30", 330),
        ("XXX+0:44:30", -45),  # Monrovia, until 1972
        ("UTC+99", 0),
        ("nonsense", 0),
    ],
)
def test_the_time_has_a_zone_that_a_save_can_hold(monkeypatch: pytest.MonkeyPatch, zone: str, offset: int) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        now = places.now()
    finally:
        monkeypatch.undo()
        time.tzset()

    assert now.utcoffset() == dt.timedelta(minutes=offset)
    assert abs(now - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
    assert dt.datetime.fromisoformat(now.isoformat()) == now
    assert len(now.isoformat()) == len("2020-05-29T18:00:00-04:00")


def test_a_current_folder_that_is_gone_is_named_only_where_it_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> str:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    monkeypatch.delenv(places.SAVES_VARIABLE, raising=False)
    monkeypatch.setattr(os, "getcwd", gone)

    assert places.scenario_folders()
    assert places.save_folder(tmp_path) == tmp_path
    assert places.save_folder().is_absolute()
    with pytest.raises(FileNotFoundError, match="the current folder is gone: 'mine'"):
        places.save_folder(Path("mine"))


def test_a_write_that_fails_names_the_file_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(OSError, match=r"file.story\.svg'$") as failed:
        places.write_atomically(tmp_path / "file" / "story.svg", "x")

    assert failed.value.filename == str(tmp_path / "file" / "story.svg")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no folder here in which not even root may write")
def test_nobody_reads_the_name_of_what_is_written_first() -> None:
    with pytest.raises(OSError, match=r"'/proc/story\.svg'$"):
        places.write_atomically(Path("/proc/story.svg"), "x")


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc holds on to what is free")
def test_memory_that_is_free_is_given_back_though_something_stands_behind_it() -> None:
    script = """
        import psutil
        from ceo_sim import places
        many = [bytes(4_000) for _ in range(20_000)]
        behind = bytes(4_000)
        del many
        before = psutil.Process().memory_info().rss
        places.give_back_memory()
        assert before - psutil.Process().memory_info().rss > 60_000_000, before
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=True, timeout=60)
