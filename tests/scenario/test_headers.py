"""What heads the desk has room beside the date and the budgets, on a screen of 80 columns."""

from __future__ import annotations

import pytest
from textual.content import Content

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.presentation.desk import desk_view
from ceo_sim.scenario.loader import load_texts
from ceo_sim.tui.widgets.line_widget import justify
from ceo_sim.tui.widgets.panels import LEAST_OF_COMPANY
from tests.support.stories import IN_ACTS

LENIENT = 4
"""Columns that the widest date has more than those of a story may have, as not every day has an afternoon."""
HOURS = '[budget.hours]\nname = "hours"\nrefill = 12\n'
LONG = HOURS + '[budget.favours]\nname = "favours from the regions"\nrefill = 10\n'
TURNS = "[clock]\nturns = 12\n"
DATES = IN_ACTS[IN_ACTS.index("[clock]") : IN_ACTS.index("[metric.staff]")]
YEARS = DATES.replace("day 21 00:00", "day 600 00:00")


def story(company: str, clock: str, budgets: str, title: str = "Acts") -> str:
    head = IN_ACTS[: IN_ACTS.index("[clock]")].replace('title = "Acts"', f'title = "{title}"')
    metrics = '[metric.staff]\nname = "Staff"\nstart = 50\nheadline = true\n'
    ending = '[ending.end]\ntitle = "End"\ntext = "End."\n'
    named = f'company = "{company}"\n' if company else ""
    return f"{head}{named}{clock}{budgets}{metrics}{ending}"


def is_found(text: str) -> bool:
    return any(each.code == "W204" for each in load_texts({"story.toml": text}).diagnostics)


@pytest.mark.parametrize("clock", [DATES, YEARS, TURNS])
@pytest.mark.parametrize("budgets", ["", HOURS, LONG])
def test_what_is_no_finding_is_never_cut_and_what_is_one_would_be_if_it_were_a_little_longer(
    clock: str, budgets: str
) -> None:
    game = Game(compile_scenario(load_texts({"story.toml": story("Agora", clock, budgets)}).playable), 1)
    rights = set()
    while not game.ended:
        desk = desk_view(game)
        rights.add((desk.when, desk.budgets))
        game.wait()
    shortest = next(columns for columns in range(8, 70) if any(_is_cut(columns, *right) for right in rights))

    assert is_found(story("C" * shortest, clock, budgets))
    assert is_found(story("", clock, budgets, "C" * shortest)), "the title of a story without a company"
    assert not is_found(story("C" * (shortest - LENIENT), clock, budgets))
    assert not is_found(story("", clock, budgets, "C" * (shortest - LENIENT)))


def _is_cut(columns: int, when: str, budgets: tuple[str, ...]) -> bool:
    """Whether the top line of the desk cuts a name of so many columns."""
    name, right = "C" * columns, Content(" · ".join((when, *budgets)))
    beside = right if right.cell_length + 2 + min(columns, LEAST_OF_COMPANY) <= 78 else Content(when)
    return name not in justify(Content(name), beside, 78).plain
