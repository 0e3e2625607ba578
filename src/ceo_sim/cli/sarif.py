"""Findings as a SARIF log, which code scanning and many editors read.

The form is that of the Static Analysis Results Interchange Format 2.1.0, an OASIS standard.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ceo_sim import __version__, places

if TYPE_CHECKING:
    from ceo_sim.scenario.diagnostics import Diagnostic

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"


def log(diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """The log, as data for `json`; paths are relative to the current folder where they can be."""
    codes = sorted({diagnostic.code for diagnostic in diagnostics})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "ceo-sim", "version": __version__, "rules": [*map(_rule, codes)]}},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {ROOT: {"description": {"text": "The folder in which ceo-sim was run."}}},
                "results": [_result(diagnostic, codes.index(diagnostic.code)) for diagnostic in diagnostics],
            }
        ],
    }


def _rule(code: str) -> dict[str, Any]:
    from ceo_sim.scenario.codes import RULES
    from ceo_sim.scenario.pages import read_page

    page = read_page(places.diagnostics_folder(), code)
    why = "\n\n".join(page.why)
    examples = f"Bad:\n\n{page.bad}\nGood:\n\n{page.good}"
    fence = "```toml" if page.is_toml else "```text"
    in_markdown = f"**Bad**\n\n{fence}\n{page.bad}```\n\n**Good**\n\n{fence}\n{page.good}```\n"
    return {
        "id": code,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": page.what},
        "help": {"text": f"{why}\n\n{examples}", "markdown": f"{why}\n\n{in_markdown}"},
        "defaultConfiguration": {"level": RULES[code].severity},
    }


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, Any]:
    region = {
        "startLine": diagnostic.line,
        "startColumn": diagnostic.column,
        "endLine": diagnostic.end_line,
        "endColumn": diagnostic.end_column,
    }
    reason = {"kind": "inSource", "status": "accepted", "justification": diagnostic.allowed}
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity,
        "message": {"text": diagnostic.sentence},
        "locations": [{"physicalLocation": {"artifactLocation": _location(diagnostic.file), "region": region}}],
        "suppressions": [reason] if diagnostic.allowed else [],
    }


def _location(file: str) -> dict[str, str]:
    from urllib.parse import quote

    path = Path(file)
    if path.is_absolute() or ".." in path.parts:
        relative = os.path.relpath(path) if path.drive == Path.cwd().drive else file
        if Path(relative).is_absolute() or relative.startswith(".."):
            return {"uri": Path(os.path.abspath(path)).as_uri()}  # noqa: PTH100 - `resolve` would follow links
        path = Path(relative)
    return {"uri": quote(path.as_posix()), "uriBaseId": ROOT}
