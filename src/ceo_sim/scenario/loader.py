"""From a scenario on disk to a scenario in memory, or to everything that is wrong with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from ceo_sim.scenario import sources
from ceo_sim.scenario.checks import check
from ceo_sim.scenario.codes import RULES
from ceo_sim.scenario.diagnostics import MAX_DIAGNOSTICS, Diagnostic
from ceo_sim.scenario.editions import apply
from ceo_sim.scenario.files import edition_file, read_edition, read_files
from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.manifest import EDITIONS, MAIN_FILE, editions_of
from ceo_sim.scenario.model import Scenario
from ceo_sim.scenario.positions import MAX_KEYS
from ceo_sim.scenario.sources import Source, Sources, impossible_numbers
from ceo_sim.scenario.structure import structure
from ceo_sim.scenario.typecheck import Proofs

_BADNESS = {"error": 0, "warning": 1, "note": 2}


@frozen
class Loaded:
    """What came of loading a scenario.

    Attributes:
        scenario: The scenario; None if it has errors.
        diagnostics: Everything that is wrong with it, in the order of files and lines.
        fingerprint: 16 hexadecimal digits that change whenever anything in the scenario does; an edition is no change.
        files: The files that were read, the main one first.
    """

    scenario: Scenario | None
    diagnostics: tuple[Diagnostic, ...] = ()
    fingerprint: str = ""
    files: tuple[Path, ...] = ()

    @property
    def playable(self) -> Scenario:
        """The scenario of one that has no errors."""
        assert self.scenario is not None, self.errors
        return self.scenario

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that keep it from being played."""
        return tuple(diagnostic for diagnostic in self.diagnostics if diagnostic.severity == "error")


def load(path: Path, *, edition: str | None = None) -> Loaded:
    """Load a scenario from a file or a folder.

    Args:
        path: A file `NAME.toml`, or a folder with a `scenario.toml`, whose `*.toml` are read as one.
        edition: The name of a file in the folder's `editions`, whose words replace those of the scenario.

    Whatever is wrong, with the files too, is in the diagnostics; nothing is raised.
    """
    problems: list[Diagnostic] = []
    texts = read_files(path, problems)
    files, overlay = tuple(texts), None
    if edition is not None:
        file = edition_file(path, edition)
        files, overlay = (*files, file), (str(file), read_edition(path, edition, problems))
    if problems:
        return Loaded(None, tuple(problems), files=files)
    return evolve(_Draft.of(_by_name(texts)).checked(overlay), files=files)


def load_texts(files: Mapping[str, str], *, edition: str | None = None) -> Loaded:
    """Load a scenario from texts by name, as if they were the files of a folder.

    An edition is the text named `editions/NAME.toml`; other names under `editions/` are left alone.
    """
    name = f"{EDITIONS}/{edition}.toml"
    base = {key: text for key, text in files.items() if not key.startswith(f"{EDITIONS}/")}
    if not base:
        return Loaded(None, (Diagnostic(code="E007", message="there is nothing to load", file=MAIN_FILE),))
    if edition is None:
        return _Draft.of(base).checked(None)
    if name not in files:
        return Loaded(None, (Diagnostic(code="E903", message=f'there is no edition "{edition}"', file=name),))
    return _Draft.of(base).checked((name, files[name]))


