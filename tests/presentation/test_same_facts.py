"""One game on every face: each tells the same facts, for both shipped stories and for stories that are made up here.

A fact is a text of a view; a face may set it as it likes, but has to tell all of it.
"""

from __future__ import annotations

import asyncio
import html as entities
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from textual.screen import Screen
from textual.widgets import Static

from ceo_sim import places
from ceo_sim.cli import main
from ceo_sim.html.parts import Writer
from ceo_sim.html.story_words import StoryWords
from ceo_sim.plain import desk as desk_lines
from ceo_sim.plain import forecasts, telling
from ceo_sim.presentation.decision import DecisionView, decision_view
from ceo_sim.presentation.desk import DeskView, desk_view, feed
from ceo_sim.presentation.document import Fold, Labelled, Listing, Part, words_of
from ceo_sim.presentation.forecast import forecast_view, givers
from ceo_sim.presentation.formatting import total
from ceo_sim.presentation.naming import how_it_ended
from ceo_sim.presentation.outcome import OutcomeView, consequence, time_passed
from ceo_sim.saves.session import Session
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.markup import blocks, plain
from ceo_sim.settings import SettingsFile
from ceo_sim.tui.app import CeoSim
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.decision import DecisionScreen
from ceo_sim.tui.screens.desk import DeskScreen
from ceo_sim.tui.screens.ending import EndingScreen
from ceo_sim.tui.screens.outcome import ConsequenceScreen, PassingScreen
from ceo_sim.tui.screens.reading import FeedScreen
from ceo_sim.tui.widgets.document import Look, drawn
from ceo_sim.tui.widgets.line_widget import LineWidget
from ceo_sim.web.asks import Answer, Ask, Site
from ceo_sim.web.games import Games
from ceo_sim.web.pages import decision as decision_page
from ceo_sim.web.pages import desk as desk_page
from ceo_sim.web.pages import ending as ending_page
from ceo_sim.web.pages import looking
from ceo_sim.web.pages import outcome as outcome_page
from ceo_sim.web.shell import Page
from tests.saves.helpers import begun, loaded, play
from tests.support.scenarios import SCENARIOS
from tests.support.scenarios import shipped as shipped_scenario
from tests.support.stories import BY_DATE, HEADER, filled_in
from tests.tui.conftest import nothing_to_do, settle

SHIPPED = ("the_post", "meridian")
WIDE = 2_000
"""Columns in which nothing is broken or cut; how a face fits its words into fewer is tested with the face."""


# ---- what is to be told -------------------------------------------------------------------------------------


def desk_facts(view: DeskView) -> Iterator[str]:
    """Values with their words, budgets, what waits until when and for what, promises with their dates, what is said."""
    yield from (view.company, *view.budgets)
    for meter in view.meters:
        yield from (meter.name, meter.value, meter.band)
    for item in view.agenda:
        yield from (item.title, item.price, item.obstacle)
    for promise in view.promises:
        yield f"{plain(promise.text)}{promise.due}"
    for remark in view.remarks:
        yield from (remark.person, remark.text)
    for due in view.due:
        yield due.text


def decision_facts(view: DecisionView) -> Iterator[str]:
    """The decision, who is there, and each option with its price, its lock and what is said to it."""
    yield from (view.title, view.brief, *view.room, *view.budgets)
    for option in view.options:
        yield from (str(option.number), option.label, option.lock, "" if option.is_free else option.price)
        for advice in option.advice:
            yield from (advice.person, advice.text)


def outcome_facts(view: OutcomeView) -> Iterator[str]:
    """What happened and was said, what moved from where to where, and each cause with what it did."""
    for entry in view.entries:
        yield entry.text
    for item in view.news:
        yield from (item.sender, item.text, item.agree)
    for move in view.moves_seen[:5]:
        yield from (move.metric.name, total(move.metric, move.before), total(move.metric, move.after))
        for cause in move.causes:
            yield from (cause.name, cause.amount)


# ---- the faces ----------------------------------------------------------------------------------------------


def bare(text: str) -> str:
    """Words without markup and without what parts them."""
    words = " ".join(block.text for block in blocks(text)).split()
    return " ".join(word for word in words if word not in ("▎", "•", "-"))


def assert_told(facts: Iterable[str], face: str, told: str) -> None:
    for fact in map(bare, facts):
        assert fact.rstrip(".").lower() in told.lower(), f"{face} does not tell: {fact}"


def plain_text(lines: Iterable[str]) -> str:
    return bare(" ".join(lines))


def screen_text(make: Callable[[Play], Screen[Any]], session: Session) -> str:
    """All that the widgets of a screen show, at a width where nothing is broken."""

    async def shown() -> str:
        app = CeoSim(saves=session.path.parent)
        app.animation_level = "none"
        async with app.run_test(size=(200, 60)) as pilot:
            await settle(pilot)
            screen = make(Play(session))
            app.push_screen(screen)
            await settle(pilot)
            parts = []
            for widget in screen.query("*"):
                if isinstance(widget, LineWidget):
                    parts += [line.plain for line in widget.draw(WIDE)]
                elif isinstance(widget, Static):
                    parts.append(str(widget.content))
            return bare(" ".join(parts))

    return asyncio.run(shown())


