"""A result: a whole playthrough as a code of at most 60 characters, to be pasted into a form and played again.

It holds which scenario and version, how it was played, and every answer with its time, what advisers were asked, and
what was thrown in; not the reasons and predictions, which stay in the save. A play that is too long for a code that can
be read aloud takes one that has to be copied. One that is too long for that, too, is held up to as many answers as fit,
and the code says so.
"""

from __future__ import annotations

import hashlib
from typing import Final

from attrs import field, frozen

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.errors import UserError
from ceo_sim.saves import long_codes
from ceo_sim.saves.assignment import Played, edition_digest, scenario_digest, version_digest
from ceo_sim.saves.codes import CHECK_LETTERS, decoded, encoded, is_code
from ceo_sim.saves.play_code import BUSY, SPARING, NotAPlay, Packed, packed, unpacked
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.made_up import is_made_up

KIND, LONG_KIND = "R", "L"
GROUP = 8
LONGEST = 60
"""Characters of the longest code, with its dashes."""
WHAT = "the result code"
_LETTERS: Final = (LONGEST + 1) * GROUP // (GROUP + 1) - 1 - CHECK_LETTERS
"""Of the number in the longest code."""
_SEED_BITS = (14, 30, 47, 64)
"""Of seeds of different lengths."""
_HEAD = (("scenario", 12), ("version", 12), ("act", 4), ("edition", 6), ("mirror", 1), ("whole", 1), ("check", 12))
"""What stands before the seed and the play, with its bits, from the lowest on."""
_HEAD_BITS = sum(bits for _, bits in _HEAD) + 2


class NoResult(UserError):
    """A game of which no result code can be made, or a code that fits nothing here."""


