from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.support.stories import BY_TURN, COIN, HEADER, filled_in

TALK = """
[event.talk]
title = "Talk"
at = 1
text = "{if m > 900}A{else}{if m > 20}B{else}C{end}{end}"
"""

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def coin(here: Path) -> str:
    path = here / "scenarios" / "coin.toml"
    path.write_text(HEADER + BY_TURN.format(turns=3) + filled_in(COIN))
    return "scenarios/coin.toml"


def test_a_locked_option_is_explained_clause_by_clause(coin: str, run: Run) -> None:
    out = run("why-not", coin, "d.locked", "--plays", "50").out

    assert "option d.locked  scenarios/coin.toml:" in out
    assert "came about in 0 of 50 plays" in out
    assert "its decision was put 50 times" in out
    assert "0.0%  0  m > 90  nearest: m is 10 on Turn 0 with --seed 1" in out


def test_a_promise_and_what_follows_later_are_explained_too(run: Run) -> None:
    promised = run("why-not", "story", "review", "--plays", "50").out
    later = run("why-not", "story", "first.go.later.0", "--plays", "50").out

    assert "promise review  " in promised
    assert "was kept in " in promised
    assert "it was made " in promised
    assert "it was broken " in promised
    assert "promised by first.go" in promised
    assert "meeting.hold" in promised
    assert "later first.go.later.0  " in later
    assert "it fell due " in later
    assert "while its condition held its chance was 0.7" in later


def test_a_variant_is_named_as_simulate_names_it_or_by_its_place(here: Path, run: Run) -> None:
    text = HEADER + BY_TURN.format(turns=3) + filled_in(COIN) + TALK
    (here / "talk.toml").write_text(text, encoding="utf-8")
    line = text[: text.index("{if m > 900}")].count("\n") + 1
    column = len(text[: text.index("{if m > 900}") + len("{if")].splitlines()[-1]) + 1

    never = run("simulate", "talk.toml", "--plays", "20").out
    name = "event.talk.text {if m > 900}"
    assert f"text {name}: its condition never held" in never
    by_name = run("why-not", "talk.toml", name, "--plays", "20").out
    assert f"text {name}  talk.toml:{line}" in by_name
    assert "was read in 0 of 20 plays" in by_name
    assert "what it stands in was read 20 times" in by_name
    by_place = run("why-not", "talk.toml", f"talk.toml:{line}:{column}", "--plays", "20")
    assert (by_place.err, by_place.out) == ("", by_name)

    several = run("why-not", "talk.toml", f"talk.toml:{line}").complaint
    assert f"talk.toml:{line}:{column} ({{if m > 900}}) or talk.toml:{line}:" in several
    assert "nothing that could come about is written at" in run("why-not", "talk.toml", "talk.toml:1").complaint


def test_programs_get_the_same(coin: str, run: Run) -> None:
    data = run("why-not", coin, "ending:much", "--plays", "50", "--json").json

    assert data["times"] == data["held"] == data["clauses"][0]["held"] > 0
    assert data["clauses"][0]["clause"] == "m > 20"
    assert (data["nearest"], data["plays"]) == (None, 50)


def test_a_saved_game_is_looked_at_alone(save: Path, run: Run) -> None:
    out = run("why-not", str(save), "walkout").out
    named = run("why-not", save.stem, "walkout").out

    assert "of 1 play" in out
    assert named == out


@pytest.mark.parametrize(
    "arguments, complaint",
    [
        (("story", "wlakout"), "did you mean walkout?"),
        (("nowhere", "walkout"), 'there is no scenario "nowhere"'),
        (("story", "walkout", "--policy", "frist"), "did you mean first?"),
    ],
)
def test_what_is_not_there_is_misuse(run: Run, arguments: tuple[str, ...], complaint: str) -> None:
    ran = run("why-not", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.complaint


def test_a_broken_save_is_refused_as_everywhere(here: Path, run: Run) -> None:
    path = here / "saves" / "broken.toml"
    path.write_text('format = 2\nscenario = "story"\n')

    assert run("why-not", str(path), "walkout").code != 0
