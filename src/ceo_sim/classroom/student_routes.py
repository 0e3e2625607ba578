"""What students ask of a class: a seat, its page, a vote, a prediction, to leave; needs aiohttp."""

from __future__ import annotations

import time

from aiohttp import web

from ceo_sim.classroom import events as ev
from ceo_sim.classroom import guests, names, own_routes, qr
from ceo_sim.classroom.asking import Asking, Turned, keep, see, sent, turned, wants_json, whole
from ceo_sim.classroom.entities import Ballot, Seat
from ceo_sim.classroom.held import HeldClass
from ceo_sim.classroom.pages import door
from ceo_sim.classroom.pages.asked import predicted
from ceo_sim.classroom.pages.frame import NOT_SAVED, RETRY_AFTER, Page
from ceo_sim.classroom.pages.student import SAID, Sitting, Typed, device, student
from ceo_sim.classroom.pages.why import why_page
from ceo_sim.classroom.room import Refused
from ceo_sim.classroom.seats import acting, required, seat_of
from ceo_sim.classroom.store import Unavailable

# ---- taking a seat ------------------------------------------------------------------------------------------


async def entrance(asking: Asking) -> web.StreamResponse:
    """The page on which a seat can be taken; opening it takes none."""
    if seat_of(asking) is not None and not wants_json(asking.request):
        return see(f"{asking.address}/seat")
    return sent(asking.request, _door(asking), _door_data(asking))


def _door(asking: Asking, *, problem: str = "") -> Page:
    token = guests.form_token(asking.join_secret)
    room = asking.held.room
    is_open = room.takes_seats and not room.is_over and asking.code == room.code
    said = "You have left. Your votes are gone, too." if "forgotten" in asking.request.query else ""
    said = said or ("You have left." if "left" in asking.request.query else "")
    return door.join(asking.held.scene, asking.address, token, is_open=is_open, said=said, problem=problem)


def _door_data(asking: Asking) -> dict[str, object]:
    opened = asking.held.lesson.opened
    token = guests.form_token(asking.join_secret)
    return {"code": asking.held.room.code, "title": opened.title, "play": opened.play, "token": token}


async def join(asking: Asking) -> web.StreamResponse:
    """Take a seat, or go on with the one that the browser has."""
    if seat_of(asking) is None and not asking.traffic.joins.take(asking.peer):
        busy = "So many seats were taken at once that this one has to wait. Go back, and try again in a few seconds."
        raise turned(429, "One moment", busy, after=3)
    typed = await asking.form(asking.join_secret)
    if (seat := seat_of(asking)) is not None:
        return _seated(asking, seat, asking.seat_secret)
    if asking.code != asking.held.room.code:
        raise turned(410, "The class has another code now", "Look to the front, and enter the new one.")
    try:
        seat, secret = await asking.held.lesson.join(observes=typed.get("observe") == "yes")
    except Refused as refused:
        raise turned(409, "No seat could be taken", str(refused)) from None
    return _seated(asking, seat, secret)


def _seated(asking: Asking, seat: Seat, secret: str) -> web.StreamResponse:
    if wants_json(asking.request):
        data = {"seat": seat.id, "name": seat.name, "team": seat.team, "token": guests.form_token(secret)}
        response: web.StreamResponse = web.json_response(data)
    else:
        response = see(f"{asking.address}/seat")
    keep(response, asking, guests.SEAT_COOKIE, secret)
    return response


async def resume_page(asking: Asking) -> web.StreamResponse:
    """The page that takes a seat along, which is opened by its QR code."""
    secret = names.tidy_secret(asking.request.query.get("seat", ""))
    token = guests.form_token(asking.join_secret)
    return sent(asking.request, door.resume(asking.held.scene, asking.address, token, names.in_fours(secret)))


