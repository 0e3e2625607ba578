"""Tasks run by several processes, with their results in the order of the tasks.

Each worker has a pipe to this process, and the end of either process shows there: a worker that is killed breaks its
pipe, and a worker whose parent is gone ends when its next report fails, a tenth of a second later.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, cast

from attrs import define, field

from ceo_sim.errors import UserError

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, ForkProcess, SpawnContext, SpawnProcess

Task = TypeVar("Task")
Result = TypeVar("Result")
Report = Callable[[float], object]
"""Called with the part of the work that is done, from 0 to 1."""
Work = Callable[[Task, Report], Result]

Kind = Literal["part", "done", "failed"]

REPORT_SECONDS = 0.1
"""The least time between two reports of a worker."""


class WorkerLost(UserError):
    """A worker was killed."""


def run_tasks(
    work: Work[Task, Result], tasks: Sequence[Task], jobs: int = 1, report: Report | None = None
) -> list[Result]:
    """Run all tasks, and return their results in the order of the tasks.

    Args:
        work: Runs a task and reports its progress. It is pickled, as are tasks and results: a function of a module, or
            a `partial` of one.
        tasks: Its arguments.
        jobs: How many processes run them, besides this one; with 1 this one does. A script that asks for more needs
            the usual `if __name__ == "__main__"`: except on Linux, processes start by importing it.
        report: Called from time to time with the part of all tasks that is done.

    Raises:
        WorkerLost: A worker was killed, by the system for want of memory perhaps.
    """
    report = report or (lambda _: None)
    if min(jobs, len(tasks)) <= 1:
        return [
            work(task, lambda part, done=done: report((done + part) / len(tasks)))  # type: ignore[misc]
            for done, task in enumerate(tasks)
        ]
    return _Pool(work, tasks, report).results(min(jobs, len(tasks)))


def start_method() -> Literal["fork", "spawn"]:
    """How processes start: by fork where that is safe, which takes 10 ms, or else by spawn, which takes 500."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


@define
class _Pool(Generic[Task, Result]):
    """Tasks that workers run.

    Attributes:
        done: The results so far by the number of the task.
        parts: How much of each task is done.
    """

    work: Work[Task, Result]
    tasks: Sequence[Task]
    report: Report
    done: dict[int, Result] = field(factory=dict)
    parts: dict[int, float] = field(factory=dict)

    def results(self, jobs: int) -> list[Result]:
        waiting = iter(enumerate(self.tasks))
        with _workers(self.work, jobs) as connections:
            for connection in connections:
                with _broken_pipe_is_a_lost_worker():
                    connection.send(next(waiting))
            while len(self.done) < len(self.tasks):
                for ready in wait(connections):
                    connection = cast("Connection", ready)
                    with _broken_pipe_is_a_lost_worker():
                        message = connection.recv()
                    if self._take(*message) and (task := next(waiting, None)) is not None:
                        with _broken_pipe_is_a_lost_worker():
                            connection.send(task)
        return [self.done[number] for number in range(len(self.tasks))]

    def _take(self, kind: Kind, number: int, content: Any) -> bool:
        """Handle a message of a worker about a task; returns whether the worker is free for another."""
        if kind == "failed":
            raise RuntimeError(f"a worker failed:\n{content}")
        if kind == "done":
            self.done[number] = content
        self.parts[number] = 1.0 if kind == "done" else content
        self.report(sum(self.parts.values()) / len(self.tasks))
        return kind == "done"


@contextlib.contextmanager
def _broken_pipe_is_a_lost_worker() -> Iterator[None]:
    """Raise `WorkerLost` where a pipe to a worker breaks."""
    try:
        yield
    except (EOFError, OSError) as error:
        raise WorkerLost(
            "one of its processes was killed, perhaps because memory ran out; try again with --jobs 1"
        ) from error


@contextlib.contextmanager
def _workers(work: Work[Task, Result], jobs: int) -> Iterator[list[Connection]]:
    """Workers, each behind a connection; they are killed at the end, whether it is a result or an exception."""
    forks = start_method() == "fork"
    context: ForkContext | SpawnContext = (
        multiprocessing.get_context("fork") if forks else multiprocessing.get_context("spawn")
    )
    if not forks and sys.platform != "win32":
        resource_tracker.ensure_running()  # else the first worker starts it, and it lets interrupts through again
    ours: list[Connection] = []
    processes: list[ForkProcess | SpawnProcess] = []
    try:
        with _interrupts_put_off(), warnings.catch_warnings():
            # Python 3.12 warns that a fork has no other threads: those of NumPy's BLAS, which nothing here uses.
            warnings.simplefilter("ignore", DeprecationWarning)
            for _ in range(jobs):
                mine, its = context.Pipe()
                ours.append(mine)
                # A forked process has copies of our ends too, which would keep the pipes of others from breaking.
                arguments = (its, work, tuple(ours)) if forks else (its,)
                process = context.Process(target=_worker, args=arguments, daemon=True)
                process.start()
                processes.append(process)
                its.close()
        if not forks:
            # Not as an argument: to a process that ends while it starts, Python would write that for ever.
            pickled = pickle.dumps(work)
            for connection in ours:
                with _broken_pipe_is_a_lost_worker():
                    connection.send_bytes(pickled)
        yield ours
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.join()
        for connection in ours:
            connection.close()


@contextlib.contextmanager
def _interrupts_put_off() -> Iterator[None]:
    """Let an interrupt wait for the end of the block; processes that start meanwhile never get one.

    A terminal interrupts all processes of a program, and each worker would print a traceback: one that is interrupted,
    and one that this process leaves half started. To block the signal is not enough here, as that holds for one thread:
    the system hands it to another, to one of NumPy's say, and Python then interrupts the main thread all the same.
    """
    with _interrupts_put_off_here(), _interrupts_blocked():
        yield


@contextlib.contextmanager
def _interrupts_put_off_here() -> Iterator[None]:
    """Catch SIGINT in the main thread, where Python raises it, and send it once more at the end."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is None:
        yield
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Block SIGINT in this thread, which a process that starts meanwhile inherits; Windows has no such thing."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _worker(
    connection: Connection, work: Work[Task, Result] | None = None, inherited: Sequence[Connection] = ()
) -> None:
    """Run one task after another until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for end in inherited:
        end.close()
    with contextlib.suppress(EOFError, ConnectionError):
        work = work or cast("Work[Task, Result]", connection.recv())
        while True:
            number, task = connection.recv()
            try:
                result = work(task, _reporter(connection, number))
            except ConnectionError:
                raise
            except Exception:  # noqa: BLE001  # it is ours to raise, in the process that people see
                connection.send(("failed", number, traceback.format_exc()))
            else:
                connection.send(("done", number, result))


def _reporter(connection: Connection, number: int) -> Report:
    last = time.monotonic()

    def report(part: float) -> None:
        nonlocal last
        if (now := time.monotonic()) - last >= REPORT_SECONDS:
            last = now
            connection.send(("part", number, part))

    return report
