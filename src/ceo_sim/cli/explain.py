"""`ceo-sim explain`: what a diagnostic of `ceo-sim check` means."""

from __future__ import annotations

import textwrap
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ceo_sim import places, suggestions
from ceo_sim.cli import arguments
from ceo_sim.cli.output import complain, print_json, print_lines

if TYPE_CHECKING:
    from ceo_sim.scenario.pages import Page

HELP = "Explain a finding of `ceo-sim check`: why it matters, and a bad and a good example."
EXAMPLES = """\
  ceo-sim explain E301
  ceo-sim explain          every code there is
"""
WIDTH = 80


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="a code such as E301; all of them if left out")
    arguments.add_json(parser)


def run(parsed: Namespace) -> int:
    """Print the page of a code, or list the codes; 2 if there is no such code."""
    from ceo_sim.scenario.codes import RULES
    from ceo_sim.scenario.pages import read_page, read_pages

    code = None if parsed.code is None else suggestions.folded(parsed.code).upper()
    if code is not None and code not in RULES:
        hint = suggestions.hint(code, RULES, "`ceo-sim explain` lists them all")
        complain(f'there is no code "{parsed.code}"; {hint}')
        return 2
    folder = places.diagnostics_folder()
    if code is not None:
        page = read_page(folder, code)
        print_json(_as_data(page)) if parsed.json else print_lines(_lines(page))
    elif parsed.json:
        print_json([_as_data(page) for page in read_pages(folder).values()])
    else:
        print_lines(f"{rule.code}  {rule.title}" for rule in RULES.values())
    return 0


def _as_data(page: Page) -> dict[str, str]:
    from ceo_sim.scenario.codes import RULES

    return {
        "code": page.code,
        "severity": RULES[page.code].severity,
        "title": page.title,
        "what": page.what,
        "why": "\n\n".join(page.why),
        "bad": page.bad,
        "good": page.good,
    }


def _lines(page: Page) -> Iterator[str]:
    from ceo_sim.scenario.codes import RULES

    yield f"{page.code} ({RULES[page.code].severity}): {page.title}"
    for paragraph in (page.what, *page.why):
        yield ""
        yield from textwrap.wrap(paragraph, WIDTH, break_long_words=False, break_on_hyphens=False)
    for heading, example in (("Bad", page.bad), ("Good", page.good)):
        yield from ("", f"{heading}:", "")
        yield from (f"    {line}".rstrip() for line in example.splitlines())
