"""How a field of the model is described to authors: one description feeds loader, schema and reference.

Each attribute of the model is declared with `toml_field`, so that the loader's messages, the JSON Schema and
`docs/scenario-format.md` cannot drift from the code that reads a scenario.
"""

from __future__ import annotations

from typing import Any

import attrs

REQUIRED: Any = attrs.NOTHING
HEADINGS = frozenset({"title", "label"})
"""Attributes of a text by which its thing is called wherever it is named, so it may never be without words."""


def toml_field(  # noqa: PLR0913 - each is a column of the reference, given by name
    doc: str,
    *,
    default: Any = REQUIRED,
    factory: Any = None,
    name: str | None = None,
    unit: str = "",
    example: str = "",
    refers: str = "",
    fixed: bool = False,
    since: int = 1,
) -> Any:
    """Declare an attribute that an author writes.

    Args:
        doc: One sentence for the reference and the schema.
        default: Its value where the author leaves it out; required if neither this nor `factory` is given.
        factory: Makes the default where it is a container.
        name: The TOML key, where it differs from the attribute's name.
        unit: What a number counts.
        example: One or two lines of TOML.
        refers: The table whose ids it names, as its value, in its list or as its keys.
        fixed: Whether it is more than words, so that an edition cannot replace it.
        since: The first version of the language that has it.
    """
    metadata = {
        "doc": doc,
        "name": name,
        "unit": unit,
        "example": example,
        "refers": refers,
        "fixed": fixed,
        "since": since,
    }
    if factory is not None:
        return attrs.field(factory=factory, metadata=metadata)
    return attrs.field(default=default, metadata=metadata)


def toml_id() -> Any:
    """Declare the id of a thing: its TOML key, put in by the loader."""
    return attrs.field(default="", metadata={"identifier": True})


def toml_name(attribute: attrs.Attribute[Any]) -> str:
    """The key under which an author writes this attribute."""
    return attribute.metadata.get("name") or attribute.name


def is_toml_id(attribute: attrs.Attribute[Any]) -> bool:
    """Whether the loader fills this attribute from the TOML key."""
    return bool(attribute.metadata.get("identifier"))


def refers_to(attribute: attrs.Attribute[Any]) -> str:
    """The table whose ids this attribute names, or empty."""
    return str(attribute.metadata.get("refers", ""))
