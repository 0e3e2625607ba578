from __future__ import annotations

import errno
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from ceo_sim import places
from ceo_sim.saves.reading import read
from ceo_sim.saves.session import Session
from tests.plain.helpers import RICH, rich, talk, told
from tests.saves.helpers import at_noon, begun, loaded, play, resumed


@pytest.mark.parametrize("at_desk", [False, True], ids=["decision", "desk"])
def test_going_back_forks_and_leaves_the_game_as_it_was(tmp_path: Path, *, at_desk: bool) -> None:
    with begun(tmp_path) as session:
        typed = ["2 a", "", *(["n", "1 b", ""] if at_desk else ["n"])]
        said = talk(session, [*typed, "back 1", "1 c", "", "q"])
    kept = read(session.path)
    (other,) = (path for path in tmp_path.glob("*.toml") if path != session.path)

    assert kept.answers[0].option == "stay"
    assert [answer.option for answer in read(other).answers] == ["go"]
    assert f"The game so far stays in {session.path}" in said.text
    assert f"You go on in {other}" in said.text


@pytest.mark.parametrize("line", ["back 0", "back 9", "back x", "back 1x"])
def test_going_back_to_what_is_not_there_says_what_is(tmp_path: Path, line: str) -> None:
    said = told(tmp_path, "2 a", "", line, "q")

    assert "There is no answer" in said.after(line)
    assert "1. Thursday 28 May. First: Stay." in said.after(line)


def test_a_game_that_is_open_elsewhere_can_be_gone_back_in(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 2)
        with resumed(session.path) as again:
            said = talk(again, ["back 1", "1 mine", "", "q"])

    assert "only be looked at" in said.text
    assert len(list(tmp_path.glob("*.toml"))) == 2
    assert len(read(session.path).answers) == 2


def test_going_back_on_a_full_disk_goes_on_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with begun(tmp_path) as session:
        play(session, 2)
        monkeypatch.setattr(places, "write_atomically", full)
        said = talk(session, ["back 1", "1 mine", "", "q"])

    assert "You stand before your answer 1 again" in said.text
    assert "No space left on device" in said.text
    assert "What moved" in said.text


def test_a_name_and_a_note_are_kept(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        said = talk(session, ["2 a", "", "name", "name The quiet one", "note ask Ruth", "name"])

    assert "This game has no name." in said.after("name")
    assert "The name of this game: The quiet one" in said.after("name The quiet one")
    assert (read(session.path).name, read(session.path).note) == ("The quiet one", "ask Ruth")


def test_what_could_steer_a_terminal_is_not_said_back(tmp_path: Path) -> None:
    said = told(tmp_path, "2 a", "", "note a\x1b[31mb", "note")

    assert "The note of this game: a [31mb" in said.after("note")


def test_what_is_due_stands_by_date(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        said = talk(session, ["due", "1 a", "", "due"])

    assert "Now: First must be answered." in said.after("due")
    later = "\n".join(said.said[said.said.index("Desk: due") if "Desk: due" in said.said else -1 :])
    assert "Tuesday 2 June, 18:00, in 5 days. Promised: A review." in later


def test_the_feed_is_filtered_by_sender(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        said = talk(session, ["", "2 a", "", "feed evening", "feed union", "feed nobody"])

    assert "They stay" in said.after("feed evening")
    assert "We stay too" not in said.after("feed evening")
    assert "We stay too" in said.after("feed union")
    assert "Senators" not in said.after("feed nobody")
    assert 'Nothing is from "nobody". Senders so far: Evening Post, Union.' in said.after("feed nobody")


@pytest.mark.parametrize("kept, typed", [("NFC", "NFD"), ("NFD", "NFC")])
def test_meters_senders_and_advisers_are_known_however_their_letters_are_put_together(
    tmp_path: Path, kept: Literal["NFC", "NFD"], typed: Literal["NFC", "NFD"]
) -> None:
    named = {'name = "Mood"': "Gemüt", 'name = "Ines Ruiz"': "Inès Ruíz", 'name = "Evening Post"': "Écho du soir"}
    text = RICH
    for name, accented in named.items():
        assert name in text
        text = text.replace(name, f'name = "{normalize(kept, accented)}"')
    meter, adviser, sender = (normalize(typed, name.lower()) for name in ("Gemüt", "inès", "écho"))
    lines = ["", f"forecast {adviser}", "2 yes", "", f"why {meter}", f"meters {meter}", f"feed {sender}"]
    with Session.start(loaded(text), 7, tmp_path, now=at_noon) as session:
        said = talk(session, lines)

    assert "There is no meter" not in said.text
    assert "Nothing is from" not in said.text
    assert "Forecast by" in said.text
