"""Draw the pictures of the README from the program itself: `python scripts/pictures.py`, or `make pictures`."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from ceo_sim.saves.reading import read
from ceo_sim.saves.record import dumps
from ceo_sim.tui.app import CeoSim

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
SIZE = (120, 40)
ANSWERS = 8
"""Answers of the real path before the desk is drawn: the morning of the question hour, with much to do."""

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


async def desk() -> str:
    """The desk on the sixth day of the real path, as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        record = read(ROOT / "saves" / "as_it_happened.toml")
        answers = record.answers[:ANSWERS]
        save = Path(folder) / "desk.toml"
        begun = record._replace(answers=answers, reached=answers[-1].at, ending="")
        save.write_text(dumps(begun), encoding="utf-8")
        app = CeoSim(saves=Path(folder), resume=save)
        async with app.run_test(size=SIZE) as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause(1)
            await pilot.press("escape")
            await pilot.pause(1)
            return self_contained(app.export_screenshot(title="ceo-sim"))


def self_contained(svg: str) -> str:
    """A screenshot that fetches no font from anywhere."""
    return _FONT_FACE.sub("", svg).replace("Fira Code", _FONT)


def main() -> None:
    """Write every picture."""
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / "desk.svg").write_text(asyncio.run(desk()), encoding="utf-8")


if __name__ == "__main__":
    main()
