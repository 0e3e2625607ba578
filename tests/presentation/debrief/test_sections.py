"""The sections of a debrief: what each of them tells, and when there is which."""

from __future__ import annotations

import re

import pytest

from ceo_sim.analysis.days import Days
from ceo_sim.analysis.diff import only_in
from ceo_sim.analysis.history import replay_history
from ceo_sim.analysis.predictions import AdviserScore
from ceo_sim.analysis.whatif import alternative, options_at
from ceo_sim.engine.game import Game
from ceo_sim.engine.play_log import Entry
from ceo_sim.engine.program import Program
from ceo_sim.presentation import formatting
from ceo_sim.presentation.debrief.history import RealPath
from ceo_sim.presentation.debrief.story import moment
from ceo_sim.presentation.debrief.subject import DebriefSubject, headline
from ceo_sim.presentation.document import (
    Balance,
    Chart,
    Fold,
    Labelled,
    Listing,
    Page,
    Pair,
    Quote,
    Table,
    Waterfall,
    words_of,
)
from ceo_sim.presentation.naming import cause_name, decision_title
from ceo_sim.report.debrief import page
from ceo_sim.report.html import html
from ceo_sim.report.markdown import markdown
from ceo_sim.scenario.metrics import debrief_metrics
from tests.report.reading import Read
from tests.support.documents import every, section
from tests.support.plays import played_by_lot
from tests.support.stories import EVERYTHING, INTERRUPTED, program

STORY = program(EVERYTHING)
PARTS = [
    "The story",
    "The meters",
    "Why",
    "What if",
    "What you stood for",
    "What was foretold",
    "Through four lenses",
    "What really happened",
    "If others are right",
    "To talk about",
]


def test_the_flagship_has_every_part(flagship: Page) -> None:
    assert [each.title for each in flagship.sections] == PARTS


def test_a_small_story_has_the_parts_that_it_can_have() -> None:
    found = page([DebriefSubject("One", played_by_lot(STORY, 1))])

    assert [each.title for each in found.sections] == ["The story", "The meters", "Why", "What if", "What was foretold"]


def test_the_lenses_that_are_counted_are_those_that_argue_in_what_was_answered() -> None:
    lenses = "".join(f'[lens.{id}]\nname = "{id}"\nquestion = "{id}?"\n' for id in ("care", "duty", "rights"))
    argues = '[decision.first.option.{}.lens]\n{} = {{ for = "So.", against = "Not so." }}\n'
    story = program(EVERYTHING + lenses + argues.format("go", "rights") + argues.format("stay", "care"))
    lens_section = section(page([DebriefSubject("One", played_by_lot(story, 1))]), "Through two lenses")

    asked = [words_of(item) for listing in every(lens_section, Listing) for item in listing.items]
    assert asked == ["care. care?", "rights. rights?"]
    assert {pair.name for pair in every(lens_section, Pair)} == {"care", "rights"}


def test_each_answer_and_its_reason_are_in_the_story(flagship: Page, post: Program) -> None:
    game = replay_history(post)
    told = [words_of(quote.spans) for quote in every(section(flagship, "The story"), Quote)]

    assert {answer.reason for answer in game.answers if answer.reason} <= set(told)


def test_the_story_tells_what_each_day_moved_and_why_and_the_parts_add_up(tutorial: Program) -> None:
    game = played_by_lot(tutorial, 5)
    days = Days(game, debrief_metrics(tutorial.scenario))
    for metric in debrief_metrics(tutorial.scenario):
        moved = [move for day in range(9) for move in days.moved(day) if move.metric is metric]
        change = game.course(metric.id)[-1] - game.start_value(metric.id)
        assert sum(move.change for move in moved) == pytest.approx(change, abs=0.2)
        assert all(sum(share.amount for share in move.causes) == pytest.approx(move.change) for move in moved)

    steps = [entry.step for entry in game.entries] + [item.step for item in game.news]
    folds = every(page([DebriefSubject("Anna", game)]).sections[0], Fold)
    told = [each for each in folds if each.summary == "What moved that day, and why"]
    assert len(told) == len(set(map(game.timeline.day_number, steps)))
    assert re.search(r"[+−]\d", told[0].gist), "the headline meters are in the summary"


