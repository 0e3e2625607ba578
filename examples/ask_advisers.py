"""Ask every adviser of a story for a forecast of its first decision: the same plays, under what each of them believes.

python examples/ask_advisers.py [SCENARIO [SEED]]
"""

import sys

import ceo_sim


def main(scenario: str = "tutorial", seed: str = "1") -> None:
    game = ceo_sim.Game(ceo_sim.load(scenario), int(seed))
    while not game.agenda():
        game.wait()
    decision = game.ask(game.agenda()[0].id)
    metric = next(metric for metric in game.program.scenario.metrics.values() if metric.headline)
    print(f"{decision.title}: {metric.name} at the end, five plays of a hundred below, middle, five above")
    for person in game.program.scenario.cast.values():
        if person.forecast is None:
            continue
        bands = ceo_sim.forecast(game, decision.id, person.id)
        print(f"\n{person.name}, {person.role}")
        for option in bands.lines:
            low, _, middle, _, high = bands.fan(option, metric.id)[:, -1]
            print(f"  {low:10,.1f} {middle:10,.1f} {high:10,.1f}  {option}")


if __name__ == "__main__":
    main(*sys.argv[1:])
