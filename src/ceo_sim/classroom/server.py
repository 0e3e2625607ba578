"""A server of classes: which requests it answers at all, how often, and by what; needs aiohttp."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web
from attrs import define, field

from ceo_sim.classroom import guests, names, own_routes, seats, student_routes, teacher_routes
from ceo_sim.classroom.asking import Asking, Turned, sent, turned
from ceo_sim.classroom.held import Audience, Classes, HeldClass
from ceo_sim.classroom.pages import door
from ceo_sim.classroom.pages.frame import FILES, problem
from ceo_sim.classroom.pages.projector import projector
from ceo_sim.classroom.pages.student import NOT_SAVED, RETRY_AFTER
from ceo_sim.classroom.qr import drawn
from ceo_sim.classroom.room import Refused
from ceo_sim.classroom.store import Unavailable
from ceo_sim.html.elements import Markup, element
from ceo_sim.web import guard

LARGEST_FORM = 16 * 1024
"""Bytes: far more than a reason takes in any script, and far less than anything is hurt by."""
SLOWEST = 10.0
"""Seconds for which a page may take no more of what it is told before it is dropped."""
Answer = Callable[[Asking], Awaitable[web.StreamResponse]]


@define(eq=False)
class ClassServer:
    """Answers for classes.

    Attributes:
        classes: Those that are held.
        hosts: The names by which it may be addressed; any if None, behind a proxy that sees to that.
        limits: How often guests may do what.
        is_behind_proxy: Whether every request comes by way of one that says for whom (`X-Forwarded-For`).
        app: What answers.
    """

    classes: Classes
    hosts: frozenset[str] | None = None
    limits: guests.Limits = field(factory=guests.Limits)
    is_behind_proxy: bool = False
    app: web.Application = field(init=False)
    _joins: guests.Buckets = field(init=False)
    _guesses: guests.Buckets = field(init=False)
    _streams: int = field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        self._joins = guests.Buckets(self.limits.joins)
        self._guesses = guests.Buckets(self.limits.guesses)
        self.app = web.Application(client_max_size=LARGEST_FORM, middlewares=[self._guarded])
        guard.add_headers(self.app)
        guard.add_static(self.app, "/", FILES)
        self.app.router.add_get("/", self._entrance)
        self._add_routes()

    def _add_routes(self) -> None:
        answers: dict[tuple[str, str], Answer] = {
            ("GET", ""): student_routes.entrance,
            ("POST", "/join"): self._join,
            ("GET", "/resume"): student_routes.resume_page,
            ("POST", "/resume"): student_routes.resume,
            ("POST", "/leave"): student_routes.leave,
            ("GET", "/seat"): student_routes.seat_page,
            ("GET", "/device"): student_routes.device_page,
            ("POST", "/vote"): student_routes.vote,
            ("POST", "/predict"): student_routes.predict,
            ("POST", "/lens"): student_routes.lens,
            ("GET", "/decide/{decision}"): own_routes.decision_page,
            ("POST", "/decide/{decision}"): own_routes.decide,
            ("POST", "/pass"): own_routes.let_pass,
            ("GET", "/events"): self._student_events,
            ("GET", "/screen"): self._screen,
            ("GET", "/screen/events"): self._screen_events,
            ("GET", "/teach"): teacher_routes.page,
            ("POST", "/teach"): teacher_routes.do,
            ("GET", "/teach/debrief"): teacher_routes.debrief,
            ("POST", "/teach/key"): teacher_routes.enter,
            ("GET", "/teach/events"): self._teacher_events,
        }
        for (method, path), answer in answers.items():
            self.app.router.add_route(method, "/{code}" + path, self._of_class(answer))

    # ---- whom it answers ------------------------------------------------------------------------------------

    @web.middleware
    async def _guarded(self, request: web.Request, handler: guard.Handler) -> web.StreamResponse:
        try:
            if self.hosts is not None and not guard.is_addressed(request, self.hosts):
                raise turned(421, "Wrong address", "Open the address that your teacher shows, and no other name.")
            if not guard.is_same_origin(request):
                raise turned(403, "Not allowed", "That was sent by a page of another site, so nothing was done.")
            return await handler(request)
        except Turned as end:
            response = sent(request, end.page)
            if end.after:
                response.headers["Retry-After"] = str(end.after)
            return response
        except Refused as refused:
            return sent(request, problem(409, "That cannot be done now", str(refused)))
        except Unavailable:
            response = sent(request, problem(503, "Not saved yet", NOT_SAVED))
            response.headers["Retry-After"] = str(RETRY_AFTER)
            return response
        except web.HTTPException as error:
            if error.status not in (404, 405):
                raise
            return sent(request, problem(error.status, "There is no such page", _to_the_door()))

    def _peer(self, request: web.Request) -> str:
        """From where a request comes, to count how often; it is stored nowhere."""
        if self.is_behind_proxy:
            # The last is what the proxy itself has seen; those before it are what somebody told it.
            return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or request.remote or ""
        return request.remote or ""

    def _of_class(self, answer: Answer) -> guard.Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            peer = self._peer(request)
            typed = request.match_info["code"]
            code = names.tidy_code(typed)
            held = await self.classes.find(code) if code else None
            asking = None if held is None else Asking(request, held, code, peer, self.limits.seconds)
            if asking is None or not is_known(asking):
                self._count_guesses(peer)
            if asking is None:
                self._guesses.take(peer)
                raise Turned(door.entrance("There is no class of that code here: check the four letters.", typed[:12]))
            if typed != code:
                return web.Response(status=308, headers={"Location": request.path_qs.replace(typed, code, 1)})
            return await answer(asking)

        return handle

    def _count_guesses(self, peer: str) -> None:
        if self._guesses.is_empty(peer):
            raise turned(429, "Too many wrong codes", "Wait a few seconds, and check the four letters.", after=5)

    # ---- pages that need no seat ----------------------------------------------------------------------------

    async def _entrance(self, request: web.Request) -> web.StreamResponse:
        typed = request.query.get("code", "")
        if not typed:
            return sent(request, door.entrance(), {"classes": len(self.classes.held)})
        self._count_guesses(self._peer(request))
        code = names.tidy_code(typed)
        if await self.classes.find(code) is not None:
            return web.Response(status=303, headers={"Location": f"/{code}"})
        self._guesses.take(self._peer(request))
        raise Turned(door.entrance("There is no class of that code here: check the four letters.", typed[:12]))

    async def _join(self, asking: Asking) -> web.StreamResponse:
        if seats.seat_of(asking) is None and not self._joins.take(asking.peer):
            busy = (
                "So many seats were taken at once that this one has to wait. Go back, and try again in a few seconds."
            )
            raise turned(429, "One moment", busy, after=3)
        return await student_routes.join(asking)

    async def _screen(self, asking: Asking) -> web.StreamResponse:
        held = asking.held
        qr = drawn(f"{held.join}/{held.room.code}", "The address as a QR code") if held.join else drawn("")
        left, version = held.lesson.live.seconds_left(), held.version("onlookers")
        page = projector(held.scene, asking.address, _spoken(held.join), qr, left=left, version=version)
        return sent(asking.request, page, {"version": version, "phase": held.room.phase})

    # ---- being told of changes ------------------------------------------------------------------------------

    async def _student_events(self, asking: Asking) -> web.StreamResponse:
        seat = seats.required(asking)
        if asking.held.pages_of(seat.id) >= self.limits.streams_each:
            raise turned(429, "Too many pages", "Close some of the pages of this seat.", after=30)
        return await self._told(asking, "students", seat.id)

    async def _screen_events(self, asking: Asking) -> web.StreamResponse:
        return await self._told(asking, "onlookers")

    async def _teacher_events(self, asking: Asking) -> web.StreamResponse:
        teacher_routes.require(asking)
        return await self._told(asking, "onlookers")

    async def _told(self, asking: Asking, audience: Audience, seat: str = "") -> web.StreamResponse:
        """A message for each change: the version of the page that there is now, and what is left of the countdown."""
        if self._streams >= self.limits.streams:
            raise turned(503, "Too many pages", "Use the button to look again.", after=30)
        headers = {"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        self._streams += 1
        try:
            await response.prepare(asking.request)
            async for message in _messages(asking.held, audience, seat):
                async with asyncio.timeout(SLOWEST):
                    await response.write(message)
        except (TimeoutError, ConnectionError):
            if asking.request.transport is not None:
                asking.request.transport.abort()
        finally:
            self._streams -= 1
        return response


def is_known(asking: Asking) -> bool:
    """Whether somebody is in the class already; what others behind the same address do is not held against them."""
    return seats.seat_of(asking) is not None or teacher_routes.is_teacher(asking)


async def _messages(held: HeldClass, audience: Audience, seat: str) -> AsyncIterator[bytes]:
    told = ""
    async with contextlib.aclosing(held.changes(audience, seat)) as changes:
        async for is_change in changes:
            own = held.room.seats.get(seat)
            version = "gone" if seat and own is None else held.version(audience, own)
            if not is_change:
                yield b": still here\n\n"
            elif version != told:
                told = version
                data = {"version": version, "left": held.lesson.live.seconds_left()}
                yield f"event: changed\ndata: {json.dumps(data)}\n\n".encode()


def _to_the_door() -> Markup:
    return element("p", element("a", "Join a class", href="/"), " by its four letters, or check the address.")


def _spoken(join: str) -> str:
    """An address as it is read out."""
    return join.removeprefix("http://").removeprefix("https://")
