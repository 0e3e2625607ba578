"""Scenarios as they were at a commit of the Git repository that they lie in."""

from __future__ import annotations

import subprocess
from pathlib import Path

from ceo_sim.errors import UserError
from ceo_sim.library import without_errors
from ceo_sim.scenario.loader import MAX_FILES, Loaded, load_texts
from ceo_sim.scenario.manifest import MAIN_FILE, MAX_FILE

SECONDS = 60


class NoRevision(UserError):
    """A commit, or a scenario in it, that cannot be read."""


def load_revision(path: Path, revision: str) -> Loaded:
    """The scenario at a path, as it was at a commit.

    Args:
        path: A file or a folder, as for `loader.load`.
        revision: As Git names it, such as `HEAD~3`, `main` or the start of a hash.

    Raises:
        NoRevision: The path is in no repository, there is no such commit, or the scenario was not in it.
        ScenarioUnavailable: It had errors then.
    """
    folder = path if path.is_dir() else path.parent
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    if path.is_dir():
        listed = _git(folder, "ls-tree", "-z", "--name-only", commit, "./").split("\0")
        names = sorted((name for name in listed if name.endswith(".toml")), key=lambda name: name != MAIN_FILE)
    else:
        names = [path.name]
    if not names or len(names) > MAX_FILES:
        raise NoRevision(f"{path} was no scenario at {revision}")
    texts = {f"{revision}:{name}": _text(folder, commit, name) for name in names}
    return without_errors(load_texts(texts))


def _text(folder: Path, commit: str, name: str) -> str:
    at = f"{commit}:./{name}"
    if int(_git(folder, "cat-file", "-s", at)) > MAX_FILE:
        raise NoRevision(f"{name} was larger than {MAX_FILE // 1_000_000} MB then")
    return _git(folder, "cat-file", "blob", at)


def _git(folder: Path, *arguments: str) -> str:
    """What Git prints; it is told what to do by words of ours only, and runs no hook or filter for this."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell reads the arguments
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the user's own Git, wherever it lies
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise NoRevision("there is no `git` here; install it, or name two files or folders") from None
    except subprocess.TimeoutExpired:
        raise NoRevision(f"git took more than {SECONDS} seconds") from None
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise NoRevision(f"git finds no such version of {folder}: {reason or 'there is no such commit'}")
    return done.stdout.decode("utf-8-sig", errors="replace")
