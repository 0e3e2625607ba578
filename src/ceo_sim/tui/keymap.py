"""All that keys do in the game, by id, and whether the keys of a player's own can be had."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from itertools import chain
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
    bound: dict[str, Bound] = {}
    for binding in chain.from_iterable(map(own_bindings, owners(app))):
        keys = tuple(map(_key, binding.key.split(",")))
        bound.setdefault(binding.id or "", Bound(keys, binding.description, binding.system))
    return bound


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
        parts = [part.strip() or part for part in written.split(",")]
        if id not in known:
            hint = suggestions.hint(id, known, "? shows the ids of a screen's keys")
            problems[id] = f"nothing is called that; {hint}"
        elif known[id].is_fixed:
            problems[id] = "this one cannot be changed"
        elif problem := next(filter(None, (_problem(id, part) for part in parts)), ""):
            problems[id] = problem
        else:
            taken[id] = tuple(_key(part) if len(part) == 1 else part.lower() for part in parts)
    groups = [_ids_with(app, owner) for owner in owners(app)]
    while clash := _clash(groups, known, taken):
        id, key, other = clash
        del taken[id]
        problems[id] = f"{shown(key)} is {other} already ({known[other].words or 'no name'})"
    return {id: ",".join(keys) for id, keys in taken.items()}, problems


def shown(key: str) -> str:
    """A key as one types it."""
    return repr(key_to_character(key) or key)


def _key(key: str) -> str:
    """Textual's name of a key that may be written as what it types."""
    return _character_to_key(key) if len(key) == 1 else key


def _problem(id: str, key: str) -> str:
    """Why a key cannot be had for that; empty if it can."""
    name = key.lower()
    plain = name.removeprefix("alt+")
    typed = key if len(key) == 1 else key_to_character(name) or ""
    if len(key) == 1 and (not key.isprintable() or key == " "):
        return 'a key that cannot be seen needs a name, such as "space"'
    if name in TAKEN:
        return f"{name} always leaves, or stops the program"
    if name in SAME_AS:
        return f"a terminal cannot tell {name} from {SAME_AS[name]}"
    if name.startswith("shift+") and len(name) == 7:
        return f'a large letter is written as it is: "{key[-1].upper()}"'
    if plain not in NAMED and len(plain) != 1 and not (key_to_character(plain) and "+" not in plain):
        return f"there is no key called {key[:40]!r}"
    if id.startswith(WHILE_TYPING) and typed and typed.isprintable():
        return f"{shown(key)} is typed there; take a key that types nothing"
    return ""


def _clash(groups: list[set[str]], known: Mapping[str, Bound], taken: Keymap) -> tuple[str, str, str] | None:
    """An id of the player's, the last if there are several, with a key that something else of its group has."""
    order = list(taken)
    clashes = [
        (order.index(id), id, key, other)
        for group in groups
        for id in group & taken.keys()
        for other in group - {id}
        if other not in taken or order.index(other) < order.index(id)
        for key in taken[id]
        if key in taken.get(other, known[other].keys) and key not in known[id].keys
    ]
    return max(clashes)[1:] if clashes else None


def _ids_with(app: type[DOMNode], owner: type[DOMNode]) -> set[str]:
    """What must not share a key with what a screen or widget has: that itself, what is everywhere, and rows."""
    everywhere = (other for other in owners(app) if Screen in other.__bases__)
    return _ids(owner).union(_ids(app), *map(_ids, everywhere), _ids(Row) if issubclass(owner, Screen) else ())


def _ids(owner: type[DOMNode]) -> set[str]:
    bases = (base for base in owner.__mro__ if _is_ours(base) and issubclass(base, DOMNode))
    return {binding.id for binding in chain.from_iterable(map(own_bindings, bases)) if binding.id}
