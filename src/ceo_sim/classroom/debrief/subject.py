"""The class that a debrief is of, with its story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from statistics import median_low

from attrs import frozen

from ceo_sim.analysis.counterfactual import follow
from ceo_sim.classroom import events as ev
from ceo_sim.classroom.debrief.asked import Asked, asked
from ceo_sim.classroom.debrief.findings import mentions
from ceo_sim.classroom.debrief.opinions import OpinionMap, opinion_map
from ceo_sim.classroom.room import Room
from ceo_sim.classroom.story import Story, story_of, verify_fit
from ceo_sim.engine.game import Game
from ceo_sim.engine.snapshots import Answer
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.scenario.loader import Loaded


@frozen(eq=False)
class ClassSubject:
    """A class, what it was asked, and its story.

    Where each seat played a story of its own, the story is that of the answers that most gave.

    Attributes:
        questions: What it was asked, in order.
        game: Its story as far as it went.
    """

    room: Room
    opened: ev.Opened
    loaded: Loaded
    questions: Sequence[Asked]
    game: Game

    @classmethod
    def of(cls, room: Room, loaded: Loaded, story: Story | None = None) -> ClassSubject:
        """A class by its log.

        Args:
            room: What the log says.
            loaded: Its scenario.
            story: Its story, if that has been played already.

        Raises:
            LogError: The scenario is another version than was played, or the class has not begun.
        """
        if room.opened is None:
            raise ev.LogError("this log is empty: the class has not begun")
        questions = asked(room)
        played = story or story_of(room.opened, loaded)
        game = played.follow(room.moves)
        if story is None:  # one that was played has been held against its scenario
            verify_fit(room, loaded.playable)
        if room.opened.play == "own":
            game = follow(played.program, room.opened.seed, _most_common(room, questions)).game
        return cls(room, room.opened, loaded, questions, game)

    @property
    def is_own(self) -> bool:
        """Whether each seat played a story of its own."""
        return self.opened.play == "own"

    @property
    def in_words(self) -> str:
        """Whose story it is that is played, to be said where its course matters."""
        if not self.is_own:
            return "the story of the class"
        luck = "" if self.room.has_one_luck else f", on the luck of seed {self.opened.seed}"
        return f"the story of the answers most gave{luck}"

    @cached_property
    def opinions(self) -> OpinionMap | None:
        """Who voted alike."""
        return opinion_map(self.questions)

    @cached_property
    def mentions(self) -> dict[str, int]:
        """In how many reasons each stakeholder was named, the least named first."""
        return mentions(self.loaded.playable, self.questions)

    @cached_property
    def playthrough(self) -> DebriefSubject:
        """The story of the class as a playthrough that can be debriefed."""
        name = "the answers most gave" if self.is_own else "the class"
        return DebriefSubject(name, self.game, mirrored=self.opened.mirror)

    @cached_property
    def seats(self) -> int:
        """How many seats said anything."""
        return len({seat for asked in self.questions for seat in asked.last})


def _most_common(room: Room, questions: Sequence[Asked]) -> list[Answer]:
    """For each decision the answer that most gave, at the step in the middle of theirs."""
    steps: dict[str, list[int]] = {}
    for seat in room.seats.values():
        for move in seat.answers:
            steps.setdefault(move.decision, []).append(move.step)
    answers = []
    for question in questions:
        ((option, _),) = Counter(question.last.values()).most_common(1)
        answers.append(Answer(median_low(steps[question.decision]), question.decision, option))
    return sorted(answers, key=lambda answer: answer.step)
