"""Each screen by itself: what it shows, what its keys do, and what it makes of bad news."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from ceo_sim import places
from ceo_sim.saves import listing
from ceo_sim.saves.session import Session
from ceo_sim.tui.app import CeoSim
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens import title
from ceo_sim.tui.screens.decision import DecisionScreen
from ceo_sim.tui.screens.desk import DeskScreen
from ceo_sim.tui.screens.reading import AnswerRow
from ceo_sim.tui.screens.trouble import TroubleScreen
from ceo_sim.tui.screens.why import CauseRow
from ceo_sim.tui.widgets.keybar import KeyBar
from tests.support.scenarios import load_once

from .conftest import BEGIN, DECIDE, SEED, TORTOISE, Open, app_of, press, screen_name, settle, text_of


async def decision(pilot: Pilot[None], *keys: str) -> DecisionScreen:
    """The screen of the tutorial's first decision, after some more keys."""
    await press(pilot, *BEGIN, *keys)
    screen = pilot.app.screen
    assert isinstance(screen, DecisionScreen)
    return screen


@pytest.fixture
def broken_save(saves: Path) -> None:
    saves.mkdir()
    (saves / "broken.toml").write_text("not a save")


@pytest.mark.usefixtures("broken_save")
async def test_the_title_lists_stories_and_saves_and_says_what_is_wrong_with_a_save(opened: Open) -> None:
    async with opened() as pilot:
        shown = text_of(pilot)
        assert "The Tortoise Alarm" in shown
        assert "5 minutes" in shown
        assert "broken.toml" in shown
        await press(pilot, "1")
        assert screen_name(pilot) == "TitleScreen"


async def test_a_story_that_cannot_be_played_is_said_in_a_panel(opened: Open, tmp_path: Path) -> None:
    (bad := tmp_path / "bad.toml").write_text("[scenario]\n")
    async with opened(scenario=bad) as pilot:
        assert "the scenario cannot be played" in text_of(pilot)
        await press(pilot, "escape")
        assert screen_name(pilot) == "TitleScreen"


async def test_the_desk_shows_what_a_chief_executive_has_in_view(at_desk: Open) -> None:
    async with at_desk((120, 40)) as pilot:
        shown = text_of(pilot)
        for what in (
            *("Doorstep", "Monday 13 April", "morning", "2 of 2 hours left"),
            *("Neighbours' trust", "fair", "Nine pages of log", "0 to 2 hours", "until Thursday morning"),
            *("by Thursday 16 April (3 days)", "Would get up for the alarm", "69–77", "today's"),
        ):
            assert what in shown, what


@pytest.mark.parametrize(
    "key, name",
    [
        ("w", "WhyScreen"),
        ("F", "FeedScreen"),
        ("a", "AdvisersScreen"),
        ("s", "StoryScreen"),
        ("p", "PromisesScreen"),
        ("question_mark", "HelpScreen"),
        ("colon", "Palette"),
        ("escape", "AskScreen"),
    ],
)
async def test_a_key_opens_a_screen_and_escape_closes_it(at_desk: Open, key: str, name: str) -> None:
    async with at_desk() as pilot:
        await press(pilot, key)
        assert screen_name(pilot) == name
        await press(pilot, "escape")
        assert screen_name(pilot) == "DeskScreen"


async def test_why_adds_up_and_goes_down_to_the_single_changes(at_desk: Open) -> None:
    async with at_desk() as pilot:
        await press(pilot, "w")
        play = app_of(pilot).play
        assert play is not None
        rows = list(pilot.app.screen.query(CauseRow))
        assert sum(row.cause.amount for row in rows) == pytest.approx(play.game.ledger.value("trust"))
        await press(pilot, "down", "enter")
        assert "Arpan and Roskos-Ewoldsen 2005" in " ".join(text_of(pilot).split())
        assert "the direction is known, the size is judged" in " ".join(text_of(pilot).split())
        await press(pilot, "escape", "right")
        assert "The team's energy" in text_of(pilot)


async def test_what_is_only_surveyed_keeps_its_account_to_itself_until_the_end(at_desk: Open) -> None:
    async with at_desk() as pilot:
        play = app_of(pilot).play
        assert play is not None
        assert "wake" not in [metric.id for metric in play.why_metrics()]


async def test_the_feed_is_shown_of_one_sender_at_a_time(at_desk: Open) -> None:
    async with at_desk() as pilot:
        await press(pilot, "n", "enter", "F", "f")
        assert screen_name(pilot) == "FeedScreen"
        assert "f: The noticeboard" in text_of(pilot)


