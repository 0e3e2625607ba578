"""JSON Schemas of scenarios, play tests and policies, made from the model, for editors that complete and explain TOML.

The keywords are those of draft 7, which is what the TOML extensions of editors understand. It says what one file may
hold; that the files of a folder together have all they need, and everything across tables, is what the loader checks.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import types
from typing import Any, Literal, Union, get_args, get_origin

import attrs
import tomli

from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.fields import toml_name
from ceo_sim.scenario.model import Edition, Effect, Opening, Scenario
from ceo_sim.scenario.playtest import Move, PlayTest
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.units import Duration
from ceo_sim.scenario.values import written_fields

Schema = dict[str, Any]
ID = "^[a-z][a-z0-9_]{0,47}$"
OPTION = r"^[a-z][a-z0-9_]{0,47}\.[a-z][a-z0-9_]{0,47}$"
DRAFT = "http://json-schema.org/draft-07/schema#"
_EXPRESSION: Schema = {"$ref": "#/definitions/expression"}
_STRING: Schema = {"type": "string"}
_PLAIN: dict[Any, Schema] = {
    str: _STRING,
    Text: {"$ref": "#/definitions/text"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Expression: _EXPRESSION,
    Duration: {"$ref": "#/definitions/duration"},
    dt.datetime: {"type": "string"},
    dt.date: {"type": "string"},
    dt.time: {"type": "string", "pattern": "^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-9.]+)?$"},
    dt.timezone: {"type": "string", "pattern": "^(Z|[+-][0-9]{2}:[0-9]{2})$"},
}
_AMOUNT_AND_WHY: Schema = {"type": "array", "items": [_EXPRESSION, _STRING], "minItems": 2, "maxItems": 2}
_SHORTHANDS: dict[Any, list[Schema]] = {
    Effect: [_EXPRESSION, _AMOUNT_AND_WHY],
    Opening: [{"type": "string", "pattern": ID}],
    Move: [{"type": "string", "pattern": OPTION}, {"type": "string", "pattern": ID}],
}


def schema() -> Schema:
    """The schema of a scenario, as data for `json`."""
    definitions = _words()
    whole = _object(Scenario, definitions)
    whole["properties"]["edition"] = _of(Edition, definitions)
    return _document("A scenario of ceo-sim", whole, definitions)


def playtest_schema() -> Schema:
    """The schema of a file of play tests."""
    definitions = _words()
    tests = {
        "description": "The tests of the file.",
        "type": "array",
        "minItems": 1,
        "items": _of(PlayTest, definitions),
    }
    definitions["PlayTest"]["required"] = ["name", "expect"]  # whole in its file, unlike a table of a scenario
    definitions["Expectation"]["properties"]["locked"]["propertyNames"] = {"pattern": OPTION}
    whole = {"type": "object", "properties": {"test": tests}, "required": ["test"], "additionalProperties": False}
    return _document("Play tests of a scenario of ceo-sim", whole, definitions)


def policy_schema() -> Schema:
    """The schema of a policy, as `simulate --policy` reads it from a file."""
    option = {"type": "string", "pattern": ID}
    in_order = {"type": "array", "minItems": 1, "items": option}
    wanted = {
        "description": 'What is answered: an option, options in order of preference, or "never".',
        "anyOf": [option, in_order],
        "examples": ["leave_up", ["label", "leave_up"], "never"],
    }
    whole = {"type": "object", "propertyNames": {"pattern": ID}, "additionalProperties": wanted}
    return _document("A policy of ceo-sim: decisions by their ids, and what is answered", whole, {})


def schema_text(made: Schema) -> str:
    """A schema as the text of its file."""
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _document(title: str, whole: Schema, definitions: Schema) -> Schema:
    named = {"definitions": dict(sorted(definitions.items()))} if definitions else {}
    return {"$schema": DRAFT, "title": title, **whole, **named}


def _words() -> Schema:
    """What is written as one word or text."""
    return {
        "expression": {
            "description": 'A number, true or false, or the text of an expression, such as "2 * trust".',
            "type": ["number", "boolean", "string"],
        },
        "text": {
            "description": "Text with **bold**, *italic*, > quotes, - lists, [links](https://…), {values} and "
            "{if condition}variants{end}, {one of}a{or}b{end}, {first}a{again}b{end} and {who:cast_id}.",
            "type": "string",
        },
        "duration": {
            "description": 'A length of time: "6h", "2d", "3w", "+2d 09:00", or a number of turns on a clock of turns.',
            "anyOf": [
                {"type": "string", "pattern": r"^\s*(day\s+\d+|\+?\s*\d+(\.\d+)?\s*[hdw])(\s+\d+:\d\d)?\s*$"},
                {"type": "integer", "minimum": 0},
            ],
        },
    }


def _object(class_: Any, definitions: Schema) -> Schema:
    properties = {
        toml_name(attribute): _property(attribute, type_, definitions)
        for attribute, type_ in written_fields(class_).items()
    }
    described = {
        "description": summary(class_),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    required = [toml_name(attribute) for attribute in written_fields(class_) if attribute.default is attrs.NOTHING]
    if required and not _holds_tables(class_):
        described["required"] = required
    return described


def _holds_tables(class_: Any) -> bool:
    """Whether things of the class have tables in them, which another file of the folder may add."""
    containers = (type_ for type_ in written_fields(class_).values() if get_origin(type_) in (dict, tuple))
    return any(attrs.has(kind) and kind not in _PLAIN for type_ in containers for kind in get_args(type_))


def summary(class_: Any) -> str:
    """What a table is, in the first sentences of its docstring."""
    return re.sub(r"\s+", " ", (class_.__doc__ or "").strip())


def _property(attribute: attrs.Attribute[Any], type_: Any, definitions: Schema) -> Schema:
    unit = attribute.metadata["unit"]
    keywords: Schema = {"description": attribute.metadata["doc"] + (f" In {unit}." if unit else "")}
    default = default_of(attribute)
    if default is not None:
        keywords["default"] = default
    if examples := _examples(attribute):
        keywords["examples"] = examples
    described = _of(type_, definitions)
    return keywords | ({"allOf": [described]} if "$ref" in described else described)


def default_of(attribute: attrs.Attribute[Any]) -> Any:
    """The value of a key that is left out; None if it has none or that means nothing is there."""
    default = attribute.default
    if default is attrs.NOTHING or isinstance(default, attrs.Factory) or default in (None, "", ()):  # type: ignore[arg-type]  # Factory is a class
        return None
    return list(default) if isinstance(default, tuple) else default


def _examples(attribute: attrs.Attribute[Any]) -> list[Any]:
    parsed = tomli.loads(attribute.metadata["example"])
    return [_plain(parsed[toml_name(attribute)])] if toml_name(attribute) in parsed else []


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _of(type_: Any, definitions: Schema) -> Schema:
    """The schema of a value of the type."""
    members = [member for member in get_args(type_) if member is not type(None)]
    origin = get_origin(type_)
    if type_ in _PLAIN:
        return dict(_PLAIN[type_])
    if origin is Literal:
        return {"enum": members}
    if origin is dict:
        ids: Schema = {"propertyNames": {"pattern": ID}}
        return {"type": "object", **ids, "additionalProperties": _of(members[1], definitions)}
    if origin is tuple:
        return _list(members, definitions)
    if origin in (Union, types.UnionType):
        return _either(members, definitions)
    return _class(type_, definitions)


def _list(members: list[Any], definitions: Schema) -> Schema:
    if members[-1] is Ellipsis:
        return {"type": "array", "items": _of(members[0], definitions)}
    count = {"minItems": len(members), "maxItems": len(members)}
    kinds = [_of(member, definitions) for member in members]
    return {"type": "array", "items": kinds[0] if all(kind == kinds[0] for kind in kinds) else kinds, **count}


def _either(members: list[Any], definitions: Schema) -> Schema:
    kinds: list[Schema] = []
    for member in members:
        kind = _of(member, definitions)
        if kind not in kinds and not (kind == {"type": "integer"} and float in members):
            kinds.append(kind)
    return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}


def _class(class_: Any, definitions: Schema) -> Schema:
    name = class_.__name__
    if name not in definitions:
        definitions[name] = {}  # for those that hold their like, such as later
        described = _object(class_, definitions)
        if class_ in _SHORTHANDS:
            described = {"anyOf": [*_SHORTHANDS[class_], described]}
        definitions[name] = described
    return {"$ref": f"#/definitions/{name}"}