def test_what_was_thrown_in_is_told_charted_and_named_as_a_cause() -> None:
    game = Game(program(INTERRUPTED), 1)
    game.throw("memo")
    game.choose("first", "stay")
    game.wait()
    told = page([DebriefSubject("Anna", game)])
    written = markdown(told)

    assert cause_name(game, "inject", "memo") == "Thrown in: A memo"
    assert "Thrown in: A memo" in written
    memo = moment(game, game.entries[0], "a")
    assert (memo.title, memo.kind) == ("A memo", "thrown in a")
    (legend,) = (table for table in every(section(told, "The meters"), Table) if "letters" in table.caption)
    assert [row[0] for row in legend.rows if row[2] == "A memo"] == ["a"]


def test_what_was_thrown_in_and_is_not_offered_another_way_stands_only_in_the_players_story() -> None:
    game = Game(program(INTERRUPTED.replace('title = "A memo"', 'title = "A memo"\nwhen = "first.stay"')), 1)
    game.choose("first", "stay")
    game.throw("memo")
    game.wait()
    followed = alternative(game, 0, "go")

    assert [entry.title for entry in only_in(game, followed.game) if entry.kind == "inject"] == ["A memo"]
    assert followed.game.injections == []


def test_what_has_no_title_is_not_told_twice() -> None:
    text = "The log of contacts is up, and its most read line is the one about you."
    entry = Entry(0, "promise", "p.kept", "", text)
    found = moment(Game(STORY, 1), entry)

    assert (found.title, found.kind) == ("", "Promise")
    shown = html(page([DebriefSubject("Anna", Game(STORY, 1))]))
    assert "<b></b>" not in shown


def test_every_metric_that_may_be_told_has_a_chart_and_a_waterfall(flagship: Page, post: Program) -> None:
    game = replay_history(post)
    charts = list(every(section(flagship, "The meters"), Chart))
    waterfalls = list(every(section(flagship, "Why"), Waterfall))

    assert [chart.title for chart in charts] == [metric.name for metric in debrief_metrics(game.program.scenario)]
    assert len(waterfalls) == len(charts)
    assert all(chart.wide == bool(chart.marks) for chart in charts)
    for metric, waterfall in zip(debrief_metrics(game.program.scenario), waterfalls, strict=True):
        assert waterfall.causes[-1].after == pytest.approx(game.course(metric.id)[-1])


def test_every_cause_of_every_metric_is_named_with_its_amount_to_the_last_digit(flagship: Page, post: Program) -> None:
    game = replay_history(post)
    waterfalls = list(every(section(flagship, "Why"), Waterfall))
    for metric, waterfall in zip(debrief_metrics(game.program.scenario), waterfalls, strict=True):
        told = [f"{waterfall.change(cause)} {cause.name}" for cause in waterfall.causes]
        told += ["".join(span.text for span in spans) for cause in waterfall.causes for spans in cause.evidence]
        digit = 0.1 ** (metric.decimals + (max(map(abs, metric.range)) < 1000))
        for share in game.ledger.why(metric.id)[1:]:
            near = {formatting.change(metric, share.amount + off * digit) for off in (-0.5, 0, 0.5)}
            named = {f"{change} {cause_name(game, share.kind, share.cause)}" for change in near}
            assert any(each.startswith(tuple(named)) for each in told), (metric.id, named)


def test_the_values_that_were_named_come_first(flagship: Page) -> None:
    first, others = every(section(flagship, "What you stood for"), Balance)

    assert [row.name for row in first.rows] == ["Candor", "Free expression"]
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


@pytest.mark.slow
def test_there_is_a_fold_for_each_answer_with_every_other_open_option(flagship: Page, post: Program) -> None:
    game = replay_history(post)
    folds = [each for each in section(flagship, "What if").parts if isinstance(each, Fold)]
    tables = [next(every(fold, Table)) for fold in folds]

    expected = [
        sum(option.lock is None for option in options_at(game, index).options) for index in range(len(game.answers))
    ]
    assert [len(each.rows) for each in tables] == [count for count in expected if count > 1]


def test_a_headline_metric_that_only_the_debrief_shows_is_left_out_where_every_other_option_is_tried() -> None:
    story = program(EVERYTHING.replace("headline = true", 'headline = true\nshown = "debrief"'))
    game = played_by_lot(story, 1)
    assert [metric.id for metric in headline(game)] == ["mood"]
    tables = list(every(section(page([DebriefSubject("One", game)]), "What if"), Table))

    assert tables
    assert not any("Mood" in table.head for table in tables)


