"""The plain game as a program: from start to ending through pipes, killed at any instant, and word for word."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ceo_sim.plain.spelling import spelled
from ceo_sim.saves.listing import list_saves
from ceo_sim.saves.reading import read
from ceo_sim.saves.session import Session
from ceo_sim.scenario.loader import load
from tests.e2e.plain_game import PROMPTS, WAIT, PlainGame, Player
from tests.plain.helpers import talk
from tests.saves.helpers import at_noon, play

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "scenarios" / "tutorial.toml"
FLAGSHIP = ROOT / "scenarios" / "the_post"
GOLDEN = ROOT / "tests" / "golden" / "tutorial.txt"
UPDATE = "CEO_SIM_UPDATE_GOLDEN"

BOTH = [
    pytest.param(TUTORIAL, id="tutorial"),
    pytest.param(FLAGSHIP, id="the_post", marks=pytest.mark.slow),
]


def to_the_end(game: PlainGame) -> None:
    player = Player()
    while game.read() not in ("Debrief: ", ""):
        game.type(player.line(game))


@pytest.mark.parametrize("scenario", BOTH)
def test_from_start_to_ending_through_pipes(scenario: Path, tmp_path: Path) -> None:
    with PlainGame(str(scenario), "--seed", "5", saves=tmp_path) as game:
        to_the_end(game)
        for line in ("story", "meters", "values", "forecasts", "whatif 1", "rivals", "real", "questions", "all"):
            game.type(line)
            assert game.read() == "Debrief: "
        assert game.end() == 0
        assert game.errors() == ""

    assert "The end" in game.transcript
    lines = game.transcript.splitlines()
    assert all(len(line) <= 120 or "://" in line.split()[-1] for line in lines), "an address is copied whole"
    (save,) = (save for save in list_saves(tmp_path) if not save.shipped)
    assert save.ending
    reasons = [answer.reason for answer in read(save.path).answers if answer.reason]
    assert reasons
    assert all(reason in game.transcript for reason in reasons)


def test_lines_typed_ahead_are_taken_in_turn(tmp_path: Path) -> None:
    typed = "1 2\n1\nmy reason\n\n" + "n\n1\n\n\n" * 30 + "all\n"
    ran = _run(tmp_path, typed.encode(), "--seed", "5")

    assert ran.returncode == 0
    assert ran.stderr == b""
    assert b"The end" in ran.stdout
    assert b"Your reason: my reason" in ran.stdout


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(b"", id="at once"),
        pytest.param(b"\n", id="after an empty line"),
        pytest.param(b"1", id="without a line end"),
        pytest.param(b"1\n", id="after a number"),
        pytest.param(b"\xff\xfe\n", id="after what is no text"),
        pytest.param(b"x" * 1_000_000 + b"\n", id="after a megabyte"),
        pytest.param(b"\x00\n\x1b[A\n", id="after control characters"),
    ],
)
def test_however_the_input_ends_the_game_is_saved(tmp_path: Path, typed: bytes) -> None:
    ran = _run(tmp_path, b"1 2\n1\nmy reason\n" + typed, "--seed", "5")

    assert ran.returncode == 0
    assert b"Your game is saved in" in b" ".join(ran.stdout.split())
    assert ran.stderr == b""


def test_an_ascii_terminal_is_enough(tmp_path: Path) -> None:
    ran = _run(tmp_path, b"1 yes\n" + b"n\n" * 20 + b"all\n", "--seed", "5", PYTHONIOENCODING="ascii")

    assert ran.returncode == 0
    assert ran.stdout.isascii()


def test_a_c_locale_reads_as_any_other_does_but_in_ascii(tmp_path: Path) -> None:
    typed = "1\n1 für Zoë\nu d s\nstory\nmeters\n".encode() + b"n\n" * 20
    wide = _run(tmp_path, typed, "--seed", "5", PYTHONUTF8="1")
    ascii = _run(tmp_path, typed, "--seed", "5", LC_ALL="C", PYTHONIOENCODING="", PYTHONUTF8="")

    assert ascii.stdout.isascii()
    assert not wide.stdout.isascii()
    assert _said(spelled(wide.stdout.decode(), "ascii")) == _said(ascii.stdout.decode())
    assert "Your reason: fur Zoe" in _said(ascii.stdout.decode())


def _said(transcript: str) -> str:
    """What was said, however the lines broke, up to the name of the save."""
    return " ".join(transcript.partition("Goodbye.")[0].split())


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are another thing there")
def test_a_dumb_terminal_of_40_columns_gets_nothing_but_short_lines(tmp_path: Path) -> None:
    """As a braille display or a screen reader would have it: no control character, nothing drawn over."""
    import termios

    command = [sys.executable, "-m", "ceo_sim", "play", str(TUTORIAL), "--plain", "--saves", str(tmp_path)]
    main, side = os.openpty()
    termios.tcsetwinsize(side, (24, 40))
    typed = b"1\n1 yes\nu d s\n" + b"nn\n" * 3 + b"desk\nmeters\nhelp\nq\n"
    with subprocess.Popen(command, stdin=side, stdout=side, env={**os.environ, "TERM": "dumb"}) as game:
        os.close(side)
        os.write(main, typed)
        shown = b""
        with contextlib.suppress(OSError):  # what a terminal gives for the end
            while part := os.read(main, 1 << 16):
                shown += part
        assert game.wait(WAIT) == 0
    os.close(main)

    text = shown.decode()
    assert all(character.isprintable() or character in "\r\n" for character in text)
    echoed = typed.decode().splitlines()
    prompts = [line for line in text.splitlines() if line.startswith(PROMPTS) or line in echoed]
    lines = [line for line in text.splitlines() if line not in prompts]
    assert max(len(line) for line in lines if str(tmp_path) not in line) <= 40
    assert "Goodbye" in text


def _run(saves: Path, typed: bytes, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "ceo_sim", "play", str(TUTORIAL), "--plain", "--saves", str(saves), *arguments]
    env = {**os.environ, **environment}
    return subprocess.run(command, input=typed, capture_output=True, timeout=60, check=False, env=env)


# ---- kill -9 ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("scenario", [TUTORIAL, FLAGSHIP], ids=["tutorial", "the_post"])
def test_killed_at_any_instant_it_resumes_at_the_last_answer(scenario: Path, tmp_path: Path) -> None:
    """Kill the program again and again, at random instants after a line was typed, until the story is over."""
    instants = random.Random(2020)
    player, seen, kills = Player(), 0, 0
    longest_life = 3 if scenario.stem == "tutorial" else 20  # lines; each start costs a second
    scenario = _copy(scenario, tmp_path / "scenarios")
    folder = tmp_path / "saves"
    save: list[str] = []
    while True:
        with PlainGame(str(scenario), *save, *(() if save else ("--seed", "5")), saves=folder) as game:
            game.read()
            if save:
                assert len(read(Path(save[1])).answers) >= seen
            for _ in range(instants.randint(0, longest_life)):
                if game.prompt != "Debrief: ":
                    game.type(player.line(game))
                    game.read()
            if game.prompt != "Debrief: ":
                game.type(player.line(game))
                time.sleep(instants.uniform(0, 0.02))
            over = game.prompt == "Debrief: "
            confirmed = game.transcript.count("Your choice: ")
            game.kill()
        kills += 1
        files = sorted(folder.glob("*.toml"))
        if files:
            (path,) = files
            save = ["--resume", str(path)]
            answers = read(path).answers
            assert len(answers) >= seen, "an answer was lost"
            assert len(answers) <= seen + confirmed
            seen = len(answers)
        if over:
            break

    assert kills > 3
    assert read(Path(save[1])).ending
    leftover = [file.name for file in folder.iterdir() if file.suffix not in (".toml", ".lock")]
    assert len(leftover) <= 1


def _copy(scenario: Path, folder: Path) -> Path:
    """A scenario where nobody changes it while it is played."""
    shutil.copytree(scenario.parent, folder)
    return folder / scenario.name


# ---- word for word -------------------------------------------------------------------------------------------------

BEGINNING = """\
help
9
1 2
help
9
why trust
advisers
forecast
forecast tam
2 it was our mistake
maybe
u - d
meters
due
1
3
b
why wake
promises
n
feed
name The tortoise
nn
"""
DEBRIEF = """\
help
story
meters
meters wake
why trust
values
forecasts
lenses
whatif
whatif 1
whatif 1 1
rivals
rivals 1
real
questions
report
feed odile
note Told on a Sunday
back
back 2
answers
1 this time
q
"""


def test_the_tutorial_reads_as_it_did(tmp_path: Path) -> None:
    """The tutorial word for word; after a change that was meant, run with CEO_SIM_UPDATE_GOLDEN=1 and read it."""
    loaded = load(TUTORIAL)
    with Session.start(loaded, 3, tmp_path, now=at_noon) as session:
        beginning = talk(session, BEGINNING.split("\n")).text
        debrief = talk(play(session), DEBRIEF.split("\n")).text
    said = f"{beginning}\n\n{'=' * 80}\n\n{debrief}\n".replace(str(tmp_path), "SAVES")
    if UPDATE in os.environ:
        GOLDEN.write_text(said, encoding="utf-8")

    assert said == GOLDEN.read_text(encoding="utf-8")
    assert session.game.ended


def test_a_game_of_the_flagship_resumes_exactly(tmp_path: Path) -> None:
    loaded = load(FLAGSHIP)
    if loaded.scenario is None:
        pytest.skip("the scenario has errors; its own tests tell")
    with Session.start(loaded, 3, tmp_path, now=at_noon) as session:
        play(session, 6)
    with Session.resume(session.path, lambda _id, _edition: loaded, now=at_noon) as again:
        assert again.game.ledger.rows == session.game.ledger.rows
        assert again.game.news == session.game.news
