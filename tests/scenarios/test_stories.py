"""What every story of the project promises, held against what it does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

import attrs
import numpy as np
import pytest

from ceo_sim.analysis.claims import best_for_all, check_mirror, check_targets
from ceo_sim.analysis.never import never_met
from ceo_sim.analysis.simulate import batches_of
from ceo_sim.analysis.trial import hold_trial
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.engine.program import Program
from ceo_sim.presentation.naming import entry_text
from ceo_sim.scenario.loader import diagnose
from ceo_sim.scenario.model import Fact, History, Scenario
from ceo_sim.scenario.text import FirstTime, Mention, OneOf, Part, Text, Value, Variant, branches_of
from tests.support.scenarios import SCENARIOS, shipped
from tests.support.scenarios import shipped_program as program

PLAYS = 10_000
NOISE = 0.02
ODD_WORDS = 3
"""By how many words more one side of an option may be longer, as some have a single pair of cases."""
VOICES = 1
"""The fewest advisers on an option; more would be more to read before a choice than anybody asked for."""
ADVICE = 75
"""The most words of advice before a choice, however its texts vary."""
LENSES = {"the_post": 1, "meridian": 6}
"""The fewest lenses through which each option is argued for and against."""

pytestmark = pytest.mark.parametrize("name", ["the_post", "meridian"])


def story(name: str) -> Scenario:
    return program(name).scenario


def acts_of(name: str) -> dict[str, Program]:
    """The acts of which the story claims something, each alone."""
    acts = {target.act for target in story(name).targets if target.act}
    return {act: compile_scenario(shipped(name).until(act).playable) for act in acts}


def test_it_has_no_findings(name: str) -> None:
    assert [str(finding) for finding in diagnose(SCENARIOS / name) if not finding.allowed] == []


def test_things_on_the_agenda_compete_for_hours(name: str) -> None:
    agenda = [decision for decision in story(name).decisions.values() if not decision.urgent]
    priced = [d for d in agenda if any(option.cost for option in d.options.values())]

    assert len(priced) >= 8


@pytest.mark.parametrize("table", ["assumptions", "draws", "metrics"])
def test_every_number_has_a_reason_and_a_support_level(name: str, table: str) -> None:
    bare = [id for id, thing in getattr(story(name), table).items() if not (thing.why and thing.support)]

    assert bare == []


def test_every_chance_has_a_support_level(name: str) -> None:
    bare = [event.id for event in story(name).events.values() if event.chance is not None and not event.support]

    assert bare == []


def test_every_option_has_advice_and_a_case_each_way_through_a_lens(name: str) -> None:
    lacking = [
        f"{decision.id}.{option.id}"
        for decision in story(name).decisions.values()
        for option in decision.options.values()
        if not decision.standing and (len(option.advice) < VOICES or len(option.lenses) < LENSES[name])
    ]

    assert lacking == []


def test_every_adviser_gives_a_forecast_under_assumptions_of_their_own(name: str) -> None:
    advisers = [person for person in story(name).cast.values() if person.adviser]

    assert len(advisers) >= 6
    assert [person.id for person in advisers if not (person.assumes and person.forecast and person.remarks)] == []


@pytest.mark.slow
def test_the_targets_hold_over_ten_thousand_random_plays(name: str) -> None:
    findings = check_targets(program(name), PLAYS, seed=1, alone=acts_of(name))

    assert findings
    assert [finding for finding in findings if not finding.holds] == []


@pytest.mark.slow
def test_every_decision_option_event_card_promise_and_ending_is_met_in_ten_thousand_random_plays(name: str) -> None:
    trial = hold_trial(program(name), PLAYS, 1, RandomPolicy(), alone=acts_of(name))
    assert trial.counted is not None
    never = never_met(program(name), trial.summary, trial.counted.tally)

    assert [
        thing for thing in never if thing.kind in ("decision", "option", "event", "card", "promise", "ending")
    ] == []


@pytest.mark.slow
def test_no_option_is_best_for_every_group(name: str) -> None:
    assert best_for_all(program(name), PLAYS, seed=1) == []


@pytest.mark.slow
def test_no_option_is_better_than_another_in_everything_that_is_seen(name: str) -> None:
    batches = batches_of(program(name), PLAYS, 1, RandomPolicy())
    final = np.concatenate([batch.final for batch in batches], axis=1)
    choice = np.concatenate([batch.choice for batch in batches], axis=1)
    seen = [
        plan
        for plan in program(name).metrics.values()
        if plan.written.better != "neither" and plan.written.shown in ("player", "advisers")
    ]
    signs = np.array([1.0 if plan.written.better == "higher" else -1.0 for plan in seen])
    values = signs[:, None] * final[[plan.cell for plan in seen]]
    dominated = []
    for decision in program(name).decisions:
        brings = {
            option.id: values[:, choice[decision.index] == option.position].mean(axis=1) for option in decision.options
        }
        dominated += [
            f"{decision.id}: {one} beats {other}"
            for one, mine in brings.items()
            for other, theirs in brings.items()
            if one != other and bool(np.all(mine >= theirs - NOISE))
        ]

    assert dominated == []


def answer_all(game: Game, seed: int) -> None:
    """Give an open answer to whatever waits, by turns."""
    for waiting in game.agenda():
        options = [option for option in game.ask(waiting.id).options if option.lock is None]
        if options:
            game.choose(waiting.id, options[(seed + game.now) % len(options)].id)


@pytest.mark.parametrize("seed", range(5))
def test_the_mirror_image_of_a_random_path_has_the_poles_exchanged(name: str, seed: int) -> None:
    game = Game(program(name), seed)
    while not game.ended:
        answer_all(game, seed)
        if not game.ended and game.urgent() is None:
            game.wait()

    assert story(name).mirror is not None
    assert list(check_mirror(story(name), seed, game.answers)) == []


# ---- prose --------------------------------------------------------------------------------------------------

REAL_NAMES = (
    r"Zuckerberg|Trump|Facebook|Twitter|Floyd|Minneapolis|Dorsey|Sandberg|Clegg|Freitas|Toff|Stirman|Lauren Tan|"
    r"Andrew Crow|Netflix|Amazon|Google|Microsoft|Salesforce|Instagram|Snap\b|Republican|Democrat|White House"
)
LOADED_WORDS = r"\b(finally|only|hate[sd]?|so-called|courageous|cowardly|censor|censors|hateful|testament)\b|!"


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


def test_no_real_name_stands_in_the_story(name: str) -> None:
    assert [where for where, text in texts(story(name)) if re.search(REAL_NAMES, text)] == []


def test_the_narrator_has_no_opinion_and_does_not_exclaim(name: str) -> None:
    narrated = [(where, text) for where, text in texts(story(name).decisions) if where.endswith((".brief", ".outcome"))]

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
                none = [] if any(condition is None for condition, _ in part.branches) else [""]
                read += pick([*(extreme(branch, pick) for _, branch in part.branches), *none], key=len)
            case OneOf() | FirstTime():
                read += pick([extreme(branch, pick) for branch in branches_of(part)], key=len)
            case Mention():
                read += "Somebody"
    return read


def test_labels_briefs_and_outcomes_keep_their_length_however_they_vary(name: str) -> None:
    odd: list[str] = []
    for decision in story(name).decisions.values():
        if decision.standing:
            continue  # put again each day, and shorter each time
        fewest, most = lengths(decision.brief)
        if fewest < 40 or most > 90:
            odd.append(f"{decision.id}: a brief of {fewest} to {most} words")
        for option in decision.options.values():
            if lengths(option.label)[1] > 12:
                odd.append(f"{decision.id}.{option.id}: a label of {lengths(option.label)[1]} words")
            fewest, most = lengths(option.outcome)
            if fewest < 20 or most > 70:
                odd.append(f"{decision.id}.{option.id}: an outcome of {fewest} to {most} words")

    assert odd == []


def test_there_is_little_advice_before_a_choice(name: str) -> None:
    spoken = {
        decision.id: sum(lengths(said)[1] for option in decision.options.values() for said in option.advice.values())
        for decision in story(name).decisions.values()
    }

    assert {id: words for id, words in spoken.items() if words > ADVICE} == {}


def test_the_best_case_against_an_option_is_as_long_as_the_one_for_it(name: str) -> None:
    uneven: list[str] = []
    for decision in story(name).decisions.values():
        for option in decision.options.values():
            for lens, argument in option.lenses.items():
                shorter, longer = sorted(len(case.split()) for case in (argument.case_for, argument.case_against))
                if longer > 1.25 * shorter:
                    uneven.append(f"{decision.id}.{option.id}.{lens}: {shorter} words and {longer}")

    assert uneven == []


@pytest.mark.parametrize("seed", range(8))
def test_no_adviser_says_the_same_a_fifth_time(name: str, seed: int) -> None:
    said: Counter[tuple[str, str]] = Counter()
    last: dict[str, str] = {}
    game = Game(program(name), seed)
    while not game.ended:
        answer_all(game, seed)
        for person, line in game.remarks():
            if last.get(person.id) != line:
                said[person.id, re.sub(r"[\d.,]+", "1", line)] += 1
                last[person.id] = line
        if not game.ended and game.urgent() is None:
            game.wait()

    assert said
    assert [line for line, times in said.items() if times > 4] == []


def test_neither_side_has_the_longer_case_in_sum(name: str) -> None:
    uneven: list[str] = []
    sides = [0, 0]
    for decision in story(name).decisions.values():
        for option in decision.options.values():
            cases = [(lens.case_for.split(), lens.case_against.split()) for lens in option.lenses.values()]
            words = [sum(map(len, side)) for side in zip(*cases, strict=True)] or [0, 0]
            sides = [so_far + here for so_far, here in zip(sides, words, strict=True)]
            if max(words) > 1.1 * min(words) + ODD_WORDS:
                uneven.append(f"{decision.id}.{option.id}: {words[0]} words for it and {words[1]} against")

    assert uneven == []
    assert max(sides) <= 1.02 * min(sides)


def texts_read(name: str, seed: int) -> set[str]:
    """Every brief and outcome, event and remark that is read when always the first open option is taken."""
    game = Game(program(name), seed)
    read: set[str] = set()
    while not game.ended:
        for waiting in game.agenda():
            read.add(game.ask(waiting.id).brief)
            option = next((id for id in story(name).decisions[waiting.id].options if game.can(waiting.id, id)), None)
            if option is not None:
                game.choose(waiting.id, option)
        read |= {line for _, line in game.remarks()}
        if not game.ended and game.urgent() is None:
            game.wait()
    return read | {entry_text(entry) for entry in game.entries}


def test_the_same_answers_with_other_luck_never_read_nearly_the_same(name: str) -> None:
    plays = [texts_read(name, seed) for seed in range(24)]
    words = [sum(len(text.split()) for text in play) for play in plays]
    other = [
        1 - sum(len(text.split()) for text in play & after) / count
        for play, after, count in zip(plays, plays[1:], words, strict=False)
    ]

    assert min(other) > (0.25 if name == "the_post" else 0.1)
