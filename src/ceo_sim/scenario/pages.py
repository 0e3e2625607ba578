"""The page of a diagnostic: what is wrong, why it matters, and an example of it beside a mended one.

A page is a Markdown file `docs/diagnostics/CODE.md`. It begins with `# CODE: title`; the first paragraph says what is
wrong and further ones why that matters and how it is mended; then come `## Bad` and `## Good`, each with one block of
code. A block of TOML is a part of a scenario that has exactly this diagnostic, or not. A line `# ---- NAME` in it
begins another file of the scenario, and … stands for more of the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

FOLDER = "diagnostics"
_PAGE = re.compile(
    r"# (?P<code>[EWN]\d{3}): (?P<title>[^\n]+)\n\n(?P<what>(?:[^\n]+\n)+)\n(?P<why>.+?)\n"
    r"\n## Bad\n\n(?P<bad>```\w+\n.*?)```\n\n## Good\n\n(?P<good>```\w+\n.*?)```\n",
    re.DOTALL,
)


@frozen
class Page:
    """A page, read.

    Attributes:
        code: Of the diagnostic.
        title: What it is called.
        what: What is wrong, in a paragraph on one line.
        why: Why that matters and how it is mended: paragraphs, each on one line.
        bad: An example that has the diagnostic.
        good: The example, mended.
        is_toml: Whether the examples are TOML.
    """

    code: str
    title: str
    what: str
    why: tuple[str, ...]
    bad: str
    good: str
    is_toml: bool

    @classmethod
    def parse(cls, text: str) -> Page:
        """Read the text of a page.

        Raises:
            ValueError: It has not the form of a page.
        """
        if (match := _PAGE.fullmatch(text)) is None:
            raise ValueError("not the page of a diagnostic: it has another form")
        why = tuple(" ".join(paragraph.split()) for paragraph in match["why"].split("\n\n"))
        language, _, bad = match["bad"].partition("\n")
        _, _, good = match["good"].partition("\n")
        what = " ".join(match["what"].split())
        return cls(match["code"], match["title"], what, why, bad, good, language == "```toml")


def read_page(folder: Path, code: str) -> Page:
    """The page of one code."""
    return Page.parse((folder / f"{code}.md").read_text(encoding="utf-8"))


def read_pages(folder: Path) -> Mapping[str, Page]:
    """The pages of a folder by their codes: errors, warnings, notes."""
    codes = sorted((file.stem for file in folder.glob("[EWN]*.md")), key=lambda code: ("EWN".index(code[0]), code))
    return {code: read_page(folder, code) for code in codes}
