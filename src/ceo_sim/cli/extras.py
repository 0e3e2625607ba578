"""Packages that only some commands need, and that an extra of ours brings."""

from __future__ import annotations

from importlib.util import find_spec

from ceo_sim.errors import UserError


class ExtraMissing(UserError):
    """A command needs packages that are not installed."""


def require(extra: str, *packages: str) -> None:
    """Do nothing if packages are installed.

    Raises:
        ExtraMissing: One is not, with the command that brings it.
    """
    if missing := [package for package in packages if find_spec(package) is None]:
        raise ExtraMissing(f'this needs {", ".join(missing)}; get it with: pip install "ceo-sim[{extra}]"')
