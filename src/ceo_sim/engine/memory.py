"""What a playthrough remembers of the texts that it has shown, for those that change from one time to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping

from attrs import define, field

from ceo_sim.engine import rng
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.model import Cast


@define
class Memory:
    """What was shown how often, and who has been mentioned.

    It follows from the seed and from what happened, never from what a face happened to draw, so that a replay says the
    same words on every face.
    """

    keys: rng.Seeds
    _times: Counter[Hashable] = field(factory=Counter)
    _mentioned: dict[str, str] = field(factory=dict)
    _picked: dict[tuple[str, int], list[int]] = field(factory=dict)

    def count(self, thing: Hashable) -> int:
        """Count something that happens: how often it had happened before."""
        self._times[thing] += 1
        return self._times[thing] - 1

    def times(self, thing: Hashable) -> int:
        """How often something has happened."""
        return self._times[thing]

    def pick(self, place: str, branches: int, times: int) -> int:
        """Which branch is drawn at a place for the time after `times`: each of the others is as likely as the next."""
        picked = self._picked.setdefault((place, branches), [])
        stream = rng.stream_key(f"text:{place}")
        while len(picked) <= times:
            draw = float(rng.uniform(self.keys, stream, len(picked))[0])
            moves = int(draw * (branches - 1)) + 1 if picked else int(draw * branches)
            picked.append(((picked[-1] if picked else 0) + moves) % branches)
        return picked[times]

    def is_first_mention(self, cast: str, occasion: str) -> bool:
        """Whether nobody has been told of somebody before an occasion."""
        return self._mentioned.get(cast, occasion) == occasion

    def met(self, filling: PlayFilling) -> None:
        """Remember whom a text mentioned that has been read."""
        for cast in filling.mentioned:
            self._mentioned.setdefault(cast, filling.occasion)


@define
class PlayFilling:
    """What one text is filled with in a playthrough; see `text.Filling`.

    Attributes:
        evaluate: The value of an expression.
        memory: What the playthrough remembers.
        cast: The people of the story.
        occasion: Which text is shown, and the how manieth time.
        times: How often it has been shown before.
        mentioned: Whom it has mentioned so far.
    """

    evaluate: Callable[[Expression], float | bool]
    memory: Memory
    cast: Mapping[str, Cast]
    occasion: str
    times: int
    mentioned: set[str] = field(factory=set)

    def pick(self, place: str, branches: int) -> int:
        """By lot, and never the same twice in a row."""
        return self.memory.pick(place, branches, self.times)

    def is_first(self) -> bool:
        """Whether the text is shown for the first time."""
        return not self.times

    def mention(self, cast: str) -> tuple[str, str]:
        """Name and role; no role for who has been mentioned before."""
        person = self.cast[cast]
        is_new = cast not in self.mentioned and self.memory.is_first_mention(cast, self.occasion)
        self.mentioned.add(cast)
        return person.name, person.role if is_new else ""
