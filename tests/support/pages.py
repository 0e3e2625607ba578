"""Somebody who reads the pages of the game as a browser without JavaScript does, and plays by them."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from attrs import define, field

REASON = "Because <b>it</b> is *right*"


class Forms(HTMLParser):
    """The forms of a page, each with its method and address, the fields that it would send, and what can be chosen."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, dict[str, str], list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, or a field of the last one."""
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
    """Follows links and redirections, and sends forms.

    Attributes:
        client: A client of aiohttp, in a session or for tests.
        entrance: The first address, with its key.
        response: The last answer; `text` is what it says, `path` where that was in the end.
        statuses: Those of all answers.
    """

    client: Any
    entrance: str
    response: Any = None
    text: str = ""
    path: str = ""
    statuses: list[int] = field(factory=list)

    async def enter(self) -> str:
        """The first visit, to where it leads."""
        await self.get(self.entrance)
        link = re.search(r'class="button"[^>]*|href="[^"]*"(?= class="button")', self.text)
        assert link is not None, self.text
        return await self.get(link[0].partition('"')[2].rstrip('"'))

    async def get(self, path: str) -> str:
        """Open a page."""
        async with self.client.get(path) as response:
            return await self._read(response)

    async def post(self, path: str, data: dict[str, Any], **headers: str) -> str:
        """Send a form as it is given."""
        async with self.client.post(path, data=data, headers=headers) as response:
            return await self._read(response)

    async def send(self, end: str, **fields: Any) -> str:
        """Send the form of the page whose address has that end, with some fields filled in."""
        for method, action, given, _ in Forms(self.text).forms:
            if action.endswith(end) and method == "post":
                return await self.post(action, {**given, **fields})
        raise AssertionError(f"no form for {end!r} at {self.path}")

    def choices(self, end: str) -> list[str]:
        """What can be chosen in the form whose address has that end: `name=value`."""
        return next(choices for _, action, _, choices in Forms(self.text).forms if action.endswith(end))

    def links(self, part: str) -> list[str]:
        """The addresses of this game that begin with a part, as they stand on the page."""
        return re.findall(rf'href="({re.escape(self.game + part)}[^"]*)"', self.text)

    async def _read(self, response: Any) -> str:
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
        return self.entrance.partition("enter/")[0]

    @property
    def game(self) -> str:
        """The path of the game that is looked at."""
        found = re.match(rf"{re.escape(self.base)}game/[^/]+/", f"{self.path}/")
        assert found is not None, self.path
        return found[0]


async def play_on(reader: Reader, until: str = "ending", *, most: int = 400) -> None:
    """Take the first option of everything, to a kind of page or so many pages on."""
    tried: set[str] = set()
    for _ in range(most):
        where = reader.path.removeprefix(reader.game).partition("/")[0]
        if where == until:
            return
        match where:
            case "opening":
                await reader.get(reader.game + ("values" if "/values" in reader.text else "desk"))
            case "values":
                await reader.send("values", value=reader.choices("values")[0].partition("=")[2])
            case "desk":
                if untried := [each for each in reader.links("decision/") if each not in tried]:
                    tried.add(untried[0])
                    await reader.get(untried[0])
                else:
                    tried.clear()
                    await reader.send("pass", until="needed")
            case "decision":
                options = [each.partition("=")[2] for each in reader.choices(reader.path) if each.startswith("option=")]
                if options:
                    await reader.send(reader.path, option=options[0], reason=REASON)
                else:
                    await reader.get(f"{reader.game}desk")
            case "predict":
                name, _, way = reader.choices("predict")[0].partition("=")
                await reader.send("predict", **{name: way})
            case "outcome":
                await reader.get(reader.links("break")[0] if reader.links("break") else reader.game.rstrip("/"))
            case "break":
                await reader.get(f"{reader.game}desk")
            case _:
                raise AssertionError(reader.path)
