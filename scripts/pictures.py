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
AT_THE_DESK, BEFORE_THE_POST = 8, 1
"""Answers of the real path before the desk is drawn, with a letter on the agenda, and before the post appears."""

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


WAYS: dict[str, tuple[int | None, tuple[str, ...]]] = {
    "desk": (AT_THE_DESK, ()),
    "decision": (BEFORE_THE_POST, ("n", "enter")),
    "forecast": (BEFORE_THE_POST, ("n", "enter", "o", "1")),
    "what_if": (None, ("enter", "4", "n", "enter")),
}
"""Each picture: after how many answers, all of them if None, and the keys that lead there."""


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
    with tempfile.TemporaryDirectory() as folder:
        os.environ[CONFIG_VARIABLE] = folder
        (Path(folder) / "settings.toml").write_text("hints = false\n", encoding="utf-8")
        for name, (count, keys) in WAYS.items():
            answers = record.answers[:count]
            begun = record._replace(answers=answers, reached=answers[-1].at, ending="")
            save = Path(folder) / f"{name}.toml"
            save.write_text(dumps(record if count is None else begun), encoding="utf-8")
            drawn = asyncio.run(picture(save, keys))
            (PICTURES / f"{name}.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
