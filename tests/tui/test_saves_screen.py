"""All games as a tree, and what can be done with them by keys and by mouse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual import events

from ceo_sim.saves import manage
from ceo_sim.saves.listing import summarise
from ceo_sim.saves.session import Session
from ceo_sim.tui.screens.saves import SavesScreen
from ceo_sim.tui.screens.saves_tree import GameRow
from tests.support.scenarios import load_once

from .conftest import SEED, TORTOISE, Game, Open, app_of, press, screen_name, settle, text_of


@pytest.fixture
def games(saves: Path, finished: Path) -> Path:
    """A game that was played to its end, another way from its second answer, and a damaged file."""
    with Session.resume(finished, lambda *_: load_once(TORTOISE)) as session, session.fork(1, saves) as other:
        other.wait()
        other.describe(name="the other way")
        other.save()
    (saves / "broken.toml").write_text("not a save")
    return finished.absolute()


def is_there(path: Path) -> bool:
    return path.exists()


def content(path: Path) -> bytes:
    return path.read_bytes()


def spoil(path: Path, old: str, new: str) -> bytes:
    """Put something else where a text last stands in a save, as on purpose; what the file has then."""
    text = re.sub("^checksum = .*\n", "", path.read_text(), flags=re.MULTILINE)
    before, _, last = text.rpartition(old)
    path.write_text(before + new + last)
    return path.read_bytes()


def rows(pilot: Game) -> list[GameRow]:
    assert isinstance(pilot.app.screen, SavesScreen)
    return pilot.app.screen.rows


def last_notice(pilot: Game) -> str:
    return [str(notification.message) for notification in pilot.app._notifications][-1]


async def test_a_copy_is_not_taken_for_another_way(opened: Open, finished: Path) -> None:
    manage.export(finished, finished.parent / "again.toml")
    async with opened() as pilot:
        await press(pilot, "S")
        assert "└─ the same, a copy" in text_of(pilot)


@pytest.mark.usefixtures("games")
async def test_games_stand_as_a_tree_and_a_digit_goes_on_with_one(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "S")
        shown = text_of(pilot)
        assert "└─ the other way, from answer 2 on" in shown
        assert "is damaged" in shown
        await press(pilot, "2")
        assert screen_name(pilot) == "DeskScreen"
        play = app_of(pilot).play
        assert play is not None
        assert play.session.name == "the other way"
        assert [type(screen).__name__ for screen in pilot.app.screen_stack] == ["TitleScreen", "DeskScreen"]


async def test_from_within_a_game_another_can_be_opened_and_its_own_is_only_gone_back_to(
    opened: Open, games: Path
) -> None:
    async with opened() as pilot:
        await press(pilot, "S", "2", "S", "2")
        assert screen_name(pilot) == "DeskScreen"
        app = app_of(pilot)
        assert app.play is not None
        assert not app.play.session.read_only
        await press(pilot, "S", "1")
        assert screen_name(pilot) == "EndingScreen"
        assert app.play.session.path == games


async def test_a_game_gets_a_name_and_a_note(opened: Open, games: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "S", "r", *"mine", "enter", "n", *"why?", "enter")
        assert "mine (The Tortoise Alarm)" in text_of(pilot)
        assert "“why?”" in text_of(pilot)
        await press(pilot, "r", *"xx", "escape")
    summary = summarise(games)
    assert (summary.name, summary.note) == ("mine", "why?")


@pytest.mark.usefixtures("games")
async def test_the_game_that_is_open_can_be_named_as_well(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "S", "2", "S", "down", "r", *"!", "enter")
        assert summarise(rows(pilot)[1].save.path).name == "the other way!"


async def test_what_is_deleted_lies_in_the_trash_and_comes_back(opened: Open, games: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "S", "x")
        assert not is_there(games)
        assert is_there(games.parent / "trash" / games.name)
        assert len(rows(pilot)) == 2
        await press(pilot, "u")
        assert is_there(games)
        assert rows(pilot)[0].has_focus
        await press(pilot, "x", "t")
        assert "The trash" in text_of(pilot)
        await press(pilot, "enter")
        assert is_there(games)
        assert "The trash is empty" in text_of(pilot)
        await press(pilot, "escape")
        assert "All games" in text_of(pilot)
        assert len(rows(pilot)) == 3


async def test_a_game_is_exported_and_brought_in(opened: Open, games: Path, tmp_path: Path) -> None:
    target = tmp_path / "a copy.toml"
    async with opened() as pilot:
        await press(pilot, "S", "e")
        pilot.app.screen.query_one("#line").value = str(target)  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert content(target) == content(games)
        assert last_notice(pilot) == f"Copied to {target}"
        await press(pilot, "e")
        pilot.app.screen.query_one("#line").value = str(target)  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert "is there already" in last_notice(pilot)
        await press(pilot, "i")
        pilot.app.screen.query_one("#line").value = str(target)  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert len(rows(pilot)) == 4
        await press(pilot, "i", *"/no/such", "enter")
        assert len(rows(pilot)) == 4
        assert "/no/such" in last_notice(pilot)


async def test_where_no_file_manager_is_the_folder_is_shown_and_copied(
    opened: Open, games: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    async with opened() as pilot:
        await press(pilot, "S", "o")
        assert pilot.app.clipboard == str(games.parent)
        assert str(games.parent) in last_notice(pilot)


async def test_the_mouse_does_it_all(opened: Open, games: Path) -> None:
    async with opened((120, 40)) as pilot:
        await pilot.click("#door-saves")
        await settle(pilot)
        x = text_of(pilot).split("\n")[-1].index("x delete")
        await pilot.click("KeyBar", offset=(x, 0))
        await settle(pilot)
        assert not is_there(games)
        x = text_of(pilot).split("\n")[-1].index("u undelete")
        await pilot.click("KeyBar", offset=(x, 0))
        await settle(pilot)
        await pilot.click("#game-1")
        await settle(pilot)
        assert screen_name(pilot) == "EndingScreen"


async def test_a_folder_without_games_says_so(opened: Open) -> None:
    async with opened(seed=SEED) as pilot:
        await press(pilot, "S")
        assert "No game is kept here." in text_of(pilot)
        await press(pilot, "r", "x", "e", "u", "escape")
        assert screen_name(pilot) == "TitleScreen"


async def test_a_huge_paste_is_cut_to_a_line_and_that_is_said(opened: Open, games: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "S", "n")
        pilot.app.post_message(events.Paste("a\x1b[2J b\n" * 200_000))
        await settle(pilot)
        assert last_notice(pilot) == "Not all that you pasted is here: a line holds 500 letters."
        await press(pilot, "enter")
    note = summarise(games).note
    assert note.startswith("a[2J b a[2J b")
    assert len(note) == 500


async def test_the_open_game_is_known_in_the_list_whatever_its_path_was_when_it_was_opened(
    opened: Open, finished: Path, tmp_path: Path
) -> None:
    assert not finished.is_absolute()
    async with opened(resume=finished, saves=tmp_path / finished.parent) as pilot:
        play = app_of(pilot).play
        await press(pilot, "S", "r", *"mine", "enter")
        assert play is not None
        assert play.session.name == "mine"
        await press(pilot, "1")
        assert app_of(pilot).play is play
        assert not play.session.read_only


async def test_a_folder_that_cannot_be_made_is_told(opened: Open, saves: Path) -> None:
    saves.parent.mkdir(parents=True, exist_ok=True)
    async with opened() as pilot:
        await press(pilot, "S")
        screen = pilot.app.screen
        assert isinstance(screen, SavesScreen)
        (saves.parent / "file").touch()
        screen.folder = saves.parent / "file" / "saves"
        await press(pilot, "o")
        assert "Not a directory" in last_notice(pilot)
        assert screen_name(pilot) == "SavesScreen"


@pytest.mark.usefixtures("games")
async def test_a_long_name_gives_way_to_where_the_game_branched_off(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "S")
        other = next(row for row in rows(pilot) if row.save.name)
        manage.rename(other.save.path, "a name that is as long as a name can be, and then some more")
        await press(pilot, "escape", "S")
        assert "…, from answer 2 on" in text_of(pilot)


@pytest.mark.usefixtures("games")
async def test_where_there_is_room_a_game_tells_when_it_was_last_played(opened: Open) -> None:
    async with opened((120, 40)) as pilot:
        await press(pilot, "S")
        assert "played 13 Apr 12:00" in text_of(pilot)


@pytest.mark.usefixtures("games")
async def test_in_the_trash_deleting_is_not_offered(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "S")
        assert "x delete" in text_of(pilot)
        await press(pilot, "t")
        assert "x delete" not in text_of(pilot)


async def test_the_game_that_one_is_in_is_not_deleted(opened: Open, finished: Path) -> None:
    async with opened(resume=finished) as pilot:
        await settle(pilot)
        pilot.app.push_screen(SavesScreen(finished.parent))
        await settle(pilot)
        await press(pilot, "x")
        assert last_notice(pilot).startswith("This is the game that you are in.")
        assert is_there(finished)


@pytest.mark.parametrize(
    "old, new, question",
    [
        ('option = "', 'option = "no_such_', "This save does not fit its story"),
        ("[[answer]]", "[[answer", "This save is damaged"),
    ],
)
async def test_what_can_be_kept_of_a_save_goes_on_in_a_new_file(
    opened: Open, finished: Path, old: str, new: str, question: str
) -> None:
    spoiled = spoil(finished, old, new)
    async with opened() as pilot:
        await press(pilot, "S", "1")
        asked = " ".join(text_of(pilot).split())
        assert question in asked
        assert "--salvage" not in asked
        await press(pilot, "2")
        play = app_of(pilot).play
        assert play is not None
        assert play.game.answers
        assert play.session.path != finished
    assert content(finished) == spoiled


async def test_the_cursor_goes_far_in_a_long_list_by_pages_and_to_its_ends(opened: Open, finished: Path) -> None:
    for number in range(60):
        manage.export(finished, finished.parent / f"copy-{number}.toml")
    async with opened(saves=finished.parent) as pilot:
        await press(pilot, "S")

        def place() -> int:
            return next(place for place, row in enumerate(rows(pilot)) if row.has_focus)

        await press(pilot, "pagedown")
        page = place()
        assert 10 < page < 24
        await press(pilot, "end")
        assert place() == 60
        await press(pilot, "pageup")
        assert place() == 60 - page
        await press(pilot, "home")
        assert place() == 0
