"""What the pages do, one at a time: choosing, asking, going back, saves, settings, and what changes elsewhere."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from ceo_sim.library import load_playable
from ceo_sim.presentation import headings
from ceo_sim.presentation.acts import DECIDED, so_far
from ceo_sim.presentation.document import inline, words_of
from ceo_sim.presentation.story_list import BEGINS
from ceo_sim.saves.listing import TRASH, list_saves
from ceo_sim.saves.session import Session
from ceo_sim.scenario.manifest import read_manifest
from ceo_sim.web.games import finding
from tests.support.pages import REASON
from tests.support.scenarios import SCENARIOS
from tests.web.conftest import Reader
from tests.web.test_guard import answers, begun
from tests.web.test_whole_game import play


async def test_a_decision_without_a_choice_says_what_is_missing_and_keeps_the_reason(reader: Reader) -> None:
    decision = await begun(reader)
    await reader.send(decision, reason=REASON)
    assert reader.statuses[-1] == 422
    assert "<title>Error: " in reader.text
    field = re.search(r'role="alert".*?href="#([^"]*)"', reader.text)
    assert field is not None
    assert f'id="{field[1]}"' in reader.text
    assert REASON in reader.words
    assert await answers(reader) == 0


async def test_a_locked_or_invented_option_is_refused(reader: Reader) -> None:
    decision = await begun(reader)
    await reader.send(decision, option="none")
    assert reader.statuses[-1] == 422
    assert await answers(reader) == 0


async def test_one_can_go_back_from_a_prediction_and_nothing_is_decided(reader: Reader) -> None:
    decision = await begun(reader)
    option = reader.choices(decision)[-1].partition("=")[2]
    await reader.send(decision, option=option, reason=REASON)
    assert reader.path.endswith("/predict")
    assert await answers(reader) == 0
    await reader.get(decision)
    assert f'value="{option}"' in re.findall(r"<input[^>]* checked[^>]*>", reader.text)[0]
    assert REASON in reader.words


async def test_a_prediction_is_kept_and_can_be_asked_for_no_more(reader: Reader) -> None:
    decision = await begun(reader)
    await reader.send(decision, option=reader.choices(decision)[0].partition("=")[2])
    chosen = next(each for each in reader.choices("predict") if each.endswith("=up")).split("=")
    await reader.send("predict", **{chosen[0]: "up", "never": "1"})
    assert await answers(reader) == 1
    game = reader.server.games.get(reader.game.rstrip("/").rpartition("/")[2])
    assert game is not None
    assert game.session.game.answers[0].predicted == {chosen[0].removeprefix("meter-"): "up"}
    assert not reader.server.site.settings.current.predictions


async def test_a_forecast_is_asked_for_and_told(reader: Reader) -> None:
    await reader.begin("the_post")
    await reader.get(f"{reader.game}desk")
    await reader.get(reader.links("decision/")[0])
    (forecast, *_) = re.findall(r'action="([^"]*/forecast/[^"]*)"', reader.text)
    await reader.send(forecast)
    assert reader.path == forecast
    assert "How often each ending came" in reader.words
    few = len(reader.words)
    await reader.get(f"{forecast}?all=1")
    assert len(reader.words) > few


async def test_every_cause_of_a_meter_leads_to_its_changes_and_its_grounds(reader: Reader) -> None:
    await play(reader, "tutorial")
    await reader.get(f"{reader.game}meters")
    meters = reader.links("meter/")
    assert meters
    for meter in meters:
        await reader.get(meter)
        for cause in re.findall(rf'href="({re.escape(meter)}/cause/[^"]*)"', reader.text):
            await reader.get(cause)
            assert "What it rests on" in reader.words
    assert set(reader.statuses) == {200}


async def test_going_back_begins_a_game_of_its_own(reader: Reader) -> None:
    await play(reader, "tutorial")
    first = reader.game
    await reader.get(f"{first}answers")
    await reader.get(f"{first}back/1")
    await reader.send("back/1")
    assert reader.game != first
    assert "/decision/" in reader.path
    assert await answers(reader) == 0
    await reader.get(f"{first}ending")
    assert reader.path == f"{first}ending"
    assert len([save for save in list_saves(reader.server.games.folder) if not save.shipped]) == 2


async def test_what_would_have_been_can_be_tried_and_played_on_from(reader: Reader) -> None:
    await play(reader, "tutorial")
    await reader.get(f"{reader.game}debrief/what-if")
    topics = re.findall(r'href="([^"]*/debrief/what-if/[^"]*)"', reader.text)
    for topic in topics:
        await reader.get(topic)
        if "try=1" in reader.text:
            await reader.get(f"{topic}?try=1")
            break
    assert "<svg" in reader.text
    back = re.search(r'href="([^"]*/back/\d+\?option=[^"]*)"', reader.text)
    assert back is not None
    await reader.get(back[1])
    await reader.send(back[1].partition("?")[0])
    assert "/decision/" in reader.path
    assert " checked" in reader.text


async def test_rivals_are_laid_over_the_story(reader: Reader) -> None:
    await play(reader, "tutorial")
    await reader.get(f"{reader.game}debrief/rivals")
    right = reader.choices("rivals#result")[0].partition("=")[2]
    assert 'id="result"' not in reader.text
    await reader.get(f"{reader.game}debrief/rivals?right={right}")
    assert 'id="result"' in reader.text
    assert "<svg" in reader.text


async def test_the_ending_leads_to_the_roads_not_taken_and_has_a_card_to_keep(reader: Reader) -> None:
    await play(reader, "tutorial")
    game, ending = reader.game, reader.words
    assert "What you named, and what you did" in ending
    assert "ceo-sim play tutorial --seed 7" in ending
    await reader.get(f"{game}roads")
    assert "How else it could have ended" in reader.words
    picture = await reader.get(f"{game}card.svg")
    assert picture.startswith("<svg")
    assert "attachment" in reader.response.headers["Content-Disposition"]


# ---- saves --------------------------------------------------------------------------------------------------


async def test_a_game_is_gone_on_with_after_the_server_has_gone(reader: Reader) -> None:
    reader.server.site.settings.change("predictions", value=False)
    decision = await begun(reader)
    await reader.send(decision, option=reader.choices(decision)[0].partition("=")[2])
    game = reader.game
    reader.server.games.close_all()
    await reader.get(f"{game}desk")
    assert reader.statuses[-1] == 200
    assert await answers(reader) == 1


async def test_a_save_is_named_deleted_after_asking_and_brought_back(reader: Reader) -> None:
    await play(reader, "tutorial")
    folder = reader.server.games.folder
    (save, *_) = list_saves(folder)
    await reader.get(reader.base)
    await reader.get(f"{reader.base}saves/rename/{save.path.name}")
    await reader.send(save.path.name, name="The patient one", note="For Monday")
    assert "The patient one" in reader.words
    assert "For Monday" in reader.words
    await reader.get(f"{reader.base}saves/delete/{save.path.name}")
    assert save.path.exists()
    await reader.send(save.path.name)
    assert not save.path.exists()
    assert [each.name for each in list_saves(folder / TRASH) if not each.shipped] == ["The patient one"]
    await reader.get(f"{reader.base}trash")
    await reader.send("restore")
    assert save.path.exists()


async def test_a_game_that_is_open_elsewhere_can_be_looked_at_and_is_played_once_it_is_left(reader: Reader) -> None:
    reader.server.site.settings.change("predictions", value=False)
    decision = await begun(reader)
    await reader.send(decision, option=reader.choices(decision)[0].partition("=")[2])
    game = reader.game
    await reader.send("leave")
    (save, *_) = list_saves(reader.server.games.folder)
    with Session.resume(save.path) as elsewhere:
        await reader.get(f"{game}desk")
        assert headings.READ_ONLY in reader.words
        assert "/pass" not in reader.text
        assert "Decide" not in reader.text
        elsewhere.wait()
        before = elsewhere.game.now
        await reader.get(f"{game}desk")
        opened = reader.server.games.opened(game.rstrip("/").rpartition("/")[2])
        assert opened is not None
        assert opened.session.game.now == before
    await reader.get(f"{game}desk")
    assert headings.READ_ONLY not in reader.words


async def test_a_damaged_save_is_told_and_breaks_nothing(reader: Reader) -> None:
    folder = reader.server.games.folder
    folder.mkdir(parents=True)
    (folder / "bad.toml").write_text("not a save [", encoding="utf-8")
    await reader.enter()
    assert "bad.toml" in reader.words
    await reader.post(f"{reader.base}resume", {"file": "bad.toml", "token": reader.server.site.token})
    assert reader.statuses[-1] == 422
    assert "bad.toml" in reader.words
    await reader.get(f"{reader.base}game/bad/desk")
    assert reader.statuses[-1] == 422


# ---- settings, and a new game -------------------------------------------------------------------------------


async def test_a_new_game_is_set_up_and_a_seed_that_is_none_is_explained(reader: Reader) -> None:
    await reader.enter()
    await reader.get(f"{reader.base}story/the_post")
    await reader.send("new", seed="seven", act="week")
    assert reader.statuses[-1] == 422
    assert 'href="#seed"' in reader.text
    await reader.send("new", seed="7", act="week", mirror="1")
    assert reader.path.endswith("/opening")
    assert headings.MIRRORED in reader.words
    game = reader.server.games.get(reader.game.rstrip("/").rpartition("/")[2])
    assert game is not None
    assert (game.session.game.seed, game.session.loaded.act) == (7, "week")


async def test_a_game_begins_with_a_later_act_and_tells_first_what_was_decided_before_it(reader: Reader) -> None:
    await reader.enter()
    await reader.get(f"{reader.base}story/the_post")
    assert f"{BEGINS} the beginning The Rule July" in reader.words
    await reader.send("new", seed="7", begin="july", act="week")
    assert reader.statuses[-1] == 422
    assert 'href="#act"' in reader.text
    assert "July comes after The Week" in reader.words
    assert '<option value="july" selected>' in reader.text
    await reader.send("new", seed="7", begin="june")
    game = reader.server.games.get(reader.game.rstrip("/").rpartition("/")[2])
    assert game is not None
    assert game.session.began_with == "june"
    assert game.session.loaded.written is not None
    before = so_far(game.session.game, game.session.loaded.written, "june")
    assert len(before.decided) == len(game.session.game.answers) > 0
    for line in (before.title, DECIDED, *before.decided, before.ended[0]):
        assert words_of(inline(line)) in reader.words
    await reader.get(f"{reader.game}".rstrip("/"))
    assert reader.path.endswith("/opening"), "it has been begun, and nothing has been done yet"
    await reader.get(f"{reader.game}desk")
    await reader.send("pass", until="needed")
    await reader.get(f"{reader.game}".rstrip("/"))
    assert not reader.path.endswith("/opening")


async def test_an_act_with_which_no_game_can_begin_is_not_begun_with(reader: Reader) -> None:
    await reader.enter()
    await reader.get(f"{reader.base}story/the_post")
    await reader.send("new", seed="7", begin="week")
    assert reader.statuses[-1] == 404
    assert all(save.shipped for save in list_saves(reader.server.games.folder))


async def test_the_endings_that_were_met_are_a_link_away_from_the_title(reader: Reader) -> None:
    await play(reader, "tutorial")
    name = re.search(r"<h1[^>]*>([^<]*)<", reader.text)
    assert name is not None
    await reader.get(reader.base)
    assert "Endings that you have met (1)" in reader.words
    await reader.get(f"{reader.base}endings")
    assert name[1] in reader.text
    assert "Still to be met: " in reader.words


async def test_a_game_in_the_list_says_how_it_was_begun(reader: Reader) -> None:
    await reader.enter()
    session = Session.start(
        load_playable(SCENARIOS / "the_post", None, "week"), 8, reader.server.games.folder, mirror=True
    )
    session.save()
    session.close()
    await reader.get(reader.base)
    assert "up to the end of The Week mirrored seed 8" in reader.words


async def test_settings_are_kept(reader: Reader) -> None:
    await reader.enter()
    await reader.get(f"{reader.base}settings")
    await reader.send("settings", type="large", look="dark")
    kept = reader.server.site.settings
    assert kept.current.predictions is False
    assert '<body class="look-dark type-large">' in reader.text
    await reader.send("settings", type="<b>", look="x", predictions="1")
    assert '<input type="checkbox" name="predictions" value="1" id="predictions" checked>' in reader.text
    assert "<body>" in reader.text


async def test_a_page_is_told_when_its_game_changes(reader: Reader) -> None:
    reader.server.site.settings.change("predictions", value=False)
    decision = await begun(reader)
    async with reader.client.get(f"{reader.game}events") as events:
        assert events.headers["Content-Type"].startswith("text/event-stream")
        assert await events.content.readline() == b": listening\n"
        await reader.send(decision, option=reader.choices(decision)[0].partition("=")[2])
        lines = [await events.content.readline() for _ in range(3)]
    assert b"event: changed\n" in lines


async def test_a_story_of_ones_own_is_found_again_after_it_was_left(reader: Reader, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    text = (SCENARIOS / "tutorial.toml").read_text(encoding="utf-8")
    mine.write_text(text.replace('id = "tutorial"', 'id = "mine"', 1), encoding="utf-8")
    games = reader.server.games
    games.find = finding(read_manifest(mine))
    games.add(session := Session.start(load_playable(mine), 7, games.folder))
    session.save()
    await reader.enter()
    games.close_all()
    await reader.get(f"{reader.base}game/{session.path.stem}/desk")
    assert reader.statuses[-1] == 200
    await reader.begin("tutorial")
    await reader.send("leave")
    assert reader.statuses[-1] == 200


async def test_a_full_disk_is_told_and_the_game_goes_on(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.server.site.settings.change("predictions", value=False)
    decision = await begun(reader)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("ceo_sim.places.write_atomically", full)
        await reader.send(decision, option=reader.choices(decision)[0].partition("=")[2])
        assert reader.path.endswith("/outcome")
        assert "No space left on device" in reader.words
    assert await answers(reader) == 1
    await reader.get(f"{reader.game}more")
    await reader.send("describe", name="Saved again", note="")
    await reader.get(f"{reader.game}desk")
    assert "No space left" not in reader.words
