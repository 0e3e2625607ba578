"""The play tests of a scenario: read from its folder of tests, and held against what the scenario has.

The tests lie in a folder `tests` beside the main file, as any number of TOML files: those of a folder `story/` in
`story/tests/`, those of a file `story.toml`, which may have others beside it, in `tests/story/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import field, frozen

from ceo_sim.scenario import sources
from ceo_sim.scenario.calendar import Calendar
from ceo_sim.scenario.checks.references import missing_id, wrong_option
from ceo_sim.scenario.diagnostics import Diagnostic, Place
from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.issues import Path as DataPath
from ceo_sim.scenario.loader import Loaded, editions_of, read_text
from ceo_sim.scenario.model import Moment, Scenario
from ceo_sim.scenario.names import names_of
from ceo_sim.scenario.playtest import Expectation, Move, PlayTest
from ceo_sim.scenario.sources import Source, Sources, impossible_numbers
from ceo_sim.scenario.structure import structure_as
from ceo_sim.scenario.timeline import Timeline
from ceo_sim.scenario.typecheck import check as check_expression
from ceo_sim.suggestions import closest

TESTS = "tests"
MAX_FILES = 200
LARGEST_SEED = 2**64 - 1
"""As saves have it: a test can be made of any game."""


@frozen(eq=False)
class WrittenTest:
    """A sound test and where it stands.

    Attributes:
        test: The test.
        path: Where it stands in the data of its file.
    """

    test: PlayTest
    path: DataPath
    _source: Source

    def place(self, path: DataPath = ()) -> Place:
        """Where a part of it is written; the line of its name for all of it."""
        return Sources([self._source]).place((*self.path, *(path or ("name",))))


@frozen(eq=False)
class ReadTests:
    """The tests of a scenario.

    Attributes:
        tests: Those that are sound, in the order of files and lines.
        diagnostics: What is wrong with the others.
        folder: Where they lie.
    """

    tests: tuple[WrittenTest, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    folder: Path = field(factory=Path)


def folder_of_tests(scenario: Path) -> Path:
    """Where the tests of a scenario, a file or a folder, lie."""
    return scenario / TESTS if scenario.is_dir() else scenario.parent / TESTS / scenario.stem


def read_tests(path: Path, loaded: Loaded) -> ReadTests:
    """The tests of the scenario at a path; whatever is wrong with them is in the diagnostics.

    Args:
        path: The file or folder of the scenario.
        loaded: The scenario, without errors.
    """
    folder, editions = folder_of_tests(path), editions_of(path)
    files = sorted(file for file in folder.glob("*.toml") if not file.name.startswith("."))
    problems: list[Diagnostic] = []
    if len(files) > MAX_FILES:
        message, most = f"{len(files)} files of tests", f"at most {MAX_FILES}"
        problems.append(Diagnostic(code="E004", message=message, file=str(folder), expected=most))
        files = []
    texts: dict[str, str] = {}
    for file in files:
        read_text(file, texts, problems)
    tests: list[WrittenTest] = []
    for name, text in texts.items():
        _read_file(sources.read(name, text), loaded, editions, tests, problems)
    return ReadTests(tuple(tests), tuple(problems), folder)


def _read_file(
    source: Source,
    loaded: Loaded,
    editions: Iterable[str],
    tests: list[WrittenTest],
    problems: list[Diagnostic],
) -> None:
    if source.broken:
        problems.append(source.broken)
        return
    written = source.data.get("test")
    others = [name for name in source.data if name != "test"]
    issues = [
        Issue("E401", (name,), f'unknown key "{name}"', "[[test]]", closest(name, ["test"]), at="key")
        for name in others
    ]
    if not isinstance(written, list) or not written:
        issues.append(Issue("E402", ("test",), "there is no test in this file", "[[test]]", at="key"))
        written = []
    start = loaded.playable.clock.start
    calendar = Calendar(start.tzinfo if start else None, start)
    for number, table in enumerate(written):
        path: DataPath = ("test", number)
        wrong = [issue for issue in impossible_numbers(table, path) if issue.path != (*path, "seed")]
        test, unreadable = structure_as(table, PlayTest, path, calendar=calendar) if not wrong else (None, [])
        wrong += unreadable
        if test is not None:
            wrong += (issue.within((*path, *issue.path)) for issue in _checked(test, loaded, editions))
        if test is not None and not wrong:
            tests.append(WrittenTest(test, path, source))
        issues += wrong
    problems += map(Sources([source]).diagnostic, issues)


# ---- what is wrong with it ----------------------------------------------------------------------------------


def _checked(test: PlayTest, loaded: Loaded, editions: Iterable[str]) -> Iterator[Issue]:
    """What a test names that the scenario does not have, by its path in the test."""
    scenario = loaded.playable
    if test.act is not None:
        missing = list(missing_id(scenario, "act", test.act, ("act",)))
        if missing:
            yield from missing
            return
        scenario = loaded.until(test.act).playable
    if not 0 <= test.seed <= LARGEST_SEED:
        yield Issue("E405", ("seed",), f"{test.seed} is no seed", f"a whole number from 0 to {LARGEST_SEED}")
    if test.mirror and scenario.mirror is None:
        yield Issue(
            "E501", ("mirror",), "the scenario has no poles to swap", "no mirror, or a [mirror] in the scenario"
        )
    if test.edition is not None and test.edition not in editions:
        suggestion = closest(test.edition, editions)
        yield Issue("E903", ("edition",), f'there is no edition "{test.edition}"', "", suggestion)
    if test.until not in (None, "end"):
        yield from _moment(test.until, ("until",), scenario)
    for number, move in enumerate(test.choose):
        yield from _move(move, ("choose", number), scenario)
    for number, expected in enumerate(test.expect):
        yield from _expectation(expected, ("expect", number), scenario)


def _move(move: Move, path: DataPath, scenario: Scenario) -> Iterator[Issue]:
    if sum(part is not None for part in (move.choose, move.lapse, move.ask, move.throw)) != 1 or (
        (move.ask is None) != (move.about is None)
    ):
        expected = '"decision.option", "decision", or one of choose, lapse, throw, and ask with about'
        yield Issue("E404", path, "this says not one thing to do", expected)
        return
    if move.choose is not None:
        yield from wrong_option(scenario, move.choose, path)
    yield from missing_id(scenario, "decision", move.lapse, path)
    yield from missing_id(scenario, "cast", move.ask, path)
    yield from missing_id(scenario, "decision", move.about, path)
    yield from missing_id(scenario, "inject", move.throw, path)
    yield from _moment(move.at, (*path, "at"), scenario)


def _expectation(expected: Expectation, path: DataPath, scenario: Scenario) -> Iterator[Issue]:
    if expected.at is not None and expected.before is not None:
        yield Issue("E404", (*path, "before"), "two moments for one expectation", "at or before", at="key")
    yield from _moment(expected.at, (*path, "at"), scenario)
    yield from missing_id(scenario, "decision", expected.before, (*path, "before"))
    yield from missing_id(scenario, "ending", expected.ending, (*path, "ending"))
    for kind, table in (("metric", expected.metric), ("promise", expected.promise)):
        for id in table:
            yield from missing_id(scenario, kind, id, (*path, kind, id), at="key")
    for id, (low, high) in expected.metric.items():
        if low > high:
            yield Issue("E705", (*path, "metric", id), "the lowest value is above the highest", f"[{high}, {low}]")
    for key, names in (("fired", expected.fired), ("not_fired", expected.not_fired)):
        for number, name in enumerate(names):
            yield from _happening(name, (*path, key, number), scenario)
    for number, name in enumerate(expected.open):
        there = (*path, "open", number)
        yield from wrong_option(scenario, name, there) if "." in name else missing_id(scenario, "decision", name, there)
    for name in expected.locked:
        yield from wrong_option(scenario, name, (*path, "locked", name), at="key")
    for number, condition in enumerate(expected.holds):
        issues = check_expression(condition, "condition", names_of(scenario), scenario.functions)
        yield from (issue.within((*path, "holds", number)) for issue in issues)


def _happening(name: str, path: DataPath, scenario: Scenario) -> Iterator[Issue]:
    """An event, or a card as `deck.card`."""
    if "." not in name:
        yield from missing_id(scenario, "event", name, path)
        return
    cards = [f"{deck.id}.{card}" for deck in scenario.decks.values() for card in deck.cards]
    if name not in cards:
        yield Issue("E501", path, f'there is no card "{name}"', "deck.card", closest(name, cards))


def _moment(moment: Moment | str | None, path: DataPath, scenario: Scenario) -> Iterator[Issue]:
    if moment is None or isinstance(moment, str):
        return
    timeline = Timeline.of(scenario.clock)
    if isinstance(moment, int) == timeline.by_date:
        clocks = ("a date", "dates") if timeline.by_date else ("the number of a turn", "turns")
        yield Issue("E607", path, f"the clock of the scenario counts in {clocks[1]}", clocks[0])
    elif not 0 <= timeline.step_at(moment) <= timeline.last:
        first, last = timeline.moment(0), timeline.moment(timeline.last)
        yield Issue("E606", path, "this moment is outside the story", f"{first} to {last}")
