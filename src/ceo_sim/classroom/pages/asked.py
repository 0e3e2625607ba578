"""What is asked before an outcome is seen: which way each of some meters will go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ceo_sim.html.elements import Markup, element, joined
from ceo_sim.html.parts import Writer
from ceo_sim.presentation.predictions import CHOICES, Direction


def prediction_fields(writer: Writer, meters: Mapping[str, str], predictions: Mapping[str, Direction]) -> Markup:
    """A choice of directions for each meter, by its id with its name; what was told before is chosen."""
    return joined(
        element(
            "fieldset",
            writer.element("legend", name),
            *(_way(f"metric-{number}", way, words, predictions.get(id)) for way, words in CHOICES.items()),
            class_="ways",
        )
        for number, (id, name) in enumerate(meters.items(), 1)
    )


def _way(name: str, way: Direction, words: str, predicted_way: Direction | None) -> Markup:
    id = f"{name}-{way}"
    field = element("input", type="radio", name=name, value=way, id=id, checked=predicted_way == way)
    return element("span", field, element("label", words, for_=id), class_="way")


def predicted(fields: Mapping[str, str], meters: Iterable[str]) -> dict[str, Direction]:
    """What was told by such fields, by the ids of the meters in their order."""
    predictions: dict[str, Direction] = {}
    for number, id in enumerate(meters, 1):
        for way in CHOICES:
            if fields.get(f"metric-{number}") == way:
                predictions[id] = way
    return predictions
