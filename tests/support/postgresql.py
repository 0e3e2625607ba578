"""A real PostgreSQL for tests: a cluster of its own in a folder, which can be stopped and started."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import chown, which
from tempfile import TemporaryDirectory

import pytest
from attrs import define

_USER = "postgres"
"""Whom Debian's package makes; PostgreSQL does not run as root."""


def programs() -> Path | None:
    """Where initdb and pg_ctl are; None if there is no PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    return Path(there).parent if (there := which("initdb")) else None


NEEDED = [
    pytest.mark.slow,
    pytest.mark.skipif(programs() is None and not os.environ.get("CI"), reason="there is no PostgreSQL here"),
]
"""The marks of tests that need one."""


@define
class Cluster:
    """A server of databases.

    Attributes:
        url: The address of an empty database.
    """

    bin: Path
    data: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.data}"
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.data / "log"), "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it: `fast` as it should be, `immediate` as a crash does."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", how, "stop")

    def make(self) -> None:
        """Make its files."""
        self.data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            chown(self.data, _USER)
        self._run("initdb", "-D", str(self.data), "-U", _USER, "--auth=trust", "--encoding=UTF8", "--no-locale")

    def _run(self, program: str, *arguments: str) -> None:
        user = _USER if os.geteuid() == 0 else None
        subprocess.run(
            [str(self.bin / program), *arguments],
            check=True,
            user=user,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
        )


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running server with its files in a folder that is removed afterwards."""
    there = programs()
    assert there is not None
    # Not in the folder of the test, which nobody but its owner may enter: the server runs as a user of its own.
    with TemporaryDirectory(prefix="ceo-sim-") as folder:
        Path(folder).chmod(0o711)
        made = Cluster(there, Path(folder) / "data", free_port())
        made.make()
        made.start()
        try:
            yield made
        finally:
            made.stop("immediate")
