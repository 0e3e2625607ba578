"""The game in a real terminal that is treated roughly: closed, killed, stopped, resized, full disks, hostile words."""

from __future__ import annotations

import contextlib
import os
import random
import re
import resource
import shutil
import signal
import sys
import termios
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import psutil
import pytest
from attrs import frozen

from ceo_sim.saves.reading import read
from ceo_sim.saves.session import Session
from ceo_sim.scenario.text import plain
from tests.support.terminal import KEYS, Terminal

PROGRAM = (sys.executable, "-m", "ceo_sim")
SMALL, USUAL = (20, 5), (80, 24)
SIZES = [(20, 5), (200, 60), (1, 1), (60, 18), (59, 17), (300, 3), (3, 100), (132, 43), (61, 18)]

TITLE = "It is your company"
NOTE = "A false flood alarm"
OPENING = "You founded Doorstep"
VALUES = "What do you stand for?"
FIRST = "Six o'clock. Tam has 412 messages"
OWN_UP = "A quiet message to all"
FIRST_OUTCOME = "It goes out at 06:09."
LOG = "The log of the night is nine pages long"
CONSEQUENCE = "any key"
DESK = "Your agenda"
QUIET = "A quiet day"
ENDING = "how it came to this"
LEAVE = "Leave your desk?"
CRASH = re.compile(rb"Traceback|Something went wrong")

Stage = Callable[[Terminal], bool]


# ---- what is on the screen, and in the save ------------------------------------------------------------------------


def shows(*texts: str) -> Stage:
    """Whether each text is on the screen, however its lines are broken."""

    def holds(terminal: Terminal) -> bool:
        flat = _flat(terminal.text)
        return all(_flat(text) in flat for text in texts)

    holds.__qualname__ = f"{' and '.join(texts)}"
    return holds


def _flat(text: str) -> str:
    return " ".join(re.sub("[│╭╮╰╯─]", " ", text).split())


def answers(folder: Path) -> int:
    """How many answers the one save in the folder holds; none if there is no save yet."""
    return sum(len(read(path).answers) for path in folder.glob("*.toml"))


def only_save(folder: Path) -> Path:
    (path,) = folder.glob("*.toml")
    return path


def is_restored(terminal: Terminal) -> bool:
    """Whether the program has given back the plain terminal: main screen, cursor, no reports of mouse and focus."""
    said = bytes(terminal.output)

    def is_on(mode: int) -> bool:
        return said.rfind(b"\x1b[?%dh" % mode) > said.rfind(b"\x1b[?%dl" % mode)

    return is_on(25) and not any(map(is_on, (1049, 1000, 1003, 1006, 1004)))


def is_cooked(terminal: Terminal) -> bool:
    """Whether what is typed is echoed and edited in lines again, and Ctrl-C interrupts."""
    modes = termios.tcgetattr(terminal._main)[3]
    return all(modes & flag for flag in (termios.ECHO, termios.ICANON, termios.ISIG))


def last_words(terminal: Terminal) -> str:
    """What was written after the game's own screen had been left."""
    said = bytes(terminal.output).rpartition(b"\x1b[?1049l")[2].decode()
    return re.sub(r"\x1b\[[0-9;?<]*[A-Za-z]", "", said).strip()


@frozen
class Standing:
    """Where a save stands, from its answers alone: the day, what waits, whether one can answer it, and the ending."""

    day: str
    urgent: str
    agenda: tuple[str, ...]
    answerable: tuple[int, ...]
    ending: str

    @property
    def texts(self) -> tuple[str, ...]:
        """What the screen must show."""
        if self.ending:
            return (self.ending, self.day)
        return (self.urgent, self.day) if self.urgent else (DESK, self.day, *self.agenda)


def standing(save: Path) -> Standing:
    """Where it stands, also while a game has it open."""
    record = read(save)
    with Session.resume(save) as session:
        game = session.game
        assert len(game.answers) == len(record.answers)
        urgent, agenda = game.urgent(), game.agenda()
        moment = game.moment
        assert not isinstance(moment, int)
        return Standing(
            day=f"{moment:%A} {moment.day} {moment:%B}",
            urgent=plain(urgent.title) if urgent else "",
            agenda=tuple(plain(waiting.title) for waiting in agenda),
            answerable=tuple(
                number
                for number, waiting in enumerate(agenda, 1)
                if any(option.lock is None for option in game.ask(waiting.id).options)
            ),
            ending=plain(game.fill(game.ending.title)) if game.ending else "",
        )


