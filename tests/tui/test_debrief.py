"""The debrief: what each of its tabs tells, and what can be done there."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from ceo_sim import places
from ceo_sim.analysis.diff import only_in
from ceo_sim.analysis.predictions import adviser_scores
from ceo_sim.analysis.rivals import with_assumptions
from ceo_sim.analysis.value_tally import value_tallies
from ceo_sim.analysis.whatif import alternative
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.document import Area
from ceo_sim.saves.session import Session
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.debrief import DebriefScreen, Detail
from ceo_sim.tui.screens.decision import DecisionScreen
from ceo_sim.tui.widgets.chart import BOTH, overlaid
from ceo_sim.tui.widgets.choices import Choices
from ceo_sim.tui.widgets.text import line
from tests.support.scenarios import SCENARIOS, load_once

from .conftest import SEED, TORTOISE, Game, Open, app_of, press, screen_name, settle, text_of, to_the_end

Debriefed = Callable[..., AbstractAsyncContextManager[Game]]


@pytest.fixture
def debriefed(opened: Open, finished: Path) -> Debriefed:
    @asynccontextmanager
    async def running(size: tuple[int, int] = (120, 40), *, tab: str = "") -> AsyncIterator[Game]:
        async with opened(size, resume=finished) as pilot:
            await settle(pilot)
            await press(pilot, "enter")
            screen = pilot.app.screen
            assert isinstance(screen, DebriefScreen)
            if tab:
                screen.show_tab([each.name for each in screen.sections].index(tab))
                await settle(pilot)
            yield pilot

    return running


@pytest.fixture
def left(saves: Path) -> Path:
    """The save of a game in which nothing was decided that could be left."""
    with Session.start(load_once(TORTOISE), SEED, saves) as session:
        while not session.game.ended:
            if urgent := session.game.urgent():
                options = session.game.ask(urgent.id).options
                session.choose(urgent.id, next(option.id for option in options if option.lock is None))
            else:
                session.wait()
        return session.path


@pytest.fixture
def out_of_time(saves: Path) -> Path:
    """The save of a game in which the day's hours were spent before a decision that takes some."""
    with Session.start(load_once(TORTOISE), SEED, saves) as session:
        while not session.game.ended:
            for waiting in session.game.agenda():
                options = [option for option in session.game.ask(waiting.id).options if option.lock is None]
                dearest = max(options, key=lambda option: sum(cost for _, cost in option.cost))
                session.choose(waiting.id, dearest.id)
            if session.game.urgent() is None:
                session.wait()
        return session.path


def debrief_of(pilot: Game) -> DebriefScreen:
    screen = pilot.app.screen
    assert isinstance(screen, DebriefScreen)
    return screen


def detail_text(pilot: Game) -> str:
    """What the tab tells of the topic pointed at, however it is wrapped."""
    detail = pilot.app.screen.query_one(Detail)
    return " ".join(" ".join(line.plain for line in detail.draw(detail.content_size.width)).split())


def play_of(pilot: Game) -> Play:
    play = app_of(pilot).play
    assert play is not None
    return play


async def to_another_option(pilot: Game) -> tuple[int, str]:
    """Point at the first option that was open and not taken."""
    screen = debrief_of(pilot)
    await settle(pilot)
    place, topic = next(
        (place, topic)
        for place, (topic, heading) in enumerate(screen.tab.rows)
        if topic.state == "open" and not heading
    )
    screen.tab.place = place
    screen.tell()
    await settle(pilot)
    assert "It was open." in text_of(pilot)
    assert topic.answer is not None
    return topic.answer, topic.id.partition(".")[2]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_each_tab_says_something_at_each_size(debriefed: Debriefed, size: tuple[int, int]) -> None:
    async with debriefed(size) as pilot:
        for place in range(len(debrief_of(pilot).sections)):
            await press(pilot, str((place + 1) % 10))
            assert debrief_of(pilot).place == place
            body = text_of(pilot).split("\n")[1:-1]
            assert sum(map(len, body)) > 60
            assert all(len(row) <= size[0] for row in body)


async def test_arrows_turn_tabs_and_move_in_the_list(debriefed: Debriefed) -> None:
    async with debriefed() as pilot:
        screen = debrief_of(pilot)
        await press(pilot, "right")
        assert screen.tab.section.name == "Meters"
        before = screen.tab.metric
        await press(pilot, "down")
        assert screen.tab.metric != before
        await press(pilot, "left", "left")
        assert screen.place == len(screen.sections) - 1


async def test_the_story_tells_what_was_decided_and_what_it_moved(debriefed: Debriefed) -> None:
    async with debriefed() as pilot:
        assert "your answer 1" in detail_text(pilot)
        assert "What moved that day, and why" in detail_text(pilot)
        await press(pilot, "w")
        assert screen_name(pilot) == "WhyScreen"


