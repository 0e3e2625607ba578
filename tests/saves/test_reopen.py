from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.saves.format import Save, SavedAnswer, SavedConsultation, SavedInjection
from ceo_sim.saves.reopen import replay_save
from tests.saves.helpers import INTERRUPTED_STORY, begun, play

decisions = st.sampled_from(["first", "second", "meeting", "pledge", "", "\x1b[31m"])
hours = st.integers(-24, 24 * 20)
days = st.sampled_from([dt.datetime.max.replace(tzinfo=dt.UTC), dt.datetime.min.replace(tzinfo=dt.UTC)])
moments = st.one_of(
    hours.map(lambda hour: dt.datetime(2020, 5, 28, 22, tzinfo=dt.UTC) + dt.timedelta(hours=hour)),
    days,
    st.integers(0, 999_999),
)
advisers = st.sampled_from(["ines", "mute", "", "nobody"])
consultations = st.lists(st.builds(SavedConsultation, moments, decisions, advisers, st.integers(0, 4)), max_size=4)
injects = st.sampled_from(["memo", "rumour", "strangers", "", "\x1b[31m"])
injections = st.lists(st.builds(SavedInjection, moments, injects, st.integers(0, 4), st.integers(0, 4)), max_size=4)
predictions = st.dictionaries(st.sampled_from(["mood", "luck"]), st.sampled_from(["up", "sideways"])).map(
    lambda found: tuple(found.items())
)


@pytest.fixture(scope="module")
def save(tmp_path_factory: pytest.TempPathFactory) -> Save:
    """A game of four answers before which an adviser was asked and something was thrown in."""
    with begun(tmp_path_factory.mktemp("saves"), story=INTERRUPTED_STORY) as session:
        session.consult("first", "ines")
        session.throw("memo")
        return play(session, 4).as_save()


@given(st.data())
def test_whatever_a_save_holds_it_is_played_as_far_as_it_fits(save: Save, data: st.DataObject) -> None:
    answers = list(save.answers)
    if data.draw(st.booleans()):
        place = data.draw(st.integers(0, 3))
        answers[place] = data.draw(st.builds(SavedAnswer, moments, decisions, st.sampled_from(["stay", "a"])))
    answers = [answer._replace(predicted=data.draw(predictions)) for answer in answers]
    forged = save._replace(
        answers=tuple(answers),
        consultations=(*save.consultations, *data.draw(consultations)),
        injections=(*save.injections, *data.draw(injections)),
        reached=data.draw(st.none() | moments),
    )

    restored = replay_save(forged, INTERRUPTED_STORY)

    assert len(restored.game.answers) == restored.answers_replayed
    assert bool(restored.mismatch) or len(restored.game.answers) == 4
    assert all(
        metric == "mood" and way == "up" for one in restored.game.answers for metric, way in one.predicted.items()
    )


def test_a_whole_save_is_played_whole(save: Save) -> None:
    restored = replay_save(save, INTERRUPTED_STORY)

    assert (restored.notice, restored.answers_replayed) == ("", 4)
    assert [each.adviser for each in restored.game.consultations] == ["ines"]
    assert [each.inject for each in restored.game.injections] == ["memo"]