# ---- games -----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def new_game(saves: Path, *, before: Sequence[str] = ()) -> Iterator[Terminal]:
    """The tutorial at its first decision."""
    command = [*before, *PROGRAM, "play", "tutorial", "--seed", "3", "--saves", str(saves)]
    with Terminal(command) as terminal:
        to_first_decision(terminal)
        yield terminal


def to_first_decision(terminal: Terminal) -> None:
    for page in (NOTE, OPENING, VALUES):
        terminal.wait_for(shows(page))
        terminal.press("enter")
    terminal.wait_for(shows(FIRST))


@contextlib.contextmanager
def resumed(save: Path, *, before: Sequence[str] = ()) -> Iterator[Terminal]:
    with Terminal([*before, *PROGRAM, "play", "--resume", str(save), "--saves", str(save.parent)]) as terminal:
        yield terminal


def answer_first(terminal: Terminal, saves: Path) -> None:
    """Own up, and wait until that is told and kept."""
    own_up(terminal)
    assert answers(saves) == 1


def own_up(terminal: Terminal) -> None:
    terminal.wait_for(shows(OWN_UP))
    terminal.press(number_of(terminal, OWN_UP), "enter")
    terminal.wait_for(shows(FIRST_OUTCOME))


def to_desk(terminal: Terminal) -> None:
    """From what came of something to the desk."""
    terminal.wait_for(shows(CONSEQUENCE))
    while DESK not in terminal.text:
        turn_page(terminal, "enter")


def back_to_desk(terminal: Terminal) -> None:
    """Escape until the desk shows, and nothing over it."""
    while DESK not in terminal.text:
        turn_page(terminal, "escape")


def turn_page(terminal: Terminal, key: str) -> None:
    """Press a key and wait until the screen has changed and come to rest."""
    before = settled(terminal)
    terminal.send(KEYS.get(key, key))
    terminal.wait_for(lambda now: now.text != before)
    terminal.settle()


def leave(terminal: Terminal) -> int:
    terminal.press("ctrl+c")
    terminal.wait_for(shows(LEAVE))
    terminal.press("ctrl+c")
    return terminal.wait()


# ---- size ------------------------------------------------------------------------------------------------------