def test_the_option_that_is_named_is_the_one_on_many_lucks(tutorial: Program) -> None:
    game = played_by_lot(tutorial, 1)
    answer = game.answers[0]
    other = next(each.id for each in options_at(game, 0).options if each.lock is None and each.id != answer.option)
    named = markdown(page([DebriefSubject("One", game)], f"{answer.decision}.{other}"))
    much = named.partition("### One of them in full")[2].partition("\n\n")[2].partition("\n")[0]

    assert much.startswith("1\\. ")
    assert "changes the headline meters most" not in much


def test_the_real_path_stands_beside_with_its_sources(flagship: Page, post: Program) -> None:
    pairs = list(every(section(flagship, "What really happened"), Pair))
    history = post.scenario.history
    assert history is not None

    assert len(pairs) >= len(history.choices)
    for choice, pair in zip(history.choices, pairs, strict=False):
        theirs = words_of(pair.right[1])
        assert ("as you did" in theirs) == (choice.counterpart != "none")
        assert ("Nothing like it is on record." in theirs) == (choice.counterpart == "none")
        assert ("and not the same" in theirs) == (choice.counterpart == "nearest")
        assert bool(re.match(r"\d+ \w{3}: ", theirs)) == (choice.counterpart == "same")
    words = Read(html(flagship)).words
    assert all(Read(f"<p>{fact.source}</p>").words[:40] in words for fact in history.facts)


@pytest.mark.parametrize(
    "counterpart, theirs, aside",
    [
        ("same", "Go (as you did). They went halfway. Source: A paper.", "the same"),
        (
            "nearest",
            "They went halfway. Source: A paper. The nearest answer here, and not the same: Go (as you did).",
            "nearest",
        ),
        ("none", "Nothing like it is on record. They went halfway. Source: A paper.", "yours only"),
    ],
)
def test_what_was_done_is_not_called_an_option_that_is_only_near_it(counterpart: str, theirs: str, aside: str) -> None:
    in_format_2 = EVERYTHING.replace("format = 1", "format = 2")
    real = '[[history.choice]]\ndecision = "first"\noption = "go"\ntext = "They went halfway."\nsource = "A paper"\n'
    game = Game(program(f'{in_format_2}{real}counterpart = "{counterpart}"\n'), 1)
    while not any(waiting.id == "first" for waiting in game.agenda()):
        game.wait()
    game.choose("first", "go")
    shown = RealPath(DebriefSubject("One", game))
    (pair,) = every(shown.of_decision("first"), Pair)

    assert words_of(pair.right[1]) == theirs
    assert shown.topics()[0].aside == aside


def test_the_addresses_of_a_source_can_be_followed_and_stand_there_once() -> None:
    source = 'A paper, \\"Rain\\", May 2020, https://a.example/b_c?d=1; Another, June 2020, https://e.example/f.html'
    real = f'[[history.fact]]\nat = 1\ndecision = "first"\ntext = "It rained."\nsource = "{source}"\n'
    game = Game(program(EVERYTHING + real), 1)
    while not game.is_open("first"):
        game.wait()
    shown = RealPath(DebriefSubject("One", game))
    ((_, fact),) = next(every(shown.page(), Labelled)).items

    links = [span for span in fact if span.link]
    assert [span.link for span in links] == ["https://a.example/b_c?d=1", "https://e.example/f.html"]
    assert all(span.text == span.link for span in links)
    assert words_of(fact) == f"It rained. Source: {source}.".replace("\\", "")


def test_the_case_file_is_in_the_order_of_the_story(flagship: Page, post: Program) -> None:
    titles = [fold.summary for fold in every(section(flagship, "What really happened"), Fold)]
    order = [decision_title(Game(post, 1), id) for id in post.scenario.decisions]

    assert titles == sorted(titles, key=order.index)
    assert "The post" in titles


def test_the_headline_is_what_the_scenario_says_or_the_first_few() -> None:
    plain = program(EVERYTHING.replace("headline = true\n", ""))

    assert [metric.id for metric in headline(Game(STORY, 1))] == ["mood"]
    assert [metric.id for metric in headline(Game(plain, 1))] == ["staff", "press", "cash"]
