"""What is done with saves: list, replay, why, resume."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from ceo_sim.library import path_of
from ceo_sim.saves.reading import read
from tests.cli.conftest import Run
from tests.saves.helpers import INTERRUPTED_STORY, begun, play, resumed
from tests.support.exhibits import STORY
from tests.support.stories import EVERYTHING, INTERRUPTED


def test_saves_are_listed(run: Run, save: Path) -> None:
    (one,) = [found for found in run("saves", "--json").json if not found["shipped"]]

    assert (Path(one["path"]), one["scenario"], one["ended"], one["ending"]) == (save, "story", True, "Over")
    assert one["answers"] == len(read(save).answers)
    assert save.stem in run("saves").out


def test_where_there_are_none_it_says_so(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceo_sim.places.packaged_saves", list)

    assert run("saves").out == f"There are no saves in {here / 'saves'}\n"
    assert run("saves", "--json").json == []


def test_a_fork_is_listed_under_the_game_that_it_comes_from(run: Run, save: Path) -> None:
    ran = run("saves", "fork", save.stem, "--at", "2", "--name", "Second try")
    assert ran.code == 0
    assert "answer 2 is to be changed (Second)" in ran.out
    name = ran.out.split("--resume ")[1].strip()

    assert run("play", "--plain", "--resume", name, typed="1\n").code == 0
    run("saves", "note", name, "Gentler\x1b[31m this time")
    lines = run("saves").out.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith(save.stem))
    assert lines[place + 1].startswith(f"  {name}")
    assert "Second try (A story)" in lines[place + 1]
    assert "from answer" in lines[place + 1]
    assert f"as {save.stem}, another way from answer" in lines[place + 1]
    assert lines[place + 2].strip() == "Note: Gentler [31m this time"
    child = next(one for one in run("saves", "--json").json if one["name"] == "Second try")
    assert child["parent"] == str(save)
    assert child["forked_after"] >= 1


def test_a_game_that_was_taken_out_and_in_again_is_listed_as_a_copy(run: Run, save: Path, here: Path) -> None:
    run("saves", "export", save.stem, str(here / "out.toml"))
    assert run("saves", "import", str(here / "out.toml")).code == 0

    assert ", a copy of " in run("saves").out
    assert [one["copy"] for one in run("saves", "--json").json if one["parent"]] == [True]


def test_a_fork_stands_open_at_the_answer_and_can_be_played_on(run: Run, save: Path, here: Path) -> None:
    before = save.read_bytes()

    ran = run("saves", "--saves", "elsewhere", "fork", str(save), "--at", "1")
    assert ran.code == 0
    (forked,) = (here / "elsewhere").glob("*.toml")
    assert f"--resume {forked}" in ran.out
    assert read(forked).answers == ()
    assert read(forked).seed == read(save).seed
    assert save.read_bytes() == before


@pytest.mark.parametrize(
    "arguments, code, said",
    [
        (["fork", "SAVE", "--at", "99"], 1, "has no answer 99; its answers are 1 to"),
        (["fork", "SAVE", "--at", "0"], 2, "expected the number of an answer, from 1"),
        (["fork", "SAVE"], 2, "--at"),
        (["fork", "none", "--at", "1"], 1, "there is no such save"),
        (["rename", "none", "x"], 1, "there is no such save"),
        (["rename", "SAVE"], 2, "required: NAME"),
        (["delete", "scenarios/story.toml.not"], 1, "there is no such save"),
        (["restore", "SAVE"], 1, "--trash"),
        (["export", "SAVE", "none/there.toml"], 1, "cannot be written"),
        (["import", "scenarios/story.toml"], 1, "is a scenario and no save"),
        (["import", "none"], 1, "there is no such save"),
        (["burn", "SAVE"], 2, "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    run: Run, save: Path, arguments: list[str], code: int, said: str
) -> None:
    before = save.read_bytes()
    ran = run("saves", *[save.stem if argument == "SAVE" else argument for argument in arguments])

    assert ran.code == code
    assert said in ran.complaint
    assert save.read_bytes() == before


def test_a_save_is_named_noted_deleted_restored_exported_and_imported(run: Run, save: Path, here: Path) -> None:
    assert run("saves", "rename", save.stem, "The patient one").out == f"{save.stem} is called The patient one.\n"
    assert run("saves", "note", "the patient one", "To be shown in class").code == 0
    assert (read(save).name, read(save).note) == ("The patient one", "To be shown in class")

    assert run("saves", "export", "The patient one", "copy.toml").code == 0
    assert (here / "copy.toml").read_bytes() == save.read_bytes()
    assert "is there already" in run("saves", "export", "The patient one", "copy.toml").complaint

    assert run("saves", "delete", "The patient one").code == 0
    assert not save.exists()
    assert "The patient one" not in run("saves").out
    assert "The patient one" in run("saves", "--trash").out
    assert run("saves", "restore", "The patient one").out == f"Brought back: {save}\n"
    assert run("saves", "import", "copy.toml").code == 0
    assert len([one for one in run("saves", "--json").json if one["name"] == "The patient one"]) == 2
    assert run("saves", "rename", save.stem, "").out == f"{save.stem} has no name now.\n"


def test_the_folder_is_printed_for_a_shell(run: Run, here: Path) -> None:
    assert run("saves", "folder").out == f"{here / 'saves'}\n"
    assert run("saves", "folder", "--saves", "x").out == f"{here / 'x'}\n"
    assert run("saves", "--saves", "x", "folder").out == f"{here / 'x'}\n"


# ---- replay ---------------------------------------------------------------------------------------------------


def test_a_transcript_holds_the_reasons_and_no_control_characters(run: Run, save: Path) -> None:
    out = run("replay", save.stem).out

    assert "First: Stay." in out
    assert "Your reason: so be it" in out
    assert "Mood" in out
    assert "\x1b" not in out


def test_the_ledger_adds_up(run: Run, save: Path) -> None:
    data = run("replay", str(save), "--json").json
    game = resumed(save).game
    sums: dict[str, float] = {}
    for row in data["ledger"]:
        assert row.keys() >= {"at", "metric", "kind", "cause", "amount", "value"}
        assert (row["kind"] == "start") == (row["metric"] not in sums)
        sums[row["metric"]] = sums.get(row["metric"], 0.0) + row["amount"]
        dt.datetime.fromisoformat(row["at"])

    for metric in game.program.metrics:
        assert sums[metric] == pytest.approx(game.course(metric)[-1], abs=1e-9)
    assert data["answers"][0]["reason"] == "so be it\x1b[31m"
    assert data["ending"] == "over"
    assert data["transcript"]
    assert (data["name"], data["note"], data["values"], data["consultations"]) == ("", "", [], [])
    assert data["answers"][0]["predicted"] == {}


def test_what_was_thrown_in_is_in_the_transcript_and_a_cause(run: Run, here: Path) -> None:
    (here / "scenarios" / "story.toml").write_text(INTERRUPTED)
    with begun(here / "saves", story=INTERRUPTED_STORY) as session:
        session.consult("first", "ines")
        session.throw("memo")
        play(session, 2)

    data = run("replay", session.path.stem, "--json").json
    out = run("replay", session.path.stem).out

    at = "2020-05-28T18:00:00-04:00"
    assert data["injections"] == [{"at": at, "inject": "memo", "after": 0, "consulted": 1}]
    assert data["transcript"][0]["kind"] == "inject"
    assert "A memo" in out
    assert "thrown in" in out.lower()
    assert "Thrown in: A memo" in run("why", session.path.stem, "press").out


def test_the_documents_of_a_story_and_what_became_of_people_are_in_its_data(run: Run, here: Path) -> None:
    (here / "scenarios" / "shown.toml").write_text(STORY)
    run("play", "shown", "--plain", "--seed", "1", typed="n\n1\n1\n\n\nnn\nnn\nnn\n")
    (save,) = (here / "saves").glob("shown*.toml")
    data = run("replay", str(save), "--json").json

    (answer,) = (entry for entry in data["transcript"] if entry["kind"] == "option")
    post, notice = answer["exhibits"]
    assert post == {
        "kind": "post",
        "from": "Marcus Hale",
        "role": "President",
        "at": "12:53 a.m.",
        "text": "They had their warnings.\n\n**Enough.**",
        "note": "50 million views",
    }
    assert (notice["kind"], notice["from"], notice["role"]) == ("notice", "The Herald", "")
    assert set(data["epilogues"]) in ({"hale", "delia"}, {"delia"})


def test_the_ledger_can_be_read_by_people_too(run: Run, save: Path) -> None:
    assert "first.stay" in run("replay", save.stem, "--ledger").out
    assert "first.stay" not in run("replay", save.stem).out


def test_a_changed_scenario_is_told(run: Run, save: Path, here: Path) -> None:
    story = here / "scenarios" / "story.toml"
    story.write_text(EVERYTHING.replace('brief = "Now."', 'brief = "Right now."'))
    ran = run("replay", save.stem)
    assert ran.code == 0
    assert "only in its text" in ran.complaint

    story.write_text(EVERYTHING.replace("press = 6", "press = 7"))
    ran = run("replay", save.stem)
    assert ran.code == 1
    assert "departs at answer 1, 2020-05-28 18:00, first (First)" in ran.complaint
    assert run("replay", save.stem, "--salvage").code == 0


def test_a_save_of_an_unknown_scenario_takes_the_one_that_is_named(run: Run, save: Path, here: Path) -> None:
    (here / "scenarios" / "story.toml").rename(here / "mine.toml")

    assert 'no scenario "story"' in run("replay", save.stem).complaint
    assert run("replay", save.stem, "--scenario", "mine.toml").code == 0


def test_a_damaged_save_is_told_and_salvaged(run: Run, save: Path) -> None:
    save.write_bytes(save.read_bytes()[:-10])

    for command in (["replay", save.stem], ["why", save.stem, "mood"], ["play", "--plain", "--resume", save.stem]):
        ran = run(*command)
        assert ran.code == 1
        assert "damaged" in ran.complaint
        assert "answers can be kept" in ran.complaint
        assert run(*command, "--salvage").code == 0


# ---- why --------------------------------------------------------------------------------------------------------


def test_the_causes_add_up_to_the_value_largest_first(run: Run, save: Path) -> None:
    for metric in ("staff", "press", "mood", "walkers", "asked", "cash"):
        for at in ([], ["--at", "2020-06-01"], ["--at", "2020-05-28"]):
            data = run("why", save.stem, metric, *at, "--json").json
            amounts = [cause["amount"] for cause in data["causes"]]
            assert sum(amounts) == pytest.approx(data["value"], abs=1e-9)
            assert amounts == sorted(amounts, key=abs, reverse=True)
            assert all(cause.keys() >= {"kind", "cause", "name", "source", "support"} for cause in data["causes"])


def test_a_cause_says_what_it_rests_on(run: Run, save: Path) -> None:
    cause = next(
        cause for cause in run("why", save.stem, "staff", "--json").json["causes"] if cause["cause"] == "meeting.hold"
    )

    assert (cause["name"], cause["why"], cause["support"]) == ("You: Meeting - Hold it", "Being heard", "direction")
    assert "Being heard. Support: the direction is known, the size is judged." in run("why", save.stem, "Staff").out


@pytest.mark.parametrize(
    "at, moment",
    [
        ("2020-05-29", "2020-05-29T18:00:00-04:00"),
        ("2020-05-29T12:00", "2020-05-29T12:00:00-04:00"),
        ("2020-05-29T13:00", "2020-05-29T12:00:00-04:00"),
        ("2020-05-29T16:00:00+00:00", "2020-05-29T12:00:00-04:00"),
        ("2020-06-11", "2020-06-11T18:00:00-04:00"),
    ],
)
def test_a_day_means_its_end_and_a_time_what_had_come_by_then(run: Run, save: Path, at: str, moment: str) -> None:
    assert run("why", save.stem, "mood", "--at", at, "--json").json["at"] == moment


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["mod"], "did you mean mood?"),
        (["zzzzz"], "there are staff, press"),
        (["mood", "--at", "yesterday"], "is no date; expected one such as 2020-06-01"),
        (["mood", "--at", "2019-01-01"], "lies outside of this game"),
        (["mood", "--at", "2020-06-12"], "lies outside of this game"),
        (["mood", "--at", "9999-12-31"], "lies outside of this game"),
        (["mood", "--at", "0001-01-01"], "lies outside of this game"),
        (["mood", "--at", "\x1b[31m"], "is no date"),
    ],
)
def test_unknown_metrics_and_dates_are_told(run: Run, save: Path, arguments: list[str], said: str) -> None:
    ran = run("why", save.stem, *arguments)

    assert ran.code == 1
    assert said in ran.complaint


# ---- play ---------------------------------------------------------------------------------------------------------


def test_playing_resuming_and_asking_why_go_together(run: Run, here: Path) -> None:
    offered = run("play", "story", "--plain", "--seed", "7", "--saves", "other").out.splitlines()
    stay = next(line.partition(".")[0] for line in offered if line.endswith(". Stay."))
    ran = run("play", "story", "--plain", "--seed", "7", typed=f"{stay} to begin with\n")
    assert ran.code == 0
    (path,) = (here / "saves").glob("*.toml")
    assert str(path) in ran.out.replace("\n", "")

    assert run("play", "--plain", "--resume", path.name, typed="n\n1 and on\n2 and on\n").code == 0
    assert [answer.reason for answer in read(path).answers] == ["to begin with", "and on"]
    assert run("why", path.name, "cash").code == 0


@pytest.fixture
def poles(here: Path) -> None:
    """Poles of the story that can change places."""
    (here / "scenarios" / "story.toml").write_text(EVERYTHING + '\n[mirror]\nwords = [["left", "right"]]\n')


@pytest.mark.usefixtures("poles")
def test_the_folder_for_saves_can_be_named(run: Run, here: Path) -> None:
    run("play", "scenarios/story.toml", "--plain", "--saves", "elsewhere", "--mirror", typed="1 x\n")

    (path,) = (here / "elsewhere").glob("*.toml")
    assert read(path).mirror


@pytest.mark.usefixtures("poles")
def test_on_a_screen_the_game_is_handed_what_was_asked_for(
    run: Run, save: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = pytest.importorskip("ceo_sim.tui.app")
    asked: list[dict[str, Any]] = []

    def game(**options: Any) -> None:
        assert options.pop("settings_file") is not None
        asked.append(options)

    monkeypatch.setattr("ceo_sim.places.is_interactive", lambda: True)
    monkeypatch.setattr(app, "CeoSim", game)
    monkeypatch.setattr(app, "run", lambda _: 0)
    nothing = {"scenario": None, "seed": None, "resume": None, "mirror": False, "saves": save.parent} | {
        "edition": None,
        "act": None,
        "assignment": "",
        "begin": None,
    }

    assert run("play", "story", "--seed", "3", "--mirror").code == 0
    assert run("play", "--resume", save.stem).code == 0
    assert run().code == 0
    assert run("play", "none").code == 1
    assert asked == [
        {**nothing, "scenario": path_of("story"), "seed": 3, "mirror": True},
        {**nothing, "resume": save},
        nothing,
    ]

    save.write_bytes(save.read_bytes()[:-10])
    assert "damaged" in run("play", "--resume", save.stem).complaint
    assert run("play", "--resume", save.stem, "--salvage").code == 0
    assert asked[-1]["resume"] != save
    assert read(asked[-1]["resume"]).answers


def test_an_edition_is_read_and_kept(run: Run, here: Path) -> None:
    folder = here / "scenarios" / "tale"
    (folder / "editions").mkdir(parents=True)
    (folder / "scenario.toml").write_text(EVERYTHING.replace('id = "story"', 'id = "tale"'))
    (folder / "editions" / "short.toml").write_text(
        '[edition]\ntitle = "Short"\n[decision.first]\nbrief = "In few words."\n'
    )

    assert "In few words." in run("play", "tale", "--plain", "--edition", "short", typed="1 x\n").out
    (path,) = (here / "saves").glob("*.toml")
    assert read(path).edition == "short"
    assert run("replay", path.name, "--json").json["edition"] == "short"
    assert "there is no edition" in run("play", "tale", "--plain", "--edition", "long").complaint


@pytest.mark.parametrize("face", [["--plain"], []])
def test_a_story_without_poles_is_not_begun_mirrored(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch, face: list[str]
) -> None:
    monkeypatch.setattr("ceo_sim.places.is_interactive", lambda: True)
    ran = run("play", "story", "--mirror", *face, typed="1\n")
    assert ran.code == 1
    assert "has no political poles that could change places; play it without mirror" in ran.complaint
    assert not list((here / "saves").glob("*.toml"))
