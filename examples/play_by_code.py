"""Play a story to its end by a simple rule, and print what made each headline meter what it is.

python examples/play_by_code.py [SCENARIO [SEED]]
"""

import sys

import ceo_sim


def main(scenario: str = "tutorial", seed: str = "1") -> None:
    game = ceo_sim.Game(ceo_sim.load(scenario), int(seed))
    while not game.ended:
        answer_all(game)
        game.wait()  # to the next morning, or until something cannot wait

    assert game.ending is not None
    print(f"{game.fill(game.ending.title)} after {len(game.answers)} answers.")
    for id, metric in game.program.scenario.metrics.items():
        if metric.headline:
            print(f"\n{metric.name}: {game.start_value(id):,.1f} to {game.course(id)[-1]:,.1f}")
            for cause in ceo_sim.why(game, id)[1:4]:
                source = next((evidence.source for evidence in cause.evidence if evidence.source), "no source")
                print(f"  {cause.amount:+10,.1f}  {cause.name}  ({source})")


def answer_all(game: ceo_sim.Game) -> None:
    """Answer everything on the agenda for which there is time today, with the first option that is open."""
    for waiting in game.agenda():
        options = game.ask(waiting.id).options
        open_options = [option for option in options if option.lock is None]
        if open_options:
            game.choose(waiting.id, open_options[0].id)


if __name__ == "__main__":
    main(*sys.argv[1:])
