"""Files that are no good: each is told exactly, none brings the program down, none is touched."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.saves import migrations, reading
from ceo_sim.saves.format import MAX_SIZE, Save, SavedConsultation, SavedInjection, SaveError, dumps
from ceo_sim.saves.listing import summarise
from ceo_sim.saves.reading import read
from tests.saves.helpers import NASTY, begun, changed_by_hand, play, resumed
from tests.support.stories import EVERYTHING

SAVES = Path(__file__).parents[1] / "data" / "saves"
OF_FORMAT_1 = SAVES / "format_1.toml"
OF_FORMAT_4 = SAVES / "format_4.toml"


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A real save, with reasons that are hard to write down, a prediction, and a consultation after two answers."""
    with begun(tmp_path_factory.mktemp("saves")) as session:
        play(session, answers=3, reason=NASTY)
        save = session.as_save()
    first, *others = save.answers
    predicting = first._replace(predicted=(("mood", "up"), ("staff", "same")))
    consulted = SavedConsultation(save.answers[1].at, "third", "head", 2)
    return dumps(save._replace(answers=(predicting, *others), consultations=(consulted,)))


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
            assert error.salvageable_answers == complete, content[:length]
            assert error.salvageable is not None
            for kept, answer in zip(error.salvageable.answers, read_text(path, text).answers, strict=False):
                assert kept == answer or kept == answer._replace(predicted=())
            assert all(consulted.after <= complete for consulted in error.salvageable.consultations)
        else:
            assert not error.salvageable_answers
        assert summarise(path).damaged


def read_text(path: Path, text: str) -> Save:
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
        ('title = "A story"', "title = []", '"title" is a list; it should be a text in quotes'),
        ('title = "A story"', "title = [[]]", "line 6 is not as a save is written"),
        ('title = "A story"', 'title = "A story"\ntitle = "A story"', "line 7 is not as a save is written"),
        ('name = ""', "name = 5", '"name" is a whole number; it should be a text in quotes'),
        ("values = []", 'values = "voice"', '"values" is a text; it should be a list of texts'),
        ("values = []", "values = [1]", "is damaged: line 13 is not as a save is written"),
        ("consultations = 1", "consultations = 2", "is incomplete: it has 1 of its 2 consultations"),
        ("after = 2", "after = 4", 'consultation 1: "after" is 4, and there are 3 answers'),
        ("after = 2", "after = -1", 'consultation 1: "after" is out of bounds'),
        ('adviser = "head"', "adviser = true", 'consultation 1: "adviser" is true or false'),
        ('{ mood = "up", staff = "same" }', '"up"', 'answer 1: "predicted" is a text; it should be a table'),
        ('{ mood = "up", staff = "same" }', "{ mood = 1 }", "is not as a save is written"),
        ('{ mood = "up", staff = "same" }', '{ mood = "up", mood = "up" }', "is not as a save is written"),
        ('{ mood = "up", staff = "same" }', "{ mood = { a = 1 } }", "is not as a save is written"),
        ("created = ", "created = 1979-05-27 #", '"created" is a date; it should be a date and time with its zone'),
        ("created = 2026-11-22T12:00:00+00:00", "created = 2026-11-22T12:00:00", '"created" has no zone'),
        ("created = 2026-11-22T12:00:00+00:00", "created = 2026-11-22T12:00+00:00:30", "is not as a save is written"),
        ("answers = 3", 'answers = "three"', '"answers" is a text'),
        ("answers = 3", "answers = 5", "is incomplete: it has 3 of its 5 answers"),
        ("[reached]", "[[reached]]", '"reached" is a list'),
        ("step = ", "step = 1.5 #", '"step" is a number'),
        ('option = "stay"', "option = 3", 'answer 1: "option" is a whole number; it should be a text in quotes'),
        ('option = "stay"\n', "", 'answer 1: "option" is missing'),
        ("[[answer]]", "[answer]", "damaged"),
        ("format = 2", "format = true", "format that is true or false"),
        ("format = 2", "format = 0", "has format 0, which cannot be brought up"),
        ("format = 2", "format = -1" + "0" * 400, "has a format that is out of bounds"),
        ("format = 2", "format = 0x" + "f" * 5000, "has a format that is out of bounds"),
        ("format = 2", "format = 1000000000000", "has a format that is out of bounds"),
        ("format = 2\n", "", "is not a save of ceo-sim"),
    ],
)
def test_wrong_types_are_told_with_place_and_remedy(path: Path, text: str, old: str, new: str, said: str) -> None:
    error = refused(path, text.replace(old, new, 1))

    assert said in str(error)
    assert "can be kept" in str(error)


