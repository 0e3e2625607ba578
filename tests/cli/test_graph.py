from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("here")


@pytest.mark.parametrize(
    "name, start", [("g.svg", "<?xml"), ("g.mmd", "flowchart TD"), ("g.dot", "digraph"), ("g.gv", "digraph")]
)
def test_the_name_of_the_file_says_the_format(run: Run, here: Path, name: str, start: str) -> None:
    assert run("graph", "story", "--plays", "20", "-o", name).code == 0
    assert (here / name).read_text(encoding="utf-8").startswith(start)


def test_a_file_that_is_there_stays_unless_it_is_forced(run: Run, here: Path) -> None:
    (here / "g.svg").write_text("mine")

    assert "is there already" in run("graph", "story", "--plays", "20", "-o", "g.svg").complaint
    assert (here / "g.svg").read_text() == "mine"


def test_a_part_of_it_is_drawn_from_a_node(run: Run) -> None:
    out = run("graph", "story", "--plays", "20", "--from", "second.b", "--depth", "1").out

    assert "decision third" in out
    assert "decision pledge" not in out


def test_a_node_that_is_not_there_is_named_with_what_is_like_it(run: Run) -> None:
    assert 'there is no node "secnd"; did you mean second?' in run("graph", "story", "--from", "secnd").complaint


def test_a_depth_from_nowhere_is_misuse(run: Run) -> None:
    ran = run("graph", "story", "--depth", "2")

    assert (ran.code, "--from" in ran.complaint) == (2, True)
