"""Play a story thousands of times at random: how often each ending comes, and how far each meter spreads.

python examples/odds.py [SCENARIO [PLAYS]]
"""

import sys

import ceo_sim


def main(scenario: str = "tutorial", plays: str = "10000") -> None:
    program = ceo_sim.load(scenario)
    summary = ceo_sim.simulate(program, int(plays), seed=1)
    print(f"{summary.plays:,} plays, {summary.decisions:,} decisions")
    for ending, share in summary.endings.items():
        print(f"  {share:6.1%}  {ending}")
    for id, spread in summary.metrics.items():
        name = program.scenario.metrics[id].name
        print(f"  {spread.p05:12,.1f} {spread.mean:12,.1f} {spread.p95:12,.1f}  {name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
