"""What `ceo-sim explore` found, as data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ceo_sim.analysis.explore.findings import Exploration, Finding
    from ceo_sim.analysis.explore.witness import Witness
    from ceo_sim.scenario.loader import Loaded


def as_data(loaded: Loaded, found: Exploration) -> dict[str, Any]:
    """All that is known of a scenario."""
    return {
        "scenario": found.program.scenario.info.id,
        **search_data(found),
        "endings": _ending_data(found),
        "nodes": [finding_data(loaded, finding) for finding in found.findings],
    }


def search_data(found: Exploration) -> dict[str, Any]:
    """What the answers rest on."""
    return {
        "exhaustive": found.unfinished is None,
        "unfinished": found.unfinished,
        "states": found.states,
        "plays": 0 if found.sample is None else found.sample.plays,
        "guided_plays": 0 if found.sample is None else found.sample.guided,
        "seconds": round(found.budget.used_seconds, 3),
        "memory": found.budget.used_memory,
    }


def _ending_data(found: Exploration) -> dict[str, Any]:
    if found.by_lot is None or found.bounds is None:
        return {}
    return {
        plan.id: {
            "by_lot": float(found.by_lot[place]),
            "worst": float(found.bounds.worst[place]),
            "best": float(found.bounds.best[place]),
            "luck": found.bounds.luck,
        }
        for place, plan in enumerate(found.program.endings)
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


def witness_data(found: Exploration, witness: Witness | None) -> dict[str, Any]:
    """A way, if there is one."""
    if witness is None:
        return {"witness": None}
    timeline = found.program.timeline

    def at(step: int) -> str | int:
        moment = timeline.moment(step)
        return moment if isinstance(moment, int) else moment.isoformat()

    answers = [{"at": at(each.step), "decision": each.decision, "option": each.option} for each in witness.answers]
    return {"witness": {"seed": witness.seed, "likely": witness.likely, "until": at(witness.until), "answers": answers}}
