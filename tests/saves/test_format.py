from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.saves.format import (
    MAX_NAME,
    MAX_NOTE,
    MAX_REASON,
    MAX_SIZE,
    MAX_TEXT,
    Save,
    SavedAnswer,
    SavedConsultation,
    SavedInjection,
    SavedMadeUpState,
    dumps,
    tidy,
    tidy_name,
)
from ceo_sim.saves.reading import read
from ceo_sim.saves.toml_subset import parse
from ceo_sim.scenario.characters import steering

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
dates = st.datetimes(timezones=zones).map(lambda date: date.replace(microsecond=0))
moments = dates | st.integers(0, 999_999)
ids = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
predictions = st.dictionaries(ids, st.sampled_from(["up", "down", "same"]), max_size=4)
kept = st.builds(SavedAnswer, moments, texts, texts, texts, texts, predictions.map(lambda found: tuple(found.items())))
values = st.dictionaries(ids, st.booleans() | st.floats(-1e12, 1e12).map(lambda number: number + 0.0), max_size=3)
made_up = st.builds(SavedMadeUpState, moments, texts, values.map(lambda found: tuple(found.items())))
consulted = st.builds(SavedConsultation, moments, texts, texts, st.integers(0, 4))
thrown = st.builds(SavedInjection, moments, texts, st.integers(0, 4), st.integers(0, 5))


def with_side_moves(save: Save, consultations: list[SavedConsultation], injections: list[SavedInjection]) -> Save:
    """A save with those that come after what it has, in the order of the story."""
    fitting = [each for each in consultations if each.after <= len(save.answers)]
    thrown_in = [each for each in injections if each.after <= len(save.answers) and each.consulted <= len(fitting)]
    return save._replace(
        consultations=tuple(sorted(fitting, key=lambda each: each.after)),
        injections=tuple(sorted(thrown_in, key=lambda each: (each.after, each.consulted))),
    )


saves = st.builds(
    with_side_moves,
    st.builds(
        Save,
        scenario=texts,
        title=texts,
        version=texts,
        fingerprint=texts,
        seed=st.integers(0, 2**64 - 1),
        mirror=st.booleans(),
        edition=st.none() | texts,
        created=dates,
        updated=dates,
        reached=moments,
        step=st.integers(0, 999_999),
        ending=texts,
        made_up=st.none() | made_up,
        answers=st.lists(kept, max_size=4).map(tuple),
        name=texts.map(tidy_name),
        note=texts.map(lambda text: tidy(text, MAX_NOTE)),
        values=st.lists(texts, max_size=4).map(tuple),
    ),
    st.lists(consulted, max_size=5),
    st.lists(thrown, max_size=4),
)


@given(saves)
def test_what_is_written_is_read_again(tmp_path_factory: object, save: Save) -> None:
    path = _file(tmp_path_factory)
    path.write_text(dumps(save), encoding="utf-8")

    assert read(path) == save


LONG = "\u200d\\" * 3_000
ZONE = dt.timezone(dt.timedelta(hours=14))
LAST = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=ZONE)
FULLEST = SavedAnswer(LAST, LONG, LONG, LONG, LONG, tuple((f"metric_{number}", "same") for number in range(2_000)))


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({}, id="every text longer than any may be"),
        pytest.param({"values": tuple(f"value_{number}" for number in range(2_000))}, id="2,000 values"),
        pytest.param({"answers": (FULLEST,)}, id="2,000 predictions"),
        pytest.param({"answers": (SavedAnswer(LAST, "d", "o"),) * 7_500}, id="7,500 answers"),
        pytest.param({"consultations": (SavedConsultation(0, "d", "a", 0),) * 13_000}, id="13,000 consultations"),
        pytest.param({"injections": (SavedInjection(0, "i", 0, 0),) * 13_000}, id="13,000 injections"),
    ],
)
def test_whatever_fits_into_a_file_is_read_again(tmp_path: Path, more: dict[str, Any]) -> None:
    texts: dict[str, Any] = dict.fromkeys(("scenario", "title", "version", "fingerprint", "edition", "ending"), LONG)
    save = Save(
        **texts, seed=2**64 - 1, mirror=True, created=LAST, updated=LAST, reached=LAST, step=20_000, answers=()
    )._replace(**more)
    text = dumps(save)
    assert len(text.encode()) <= MAX_SIZE
    (tmp_path / "full.toml").write_text(text, encoding="utf-8")

    again = read(tmp_path / "full.toml")

    assert again == save or dumps(again) == text
    assert len(again.title) == MAX_TEXT
    assert len(again.answers) == len(save.answers)
    assert [answer.predicted for answer in again.answers] == [answer.predicted for answer in save.answers]
    assert (again.values, again.consultations, again.injections) == (save.values, save.consultations, save.injections)


@given(saves)
def test_python_reads_a_save_as_we_do(save: Save) -> None:
    text = dumps(save)

    assert parse(text) == (tomli.loads(text), 0)


