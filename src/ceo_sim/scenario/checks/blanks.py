"""Whether a text may be without words: whether all its variants can be blank at once.

What is known of the conditions is a world: which comparisons and names hold in it, and which do not. Conditions that
have nothing to do with each other as they are written are taken to be independent, so a text may be held for one that
may be blank, and never the other way round.
"""

from __future__ import annotations

from attrs import evolve

from ceo_sim.scenario.characters import is_blank
from ceo_sim.scenario.expression import Binary, Boolean, Node, Unary
from ceo_sim.scenario.text import Mention, Part, Text, Value, Variant, branches_of

World = frozenset[tuple[Node, bool]]
Worlds = frozenset[World]
ANY: Worlds = frozenset([frozenset()])
NONE: Worlds = frozenset()
MOST = 16
"""Worlds that are told apart, and facts of one: a text of hostile conditions would have 2**n."""


def may_be_blank(text: Text) -> bool:
    """Whether there are variants that leave a text without words."""
    return bool(_blank(text.parts, ANY))


def _blank(parts: tuple[Part, ...], worlds: Worlds) -> Worlds:
    """Those of the worlds in which all parts are blank."""
    if any(not is_blank(part) if isinstance(part, str) else isinstance(part, Value | Mention) for part in parts):
        return NONE
    for part in parts:
        if isinstance(part, Variant):
            worlds = _blank_variant(part, worlds)
        elif branches := branches_of(part):
            worlds = _few(frozenset[World]().union(*[_blank(branch, worlds) for branch in branches]))
    return worlds


def _blank_variant(variant: Variant, worlds: Worlds) -> Worlds:
    blank = NONE
    for condition, branch in variant.branches:
        if condition is None:
            return _few(blank | _blank(branch, worlds))
        blank |= _blank(branch, _where(condition.tree, worlds, holds=True))
        worlds = _where(condition.tree, worlds, holds=False)
    return _few(blank | worlds)


def _where(node: Node, worlds: Worlds, *, holds: bool) -> Worlds:
    """Those of the worlds in which a condition holds, or does not, with what is then known."""
    match node:
        case Boolean():
            return worlds if node.value == holds else NONE
        case Unary(operator="not"):
            return _where(node.operand, worlds, holds=not holds)
        case Binary(operator="and" | "or"):
            left = _where(node.left, worlds, holds=holds)
            if (node.operator == "and") == holds:
                return _where(node.right, left, holds=holds)
            other = _where(node.left, worlds, holds=not holds)
            return _few(left | _where(node.right, other, holds=holds))
        case Binary(operator="<=" | ">="):
            # The one holds where the other does not, to the last bit; with sides exchanged that is not so.
            opposite = evolve(node, operator=">" if node.operator == "<=" else "<")
            return _where(opposite, worlds, holds=not holds)
        case Binary(operator="==" | "!="):
            apart = Binary("or", evolve(node, operator="<"), evolve(node, operator=">"))
            return _where(apart, worlds, holds=holds == (node.operator == "!="))
        case _:
            known = (world for world in worlds if (node, not holds) not in world)
            return frozenset(world | {(node, holds)} if len(world) < MOST else world for world in known)


def _few(worlds: Worlds) -> Worlds:
    """The worlds; where they are too many, nothing is known."""
    return worlds if len(worlds) <= MOST else ANY
