"""Texts that change from one time to the next, and options that are hidden or the last way out."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.engine.replay import replay
from ceo_sim.engine.rng import consecutive_seeds
from ceo_sim.presentation.locks import lock_text
from ceo_sim.scenario.loader import load_texts
from ceo_sim.scenario.model import Scenario
from tests.support.examples import examples

HEAD = """\
format = 2
[scenario]
id = "again"
title = "Again"
role = "You run a ward."
support = "judgement"
opening = "{who:alma} is on the phone."
[clock]
turns = 40
[metric.staff]
name = "Staff"
start = 50
headline = true
[budget.hours]
name = "hours"
refill = 1
[cast.alma]
name = "Alma Reyes"
role = "Head of nursing"
[cast.tom]
name = "Tom Pell"
role = "CEO of the insurer"
[ending.end]
title = "End"
text = "{who:tom}"
"""


def story(text: str) -> Scenario:
    return load_texts({"scenario.toml": HEAD + text}).playable


def game(text: str, seed: int = 1) -> Game:
    return Game(compile_scenario(story(text)), seed)


DAILY = """\
[event.bell]
title = "{first}The bell{again}The bell again{end}"
text = "{one of}one{or}two{or}three{end}"
once = false
when = "turn > 0"
news = [{ from = "porter", text = "{who:tom} asks, {who:tom} waits." }]
"""


def test_a_drawn_text_never_comes_twice_in_a_row_and_every_branch_comes() -> None:
    drawn = [[entry.text for entry in played(DAILY, seed).entries if entry.kind == "event"] for seed in range(20)]
    assert all(one != other for texts in drawn for one, other in pairwise(texts))
    counts = Counter(text for texts in drawn for text in texts)
    assert set(counts) == {"one", "two", "three"}
    assert max(counts.values()) < 1.2 * min(counts.values())
    assert len({texts[0] for texts in drawn}) == 3
    assert drawn[3] == [entry.text for entry in played(DAILY, 3).entries if entry.kind == "event"]


def played(text: str, seed: int) -> Game:
    one = game(text, seed)
    while not one.ended:
        one.wait()
    return one


def test_the_first_time_is_told_from_those_that_follow() -> None:
    titles = [entry.title for entry in played(DAILY, 1).entries if entry.kind == "event"]
    assert titles[:3] == ["The bell", "The bell again", "The bell again"]
    assert len(titles) == 40


def test_people_have_their_role_at_the_first_mention_only() -> None:
    one = played(DAILY, 1)
    assert one.fill(one.program.scenario.info.opening) == "Alma Reyes, head of nursing, is on the phone."
    assert one.news[0].text == "Tom Pell, CEO of the insurer, asks, Tom Pell waits."
    assert one.news[1].text == "Tom Pell asks, Tom Pell waits."
    assert one.ending is not None
    assert one.fill(one.ending.text) == "Tom Pell"


ASKED = """\
[decision.ask]
title = "{first}Ask{again}Ask again{end}"
brief = "{who:alma} or {who:tom}? {one of}Hm.{or}Well.{end}"
at = 0
urgent = true
[decision.ask.option.yes]
label = "Yes"
hidden = true
when = "staff > 60"
[decision.ask.option.no]
label = "{who:tom}?"
when = "staff > 40"
locked = "Not while **so few** are there."
effects = { staff = -20 }
next = { decision = "ask" }
[decision.ask.option.dear]
label = "Pay"
cost = { hours = 2 }
[decision.ask.option.leave]
label = "Leave"
otherwise = true
"""


def test_options_may_be_hidden_or_locked_in_the_authors_words_and_one_is_the_way_out() -> None:
    one = game(ASKED)
    assert [option.id for option in one.ask("ask").options if option.id != "yes"] == [
        option.id for option in one.ask("ask").options
    ]
    assert one.can("ask", "no")
    assert not one.can("ask", "leave")
    lock = one.lock("ask", "leave")
    assert lock is not None
    assert lock_text(one.program.scenario, lock) == "only if no other option is open"
    one.choose("ask", "no")
    one.wait()
    lock = one.lock("ask", "no")
    assert lock is not None
    assert lock_text(one.program.scenario, lock) == "Not while so few are there"
    assert one.can("ask", "leave")


def test_a_decision_that_comes_again_says_so_and_knows_whom_it_has_mentioned() -> None:
    one = game(ASKED)
    first = one.ask("ask")
    assert first.title == "Ask"
    assert first.brief.startswith("Alma Reyes or Tom Pell, CEO of the insurer?")
    assert one.ask("ask") == first
    assert [option.label for option in first.options if option.id == "no"] == ["Tom Pell?"]
    one.choose("ask", "no")
    one.wait()
    second = one.ask("ask")
    assert second.title == "Ask again"
    assert second.brief.startswith("Alma Reyes or Tom Pell?")
    assert second.brief[-4:] != first.brief[-4:]


TIMED = """\
[deck.corridor]
card.rumour = { weight = 1, text = "A rumour.", effects = { staff = [-1, "They talk."] } }
card.silence = { weight = 1, when = "corridor.rumour.drawn", text = "Silence." }
[variable.level]
start = 0
[event.tally]
title = "Tally"
when = "corridor.rumour.drawn"
once = false
adds = { level = 2 }
[metric.heard]
name = "Heard"
formula = "level + (10 if corridor.rumour.drawn else 0)"
"""


def test_cards_are_known_to_expressions_in_batches_and_alone() -> None:
    program = compile_scenario(story(TIMED))
    lanes = Lanes(program, consecutive_seeds(1, 50))
    run(lanes, RandomPolicy())
    alone = played(TIMED, 7)
    heard = program.metrics["heard"].cell
    assert lanes.final[heard, 6] == alone.course("heard")[-1] > 10
    assert Counter(entry.cause for entry in alone.entries if entry.kind == "card") == {
        "corridor.rumour": 1,
        "corridor.silence": 1,
    }


@settings(max_examples=examples(30), deadline=None)
@given(st.integers(0, 2**64 - 1), st.data())
def test_a_replay_says_the_same_words_and_so_does_a_game_that_goes_on_from_one(seed: int, lot: st.DataObject) -> None:
    one = game(DAILY + ASKED, seed)
    while not one.ended and len(one.answers) < 12:
        urgent = one.urgent()
        if urgent is None:
            one.wait()
            continue
        view = one.ask(urgent.id)  # a face that looks, and fills what it shows
        open_options = [option.id for option in view.options if option.lock is None]
        one.choose(urgent.id, lot.draw(st.sampled_from(open_options)))
    again = replay(one.program, seed, one.answers, one.now)
    assert (again.entries, again.news) == (one.entries, one.news)
    assert [again.ask(each.id) for each in again.agenda()] == [one.ask(each.id) for each in one.agenda()]
    for game_ in (one, again):
        if not game_.ended and game_.urgent() is None:
            game_.wait()
    assert (again.entries, again.news) == (one.entries, one.news)


def test_an_edition_draws_the_same_branches_at_the_same_places() -> None:
    short = '[edition]\ntitle = "Short"\n[event.bell]\ntext = "{one of}1{or}2{or}3{end}"\n'
    loaded = load_texts({"scenario.toml": HEAD + DAILY, "editions/short.toml": short}, edition="short")
    edition = Game(compile_scenario(loaded.playable), 5)
    while not edition.ended:
        edition.wait()
    words = dict(zip("123", ("one", "two", "three"), strict=True))
    own = [entry.text for entry in played(DAILY, 5).entries if entry.kind == "event"]
    assert [words[entry.text] for entry in edition.entries if entry.kind == "event"] == own
