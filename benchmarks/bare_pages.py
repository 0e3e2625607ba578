"""The smallest server that is fair to compare with: a page of the size that is asked for, and a redirection to one."""

from __future__ import annotations

from aiohttp import web

WORDS = "<p>Words that make a page as long as it is to be.</p>\n"


async def page(request: web.Request) -> web.Response:
    """A page of so many bytes."""
    size = int(request.match_info["size"])
    return web.Response(text=(WORDS * (size // len(WORDS) + 1))[:size], content_type="text/html")


async def sent(request: web.Request) -> web.Response:
    """What a form is answered with: the address of a page."""
    await request.post()
    return web.Response(status=303, headers={"Location": f"/{request.match_info['size']}"})


def main() -> None:
    """Serve on a free port, and print it."""
    app = web.Application()
    app.router.add_get("/{size}", page)
    app.router.add_post("/{size}", sent)
    app.on_startup.append(_announced)
    web.run_app(app, host="127.0.0.1", port=PORT, print=lambda *_: None, access_log=None)


async def _announced(_: web.Application) -> None:
    print(PORT, flush=True)


if __name__ == "__main__":
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        PORT = free.getsockname()[1]
    main()
