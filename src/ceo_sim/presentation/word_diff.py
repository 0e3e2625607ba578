"""Two texts as one, with the words that were taken out and put in marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

AROUND = 6
"""Words that are kept beside a change; of longer stretches the middle is left out."""
_TOKEN = re.compile(r"\{[^{}]*\}|\w+(?:['’-]\w+)*|\s+|[^\w\s]")


def word_diff(old: str, new: str) -> str:
    """The new text with `[-words taken out-]` and `{+words put in+}`, as Git marks them."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    parts: list[str] = []
    opcodes = matcher.get_opcodes()
    for number, (tag, first, last, start, end) in enumerate(opcodes):
        if tag == "equal":
            parts += _shortened(after[start:end], is_first=number == 0, is_last=number == len(opcodes) - 1)
            continue
        if first < last:
            parts.append(f"[-{''.join(before[first:last])}-]")
        if start < end:
            parts.append(f"{{+{''.join(after[start:end])}+}}")
    return " ".join("".join(parts).split())


def _shortened(tokens: list[str], *, is_first: bool, is_last: bool) -> Iterator[str]:
    """Tokens that have not changed, as many of them as show where a change stands."""
    head, tail = 0 if is_first else 2 * AROUND, 0 if is_last else 2 * AROUND
    if len(tokens) <= head + tail + 2:
        yield from tokens
        return
    yield from tokens[:head]
    yield " ... "
    yield from tokens[len(tokens) - tail :]
