from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.cli import class_
from tests.cli.conftest import Run
from tests.support.scenarios import SCENARIOS

POST = str(SCENARIOS / "the_post")


def code(run: Run, *options: str) -> str:
    return str(run("class", "assign", *options, "--json").json["code"])


@pytest.mark.parametrize("part", class_.PARTS)
def test_each_part_has_help_with_examples(run: Run, part: str) -> None:
    ran = run("class", part, "--help")

    assert ran.code == 0
    assert f"ceo-sim class {part}" in ran.out.partition("examples:")[2]


def test_it_says_what_the_code_stands_for_and_how_to_play_it(run: Run) -> None:
    out = run("class", "assign", POST, "--act", "week", "--seed", "7", "--predictions", "off").out.splitlines()

    assert out[1] == "The Post: The Week: seed 7, no predictions are asked"
    assert out[2] == f"To play it: ceo-sim play --assign {out[0]}"


def test_a_seed_by_lot_makes_a_short_code(run: Run) -> None:
    assert len(code(run, POST)) == 19
    assert len({code(run, POST) for _ in range(3)}) > 1


def test_what_is_not_there_cannot_be_assigned(run: Run) -> None:
    assert "did you mean week?" in run("class", "assign", POST, "--act", "wek").complaint
    assert run("class", "assign", POST, "--edition", "none").code == 1
    assert "no political poles" in run("class", "assign", str(SCENARIOS / "depot.toml"), "--mirror").complaint


def test_play_begins_the_game_of_the_code(run: Run, here: Path) -> None:
    typed = code(run, POST, "--act", "week", "--seed", "7", "--mirror", "--edition", "13plus")

    ran = run("play", POST, "--plain", "--assign", typed.lower().replace("-", " "), typed="1\n1\n\n\nquit\n")
    save = next((here / "saves").glob("the_post*.toml")).read_text()

    assert ran.code == 0
    for line in ("seed = 7", "mirror = true", 'edition = "13plus"', 'act = "week"'):
        assert f"\n{line}\n" in save


@pytest.mark.usefixtures("here")
def test_play_asks_for_predictions_as_the_code_has_it(run: Run) -> None:
    typed = "predictions\nquit\n"

    for wanted in ("on", "off"):
        of_class = code(run, "scenarios/story.toml", "--predictions", wanted)
        out = run("play", "scenarios/story.toml", "--plain", "--assign", of_class, typed=typed).out
        assert f"You are {'not asked for predictions' if wanted == 'off' else 'asked for a prediction'}" in out


def test_play_finds_the_scenario_of_a_code_among_those_at_hand(run: Run, here: Path) -> None:
    typed = code(run, "scenarios/story.toml")

    assert run("play", "--plain", "--assign", typed, typed="quit\n").code == 0
    (here / "scenarios" / "story.toml").unlink()
    assert "for a scenario that is not here" in run("play", "--plain", "--assign", typed).complaint


def test_play_refuses_another_version(run: Run, here: Path) -> None:
    typed, story = code(run, "scenarios/story.toml"), here / "scenarios" / "story.toml"
    story.write_text(story.read_text().replace("A story", "Another story", 1))

    assert "another version of" in run("play", "--plain", "--assign", typed).complaint


def test_play_names_the_group_that_is_mistyped(run: Run) -> None:
    typed = code(run, POST, "--seed", "7")
    wrong = typed[:6] + ("8" if typed[6] != "8" else "9") + typed[7:]

    assert f"look at group 2 ({wrong[5:9]})" in run("play", "--plain", "--assign", wrong).complaint


@pytest.mark.parametrize("option", [["--seed", "7"], ["--mirror"], ["--resume", "x"], ["--until", "week"]])
def test_what_the_code_says_cannot_be_said_beside_it(run: Run, option: list[str]) -> None:
    ran = run("play", POST, "--assign", "A", *option)

    assert ran.code == 2
    assert "--assign says how to play" in ran.complaint


STORY = "scenarios/story.toml"


def over(run: Run, here: Path) -> tuple[str, Path]:
    """What is said in an assigned game of the small story that is played to its end, and its save."""
    out = run(
        "play", STORY, "--plain", "--assign", code(run, STORY, "--seed", "7"), typed="n\n1\n1\n\n" * 20 + "quit\n"
    ).out
    return out, next((here / "saves").glob("*.toml"))


def test_at_the_end_of_an_assigned_game_its_result_code_is_told_and_saved(run: Run, here: Path) -> None:
    out, save = over(run, here)
    result = next(line for line in out.splitlines() if line.startswith("Your result code, to copy and hand in: R"))

    handed_in = result.rpartition(" ")[2]
    assert f'\nresult = "{handed_in}"\n' in save.read_text()
    assert run("class", "result", str(save)).out == f"{handed_in}\n"
    assert run("class", "result", str(save), "--json").json["whole"] is True


@pytest.mark.usefixtures("here")
def test_an_assigned_game_that_was_left_tells_its_result_so_far(run: Run) -> None:
    out = run("play", STORY, "--plain", "--assign", code(run, STORY), typed="1\n1\n\nquit\n").out

    assert "Your result code so far, to copy and hand in: R" in out


def test_a_game_that_was_not_assigned_says_nothing_of_codes(run: Run, here: Path) -> None:
    out = run("play", STORY, "--plain", "--seed", "7", typed="n\n1\n1\n\n" * 20 + "quit\n").out

    assert "result code" not in out
    assert "result" not in next((here / "saves").glob("*.toml")).read_text()
