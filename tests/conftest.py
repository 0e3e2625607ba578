"""For all tests: no file of the user is touched, our scenarios are loaded once, and no property has a deadline."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from ceo_sim.scenario import loader
from tests.support.scenarios import load_once

# Two busy cores make any deadline a matter of luck.
settings.register_profile("here", deadline=None, print_blob=True)
settings.load_profile("here")
settings.register_profile("quick", settings.get_profile("here"), max_examples=20)  # for `make quick`

# A shell without job control starts `make test &` with interrupts ignored, and nohup with hang-ups; the programs that
# tests start would inherit that, and whatever is blocked.
signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32":
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


@pytest.fixture(scope="session", autouse=True)
def a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Point everything that the game keeps into a folder of this run."""
    home = tmp_path_factory.mktemp("home")
    folders = {
        "XDG_DATA_HOME": "data",
        "XDG_CONFIG_HOME": "config",
        "XDG_STATE_HOME": "state",
        "CEO_SIM_SAVES": "saves",
        "CEO_SIM_CONFIG": "settings",
    }
    (home / "settings").mkdir()
    (home / "settings" / "settings.toml").write_text("hints = false  # they would stand in every picture\n")
    with pytest.MonkeyPatch.context() as patch:
        # Whatever a test does not load by itself: nearly every command, and each title in its background.
        patch.setattr(loader, "load", load_once)
        for variable, folder in folders.items():
            patch.setenv(variable, str(home / folder))
        for variable in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"):
            patch.delenv(variable, raising=False)
        yield
