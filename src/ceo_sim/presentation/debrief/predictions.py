"""What was foretold beside what came: the player's predictions, and the forecasts of advisers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceo_sim.analysis.predictions import AdviserScore, Prediction, adviser_scores, predictions, score
from ceo_sim.engine.snapshots import Direction
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.section import DebriefSection, Topic
from ceo_sim.presentation.debrief.subject import DebriefSubject

_CAME: dict[Direction, str] = {"up": "went up", "same": "stayed the same", "down": "went down"}
_ALL, _ADVISERS = "all", "advisers"


class Predictions(DebriefSection):
    """How often each thing came after each was said, in all and by metric, and the ranges of advisers."""

    id = "foretold"
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
        topics = [Topic(_ALL, "All your predictions", aside=_right(self._predictions))] if self._predictions else []
        for metric, right, made in score(self._predictions).by_metric:
            topics.append(Topic(f"of {metric.id}", f"  {metric.name}", aside=f"{right} of {made}", metric=metric.id))
        asked = formatting.counted(len(self.game.consultations), "forecast")
        held = f"{self._inside()} of {len(self._scores)}" if self._scores else asked
        return (*topics, Topic(_ADVISERS, "Your advisers", aside=held))

    def detail(self, topic: Topic) -> doc.Parts:
        if topic.id == _ADVISERS:
            return (*([] if self._predictions else [doc.sentence("You made no predictions.")]), *self._advisers())
        of_topic = [prediction for prediction in self._predictions if topic.metric in (None, prediction.metric.id)]
        return (*self._summary(of_topic), doc.Fold("One by one", (self._one_by_one(of_topic),)))

    def page(self) -> doc.Parts:
        if not self.is_prepared:
            self.prepare()
        if not self._predictions:
            return (doc.sentence("You made no predictions."), *self._advisers())
        by_metric = score(self._predictions).by_metric
        metrics = [(metric.name, str(right), str(made)) for metric, right, made in by_metric]
        return (
            *self._summary(self._predictions),
            doc.Table("By meter", ("Meter", "came true", "of"), tuple(metrics), (1, 2)),
            doc.Fold("One by one", (self._one_by_one(self._predictions),)),
            *self._advisers(),
        )

    # ---- the player's own ------------------------------------------------------------------------------------

    def _summary(self, predicted: Sequence[Prediction]) -> Iterator[doc.Part]:
        counted = score(predicted)
        direction, often = counted.commonest
        later = "a day" if self.game.timeline.by_date else "a turn"
        yield doc.sentence(
            f"You said {formatting.counted(counted.made, 'time')} where a meter would stand {later} later. "
            f"{counted.right} came true. Always saying {direction} would have been right {often} of {counted.made} "
            "times."
        )
        rows = tuple((f"You said {one}", *(str(counted.table.get((one, came), 0)) for came in _CAME)) for one in _CAME)
        head = ("", *(f"it {came}" for came in _CAME.values()))
        yield doc.Table("What you said, and how often what came", head, rows, (1, 2, 3))

    def _one_by_one(self, predicted: Sequence[Prediction]) -> doc.Labelled:
        """Each prediction beside what came."""
        return doc.Labelled(
            tuple(
                (
                    self.subject.decision(one.answer),
                    doc.spans(
                        doc.bold(one.metric.name),
                        f": you said {one.said}, it {_CAME[one.came]}, {formatting.change(one.metric, one.change)}.",
                    ),
                )
                for one in predicted
            )
        )

    # ---- the advisers' ---------------------------------------------------------------------------------------

    def _advisers(self) -> Iterator[doc.Part]:
        if self._scores is None:
            yield doc.note("Their forecasts are being made again …")
        elif not self._scores:
            none = "No forecast that you asked for can be held against what came."
            yield doc.sentence(none if self.game.consultations else "You asked for no forecasts.")
        else:
            ranges = formatting.counted(len(self._scores), "range")
            yield doc.sentence(f"{self._inside()} of {ranges} that advisers gave you held what came.")
            yield doc.note(
                "Each is for nine plays in ten, a week on or at the end: nine in ten of them hold what comes if what "
                "the adviser assumes is right."
            )
            yield doc.Labelled(tuple(map(self._range, self._scores)))

    def _range(self, one: AdviserScore) -> tuple[str, doc.Spans]:
        low, high, came = formatting.range_and_value(one.metric, one.low, one.high, one.came)
        when = self.subject.day(one.at)
        return (
            f"{one.adviser.name} on {naming.decision_title(self.game, one.decision)}",
            doc.spans(doc.bold(one.metric.name), f", by {when}: {low} to {high}. It was {came}, {one.place}."),
        )

    def _inside(self) -> int:
        """How many of the advisers' ranges held what came."""
        return sum(each.inside for each in self._scores or ())


def _right(predicted: Sequence[Prediction]) -> str:
    return f"{score(predicted).right} of {len(predicted)}"
