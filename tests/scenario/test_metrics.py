"""What is asked of metrics in more than one place."""

from __future__ import annotations

import pytest

from ceo_sim.scenario import metrics
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.model import Metric
from tests.support.stories import BY_TURN, EVERYTHING, HEADER, filled_in, scenario


def metric(**keys: object) -> Metric:
    return Metric(id="m", name="M", start=Expression.parse(50), **keys)  # type: ignore[arg-type]


def test_a_range_has_two_bounds_and_a_width() -> None:
    assert metrics.bounds(metric(range=(-5, 10))) == (-5.0, 10.0)
    assert metrics.span(metric(range=(-5, 10))) == 15.0


@pytest.mark.parametrize("decimals, least", [(0, 0.05), (1, 0.005), (3, 0.00005)])
def test_a_change_shows_from_a_twentieth_of_the_last_digit_on(decimals: int, least: float) -> None:
    assert metrics.display_epsilon(metric(decimals=decimals)) == pytest.approx(least)


@pytest.mark.parametrize("one, other, alike", [(69.4, 69.6, False), (69.6, 70.4, True), (-0.2, 0.2, True)])
def test_two_values_read_alike_if_they_have_the_same_figure(one: float, other: float, alike: bool) -> None:
    assert metrics.reads_alike(metric(), one, other) == alike


@pytest.mark.parametrize(
    "shown, seen, large", [("player", True, True), ("advisers", True, False), ("debrief", False, False)]
)
def test_who_sees_a_metric_before_the_end(shown: str, seen: bool, large: bool) -> None:
    one = metric(shown=shown, headline=True)
    assert (metrics.is_seen(one), metrics.is_exact(one), metrics.is_headline(one)) == (seen, seen, large)


def test_what_is_surveyed_is_seen_and_not_exactly_known() -> None:
    asked = scenario(EVERYTHING).metrics["asked"]
    assert metrics.is_seen(asked)
    assert not metrics.is_exact(asked)


def test_all_is_told_after_the_end_but_what_never_is_and_the_large_ones_first() -> None:
    story = scenario(
        HEADER
        + BY_TURN.format(turns=2)
        + filled_in(
            '[metric.late]\nstart = 1\nshown = "debrief"\n[metric.never]\nstart = 1\nshown = "never"\n'
            "[metric.large]\nstart = 1\nheadline = true\n"
        )
    )
    assert [one.id for one in metrics.debrief_metrics(story)] == ["large", "late"]


MANY = (
    HEADER
    + BY_TURN.format(turns=2)
    + "".join(
        f'[metric.{id}]\nname = "{name}"\nstart = 1\nheadline = {headline}\n'
        for id, name, headline in (
            ("trust", "Trust of staff", "true"),
            ("trust_press", "Trust of the press", "false"),
            ("cash", "Money", "true"),
            ("mood", "Mood", "false"),
        )
    )
)


@pytest.mark.parametrize(
    "typed, exact, similar, guess",
    [
        ("TRUST ", "trust", ["trust", "trust_press"], "trust"),
        ("money", "cash", ["cash"], "cash"),
        ("mo", None, ["cash", "mood"], "cash"),
        ("trust of", None, ["trust", "trust_press"], "trust"),
        ("of the", None, ["trust_press"], "trust_press"),
        ("moood", None, ["mood"], "mood"),
        ("zzz", None, [], None),
        ("", None, [], None),
    ],
)
def test_a_metric_is_known_by_id_name_part_of_a_name_or_like_spelling(
    typed: str, exact: str | None, similar: list[str], guess: str | None
) -> None:
    story = scenario(filled_in(MANY))

    named, guessed = metrics.metric_named(story, typed), metrics.guess_metric(story, typed)
    assert (named and named.id, guessed and guessed.id) == (exact, guess)
    assert [metric.id for metric in metrics.similar_metrics(story, typed)] == similar


@pytest.mark.parametrize("before, after, alike", [(69.4, 69.6, False), (69.6, 70.4, True), (-0.2, 0.2, True)])
def test_two_values_read_alike_if_their_figures_are_the_same(before: float, after: float, alike: bool) -> None:

    assert metrics.reads_alike(metric(), before, after) == alike