async def test_the_story_does_not_say_that_the_player_decided_what_came_by_default(opened: Open, left: Path) -> None:
    async with opened((120, 40), resume=left) as pilot:
        await press(pilot, "enter")
        whole = detail_text(pilot)
        for _ in debrief_of(pilot).tab.items():
            await press(pilot, "down")
            whole += detail_text(pilot)
        assert re.search(r"○ Nine pages of log[^●○]* taken by default", whole)
        assert not re.search(r"● Nine pages of log", whole)


async def test_the_meters_name_what_is_marked_under_the_axis(debriefed: Debriefed) -> None:
    async with debriefed((200, 60), tab="Meters") as pilot:
        game = play_of(pilot).game
        titles = [naming.decision_title(game, answer.decision) for answer in game.answers]
        assert all(title in text_of(pilot) for title in titles[:3])
        assert "┴" in text_of(pilot)


async def test_the_meters_begin_before_the_first_choice(debriefed: Debriefed) -> None:
    async with debriefed(tab="Meters") as pilot:
        metric = debrief_of(pilot).tab.metric
        assert metric is not None
        game = play_of(pilot).game
        first = next(row for row in game.ledger.rows if row.metric == metric)
        assert f"From {first.value:.0f} to" in text_of(pilot)
        assert round(game.course(metric)[0]) != round(first.value)


async def test_why_ends_at_the_value_and_shows_the_grounds_on_enter(debriefed: Debriefed) -> None:
    async with debriefed((120, 40), tab="Why") as pilot:
        assert "in the end" in text_of(pilot)
        assert "At the start" in text_of(pilot)
        before = text_of(pilot)
        await press(pilot, "enter")
        assert text_of(pilot) != before
        await press(pilot, "enter")
        assert text_of(pilot) == before


async def test_what_if_draws_the_other_story_and_then_a_thousand(debriefed: Debriefed) -> None:
    async with debriefed((120, 50), tab="What if") as pilot:
        index, option = await to_another_option(pilot)
        await press(pilot, "enter")
        other = alternative(play_of(pilot).game, index, option).game
        tab = debrief_of(pilot).tab
        assert tab.charts
        for chart in tab.charts:
            assert chart.metric is not None
            assert [value for _, value in chart.lines[1].points] == other.course(chart.metric.id)
            assert len(chart.areas) == 2
        assert other.ending is not None
        assert naming.ending_title(other, other.ending.id) in detail_text(pilot)
        assert "shaded, nine in ten of 1,000 lucks: · yours" in detail_text(pilot)
        before = debrief_of(pilot).tab.metric
        await press(pilot, "m")
        assert debrief_of(pilot).tab.metric != before


async def test_a_tab_that_is_left_forgets_the_other_story(debriefed: Debriefed) -> None:
    async with debriefed(tab="What if") as pilot:
        await to_another_option(pilot)
        await press(pilot, "enter", "right", "left")
        tab = debrief_of(pilot).tab
        assert (tab.tried, tab.result) == (None, ())


async def test_what_if_offers_enter_only_where_it_does_something(debriefed: Debriefed) -> None:
    async with debriefed(tab="What if") as pilot:
        assert "Enter try it" not in text_of(pilot)
        await to_another_option(pilot)
        assert "Enter try it" in text_of(pilot)
        await press(pilot, "enter")
        assert "Enter try it" not in text_of(pilot)


async def test_what_if_marks_what_was_locked_in_words(opened: Open, out_of_time: Path) -> None:
    async with opened((120, 40), resume=out_of_time) as pilot:
        await press(pilot, "enter", "4")
        screen = debrief_of(pilot)
        tab = screen.tab
        locked = [place for place, item in enumerate(tab.items()) if item.right.plain == "locked"]
        assert locked
        tab.place = locked[0]
        screen.tell()
        await settle(pilot)
        assert tab.items()[locked[0]].left.plain.startswith("× ")
        assert "It was locked then" in text_of(pilot)
        assert tab.enter == ""


async def test_what_if_goes_back_to_a_decision_in_a_new_game(debriefed: Debriefed) -> None:
    async with debriefed(tab="What if") as pilot:
        before = play_of(pilot)
        index, _ = await to_another_option(pilot)
        option = debrief_of(pilot).tab.topic
        assert option is not None
        await press(pilot, "f")
        assert "It begins a new game" in text_of(pilot)
        assert play_of(pilot) is before
        await press(pilot, "escape", "left", "right")
        assert debrief_of(pilot).tab.topic == option
        await press(pilot, "f", "2")
        after = play_of(pilot)
        asking = pilot.app.screen
        assert isinstance(asking, DecisionScreen)
        assert asking.pointed.option.id == option.id.partition(".")[2]
        assert after.session.name.startswith(f"Answer {index + 1} changed: ")
        assert after.session.path != before.session.path
        assert len(after.game.answers) == index
        assert not after.game.ended


