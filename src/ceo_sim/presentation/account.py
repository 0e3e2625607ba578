"""A meter at length, and the account of why it stands where it stands, for a page of its own."""

from __future__ import annotations

from attrs import frozen

from ceo_sim.engine.game import Game
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings
from ceo_sim.presentation.desk import meters, metrics_with_causes
from ceo_sim.presentation.document import Waterfall
from ceo_sim.presentation.pages import meter_at_length
from ceo_sim.presentation.why import why

LATER = "What moved it is told after the end."


@frozen
class AccountView:
    """What is told of a meter.

    Attributes:
        name: What a page of it is called.
        about: What it is and how it stands; nothing of a meter that is not on the desk.
        note: What stands above the causes, or says why they are not told.
        causes: Those of its value, each with what it rests on; None as long as they are not told.
    """

    name: str
    about: doc.Parts
    note: str
    causes: Waterfall | None


def account(game: Game, id: str) -> AccountView | None:
    """What a meter is, its causes, and what each of them rests on; None if there is no such meter to be seen."""
    metric = game.program.scenario.metrics.get(id)
    if metric is None:
        return None
    view = next((each for each in meters(game) if each.id == id), None)
    is_open = metric in metrics_with_causes(game)
    if view is None and not is_open:
        return None
    about: doc.Parts = ()
    if view is not None:
        fold = meter_at_length(view)
        about = (doc.Paragraph(doc.spans(fold.summary)), *fold.parts)
    if not is_open:
        return AccountView(metric.name, about, LATER, None)
    name = f"Why {metric.name} is {formatting.total_with_unit(metric, game.ledger.value(metric.id))}"
    return AccountView(name, about, headings.CAUSES_ADD_UP, why(game, metric))