@frozen
class Result:
    """What a result code holds.

    Attributes:
        scenario: A digest of the scenario's id, 12 bits.
        version: A digest of its version, 12 bits.
        act: Which act ends the game, counted from 1; 0 for the whole story.
        edition: A digest of the edition's name; 0 for the story's own words.
        mirror: Whether the political poles are swapped.
        seed: The luck.
        is_whole: Whether it holds the whole play, and not only its first answers.
        check: A digest of what the answers came to, 12 bits.
        play: The play; see `play_code`.
        is_long: Whether it is written as a code that has to be copied.
        answers: How many answers it holds; known where it was made, and not part of the code.
    """

    scenario: int
    version: int
    act: int
    edition: int
    mirror: bool
    seed: int
    is_whole: bool
    check: int
    play: int
    is_long: bool = False
    answers: int = field(default=0, eq=False)

    @property
    def code(self) -> str:
        """It as a code."""
        length = next(place for place, bits in enumerate(_SEED_BITS) if self.seed >> bits == 0)
        number = (self.play << _SEED_BITS[length] | self.seed) << 2 | length
        values = (self.scenario, self.version, self.act, self.edition, self.mirror, self.is_whole, self.check)
        for value, (_, bits) in zip(reversed(values), reversed(_HEAD), strict=True):
            number = number << bits | value
        if self.is_long:
            return long_codes.encoded(LONG_KIND, number)
        letters = max(1, -(-number.bit_length() // 5))
        return encoded(KIND, number, letters, GROUP)


def room(seed: int, *, is_long: bool = False) -> int:
    """The bits that a code has for a play of this luck."""
    bits = long_codes.BITS if is_long else 5 * _LETTERS
    return bits - _HEAD_BITS - next(bits for bits in _SEED_BITS if seed >> bits == 0)


def result_of(game: Game, loaded: Loaded, edition: str | None = None, *, mirror: bool = False) -> Result:
    """What a game came to, as far as a code has room for it.

    Args:
        game: The game, where it stands.
        loaded: Its scenario.
        edition: The name of the edition that is read.
        mirror: Whether its poles are swapped.

    Raises:
        NoResult: Its state was made up, or it was played by other rules than those of its scenario now.
    """
    if is_made_up(game.program.scenario):
        raise NoResult("the state of this game was set by hand, so it has no result code")
    try:
        pack, is_long = _packed(game)
    except NotAPlay as error:
        raise NoResult(f"no result code can be made of this game: {error}; hand in its save") from None
    model = BUSY if is_long else SPARING
    held = game if pack.is_whole else unpacked(game.program, game.seed, pack.number, model)
    acts = tuple(loaded.as_written.acts)
    return Result(
        scenario_digest(loaded.playable.info.id),
        _version(loaded.fingerprint),
        acts.index(loaded.act) + 1 if loaded.act else 0,
        edition_digest(edition) if edition else 0,
        mirror,
        game.seed,
        pack.is_whole,
        _check(held),
        pack.number,
        is_long,
        pack.answers,
    )


def _packed(game: Game) -> tuple[Packed, bool]:
    """A game in the room of a code, and whether of a long one: only what another has no room for."""
    pack = packed(game, room(game.seed))
    if pack.is_whole:
        return pack, False
    longer = packed(game, room(game.seed, is_long=True), BUSY)
    return (longer, True) if longer.answers >= pack.answers else (pack, False)


def is_result_code(typed: str) -> bool:
    """Whether what was typed is a result code; at once, where `read_result` looks for what is wrong."""
    return is_code(KIND, typed) or long_codes.is_code(LONG_KIND, typed)


def read_result(typed: str) -> Result:
    """Read a result code.

    Raises:
        MistypedCode: It is none.
    """
    is_long = typed.lstrip()[:1].upper() == LONG_KIND
    number = long_codes.decoded(LONG_KIND, typed, WHAT) if is_long else decoded(KIND, typed, GROUP, WHAT)[0]
    values = {}
    for name, bits in _HEAD:
        values[name] = number & (1 << bits) - 1
        number >>= bits
    seed_bits = _SEED_BITS[number & 3]
    seed, play = number >> 2 & (1 << seed_bits) - 1, number >> 2 + seed_bits
    mirror, is_whole = bool(values.pop("mirror")), bool(values.pop("whole"))
    return Result(**values, mirror=mirror, seed=seed, is_whole=is_whole, play=play, is_long=is_long)


def chosen(result: Result, played: Played) -> tuple[str | None, str | None]:
    """The edition and the act of a result's scenario, by their names.

    Raises:
        NoResult: The scenario is another one or another version, or lacks the edition or act.
    """
    if result.scenario != scenario_digest(played.scenario):
        raise NoResult(f"it is of another scenario than {played.scenario}")
    if result.version != _version(played.fingerprint):
        raise NoResult(f"it is of another version of {played.scenario} than the one here")
    edition = next((name for name in played.editions if edition_digest(name) == result.edition), None)
    if (result.edition and edition is None) or result.act > len(played.acts):
        raise NoResult(f"it is of an edition or act of {played.scenario} that is not here")
    return edition, played.acts[result.act - 1] if result.act else None


def replayed(result: Result, loaded: Loaded, program: Program | None = None) -> Game:
    """Play a result again; `loaded` is the scenario with the edition and up to the act that it names.

    Args:
        result: The result.
        loaded: Its scenario.
        program: That scenario with its poles as in the result, if it has been compiled already.

    Raises:
        NoResult: It does not fit.
    """
    program = program or compile_scenario(loaded.playable, mirror=result.mirror)
    try:
        game = unpacked(program, result.seed, result.play, BUSY if result.is_long else SPARING)
    except NotAPlay as error:
        raise NoResult(f"it cannot be played again: {error}; the two versions of ceo-sim may differ") from None
    if _check(game) != result.check:
        raise NoResult("played again it comes to something else; the two versions of ceo-sim may differ")
    return game


def short_version(version: int) -> int:
    """The 12 bits of a version that a result code has room for, of the 20 in an assignment."""
    return version >> 8


def _version(fingerprint: str) -> int:
    return short_version(version_digest(fingerprint))


def _check(game: Game) -> int:
    course = " ".join([*(answer.check for answer in game.answers), str(game.now), game.check()])
    return int.from_bytes(hashlib.sha256(course.encode()).digest()[:2]) >> 4
