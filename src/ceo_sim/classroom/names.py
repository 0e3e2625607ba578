"""Names of seats: generated, so that nobody is asked for one and none offends."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Container

_FIRST = [
    "amber",
    "autumn",
    "birch",
    "blue",
    "breezy",
    "bright",
    "brisk",
    "calm",
    "cedar",
    "clever",
    "clover",
    "coral",
    "cosmic",
    "crisp",
    "dawn",
    "early",
    "fern",
    "fine",
    "first",
    "gentle",
    "gold",
    "green",
    "happy",
    "hazel",
    "honest",
    "indigo",
    "ivory",
    "jade",
    "jolly",
    "kind",
    "lemon",
    "light",
    "lilac",
    "lively",
    "lucky",
    "lunar",
    "maple",
    "mellow",
    "merry",
    "mint",
    "misty",
    "modest",
    "noble",
    "ocean",
    "olive",
    "opal",
    "orange",
    "patient",
    "pearl",
    "pine",
    "plum",
    "polar",
    "proud",
    "quick",
    "quiet",
    "rapid",
    "red",
    "river",
    "rosy",
    "royal",
    "ruby",
    "sage",
    "sandy",
    "scarlet",
    "sea",
    "silver",
    "sky",
    "snowy",
    "solar",
    "spring",
    "steady",
    "stellar",
    "sunny",
    "swift",
    "tidy",
    "topaz",
    "vivid",
    "warm",
    "willow",
    "windy",
    "winter",
    "wise",
    "witty",
    "young",
]
_SECOND = [
    "acorn",
    "anchor",
    "apple",
    "arrow",
    "atlas",
    "bagel",
    "balloon",
    "banjo",
    "basket",
    "beacon",
    "bell",
    "berry",
    "bicycle",
    "bridge",
    "brook",
    "button",
    "candle",
    "canoe",
    "castle",
    "cello",
    "cherry",
    "circle",
    "cloud",
    "comet",
    "compass",
    "cookie",
    "cricket",
    "crystal",
    "daisy",
    "dolphin",
    "drum",
    "eagle",
    "falcon",
    "feather",
    "fiddle",
    "finch",
    "fjord",
    "flute",
    "forest",
    "fountain",
    "garden",
    "glacier",
    "guitar",
    "harbor",
    "harp",
    "heron",
    "hill",
    "island",
    "kettle",
    "kite",
    "ladder",
    "lagoon",
    "lantern",
    "lark",
    "leaf",
    "library",
    "lighthouse",
    "lion",
    "lotus",
    "lynx",
    "meadow",
    "melody",
    "meteor",
    "mirror",
    "mountain",
    "museum",
    "orbit",
    "otter",
    "owl",
    "paddle",
    "panda",
    "peach",
    "pebble",
    "pencil",
    "penguin",
    "piano",
    "planet",
    "puffin",
    "puzzle",
    "rabbit",
    "rainbow",
    "robin",
    "rocket",
    "saddle",
    "sailor",
    "seal",
    "shell",
    "sparrow",
    "spruce",
    "star",
    "stone",
    "stream",
    "sunrise",
    "swallow",
    "table",
    "tiger",
    "tulip",
    "turtle",
    "valley",
    "violin",
    "wagon",
    "walnut",
    "whale",
    "window",
    "wren",
]
CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Of class codes: no vowels, so that no code is a word, and no digits, so that nothing looks like another."""
CODE_LENGTH = 4
_TYPED = CODE_LETTERS + "2345679"
_TYPED_LENGTH = 16


def seat_name(taken: Container[str], pick: Callable[[list[str]], str] = secrets.choice) -> str:
    """A name that no seat of the class has yet: two words of some 8,000 pairs, and a number once those run short."""
    for attempt in range(200):
        name = f"{pick(_FIRST)} {pick(_SECOND)}"
        if attempt >= 20:
            name += f" {attempt}"
        if name not in taken:
            return name
    return f"seat {secrets.token_hex(4)}"


def class_code() -> str:
    """A code by which a class is found, one of 160,000."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def tidy_code(typed: str) -> str:
    """A code as it was typed, or empty if it cannot be one."""
    letters = "".join(typed.split()).replace("-", "").upper()
    is_one = len(letters) == CODE_LENGTH and all(letter in CODE_LETTERS for letter in letters)
    return letters if is_one else ""


def seat_secret() -> str:
    """What proves that a seat is somebody's: 78 bits, in letters that can be typed on another device."""
    return "".join(secrets.choice(_TYPED) for _ in range(_TYPED_LENGTH))


def in_fours(secret: str) -> str:
    """A seat's secret as it is read out: `BK7T-3WQX-9FHM-2RCD`."""
    return "-".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def tidy_secret(typed: str) -> str:
    """A seat's secret as it was typed, or empty if it cannot be one."""
    letters = "".join(typed.split()).replace("-", "").upper()
    return letters if len(letters) == _TYPED_LENGTH and all(letter in _TYPED for letter in letters) else ""


def secret() -> str:
    """What proves that a class is somebody's: 128 bits."""
    return secrets.token_urlsafe(16)


def digest(secret: str) -> str:
    """What is stored of a secret; it is long and random, so that nothing slower is needed.

    What a browser sends as one may be no UTF-8, and has a digest like anything else.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def is_secret(given: str, stored: str) -> bool:
    """Whether a secret is the one whose digest is stored, in the same time for any."""
    return secrets.compare_digest(digest(given), stored)
