"""Policies as a writer names them: `first`, `greedy:morale`, or a file of decisions and the options wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from ceo_sim.analysis.assumptions import assuming
from ceo_sim.analysis.policies import LOT, ByScore, ByWishes, Greedy, NeverSpend, Scores, Wishes
from ceo_sim.engine.policy import Policy, RandomPolicy
from ceo_sim.engine.program import MetricPlan, Program
from ceo_sim.errors import UserError
from ceo_sim.scenario.diagnostics import Diagnostic
from ceo_sim.scenario.issues import Issue, Path, named
from ceo_sim.scenario.sources import Sources, read
from ceo_sim.suggestions import closest, hint

PLAIN = ("random", "lot", "first", "never-spend", "history")
ABOUT = {"greedy": "metric", "against": "metric", "value": "value", "adviser": "adviser"}
"""The policies that are about something, and of what kind that is: `greedy:morale`."""


class UnknownPolicy(UserError):
    """There is no such policy, or nothing of that id for it to be about."""


class BadPolicyFile(UserError):
    """A policy file with mistakes.

    Attributes:
        diagnostics: All of them, with their places.
    """

    def __init__(self, name: str, diagnostics: list[Diagnostic]) -> None:
        super().__init__(f"{name} is no policy")
        self.diagnostics = diagnostics


def policy_named(name: str, program: Program) -> Policy:
    """The policy of a name.

    Raises:
        UnknownPolicy: There is none.
    """
    kind, colon, about = name.partition(":")
    if colon and kind in ABOUT:
        return _about(kind, about, program)
    if name not in PLAIN:
        known = [*PLAIN, *(f"{kind}:" for kind in ABOUT)]
        there_are = f"there are {', '.join([*PLAIN, *(f'{kind}:{about.upper()}' for kind, about in ABOUT.items())])}"
        wanted = hint(f"{kind}:" if colon or kind in ABOUT else name, known, f"{there_are}, or name a file.toml")
        raise UnknownPolicy(f'there is no policy "{name}"; {wanted}')
    return _PLAIN[name](program)


def policy_of_file(name: str, text: str, program: Program) -> Policy:
    """The policy that a TOML text makes: `decision = "option"`, options in order of preference, or `"never"`.

    What it does not name falls by lot, as in `random`.

    Raises:
        BadPolicyFile: It is not TOML, or names what is not there.
    """
    source = read(name, text)
    if source.broken is not None:
        raise BadPolicyFile(name, [source.broken])
    wishes: dict[int, Wishes] = {}
    issues: list[Issue] = []
    for id, wanted in source.data.items():
        try:
            plan = program.decision(id)
        except KeyError:
            ids = [decision.id for decision in program.decisions]
            issues.append(_missing((id,), f'there is no decision "{id}"', id, ids, "key"))
            continue
        options = {option.id: option.position for option in plan.options}
        if wanted == "never" and "never" not in options:
            if plan.urgent:
                expected = f"one of {', '.join(options)}"
                issues.append(Issue("E403", (id,), f"{id} is urgent and cannot be left unanswered", expected))
            wishes[plan.index] = ()
            continue
        chosen = list(_wanted((id,), wanted, options, issues))
        wishes[plan.index] = ((0, tuple(chosen)),)
    if issues:
        raise BadPolicyFile(name, [Sources([source]).diagnostic(issue) for issue in issues])
    return ByWishes(wishes, RandomPolicy())


def _wanted(path: Path, wanted: Any, options: Mapping[str, int], issues: list[Issue]) -> Iterable[int]:
    """The positions of what is wanted of a decision; what is wrong with it is added to the issues."""
    listed = wanted if isinstance(wanted, list) else [wanted]
    if not listed:
        issues.append(Issue("E403", path, "a list of no options", 'an option, or "never"'))
    for number, option in enumerate(listed):
        here = (*path, number) if isinstance(wanted, list) else path
        if not isinstance(option, str):
            message = f"{named(option)} where an option is needed"
            issues.append(Issue("E403", here, message, "the id of an option, in quotes"))
        elif option not in options:
            issues.append(_missing(here, f'{path[0]} has no option "{option}"', option, options, "value"))
        else:
            yield options[option]


def _missing(path: Path, message: str, id: str, known: Iterable[str], at: Any) -> Issue:
    ids = list(known)
    return Issue("E501", path, message, f"one of {', '.join(ids)}", closest(id, ids), at=at)


# ---- by name ------------------------------------------------------------------------------------------------


def _about(kind: str, id: str, program: Program) -> Policy:
    scenario = program.scenario
    advisers = [person.id for person in scenario.cast.values() if person.adviser]
    known = {"metric": list(program.metrics), "value": list(scenario.values), "adviser": advisers}[ABOUT[kind]]
    if id not in known:
        there = f"there are {', '.join(known)}" if known else "there is none"
        raise UnknownPolicy(f'there is no {ABOUT[kind]} "{id}" for {kind}:; {hint(id, known, there)}')
    match kind:
        case "greedy":
            return Greedy(_weights(program, {id: 1.0}))
        case "against":
            return Greedy(_weights(program, {id: -1.0}))
        case "value":
            return ByScore(np.array([float(option.written.values.get(id, 0)) for _, option in program.options]))
        case _:
            judged = assuming(program, scenario.cast[id].assumes)
            return Greedy(_weights(program, _what_is_wanted(program)), judged)


def _what_is_wanted(program: Program) -> dict[str, float]:
    """What an adviser looks at: the headline metrics, or all if there are none, each by its good side and its range."""
    plans = [plan for plan in program.metrics.values() if plan.written.better != "neither"]
    return {plan.id: _good(plan) for plan in [plan for plan in plans if plan.written.headline] or plans}


def _good(plan: MetricPlan) -> float:
    low, high = map(float, plan.written.range)
    return (1.0 if plan.written.better == "higher" else -1.0) / max(high - low, 1e-9)


def _weights(program: Program, by_id: Mapping[str, float]) -> Scores:
    weights = np.zeros(len(program.metrics))
    for id, weight in by_id.items():
        weights[program.metrics[id].cell] = weight
    return weights


def _history(program: Program) -> Policy:
    history = program.scenario.history
    if history is None:
        raise UnknownPolicy(f"{program.scenario.info.id} has no [history] to follow")
    wishes: dict[int, Wishes] = {}
    for choice in history.choices:
        plan = program.decision(choice.decision)
        since = 0 if choice.at is None else program.timeline.step_at(choice.at)
        wishes[plan.index] = (*wishes.get(plan.index, ()), (since, (plan.option(choice.option).position,)))
    return ByWishes(wishes, None, at_all_hours=True, once=True)


_PLAIN: dict[str, Callable[[Program], Policy]] = {
    "random": lambda _: RandomPolicy(),
    "lot": lambda _: LOT,
    "first": lambda program: ByScore(np.array([-float(option.position) for _, option in program.options])),
    "never-spend": lambda program: NeverSpend(np.array([not option.cost for _, option in program.options])),
    "history": _history,
}
