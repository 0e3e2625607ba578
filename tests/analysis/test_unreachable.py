from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.analysis.unreachable import unreachable
from ceo_sim.scenario.loader import diagnose, load
from tests.support.scenarios import SCENARIOS
from tests.support.stories import BY_TURN, HEADER, filled_in

STORY = """
[metric.staff]
start = 50
[decision.first]
at = 1
[decision.first.option.a]
effects = { staff = 1 }
[decision.first.option.b]
when = "staff > 120"
effects = { staff = 2 }
[decision.lost]
[decision.lost.option.a]
[event.strike]
when = "staff > 100"
[event.after]
at = 3
when = "strike.fired"
[event.rain]
at = 2
[ending.never]
title = "Never"
text = "N"
when = "strike.fired"
[ending.over]
title = "Over"
text = "O"
"""


def test_what_is_proven_never_to_come_is_found_by_its_place(tmp_path: Path) -> None:
    path = tmp_path / "story.toml"
    path.write_text(HEADER + BY_TURN.format(turns=6) + filled_in(STORY))

    found = unreachable(load(path), diagnose(path))
    assert {"option:first.b", "event:strike", "event:after", "ending:never", "decision:lost"} <= found
    assert not found & {"decision:first", "option:first.a", "event:rain", "ending:over"}


@pytest.mark.parametrize(
    "id", ["tutorial.toml", "depot.toml", "meridian", pytest.param("the_post", marks=pytest.mark.slow)]
)
def test_everything_in_the_shipped_scenarios_can_come(id: str) -> None:
    assert unreachable(load(SCENARIOS / id), diagnose(SCENARIOS / id)) == frozenset()
