"""From a scenario on disk to a scenario in memory, or to everything that is wrong with it."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from ceo_sim import suggestions
from ceo_sim.scenario import acts, sources
from ceo_sim.scenario.check import check
from ceo_sim.scenario.codes import RULES
from ceo_sim.scenario.diagnostics import MAX_DIAGNOSTICS, Diagnostic, Place, escape
from ceo_sim.scenario.editions import apply
from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.issues import Path as DataPath
from ceo_sim.scenario.manifest import (
    EDITIONS,
    MAIN_FILE,
    MAX_EDITIONS,
    MAX_FILE,
    editions_of,
    find_scenarios,
    read_manifest,
)
from ceo_sim.scenario.memory import Memory
from ceo_sim.scenario.model import Scenario
from ceo_sim.scenario.sources import Source, Sources, impossible_numbers
from ceo_sim.scenario.structure import structure
from ceo_sim.scenario.toml_size import MAX_KEYS

__all__ = ["Loaded", "diagnose", "editions_of", "find_scenarios", "load", "load_texts", "read_manifest"]

ALLOWANCE = "allow:"
"""Stands in each comment that allows a finding."""
MAX_FOLDER = 8_000_000
MAX_FILES = 64
_BADNESS = {"error": 0, "warning": 1, "note": 2}


@frozen
class Loaded:
    """What came of loading a scenario.

    Attributes:
        scenario: The scenario; None if it has errors.
        diagnostics: Everything that is wrong with it, in the order of files and lines.
        fingerprint: 16 hexadecimal digits that change whenever anything in the scenario does; an edition is no change.
        files: The files that were read, the main one first.
        sources: Their texts; None if they could not be read as one.
        written: The scenario as it was written, with its acts.
        act: The act at whose end it ends; None if it is the whole story.
    """

    scenario: Scenario | None
    diagnostics: tuple[Diagnostic, ...] = ()
    fingerprint: str = ""
    files: tuple[Path, ...] = ()
    sources: Sources | None = field(default=None, eq=False, repr=False)
    written: Scenario | None = field(default=None, eq=False, repr=False)
    act: str | None = None

    def until(self, act: str) -> Loaded:
        """The same story up to the end of an act.

        Raises:
            KeyError: It has no such act.
        """
        assert self.written is not None
        return evolve(self, scenario=acts.until(self.written, act), act=act)

    def without_texts(self) -> Loaded:
        """The same for who only plays it: where something stands in the files is not to be found out any more."""
        return evolve(self, sources=None)

    def place(self, path: DataPath, offset: int | None = None) -> Place:
        """Where something stands in the files, by its path in the data: `("decision", "the_post", "option", "stay")`.

        What is not written has the place of the nearest thing around it that is. An offset is that of a character in
        the text at the path.
        """
        if self.sources is None:
            return Place(str(self.files[0]) if self.files else MAIN_FILE, 1, 1)
        return self.sources.place(path, offset)

    @property
    def playable(self) -> Scenario:
        """The scenario of one that has no errors."""
        assert self.scenario is not None, self.errors
        return self.scenario

    @property
    def standing(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that its author does not allow."""
        return tuple(diagnostic for diagnostic in self.diagnostics if not diagnostic.allowed)

    @property
    def as_written(self) -> Scenario:
        """The scenario of one that has no errors, with its acts as they were written."""
        assert self.written is not None, self.errors
        return self.written

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that keep it from being played."""
        return tuple(diagnostic for diagnostic in self.diagnostics if diagnostic.severity == "error")


def load(path: Path, *, edition: str | None = None, memory: Memory | None = None, findings: bool = False) -> Loaded:
    """Load a scenario from a file or a folder.

    Args:
        path: A file `NAME.toml`, or a folder with a `scenario.toml`, whose `*.toml` are read as one.
        edition: The name of a file in the folder's `editions`, whose words replace those of the scenario.
        memory: What is remembered of earlier versions of it.
        findings: Whether to look for what is hardly meant so too, where that takes long; who plays does not wait.

    Whatever is wrong, with the files too, is in the diagnostics; nothing is raised.
    """
    memory = memory or Memory()
    with memory.version():
        draft, problems, files = _read_all(path, memory)
        overlay = None
        if edition is not None:
            overlay = _read_edition(path, edition, problems)
            files = (*files, _edition_file(path, edition))
        if problems or draft is None:
            return Loaded(None, tuple(problems), files=files)
        return evolve(draft.checked(overlay, findings=findings), fingerprint=draft.fingerprint, files=files)


def load_texts(files: Mapping[str, str], *, edition: str | None = None) -> Loaded:
    """Load a scenario from texts by name, as if they were the files of a folder.

    An edition is the text named `editions/NAME.toml`; other names under `editions/` are left alone.
    """
    name = f"{EDITIONS}/{edition}.toml"
    base = {key: text for key, text in files.items() if not key.startswith(f"{EDITIONS}/")}
    if not base:
        return Loaded(None, (Diagnostic(code="E007", message="there is nothing to load", file=MAIN_FILE),))
    if edition is not None and name not in files:
        return Loaded(None, (Diagnostic(code="E903", message=f'there is no edition "{edition}"', file=name),))
    draft = _Draft.of(base, Memory())
    loaded = draft.checked((name, files[name]) if edition is not None else None)
    return evolve(loaded, fingerprint=draft.fingerprint)


def diagnose(path: Path, memory: Memory | None = None) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a scenario and with each of its editions.

    Args:
        path: See `load`.
        memory: What is remembered of earlier versions of it, by which it is found the sooner.
    """
    memory = memory or Memory()
    with memory.version():
        draft, problems, _ = _read_all(path, memory)
        if draft is None:
            return tuple(problems)
        draft.notes = list(_misnamed(draft.data, path))
        loaded = draft.checked(None)
        diagnostics = list(loaded.diagnostics)
        for edition in editions_of(path) if loaded.scenario else ():
            problems = []
            overlay = _read_edition(path, edition, problems)
            of_edition = problems or draft.checked(overlay).diagnostics
            diagnostics += (new for new in of_edition if new not in loaded.diagnostics)
        return tuple(diagnostics)


