"""Draw the pictures of the README and the docs from the program itself.

`python scripts/pictures.py`, or `make pictures`.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from ceo_sim.places import CONFIG_VARIABLE
from ceo_sim.saves.format import dumps
from ceo_sim.saves.reading import read
from ceo_sim.tui.app import CeoSim

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
SIZE = (120, 40)
ANSWERS = 8
"""Answers of the real path before the desk is drawn: the morning of the question hour, with much to do."""

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


WAYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "desk": ("begun", ("escape",)),
    "decision": ("begun", ("escape", "1")),
    "forecast": ("begun", ("escape", "1", "o", "1")),
    "what_if": ("ended", ("enter", "4", "n", "enter")),
}
"""Each picture: from which save, and the keys that lead there."""


async def picture(save: Path, keys: tuple[str, ...]) -> str:
    """A screen as SVG."""
    app = CeoSim(saves=save.parent, resume=save)
    app.animation_level = "none"
    async with app.run_test(size=SIZE) as pilot:
        await settle(app, pilot)
        for key in keys:
            await pilot.press(key)
            await settle(app, pilot)
        return self_contained(app.export_screenshot(title="ceo-sim"))


async def settle(app: CeoSim, pilot: Pilot[None]) -> None:
    """Wait until nothing is under way."""
    await pilot.pause(0.5)
    while app.is_at_work:
        await pilot.pause(0.5)


def self_contained(svg: str) -> str:
    """A screenshot that fetches no font from anywhere."""
    return _FONT_FACE.sub("", svg).replace("Fira Code", _FONT)


def main() -> None:
    """Write every picture."""
    PICTURES.mkdir(exist_ok=True)
    record = read(ROOT / "saves" / "as_it_happened.toml")
    answers = record.answers[:ANSWERS]
    begun = record._replace(answers=answers, reached=answers[-1].at, ending="")
    with tempfile.TemporaryDirectory() as folder:
        os.environ[CONFIG_VARIABLE] = folder
        (Path(folder) / "settings.toml").write_text("hints = false\n", encoding="utf-8")
        for name, (which, keys) in WAYS.items():
            save = Path(folder) / f"{name}.toml"
            save.write_text(dumps(begun if which == "begun" else record), encoding="utf-8")
            drawn = asyncio.run(picture(save, keys))
            (PICTURES / f"{name}.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
