from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from ceo_sim.analysis import witness
from ceo_sim.saves.reading import read
from ceo_sim.saves.session import Session
from ceo_sim.scenario.loader import load
from tests.cli.conftest import Run
from tests.support.stories import IN_ACTS

pytestmark = pytest.mark.usefixtures("here")


def saved(here: Path) -> Path:
    (path,) = (here / "saves").glob("*.toml")
    return path


def test_a_game_begins_where_a_decision_is_open(run: Run, here: Path) -> None:
    ran = run("play", "story", "--at", "second", "--plain", "--saves", "saves", typed="q\n")

    assert ran.code == 0
    assert "Second. Must be answered now." in ran.out
    assert "ade-up" not in ran.out
    save = read(saved(here))
    assert (save.name, save.made_up) == ("At second", None)
    assert save.answers


def test_the_luck_can_be_chosen(run: Run, here: Path) -> None:
    run("play", "story", "--at", "second", "--seed", "77", "--plain", "--saves", "saves", typed="q\n")

    assert read(saved(here)).seed == 77


def test_what_is_set_is_marked_wherever_the_game_is_told_of(run: Run, here: Path) -> None:
    ran = run("play", "story", "--at", "second", "--set", "staff=9.5", "--plain", "--saves", "saves", typed="q\n")
    path = saved(here)
    marked = "Made-up state, no play of the story: staff = 9.5."

    assert marked in ran.out
    assert "A story (made-up state)" in ran.out
    assert "(made-up state)" in run("saves", "--saves", "saves").out
    assert marked in run("replay", str(path), "--scenario", "story").out
    assert run("replay", str(path), "--json").json["made_up"]["values"] == {"staff": 9.5}
    assert run("report", str(path), "-o", "page.md").code == 0
    assert marked in (here / "page.md").read_text(encoding="utf-8")
    assert run("report", str(path), "-o", "choices.csv").code == 0
    rows = list(csv.DictReader(io.StringIO((here / "choices.csv").read_text(encoding="utf-8-sig"))))
    assert {row["made_up"] for row in rows} == {"true"}
    assert [row["option_label"] for row in rows if row["chosen_by"] == "hand"] == ["staff = 9.5"]
    assert "Set by hand: staff = 9.5" in run("why", str(path), "staff").out
    assert "set by hand" in run("record", str(path)).complaint


def test_where_no_play_leads_the_decision_is_opened_by_hand(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witness, "SECONDS", 0.5)
    story = here / "scenarios" / "story.toml"
    story.write_text(story.read_text().replace('next = { decision = "third", after = "0h" }\n', ""))

    ran = run("play", "story", "--at", "third", "--plain", "--saves", "saves", typed="q\n")

    assert "no play that was tried comes to third" in ran.complaint
    assert "Made-up state, no play of the story: third is open." in ran.out


LATE = '[decision.late]\ntitle = "Late"\nbrief = "B"\nat = "day 10"\nurgent = true\noption.a = { label = "A" }\n'
POLES = """
[assumption.left]
value = 30
[assumption.right]
value = 60
[mirror]
swap = [["left", "right"]]
"""


@pytest.fixture
def acts(here: Path) -> Path:
    """A story in acts with a decision in the second, and with poles."""
    text = IN_ACTS.replace("[event.noon]", LATE + "[event.noon]")
    (here / "acts.toml").write_text(text.replace("start = 50\nheadline", 'start = "left"\nheadline') + POLES)
    return here


@pytest.mark.parametrize("until, last", [([], 20), (["--until", "fortnight"], 14)])
@pytest.mark.parametrize("by_hand", [[], ["--set", "money=9"]])
def test_a_decision_an_act_and_mirrored_poles_go_together(
    run: Run, acts: Path, until: list[str], last: int, by_hand: list[str]
) -> None:
    more = ["--mirror", *until, *by_hand, "--plain", "--saves", "saves"]
    ran = run("play", "acts.toml", "--at", "late", *more, typed="1\nall\nq\n")
    save = saved(acts)

    assert ran.code == 0
    assert "Late. Must be answered now." in ran.out
    assert (read(save).mirror, read(save).act) == (True, until[1] if until else None)
    again = run("replay", str(save), "--scenario", "acts.toml", "--json").json
    assert again["mirror"] is True
    with Session.resume(save, lambda _id, _edition: load(acts / "acts.toml")) as session:
        assert session.game.course("staff")[0] in (60 + 20, 60 - 20), "what is right is left"
        assert session.game.timeline.day_number(session.game.timeline.last) == last


@pytest.mark.usefixtures("acts")
@pytest.mark.parametrize(
    "arguments, says",
    [
        (["story", "--at", "secnd"], "did you mean second?"),
        (["story", "--at", "second", "--set", "mood=3"], "always exactly its formula"),
        (["story", "--at", "second", "--set", "staff"], "expected a metric or variable with a value"),
        (["story", "--at", "second", "--set", "staff=much"], "expected a metric or variable with a value"),
        (["story", "--at", "second", "--mirror"], "has no political poles"),
        (["acts.toml", "--at", "ask", "--until", "weak"], "did you mean week?"),
        (["acts.toml", "--at", "late", "--until", "week"], "late cannot come before the end of the act week"),
        (["--at", "second"], "--at needs a scenario"),
        (["story", "--set", "staff=3"], "--set needs --at"),
    ],
)
def test_a_start_that_cannot_be_is_one_clear_line(run: Run, here: Path, arguments: list[str], says: str) -> None:
    assert says in run("play", *arguments, "--plain", "--saves", "saves").complaint
    assert not list((here / "saves").iterdir())


def test_a_game_begins_with_an_act_and_with_what_was_decided_before_it(run: Run, here: Path) -> None:
    story = IN_ACTS.replace('title = "The fortnight"\n', 'title = "The fortnight"\nstart = ["ask.up"]\n')
    (here / "acts.toml").write_text(story, encoding="utf-8")
    ran = run("play", "acts.toml", "--from", "fortnight", "--seed", "3", "--plain", "--saves", "saves", typed="n\nq\n")

    assert ran.code == 0
    assert "You begin with: The fortnight." in ran.out
    assert "Ask: Up." in ran.out
    assert "The week: Glad." in ran.out
    save = read(saved(here))
    assert (save.seed, [answer.option for answer in save.answers]) == (3, ["up"])
    again = run("play", "--resume", str(saved(here)), "--plain", "--saves", "saves", typed="q\n")
    assert "You begin with" not in again.out


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("--from", "nope"), 'there is no act "nope"; there are week, fortnight'),
        (("--from", "fortnight"), 'no game can begin with the act "fortnight"'),
        (("--from", "fortnight", "--until", "week"), 'the act "fortnight" comes after "week"'),
        (("--from", "week", "--at", "ask"), "--from and --at both say where a game begins"),
    ],
)
def test_a_beginning_that_cannot_be_is_refused_in_a_line(
    run: Run, here: Path, arguments: tuple[str, ...], message: str
) -> None:
    (here / "acts.toml").write_text(IN_ACTS, encoding="utf-8")
    ran = run("play", "acts.toml", *arguments, "--plain", "--saves", "saves", typed="")

    assert ran.code == (2 if "--at" in arguments else 1)
    assert message in ran.err
    assert not list((here / "saves").glob("*.toml"))
