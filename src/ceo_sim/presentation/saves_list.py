"""The list of saves, as the tree in which they branch off, in words.

The title screen waits for this, so it imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ceo_sim.presentation import formatting
from ceo_sim.saves.format import SALVAGE
from ceo_sim.saves.listing import Summary
from ceo_sim.saves.tree import Branch, branches, walk


class SaveView(NamedTuple):
    """A save in a list.

    Attributes:
        save: What is known of it.
        name: The player's name for it, or else its story's title.
        full_name: Both of them: `The patient one (The Post)`.
        state: How far it has come: `ended: Sold`, `reached Sunday 31 May`; empty if that is not known.
        answers: `3 answers`.
        played: When it was last written; empty for what came with the program.
        damaged: What is wrong with it, or empty.
        source: That it came with the program, or empty.
        depth: How often it has branched off; 0 for one that has not.
        parent: The save that it branches off from.
        parted: Where it branches off: `a copy`, `from answer 3 on`; empty if it does not.
    """

    save: Summary
    name: str
    full_name: str
    state: str
    answers: str
    played: str
    damaged: str
    source: str
    depth: int = 0
    parent: Path | None = None
    parted: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """How far it has come."""
        return tuple(filter(None, (self.state, self.answers)))

    def origin(self, parent: str) -> str:
        """Where it comes from, by what the other one is called there: `as number 4, another way from answer 3 on`."""
        return f"a copy of {parent}" if self.parted == COPY else f"as {parent}, another way {self.parted}"

    def named_under_parent(self) -> str:
        """What it is called right under the one that it branches off from."""
        return self.save.name or ("the same" if self.parted == COPY else "another way")


COPY = "a copy"


def _other_year(save: Summary) -> str:
    """The year that a story has reached, if it is not that of its first answer."""
    first, reached = save.given[0][0] if save.given else save.reached, save.reached
    if isinstance(first, int) or isinstance(reached, int) or first is None or reached is None:
        return ""
    return formatting.year(reached) if first.year != reached.year else ""


def save_view(save: Summary) -> SaveView:
    """A save by itself."""
    state = f"ended: {save.ending}" if save.ending else ""
    if not state and save.reached is not None:
        state = f"reached {formatting.date_of(save.reached)}{_other_year(save)}"
    was_played = save.updated is not None and not save.shipped
    return SaveView(
        save=save,
        name=save.name or save.title,
        full_name=f"{save.name} ({save.title})" if save.name else save.title,
        state=state.replace("Turn", "turn"),
        answers=formatting.counted(save.answers, "answer"),
        played=f"{formatting.short_date_of(save.updated)} {save.updated:%H:%M}" if save.updated and was_played else "",
        damaged=save.damaged,
        source="came with the program" if save.shipped else "",
    )


def circumstances(save: Summary, acts: Mapping[str, str]) -> tuple[str, ...]:
    """How a game was begun, as far as it differs from the usual, and its seed.

    Args:
        save: The game.
        acts: Titles of its story's acts, by their ids.
    """
    act = f"up to the end of {acts.get(save.act, save.act)}" if save.act else ""
    edition = f"edition {save.edition}" if save.edition else ""
    known = () if save.damaged and not save.salvageable else (f"seed {save.seed}",)
    return tuple(filter(None, (act, "mirrored" if save.mirror else "", edition, *known)))


ENDINGS_MET = "Endings that you have met"


def endings_met(saves: Iterable[Summary]) -> str:
    """What leads to the endings that the player's own games have come to, with how many; empty if there are none."""
    met = {(save.scenario, save.ending) for save in saves if save.ending and not save.shipped}
    return f"{ENDINGS_MET} ({len(met)})" if met else ""


def branch_view(branch: Branch, depth: int, parent: Branch | None) -> SaveView:
    """A save in its tree."""
    view = save_view(branch.summary)
    if parent is None:
        return view
    parted = COPY if branch.is_copy else f"from answer {branch.forked_after + 1} on"
    return view._replace(depth=depth, parent=parent.summary.path, parted=parted)


def saves_list(saves: Iterable[Summary]) -> Iterator[SaveView]:
    """Saves in the order of a list, each before those that branch off from it."""
    return (branch_view(branch, depth, parent) for depth, branch, parent in walk(branches(saves)))


def without_remedy(damaged: str) -> str:
    """What is wrong with a save, without the option of the command line that would mend it."""
    return damaged.removesuffix(SALVAGE)
