"""Defects that a writer makes, planted one by one in a story of somebody else: each is found at its line, and alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tomli

from ceo_sim.scenario.diagnostics import Diagnostic
from ceo_sim.scenario.loader import diagnose, load_texts
from tests.support.scenarios import SCENARIOS

ROOT = Path(__file__).parents[3]
STORY = ROOT / "tests" / "data" / "planted" / "downtime.toml"

DEFECTS = tomli.loads((ROOT / "tests" / "data" / "planted" / "defects.toml").read_text(encoding="utf-8"))["defect"]
FOLLOW = frozenset({"W547"})
"""What hangs on a defect is spoken of beside it."""


@pytest.mark.parametrize("defect", DEFECTS, ids=[defect["name"] for defect in DEFECTS])
def test_a_defect_is_found_at_its_line_and_nothing_else(defect: dict[str, str]) -> None:
    code, old, new = defect["code"], defect["old"], defect["new"]
    text = STORY.read_text(encoding="utf-8")
    assert not old or text.count(old) == 1, old
    planted = text.replace(old, new) if old else f"{text}\n{new}\n"
    line = planted[: planted.index("«")].count("\n") + 1 if "«" in planted else None
    found = [one for one in _found(planted.replace("«", "")) if one.code not in FOLLOW]
    assert [one.code for one in found] == [code], "\n".join(map(str, found))
    assert line in (None, found[0].line)


def _found(text: str) -> tuple[Diagnostic, ...]:
    return load_texts({"downtime.toml": text}).diagnostics


def test_the_story_itself_has_no_finding() -> None:
    assert [str(one) for one in diagnose(STORY)] == []


def test_a_dead_chain_is_followed_back_to_where_it_breaks() -> None:
    text = STORY.read_text(encoding="utf-8").replace('when = "staff < 40"', 'when = "staff < -1"\nnext = "talks"')
    talks = '[decision.talks]\ntitle = "T"\nbrief = "B"\n[decision.talks.option.a]\nlabel = "A"\nnext = "end"\n'
    end = '[decision.end]\ntitle = "E"\nbrief = "B"\noption.a.label = "A"\n[event.after]\ntitle = "A"\nwhen = "end.a"\n'
    found = _found(f"{text}\n{talks}\n{end}")
    chain = '"talks" never opens, because "strike" never happens'
    assert [one.message for one in found if one.code == "W547"] == [
        chain,
        f'"end" never opens, because "talks.a" is never chosen, because {chain}',
    ]
    never = 'this can never hold: "end.a" is never chosen, because "end" never opens, because '
    assert [one.message for one in found if one.code == "W540"] == [
        "this can never hold: `staff` is 0 to 100",
        f'{never}"talks.a" is never chosen, because "talks" never opens',
    ]


def test_a_card_that_is_never_drawn_is_known_to_be_behind_what_asks_after_it() -> None:
    story = STORY.read_text(encoding="utf-8").replace('weight = "1 if told else 2"', 'weight = 1\nwhen = "staff > 120"')
    found = _found(f'{story}\n[event.flame]\ntitle = "F"\nwhen = "corridor.lamp.drawn"\n')
    assert [one.message for one in found] == [
        "this can never hold: `staff` is 0 to 100",
        'this can never hold: "corridor.lamp" is never drawn',
    ]


@pytest.mark.parametrize(
    "code, file, old, new",
    [
        ("W540", "decisions_3.toml", 'when   = "board < 50"', 'when = "attention > 120"'),
        ("W540", "decisions_3.toml", 'when   = "board < 50"', 'when = "exits > 2 and exits < 1"'),
        ("W548", "events_1.toml", 'chance = "0.25 * capital_mood"', 'chance = "25 * capital_mood"'),
        ("W550", "events_1.toml", "due = ", 'due = "90d" # '),
        ("W551", "model.toml", "baseline = ", "baseline = 660 # "),
    ],
)
def test_a_defect_in_the_flagship_is_found_too(code: str, file: str, old: str, new: str) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (SCENARIOS / "the_post").glob("*.toml")}
    place = re.search(re.escape(old).replace(r"\ ", r"\s+"), texts[file])
    assert place is not None
    texts[file] = texts[file][: place.start()] + new + texts[file][place.end() :]
    line = texts[file][: place.start()].count("\n") + 1
    found = load_texts(dict(sorted(texts.items(), key=lambda item: item[0] != "scenario.toml"))).diagnostics
    assert (code, file, line) in [(one.code, one.file, one.line) for one in found]
    assert {one.code for one in found} <= {code, "W540", "W547", "W502"}, "\n".join(map(str, found))
