from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from ceo_sim.library import ScenarioUnavailable, path_of
from ceo_sim.new_game import HOW_TO_TYPE
from ceo_sim.plain.run import run
from ceo_sim.saves.format import SaveError
from ceo_sim.saves.listing import list_saves
from ceo_sim.saves.reading import read
from ceo_sim.saves.session import NOT_SAVED
from tests.saves.helpers import begun, play
from tests.support.stories import EVERYTHING


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one scenario of its own, and the folder for saves in it."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "story.toml").write_text(EVERYTHING)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "saves"


def played(folder: Path, typed: str, **options: object) -> str:
    out = io.StringIO()
    assert run((io.StringIO(typed), out), saves=folder, **options) == 0  # type: ignore[arg-type]  # a few of many
    return out.getvalue()


def test_the_title_lists_scenarios_and_saves_and_starts_either(folder: Path) -> None:
    story = next(line.split(".")[0] for line in played(folder, "q\n").splitlines() if "A story." in line)
    first = played(folder, f"99\nx\n{story}\n1 why not\n")
    assert "Expected a number from 1 to" in first
    (save,) = [save for save in list_saves(folder) if not save.shipped]
    assert save.answers == 1

    title = played(folder, "q\n")
    assert "A story" in title
    assert "1 answer" in title
    number = next(line.split(".")[0] for line in title.splitlines() if save.path.name in line)
    assert "you go on from" in played(folder, f"{number}\n")


def test_the_title_tells_names_notes_and_which_game_went_another_way(folder: Path) -> None:
    with begun(folder) as session:
        play(session, 3)
        session.describe(name="The first", note="a long one")
        session.fork(2).close()

    title = " ".join(played(folder, "q\n").split())
    first = re.search(r"(\d+)\. The first, A story, ", title)
    assert first is not None
    assert "Note: a long one" in title
    assert f"As number {first[1]}, another way from answer 3 on." in title


def test_the_title_tells_a_copy_from_another_way(folder: Path) -> None:
    with begun(folder) as session:
        play(session, 3)
    (folder / "zzz-out-and-in-again.toml").write_bytes(session.path.read_bytes())

    title = " ".join(played(folder, "q\n").split())
    assert re.search(r"A copy of number \d+\.", title)


def test_games_are_named_noted_thrown_away_brought_back_and_copied_at_the_title(folder: Path, tmp_path: Path) -> None:
    with begun(folder) as session:
        play(session, 1)
    path = session.path
    number = re.search(rf"(\d+)\. [^\n]*{path.name}", played(folder, "q\n"))[1]  # type: ignore[index]  # it is there
    copy = tmp_path / "copy.toml"

    told = played(
        folder, f"name {number} Mine, all\nnote {number} keep it\nexport {number} {copy}\ntrash {number}\ntrash\n"
    )
    assert f"{number}. Mine, all, A story" in told
    assert "Note: keep it" in told
    assert "1. Mine, all, A story" in told.rpartition("In the trash")[2]
    assert not path.exists()
    assert copy.is_file()

    told = played(folder, f"restore 1\nimport {copy}\nfolder\n")
    assert path.exists()
    assert "Taken in as copy.toml" in told
    assert re.search(r"A copy of number \d+\.", told)
    assert str(folder) in told


@pytest.mark.parametrize(
    "typed, told",
    [
        ("help", "restore N: bring that number back"),
        ("name", "Type name, the number of a game, and some words."),
        ("note 99 x", "Type note, the number of a game, and some words."),
        ("trash 99", "Type trash and the number of a game"),
        ("trash", "The trash is empty."),
        ("restore 1", "The trash is empty."),
        ("export 2", "Type export, the number of a game, and a file"),
        ("import", "Type import and the file of a save."),
        ("import nowhere.toml", "nowhere.toml: there is no such save"),
        (f"import {'x' * 999}", "File name too long"),
        ("jump", "Expected a number from 1 to"),
    ],
)
def test_what_cannot_be_done_at_the_title_is_answered_with_what_can(typed: str, told: str, folder: Path) -> None:
    assert told in " ".join(played(folder, f"{typed}\n").split())
    assert not folder.exists()


