"""Policies side by side: endings, metrics and what they spend."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from ceo_sim.cli.output import table

if TYPE_CHECKING:
    from ceo_sim.analysis.simulate import Summary
    from ceo_sim.engine.program import Program


def compared_lines(program: Program, summaries: Mapping[str, Summary]) -> Iterator[str]:
    """A table for endings, one for the means of the metrics at the end, one for what is decided and spent in a play."""
    scenario = program.scenario
    plays = next(iter(summaries.values())).plays
    yield f"{scenario.info.title}: {plays:,} plays by each policy"
    yield from ("", *_rows("Endings", summaries, scenario.endings, lambda one, id: f"{one.endings[id]:.1%}"))
    yield from (
        "",
        *_rows("Metrics at the end, mean", summaries, scenario.metrics, lambda one, id: f"{one.metrics[id].mean:,.1f}"),
    )
    spent = {id: f"{budget.name} spent" for id, budget in scenario.budgets.items()}
    yield from ("", *_rows("In a play, mean", summaries, {"": "decisions", **spent}, _of_a_play))


def _rows(
    heading: str, summaries: Mapping[str, Summary], ids: Mapping[str, object], cell: Callable[[Summary, str], str]
) -> list[str]:
    rows = [(heading, *summaries)]
    for id, what in ids.items():
        rows.append((what if isinstance(what, str) else id, *(cell(summary, id) for summary in summaries.values())))
    return table(rows, right=range(1, len(summaries) + 1))


def _of_a_play(summary: Summary, budget: str) -> str:
    return f"{summary.spent[budget]:,.1f}" if budget else f"{summary.decisions / summary.plays:,.1f}"
