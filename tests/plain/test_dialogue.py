from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ceo_sim import places
from ceo_sim.engine.play_log import NewsItem
from ceo_sim.plain.help import COMMANDS
from ceo_sim.plain.render import rendered
from ceo_sim.presentation.pages import promises
from ceo_sim.saves.reading import read
from ceo_sim.saves.session import Session
from tests.plain.helpers import rich, talk, told
from tests.saves.helpers import at_noon, begun, loaded, play, resumed
from tests.support.examples import examples
from tests.support.stories import EVERYTHING

# The seed of these games puts `go` first and `stay` second. After a choice: a reason, then predictions, or nothing.
STAY, GO = "2", "1"
TO_THE_END = [STAY, "", "", *["1", "", "", "nn"] * 40, "b", *["nn"] * 40]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


# ---- answers ---------------------------------------------------------------------------------------------------


def test_an_option_is_chosen_by_its_number_and_a_reason_is_asked_for(folder: Path) -> None:
    with begun(folder) as session:
        talk(session, [STAY, "to keep the peace"])

    (answer,) = read(session.path).answers
    assert (answer.decision, answer.option, answer.reason) == ("first", "stay", "to keep the peace")


@pytest.mark.parametrize(
    "line, reason",
    [
        ("1 because it was promised", "because it was promised"),
        ("1. it was promised", "it was promised"),
        (" 1,  why not ", "why not"),
        ("1: 1", "1"),
    ],
)
def test_a_reason_may_follow_on_the_same_line(folder: Path, line: str, reason: str) -> None:
    with begun(folder) as session:
        talk(session, [line])

    assert [(answer.option, answer.reason) for answer in session.game.answers] == [("go", reason)]


def test_an_empty_line_is_no_reason(folder: Path) -> None:
    with begun(folder) as session:
        talk(session, ["1", ""])

    assert session.game.answers[0].reason == ""


def test_what_follows_is_text_first_and_then_what_moved_and_why(folder: Path) -> None:
    said = told(folder, "1 yes").text

    assert "What moved" in said
    assert "Staff: from 59." in said
    assert "Your choice, −" in said


@pytest.mark.parametrize("line", ["9", "0", "", "x", "yes", "³", "9999999", "-1", "1x", "two", "\x1b[A", "n", "nn"])
def test_bad_input_is_answered_with_what_was_expected(folder: Path, line: str) -> None:
    with begun(folder) as session:
        said = talk(session, [line])

    assert "xpected" in said.after(line)
    assert "1 to 2" in said.after(line)
    assert "\x1b" not in said.after(line)
    assert not session.game.answers


def test_a_locked_option_says_why_and_asks_again(folder: Path) -> None:
    story = loaded(EVERYTHING.replace("mood > 58 and press < 40", "cash > 80 and press < 40"))
    with Session.start(story, 7, folder, now=at_noon) as session:
        said = talk(session, ["2 a", "", "n", "2 b", "1 b"])

    assert re.search(r"2\. B\. Locked: needs Cash above 80; it is \d+\.", said.text)
    assert "Option 2 is locked: needs Cash above 80; it is" in said.after("2 b")
    assert [answer.option for answer in session.game.answers] == ["stay", "a"]


# ---- the desk --------------------------------------------------------------------------------------------------


def test_the_desk_tells_date_budget_meters_agenda_and_dates(folder: Path) -> None:
    said = told(folder, "2 a", "", "n", "b", "desk").text

    assert "Friday 29 May 2020, night, 00:00" in said
    assert "3 of 3 hours left." in said
    assert "Mood: " in said
    assert "Asked: " in said
    assert "survey of today" in said
    assert "1. Second. Must be answered now." in said


def test_what_cannot_be_paid_now_says_so(folder: Path) -> None:
    said = told(folder, "1 a", "", "nn", "1 go", "", "nn", "b").text

    assert "Meeting. Until" in said
    assert "0 to 2 hours" in said


def test_time_stands_still_until_the_urgent_is_answered(folder: Path) -> None:
    said = told(folder, "b", "n", "nn")

    assert "First has to be answered first" in said.after("n")
    assert "First has to be answered first" in said.after("nn")


def test_promises_are_told_with_their_date_and_how_they_went(folder: Path) -> None:
    with begun(folder) as session:
        said = talk(session, ["1 yes", "", "promises"])
        assert "A review, by Tuesday 2 June (5 days)." in said.after("promises")
        play(session)
        (promise,) = rendered(promises(session.game))

    made = "A review, by Tuesday 2 June. Made Thursday 28 May · evening."
    assert promise in (f"- kept: {made}", f"- broken: {made}")


@pytest.mark.parametrize(
    "line, tells",
    [
        ("meters", "From 0 to 100"),
        ("meters walkers", "From 0 to 1,000"),
        ("meters nothing", 'There is no meter "nothing" to be seen.'),
        ("why mood", "Mood is at"),
        ("why", "Type why and one of: Staff"),
        ("why nothing", "There is no meter"),
        ("why asked", "known by survey only"),
        ("feed", "feed is empty"),
        ("story", "Nothing has happened yet"),
        ("history", "Nothing has happened yet"),
        ("advisers", "Nobody advises you"),
        ("promises", "promised nothing"),
        ("help", "number"),
        ("?", "number"),
        ("HELP", "number"),
    ],
)
def test_looking_around_takes_no_time(folder: Path, line: str, tells: str) -> None:
    for before in ([], ["b"]):
        with begun(folder) as session:
            assert tells in talk(session, [*before, line]).after(line)
            assert session.game.now == 0


