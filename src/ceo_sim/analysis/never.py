"""What many plays never met, where it is written, and what kept it from coming about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from attrs import define, frozen

from ceo_sim.analysis.near_miss import Looks, NearMiss
from ceo_sim.analysis.simulate import Summary
from ceo_sim.analysis.tally import Tally
from ceo_sim.analysis.tally_watch import consequence_paths
from ceo_sim.engine.program import Program
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.model import Later

Kind = Literal["decision", "option", "event", "card", "promise", "ending", "later", "news", "remark", "text"]

_UNREAD = {"{one of}": "it was never drawn", "{or}": "it was never drawn", "{again}": "no play read the text twice"}
"""Why a branch was never read that has no condition and no branch before it."""


@frozen
class Never:
    """Something that no play met.

    Attributes:
        kind: What kind of thing.
        id: Its id, with that of what has it; for what has none its path.
        path: Where in the data; `offset` where in that text.
        why: What kept it from coming about, in words.
        nearest: When its condition came nearest to holding, if it has one that never did.
    """

    kind: Kind
    id: str
    path: Path
    why: str
    nearest: NearMiss | None = None
    offset: int | None = None


def never_met(program: Program, summary: Summary, tally: Tally) -> list[Never]:
    """Everything that no play met, in the order of the language's tables.

    What belongs to something that never came about is left out: its absence follows from that.
    """
    return list(_Search(program, summary, tally).all())


@define
class _Search:
    program: Program
    summary: Summary
    tally: Tally

    def all(self) -> Iterator[Never]:
        yield from self.decisions()
        yield from self.events()
        yield from self.cards()
        yield from self.promises()
        yield from self.endings()
        yield from self.consequences()
        yield from self.remarks()
        yield from self.branches()

    def decisions(self) -> Iterator[Never]:
        tally = self.tally
        for decision in self.program.decisions:
            path: Path = ("decision", decision.id)
            if not tally.put[decision.index]:
                opened = decision.at is None and decision.when is None
                why = "nothing opened it" if opened else "its time never came"
                yield self.failed("decision", decision.id, path, why)
                continue
            for option in decision.options:
                weighed, open_, chosen = (
                    int(counts[option.index]) for counts in (tally.weighed, tally.open, tally.chosen)
                )
                why = f"it was open {open_:,} times and never chosen" if open_ else "it was locked each time"
                if not chosen:
                    why = why if weighed else "its decision was never answered"
                    option_path: Path = (*path, "option", option.id)
                    yield self.failed("option", f"{decision.id}.{option.id}", option_path, why, looked=not open_)

    def events(self) -> Iterator[Never]:
        for event in self.program.events:
            if not self.summary.events[event.id]:
                looks = self.tally.looks.get(("event", event.id))
                considered = any(event in step for step in self.program.considered)
                why = "nothing brought it about"
                if considered:
                    why = f"its chance was {self.tally.likeliest[event.index]:.3g} at the most, and never came up"
                    if looks is not None and not looks.met:
                        why = "its condition never held"
                yield self.failed("event", event.id, ("event", event.id), why)

    def cards(self) -> Iterator[Never]:
        for deck in self.program.decks:
            for card in deck.cards:
                if not self.tally.applied[card.consequence.index]:
                    path: Path = ("deck", deck.id, "card", card.id)
                    looks = self.tally.looks.get(path)
                    why = "it could never be drawn"
                    if looks is None or looks.met:
                        why = "it might have been drawn" + ("" if looks is None else f" {looks.met:,} times")
                    yield self.failed("card", f"{deck.id}.{card.id}", path, why)

    def promises(self) -> Iterator[Never]:
        for promise in self.program.promises:
            if not self.tally.promised[promise.index, 0]:
                yield Never("promise", promise.id, ("promise", promise.id), "nobody made it")

    def endings(self) -> Iterator[Never]:
        for index, ending in enumerate(self.program.endings):
            if self.summary.endings[ending.id]:
                continue
            shadowed = self.tally.shadowed[index]
            why = "its condition never held when it was looked for"
            if shadowed.any():
                first = self.program.endings[int(shadowed.argmax())].id
                why = f"its condition held {int(shadowed.sum()):,} times, but {first} stands before it and holds too"
            yield self.failed("ending", ending.id, ("ending", ending.id), why, looked=not shadowed.any())

    def consequences(self) -> Iterator[Never]:
        applied = self.tally.applied
        indexes = {id(consequence.written): consequence.index for consequence in self.program.consequences}
        paths = consequence_paths(self.program)
        for path, consequence in zip(paths, self.program.consequences, strict=True):
            if consequence.cause.kind == "inject" or not applied[consequence.index]:
                continue
            for number, later in enumerate(consequence.written.later):
                if not applied[indexes[id(later)]]:
                    yield self.later((*path, "later", number), later)
            for number, _ in enumerate(consequence.written.news):
                news: Path = (*path, "news", number)
                if not self.tally.news.get(news):
                    yield self.failed("news", _dotted(news), news, "its condition never held")

    def later(self, path: Path, later: Later) -> Never:
        looks = self.tally.looks.get(path)
        why = "the stories ended before it fell due" if later.chance is None else "its chance never came up"
        if looks is not None:
            why = "its condition never held when it fell due" if looks.looks and not looks.met else why
        return self.failed("later", _dotted(path), path, why)

    def remarks(self) -> Iterator[Never]:
        for path, times in self.tally.remarks.items():
            if not times:
                looks = self.tally.looks.get(path)
                pre_empted = looks is None or not looks.looks
                why = "one before it was said each day" if pre_empted else "its condition never held"
                yield self.failed("remark", _dotted(path), path, why)

    def branches(self) -> Iterator[Never]:
        tally = self.tally
        read = {branch.key: times for branch, times in tally.branches.items()}
        for branch, times in tally.branches.items():
            parent = tally.texts_read[branch.path] if branch.inside is None else read[(*branch.path, branch.inside)]
            if times or not parent:
                continue
            looks = tally.looks[branch.key]
            why = _UNREAD.get(branch.opening, "a branch before it was read each time")
            why = "its condition never held" if looks.looks else why
            nearest = looks.nearest if looks.looks else None
            yield Never("text", branch.name, branch.path, why, nearest, branch.offset)

    def failed(self, kind: Kind, id: str, path: Path, why: str, *, looked: bool = True) -> Never:
        """Something with a condition of its own; the nearest miss belongs to it only if the condition never held."""
        looks: Looks | None = self.tally.looks.get(path)
        nearest = looks.nearest if looked and looks is not None and not looks.met else None
        return Never(kind, id, path, why, nearest)


def _dotted(path: Sequence[str | int]) -> str:
    return ".".join(map(str, path))
