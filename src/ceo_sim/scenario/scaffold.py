"""A new scenario made of one that is there: the same texts, comments and all, under another id and title."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ceo_sim.scenario import sources

TITLE_OF = ("scenario", "title")
ID_OF = ("scenario", "id")


def renamed(texts: Mapping[str, str], id: str, title: str | None = None, note: str = "") -> dict[str, str]:
    """The texts of a scenario with another id and title.

    Args:
        texts: What stands in its files, by their names; they have no errors.
        id: The new id.
        title: The new title; the old one if None.
        note: What is said of where it comes from, as a comment at the beginning of the first file.
    """
    new = {ID_OF: id} | ({} if title is None else {TITLE_OF: title})
    written = {}
    for name, text in texts.items():
        index = sources.read(name, text).index
        text = index.text
        places = sorted(
            ((index.values[path], said) for path, said in new.items() if path in index.values), reverse=True
        )
        for (start, end), said in places:
            text = text[:start] + json.dumps(said, ensure_ascii=False) + text[end:]
        written[name] = text
    first = next(iter(written))
    written[first] = _below_schema(written[first], note)
    return written


def in_one(texts: Mapping[str, str]) -> str:
    """The texts of a scenario one behind the other, the main one first; none begins with keys that are in no table."""
    return "\n".join(text.strip() + "\n" for text in texts.values())


def _below_schema(text: str, note: str) -> str:
    """The text with a comment at its beginning, or behind a line that names a schema: editors look for that first."""
    if not note:
        return text
    schema, end, rest = text.partition("\n") if text.startswith("#:schema") else ("", "", text)
    return f"{schema}{end}# {note}\n{rest}"
