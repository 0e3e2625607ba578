"""`ceo-sim check`: what is wrong with a scenario, where, and how to mend it."""

from __future__ import annotations

import gc
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim.cli.output import complain, print_json, print_lines
from ceo_sim.presentation import formatting

if TYPE_CHECKING:
    from ceo_sim.scenario.diagnostics import Diagnostic

HELP = "Find mistakes in scenarios, all of them in one go."
EXAMPLES = """\
  ceo-sim check scenarios/tutorial.toml     one file
  ceo-sim check scenarios/the_post          a scenario in a folder
  ceo-sim check scenarios other/story.toml  every scenario in a folder, and one more
  ceo-sim check my_story.toml --watch       at each save again: what is new, mended, still there
  ceo-sim check my_story.toml --json        for an editor
  ceo-sim check scenarios --format github   annotations in a workflow of GitHub
  ceo-sim check scenarios --format sarif    a SARIF file, for code scanning

A comment `# allow: W502 the reason` at a line allows a finding there. `ceo-sim explain W502` says what one means.
The exit code is 0 if nothing is wrong, 1 if there are errors, 2 if it was misused.
"""
FORMATS = ("text", "json", "sarif", "github")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a scenario's folder, a folder of scenarios, or an id"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="how findings are printed (text if left out)")
    parser.add_argument(
        "--watch", action="store_true", help="check again at each save, and say what has changed, until Ctrl-C"
    )
    parser.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")


def run(parsed: Namespace) -> int:
    """Check each scenario once; 1 if any has errors."""
    from ceo_sim.library import ScenarioUnavailable
    from ceo_sim.scenario.loader import diagnose

    try:
        paths = list(dict.fromkeys(path for named in parsed.paths for path in _scenarios(named)))
    except ScenarioUnavailable as error:
        complain(str(error))
        return 2
    if parsed.watch:
        return _watch(parsed, paths)
    gc.disable()  # to look for garbage among a hundred thousand objects that all stay takes a tenth of the time
    diagnostics = [diagnostic for path in paths for diagnostic in diagnose(path)]
    gc.enable()
    _print(parsed.format, diagnostics, len(paths))
    return int(any(diagnostic.severity == "error" for diagnostic in diagnostics))


def _watch(parsed: Namespace, paths: list[Path]) -> int:
    from ceo_sim.cli.watching import Watched, watch

    if parsed.format != "text":
        parsed.parser.error("--watch prints lines for people: leave out the format")
    scenarios = [Watched(path) for path in paths]
    for scenario in scenarios:
        scenario.check()
    _print("text", [diagnostic for scenario in scenarios for diagnostic in scenario.findings], len(paths))
    sys.stdout.flush()
    return watch(scenarios)


def _print(form: str, diagnostics: list[Diagnostic], scenarios: int) -> None:
    """Print the findings in one of the `FORMATS`; those that are allowed are in the data only."""
    standing = [diagnostic for diagnostic in diagnostics if not diagnostic.allowed]
    if form == "json":
        print_json([diagnostic.as_dict() for diagnostic in diagnostics])
    elif form == "sarif":
        from ceo_sim.cli.sarif import log

        print_json(log(diagnostics))
    elif form == "github":
        from ceo_sim.cli.annotations import annotation

        print_lines(map(annotation, standing))
    else:
        print_lines(line for diagnostic in standing for line in diagnostic.lines())
        print(_summary(standing, len(diagnostics) - len(standing), scenarios))


def _scenarios(named: str) -> list[Path]:
    from ceo_sim.library import path_of
    from ceo_sim.scenario.manifest import MAIN_FILE, find_scenarios

    path = Path(named)
    try:
        path = path if path.exists() else path_of(named)
    except (OSError, ValueError):
        path = path_of(named)
    if path.is_dir() and not (path / MAIN_FILE).exists():
        return list(find_scenarios(path)) or [path]
    return [path]


def _summary(diagnostics: list[Diagnostic], allowed: int, scenarios: int) -> str:
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    parts = [formatting.counted(count, severity) for severity, count in sorted(counts.items())]
    more = f" ({allowed} allowed)" if allowed else ""
    gravest = min(diagnostics, key=lambda each: ("error", "warning", "note").index(each.severity), default=None)
    explained = f"; `ceo-sim explain {gravest.code}` says more" if gravest else ""
    return f"{formatting.counted(scenarios, 'scenario')}: {', '.join(parts) or 'nothing is wrong'}{more}{explained}"
