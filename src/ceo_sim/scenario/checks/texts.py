"""Texts: what would be shown without words, or not as its author meant it."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.scenario.checks.blanks import may_be_blank
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.fields import HEADINGS
from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.text import Text, no_links


def check(index: ScenarioIndex) -> Iterator[Issue]:
    """Titles and labels that may be blank, and what looks like a link and is none."""
    for leaf in index.leaves:
        if not isinstance(leaf.value, Text):
            continue
        if leaf.attribute.name in HEADINGS and may_be_blank(leaf.value):
            message = f'no words where no condition holds: "{leaf.value.instead}" is then shown'
            yield Issue("W201", leaf.path, message, "an {else} with words")
        for offset, image in no_links(leaf.value.source):
            message = "an image, which no text has" if image else "this is no link, and is shown as it is written"
            yield Issue("W202", leaf.path, message, "[words](https://address), its brackets in pairs", offset=offset)