def test_a_wrong_answer_leaves_those_before_it(path: Path, text: str) -> None:
    head, first, second, third = text.split("[[answer]]")

    error = refused(path, "[[answer]]".join([head, first, second, third.replace("option", "opinion")]))

    assert error.salvageable_answers == 2
    assert "answer 3" in error.problem
    assert "the first 2 answers can be kept" in error.remedy


def test_a_wrong_consultation_costs_no_answer(path: Path, text: str) -> None:
    error = refused(path, text.replace('adviser = "head"', "adviser = 5"))

    assert error.salvageable_answers == 3
    assert error.salvageable is not None
    assert error.salvageable.consultations == ()


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("injections = 2", "injections = 3", "is incomplete: it has 2 of its 3 injections"),
        ("injections = 2", "injections = 1", "is incomplete: it has 2 of its 1 injections"),
        ("injections = 2\n", "", '"injections" is missing; it should be a whole number'),
        ("injections = 2", "injections = true", '"injections" is true or false; it should be a whole number'),
        ("injections = 2", f"injections = {10**9}", '"injections" is out of bounds'),
        ('inject = "leak"', "inject = 5", 'injection 1: "inject" is a whole number; it should be a text in quotes'),
        ('inject = "leak"\n', "", 'injection 1: "inject" is missing'),
        ("consulted = 0", "consulted = 2", 'injection 1: "consulted" is 2, and there are 1 consultations'),
        ("consulted = 0", "consulted = -1", 'injection 1: "consulted" is out of bounds'),
        ("consulted = 0", 'consulted = "0"', 'injection 1: "consulted" is a text'),
        ("after = 1\n", "after = 4\n", 'injection 1: "after" is 4, and there are 3 answers'),
        ("after = 1\n", "after = 1.5\n", 'injection 1: "after" is a number'),
        ("[[injection]]\nat = 2", "[[injection]]\nat = false #", 'injection 1: "at" is true or false'),
        ("[[injection]]", "[[injections]]", "is damaged"),
        ("format = 4", "format = 5", "has format 5, and this ceo-sim knows formats up to 4"),
    ],
)
def test_a_wrong_injection_is_told_with_its_place(path: Path, text: str, old: str, new: str, said: str) -> None:
    whole = read_text(path, text)
    thrown = (SavedInjection(whole.answers[0].at, "leak", 1, 0), SavedInjection(whole.answers[1].at, "flood", 2, 1))
    written = dumps(whole._replace(injections=thrown))
    assert old in written

    error = refused(path, written.replace(old, new, 1))

    assert said in str(error)
    if error.salvageable is not None:
        assert error.salvageable.answers == whole.answers[: len(error.salvageable.answers)]


def test_a_wrong_injection_costs_no_answer(path: Path, text: str) -> None:
    thrown = tuple(SavedInjection(read_text(path, text).answers[0].at, id, 1, 0) for id in ("leak", "flood"))
    error = refused(path, dumps(read_text(path, text)._replace(injections=thrown)).replace('"flood"', "7"))

    assert error.salvageable_answers == 3
    assert error.salvageable is not None
    assert error.salvageable.injections == thrown[:1]


def test_texts_that_are_too_long_are_shortened(path: Path, text: str) -> None:
    for key, longest in (("name", 60), ("note", 500), ("version", 2_000)):
        path.write_text(changed_by_hand(text, f"\n{key} = ", f'\n{key} = "{"n" * 3_000}" #'))

        assert getattr(read(path), key) == "n" * longest


