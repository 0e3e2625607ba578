"""Texts: values, variants, and a markup that cannot act."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.issues import IssueError
from ceo_sim.scenario.text import LONGEST_FIGURE, BareFilling, Text


def filled(source: str, values: Mapping[str, float | bool]) -> str:
    return Text.parse(source).fill(BareFilling(lambda expression: values[expression.text.strip()]))


VALUES = {"x": 1234.5, "share": 0.25, "yes": True, "no": False, "least": -0.0004, "small": 0.06, "zero": -0.0}


@pytest.mark.parametrize(
    "source, result",
    [
        ("It is {x}.", "It is 1234."),
        ("{x:,.0f} {x:.1f} {x:+.0f} {share:.0%}", "1,234 1234.5 +1234 25%"),
        ("{{x}}", "{x}"),
        ("{if yes}A{else}B{end}", "A"),
        ("{if no}A{elif yes}B{else}C{end}", "B"),
        ("{if no}A{end}.", "."),
        ("{if yes}{if no}A{else}B{end}C{end}", "BC"),
        ("{if no}{oops}{end}", ""),
        ("plain", "plain"),
        ("{least:.0f} {least:+.0f} {least:.0%} {least:.1f} {least:+,.2f} {zero} {zero:+.0f}", "0 0 0% 0.0 0.00 0 0"),
        ("{least:.6f} {small:.1f} {small:+.1f}", "-0.000400 0.1 +0.1"),
    ],
)
def test_values_and_variants_are_put_in(source: str, result: str) -> None:
    assert filled(source, VALUES) == result


@pytest.mark.parametrize(
    "source, code, offset",
    [
        (3, "E200", 0),
        ("x" * 8_001, "E201", 0),
        ("a\x1b[31m", "E202", 1),
        ("a\u202eb", "E202", 1),
        ("a\x07", "E202", 1),
        ("a { b", "E203", 2),
        ("a } b", "E203", 2),
        ("{if a}x", "E204", 0),
        ("x{end}", "E204", 1),
        ("{if a}x{else}y{else}z{end}", "E204", 14),
        ("{if a}" * 9 + "{end}" * 9, "E205", 48),
        ("{x:d}", "E206", 3),
        ("{x:>20}", "E206", 3),
        ("{}", "E102", 1),
        ("a {1 +} b", "E102", 6),
        ("{if 1 +}x{end}", "E102", 7),
    ],
)
def test_what_is_wrong_is_said_with_its_place(source: object, code: str, offset: int) -> None:
    with pytest.raises(IssueError) as caught:
        Text.parse(source)
    assert (caught.value.issue.code, caught.value.issue.offset) == (code, offset)


def test_each_expression_is_known_with_its_place() -> None:
    source = "{{ {staff:.0f} {if told}a {x}{elif  y > 1}b{else}c{end} {z}"
    text = Text.parse(source)
    for (expression, _), offset in zip(text.expressions(), text.starts, strict=True):
        assert source[offset:].startswith(expression.text)
    assert [condition for _, condition in text.expressions()] == [False, True, False, True, False]


@given(st.text())
def test_no_text_raises_anything_but_an_issue_error(source: str) -> None:
    offset: int | None = 0
    try:
        text = Text.parse(source)
        assert len(text.starts) == len(list(text.expressions()))
    except IssueError as error:
        offset = error.issue.offset
    assert offset is not None
    assert 0 <= offset <= len(source)


@given(
    st.lists(st.sampled_from(["{", "}", "{{", "{if a}", "{elif b}", "{else}", "{end}", "{x}", "{x:.0f}", "w"])).map(
        "".join
    )
)
def test_no_row_of_braces_raises_anything_but_an_issue_error(source: str) -> None:
    try:
        text = Text.parse(source)
    except IssueError:
        return
    assert len(text.starts) == len(list(text.expressions()))
    assert isinstance(text.fill(BareFilling(lambda _: 1.0)), str)


def test_an_expression_in_a_text_is_an_expression() -> None:
    ((expression, _),) = Text.parse("{2 * x:.0f}").expressions()
    assert expression == Expression.parse("2 * x")


@given(st.floats(-1e250, 1e250), st.sampled_from([".0f", ",.9f", "+,.9f", "+,.9%", ".3f"]))
def test_no_value_is_longer_than_anybody_reads(value: float, form: str) -> None:
    assert len(Text.parse(f"{{x:{form}}}").fill(BareFilling(lambda _: value))) <= LONGEST_FIGURE