def browser_text(
    session: Session, shown: Callable[[Ask], Answer], outcome: OutcomeView | None = None, **of: str
) -> str:
    """All that the main part of a page says; an outcome with an answer for a title is that of the last answer."""
    games = Games(session.path.parent)
    game = games.add(session)
    game.outcome, game.title = outcome, of.pop("title", "")
    page = shown(Ask(Site("/", "", games, SettingsFile()), {"game": game.id, **of}))
    assert isinstance(page, Page)
    return markup_text(page.main)


def markup_text(markup: str) -> str:
    """What stands in a piece of HTML; elements in a line part no words."""
    in_line = re.sub(r"</?(a|b|bdi|em|span|strong)\b[^>]*>", "", markup)
    return bare(entities.unescape(re.sub(r"<[^>]*>", " ", in_line)))


@contextmanager
def game_of(story: Loaded, seed: int = 7) -> Iterator[Session]:
    with tempfile.TemporaryDirectory() as folder, begun(Path(folder) / "saves", seed, story) as session:
        yield session


@pytest.fixture(scope="module", params=SHIPPED)
def shipped(request: pytest.FixtureRequest) -> Loaded:
    return shipped_scenario(request.param)


@pytest.fixture(autouse=True)
def no_animations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr(places, "scenario_folders", list)  # the title would make them ready


@pytest.fixture(autouse=True)
def wait_for_events_instead_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual.app.wait_for_idle", nothing_to_do)
    monkeypatch.setattr("textual.pilot.wait_for_idle", nothing_to_do)


# ---- a turn -------------------------------------------------------------------------------------------------


def assert_a_turn_is_told_alike(session: Session) -> None:
    """A decision, its consequence, a day, and the desk after it."""
    game = session.game
    waiting = game.agenda()[0]
    view = decision_view(game, waiting.id)
    facts = [*decision_facts(view)]
    assert_told([*facts, view.deadline], "screen", screen_text(lambda p: DecisionScreen(p, view), session))
    assert_told([*facts, view.deadline_in_full], "plain", plain_text(desk_lines.decision(view)))
    told = browser_text(session, decision_page.decision, decision=waiting.id)
    assert_told([*facts, view.deadline_in_full], "browser", told)

    option = next(option for option in view.options if not option.lock)
    outcome = consequence(game, session.choose(view.id, option.id, "So be it"))
    assert_told(outcome_facts(outcome), "screen", screen_text(lambda p: ConsequenceScreen(p, outcome), session))
    assert_told(outcome_facts(outcome), "plain", plain_text(telling.consequence(outcome)))
    assert_told(
        outcome_facts(outcome), "browser", browser_text(session, outcome_page.outcome, outcome, title=option.label)
    )

    if game.ended or game.urgent() is not None:
        return
    day = time_passed(game, [session.wait()])
    titles = [entry.title for entry in day.entries]
    assert_told([*outcome_facts(day), *titles], "screen", screen_text(lambda p: PassingScreen(p, day), session))
    assert_told([*outcome_facts(day), *titles], "plain", plain_text(telling.passed(day)))
    assert_told([*outcome_facts(day), *titles], "browser", browser_text(session, outcome_page.outcome, day))


def assert_the_desk_is_told_alike(session: Session) -> None:
    desk, news = desk_view(session.game), feed(session.game)
    facts = [*desk_facts(desk)]
    ages = [meter.age for meter in desk.meters], [meter.as_of for meter in desk.meters]
    dates = [item.deadline for item in desk.agenda], [item.deadline_in_full for item in desk.agenda]
    assert_told([*facts, *ages[0], *dates[0]], "screen", screen_text(DeskScreen, session))
    lines = [*desk_lines.desk(desk), *desk_lines.due(desk)]
    assert_told([*facts, *ages[1], *dates[1]], "plain", plain_text(lines))
    pages = (browser_text(session, shown) for shown in (desk_page.desk, looking.due))
    assert_told([*facts, *ages[1], *dates[1]], "browser", " ".join(pages))

    said = [part for item in news for part in (item.sender, item.text, item.agree)]
    assert_told(said, "screen", screen_text(FeedScreen, session))
    assert_told(said, "plain", plain_text(telling.feed(news, "all")))
    assert_told(said, "browser", browser_text(session, looking.news))


def test_a_turn_of_a_shipped_story_is_told_alike(shipped: Loaded) -> None:
    with game_of(shipped) as session:
        play(session, 4)
        while not session.game.agenda():
            session.wait()
        assert_a_turn_is_told_alike(session)


