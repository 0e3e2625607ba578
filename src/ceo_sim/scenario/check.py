"""All that is checked across a whole scenario: each concern in `checks`, and then what `proofs` can prove of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import attrs

from ceo_sim.scenario.acts import with_breaks
from ceo_sim.scenario.checks import (
    acts,
    clocks,
    decisions,
    expressions,
    ids,
    numbers,
    people,
    references,
    stakes,
    style,
    texts,
    unused,
    work,
)
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.codes import RULES
from ceo_sim.scenario.diagnostics import MAX_DIAGNOSTICS
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.memory import Memory
from ceo_sim.scenario.model import Scenario
from ceo_sim.scenario.proofs import Prover

MANY = 4
Check = Callable[[ScenarioIndex], Iterator[Issue]]
_OF_NAMES = frozenset({"E301", "E303", "E501"})
_CONSISTENCY = "678"
"""Second characters of the codes that compare the keys of a table: one that is faulty has no say."""
_CHECKS = (
    ids.check,
    references.check,
    clocks.check,
    numbers.check,
    expressions.check,
    decisions.check,
    acts.check,
    texts.check,
    people.check,
    stakes.check,
)


def check(
    scenario: Scenario,
    known: list[Issue],
    memory: Memory | None = None,
    *,
    findings: bool = True,
    conditions: bool = True,
) -> list[Issue]:
    """Everything wrong with a scenario beyond what is `known` from reading it.

    Args:
        scenario: As it was read, with placeholders for what is known to be wrong.
        known: What came of reading it.
        memory: What was found out of it in other editions, and of earlier versions; what is new is added.
        findings: Whether to look for what is hardly meant so too, where that takes long: style, names that nobody uses,
            proofs. No error is among it.
        conditions: Whether to look for that in more than texts.
    """
    index = ScenarioIndex.of(scenario, frozenset(issue.path for issue in known), memory)
    issues = _merged(_issues(index, (*_CHECKS, style.check) if findings else _CHECKS))
    if not known and not has_errors(issues):
        issues += work.check(index)
        if not has_errors(issues):  # a story that is too large to play is too large to follow
            story = _whole_story(index)
            prover = Prover.of(story)
            issues += prover.errors(story)
            if findings and not has_errors(issues):
                proven = prover.findings(story, scenario, conditions=conditions)
                issues += (issue for issue in proven if not _is_of_a_break(issue, scenario))
        if findings:
            issues += unused.check(index)  # a misspelt name is one defect, not also an unused thing
    return issues


def _whole_story(index: ScenarioIndex) -> ScenarioIndex:
    """The story as it is played as a whole, with an event at the end of each act."""
    scenario = with_breaks(index.scenario)
    return index if scenario is index.scenario else ScenarioIndex.of(scenario, index.faulty, index.memory)


def _is_of_a_break(issue: Issue, scenario: Scenario) -> bool:
    return issue.path[:1] == ("event",) and issue.path[1] in scenario.acts


def has_errors(issues: list[Issue]) -> bool:
    """Whether any of some issues keeps a scenario from being played."""
    return any(RULES[issue.code].severity == "error" for issue in issues)


def _merged(issues: Iterator[Issue]) -> list[Issue]:
    """Merge issues that say the same in many places into one at the first of them."""
    alike: dict[object, list[Issue]] = {}
    for issue in issues:
        same = (issue.code, issue.message) if issue.code in _OF_NAMES else issue
        alike.setdefault(same, []).append(issue)
    merged: list[Issue] = []
    for same_ones in alike.values():
        if len(same_ones) < MANY:
            merged += same_ones
        else:
            first = same_ones[0]
            merged.append(
                attrs.evolve(first, message=f"{first.message}, here and in {len(same_ones) - 1} other places")
            )
    return merged


def _issues(index: ScenarioIndex, checks: Sequence[Check]) -> Iterator[Issue]:
    tables = {path for path, _ in index.things} if index.faulty else set()
    for check_concern in checks:
        errors = 0
        for issue in check_concern(index):
            if _is_consequence(issue, index.faulty, tables):
                continue
            yield issue
            errors += RULES[issue.code].severity == "error"
            if errors > MAX_DIAGNOSTICS:
                break


def _is_consequence(issue: Issue, faulty: frozenset[Path], tables: set[Path]) -> bool:
    """Whether an issue may only be a consequence of what is known to be faulty."""
    path = issue.path
    if not faulty:
        return False
    if any(path[:length] in faulty for length in range(len(path) + 1)):
        return True
    table = path if path in tables else path[:-1]
    compares = issue.code[0] == "W" or issue.code[1] in _CONSISTENCY
    return compares and any(known[: len(table)] == table and len(known) <= len(table) + 2 for known in faulty)
