"""Who asks: a seat, or the teacher, by what the browser holds; needs aiohttp."""

from __future__ import annotations

from ceo_sim.classroom.asking import Asking, turned
from ceo_sim.classroom.entities import Seat


def seat_of(asking: Asking) -> Seat | None:
    """The seat that the browser has; None if it has none of this class."""
    return asking.held.seat_of(asking.seat_secret) if asking.seat_secret else None


def required(asking: Asking) -> Seat:
    """The same where there has to be one.

    Raises:
        Turned: There is none.
    """
    seat = seat_of(asking)
    if seat is None:
        raise turned(403, "You have no seat in this class", f"Take one at {asking.address}, or ask your teacher.")
    return seat


def acting(asking: Asking) -> Seat:
    """The same where the seat does something, unless it does more than anybody can: a script would fill the log.

    Raises:
        Turned: There is none, or it has to wait.
    """
    seat = required(asking)
    if not asking.traffic.deeds.take(seat.id):
        raise turned(429, "One moment", "That was a lot at once. Go back, and try again.", after=1)
    return seat


def is_teacher(asking: Asking) -> bool:
    """Whether the browser holds the teacher's secret."""
    return bool(asking.teacher_secret) and asking.held.is_teacher(asking.teacher_secret)


def is_known(asking: Asking) -> bool:
    """Whether somebody is in the class already; what others behind the same address do is not held against them."""
    return seat_of(asking) is not None or is_teacher(asking)
