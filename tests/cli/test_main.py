from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ceo_sim import __version__
from ceo_sim.cli.parser import COMMANDS, GROUPS
from tests.cli.conftest import Run

NAMES = list(COMMANDS)


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_it_says_its_version(run: Run, option: str) -> None:
    assert run(option).out == f"ceo-sim {__version__}\n"


def test_help_names_every_command(run: Run) -> None:
    out = run("--help").out

    assert all(f"\n  {name} " in out for name in NAMES), "each in a line of its own, under what it is for"
    assert [title for title in GROUPS if f"\n{title}:\n" not in out] == []
    assert max(map(len, out.splitlines())) <= 80
    assert "examples:" in out


@pytest.mark.parametrize("name", NAMES)
def test_each_command_has_help_with_examples(run: Run, name: str) -> None:
    ran = run(name, "--help")

    assert ran.code == 0
    assert f"ceo-sim {name}" in ran.out.partition("examples:")[2]


def test_a_slip_of_the_pen_is_noticed(run: Run) -> None:
    ran = run("simulat", "x")

    assert ran.code == 2
    assert "did you mean simulate?" in ran.complaint
    assert "there are play, " in run("xyzzy").complaint


@pytest.mark.parametrize(
    "arguments",
    [
        ["play", "--seed", "x"],
        ["play", "--seed", "-1"],
        ["play", "--seed", str(2**64)],
        ["play", "--nonsense"],
        ["play", "a", "b"],
        ["play", "--resume", "x", "--seed", "1"],
        ["play", "--salvage"],
        ["play", "--edition", "x"],
        ["check"],
        ["simulate"],
        ["simulate", "story", "--plays", "0"],
        ["simulate", "story", "--plays", "²"],
        ["simulate", "story", "--policy", "best"],
        ["replay"],
        ["why", "x"],
        ["completion", "fish"],
        ["--nonsense"],
        ["\x1b[31m"],
        ["play", "--seed", "\x1b]0;x\x07"],
    ],
)
def test_misuse_is_told_in_one_line(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)

    assert ran.code == 2
    assert ran.complaint
    assert ran.out == ""


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "arguments",
    [
        ["play", "none", "--plain"],
        ["play", "--plain", "--resume", "none"],
        ["play", "x\0y", "--plain"],
        ["play", "scenarios", "--plain"],
        ["replay", "none"],
        ["replay", "\x1b[2J"],
        ["replay", "."],
        ["why", "none", "trust"],
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)

    assert ran.code == 1
    assert ran.complaint
    assert ran.out == ""


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("command", ["simulate", "outline", "script", "graph"])
@pytest.mark.parametrize("named", ["stori", "x" * 5_000])
def test_a_scenario_that_is_not_there_is_misuse_of_a_tool_for_writers(run: Run, command: str, named: str) -> None:
    ran = run(command, named)

    assert (ran.code, ran.out) == (2, "")
    assert "there is no scenario" in ran.complaint


def test_the_reader_may_go(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m ceo_sim schema | head -c 10; echo; echo "${{PIPESTATUS[0]}}"'
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=True, cwd=tmp_path)

    assert ran.stderr == ""
    assert ran.stdout.splitlines()[-1] in ("0", "141")


def test_an_interrupt_is_quiet(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ceo_sim.cli.schema.run", interrupt)
    ran = run("schema")

    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_without_a_terminal_it_says_so(run: Run) -> None:
    for arguments in ([], ["play"], ["play", "story"]):
        ran = run(*arguments)
        assert ran.code == 2
        assert "--plain" in ran.complaint


def test_a_program_of_its_own_without_a_terminal_exits_2() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "ceo_sim"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert ran.stdout == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_shells_can_complete(run: Run, shell: str) -> None:
    out = run("completion", shell).out

    assert "simulate" in out
    assert "--salvage" in out or shell == "tcsh"  # which is only offered what comes first


def test_bash_takes_the_completion(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "completion.bash"
    script.write_text(run("completion", "bash").out)

    subprocess.run(["bash", "-n", script], check=True, timeout=60, env={"PATH": os.environ["PATH"]})


def test_the_schema_is_printed(run: Run) -> None:
    assert "$schema" in run("schema").json
