"""The grammar of expressions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.scenario.expression import (
    MAX_LENGTH,
    Binary,
    Boolean,
    Call,
    Expression,
    IfExp,
    Name,
    Node,
    Number,
    Unary,
    clauses,
    depth,
    walk,
)
from ceo_sim.scenario.issues import IssueError


def shape(node: Node) -> str:
    """The tree with all its brackets."""
    match node:
        case Number(value=value):
            return f"{value:g}"
        case Boolean(value=truth):
            return str(truth).lower()
        case Name(id=id):
            return id
        case Unary(operator=operator, operand=operand):
            return f"({operator} {shape(operand)})"
        case Binary(operator=binary, left=left, right=right):
            return f"({shape(left)} {binary} {shape(right)})"
        case IfExp(condition=condition, then=then, orelse=orelse):
            return f"({shape(then)} if {shape(condition)} else {shape(orelse)})"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(shape, arguments))})"


def parsed(text: object) -> str:
    return shape(Expression.parse(text).tree)


def failure(text: object) -> tuple[str, int | None]:
    with pytest.raises(IssueError) as caught:
        Expression.parse(text)
    return caught.value.issue.code, caught.value.issue.offset


@pytest.mark.parametrize(
    "text, tree",
    [
        ("1 + 2 * 3", "(1 + (2 * 3))"),
        ("1 - 2 - 3", "((1 - 2) - 3)"),
        ("8 / 4 / 2", "((8 / 4) / 2)"),
        ("-2 * 3", "((- 2) * 3)"),
        ("+3", "3"),
        ("2 * -x", "(2 * (- x))"),
        ("(1 + 2) * 3", "((1 + 2) * 3)"),
        ("a and b or c", "((a and b) or c)"),
        ("a or b and c", "(a or (b and c))"),
        ("not a and b", "((not a) and b)"),
        ("not a < 3", "(not (a < 3))"),
        ("0 < x < 3", "((0 < x) and (x < 3))"),
        ("0 < x <= 3 < y", "(((0 < x) and (x <= 3)) and (3 < y))"),
        ("1 if a else 2", "(1 if a else 2)"),
        ("1 if a else 2 if b else 3", "(1 if a else (2 if b else 3))"),
        ("(1 if a else 2) + 3", "((1 if a else 2) + 3)"),
        ("min(1, max(2, x))", "min(1, max(2, x))"),
        ("f()", "f()"),
        ("the_post.leave_up", "the_post.leave_up"),
        (".5 + 1e3 + 2.", "((0.5 + 1000) + 2)"),
        (3, "3"),
        (-2.5, "-2.5"),
        (True, "true"),
        ("true and false", "(true and false)"),
        (" \n1\t", "1"),
    ],
)
def test_it_binds_as_in_arithmetic(text: object, tree: str) -> None:
    assert parsed(text) == tree


@pytest.mark.parametrize(
    "text, code, offset",
    [
        ("", "E102", 0),
        ("1 +", "E102", 3),
        ("1 1", "E102", 2),
        ("x = 3", "E102", 2),
        ("x ** 2", "E102", 3),
        ("x ^ 2", "E102", 2),
        ("x % 2", "E102", 2),
        ("(1", "E102", 2),
        ("1)", "E102", 1),
        ("f(1,)", "E102", 4),
        ("1 if 2", "E102", 6),
        ("else", "E102", 0),
        ("a.b.", "E102", 3),
        ("'x'", "E102", 0),
        ("a & b", "E102", 2),
        ("\u0661", "E102", 0),
        ("1e400", "E103", 0),
        ("2 + 9999999999999", "E103", 4),
        (1e13, "E103", 0),
        (float("nan"), "E103", 0),
        (float("inf"), "E103", 0),
        (10**400, "E103", 0),
        (None, "E100", 0),
        ([1], "E100", 0),
        ("x" * (MAX_LENGTH + 1), "E101", 0),
        ("(" * 50 + "1" + ")" * 50, "E104", 20),
        ("-" * 50 + "1", "E104", 39),
        ("not " * 50 + "a", "E104", 4 * 39),
        ("1" + " + 1" * 150, "E104", 0),
        ("1 if a else " * 50 + "1", "E104", 39 * 12),
        ("f(" * 50 + ")" * 50, "E104", 40),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: object, code: str, offset: int) -> None:
    assert failure(text) == (code, offset)


@pytest.mark.parametrize(
    "text, sign, expected",
    [
        ("x = 3", "=", '"==" for a comparison'),
        ("x => 3", "=>", '">="'),
        ("x <> 3", ">", '"!="'),
        ("a && b", "&&", '"and"'),
        ("a || b", "||", '"or"'),
        ("a AND b", "AND", '"and", in small letters'),
        ("!a", "!", '"not"'),
        ("x ^ 2", "^", '"x * x": there are no powers'),
        ("x ** 2", "*", '"x * x": there are no powers'),
        ("x ≥ 2", "≥", '">="'),
        ("x − 2", "−", '"-", the hyphen of the keyboard'),
        ("x # 2", "#", "numbers, names, + - * / ( ) , and comparisons"),
    ],
)
def test_signs_of_other_languages_are_translated(text: str, sign: str, expected: str) -> None:
    with pytest.raises(IssueError) as caught:
        Expression.parse(text)
    issue = caught.value.issue
    assert issue.offset is not None
    assert text[issue.offset : issue.offset + issue.length] == sign
    assert issue.expected == expected


def test_a_node_knows_its_part_of_the_text() -> None:
    expression = Expression.parse("staff > 3 and not told")
    assert [expression.clause(clause) for clause in clauses(expression.tree)] == ["staff > 3", "not told"]


def test_walking_visits_all_nodes_in_the_order_of_the_text() -> None:
    names = [node.id for node in walk(Expression.parse("a + f(b, c) * d").tree) if isinstance(node, Name)]
    assert names == ["a", "b", "c", "d"]


def test_the_longest_chain_is_no_deeper_than_allowed() -> None:
    assert depth(Expression.parse("+".join("1" * 100)).tree) == 100


@given(st.text() | st.integers() | st.floats() | st.booleans() | st.binary() | st.none())
def test_no_input_raises_anything_but_an_issue_error(written: object) -> None:
    offset: int | None = 0
    try:
        assert depth(Expression.parse(written).tree) <= 100
    except IssueError as error:
        offset = error.issue.offset
    assert offset is not None
    assert 0 <= offset <= len(written if isinstance(written, str) else "")


TOKENS = st.sampled_from(
    ["1", "x", "the_post.leave_up", "f", "(", ")", ",", "+", "-", "*", "/", "<", "==", "and", "or", "not", "if", "else"]
)


@given(st.lists(TOKENS, max_size=60).map(" ".join))
def test_no_row_of_tokens_raises_anything_but_an_issue_error(text: str) -> None:
    try:
        expression = Expression.parse(text)
    except IssueError:
        return
    for node in walk(expression.tree):
        assert 0 <= node.start < node.end <= len(text)


@pytest.mark.parametrize(
    "text, texts",
    [
        ("not (a > 2)", ["not (a > 2)"]),
        ("(a + 1) * 2 > 3 and 3 < 2 * (a + 1)", ["(a + 1) * 2 > 3", "3 < 2 * (a + 1)"]),
        ("0 < (a + 1) * 2 < (a * 3)", ["0 < (a + 1) * 2", "(a + 1) * 2 < (a * 3)"]),
        ("-(a) > 0", ["-(a) > 0"]),
        ("(a) if (b) else (c)", ["(a) if (b) else (c)"]),
    ],
)
def test_a_clause_has_its_brackets_in_pairs(text: str, texts: list[str]) -> None:
    read = Expression.parse(text)
    assert [read.clause(node) for node in clauses(read.tree)] == texts
