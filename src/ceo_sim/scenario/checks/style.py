"""What a scenario's `[style]` asks of its words: how hard they may be to read, and which may not be used where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

import attrs
from attrs import frozen

from ceo_sim.scenario.checks.index import Leaf, ScenarioIndex, Section
from ceo_sim.scenario.fields import is_toml_id, toml_name
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.markup import blocks
from ceo_sim.scenario.model import Decision, Exhibit, News, Option, Remark, Role
from ceo_sim.scenario.text import Text

FEWEST_WORDS = 30
"""The grade of fewer words says little."""
_BY_PEOPLE = News | Remark | Exhibit | Role
"""Whose texts are somebody's own words, or those that are put to a seat of its own; so is all advice."""
_CREDITS = frozenset({"source", "authors", "inspired_by"})
"""What names the real people and events that a story rests on, and is no part of it."""
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"^[ \t]*>[^\n]*|“[^”]*”|\"[^\"\n]*\"|‘[^’\n]*’(?!\w)", re.MULTILINE)


def check(index: ScenarioIndex) -> Iterator[Issue]:
    """Texts above the grade, loaded words of the narrator, real names outside the case file."""
    style = index.scenario.style
    if style is None:
        return
    hardest = style.grade if index.scenario.info.language.lower().split("-")[0] == "en" else None
    loaded = _Words.of(style.loaded, fold=True)
    if hardest is not None or style.loaded:
        words = partial(_of_words, hardest, loaded)
        yield from chain.from_iterable(index.each("style", words, hardest, style.loaded))
    if style.names:
        names = partial(_names, _Words.of(style.names, fold=False))
        yield from chain.from_iterable(index.each("real names", names, style.names))


def _of_words(hardest: float | None, loaded: _Words, section: Section) -> tuple[Issue, ...]:
    texts = [leaf for leaf in section.leaves if isinstance(leaf.value, Text)]
    return tuple(issue for leaf in texts for issue in (*_grade(leaf, hardest), *_loaded(leaf, loaded)))


def _grade(leaf: Leaf, hardest: float | None) -> Iterator[Issue]:
    is_measured = leaf.attribute.name in ("brief", "outcome") and isinstance(leaf.owner, Decision | Option)
    if hardest is None or not is_measured:
        return
    from ceo_sim.scenario.reading_level import grade, sentences_in, words_in  # late: few scenarios ask for a grade
    from ceo_sim.scenario.wordings import wordings

    readings = (blocks(wording.text) for wording in wordings(leaf.value))
    sentences = [[part for block in reading for part in sentences_in(block.text)] for reading in readings]
    long_enough = [each for each in sentences if sum(len(words_in(part)) for part in each) >= FEWEST_WORDS]
    level = max((grade(each) or 0.0 for each in long_enough), default=0.0)
    if level > hardest:
        message = f"reading this takes grade {level:.1f}"
        yield Issue("W205", leaf.path, message, f"at most {hardest:g}: shorter sentences, shorter words")


def _loaded(leaf: Leaf, words: _Words) -> Iterator[Issue]:
    is_note = isinstance(leaf.owner, Exhibit) and leaf.attribute.name == "note"
    if leaf.attribute.name == "advice" or (isinstance(leaf.owner, _BY_PEOPLE) and not is_note):
        return
    for offset, word in _shown(words, leaf.value, but=_QUOTED):
        message = f'"{word}" is a loaded word, and the narrator says it'
        yield Issue("W206", leaf.path, message, "a plain word, or a quotation", offset=offset, length=len(word))


def _names(words: _Words, section: Section) -> tuple[Issue, ...]:
    return tuple(_names_in(words, section))


def _names_in(words: _Words, section: Section) -> Iterator[Issue]:
    for path, thing in section.things:
        if path[:1] in (("history",), ("style",)):
            continue
        for attribute in attrs.fields(type(thing)):
            if not is_toml_id(attribute) and attribute.name not in _CREDITS:
                for place, text in _texts(getattr(thing, attribute.name), (*path, toml_name(attribute))):
                    for offset, name in _shown(words, text):
                        message = f'the real name "{name}" stands outside the case file'
                        expected = "a made-up name, or the sentence as a [[history.fact]] with its source"
                        yield Issue("W207", place, message, expected, offset=offset, length=len(name))


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str | Text]]:
    """Every text of a value that is no table of its own."""
    match value:
        case str() | Text():
            yield path, value
        case dict():
            for key, part in value.items():
                yield from _texts(part, (*path, key))
        case tuple():
            for number, part in enumerate(value):
                yield from _texts(part, (*path, number))


@frozen
class _Words:
    """Words to look for: each by the letters that it begins with.

    Attributes:
        by_first: For the first word of each, folded, all of it and how far into it that word begins.
        fold: Whether capital letters are the same as small ones.
    """

    by_first: Mapping[str, Sequence[tuple[str, int]]]
    fold: bool

    @classmethod
    def of(cls, words: Sequence[str], *, fold: bool) -> _Words:
        by_first: dict[str, list[tuple[str, int]]] = {}
        for word in sorted(words, key=len, reverse=True):
            if first := _WORD.search(word):
                by_first.setdefault(first[0].casefold(), []).append((word, first.start()))
        return cls(by_first, fold)

    def matches(self, text: str) -> Iterator[tuple[int, str]]:
        """Where they stand in a text as words of their own, the longest of those that begin at a place."""
        end = 0
        for first in _WORD.finditer(text):
            for word, lead in self.by_first.get(first[0].casefold(), ()):
                start = first.start() - lead
                here = text[start : start + len(word)] if start >= 0 else ""
                is_same = here.casefold() == word.casefold() if self.fold else here == word
                if is_same and start >= end and not text[start + len(word) :][:1].isalnum():
                    end = start + len(word)
                    yield start, here
                    break


def _shown(words: _Words, text: str | Text, but: re.Pattern[str] | None = None) -> Iterator[tuple[int, str]]:
    """Where in its source the words of a text are shown to a reader, each once, but for those that `but` matches."""
    source = str(text)
    if next(words.matches(source), None) is None:
        return
    if isinstance(text, str):
        yield from words.matches(source)
        return
    from ceo_sim.scenario.wordings import wordings  # late: the words are rarely there

    shown: dict[int, str] = {}
    for wording in wordings(text):
        spans = [match.span() for match in but.finditer(wording.text)] if but else []
        for start, word in words.matches(wording.text):
            if not any(first <= start < end for first, end in spans):
                shown[wording.places[start]] = word
    yield from sorted(shown.items())
