"""The sample itself."""

from __future__ import annotations

import pytest

from tests.scenario.sample import SMALL, TURNS, loaded, places


@pytest.mark.parametrize("text", [SMALL, TURNS])
def test_a_sound_scenario_has_no_diagnostics(text: str) -> None:
    found = loaded(text)
    assert places(found.diagnostics) == []
    assert found.scenario is not None
