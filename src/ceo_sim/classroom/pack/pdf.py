"""Pages as PDF, by a Chromium that is on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ceo_sim.classroom.pack.build import PackError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PATIENCE = 60
"""Seconds for one page."""


def browser() -> str:
    """The Chromium of this machine.

    Raises:
        PackError: There is none.
    """
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        raise PackError(
            f"there is no Chromium here ({', '.join(BROWSERS[:3])}), which makes the PDF; install one, or open the "
            "pages "
            "in any browser and print them from there"
        )
    return browser


def printed(page: Path, program: str) -> Path:
    """A page as PDF, beside it.

    Raises:
        PackError: It did not come about.
    """
    target = page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory(prefix="ceo-sim-") as profile:
        command = [
            program,
            "--headless",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--no-pdf-header-footer",
            f"--user-data-dir={profile}",
            f"--print-to-pdf={target.resolve()}",
            page.resolve().as_uri(),
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # it refuses to run as root otherwise; the pages are our own
        try:
            ran = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603 - no shell
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PackError(f"{page.name} could not be printed by {program}: {error}") from None
    if not target.exists():
        last = ran.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise PackError(f"{page.name} could not be printed by {program}: {' '.join(last)[:200]}")
    return target
