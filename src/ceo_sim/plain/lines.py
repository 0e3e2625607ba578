"""Lines of plain text: wrapped, set in, and what was typed taken apart."""

from __future__ import annotations

from collections.abc import Iterator

import wcwidth

from ceo_sim.keyboards import latin, whole_number
from ceo_sim.presentation.safe_text import for_terminal
from ceo_sim.scenario.characters import one_line
from ceo_sim.scenario.markup import blocks

INDENT = "   "


def quoted(typed: str) -> str:
    """What somebody typed, to be shown to them: cropped and harmless."""
    text = one_line(typed)
    return f'"{text if len(text) <= 40 else text[:40] + "..."}"'


def place(typed: str, count: int) -> int | None:
    """Where a number from 1 to `count` points, counted from 0; None if it is no such number."""
    number = whole_number(typed, 1, count)
    return None if number is None else number - 1


def asks_for_all(typed: str, word: str = "all") -> tuple[str, bool]:
    """What was typed without a last word `all`, or another, and whether it had one."""
    *first, last = typed.split() or [""]
    return (" ".join(first), True) if first and latin(last).lower() == word else (typed, False)


def wrapped(line: str, width: int) -> list[str]:
    """A line in parts that fit; what follows a number or stands indented stays indented."""
    line = for_terminal(line).rstrip()
    if wcwidth.width(line) <= width:
        return [line]
    lead = len(line) - len(line.lstrip())
    head = line.split(maxsplit=1)[0]
    hanging = lead + (len(head) + 1 if head == "-" or head.rstrip(".").isdigit() else 0)
    too_wide = [word for word in line.split() if wcwidth.width(word) > width - hanging]
    return wcwidth.wrap(
        line,
        width,
        subsequent_indent=" " * hanging,
        break_long_words=any("://" not in word for word in too_wide),  # an address is copied whole
        break_on_hyphens=False,
    ) or [""]


def paragraphs(text: str) -> Iterator[str]:
    """A filled text of the scenario as lines, with empty ones between its paragraphs."""
    last = ""
    for block in blocks(text):
        if last and not (block.kind == last == "item"):
            yield ""
        last = block.kind
        yield {"paragraph": "", "quote": INDENT, "item": "- "}[block.kind] + block.text
