"""Options ranked in words, by the values of one metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from ceo_sim.presentation import formatting
from ceo_sim.presentation.decision import OptionView
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.model import Metric


def in_order(metric: Metric, values: Mapping[OptionView, float], when: str) -> str:
    """A metric and the options by their values of it, those for the better first; values that read alike are alike.

    Args:
        metric: What is looked at.
        values: Its value with each option, of which at least two read otherwise.
        when: When it has these values, such as `at the end`.
    """

    def rank(option: OptionView) -> float:
        return values[option] if metric.better == "lower" else -values[option]

    def figure(option: OptionView) -> str:
        return formatting.figure(metric, values[option])

    first, *between, last = ((list(options), read) for read, options in groupby(sorted(values, key=rank), key=figure))
    ends, better = ("Highest", "lowest"), ""
    if metric.better != "neither":
        ends, better = ("Best", "worst"), f", the {metric.better} the better"
    middle = f"; then {formatting.joined([_ranked(*each) for each in between])}" if between else ""
    return f"{metric.name}{better}. {ends[0]} {when}: {_named(*first)}{middle}; {ends[1]}: {_named(*last)}."


def _named(options: Sequence[OptionView], read: str) -> str:
    """Options that are alike with their words: `option 2, "Label it" (52)`."""
    if len(options) > 1:
        return _ranked(options, read)
    label = plain(options[0].label)
    return f'option {options[0].number}, "{label}" ({read})'


def _ranked(options: Sequence[OptionView], read: str) -> str:
    """Options that are alike, by their numbers: `options 1 and 4 (55)`."""
    numbers = formatting.joined([str(number) for number in sorted(option.number for option in options)])
    return f"option{'s' if len(options) > 1 else ''} {numbers} ({read})"
