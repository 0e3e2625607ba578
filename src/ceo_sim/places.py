"""Where things lie, and all else in which Linux, macOS and Windows differ.

Folders of scenarios and saves, whether somebody sits at a terminal, a write that is whole or not at all, a lock on
one game, and what happens when the system ends it. Nothing here knows what a scenario or a save is. Whatever is slow
to import is imported late.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import stat
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

APP = "ceo-sim"
SAVES_VARIABLE = "CEO_SIM_SAVES"
CONFIG_VARIABLE = "CEO_SIM_CONFIG"

_UNFINISHED = ".tmp"
_PACKAGE = Path(__file__).resolve().parent
_PACKAGED = _PACKAGE / "_data"
_CHECKOUT = _PACKAGE.parent.parent


MOST_SECONDS_TO_LEAVE = 2
PRIVATE = 0o600
"""The mode of a new file that nobody else should read."""


class LockedError(OSError):
    """The file is locked by another running game."""


def now() -> dt.datetime:
    """Give the time where the player is, to the second, in a zone of whole minutes, as TOML can write no other.

    It is in UTC where the system's zone is none, such as `TZ=UTC+99`.
    """
    utc = dt.datetime.now(dt.UTC).replace(microsecond=0)
    try:
        offset = utc.astimezone().utcoffset() or dt.timedelta()
    except (ValueError, OverflowError, OSError):
        return utc
    return utc.astimezone(dt.timezone(dt.timedelta(minutes=offset // dt.timedelta(minutes=1))))


def processors() -> int:
    """Give how many processors this process may use; a container or a user may have been given some of them only."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux alone has it
    return len(affinity(0)) if affinity else os.cpu_count() or 1


# ---- folders -------------------------------------------------------------------------------------------------


def scenario_folders() -> list[Path]:
    """Give the folders that hold scenarios: `./scenarios` first, then those that came with the program.

    Returns:
        Existing folders, absolute, none twice; a scenario in an earlier one stands before its namesake in a later.
    """
    folders = (_here("scenarios"), _shipped("scenarios"))
    return list(dict.fromkeys(real(folder) for folder in folders if folder is not None and folder.is_dir()))


def diagnostics_folder() -> Path:
    """Give the folder with the pages of the diagnostics, which came with the program."""
    return _PACKAGED / "diagnostics" if _PACKAGED.is_dir() else _CHECKOUT / "docs" / "diagnostics"


def packaged_saves() -> list[Path]:
    """Give the saves that came with the program, sorted by name; none of them is a player's own."""
    if _PACKAGED.is_dir():
        return sorted((_PACKAGED / "saves").glob("*.toml"))
    # In a checkout the players' own saves lie beside the one that is shipped.
    shipped = _CHECKOUT / "saves" / "as_it_happened.toml"
    return [shipped] if shipped.is_file() else []


def is_packaged(save: Path) -> bool:
    """Tell whether a save came with the program."""
    return real(save) in map(real, packaged_saves())


def real(path: Path) -> Path:
    """The absolute path with its links followed; `Path.resolve` fails at a link to itself before Python 3.13.

    Raises:
        FileNotFoundError: It is named from the current folder, which is gone.
    """
    return Path(os.path.realpath(_absolute(path)))


def expanded(written: str | Path) -> Path:
    """A path with the home folder for `~`; as in a shell, `~nobody` stays as it is where nobody has that name."""
    return Path(os.path.expanduser(written))  # noqa: PTH111 - `Path.expanduser` fails where nobody has that name


def existing(written: str | Path) -> Path | None:
    """The path that somebody has typed, if something is there; accents may be composed or not."""
    try:
        return next((path for path in _spellings(written) if path.exists()), None)
    except (OSError, ValueError, RuntimeError):  # no file name at all, or far too long
        return None


def typed(written: str | Path) -> Path:
    """The path that somebody has typed: what is there, else in a folder that is there; accents as for `existing`."""
    if (path := existing(written)) is not None:
        return path
    folders = (existing(path.parent) for path in _spellings(written))
    folder = next(filter(None, folders), None)
    return folder / Path(written).name if folder else expanded(written)


def _spellings(written: str | Path) -> list[Path]:
    """A path with its accents as they are, composed, and decomposed."""
    text = str(written)
    return [expanded(form) for form in (text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text))]


