"""`ceo-sim simulate` in several processes, as a real program: however it ends, it ends at once and leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and pseudo-terminals are those of POSIX")

STORY = Path(__file__).parents[2] / "scenarios" / "the_post"
PROGRAM = """
import sys
from ceo_sim.analysis import parallel
from ceo_sim.cli import main
method = sys.argv.pop(1)
parallel.start_method = lambda: method
sys.exit(main(sys.argv[1:]))
"""
PATIENCE = 60


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold in time."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return False


def workers_of(program: psutil.Process, start: str) -> list[psutil.Process]:
    """Its workers; not what Python starts, when it spawns, to look after what processes share."""
    workers = []
    for child in program.children():
        with suppress(psutil.Error):
            if start == "fork" or "spawn_main" in str(child.cmdline()):
                workers.append(child)
    return workers


@contextmanager
def playing(start: str) -> Iterator[tuple[subprocess.Popen[str], list[psutil.Process]]]:
    """A program that plays in two processes for much longer than a test, in a session of its own."""
    command = [sys.executable, "-c", PROGRAM, start, "simulate", str(STORY), "--plays", "5000000", "--jobs", "2"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            program = psutil.Process(process.pid)
            assert eventually(lambda: len(workers_of(program, start)) == 2)
            yield process, workers_of(program, start)
        finally:
            if process.poll() is None:
                process.kill()


def is_gone(worker: psutil.Process) -> bool:
    return not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("start", ["fork", "spawn"])
@pytest.mark.parametrize("whole_group, early", [(True, True), (False, False)], ids=["in a terminal", "under way"])
def test_an_interrupt_ends_it_at_once_without_a_word(start: str, whole_group: bool, early: bool) -> None:
    with playing(start) as (process, workers):
        if not early:
            assert eventually(lambda: all(sum(worker.cpu_times()[:2]) > 0.5 for worker in workers))
        interrupted = time.monotonic()
        if whole_group:
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)

        assert (process.returncode, out, err) == (130, "", "")
        assert time.monotonic() - interrupted < PATIENCE / 4
        assert all(is_gone(worker) for worker in workers)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_workers_whose_program_was_ended_end_by_themselves(end: signal.Signals) -> None:
    with playing("fork") as (process, workers):
        process.send_signal(end)
        process.wait(timeout=PATIENCE)

        assert eventually(lambda: all(is_gone(worker) for worker in workers))


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_a_worker_that_is_killed_is_one_line_on_standard_error(start: str) -> None:
    with playing(start) as (process, workers):
        workers[1].kill()
        out, err = process.communicate(timeout=PATIENCE)

        assert (process.returncode, out) == (1, "")
        assert err.startswith("ceo-sim: one of its processes was killed")
        assert err.count("\n") == 1
        assert is_gone(workers[0])


@pytest.mark.parametrize("quiet", [True, False])
def test_a_terminal_is_told_how_far_it_is_unless_it_shall_be_quiet(
    quiet: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pty

    monkeypatch.setenv("TERM", "xterm")
    ours, its = pty.openpty()
    command = [sys.executable, "-c", "import sys\nfrom ceo_sim.cli import progress, main\n"]
    command[-1] += "progress.PATIENCE = 0.0\nsys.exit(main(sys.argv[1:]))"
    command += ["simulate", str(STORY), "--plays", "300", "--jobs", "2", *(["--quiet"] if quiet else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=its, text=True, check=True, timeout=PATIENCE)
    os.close(its)
    os.set_blocking(ours, False)
    try:
        said = os.read(ours, 100_000).decode()
    except (BlockingIOError, OSError):
        said = ""
    os.close(ours)

    assert "The Post: 300 plays" in done.stdout
    if quiet:
        assert said == ""
    else:
        assert " s left" in said
        assert said.rpartition("left")[2].strip(" \r") == ""