async def test_a_click_points_at_an_item_and_a_second_one_takes_it(debriefed: Debriefed) -> None:
    async with debriefed(tab="Why") as pilot:
        screen = debrief_of(pilot)
        before = text_of(pilot)
        await pilot.click(Choices, offset=(4, 3))
        await settle(pilot)
        assert screen.tab.place > 0
        pointed = text_of(pilot)
        assert pointed != before
        await pilot.click(Choices, offset=(4, 3))
        await settle(pilot)
        assert text_of(pilot) != pointed


async def test_a_story_has_the_tabs_that_it_has_something_for_and_each_has_help(debriefed: Debriefed) -> None:
    async with debriefed() as pilot:
        screen = debrief_of(pilot)
        names = [each.name for each in screen.sections]
        assert ("Values" in names) == bool(play_of(pilot).scenario.values)
        assert ("Rivals" in names) == bool(play_of(pilot).scenario.rivals)
        assert ("Real" in names) == (play_of(pilot).scenario.history is not None)
        for section in screen.sections:
            assert section.help_text


async def test_the_command_for_the_report_is_copied(debriefed: Debriefed) -> None:
    async with debriefed(tab="Talk") as pilot:
        assert "ceo-sim report" in text_of(pilot)
        await press(pilot, "enter")
        assert pilot.app.clipboard.startswith("ceo-sim report ")
        assert str(play_of(pilot).session.path) in pilot.app.clipboard


async def test_predictions_stand_beside_what_came(opened: Open, saves: Path) -> None:
    with Session.start(load_once(TORTOISE), SEED, saves) as session:
        scenario = session.game.program.scenario
        asked = [id for id, metric in scenario.metrics.items() if metric.headline and metric.shown == "player"]
        while not session.game.ended:
            for waiting in session.game.agenda()[:1]:
                option = next(each for each in session.game.ask(waiting.id).options if each.lock is None)
                session.choose(waiting.id, option.id, predicted=dict.fromkeys(asked, "up"))
            if session.game.urgent() is None:
                session.wait()
        path = session.path
    async with opened((120, 40), resume=path) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        screen = debrief_of(pilot)
        screen.show_tab([each.name for each in screen.sections].index("Forecasts"))
        await settle(pilot)
        assert "came true." in detail_text(pilot)
        assert "Always saying" in text_of(pilot)
        assert "You asked for no forecasts." not in text_of(pilot)


async def test_the_advisers_ranges_that_held_are_counted(opened: Open, saves: Path) -> None:
    with Session.start(load_once(TORTOISE), SEED, saves) as session:
        cast = session.game.program.scenario.cast
        adviser = next(person.id for person in cast.values() if person.forecast is not None)
        session.consult(session.game.agenda()[0].id, adviser)
        to_the_end(session)
        scores, path = adviser_scores(session.game), session.path
    assert scores
    inside = sum(score.low <= score.actual <= score.high for score in scores)
    async with opened((120, 40), resume=path) as pilot:
        await press(pilot, "enter")
        screen = debrief_of(pilot)
        screen.show_tab([each.name for each in screen.sections].index("Forecasts"))
        await settle(pilot)
        assert f"{inside} of {formatting.counted(len(scores), 'range')} that advisers gave you" in detail_text(pilot)
        assert f"{inside} of {len(scores)}" in screen.tab.items()[-1].right.plain


async def test_all_that_bore_on_a_value_stands_beside_it(opened: Open, real_path: Session) -> None:
    tallies = value_tallies(real_path.game, ())
    assert max(stand.served for stand in tallies) > 6
    async with opened((120, 40)) as pilot:
        pilot.app.push_screen(DebriefScreen(Play(real_path)))
        await settle(pilot)
        await press(pilot, "5")
        shown = [item.right.plain.split() for item in debrief_of(pilot).tab.items()]
        known = [(stand.served, stand.harmed) for stand in tallies]
        assert shown == [[f"{weight:+d}".replace("-", formatting.MINUS) for weight in pair if weight] for pair in known]


def test_two_lines_are_told_apart_without_colour_and_bands_lie_behind() -> None:
    top, low, high = (tuple((step, value) for step in (0, 50, 99)) for value in (9.0, 2.0, 5.0))
    areas = [Area(0, low, top), Area(1, high, top)]
    rows = overlaid([[8.0] * 100, [1.0] * 50], areas, (40, 10), (0, 10))
    characters = [[character for character, _ in row] for row in rows]
    solid = next(row for row in rows if any(number == 0 for _, number in row))
    dashed = next(row for row in rows if any(number == 1 for _, number in row))
    assert all(number == 0 for _, number in solid)
    drawn = [x for x, (_, number) in enumerate(dashed) if number == 1]
    assert drawn != list(range(drawn[0], drawn[-1] + 1))
    assert max(drawn) < 22
    signs = {character for row in characters for character in row}
    assert {BOTH, "·"} <= signs


