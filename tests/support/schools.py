"""The servers of a school: processes of `ceo-sim class serve` on one database, behind one address."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator

from attrs import define, field

from tests.support import proxy
from tests.support.postgresql import free_port

PROMISED = "https://class.example.edu"


@define
class School:
    """Servers behind a proxy.

    Attributes:
        at: The address of the proxy.
        urls: Those of the servers.
        told: What they wrote, once they have ended.
    """

    at: str
    processes: list[subprocess.Popen[str]]
    urls: list[str]
    told: list[str] = field(factory=list)

    def kill(self, number: int) -> None:
        """Kill a server, as a machine that loses its power."""
        self.processes[number].kill()
        self.processes[number].wait()


@contextlib.contextmanager
def school(database: str, servers: int = 3) -> Iterator[School]:
    """Servers that run for as long as the block does."""
    command = [sys.executable, "-m", "ceo_sim", "class", "serve", "--database", database]
    command += ["--at", PROMISED, "--port"]
    with contextlib.ExitStack() as stack:
        processes = []
        for _ in range(servers):
            process = subprocess.Popen(
                [*command, str(free_port())], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            processes.append(process)
        lines = [process.stdout.readline() for process in processes if process.stdout is not None]
        urls = [line.split()[2] for line in lines]
        made = School(stack.enter_context(proxy.before(urls)), processes, urls)
        yield made
        for process, line in zip(processes, lines, strict=True):
            process.terminate()
            made.told.append(line + process.communicate(timeout=20)[0])
