"""Games that were saved by earlier versions: each is played again, or says at which answer the story departs."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from ceo_sim.library import find_scenario, load_playable
from ceo_sim.saves.format import Save, SaveError
from ceo_sim.saves.reading import read
from ceo_sim.saves.reopen import ReopenedSave, reopen, replay_save
from ceo_sim.saves.session import Session
from ceo_sim.scenario.loader import Loaded

DATA = Path(__file__).parents[1] / "data"
FOLDER = DATA / "saves" / "before_portable_arithmetic"
"""Games played by lot when exp, log, tanh and cos were those of NumPy and so depended on the processor."""
SAVES = sorted(FOLDER.glob("*.toml"))
FIRST_EDITIONS = DATA / "first_edition"
"""The stories of saves here that have been written anew since."""
FIRST_EDITION = FIRST_EDITIONS / "the_post"
OF_THE_FIRST_EDITION = sorted((DATA / "saves" / "first_edition").glob("*.toml"))
"""Games of it with the arithmetic of today; one is the real path as it was shipped with it."""
ALL_OF_THE_FIRST_EDITION = [*OF_THE_FIRST_EDITION, *(path for path in SAVES if path.stem.startswith("the_post"))]
DEPARTS_BY_ITS_PROCESSOR = {"the_post_ended_1": 24}
"""What of the games that depended on the processor cannot be repeated now, and how many answers can."""


@cache
def first_edition(scenario: str, edition: str | None) -> Loaded:
    return load_playable(FIRST_EDITIONS / scenario, edition)


def replayed(save: Save) -> ReopenedSave:
    """A save on the story that it was played on."""
    is_first = (FIRST_EDITIONS / save.scenario).exists()
    find = first_edition if is_first else find_scenario
    return replay_save(save, find(save.scenario, save.edition))


def test_there_are_saves_of_every_story_under_way_and_ended_and_with_all_that_a_save_can_hold() -> None:
    saves = [read(path) for path in SAVES]

    assert {(save.scenario, bool(save.ending)) for save in saves} == {
        (scenario, ended) for scenario in ("the_post", "meridian", "tutorial") for ended in (True, False)
    }
    assert {save.mirror for save in saves} == {True, False}
    assert {save.edition for save in saves} == {None, "13plus"}
    for holds in ("note", "name", "values", "consultations"):
        assert any(getattr(save, holds) for save in saves), holds
    answers = [answer for save in saves for answer in save.answers]
    assert any(answer.predicted for answer in answers)
    assert any(answer.reason for answer in answers)
    assert all(answer.check for answer in answers)


@pytest.mark.parametrize("path", SAVES, ids=lambda path: path.stem)
def test_an_old_save_is_played_again_or_says_at_which_answer_it_departs(path: Path) -> None:
    restored = replayed(read(path))

    if not restored.scenario_changed:
        assert restored.notice == ""
    if restored.mismatch:
        # Only its scenario can make it depart, and then all answers before are repeated.
        assert re.match(rf"answer {restored.answers_replayed + 1}, |a forecast ", restored.mismatch)
        assert f"{restored.answers_replayed} of {len(restored.save.answers)} could be kept" in re.sub(
            r"(\d+) answers?", r"\1", restored.notice
        )
    else:
        assert restored.answers_replayed == len(restored.save.answers)
        assert restored.game.ended == bool(restored.save.ending)
        assert restored.game.now == restored.save.step
    assert len(restored.game.answers) == restored.answers_replayed
    if restored.save.scenario == FIRST_EDITION.name:
        whole = len(restored.save.answers)
        assert restored.answers_replayed == DEPARTS_BY_ITS_PROCESSOR.get(path.stem, whole)


@pytest.mark.parametrize("path", [path for path in SAVES if "under_way" in path.stem], ids=lambda path: path.stem)
def test_an_old_save_whose_metrics_came_out_otherwise_says_at_which_answer(path: Path) -> None:
    save = read(path)
    place = len(save.answers) // 2
    answers = list(save.answers)
    answers[place] = answers[place]._replace(check="00000000")

    restored = replayed(save._replace(answers=tuple(answers)))

    assert restored.answers_replayed == place
    assert restored.mismatch.startswith(f"answer {place + 1}, ")
    assert restored.mismatch.endswith("the metrics after it differ from those recorded")


# ---- the flagship's first edition ------------------------------------------------------------------------------


def test_there_are_saves_of_the_first_edition_ended_and_under_way_mirrored_and_milder() -> None:
    saves = [read(path) for path in OF_THE_FIRST_EDITION]

    assert {bool(save.ending) for save in saves} == {save.mirror for save in saves} == {True, False}
    assert {save.edition for save in saves} == {None, "13plus"}
    assert {save.version for save in saves} == {"1.0.0"}
    assert any(save.values for save in saves)
    assert all(answer.check for save in saves for answer in save.answers)


@pytest.mark.parametrize("path", OF_THE_FIRST_EDITION, ids=lambda path: path.stem)
def test_a_save_of_the_first_edition_is_played_again_on_it_bit_for_bit(path: Path) -> None:
    save = read(path)
    restored = replayed(save)

    assert restored.notice == ""
    assert not restored.scenario_changed
    assert [answer.check for answer in restored.game.answers] == [answer.check for answer in save.answers]
    assert restored.game.now == save.step
    assert restored.game.ended == bool(save.ending)


@pytest.mark.parametrize("path", ALL_OF_THE_FIRST_EDITION, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_on_the_second_edition_a_save_of_the_first_says_where_it_departs_and_keeps_what_fits(path: Path) -> None:
    save, before = read(path), path.read_bytes()
    versions = "from version 1.0.0 to 2.0.0"
    departs = "departs at answer 1, 2020-05-28 18:00, the_draft: there is no decision the_draft"
    count = len(save.answers)

    with pytest.raises(SaveError) as caught:
        reopen(path, find_scenario)
    session = Session.look(path, find_scenario, salvage=True)

    assert caught.value.problem == f"the scenario has changed since, {versions}, and {departs}"
    assert caught.value.remedy.startswith(f"none of its {count} answers can be kept, only its seed, in a new file")
    assert f"has changed since this was saved, {versions}. The story {departs}. None of its {count} " in session.notice
    assert (session.game.answers, session.game.seed, session.game.now) == ([], save.seed, 0)
    assert (session.mirror, session.edition, session.name, session.note) == (
        save.mirror,
        save.edition,
        save.name,
        save.note,
    )
    assert path.read_bytes() == before
