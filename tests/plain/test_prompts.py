"""`q` and `help` mean the same at every prompt, on every keyboard."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ceo_sim.plain.help import DEBRIEF_HELP, DECISION_HELP, DESK_HELP, REASON_HELP, VALUES_HELP
from ceo_sim.plain.run import run
from ceo_sim.plain.saves import HELP as TITLE_HELP
from ceo_sim.saves.reading import read
from tests.plain.helpers import Talk, rich, talk, to_the_end

VALUES = "What you stand for, or nothing: "
CHOICE = "Your choice: "
REASON = "Your reason in a line, or nothing: "
PREDICTION = "Up, down or same, or nothing: "
PROMPTS = {
    "values": ([], VALUES, VALUES_HELP),
    "desk": (["", "b"], "Desk: ", DESK_HELP),
    "decision": ([""], CHOICE, DECISION_HELP),
    "reason": (["", "2"], REASON, REASON_HELP),
    "prediction": (["", "2", ""], PREDICTION, "off: do not ask me again."),
    "debrief": (to_the_end("", "2", "", ""), "Debrief: ", DEBRIEF_HELP),
}
"""What leads to each prompt, the prompt, and a part of its help."""


def played(tmp_path: Path, *typed: str) -> Talk:
    with rich(tmp_path) as session:
        return talk(session, typed)


@pytest.mark.parametrize("at", PROMPTS)
@pytest.mark.parametrize("word", ["help", "?", " HELP", "ｈｅｌｐ", "рудз"])
def test_help_tells_what_can_be_typed_and_asks_again(tmp_path: Path, at: str, word: str) -> None:
    before, prompt, help = PROMPTS[at]
    said = played(tmp_path, *before, word).said

    assert prompt + word in said
    after = said[len(said) - 1 - said[::-1].index(prompt + word) :]
    assert help in "\n".join(after)
    assert prompt in after, "it is asked again"


@pytest.mark.parametrize("at", PROMPTS)
@pytest.mark.parametrize("word", ["q", "Quit", "exit ", "ｑ", "й", "ض"])
def test_q_leaves(tmp_path: Path, at: str, word: str) -> None:
    before, prompt, _ = PROMPTS[at]
    said = played(tmp_path, *before, word, "1")

    assert prompt + word in said.said
    assert "Goodbye" in said.said[-1]
    assert said.typed == ["1"]


@pytest.mark.parametrize("typed", [["2", "q"], ["2", "", "q"], ["2"]])
def test_an_option_that_was_chosen_counts_for_who_leaves_at_a_question_after_it(
    tmp_path: Path, typed: list[str]
) -> None:
    with rich(tmp_path) as session:
        talk(session, ["", *typed])

    (answer,) = read(session.path).answers
    assert (answer.reason, dict(answer.predicted)) == ("", {})


@pytest.mark.parametrize("reason", ["q", "help", "?"])
def test_a_word_that_leaves_or_asks_can_be_a_reason_behind_the_number(tmp_path: Path, reason: str) -> None:
    with rich(tmp_path) as session:
        said = talk(session, ["", "2", "help", "b", "", "back 1", "q"])
        assert "such as: 2 help." in said.text
    with rich(tmp_path) as session:
        talk(session, ["", f"2 {reason}", ""])

    assert read(session.path).answers[0].reason == reason


@pytest.mark.parametrize("reason", ["help them", "quite so", "q1", "なるほど。", "ｎ"])
def test_what_only_begins_like_a_command_is_a_reason_and_stays_as_it_was_typed(tmp_path: Path, reason: str) -> None:
    with rich(tmp_path) as session:
        talk(session, ["", "2", reason, ""])

    assert read(session.path).answers[0].reason == reason


@pytest.mark.parametrize("word", ["q", "ｑ", "й"])
def test_q_leaves_the_title_and_help_is_its_own(tmp_path: Path, word: str) -> None:
    out = io.StringIO()
    assert run((io.StringIO(f"help\n{word}\n1\n"), out), saves=tmp_path) == 0

    assert TITLE_HELP.split("\n")[0] in out.getvalue()
    assert out.getvalue().endswith("Goodbye.\n")


@pytest.mark.parametrize(
    "typed",
    [
        ["１　２", "２ 約束だから", "ｕ"],
        ["1、2", "2。約束だから", "Ｕ"],
        ["١ ٢", "٢ 約束だから", "г"],
        ["१ २", "２） 約束だから", "θ"],
    ],
)
def test_numbers_and_letters_of_other_scripts_count(tmp_path: Path, typed: list[str]) -> None:
    with rich(tmp_path) as session:
        talk(session, typed)

    saved = read(session.path)
    assert saved.values == ("candour", "harmony")
    assert (saved.answers[0].option, saved.answers[0].reason) == ("stay", "約束だから")
    assert dict(saved.answers[0].predicted) == {"mood": "up"}


@pytest.mark.parametrize("word", ["n", "т", "ｎ", "ν", "מ", "ㅜ", "ى"])
def test_a_command_typed_on_another_layout_is_obeyed(tmp_path: Path, word: str) -> None:
    said = played(tmp_path, "", "2 yes", "", word)

    assert "Expected" not in said.text
    assert "Friday 29 May" in said.after(word)


def test_a_word_that_is_no_command_is_repeated_as_it_was_typed(tmp_path: Path) -> None:
    assert 'not "привет"' in played(tmp_path, "", "Привет").text
