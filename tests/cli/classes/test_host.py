"""`ceo-sim class host`: what it refuses, what it says, and going on with a class."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.retention import DAY, purge
from ceo_sim.classroom.store import Draft, SqliteStore
from tests.cli.conftest import Run
from tests.support.classes import opened

LOOPBACK = ("--address", "127.0.0.1", "--no-console")


class Hosted:
    """A class that a process of its own hosts."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "ceo_sim", "class", "host", *arguments, *LOOPBACK, "--folder", str(folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.said = ""
        while not self.said.rstrip().endswith("acknowledged."):
            line = self.process.stdout.readline()
            assert line, self.said
            self.said += line

    @property
    def teacher(self) -> str:
        """The teacher's link."""
        found = re.search(r"Teacher:\s+(\S+)", self.said)
        assert found is not None
        return found[1]

    def end(self, number: int = signal.SIGINT) -> str:
        """End it; the last that it says."""
        self.process.send_signal(number)
        last, _ = self.process.communicate(timeout=30)
        return last


def browser() -> urllib.request.OpenerDirector:
    """What opens pages and holds cookies."""
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor())


@pytest.mark.slow
def test_it_says_where_everything_is_and_goes_on_after_it_was_killed(tmp_path: Path) -> None:
    first = Hosted(tmp_path, "tutorial", "--seed", "7")
    assert re.search(r"Students open   http://127\.0\.0\.1:\d+   and enter   [A-Z]{4}\n", first.said)
    assert "█" in first.said
    assert "no name, account or address" in first.said
    assert re.search(r"deleted after \d{4}-\d\d-\d\d", first.said)
    with browser().open(first.teacher) as page:
        assert b"Before the beginning" in page.read()
    first.end(signal.SIGKILL)
    (log,) = tmp_path.glob("*.class")
    assert log.stat().st_mode & 0o077 == 0
    again = Hosted(tmp_path, "--resume", log.name)
    with browser().open(again.teacher) as page:
        assert b"Before the beginning" in page.read()
    assert again.teacher.partition("key=")[2] != first.teacher.partition("key=")[2]
    last = again.end()
    assert (again.process.returncode, f"--resume {log}" in last) == (0, True)


@pytest.mark.slow
def test_two_hosts_do_not_hold_one_class(tmp_path: Path) -> None:
    first = Hosted(tmp_path, "tutorial")
    (log,) = tmp_path.glob("*.class")
    command = [sys.executable, "-m", "ceo_sim", "class", "host", "--resume", str(log), *LOOPBACK]
    second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert second.returncode != 0
    assert "is in use: another ceo-sim holds this class" in second.stderr
    first.end()


@pytest.mark.usefixtures("here")
def test_a_port_that_is_taken_is_one_clear_error_and_leaves_nothing(run: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        folder = tmp_path / "logs"
        ran = run("class", "host", "tutorial", "--port", port, *LOOPBACK, "--folder", str(folder))
    assert f"port {port} of 127.0.0.1 is taken; name another with --port" in ran.err
    assert not list(folder.glob("*"))


@pytest.mark.parametrize(
    "arguments, said",
    [
        ((), "name a scenario, or a log with --resume"),
        (("tutorial", "--resume", "x.class", "--seed", "3"), "--resume goes on as the class began"),
        (("tutorial", "--no-network", "--address", "127.0.0.1"), "leave out --address"),
        (("tutorial", "--no-network", "--play", "own"), "--play own is played on devices"),
        (("tutorial", "--address", "192.0.2.77"), "there is no address 192.0.2.77 on this machine"),
        (("tutorial", "--play", "teams", *LOOPBACK), "has no roles to make teams of"),
        (("--resume", "none.class", *LOOPBACK), "is no log of a class, or cannot be read"),
        (("no_such_story", *LOOPBACK), 'there is no scenario "no_such_story"'),
        (("tutorial", "--mirror", *LOOPBACK), "has no political poles"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = run("class", "host", *arguments, "--folder", str(tmp_path))
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert not list(tmp_path.glob("*.class"))


def test_logs_whose_time_is_over_are_deleted_and_no_others(tmp_path: Path) -> None:
    now = time.time()
    for name, days in (("old", 31), ("young", 29)):
        store = SqliteStore.create(tmp_path / f"{name}.class")
        store.append([Draft("a", int((now - days * DAY) * 1000), opened())])
        store.close()
    (tmp_path / "other.class").write_text("not ours")
    (tmp_path / "old.txt").write_text("not a log")
    assert purge(tmp_path, now) == [tmp_path / "old.class"]
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith(".")) == [
        "old.txt",
        "other.class",
        "young.class",
    ]


def test_a_log_that_is_in_use_is_not_deleted(tmp_path: Path) -> None:
    store = SqliteStore.create(tmp_path / "old.class")
    store.append([Draft("a", 0, opened()), Draft("b", 1, ev.News("x"))])
    assert purge(tmp_path) == []
    store.close()
    assert purge(tmp_path) == [tmp_path / "old.class"]
