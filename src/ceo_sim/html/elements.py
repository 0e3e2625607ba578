"""Elements of HTML and SVG as text, in which nothing can stand unescaped.

These thirty lines are all that a template engine would be used for, and they take any hostile text as it comes.
"""

from __future__ import annotations

from collections.abc import Iterable

from ceo_sim.presentation.safe_text import for_html

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Markup(str):
    """Text that is HTML already; only this module makes it of anything but constants."""

    __slots__ = ()


Child = str | Markup | None
Attribute = str | float | bool | None


def element(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """An element with its children in order; None is left out, and whatever is no `Markup` is escaped.

    `aria_label` stands for `aria-label` and `class_` for `class`; an attribute that is None or False is left out, and
    of a float one decimal is written.
    """
    opening = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{opening}>")
    return Markup(f"<{name}{opening}>{joined(children)}</{name}>")


def joined(children: Iterable[Child]) -> Markup:
    """Children next to each other."""
    return Markup("".join(child if isinstance(child, Markup) else escaped(child) for child in children if child))


def escaped(text: str) -> Markup:
    """Text as text, and nothing else."""
    return Markup(for_html(text))


def _attribute(name: str, value: Attribute) -> str:
    key = name.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {key}"
    written = f"{value:.1f}" if isinstance(value, float) else str(value)
    return f' {key}="{escaped(written)}"'
