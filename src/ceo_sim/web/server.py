"""The pages as a server for one player: whom it answers, and what it does with requests; needs aiohttp."""

from __future__ import annotations

import asyncio
import re
import secrets
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from aiohttp import web
from attrs import define, field, frozen

from ceo_sim.errors import UserError
from ceo_sim.html.elements import element, joined
from ceo_sim.settings import SettingsFile
from ceo_sim.web import guard
from ceo_sim.web.asks import Answer, Ask, Download, NotFoundError, Site, Ways
from ceo_sim.web.games import Games
from ceo_sim.web.pages import (
    debrief,
    decision,
    desk,
    ending,
    forecasts,
    gallery,
    general,
    looking,
    meters,
    opening,
    outcome,
    saves,
    start,
)
from ceo_sim.web.shell import Page, document

_PAGES = (start, saves, gallery, general, opening, desk, decision, forecasts, outcome, ending, meters, looking, debrief)
WAYS: Ways = {way: answer for pages in _PAGES for way, answer in pages.WAYS.items()}
KEY_COOKIE, VIEW_COOKIE = "ceo-sim-key", "ceo-sim-view"
_VIEW = re.compile(r"(look-(light|dark))?( ?type-large)?")
HEARTBEAT = 5.0
"""Seconds between two signs of life to a page that listens."""


@frozen
class Secrets:
    """What nobody else on this machine knows: the key in the first address, the path of the pages, the forms' token.

    A cookie goes to every port of a host, so it is bound to a path that no other server has.
    """

    key: str = field(factory=lambda: secrets.token_urlsafe(18))
    path: str = field(factory=lambda: secrets.token_urlsafe(6))
    token: str = field(factory=lambda: secrets.token_urlsafe(18))


@define(eq=False)
class Listeners:
    """Pages that want to be told when a game changes."""

    queues: dict[str, set[asyncio.Queue[None]]] = field(factory=dict)
    loop: asyncio.AbstractEventLoop | None = None

    def tell(self, game: str) -> None:
        """Tell all pages of a game; from any thread."""
        if self.loop is not None:
            self.loop.call_soon_threadsafe(self._tell, game)

    def _tell(self, game: str) -> None:
        for queue in self.queues.get(game, ()):
            if queue.empty():
                queue.put_nowait(None)


