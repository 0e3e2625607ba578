"""A program that is started in odd surroundings says so in a line, or does its work."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ceo_sim.scenario.manifest import find_scenarios
from tests.cli.conftest import Run
from tests.saves.helpers import changed_by_hand
from tests.support.scenarios import SCENARIOS

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="its shell cannot close streams")


def shell(command: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell in which `ceo-sim` is this program."""
    program = f'ceo-sim() {{ {sys.executable} -m ceo_sim "$@"; }}'
    return subprocess.run(
        ["bash", "-c", f"{program}\n{command}"],
        capture_output=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        env=os.environ | environment,
    )


@POSIX
@pytest.mark.parametrize(
    "command, code, errors",
    [
        ("ceo-sim scenarios >&-", 1, b"ceo-sim: the standard output is closed; leave it open, or send it to a file\n"),
        ("ceo-sim play tutorial --plain >&-", 1, b"ceo-sim: the standard output is closed; leave it open, or send it"),
        ("ceo-sim play tutorial --plain <&-", 0, b""),
        ("ceo-sim scenarios <&-", 0, b""),
        ("ceo-sim scenarios 2>&-", 0, b""),
        ("ceo-sim play nonesuch --plain 2>&-", 1, b""),
        ("ceo-sim scenarios <&- >&- 2>&-", 1, b""),
    ],
)
def test_closed_streams_are_a_line_and_no_traceback(tmp_path: Path, command: str, code: int, errors: bytes) -> None:
    ran = shell(command, tmp_path)

    assert ran.returncode == code
    assert ran.stderr.startswith(errors)
    assert ran.stderr.count(b"\n") == bool(errors)


@POSIX
@pytest.mark.parametrize("zone", ["UTC+99", "XXX+0:44:30", "nonsense", ":"])
def test_a_game_in_any_zone_is_saved_and_listed(tmp_path: Path, zone: str) -> None:
    ran = shell(
        "printf 'n\\n1\\n' | ceo-sim play tutorial --plain --saves mine; ceo-sim saves --saves mine", tmp_path, TZ=zone
    )

    assert ran.returncode == 0, ran.stderr
    assert b"Your game is saved" in ran.stdout
    assert b"1 answer " in ran.stdout
    assert b"damaged" not in ran.stdout


@POSIX
def test_output_in_an_encoding_of_two_bytes_is_written(tmp_path: Path) -> None:
    ran = shell("ceo-sim scenarios", tmp_path, PYTHONIOENCODING="utf-16-le")

    assert "tutorial" in ran.stdout.decode("utf-16-le")


@POSIX
@pytest.mark.parametrize("scenario", ["tutorial", ""])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_input_that_is_not_of_its_encoding_is_a_line_and_no_traceback(
    tmp_path: Path, scenario: str, encoding: str
) -> None:
    ran = shell(f"printf '1\\n\\n1 x\\n' | ceo-sim play {scenario} --plain", tmp_path, PYTHONIOENCODING=encoding)

    assert ran.returncode == 1
    line = f"ceo-sim: what is typed cannot be read as {encoding}; see to PYTHONIOENCODING"
    assert ran.stderr.decode(encoding).strip() == line


@POSIX
def test_input_in_an_encoding_of_two_bytes_is_read(tmp_path: Path) -> None:
    typed = tmp_path / "typed"
    typed.write_text("help\nq\n", encoding="utf-16")
    ran = shell(f"ceo-sim play tutorial --plain < {typed}", tmp_path, PYTHONIOENCODING="utf-16")

    assert ran.returncode == 0
    assert "Goodbye." in ran.stdout.decode("utf-16")


