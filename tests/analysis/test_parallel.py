"""Tasks done by several processes: the same results as by one, and nothing left behind however it ends."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
import time
from multiprocessing.process import BaseProcess

import psutil
import pytest

from ceo_sim.analysis import parallel
from ceo_sim.analysis.parallel import Report, WorkerLost, run_tasks


@pytest.fixture(params=["fork", "spawn"])
def start(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways in which processes start, whatever the system takes by itself."""
    method: str = request.param
    if method == "fork" and sys.platform != "linux":
        pytest.skip("copies of a process are safe on Linux only")
    monkeypatch.setattr(parallel, "start_method", lambda: method)
    return method


def workers() -> list[psutil.Process]:
    """The processes of ours that run, without the one that looks after what Python's own processes share."""
    return [
        child for child in psutil.Process().children(recursive=True) if "resource_tracker" not in str(child.cmdline())
    ]


def squared(task: int, report: Report) -> tuple[int, int]:
    for part in range(4):
        time.sleep(0.01 * (task % 3))
        report(part / 4)
    return task * task, os.getpid()


def loaded_modules(_task: int, _report: Report) -> list[str]:
    importlib.import_module("ceo_sim.analysis.simulate")
    return sorted({name.partition(".")[0] for name in sys.modules})


def failing(task: int, _report: Report) -> int:
    if task == 3:
        raise ValueError("three is one too many")
    return task


def killed(task: int, report: Report) -> int:
    if task == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return squared(task, report)[0]


@pytest.mark.usefixtures("start")
@pytest.mark.parametrize("jobs", [2, 3])
def test_results_come_in_the_order_of_the_tasks_whoever_did_them(jobs: int) -> None:
    found = run_tasks(squared, range(10), jobs)

    assert [result for result, _ in found] == [task * task for task in range(10)]
    assert len({pid for _, pid in found} - {os.getpid()}) == jobs
    assert workers() == []


def test_one_job_or_one_task_needs_no_other_process() -> None:
    assert {pid for _, pid in run_tasks(squared, range(3), 1)} == {os.getpid()}
    assert {pid for _, pid in run_tasks(squared, [5], 8)} == {os.getpid()}
    assert run_tasks(squared, [], 8) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_it_is_told_how_far_all_tasks_are_up_to_the_whole(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "REPORT_SECONDS", 0.0)
    parts: list[float] = []
    run_tasks(squared, range(5), jobs, parts.append)

    assert all(0 <= part <= 1 for part in parts)
    assert parts == sorted(parts)
    assert len(set(parts)) > 10
    assert parts[-1] > 0.9


@pytest.mark.usefixtures("start")
def test_what_goes_wrong_in_a_worker_is_raised_here_with_its_place() -> None:
    with pytest.raises(RuntimeError, match=r"(?s)in failing.*three is one too many"):
        run_tasks(failing, range(10), 2)
    assert workers() == []


@pytest.mark.usefixtures("start")
def test_a_worker_that_is_killed_is_one_clear_error() -> None:
    with pytest.raises(WorkerLost, match=r"was killed.*--jobs 1") as caught:
        run_tasks(killed, range(10), 2)
    assert "\n" not in str(caught.value)
    assert workers() == []


@pytest.mark.usefixtures("start")
def test_an_interrupt_of_this_process_ends_the_workers_at_once() -> None:
    def interrupt(_part: float) -> None:
        raise KeyboardInterrupt

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run_tasks(slow, range(4), 2, interrupt)
    assert workers() == []
    assert time.monotonic() - started < 30


@pytest.mark.usefixtures("start")
def test_an_interrupt_while_workers_start_waits_until_they_have(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    begin = BaseProcess.start

    def interrupted(process: BaseProcess) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.1)
        begin(process)
        started.append(process.name)

    monkeypatch.setattr(BaseProcess, "start", interrupted)
    over = threading.Event()
    listener = threading.Thread(target=over.wait)  # it has not blocked the signal, so the system hands it to it
    listener.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            run_tasks(slow, range(4), 2)
    finally:
        over.set()
        listener.join()

    assert len(started) == 2
    assert workers() == []


def slow(_task: int, report: Report) -> None:
    for part in range(600):
        time.sleep(0.1)
        report(part / 600)


def test_a_worker_that_starts_from_nothing_loads_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "start_method", lambda: "spawn")
    for modules in run_tasks(loaded_modules, range(2), 2):
        assert {"numpy", "ceo_sim"} <= set(modules)
        assert not {"textual", "rich", "platformdirs"} & set(modules)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere processes always start from nothing")
def test_processes_are_copied_only_where_no_thread_could_hold_a_lock() -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(parallel.start_method()))
    thread.start()
    thread.join()

    assert found == ["spawn"]


def test_interrupts_are_heard_again_after_the_workers_have_started() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    run_tasks(squared, range(4), 2)

    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before
    assert signal.SIGINT not in before
