from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim import settings
from tests.plain.helpers import talk, told
from tests.saves.helpers import begun


def test_a_prediction_is_asked_for_before_the_consequence_and_kept(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        said = talk(session, ["1 yes", "d"]).text

    assert session.game.answers[0].predicted == {"mood": "down"}
    assert said.index("A day from now, will these stand higher, lower or the same?") < said.index("What moved")


@pytest.mark.parametrize("line", ["x y", "1", "help", "?", "maybe up"])
def test_what_is_no_prediction_is_asked_again(tmp_path: Path, line: str) -> None:
    with begun(tmp_path) as session:
        said = talk(session, ["1 yes", line, "u"]).text

    assert said.count("Type u (up), d (down) or s (the same).") == 2
    assert session.game.answers[0].predicted == {"mood": "up"}


def test_a_command_skips_it_and_is_obeyed(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        said = talk(session, ["1 yes", "meters"])

    assert session.game.answers[0].predicted == {}
    assert "From 0 to 100" in said.after("meters")


def test_a_choice_counts_though_the_lines_run_out_at_the_prediction(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        talk(session, ["1 yes"])

    assert len(session.game.answers) == 1


def test_who_does_not_want_to_be_asked_is_not(tmp_path: Path) -> None:
    said = told(tmp_path, "2 a", "off", "n", "1 b", "predictions on", "n", "1", "1 c", "u").text

    assert said.count("will these stand higher") == 2
    assert "Type predictions on to change that." in said


def test_who_does_not_want_to_be_asked_is_not_in_the_next_game_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CEO_SIM_CONFIG", str(tmp_path))
    for name, typed, times in (("first", "off", 1), ("second", "", 0), ("third", "predictions on", 1)):
        with begun(tmp_path / name) as session:
            said = talk(session, ["2 a", typed, "n", "1 b", "u"], settings.load())
        assert said.text.count("will these stand higher") == times


def test_that_it_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "closed").write_text("")
    with begun(tmp_path) as session:
        said = talk(session, ["2 a", "off"], settings.SettingsFile(tmp_path / "closed" / "settings.toml"))

    assert "This holds until you quit, as " in said.text


def test_who_goes_back_is_not_asked_either(tmp_path: Path) -> None:
    said = told(tmp_path, "2 a", "off", "back 1", "1 b", "q").text

    assert said.count("will these stand higher") == 1


def test_the_debrief_holds_them_against_what_came(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        said = talk(session, ["2 yes", "u", *["1 yes", "d", "nn"] * 40, "b", *["nn"] * 40, "forecasts"])

    assert session.game.ended
    assert "- 1. First: Mood: you said up, it went down, −" in said.after("forecasts")
    assert "came true" in said.after("forecasts").splitlines()[1]
    assert "You asked for no forecasts." in said.after("forecasts")


def test_who_goes_back_has_decided_nothing_and_chooses_again(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        said = talk(session, ["1 yes", "b", "2 no", "d"])

    assert "Nothing is decided yet." in said.after("1 yes")
    (answer,) = session.game.answers
    assert (answer.reason, answer.predicted) == ("no", {"mood": "down"})
