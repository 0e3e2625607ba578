"""Texts: values, variants, and a markup that cannot act."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.issues import IssueError
from ceo_sim.scenario.text import LONGEST_FIGURE, BareFilling, Block, Span, Text, blocks, no_links, plain


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


def spans(text: str) -> list[tuple[str, str, str]]:
    (block,) = blocks(text)
    return [(span.text, span.style, span.link) for span in block.spans]


@pytest.mark.parametrize(
    "text, found",
    [
        ("a **b** *c*", [("a ", "plain", ""), ("b", "bold", ""), (" ", "plain", ""), ("c", "italic", "")]),
        ("[paper](https://a.b/c)", [("paper", "plain", "https://a.b/c")]),
        ("2 * 3 * 4", [("2 * 3 * 4", "plain", "")]),
        ("[link](javascript:alert(1))", [("[link](javascript:alert(1))", "plain", "")]),
        ("[link](JaVaScRiPt:alert(1))", [("[link](JaVaScRiPt:alert(1))", "plain", "")]),
        ("[link](file:///etc/passwd)", [("[link](file:///etc/passwd)", "plain", "")]),
        ('[x](https://a.b/"onclick=)', [('[x](https://a.b/"onclick=)', "plain", "")]),
        ("[@click=app.quit]x[/]", [("[@click=app.quit]x[/]", "plain", "")]),
        ("[bold red]x[/bold red]", [("[bold red]x[/bold red]", "plain", "")]),
        ("[link=https://a.b]x[/link]", [("[link=https://a.b]x[/link]", "plain", "")]),
        ("<script>x</script>", [("<script>x</script>", "plain", "")]),
        ("**never closed", [("**never closed", "plain", "")]),
        (r"3 \* 4 \* 5", [("3 * 4 * 5", "plain", "")]),
        (r"**a \* b** \\ \q", [("a * b", "bold", ""), (r" \ \q", "plain", "")]),
        (r"\- no item", [("- no item", "plain", "")]),
        (r"\[a](https://b.c)", [("[a](https://b.c)", "plain", "")]),
        ("[a](https://b.c/d_(e)'s)", [("a", "plain", "https://b.c/d_(e)'s")]),
        ("[a](https://b.c/((d)(e)))!", [("a", "plain", "https://b.c/((d)(e))"), ("!", "plain", "")]),
        ("([a](https://b.c))", [("(", "plain", ""), ("a", "plain", "https://b.c"), (")", "plain", "")]),
        ("[a](https://b.c/(d)", [("[a](https://b.c/(d)", "plain", "")]),
        ("![a](https://b.c/d.png)", [("![a](https://b.c/d.png)", "plain", "")]),
        (r"\![a](https://b.c/d.png)", [("![a](https://b.c/d.png)", "plain", "")]),
        ("a **** b", [("a  b", "plain", "")]),
        ("**see [a](https://b.c)**", [("see ", "bold", ""), ("a", "bold", "https://b.c")]),
        ("[the [old] law](https://b.c/d[1])", [("the [old] law", "plain", "https://b.c/d[1]")]),
        ("!**[a](https://b.c)**", [("!", "plain", ""), ("[a](https://b.c)", "bold", "")]),
        (r"\!*[a](https://b.c)*", [("!", "plain", ""), ("[a](https://b.c)", "italic", "")]),
    ],
)
def test_markup_is_bold_italic_and_web_links_and_nothing_else(text: str, found: list[tuple[str, str, str]]) -> None:
    assert spans(text) == found


def test_blocks_are_parted_by_empty_lines_quotes_and_items() -> None:
    text = "One\nline.\n\n> A quote\n> goes on.\nAfter.\n- first\n  more\n- second\n\nLast."
    assert [(block.kind, block.text) for block in blocks(text)] == [
        ("paragraph", "One line."),
        ("quote", "A quote goes on."),
        ("paragraph", "After."),
        ("item", "first more"),
        ("item", "second"),
        ("paragraph", "Last."),
    ]


@pytest.mark.parametrize(
    "text, found",
    [
        ("- \n- second", ["second"]),
        ("Waiting:\n\n- first\n- \n- third\n\nEnough.", ["Waiting:", "first", "third", "Enough."]),
        ("- \n  goes on\n- second", ["goes on", "second"]),
        ("-\n>\n****\n", []),
    ],
)
def test_an_item_whose_variant_is_not_there_is_left_out(text: str, found: list[str]) -> None:
    assert [block.text for block in blocks(text)] == found


@pytest.mark.parametrize(
    "source, found",
    [
        ("[a](https://b.c) **[a](https://b.c)** [[a] b](http://c.d/(e)f)", []),
        (r"\[a](b) [a] (b) a[1]", []),
        ("see [a](b.c)", [(4, False)]),
        ("see ![a](https://b.c)", [(4, True)]),
        ("[a](https://b.c/ d) [a](https://b.c) [a](ftp://b.c)", [(0, False), (37, False)]),
        ("[the law](https://b.c/(d)", [(0, False)]),
    ],
)
def test_it_is_known_where_something_looks_like_a_link_and_is_none(source: str, found: list[tuple[int, bool]]) -> None:
    assert list(no_links(source)) == found


@given(st.lists(st.sampled_from([*"!*[]()\\ a", "**", "[a]", "(http://b.c)", "[a](http://b.c)", "\n"])).map("".join))
def test_no_text_becomes_an_image_in_markdown(text: str) -> None:
    for block in blocks(text):
        for before, span in pairwise(block.spans):
            assert not (span.link and before.text.endswith("!"))


def test_a_link_is_followed_by_its_address_where_it_cannot_be_followed() -> None:
    assert plain("See [the paper](https://a.b/c).") == "See the paper (https://a.b/c)."
    assert Block("paragraph", (Span("x", link="https://a.b"),)).text == "x (https://a.b)"


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


@given(st.text())
def test_blocks_hold_only_web_links(text: str) -> None:
    for block in blocks(text):
        assert all(span.link == "" or span.link.startswith(("http://", "https://")) for span in block.spans)


def test_an_expression_in_a_text_is_an_expression() -> None:
    ((expression, _),) = Text.parse("{2 * x:.0f}").expressions()
    assert expression == Expression.parse("2 * x")


@given(st.floats(-1e250, 1e250), st.sampled_from([".0f", ",.9f", "+,.9f", "+,.9%", ".3f"]))
def test_no_value_is_longer_than_anybody_reads(value: float, form: str) -> None:
    assert len(Text.parse(f"{{x:{form}}}").fill(BareFilling(lambda _: value))) <= LONGEST_FIGURE
