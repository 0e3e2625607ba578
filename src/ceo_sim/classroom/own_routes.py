"""What a student asks of a story of their own: where it stands, a decision, to answer it, to let time pass."""

from __future__ import annotations

from aiohttp import web

from ceo_sim.classroom import events as ev
from ceo_sim.classroom import guests
from ceo_sim.classroom.asking import Asking, see, sent, wants_json, whole
from ceo_sim.classroom.entities import Seat
from ceo_sim.classroom.pages.asked import predicted
from ceo_sim.classroom.pages.frame import NOT_SAVED, RETRY_AFTER, Page
from ceo_sim.classroom.pages.own import Playing, own, own_decision
from ceo_sim.classroom.pages.student import SAID, Typed
from ceo_sim.classroom.pages.why import why_page
from ceo_sim.classroom.room import Refused
from ceo_sim.classroom.seats import acting, required
from ceo_sim.classroom.store import Unavailable
from ceo_sim.errors import IllegalMove
from ceo_sim.presentation.account import account
from ceo_sim.presentation.predictions import asked_meters


async def page(asking: Asking, seat: Seat) -> web.StreamResponse:
    """Where the seat's story stands, or what came of its last move, or why a meter stands where it stands."""
    if (shown := _why(asking, seat)) is not None:
        return sent(asking.request, shown)
    said = SAID.get(asking.request.query.get("said", ""), "")
    shown = own(_playing(asking, seat, said=said), outcome="outcome" in asking.request.query)
    return sent(asking.request, shown, data_of(asking, seat))


def _why(asking: Asking, seat: Seat) -> Page | None:
    """The page on the meter that is asked for; None if none is."""
    if "why" not in asking.request.query:
        return None
    held, story = asking.held, asking.held.stories.story(seat)
    why = account(story.game, asking.request.query["why"])
    back = f"{asking.address}/seat?outcome=yes" if story.report is not None else f"{asking.address}/seat"
    version = held.version("students", seat)
    return None if why is None else why_page(held.scene, seat, why, asking.address, back, version)


async def decision_page(asking: Asking) -> web.StreamResponse:
    """A decision that is open in the seat's story."""
    seat = _player(asking)
    try:
        return sent(asking.request, own_decision(_playing(asking, seat), asking.request.match_info["decision"]))
    except (IllegalMove, KeyError):
        return see(f"{asking.address}/seat")


async def decide(asking: Asking) -> web.StreamResponse:
    """Answer it."""
    seat, decision = _player(asking, acts=True), asking.request.match_info["decision"]
    typed = await asking.form(asking.seat_secret)
    entered = Typed(typed.get("option", ""), typed.get("reason", ""))
    if not entered.option:
        return _refused(asking, seat, entered, "Pick an option first.", 422, "option-1")
    if len(entered.reason) > ev.MAX_REASON:
        too_long = f"A reason has at most {ev.MAX_REASON} letters; yours has {len(entered.reason):,}. Shorten it."
        return _refused(asking, seat, entered, too_long, 422, "reason")
    stories = asking.held.stories
    try:
        asked = [meter.id for meter in asked_meters(stories.story(seat).game, decision)]
    except KeyError:
        asked = []
    predictions = predicted(typed, asked)
    try:
        await stories.choose(
            seat, whole(typed.get("number", "")), (decision, entered.option), entered.reason, predictions
        )
    except Refused as refused:
        return _refused(asking, seat, entered, str(refused), 409, "main")
    except Unavailable:
        return _refused(asking, seat, entered, NOT_SAVED, 503, "main")
    return _went_on(asking)


async def let_pass(asking: Asking) -> web.StreamResponse:
    """Let time pass."""
    seat = _player(asking, acts=True)
    typed = await asking.form(asking.seat_secret)
    number, until_needed = whole(typed.get("number", "")), typed.get("until") != "day"
    try:
        await asking.held.stories.let_pass(seat, number, until_needed=until_needed)
    except Refused as refused:
        return _refused(asking, seat, Typed(), str(refused), 409, "main")
    except Unavailable:
        return _refused(asking, seat, Typed(), NOT_SAVED, 503, "main")
    return _went_on(asking)


def data_of(asking: Asking, seat: Seat) -> dict[str, object]:
    """How the seat's story stands, for a program."""
    game = asking.held.stories.story(seat).game
    decisions = {
        waiting.id: [id for id in game.order(waiting.id) if game.can(waiting.id, id)] for waiting in game.agenda()
    }
    urgent = game.urgent()
    return {
        "seat": seat.id,
        "name": seat.name,
        "token": guests.form_token(asking.seat_secret),
        "version": asking.held.version("students", seat),
        "phase": asking.held.room.phase,
        "paused": asking.held.room.is_paused,
        "number": len(seat.moves),
        "decisions": decisions,
        "urgent": None if urgent is None else urgent.id,
        "ended": game.ended,
    }


def _player(asking: Asking, *, acts: bool = False) -> Seat:
    """Whose story it is, which is counted if it `acts`.

    Raises:
        Turned: Nobody has a seat there.
        Refused: The class plays one story together.
    """
    seat = acting(asking) if acts else required(asking)
    if asking.held.lesson.opened.play != "own":
        raise Refused("This class plays one story together.")
    return seat


def _playing(asking: Asking, seat: Seat, typed: Typed | None = None, said: str = "") -> Playing:
    held = asking.held
    return Playing(
        scene=held.scene,
        seat=seat,
        story=held.stories.story(seat),
        address=asking.address,
        token=guests.form_token(asking.seat_secret),
        typed=typed or Typed(),
        said=said,
        version=held.version("students", seat),
    )


def _went_on(asking: Asking) -> web.StreamResponse:
    following = f"{asking.address}/seat?outcome=yes"
    if wants_json(asking.request):
        return web.json_response({"saved": True, "next": following})
    return see(following)


def _refused(asking: Asking, seat: Seat, typed: Typed, problem: str, status: int, field: str) -> web.StreamResponse:
    if wants_json(asking.request):
        response: web.StreamResponse = web.json_response({"saved": False, "error": problem}, status=status)
    else:
        playing = _playing(asking, seat, Typed(typed.option, typed.reason, problem, field))
        response = sent(asking.request, _again(playing, asking.request.match_info.get("decision", ""), status))
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _again(at: Playing, decision: str, status: int) -> Page:
    """The decision once more, with what was typed, as far as it is still open; else where the story stands."""
    try:
        return own_decision(at, decision, status)
    except (IllegalMove, KeyError):
        return own(at, status=status)