def _misnamed(data: Mapping[str, Any], path: Path) -> Iterator[Issue]:
    """A scenario whose id is not the name of its file or folder."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` would follow links
    name = whole.parent.name if whole.name == MAIN_FILE else whole.stem if path.is_file() else whole.name
    info = data.get("scenario")
    id = info.get("id") if isinstance(info, dict) else None
    if isinstance(id, str) and id != name:
        message = f'the id is "{id:.60}", and the name of the file is "{name:.60}"'
        yield Issue("N401", ("scenario", "id"), message, "the same word for both")


# ---- files --------------------------------------------------------------------------------------------------


def _read_all(path: Path, memory: Memory) -> tuple[_Draft | None, list[Diagnostic], tuple[Path, ...]]:
    """The texts of a scenario, None if any cannot be read; what is wrong with its files; and these."""
    texts: dict[str, str] = {}
    problems: list[Diagnostic] = []
    files = _files_of(path, problems)
    for file in files:
        read_text(file, texts, problems)
    return None if problems else _Draft.of(texts, memory), problems, files


def _edition_file(path: Path, edition: str) -> Path:
    return path / EDITIONS / f"{edition}.toml"


def _read_edition(path: Path, edition: str, problems: list[Diagnostic]) -> tuple[str, str] | None:
    """Name and text of an edition; None, and a problem more, if it cannot be read."""
    file = _edition_file(path, edition)
    if edition not in editions_of(path):
        known = suggestions.listed(editions_of(path)) or "none"
        problems.append(_about(file, "E903", f'there is no edition "{edition}"', f"one of: {known}"))
        return None
    texts: dict[str, str] = {}
    _check_inside([file], path, problems)
    read_text(file, texts, problems)
    return (str(file), texts[str(file)]) if texts else None


def _files_of(path: Path, problems: list[Diagnostic]) -> tuple[Path, ...]:
    """The files of a scenario, the main one first; too many or too large ones are a problem."""
    try:
        if not path.is_dir():
            files = [path]
        else:
            files = sorted((file for file in path.glob("*.toml") if not file.name.startswith(".")), key=_main_first)
            if not files or files[0].name != MAIN_FILE:
                problems.append(_about(path, "E007", "this folder has no scenario.toml"))
            if len(files) > MAX_FILES:
                problems.append(_about(path, "E004", f"{len(files)} files", f"at most {MAX_FILES}"))
            if (editions := len(editions_of(path))) > MAX_EDITIONS:
                problems.append(_about(path / EDITIONS, "E004", f"{editions} editions", f"at most {MAX_EDITIONS}"))
            _check_inside(files, path, problems)
            if not problems and (size := sum(file.stat().st_size for file in files)) > MAX_FOLDER:
                message = f"{size:,} bytes in all files"
                problems.append(_about(path, "E003", message, f"at most {MAX_FOLDER:,}"))
    except (OSError, ValueError) as error:
        problems.append(_about(path, "E001", _reason(error)))
    return tuple(files) if not problems else ()


def _main_first(file: Path) -> tuple[bool, str]:
    return file.name != MAIN_FILE, file.name


def _check_inside(files: Iterable[Path], folder: Path, problems: list[Diagnostic]) -> None:
    # `Path.resolve` fails at a link to itself before Python 3.13.
    whole = os.path.realpath(folder)
    outside = (file for file in files if not Path(os.path.realpath(file)).is_relative_to(whole))
    problems += [_about(file, "E005", "this file is a link out of the folder") for file in outside]


def read_text(file: Path, texts: dict[str, str], problems: list[Diagnostic]) -> None:
    """Add the text of a file to the `texts` by its name, or what is wrong with the file to the `problems`."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            problems.append(_about(file, "E001", "this is not a plain file"))
            return
        with file.open("rb") as opened:
            content = opened.read(MAX_FILE + 1) if status.st_size <= MAX_FILE else b""
        if max(status.st_size, len(content)) > MAX_FILE:
            problems.append(_about(file, "E003", f"{status.st_size:,} bytes", f"at most {MAX_FILE:,}"))
            return
        texts[str(file)] = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        message = f"byte {content[error.start]:#04x} is not UTF-8"
        problems.append(
            Diagnostic(
                code="E002", message=message, file=str(file), line=line, column=column, end_line=line, end_column=column
            )
        )
    except (OSError, ValueError) as error:
        problems.append(_about(file, "E001", _reason(error)))


