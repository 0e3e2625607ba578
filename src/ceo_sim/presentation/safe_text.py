"""Text that somebody else wrote, made harmless for where it is shown: a line of a terminal, HTML, or Markdown.

Which characters act at all stands in `scenario.characters`, as scenarios and saves refuse them, too.
"""

from __future__ import annotations

import html
import re

from ceo_sim.scenario.characters import blanked, replaced

_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~&$]")


def for_terminal(text: str) -> str:
    """Text as a single line of a terminal, of as many characters as it has."""
    return blanked(text)


def for_html(text: str) -> str:
    """Text as HTML that is nothing but text, in an attribute as well; a sign stands for what steers."""
    return html.escape(without_steering(text))


def for_markdown(text: str) -> str:
    """Text as Markdown on one line, with nothing in it that Markdown or HTML reads as more than itself."""
    return _MARKDOWN.sub(r"\\\g<0>", re.sub(r"\s+", " ", without_steering(text)))


def without_steering(text: str) -> str:
    """Text with a sign in the place of each character that steers."""
    return replaced(text, lambda _: "\N{REPLACEMENT CHARACTER}")
