"""Write a table of a class's saves as CSV: a line for each student, with every choice and where the meters ended.

python examples/class_table.py SAVE...
"""

import csv
import sys
from pathlib import Path

import ceo_sim


def main(*saves: str) -> None:
    games: dict[str, ceo_sim.Game] = {}
    for save in saves:
        try:
            games[Path(save).stem] = ceo_sim.replay(save)
        except ceo_sim.UserError as error:
            print(f"{save} is left out: {error}", file=sys.stderr)

    decisions = sorted({answer.decision for game in games.values() for answer in game.answers})
    metrics = sorted({id for game in games.values() for id in headline(game)})
    table = csv.writer(sys.stdout)
    table.writerow(["save", "seed", "ending", *decisions, *metrics])
    for name, game in games.items():
        chosen = {answer.decision: answer.option for answer in game.answers}
        values = {id: round(game.course(id)[-1], 2) for id in metrics if id in game.program.metrics}
        ending = game.ending.id if game.ending is not None else ""
        table.writerow([name, game.seed, ending, *map(chosen.get, decisions), *map(values.get, metrics)])


def headline(game: ceo_sim.Game) -> list[str]:
    """The ids of the few large meters."""
    return [id for id, metric in game.program.scenario.metrics.items() if metric.headline]


if __name__ == "__main__":
    main(*sys.argv[1:])
