"""Options ranked in words."""

from __future__ import annotations

import pytest

from ceo_sim.presentation.decision import OptionView
from ceo_sim.presentation.ranking import in_order
from tests.support.stories import scenario

METRICS = scenario(
    """
format = 2
[scenario]
id = "ranked"
title = "Ranked"
role = "You run it."
support = "judgement"
[clock]
turns = 12
[metric]
higher = { name = "Staff", start = 50, headline = true }
lower = { name = "Risk", start = 50, better = "lower" }
neither = { name = "Price", start = 50, better = "neither" }
[decision.ask]
title = "D"
brief = "B"
at = 1
option.a = { label = "A", effects = { higher = 1, lower = 1, neither = 1 } }
option.b = { label = "B" }
[ending.open]
title = "Open"
text = "It goes on."
"""
).metrics


def option(number: int, label: str) -> OptionView:
    return OptionView(f"o{number}", number, label, "", is_free=True, lock="", advice=())


LABELS = ("Leave it", "Label it", "Take it *down*", "Wait")


def ranked(better: str, *values: float) -> str:
    options = [option(number, LABELS[number - 1]) for number in range(1, 1 + len(values))]
    return in_order(METRICS[better], dict(zip(options, values, strict=True)), "at the end")


def test_the_options_stand_from_the_best_to_the_worst_with_the_words_of_both() -> None:
    assert ranked("higher", 40, 60, 50.2, 45) == (
        'Staff, the higher the better. Best at the end: option 2, "Label it" (60); then option 3 (50) and option 4 '
        '(45); worst: option 1, "Leave it" (40).'
    )


def test_less_of_what_is_bad_is_better() -> None:
    assert ranked("lower", 40, 60) == (
        'Risk, the lower the better. Best at the end: option 1, "Leave it" (40); worst: option 2, "Label it" (60).'
    )


def test_where_nothing_is_better_the_highest_stands_first() -> None:
    said = ranked("neither", 40, 60, 70)
    assert said.startswith('Price. Highest at the end: option 3, "Take it down" (70); then option 2 (60); lowest: ')


@pytest.mark.parametrize("values", [(60.3, 40, 60.1, 60.4), (60.4, 40, 60.3, 60.1)])
def test_what_reads_alike_is_alike_in_the_order_of_the_options(values: tuple[float, ...]) -> None:
    assert "Best at the end: options 1, 3 and 4 (60); worst: option 2" in ranked("higher", *values)
