"""Predictions of the player and forecasts of advisers beside what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceo_sim.analysis.predictions import AdviserScore, Prediction, adviser_scores, predictions, score
from ceo_sim.engine.snapshots import Direction
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.section import DebriefSection, Topic
from ceo_sim.presentation.debrief.subject import DebriefSubject

_IN_WORDS: dict[Direction, str] = {"up": "went up", "same": "stayed the same", "down": "went down"}
_ALL, _ADVISERS = "all", "advisers"


class Predictions(DebriefSection):
    """How often each thing came after each was said, in all and by metric, and the ranges of advisers."""

    id = "predictions"
    name = "Forecasts"
    title = "What was foretold"
    help_text = (
        "What you predicted beside what came a day later, in all and by meter, and the forecasts that you asked your "
        "advisers for beside what came a week later. A meter counts as the same within 1 % of its scale."
    )

    def __init__(self, subject: DebriefSubject) -> None:
        super().__init__(subject)
        self._predictions = predictions(self.game)
        self._scores: tuple[AdviserScore, ...] | None = None if self.game.consultations else ()

    @property
    def is_prepared(self) -> bool:
        return self._scores is not None

    def prepare(self) -> None:
        self._scores = adviser_scores(self.game)

    def topics(self) -> tuple[Topic, ...]:
        topics = []
        if self._predictions:
            total = score(self._predictions)
            topics.append(Topic(_ALL, "All your predictions", aside=f"{total.right} of {total.made}"))
            for metric, right, made in total.by_metric:
                topics.append(
                    Topic(f"of {metric.id}", f"  {metric.name}", aside=f"{right} of {made}", metric=metric.id)
                )
        asked = formatting.counted(len(self.game.consultations), "forecast")
        advisers = f"{self._inside} of {len(self._scores)}" if self._scores else asked
        return (*topics, Topic(_ADVISERS, "Your advisers", aside=advisers))

    def detail(self, topic: Topic) -> doc.Parts:
        if topic.id == _ADVISERS:
            return (*([] if self._predictions else [doc.sentence("You made no predictions.")]), *self._advisers())
        of_topic = [prediction for prediction in self._predictions if topic.metric in (None, prediction.metric.id)]
        return (*self._summary(of_topic), self._one_by_one(of_topic))

    def page(self) -> doc.Parts:
        if not self.is_prepared:
            self.prepare()
        if not self._predictions:
            return (doc.sentence("You made no predictions."), *self._advisers())
        by_metric = score(self._predictions).by_metric
        rows = tuple((metric.name, str(right), str(made)) for metric, right, made in by_metric)
        return (
            *self._summary(self._predictions),
            doc.Table("By meter", ("Meter", "came true", "of"), rows, (1, 2)),
            self._one_by_one(self._predictions),
            *self._advisers(),
        )

    def _summary(self, predictions: Sequence[Prediction]) -> Iterator[doc.Part]:
        total = score(predictions)
        direction, often = total.commonest
        later = "a day" if self.game.timeline.by_date else "a turn"
        yield doc.sentence(
            f"You said {formatting.counted(total.made, 'time')} where a meter would stand {later} later. "
            f"{total.right} came true. Always saying {direction} would have been right {often} of {total.made} times."
        )
        rows = tuple(
            (f"You said {predicted}", *(str(total.table.get((predicted, actual), 0)) for actual in _IN_WORDS))
            for predicted in _IN_WORDS
        )
        head = ("", *(f"it {words}" for words in _IN_WORDS.values()))
        yield doc.Table("What you said, and how often what came", head, rows, (1, 2, 3))

    def _one_by_one(self, predictions: Sequence[Prediction]) -> doc.Fold:
        items = []
        for prediction in predictions:
            metric, actual = prediction.metric, _IN_WORDS[prediction.actual]
            change = formatting.change(metric, prediction.change)
            words = doc.spans(doc.bold(metric.name), f": you said {prediction.predicted}, it {actual}, {change}.")
            items.append((self.subject.decision(prediction.answer), words))
        return doc.Fold("One by one", (doc.Labelled(tuple(items)),))

    def _advisers(self) -> Iterator[doc.Part]:
        if self._scores is None:
            yield doc.note("Their forecasts are being made again …")
        elif not self._scores:
            none = "No forecast that you asked for can be held against what came."
            yield doc.sentence(none if self.game.consultations else "You asked for no forecasts.")
        else:
            ranges = formatting.counted(len(self._scores), "range")
            yield doc.sentence(f"{self._inside} of {ranges} that advisers gave you held what came.")
            yield doc.note(
                "Each is for nine plays in ten, a week on or at the end: nine in ten of them hold what comes if what "
                "the adviser assumes is right."
            )
            yield doc.Labelled(tuple(map(self._range, self._scores)))

    def _range(self, score: AdviserScore) -> tuple[str, doc.Spans]:
        low, high, actual = formatting.range_and_value(score.metric, score.low, score.high, score.actual)
        by = self.subject.day(score.at)
        words = f", by {by}: {low} to {high}. It was {actual}, {score.place}."
        label = f"{score.adviser.name} on {naming.decision_title(self.game, score.decision)}"
        return label, doc.spans(doc.bold(score.metric.name), words)

    @property
    def _inside(self) -> int:
        """How many of the advisers' ranges held what came."""
        return sum(score.inside for score in self._scores or ())
