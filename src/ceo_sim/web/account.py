"""Why a meter stands where it stands, as a part of a page. A class shows it, too."""

from __future__ import annotations

from collections.abc import Callable

from ceo_sim.html.elements import Child, Markup, element, joined
from ceo_sim.html.parts import Writer
from ceo_sim.presentation import document as doc
from ceo_sim.presentation.account import AccountView


def account(writer: Writer, view: AccountView, cause: Callable[[int], str] | None = None) -> Markup:
    """What a meter is, its causes, and what each of them rests on.

    Args:
        writer: Of the page.
        view: What is told.
        cause: The page of a cause, by its place among all; None if causes have none.
    """
    note = element("p", view.note)
    parts: list[Child] = [writer.all(view.about, 2)]
    if view.causes is None:
        parts.append(note)
    else:
        parts += [element("h2", "Its causes"), note, writer.part(view.causes, 3)]
        parts.append(_each_cause(writer, view.causes, cause) if cause is not None else None)
    return joined(parts)


def _each_cause(writer: Writer, causes: doc.Waterfall, address: Callable[[int], str]) -> Markup:
    """Links to the causes, but for the start."""
    links = (
        element("li", element("a", writer.spans(doc.spans(each.name)), f": {causes.change(each)}", href=address(n)))
        for n, each in enumerate(causes.causes)
        if not each.is_start
    )
    return element("details", element("summary", "Each cause with all of its changes"), element("ul", *links))
