"""`ceo-sim check --watch`: what each save of a file changes in the findings."""

from __future__ import annotations

import gc
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import Factory, define, field, frozen

from ceo_sim.cli.output import print_lines
from ceo_sim.library import Watch
from ceo_sim.scenario.diagnostics import Diagnostic
from ceo_sim.scenario.loader import diagnose
from ceo_sim.scenario.memory import Memory

EVERY = 0.03
"""Seconds between two looks at the files."""
UNREADABLE = "E0"
"""How the codes begin of what keeps a scenario from being read, so that nothing else is looked for."""


@frozen
class Changes:
    """What has changed in the findings of a scenario from one version to the next.

    Attributes:
        new: What was not there before.
        mended: What is gone.
        there: What is still there, where it is now.
        unseen: What was there before, and is not looked for as long as there are errors.
    """

    new: tuple[Diagnostic, ...]
    mended: tuple[Diagnostic, ...]
    there: tuple[Diagnostic, ...]
    unseen: tuple[Diagnostic, ...]

    @classmethod
    def between(cls, before: Iterable[Diagnostic], now: Sequence[Diagnostic]) -> Changes:
        """Compare two versions; a finding that has only moved to another line is the same."""
        known: dict[object, list[Diagnostic]] = defaultdict(list)
        for diagnostic in before:
            known[_sameness(diagnostic)].append(diagnostic)
        new: list[Diagnostic] = []
        there: list[Diagnostic] = []
        for diagnostic in now:
            alike = known[_sameness(diagnostic)]
            (there if alike else new).append(diagnostic)
            del alike[:1]
        gone = [diagnostic for alike in known.values() for diagnostic in alike]
        errors = [diagnostic for diagnostic in now if diagnostic.severity == "error"]
        is_unreadable = any(error.code.startswith(UNREADABLE) for error in errors)
        unseen = [each for each in gone if is_unreadable or (errors and each.severity != "error")]
        mended = [each for each in gone if each not in unseen]
        return cls(tuple(new), tuple(mended), tuple(there), tuple(unseen))

    @property
    def summary(self) -> str:
        """How much has changed, in one line."""
        counts = [f"{len(self.new)} new", f"{len(self.mended)} mended", f"{len(self.there)} still there"]
        if self.unseen:
            counts.append(f"{len(self.unseen)} not looked for while there are errors")
        is_sound = not (self.new or self.there or self.unseen)
        return ", ".join(counts) + ("; nothing is wrong" if is_sound else "")

    def lines(self) -> Iterator[str]:
        """What has changed, for a person: what is new in full, the rest in a line each."""
        for diagnostic in self.new:
            first, *others = diagnostic.lines()
            yield f"new:    {first}"
            yield from others
        for word, diagnostics in (("mended", self.mended), ("still", self.there), ("unseen", self.unseen)):
            for diagnostic in diagnostics:
                yield f"{f'{word}:':7} {diagnostic.lines()[0]}"


def _sameness(diagnostic: Diagnostic) -> object:
    return diagnostic.file, diagnostic.code, diagnostic.message


@define(eq=False)
class Watched:
    """A scenario that is checked again and again.

    Attributes:
        path: Where it is.
        findings: What there is in its newest version.
        unseen: What stood in an earlier one, and has not been looked for since.
    """

    path: Path
    findings: tuple[Diagnostic, ...] = ()
    unseen: tuple[Diagnostic, ...] = ()
    _memory: Memory = field(factory=Memory)
    _watch: Watch = field(default=Factory(lambda self: Watch(self.path), takes_self=True))

    @property
    def has_changed(self) -> bool:
        """Whether there is a new version; to be asked often."""
        return self._watch.has_changed()

    @property
    def standing(self) -> tuple[Diagnostic, ...]:
        """What its author does not allow."""
        return tuple(diagnostic for diagnostic in self.findings if not diagnostic.allowed)

    def check(self) -> Changes:
        """Check the newest version."""
        before = [*self.standing, *self.unseen]
        gc.disable()  # to look for garbage takes a tenth of the time, and there is time for it afterwards
        self.findings = diagnose(self.path, self._memory)
        gc.enable()
        changes = Changes.between(before, self.standing)
        self.unseen = changes.unseen
        return changes


def watch(scenarios: Sequence[Watched]) -> int:
    """Print what each save changes in the findings of scenarios that have been checked, until Ctrl-C.

    Returns:
        1 if any has errors in the end, or else 0, as without watching.
    """
    gc.freeze()  # what has been imported and read stays, and need not be looked through again
    try:
        while True:
            for scenario in scenarios:
                if scenario.has_changed:
                    _print(scenario, scenario.check())
            time.sleep(EVERY)
    except KeyboardInterrupt:
        print()
    return int(any(diagnostic.severity == "error" for scenario in scenarios for diagnostic in scenario.findings))


def _print(scenario: Watched, changes: Changes) -> None:
    print_lines([f"---- {time.strftime('%H:%M:%S')} {scenario.path}: {changes.summary}", *changes.lines()])
    sys.stdout.flush()