def test_a_tiny_terminal_says_which_size_helps_and_a_larger_one_brings_the_game_back(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        before = settled(terminal)
        terminal.resize(*SMALL)
        terminal.wait_for(shows("20x5 is too small.", "60x18 is enough"))
        terminal.press("enter")  # it would decide, unseen
        terminal.resize(19, 5)
        terminal.wait_for(shows("19x5 is too small."))
        terminal.resize(*USUAL)
        terminal.wait_for(lambda now: now.text == before)

        answer_first(terminal, tmp_path)
        before = settled(terminal)
        terminal.resize(*SMALL)
        terminal.wait_for(shows("20x5 is too small."))
        terminal.press("x", "space", "enter")
        terminal.click(3, 3)
        terminal.resize(19, 5)
        terminal.wait_for(shows("19x5 is too small."))
        terminal.resize(*USUAL)
        terminal.wait_for(lambda now: now.text == before)


def test_begun_in_a_tiny_terminal_it_waits_for_a_larger_one(tmp_path: Path) -> None:
    command = [*PROGRAM, "play", "tutorial", "--seed", "3", "--saves", str(tmp_path)]
    with Terminal(command, columns=SMALL[0], rows=SMALL[1]) as terminal:
        terminal.wait_for(shows("20x5 is too small."))
        terminal.resize(*USUAL)
        to_first_decision(terminal)
        terminal.resize(*SMALL)
        terminal.wait_for(shows("20x5 is too small."))
        terminal.press("ctrl+c", "ctrl+c")

        assert terminal.wait() == 0
        assert is_restored(terminal)


@pytest.mark.slow
def test_resized_again_and_again_while_days_pass_it_goes_on(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        storm(terminal)
        answer_first(terminal, tmp_path)
        storm(terminal)
        to_desk(terminal)
        for _ in range(2):
            storm(terminal, "n")
            to_desk(terminal)
        for key in ("w", "f", "a", "?", ":"):
            turn_page(terminal, key)
            storm(terminal)
            back_to_desk(terminal)

        assert not CRASH.search(terminal.output)
        assert leave(terminal) == 0


def settled(terminal: Terminal) -> str:
    terminal.settle()
    return terminal.text


@pytest.mark.slow
def test_a_day_passes_through_every_width_and_every_height(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        answer_first(terminal, tmp_path)
        to_desk(terminal)
        for sizes in ([(width, 24) for width in range(200, 0, -1)], [(80, height) for height in range(60, 0, -1)]):
            before = settled(terminal)
            terminal.send("n")
            terminal.wait_for(lambda now, page=before: now.text != page)  # type: ignore[misc]
            for size in (*sizes, *reversed(sizes)):
                terminal.resize(*size)
                terminal.pump(0.005)
            terminal.resize(*USUAL)
            terminal.wait_for(lambda now: "too small" not in now.text and len(now.text.strip()) > 100)
            to_desk(terminal)

        assert not CRASH.search(terminal.output)


def storm(terminal: Terminal, *keys: str) -> None:
    """Press keys, then resize on and on without waiting for what comes of it."""
    for key in keys:
        before = settled(terminal)
        terminal.send(key)
        terminal.wait_for(lambda now, page=before: now.text != page)  # type: ignore[misc]
    for size in SIZES:
        terminal.resize(*size)
        terminal.pump(0.01)
    terminal.resize(*SMALL)
    terminal.wait_for(shows("20x5 is too small."))
    terminal.resize(*USUAL)
    terminal.wait_for(lambda now: "too small" not in now.text and len(now.text.strip()) > 100)


# ---- ends that nobody asked for ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before",
    [
        pytest.param((), id="as usual"),
        pytest.param(("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"), id="started with hang-ups ignored"),
    ],
)
def test_a_closed_terminal_ends_it_and_the_save_is_whole(tmp_path: Path, before: Sequence[str]) -> None:
    with new_game(tmp_path, before=before) as terminal:
        answer_first(terminal, tmp_path)
        terminal.hang_up()
        terminal.wait(timeout=5)

    save = only_save(tmp_path)
    expected = standing(save)
    with resumed(save) as terminal:
        terminal.wait_for(shows(*expected.texts))
        assert answers(tmp_path) == 1


def test_told_to_end_it_gives_the_terminal_back(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        answer_first(terminal, tmp_path)
        terminal.signal(signal.SIGTERM)

        assert terminal.wait(timeout=5) in (128 + signal.SIGTERM, -signal.SIGTERM)
        assert is_restored(terminal)
        assert is_cooked(terminal)
        assert not CRASH.search(terminal.output)
    assert answers(tmp_path) == 1


def test_control_c_asks_and_pressed_again_leaves_and_names_the_save(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        answer_first(terminal, tmp_path)
        before = settled(terminal)
        terminal.press("ctrl+c")
        terminal.wait_for(shows(LEAVE))
        terminal.press("escape")
        terminal.wait_for(lambda now: now.text == before)

        assert leave(terminal) == 0
        assert is_restored(terminal)
        assert is_cooked(terminal)
        (said,) = last_words(terminal).splitlines()
        assert str(only_save(tmp_path)) in said
    assert answers(tmp_path) == 1


def test_control_c_at_the_title_leaves_without_a_word(tmp_path: Path) -> None:
    with Terminal([*PROGRAM, "play", "--saves", tmp_path]) as terminal:
        terminal.wait_for(shows(TITLE, "The Tortoise Alarm"))
        terminal.press("ctrl+c")

        assert terminal.wait() == 0
        assert is_restored(terminal)
        assert is_cooked(terminal)
        assert last_words(terminal) == ""
    assert not list(tmp_path.iterdir())


def test_interrupted_from_outside_it_gives_the_terminal_back(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        answer_first(terminal, tmp_path)
        terminal.signal(signal.SIGINT)

        assert terminal.wait(timeout=5) in (0, 128 + signal.SIGINT, -signal.SIGINT)
        assert is_restored(terminal)
        assert is_cooked(terminal)
        assert not CRASH.search(terminal.output)
    assert answers(tmp_path) == 1


# ---- stopped, and back -------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
def test_control_z_stops_it_on_a_plain_terminal_and_fg_brings_it_back(tmp_path: Path) -> None:
    with Terminal(["bash", "--norc", "--noprofile", "-i"], env={"PS1": "at the shell> "}) as terminal:
        terminal.wait_for("at the shell>")
        terminal.send(f"'{sys.executable}' -m ceo_sim play tutorial --seed 3 --saves '{tmp_path}'\r")
        to_first_decision(terminal)
        before = settled(terminal)
        (game,) = psutil.Process(terminal.process.pid).children()

        for _ in range(2):
            asked = terminal.output.count(b"at the shell>")
            terminal.send("\x1a")
            terminal.wait_for(lambda now, seen=asked: now.output.count(b"at the shell>") > seen)  # type: ignore[misc]
            assert game.status() == psutil.STATUS_STOPPED
            assert is_restored(terminal)
            terminal.send("fg\r")
            terminal.wait_for(lambda now: now.text == before and not is_restored(now))

        answer_first(terminal, tmp_path)
        leave_from_shell(terminal)
        terminal.send("echo $?; exit\r")
        assert terminal.wait() == 0


def leave_from_shell(terminal: Terminal) -> None:
    asked = terminal.output.count(b"at the shell>")
    terminal.press("ctrl+c")
    terminal.wait_for(shows(LEAVE))
    terminal.press("ctrl+c")
    terminal.wait_for(lambda now: now.output.count(b"at the shell>") > asked)
    assert is_restored(terminal)


# ---- kill -9 -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_killed_at_any_instant_each_resume_stands_at_the_last_answer(tmp_path: Path) -> None:
    """Do a thing or two, kill, resume, until the story is over; now and then kill before it can have been kept."""
    instants = random.Random(2020)
    expected = Standing("", FIRST, (), (), "")
    seen = lives = 0
    while not expected.ending:
        lives += 1
        assert lives <= 40, "the story does not get on"
        saves = sorted(tmp_path.glob("*.toml"))
        with resumed(saves[0]) if saves else new_game(tmp_path) as terminal:
            for last in instants.choice([(True,), (False, True), (False, False, True)]):
                to_standing(terminal, expected)
                answered = do_one_thing(terminal, expected)
                if last and instants.random() < 0.6:
                    terminal.pump(instants.uniform(0, 0.06))
                    terminal.kill()
                    least = seen
                else:
                    terminal.wait_for(lambda now: CONSEQUENCE in now.text or QUIET in now.text)
                    least = seen + answered
                if list(tmp_path.glob("*.toml")):
                    expected = standing(only_save(tmp_path))
                assert least <= answers(tmp_path) <= seen + answered
                seen = answers(tmp_path)
                if expected.ending:
                    break

    with resumed(only_save(tmp_path)) as terminal:
        terminal.wait_for(shows(*expected.texts, ENDING))
    assert seen >= 3
    assert lives >= 4
    assert len([path for path in tmp_path.iterdir() if path.suffix == ".tmp"]) <= 1


def to_standing(terminal: Terminal, expected: Standing) -> None:
    """Read on until the screen shows what the save says."""
    while not shows(*expected.texts)(terminal):
        if CONSEQUENCE in terminal.text:
            turn_page(terminal, "enter")
        terminal.wait_for(lambda now: CONSEQUENCE in now.text or shows(*expected.texts)(now))
    terminal.settle()


def do_one_thing(terminal: Terminal, now: Standing) -> int:
    """Answer what can be answered, else let the day pass; gives the number of answers that this is."""
    if now.urgent:
        terminal.send("\r")
        return 1
    if not now.answerable:
        terminal.send("n")
        return 0
    number = now.answerable[0]
    terminal.press(str(number))
    terminal.wait_for(lambda screen: DESK not in screen.text and shows(now.agenda[number - 1])(screen))
    terminal.settle()
    terminal.send("\r")
    return 1


# ---- nowhere to write ---------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="the system cannot bound a running process")
def test_a_disk_that_fills_up_is_told_and_once_there_is_room_all_is_kept(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        answer_first(terminal, tmp_path)
        to_desk(terminal)
        save = only_save(tmp_path)
        older = save.read_bytes()

        _, most = resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, (0, most))
        answer_log(terminal)
        terminal.wait_for(shows("cannot be saved"))
        to_desk(terminal)
        terminal.wait_for(shows("cannot be saved"))
        assert save.read_bytes() == older
        terminal.press("escape")
        terminal.wait_for(shows(LEAVE, "cannot be saved"))
        back_to_desk(terminal)

        resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, (most, most))
        terminal.press("n")
        to_desk(terminal)
        terminal.wait_for(lambda now: "cannot be saved" not in now.text)
        assert answers(tmp_path) == 2
        assert leave(terminal) == 0
        assert str(save) in last_words(terminal)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def answer_log(terminal: Terminal) -> None:
    terminal.press("1")
    terminal.wait_for(shows(LOG))
    terminal.settle()
    terminal.press("enter")


def test_a_save_folder_that_cannot_be_made_is_told_and_the_game_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine", encoding="utf-8")
    with new_game(file / "saves") as terminal:
        terminal.wait_for(shows("cannot be saved"))
        own_up(terminal)
        to_desk(terminal)
        terminal.wait_for(shows("cannot be saved"))
        answer_log(terminal)
        to_desk(terminal)
        terminal.press("n")
        to_desk(terminal)

        assert leave(terminal) == 0
        assert is_restored(terminal)
        assert "cannot be saved" in last_words(terminal)
        assert not CRASH.search(terminal.output)
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_read_only_save_folder_is_told_and_nothing_in_it_is_lost(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        answer_first(terminal, tmp_path)
        assert leave(terminal) == 0
    save = only_save(tmp_path)
    older = save.read_bytes()
    tmp_path.chmod(0o500)
    try:
        with resumed(save, before=without_privileges()) as terminal:
            terminal.wait_for(shows(DESK, "Nine pages of log"))
            answer_log(terminal)
            terminal.wait_for(shows("cannot be saved"))
            to_desk(terminal)
            terminal.wait_for(shows("cannot be saved"))
            assert leave(terminal) == 0
            assert "cannot be saved" in last_words(terminal)
    finally:
        tmp_path.chmod(0o700)

    assert save.read_bytes() == older
    assert [path for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def without_privileges() -> Sequence[str]:
    """What to put before a command so that the modes of files hold for it, also where tests run as root."""
    if os.geteuid():
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root may write anywhere")
    powers = "-dac_override,-dac_read_search"
    return ("setpriv", f"--bounding-set={powers}", f"--inh-caps={powers}")


# ---- two games on one save ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_second_game_on_a_save_says_so_and_only_looks(tmp_path: Path) -> None:
    told = "Another game has this save open."
    with new_game(tmp_path) as first:
        answer_first(first, tmp_path)
        save = only_save(tmp_path)
        before = save.read_bytes()
        with resumed(save) as second:
            second.wait_for(shows(DESK, told))
            second.press("n")
            second.wait_for(shows("another game has this save"))
            answer_log(second)
            second.wait_for(shows(DESK, told))
            assert save.read_bytes() == before
            assert leave(second) == 0

        to_desk(first)
        answer_log(first)
        first.wait_for(shows(CONSEQUENCE))
        assert answers(tmp_path) == 2
        first.kill()

    with resumed(save) as third:
        third.wait_for(shows(*standing(save).texts))
        third.settle()
        assert told not in _flat(third.text)


# ---- hostile words ------------------------------------------------------------------------------------------------

QUIT = "[@click=app.quit]go[/]"
SHAPE_OF_POINTER = b"22"
LINK = "[link=https://evil.test]there[/link]"
BOLD = "[b]loud[/b]"
HOSTILE = f"""
format = 1
[scenario]
id = "hostile"
title = "A {BOLD} story"
role = "You decide about {BOLD}."
company = "Acme {QUIT}"
summary = "Of {LINK} it is told."
opening = "It opens with {QUIT} and {LINK}."
[clock]
turns = 3
[metric.trust]
name = "Trust {BOLD}"
start = 50
range = [0, 100]
headline = true
[cast.ines]
name = "Ines {BOLD}"
role = "Counsel {QUIT}"
adviser = true
[decision.call]
title = "The {QUIT} call"
at = 0
urgent = true
room = ["ines"]
brief = "He rings {LINK} and {BOLD}."
[decision.call.option.yes]
label = "Say {QUIT} yes"
outcome = "It is {QUIT} said."
advice.ines = "Do {LINK} it."
effects.trust = {{ amount = 3, why = "Since {QUIT} it was.", support = "judgement" }}
[decision.call.option.no]
label = "Say no"
outcome = "It is not said."
[ending.over]
title = "Over {BOLD}"
text = "It is {QUIT} over."
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder whose `scenarios` holds a story full of other people's markup."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "hostile.toml").write_text(HOSTILE, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_markup_in_a_scenario_is_only_text_and_a_click_on_it_does_nothing(hostile: Path) -> None:
    reason = "[@click=app.quit]mine[/]"
    with Terminal([*PROGRAM, "play", "--saves", "kept"], cwd=hostile, rows=40) as terminal:
        terminal.wait_for(shows(TITLE, f"A {BOLD} story"))
        terminal.press(number_of(terminal, f"A {BOLD} story"))
        terminal.wait_for(shows(f"You decide about {BOLD}.", f"It opens with {QUIT} and {LINK}."))
        poke(terminal, QUIT, LINK)
        terminal.press("enter")
        terminal.wait_for(shows(f"The {QUIT} call", f"He rings {LINK} and {BOLD}.", f"Say {QUIT} yes"))
        number = number_of(terminal, f"Say {QUIT} yes")
        terminal.press(number)
        terminal.wait_for(shows(f"Do {LINK} it."))
        poke(terminal, f"The {QUIT}", LINK, BOLD, "Do [link")
        terminal.press("r")
        terminal.send(reason)
        terminal.wait_for(shows(reason))
        terminal.press("enter", number, "enter")
        terminal.wait_for(shows(f"It is {QUIT} said.", reason, f"Trust {BOLD}"))
        to_desk(terminal)
        terminal.wait_for(shows(DESK, f"Trust {BOLD}", f"Acme {QUIT}"))
        poke(terminal, QUIT)
        terminal.press("w")
        terminal.wait_for(shows(f"Since {QUIT} it was."))
        terminal.click_on("=app.quit]go[/] it was")  # which may open the cause, and nothing else
        terminal.settle()
        back_to_desk(terminal)
        terminal.press("s")
        terminal.wait_for(shows(reason))
        poke(terminal, reason)

        assert set(re.findall(rb"\x1b\](\d*)", terminal.output)) <= {SHAPE_OF_POINTER}
        assert not CRASH.search(terminal.output)
        back_to_desk(terminal)
        assert leave(terminal) == 0


def number_of(terminal: Terminal, row: str) -> str:
    """The digit that stands before a row of the title."""
    (found,) = re.findall(rf"(\d) {re.escape(row)}", terminal.text)
    return str(found)


def poke(terminal: Terminal, *texts: str) -> None:
    """Click into the middle of each text; the screen must stay."""
    before = settled(terminal)
    for text in texts:
        row, column = next((row, line.find(text)) for row, line in enumerate(terminal.lines) if text in line)
        terminal.click(column + len(text) // 2, row)
        terminal.settle()
    terminal.press("?")
    terminal.wait_for(lambda now: now.text != before)
    terminal.press("escape")
    terminal.wait_for(lambda now: now.text == before)


def test_escape_sequences_in_a_scenario_are_refused_and_never_reach_the_terminal(hostile: Path) -> None:
    scenario = hostile / "scenarios" / "hostile.toml"
    scenario.write_text(HOSTILE.replace("He rings", r"\u001b]0;owned\u0007\u001b[2J He rings"), encoding="utf-8")
    with Terminal([*PROGRAM, "play", scenario, "--saves", "kept"], cwd=hostile, columns=100, rows=40) as terminal:
        terminal.wait_for(shows("cannot be opened", "E202"))
        terminal.press("escape")
        terminal.wait_for(shows(TITLE))
        terminal.press("ctrl+c")

        assert terminal.wait() in (0, 1)
        assert b"\x1b]0;" not in terminal.output
        assert is_restored(terminal)


# ---- no terminal to draw on ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shell",
    [
        pytest.param('"$0" -m ceo_sim play tutorial | cat; code=${PIPESTATUS[0]}', id="output into a pipe"),
        pytest.param('"$0" -m ceo_sim play tutorial < /dev/null; code=$?', id="input from nowhere"),
    ],
)
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_half_a_terminal_is_none(shell: str) -> None:
    with Terminal(["bash", "-c", f'{shell}; echo "left with $code"', sys.executable], columns=200) as terminal:
        terminal.wait()
        said, end = terminal.text.strip().splitlines()

        assert "--plain" in said
        assert end == "left with 2"
        assert b"\x1b[" not in terminal.output


@pytest.mark.parametrize(
    "env, told",
    [
        pytest.param({"TERM": "dumb"}, "TERM=dumb says that this terminal can only write lines", id="dumb"),
        pytest.param({"PYTHONIOENCODING": "latin-1"}, "the screen needs UTF-8", id="another character set"),
    ],
)
def test_a_terminal_that_cannot_draw_gets_plain_lines_and_is_told_why(
    tmp_path: Path, env: Mapping[str, str], told: str
) -> None:
    with Terminal([*PROGRAM, "play", "tutorial", "--saves", tmp_path], columns=100, env=env) as terminal:
        terminal.wait_for("Type help to see what you can do.")

        assert b"\x1b[" not in terminal.output
        assert told in _flat(terminal.output.decode("latin-1").replace("\r\n", " "))


@pytest.mark.parametrize("locale", ["C", "POSIX", ""])
def test_without_a_locale_the_screen_is_drawn_as_on_nearly_every_terminal(tmp_path: Path, locale: str) -> None:
    env = {"LC_ALL": locale, "LANG": locale}
    with Terminal([*PROGRAM, "play", "--saves", tmp_path], env=env) as terminal:
        terminal.wait_for(shows(TITLE, "The Tortoise Alarm"))
        terminal.press("ctrl+c")
        assert terminal.wait() == 0


def test_settings_full_of_nonsense_are_named_and_the_game_begins(tmp_path: Path) -> None:
    nonsense = 'them = 1\ntheme = "pink"\nplain = "no"\nhints = false\n[keys]\n"desk.why" = "n"\n"\\u001b[2J" = "x"\n'
    (tmp_path / "settings.toml").write_text(nonsense, encoding="utf-8")
    command = [*PROGRAM, "play", "--saves", str(tmp_path / "saves")]
    with Terminal(command, columns=120, rows=50, env={"CEO_SIM_CONFIG": str(tmp_path)}) as terminal:
        terminal.wait_for(shows("'them' is no setting"))
        terminal.press(",")
        terminal.wait_for(
            shows("did you mean theme?", "'pink' is no theme", "expected true or false", "desk.pass_day already")
        )
        terminal.press("1")
        terminal.wait_for(shows("light, ink on paper"))
        terminal.press("ctrl+c")
        assert terminal.wait() == 0
        assert terminal.output.count(b"\x1b[2J") <= 1
    assert (tmp_path / "settings.toml").read_text(encoding="utf-8") == nonsense.replace('"pink"', '"paper"')


def test_no_color_writes_no_colour(tmp_path: Path) -> None:
    with Terminal([*PROGRAM, "play", "--saves", tmp_path], env={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for(shows(TITLE, "The Tortoise Alarm"))
        terminal.press("down")
        terminal.settle()
        styles = {part for found in re.findall(rb"\x1b\[([0-9;]*)m", terminal.output) for part in found.split(b";")}

        assert styles <= {b"", b"0", b"1", b"3", b"4", b"7", b"39", b"49"}


def test_a_terminal_that_answers_no_question_gets_the_screen_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.support.terminal._HAS_SYNC", b"")
    with new_game(tmp_path) as terminal:
        answer_first(terminal, tmp_path)
        assert leave(terminal) == 0
        assert is_restored(terminal)
