"""What came of an answer or of a day: seen to come, or settled at once."""

from __future__ import annotations

from attrs import evolve
from textual.content import Content

from ceo_sim.presentation.formatting import axis_labels, total
from ceo_sim.scenario.metrics import bounds
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.outcome import ConsequenceScreen, OutcomeScreen, PassingScreen
from ceo_sim.tui.widgets.moves import Moves
from ceo_sim.tui.widgets.rows import ScrollPane
from tests.support.harbour import HARBOUR

from .conftest import BEGIN, TORTOISE, Game, Open, app_of, press, screen_name, settle, text_of


def drawn(screen: OutcomeScreen) -> str:
    return Content("\n").join(screen.query_one(Moves).draw(100)).plain


async def consequence(pilot: Game, *, animated: bool) -> OutcomeScreen:
    """The screen after the first decision, as it opens."""
    await press(pilot, *BEGIN, "1", "enter")
    pilot.app.animation_level = "full" if animated else "none"
    await pilot.press("enter")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, ConsequenceScreen)
    return screen


async def test_without_animations_a_consequence_is_settled_at_once(opened: Open) -> None:
    async with opened((120, 40), scenario=TORTOISE) as pilot:
        screen = await consequence(pilot, animated=False)
        assert screen.is_settled
        assert "What moved" in text_of(pilot)
        await press(pilot, "x")
        assert screen_name(pilot) == "DeskScreen"


async def test_the_text_of_a_consequence_stands_alone_first_and_a_key_brings_the_rest(opened: Open) -> None:
    async with opened((120, 40), scenario=TORTOISE) as pilot:
        screen = await consequence(pilot, animated=True)
        assert not screen.is_settled
        assert "What moved" not in text_of(pilot)
        await press(pilot, "x")
        assert "What moved" in text_of(pilot)
        await press(pilot, "x")
        assert screen_name(pilot) == "DeskScreen"


async def test_a_consequence_comes_to_rest_by_itself(opened: Open) -> None:
    async with opened((120, 40), scenario=TORTOISE) as pilot:
        screen = await consequence(pilot, animated=True)
        for _ in range(60):
            await pilot.pause(0.1)
            if screen.is_settled:
                break
        assert screen.is_settled
        at_rest = drawn(screen)
        screen.query_one(Moves).go(1)
        assert drawn(screen) == at_rest


async def test_meters_glide_from_where_they_stood_to_where_they_are(opened: Open) -> None:
    async with opened((120, 40), scenario=TORTOISE) as pilot:
        screen = await consequence(pilot, animated=False)
        move = screen.outcome.moves[0]
        moves = screen.query_one(Moves)
        moves.go(0)
        before, after = (total(move.metric, value) for value in (move.before, move.after))
        assert f"{before} → {before}" in drawn(screen)
        moves.go(1)
        assert f"{before} → {after}" in drawn(screen)


async def test_a_day_brings_one_thing_after_another_and_a_key_brings_the_rest(at_desk: Open) -> None:
    async with at_desk() as pilot:
        play = app_of(pilot).play
        assert play is not None
        outcome = play.pass_time(until_needed=True)
        pilot.app.animation_level = "full"
        screen = PassingScreen(play, outcome)
        pilot.app.push_screen(screen)
        await pilot.pause()
        beats = list(screen.query(".beat"))
        assert len(beats) > 2
        assert beats[0].display
        assert not beats[-1].display
        await press(pilot, "x")
        assert all(beat.display for beat in beats)
        assert screen_name(pilot) == "PassingScreen"


async def test_a_key_opens_all_that_moved(at_desk: Open) -> None:
    async with at_desk((120, 40)) as pilot:
        play = app_of(pilot).play
        assert play is not None
        screen = PassingScreen(play, play.pass_time(until_needed=True))
        pilot.app.push_screen(screen)
        await settle(pilot)
        moves = screen.query_one(Moves)
        if moves.hidden:
            await press(pilot, "m")
        assert not moves.hidden
        assert all(move.metric.name in drawn(screen) for move in screen.outcome.moves)


async def test_a_key_does_not_pass_over_what_lies_below_the_screen(at_desk: Open) -> None:
    async with at_desk((60, 18)) as pilot:
        play = app_of(pilot).play
        assert play is not None
        outcome = play.pass_time(until_needed=True)
        screen = PassingScreen(play, evolve(outcome, beats=outcome.beats * 20))
        pilot.app.push_screen(screen)
        await settle(pilot)
        pages = screen.query_one(ScrollPane)
        pages.scroll_home(animate=False)
        await settle(pilot)
        assert pages.max_scroll_y > 0
        await press(pilot, "enter")
        assert pilot.app.screen is screen
        assert pages.scroll_offset.y > 0


async def test_every_line_fits(opened: Open) -> None:
    async with opened((120, 40), scenario=TORTOISE) as pilot:
        screen = await consequence(pilot, animated=False)
        moves = screen.query_one(Moves)
        moves.open()
        for width in (44, 60, 76, 92):
            assert max(line.cell_length for line in moves.draw(width)) <= width


async def test_without_colour_it_is_still_told_what_is_better_and_what_is_worse(opened: Open) -> None:
    async with opened((120, 40), scenario=TORTOISE) as pilot:
        screen = await consequence(pilot, animated=False)
        for is_good, word in ((True, "better"), (False, "worse"), (None, "")):
            moves = tuple(evolve(move, is_good=is_good) for move in screen.outcome.moves)
            lines = [line.plain for line in Moves(evolve(screen.outcome, moves=moves)).draw(100)]
            for move in moves[:1]:
                [line] = [line for line in lines if line.startswith(f"{move.metric.name} ")]
                assert {"better", "worse"} & set(line.split()) == set(filter(None, [word]))


async def test_the_way_of_a_move_stands_between_the_ends_of_its_scale(opened: Open) -> None:
    async with opened((120, 40), scenario=TORTOISE) as pilot:
        screen = await consequence(pilot, animated=False)
        for move in screen.outcome.moves_seen[:1]:
            low, high = axis_labels(move.metric, *bounds(move.metric))
            line = screen.query_one(Moves).draw(100)[0].plain
            assert line.rstrip().endswith(f" {high}")
            assert f" {low} " in line[: line.index("●")]


async def told(pilot: Game) -> Play:
    """A story of ferries, at what the paper says of it, where time would pass on."""
    await press(pilot, "enter")
    play = app_of(pilot).play
    assert play is not None
    for _ in range(9):
        await press(pilot, "n")
        if screen_name(pilot) == "PassingScreen" and "any key go on in time" in text_of(pilot).splitlines()[-1]:
            return play
        while screen_name(pilot) != "DeskScreen":
            await press(pilot, "enter")
    raise AssertionError(text_of(pilot))


async def test_where_something_is_only_told_any_key_lets_time_go_on(opened: Open) -> None:
    async with opened(scenario=HARBOUR) as pilot:
        play = await told(pilot)
        now = play.game.now
        await press(pilot, "enter")
        assert play.game.now > now


async def test_where_something_is_only_told_escape_goes_to_the_desk(opened: Open) -> None:
    async with opened(scenario=HARBOUR) as pilot:
        play = await told(pilot)
        now = play.game.now
        await press(pilot, "escape")
        assert (screen_name(pilot), play.game.now) == ("DeskScreen", now)
        await press(pilot, "d")
        if screen_name(pilot) == "PassingScreen":
            assert "go on in time" not in text_of(pilot).splitlines()[-1]
        assert play.game.now == play.game.timeline.next_day(now)
