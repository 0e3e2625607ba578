"""What a player reads in a play: every text that is put before them, filled, with who says it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from random import Random

from attrs import define, field, frozen

from ceo_sim.analysis.parallel import Report, run_tasks
from ceo_sim.analysis.passages import NARRATOR
from ceo_sim.engine.game import Game
from ceo_sim.engine.people import ShownExhibit
from ceo_sim.engine.play_log import Entry
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.engine.program import Program
from ceo_sim.engine.snapshots import OpenDecision
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.reading_level import sentences_in, words_in

OPTIONS = "options"
"""Who speaks the labels of options: the player, if anybody."""


@frozen
class Reading:
    """What was read in a play.

    Attributes:
        words: Number of words by the name of the speaker, `narrator` or `options`.
        sentences: Each different sentence, without markup.
        decisions: How many decisions were taken.
    """

    words: dict[str, int]
    sentences: frozenset[str]
    decisions: int

    @property
    def total(self) -> int:
        """Number of words."""
        return sum(self.words.values())


def readings(program: Program, plays: int, seed: int, *, jobs: int = 1, report: Report | None = None) -> list[Reading]:
    """What is read in random plays, each with the next seed.

    All that is put before the player is read once: what is told of what happens, decisions with labels and advice,
    documents, the feed, what advisers say on the desk when they say something new, and the ending with what became of
    people. Locked options are read, too; who somebody is has to be looked up, and is not.
    """
    seeds = [seed + number for number in range(plays)]
    return run_tasks(partial(_read, program), seeds, jobs, report)


def transcript(program: Program, seed: int) -> list[tuple[str, str]]:
    """What is read in one random play, piece by piece in its order: who says it, and the words without markup."""
    program.make_tables()
    reader = _Reader(Game(program, seed), Random(seed))  # noqa: S311 - a lot, no secret
    reader.play()
    return reader.pieces


def _read(program: Program, seed: int, _report: Report) -> Reading:
    """Play once by lot, and read."""
    reader = _Reader(Game(program, seed), Random(seed))  # noqa: S311 - a lot, no secret
    reader.play()
    return Reading(dict(reader.words), frozenset(reader.sentences), len(reader.game.answers))


@define
class _Reader:
    """Plays a game as `RandomPolicy` does, and keeps what it reads."""

    game: Game
    lot: Random
    words: Counter[str] = field(factory=Counter)
    sentences: set[str] = field(factory=set)
    pieces: list[tuple[str, str]] = field(factory=list)
    _said: dict[str, str] = field(factory=dict)
    _put: set[tuple[str, int]] = field(factory=set)
    _entries: int = 0
    _news: int = 0

    def play(self) -> None:
        info = self.game.program.scenario.info
        self.read(NARRATOR, self.game.fill(info.opening))
        self.read_exhibit(self.game.show(info.exhibit))
        while not self.game.ended:
            self.look()
            self.hear()
            self.answer()
            if not self.game.ended:
                self.game.wait()
        self.look()
        if (ending := self.game.ending) is not None:
            self.read(NARRATOR, self.game.fill(ending.title))
            self.read(NARRATOR, self.game.fill(ending.text))
            for _, text in self.game.epilogues():
                self.read(NARRATOR, text)

    def answer(self) -> None:
        """Answer what is urgent, and of the rest what the lot falls to."""
        while (urgent := self.game.urgent()) is not None and not self.game.ended:
            self.choose(urgent.id)
        for waiting in self.game.open_decisions():
            if not waiting.urgent and self.lot.random() < RandomPolicy().daily_probability:
                self.choose(waiting.id)

    def choose(self, decision: str) -> None:
        open_ones = [option.id for option in self.game.ask(decision).options if option.lock is None]
        if open_ones:
            self.game.choose(decision, self.lot.choice(open_ones))
            self.look()

    def look(self) -> None:
        """Read what is new on the desk."""
        for entry in self.game.entries[self._entries :]:
            self.read_entry(entry)
        for item in self.game.news[self._news :]:
            self.read(item.sender, item.text)
        self._entries, self._news = len(self.game.entries), len(self.game.news)
        if self.game.ended:
            return
        for waiting in self.game.open_decisions():
            if (waiting.id, waiting.opened) not in self._put:
                self._put.add((waiting.id, waiting.opened))
                self.read_decision(self.game.ask(waiting.id))

    def hear(self) -> None:
        """Hear what advisers say on the desk in the morning, if it is not what they said before."""
        for person, text in self.game.remarks():
            if self._said.get(person.id) != text:
                self._said[person.id] = text
                self.read(person.name, text)

    def read_entry(self, entry: Entry) -> None:
        # An answer has been read already, as the label of its option.
        if entry.kind not in ("option", "default", "lapse"):
            self.read(NARRATOR, entry.title)
        self.read(NARRATOR, entry.text)
        self.read_exhibit(entry.exhibit)

    def read_exhibit(self, exhibit: ShownExhibit | None) -> None:
        if exhibit is not None:
            self.read(exhibit.sender, exhibit.text)
            self.read(NARRATOR, exhibit.note)

    def read_decision(self, asked: OpenDecision) -> None:
        self.read(NARRATOR, asked.title)
        self.read_exhibit(asked.exhibit)
        self.read(NARRATOR, asked.brief)
        for option in asked.options:
            self.read(OPTIONS, option.label)
            self.read(OPTIONS, option.locked_words)
            for person, text in option.advice:
                self.read(person.name, text)

    def read(self, speaker: str, filled: str) -> None:
        text = plain(filled)
        if text:
            self.pieces.append((speaker, text))
        self.words[speaker] += len(words_in(text))
        self.sentences.update(sentences_in(text))


def new_shares(plays: Sequence[Reading]) -> Iterator[float]:
    """For each play and the next one, the part of the words of the second that are in sentences new to it."""
    for first, second in pairwise(plays):
        lengths = {sentence: len(words_in(sentence)) for sentence in second.sentences}
        total = sum(lengths.values())
        new = sum(length for sentence, length in lengths.items() if sentence not in first.sentences)
        yield new / total if total else 0.0
