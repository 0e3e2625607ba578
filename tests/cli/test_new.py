from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.scenario.loader import load
from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("here")


@pytest.mark.parametrize("arguments, path", [(["mine"], "mine.toml"), (["mine", "--folder"], "mine")])
def test_what_is_made_has_no_finding_holds_its_claims_and_passes_its_tests(
    run: Run, arguments: list[str], path: str
) -> None:
    made = run("new", *arguments)

    assert (made.code, made.err) == (0, "")
    assert f"ceo-sim play {path}" in made.out
    assert "nothing is wrong" in run("check", path).out
    assert run("simulate", path, "--plays", "4000", "--quiet").code == 0
    assert run("test", path).code == 0
    assert load(Path(path)).playable.info.id == "mine"


def test_everything_in_it_happens_in_some_play(run: Run) -> None:
    run("new", "mine")

    assert "Everything happened" in run("simulate", "mine.toml", "--plays", "10000", "--quiet").out


def test_a_file_and_a_folder_say_the_same(run: Run) -> None:
    run("new", "mine")
    run("new", "other/mine", "--folder")

    assert load(Path("mine.toml")).playable == load(Path("other/mine")).playable


@pytest.mark.parametrize("there", ["mine.toml", "mine", "tests/mine/first.toml"])
def test_nothing_is_written_over(run: Run, here: Path, there: str) -> None:
    (here / there).parent.mkdir(parents=True, exist_ok=True)
    (here / there).write_text("mine")
    before = sorted(here.rglob("*"))

    ran = run("new", "mine")
    assert (ran.code, "is there already" in ran.complaint) == (1, True)
    assert sorted(here.rglob("*")) == before
    assert (here / there).read_text() == "mine"


@pytest.mark.parametrize("name", ["My Story", "1st", "a" * 49, "..", "x\x1b[2J", "über", ""])
def test_a_name_that_is_no_id_is_refused(run: Run, here: Path, name: str) -> None:
    before = sorted(here.rglob("*"))

    assert "cannot be an id" in run("new", name).complaint
    assert sorted(here.rglob("*")) == before


def test_a_title_is_taken_as_it_is_and_a_hostile_one_refused(run: Run) -> None:
    run("new", "mine", "--title", 'The "Batch" \\ #2')

    assert load(Path("mine.toml")).playable.info.title == 'The "Batch" \\ #2'
    assert "a title needs words" in run("new", "two", "--title", "a\u202eb").complaint
    assert "a title needs words" in run("new", "two", "--title", " ").complaint


def test_a_copy_keeps_comments_says_what_it_is_of_and_plays(run: Run, here: Path) -> None:
    (here / "scenarios" / "story.toml").write_text(
        "# a remark of its author\n" + (here / "scenarios" / "story.toml").read_text().lstrip()
    )
    run("new", "ours", "--from", "story")

    text = (here / "ours.toml").read_text()
    assert text.startswith("# Based on A story (story 1.0.0).\n# a remark of its author\n")
    assert load(here / "ours.toml").playable.info.id == "ours"
    assert load(here / "ours.toml").playable.info.title == "Ours"


def test_a_copy_of_a_folder_is_one_with_its_editions_and_tests(run: Run, here: Path) -> None:
    run("new", "our_post", "--from", "the_post")

    scenario = load(here / "our_post").playable
    assert (scenario.info.id, scenario.info.title) == ("our_post", "Our post")
    assert len(scenario.decisions) == 24
    assert list((here / "our_post" / "editions").glob("*.toml"))
    assert list((here / "our_post" / "tests").glob("*.toml"))
    for_editors, credit, *_ = (here / "our_post" / "scenario.toml").read_text().splitlines()
    assert (here / "our_post" / for_editors.removeprefix("#:schema ")).is_file()
    assert credit == "# Based on The Post (the_post 2.0.0) by The ceo-sim authors, CC-BY-4.0."


@pytest.mark.parametrize(
    "named, kept",
    [
        ("./scenario.schema.json", "../scenario.schema.json"),
        ("none.json", None),
        ("https://example.org/s.json", "https://example.org/s.json"),
    ],
)
def test_a_copy_names_a_schema_only_where_it_is_found(run: Run, here: Path, named: str, kept: str | None) -> None:
    made = run("new", "mine.toml")
    assert made.code == 0
    (here / "scenario.schema.json").write_text("{}")
    (here / "mine.toml").write_text(f"#:schema {named}\n" + (here / "mine.toml").read_text(encoding="utf-8"))

    assert run("new", "deep/yours.toml", "--from", "mine.toml").code == 0

    first = (here / "deep" / "yours.toml").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# Based on" if kept is None else "#:schema")
    assert kept is None or first == f"#:schema {kept}"


def test_a_copy_of_a_folder_is_no_file(run: Run) -> None:
    assert "leave out .toml" in run("new", "ours.toml", "--from", "the_post").complaint


def test_what_cannot_be_played_is_not_copied(run: Run, here: Path) -> None:
    (here / "bad.toml").write_text("format = 1\n")

    assert "cannot be played" in run("new", "ours", "--from", "bad.toml").complaint
    assert not (here / "ours.toml").exists()


def test_an_id_that_an_installed_scenario_has_is_refused(here: Path, run: Run) -> None:
    ran = run("new", "tutorial")

    assert ran.code == 1
    assert '"tutorial" is the id of The Tortoise Alarm' in ran.complaint
    assert not (here / "tutorial.toml").exists()


def test_a_new_story_is_named_with_its_ending_or_without(run: Run) -> None:
    run("new", "fresh")

    for command in ("check", "outline", "test", "stats"):
        assert run(command, "fresh").code == 0, command
    assert "of format 2 already" in run("migrate", "fresh").out


@pytest.mark.parametrize("name", [".", ".."])
def test_what_is_no_name_is_named_in_the_complaint(run: Run, name: str) -> None:
    assert f'"{name}" cannot be an id' in run("new", name).complaint
