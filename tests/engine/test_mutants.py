"""Stories changed at random in their numbers, times, signs and lines: refused, or played alone as in a batch."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.scenario.loader import load_texts
from tests.engine.test_lanes import assert_lane_is_single_play, played
from tests.support.stories import EVERYTHING

TUTORIAL = (Path(__file__).parents[2] / "scenarios" / "tutorial.toml").read_text(encoding="utf-8")
EACH = 12
KINDS = {
    r'(?<![\w.:"-])-?\d+(?:\.\d+)?(?![\w.:"-])': [
        "0",
        "-1",
        "1",
        "1e12",
        "-1e12",
        "0.1",
        "1e-9",
        "100",
        "9999",
        "-0.0",
    ],
    r'"\d+(?:\.\d+)?[hdw]"': ['"1h"', '"6h"', '"1d"', '"3w"', '"0h"', '"0.125h"', '"999999w"', '"25h"'],
    r"\b(?:true|false)\b": ["true", "false"],
    r"(?<= )(?:[<>]=?|==)(?= )": ["<", ">", "==", "!=", "<=", ">="],
    r"(?m)^.*\n": [""],
}


def mutant(luck: random.Random) -> str:
    text = luck.choice([TUTORIAL, EVERYTHING])
    for _ in range(luck.randint(1, 4)):
        pattern = luck.choice(list(KINDS))
        if places := list(re.finditer(pattern, text)):
            place = luck.choice(places)
            text = text[: place.start()] + luck.choice(KINDS[pattern]) + text[place.end() :]
    return text


@pytest.mark.parametrize("seed", range(8))
def test_whatever_the_check_lets_pass_is_played_alone_as_in_a_batch(seed: int) -> None:
    luck, valid = random.Random(seed), 0
    for _ in range(100 * EACH):
        if (scenario := load_texts({"story.toml": mutant(luck)}).scenario) is None:
            continue
        program = compile_scenario(scenario)
        state, recording = played(program, seed, 40)
        assert_lane_is_single_play(program, state, recording, seed, luck.randrange(40))
        valid += 1
        if valid == EACH:
            return
    pytest.fail("hardly a change is allowed")
