"""A server of the game for one player, and somebody who reads its pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer
from attrs import define, field

from ceo_sim.settings import SettingsFile
from ceo_sim.web.games import Games
from ceo_sim.web.server import Server
from tests.support import pages


@define
class Reader(pages.Reader):
    """A reader who has the server at hand, too."""

    server: Server = field(kw_only=True)

    @classmethod
    def of(cls, client: TestClient[Any, Any], server: Server) -> Reader:
        return cls(client=client, entrance=server.entrance, server=server)

    async def begin(self, story: str, seed: int = 7) -> str:
        """Begin a story."""
        await self.enter()
        return await self.post(f"{self.base}new", {"story": story, "seed": str(seed), "token": self.server.site.token})


@pytest_asyncio.fixture
async def reader(tmp_path: Path) -> AsyncIterator[Reader]:
    server = Server(Games(tmp_path / "saves"), SettingsFile(), frozenset({"localhost"}))
    async with TestClient(TestServer(server.app)) as client:
        yield Reader.of(client, server)
    server.games.close_all()