def diagnose(path: Path) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a scenario and with each of its editions."""
    problems: list[Diagnostic] = []
    texts = read_files(path, problems)
    if problems:
        return tuple(problems)
    draft = _Draft.of(_by_name(texts))
    loaded = draft.checked(None)
    diagnostics = list(loaded.diagnostics)
    for edition in editions_of(path) if loaded.scenario else ():
        unreadable: list[Diagnostic] = []
        text = read_edition(path, edition, unreadable)
        of_edition = unreadable or draft.checked((str(edition_file(path, edition)), text)).diagnostics
        diagnostics += (new for new in of_edition if new not in loaded.diagnostics)
    return tuple(diagnostics)


def _by_name(texts: Mapping[Path, str]) -> dict[str, str]:
    return {str(file): text for file, text in texts.items()}


@define
class _Draft:
    """The texts of a scenario, parsed and merged once, to be checked as they are and with any edition.

    Attributes:
        sources: The texts.
        broken: What keeps them from being read as one.
        data: What they say.
        issues: What is wrong with that already.
        fingerprint: See `Loaded`.
        things: What its tables were read as; see `structure.Reading`.
        proofs: What came of its expressions; no edition changes a name or a function.
    """

    sources: list[Source]
    broken: list[Diagnostic]
    data: dict[str, Any] = field(factory=dict)
    issues: list[Issue] = field(factory=list)
    fingerprint: str = ""
    things: dict[int, Any] = field(factory=dict)
    proofs: Proofs = field(factory=dict)

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> _Draft:
        read = [sources.read(name, text) for name, text in texts.items()]
        broken = [source.broken for source in read if source.broken]
        at_most = sum(source.size for source in read)
        if not broken and at_most > MAX_KEYS and sum(len(source.index.keys) for source in read) > MAX_KEYS:
            message, most = "too many keys", f"at most {MAX_KEYS:,}"
            broken = [Diagnostic(code="E011", message=message, file=read[0].name, expected=most)]
        if broken:
            return cls(read, broken)
        data, issues = Sources(read).merged()
        return cls(read, [], data, [*issues, *impossible_numbers(data)], _fingerprint(data))

    def checked(self, edition: tuple[str, str] | None) -> Loaded:
        """Overlay the edition of that name and text, if any; structure and check."""
        overlay = sources.read(*edition) if edition else None
        if broken := [*self.broken, *([overlay.broken] if overlay and overlay.broken else [])]:
            return Loaded(None, tuple(broken))
        data, issues, things = self.data, list(self.issues), self.things
        if overlay:
            data, wrong_words = apply(overlay, data)
            issues += wrong_words
            things = dict(things)  # the tables of this edition are gone afterwards, and others may have their identity
        scenario, unreadable = structure(data, [issue for issue in issues if issue.code == "E405"], things)
        issues += unreadable
        if scenario:
            issues += check(scenario, issues, self.proofs)
        playable = not any(RULES[issue.code].severity == "error" for issue in issues)
        placed = _placed(Sources(self.sources, overlay), issues)
        return Loaded(scenario if playable else None, placed, self.fingerprint)


def _placed(texts: Sources, issues: list[Issue]) -> tuple[Diagnostic, ...]:
    """The worst issues at their places, each once, in the order of files and lines."""
    order = {source.name: number for number, source in enumerate(texts.sources)}
    issues = _joined(issues)
    worst_first = sorted(issues, key=lambda issue: _BADNESS[RULES[issue.code].severity])
    diagnostics = {texts.diagnostic(issue): None for issue in worst_first[:MAX_DIAGNOSTICS]}
    placed = sorted(diagnostics, key=lambda one: (order.get(one.file, len(order)), one.line, one.column, one.code))
    if len(issues) > MAX_DIAGNOSTICS:
        first = texts.sources[0].name
        placed.append(Diagnostic(code="N021", message="there are more problems than these", file=first))
    return tuple(placed)


def _joined(issues: list[Issue]) -> list[Issue]:
    """The issues, where all that one table misses is one of them."""
    missing: dict[object, list[Issue]] = {}
    for issue in issues:
        if issue.code == "E402":
            missing.setdefault((issue.path[:-1], issue.file), []).append(issue)
    joined = [issue for issue in issues if issue.code != "E402"]
    for in_table in missing.values():
        names = [f'"{issue.path[-1]}"' for issue in in_table]
        message = f"{', '.join(names[:-1])} and {names[-1]} are missing"
        joined.append(evolve(in_table[0], message=message, expected="") if len(in_table) > 1 else in_table[0])
    return joined


def _fingerprint(data: Mapping[str, Any]) -> str:
    # The order of keys stays: that of endings and options is part of their meaning.
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