def give_back_memory() -> None:
    """Give the system back what is free, where the C library would rather hold on to it (glibc)."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):  # another C library: it does so by itself
            ctypes.CDLL(None).malloc_trim(0)


def save_folder(option: Path | None = None) -> Path:
    """Give the folder for saves: `option`, else `$CEO_SIM_SAVES`, else `./saves` if it is there, else the user's own.

    Returns:
        An absolute path; nothing is created, and nothing need be there.

    Raises:
        FileNotFoundError: It is named from the current folder, which is gone.
    """
    if option is not None:
        return _absolute(option)
    if written := os.environ.get(SAVES_VARIABLE):
        return _absolute(written)
    if (here := _here("saves")) is not None and here.is_dir():
        return here
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False) / "saves"


def config_folder() -> Path:
    """Give the folder for the player's settings, `$CEO_SIM_CONFIG` or the system's; nothing is created."""
    if written := os.environ.get(CONFIG_VARIABLE):
        return _absolute(written)
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False)


def _absolute(written: str | Path) -> Path:
    path = expanded(written)
    try:
        return path.absolute()
    except FileNotFoundError as error:
        raise FileNotFoundError(error.errno, "the current folder is gone", str(path)) from None


def _here(name: str) -> Path | None:
    """A path in the current folder; None if somebody has deleted that."""
    try:
        return Path.cwd() / name
    except FileNotFoundError:
        return None


def _shipped(name: str) -> Path | None:
    """Find a folder that travels with the program, in an installed package or in a checkout of the source."""
    if _PACKAGED.is_dir():
        return _PACKAGED / name
    if (_CHECKOUT / "pyproject.toml").is_file():
        return _CHECKOUT / name
    return None


# ---- the terminal --------------------------------------------------------------------------------------------


def is_interactive(stdin: IO[str] | None = None, stdout: IO[str] | None = None) -> bool:
    """Tell whether both streams (the process's own if left out) are a terminal that can draw a screen."""
    streams = (stdin or sys.stdin, stdout or sys.stdout)
    if os.environ.get("TERM") == "dumb":
        return False
    # Under pythonw and in some services a stream is None; one that is closed raises.
    with contextlib.suppress(ValueError):
        return all(stream is not None and stream.isatty() for stream in streams)
    return False


def terminal_problem() -> str:
    """Why this terminal cannot draw a screen; empty if it can, or if there is no terminal."""
    streams = (sys.stdin, sys.stdout)
    with contextlib.suppress(ValueError):
        if not all(stream is not None and stream.isatty() for stream in streams):
            return ""
        if os.environ.get("TERM") == "dumb":
            return "TERM=dumb says that this terminal can only write lines"
        # Where no locale is set, or C is, Python takes the terminal for one of UTF-8, as nearly all are.
        if sys.stdout.encoding.lower().replace("-", "") not in ("utf8", "cp65001"):
            return f"the locale's characters are {sys.stdout.encoding}, and the screen needs UTF-8"
    return ""


def open_folder(folder: Path) -> bool:
    """Open a folder in the system's file manager; False if there is none."""
    import shutil
    import subprocess

    if sys.platform == "win32":
        os.startfile(folder)  # noqa: S606 - the system's own way to show a folder
        return True
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    has_desktop = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if opener is None or not has_desktop:
        return False
    nothing = subprocess.DEVNULL
    subprocess.Popen(  # noqa: S603 - a fixed program, and no shell reads the folder's name
        [opener, folder], stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
    )
    return True


# ---- files ---------------------------------------------------------------------------------------------------


def write_atomically(path: Path, content: str | bytes, mode: int | None = None) -> None:
    """Replace the file at `path` with `content`: whatever happens, it is the old file or the whole new one.

    Text is written in UTF-8; the folder is created if need be. When this returns, all is handed to the disk. A symbolic
    link stays one; another hard link keeps the old content, as what replaces a file whole is another file.

    Args:
        path: The file.
        content: All that it will hold.
        mode: Who may do what with a new file; all that the umask allows if left out. One that is replaced hands on its
            mode and, where the system allows that, its owner.

    Raises:
        OSError: it could not be written (read-only, full, gone); the old file is as it was, and no other is left.
    """
    path = real(path)
    try:
        _write_atomically(path, content, mode)
    except OSError as error:  # named after the file that was meant, not after one that nobody has heard of
        raise OSError(error.errno, error.strerror, str(path)) from error


def _write_atomically(path: Path, content: str | bytes, mode: int | None) -> None:
    _create_folder(path.parent)
    # In the same folder, as a rename is atomic only within one file system; and one that nobody else can have made.
    temporary = path.with_name(f".{path.name}.{os.urandom(6).hex()}{_UNFINISHED}")
    try:
        with temporary.open("xb") as file:
            _hand_on(path, file, mode)  # while it is empty: nobody reads what the old file hid
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            _sync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def create_private(path: Path) -> None:
    """Create an empty file that only its owner may read.

    Raises:
        FileExistsError: There is one.
        OSError: It cannot be created.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))


def _create_folder(folder: Path) -> None:
    """Create a folder and those above it that are not there, each of them handed to the disk."""
    if not folder.is_dir():
        _create_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


@contextlib.contextmanager
def lock(path: Path) -> Iterator[None]:
    """Lock `path` for this game while the block runs, by a small file `.NAME.lock` beside it.

    The system lets go of it when the process ends, however it ends, so a game that was killed bars nobody.

    Raises:
        LockedError: another process, or another block of this one, holds it.
        OSError: the folder cannot hold a lock: it is read-only, full, or on a drive that knows none.
    """
    path = real(path)  # two links to one save are one game
    _create_folder(path.parent)
    lock_file = path.with_name(f".{path.name}.lock")
    with lock_file.open("a+b") as file:
        try:
            _hold(file)
        except (BlockingIOError, PermissionError) as error:
            raise LockedError(error.errno, "another game has it open", str(path)) from None
        try:
            _sweep(path)
            yield
        finally:
            # The file stays: whoever removed it might remove the one that the next game has just locked.
            _let_go(file)


def _sweep(path: Path) -> None:
    """Remove temporary files of games that were killed while they wrote `path`."""
    with contextlib.suppress(OSError):
        for file in path.parent.iterdir():
            if file.name.startswith(f".{path.name}.") and file.name.endswith(_UNFINISHED):
                file.unlink()


# ---- what the systems do each in their own way ---------------------------------------------------------------


if sys.platform == "win32":
    import msvcrt

    def _hold(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _let_go(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

    def _hand_on(path: Path, file: IO[bytes], mode: int | None) -> None:
        """Do nothing: who may do what is a matter of the folder."""

    def _sync(handle: int) -> None:
        os.fsync(handle)

    def _sync_folder(folder: Path) -> None:
        """Do nothing: the system has no such call, and writes its directory entries by itself."""

    def on_termination(leave: Callable[[int], object]) -> None:
        """Do nothing: the system ends a program in a console by closing the console."""

else:
    import fcntl

    def _hold(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _let_go(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

    def _hand_on(path: Path, file: IO[bytes], mode: int | None) -> None:
        """Give the file that will replace the one at `path` its owner and mode, or `mode` if there is none."""
        try:
            old = path.stat()
        except FileNotFoundError:
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            return
        new = os.fstat(file.fileno())
        if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
            with contextlib.suppress(OSError):  # only root may give a file away
                os.fchown(file.fileno(), old.st_uid, old.st_gid)
        os.fchmod(file.fileno(), stat.S_IMODE(old.st_mode))

    def _sync(handle: int) -> None:
        """Flush a file to disk; on macOS fsync leaves it in the drive's own memory, and F_FULLFSYNC does not."""
        if sys.platform == "darwin":
            with contextlib.suppress(OSError):  # a network drive may know no such call
                fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
                return
        os.fsync(handle)

    def _sync_folder(folder: Path) -> None:
        """Flush the folder to disk, so that a new name in it survives a power cut.

        The name is there: where a file system cannot sync folders, nothing has failed.
        """
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def on_termination(leave: Callable[[int], object]) -> None:
        """Call `leave` with the signal's number in the running event loop, on SIGTERM and when the terminal closes.

        A terminal that is gone may keep a program from leaving, as it reads and writes there: SIGALRM then ends it.
        """
        import asyncio
        import signal

        def hang_up() -> None:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(MOST_SECONDS_TO_LEAVE)
            leave(signal.SIGHUP)

        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, leave, signal.SIGTERM)
        loop.add_signal_handler(signal.SIGHUP, hang_up)
