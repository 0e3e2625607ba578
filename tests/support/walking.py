"""A player who reads the screen: whole games in a real terminal, by keys alone or by mouse alone."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from attrs import define, field

from tests.support.terminal import KEYS, Terminal

MOST_STEPS = 1500
LATEST = 0.5
"""Seconds in which a key shows, if it shows at all."""
_OPTION = re.compile(r"^\W*(\d) \S")


@define
class Walker:
    """Goes through a game by what the last line offers, and notes the screens that were seen.

    Attributes:
        terminal: Where the game is.
        by_mouse: Whether everything is clicked, and nothing typed.
        seed: The luck of what is chosen.
        seen: What the last line offered, each once.
        has_asked: Whether an adviser has been asked for a forecast.
    """

    terminal: Terminal
    by_mouse: bool = False
    seed: int = 1
    seen: set[str] = field(factory=set)
    has_asked: bool = False
    _lot: random.Random = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._lot = random.Random(self.seed)

    @property
    def offers(self) -> str:
        """The last line of the screen: the keys that do something here."""
        return self.terminal.lines[-1]

    def do(self, key: str, words: str) -> None:
        """Press a key, or click on its words in the last line; nothing if they do not come: another screen may have."""
        if words not in self.offers:
            self._look()
        if words not in self.offers:
            return
        if self.by_mouse:
            row = len(self.terminal.lines) - 1
            self.terminal.click(self.terminal.lines[row].index(words), row)
        else:
            self.terminal.send(KEYS.get(key, key))
        self._look()

    def take(self, number: int, below: str = "") -> None:
        """Choose a numbered line: by its digit, or by a click on it."""
        if self.by_mouse:
            row, column = self.numbers(below)[number]
            self.terminal.click(column + 3, row)
        else:
            self.terminal.send(str(number))
        self._look()

    def _look(self) -> None:
        if self.terminal.pump(LATEST):
            self.terminal.rest()

    def numbers(self, below: str = "") -> dict[int, tuple[int, int]]:
        """The numbered lines on the screen with the row and column of each, or those in the column below a heading."""
        lines = self.terminal.lines
        top = next((row for row, line in enumerate(lines) if below in line), 0)
        left = max(0, lines[top].find(below) - 3)
        found: dict[int, tuple[int, int]] = {}
        for row, line in enumerate(lines[top:], top):
            if below and row > top and "──" in line[left : left + 6]:
                break
            if number := _OPTION.match(line[left:]):
                found.setdefault(int(number[1]), (row, left + number.start(1)))
        return found

    def to_the_end(self, is_there: Callable[[Terminal], bool]) -> None:
        """Play until a condition holds.

        Raises:
            AssertionError: It does not come to hold.
        """
        for _ in range(MOST_STEPS):
            if is_there(self.terminal):
                return
            self.step()
        raise AssertionError(f"no end after {MOST_STEPS} steps; offered: {self.offers}\n{self.terminal.text}")

    def step(self) -> None:
        """Do what the screen asks for."""
        self.terminal.wait_for(lambda terminal: terminal.lines[-1].strip() != "")
        offers = self.offers
        self.seen.add(" ".join(offers.split()))
        if "n next" in offers:
            self._at_desk()
        elif "decide" in offers:
            self._decide()
        elif "s same" in offers:
            self.do(*self._lot.choice([("u", "up"), ("d", "down"), ("s", "same")]))
            self.do("enter", "go on")
        elif "drop" in offers:
            self.take(2)
            self.do("enter", "to your desk")
        elif "Esc back" in offers and "title" not in offers:  # something was opened by the way
            self.do("escape", "back")
        else:
            self.do("enter", "to your desk" if "to your desk" in offers else "go on")

    def _at_desk(self) -> None:
        waiting = list(self.numbers("Your agenda"))
        if waiting and self._lot.random() < 0.6:
            self.take(self._lot.choice(waiting), "Your agenda")
        else:
            self.do("n", "n next")

    def _decide(self) -> None:
        """Take one of the options at random; ask an adviser first, once in a game; leave it if all are locked."""
        if "forecast" in self.offers and not self.has_asked:
            self._ask()
        options = list(self.numbers())
        self._lot.shuffle(options)
        for option in options:
            self.take(option)
            if "decide" in self.offers:  # a click on what has the cursor decides already
                self.do("enter", "decide")
            if "decide" not in self.offers:
                return
        self.do("escape", "desk")

    def _ask(self) -> None:
        self.do("o", "forecast")
        if "ask" not in self.offers:
            return
        self.take(1)  # it has the cursor, so a click asks at once, as a digit does
        self.terminal.wait_for(lambda terminal: "next meter" in terminal.lines[-1])
        self.seen.add("a forecast")
        self.has_asked = True
        while "back" in self.offers:
            self.do("escape", "back")
