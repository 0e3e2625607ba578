"""What the flagship promises, held against what it does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import attrs
import pytest

from ceo_sim.analysis.claims import best_for_all, check_mirror, check_targets, never_met
from ceo_sim.analysis.history import replay_history
from ceo_sim.analysis.simulate import Summary, simulate
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.scenario.loader import Loaded, load
from ceo_sim.scenario.model import Fact, History, Scenario
from ceo_sim.scenario.text import Part, Text, Value, Variant

FLAGSHIP = Path(__file__).parents[2] / "scenarios" / "the_post"
PLAYS = 10_000


@cache
def loaded() -> Loaded:
    return load(FLAGSHIP)


def the_post() -> Scenario:
    scenario = loaded().scenario
    assert scenario is not None, "\n".join(map(str, loaded().errors))
    return scenario


@cache
def program() -> Program:
    return compile_scenario(the_post())


@cache
def random_plays() -> Summary:
    return simulate(program(), PLAYS, seed=1)


@cache
def real_path() -> Game:
    return replay_history(program())


def value(metric: str, day: str | None = None, take: str = "value") -> float:
    """A metric on the real path: at the end, or on a day of 2020 at 18:00."""
    course = real_path().course(metric)
    if day is not None:
        start = program().timeline.start
        assert start is not None
        moment = start.replace(month=int(day[:2]), day=int(day[3:]), hour=18)
        course = course[: program().timeline.step_at(moment) + 1]
    return {"value": course[-1], "min": min(course), "max": max(course)}[take]


def test_it_has_no_findings_but_notes() -> None:
    assert [str(found) for found in loaded().diagnostics if found.severity != "note"] == []


def test_it_is_as_large_as_it_was_meant_to_be() -> None:
    story = the_post()
    agenda = [decision for decision in story.decisions.values() if not decision.urgent]

    assert len(story.decisions) >= 14
    assert len(agenda) >= 8
    assert sum(len(decision.options) for decision in story.decisions.values()) >= 45
    assert len(story.events) >= 30
    assert len(story.endings) >= 8
    assert sum(person.adviser for person in story.cast.values()) >= 6
    assert {metric.id for metric in story.metrics.values() if metric.headline} == {
        "morale",
        "public_trust",
        "regulatory_pressure",
    }


def test_things_on_the_agenda_compete_for_hours() -> None:
    agenda = [decision for decision in the_post().decisions.values() if not decision.urgent]
    priced = [d for d in agenda if any(option.cost for option in d.options.values())]

    assert len(priced) >= 8


@pytest.mark.parametrize("table", ["assumptions", "draws", "metrics"])
def test_every_number_has_a_reason_and_a_support_level(table: str) -> None:
    bare = [id for id, thing in getattr(the_post(), table).items() if not (thing.why and thing.support)]

    assert bare == []


def test_every_chance_and_every_bare_effect_has_a_reason() -> None:
    story = the_post()
    bare = [event.id for event in story.events.values() if event.chance is not None and not event.support]

    assert bare == []


@pytest.mark.parametrize(
    "metric, day, take, low, high",
    [
        ("walkout_count", "06/01", "value", 200, 800),
        ("votes", "06/02", "value", 4_000, 9_000),
        ("resignations", "06/02", "value", 1, 6),
        ("staff_general", "06/05", "value", 55, 66),
        ("boycott", "07/31", "value", 900, 1_300),
        ("share_day", None, "min", -10, -5),
    ],
)
def test_the_real_path_falls_into_the_bands_of_the_record(
    metric: str, day: str | None, take: str, low: float, high: float
) -> None:
    assert low <= value(metric, day, take) <= high


def test_the_real_path_moves_the_middle_of_the_public_by_ten_points_at_most() -> None:
    course = real_path().course("trust_centre")

    assert max(abs(point - course[0]) for point in course) <= 10


@pytest.mark.slow
def test_the_targets_hold_over_ten_thousand_random_plays() -> None:
    findings = check_targets(program(), PLAYS, seed=1)

    assert findings
    assert [finding for finding in findings if not finding.holds] == []


@pytest.mark.slow
def test_every_option_event_and_ending_is_met_in_ten_thousand_random_plays() -> None:
    assert never_met(random_plays()) == []


@pytest.mark.slow
def test_no_option_is_best_for_every_group() -> None:
    assert best_for_all(program(), PLAYS, seed=1) == []


def test_the_mirror_image_of_the_real_path_has_the_poles_exchanged() -> None:
    assert the_post().mirror is not None
    assert list(check_mirror(the_post(), the_post().history.seed, real_path().answers)) == []  # type: ignore[union-attr]


@pytest.mark.parametrize("seed", range(5))
def test_the_mirror_image_of_a_random_path_has_the_poles_exchanged(seed: int) -> None:
    game = Game(program(), seed)
    while not game.ended:
        for waiting in game.agenda():
            options = [option for option in game.ask(waiting.id).options if option.lock is None]
            if options:
                game.choose(waiting.id, options[(seed + game.now) % len(options)].id)
        if not game.ended and game.urgent() is None:
            game.wait()

    assert list(check_mirror(the_post(), seed, game.answers)) == []


# ---- prose --------------------------------------------------------------------------------------------------

REAL_NAMES = (
    r"Zuckerberg|Trump|Facebook|Twitter|Floyd|Minneapolis|Dorsey|Sandberg|Clegg|Freitas|Toff|Stirman|Lauren Tan|"
    r"Andrew Crow|Netflix|Amazon|Google|Microsoft|Salesforce|Instagram|Snap\b|Republican|Democrat|White House"
)
LOADED_WORDS = r"\b(finally|so-called|courageous|cowardly|censor|censors|hateful|testament)\b|!"


def texts(part: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text that is read in play, with where it stands; the case file and what lies under the numbers left out."""
    match part:
        case History() | Fact():
            return
        case Text():
            yield path, part.source
        case str():
            yield path, part
        case dict():
            for key, item in part.items():
                yield from texts(item, f"{path}.{key}")
        case tuple():
            for item in part:
                yield from texts(item, path)
        case _ if attrs.has(type(part)):
            for attribute in attrs.fields(type(part)):  # type: ignore[arg-type]  # attrs.has has made sure
                if attribute.name not in ("why", "source", "inspired_by"):
                    yield from texts(getattr(part, attribute.name), f"{path}.{attribute.name}")


