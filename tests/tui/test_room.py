"""Room: what is cut, what is broken, and what stands too close to a scroll bar."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from textual.containers import VerticalScroll
from textual.content import Content

from ceo_sim.analysis.forecast import givers
from ceo_sim.presentation.debrief.story import story_so_far
from ceo_sim.presentation.decision import OptionView
from ceo_sim.presentation.desk import AgendaLine, NewsView
from ceo_sim.presentation.document import Day
from ceo_sim.presentation.forecast import GiverView
from ceo_sim.presentation.why import Evidence, evidence_for
from ceo_sim.saves.session import Session
from ceo_sim.scenario.markup import plain
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.decision import OptionCard
from ceo_sim.tui.screens.forecast import AdviserRow
from ceo_sim.tui.screens.why import CauseRow, WhyScreen
from ceo_sim.tui.widgets.agenda import AgendaRow
from ceo_sim.tui.widgets.feed import item_lines
from ceo_sim.tui.widgets.line_widget import hanging_indent
from ceo_sim.tui.widgets.meter import LineMeters
from tests.support.scenarios import load_once

from .conftest import BEGIN, SEED, TORTOISE, Open, press, screen_name, settle, text_of

FLAGSHIP = Path(__file__).parents[2] / "scenarios" / "the_post"
TO_DESK = (*BEGIN, "1", "enter", "enter", "enter")


@pytest.mark.parametrize(
    "keys",
    [("enter", "enter"), (*TO_DESK, "question_mark"), (*TO_DESK, "a"), (*TO_DESK, "comma"), (*TO_DESK, "w")],
    ids=["values", "help", "advisers", "settings", "why"],
)
async def test_a_blank_column_parts_words_from_the_scroll_bar(opened: Open, keys: tuple[str, ...]) -> None:
    async with opened((120, 40), scenario=FLAGSHIP) as pilot:
        await press(pilot, *keys)
        await pilot.resize_terminal(60, 18)
        await settle(pilot)
        (pane,) = (pane for pane in pilot.app.screen.query(VerticalScroll) if pane.show_vertical_scrollbar)
        bar = pane.scrollable_content_region.right
        for widget in pane.query("*"):
            assert widget.children or widget.content_region.right < bar


@pytest.mark.parametrize("size", [(120, 40), (200, 60)])
async def test_the_names_of_the_flagship_s_meters_stand_whole_on_the_desk(opened: Open, size: tuple[int, int]) -> None:
    async with opened(size, scenario=FLAGSHIP) as pilot:
        await press(pilot, *TO_DESK)
        side = pilot.app.screen.query_one("#side", LineMeters)
        text = text_of(pilot)
        for meter in side.meters[:10]:
            assert meter.name in text


async def test_promises_stand_under_their_own_name_where_there_is_one_column(at_desk: Open) -> None:
    async with at_desk() as pilot:
        assert "─Promised─" in text_of(pilot)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "Promised and said" in text_of(pilot)


async def test_evidence_that_was_given_above_is_not_given_again(opened: Open) -> None:
    async with opened((120, 40), scenario=FLAGSHIP) as pilot:
        await press(pilot, *TO_DESK, "n", "enter", "enter", "enter", "w")
        again = 0
        screen = pilot.app.screen
        assert isinstance(screen, WhyScreen)
        for _ in screen.metrics:
            given = set[Evidence]()
            for row in screen.query(CauseRow):
                assert row.cause.kind != "rest"
                nearest = evidence_for(screen.play.game, screen.metric.id, row.cause.kind, row.cause.id)[:1]
                is_again = bool(nearest) and nearest[0] in given
                assert ("As said above:" in " ".join(line.plain for line in row.draw(110))) is is_again
                given.update(nearest)
                again += is_again
            await press(pilot, "right")
        assert again


def test_no_short_word_is_left_alone_on_a_last_line() -> None:
    lines = hanging_indent(Content("  "), Content("A public log of contacts, by 24 July (40 days)"), 44)
    assert [line.plain.strip() for line in lines] == ["A public log of contacts, by 24 July", "(40 days)"]


def test_what_nobody_decided_is_not_told_as_the_player_s_decision(saves: Path) -> None:
    with Session.start(load_once(TORTOISE), SEED, saves) as session:
        play = Play(session)
        play.session.choose("alarm", "own_up", "")
        while not play.game.ended and play.game.urgent() is None:
            play.pass_time(until_needed=False)
        days = [day for day in story_so_far(play.game) if isinstance(day, Day)]
        moments = [moment for day in days for moment in day.moments]
        defaults = [entry for entry in play.game.entries if entry.kind == "lapse"]
        assert defaults
        for entry in defaults:
            own = [moment.label for moment in moments if moment.title == plain(entry.title)]
            assert own == [""]


async def test_a_question_stands_whole_in_the_smallest_terminal(at_desk: Open) -> None:
    async with at_desk((60, 18)) as pilot:
        await press(pilot, "escape")
        assert screen_name(pilot) == "AskScreen"
        assert pilot.app.screen.query_one("#card").region.right <= 60


@pytest.mark.parametrize("width", [28, 34, 60])
def test_a_sender_is_named_whole_however_many_agree(width: int) -> None:
    said = ("Staff board", "The internal message board", "Three names are gone.", "1,090 agree")
    first = item_lines(NewsView("Sun morning", "Sunday 31 May, 06:00", *said, is_fresh=False), width)[0]
    assert "Staff board" in first.plain
    assert first.cell_length <= width


async def test_what_moved_says_why_in_the_words_of_the_author_and_does_not_name_the_choice_again(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "1", "enter", "enter")
        assert screen_name(pilot) == "ConsequenceScreen"
        assert "+4.0  A laugh is quick to earn" in text_of(pilot)
        assert "You: " not in text_of(pilot)


# ---- labels, prices and dates, in letters of one cell and of two ----------------------------------------------------

WORD = st.lists(st.sampled_from([*"abcdefgh報告書安全운항é", "👩‍🚒"]), min_size=1, max_size=14).map("".join)
WORDS = st.lists(WORD, min_size=1, max_size=14).map(" ".join)


def letters(text: str) -> str:
    return "".join(text.replace("▶", "").split())


@given(WORDS, WORDS, WORDS, st.integers(40, 200), st.integers(1, 9))
def test_no_letter_of_an_option_its_price_or_its_lock_is_lost(
    label: str, price: str, lock: str, width: int, number: int
) -> None:
    option = OptionView("a", number, label, price, is_free=False, lock=lock, advice=())
    lines = OptionCard(option).draw(width)
    drawn = "\n".join(line.plain for line in lines)

    assert max(line.cell_length for line in lines) <= width
    assert Counter(letters(drawn)) == Counter(letters(f"{number}{label}{price}locked:{lock}"))


@given(WORDS, WORDS, WORDS, st.integers(40, 200), st.booleans())
def test_no_letter_of_a_line_of_the_agenda_is_lost(
    title: str, price: str, deadline: str, width: int, is_urgent: bool
) -> None:
    waiting = AgendaLine("a", title, is_urgent, None, price, deadline, deadline, "")
    lines = AgendaRow(1, waiting).draw(width)
    drawn = "".join(line.plain for line in lines)

    assert max(line.cell_length for line in lines) <= width
    assert Counter(letters(drawn).replace("·", "")) == Counter(letters(f"{'!' * is_urgent}1{title}{price}{deadline}"))


@given(WORDS, WORDS, st.integers(40, 200))
def test_no_letter_of_who_gives_a_forecast_and_of_what_it_takes_is_lost(name: str, terms: str, width: int) -> None:
    (giver, *_) = givers(load_once(TORTOISE).playable)
    person = evolve(giver, name=name, role="", leans="")
    lines = AdviserRow(1, GiverView(person, terms, is_asked=False, lock="", terms=terms, note=""), "").draw(width)
    drawn = "".join(line.plain for line in lines)

    assert max(line.cell_length for line in lines) <= width
    assert Counter(letters(drawn)) == Counter(letters(f"1{name}{terms}"))
