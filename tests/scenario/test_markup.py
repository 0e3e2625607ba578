from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.scenario.markup import Block, Span, blocks, no_links, plain


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
def test_blocks_hold_only_web_links(text: str) -> None:
    for block in blocks(text):
        assert all(span.link == "" or span.link.startswith(("http://", "https://")) for span in block.spans)