def test_a_game_that_came_with_the_program_stays_as_it_is(folder: Path) -> None:
    title = played(folder, "q\n")
    number = re.search(r"(\d+)\. [^\n]*as_it_happened", title.replace("\n   ", " "))
    if number is None:
        pytest.skip("none came with it")
    assert "came with the program and stays as it is" in " ".join(played(folder, f"trash {number[1]}\n").split())


def test_a_game_that_is_left_unsaved_ends_with_an_exit_code_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    def code(saves: Path) -> int:
        return run((io.StringIO("\n\nn\n1\n\nq\n"), io.StringIO()), saves=saves, scenario=path_of("tutorial"), seed=3)

    assert code(tmp_path / "file" / "saves") == NOT_SAVED
    assert code(tmp_path / "saves") == 0


def test_leaving_the_title_leaves_nothing_behind(folder: Path) -> None:
    assert "Goodbye" in played(folder, "")
    assert not folder.exists()


def test_the_seed_is_shown_and_kept(folder: Path) -> None:
    assert "The seed of this game is 42." in played(folder, "1\n\n", scenario=path_of("story"), seed=42)
    assert [save.seed for save in list_saves(folder) if not save.shipped] == [42]


def test_a_fresh_seed_is_fresh(folder: Path) -> None:
    for _ in range(3):
        played(folder, "1\n\n", scenario=path_of("story"))

    assert len({save.seed for save in list_saves(folder) if not save.shipped}) == 3


def test_what_cannot_be_played_is_raised_for_the_command_line(folder: Path, tmp_path: Path) -> None:
    (bad := tmp_path / "bad.toml").write_text(EVERYTHING.replace("start = 20", 'start = "twenty"'))
    with pytest.raises(ScenarioUnavailable):
        played(folder, "", scenario=bad)
    with pytest.raises(SaveError):
        played(folder, "", resume=folder / "none.toml")


def test_a_save_is_resumed_with_a_scenario_that_is_not_installed(folder: Path, tmp_path: Path) -> None:
    with begun(folder) as session:
        play(session, 1)
    elsewhere = tmp_path / "mine.toml"
    (tmp_path / "scenarios" / "story.toml").rename(elsewhere)

    with pytest.raises(ScenarioUnavailable):
        played(folder, "", resume=session.path)
    assert "you go on" in played(folder, "", resume=session.path, scenario=elsewhere)


def test_damage_is_told_on_the_title_and_salvaged_on_choosing(folder: Path) -> None:
    with begun(folder) as session:
        play(session, 2)
    session.path.write_bytes(session.path.read_bytes()[:-10])

    title = played(folder, "q\n")
    number = next(line.split(".")[0] for line in title.splitlines() if session.path.name in line)
    assert "1 answer could be kept" in " ".join(played(folder, f"{number}\n").split())
    assert sorted(save.answers for save in list_saves(folder) if not save.shipped) == [1, 1]


def test_the_title_begins_with_the_tutorial_and_says_what_is_wrong_with_a_story(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "scenarios" / "a_bad_one.toml").write_text("[other]\n")
    title = played(folder, "q\n")

    assert "1. Tutorial: The Tortoise Alarm." in title
    assert "   It has no [scenario] table." in title


def test_seed_poles_and_edition_are_chosen_at_the_title(folder: Path) -> None:
    title = played(folder, "q\n")
    number = next(line.split(".")[0] for line in title.splitlines() if "The Post." in line)
    said = " ".join(
        played(folder, f"{number} seed x\n1 mirror\n{number} seed 42 mirror edition 13plus\n\nnn\n1 yes\n\n").split()
    )

    assert f"Expected {number} alone, or with any of {HOW_TO_TYPE} behind it. Editions: 13plus." in said
    assert "has no political poles that could change places; play it without mirror" in said
    assert "The seed of this game is 42." in said
    assert "Mirrored: the political poles of this story have changed places." in said
    (save,) = [save for save in list_saves(folder) if not save.shipped]
    kept = read(save.path)
    assert (kept.seed, kept.mirror, kept.edition) == (42, True, "13plus")


def test_the_title_tells_the_endings_that_were_met(folder: Path) -> None:
    assert "No game has come to its end yet." in played(folder, "endings\nq\n")
    with begun(folder) as session:
        play(session)
        assert session.game.ending is not None
        title = session.game.ending.title.source
    said = played(folder, "endings\nq\n")
    assert title in said[said.index("Endings that you have met") :]
    assert "endings: the endings that you have met" in played(folder, "help\nq\n")
