"""All that keys do in the game, by id, and whether the keys of a player's own can be had."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys, _character_to_key, key_to_character
from textual.screen import Screen
from textual.widget import Widget

from ceo_sim import suggestions
from ceo_sim.tui.widgets.rows import Row

PACKAGES = ("ceo_sim.tui.screens", "ceo_sim.tui.widgets")
SAME_AS = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "return": "enter"}
"""What a terminal cannot tell apart."""
TAKEN = ("ctrl+c", "ctrl+z")
WHILE_TYPING = ("line.", "reason.")
"""What the ids begin with of keys that act while a line is typed."""
NAMED = frozenset(key.value for key in Keys if not key.value.startswith("<"))

Keymap = Mapping[str, tuple[str, ...]]


class Bound(NamedTuple):
    """What some keys do.

    Attributes:
        keys: Textual's names of them.
        words: What they do.
        is_fixed: Whether they are the system's, and stay.
    """

    keys: tuple[str, ...]
    words: str
    is_fixed: bool


def catalogue(app: type[DOMNode]) -> dict[str, Bound]:
    """All that keys do, by id, in an app and all of its screens and widgets; imports every one of them."""
    found: dict[str, Bound] = {}
    for owner in owners(app):
        for binding in own_bindings(owner):
            keys = tuple(_character_to_key(key) if len(key) == 1 else key for key in binding.key.split(","))
            found.setdefault(binding.id or "", Bound(keys, binding.description, binding.system))
    return found


def own_bindings(owner: type[DOMNode]) -> Iterator[Binding]:
    """The bindings that a class itself declares."""
    yield from (binding for binding in owner.__dict__.get("BINDINGS", ()) if isinstance(binding, Binding))


def owners(app: type[DOMNode]) -> list[type[DOMNode]]:
    """Every class of the game that can have keys: the app, its screens and its widgets."""
    for package in map(importlib.import_module, PACKAGES):
        for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            importlib.import_module(module.name)
    ours = [owner for owner in app.__mro__ if _is_ours(owner) and issubclass(owner, DOMNode)]
    return [*ours, *(owner for owner in _below(Widget) if _is_ours(owner))]


def _below(owner: type[Widget]) -> Iterator[type[Widget]]:
    for child in owner.__subclasses__():
        yield child
        yield from _below(child)


def _is_ours(owner: type) -> bool:
    return owner.__module__.startswith("ceo_sim.tui.")


# ---- a player's own ----------------------------------------------------------------------------------------------


def checked(app: type[DOMNode], wanted: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The keys that can be had, as Textual's keymap takes them, and by id what is wrong with the others."""
    known = catalogue(app)
    taken: dict[str, tuple[str, ...]] = {}
    problems: dict[str, str] = {}
    for id, written in wanted.items():
        if id not in known:
            hint = suggestions.hint(id, known, "? shows the ids of a screen's keys")
            problems[id] = f"nothing is called that; {hint}"
        elif known[id].is_fixed:
            problems[id] = "this one cannot be changed"
        else:
            parts = [part.strip() or part for part in written.split(",")]
            wrong = [_wrong_with(part) or (_typed(part) if id.startswith(WHILE_TYPING) else "") for part in parts]
            if problem := next(filter(None, wrong), ""):
                problems[id] = problem
            else:
                taken[id] = tuple(_character_to_key(part) if len(part) == 1 else part.lower() for part in parts)
    while clash := _clash(app, known, taken):
        id, key, other = clash
        del taken[id]
        problems[id] = f"{shown(key)} is {other} already ({known[other].words or 'no name'})"
    return {id: ",".join(keys) for id, keys in taken.items()}, problems


def shown(key: str) -> str:
    """A key as one types it."""
    return repr(key_to_character(key) or key)


def _wrong_with(key: str) -> str:
    """Why a key cannot be had; empty if it can."""
    name = key.lower()
    if len(key) == 1:
        return "" if key.isprintable() and key != " " else 'a key that cannot be seen needs a name, such as "space"'
    if name in TAKEN:
        return f"{name} always leaves, or stops the program"
    if name in SAME_AS:
        return f"a terminal cannot tell {name} from {SAME_AS[name]}"
    if name.startswith("shift+") and len(name) == 7:
        return f'a large letter is written as it is: "{key[-1].upper()}"'
    plain = name.removeprefix("alt+")
    if plain in NAMED or len(plain) == 1 or (key_to_character(plain) and "+" not in plain):
        return ""
    return f"there is no key called {key[:40]!r}"


def _typed(key: str) -> str:
    """Why a key cannot be had while one types; empty if it can."""
    character = key if len(key) == 1 else key_to_character(key.lower())
    is_typed = character is not None and character.isprintable()
    return f"{shown(key)} is typed there; take a key that types nothing" if is_typed else ""


def _clash(app: type[DOMNode], known: Mapping[str, Bound], taken: Keymap) -> tuple[str, str, str] | None:
    """An id of the player's, the last if there are several, with a key that something else on the same screen has."""
    order = list(taken)
    found: list[tuple[int, str, str, str]] = []
    for ids in _together(app):
        by_key: dict[str, list[str]] = {}
        for id in ids:
            for key in taken.get(id, known[id].keys):
                by_key.setdefault(key, []).append(id)
        for key, sharing in by_key.items():
            for one, other in itertools.permutations(sharing, 2):
                if (
                    one in taken
                    and key not in known[one].keys
                    and (other not in taken or _is_before(order, other, one))
                ):
                    found.append((order.index(one), one, key, other))
    return max(found)[1:] if found else None


def _is_before(order: list[str], one: str, other: str) -> bool:
    return order.index(one) < order.index(other)


def _together(app: type[DOMNode]) -> Iterable[frozenset[str]]:
    """Sets of ids that must not share a key: each screen's and widget's own, those everywhere, and those of rows."""
    all_owners = owners(app)
    everywhere = _ids(app).union(*(_ids(owner) for owner in all_owners if Screen in owner.__bases__))
    for owner in all_owners:
        yield frozenset(_ids(owner) | everywhere | (_ids(Row) if issubclass(owner, Screen) else set()))


def _ids(owner: type[DOMNode]) -> set[str]:
    return {
        binding.id
        for base in owner.__mro__
        if _is_ours(base) and issubclass(base, DOMNode)
        for binding in own_bindings(base)
        if binding.id
    }
