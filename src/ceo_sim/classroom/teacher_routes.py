"""What a teacher asks of a class; nothing of it is answered without the teacher's secret; needs aiohttp."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from aiohttp import web

from ceo_sim.classroom import controls, guests
from ceo_sim.classroom.asking import Asking, Turned, keep, see, sent, wants_json
from ceo_sim.classroom.pages import door
from ceo_sim.classroom.pages.frame import Page
from ceo_sim.classroom.pages.teacher import Desk, teacher
from ceo_sim.classroom.room import Refused
from ceo_sim.classroom.seats import is_teacher
from ceo_sim.classroom.store import Unavailable
from ceo_sim.report.html import html

DONE = "Done."
NOT_WRITTEN = "It could not be written, so nothing was done: "


def require(asking: Asking) -> None:
    """Do nothing if the teacher asks.

    Raises:
        Turned: Somebody else does.
    """
    if not is_teacher(asking):
        raise Turned(door.key(asking.address, guests.form_token(asking.join_secret)))


async def page(asking: Asking) -> web.StreamResponse:
    """The teacher's page; with a key in its address, the browser holds that from then on."""
    if (key := asking.request.query.get("key")) is not None:
        return _entered(asking, key)
    require(asking)
    if wants_json(asking.request):
        return web.json_response(_data(asking))
    said = DONE if "done" in asking.request.query else ""
    return sent(asking.request, _page(asking, said=said, asked=asking.request.query.get("sure", "")))


async def enter(asking: Asking) -> web.StreamResponse:
    """The key, as it was typed."""
    typed = await asking.form(asking.join_secret)
    return _entered(asking, typed.get("key", ""))


def _entered(asking: Asking, key: str) -> web.StreamResponse:
    if not asking.held.is_teacher(key):
        token = guests.form_token(asking.join_secret)
        raise Turned(door.key(asking.address, token, "That is not the key of this class."))
    response = see(f"{asking.address}/teach")
    keep(response, asking, guests.TEACHER_COOKIE, key)
    return response


async def do(asking: Asking) -> web.StreamResponse:
    """Do what a control does."""
    require(asking)
    fields = await asking.form(asking.teacher_secret)
    id = fields.get("do", "")
    if fields.get("sure") == "no":
        seat = fields.get("seat", "")
        return see(f"{asking.address}/teach?sure={quote(f'{id} {seat}'.strip())}")
    try:
        await controls.perform(asking.held.lesson, id, fields)
    except Refused as refused:
        return _not_done(asking, str(refused), 409)
    except Unavailable as error:
        return _not_done(asking, f"{NOT_WRITTEN}{error}", 503)
    if wants_json(asking.request):
        return web.json_response(_data(asking))
    code = asking.held.room.code
    response = see(f"/{code}/teach?done=yes")
    if code != asking.code:
        keep(response, asking, guests.TEACHER_COOKIE, asking.teacher_secret, f"/{code}")
    return response


async def debrief(asking: Asking) -> web.StreamResponse:
    """The debrief as one file to keep, to print or to hand out."""
    require(asking)
    page = await asyncio.to_thread(html, asking.held.lesson.debrief(), compact=True)
    name = f"{asking.held.lesson.opened.scenario}-{asking.held.room.code}.html"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(text=page, content_type="text/html", charset="utf-8", headers=headers)


def _not_done(asking: Asking, problem: str, status: int) -> web.StreamResponse:
    if wants_json(asking.request):
        return web.json_response({"error": problem}, status=status)
    return sent(asking.request, _page(asking, problem=problem, status=status))


def _page(asking: Asking, *, said: str = "", problem: str = "", asked: str = "", status: int = 200) -> Page:
    held = asking.held
    desk = Desk(
        scene=held.scene,
        address=asking.address,
        join=held.join,
        token=guests.form_token(asking.teacher_secret),
        present=held.present,
        left=held.lesson.live.seconds_left(),
        said=said,
        problem=problem,
        trouble=held.lesson.live.trouble,
        storage=held.note,
        version=held.version("onlookers"),
        asked=asked,
        is_whole="whole" in asking.request.query,
    )
    return teacher(desk, status)


def _data(asking: Asking) -> dict[str, object]:
    """How the class stands, for a program that leads it."""
    held, room = asking.held, asking.held.room
    there_are = controls.controls(held.lesson)
    return {
        "code": room.code,
        "token": guests.form_token(asking.teacher_secret),
        "phase": room.phase,
        "version": held.version("onlookers"),
        "seats": len(room.seats),
        "present": len(held.present),
        "waited_for": len(room.waiting_for()),
        "moves": len(room.moves),
        "ended": held.lesson.game.ended,
        "suggested": controls.suggested(held.lesson),
        "controls": {
            each.id: {
                "label": each.label,
                "refusal": each.refusal,
                "asks": {ask.name: [value for value, _ in ask.choices] for ask in each.asks},
            }
            for each in there_are
        },
    }
