from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.support.stories import WITH_A_RANGE


@pytest.fixture(autouse=True)
def ranged(here: Path) -> None:
    """The small story, with a range for its assumption."""
    (here / "scenarios" / "story.toml").write_text(WITH_A_RANGE)


def test_people_get_sections(run: Run) -> None:
    ran = run("balance", "story", "--plays", "300")

    assert ran.code == 0
    for heading in ("HOW IT ENDS, BY POLICY", "WHAT EACH DECISION SWAYS", "OPTIONS THAT END ALIKE", "WHAT IT RESTS ON"):
        assert heading in ran.out
    assert "300 plays by lot" in ran.out


def test_programs_get_all_of_it(run: Run) -> None:
    data = run(
        "balance", "story", "--plays", "300", "--policies", "first", "--want", "loved=10%", "--over", "weight", "--json"
    ).json

    assert [policy["name"] for policy in data["policies"]] == ["random", "first"]
    assert data["decisions"][0]["file"].endswith("story.toml")
    assert data["decisions"][0]["options"][0]["line"] > data["decisions"][0]["line"]
    assert data["sensitivity"]["paths"] >= 10
    assert data["thresholds"][0]["want"] == {"ending": "loved", "share": 0.1, "assumption": "weight"}


def test_the_page_is_one_file_without_scripts_or_network(here: Path, run: Run) -> None:
    run("balance", "story", "--plays", "300", "--html", "balance.html")
    page = (here / "balance.html").read_text(encoding="utf-8")

    assert page.startswith("<!doctype html>")
    assert "default-src &#39;none&#39;" in page.replace("&#x27;", "&#39;")
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)
    assert page.count('class="bars-chart"') >= 4
    assert "data:image/svg+xml;base64," in page
    for section in ("endings", "decisions", "options", "assumptions", "graph"):
        assert f'<section id="{section}"' in page


def test_a_page_that_is_there_is_not_written_over(here: Path, run: Run) -> None:
    (here / "balance.html").write_text("mine")
    ran = run("balance", "story", "--plays", "300", "--html", "balance.html")

    assert ran.code != 0
    assert (here / "balance.html").read_text() == "mine"


def test_without_the_library_a_line_says_how_to_get_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SALib", "SALib.analyze", "SALib.sample", "SALib.analyze.morris", "SALib.sample.morris"):
        monkeypatch.setitem(sys.modules, name, None)
    ran = run("balance", "story", "--plays", "300")

    assert ran.code == 0
    assert 'pip install "ceo-sim[balance]"' in ran.out.replace("\n", " ")
    assert "--over ID" in run("balance", "story", "--plays", "300", "--want", "loved=0.1").complaint


BARE = """format = 1
[scenario]
id = "bare"
title = "Bare"
role = "You wait."
[clock]
turns = 3
[assumption.a]
value = 1
range = [0, 2]
[ending.over]
title = "Over"
text = "It is over."
"""


def test_a_share_is_looked_for_over_what_moves_it_where_nothing_is_named(here: Path, run: Run) -> None:
    data = run("balance", "story", "--plays", "300", "--want", "loved=10%", "--json").json
    (here / "bare.toml").write_text(BARE)

    assert [each["want"]["assumption"] for each in data["thresholds"]] == ["weight"]
    assert "no assumption moved over" in run("balance", "bare.toml", "--plays", "60", "--want", "over=10%").complaint


@pytest.mark.parametrize(
    "command",
    [
        ("balance", "--html", "bare.html", "--want", "over=50%", "--over", "a"),
        ("balance", "--json"),
        ("simulate",),
        ("simulate", "--quick"),
        ("simulate", "--json"),
        ("simulate", "--compare", "random", "first", "never-spend"),
        ("why-not", "over"),
    ],
)
def test_a_story_of_nothing_but_an_ending_has_one(here: Path, run: Run, command: tuple[str, ...]) -> None:
    (here / "bare.toml").write_text(BARE)
    name, *rest = command
    ran = run(name, "bare.toml", *rest, "--plays", "50")

    assert (ran.code, ran.err) == (0, "")
    assert "over" in ran.out


@pytest.mark.parametrize(
    "arguments, complaint",
    [
        (("--policies", "frist"), "did you mean first?"),
        (("--want", "lovde=0.1"), "did you mean loved?"),
        (("--want", "loved=0.1", "--over", "wieght"), "did you mean weight?"),
        (("--want", "loved=2"), "expected ENDING=SHARE"),
        (("--want", "loved"), "expected ENDING=SHARE"),
        (("--want", "loved=nan"), "expected ENDING=SHARE"),
        (("--plays", "0"), "expected a whole number"),
    ],
)
def test_what_is_not_there_is_misuse(run: Run, arguments: tuple[str, ...], complaint: str) -> None:
    ran = run("balance", "story", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.complaint
