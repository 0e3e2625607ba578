from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.analysis.provenance import Ground, provenance
from ceo_sim.engine.ledger import RowKind
from tests.saves.helpers import SEED, begun, play
from tests.support.stories import GROUNDS, scenario

STORY = scenario(GROUNDS)
WEIGHT = Ground("assumption", "weight", "Losses loom larger.", "A study, 1979", "measured")
STAFF = Ground("metric", "staff", "A survey of staff.", "", "direction")
PACE = Ground("half_life", "staff", "", "", "direction")


@pytest.mark.parametrize(
    "metric, kind, cause, expected",
    [
        ("staff", "option", "post.stay", [("They said so.", "A poll"), ("It calms down.", "")]),
        ("staff", "later", "post.stay", [("They said so.", "A poll"), ("It calms down.", "")]),
        ("staff", "option", "post.go", ["As prospect theory has it.", "Some weeks are worse.", "Losses loom larger."]),
        ("staff", "event", "walkout", ["It had been called.", "Losses loom larger."]),
        ("staff", "echo", "walkout", ["It had been called.", "Losses loom larger."]),
        ("staff", "promise", "review.broken", ["Broken."]),
        ("staff", "drift", "staff", ["A survey of staff.", "", "Losses loom larger."]),
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
    grounds = provenance(STORY, metric, kind, cause)

    assert [
        (ground.why, ground.source) if isinstance(want, tuple) else ground.why
        for ground, want in zip(grounds, expected, strict=True)
    ] == expected


def test_a_ground_says_what_it_is_about() -> None:
    asked: list[tuple[str, RowKind, str]] = [
        ("staff", "option", "post.stay"),
        ("staff", "option", "post.go"),
        ("staff", "event", "walkout"),
        ("mood", "option", "post.stay"),
    ]
    assert [[(ground.kind, ground.id) for ground in provenance(STORY, *which)] for which in asked] == [
        [("cause", "post.stay"), ("cause", "post.stay")],
        [("function", "weigh"), ("draw", "temper"), ("assumption", "weight")],
        [("cause", "walkout"), ("assumption", "weight")],
        [("metric", "staff"), ("metric", "staff"), ("metric", "mood")],
    ]
    assert WEIGHT in provenance(STORY, "staff", "option", "post.go")
    assert provenance(STORY, "staff", "drift", "staff") == (STAFF, PACE, WEIGHT)


def test_every_row_of_a_game_can_be_grounded(tmp_path: Path) -> None:
    with begun(tmp_path, SEED) as session:
        game = play(session).game

    for row in game.ledger.rows:
        provenance(game.program.scenario, row.metric, row.kind, row.cause)
