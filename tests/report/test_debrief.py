"""What the debrief tells: every part, for stories of every kind, and no score."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from ceo_sim.analysis.days import Days
from ceo_sim.analysis.history import replay_history
from ceo_sim.analysis.predictions import AdviserScore
from ceo_sim.analysis.whatif import options_at
from ceo_sim.engine.game import Game
from ceo_sim.engine.play_log import Entry
from ceo_sim.engine.program import Program
from ceo_sim.engine.replay import replay
from ceo_sim.presentation import formatting
from ceo_sim.presentation.debrief.comparison import SIDE_BY_SIDE
from ceo_sim.presentation.debrief.story import moment
from ceo_sim.presentation.debrief.subject import DebriefSubject, headline, letters
from ceo_sim.presentation.document import Balance, Chart, Fold, Page, Pair, Part, Quote, Table, Waterfall, words_of
from ceo_sim.presentation.naming import cause_name
from ceo_sim.report.debrief import page
from ceo_sim.report.html import html
from ceo_sim.report.markdown import markdown
from ceo_sim.scenario.metrics import debrief_metrics
from tests.report.reading import Read
from tests.support.plays import played_by_lot
from tests.support.stories import EVERYTHING, by_turn, program

STORY = program(EVERYTHING)
PARTS = [
    "The story",
    "The meters",
    "Why",
    "What if",
    "What you stood for",
    "What was foretold",
    "Through six lenses",
    "What really happened",
    "If others are right",
    "To talk about",
]


def every(thing: object, kind: type[Part]) -> Iterator[Part]:
    """All parts of a kind, wherever they stand."""
    if isinstance(thing, kind):
        yield thing
    if isinstance(thing, tuple):
        for each in thing:
            yield from every(each, kind)
    for field in getattr(thing, "__attrs_attrs__", ()):
        yield from every(getattr(thing, field.name), kind)


def section(found: Page, title: str) -> Part:
    return next(each for each in found.sections if each.title == title)


def test_the_flagship_has_every_part(flagship: Page) -> None:
    assert [each.title for each in flagship.sections] == PARTS


def test_a_small_story_has_the_parts_that_it_can_have() -> None:
    found = page([DebriefSubject("One", played_by_lot(STORY, 1))])

    assert [each.title for each in found.sections] == ["The story", "The meters", "Why", "What if", "What was foretold"]


def test_every_story_can_be_told_at_every_moment(tutorial: Program) -> None:
    for played in (STORY, tutorial):
        for game in (Game(played, 1), played_by_lot(played, 2, days=2), played_by_lot(played, 3)):
            found = page([DebriefSubject("One", game)])
            assert Read(html(found)).unclosed == []
            assert markdown(found)


def test_a_story_without_metrics_decisions_or_names_can_be_told() -> None:
    empty = by_turn("", turns=2)
    game = Game(empty, 0)
    game.wait(2)

    assert Read(html(page([DebriefSubject("", game)]))).unclosed == []


def test_each_answer_and_its_reason_are_in_the_story(flagship: Page, post: Program) -> None:
    game = replay_history(post)
    told = [words_of(quote.spans) for quote in every(section(flagship, "The story"), Quote) if isinstance(quote, Quote)]

    assert {answer.reason for answer in game.answers if answer.reason} <= set(told)


def test_the_story_tells_what_each_day_moved_and_why_and_the_parts_add_up(tutorial: Program) -> None:
    game = played_by_lot(tutorial, 5)
    days = Days(game, debrief_metrics(tutorial.scenario))
    for metric in debrief_metrics(tutorial.scenario):
        moved = [move for day in range(9) for move in days.moved(day) if move.metric is metric]
        change = game.course(metric.id)[-1] - game.start_value(metric.id)
        assert sum(move.amount for move in moved) == pytest.approx(change, abs=0.2)
        assert all(sum(share.amount for share in move.causes) == pytest.approx(move.amount) for move in moved)

    steps = [entry.step for entry in game.entries] + [item.step for item in game.news]
    folds = every(page([DebriefSubject("Anna", game)]).sections[0], Fold)
    told = [each for each in folds if isinstance(each, Fold) and each.summary == "What moved that day, and why"]
    assert len(told) == len(set(map(game.timeline.day_number, steps)))
    assert re.search(r"[+−]\d", told[0].gist), "the headline meters are in the summary"


def test_what_has_no_title_is_not_told_twice() -> None:
    text = "The log of contacts is up, and its most read line is the one about you."
    entry = Entry(0, "promise", "p.kept", "", text)
    found = moment(Game(STORY, 1), entry)

    assert (found.title, found.kind) == ("", "Promise")
    shown = html(page([DebriefSubject("Anna", Game(STORY, 1))]))
    assert "<b></b>" not in shown


def test_every_metric_that_may_be_told_has_a_chart_and_a_waterfall(flagship: Page, post: Program) -> None:
    game = replay_history(post)
    charts = [each for each in every(section(flagship, "The meters"), Chart) if isinstance(each, Chart)]
    waterfalls = [each for each in every(section(flagship, "Why"), Waterfall) if isinstance(each, Waterfall)]

    assert [chart.title for chart in charts] == [metric.name for metric in debrief_metrics(game.program.scenario)]
    assert len(waterfalls) == len(charts)
    assert all(chart.wide == bool(chart.marks) for chart in charts)
    for metric, waterfall in zip(debrief_metrics(game.program.scenario), waterfalls, strict=True):
        assert waterfall.causes[-1].after == pytest.approx(game.course(metric.id)[-1])


def test_every_cause_of_every_metric_is_named_with_its_amount(flagship: Page, post: Program) -> None:
    game = replay_history(post)
    scenario = game.program.scenario
    waterfalls = [each for each in every(section(flagship, "Why"), Waterfall) if isinstance(each, Waterfall)]
    for metric, waterfall in zip(debrief_metrics(scenario), waterfalls, strict=True):
        told = [f"{waterfall.change(cause)} {cause.name}" for cause in waterfall.causes]
        told += ["".join(span.text for span in spans) for cause in waterfall.causes for spans in cause.evidence]
        for share in game.ledger.why(metric.id)[1:]:
            named = f"{formatting.change(metric, share.amount)} {cause_name(scenario, share.kind, share.cause)}"
            assert any(each.startswith(named) for each in told), (metric.id, named)


def test_what_is_never_shown_is_not_told() -> None:
    secret = program(EVERYTHING.replace('name = "Cash"', 'name = "Cash"\nshown = "never"'))
    found = page([DebriefSubject("One", played_by_lot(secret, 1))])

    assert "Cash" not in html(found)
    assert "Cash" not in markdown(found)


def test_the_values_that_were_named_come_first(flagship: Page) -> None:
    first, others = every(section(flagship, "What you stood for"), Balance)
    assert isinstance(first, Balance)
    assert isinstance(others, Balance)

    assert [row.name for row in first.rows] == ["Candour", "Free expression"]
    assert len(others.rows) == 6


def test_each_value_says_what_it_means_and_each_range_on_which_side_it_missed(flagship: Page, post: Program) -> None:
    found = markdown(flagship)
    meant = [value.text for value in post.scenario.values.values()]
    assert meant
    assert all(text in found for text in meant)

    low_high_came = ((1.0, 2.0, 0.5), (1.0, 2.0, 1.5), (1.0, 2.0, 2.5))
    person, metric = next(iter(post.scenario.cast.values())), next(iter(post.scenario.metrics.values()))
    places = [AdviserScore(person, "post", metric, *three, at=1).place for three in low_high_came]
    assert places == ["below", "inside", "above"]


def test_there_is_a_fold_for_each_answer_with_every_other_open_option(flagship: Page, post: Program) -> None:
    game = replay_history(post)
    folds = [each for each in section(flagship, "What if").parts if isinstance(each, Fold)]  # type: ignore[union-attr]
    tables = [next(every(fold, Table)) for fold in folds]

    expected = [
        sum(option.lock is None for option in options_at(game, index).options) for index in range(len(game.answers))
    ]
    assert [len(each.rows) for each in tables if isinstance(each, Table)] == [count for count in expected if count > 1]


def test_the_option_that_is_named_is_the_one_on_many_lucks(tutorial: Program) -> None:
    game = played_by_lot(tutorial, 1)
    answer = game.answers[0]
    other = next(each.id for each in options_at(game, 0).options if each.lock is None and each.id != answer.option)
    named = markdown(page([DebriefSubject("One", game)], f"{answer.decision}.{other}"))
    much = named.partition("### One of them in full")[2].partition("\n\n")[2].partition("\n")[0]

    assert much.startswith("1\\. ")
    assert "changes the headline meters most" not in much


def test_the_real_path_stands_beside_with_its_sources(flagship: Page, post: Program) -> None:
    pairs = [each for each in every(section(flagship, "What really happened"), Pair) if isinstance(each, Pair)]
    history = post.scenario.history
    assert history is not None

    assert len(pairs) >= len(history.choices)
    assert all("as you did" in words_of(pair.right[1]) for pair in pairs[: len(history.choices)])
    words = Read(html(flagship)).words
    assert all(Read(f"<p>{fact.source}</p>").words[:40] in words for fact in history.facts)


def test_there_is_no_score(flagship: Page, two: Page) -> None:
    for found in (flagship, two):
        words = Read(html(found)).words.lower()
        assert not re.search(r"\b(total|your|final|overall) (score|points|grade|rank)\b", words)


# ---- several -------------------------------------------------------------------------------------------------


def forked(tutorial: Program) -> tuple[Game, Game]:
    """A play, and the same up to its second answer, which is another."""
    game = played_by_lot(tutorial, 5)
    other = replay(
        tutorial, 5, game.answers[:1], game.answers[1].step, [each for each in game.consultations if each.after <= 1]
    )
    view = other.ask(game.answers[1].decision)
    other.choose(
        view.id, next(each.id for each in view.options if each.lock is None and each.id != game.answers[1].option)
    )
    return game, other


def test_a_fork_parts_where_it_was_forked(tutorial: Program) -> None:
    game, other = forked(tutorial)
    told = markdown(page([DebriefSubject("Anna", game), DebriefSubject("Ben", other)]))

    assert "A and B, with the same luck, part at answer 2" in told
    assert "## Side by side" in told
    assert "## A: Anna" in told
    assert "## B: Ben" in told


def test_the_same_play_twice_parts_nowhere(tutorial: Program) -> None:
    told = markdown(page([DebriefSubject(name, played_by_lot(tutorial, 5)) for name in ("Anna", "Ben")]))

    assert "A and B chose the same, with the same luck." in told


def test_many_are_told_by_what_they_chose(tutorial: Program) -> None:
    count = SIDE_BY_SIDE + 2
    found = page([DebriefSubject(f"Player {seed}", played_by_lot(tutorial, seed)) for seed in range(count)])
    choices = next(each for each in every(found, Table) if isinstance(each, Table) and each.head[-1] == "Who")
    assert isinstance(choices, Table)

    by_decision: dict[object, list[str]] = {}
    for decision, _, how_many, who in choices.rows:
        assert int(str(how_many)) == len(str(who).split(", "))
        by_decision.setdefault(decision, []).extend(str(who).split(", "))
    assert by_decision
    assert all(sorted(who) == [letters(place) for place in range(count)] for who in by_decision.values())


def test_many_keep_their_reasons_and_are_told_in_short(tutorial: Program) -> None:
    count = SIDE_BY_SIDE + 2
    found = page([DebriefSubject(f"Player {seed}", played_by_lot(tutorial, seed)) for seed in range(count)])
    told = markdown(found)

    reasons = sum(each.reason != "" for seed in range(count) for each in played_by_lot(tutorial, seed).answers)
    assert told.count("*by lot*") == reasons
    assert max(len(each.head) for each in every(found.sections[0], Table) if isinstance(each, Table)) < 13
    folds = [each.summary for each in found.sections[1].parts if isinstance(each, Fold)]
    assert folds == ["The story", "The meters", "Why", "What you stood for", "What was foretold"]
    assert told.count("are in the report of this save alone") == count
    assert found.sections[-1].title == "To talk about", "which is the same for all"


def test_those_that_part_alike_from_the_first_are_told_together(tutorial: Program) -> None:
    game, other = forked(tutorial)
    told = markdown(
        page([DebriefSubject(name, each) for name, each in (("Anna", game), ("Ben", other), ("Cleo", other))])
    )

    assert "A parts from B and C, with the same luck, at answer 2" in told


def test_no_line_of_a_comparison_is_more_than_another(two: Page, flagship: Page) -> None:
    beside = [each for each in every(two.sections[0], Chart) if isinstance(each, Chart)]

    assert beside
    assert all(each.equal for each in beside)
    assert not any(each.equal for each in every(flagship, Chart) if isinstance(each, Chart))


def test_a_mirrored_story_says_so_and_is_compared_with_its_like_only(tutorial: Program) -> None:
    games = [played_by_lot(tutorial, seed) for seed in (1, 2, 3)]
    told = [
        DebriefSubject(name, game, mirrored=name == "Ben")
        for name, game in zip(("Anna", "Ben", "Cleo"), games, strict=True)
    ]
    title = tutorial.scenario.info.title

    assert [each.title for each in page(told).sections] == [
        f"{title}: side by side",
        f"A: Anna ({title})",
        f"C: Cleo ({title})",
        f"B: Ben ({title} (mirrored))",
    ]
    assert "the political poles of this story have changed places" in markdown(page(told[1:2]))


def test_stories_of_one_scenario_stand_together(tutorial: Program) -> None:
    games = [played_by_lot(tutorial, 1), played_by_lot(STORY, 1), played_by_lot(tutorial, 2)]
    found = page([DebriefSubject(name, game) for name, game in zip(("Anna", "Ben", "Cleo"), games, strict=True)])
    title = tutorial.scenario.info.title

    assert [each.title for each in found.sections] == [
        "B: Ben (A story)",
        f"{title}: side by side",
        f"A: Anna ({title})",
        f"C: Cleo ({title})",
    ]


def test_letters_go_on_after_z() -> None:
    assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_the_headline_is_what_the_scenario_says_or_the_first_few() -> None:
    plain = program(EVERYTHING.replace("headline = true\n", ""))

    assert [metric.id for metric in headline(Game(STORY, 1))] == ["mood"]
    assert [metric.id for metric in headline(Game(plain, 1))] == ["staff", "press", "cash"]