async def resume(asking: Asking) -> web.StreamResponse:
    """Go on with a seat on this device."""
    typed = await asking.form(asking.join_secret)
    secret = names.tidy_secret(typed.get("secret", ""))
    seat = asking.held.seat_of(secret) if secret else None
    if seat is None:
        raise Turned(_door(asking, problem="That is no seat of this class: check the 16 letters, or take a new seat."))
    if not wants_json(asking.request):
        response = see(f"{asking.address}/seat?said=seat")
        keep(response, asking, guests.SEAT_COOKIE, secret)
        return response
    return _seated(asking, seat, secret)


async def leave(asking: Asking) -> web.StreamResponse:
    """Forget the seat in this browser, and if that is wanted, in the class as well."""
    seat = required(asking)
    typed = await asking.form(asking.seat_secret)
    if typed.get("forget") == "yes":
        await asking.held.lesson.remove(seat.id)
    response = see(f"{asking.address}?{'forgotten' if 'forget' in typed else 'left'}=yes")
    response.del_cookie(guests.SEAT_COOKIE, path=asking.address)
    return response


# ---- the page of a seat -------------------------------------------------------------------------------------


async def seat_page(asking: Asking) -> web.StreamResponse:
    """The page of a seat."""
    seat = seat_of(asking)
    if seat is None:
        if wants_json(asking.request):
            required(asking)
        return see(asking.address)
    if asking.held.lesson.opened.play == "own":
        return await own_routes.page(asking, seat)
    if wants_json(asking.request):
        return web.json_response(data_of(asking.held, seat, asking.seat_secret))
    if (shown := _why(asking, seat)) is not None:
        return sent(asking.request, shown)
    return sent(asking.request, page_of(asking, seat, said=SAID.get(asking.request.query.get("said", ""), "")))


def _why(asking: Asking, seat: Seat) -> Page | None:
    """The page on the meter that is asked for; None if none is, or a decision is before the class."""
    held = asking.held
    if "why" not in asking.request.query or held.room.ballot is not None:
        return None
    why = held.scene.account(asking.request.query["why"])
    version = held.version("students", seat)
    return None if why is None else why_page(held.scene, seat, why, asking.address, f"{asking.address}/seat", version)


def page_of(asking: Asking, seat: Seat, typed: Typed | None = None, said: str = "", status: int = 200) -> Page:
    """The page of a seat, with what was typed."""
    held = asking.held
    sitting = Sitting(
        scene=held.scene,
        seat=seat,
        address=asking.address,
        token=guests.form_token(asking.seat_secret),
        left=held.lesson.live.seconds_left(),
        typed=typed or Typed(),
        said=said,
        version=held.version("students", seat),
    )
    return student(sitting, status)


async def device_page(asking: Asking) -> web.StreamResponse:
    """How the seat is taken along to another device."""
    seat, secret, join = required(asking), asking.seat_secret, asking.held.join
    address = f"{join}{asking.address}/resume?seat={secret}" if join else ""
    drawing = qr.drawn(address, "A QR code that takes your seat along")
    where = join.removeprefix("http://")
    return sent(asking.request, device(asking.held.scene, seat, asking.address, where, secret, drawing))


def data_of(held: HeldClass, seat: Seat, secret: str) -> dict[str, object]:
    """How the class stands for a seat, for a program."""
    room, ballot = held.room, held.room.ballot
    return {
        "seat": seat.id,
        "name": seat.name,
        "team": seat.team,
        "token": guests.form_token(secret),
        "version": held.version("students", seat),
        "phase": room.phase,
        "paused": room.is_paused,
        "moves": len(room.moves),
        "left": held.lesson.live.seconds_left(),
        "ballot": None if ballot is None else _ballot_data(ballot, seat),
    }


def _ballot_data(ballot: Ballot, seat: Seat) -> dict[str, object]:
    votes = {round: ballot.votes[round].get(seat.id) for round in (1, 2)}
    return {
        "number": ballot.number,
        "decision": ballot.decision,
        "options": ballot.options,
        "metrics": ballot.metrics,
        "round": ballot.round,
        "open": ballot.is_open,
        "votes": {str(round): vote.option for round, vote in votes.items() if vote is not None},
    }