def test_the_why_adds_up_and_names_what_it_rests_on(folder: Path) -> None:
    with begun(folder) as session:
        session.choose("first", "stay")
        play(session, 3)
        said = talk(session, ["b", "why staff"]).after("why staff")

    assert "59.9 at the start." in said
    assert "You: First - Stay, −6.7, to 53.2." in said
    assert "Settling back, " in said


# ---- the end ---------------------------------------------------------------------------------------------------


def test_to_the_ending_and_through_the_debrief(folder: Path) -> None:
    with begun(folder) as session:
        typed = [*TO_THE_END, "story", "meters", "why press", "why asked", "real", "questions", "all", "x", ""]
        said = talk(session, typed)

    assert session.game.ended
    assert "The end" in said.text
    assert "Lowest " in said.text
    assert "It moved most on" in said.text
    assert "Asked is at" in said.text
    assert 'The debrief has no "x".' in said.text
    assert f"Your game is saved in {session.path}" in said.text


def test_the_real_path_stands_beside_the_players(folder: Path) -> None:
    story = loaded(
        EVERYTHING
        + """
        [history]
        as_of = 2026-11-22
        [[history.choice]]
        decision = "first"
        option = "go"
        text = "They went."
        source = "A paper, 2020"
        [[history.fact]]
        at = 2020-05-29
        decision = "first"
        text = "It rained."
        source = "Another paper"
        contested = true
        [debrief]
        text = "Talk."
        question = [{ text = "Why so?" }]
        """
    )
    with Session.start(story, 7, folder, now=at_noon) as session:
        said = talk(session, [*TO_THE_END, "real", "questions"]).text

    for line in (
        "You: Stay.",
        "In reality: Go.",
        "They went.",
        "Source: A paper, 2020",
        "The facts were last checked on 22 Nov 2026.",
        "   - 29 May 2020: It rained. Reports differ.",
        "1. Why so?",
        "Talk.",
    ):
        assert line in said


# ---- coming and going -------------------------------------------------------------------------------------------


def test_when_the_lines_run_out_the_game_is_saved_and_says_so(folder: Path) -> None:
    with begun(folder) as session:
        said = talk(session, ["1", ""])

    assert said.said[-1] == f"Goodbye. Your game is saved in {session.path}"
    assert len(read(session.path).answers) == 1


def test_a_game_in_which_nothing_was_done_leaves_no_file(folder: Path) -> None:
    with begun(folder) as session:
        said = talk(session, [])

    assert said.said[-1] == "Goodbye. There was nothing to save."
    assert not session.path.exists()


def test_a_choice_counts_though_no_reason_comes(folder: Path) -> None:
    with begun(folder) as session:
        talk(session, ["1"])

    assert len(read(session.path).answers) == 1


@pytest.mark.parametrize("line", ["q", "quit", "Exit"])
def test_quitting_saves(folder: Path, line: str) -> None:
    said = told(folder, "1 a", line, "1")

    assert "Goodbye" in said.said[-1]
    assert said.typed == ["1"]


def test_a_resumed_game_goes_on_where_it_was(folder: Path) -> None:
    with begun(folder) as session:
        talk(session, ["2 a", "", "n"])
    with resumed(session.path) as again:
        said = talk(again, [])

    assert "you go on from Friday 29 May, 00:00" in said.text
    assert "Second. Must be answered now." in said.text


def test_a_game_resumed_after_its_end_is_debriefed(folder: Path) -> None:
    with begun(folder) as session:
        play(session)
    before = session.path.read_bytes()
    with resumed(session.path) as again:
        assert "The end" in talk(again, ["story"]).text
    assert session.path.read_bytes() == before


def test_a_game_that_is_open_elsewhere_can_be_looked_at(folder: Path) -> None:
    with begun(folder) as session:
        play(session, 1)
        with resumed(session.path) as again:
            said = talk(again, ["n", "1", "meters"])

    assert "only be looked at" in said.said[0]
    assert "only be looked at" in said.after("n")
    assert len(again.game.answers) == 1


def test_a_full_disk_is_told_once_and_its_end_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with begun(folder) as session:
        with monkeypatch.context() as patch:
            patch.setattr(places, "write_atomically", full)
            said = talk(session, ["1 a", "n", "1 b"])
        assert said.text.count("No space left on device") == 2  # when it happened, and on leaving
        assert "The game is saved again." in talk(session, ["n"]).text


words = ["n", "nn", "b", "1", "2", "3", "1 yes", "u", "off", "why staff", "feed all", "back 1", "back", "name x", "o 1"]
sections = [f"{word} {rest}".strip() for word in sorted(COMMANDS) for rest in ("", "1", "all", "1 2", "²")]


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow])
@given(
    typed=st.lists(st.sampled_from(words) | st.sampled_from(sections) | st.text(max_size=8), max_size=40),
    after_the_end=st.booleans(),
)
def test_whatever_is_typed_the_game_goes_on(
    tmp_path_factory: pytest.TempPathFactory, typed: list[str], *, after_the_end: bool
) -> None:
    with rich(tmp_path_factory.mktemp("any")) as session:
        said = talk(play(session) if after_the_end else session, typed)

    assert "Goodbye" in said.said[-1]
    lines = zip(said.said, said.said[1:], strict=False)
    assert not any(line == following == "" for line, following in lines)


def test_a_long_feed_is_told_from_its_end(folder: Path) -> None:
    with begun(folder) as session:
        session.game.news.extend(NewsItem(0, "Press", "", f"Line {number}.") for number in range(30))
        said = talk(session, ["feed", "feed all"])

    assert "18 older lines" in said.after("feed")
    assert "Line 17." not in said.after("feed")
    assert "Line 0." in said.after("feed all")
