"""Which words of a page are the story's: they have their own direction of reading, and often another language.

The page's own words are English. A name of the story in one of its sentences is isolated, or the sign of a figure
behind a Hebrew one would be shown on the wrong side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from attrs import define

from ceo_sim.html.elements import Attribute, Markup, element, joined
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.document import VALUE, Spans
from ceo_sim.scenario.values import is_language_tag

ENGLISH = "en"
_RIGHT_TO_LEFT = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_RUN = rf"{_RIGHT_TO_LEFT}(?:[ '’\u00a0\u200c\u200d-]*{_RIGHT_TO_LEFT})*"
"""Words from right to left, without the figures and the commas between them."""
_TURNED = re.compile(_RIGHT_TO_LEFT)
_WORDS_TURNED = re.compile(_RUN)
_KEY = 6
"""Letters by which names are looked up. One pattern of five thousand whole names would take a second to compile."""
_FIGURE = r"[-+]?\d[\d,.]*(?:e\+\d+)?%?"


@define
class StoryWords:
    """Finds and marks them; `language` is that of the story that is being written."""

    language: str
    names: Mapping[str, str]
    by_start: Mapping[str, list[str]]
    starts: re.Pattern[str]

    @classmethod
    def of(cls, language: str, names: Mapping[str, str]) -> StoryWords:
        """Those of a story, its names each with a language; English ones from left to right need no mark."""
        marked = {name: lang for name, lang in names.items() if _foreign(lang) or _TURNED.search(name)}
        by_start = defaultdict[str, list[str]](list)
        for name in marked:
            # A lone letter is a mark in a chart, and what has no letters is a figure.
            if any(map(str.isalpha, name)) and (len(name) > 1 or not name.isascii()):
                by_start[name.partition(VALUE)[0][:_KEY]].append(name)
        known = rf"(?<!\w)(?:{_alternatives(by_start)})|" if by_start else ""
        return cls(language, marked, by_start, re.compile(f"{known}{_RIGHT_TO_LEFT}"))

    def attributes(self, spans: Spans) -> dict[str, Attribute]:
        """What an element has whose words are the story's and nothing else's; nothing if some are the page's."""
        words = [span for span in spans if not span.text.isspace()]
        text = "".join(span.text for span in words)
        if words and all(span.is_story for span in words):
            lang = _foreign(self.language)
        elif text and (match := self._longest(text, 0)) and match[0] >= len(text.removesuffix(".")):
            lang = match[1]
        else:
            return {}
        return {"dir": "auto", "lang": lang} if lang or _TURNED.search(text) else {}

    def text(self, text: str) -> Markup:
        """The page's own words, in which names of the story are isolated."""
        parts: list[str] = []
        end = 0
        for start in (start.start() for start in self.starts.finditer(text)):
            if start >= end and (match := self._longest(text, start)):
                parts += text[end:start], element("bdi", text[start : match[0]], lang=match[1])
                end = match[0]
        return joined((*parts, text[end:]))

    def _longest(self, text: str, start: int) -> tuple[int, str | None] | None:
        """Where the longest name ends that begins at a place, and its language; None if there is none."""
        longest, language = 0, ENGLISH
        if not start or not _is_of_word(text[start - 1]):
            for length in range(_KEY + 1):
                for name in self.by_start.get(text[start : start + length], ()):
                    end = _end(name, text, start)
                    if end > longest and not (end < len(text) and _is_of_word(text[end])):
                        longest, language = end, self.names[name]
        if longest:
            return longest, _foreign(language)
        turned = _WORDS_TURNED.match(text, start)
        return (turned.end(), None) if turned else None


def names_of(subject: DebriefSubject) -> dict[str, str]:
    """The names in a story that a debrief may quote, each with its language.

    None of an English one: in English sentences they need no mark, and to gather thousands of them takes a while.
    """
    language = subject.scenario.info.language
    return dict.fromkeys(subject.author_words(), language) if _foreign(language) else {}


def _alternatives(texts: Iterable[str]) -> str:
    """A pattern for any of the texts, or for a figure in the place of an empty one; sought by their first letters."""
    by_start = defaultdict[str, list[str]](list)
    for text in texts:
        by_start[text[:2]].append(re.escape(text[2:]))
    starts = {re.escape(start) or _FIGURE: rests for start, rests in by_start.items()}
    return "|".join(f"{start}(?:{'|'.join(rests)})" for start, rests in starts.items())


def _end(name: str, text: str, start: int) -> int:
    """Where a name ends that begins at a place of a text; 0 if it does not."""
    if VALUE not in name:
        return start + len(name) if text.startswith(name, start) else 0
    match = _with_figures(name).match(text, start)
    return match.end() if match else 0


@cache
def _with_figures(name: str) -> re.Pattern[str]:
    return re.compile(_FIGURE.join(map(re.escape, name.split(VALUE))))


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def own_language(of_story: str) -> str:
    """The language of a page's own words: English, in the manner of the story if that is English, too."""
    return ENGLISH if _foreign(of_story) or not is_language_tag(of_story) else of_story


def isolated_if_turned(words: Markup, text: str) -> Markup:
    """The player's own words behind words of the page, in whatever language they are."""
    return element("bdi", words) if _TURNED.search(text) else words


def _foreign(language: str) -> str | None:
    """A language that is not English."""
    is_english = language.lower().partition("-")[0] == ENGLISH
    return None if is_english or not is_language_tag(language) else language
