"""From files to a scenario."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ceo_sim.scenario.loader import Loaded, diagnose, load, load_texts
from ceo_sim.scenario.memory import Memory
from tests.scenario.sample import SMALL, places, planted
from tests.support.stories import EVERYTHING

HEAD = SMALL[: SMALL.index("[decision.the_post]")]
REST = SMALL[SMALL.index("[decision.the_post]") :]
LENSES = """\
[lens.care]
name = "Care"
[decision.the_post.option.leave_up.lens.care]
for = "F"
against = "A"
[[decision.the_post.option.leave_up.later]]
after = "3d"
event = "leak"
"""


def folder(path: Path, **files: str) -> Path:
    """A scenario folder with these files; `__` in a name stands for a folder."""
    for name, text in files.items():
        file = path / f"{name.replace('__', '/')}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return path


def codes(result: Loaded) -> list[tuple[str, str, int, int]]:
    """Code, name of the file, line and column of each diagnostic."""
    return [(one.code, Path(one.file).name, one.line, one.column) for one in result.diagnostics]


class TestWhatIsRead:
    def test_a_file_alone_is_a_scenario(self, tmp_path: Path) -> None:
        result = load(folder(tmp_path, small=SMALL) / "small.toml")
        assert result.scenario is not None
        assert result.scenario.info.title == "Small"
        assert result.files == (tmp_path / "small.toml",)

    def test_a_folder_is_read_as_one_file(self, tmp_path: Path) -> None:
        split = load(folder(tmp_path, scenario=HEAD, a_rest=REST))
        assert split.scenario == load_texts({"x": SMALL}).scenario
        assert [file.name for file in split.files] == ["scenario.toml", "a_rest.toml"]

    def test_hidden_files_and_folders_are_left_alone(self, tmp_path: Path) -> None:
        path = folder(tmp_path, scenario=SMALL, notes__x="not = toml = at all")
        (path / ".hidden.toml").write_text("neither", encoding="utf-8")
        (path / "notes.txt").write_text("nor", encoding="utf-8")
        assert load(path).scenario is not None

    def test_tables_join_and_arrays_of_tables_follow_one_another(self, tmp_path: Path) -> None:
        result = load(folder(tmp_path, scenario=SMALL, lenses=LENSES))
        assert result.scenario is not None
        option = result.scenario.decisions["the_post"].options["leave_up"]
        assert list(option.lenses) == ["rights", "care"]
        assert [later.event for later in option.later] == ["leak", "leak"]

    def test_things_carry_their_ids(self) -> None:
        scenario = load_texts({"x": SMALL}).scenario
        assert scenario is not None
        assert scenario.metrics["staff"].id == "staff"
        assert scenario.decisions["the_post"].options["leave_up"].id == "leave_up"
        assert scenario.decks["papers"].cards["celebrity"].id == "celebrity"

    def test_a_byte_order_mark_and_foreign_line_ends_do_no_harm(self, tmp_path: Path) -> None:
        file = tmp_path / "small.toml"
        file.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
        assert load(file).scenario == load_texts({"x": SMALL}).scenario
        file.write_bytes(planted("half_life", "halflife").replace("\n", "\r\n").encode())
        assert codes(load(file)) == [("E401", "small.toml", 27, 1)]

    def test_warnings_do_not_keep_it_from_being_played(self) -> None:
        result = load_texts({"x": planted("", "[variable.unread]\nstart = 1")})
        assert result.scenario is not None
        assert [one.severity for one in result.diagnostics] == ["warning"]
        assert result.errors == ()


class TestFingerprint:
    def test_it_is_that_of_the_content_not_of_the_files(self, tmp_path: Path) -> None:
        split = load(folder(tmp_path, scenario=HEAD + "# comment\n", rest=REST))
        assert split.fingerprint == load_texts({"x": SMALL}).fingerprint
        assert len(split.fingerprint) == 16

    @pytest.mark.parametrize("old, new", [("start = 50", "start = 51"), ('name = "Ines"', 'name = "Inez"')])
    def test_it_changes_with_anything_in_it(self, old: str, new: str) -> None:
        assert load_texts({"x": planted(old, new)}).fingerprint != load_texts({"x": SMALL}).fingerprint

    def test_it_changes_with_the_order_of_endings(self) -> None:
        other = '[ending.other]\ntitle = "O"\ntext = "O"\nwhen = "day > 3"\n\n'
        one, two = SMALL.index("[ending.out]"), SMALL.index("[ending.still_there]")
        first = load_texts({"x": SMALL[:one] + other + SMALL[one:]})
        second = load_texts({"x": SMALL[:two] + other + SMALL[two:]})
        assert first.fingerprint != second.fingerprint

    def test_an_edition_is_no_change(self, tmp_path: Path) -> None:
        path = folder(tmp_path, scenario=SMALL, editions__es='[edition]\ntitle = "E"\n[cast.policy]\nname = "Inés"')
        result = load(path, edition="es")
        assert result.scenario is not None
        assert result.scenario.cast["policy"].name == "Inés"
        assert result.fingerprint == load(path).fingerprint


class TestSeveralFiles:
    def test_problems_of_all_files_are_told_at_once(self, tmp_path: Path) -> None:
        path = folder(
            tmp_path,
            scenario=HEAD.replace("half_life", "halflife"),
            rest=REST.replace('when = "level < 2"', 'when = "levl < 2"'),
        )
        assert codes(load(path)) == [("E401", "scenario.toml", 27, 1), ("E301", "rest.toml", 25, 9)]

    def test_a_file_that_is_not_toml_hides_what_would_follow_from_it(self, tmp_path: Path) -> None:
        path = folder(tmp_path, scenario=HEAD, rest="x = = 1\n", more="y =\n")
        assert codes(load(path)) == [("E006", "more.toml", 1, 4), ("E006", "rest.toml", 1, 5)]

    @pytest.mark.parametrize(
        "again, line, column",
        [
            ('[metric.staff]\nname = "Staff again"\n', 1, 9),
            ("[clock]\nstep = '6h'\n", 2, 1),
            ("format = 1\n", 1, 1),
            ('[decision.the_post.option.leave_up]\nlabel = "Again"\n', 1, 27),
            ("cast = 3\n", 1, 1),
        ],
    )
    def test_what_is_defined_twice_is_told_with_both_places(
        self, tmp_path: Path, again: str, line: int, column: int
    ) -> None:
        result = load(folder(tmp_path, scenario=SMALL, zweit=again))
        assert codes(result) == [("E020", "zweit.toml", line, column)]
        assert "the other one is at" in result.diagnostics[0].message
        assert "scenario.toml:" in result.diagnostics[0].message

    def test_an_id_used_for_two_things_in_two_files_is_told_with_both_places(self, tmp_path: Path) -> None:
        result = load(folder(tmp_path, scenario=SMALL, zweit="[variable.staff]\nstart = 1\n"))
        assert codes(result) == [("E408", "zweit.toml", 1, 11)]
        assert "scenario.toml:23:9" in result.diagnostics[0].message

    def test_places_in_arrays_that_go_on_in_another_file_are_right(self, tmp_path: Path) -> None:
        result = load(folder(tmp_path, scenario=SMALL, zweit=LENSES.replace('event = "leak"', 'event = "laek"')))
        assert codes(result) == [("E501", "zweit.toml", 8, 9)]


class TestFilesThatCannotBeRead:
    def test_nothing_there(self, tmp_path: Path) -> None:
        result = load(tmp_path / "none.toml")
        assert places(result.diagnostics) == [("E001", 1, 1)]
        assert "No such file" in result.diagnostics[0].message

    def test_a_folder_without_a_main_file(self, tmp_path: Path) -> None:
        assert [code for code, *_ in codes(load(folder(tmp_path, other=SMALL)))] == ["E007"]
        assert [code for code, *_ in codes(load_texts({}))] == ["E007"]

    def test_not_utf_8(self, tmp_path: Path) -> None:
        file = tmp_path / "latin.toml"
        file.write_bytes(b"format = 1\ntitle = 'caf\xe9'\n")
        assert codes(load(file)) == [("E002", "latin.toml", 2, 13)]

    def test_too_large_a_file(self, tmp_path: Path) -> None:
        path = folder(tmp_path, scenario=SMALL, large="#" * 1_000_001)
        assert codes(load(path)) == [("E003", "large.toml", 1, 1)]

    def test_too_large_a_folder(self, tmp_path: Path) -> None:
        path = folder(tmp_path, scenario=SMALL, **{f"f{number}": "#" * 999_999 for number in range(9)})
        assert codes(load(path)) == [("E003", tmp_path.name, 1, 1)]

    def test_too_many_files(self, tmp_path: Path) -> None:
        path = folder(tmp_path, scenario=SMALL, **{f"f{number}": "" for number in range(64)})
        assert codes(load(path)) == [("E004", tmp_path.name, 1, 1)]

    @pytest.mark.slow
    def test_too_many_keys_in_all_files_together(self, tmp_path: Path) -> None:
        keys = "\n".join(f"k{number} = 1" for number in range(40_000))
        path = folder(tmp_path, scenario=SMALL, one=keys, two=keys.replace("k", "l"), three=keys.replace("k", "m"))
        assert codes(load(path)) == [("E011", "scenario.toml", 1, 1)]

    @pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
    def test_a_link_out_of_the_folder(self, tmp_path: Path) -> None:
        outside = folder(tmp_path / "elsewhere", secret=REST) / "secret.toml"
        path = folder(tmp_path / "here", scenario=SMALL)
        (path / "link.toml").symlink_to(outside)
        assert codes(load(path)) == [("E005", "link.toml", 1, 1)]

    @pytest.mark.skipif(sys.platform == "win32", reason="there are no such files there")
    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.toml")
        assert codes(load(tmp_path / "pipe.toml")) == [("E001", "pipe.toml", 1, 1)]

    def test_a_name_that_no_file_can_have(self) -> None:
        assert [code for code, *_ in codes(load(Path("nul\0l.toml")))] == ["E001"]


def test_all_editions_are_diagnosed_too(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "small", scenario=SMALL, editions__a='[edition]\ntitle = "A"', editions__b="[edition]\ntitel = 1"
    )
    result = [(one.code, Path(one.file).name, one.line, one.column) for one in diagnose(path)]
    assert result == [("E402", "b.toml", 1, 2), ("E401", "b.toml", 2, 1)]


def test_anything_written_has_a_place(tmp_path: Path) -> None:
    path = folder(tmp_path, scenario=SMALL, more='[event.rain]\ntitle = "Rain"\nat = 1\n')
    loaded = load(path)
    assert str(loaded.place(("event", "rain"))) == f"{path / 'more.toml'}:1"
    assert loaded.place(("event", "rain", "at")).line == 3
    assert loaded.place(("event", "rain", "news", 0, "text")).line == 1, "the nearest thing around it that is written"
    assert loaded.place(("clock", "turns")).file == str(path / "scenario.toml")


def test_without_its_texts_a_scenario_is_the_same_but_for_where_things_stand(tmp_path: Path) -> None:
    loaded = load(folder(tmp_path, scenario=SMALL, more='[event.rain]\ntitle = "Rain"\nat = 1\n'))
    light = loaded.without_texts()
    assert light == loaded
    assert loaded.place(("event", "rain", "at")).line == 3
    assert light.place(("event", "rain", "at")).line == 1


def test_after_an_earlier_version_it_is_loaded_as_by_itself(tmp_path: Path) -> None:
    (tmp_path / "scenario.toml").write_text(EVERYTHING + '[[target]]\nending = "over"\n')
    (tmp_path / "a.toml").write_text('[[target]]\nending = "loved"\n')
    (tmp_path / "b.toml").write_text('[[target]]\nending = "broke"\n')
    memory = Memory()
    before = load(tmp_path, memory=memory)
    (tmp_path / "a.toml").write_text('\n\n[[target]]\nending = "lovd"\n[[target]]\nending = "loved"\n')

    after, alone = load(tmp_path, memory=memory), load(tmp_path)

    assert (after.diagnostics, after.fingerprint) == (alone.diagnostics, alone.fingerprint)
    assert [str(after.place(("target", number))) for number in range(4)] == [
        str(alone.place(("target", number))) for number in range(4)
    ]
    assert str(before.place(("target", 2))) == f"{tmp_path / 'b.toml'}:1"
