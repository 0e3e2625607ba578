"""The table of every field that the log of a class has, for docs/privacy.md; `--check` only compares."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

from ceo_sim.classroom import events as ev

PAGE = Path(__file__).parents[1] / "docs" / "privacy.md"
HEAD = "| event | fields | what they are |\n|---|---|---|\n"
END = "\n## "


def table() -> str:
    """A row for each kind of event: its fields, and the first sentence on it."""
    rows = []
    for kind in get_args(ev.AnyEvent):
        fields = ", ".join(f"`{field}`" for field in kind.__struct_fields__) or "none"
        first = " ".join((kind.__doc__ or "").split("\n\n")[0].split())
        rows.append(f"| `{kind.__struct_config__.tag}` | {fields} | {first} |\n")
    return "".join(rows)


def renewed(page: str) -> str:
    """The page with the table as it is now."""
    before, _, after = page.partition(HEAD)
    return f"{before}{HEAD}{table()}{END}{after.partition(END)[2]}"


def main() -> int:
    """Renew the page, or say whether it is as it should be."""
    page = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        return int(page != renewed(page))
    PAGE.write_text(renewed(page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
