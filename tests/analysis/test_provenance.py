from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.analysis.provenance import Evidence, cause_name, provenance
from ceo_sim.engine.ledger import RowKind
from tests.saves.helpers import SEED, begun, play
from tests.support.stories import EVERYTHING, HEADER, program, scenario

STORY = scenario(
    HEADER
    + """
[clock]
turns = 9
[assumption.weight]
name = "How much a loss weighs"
value = 0.4
why = "Losses loom larger."
source = "A study, 1979"
support = "measured"
[draw.temper]
low = 1
high = 2
why = "Some weeks are worse."
[metric.staff]
name = "Staff"
start = 60
baseline = "50 + weight"
half_life = 3
why = "A survey of staff."
support = "direction"
[metric.mood]
name = "Mood"
formula = "staff * weight"
why = "Staff make the mood."
[function.weigh]
args = ["x"]
body = "x * weight * temper"
why = "As prospect theory has it."
support = "direction"
[decision.post]
title = "The post, {staff:.0f}"
brief = "Now."
at = 0
expires = 2
[decision.post.option.stay]
label = "{if mood > 0}Leave **it** up{else}Leave it{end}"
effects = { staff = { amount = -8, why = "They said so.", source = "A poll", support = "measured" } }
promises = ["review"]
[[decision.post.option.stay.later]]
after = 1
effects = { staff = { amount = 2, why = "It calms down." } }
[decision.post.option.go]
label = "Take it down"
effects = { staff = "weigh(-3)" }
[decision.post.lapsed]
effects = { staff = -1 }
[event.walkout]
title = "A walkout"
when = "turn > 1"
effects = { staff = "-2 * weight" }
why = "It had been called."
support = "judgement"
[deck.papers.card.blame]
weight = 1
news = [{ from = "press", text = "One two three four five six seven eight." }]
effects = { staff = -1 }
[deck.papers.card.praise]
weight = 1
title = "Praise"
[promise.review]
text = "A review"
due = 3
kept_when = "post.go"
broken = { effects = { staff = { amount = -6, why = "Broken." } } }
[ending.over]
title = "Over"
text = "It is over."
"""
)
WEIGHT = Evidence("How much a loss weighs = 0.4", "Losses loom larger.", "A study, 1979", "measured")
STAFF = Evidence("Staff", "A survey of staff.", "", "direction")
PACE = Evidence("How fast it settles", "Half the way to its resting level in 3 turns.", "", "direction")


@pytest.mark.parametrize(
    "kind, cause, name",
    [
        ("start", "", "At the start"),
        ("drift", "staff", "Settling back"),
        ("clamp", "post.stay", "Limit of the scale"),
        ("default", "post.stay", "By default: The post, … - Leave it"),
        ("option", "post.stay", "You: The post, … - Leave it"),
        ("option", "post.go", "You: The post, … - Take it down"),
        ("lapse", "post", "Not decided: The post, …"),
        ("event", "walkout", "Event: A walkout"),
        ("card", "papers.blame", "Chance: “One two three four five six seven …”"),
        ("card", "papers.praise", "Chance: Praise"),
        ("later", "post.stay", "In the wake of: The post, … - Leave it"),
        ("echo", "walkout", "Echo of: A walkout"),
        ("promise", "review.broken", "Promise broken: A review"),
        ("inject", "gone_now", "Thrown in: gone now"),
    ],
)
def test_causes_have_names(kind: RowKind, cause: str, name: str) -> None:
    assert cause_name(STORY, kind, cause) == name


@pytest.mark.parametrize(
    "metric, kind, cause, expected",
    [
        ("staff", "option", "post.stay", [("They said so.", "A poll"), ("It calms down.", "")]),
        ("staff", "later", "post.stay", [("They said so.", "A poll"), ("It calms down.", "")]),
        ("staff", "option", "post.go", ["As prospect theory has it.", "Some weeks are worse.", "Losses loom larger."]),
        ("staff", "event", "walkout", ["It had been called.", "Losses loom larger."]),
        ("staff", "echo", "walkout", ["It had been called.", "Losses loom larger."]),
        ("staff", "promise", "review.broken", ["Broken."]),
        ("staff", "drift", "staff", ["A survey of staff.", PACE.why, "Losses loom larger."]),
        ("staff", "start", "", ["A survey of staff."]),
        ("staff", "lapse", "post", []),
        ("staff", "clamp", "post.stay", []),
        ("mood", "option", "post.stay", ["They said so.", "It calms down.", "Staff make the mood."]),
        ("mood", "drift", "staff", ["Staff make the mood.", "A survey of staff.", "Losses loom larger."]),
    ],
)
def test_grounds_are_those_of_the_effect_or_of_what_it_reads(
    metric: str, kind: RowKind, cause: str, expected: list[object]
) -> None:
    found = provenance(STORY, metric, kind, cause)

    assert [
        (one.why, one.source) if isinstance(want, tuple) else one.why for one, want in zip(found, expected, strict=True)
    ] == expected


def test_an_assumption_is_named_with_its_value() -> None:
    assert WEIGHT in provenance(STORY, "staff", "option", "post.go")
    assert provenance(STORY, "staff", "drift", "staff") == (STAFF, PACE, WEIGHT)


def test_every_row_of_a_game_has_a_name_and_can_be_grounded(tmp_path: Path) -> None:
    with begun(tmp_path, SEED) as session:
        game = play(session).game

    for row in game.ledger.rows:
        assert cause_name(game.program.scenario, row.kind, row.cause)
        provenance(game.program.scenario, row.metric, row.kind, row.cause)


def test_a_fixed_resting_level_and_its_pace_are_told_as_numbers() -> None:
    found = provenance(program(EVERYTHING).scenario, "staff", "drift", "staff")

    assert [one.why for one in found if one.label == PACE.label] == ["Half the way to 55 in 10 days."]
