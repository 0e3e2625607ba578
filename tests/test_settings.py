"""Settings are read with distrust, and written with care."""

from __future__ import annotations

import errno
import time
from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim import places, settings
from ceo_sim.settings import DEFAULTS, SettingsFile, load


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CEO_SIM_CONFIG", str(tmp_path / "config"))
    return tmp_path / "config" / "settings.toml"


def loaded(file: Path, content: str | bytes) -> SettingsFile:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return load()


def test_without_a_file_all_is_as_usual_and_nothing_is_made(file: Path) -> None:
    kept = load()
    assert kept.current == DEFAULTS
    assert kept.is_lasting
    assert not kept.problems
    assert not file.parent.exists()


def test_the_players_guide_has_every_setting_in_a_file_that_holds(file: Path) -> None:
    guide = (Path(__file__).parents[1] / "docs" / "playing.md").read_text(encoding="utf-8")
    _, _, after = guide.partition("```toml\n")
    kept = loaded(file, after.partition("```")[0])

    assert set(tomli.loads(file.read_text())) == set(settings.Settings._fields)
    assert kept.problems == []


def test_a_change_makes_the_file_and_holds_the_next_time(file: Path) -> None:
    load().change("theme", "paper")
    load().change("reduced_motion", True)
    assert load().current == DEFAULTS._replace(theme="paper", reduced_motion=True)
    assert file.read_text() == 'theme = "paper"\nreduced_motion = true\n'


def test_a_change_leaves_comments_odd_lines_and_the_order_as_they_were(file: Path) -> None:
    before = '# mine\ntheme = "desk"  # by night\nthem = 1\n\n[keys] # own\n"desk.why" = "x"\n[more]\ntheme = "no"\n'
    kept = loaded(file, before)
    kept.change("theme", "paper")
    kept.change("plain", True)
    assert kept.trouble == ""
    wanted = before.replace('"desk"  #', '"paper"  #').replace("them = 1\n", "them = 1\nplain = true\n")
    assert file.read_text() == wanted


def test_the_line_ends_of_windows_stay(file: Path) -> None:
    kept = loaded(file, b'theme = "desk"\r\n[keys]\r\n')
    kept.change("hints", False)
    assert file.read_bytes() == b'theme = "desk"\r\nhints = false\r\n[keys]\r\n'


@pytest.mark.parametrize(
    "line, told",
    [
        ("them = 1", "line 3: 'them' is no setting; did you mean theme?"),
        ("zzz = 1", "line 3: 'zzz' is no setting; there are theme, "),
        ("plain = 3", "line 3: plain is 3; expected true or false"),
        ("plain = 0x" + "f" * 5000, "line 3: plain is a very large number; expected true or false"),
        ("theme = true", "line 3: theme is True; expected a line of text in quotes"),
        ('save_folder = "a\\u001b[2Jb"', "line 3: save_folder is 'a\\x1b[2Jb'; expected a line of text"),
        ("[theme]", "line 3: theme is a table; expected a line of text"),
        ("keys = 7", "line 3: keys is 7; expected a table"),
        ('[keys]\n"desk.why" = 4', "line 4: 'desk.why' is 4; expected keys as text"),
        ("[keys]\ndesk.why = []", "line 4: 'desk.why' is a list; expected keys as text"),
        ('"a\\u001bb" = 1', "line 3: 'a\\x1bb' is no setting"),
        ("zzz = nan", "line 3: 'zzz' is no setting"),
    ],
)
def test_what_is_odd_is_named_once_with_its_line_and_the_rest_holds(file: Path, line: str, told: str) -> None:
    content = f"# first\nreduced_motion = true\n{line}\n"
    kept = loaded(file, content)
    assert [problem for problem in kept.problems if told in problem] == kept.problems
    assert len(kept.problems) == 1
    assert all(problem.isprintable() for problem in kept.problems)
    assert kept.current == DEFAULTS._replace(reduced_motion=True)
    kept.change("hints", False)
    assert load().current.hints is False
    assert line in file.read_text()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("no toml at all", id="not TOML"),
        pytest.param(b"\xff\xfe\x00", id="not text"),
        pytest.param("x = 1\n" + "#" * 1_000_000, id="a megabyte"),
        pytest.param("a = " + "[" * 5_000, id="nested"),
        pytest.param("a." * 30_000 + "b = 1", id="dots"),
        pytest.param("a = " + "9" * 20_000, id="a long number"),
        pytest.param("theme = 'a'\ntheme = 'b'", id="said twice"),
        pytest.param("\x1b[2Jx = 1", id="control characters"),
    ],
)
def test_a_file_that_is_no_toml_is_named_and_never_overwritten(file: Path, content: str | bytes) -> None:
    kept = loaded(file, content)
    before = file.read_bytes()
    assert len(kept.problems) == 1
    assert str(file) in kept.problems[0]
    assert kept.problems[0].isprintable()
    assert not kept.is_lasting
    kept.change("theme", "paper")
    assert kept.current.theme == "paper"
    assert file.read_bytes() == before


