"""A decision as it is put to the player: until when, who is there, and its options with price, lock and advice."""

from __future__ import annotations

from attrs import frozen

from ceo_sim.engine import snapshots
from ceo_sim.engine.game import Game
from ceo_sim.presentation import formatting
from ceo_sim.presentation.desk import Remark, budgets, deadlines
from ceo_sim.presentation.exhibits import ExhibitView, exhibit_view
from ceo_sim.presentation.locks import lock_text


@frozen
class OptionView:
    """An option.

    Attributes:
        number: Its place in the order that this game has, from 1.
        price: What it takes: `1 hour`; `no time` where others may take some.
        lock: Why it cannot be chosen now, or empty.
    """

    id: str
    number: int
    label: str
    price: str
    is_free: bool
    lock: str
    advice: tuple[Remark, ...]


@frozen
class DecisionView:
    """A decision.

    Attributes:
        budgets: What is left of each today.
        deadline: Until when, as seen from now; in full with date, hour and what is left.
        room: Who is there, each with what they do.
        exhibit: The document that is looked at before the brief.
    """

    id: str
    budgets: tuple[str, ...]
    title: str
    is_urgent: bool
    deadline: str
    deadline_in_full: str
    room: tuple[str, ...]
    exhibit: ExhibitView | None
    brief: str
    options: tuple[OptionView, ...]


def decision_view(game: Game, decision: str) -> DecisionView:
    """An open decision as it stands now.

    Raises:
        IllegalMove: It is not open.
    """
    asked = game.ask(decision)
    deadline, in_full = deadlines(game, asked.expires, is_urgent=asked.urgent)
    return DecisionView(
        id=asked.id,
        budgets=budgets(game),
        title=asked.title,
        is_urgent=asked.urgent,
        deadline=deadline,
        deadline_in_full=in_full,
        room=tuple(formatting.person(person) for person in asked.room),
        exhibit=exhibit_view(asked.exhibit),
        brief=asked.brief,
        options=tuple(_option_view(game, number, option) for number, option in enumerate(asked.options, 1)),
    )


def newly_locked(before: DecisionView, after: DecisionView) -> list[OptionView]:
    """The options that have come to be locked between two looks at a decision."""
    locked = {option.id for option in before.options if option.lock}
    return [option for option in after.options if option.lock and option.id not in locked]


def _option_view(game: Game, number: int, option: snapshots.OfferedOption) -> OptionView:
    free = "no time" if game.program.scenario.budgets else ""
    return OptionView(
        id=option.id,
        number=number,
        label=option.label,
        price=", ".join(formatting.budgeted(cost, budget) for budget, cost in option.cost) or free,
        is_free=not any(cost for _, cost in option.cost),
        lock="" if option.lock is None else lock_text(game.program.scenario, option.lock),
        advice=tuple(Remark(person.name, text) for person, text in option.advice),
    )
