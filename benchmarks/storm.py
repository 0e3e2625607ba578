"""The branching story in the language of PRISM, for Storm, a probabilistic model checker.

Storm is for development only: `pip install stormpy` where there is a wheel.
"""

from __future__ import annotations

from benchmarks.branching import METRICS, NOTHING, TURNS, Gate, Story


def as_prism(told: Story, turns: int = TURNS, *, by_lot: bool = False) -> str:
    """Write a story as a Markov decision process, or, for a player by lot, as a chain: Storm then picks evenly."""
    ids = {name: number for number, name in enumerate(told.decisions)}
    lines = ["dtmc" if by_lot else "mdp", "module story", f"  turn : [0..{turns}] init 0;"]
    lines.append(f"  decision : [0..{len(ids) - 1}] init 0;")
    lines += [f"  {metric} : [0..100] init 50;" for metric in METRICS]
    total = NOTHING + sum(card.weight for card in told.cards)
    for name, options in told.decisions.items():
        for option in options:
            guard = f"turn < {turns} & decision = {ids[name]}" + (f" & {option.gate}" if option.gate else "")
            update = f"(turn' = turn + 1) & (decision' = {ids[option.next]})"
            draws = [(NOTHING, {}), *((card.weight, card.effects) for card in told.cards)] if told.cards else [(1, {})]
            branches = [
                f"{weight}/{total if told.cards else 1} : {update}{_added(option.effects, effects)}"
                for weight, effects in draws
            ]
            lines.append(f"  [] {guard} -> {' + '.join(branches)};")
    lines += [f"  [] turn = {turns} -> true;", "endmodule"]
    passed: list[Gate] = []
    for name, gate in told.endings.items():
        conditions = [f"turn = {turns}", *(f"!({each})" for each in passed), *([str(gate)] if gate else [])]
        lines.append(f'label "{name}" = {" & ".join(conditions)};')
        passed += [gate] if gate else []
    return "\n".join(lines)


def _added(effects: dict[str, int], after: dict[str, int]) -> str:
    found = ""
    for metric in METRICS:
        value = metric
        for amount in (effects.get(metric), after.get(metric)):
            if amount is not None:
                value = f"max(0, min(100, {value} + {amount}))"
        if value != metric:
            found += f" & ({metric}' = {value})"
    return found
