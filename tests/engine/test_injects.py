from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import Row
from ceo_sim.engine.replay import ReplayMismatch, replay, retraced, rewound
from ceo_sim.engine.snapshots import Consultation, Injection, in_order
from ceo_sim.errors import IllegalMove
from tests.support.examples import examples
from tests.support.stories import INTERRUPTED, program

STORY = program(INTERRUPTED)
KINDS = ("answer", "wait", "ask", "throw")
moves = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 11)), max_size=40)


def played(seed: int, wanted: list[tuple[str, int]]) -> Game:
    """A play in which each move is made that can be, in the given order."""
    game = Game(STORY, seed)
    for kind, number in wanted:
        if game.ended:
            break
        if kind == "wait" and game.urgent() is None:
            game.wait(game.now + 1 + number % 5)
        elif kind == "throw" and (offered := [inject.id for inject in game.injects() if inject.offered]):
            game.throw(offered[number % len(offered)])
        elif kind in ("answer", "ask") and (waiting := game.open_decisions()):
            decision = waiting[number % len(waiting)].id
            options = [option.id for option in game.ask(decision).options if option.lock is None]
            if kind == "ask" and game.consultation_lock(decision, "ines") is None:
                game.consult(decision, "ines")
            elif kind == "answer" and options:
                game.choose(decision, options[number % len(options)])
    return game


@settings(max_examples=examples(60), deadline=None)
@given(seed=st.integers(0, 50), wanted=moves)
def test_whatever_is_answered_asked_and_thrown_in_replays_to_the_same_story(
    seed: int, wanted: list[tuple[str, int]]
) -> None:
    game = played(seed, wanted)
    again = replay(STORY, seed, game.answers, game.now, game.side_moves)

    assert (again.check(), again.now, again.ended) == (game.check(), game.now, game.ended)
    assert (again.answers, again.consultations, again.injections) == (
        game.answers,
        game.consultations,
        game.injections,
    )
    assert again.side_moves == game.side_moves
    assert (again.entries, again.news, again.ledger.rows) == (game.entries, game.news, game.ledger.rows)
    assert (again.budgets, again.delayed()) == (game.budgets, game.delayed())


@settings(max_examples=examples(20), deadline=None)
@given(seed=st.integers(0, 50), wanted=moves)
def test_a_story_rewound_or_retraced_has_what_was_thrown_in_before(seed: int, wanted: list[tuple[str, int]]) -> None:
    game = played(seed, wanted)
    for index, before in enumerate(retraced(game)):
        expected = [injection for injection in game.injections if injection.after <= index]
        assert before.injections == expected
        assert rewound(game, index).injections == expected
        assert rewound(game, index).check() == before.check()


def test_an_inject_takes_effect_at_once_and_is_told() -> None:
    game = Game(STORY, 1)
    mood = game.course("mood")[-1]
    report = game.throw("memo")

    assert game.injections == [Injection(0, "memo", 0, 0)]
    assert (report.start, report.end) == (0, 0)
    (entry,) = report.entries
    assert (entry.kind, entry.cause, entry.title) == ("inject", "memo", "A memo")
    assert entry.text == f"Mood is {game.course('mood')[-1]:.1f}."
    assert [item.text for item in report.news] == ["A memo is out."]
    assert game.course("mood")[-1] < mood
    press = [row for row in report.rows if row.metric == "press"]
    assert press == [Row(0, "press", "inject", "memo", 15.0, 35.0)]


def test_an_inject_without_a_text_is_told_by_its_title() -> None:
    game = Game(STORY, 1)
    game.throw("memo")
    (entry,) = game.throw("rumour").entries
    assert (entry.title, entry.text) == ("A rumour", "")


def test_an_inject_may_be_thrown_in_while_something_urgent_waits_and_puts_a_decision_at_once() -> None:
    game = Game(STORY, 1)
    assert game.urgent() is not None
    game.throw("strangers")
    assert game.is_open("third")
    assert [promise.state for promise in game.promises()] == ["open"]


def test_all_injects_are_listed_as_they_stand() -> None:
    game = Game(STORY, 1)
    assert [(inject.id, inject.offered, inject.thrown) for inject in game.injects()] == [
        ("memo", True, False),
        ("rumour", False, False),
        ("strangers", True, False),
        ("flood", False, False),
    ]
    game.throw("memo")
    memo, rumour, *_ = game.injects()
    assert (memo.offered, memo.thrown) == (False, True)
    assert memo.text == f"Mood is {game.course('mood')[-1]:.1f}."
    assert rumour.offered


def test_what_cannot_be_thrown_in_is_refused_with_the_reason() -> None:
    game = Game(STORY, 1)
    with pytest.raises(IllegalMove, match="there is no inject nothing; there are memo, rumour, strangers, flood"):
        game.throw("nothing")
    with pytest.raises(IllegalMove, match="rumour cannot be thrown in now: press > 30 does not hold"):
        game.verify_inject("rumour")
    game.throw("memo")
    game.verify_inject("rumour")
    with pytest.raises(IllegalMove, match="memo has been thrown in already"):
        game.throw("memo")
    over = ended()
    with pytest.raises(IllegalMove, match="strangers cannot be thrown in: the story is over"):
        over.throw("strangers")
    assert not any(inject.offered for inject in over.injects())


def ended() -> Game:
    game = Game(STORY, 1)
    while not game.ended:
        if (urgent := game.urgent()) is not None:
            game.choose(urgent.id, next(option.id for option in game.ask(urgent.id).options if option.lock is None))
        else:
            game.wait()
    return game


def test_what_cannot_be_thrown_in_again_is_where_the_story_departs() -> None:
    with pytest.raises(ReplayMismatch, match="answer 1: flood cannot be thrown in now") as caught:
        replay(STORY, 1, [], side_moves=[Injection(0, "flood", 0, 0)])
    assert caught.value.index == 0


def test_side_moves_come_in_the_order_in_which_they_were_made() -> None:
    first, second, third = (Consultation(step, "d", "ines", after) for step, after in ((0, 0), (0, 0), (5, 1)))
    before, between, last = Injection(0, "a", 0, 0), Injection(0, "b", 0, 1), Injection(4, "c", 1, 2)
    assert in_order([first, second, third], [before, between, last]) == [before, first, between, second, last, third]
