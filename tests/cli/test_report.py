from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def other(here: Path, save: Path) -> Path:
    """The same save under another name."""
    copy = here / "saves" / "other.toml"
    copy.write_bytes(save.read_bytes())
    return copy


@pytest.mark.parametrize("name,begins", [("a.html", "<!doctype html>"), ("a.HTM", "<!doctype html>"), ("a.md", "# ")])
def test_the_name_of_the_file_says_the_format(name: str, begins: str, here: Path, save: Path, run: Run) -> None:
    assert run("report", str(save), "-o", name).code == 0
    assert (here / name).read_text(encoding="utf-8").startswith(begins)


def test_a_format_can_be_named(here: Path, save: Path, run: Run) -> None:
    assert run("report", str(save), "-o", "a.txt", "--format", "md").code == 0
    assert (here / "a.txt").read_text(encoding="utf-8").startswith("# ")


def test_the_choices_of_several_are_written_as_a_table(here: Path, save: Path, other: Path, run: Run) -> None:
    assert run("report", str(save), str(other), "-o", "a.csv").code == 0
    with (here / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    assert {row["playthrough"] for row in rows} == {save.stem, "other"}
    assert {row["reason"] for row in rows if row["chosen_by"] == "player"} == {"so be it [31m"}
    assert run("report", str(save), "-o", "-", "--format", "csv").out.startswith("\ufeffplaythrough,story,")
    assert "a table of choices has none" in run("report", str(save), "-o", "b.csv", "--what-if", "a.b").complaint


def test_a_dash_writes_to_standard_output(save: Path, run: Run) -> None:
    assert run("report", str(save), "-o", "-").out.startswith("<!doctype html>")
    assert run("report", str(save), "-o", "-", "--format", "md").out.startswith("# ")


def test_the_reasons_are_in_it_and_cannot_steer(here: Path, save: Path, run: Run) -> None:
    for name in ("a.html", "a.md"):
        run("report", str(save), "-o", name)
        text = (here / name).read_text(encoding="utf-8")
        assert "so be it" in text
        assert "\x1b" not in text


def test_a_name_without_a_format_is_refused(save: Path, run: Run) -> None:
    ran = run("report", str(save), "-o", "a.pdf")

    assert ran.code == 1
    assert ran.complaint.endswith(
        '"a.pdf" does not say which format; end its name in .html, .md or .csv, or add --format'
    )


def test_a_file_that_is_there_is_kept_unless_it_is_meant(here: Path, save: Path, run: Run) -> None:
    (here / "a.html").write_text("mine")

    ran = run("report", str(save), "-o", "a.html")
    assert ran.code == 1
    assert "a.html is there already; name another file, or add --force" in ran.complaint
    assert (here / "a.html").read_text() == "mine"

    assert run("report", str(save), "-o", "a.html", "--force").code == 0
    assert (here / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_save_is_not_written_over_by_its_own_report(here: Path, save: Path, run: Run) -> None:
    before = save.read_bytes()
    (here / "link.md").symlink_to(save)

    for name in (str(save), "link.md"):
        ran = run("report", save.stem, "-o", name, "--format", "md", "--force")
        assert ran.code == 1
        assert "is a save that is to be told of; name another file" in ran.complaint
    assert save.read_bytes() == before


def test_another_way_is_not_told_of_many_saves(save: Path, run: Run) -> None:
    ran = run("report", *[str(save)] * 7, "-o", "a.md", "--what-if", "first.go")

    assert ran.code == 1
    assert "--what-if takes at most 6 saves of a story" in ran.complaint


def test_several_saves_make_a_comparison(here: Path, save: Path, other: Path, run: Run) -> None:
    assert run("report", str(save), str(other), "-o", "a.md").code == 0
    text = (here / "a.md").read_text(encoding="utf-8")
    assert "Side by side" in text
    assert "B: other" in text


def test_one_bad_save_among_good_ones_writes_nothing(here: Path, save: Path, run: Run) -> None:
    (here / "bad.toml").write_text("no save")

    ran = run("report", str(save), "bad.toml", "-o", "a.html")
    assert ran.code == 1
    assert "bad.toml" in ran.complaint
    assert not (here / "a.html").exists()


@pytest.mark.parametrize("named", ["nothing", "nothing.at_all", "first.nothing", "first.", "."])
def test_a_way_that_was_not_open_is_refused_with_those_that_were(named: str, here: Path, save: Path, run: Run) -> None:
    ran = run("report", str(save), "-o", "a.html", "--what-if", named)

    assert ran.code == 1
    assert "there are" in ran.complaint
    assert not (here / "a.html").exists()


def test_another_way_can_be_named(save: Path, run: Run) -> None:
    chosen = "stay" if 'option = "stay"' in save.read_text(encoding="utf-8") else "go"
    other = "go" if chosen == "stay" else "stay"

    assert run("report", str(save), "-o", "a.md", "--what-if", f"first.{other}").code == 0
    assert run("report", str(save), "-o", "b.md", "--what-if", f"first.{chosen}").code == 1


def test_without_saves_or_a_file_it_is_misused(save: Path, run: Run) -> None:
    assert run("report", "-o", "a.html").code == 2
    assert run("report", str(save)).code == 2


def test_a_folder_is_no_file(here: Path, save: Path, run: Run) -> None:
    (here / "a.html").mkdir()

    ran = run("report", str(save), "-o", "a.html", "--force")
    assert ran.code == 1
    assert ran.complaint
