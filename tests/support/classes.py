"""Classes for tests, without a server."""

from __future__ import annotations

from collections.abc import Iterable

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.entities import Seat
from ceo_sim.classroom.room import Refused, Room
from ceo_sim.classroom.story import make_own
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from tests.support.scenarios import shipped

OPTIONS = ("leave", "label", "remove")


def opened(scenario: str = "tutorial", play: ev.PlayMode = "board", **more: object) -> ev.Opened:
    """The beginning of a class of a shipped scenario."""
    loaded = shipped(scenario)
    info = loaded.playable.info
    given = {
        "scenario": info.id,
        "title": info.title,
        "version": info.version,
        "fingerprint": loaded.fingerprint,
        "seed": 7,
        "play": play,
        "code": "BCDF",
        "teacher": "0" * 64,
        **more,
    }
    return ev.Opened(**given)  # type: ignore[arg-type] # the types are those of the fields


def joined(number: int, team: str = "") -> ev.Joined:
    """A seat with an id made of its number."""
    return ev.Joined(seat=f"s{number}", name=f"seat {number}", secret=f"{number:064x}", team=team)


def room_of(events: Iterable[ev.Event]) -> Room:
    """The room after these events, none of which may be refused."""
    room = Room()
    for event in events:
        refused = room.apply(ev.Stored(room.seq + 1, 0, event))  # type: ignore[arg-type] # each is one of AnyEvent
        if refused is not None:
            raise AssertionError(f"{event}: {refused}")
    return room


def own_game(program: Program, room: Room, seat: Seat) -> Game:
    """A seat's own story after its moves."""
    game = Game(program, room.seed_of(seat))
    for place, move in enumerate(seat.moves, 1):
        make_own(game, move, place)
    return game


def refusal(room: Room, event: ev.Event) -> str:
    """What an event is refused for; empty if it is not."""
    try:
        room.verify(event)
    except Refused as refused:
        return str(refused)
    return ""


def voting(seats: int = 4, **more: object) -> list[ev.Event]:
    """A class that is asked for its first votes."""
    return [
        opened(**more),  # type: ignore[arg-type] # as given
        *(joined(number) for number in range(seats)),
        ev.Put(ballot=1, decision="post", options=OPTIONS, moves=0, metrics=("trust",)),
        ev.VotingOpened(ballot=1, round=1),
    ]


def vote(seat: int, option: str, round: ev.Round = 1, reason: str = "") -> ev.Voted:
    """A vote on the first ballot."""
    return ev.Voted(ballot=1, round=round, seat=f"s{seat}", option=option, reason=reason)
