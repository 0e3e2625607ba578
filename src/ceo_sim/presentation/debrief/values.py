"""What the player said to stand for beside what the choices favoured."""

from __future__ import annotations

from collections.abc import Iterable

from ceo_sim.analysis.value_tally import ScoredChoice, ValueTally, value_tallies
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.section import DebriefSection, State, Topic
from ceo_sim.presentation.debrief.subject import DebriefSubject


class Values(DebriefSection):
    """Each value, the named ones first, with the choices that served it and those that went against it."""

    id = "values"
    name = "Values"
    title = "What you stood for"
    help_text = (
        "The values that you named at the start, with a ★, and after them those that your choices favoured. Each with "
        "the points, the author's, of the choices that served it (+) and of those that went against it (−). The "
        "two are not made into a score."
    )

    def __init__(self, subject: DebriefSubject) -> None:
        super().__init__(subject)
        self._tallies = {tally.value.id: tally for tally in value_tallies(self.game, subject.values)}
        self._named = [tally for tally in self._tallies.values() if tally.named]
        self._names = [tally.value.name for tally in self._named]

    def topics(self) -> tuple[Topic, ...]:
        return tuple(self._topic(tally) for tally in self._tallies.values())

    def _topic(self, tally: ValueTally) -> Topic:
        served = f"+{tally.served}" if tally.served else ""
        harmed = f"{formatting.MINUS}{-tally.harmed}" if tally.harmed else ""
        state: State = "named" if tally.named else ""
        return Topic(tally.value.id, tally.value.name, aside=f"{served:>4} {harmed:>4}", state=state)

    def detail(self, topic: Topic) -> doc.Parts:
        tally = self._tallies[topic.id]
        named = "You named it before the first decision." if tally.named else "You did not name it."
        return (*self._parts(tally), doc.sentence(named), self._favoured())

    def page(self) -> doc.Parts:
        if not self._tallies:
            return (doc.sentence("This story has no values to name."),)
        others = [tally for tally in self._tallies.values() if not tally.named]
        first = "You named nothing to stand for before the first decision."
        others_caption = "What your choices touched, the most favoured first"
        if self._named:
            first = formatting.full_stop(f"Before the first decision you named {formatting.joined(self._names)}")
            others_caption = "What your choices touched besides, the most favoured first"
        return (
            doc.sentence(first),
            *([self._balance("What you named, and what your choices did", self._named)] if self._named else []),
            self._balance(others_caption, others),
            doc.note(
                "Points are the authors': each option serves a value or goes against it by 1 or 2. They are not summed "
                "over values, as there is no rate at which one could be paid for with another."
            ),
        )

    def _balance(self, caption: str, tallies: Iterable[ValueTally]) -> doc.Balance:
        rows = (doc.Weighed(tally.value.name, tally.served, tally.harmed, self._parts(tally)) for tally in tallies)
        return doc.Balance(caption, tuple(rows))

    def _parts(self, tally: ValueTally) -> doc.Parts:
        """What the value means, and the choices that touched it."""
        meaning = (doc.note(tally.value.text),) if tally.value.text else ()
        choices: doc.Part = doc.Labelled(tuple(map(self._choice, tally.choices)))
        return (*meaning, choices if tally.choices else doc.sentence("No choice of yours touched it."))

    def _choice(self, choice: ScoredChoice) -> tuple[str, doc.Spans]:
        index, answer = next(
            (index, answer) for index, answer in enumerate(self.game.answers) if answer.decision == choice.decision
        )
        name = naming.choice_name(self.game, choice.decision, choice.option)
        points = f"{choice.weight:+d}".replace("-", formatting.MINUS)
        return points, doc.spans(f"{name} (answer {index + 1}, {self.subject.day(answer.step)}).")

    def _favoured(self) -> doc.Part:
        """What was named beside what was done, of all values."""
        most = sorted(self._tallies.values(), key=lambda tally: -(tally.served + tally.harmed))
        favoured = [tally.value.name for tally in most if tally.served + tally.harmed > 0][: max(3, len(self._named))]
        return doc.Labelled(
            (
                ("You named", _ended(self._names, "nothing before the first decision")),
                ("Your choices favoured", _ended(favoured, "none of them")),
            )
        )


def _ended(names: Iterable[str], nothing: str) -> doc.Spans:
    return doc.spans(formatting.full_stop(", ".join(names) or nothing))