def test_a_folder_in_the_place_of_the_file_is_named(file: Path) -> None:
    file.mkdir(parents=True)
    assert "not a plain file" in load().problems[0]


def test_a_link_that_leads_nowhere_but_to_itself_is_named_and_stays(file: Path) -> None:
    file.parent.mkdir()
    file.symlink_to(file)
    kept = load()
    kept.change("theme", "paper")
    assert "symbolic links" in kept.problems[0]
    assert file.is_symlink()


def test_a_change_goes_where_a_link_leads_and_the_link_stays(file: Path, tmp_path: Path) -> None:
    file.parent.mkdir()
    file.symlink_to(tmp_path / "dotfiles.toml")
    load().change("theme", "paper")
    load().change("hints", False)
    assert file.is_symlink()
    assert (tmp_path / "dotfiles.toml").read_text() == 'theme = "paper"\nhints = false\n'


def test_thousands_of_odd_lines_are_all_named_in_no_time(file: Path) -> None:
    began = time.process_time()
    kept = loaded(file, "".join(f"k{number} = {number}\n" for number in range(4000)))
    assert time.process_time() - began < 5  # some 0.1 s; a minute if each line were looked for from the start
    assert len(kept.problems) == 4000
    assert kept.problems[-1].startswith("settings.toml, line 4000: 'k3999' is no setting")


@pytest.mark.parametrize("written", ["[theme]\na = 1\n", "theme.a = 1\n"])
def test_a_setting_that_is_written_as_a_table_is_left_to_the_player(file: Path, written: str) -> None:
    kept = loaded(file, written)
    kept.change("theme", "paper")
    assert "theme is written there in a way that only you can mend" in kept.trouble
    assert file.read_text() == written


def test_a_change_that_cannot_be_written_holds_for_this_run_and_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    kept = load()
    monkeypatch.setattr(places, "write_atomically", full)
    kept.change("theme", "paper")
    assert kept.current.theme == "paper"
    assert "No space left on device" in kept.trouble
    assert str(file) in kept.trouble
    monkeypatch.undo()


@pytest.mark.usefixtures("file")
def test_what_another_game_has_written_meanwhile_stays() -> None:
    first, second = load(), load()
    first.change("theme", "paper")
    second.change("plain", True)
    assert load().current == DEFAULTS._replace(theme="paper", plain=True)


@pytest.mark.parametrize("written", ['[keys]\n"desk.pass_day" = "space"', '[keys]\ndesk.pass_day = "space"'])
def test_an_id_may_stand_in_quotes_or_not(file: Path, written: str) -> None:
    kept = loaded(file, written)
    assert dict(kept.current.keys) == {"desk.pass_day": "space"}
    assert kept.where("keys", "desk.pass_day") == "settings.toml, line 2"


@given(
    value=st.text(max_size=200),
    around=st.sampled_from(
        ["", "# a\n", "plain = true\n", "[keys]\na = 'b'\n", "x = '''\ntheme = 1\n'''\n", "y = [\n1]"]
    ),
)
def test_any_text_is_written_so_that_it_is_read_again(value: str, around: str) -> None:
    value = "".join(letter for letter in value if letter.isprintable())
    changed = settings._changed(around, "save_folder", value)
    assert settings._parsed(changed) == {**settings._parsed(around), "save_folder": value}


def test_the_command_line_and_the_environment_come_before_the_settings_for_the_folder_of_saves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = DEFAULTS._replace(save_folder=str(tmp_path / "own"))
    monkeypatch.delenv("CEO_SIM_SAVES", raising=False)
    assert settings.save_folder(None, own) == tmp_path / "own"
    assert settings.save_folder(tmp_path / "named", own) == tmp_path / "named"
    monkeypatch.setenv("CEO_SIM_SAVES", str(tmp_path / "said"))
    assert settings.save_folder(None, own) == tmp_path / "said"
