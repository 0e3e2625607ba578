"""What only the whole of a scenario can show to be wrong: each module holds the checks of one concern."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ceo_sim.scenario.checks import clocks, decisions, expressions, ids, numbers, references, unused
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.codes import RULES
from ceo_sim.scenario.diagnostics import MAX_DIAGNOSTICS, Finding, Path
from ceo_sim.scenario.model import Scenario

MANY = 4
_OF_NAMES = frozenset({"E301", "E303", "E501"})
_CONSISTENCY = "678"
"""Second characters of the codes that compare the keys of a table: one that is faulty has no say."""
_CHECKS = (ids.check, references.check, clocks.check, numbers.check, expressions.check, decisions.check)


def check(scenario: Scenario, known: list[Finding]) -> list[Finding]:
    """Everything wrong with a scenario beyond what is `known` from reading it."""
    index = ScenarioIndex.of(scenario, frozenset(finding.path for finding in known))
    found = _gathered(_findings(index))
    if not known and not any(RULES[finding.code].severity == "error" for finding in found):
        found += unused.check(index)  # a misspelt name is one defect, not also an unused thing
    return found


def _gathered(findings: Iterator[Finding]) -> list[Finding]:
    """The findings, where one that says the same in many places is told at the first of them."""
    alike: dict[object, list[Finding]] = {}
    for finding in findings:
        same = (finding.code, finding.message) if finding.code in _OF_NAMES else finding
        alike.setdefault(same, []).append(finding)
    found: list[Finding] = []
    for same_ones in alike.values():
        if len(same_ones) < MANY:
            found += same_ones
        else:
            first = same_ones[0]
            found.append(attrs.evolve(first, message=f"{first.message}, here and in {len(same_ones) - 1} other places"))
    return found


def _findings(index: ScenarioIndex) -> Iterator[Finding]:
    tables = {path for path, _ in index.things} if index.faulty else set()
    for each in _CHECKS:
        errors = 0
        for finding in each(index):
            if _follows(finding, index.faulty, tables):
                continue
            yield finding
            errors += RULES[finding.code].severity == "error"
            if errors > MAX_DIAGNOSTICS:
                break


def _follows(finding: Finding, faulty: frozenset[Path], tables: set[Path]) -> bool:
    """Whether a finding may only come from what is faulty already."""
    path = finding.path
    if not faulty:
        return False
    if any(path[:length] in faulty for length in range(len(path) + 1)):
        return True
    table = path if path in tables else path[:-1]
    compares = finding.code[0] == "W" or finding.code[1] in _CONSISTENCY
    return compares and any(known[: len(table)] == table and len(known) <= len(table) + 2 for known in faulty)
