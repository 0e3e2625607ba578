"""The flagship in a browser without JavaScript, to the end of its story: how long a page takes, redirected or not.

The peer is a bare server of the same library that sends as many bytes of nothing, asked in turn.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
from attrs import define, field

from benchmarks.report import CHECKOUT, Figure, Missing, percentile
from tests.support.pages import Reader, play_on

LOOKED_AT = ("meters", "story", "people", "feed", "answers", "more", "stakes", "promises", "due")
"""Pages besides those of the turns, each asked for once at the end."""


@define
class TimedReader(Reader):
    """A reader that times each page, and a page of the same size from the peer."""

    peer: str = ""
    ours_ms: list[float] = field(factory=list)
    bare_ms: list[float] = field(factory=list)

    async def get(self, path: str) -> str:
        """As `Reader.get`, timed."""
        start = time.perf_counter()
        text = await super().get(path)
        await self._compared(time.perf_counter() - start, is_post=False)
        return text

    async def post(self, path: str, data: dict[str, Any], **headers: str) -> str:
        """As `Reader.post`, timed."""
        start = time.perf_counter()
        text = await super().post(path, data, **headers)
        await self._compared(time.perf_counter() - start, is_post=True)
        return text

    async def _compared(self, seconds: float, *, is_post: bool) -> None:
        address = f"{self.peer}/{len(self.text)}"
        start = time.perf_counter()
        async with self.client.request(
            "POST" if is_post else "GET", address, data={"a": "b"} if is_post else None
        ) as got:
            await got.text()
        self.bare_ms.append((time.perf_counter() - start) * 1e3)
        self.ours_ms.append(seconds * 1e3)


def measure(rounds: int) -> list[Figure]:
    """Play the flagship `rounds` times."""
    ours: list[float] = []
    bare: list[float] = []
    for seed in range(1, rounds + 1):
        reader = asyncio.run(_play(seed))
        ours += reader.ours_ms
        bare += reader.bare_ms
    peer = percentile(bare, 0.95)
    return [
        Figure(
            "a page of the browser game, flagship, p95", "ms", percentile(ours, 0.95), peer, "bare aiohttp", "60 ms"
        ),
        Figure("the same, median", "ms", percentile(ours, 0.5), percentile(bare, 0.5), "bare aiohttp"),
    ]


async def _play(seed: int) -> TimedReader:
    with tempfile.TemporaryDirectory() as folder:
        command = ["ceo_sim", "web", "the_post", "--seed", str(seed), "--no-open", "--saves", folder]
        with _running(command) as line, _running(["benchmarks.bare_pages"]) as port:
            address = line.split()[-1]
            host, entrance = address[: address.index("/", 8)], address[address.index("/", 8) :]
            jar = aiohttp.CookieJar(unsafe=True)  # the host is a number
            async with aiohttp.ClientSession(host, cookie_jar=jar) as client:
                reader = TimedReader(client, entrance, peer=f"http://127.0.0.1:{port}")
                await reader.enter()
                reader.ours_ms.clear()
                reader.bare_ms.clear()
                await play_on(reader)
                if not reader.path.endswith("/ending"):
                    raise Missing(f"the game with seed {seed} does not end: {reader.path}")
                for page in LOOKED_AT:
                    await reader.get(reader.game + page)
                return reader


@contextmanager
def _running(module: list[str]) -> Iterator[str]:
    """A module that serves until the block ends, and its first line."""
    command = [sys.executable, "-m", *module]
    with subprocess.Popen(command, cwd=Path(CHECKOUT), stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            if not (line := server.stdout.readline().strip()):
                raise Missing(f"{' '.join(command)} does not start")
            yield line
        finally:
            server.terminate()
            server.wait()