@pytest.fixture
def real_path(monkeypatch: pytest.MonkeyPatch) -> Session:
    """The real path of the story that is shipped, which has values, lenses, rivals and a history."""
    with monkeypatch.context() as patch:
        patch.setattr(places, "scenario_folders", lambda: [SCENARIOS])
        return Session.look(SCENARIOS.parent / "saves" / "as_it_happened.toml")


async def test_a_story_that_has_everything_has_ten_tabs_and_each_is_drawn(opened: Open, real_path: Session) -> None:
    async with opened((120, 40)) as pilot:
        pilot.app.push_screen(DebriefScreen(Play(real_path)))
        await settle(pilot)
        screen = debrief_of(pilot)
        assert len(screen.sections) == 10
        await press(pilot, "5")
        assert real_path.game.program.scenario.values[
            next(iter(real_path.game.program.scenario.values))
        ].name in text_of(pilot)
        await press(pilot, "7")
        assert "Against" in text_of(pilot)
        await press(pilot, "n")
        assert screen.tab.place > 1
        await press(pilot, "8")
        assert "the same" in text_of(pilot)
        assert "(as you did)" in text_of(pilot)
        await press(pilot, "up", *["down"] * len(screen.tab.items()))
        assert "The case file" in text_of(pilot)


async def test_a_rival_is_switched_on_and_off(opened: Open, real_path: Session) -> None:
    async with opened((120, 50)) as pilot:
        pilot.app.push_screen(DebriefScreen(Play(real_path)))
        await settle(pilot)
        await press(pilot, "9")
        off = text_of(pilot)
        assert "instead of" in off
        await press(pilot, "enter")
        assert "[x]" in text_of(pilot)
        assert "If these are right" in text_of(pilot)
        await press(pilot, "enter")
        assert text_of(pilot) == off


async def test_as_many_causes_have_a_bar_of_their_own_as_there_is_room_for(opened: Open, real_path: Session) -> None:
    async def bars(size: tuple[int, int]) -> tuple[int, str]:
        """How many bars there are, and what is told, at a size."""
        async with opened(size) as pilot:
            pilot.app.push_screen(DebriefScreen(Play(real_path)))
            await settle(pilot)
            await press(pilot, "3")
            lines = [line.plain for line in pilot.app.screen.query_one(Detail).draw(size[0] // 2)]
            return sum("█" in line or "▒" in line for line in lines), " ".join(" ".join(lines).split())

    (few, in_short), (some, _), (many, in_full) = await bars((80, 24)), await bars((120, 60)), await bars((200, 200))
    assert 10 <= few < some < many
    assert "smaller causes; w shows each" in in_short
    assert many == len(real_path.game.ledger.why("morale")) - 1
    assert "smaller causes" not in in_full


async def test_the_bars_and_the_smaller_causes_are_all_in_view_where_they_fit(opened: Open, real_path: Session) -> None:
    async with opened((200, 60)) as pilot:
        pilot.app.push_screen(DebriefScreen(Play(real_path)))
        await settle(pilot)
        await press(pilot, "3")
        assert "smaller causes" in text_of(pilot)
        assert pilot.app.screen.query_one("#pages").max_scroll_y == 0


async def test_two_stories_are_told_apart_by_what_happened_in_one_only_and_by_as_much_as_there_is_room_for(
    opened: Open, real_path: Session
) -> None:
    other = with_assumptions(real_path.game, [next(iter(real_path.game.program.scenario.rivals))]).game
    only = [line(entry.title).plain for entry in [*only_in(real_path.game, other), *only_in(other, real_path.game)]]
    assert only

    async def lines_at(size: tuple[int, int]) -> list[str]:
        async with opened(size) as pilot:
            pilot.app.push_screen(DebriefScreen(Play(real_path)))
            await settle(pilot)
            await press(pilot, "9", "enter")
            detail = pilot.app.screen.query_one(Detail)
            return [line.plain for line in detail.draw(detail.content_size.width)]

    def differences(lines: list[str]) -> int:
        start = next(number for number, line in enumerate(lines) if "At the end of each" in line)
        rows = lines[start + 2 : lines.index("", start)]
        return sum(" more" not in row for row in rows)

    narrow, tall = await lines_at((80, 24)), await lines_at((200, 90))
    assert all(any(title in line for line in tall) for title in only)
    assert differences(narrow) == 6
    assert any(line.strip().endswith("meters more") for line in narrow)
    assert differences(tall) > differences(narrow)
