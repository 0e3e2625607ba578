"""A story in letters from right to left: its words are marked with their language wherever a page has them."""

from __future__ import annotations

from html.parser import HTMLParser

from ceo_sim.saves.session import Session
from tests.saves.helpers import loaded
from tests.support.hebrew import HEBREW, hebrew_text
from tests.support.pages import play_on
from tests.web.conftest import Reader

VOID = ("br", "hr", "img", "input", "link", "meta")
NOT_SHOWN = ("title", "script", "style")


class Unmarked(HTMLParser):
    """Hebrew words of a page that stand in no element of that language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.marked = 0
        self._open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            of = dict(attrs)
            self._open.append((tag, of.get("lang") == "he" or tag in NOT_SHOWN))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if HEBREW.search(data):
            if any(is_marked for _, is_marked in self._open):
                self.marked += 1
            else:
                self.found.append(f"{[tag for tag, _ in self._open][-3:]}: {data}")


async def test_words_of_a_story_from_right_to_left_are_marked_on_every_page(reader: Reader) -> None:
    games = reader.server.games
    await reader.enter()
    session = Session.start(loaded(hebrew_text()), 4, games.folder)
    game = games.add(session)
    found: dict[str, list[str]] = {}
    marked = 0
    await reader.get(f"{reader.base}game/{game.id}/opening")
    for _ in range(60):
        read = Unmarked(reader.text)
        marked += read.marked
        found[reader.path.removeprefix(reader.game)] = read.found
        if reader.path.endswith("/ending"):
            break
        await play_on(reader, most=1)
    for place in ("meters", "story", "people", "feed", "answers", "more", "stakes", "promises", "due", "advisers"):
        await reader.get(f"{reader.game}{place}")
        found[place] = Unmarked(reader.text).found
    await reader.get(f"{reader.game}meters")
    for meter in reader.links("meter/"):
        await reader.get(meter)
        found[meter] = Unmarked(reader.text).found
        for cause in reader.links(f"meter/{meter.rpartition('/')[2]}/cause/")[:3]:
            await reader.get(cause)
            found[cause] = Unmarked(reader.text).found
    await reader.get(f"{reader.game}debrief")
    for section in reader.links("debrief/"):
        await reader.get(section)
        found[section] = Unmarked(reader.text).found
    assert marked > 20
    assert {place: words[:3] for place, words in found.items() if words} == {}
