"""Every state of the branching story, without cards, with the exact odds of its endings: by us, by Python, by Storm.

python -m benchmarks.exploring ours      the search of `ceo-sim explore`
python -m benchmarks.exploring naive     dicts from state to probability, turn by turn
python -m benchmarks.exploring storm     Storm, if stormpy can be imported: a chain built, and five odds
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from attrs import asdict, evolve, frozen

from benchmarks.branching import METRICS, TURNS, Story, as_toml, story
from benchmarks.report import Figure, Missing, run
from benchmarks.storm import as_prism

NEAR = 1e-9


@frozen
class Searched:
    """What a search came to; `seconds` of the search alone, processor time for ours and Python's."""

    states: int
    seconds: float
    endings: dict[str, float]


def measure(rounds: int) -> list[Figure]:
    """Let each search by turns, in a process of its own; all must find the same states and odds."""
    names = ["ours", "naive"]
    try:
        _search("storm")
        names.append("storm")
    except Missing:
        print("  exploring: without Storm, as stormpy cannot be imported", file=sys.stderr)
    turns = [[_search(name) for name in names] for _ in range(rounds)]
    columns = dict(zip(names, zip(*turns, strict=True), strict=True))
    first = columns["ours"][0]
    for name, searches in columns.items():
        far = [id for id, odds in searches[0].endings.items() if abs(odds - first.endings[id]) > NEAR]
        if far or searches[0].states != first.states:
            print(f"  exploring: ours and {name} disagree: {first} and {searches[0]}", file=sys.stderr)
    rates = {name: statistics.median(each.states / each.seconds for each in found) for name, found in columns.items()}
    what = f"exploring: {first.states:,} states with exact odds"
    figures = [Figure(what, "states/s", rates["ours"], rates["naive"], "naive Python", "at least 5,000,000 states/s")]
    if "storm" in rates:
        figures.append(Figure(what, "states/s", rates["ours"], rates["storm"], "Storm"))
    return figures


def _search(name: str) -> Searched:
    written, _ = run([sys.executable, "-m", "benchmarks.exploring", name])
    return Searched(**json.loads(written))


def told() -> Story:
    """The story that is searched."""
    return evolve(story(), cards=[])


def ours(again: int = 3) -> Searched:
    """Search as `ceo-sim explore` does, some times over, as the first one imports; the quickest counts."""
    from ceo_sim.analysis.explore import tabular
    from ceo_sim.analysis.explore.budget import Budget
    from ceo_sim.analysis.explore.nodes import Nodes
    from ceo_sim.engine.compile import compile_scenario
    from ceo_sim.scenario.loader import load

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "branching.toml"
        path.write_text(as_toml(told()), encoding="utf-8")
        program = compile_scenario(load(path).playable)
    nodes, seconds = Nodes(program), []
    for _ in range(again):
        start = time.process_time()
        table = tabular.search(program, nodes, Budget(10**7, 10**9, 600))
        odds = table.by_lot()
        seconds.append(time.process_time() - start)
    endings = {plan.id: float(share) for plan, share in zip(program.endings, odds, strict=True)}
    return Searched(table.states, min(seconds), endings)


def naive() -> Searched:
    """Search as plainly as Python can: a dict from each state of a turn to its probability."""
    plan = told()
    start = time.process_time()
    ids = {name: number for number, name in enumerate(plan.decisions)}
    nodes = [
        [
            (
                option.gate,
                [(METRICS.index(metric), amount) for metric, amount in option.effects.items()],
                ids[option.next],
            )
            for option in options
        ]
        for options in plan.decisions.values()
    ]
    layer = {(0, *(50 for _ in METRICS)): 1.0}
    states = 1
    for _ in range(TURNS):
        then: dict[tuple[int, ...], float] = defaultdict(float)
        for state, chance in layer.items():
            values = dict(zip(METRICS, state[1:], strict=True))
            able = [each for each in nodes[state[0]] if each[0] is None or each[0].holds(values)]
            for _, effects, following in able:
                after = list(state)
                after[0] = following
                for place, amount in effects:
                    value = after[place + 1] + amount
                    after[place + 1] = 0 if value < 0 else 100 if value > 100 else value  # noqa: FURB136 - as in `branching`
                then[tuple(after)] += chance / len(able)
        layer = then
        states += len(layer)
    endings = dict.fromkeys(plan.endings, 0.0)
    for state, chance in layer.items():
        values = dict(zip(METRICS, state[1:], strict=True))
        endings[next(name for name, gate in plan.endings.items() if gate is None or gate.holds(values))] += chance
    return Searched(states, time.process_time() - start, endings)


def storm() -> Searched:
    """Let Storm build the same chain and work out the same odds."""
    import stormpy  # type: ignore[import-not-found, unused-ignore]

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.prism"
        path.write_text(as_prism(told(), by_lot=True), encoding="utf-8")
        start = time.process_time()
        read = stormpy.parse_prism_program(str(path))
    asked = stormpy.parse_properties(";".join(f'P=? [F "{id}"]' for id in told().endings), read)
    built = stormpy.build_model(read, asked)
    first = built.initial_states[0]
    odds = [float(stormpy.model_checking(built, each).get_value(first)) for each in asked]
    return Searched(built.nr_states, time.process_time() - start, dict(zip(told().endings, odds, strict=True)))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["ours" | "naive" | "storm" as name]:
            print(json.dumps(asdict({"ours": ours, "naive": naive, "storm": storm}[name]())))
        case _:
            sys.exit(__doc__)
