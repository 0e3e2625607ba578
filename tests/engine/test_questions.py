"""What a question offers is what `is_open` says of each option."""

from __future__ import annotations

import numpy as np
import pytest

from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.questions import ask, open_due_decisions
from tests.support.stories import BY_TURN, HEADER, filled_in, program


@pytest.mark.parametrize("when", ["", 'when = "false"', 'when = "mood > 1"', 'when = "mood > 9"'])
def test_a_way_out_is_offered_where_no_other_option_is(when: str) -> None:
    decisions = "".join(
        f"[decision.{id}]\nat = 0\nurgent = true\n[decision.{id}.option.stay]\n{when}\n"
        f"[decision.{id}.option.leave]\notherwise = true\n"
        for id in ("first", "second")
    )
    body = filled_in("[metric.mood]\nstart = 5\nrange = [0, 10]\n" + decisions)
    story = HEADER.replace("format = 1", "format = 2") + BY_TURN.format(turns=2) + body
    state = Lanes(program(story), np.arange(3, dtype=np.uint64))
    open_due_decisions(state)

    lanes = np.array([0, 2])
    for plan in state.program.decisions:
        offered = ask(state, lanes, np.full(len(lanes), plan.index)).open
        assert offered.tolist() == [state.is_open(option, lanes).tolist() for option in plan.options]
        assert (offered.sum(axis=0) == 1).all()
