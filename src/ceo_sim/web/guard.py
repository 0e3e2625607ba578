"""What a server does for every request: whom it answers, headers, static files; needs aiohttp."""

from __future__ import annotations

import hmac
import traceback
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
_NO_REQUEST = "That is nothing that a browser asks for, so it was not read."
_FAILED = "Something went wrong here. What was saved is safe: open the page again."


def add_headers(app: web.Application) -> None:
    """Have every answer of an app sent with `HEADERS`."""

    async def sign(_: web.Request, response: web.StreamResponse) -> None:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.pop("Server", None)

    app.on_response_prepare.append(sign)


def _refused(
    _connection: web.RequestHandler,
    request: web.BaseRequest,
    status: int = 500,
    exc: BaseException | None = None,
    _message: str | None = None,
) -> web.StreamResponse:
    """The answer to what is no request, and to one that failed.

    That of aiohttp writes down from which address it came and quotes it, with the cookies in it, and says which version
    of what runs here. Where the fault is ours, whoever started the server sees the place.
    """
    if exc is not None and status >= 500:
        traceback.print_exception(exc)
    if request.writer.output_size > 0:
        raise ConnectionError("a part of the answer is sent already")
    text = _FAILED if status >= 500 else _NO_REQUEST
    response = web.Response(status=status, text=text, headers={**HEADERS, "Server": "ceo-sim"})
    response.force_close()
    return response


web.RequestHandler.handle_error = _refused  # type: ignore[assignment, method-assign] # no other place says it


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
    # What a browser sends in a cookie may be no UTF-8.
    return given is not None and hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode())
