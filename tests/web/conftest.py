"""A server of the game for one player, and somebody who reads its pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from attrs import define, field

from ceo_sim.settings import SettingsFile
from ceo_sim.web.games import Games
from ceo_sim.web.server import Server

HOSTS = frozenset({"127.0.0.1"})
VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Form(HTMLParser):
    """The forms of a page, each with its address and the fields that it would send as they stand."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, dict[str, str], list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        if tag == "form":
            self.forms.append((of.get("method") or "get", of["action"] or "", {}, []))
        elif tag in ("input", "button") and self.forms and of.get("name"):
            _, _, fields, choices = self.forms[-1]
            name, value = str(of["name"]), of.get("value") or ""
            if tag == "button" or of.get("type") in ("radio", "checkbox"):
                if "disabled" not in of:
                    choices.append(f"{name}={value}")
            else:
                fields[name] = value


@define
class Reader:
    """Reads pages as a browser without JavaScript does: it follows links and redirections, and sends forms."""

    client: TestClient[Any, Any]
    server: Server
    response: ClientResponse | None = None
    text: str = ""
    path: str = ""
    statuses: list[int] = field(factory=list)

    async def enter(self) -> str:
        """The first visit."""
        await self.get(self.server.entrance)
        return await self.get(self.server.first)

    async def get(self, path: str) -> str:
        """Open a page."""
        return await self._read(await self.client.get(path))

    async def post(self, path: str, data: dict[str, Any], **headers: str) -> str:
        """Send a form as it is given."""
        return await self._read(await self.client.post(path, data=data, headers=headers))

    async def send(self, end: str, **fields: Any) -> str:
        """Send the form of the page whose address has that end, with some fields filled in."""
        for method, action, given, _ in Form(self.text).forms:
            if action.endswith(end) and method == "post":
                return await self.post(action, {**given, **fields})
        raise AssertionError(f"no form for {end!r} at {self.path}")

    def choices(self, end: str) -> list[str]:
        """What can be chosen in the form whose address has that end: `name=value`."""
        return next(choices for _, action, _, choices in Form(self.text).forms if action.endswith(end))

    async def _read(self, response: ClientResponse) -> str:
        self.response, self.text, self.path = response, await response.text(), response.url.path
        self.statuses.append(response.status)
        return self.text

    @property
    def words(self) -> str:
        """What the page says."""
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.text.partition("<main")[2])).split())

    @property
    def base(self) -> str:
        """The path of the pages."""
        return self.server.site.base

    @property
    def game(self) -> str:
        """The path of the game that is looked at."""
        found = re.match(rf"{re.escape(self.base)}game/[^/]+/", self.path)
        assert found is not None, self.path
        return found[0]


@pytest_asyncio.fixture
async def reader(tmp_path: Path) -> AsyncIterator[Reader]:
    server = Server(Games(tmp_path / "saves"), SettingsFile(), HOSTS)
    async with TestClient(TestServer(server.app)) as client:
        yield Reader(client, server)
    server.games.close_all()


@pytest.fixture
def saves(tmp_path: Path) -> Path:
    return tmp_path / "saves"
