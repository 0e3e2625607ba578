"""A game from the title to the debrief: by keys alone, and by mouse alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.geometry import Offset

from ceo_sim import places
from ceo_sim.tui.screens.decision import DecisionScreen, OptionCard
from ceo_sim.tui.screens.ending import EndingScreen
from ceo_sim.tui.widgets.keybar import KeyBar

from .conftest import BEGIN, DECIDE, TORTOISE, Game, Open, app_of, point, press, screen_name, settle, text_of, to_desk

ENOUGH = 200
TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.toml"


async def click_text(pilot: Game, text: str) -> None:
    """Click on the first place where a text stands."""
    for y, row in enumerate(text_of(pilot).split("\n")):
        if (x := row.find(text)) >= 0:
            await pilot.click(offset=Offset(x, y))
            await settle(pilot)
            return
    raise AssertionError(f"no {text!r} on\n{text_of(pilot)}")


async def test_keys_alone_lead_from_the_title_to_the_debrief(opened: Open) -> None:
    async with opened() as pilot:
        assert screen_name(pilot) == "TitleScreen"
        await press(pilot, "1")
        assert screen_name(pilot) == "NoteScreen"
        await press(pilot, *BEGIN)
        for _ in range(ENOUGH):
            if screen_name(pilot) == "EndingScreen":
                break
            await press(pilot, "n" if screen_name(pilot) == "DeskScreen" else "enter")
        assert screen_name(pilot) == "EndingScreen"
        assert app_of(pilot).play is not None
        await press(pilot, "enter")
        assert screen_name(pilot) == "DebriefScreen"
        await press(pilot, "right", "right", "left", "2", "m", "escape", "t")
        assert screen_name(pilot) == "TitleScreen"
        assert "ended:" in text_of(pilot)


async def test_the_mouse_alone_leads_from_the_title_to_the_debrief(opened: Open) -> None:
    async with opened() as pilot:
        await click_text(pilot, "The Tortoise Alarm")
        await click_text(pilot, "Enter")
        await click_text(pilot, "Enter")
        await click_text(pilot, "Readiness")
        assert "[1] Readiness" in text_of(pilot)
        await click_text(pilot, "Enter to your desk")
        assert app_of(pilot).play.session.values == ("readiness",)  # type: ignore[union-attr]
        for _ in range(ENOUGH):
            screen = pilot.app.screen
            if isinstance(screen, EndingScreen):
                break
            if isinstance(screen, DecisionScreen):
                card = next(card for card in screen.query(OptionCard) if not card.option.lock)
                await pilot.click(card)
                await pilot.click(card)
                await settle(pilot)
            elif screen_name(pilot) == "DeskScreen":
                await click_text(pilot, "n next")
            elif screen_name(pilot) == "PredictScreen":
                await click_text(pilot, "▲ up")
                assert "[▲ up]" in text_of(pilot)
                await click_text(pilot, "Enter go on")
            else:
                await pilot.click(
                    "#pages", offset=(4, 2)
                )  # what came of it may be taller than the window, and scrolled
                await settle(pilot)
        await click_text(pilot, "how it came to this")
        await click_text(pilot, "3 Why")
        assert "in the end" in text_of(pilot)
        await click_text(pilot, "Esc ending")
        await click_text(pilot, "to the title")
        assert screen_name(pilot) == "TitleScreen"


async def test_a_game_is_resumed_where_it_was_left(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await to_desk(pilot)
        await press(pilot, "n", "enter")
        play = app_of(pilot).play
        assert play is not None
        before = play.game.now, play.game.check()
        await press(pilot, "escape", "2")
        assert screen_name(pilot) == "TitleScreen"
    async with opened() as pilot:
        assert "Go on" in text_of(pilot)
        await press(pilot, "1")
        play = app_of(pilot).play
        assert screen_name(pilot) == "DeskScreen"
        assert play is not None
        assert (play.game.now, play.game.check()) == before


async def test_a_save_is_resumed_with_the_scenario_that_is_named(
    opened: Open, finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "mine.toml"
    elsewhere.write_text(TORTOISE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(places, "scenario_folders", list)
    async with opened(resume=finished) as pilot:
        assert 'there is no scenario "tortoise"' in text_of(pilot)
    async with opened(resume=finished, scenario=elsewhere) as pilot:
        play = app_of(pilot).play
        assert play is not None
        assert play.game.ended


async def test_an_option_is_pointed_at_first_and_taken_by_enter(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "3")
        play = app_of(pilot).play
        assert play is not None
        assert not play.game.answers
        second = play.game.ask("alarm").options[1].id
        await press(pilot, "up", "enter", "enter")
        assert [answer.option for answer in play.game.answers] == [second]


async def test_a_locked_option_stays_in_place_says_why_and_is_not_taken(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await to_desk(pilot)
        await point(pilot, "the_log", "read_together")  # both hours of the day
        await press(pilot, *DECIDE)
        await point(pilot, "council", "go")
        assert "locked: needs" in text_of(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "DecisionScreen"


async def test_escape_leaves_an_urgent_decision_only_to_look(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "escape")
        assert screen_name(pilot) == "DeskScreen"
        await press(pilot, "n", "2")
        play = app_of(pilot).play
        assert play is not None
        assert play.game.now == 0
        assert screen_name(pilot) == "DeskScreen"
        await press(pilot, "1")
        assert screen_name(pilot) == "DecisionScreen"


async def test_a_reason_is_kept_with_the_choice_and_a_huge_paste_is_cut(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "r")
        pilot.app.screen.post_message(events.Paste("[b]because[/b]\n"))
        await settle(pilot)
        assert not pilot.app._notifications
        pilot.app.screen.post_message(events.Paste(" [b]because[/b]" * 100_000))
        await settle(pilot)
        (notice,) = pilot.app._notifications
        assert notice.message == "Not all that you pasted is here: a line holds 280 letters."
        await press(pilot, "escape", "enter", "enter")
        play = app_of(pilot).play
        assert play is not None
        assert play.game.answers[0].reason.startswith("[b]because[/b][b]because[/b] [b]bec")
        assert len(play.game.answers[0].reason) <= 280


async def test_a_reason_keeps_the_letters_that_words_are_made_with(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "r")
        pilot.app.screen.post_message(events.Paste("می\u200cرود 👩\u200d🚒 \x1b\u202e"))
        await settle(pilot)
        pilot.app.screen.focused.post_message(events.Key("zero_width_joiner", "\u200d"))  # type: ignore[union-attr]
        await settle(pilot)
        await press(pilot, "escape", "enter", "enter")
        play = app_of(pilot).play
        assert play is not None
        assert play.game.answers[0].reason == "می\u200cرود 👩\u200d🚒\u200d"


async def test_a_key_at_the_title_while_a_game_opens_opens_no_other(opened: Open) -> None:
    async with opened() as pilot:
        app = app_of(pilot)
        for wanted, also in ((TORTOISE, TUTORIAL), (TUTORIAL, TORTOISE)):
            app.begin(wanted)
            app.begin(also)
            await settle(pilot)
            assert app.play is not None
            assert app.play.scenario.info.id == wanted.stem


@pytest.mark.parametrize("back", ["enter", "escape", "down"])
async def test_after_a_reason_the_cursor_is_where_it_was(opened: Open, back: str) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "2")
        pointed = pilot.app.screen.focused
        assert isinstance(pointed, OptionCard)
        await press(pilot, "r", "x", back)
        assert pilot.app.screen.focused is pointed
        await press(pilot, "enter", "enter")
        play = app_of(pilot).play
        assert play is not None
        assert (play.game.answers[0].option, play.game.answers[0].reason) == (pointed.option.id, "x")


async def test_every_key_shown_in_the_last_line_can_be_clicked(opened: Open) -> None:
    async with opened((120, 40), scenario=TORTOISE) as pilot:
        await to_desk(pilot)
        for words, name in (("w why", "WhyScreen"), ("a advice", "AdvisersScreen")):
            await click_text(pilot, words)
            assert screen_name(pilot) == name
            await click_text(pilot, "Esc back")
        bar = pilot.app.screen.query_one(KeyBar)
        assert all(binding.binding.id for binding in pilot.app.screen.active_bindings.values() if binding.binding.show)
        assert bar.size.height == 1


async def test_one_click_decides_nothing_even_on_the_option_that_has_the_cursor(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN)
        await pilot.click("#option-1")
        await settle(pilot)
        assert screen_name(pilot) == "DecisionScreen"
        await pilot.click("#option-1")
        await settle(pilot)
        assert screen_name(pilot) == "PredictScreen"
