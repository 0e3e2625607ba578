from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from typing import Any
from urllib.parse import urlsplit

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.exports.votes import said
from ceo_sim.classroom.exports.xapi import as_lines, statements
from ceo_sim.classroom.story import story_of
from tests.classroom.exports.test_tables import board, log_of
from tests.support.classes import room_of
from tests.support.scenarios import shipped


def made() -> list[dict[str, Any]]:
    events = [*board(), ev.Ended()]
    room, log = room_of(events), log_of(events)
    game = story_of(room.opened, shipped("tutorial")).game  # type: ignore[arg-type] # it has begun
    return [json.loads(line) for line in as_lines(statements(room, log, said(room, log), game)).splitlines()]


def test_every_statement_keeps_the_rules_of_the_specification() -> None:
    """Those of xAPI-Data 1.0.3 that its sections 2.4 and 4 make a MUST for what is used here."""
    whole = made()
    assert len(whole) == 3 + 1 + 2
    for statement in whole:
        assert statement.keys() <= {"id", "timestamp", "actor", "verb", "object", "result", "context"}
        assert str(uuid.UUID(statement["id"])) == statement["id"]
        assert dt.datetime.fromisoformat(statement["timestamp"]).tzinfo is not None
        assert statement["actor"].keys() == {"objectType", "account"}
        assert statement["actor"]["account"].keys() == {"homePage", "name"}
        assert str(uuid.UUID(statement["context"]["registration"]))
        if "duration" in statement["result"]:
            assert re.fullmatch(r"PT\d+(\.\d+)?S", statement["result"]["duration"])
        for iri in _iris(statement):
            assert urlsplit(iri).scheme in ("http", "https")
            assert " " not in iri
        for language in _languages(statement):
            assert language.keys() == {"en"}
    assert len({statement["id"] for statement in whole}) == len(whole)


def test_a_decision_is_a_choice_without_a_right_answer() -> None:
    vote = made()[0]
    definition = vote["object"]["definition"]
    assert definition["interactionType"] == "choice"
    assert "correctResponsesPattern" not in definition
    assert vote["result"]["response"] in {choice["id"] for choice in definition["choices"]}
    assert not {"score", "success"} & vote["result"].keys()


def test_the_same_class_makes_the_same_statements_so_that_a_store_has_them_once() -> None:
    assert made() == made()


def test_who_was_there_to_the_end_has_completed_it() -> None:
    done = [statement for statement in made() if statement["verb"]["display"]["en"] == "completed"]
    assert [statement["actor"]["account"]["name"] for statement in done] == ["seat 0", "seat 1"]
    assert all(statement["result"]["completion"] is True for statement in done)


def _iris(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value[key] for key in ("homePage", "type") if isinstance(value.get(key), str)]
        if "display" in value or "definition" in value or value.get("objectType") == "Activity":
            own.append(value["id"])
        own += list(value.get("extensions", {}))
        return own + [iri for part in value.values() for iri in _iris(part)]
    return [iri for part in value for iri in _iris(part)] if isinstance(value, list) else []


def _languages(value: Any) -> list[dict[str, str]]:
    if isinstance(value, dict):
        own = [value[key] for key in ("display", "description") if key in value]
        own += [value["name"]] if isinstance(value.get("name"), dict) else []
        return own + [found for part in value.values() for found in _languages(part)]
    return [found for part in value for found in _languages(part)] if isinstance(value, list) else []
