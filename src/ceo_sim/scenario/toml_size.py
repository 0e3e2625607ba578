"""How large and how deep a TOML text may be, and a quick proof that one is neither too large nor too deep."""

from __future__ import annotations

import re

MAX_DEPTH = 16
MAX_KEYS = 100_000
MAX_STRING = 20_000
MAX_SCALAR = 100

STRING_OR_COMMENT = re.compile(
    r'"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}'
    r"|'''(?:[^']++|'{1,2}(?!'))*+'{3,5}"
    r'|"(?:[^"\\\n]++|\\[^\n])*+"'
    r"|'[^'\n]*+'"
    r"|\#[^\n]*+",
    re.DOTALL,
)
_BRACKET = re.compile(r"[\[\]{}]")
_BETWEEN_SCALARS = re.compile(r"[\[\]{},=\n]")


def size_within_limits(text: str) -> int | None:
    """An upper bound of the number of keys and elements in a text that is within every limit; None if it may not be.

    Strings and comments are cut out, and the marks that are left are counted. This takes an eighth of the time of
    `positions.scan`, and up to the first place that is not TOML it sees the same strings as `tomli`, which reads no
    further.
    """
    skeleton: list[str] = []
    end = 0
    for match in STRING_OR_COMMENT.finditer(text):
        start = match.start()
        skeleton.append(text[end:start])
        end = match.end()
        if end - start > MAX_STRING and text[start] != "#":
            return None
    skeleton.append(text[end:])
    bare = "".join(skeleton)
    depth = 0
    for bracket in _BRACKET.findall(bare):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            return None
    if max(line.count(".") for line in bare.split("\n")) >= MAX_DEPTH:
        return None
    if max(map(len, _BETWEEN_SCALARS.split(bare))) > MAX_SCALAR:
        return None
    # A key has a "=" or its header's bracket, each further part a dot; an element has a comma or its list's bracket.
    size = bare.count("=") + bare.count(".") + bare.count(",") + 2 * bare.count("[")
    return size if size <= MAX_KEYS else None
