"""What the settings mean for `ceo-sim play`, and what the command line says over them."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from ceo_sim import places
from ceo_sim.cli import main, play


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file, at a terminal that can draw."""
    monkeypatch.setenv("CEO_SIM_CONFIG", str(tmp_path))
    monkeypatch.delenv("CEO_SIM_SAVES", raising=False)
    monkeypatch.setattr(places, "is_interactive", lambda: True)
    monkeypatch.setattr(places, "terminal_problem", str)
    return tmp_path / "settings.toml"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Path]]:
    """Which face was opened, and with which folder for saves."""
    found: list[tuple[str, Path]] = []

    def plainly(parsed: Namespace, _kept: object) -> int:
        found.append(("plain", parsed.saves))
        return 0

    def drawn(parsed: Namespace, _kept: object) -> int:
        found.append(("screen", parsed.saves))
        return 0

    monkeypatch.setattr(play, "_plain", plainly)
    monkeypatch.setattr(play, "_screen", drawn)
    return found


@pytest.mark.parametrize(
    "content, options, face",
    [
        ("", [], "screen"),
        ("plain = true", [], "plain"),
        ("plain = true", ["--no-plain"], "screen"),
        ("plain = false", ["--plain"], "plain"),
    ],
)
def test_plain_lines_are_a_setting_that_the_command_line_overrules(
    settled: Path, opened: list[tuple[str, Path]], content: str, options: list[str], face: str
) -> None:
    settled.write_text(content)
    assert main(["play", *options]) == 0
    assert [name for name, _ in opened] == [face]


def test_the_folder_for_saves_is_a_setting(settled: Path, opened: list[tuple[str, Path]], tmp_path: Path) -> None:
    settled.write_text(f"save_folder = '{tmp_path / 'mine'}'")
    main(["play"])
    main(["play", "--saves", str(tmp_path / "other")])
    assert [folder.name for _, folder in opened] == ["mine", "other"]


@pytest.mark.usefixtures("opened")
def test_plain_lines_begin_with_what_is_odd_in_the_settings(settled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settled.write_text("plain = true\nthem = 1")
    main(["play"])
    assert "settings.toml, line 2: 'them' is no setting; did you mean theme?" in capsys.readouterr().err


@pytest.mark.usefixtures("settled")
def test_a_terminal_that_cannot_draw_gets_plain_lines_and_one_line_why(
    opened: list[tuple[str, Path]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(places, "terminal_problem", lambda: "TERM=dumb")
    assert main(["play"]) == 0
    assert [name for name, _ in opened] == ["plain"]
    assert capsys.readouterr().err.count("\n") == 1
