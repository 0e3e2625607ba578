"""The engine on a turn-based story, beside a bare walker over Python dicts that plays the same story.

Thirty decisions linked by `next`, 105 options of which 27 have a gate, eight metrics from 0 to 100, three to six
effects an option, one card drawn by weight after each decision, twelve turns.

    python -m benchmarks.branching toml > story.toml     the story, to be played by ceo-sim
    python -m benchmarks.branching walk 10000            the walker's own play of it
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate
from pathlib import Path

from attrs import asdict, frozen

from benchmarks.report import Figure, run
from benchmarks.version import PROGRAM

PLAYS = 10_000
TURNS = 12
METRICS = ("trust", "staff", "public", "press", "board", "users", "cash", "rules")
NOTHING = 60


@frozen
class Gate:
    """A condition on one metric."""

    metric: str
    sign: str
    bound: int

    def holds(self, state: dict[str, int]) -> bool:
        """Tell whether it does."""
        value = state[self.metric]
        return value > self.bound if self.sign == ">" else value < self.bound

    def __str__(self) -> str:
        return f"{self.metric} {self.sign} {self.bound}"


@frozen
class Option:
    """An answer: what it needs, what it adds, where it leads."""

    id: str
    gate: Gate | None
    effects: dict[str, int]
    next: str


@frozen
class Card:
    """A card: its weight and what it adds."""

    id: str
    weight: int
    effects: dict[str, int]


@frozen
class Story:
    """The whole story; endings in order, the last without a gate."""

    decisions: dict[str, list[Option]]
    cards: list[Card]
    endings: dict[str, Gate | None]


def story(count: int = 30, seed: int = 30) -> Story:
    """Make a story of so many decisions; the same seed makes the same one."""
    luck = random.Random(seed)
    ids = [f"decision_{number}" for number in range(count)]
    decisions: dict[str, list[Option]] = {}
    for number, name in enumerate(ids):
        options = []
        width = 3 + number % 2
        for place in range(width):
            # Only a decision's last option has a gate, so there is always one that is open.
            gate = _gate(luck) if place == width - 1 and number < 27 else None
            target = ids[(number + luck.randint(1, 4)) % count]
            options.append(Option(f"option_{place}", gate, _effects(luck, luck.randint(3, 6)), target))
        decisions[name] = options
    cards = [Card(f"card_{number}", 8, _effects(luck, 2)) for number in range(5)]
    endings = {
        "turned_away": Gate("public", "<", 40),
        "walked_out": Gate("staff", "<", 40),
        "removed": Gate("board", "<", 35),
        "trusted": Gate("trust", ">", 60),
        "still_there": None,
    }
    return Story(decisions, cards, endings)


def as_toml(told: Story, turns: int = TURNS) -> str:
    """Write the story in the scenario language; without a deck if it has no cards."""
    lines = [
        "format = 1",
        "[scenario]",
        'id = "branching"',
        'title = "Thirty decisions"',
        'role = "You decide."',
        "[clock]",
        f"turns = {turns}",
    ]
    for metric in METRICS:
        lines += [f"[metric.{metric}]", f'name = "{metric.capitalize()}"', "start = 50", "range = [0, 100]"]
    for number, (name, options) in enumerate(told.decisions.items()):
        lines += [f"[decision.{name}]", f'title = "Decision {number}"', 'brief = "What now?"', "urgent = true"]
        if number == 0:
            lines.append("at = 0")
        for option in options:
            lines += [f"[decision.{name}.option.{option.id}]", f'label = "{option.id}"', f'next = "{option.next}"']
            if option.gate:
                lines.append(f'when = "{option.gate}"')
            lines.append(_inline(option.effects))
    if told.cards:
        lines += ["[deck.luck]", f"nothing = {NOTHING}"]
    for card in told.cards:
        lines += [f"[deck.luck.card.{card.id}]", f"weight = {card.weight}", _inline(card.effects)]
    for name, gate in told.endings.items():
        lines += [f"[ending.{name}]", f'title = "{name}"', 'text = "It ends."']
        if gate:
            lines.append(f'when = "{gate}"')
    return "\n".join(lines) + "\n"


@frozen
class Walked:
    """What came of walking; `seconds` of the loop alone, `endings` from id to share, as in `ceo-sim simulate`."""

    plays: int
    decisions: int
    seconds: float
    endings: dict[str, float]


def walk(told: Story, plays: int, seed: int = 1) -> Walked:
    """Play the story at random, as plainly as Python can: dicts, no ledger, no checks, no saves."""
    draw = random.Random(seed).random
    nodes = {
        name: [(option.id, option.gate, list(option.effects.items()), option.next) for option in options]
        for name, options in told.decisions.items()
    }
    first = next(iter(nodes))
    bounds = list(accumulate(card.weight for card in told.cards))
    cards = [(card.id, list(card.effects.items())) for card in told.cards]
    total = bounds[-1] + NOTHING
    chosen: dict[tuple[str, str], int] = defaultdict(int)
    drawn: dict[str, int] = defaultdict(int)
    ended: dict[str, int] = defaultdict(int)

    start = time.perf_counter()
    for _ in range(plays):
        state = dict.fromkeys(METRICS, 50)
        node = first
        for _ in range(TURNS):
            options = [option for option in nodes[node] if option[1] is None or option[1].holds(state)]
            name, _, effects, following = options[int(draw() * len(options))]
            chosen[node, name] += 1
            _add(effects, state)
            place = bisect_right(bounds, draw() * total)
            if place < len(cards):
                card, effects = cards[place]
                drawn[card] += 1
                _add(effects, state)
            node = following
        ended[next(name for name, gate in told.endings.items() if gate is None or gate.holds(state))] += 1
    seconds = time.perf_counter() - start
    shares = {name: ended[name] / plays for name in told.endings}
    return Walked(plays, plays * TURNS, seconds, shares)


def measure(rounds: int) -> list[Figure]:
    """Let `ceo-sim simulate` and the walker play by turns, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "branching.toml"
        path.write_text(as_toml(story()), encoding="utf-8")
        commands: tuple[list[str | Path], ...] = (
            [PROGRAM, "simulate", path, "--plays", str(PLAYS), "--seed", "1", "--quick", "--json"],
            [sys.executable, "-m", "benchmarks.branching", "walk", str(PLAYS)],
        )
        turns = [[_play(command) for command in commands] for _ in range(rounds)]
    ours, walker = zip(*turns, strict=True)
    _compare(ours[0].endings, walker[0].endings)

    def figure(name: str, unit: str, field: str, goal: str) -> Figure:
        medians = [statistics.median(getattr(each, field) for each in plays) for plays in (ours, walker)]
        return Figure(f"branching: {name}", unit, medians[0], medians[1], "dict walker", goal)

    return [
        figure(f"{PLAYS:,} plays, loop", "decisions/s", "rate", "at least 2,000,000 decisions/s"),
        figure(f"{PLAYS:,} plays, whole process", "s", "whole", "under 1 s"),
    ]


