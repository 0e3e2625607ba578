"""Why each metric ended where it did; see `presentation.why`."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting
from ceo_sim.presentation.debrief.meters import MetricSection
from ceo_sim.presentation.debrief.section import Topic
from ceo_sim.presentation.why import why
from ceo_sim.scenario.model import Metric


class Causes(MetricSection):
    """From where each metric began to where it stood in the end, cause by cause."""

    id = "why"
    name = title = "Why"
    help_text = (
        "From where each meter began to where it stood in the end, the largest causes first. Each bar begins where the "
        "last one ended: solid is a rise, hatched a fall. Each cause says what its number rests on: the author's "
        "reason, the source, and whether it was measured, only its direction is known, or it is judgement. The smaller "
        "causes share one bar where there is no room for each."
    )
    action = "evidence"

    def detail(self, topic: Topic) -> doc.Parts:
        return (why(self.game, self.metrics[topic.id], evidence="none"),)

    def stages(self, topic: Topic) -> Iterator[doc.Parts]:
        yield (why(self.game, self.metrics[topic.id]),)

    def page(self) -> doc.Parts:
        return (*self.page_in_short(), *map(self._fold, self.others))

    def page_in_short(self) -> doc.Parts:
        if not self.metrics:
            return (doc.sentence("This story has no meters that are shown."),)
        first = doc.note(
            "Every change of a meter has a cause, and the causes add up to where it ended. Each says what it rests on: "
            "the numbers are the authors' and can be disputed one by one. A filled bar is a rise, an outlined one a "
            "fall."
        )
        large = (
            doc.Section(self.subject.id(f"why-{metric.id}"), metric.name, (why(self.game, metric),))
            for metric in self.headline
        )
        return (first, *large)

    def _fold(self, metric: Metric) -> doc.Fold:
        start, end = self.game.start_value(metric.id), self.game.course(metric.id)[-1]
        gist = f"from {formatting.figure(metric, start)} to {formatting.with_unit(metric, end)}"
        return doc.Fold(metric.name, (why(self.game, metric),), gist, is_minor=True)