# ---- what a seat says ---------------------------------------------------------------------------------------


async def vote(asking: Asking) -> web.StreamResponse:
    """Vote; it is on disk when this is answered."""
    seat = acting(asking)
    typed = await asking.form(asking.seat_secret)
    option, reason = typed.get("option", ""), typed.get("reason", "")
    round: ev.Round = 2 if typed.get("round") == "2" else 1
    entered = Typed(option, reason)
    if not option:
        return _refused(asking, seat, entered, "Pick an option first.", 422, "option-1")
    if len(reason) > ev.MAX_REASON:
        too_long = f"A reason has at most {ev.MAX_REASON} letters; yours has {len(reason):,}. Shorten it."
        return _refused(asking, seat, entered, too_long, 422, "reason")
    event = ev.Voted(whole(typed.get("ballot", "")), round, seat.id, option, reason)
    try:
        if not _is_there(asking.held, event):
            await asking.held.lesson.live.submit(event)
    except Refused as refused:
        return _refused(asking, seat, entered, f"{refused} Your vote was not counted.", 409, "main")
    except Unavailable:
        return _unavailable(asking, seat, entered)
    return _done(asking, "voted")


def _is_there(held: HeldClass, event: ev.Voted) -> bool:
    """Whether this very vote is there already, as the answer to it may have been lost on its way."""
    ballot = held.room.ballots.get(event.ballot)
    there = ballot.votes[event.round].get(event.seat) if ballot is not None else None
    return there is not None and (there.option, there.reason) == (event.option, event.reason)


async def predict(asking: Asking) -> web.StreamResponse:
    """Say which way metrics will go."""
    seat = acting(asking)
    typed = await asking.form(asking.seat_secret)
    ballot = asking.held.room.ballots.get(whole(typed.get("ballot", "")))
    asked = ballot.metrics if ballot is not None else ()
    directions = predicted(typed, asked)
    if not directions:
        return _refused(asking, seat, Typed(), "Pick at least one direction.", 422, "expect")
    try:
        await asking.held.lesson.live.submit(ev.Predicted(whole(typed.get("ballot", "")), seat.id, directions))
    except Refused as refused:
        return _refused(asking, seat, Typed(), str(refused), 409, "main")
    except Unavailable:
        return _unavailable(asking, seat, Typed())
    return _done(asking, "expected")


async def lens(asking: Asking) -> web.StreamResponse:
    """Say which lens of the story one's reason comes nearest to."""
    seat = acting(asking)
    typed = await asking.form(asking.seat_secret)
    try:
        await asking.held.lesson.name_lens(seat.id, typed.get("lens", ""))
    except Refused as refused:
        return _refused(asking, seat, Typed(), str(refused), 409, "lens")
    except Unavailable:
        return _unavailable(asking, seat, Typed())
    return _done(asking, "lens")


def _done(asking: Asking, said: str) -> web.StreamResponse:
    if wants_json(asking.request):
        return web.json_response({"saved": True, "said": SAID[said], "at": time.time()})
    return see(f"{asking.address}/seat?said={said}#main")


def _refused(asking: Asking, seat: Seat, typed: Typed, problem: str, status: int, field: str) -> web.StreamResponse:
    if wants_json(asking.request):
        return web.json_response({"saved": False, "error": problem}, status=status)
    shown = Typed(typed.option, typed.reason, problem, field)
    return sent(asking.request, page_of(asking, seat, shown, status=status))


def _unavailable(asking: Asking, seat: Seat, typed: Typed) -> web.StreamResponse:
    """The page once more, with what was typed, as it could not be written."""
    response = _refused(asking, seat, typed, NOT_SAVED, 503, "vote")
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
