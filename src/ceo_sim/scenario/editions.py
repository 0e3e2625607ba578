"""Editions: other texts for a scenario, for other readers or in another language.

An edition is written in the tables of the scenario itself, with texts and names only. What it says is looked up in
the model, so that nothing else can get through.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args, get_origin

import attrs
from attrs import define, field

from ceo_sim.scenario.fields import refers_to, toml_name
from ceo_sim.scenario.issues import Half, Issue, Path, not_a_language
from ceo_sim.scenario.model import EFFECT_LIST, Edition, Effect, Scenario
from ceo_sim.scenario.sources import Source
from ceo_sim.scenario.structure import structure_as
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.values import WORDS, is_language_tag, written_fields
from ceo_sim.suggestions import closest

TABLE = "edition"


def apply(edition: Source, data: dict[str, Any]) -> tuple[dict[str, Any], list[Issue]]:
    """Replace the texts of a scenario by those of an edition.

    Returns:
        The data with all words that are right, which shares every table that has none of them with the scenario's
        data; and what is wrong with the edition.
    """
    overlay = _Overlay(edition.name)
    words = {key: value for key, value in edition.data.items() if key != TABLE}
    data = overlay.table(words, data, Scenario, ())
    itself, issues = structure_as(edition.data.get(TABLE, {}), Edition, (TABLE,))
    if itself and itself.language is not None and not is_language_tag(itself.language):
        issues.append(not_a_language((TABLE, "language"), itself.language))
        itself = None
    overlay.issues += [attrs.evolve(issue, file=edition.name) for issue in issues]
    info = data.get("scenario")
    if itself and isinstance(info, dict):
        data["scenario"] = info | {key: value for key in ("language", "rating") if (value := getattr(itself, key))}
    return data, overlay.issues


class Word(NamedTuple):
    """A text or name of a scenario that an edition may replace.

    Attributes:
        path: Where in the data.
        keys: The same without ids and numbers: `("decision", "option", "advice")`.
        owner: The object of the model that has it.
        value: What is written.
    """

    path: Path
    keys: tuple[str, ...]
    owner: Any
    value: str | Text


def words_of(scenario: Scenario) -> Iterator[Word]:
    """Each text and name of a scenario that an edition may replace: its author's words, in the order of the model."""
    return _words(scenario, Scenario, (), (), scenario)


def _words(thing: Any, type_: Any, path: Path, keys: tuple[str, ...], owner: Any) -> Iterator[Word]:
    kind = _kind(type_)
    if thing is None:
        return
    if kind in (str, Text):
        yield Word(path, keys, owner, thing)
    elif attrs.has(kind) and kind not in WORDS:
        for attribute, inner in written_fields(kind).items():
            if not _is_fixed(attribute, inner):
                key = toml_name(attribute)
                yield from _words(getattr(thing, attribute.name), inner, (*path, key), (*keys, key), thing)
    elif get_origin(kind) is dict:
        for id, value in thing.items():
            yield from _words(value, get_args(kind)[1], (*path, id), keys, owner)
    elif get_origin(kind) is tuple:
        types = get_args(kind)
        for number, value in enumerate(thing):
            inner = types[0] if types[-1] is Ellipsis else types[number]
            yield from _words(value, inner, (*path, number), keys, owner)


@define
class _Overlay:
    file: str
    issues: list[Issue] = field(factory=list)

    def wrong(self, code: str, path: Path, message: str, expected: str = "", suggestion: str = "") -> None:
        at: Half = "value" if code == "E403" else "key"
        self.issues.append(Issue(code, path, message, expected, suggestion, at=at, file=self.file))

    def table(self, words: dict[str, Any], base: dict[str, Any], class_: Any, path: Path) -> dict[str, Any]:
        """One table of the scenario with the words in it replaced."""
        base = dict(base)
        fields = {toml_name(attribute): (attribute, type_) for attribute, type_ in written_fields(class_).items()}
        for key, value in words.items():
            here = (*path, key)
            if key not in fields:
                self.wrong("E902", here, f'a scenario has no key "{key}" here', "", closest(key, fields))
            elif _is_fixed(*fields[key]):
                self.wrong("E901", here, f"{key} is more than words", "texts and names only")
            else:
                self.entry(value, base, key, fields[key][1], here)
        return base

    def entry(self, value: Any, base: dict[str, Any] | list[Any], key: Any, type_: Any, path: Path) -> None:
        """Replace one value of a table or list that is ours to change, if the scenario has one there."""
        there = isinstance(base, list) or key in base
        if not there:
            known = closest(key, base)
            self.wrong("E902", path, f'the scenario has no "{key}" here', "something to replace", known)
            return
        kind = _kind(type_)
        if kind is Effect and isinstance(base[key], list) and len(base[key]) == len(EFFECT_LIST):
            base[key] = dict(zip(EFFECT_LIST, base[key], strict=True))
        if kind in (str, Text):
            if isinstance(value, str):
                base[key] = value
            else:
                self.wrong("E403", path, "an edition has texts only", "a text in quotes")
        elif attrs.has(kind) and isinstance(value, dict) and isinstance(base[key], dict):
            base[key] = self.table(value, base[key], kind, path)
        elif get_origin(kind) is dict and isinstance(value, dict) and isinstance(base[key], dict):
            base[key] = dict(base[key])
            for id, element in value.items():
                self.entry(element, base[key], id, get_args(kind)[1], (*path, id))
        elif get_origin(kind) is tuple and isinstance(value, list) and isinstance(base[key], list):
            base[key] = list(base[key])
            self.elements(value, base[key], kind, path)
        elif not (isinstance(base, list) and value == base[key]):  # the number that comes with a word may be repeated
            self.wrong("E901", path, "this is more than words", "texts and names only")

    def elements(self, values: list[Any], base: list[Any], type_: Any, path: Path) -> None:
        if len(values) != len(base):
            self.wrong("E902", path, f"{len(values)} where the scenario has {len(base)}", "one for each of them")
            return
        types = get_args(type_)
        for number, value in enumerate(values):
            kind = types[0] if types[-1] is Ellipsis else types[number]
            self.entry(value, base, number, kind, (*path, number))


def _kind(type_: Any) -> Any:
    """The type without None."""
    members = [member for member in get_args(type_) if member is not type(None)]
    return members[0] if type(None) in get_args(type_) and len(members) == 1 else type_


def _is_fixed(attribute: attrs.Attribute[Any], type_: Any) -> bool:
    """Whether the value names something or enters a calculation; a table of texts by id does neither."""
    if not refers_to(attribute):
        return bool(attribute.metadata.get("fixed"))
    kind = get_args(type_)[1] if get_origin(type_) is dict else type_
    return kind is not Text and not (
        kind not in WORDS and attrs.has(kind) and {str, Text} & set(written_fields(kind).values())
    )
