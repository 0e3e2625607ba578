"""The projector's page, and the messages by which every open page hears that the class has changed; needs aiohttp."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

from aiohttp import web

from ceo_sim.classroom import seats, teacher_routes
from ceo_sim.classroom.asking import Asking, Turned, sent, turned
from ceo_sim.classroom.held import Audience, HeldClass
from ceo_sim.classroom.pages.projector import projector
from ceo_sim.classroom.qr import drawn

SLOWEST = 10.0
"""Seconds for which a page may take no more of what it is sent before it is dropped."""


async def page(asking: Asking) -> web.StreamResponse:
    """What everybody sees."""
    held = asking.held
    qr = drawn(f"{held.join}/{held.room.code}", "The address as a QR code") if held.join else drawn("")
    left, version = held.lesson.live.seconds_left(), held.version("onlookers")
    shown = projector(held.scene, asking.address, _spoken(held.join), qr, left=left, version=version)
    return sent(asking.request, shown, {"version": version, "phase": held.room.phase})


async def student_events(asking: Asking) -> web.StreamResponse:
    """What changes for a seat."""
    seat = seats.required(asking)
    if asking.held.pages_of(seat.id) >= asking.traffic.limits.streams_each:
        raise turned(429, "Too many pages", "Close some of the pages of this seat.", after=30)
    if asking.traffic.streams >= asking.traffic.limits.streams:
        raise _too_many()
    asking.traffic.streams += 1
    try:
        return await _events(asking, "students", seat.id)
    finally:
        asking.traffic.streams -= 1


async def events(asking: Asking) -> web.StreamResponse:
    """What changes for the projector, whose page anybody may open: what somebody takes of these, no student lacks."""
    screens, limits = asking.traffic.screens, asking.traffic.limits
    if screens[asking.peer] >= limits.screens_each or screens.total() >= limits.screens:
        raise _too_many()
    screens[asking.peer] += 1
    try:
        return await _events(asking, "onlookers")
    finally:
        screens[asking.peer] -= 1
        if not screens[asking.peer]:
            del screens[asking.peer]


async def teacher_events(asking: Asking) -> web.StreamResponse:
    """What changes for the teacher."""
    teacher_routes.require(asking)
    return await _events(asking, "onlookers")


async def _events(asking: Asking, audience: Audience, seat: str = "") -> web.StreamResponse:
    """A message for each change: the version of the page that there is now, and what is left of the countdown."""
    headers = {"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
    response = web.StreamResponse(headers=headers)
    try:
        await response.prepare(asking.request)
        async for message in _messages(asking.held, audience, seat):
            async with asyncio.timeout(SLOWEST):
                await response.write(message)
    except (TimeoutError, ConnectionError):
        if asking.request.transport is not None:
            asking.request.transport.abort()
    return response


def _too_many() -> Turned:
    return turned(503, "Too many pages", "Use the button to look again.", after=30)


async def _messages(held: HeldClass, audience: Audience, seat: str) -> AsyncIterator[bytes]:
    last = ""
    async with contextlib.aclosing(held.changes(audience, seat)) as changes:
        async for is_change in changes:
            own = held.room.seats.get(seat)
            version = "gone" if seat and own is None else held.version(audience, own)
            if not is_change:
                yield b": still here\n\n"
            elif version != last:
                last = version
                data = {"version": version, "left": held.lesson.live.seconds_left()}
                yield f"event: changed\ndata: {json.dumps(data)}\n\n".encode()


def _spoken(join: str) -> str:
    """An address as it is read out."""
    return join.removeprefix("http://").removeprefix("https://")
