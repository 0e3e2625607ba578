from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.scenario.characters import is_blank
from ceo_sim.scenario.checks.blanks import MOST, may_be_blank
from ceo_sim.scenario.expression import Binary, Name, Node, Number, Unary
from ceo_sim.scenario.text import BareFilling, Text


@pytest.mark.parametrize(
    "source, blank",
    [
        ("{if a}x{end}", True),
        ("{if a}x{else}{end}", True),
        ("{if a}x{else} {if b}y{end}{end}", True),
        ("{if a}x{else}y{end}", False),
        ("{if a}{x}{elif b}z{else}y{end}", False),
        ("{if a}x{end}.", False),
        ("{x}", False),
        ("{if a}x{end}{if not a}y{end}", False),
        ("{if a}x{end}{if b}y{end}", True),
        ("{if x < 3}x{end}{if x >= 3}y{end}", False),
        ("{if x < 3}x{end}{if x > 3}y{end}", True),
        ("{if x < 3}x{end}{if x > 3}y{end}{if x == 3}z{end}", False),
        ("{if x < y}x{end}{if y <= x}y{end}", True),
        ("{if a and b}x{end}{if not a or not b}y{end}", False),
        ("{if a}{if b}x{end}{end}{if not (a and b)}y{end}", False),
        ("{if a}x{elif b}y{end}{if not a}z{end}", False),
        ("{if true}x{end}", False),
        ("{if a}{if not a} {else}x{end}{else}y{end}", False),
    ],
)
def test_it_is_known_whether_a_text_may_be_without_words(source: str, blank: bool) -> None:
    assert may_be_blank(Text.parse(source)) == blank


_CONDITIONS = st.recursive(
    st.sampled_from(["a", "b", "x < 1", "x <= 1", "x == 1", "x != 1", "x > 1", "x >= 1", "1 < x", "true"]),
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: "({}) {} ({})".format(*parts)),
    ),
    max_leaves=4,
)
_TEXTS = st.recursive(
    st.sampled_from(["", " ", "w"]),
    lambda inner: st.one_of(
        st.tuples(_CONDITIONS, inner).map(lambda parts: "{{if {}}}{}{{end}}".format(*parts)),
        st.tuples(_CONDITIONS, inner, inner).map(lambda parts: "{{if {}}}{}{{else}}{}{{end}}".format(*parts)),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=6,
)


@given(_TEXTS)
def test_no_text_that_may_be_blank_passes_for_one_that_never_is(source: str) -> None:
    text = Text.parse(source)
    for moment in product((False, True), (False, True), (0.0, 1.0, 2.0)):
        if is_blank(text.fill(BareFilling(lambda condition, now=moment: _holds(condition.tree, now)))):  # type: ignore[misc]
            assert may_be_blank(text)


def test_many_conditions_cost_little_and_are_rather_warned_of() -> None:
    pairs = "".join(f"{{if a{number} or b{number}}}{{else}}x{{end}}" for number in range(MOST))
    assert may_be_blank(Text.parse(f"{pairs}{{if a}}x{{end}}{{if not a and a0}}y{{end}}"))


def _holds(node: Node, now: tuple[bool, bool, float]) -> bool:
    def value(node: Node) -> float:
        return node.value if isinstance(node, Number) else now[2]

    match node:
        case Name():
            return now[0] if node.id == "a" else now[1]
        case Unary():
            return not _holds(node.operand, now)
        case Binary(operator="and"):
            return _holds(node.left, now) and _holds(node.right, now)
        case Binary(operator="or"):
            return _holds(node.left, now) or _holds(node.right, now)
        case Binary():
            left, right = value(node.left), value(node.right)
            return {
                "<": left < right,
                "<=": left <= right,
                ">": left > right,
                ">=": left >= right,
                "==": left == right,
                "!=": left != right,
            }[node.operator]
        case _:
            return True
