"""How much there is to read of a scenario: in all, in a play, and in a second one."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence

from attrs import frozen

from ceo_sim.analysis.passages import IN_PLAY, Passage, passages
from ceo_sim.analysis.reading import OPTIONS, Reading, new_shares
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.model import Scenario
from ceo_sim.scenario.reading_level import grade, words_in
from ceo_sim.scenario.sources import Source
from ceo_sim.scenario.text import Text

WORDS_A_MINUTE = 230
"""Of a silent reader of English (Brysbaert 2019, How many words do we read per minute?, finds 238 for non-fiction and
260 for fiction; less where there is something to decide)."""
_BRACES = re.compile(r"\{[^{}]*\}")


@frozen
class Middle:
    """The middle of a figure over plays, and the range of the half of them that lies around it."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Middle:
        """Of at least one value."""
        if len(values) == 1:
            return cls(values[0], values[0], values[0])
        low, median, high = statistics.quantiles(values, n=4, method="inclusive")
        return cls(median, low, high)


@frozen
class Statistics:
    """How much there is to read.

    Attributes:
        words: Words written, by part.
        spoken: Words that are read in play, by speaker: written, and in the median play.
        in_play: Words in a play.
        decisions_taken: Decisions answered in a play.
        minutes: Time to read the median play, at `WORDS_A_MINUTE`.
        grade: Reading level of what is read in play; None for other languages than English.
        new: Part of the words of a second play that are in sentences new to it; None for a single play.
        counts: How many there are of each kind of thing.
        lines: Lines of the files that are neither blank nor comments.
        lines_a_decision: Of those, the lines of a decision with all that is in it, on average; 0 without decisions.
    """

    words: dict[str, int]
    spoken: dict[str, tuple[int, float]]
    in_play: Middle
    decisions_taken: Middle
    minutes: float
    grade: float | None
    new: Middle | None
    counts: dict[str, int]
    lines: int
    lines_a_decision: float


def statistics_of(loaded: Loaded, plays: Sequence[Reading]) -> Statistics:
    """The statistics of a scenario without errors, of which some plays, at least one, have been read."""
    scenario = loaded.playable
    written = list(passages(loaded.as_written))
    in_play = Middle.of([play.total for play in plays])
    shares = list(new_shares(plays))
    sentences = frozenset[str]().union(*(play.sentences for play in plays))
    lines, of_decisions = _lines(loaded)
    is_english = scenario.info.language.lower().partition("-")[0] == "en"
    return Statistics(
        words=_by_part(written),
        spoken=_by_speaker(scenario, written, plays),
        in_play=in_play,
        decisions_taken=Middle.of([play.decisions for play in plays]),
        minutes=in_play.median / WORDS_A_MINUTE,
        grade=grade(sorted(sentences)) if is_english else None,
        new=Middle.of(shares) if shares else None,
        counts=_counts(loaded.as_written),
        lines=lines,
        lines_a_decision=of_decisions / len(scenario.decisions) if scenario.decisions else 0.0,
    )


def _by_part(written: Sequence[Passage]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for passage in written:
        counted[passage.part] += _words(passage)
    return dict(counted)


def _by_speaker(
    scenario: Scenario, written: Sequence[Passage], plays: Sequence[Reading]
) -> dict[str, tuple[int, float]]:
    """Words written for each speaker, and those in a play that is the median of that, who has most first."""
    in_all: Counter[str] = Counter()
    for passage in written:
        if passage.part in IN_PLAY:
            person = scenario.cast.get(passage.speaker)
            name = OPTIONS if passage.part == "options" else person.name if person else passage.speaker
            in_all[name] += _words(passage)
    speakers = [*in_all, *(name for play in plays for name in play.words if name not in in_all)]
    return {
        name: (in_all[name], statistics.median(play.words.get(name, 0) for play in plays))
        for name in sorted(dict.fromkeys(speakers), key=lambda name: -in_all[name])
    }


def _words(passage: Passage) -> int:
    """Words of a passage, those of all its variants, without what stands in braces."""
    is_text = isinstance(passage.value, Text)
    return len(words_in(plain(_BRACES.sub(" ", passage.source)) if is_text else passage.source))


def _counts(scenario: Scenario) -> dict[str, int]:
    standing = sum(decision.standing for decision in scenario.decisions.values())
    return {
        "decisions": len(scenario.decisions),
        **({"standing decisions": standing} if standing else {}),
        "options": sum(len(decision.options) for decision in scenario.decisions.values()),
        "events": len(scenario.events),
        "cards": sum(len(deck.cards) for deck in scenario.decks.values()),
        "promises": len(scenario.promises),
        **({"acts": len(scenario.acts)} if scenario.acts else {}),
        "endings": len(scenario.endings),
        "metrics": len(scenario.metrics),
        **({"stakes": len(scenario.stakes)} if scenario.stakes else {}),
        "cast": len(scenario.cast),
    }


def _lines(loaded: Loaded) -> tuple[int, int]:
    """Lines that say something, in all and in the tables of decisions."""
    counted = [_counted(source) for source in loaded.sources.sources] if loaded.sources else []
    return sum(lines for lines, _ in counted), sum(of_decisions for _, of_decisions in counted)


def _counted(source: Source) -> tuple[int, int]:
    index = source.index
    tables: dict[int, Path] = {}
    for path, (start, _) in index.values.items():
        line, column = index.place(start)
        if index.text[start : start + 1] == "[" and not index.line(line)[: column - 1].strip():
            tables[line] = path
    lines = of_decisions = 0
    inside: Path = ("",)
    for number, text in enumerate(index.text.split("\n"), 1):
        inside = tables.get(number, inside)
        if text.strip() and not text.lstrip().startswith("#"):
            lines += 1
            of_decisions += inside[0] == "decision"
    return lines, of_decisions
