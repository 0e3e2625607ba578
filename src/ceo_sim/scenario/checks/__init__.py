"""What only the whole of a scenario can show to be wrong: each module holds the checks of one concern."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ceo_sim.scenario.checks import clocks, decisions, expressions, ids, numbers, references, unused
from ceo_sim.scenario.checks.whole import Whole
from ceo_sim.scenario.codes import RULES
from ceo_sim.scenario.diagnostics import Finding, Path
from ceo_sim.scenario.model import Scenario

MAX_FINDINGS = 1_000
_CONSISTENCY = "678"
"""Second characters of the codes that compare the keys of a table: one that is faulty has no say."""
_CHECKS = (ids.check, references.check, clocks.check, numbers.check, expressions.check, decisions.check)


def check(scenario: Scenario, known: list[Finding]) -> list[Finding]:
    """Everything wrong with a scenario beyond what is `known` from reading it."""
    whole = Whole.of(scenario, frozenset(finding.path for finding in known))
    found = list(_findings(whole))
    if not known and not any(RULES[finding.code].severity == "error" for finding in found):
        found += unused.check(whole)  # a misspelt name is one defect, not also an unused thing
    return found


def _findings(whole: Whole) -> Iterator[Finding]:
    tables = {path for path, _ in whole.things} if whole.faulty else set()
    for each in _CHECKS:
        for finding in islice(each(whole), MAX_FINDINGS):
            if not _follows(finding, whole.faulty, tables):
                yield finding


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
