"""How the flagship ends by course and by how it was decided: `python scripts/courses.py [PLAYS]`.

It prints the table of docs/balance.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from ceo_sim.analysis.policy_names import policy_of_file
from ceo_sim.analysis.simulate import Summary, simulate
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.library import find_scenario

COURSES = Path(__file__).parents[1] / "examples" / "courses"
MILD = ("page", "kept_date", "house", "quarter")
"""The milder endings of the whole story."""


def mild_share(summary: Summary) -> float:
    """The share of plays, 0 to 1, that come to one of the milder endings."""
    return sum(summary.endings[ending] for ending in MILD)


def rows(plays: int) -> Iterator[str]:
    """The table, a line of Markdown at a time."""
    program = compile_scenario(find_scenario("the_post").playable)
    yield "| course | decided | milder | morale | Civic | independent | Federal | pressure | coalition |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for path in sorted(COURSES.glob("*.toml")):
        course, how = path.stem.split("_")
        played = simulate(program, plays, 1, policy_of_file(path.name, path.read_text(encoding="utf-8"), program))
        metrics = ("morale", "civic", "center", "federal", "pressure", "rights_groups")
        values = " | ".join(f"{played.metrics[metric].mean:.0f}" for metric in metrics)
        yield f"| {course} | {how} | {mild_share(played):.0%} | {values} |"


if __name__ == "__main__":
    for row in rows(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000):
        sys.stdout.write(f"{row}\n")
