"""A game from the title to the last section of its debrief, as a browser without JavaScript plays it."""

from __future__ import annotations

import re

from ceo_sim.saves.listing import list_saves
from tests.web.conftest import Reader

REASON = "Because <b>it</b> is *right*"


async def play(reader: Reader, story: str, *, most: int = 400, with_predictions: bool = True) -> None:
    """Begin a story and take the first option of everything, to the end or so many pages on."""
    await reader.enter()
    await reader.post(f"{reader.base}new", {"story": story, "seed": "7", "token": reader.server.site.token})
    tried: set[str] = set()
    for _ in range(most):
        where = reader.path.removeprefix(reader.game).partition("/")[0]
        match where:
            case "opening":
                await reader.get(reader.game + ("values" if "/values" in reader.text else "desk"))
            case "values":
                await reader.send("values", value=reader.choices("values")[0].partition("=")[2])
            case "desk":
                agenda = re.findall(rf'href="({re.escape(reader.game)}decision/[^"]*)"', reader.text)
                if untried := [each for each in agenda if each not in tried]:
                    tried.add(untried[0])
                    await reader.get(untried[0])
                else:
                    tried.clear()
                    await reader.send("pass", until="needed")
            case "decision":
                options = [each.partition("=")[2] for each in reader.choices(reader.path) if each.startswith("option=")]
                if options:
                    await reader.send(reader.path, option=options[0], reason=REASON)
                else:
                    await reader.get(f"{reader.game}desk")
            case "predict":
                chosen = reader.choices("predict")[0].split("=")
                await reader.send("predict", **({chosen[0]: chosen[1]} if with_predictions else {}))
            case "outcome":
                await reader.get(reader.game.rstrip("/"))
            case "ending":
                return
            case _:
                raise AssertionError(reader.path)


async def test_a_game_is_played_to_its_end_and_saved(reader: Reader) -> None:
    await play(reader, "tutorial")
    assert reader.path.endswith("/ending")
    assert set(reader.statuses) == {200}
    (save, *_) = list_saves(reader.server.games.folder)
    assert save.ending in reader.words
    assert save.seed == 7


async def test_every_section_of_the_debrief_can_be_read(reader: Reader) -> None:
    await play(reader, "tutorial")
    await reader.get(f"{reader.game}debrief")
    sections = re.findall(rf'href="({re.escape(reader.game)}debrief/[^"]*)"', reader.text)
    assert len(sections) >= 8
    for section in sections:
        await reader.get(section)
    assert set(reader.statuses) == {200}
