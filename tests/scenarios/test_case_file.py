"""The case files of shipped stories: whole sources, the words of real people, what is claimed of the real path."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ceo_sim.scenario.model import Fact, History, HistoryChoice
from tests.support.scenarios import SCENARIOS, shipped_program

NO_ADDRESS = "(no address on file)"
DATE = re.compile(r"\b20[0-2][0-9]\b")
ADDRESS = re.compile(r"https://[\w-]+(\.[\w-]+)+(/[\w.~%?=&/+@-]+)+")
UNFIT = (
    "sputnik",
    "abouttrump",
    "blogspot",
    "marketnewsng",
    "motoring.co.za",
    "wikipedia",
    "republicworld",
    "newsmuncher",
    "kenyainsights",
    "upnewsinfo",
    "onenewspage",
    "outperformdaily",
    "huntsvilletribune",
    "biahelp",
)
"""Copies without leave, blogs, state outlets and encyclopedias: none says what a better source does not."""
WORDS = 70
WITH_A_CASE_FILE = ("the_post",)


def history_of(name: str) -> History:
    history = shipped_program(name).scenario.history
    assert history is not None
    return history


def _has_facts(path: Path) -> bool:
    files = path.glob("*.toml") if path.is_dir() else [path] if path.suffix == ".toml" else []
    return any("[[history.fact]]" in file.read_text(encoding="utf-8") for file in files)


def sourced(history: History) -> Iterator[Fact | HistoryChoice]:
    yield from history.facts
    yield from history.choices


def sources(history: History) -> Iterator[str]:
    for thing in sourced(history):
        assert thing.source, f"no source: {thing.text}"
        yield from thing.source.split("; ")


def facts_of(decision: str) -> list[str]:
    return [fact.text for fact in history_of("the_post").facts if fact.decision == decision]


def test_every_story_with_a_case_file_is_held_to_this() -> None:
    with_facts = {path.name for path in SCENARIOS.iterdir() if _has_facts(path)}

    assert with_facts == set(WITH_A_CASE_FILE)


@pytest.mark.parametrize("name", WITH_A_CASE_FILE)
def test_each_source_has_an_author_or_outlet_a_date_and_a_whole_address(name: str) -> None:
    for source in sources(history_of(name)):
        words, has_address, address = source.partition("https://")
        assert re.match(r"(The )?[A-Z]\w", words), f"who wrote it: {source}"
        assert DATE.search(words), f"when: {source}"
        if has_address:
            assert ADDRESS.fullmatch(has_address + address), f"not a whole address: {source}"
        else:
            assert words.endswith(NO_ADDRESS), f"no address, and it is not said: {source}"


@pytest.mark.parametrize("name", WITH_A_CASE_FILE)
def test_no_source_is_cut_or_one_of_those_that_better_ones_replace(name: str) -> None:
    for source in sources(history_of(name)):
        assert "…" not in source, source
        assert "..." not in source, source
        assert not [outlet for outlet in UNFIT if outlet in source.lower().replace(" ", "")], source


@pytest.mark.parametrize("name", WITH_A_CASE_FILE)
def test_no_fact_rests_on_outlets_without_an_address_alone(name: str) -> None:
    assert [thing.text for thing in sourced(history_of(name)) if "https://" not in thing.source] == []


@pytest.mark.parametrize("name", WITH_A_CASE_FILE)
def test_it_says_when_it_was_last_checked_after_all_that_it_says(name: str) -> None:
    history = history_of(name)
    days = [fact.at.date() if isinstance(fact.at, dt.datetime) else fact.at for fact in history.facts]

    assert history.as_of is not None
    assert all(isinstance(day, dt.date) and day <= history.as_of for day in days)
    assert days == sorted(days, key=str), "in the order in which it happened"


@pytest.mark.parametrize("name", WITH_A_CASE_FILE)
def test_each_text_is_short_enough_to_be_read_beside_a_decision(name: str) -> None:
    assert [thing.text for thing in sourced(history_of(name)) if len(thing.text.split()) > WORDS] == []


@pytest.mark.parametrize(
    "decision, quotation",
    [
        ("post", '"Unlike Twitter, we do not have a policy of putting a warning in front of posts'),
        ("post", '"we believe that if a post incites violence, it should be removed regardless of whether it is'),
        ("post", "It was spoken as a fact, not as a statement."),
        ("verdict", "\"I've been struggling with how to respond to the President's tweets and posts all day."),
        ("verdict", '"My first reaction ... was just disgust.'),
        ("post", "\"Facebook often reflects what's happening in society and the only way to prevent spikes"),
        ("mirror_post", '"There is no exception to this policy for politicians or newsworthiness"'),
        ("brands", 'had come "expecting an \'A\' for attendance", and "attending alone is not enough"'),
        ("rule", '"flagged a number of the president\'s tweets"'),
        ("second_post", '"will lead to the most CORRUPT ELECTION in our Nation\'s History!"'),
    ],
)
def test_what_real_people_said_stands_in_their_words(decision: str, quotation: str) -> None:
    assert [fact for fact in facts_of(decision) if quotation in fact]


def test_the_reasons_of_the_company_come_before_what_was_said_against_them() -> None:
    texts = [fact.text for fact in history_of("the_post").facts]
    reasons = next(place for place, text in enumerate(texts) if "if a post incites violence" in text)
    against = [place for place, text in enumerate(texts) if "ashamed to work here" in text or "fivefold" in text]

    assert len(against) == 2
    assert reasons < min(against)


def test_a_public_post_is_not_taken_for_a_meeting() -> None:
    (public,) = [text for text in facts_of("verdict") if "visceral" in text]
    (meeting,) = [text for text in facts_of("verdict") if "disgust" in text]

    assert "public post" in public
    assert "staff meeting" in meeting


def test_the_unrest_is_there_whole_and_the_dead_man_has_a_name_and_a_family() -> None:
    said = " ".join(facts_of("post"))

    for part in ("George Floyd", "brother Philonise", "mostly peaceful", "insured losses", "19 people", "curfews"):
        assert part in said


def test_nothing_is_claimed_of_the_real_path_that_is_not_on_record() -> None:
    counterparts = {choice.decision: choice.counterpart for choice in history_of("the_post").choices}

    assert counterparts["mirror_post"] == "none"
    assert counterparts["note"] == counterparts["call"] == counterparts["draft"] == "nearest"
    assert counterparts["post"] == counterparts["money"] == "same"
    same = {decision for decision, counterpart in counterparts.items() if counterpart == "same"}
    assert same <= {"post", "money", "townhall", "brands", "second_post"}, "each of these is on record"
