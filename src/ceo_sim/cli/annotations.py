"""Findings as workflow commands of GitHub, which shows them beside the lines of a change.

The form is that of "Workflow commands for GitHub Actions": `::error file=…,line=…,col=…::message`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ceo_sim.scenario.diagnostics import Diagnostic

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_IN_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_DATA, ":": "%3A", ",": "%2C"}


def annotation(diagnostic: Diagnostic) -> str:
    """The line for a finding."""
    from ceo_sim.scenario.codes import RULES

    rule = RULES[diagnostic.code]
    properties = {
        "file": diagnostic.file,
        "line": diagnostic.line,
        "endLine": diagnostic.end_line,
        "col": diagnostic.column,
        "endColumn": diagnostic.end_column,
        "title": f"{rule.code} {rule.title}",
    }
    if diagnostic.line != diagnostic.end_line:
        del properties["col"], properties["endColumn"]  # GitHub takes columns within one line only
    written = ",".join(f"{name}={_escaped(str(value), _IN_PROPERTY)}" for name, value in properties.items())
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{_escaped(diagnostic.sentence, _IN_DATA)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)