def _about(path: Path, code: str, message: str, expected: str = "") -> Diagnostic:
    return Diagnostic(code=code, message=message, file=str(path), expected=expected)


def _reason(error: Exception) -> str:
    return (error.strerror or "it cannot be read") if isinstance(error, OSError) else str(error)


# ---- texts --------------------------------------------------------------------------------------------------


@define
class _Draft:
    """The texts of a scenario, parsed and merged once, to be checked as they are and with any edition.

    Attributes:
        texts: The texts.
        memory: What is remembered of it in other editions, and of earlier versions.
        broken: What keeps them from being read as one.
        data: What they say.
        issues: What is wrong with that already.
        notes: What is odd about the name of its file; None if that was not looked at.
        is_proven: Whether its conditions have been looked at, which are those of its editions too.
    """

    texts: Sources
    memory: Memory
    broken: list[Diagnostic]
    data: dict[str, Any] = field(factory=dict)
    issues: list[Issue] = field(factory=list)
    notes: list[Issue] | None = None
    is_proven: bool = False

    @classmethod
    def of(cls, texts: Mapping[str, str], memory: Memory) -> _Draft:
        read = [_source(name, text, memory) for name, text in texts.items()]
        merged = Sources(read)
        broken = [source.broken for source in read if source.broken]
        at_most = sum(source.size for source in read)
        if not broken and at_most > MAX_KEYS and sum(len(source.index.keys) for source in read) > MAX_KEYS:
            message, most = "too many keys", f"at most {MAX_KEYS:,}"
            broken = [Diagnostic(code="E011", message=message, file=read[0].name, expected=most)]
        if broken:
            return cls(merged, memory, broken)
        data, issues = merged.merged()
        if any(_has_impossible_numbers(source, memory) for source in read):
            issues += impossible_numbers(data)
        return cls(merged, memory, [], data, issues)

    @property
    def fingerprint(self) -> str:
        """See `Loaded`; none if the texts could not be read as one."""
        return "" if self.broken else _fingerprint(self.data, self.memory)

    def checked(self, edition: tuple[str, str] | None, *, findings: bool = True) -> Loaded:
        """Overlay the edition of that name and text, if any; structure and check.

        Args:
            edition: Its name and text.
            findings: Whether to look for what is hardly meant so too, where that takes long.
        """
        overlay = _source(*edition, self.memory) if edition else None
        if broken := [*self.broken, *([overlay.broken] if overlay and overlay.broken else [])]:
            return Loaded(None, tuple(broken))
        data, issues = self.data, list(self.issues)
        if overlay:
            data, wrong_words = apply(overlay, data)
            issues += wrong_words
        scenario, unreadable = structure(data, [issue for issue in issues if issue.code == "E405"], self.memory)
        issues += unreadable
        if scenario:
            issues += check(scenario, issues, self.memory, findings=findings, conditions=not self.is_proven)
            self.is_proven = True
        issues += self.notes or ()
        playable = not any(RULES[issue.code].severity == "error" for issue in issues)
        texts = evolve(self.texts, overlay=overlay)
        placed = _placed(texts, issues)
        if any(ALLOWANCE in text.text for text in texts.all):
            from ceo_sim.scenario.allowances import allowances_in, with_allowances  # late: few texts have any

            allowances = [each for text in texts.all for each in allowances_in(text.name, text.text)]
            if self.notes is None:
                allowances = [each for each in allowances if each.codes != ("N401",)]
            complete = findings and playable and len(issues) <= MAX_DIAGNOSTICS
            about = escape(overlay.name) if overlay else None
            placed = with_allowances(placed, allowances, complete=complete, about=about)
        if scenario is None or not playable:
            return Loaded(None, placed, sources=texts)
        return Loaded(acts.with_breaks(scenario), placed, sources=texts, written=scenario)


def _source(name: str, text: str, memory: Memory) -> Source:
    return memory.latest(("source", name), text, lambda: sources.read(name, text))


def _has_impossible_numbers(source: Source, memory: Memory) -> bool:
    return memory.about(source, "impossible", lambda: any(impossible_numbers(source.data)))


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


def _fingerprint(data: Mapping[str, Any], memory: Memory) -> str:
    # The order of keys stays: that of endings and options is part of their meaning.
    return hashlib.sha256(_written(data, memory, levels=2).encode()).hexdigest()[:16]


def _written(data: Any, memory: Memory, levels: int) -> str:
    """Data as JSON; what lies some levels deep is remembered."""
    if not isinstance(data, dict):
        return json.dumps(data, ensure_ascii=True, separators=(",", ":"), default=str)
    if not levels:
        return memory.about(
            data, "json", lambda: json.dumps(data, ensure_ascii=True, separators=(",", ":"), default=str)
        )
    return f"{{{','.join(f'{json.dumps(key)}:{_written(part, memory, levels - 1)}' for key, part in data.items())}}}"
