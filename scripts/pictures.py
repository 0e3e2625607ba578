"""Draw the pictures of the README and the docs from the program itself.

`python scripts/pictures.py`, or `make pictures`. Those of a class are of invented students, who always do
the same; its pages need a Chromium, and stay as they are where there is none.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from aiohttp.test_utils import TestServer
from attrs import define
from playwright.async_api import Browser, async_playwright
from textual.pilot import Pilot

from ceo_sim.classroom import guests, names
from ceo_sim.classroom.beginning import holding
from ceo_sim.classroom.classes import Classes
from ceo_sim.classroom.console.app import Console
from ceo_sim.classroom.demo import demo_log
from ceo_sim.classroom.events import AnyEvent, Ended, Joined, Opened, Revealed, Voted, VotingClosed
from ceo_sim.classroom.held import HeldClass
from ceo_sim.classroom.server import ClassServer
from ceo_sim.classroom.store import SqliteStore
from ceo_sim.library import load_playable, path_of
from ceo_sim.places import CONFIG_VARIABLE
from ceo_sim.saves.format import dumps
from ceo_sim.saves.reading import read
from ceo_sim.tui.app import CeoSim

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
SIZE = (120, 40)
AT_THE_DESK, BEFORE_THE_POST = 8, 1
"""Answers of the real path before the desk is drawn, with a letter on the agenda, and before the post appears."""

WAYS: dict[str, tuple[int | None, tuple[str, ...]]] = {
    "desk": (AT_THE_DESK, ()),
    "decision": (BEFORE_THE_POST, ("n", "enter")),
    "forecast": (BEFORE_THE_POST, ("n", "enter", "o", "1")),
    "what_if": (None, ("enter", "4", "n", "enter")),
}
"""Each picture: after how many answers, all of them if None, and the keys that lead there."""

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ADDRESS, CODE, KEY = "http://192.168.1.20:8000", "DMNS", "the key of the teacher"
"""What the pictures show as the address, the code of the class, and what its teacher is known by."""
SEATS, SEED, VOTED = 28, 7, 17
BALLOT = 2
"""The decision that is drawn, by its place: the post."""
PHONE, PROJECTOR, DESK = (390, 780), (1280, 720), (1120, 700)
CONSOLE = (100, 30)
MAP = "class-map"
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


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


# ---- a class --------------------------------------------------------------------------------------------------


async def draw_class(folder: Path, pictures: Path) -> None:
    """Draw the projector, a phone, the teacher's page and the console; the log of the class is put in `folder`."""
    if PROGRAM is None:
        sys.stderr.write("There is no Chromium here, so the pictures of the class's pages were left as they are.\n")
        return
    loaded = load_playable(path_of("the_post"), None, "week")
    events = iter([stored.event for stored in demo_log(loaded, SEATS, SEED)])
    begin = next(events)
    assert isinstance(begin, Opened)
    async with holding(SqliteStore.create(folder / "demo.class"), loaded, begin) as held, async_playwright() as driver:
        held.key_digest, held.join = names.digest(KEY), ADDRESS
        async with TestServer(ClassServer(Classes([held])).app) as server:
            browser = await driver.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
            await _Class(held, events, browser, str(server.make_url("")).rstrip("/"), pictures).draw()
            await browser.close()


@define
class _Class:
    """A class while it is drawn: events happen to it one after the other, and it is looked at in between."""

    held: HeldClass
    events: Iterator[AnyEvent]
    browser: Browser
    url: str
    pictures: Path

    async def draw(self) -> None:
        """From the lobby to the debrief."""
        await self._after(lambda event: isinstance(event, Joined), SEATS)
        await self._page("class_lobby", "/screen", PROJECTOR)
        await self._after(lambda event: _in_first_vote(event) and isinstance(event, Voted), VOTED)
        await self._page("class_phone", "/seat", PHONE, f"d{SEATS - 1:04d}")
        await self._after(lambda event: _in_first_vote(event) and isinstance(event, VotingClosed))
        await self._page("class_teacher", f"/teach?key={quote(KEY)}", DESK)
        await self._console("class_console")
        await self._after(lambda event: isinstance(event, Revealed) and event.ballot == BALLOT)
        await self._page("class_votes", "/screen", PROJECTOR)
        await self._after(lambda event: isinstance(event, Ended))
        ids = [section.id for section in self.held.lesson.debrief().sections]
        await self.held.lesson.display("debrief", ids.index(MAP))
        await self._page("class_map", "/screen", PROJECTOR)

    async def _after(self, is_it: Callable[[AnyEvent], bool], times: int = 1) -> None:
        """Let happen what comes until such an event has happened as often as that."""
        while times:
            event = next(self.events)
            await self.held.lesson.live.submit(event)
            times -= is_it(event)

    async def _page(self, name: str, path: str, size: tuple[int, int], seat: str = "") -> None:
        context = await self.browser.new_context(viewport={"width": size[0], "height": size[1]})
        if seat:
            await context.add_cookies([{"name": guests.SEAT_COOKIE, "value": seat, "url": self.url}])
        page = await context.new_page()
        # The page goes on listening for changes, so that the network is never idle.
        await page.goto(f"{self.url}/{CODE}{path}", wait_until="load")
        if seat:
            await page.locator("input[type=radio]").nth(1).check()
            await page.locator("form fieldset").first.evaluate("each => each.scrollIntoView()")
        await page.screenshot(path=self.pictures / f"{name}.png", animations="disabled")
        await context.close()

    async def _console(self, name: str) -> None:
        app = Console(self.held, [])
        app.animation_level = "none"
        async with app.run_test(size=CONSOLE) as pilot:
            await pilot.pause(1.0)
            drawn = app.export_screenshot(title="ceo-sim class host")
        (self.pictures / f"{name}.svg").write_text(self_contained(drawn), encoding="utf-8")


def _in_first_vote(event: AnyEvent) -> bool:
    return isinstance(event, Voted | VotingClosed) and (event.ballot, event.round) == (BALLOT, 1)


def self_contained(svg: str) -> str:
    """A screenshot of a terminal that fetches no font from anywhere."""
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
        asyncio.run(draw_class(Path(folder), PICTURES))


if __name__ == "__main__":
    main()
