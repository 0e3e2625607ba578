"""TOML 1.1, read alike on every Python and in time that grows with the text.

The standard reader is that of its Python: from 3.15 on it takes what older ones refuse. And it needs time in the square
of the parts of a key, so a text is measured before it is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tomli

from ceo_sim.scenario.toml_size import size_within_limits

TomlError = tomli.TOMLDecodeError


def loads(text: str, *, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """Read a text.

    Raises:
        TomlError: It is not TOML; the message says where.
        ValueError: It is deeper or has more keys than `toml_size` allows, or has a number that Python cannot read.
    """
    if size_within_limits(text) is None:
        from ceo_sim.scenario.positions import scan  # what is long and within the limits is rare

        if (excess := scan(text, lengths=False).excess) is not None:
            raise ValueError(f"{excess.message}: {excess.expected}")
    return tomli.loads(text, parse_float=parse_float)


def reason(text: str, error: TomlError) -> str:
    """Why a text was refused, with its line, in its author's words or else in those of the parser."""
    from ceo_sim.scenario.syntax import mistake  # late: few texts are refused

    text = text.replace("\r\n", "\n")
    if (problem := mistake(text)) is None:
        return str(error)
    issue, _ = problem
    line = text.count("\n", 0, issue.offset or 0) + 1
    return f"line {line}: {issue.message}; expected {issue.expected}"
