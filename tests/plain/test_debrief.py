from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.analysis.diff import differences
from ceo_sim.analysis.forecast_bands import visible_metrics
from ceo_sim.analysis.whatif import alternative
from ceo_sim.plain.render import rendered
from ceo_sim.presentation.document import Day, sentence
from ceo_sim.presentation.formatting import figure
from ceo_sim.saves.session import Session
from tests.plain.helpers import Talk, rich, talk, to_the_end


def debriefed(folder: Path, *typed: str) -> tuple[Session, Talk]:
    with rich(folder) as session:
        return session, talk(session, [*to_the_end("1", "2 yes", "u"), *typed])


LINES = [
    ("help", "lenses N"),
    ("answers", "1. Thursday 28 May. First: Stay."),
    ("story", "Thursday 28 May, 18:00. Your answer 1."),
    ("story", "   - −6.6 Staff: Your answer 1, First, −6.6."),
    ("feed", "They stay, says the Post."),
    ("meters", "Type meters and a name for one more, or meters all: Staff, "),
    ("meters staff", "Staff: From 60 to "),
    ("meters all", "Walkers: From "),
    ("meters nothing", 'There is no meter "nothing".'),
    ("why", "Type why and one of: Mood, "),
    ("why staff all", "59.9 at the start."),
    ("lenses", "Rights. Who has a claim?"),
    ("lenses 1", "      Care.\n         For: It is kind.\n         Against: It is cold."),
    ("lenses all", "Nothing is said to it."),
    ("lenses 99", 'There is no answer "99".'),
    ("real", "no real events"),
    ("whatif", "Type whatif and the number of an answer"),
    ("whatif 1", "2. Stay. This was your choice."),
    ("whatif 1 2", 'Option "2" was your choice.'),
    ("whatif 1 9", 'Option "9" is not one of them.'),
    ("whatif 1 ²", 'Option "²" is not one of them.'),
    ("whatif x", 'There is no answer "x".'),
    ("rivals", "1. Loud.\n   Praise counts."),
    ("rivals 3", "Type rivals and the numbers"),
    ("rivals 1 2", "weight: 0.1 instead of 0.4."),
    ("questions", "1. Why so? (Care)"),
    ("report", ".toml -o debrief.html"),
    ("predictions", "came true. Always saying "),
    ("agenda", 'The debrief has no "agenda".'),
]
"""What is typed, and some words of the answer."""


@pytest.fixture(scope="module")
def debrief(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    """A debrief in which all of them were typed."""
    _, said = debriefed(tmp_path_factory.mktemp("debrief"), *dict(LINES))
    return said


@pytest.mark.parametrize("line, tells", LINES)
def test_each_section_tells_or_says_what_to_type(debrief: Talk, line: str, tells: str) -> None:
    assert tells in debrief.after(line)


def test_a_day_of_nothing_but_news_has_its_name_all_the_same() -> None:
    assert list(rendered([Day("Monday 15 June", (), (sentence("It rained."),))])) == ["Monday 15 June.", "It rained."]


def test_the_why_is_a_waterfall_that_ends_where_the_meter_stands(tmp_path: Path) -> None:
    session, said = debriefed(tmp_path, "why staff")
    totals = [line for line in said.after("why staff").split("\n") if ", to " in line and not line.startswith(" ")]

    assert totals[-1].endswith(f", to {session.game.course('staff')[-1]:.1f}.")


def test_the_course_names_the_largest_moves_with_their_causes(tmp_path: Path) -> None:
    _, said = debriefed(tmp_path, "meters staff")
    course = said.after("meters staff")

    assert "   It moved most on\n      - Thursday 28 May, −6.6: You: First - Stay, −6.6." in course
    assert "\n   28 May 5" in course


def test_the_course_of_a_large_meter_is_told_from_the_start_to_the_end(tmp_path: Path) -> None:
    session, said = debriefed(tmp_path, "meters")
    start, end = session.game.value_before(0, "mood"), session.game.course("mood")[-1]

    assert f"Mood: From {start:.0f} to {end:.0f}" in said.after("meters")
    assert f", 11 Jun {end:.0f}.\n" in said.after("meters")


def test_what_if_tells_both_stories_where_they_part_and_the_spread(tmp_path: Path) -> None:
    session, said = debriefed(tmp_path, "whatif 1 1")
    told = said.after("whatif 1 1")
    other = alternative(session.game, 0, "go")
    largest = differences(session.game, other.game)[0]

    assert "1. First. If you had answered: Go." in told
    assert "ended on Thursday 11 June: " in told
    assert "They part on Thursday 28 May: " in told
    here, there = figure(largest.metric, largest.mine), figure(largest.metric, largest.other)
    assert f"- {largest.metric.name}: yours {here}" in told
    assert f", other {there}" in told
    assert "with other luck from that answer on" in told
    assert "How 1,000 plays each end" in told
    assert "With other luck: the middle of a thousand plays" in told
    if other.skipped:
        assert "Answers of yours that could not be given there" in told


def test_rivals_are_compared_with_the_story_as_it_went(tmp_path: Path) -> None:
    _, said = debriefed(tmp_path, "rivals 2")

    assert "If these are right: Deaf." in said.after("rivals 2")
    assert "At the end of each:\n- Mood: " in said.after("rivals 2")


@pytest.mark.parametrize("line", ["whatif 1 1", "rivals 2"])
def test_with_all_two_stories_are_compared_in_every_meter(tmp_path: Path, line: str) -> None:
    session, said = debriefed(tmp_path, line, f"{line} all")
    metrics = session.game.program.scenario.metrics
    small = [metrics[id].name for id in visible_metrics(session.game.program) if not metrics[id].headline]

    assert small
    assert f"Type {line} all for every meter" in said.after(line)
    assert "Type " not in said.after(f"{line} all")
    if line.startswith("whatif"):
        assert all(said.after(f"{line} all").count(f"- {name}: yours ") >= 1 for name in small)


def test_one_decision_is_told_with_the_questions_of_the_lenses(tmp_path: Path) -> None:
    _, said = debriefed(tmp_path, "lenses 1")

    assert "Rights. Who has a claim?" in said.after("lenses 1").partition("1. First.")[0]


def test_rivals_are_told_with_what_the_number_of_the_story_rests_on(tmp_path: Path) -> None:
    _, said = debriefed(tmp_path, "rivals")

    assert "weight: 0.95 instead of 0.4. Two in five said so. Survey, May" in said.after("rivals")


def test_all_has_every_section_that_needs_no_choice(tmp_path: Path) -> None:
    _, said = debriefed(tmp_path, "all")

    for part in (
        "Your answer 1.",
        "It moved most on",
        "Mood is at",
        "Harmony: ",
        "came true.",
        "Care.\n",
        "1. Why so? (Care)",
    ):
        assert part in said.after("all"), part


def test_going_back_from_the_end_plays_on_in_a_new_save(tmp_path: Path) -> None:
    session, said = debriefed(tmp_path, "back 1", "1 otherwise", "", "q")
    first, second = sorted(tmp_path.glob("*.toml"), key=lambda path: path.stat().st_size, reverse=True)

    assert "You stand before your answer 1 again: First." in said.text
    assert first == session.path
    assert 'option = "stay"' in first.read_text()
    assert 'option = "go"' in second.read_text()
    assert said.said[-1] == f"Goodbye. Your game is saved in {second}"