@POSIX
@pytest.mark.parametrize(
    "command, code, line",
    [
        ("scenarios", 0, ""),
        ("saves", 0, ""),
        ("saves --saves mine", 1, "the current folder is gone: mine; see that it is there and that you may use it"),
        ("report as_it_happened -o x.html", 1, "the current folder is gone: x.html; see that it is there"),
        ("check x.toml", 2, 'there is no scenario "x.toml"; there are'),
    ],
)
def test_a_current_folder_that_was_deleted_is_named(tmp_path: Path, command: str, code: int, line: str) -> None:
    ran = shell(f"mkdir gone; cd gone; rmdir ../gone; unset CEO_SIM_SAVES; ceo-sim {command}", tmp_path)

    assert ran.returncode == code
    assert ran.stderr.decode().startswith(f"ceo-sim: {line}" if line else "")
    assert ran.stderr.count(b"\n") == bool(line)


@POSIX
def test_what_is_no_file_costs_a_line_of_the_lists_and_no_more(tmp_path: Path) -> None:
    for folder in ("scenarios", "saves"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "loop.toml").symlink_to("loop.toml")
        (tmp_path / folder / "endless.toml").symlink_to("/dev/zero")
        os.mkfifo(tmp_path / folder / "pipe.toml")
        (tmp_path / folder / "around").symlink_to("..")
    saves = shell("unset CEO_SIM_SAVES; ceo-sim saves", tmp_path)
    scenarios = shell("ceo-sim scenarios", tmp_path)

    assert (saves.returncode, scenarios.returncode) == (0, 0)
    assert (saves.stderr, scenarios.stderr) == (b"", b"")
    assert [line.split()[1] for line in saves.stdout.decode().splitlines()[:-1]] == [
        "pipe.toml",
        "loop.toml",
        "endless.toml",
    ]
    assert len(scenarios.stdout.splitlines()) == len(find_scenarios(SCENARIOS))


def test_a_save_in_the_place_of_a_scenario_is_told_from_one(run: Run, save: Path) -> None:
    named = f"`ceo-sim play --resume {save}`"
    assert f"is a save; go on with it: {named}" in run("play", str(save), "--plain").complaint

    save.write_text(changed_by_hand(save.read_text(), "option", "opinion"))
    assert f"is a save; go on with it: {named}" in run("play", str(save), "--plain").complaint


def test_a_scenario_that_hides_one_of_the_same_id_says_so(run: Run, here: Path) -> None:
    story = here / "scenarios" / "story.toml"
    story.write_text(story.read_text().replace('id = "story"', 'id = "tutorial"'))

    for arguments in (["scenarios"], ["play", "tutorial", "--plain"]):
        assert re.search(r"hides \S*tutorial\.toml, which has the same id", run(*arguments).complaint)
    assert run("play", "the_post", "--plain").err == ""


@POSIX
@pytest.mark.parametrize(
    "surroundings",
    [
        "unset HOME TERM LANG LC_ALL",
        "export HOME=/dev/null LANG=C NO_COLOR=1",
        "export LC_ALL=xx_YY COLUMNS=abc LINES=-3",
        "touch config; export CEO_SIM_CONFIG=config",
        "mkdir -p config/settings.toml; export CEO_SIM_CONFIG=config",
        "mkdir config; chmod 500 config; export CEO_SIM_CONFIG=config TMPDIR=/nonexistent",
        "mkdir config; mkfifo config/settings.toml; export CEO_SIM_CONFIG=config",
        "mkdir config; ln -s settings.toml config/settings.toml; export CEO_SIM_CONFIG=config",
    ],
)
def test_a_game_is_played_and_kept_whatever_there_is_for_settings_terminal_and_locale(
    tmp_path: Path, surroundings: str
) -> None:
    play = "printf '\\n1 yes\\noff\\nq\\n' | ceo-sim play tutorial --plain --seed 3 --saves saves"
    ran = shell(f"{surroundings}\n{play}", tmp_path)

    assert (ran.returncode, b"Traceback" in ran.stderr) == (0, False)
    assert b"Goodbye. Your game is saved in" in ran.stdout
    assert len(list((tmp_path / "saves").glob("*.toml"))) == 1
