"""How hard an English text is to read."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+")
_VOWELS = re.compile(r"[aeiouyáéíóúàèäëïöü]+")
_SILENT = re.compile(r"(?:[^aeiouylr]es|[^aeiouytd]ed|[^aeiouyl]e|[aeiouy]le|[aeiouy][lr]es)$")
"""Endings whose e is not spoken: `makes`, `asked`, `make`, `role`; but `boxes`, `wanted`, `table`."""
_SPOKEN = re.compile(r"(?:[sxz]|ch|sh|[cg])es$")


def words_in(text: str) -> list[str]:
    """The words of a text without markup; one with a hyphen or an apostrophe is one."""
    return WORD.findall(text)


def sentences_in(text: str) -> list[str]:
    """The sentences of a text without markup."""
    return [sentence for part in _SENTENCE_END.split(text) if (sentence := part.strip())]


def syllables(word: str) -> int:
    """About how many syllables an English word has: its groups of vowels, less an e at its end that is not spoken."""
    word = word.lower()
    groups = len(_VOWELS.findall(word))
    silent = _SILENT.search(word) and not _SPOKEN.search(word)
    return max(1, groups - bool(silent))


def grade(sentences: Iterable[str]) -> float | None:
    """The grade of a school in the United States for which a text is, after Flesch and Kincaid; None without words.

    0.39 x words a sentence + 11.8 x syllables a word - 15.59 (Kincaid, Fishburne, Rogers and Chissom 1975, Derivation
    of new readability formulas for Navy enlisted personnel).
    """
    counted = [words for sentence in sentences if (words := words_in(sentence))]
    words = [word for sentence in counted for word in sentence]
    if not words:
        return None
    return 0.39 * len(words) / len(counted) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
