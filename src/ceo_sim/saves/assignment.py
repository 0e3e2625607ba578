"""An assignment: the game that a class is to play, as a code of sixteen letters and digits.

It names a scenario and its version by digests, so that a code fits on a board; where the scenario is not at hand, or is
another version, that is said instead of playing something else.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final, Self

from attrs import frozen

from ceo_sim.errors import UserError
from ceo_sim.new_game import LARGEST_SEED
from ceo_sim.saves.codes import decoded, encoded
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.manifest import editions_of

KIND = "A"
GROUP = 4
SHORT_SEEDS = 1 << 14
"""A seed below this one makes the shortest code."""
MOST_ACTS = 15
PREDICTIONS: Final = ("own", "on", "off")
"""Whether predictions are asked: as each player has settled it, always, or never."""
WHAT = "the assignment code"
_SCENARIO_BITS, _VERSION_BITS, _ACT_BITS, _EDITION_BITS, _OPTION_BITS, _SEED_BITS = 12, 20, 4, 6, 4, 14
_SHORTEST = 12
"""Letters of the shortest code, without the first and the checksum."""


class CannotAssign(UserError):
    """A game that no assignment code can name, or a code that does not fit."""


@frozen
class Played:
    """Which game it is: the scenario and how it is played.

    Attributes:
        scenario: The id of the scenario.
        fingerprint: Which version of it, 16 hexadecimal digits.
        acts: The ids of its acts, in their order.
        editions: The names of its editions.
    """

    scenario: str
    fingerprint: str
    acts: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()

    @classmethod
    def of(cls, path: Path, loaded: Loaded) -> Self:
        """A scenario without errors that lies at a path."""
        info, written = loaded.playable.info, loaded.as_written
        return cls(info.id, loaded.fingerprint, tuple(written.acts), editions_of(path))


@frozen
class Assignment:
    """What a class is to play.

    Attributes:
        scenario: A digest of the scenario's id, 12 bits.
        version: A digest of its version, 20 bits.
        act: Which act ends the game, counted from 1; 0 for the whole story.
        edition: A digest of the edition's name, 6 bits; 0 for the story's own words.
        mirror: Whether the political poles are swapped.
        seed: The luck of the game; None if everybody has their own.
        predictions: Whether predictions are asked; see `PREDICTIONS`.
    """

    scenario: int
    version: int
    act: int = 0
    edition: int = 0
    mirror: bool = False
    seed: int | None = 0
    predictions: str = "own"

    @property
    def code(self) -> str:
        """It as a code."""
        number = 0
        options = PREDICTIONS.index(self.predictions) << 2 | (self.seed is None) << 1 | self.mirror
        for value, bits in (
            (self.scenario, _SCENARIO_BITS),
            (self.version, _VERSION_BITS),
            (self.act, _ACT_BITS),
            (self.edition, _EDITION_BITS),
            (options, _OPTION_BITS),
        ):
            number = number << bits | value
        seed = self.seed or 0
        letters = _SHORTEST
        while seed >> _seed_bits(letters):
            letters += GROUP
        return encoded(KIND, number << _seed_bits(letters) | seed, letters, GROUP)

    def is_of(self, scenario: str) -> bool:
        """Whether a scenario has the digest of this one's."""
        return scenario_digest(scenario) == self.scenario

    def chosen(self, played: Played) -> tuple[str | None, str | None]:
        """The edition and the act of the scenario, by their names.

        Raises:
            CannotAssign: The scenario is another one or another version, or lacks the edition.
        """
        if not self.is_of(played.scenario):
            raise CannotAssign(f"{WHAT} is not for {played.scenario}; name the scenario that it was made for")
        if version_digest(played.fingerprint) != self.version:
            raise CannotAssign(
                f"{WHAT} was made for another version of {played.scenario} than the one here; "
                "use the version that your teacher has"
            )
        edition = next((name for name in played.editions if edition_digest(name) == self.edition), None)
        if self.edition and edition is None:
            raise CannotAssign(f"{WHAT} is for an edition of {played.scenario} that is not here")
        if self.act > len(played.acts):
            raise CannotAssign(f"{WHAT} is for act {self.act} of {played.scenario}, which has {len(played.acts)}")
        return edition, played.acts[self.act - 1] if self.act else None


def assigned(
    played: Played,
    *,
    act: str | None = None,
    edition: str | None = None,
    mirror: bool = False,
    seed: int | None = 0,
    predictions: str = "own",
) -> Assignment:
    """The assignment of a game.

    Args:
        played: The scenario.
        act: One of its acts, at whose end the game ends; the whole story if left out.
        edition: One of its editions; its own words if left out.
        mirror: Whether its poles are swapped.
        seed: The luck of all games; None if everybody has their own.
        predictions: Whether predictions are asked; see `PREDICTIONS`.

    Raises:
        CannotAssign: A code has no room for that act, or cannot tell that edition from another.
    """
    number = 0 if act is None else played.acts.index(act) + 1
    if number > MOST_ACTS:
        raise CannotAssign(f"a code has room for the first {MOST_ACTS} acts only")
    digest = 0 if edition is None else edition_digest(edition)
    if alike := [name for name in played.editions if name != edition and edition_digest(name) == digest]:
        raise CannotAssign(f"a code cannot tell the edition {edition} from {alike[0]}; rename the file of one")
    version = version_digest(played.fingerprint)
    return Assignment(scenario_digest(played.scenario), version, number, digest, mirror, seed, predictions)


def read_assignment(typed: str) -> Assignment:
    """Read an assignment code.

    Raises:
        MistypedCode: It is none.
    """
    number, letters = decoded(KIND, typed, GROUP, WHAT, all_full=True)
    if letters < _SHORTEST or letters % GROUP:
        raise CannotAssign(f"{WHAT} is of a kind that this version of ceo-sim does not know; install the newest one")
    values: list[int] = []
    seed_bits = _seed_bits(letters)
    seed, number = number & (1 << seed_bits) - 1, number >> seed_bits
    for bits in (_OPTION_BITS, _EDITION_BITS, _ACT_BITS, _VERSION_BITS, _SCENARIO_BITS):
        values.append(number & (1 << bits) - 1)
        number >>= bits
    options, edition, act, version, scenario = values
    if options >> 2 >= len(PREDICTIONS) or seed > LARGEST_SEED:
        raise CannotAssign(f"{WHAT} is of a kind that this version of ceo-sim does not know; install the newest one")
    luck = None if options & 2 else seed
    return Assignment(scenario, version, act, edition, bool(options & 1), luck, PREDICTIONS[options >> 2])


def scenario_digest(id: str) -> int:
    """The 12 bits by which a code names a scenario."""
    return _digest("scenario", id) >> 64 - _SCENARIO_BITS


def version_digest(fingerprint: str) -> int:
    """The 20 bits by which a code names the version of a scenario."""
    return _digest("version", fingerprint) >> 64 - _VERSION_BITS


def edition_digest(name: str) -> int:
    """The 6 bits by which a code names an edition; never 0."""
    return 1 + _digest("edition", name) % ((1 << _EDITION_BITS) - 1)


def _digest(kind: str, text: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{kind}:{text}".encode()).digest()[:8])


def _seed_bits(letters: int) -> int:
    return 5 * (letters - _SHORTEST) + _SEED_BITS
