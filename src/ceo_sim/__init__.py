"""A simulation of leading a company through a crisis: scenarios as data, one engine, a ledger that says why.

`ceo-sim` plays it in a terminal; by code:

>>> import ceo_sim
>>> game = ceo_sim.Game(ceo_sim.load("tutorial"), seed=7)
>>> report = game.choose("alarm", "own_up")
>>> game.meter("trust").band
'fair'

`ceo_sim.api` describes all names that are public. They are loaded with the first that is used, so that
`import ceo_sim` and `ceo-sim --version` cost next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ceo_sim.api import (
        Cause,
        Evidence,
        ForecastBands,
        Game,
        IllegalMove,
        Policy,
        Program,
        RandomPolicy,
        Report,
        SaveError,
        ScenarioUnavailable,
        Summary,
        UserError,
        forecast,
        load,
        replay,
        simulate,
        why,
    )

__version__ = "0.1.0"

__all__ = [
    "Cause",
    "Evidence",
    "ForecastBands",
    "Game",
    "IllegalMove",
    "Policy",
    "Program",
    "RandomPolicy",
    "Report",
    "SaveError",
    "ScenarioUnavailable",
    "Summary",
    "UserError",
    "__version__",
    "forecast",
    "load",
    "replay",
    "simulate",
    "why",
]


if not TYPE_CHECKING:  # a type checker knows the names from above, and that there are no others

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from ceo_sim import api

        return getattr(api, name)

    def __dir__() -> list[str]:
        return [*__all__, "api"]