async def test_days_pass_until_something_needs_the_player(saves: Path) -> None:
    loaded = load_once(TORTOISE)
    with Session.start(loaded, SEED, saves) as session:
        play = Play(session)
        play.session.choose("alarm", "joke", "")
        start = play.game.now
        outcome = play.pass_time(until_needed=True)
        assert play.game.now > start + 1
        assert outcome.moves
        for move in outcome.moves:
            assert move.after == play.game.course(move.metric.id)[-1]


@pytest.mark.parametrize("reason", ["[@click=app.quit]out[/]", "[link=https://x.example]here[/link]", "{if"])
async def test_what_the_player_writes_is_inert(opened: Open, reason: str) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "r")
        pilot.app.screen.query_one(Input).value = reason
        await press(pilot, "enter", "enter", "enter")
        assert reason in text_of(pilot)
        await press(pilot, "enter", "s")
        assert reason in text_of(pilot)


async def test_a_save_that_cannot_be_written_is_said_calmly_and_the_game_goes_on(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN)

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(places, "write_atomically", full)
            await press(pilot, "1", *DECIDE)
            assert "No space left on device" in text_of(pilot)
        await press(pilot, "1", "2", *DECIDE)
        assert "No space left" not in text_of(pilot)


async def test_a_save_that_another_game_has_open_can_only_be_looked_at(opened: Open, saves: Path) -> None:
    with Session.start(load_once(TORTOISE), SEED, saves) as session:
        session.choose("alarm", "joke")
        async with opened(resume=session.path) as pilot:
            assert "Another game has this save open" in text_of(pilot)
            await press(pilot, "n")
            play = app_of(pilot).play
            assert play is not None
            assert play.game.now == 0


async def test_a_mistake_of_ours_is_a_panel_that_says_where_the_save_is(at_desk: Open) -> None:
    async with at_desk() as pilot:
        app = app_of(pilot)
        screen = TroubleScreen("ValueError: [b]odd[/b]", "x.py:1 in f", app.save_status(), app.saves)
        pilot.app.push_screen(screen)
        await settle(pilot)
        assert "ValueError: [b]odd[/b]" in text_of(pilot)
        assert str(app.play.session.path.name if app.play else "") in text_of(pilot).replace("\n", "").replace(" ", "")
        await press(pilot, "enter")
        assert screen_name(pilot) == "DeskScreen"


async def test_ctrl_c_asks_first_and_leaves_the_second_time(at_desk: Open) -> None:
    async with at_desk() as pilot:
        await press(pilot, "ctrl+c")
        assert screen_name(pilot) == "AskScreen"
        assert "kept in" in text_of(pilot)
        await pilot.press("ctrl+c")
        assert app_of(pilot)._exit


async def test_the_first_frame_does_not_wait_for_a_folder_of_saves_that_is_slow(
    make: Callable[..., CeoSim], monkeypatch: pytest.MonkeyPatch
) -> None:
    can_be_listed = threading.Event()
    real = listing.list_saves
    monkeypatch.setattr(title, "PATIENCE", 0.01)
    monkeypatch.setattr(listing, "list_saves", lambda folder: real(folder) if can_be_listed.wait(20) else [])
    async with make().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "It is your company" in text_of(pilot)
        assert "Begin" not in text_of(pilot)
        can_be_listed.set()
        await settle(pilot)
        assert "Begin" in text_of(pilot)
        assert "▶1" in text_of(pilot)


async def test_from_the_story_one_goes_back_to_an_answer_in_a_new_game(at_desk: Open) -> None:
    async with at_desk() as pilot:
        before = app_of(pilot).play
        assert before is not None
        await press(pilot, "1", *DECIDE, "s", "p")
        assert len(before.game.answers) == 2
        for label, key in (("2", "p"), ("1", "p"), ("1", "n"), ("2", "p")):
            row = pilot.app.focused
            assert isinstance(row, AnswerRow)
            assert row.moment.label == label
            assert f"▶ {row.moment.title}" in text_of(pilot)
            await press(pilot, key)
        await press(pilot, "enter", "1")
        assert app_of(pilot).play is before
        await press(pilot, "enter", "2")
        after = app_of(pilot).play
        assert after is not None
        assert not after.game.answers
        assert screen_name(pilot) == "DecisionScreen"
        assert before.session.path.exists()
        assert before.session.path != after.session.path


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 45)])
async def test_the_key_line_of_the_desk_has_the_story_from_which_one_goes_back(
    at_desk: Open, size: tuple[int, int]
) -> None:
    async with at_desk(size) as pilot:
        assert "s story" in text_of(pilot).rstrip().split("\n")[-1]