@pytest.mark.parametrize("zone", ["+00:70", "+24:00", "+0000", "+00:00:30", "-23:60"])
def test_a_zone_that_toml_does_not_have_is_refused(zone: str) -> None:
    assert parse("at = 2020-05-29T18:00:00-23:59") == (tomli.loads("at = 2020-05-29T18:00:00-23:59"), 0)
    assert parse(f"at = 2020-05-29T18:00:00{zone}").wrong_line == 1


@given(st.data())
def test_what_we_read_of_a_changed_save_python_reads_too(data: st.DataObject) -> None:
    text = dumps(data.draw(saves))
    at = data.draw(st.integers(0, len(text)))
    pieces = st.sampled_from(
        ['"', "'", "\\", "=", "[", "]]", "{", "}", ",", ".", "#", "\n", "\t", " ", "x", "7", "- 1", ""]
    )
    text = text[:at] + data.draw(pieces) + text[at + data.draw(st.integers(0, 3)) :]

    parsed = parse(text)

    if not parsed.wrong_line:
        assert parsed.data == tomli.loads(text)


@given(saves)
def test_a_save_shows_nothing_that_could_steer_a_terminal(save: Save) -> None:
    assert all(line.isprintable() for line in dumps(save).split("\n"))


@given(st.text(max_size=2 * MAX_NAME))
def test_any_name_can_be_kept_and_shown(name: str) -> None:
    tidied = tidy_name(name)

    assert len(tidied) <= MAX_NAME
    assert [*steering(tidied)] == []
    assert tidied.splitlines() in ([], [tidied])
    assert tidy_name(tidied) == tidied


@given(saves, st.integers(0, 5))
def test_of_a_save_that_is_cut_no_consultation_is_left_hanging(save: Save, answers: int) -> None:
    cut = save.first(answers)

    assert cut.answers == save.answers[:answers]
    assert all(each.after <= answers for each in cut.consultations)
    assert all(each.after <= answers for each in cut.injections)
    assert cut.ending == ""


@given(st.text(max_size=2 * MAX_REASON))
def test_any_reason_can_be_kept(reason: str) -> None:
    tidied = tidy(reason)

    assert len(tidied) <= MAX_REASON
    assert tidy(tidied) == tidied
    assert tidied.encode("utf-8").decode("utf-8") == tidied


def test_a_reader_finds_everything_in_plain_toml() -> None:
    start = dt.datetime(2020, 5, 29, 9, tzinfo=dt.timezone(dt.timedelta(hours=-4)))
    answer = SavedAnswer(start, "the_post", "leave_up", "I said so", "0a1b2c3d", (("trust", "up"),))
    save = Save("the_post", "The Post", "1.0", "ff", 7, True, None, start, start, start, 4, "", (answer,))
    save = save._replace(
        name="Mine",
        note="Why?",
        values=("voice", "law"),
        consultations=(SavedConsultation(start, "the_post", "policy", 0),),
    )

    data = tomli.loads(dumps(save))

    assert data["format"] == 2
    assert data["answers"] == 1
    assert data["reached"] == {"at": start, "step": 4, "ending": ""}
    assert (data["name"], data["note"], data["values"]) == ("Mine", "Why?", ["voice", "law"])
    assert data["consultations"] == 1
    assert data["consultation"] == [{"at": start, "decision": "the_post", "adviser": "policy", "after": 0}]
    assert data["answer"] == [
        {
            "at": start,
            "decision": "the_post",
            "option": "leave_up",
            "reason": "I said so",
            "check": "0a1b2c3d",
            "predicted": {"trust": "up"},
        }
    ]


def test_a_save_is_written_in_the_oldest_format_that_can_hold_it() -> None:
    start = dt.datetime(2020, 5, 29, 9, tzinfo=dt.UTC)
    save = Save("s", "S", "1.0", "ff", 7, False, None, start, start, start, 4, "", ())
    thrown_into = save._replace(injections=(SavedInjection(start, "leak", 0, 0),))

    formats = [tomli.loads(dumps(one))["format"] for one in (save, save._replace(act="week"), thrown_into)]

    assert formats == [2, 3, 4]
    assert "injection" not in dumps(save)
    data = tomli.loads(dumps(thrown_into))
    assert data["injections"] == 1
    assert data["injection"] == [{"at": start, "inject": "leak", "after": 0, "consulted": 0}]


def test_what_was_done_stands_in_a_save_in_the_order_of_the_story() -> None:
    start = dt.datetime(2020, 5, 29, 9, tzinfo=dt.UTC)
    save = Save("s", "S", "1.0", "ff", 7, False, None, start, start, start, 4, "", (SavedAnswer(start, "d", "o"),))
    save = save._replace(
        consultations=(SavedConsultation(start, "d", "a", 0), SavedConsultation(start, "e", "a", 1)),
        injections=tuple(SavedInjection(start, "i", after, asked) for after, asked in ((0, 0), (0, 1), (1, 1), (1, 2))),
    )

    tables = [line.strip("[]") for line in dumps(save).split("\n") if line.startswith("[[")]

    thrown_in, asked = "injection", "consultation"
    assert tables == [thrown_in, asked, thrown_in, "answer", thrown_in, asked, thrown_in]


def _file(factory: object) -> Path:
    assert hasattr(factory, "getbasetemp")
    path: Path = factory.getbasetemp() / "round_trip.toml"
    return path
