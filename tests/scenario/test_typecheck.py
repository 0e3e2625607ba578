"""Names, types, bounds and cost of expressions."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.issues import IssueError
from ceo_sim.scenario.model import Function
from ceo_sim.scenario.names import Symbol, Type
from ceo_sim.scenario.typecheck import CostBudget, check, check_function, names_in

NAMES = {
    "staff": Symbol("metric", "staff", high=100.0),
    "trust": Symbol("metric", "trust", low=-50.0, high=50.0),
    "told": Symbol("variable", "told", type="condition"),
    "the_post.leave_up": Symbol("decision", "the_post", "leave_up", "condition"),
}


def function(id: str, body: str, *args: str) -> Function:
    return Function(id=id, args=args, body=Expression.parse(body))


FUNCTIONS = {"twice": function("twice", "2 * x", "x"), "odd": function("odd", "oops + 1")}


def issues(
    text: str, wanted: Type = "number", functions: Mapping[str, Function] = FUNCTIONS
) -> list[tuple[str, int | None]]:
    return [(issue.code, issue.offset) for issue in check(Expression.parse(text), wanted, NAMES, functions)]


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("2 * staff + twice(trust)", "number"),
        ("staff > 40 and not told", "condition"),
        ("told == the_post.leave_up", "condition"),
        ("count(told, staff > 3)", "number"),
        ("1 if told else staff", "number"),
        ("told if staff > 3 else false", "condition"),
        ("staff / trust", "number"),
    ],
)
def test_sense_is_accepted(text: str, wanted: Type) -> None:
    assert issues(text, wanted) == []


@pytest.mark.parametrize(
    "text, wanted, code, offset",
    [
        ("stff + 1", "number", "E301", 0),
        ("1 + twice", "number", "E301", 4),
        ("the_post.up", "condition", "E301", 8),
        ("the_post", "condition", "E301", 0),
        ("staff", "condition", "E302", 0),
        ("told", "number", "E302", 0),
        ("1 + told", "number", "E302", 4),
        ("told < 3", "condition", "E302", 0),
        ("staff and told", "condition", "E302", 0),
        ("not staff", "condition", "E302", 4),
        ("1 if staff else 2", "number", "E302", 5),
        ("1 if told else told", "number", "E302", 15),
        ("twice(told)", "number", "E302", 6),
        ("count(staff)", "number", "E302", 6),
        ("twise(1)", "number", "E303", 0),
        ("twice(1, 2)", "number", "E303", 0),
        ("max(1)", "number", "E303", 0),
        ("staff / 0", "number", "E304", 8),
        ("staff / -0", "number", "E304", 8),
        ("*".join(["1e12"] * 21), "number", "E305", 0),
    ],
)
def test_nonsense_is_found_once_and_where_it_is(text: str, wanted: Type, code: str, offset: int) -> None:
    assert issues(text, wanted) == [(code, offset)]


def test_every_nonsense_of_an_expression_is_found() -> None:
    assert issues("stff + trst * told") == [("E301", 0), ("E301", 7), ("E302", 14)]


def test_what_is_wrong_in_a_function_is_said_of_the_function_only() -> None:
    assert issues("odd()") == []
    assert [problem.code for problem in check_function(FUNCTIONS["odd"], NAMES, FUNCTIONS)] == ["E301"]


def test_arguments_hide_names() -> None:
    hiding = function("hiding", "told + 1", "told")
    assert check_function(hiding, NAMES, {}) == []


def test_functions_that_double_are_cut_off() -> None:
    tower = {"f0": function("f0", "1")}
    tower |= {f"f{n}": function(f"f{n}", f"f{n - 1}() + f{n - 1}()") for n in range(1, 40)}
    assert issues("f39()", functions=tower) == [("E306", 0)]


def test_functions_that_only_call_on_are_cut_off_too() -> None:
    chain = {"f0": function("f0", "1")} | {f"f{n}": function(f"f{n}", f"f{n - 1}()") for n in range(1, 1_900)}
    assert issues("f1899()", functions=chain) == [("E306", 0)]
    assert names_in(Expression.parse("f1899()").tree, chain) == set()


def test_circles_of_functions_end() -> None:
    circle = {"f": function("f", "g()"), "g": function("g", "f()")}
    assert issues("f()", functions=circle) == []
    assert names_in(Expression.parse("f()").tree, circle) == set()


def test_what_an_expression_takes_is_taken_off_the_allowance() -> None:
    budget = CostBudget(100)
    check(Expression.parse("1 + 2"), "number", NAMES, FUNCTIONS, budget)
    assert budget.left == 97


def test_names_are_followed_through_functions() -> None:
    functions = {"f": function("f", "x * staff", "x")}
    assert names_in(Expression.parse("f(trust)").tree, functions) == {"staff", "trust"}


ATOMS = st.sampled_from(["1", "1e12", "0", "staff", "trust", "told", "the_post.leave_up", "nobody"])


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "<", "==", "and", "or"]), inner)
    calls = st.tuples(
        st.sampled_from(["min", "exp", "clamp", "twice", "count", "odd", "none"]), st.lists(inner, max_size=3)
    )
    return (
        pairs.map(lambda found: f"({' '.join(found)})")
        | calls.map(lambda found: f"{found[0]}({', '.join(found[1])})")
        | st.tuples(inner, inner, inner).map(lambda found: f"({found[0]} if {found[1]} else {found[2]})")
        | inner.map(lambda found: f"(not {found})")
    )


@given(st.recursive(ATOMS, grown, max_leaves=20), st.sampled_from(["number", "condition"]))
def test_checking_never_raises(text: str, wanted: Type) -> None:
    try:
        expression = Expression.parse(text)
    except IssueError:
        return
    for issue in check(expression, wanted, NAMES, FUNCTIONS):
        assert issue.offset is not None
        assert 0 <= issue.offset < len(text)
