"""Which words of a page are the story's: they have their own direction of reading, and often another language.

The page's own words are English. A name of the story in one of its sentences is isolated, or the sign of a figure
behind a Hebrew one would be shown on the wrong side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import define

from ceo_sim.presentation.document import Page, Spans
from ceo_sim.report.elements import Attribute, Markup, element, joined
from ceo_sim.scenario.values import is_language_tag

ENGLISH = "en"
_RIGHT_TO_LEFT = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_RUN = rf"{_RIGHT_TO_LEFT}(?:[ '’\u00a0\u200c\u200d-]*{_RIGHT_TO_LEFT})*"
"""Words from right to left, without the figures and the commas between them."""
_TURNED = re.compile(_RIGHT_TO_LEFT)


@define
class StoryWords:
    """Finds and marks them; `language` is that of the story that is being written."""

    language: str
    names: Mapping[str, str]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, page: Page) -> StoryWords:
        """Those of a page; English names from left to right need no mark."""
        marked = {name: lang for name, lang in page.names.items() if _foreign(lang) or _TURNED.search(name)}
        # A lone letter is a mark in a chart, and what has no letters is a figure.
        wanted = [name for name in marked if any(map(str.isalpha, name)) and (len(name) > 1 or not name.isascii())]
        known = rf"(?<!\w)(?:{_alternatives(wanted)})(?!\w)|" if wanted else ""
        return cls(page.language, marked, re.compile(f"{known}{_RUN}"))

    def attributes(self, spans: Spans) -> dict[str, Attribute]:
        """What an element has whose words are the story's and nothing else's; nothing if some are the page's."""
        words = [span for span in spans if not span.text.isspace()]
        text = "".join(span.text for span in words)
        if words and all(span.is_story for span in words):
            lang = _foreign(self.language)
        elif found := self.pattern.fullmatch(text.removesuffix(".")):
            lang = self._language(found[0])
        else:
            return {}
        return {"dir": "auto", "lang": lang} if lang or _TURNED.search(text) else {}

    def text(self, text: str) -> Markup:
        """The page's own words, in which names of the story are isolated."""
        parts: list[str] = []
        end = 0
        for found in self.pattern.finditer(text):
            parts += text[end : found.start()], element("bdi", found[0], lang=self._language(found[0]))
            end = found.end()
        return joined((*parts, text[end:]))

    def _language(self, name: str) -> str | None:
        return _foreign(self.names.get(name, ENGLISH))


def _alternatives(texts: Iterable[str]) -> str:
    """A pattern for any of the texts, the longest that fits; thousands are sought by their first letters."""
    by_start = defaultdict[str, list[str]](list)
    for text in sorted(texts, key=len, reverse=True):
        by_start[text[:3]].append(re.escape(text[3:]))
    starts = sorted(by_start.items(), key=lambda start: -len(start[0]))
    return "|".join(f"{re.escape(start)}(?:{'|'.join(rests)})" for start, rests in starts)


def own_language(page: Page) -> str:
    """The language of the page's own words: English, in the manner of the story if that is English, too."""
    return ENGLISH if _foreign(page.language) or not is_language_tag(page.language) else page.language


def isolated_if_turned(words: Markup, text: str) -> Markup:
    """The player's own words behind words of the page, in whatever language they are."""
    return element("bdi", words) if _TURNED.search(text) else words


def _foreign(language: str) -> str | None:
    """A language that is not English."""
    is_english = language.lower().partition("-")[0] == ENGLISH
    return None if is_english or not is_language_tag(language) else language