def test_a_save_of_format_4_is_read_and_written_as_it_is() -> None:
    save = read(OF_FORMAT_4)

    assert [(one.inject, one.after, one.consulted) for one in save.injections] == [
        ("memo", 0, 0),
        ("rumour", 0, 1),
        ("strangers", 2, 1),
    ]
    assert dumps(save) == OF_FORMAT_4.read_text(encoding="utf-8")


def test_a_save_of_format_1_is_gone_on_with(path: Path) -> None:
    shutil.copy(OF_FORMAT_1, path)
    save = read(path)

    assert "format = 1" in path.read_text(encoding="utf-8")
    assert [answer.option for answer in save.answers] == ["stay", "a", "small"]
    assert (save.name, save.note, save.values, save.consultations) == ("", "", (), ())
    with resumed(path) as session:
        play(session, 4)
        assert "format = 2" in session.path.read_text(encoding="utf-8")
        assert read(session.path).answers[:3] == save.answers


def test_a_file_of_the_system_that_never_ends_is_refused() -> None:
    for endless in ("/dev/zero", "/dev/stdin", "/proc/kcore"):
        if Path(endless).exists():
            with pytest.raises(SaveError, match=r"is not a file|too large|cannot be read"):
                read(Path(endless))


def test_a_save_from_the_future_is_not_read(path: Path, text: str) -> None:
    error = refused(path, text.replace("format = 2", "format = 99", 1))

    assert "has format 99, and this ceo-sim knows formats up to 4" in str(error)
    # The future may write saves in ways that this reader takes for damage.
    assert "has format 99" in str(refused(path, "format = 99\nanswers = [{}]\n" + text))
    assert "update ceo-sim" in str(error)
    assert error.salvageable is None


def test_an_older_format_is_brought_up_step_by_step(path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Formats 4 and 5 stand for older ones in which the seed had other names.
    monkeypatch.setattr(reading, "FORMAT", 6)
    monkeypatch.setitem(migrations.MIGRATIONS, 4, lambda data: {**data, "luck": data["number"]})
    monkeypatch.setitem(migrations.MIGRATIONS, 5, lambda data: {**data, "seed": data["luck"]})
    path.write_text(changed_by_hand(text, "seed = 7", "number = 11\nseed = 0"), encoding="utf-8")

    assert read(path).seed == 11
    assert "format = 2" in path.read_text(encoding="utf-8")

    path.write_text(text, encoding="utf-8")
    with pytest.raises(SaveError, match="has format 2, which cannot be brought up to format 6"):
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
        pytest.param("\n" * 150_001 + "x", "has more than 150,000 lines", id="lines"),
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


def test_what_was_changed_with_its_checksum_is_not_opened_without_a_word(path: Path, text: str) -> None:
    error = refused(path, text.replace('option = "stay"', 'option = "tell"', 1))

    assert "does not match its checksum" in error.problem
    assert error.salvageable_answers == 3
    path.write_text(changed_by_hand(text, 'option = "stay"', 'option = "tell"'), encoding="utf-8")
    assert read(path).answers[0].option == "tell"


def test_comments_and_blank_lines_are_no_change(path: Path, text: str) -> None:
    path.write_text(f"# mine\n\n{text}\n\n# the end\n", encoding="utf-8")

    assert len(read(path).answers) == 3


@given(data=st.data())
def test_a_flipped_bit_is_noticed_or_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    content = bytearray(text.encode())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path = tmp_path_factory.getbasetemp() / "flipped.toml"
    path.write_bytes(content)

    summary = summarise(path)

    assert summary.damaged or read(path) == read_text(path, text)


def test_what_windows_adds_is_no_damage(path: Path, text: str) -> None:
    path.write_bytes(text.replace("\n", "\r\n").encode())

    assert len(read(path).answers) == 3
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read(path).answers) == 3
    error = refused(path, text.replace("\n", "\r\n").encode()[:-8])
    assert error.salvageable_answers == 2


def test_a_scenario_is_told_from_a_damaged_save(tmp_path: Path) -> None:
    story = tmp_path / "story.toml"
    story.write_text(EVERYTHING, encoding="utf-8")

    with pytest.raises(SaveError, match="is a scenario and no save; `ceo-sim play"):
        read(story)