@frozen
class _Played:
    """What one process played: decisions a second in its loop, seconds as a whole, and how it ended."""

    rate: float
    whole: float
    endings: dict[str, float]


def _play(command: list[str | Path]) -> _Played:
    written, whole = run(command)
    report = json.loads(written)
    return _Played(report["decisions"] / report["seconds"], whole, report["endings"])


def _compare(ours: dict[str, float], theirs: dict[str, float]) -> None:
    """Say so if the two did not play the same story: 10,000 plays tell shares to about two in a hundred."""
    far = [name for name, share in theirs.items() if abs(share - ours.get(name, 0)) > 0.03]
    if far:
        print(
            f"  branching: the engine and the walker disagree on {', '.join(far)}: {ours} and {theirs}", file=sys.stderr
        )


def _gate(luck: random.Random) -> Gate:
    return Gate(luck.choice(METRICS), *luck.choice(((">", 45), (">", 50), ("<", 55), ("<", 50))))


def _effects(luck: random.Random, count: int) -> dict[str, int]:
    amounts = [amount for amount in range(-9, 10) if amount]
    return {metric: luck.choice(amounts) for metric in luck.sample(METRICS, count)}


def _add(effects: list[tuple[str, int]], state: dict[str, int]) -> None:
    for metric, amount in effects:
        value = state[metric] + amount
        state[metric] = 0 if value < 0 else 100 if value > 100 else value  # noqa: FURB136 - min and max are slower


def _inline(effects: dict[str, int]) -> str:
    return "effects = { " + ", ".join(f"{metric} = {amount}" for metric, amount in effects.items()) + " }"


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["toml"]:
            sys.stdout.write(as_toml(story()))
        case ["walk", number]:
            print(json.dumps(asdict(walk(story(), int(number)))))
        case _:
            sys.exit(__doc__)
