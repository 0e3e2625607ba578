"""People: senders who may be meant for somebody else, advice from outside the room, advisers who never speak."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.model import Decision, Exhibit, News, Option
from ceo_sim.suggestions import closest, folded

ALIKE = 0.8
"""How alike the spelling of a sender and of somebody's id must be for the one to be taken for the other."""

MOST_GUESSES = 500
"""A guess takes a millisecond, and a hostile file may have many senders."""


def check(index: ScenarioIndex) -> Iterator[Issue]:
    """Who speaks, and whether they can be meant."""
    yield from _senders(index)
    yield from _advice(index)
    yield from _silent(index)


def _senders(index: ScenarioIndex) -> Iterator[Issue]:
    cast = index.scenario.cast
    known = {*cast, *(somebody.name for somebody in cast.values())}
    others: dict[str, str] = {}
    for path, sent in index.all(News, Exhibit):
        if sent.sender in known or (sent.sender not in others and len(others) > MOST_GUESSES):
            continue
        if (meant := others.get(sent.sender)) is None:
            sender = folded(sent.sender)
            meant = others[sent.sender] = sender if sender in cast else closest(sender, cast, ALIKE)
        if meant:
            message = f'nobody has the id "{sent.sender:.40}", so this is shown as a name'
            yield Issue("W520", (*path, "from"), message, "the id of somebody, or a name of its own", meant)


def _advice(index: ScenarioIndex) -> Iterator[Issue]:
    cast = index.scenario.cast
    rooms = {path: decision.room for path, decision in index.all(Decision)}
    for path, option in index.all(Option):
        room = rooms.get(path[:2], ())
        for id in option.advice:
            if id in cast and not cast[id].adviser and id not in room:
                message = f'"{id}" is neither an adviser nor in the room'
                expected = f"adviser = true under [cast.{id}], or {id} in the room of {path[1]}"
                yield Issue("W521", (*path, "advice", id), message, expected, at="key")


def _silent(index: ScenarioIndex) -> Iterator[Issue]:
    speaking = {id for _, option in index.all(Option) for id in option.advice}
    speaking |= {sent.sender for _, sent in index.all(News, Exhibit)}
    for id, somebody in index.scenario.cast.items():
        if somebody.adviser and id not in speaking and not somebody.remarks and somebody.forecast is None:
            message = f'the adviser "{id}" never speaks'
            yield Issue("W522", ("cast", id), message, "advice, a remark, news or a forecast of theirs", at="key")
