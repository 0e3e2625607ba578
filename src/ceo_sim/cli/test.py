"""`ceo-sim test`: the play tests of a scenario, played."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ceo_sim.cli import arguments
from ceo_sim.cli.opening import near
from ceo_sim.cli.output import complain, print_json, print_lines
from ceo_sim.presentation import formatting

if TYPE_CHECKING:
    from ceo_sim.analysis.expectations import Miss
    from ceo_sim.engine.program import Program
    from ceo_sim.scenario.diagnostics import Diagnostic
    from ceo_sim.scenario.playtest import PlayTest
    from ceo_sim.scenario.playtest_reader import WrittenTest

HELP = "Play the tests of a scenario: answers by ids, and what must hold then."
EXAMPLES = """\
  ceo-sim test the_post                     the tests in the_post/tests
  ceo-sim test my_story.toml                those in tests/my_story, beside it
  ceo-sim test the_post -k walkout          those with that word in their names
  ceo-sim test the_post --junit tests.xml   for a build server; --json for other programs
  ceo-sim record SAVE                       makes a test of a game

The exit code is 0 if all hold, 1 if any fails or names what is not there, 2 if there is none to play.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("scenario", metavar="ID_OR_PATH", help="a scenario's id, file or folder")
    parser.add_argument("-k", dest="word", default="", metavar="WORD", help="only tests with this in their names")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="also write the results as JUnit XML")
    arguments.add_json(parser)


def run(parsed: Namespace) -> int:
    """Play the tests; 1 if any fails."""
    from ceo_sim.library import ScenarioUnavailable, load_playable, path_of
    from ceo_sim.scenario.playtest_reader import read_tests

    try:
        path = near(path_of(parsed.scenario))
        loaded = load_playable(path)
    except ScenarioUnavailable as error:
        complain(str(error))
        return 2
    read = read_tests(path, loaded)
    named = [test for test in read.tests if parsed.word.lower() in test.test.name.lower()]
    if not named and not read.diagnostics:
        there = f"has no test with “{parsed.word}” in its name" if read.tests else "has no tests"
        complain(
            f"{path} {there}: they are [[test]] tables in {read.folder}/*.toml; `ceo-sim record` makes one of a game"
        )
        return 2
    results = _Results(tuple(_played(path, named)), read.diagnostics)
    if parsed.json:
        print_json({"scenario": loaded.playable.info.id, **results.as_data()})
    else:
        print_lines(results.lines())
    if parsed.junit is not None:
        from ceo_sim import places

        places.write_atomically(parsed.junit, results.as_junit(loaded.playable.info.id))
    return int(results.failed)


def _played(path: Path, tests: list[WrittenTest]) -> Iterator[_Result]:
    """Each test with what it missed; a program is made once for each edition, side of the mirror and act."""
    from ceo_sim.analysis.playtest import play_test
    from ceo_sim.engine.compile import compile_scenario
    from ceo_sim.library import load_playable

    programs: dict[tuple[str | None, bool, str | None], Program] = {}
    for written in tests:
        how = written.test.edition, written.test.mirror, written.test.act
        if how not in programs:
            programs[how] = compile_scenario(load_playable(path, how[0], how[2]).playable, mirror=how[1])
        yield _Result(written, play_test(programs[how], written.test).misses)


@frozen(eq=False)
class _Result:
    written: WrittenTest
    misses: tuple[Miss, ...]

    @property
    def test(self) -> PlayTest:
        return self.written.test

    def lines(self) -> Iterator[str]:
        """Each miss for a person: where it is written, what was expected, what was, and the nearest cause."""
        for miss in self.misses:
            yield f"{self.written.place(miss.path)}: {self.test.name}"
            yield f"       expected {miss.expected}"
            yield f"       but {miss.actual}" + (f": {miss.cause}" if miss.cause else "")

    def as_data(self) -> dict[str, Any]:
        from attrs import asdict

        return {
            "name": self.test.name,
            **asdict(self.written.place()),
            "passed": not self.misses,
            "misses": [
                {
                    **asdict(self.written.place(miss.path)),
                    "expected": miss.expected,
                    "actual": miss.actual,
                    "cause": miss.cause,
                }
                for miss in self.misses
            ],
        }


@frozen(eq=False)
class _Results:
    results: tuple[_Result, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def failed(self) -> bool:
        return bool(self.diagnostics) or any(result.misses for result in self.results)

    def lines(self) -> Iterator[str]:
        for diagnostic in self.diagnostics:
            yield from diagnostic.lines()
        for result in self.results:
            yield from result.lines()
        failed = sum(bool(result.misses) for result in self.results)
        parts = [f"{len(self.results) - failed} passed"]
        parts += [f"{failed} failed"] if failed else []
        parts += [formatting.counted(len(self.diagnostics), "mistake") + " in the tests"] if self.diagnostics else []
        yield f"{formatting.counted(len(self.results), 'test')}: {', '.join(parts)}"

    def as_data(self) -> dict[str, Any]:
        return {
            "tests": [result.as_data() for result in self.results],
            "diagnostics": [diagnostic.as_dict() for diagnostic in self.diagnostics],
        }

    def as_junit(self, suite: str) -> str:
        """The results as JUnit XML; a mistake in a test is an error, a miss a failure."""
        from xml.etree import ElementTree as ET

        from ceo_sim.scenario.characters import escaped

        failed = sum(bool(result.misses) for result in self.results)
        counts = {
            "tests": len(self.results) + len(self.diagnostics),
            "failures": failed,
            "errors": len(self.diagnostics),
        }
        root = ET.Element("testsuite", {"name": suite, **{name: str(count) for name, count in counts.items()}})
        for result in self.results:
            place = result.written.place()
            about = {"classname": suite, "name": escaped(result.test.name), "file": place.file, "line": str(place.line)}
            case = ET.SubElement(root, "testcase", about)
            if result.misses:
                failure = ET.SubElement(case, "failure", {"message": escaped(result.misses[0].expected)})
                failure.text = "\n".join(map(escaped, result.lines()))
        for diagnostic in self.diagnostics:
            about = {"classname": suite, "name": diagnostic.code, "file": diagnostic.file, "line": str(diagnostic.line)}
            error = ET.SubElement(ET.SubElement(root, "testcase", about), "error", {"message": diagnostic.message})
            error.text = "\n".join(map(escaped, diagnostic.lines()))
        ET.indent(root)
        return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
