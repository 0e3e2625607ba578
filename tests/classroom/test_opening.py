"""The scenario of a log, whoever wrote that."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from ceo_sim.classroom.opening import scenario_of
from ceo_sim.library import ScenarioUnavailable
from tests.support.classes import opened
from tests.support.scenarios import SCENARIOS


@pytest.mark.parametrize("named", ["file", "/dev/zero", "../tutorial", "a/b", ".", ".."])
def test_a_log_opens_no_file_that_it_names(tmp_path: Path, named: str) -> None:
    elsewhere = tmp_path / "elsewhere.toml"
    elsewhere.write_bytes((SCENARIOS / "tutorial.toml").read_bytes())
    scenario = str(elsewhere) if named == "file" else named
    with pytest.raises(ScenarioUnavailable, match="there is no scenario"):
        scenario_of(msgspec.structs.replace(opened(), scenario=scenario))
    assert scenario_of(opened(), elsewhere).playable.info.id == "tutorial"