async def test_a_story_without_answers_offers_no_way_back(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "escape", "s")
        assert screen_name(pilot) == "StoryScreen"
        assert "your answer before" not in text_of(pilot)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40), (200, 60)])
async def test_the_key_line_of_a_decision_has_the_forecast_and_counts_the_advice(
    opened: Open, size: tuple[int, int]
) -> None:
    async with opened(size, scenario=TORTOISE) as pilot:
        screen = await decision(pilot)
        last = text_of(pilot).rstrip().split("\n")[-1]
        assert f"a advice {sum(len(option.advice) for option in screen.options)}" in last
        assert "o forecast" in last


async def test_what_is_said_follows_the_option_that_is_pointed_at_and_can_be_paged(opened: Open) -> None:
    async with opened((100, 18), scenario=TORTOISE) as pilot:
        screen = await decision(pilot)
        column, last = screen.query_one("#advice"), screen.options[-1]
        assert column.scroll_offset.y == 0
        await press(pilot, str(last.number))
        assert last.advice[-1].person in text_of(pilot)
        assert column.scroll_offset.y == column.max_scroll_y > 0
        await press(pilot, "pageup", "u", "u")
        assert column.scroll_offset.y == 0
        assert screen.pointed.option.number == last.number


async def test_all_that_is_said_opens_at_the_option_that_is_pointed_at(opened: Open) -> None:
    async with opened((60, 18), scenario=TORTOISE) as pilot:
        screen = await decision(pilot, "3")
        await press(pilot, "a")
        advice = screen.options[2].advice
        assert all(each.person in text_of(pilot) for each in advice)
        assert screen.options[2].label.split()[0] in text_of(pilot)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (100, 30), (160, 45), (200, 60)])
async def test_a_reason_has_room_for_what_it_is_and_no_digits_are_offered_while_it_is_written(
    opened: Open, size: tuple[int, int]
) -> None:
    async with opened(size, scenario=TORTOISE) as pilot:
        screen = await decision(pilot)
        await press(pilot, "r")
        assert "Your reason optional, kept with your choice" in text_of(pilot)
        assert not [entry.key for entry in screen.query_one(KeyBar)._now() if entry.key[0].isdigit()]
        await press(pilot, "enter")
        assert screen.query_one(KeyBar)._now()[0].key == f"1-{len(screen.options)}"


def said(pilot: Pilot[None]) -> list[str]:
    """What is said in passing now; tests show none of it."""
    return [each.message for each in app_of(pilot)._notifications]


@pytest.mark.parametrize("leave", ["w", "escape", "?", ":"])
async def test_what_is_said_in_passing_goes_with_the_screen_that_it_was_said_on(at_desk: Open, leave: str) -> None:
    async with at_desk() as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, DeskScreen)
        screen.say("A quiet day.")
        assert said(pilot) == ["A quiet day."]
        await press(pilot, leave)
        assert pilot.app.screen is not screen
        assert said(pilot) == []


async def test_what_is_said_on_a_screen_goes_when_that_closes(at_desk: Open) -> None:
    async with at_desk() as pilot:
        await press(pilot, "1")
        screen = pilot.app.screen
        assert isinstance(screen, DecisionScreen)
        screen.say("Locked: needs 2 hours")
        assert said(pilot) == ["Locked: needs 2 hours"]
        await press(pilot, "escape")
        assert (screen_name(pilot), said(pilot)) == ("DeskScreen", [])


async def test_what_is_said_of_the_game_as_a_whole_stays_over_its_first_screens(opened: Open) -> None:
    async with opened() as pilot:
        pilot.app.notify("Another folder was taken.", markup=False)
        await press(pilot, "comma")
        assert said(pilot) == ["Another folder was taken."]


async def test_what_is_said_again_and_again_always_stands_below_the_first_line(
    make: Callable[..., CeoSim],
) -> None:
    async with make().run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        for number in range(30):
            app_of(pilot).say(f"Said {number % 2}.", 60)
            await settle(pilot)
            if number % 3:
                await press(pilot, ",", "escape")
        assert len(pilot.app.screen.query("ToastHolder")) <= 2
        app_of(pilot).say("Said at last.", 60)
        await settle(pilot)
        assert any("Said at last." in line for line in text_of(pilot).splitlines()[:5])