class Server:
    """The game as an app of aiohttp.

    Attributes:
        entrance: The path of the first address, with its key.
        app: What answers.
        games: The games that are open.
        first: Where the first visit leads.
        prepares: Whether stories are loaded before they are begun.
    """

    def __init__(
        self, games: Games, settings: SettingsFile, hosts: frozenset[str], known: Secrets | None = None
    ) -> None:
        self.secrets = known or Secrets()
        self.hosts = hosts
        base = f"/{self.secrets.path}/"
        self.site = Site(base, self.secrets.token, games, settings)
        self.entrance = f"{base}enter/{self.secrets.key}"
        self.games, self.first, self.prepares = games, base, False
        self._listeners = Listeners()
        games.changed = self._listeners.tell
        # One thread: games are not made for several, and one player does one thing at a time.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="ceo-sim-web")
        self.app = self._made(base)

    def _made(self, base: str) -> web.Application:
        app = web.Application(client_max_size=guard.LARGEST_FORM, middlewares=[self._guarded])
        guard.add_headers(app)
        guard.add_static(app, base)
        app.router.add_get(self.entrance, self._enter)
        app.router.add_get(f"{base}game/{{game}}/events", self._events)
        for (method, path), answer in WAYS.items():
            app.router.add_route(method, base + path, self._handler(answer))
        app.on_startup.append(self._begin)
        app.on_cleanup.append(self._end)
        return app

    async def _begin(self, _: web.Application) -> None:
        self._listeners.loop = asyncio.get_running_loop()
        if self.prepares:
            threading.Thread(target=self.games.stories.prepare, daemon=True, name="ceo-sim-stories").start()

    async def _end(self, _: web.Application) -> None:
        self._worker.shutdown(wait=True)

    # ---- whom it answers ------------------------------------------------------------------------------------

    @web.middleware
    async def _guarded(self, request: web.Request, handler: guard.Handler) -> web.StreamResponse:
        if not guard.is_addressed(request, self.hosts):
            return self._refused("This server answers to the address that ceo-sim printed, and to no other name.")
        if not guard.is_same_origin(request):
            return self._refused("That was sent by a page of another server, so nothing was done.")
        is_open = request.path == self.entrance or request.path.startswith(f"{self.site.base}static/")
        if not is_open and not guard.is_secret(request.cookies.get(KEY_COOKIE), self.secrets.key):
            return self._refused("Open the address that ceo-sim printed when it started.")
        try:
            return await handler(request)
        except web.HTTPRequestEntityTooLarge:
            return self._refused("That was more than a form of this game can hold, so nothing was done.", 413)
        except web.HTTPException as error:
            if error.status not in (404, 405):
                raise
            return self._sent(general.not_found(self._ask(request)))

    def _refused(self, said: str, status: int = 403) -> web.Response:
        main = joined((element("h1", "Not allowed"), element("p", said)))
        return self._sent(Page("Not allowed", main, status=status))

    async def _enter(self, _: web.Request) -> web.Response:
        """The first visit: the key becomes a cookie. A redirection would not carry that if a foreign page led here."""
        link = element("p", element("a", "To the game", href=self.first, class_="button"))
        page = self._sent(Page("ceo-sim", joined((element("h1", "ceo-sim"), link))))
        page.headers["Refresh"] = f"0; url={self.first}"
        self._keep(page, KEY_COOKIE, self.secrets.key)
        return page

    def _keep(self, response: web.Response, name: str, value: str) -> None:
        response.set_cookie(name, value, path=self.site.base, httponly=True, samesite="Strict")

    # ---- what it answers ------------------------------------------------------------------------------------

    def _ask(self, request: web.Request, form: dict[str, tuple[str, ...]] | None = None) -> Ask:
        view = request.cookies.get(VIEW_COOKIE, "")
        query = {name: tuple(request.query.getall(name)) for name in request.query}
        view = view if _VIEW.fullmatch(view) else ""
        return Ask(self.site, dict(request.match_info), query, form or {}, view, request.path)

    def _handler(self, answer: Callable[[Ask], Answer]) -> guard.Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            form: dict[str, tuple[str, ...]] = {}
            if request.method == "POST":
                try:
                    sent = await request.post()
                except (ValueError, LookupError):  # not the encoding that it is said to have
                    return self._refused("That is not what a form sends, so nothing was done.", 400)
                form = {name: tuple(each for each in sent.getall(name) if isinstance(each, str)) for name in sent}
                if not guard.is_secret(next(iter(form.get("token", ())), None), self.secrets.token):
                    return self._refused("That form is of an earlier start of the game, so nothing was done.")
            ask = self._ask(request, form)
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._worker, self._answered, answer, ask)

        return handle

    def _answered(self, answer: Callable[[Ask], Answer], ask: Ask) -> web.Response:
        """The answer of a page, in the thread of the games."""
        try:
            answered = answer(ask)
        except NotFoundError:
            answered = general.not_found(ask)
        except UserError as error:
            answered = start.refused(ask, error)
        except Exception:  # noqa: BLE001 - whatever it is, the game is to go on
            # Our own fault: whoever started the server sees where, and the game goes on from what is saved.
            traceback.print_exc()
            self.games.drop(ask.parts.get("game", ""))
            answered = general.failed(ask)
        if isinstance(answered, Page):
            return self._sent(answered)
        if isinstance(answered, Download):
            headers = {"Content-Disposition": f'attachment; filename="{answered.name}"'}
            return web.Response(text=answered.content, content_type=answered.content_type, headers=headers)
        response = web.Response(status=303, headers={"Location": answered.address})
        if answered.view is not None:
            self._keep(response, VIEW_COOKIE, answered.view)
        return response

    def _sent(self, page: Page) -> web.Response:
        return web.Response(text=document(page, self.site.base), content_type="text/html", status=page.status)

    def _is_behind(self, id: str) -> bool:
        """Whether a game that can only be looked at is not as it is shown any more."""
        game = self.games.opened(id)
        return game is not None and self.games.is_behind(game)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: that a game has changed, and no more."""
        game = request.match_info["game"]
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        queue: asyncio.Queue[None] = asyncio.Queue(1)
        waiting = self._listeners.queues.setdefault(game, set())
        waiting.add(queue)
        try:
            await response.write(b": listening\n\n")
            while True:
                try:
                    await asyncio.wait_for(queue.get(), HEARTBEAT)
                    await response.write(b"event: changed\ndata:\n\n")
                except TimeoutError:
                    await response.write(b"event: changed\ndata:\n\n" if self._is_behind(game) else b": here\n\n")
        except (ConnectionError, asyncio.CancelledError):
            return response
        finally:
            waiting.discard(queue)
