"""The reference of the scenario language: what stands below the mark in `docs/scenario-format.md`.

The part above the mark is written by hand. `python -m ceo_sim.scenario.reference` renews the part below it.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.fields import refers_to, toml_name
from ceo_sim.scenario.model import Consequence, Edition, Grounded, Scenario
from ceo_sim.scenario.pages import FOLDER, Page, read_pages
from ceo_sim.scenario.playtest import Expectation, Move, PlayTest
from ceo_sim.scenario.schema import default_of, summary
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.units import Duration
from ceo_sim.scenario.values import written_fields

DOCUMENT = Path("docs/scenario-format.md")
PAGES = DOCUMENT.with_name(FOLDER)
MARK = "<!-- Everything below is made from the model by `python -m ceo_sim.scenario.reference`. -->"
IDS = {
    "act": "week",
    "assumption": "gain_weight",
    "draw": "mood",
    "metric": "staff",
    "variable": "level",
    "function": "weigh",
    "budget": "ceo_time",
    "stake": "board",
    "cast": "policy",
    "role": "chair",
    "value": "candour",
    "lens": "rights",
    "decision": "the_post",
    "option": "leave_up",
    "event": "walkout",
    "deck": "papers",
    "card": "celebrity",
    "promise": "review",
    "inject": "leak",
    "ending": "removed",
    "rival": "markets",
    "effects": "staff",
}
_TITLES = {Scenario: "The file", Grounded: "Grounds", Consequence: "Consequences"}
_CONDITIONS = frozenset({"when", "kept_when", "appears", "holds"})
_TESTS: dict[Any, str] = {PlayTest: "[[test]]", Move: "[[test.choose]]", Expectation: "[[test.expect]]"}
"""The tables of a file of tests."""


def document(current: str, pages: Mapping[str, Page]) -> str:
    """The document with its second part renewed."""
    return current.partition(MARK)[0] + MARK + "\n\n" + "\n".join(_lines(pages)) + "\n"


def headers() -> dict[Any, str]:
    """For each class of the model, the TOML header of a table of that kind."""
    by_class: dict[Any, str] = {Scenario: ""}
    waiting: list[tuple[Any, str]] = [(Scenario, "")]
    while waiting:
        class_, path = waiting.pop(0)
        for attribute, type_ in written_fields(class_).items():
            for inner, repeated, by_id in _classes(type_):
                name = toml_name(attribute)
                here = ".".join(filter(None, (path, name, IDS[name] if by_id else "")))
                if inner not in by_class:
                    by_class[inner] = f"[[{here}]]" if repeated else f"[{here}]"
                    waiting.append((inner, here))
    return by_class | {Edition: "[edition]"} | _TESTS


# ---- the parts of the document ------------------------------------------------------------------------------


def _lines(pages: Mapping[str, Page]) -> Iterator[str]:
    yield "## Keys"
    yield ""
    for class_, header in headers().items():
        yield from _table(class_, header)
        if class_ is Scenario:
            yield from _table(Grounded, "[assumption.gain_weight]")
            yield from _table(Consequence, "[decision.the_post.option.leave_up]")
    yield "## Diagnostics"
    yield ""
    yield "E keeps a scenario from being played, W is hardly meant so, N is worth a thought. Each code has a page with"
    yield "a bad and a good example; `ceo-sim explain CODE` shows it."
    yield ""
    yield "| code | what is wrong | what that means |"
    yield "|---|---|---|"
    for page in pages.values():
        yield f"| [{page.code}]({FOLDER}/{page.code}.md) | {_cell(page.title)} | {_cell(page.what)} |"


def _table(class_: Any, header: str) -> Iterator[str]:
    title = _TITLES.get(class_) or f"`{header}`"
    yield f"### {title}"
    yield ""
    yield summary(class_)
    bases = [base for base in (Consequence, Grounded) if class_ is not base and issubclass(class_, base)]
    inherited = {attribute.name for base in bases for attribute in attrs.fields(base)}
    if bases:
        links = " and ".join(f"[{_TITLES[base].lower()}](#{_TITLES[base].lower()})" for base in bases)
        yield f"It also takes the keys of {links}."
    yield ""
    rows = [(a, type_) for a, type_ in written_fields(class_).items() if a.name not in inherited]
    if not rows:
        return
    yield "| key | type | unit | default | what it is | example |"
    yield "|---|---|---|---|---|---|"
    for attribute, type_ in rows:
        yield _row(attribute, type_, header)
    yield ""


def _row(attribute: attrs.Attribute[Any], type_: Any, header: str) -> str:
    written = str(attribute.metadata["example"])
    lines = [*filter(None, [header]), *written.split("\n")] if written else [_example_header(attribute, type_, header)]
    cells = (
        f"`{toml_name(attribute)}`",
        _cell(_type(attribute, type_)),
        attribute.metadata["unit"] or ("hours, days or weeks; turns" if Duration in _parts(type_) else ""),
        _default(attribute),
        _cell(attribute.metadata["doc"]),
        "<br>".join(f"`{_cell(line)}`" for line in lines),
    )
    return f"| {' | '.join(cells)} |"


def _parts(type_: Any) -> tuple[Any, ...]:
    return (type_, *get_args(type_))


def _example_header(attribute: attrs.Attribute[Any], type_: Any, header: str) -> str:
    """The header of the tables that the key holds."""
    name = toml_name(attribute)
    path = ".".join(filter(None, (header.strip("[]"), name)))
    for _, repeated, by_id in _classes(type_):
        path += f".{IDS[name]}" if by_id else ""
        return f"[[{path}]]" if repeated else f"[{path}]"
    return ""


def _default(attribute: attrs.Attribute[Any]) -> str:
    if attribute.default is attrs.NOTHING:
        return "**required**"
    default = default_of(attribute)
    return "" if default is None else f"`{json.dumps(default)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# ---- types in words -----------------------------------------------------------------------------------------


def _classes(type_: Any) -> Iterator[tuple[Any, bool, bool]]:
    """The class of the model in a type: whether in a list, and whether by id."""
    for member in get_args(type_) or (type_,):
        if attrs.has(member) and member not in (Expression, Text, Duration):
            yield member, get_origin(type_) is tuple, get_origin(type_) is dict


def _type(attribute: attrs.Attribute[Any], type_: Any) -> str:
    refers = refers_to(attribute)
    if get_origin(type_) is dict:
        inner = get_args(type_)[1]
        what = _word(inner, attribute)
        where = f"by id of {_with_article(refers)}" if refers else "by id"
        return f"{_plural(what)} {where}"
    if get_origin(type_) is tuple and get_args(type_)[-1] is not Ellipsis:
        return "[" + ", ".join(_word(member, attribute) for member in get_args(type_)) + "]"
    if get_origin(type_) is tuple:
        inner = get_args(type_)[0]
        if get_origin(inner) is tuple:
            return "list of " + _type(attribute, inner)
        return f"list of {_plural(f'id of {_with_article(refers)}' if refers else _word(inner, attribute))}"
    return f"id of {_with_article(refers)}" if refers else _word(type_, attribute)


def _plural(words: str) -> str:
    first, space, rest = words.partition(" ")
    return f"{first}s{space}{rest}" if rest.startswith(("of ", "with ")) else f"{words}s"


def _with_article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"


def _word(type_: Any, attribute: attrs.Attribute[Any]) -> str:
    members = [member for member in get_args(type_) if member is not type(None)]
    if get_origin(type_) is Literal:
        return " or ".join(json.dumps(member) for member in members)
    if get_origin(type_) in (Union, types.UnionType):
        return " or ".join(
            dict.fromkeys(_word(member, attribute) for member in members if not _doubled(member, members))
        )
    if get_origin(type_) is tuple:
        return "[" + ", ".join(_word(member, attribute) for member in members) + "]"
    if type_ is Expression:
        return "condition" if attribute.name in _CONDITIONS else "expression"
    return _WORDS.get(type_, "table")


def _doubled(member: Any, members: list[Any]) -> bool:
    return member is int and (float in members or Duration in members)


_WORDS: dict[Any, str] = {
    str: "plain text",
    Text: "text with markup",
    bool: "true or false",
    int: "whole number",
    float: "number",
    Duration: "time",
    dt.datetime: "moment",
    dt.date: "day",
    dt.time: "hour of the day",
    dt.timezone: "offset from UTC",
}


if __name__ == "__main__":
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENT
    path.write_text(document(path.read_text(encoding="utf-8"), read_pages(PAGES)), encoding="utf-8")
