"""A request to a class: whose it is, what it sends, and how it wants to be answered; needs aiohttp."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiohttp import web
from attrs import frozen

from ceo_sim.classroom import guests
from ceo_sim.classroom.pages.frame import Page, changing, document, problem
from ceo_sim.scenario.characters import one_line, unstacked

if TYPE_CHECKING:
    from ceo_sim.classroom.held import HeldClass

FORM = "application/x-www-form-urlencoded"


class Turned(Exception):
    """The request ends here, with this page.

    Attributes:
        page: What is shown.
        after: Seconds after which it may be tried again; 0 if that makes no difference.
    """

    def __init__(self, page: Page, after: int = 0) -> None:
        """Turn it away with a page."""
        super().__init__(page.title)
        self.page, self.after = page, after


def turned(status: int, heading: str, *content: str, after: int = 0) -> Turned:
    """A request that is turned away with a few words."""
    return Turned(problem(status, heading, *content), after)


@frozen(eq=False)
class Asking:
    """A request for a page of a class.

    Attributes:
        held: The class.
        code: The code in its address, which may be one that the class had before.
        peer: From where it comes; known while it is answered, and never stored.
        traffic: What its server counts of its guests.
    """

    request: web.Request
    held: HeldClass
    code: str
    peer: str
    traffic: guests.Traffic

    @property
    def address(self) -> str:
        """The path of the class."""
        return f"/{self.code}"

    @property
    def seat_secret(self) -> str:
        """What the browser holds of a seat."""
        return self.request.cookies.get(guests.SEAT_COOKIE, "")

    @property
    def teacher_secret(self) -> str:
        """What the browser holds of the teacher."""
        return self.request.cookies.get(guests.TEACHER_COOKIE, "")

    @property
    def join_secret(self) -> str:
        """What the forms of those without a seat are made with."""
        return f"join {self.held.lesson.opened.teacher}"

    async def form(self, secret: str) -> dict[str, str]:
        """What was sent by a form that was made for whoever holds this secret.

        Raises:
            Turned: It was made for somebody else, or is no form.
        """
        sent = await form_of(self.request, self.traffic.limits.seconds)
        if not guests.is_form_token(sent.get(guests.FORM_FIELD, ""), secret):
            raise turned(403, "That page was too old", "Nothing was done. Open the page of your class again and retry.")
        return sent


async def form_of(request: web.Request, seconds: float) -> dict[str, str]:
    """What a form sends, the first of each field.

    Raises:
        Turned: It is none, too large, or too slow.
    """
    if request.content_type != FORM:
        raise turned(415, "That was no form", "Nothing was done.")
    try:
        async with asyncio.timeout(seconds):
            sent = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise turned(413, "That was too long", "Nothing was saved. Go back, and write less.") from None
    except TimeoutError:
        raise turned(408, "That took too long", "Nothing was saved. Try again.") from None
    except (ValueError, LookupError):
        raise turned(400, "That could not be read", "Nothing was done.") from None
    return {
        name: unstacked(one_line(value.encode("utf-8", "replace").decode()))
        for name, value in reversed(list(sent.items()))
        if isinstance(value, str)
    }


def whole(typed: str) -> int:
    """A number that a form sends along; -1, which counts nothing, if it is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else -1


def wants_json(request: web.Request) -> bool:
    """Whether a program asks, and no reader."""
    return "application/json" in request.headers.get("Accept", "")


def sent(request: web.Request, page: Page, data: Mapping[str, object] | None = None) -> web.Response:
    """A page as it was asked for: whole, its main part alone, or its data for a program."""
    if wants_json(request):
        return web.json_response({"error": page.title} if data is None else dict(data), status=page.status)
    text = changing(page) if request.query.get("part") == "main" else document(page)
    return web.Response(text=text, status=page.status, content_type="text/html")


def keep(response: web.StreamResponse, asking: Asking, name: str, secret: str, path: str = "") -> None:
    """Have the browser hold a secret, for this class alone."""
    # Behind a proxy that speaks TLS, what reaches us is none; who makes that up harms nobody else's cookies.
    is_secure = asking.request.secure or asking.request.headers.get("X-Forwarded-Proto", "") == "https"
    response.set_cookie(name, secret, path=path or asking.address, httponly=True, samesite="Strict", secure=is_secure)


def see(address: str) -> web.Response:
    """Look at another page."""
    return web.Response(status=303, headers={"Location": address})
