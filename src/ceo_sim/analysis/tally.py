"""Everything that many plays meet, counted while they are played, and how near to it what they never meet has come."""

from __future__ import annotations

import numpy as np
from attrs import define, field, fields
from numpy.typing import NDArray

from ceo_sim.analysis.near_miss import Looks
from ceo_sim.analysis.variants import Branch
from ceo_sim.engine.program import Program
from ceo_sim.scenario.issues import Path

Counts = NDArray[np.int64]


@define(eq=False)
class Tally:
    """What was counted; arrays by the indexes of the program.

    Attributes:
        put: Times that each decision was put.
        asked: Times that somebody sat down to answer it.
        answered: Times that it was answered.
        defaulted: Times that its default counted, as nobody had answered.
        lapsed: Times that it lapsed.
        weighed: Times that each option's decision was about to be answered.
        open: Times that the option was then open.
        chosen: Times that it was chosen.
        applied: Times that each consequence took effect.
        promised: Times that each promise was made, kept and broken, (promises, 3).
        shadowed: Times that each ending's condition held when one before it ended the story, (endings, endings).
        likeliest: The highest chance that each event had while its condition held and it had not happened.
        news: Times that each line of news was read, by its path.
        remarks: Times that each remark was said, once a day, by its path.
        branches: Times that each branch of each text was read.
        texts_read: Times that each text with branches was read.
        looks: How near each condition has come, by the path of what it is a condition of, or by the key of a branch.
    """

    put: Counts
    asked: Counts
    answered: Counts
    defaulted: Counts
    lapsed: Counts
    weighed: Counts
    open: Counts
    chosen: Counts
    applied: Counts
    promised: Counts
    shadowed: Counts
    likeliest: NDArray[np.float64]
    news: dict[Path, int] = field(factory=dict)
    remarks: dict[Path, int] = field(factory=dict)
    branches: dict[Branch, int] = field(factory=dict)
    texts_read: dict[Path, int] = field(factory=dict)
    looks: dict[Path, Looks] = field(factory=dict)

    @classmethod
    def of(cls, program: Program) -> Tally:
        """Nothing counted yet."""

        def nought(*sizes: int) -> Counts:
            return np.zeros(sizes, dtype=np.int64)

        decisions, options, endings = len(program.decisions), len(program.options), len(program.endings)
        return cls(
            put=nought(decisions),
            asked=nought(decisions),
            answered=nought(decisions),
            defaulted=nought(decisions),
            lapsed=nought(decisions),
            weighed=nought(options),
            open=nought(options),
            chosen=nought(options),
            applied=nought(len(program.consequences)),
            promised=nought(len(program.promises), 3),
            shadowed=nought(endings, endings),
            likeliest=np.zeros(len(program.events)),
        )

    def join(self, other: Tally) -> None:
        """Add what was counted in other plays of the same program."""
        for each in fields(Tally):
            mine, its = getattr(self, each.name), getattr(other, each.name)
            if each.name == "likeliest":
                np.maximum(mine, its, out=mine)
            elif isinstance(mine, np.ndarray):
                mine += its
            elif each.name == "looks":
                for key, looks in its.items():
                    if key in mine:
                        mine[key].join(looks)
                    else:
                        mine[key] = looks
            else:
                for key, count in its.items():
                    mine[key] = mine.get(key, 0) + count
