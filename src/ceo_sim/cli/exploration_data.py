"""What `ceo-sim explore` found, as data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ceo_sim.analysis.explore.findings import Exploration, Finding
    from ceo_sim.analysis.explore.witness import Witness
    from ceo_sim.scenario.loader import Loaded


def as_data(loaded: Loaded, exploration: Exploration) -> dict[str, Any]:
    """All that is known of a scenario."""
    return {
        "scenario": exploration.program.scenario.info.id,
        **search_data(exploration),
        "endings": _ending_data(exploration),
        "nodes": [finding_data(loaded, finding) for finding in exploration.findings],
    }


def search_data(exploration: Exploration) -> dict[str, Any]:
    """What the answers rest on."""
    return {
        "exhaustive": exploration.unfinished is None,
        "unfinished": exploration.unfinished,
        "interrupted": exploration.interrupted,
        "states": exploration.states,
        "plays": 0 if exploration.sample is None else exploration.sample.plays,
        "guided_plays": 0 if exploration.sample is None else exploration.sample.guided,
        "seconds": round(exploration.budget.used_seconds, 3),
        "memory": exploration.budget.used_memory,
    }


def _ending_data(exploration: Exploration) -> dict[str, Any]:
    if exploration.by_lot is None or exploration.bounds is None:
        return {}
    return {
        plan.id: {
            "by_lot": float(exploration.by_lot[place]),
            "worst": float(exploration.bounds.worst[place]),
            "best": float(exploration.bounds.best[place]),
            "luck": exploration.bounds.luck,
        }
        for place, plan in enumerate(exploration.program.endings)
    }


def finding_data(loaded: Loaded, finding: Finding) -> dict[str, Any]:
    """What is known of a node, with its place."""
    place = loaded.place(finding.node.path)
    return {
        "kind": finding.node.kind,
        "id": finding.node.id,
        "answer": finding.verdict,
        "hits": finding.hits,
        "tried": finding.tried,
        "interval": [finding.low, finding.high],
        "file": place.file,
        "line": place.line,
    }


def witness_data(exploration: Exploration, witness: Witness | None) -> dict[str, Any]:
    """A way, if there is one."""
    if witness is None:
        return {"witness": None}
    timeline = exploration.program.timeline

    def at(step: int) -> str | int:
        moment = timeline.moment(step)
        return moment if isinstance(moment, int) else moment.isoformat()

    answers = [{"at": at(each.step), "decision": each.decision, "option": each.option} for each in witness.answers]
    return {"witness": {"seed": witness.seed, "likely": witness.likely, "until": at(witness.until), "answers": answers}}
