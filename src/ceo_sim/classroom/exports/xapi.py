"""Statements of the Experience API 1.0.3 (github.com/adlnet/xAPI-Spec): what each seat answered, and that it was there.

A decision is an interaction without a right answer, so there is no success and no score. The ids are made of what is
said, so that statements that are sent twice are one. An actor is an account of a seat: no name, no address.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.exports.votes import Said
from ceo_sim.classroom.room import Room
from ceo_sim.engine.game import Game
from ceo_sim.presentation import naming

VERSION = "1.0.3"
BASE = "https://ceo-sim.example"
"""Of the ids of activities; an example domain, as ids are names and no addresses."""
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, BASE)
_ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
_COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
_INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
_SIMULATION = "http://adlnet.gov/expapi/activities/simulation"

Statement = dict[str, Any]


def statements(room: Room, log: Sequence[ev.Stored], votes: Sequence[Said], game: Game) -> Iterator[Statement]:
    """A statement for each vote and each reason, and one for each seat that was there at the end.

    Raises:
        LogError: The class has not begun.
    """
    if room.opened is None or not log:
        raise ev.LogError("this log is empty: the class has not begun")
    writer = _Writer(room, room.opened, game, log[0].at)
    for one in votes:
        yield writer.answered(one)
        if one.reason:
            yield writer.reason(one)
    last: dict[str, int] = {}
    for one in votes:
        last[one.seat] = max(last.get(one.seat, 0), one.at)
    for seat, at in last.items():
        if room.is_over or room.seats[seat].ending:
            yield writer.completed(seat, at)


def as_lines(made: Iterator[Statement]) -> str:
    """Statements as JSON, one a line."""
    return "".join(json.dumps(statement, ensure_ascii=True) + "\n" for statement in made)


class _Writer:
    def __init__(self, room: Room, opened: ev.Opened, game: Game, began: int) -> None:
        self.room, self.opened, self.game, self.began = room, opened, game, began
        self.scenario = f"{BASE}/scenario/{opened.scenario}@{opened.version}"
        # Two classes of one scenario differ in their secrets, of which the log has digests.
        self.session = uuid.uuid5(_SPACE, f"{opened.teacher}:{opened.code}:{began}")

    def answered(self, one: Said) -> Statement:
        """A vote."""
        decision = self.game.program.scenario.decisions[one.decision]
        options = one.options or tuple(decision.options)
        result: Statement = {
            "response": one.option,
            "extensions": {f"{BASE}/xapi/ext/round": one.round, f"{BASE}/xapi/ext/carried-out": one.carried_out},
        }
        if one.after is not None:
            result["duration"] = _duration(one.after)
        definition = {
            "type": _INTERACTION,
            "interactionType": "choice",
            "name": {"en": naming.decision_title(self.game, one.decision)},
            "choices": [
                {"id": id, "description": {"en": naming.option_name(self.game, one.decision, id)}} for id in options
            ],
        }
        return self._statement("vote", one, f"decision/{one.decision}", definition, result)

    def reason(self, one: Said) -> Statement:
        """A reason."""
        definition = {
            "type": _INTERACTION,
            "interactionType": "long-fill-in",
            "name": {"en": f"{naming.decision_title(self.game, one.decision)}: the reason"},
        }
        activity = f"decision/{one.decision}/reason"
        return self._statement("reason", one, activity, definition, {"response": one.reason})

    def completed(self, seat: str, at: int) -> Statement:
        """A seat that was there to the end."""
        return {
            "id": self._id("completed", seat),
            "timestamp": _timestamp(at),
            "actor": self._actor(seat),
            "verb": {"id": _COMPLETED, "display": {"en": "completed"}},
            "object": {
                "objectType": "Activity",
                "id": self.scenario,
                "definition": {"type": _SIMULATION, "name": {"en": self.opened.title}},
            },
            "result": {"completion": True, "duration": _duration(max(0, at - self.began))},
            "context": self._context(seat, parent=False),
        }

    def _statement(self, kind: str, one: Said, activity: str, definition: Statement, result: Statement) -> Statement:
        return {
            "id": self._id(kind, one.seat, one.number, one.round),
            "timestamp": _timestamp(one.at or self.began),
            "actor": self._actor(one.seat),
            "verb": {"id": _ANSWERED, "display": {"en": "answered"}},
            "object": {"objectType": "Activity", "id": f"{self.scenario}/{activity}", "definition": definition},
            "result": result,
            "context": self._context(one.seat),
        }

    def _actor(self, seat: str) -> Statement:
        name = self.room.seats[seat].name
        return {"objectType": "Agent", "account": {"homePage": f"{BASE}/class/{self.session}", "name": name}}

    def _context(self, seat: str, *, parent: bool = True) -> Statement:
        context: Statement = {"registration": self._id("registration", seat), "platform": "ceo-sim", "language": "en"}
        if parent:
            context["contextActivities"] = {"parent": [{"objectType": "Activity", "id": self.scenario}]}
        return context

    def _id(self, *parts: object) -> str:
        return str(uuid.uuid5(self.session, ":".join(map(str, parts))))


def _timestamp(at: int) -> str:
    return dt.datetime.fromtimestamp(at / 1000, tz=dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _duration(milliseconds: int) -> str:
    """A duration of ISO 8601."""
    return f"PT{milliseconds / 1000:g}S"
