"""A proxy before several servers, as a school has one: every request goes to the next of them that is there."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence

import aiohttp
from aiohttp import web
from multidict import CIMultiDict

_OF_A_CONNECTION = ("Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Upgrade")
_LARGEST = 2_000_000


@contextlib.contextmanager
def before(servers: Sequence[str]) -> Iterator[str]:
    """The address of a proxy in a process of its own, for as long as the block runs."""
    command = [sys.executable, "-m", __name__, *servers]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGTERM)


async def _run(servers: Sequence[str]) -> None:
    turns = itertools.cycle(servers)
    forever = aiohttp.ClientTimeout(total=None, sock_connect=5)
    jar = aiohttp.DummyCookieJar()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(
        timeout=forever, cookie_jar=jar, connector=connector, auto_decompress=False
    ) as there:

        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                body = await request.read()
            except web.HTTPRequestEntityTooLarge:
                return web.Response(status=413)
            headers = _passed_on(request.headers)
            headers["X-Forwarded-For"] = request.remote or ""
            for server in itertools.islice(turns, len(servers)):
                # What may have been done is not sent to another: who sent it has to ask again.
                safe = aiohttp.ClientConnectionError if request.method == "GET" else aiohttp.ClientConnectorError
                with contextlib.suppress(safe):
                    return await _answered(there, request, server, headers, body)
            return web.Response(status=502)

        app = web.Application(client_max_size=_LARGEST)
        app.router.add_route("*", "/{path:.*}", handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


async def _answered(
    there: aiohttp.ClientSession, request: web.Request, server: str, headers: CIMultiDict[str], body: bytes
) -> web.StreamResponse:
    async with there.request(
        request.method, server + request.path_qs, headers=headers, data=body or None, allow_redirects=False
    ) as answer:
        response = web.StreamResponse(status=answer.status, headers=_passed_on(answer.headers))
        if "Content-Length" in answer.headers:
            response.content_length = int(answer.headers["Content-Length"])
        await response.prepare(request)
        with contextlib.suppress(ConnectionError, aiohttp.ClientPayloadError):
            async for piece in answer.content.iter_any():
                await response.write(piece)
        return response


def _passed_on(headers: Mapping[str, str]) -> CIMultiDict[str]:
    passed = CIMultiDict(headers)
    for name in _OF_A_CONNECTION:
        passed.popall(name, None)
    return passed


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1:]))
