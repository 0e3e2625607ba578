"""Files that are no good: each is told exactly, none brings the program down, none is touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.saves import migrations, reading
from ceo_sim.saves.listing import summarise
from ceo_sim.saves.reading import read
from ceo_sim.saves.record import MAX_SIZE, Record, SaveError
from tests.saves.helpers import NASTY, begun, play


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A real save, with reasons that are hard to write down."""
    with begun(tmp_path_factory.mktemp("saves")) as session:
        play(session, answers=3, reason=NASTY)
        return session.path.read_text(encoding="utf-8")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.toml"


def refused(path: Path, content: str | bytes) -> SaveError:
    """What is said of a file with that content."""
    data = content if isinstance(content, bytes) else content.encode()
    path.write_bytes(data)
    with pytest.raises(SaveError) as caught:
        read(path)
    assert path.read_bytes() == data
    assert "\n" not in str(caught.value)
    return caught.value


def test_cut_off_at_any_byte_it_keeps_the_answers_that_are_whole(path: Path, text: str) -> None:
    content = text.rstrip("\n").encode()
    whole = [match.end() for match in re.finditer(rb'check = "\w+"', content)]
    head = content.index(b"[[answer]]")

    for length in range(len(content)):
        error = refused(path, content[:length])
        complete = sum(end <= length for end in whole)
        if length >= head + len("[[answer]]"):
            assert error.kept == complete, content[:length]
            assert error.record is not None
            assert error.record.answers == read_text(path, text).answers[:complete]
        else:
            assert not error.kept
        assert summarise(path).damaged


def read_text(path: Path, text: str) -> Record:
    whole = path.with_name("whole.toml")
    whole.write_text(text, encoding="utf-8")
    return read(whole)


@given(data=st.data())
def test_any_bytes_changed_bring_nothing_down(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    content = bytearray(text.encode())
    at = data.draw(st.integers(0, len(content)))
    content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    path = tmp_path_factory.getbasetemp() / "changed.toml"
    path.write_bytes(content)

    summarise(path)


@given(st.binary(max_size=300))
def test_any_bytes_at_all_bring_nothing_down(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)

    assert summarise(path).damaged


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("seed = 7", 'seed = "7"', '"seed" is a text; it should be a whole number'),
        ("seed = 7", "seed = -7", '"seed" is out of bounds'),
        ("seed = 7", f"seed = {2**64}", '"seed" is out of bounds'),
        ("seed = 7", "seed = true", '"seed" is true or false'),
        ("seed = 7", "seed = 7.5", '"seed" is a number'),
        ("mirror = false", "mirror = 0", '"mirror" is a whole number'),
        ('title = "A story"', "title = 5", '"title" is a whole number'),
        ('title = "A story"', "title = []", "line 5 is not as a save is written"),
        ("created = ", "created = 1979-05-27 #", '"created" is a date; it should be a date and time with its zone'),
        ("created = 2026-11-22T12:00:00+00:00", "created = 2026-11-22T12:00:00", '"created" has no zone'),
        ("answers = 3", 'answers = "three"', '"answers" is a text'),
        ("answers = 3", "answers = 5", "is incomplete: it has 3 of its 5 answers"),
        ("[reached]", "[[reached]]", '"reached" is a list'),
        ("step = ", "step = 1.5 #", '"step" is a number'),
        ('option = "stay"', "option = 3", 'answer 1: "option" is a whole number; it should be a text in quotes'),
        ('option = "stay"\n', "", 'answer 1: "option" is missing'),
        ("[[answer]]", "[answer]", "damaged"),
        ("format = 1", "format = true", "format that is true or false"),
        ("format = 1", "format = 0", "has format 0, which cannot be brought up"),
        ("format = 1\n", "", "is not a save of ceo-sim"),
    ],
)
def test_wrong_types_are_told_with_place_and_remedy(path: Path, text: str, old: str, new: str, said: str) -> None:
    error = refused(path, text.replace(old, new, 1))

    assert said in str(error)
    assert "can be kept" in str(error)


def test_a_wrong_answer_leaves_those_before_it(path: Path, text: str) -> None:
    head, first, second, third = text.split("[[answer]]")

    error = refused(path, "[[answer]]".join([head, first, second, third.replace("option", "opinion")]))

    assert error.kept == 2
    assert "answer 3" in error.problem
    assert "the first 2 answers can be kept" in error.remedy


def test_a_save_from_the_future_is_not_read(path: Path, text: str) -> None:
    error = refused(path, text.replace("format = 1", "format = 99", 1))

    assert "has format 99, and this ceo-sim knows formats up to 1" in str(error)
    # The future may write saves in ways that this reader takes for damage.
    assert "has format 99" in str(refused(path, "format = 99\nanswers = [{}]\n" + text))
    assert "update ceo-sim" in str(error)
    assert error.record is None


def test_an_older_format_is_brought_up_step_by_step(path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Formats 1 and 2 stand for older ones in which the seed and the check had other names.
    monkeypatch.setattr(reading, "FORMAT", 3)
    monkeypatch.setitem(migrations.MIGRATIONS, 1, lambda data: {**data, "luck": data["number"]})
    monkeypatch.setitem(migrations.MIGRATIONS, 2, lambda data: {**data, "seed": data["luck"]})
    path.write_text(text.replace("seed = 7", "number = 11\nseed = 0"), encoding="utf-8")

    assert read(path).seed == 11
    assert "format = 1" in path.read_text(encoding="utf-8")

    path.write_text(text, encoding="utf-8")
    with pytest.raises(SaveError, match="has format 1, which cannot be brought up to format 3"):
        read(path)


@pytest.mark.parametrize(
    "content, said",
    [
        ("", "is empty"),
        ("hello", "is damaged"),
        ("a = 1", "is not a save of ceo-sim"),
        ("x" * (MAX_SIZE + 1), "too large"),
        ("x = " + "[" * 15_000, "is damaged"),
        ("format = " + "9" * 15_000, "is damaged"),
        ("\n".join(f"k{number}" + ".a" * 9_000 + " = 1" for number in range(50)), "line 1 is not as a save is written"),
        ("[[answer]]\n" * 50_000, "has more than 40,000 lines"),
        (b"format = 1\n\xff\xfe", "byte 12 is not UTF-8"),
    ],
)
def test_what_is_no_save_is_said_at_once(path: Path, content: str | bytes, said: str) -> None:
    assert said in str(refused(path, content))


def test_what_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="no such save"):
        read(tmp_path / "gone.toml")
    with pytest.raises(SaveError, match="is not a file"):
        read(tmp_path)
    with pytest.raises(SaveError, match="cannot be read"):
        read(tmp_path / "a\0b")


def test_what_windows_adds_is_no_damage(path: Path, text: str) -> None:
    path.write_bytes(text.replace("\n", "\r\n").encode())

    assert len(read(path).answers) == 3
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read(path).answers) == 3
    error = refused(path, text.replace("\n", "\r\n").encode()[:-8])
    assert error.kept == 2
