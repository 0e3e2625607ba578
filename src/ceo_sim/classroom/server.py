"""A server of classes: which requests it answers at all, how often, and by what; needs aiohttp."""

from __future__ import annotations

import importlib
import re
from collections.abc import Awaitable, Callable
from functools import cache
from typing import cast

from aiohttp import web
from attrs import define, field

from ceo_sim.classroom import guests, names, seats
from ceo_sim.classroom.asking import Asking, Turned, sent, turned
from ceo_sim.classroom.classes import Classes
from ceo_sim.classroom.pages import door
from ceo_sim.classroom.pages.frame import FILES, NOT_SAVED, RETRY_AFTER, problem
from ceo_sim.classroom.room import Refused
from ceo_sim.classroom.store import Unavailable
from ceo_sim.errors import UserError
from ceo_sim.html.elements import Markup, element
from ceo_sim.web import guard

LARGEST_FORM = 16 * 1024
"""Bytes: far more than a reason takes in any script, and far less than anything is hurt by."""
_FIRST = re.compile("^/[^/?]*")
"""What of a path stands before the page of the class: its code, however it was written."""
Answer = Callable[[Asking], Awaitable[web.StreamResponse]]
ANSWERS = {
    ("GET", ""): "student_routes.entrance",
    ("POST", "/join"): "student_routes.join",
    ("GET", "/resume"): "student_routes.resume_page",
    ("POST", "/resume"): "student_routes.resume",
    ("POST", "/leave"): "student_routes.leave",
    ("GET", "/seat"): "student_routes.seat_page",
    ("GET", "/device"): "student_routes.device_page",
    ("POST", "/vote"): "student_routes.vote",
    ("POST", "/predict"): "student_routes.predict",
    ("POST", "/lens"): "student_routes.lens",
    ("GET", "/decide/{decision}"): "own_routes.decision_page",
    ("POST", "/decide/{decision}"): "own_routes.decide",
    ("POST", "/pass"): "own_routes.let_pass",
    ("GET", "/events"): "screen_routes.student_events",
    ("GET", "/screen"): "screen_routes.page",
    ("GET", "/screen/events"): "screen_routes.events",
    ("GET", "/teach"): "teacher_routes.page",
    ("POST", "/teach"): "teacher_routes.do",
    ("GET", "/teach/debrief"): "teacher_routes.debrief",
    ("POST", "/teach/key"): "teacher_routes.enter",
    ("GET", "/teach/events"): "screen_routes.teacher_events",
}
"""What answers a request to a class, by method and path below its code.

By name, as they take the engine and all pages of the story along: half a second, for which the entrance does not wait.
"""


@cache
def answers() -> dict[tuple[str, str], Answer]:
    """The functions that `ANSWERS` names."""

    def of(name: str) -> Answer:
        module, _, function = name.partition(".")
        return cast(Answer, getattr(importlib.import_module(f"{__package__}.{module}"), function))

    return {route: of(name) for route, name in ANSWERS.items()}


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
    _traffic: guests.Traffic = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._traffic = guests.Traffic(self.limits)
        self.app = web.Application(client_max_size=LARGEST_FORM, middlewares=[self._guarded])
        guard.add_headers(self.app)
        guard.add_static(self.app, "/", FILES)
        self.app.router.add_get("/", self._entrance)
        for method, path in ANSWERS:
            self.app.router.add_route(method, "/{code}" + path, self._of_class((method, path)))

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
        except UserError as error:  # a log of somebody else's whose moves cannot be made
            return sent(request, problem(409, "That cannot be shown", str(error)))
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

    def _of_class(self, route: tuple[str, str]) -> guard.Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            peer = self._peer(request)
            typed = request.match_info["code"]
            code = names.tidy_code(typed)
            held = await self.classes.find(code) if code else None
            asking = None if held is None else Asking(request, held, code, peer, self._traffic)
            if asking is None or not seats.is_known(asking):
                self._count_guesses(peer)
            if asking is None:
                self._traffic.guesses.take(peer)
                raise Turned(door.entrance("There is no class of that code here: check the four letters.", typed[:12]))
            if typed != code:
                return web.Response(status=308, headers={"Location": _FIRST.sub(f"/{code}", request.path_qs, 1)})
            return await answers()[route](asking)

        return handle

    def _count_guesses(self, peer: str) -> None:
        if self._traffic.guesses.is_empty(peer):
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
        self._traffic.guesses.take(self._peer(request))
        raise Turned(door.entrance("There is no class of that code here: check the four letters.", typed[:12]))


def _to_the_door() -> Markup:
    return element("p", element("a", "Join a class", href="/"), " by its four letters, or check the address.")
