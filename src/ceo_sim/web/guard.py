"""What a server does for every request: whom it answers, headers, static files; needs aiohttp."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Collection, Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

from ceo_sim.web.shell import HEADERS, SCRIPT, STYLE, StaticFile

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LARGEST_FORM = 64 * 1024
"""Bytes of a form that are read."""
_FOREVER = "public, max-age=31536000, immutable"
_SAFE = ("GET", "HEAD")


def add_headers(app: web.Application) -> None:
    """Have every answer of an app sent with `HEADERS`."""

    async def sign(_: web.Request, response: web.StreamResponse) -> None:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.pop("Server", None)

    app.on_response_prepare.append(sign)


def add_static(app: web.Application, base: str, files: Iterable[StaticFile] = (STYLE, SCRIPT)) -> None:
    """Serve static files below `base`."""
    for file in files:
        app.router.add_get(base + file.path, _static(file))


def _static(file: StaticFile) -> Handler:
    async def send(_: web.Request) -> web.StreamResponse:
        headers = {"Cache-Control": _FOREVER}
        return web.Response(body=file.content, content_type=file.content_type, charset="utf-8", headers=headers)

    return send


def is_addressed(request: web.Request, hosts: Collection[str]) -> bool:
    """Whether a request names this server by a number or as one of these hosts.

    One that came by a name which somebody has pointed at this machine does not (DNS rebinding).
    """
    try:
        name = urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        return False
    return name in hosts or _is_number(name)


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_same_origin(request: web.Request) -> bool:
    """Whether a request comes from a page of this server, or from no page at all, as far as its browser says so."""
    if request.method in _SAFE:
        return True
    if (origin := request.headers.get("Origin")) is not None:
        # Not the scheme: before this server may stand one that speaks TLS.
        return origin.partition("://")[2] == request.host
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def is_secret(given: str | None, secret: str) -> bool:
    """Whether what was given is the secret; takes the same time either way."""
    return given is not None and hmac.compare_digest(given.encode(), secret.encode())