def test_no_real_name_stands_in_the_story() -> None:
    assert [where for where, text in texts(the_post()) if re.search(REAL_NAMES, text)] == []


def test_the_narrator_has_no_opinion_and_does_not_exclaim() -> None:
    narrated = [(where, text) for where, text in texts(the_post().decisions) if where.endswith((".brief", ".outcome"))]

    assert narrated
    assert [where for where, text in narrated if re.search(LOADED_WORDS, re.sub(r"[“\"][^”\"]*[”\"]", "", text))] == []


def lengths(text: Text | None) -> tuple[int, int]:
    """The fewest and the most words that a player may have to read, as a text varies."""
    if text is None:
        return 0, 0
    return len(extreme(text.parts, min).split()), len(extreme(text.parts, max).split())


def extreme(parts: tuple[Part, ...], pick: Callable[..., str]) -> str:
    read = ""
    for part in parts:
        match part:
            case str():
                read += part
            case Value():
                read += "1"
            case Variant():
                otherwise = [] if any(condition is None for condition, _ in part.branches) else [""]
                read += pick([*(extreme(branch, pick) for _, branch in part.branches), *otherwise], key=len)
    return read


def test_labels_briefs_and_outcomes_keep_their_length_however_they_vary() -> None:
    odd: list[str] = []
    for decision in the_post().decisions.values():
        fewest, most = lengths(decision.brief)
        if fewest < 40 or most > 95:
            odd.append(f"{decision.id}: a brief of {fewest} to {most} words")
        for option in decision.options.values():
            if lengths(option.label)[1] > 12:
                odd.append(f"{decision.id}.{option.id}: a label of {lengths(option.label)[1]} words")
            fewest, most = lengths(option.outcome)
            if fewest < 20 or most > 85:
                odd.append(f"{decision.id}.{option.id}: an outcome of {fewest} to {most} words")

    assert odd == []


def test_the_best_case_against_an_option_is_as_long_as_the_one_for_it() -> None:
    uneven: list[str] = []
    for decision in the_post().decisions.values():
        for option in decision.options.values():
            for lens, argument in option.lenses.items():
                shorter, longer = sorted(len(case.split()) for case in (argument.case_for, argument.case_against))
                if longer > 1.25 * shorter:
                    uneven.append(f"{decision.id}.{option.id}.{lens}: {shorter} words and {longer}")

    assert uneven == []