def test_the_desk_of_a_shipped_story_is_told_alike(shipped: Loaded) -> None:
    with game_of(shipped) as session:
        play(session, 6)
        assert_the_desk_is_told_alike(session)


def test_a_forecast_is_told_alike(shipped: Loaded) -> None:
    with game_of(shipped) as session:
        game = session.game
        while not game.agenda():
            session.wait()
        view = decision_view(game, game.agenda()[0].id)
        giver = givers(game, view)[0]
        forecast = forecast_view(game, view, giver.person.id)
        shown = [
            line.plain for metric in forecast.metrics for line in drawn(forecast.in_words([metric]), Look(WIDE, 0))
        ]
        facts = [fact for part in forecast.in_words(forecast.metrics) for fact in document_facts(part)]
        assert any("at the end" in fact for fact in facts)
        assert_told(facts, "screen", bare(" ".join(shown)))
        assert_told(facts, "plain", plain_text(forecasts.forecast(forecast, every_meter=True)))
        written = Writer(StoryWords.of("en", {})).all(forecast.in_words(forecast.metrics), 2)
        assert_told(facts, "browser", markup_text(written))


def document_facts(part: Part) -> Iterator[str]:
    """What stands in each option of a forecast."""
    match part:
        case Fold():
            yield part.summary
            for inner in part.parts:
                yield from document_facts(inner)
        case Labelled():
            yield from (fact for label, spans in part.items for fact in (label, words_of(spans)))
        case Listing():
            yield from map(words_of, part.items)


# ---- the end ------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
def test_an_ending_and_its_meters_are_told_alike(name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with begun(tmp_path, 7, shipped_scenario(name)) as session:
        play(session)
        game = session.game
        desk = desk_view(game)
        facts = [how_it_ended(game), *(part for meter in desk.headline for part in (meter.name, meter.value))]
        assert_told(facts, "screen", screen_text(EndingScreen, session))
        assert_told(facts, "browser", browser_text(session, ending_page.ending))
        save = session.path
    assert main(["report", str(save), "--scenario", str(SCENARIOS / name), "--format", "md", "-o", "-"]) == 0
    assert_told(facts, "report", bare(capsys.readouterr().out.replace("\\", "")))


# ---- stories that are made up -------------------------------------------------------------------------------

words = st.text("abcdeghiklmnoprstuvy", min_size=3, max_size=9)
names = st.lists(words, min_size=1, max_size=3).map(" ".join).map(str.capitalize)


@st.composite
def stories(draw: st.DrawFn) -> str:
    """A story of some metrics of every kind and a decision with prices, locks, advice, a promise and news."""
    ids = [f"m{number}" for number in range(draw(st.integers(1, 4)))]
    parts = ['[budget.hours]\nname = "hours"\nrefill = 3', '[cast.ada]\nname = "Ada"\nrole = "Law"\nadviser = true']
    for place, id in enumerate(ids):
        decimals = draw(st.integers(0, 2))
        better = draw(st.sampled_from(["higher", "lower", "neither"]))
        parts.append(f'[metric.{id}]\nname = "{draw(names)} {place}"\nstart = {draw(st.integers(5, 95))}')
        parts[-1] += f'\ndecimals = {decimals}\nbetter = "{better}"\nheadline = {str(place == 0).lower()}'
        if place and draw(st.booleans()):
            parts[-1] += f'\nsurvey = {{ every = "2d", noise = {draw(st.integers(0, 9))} }}'
    parts.append(f'[promise.report]\ntext = "{draw(names)}"\nkept = {{ effects = {{ {ids[0]} = 1 }} }}')
    parts[-1] += f'\nbroken = {{ effects = {{ {ids[0]} = -1 }} }}\nkept_when = "{ids[0]} > 50"\ndue = "3d"'
    parts.append(f'[decision.d]\ntitle = "{draw(names)}"\nbrief = "{draw(names)}"\nat = 2020-05-28T18:00:00-04:00')
    for number in range(draw(st.integers(2, 4))):
        effects = ", ".join(f"{id} = {draw(st.floats(-9, 9).map(lambda value: round(value, 2)))}" for id in ids)
        option = f'[decision.d.option.o{number}]\nlabel = "{draw(names)} {number}"\neffects = {{ {effects} }}'
        option += (
            f'\ncost = {{ hours = {draw(st.integers(0, 5)) if number else 0} }}\nadvice = {{ ada = "{draw(names)}" }}'
        )
        option += f'\noutcome = "{draw(names)}."\npromises = ["report"]'
        option += f'\nnews = [{{ from = "{draw(names)}", text = "{draw(names)}" }}]'
        parts.append(option)
    return HEADER + BY_DATE + filled_in("\n".join(parts) + "\n")


@pytest.mark.slow
@given(stories())
@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_story_that_is_made_up_is_told_alike(text: str) -> None:
    with game_of(loaded(text)) as session:
        assert_a_turn_is_told_alike(session)
        assert_the_desk_is_told_alike(session)
