"""The expression language: text to tree.

A small total language: numbers and conditions, no loops, no recursion, no access to anything but the names of a
scenario. `Expression.parse` reads the text; `typecheck` says whether it makes sense in a scenario; the engine
gives it a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from attrs import field, frozen

from ceo_sim.scenario.issues import IssueError, named

MAX_LENGTH = 1_000
MAX_DEPTH = 40
MAX_TREE = 100
MAX_NUMBER = 1e12
BUILT_IN = {
    # name: (fewest arguments, most arguments)
    "min": (2, 20),
    "max": (2, 20),
    "abs": (1, 1),
    "clamp": (3, 3),
    "sqrt": (1, 1),
    "exp": (1, 1),
    "log": (1, 1),
    "tanh": (1, 1),
    "floor": (1, 1),
    "round": (1, 1),
    "logistic": (1, 1),
    "step": (2, 2),
    "count": (1, 20),
}
CONDITION_ARGUMENTS = frozenset({"count"})
KEYWORDS = frozenset({"and", "or", "not", "if", "else", "true", "false"})
TIME_NAMES = frozenset({"day", "hour", "turn"})
COMPARISONS = ("<=", ">=", "==", "!=", "<", ">")


@frozen(cache_hash=True)
class Number:
    """A number as written."""

    value: float
    start: int = field(default=0, eq=False)
    end: int = field(default=0, eq=False)


@frozen(cache_hash=True)
class Boolean:
    """`true` or `false`."""

    value: bool
    start: int = field(default=0, eq=False)
    end: int = field(default=0, eq=False)


@frozen(cache_hash=True)
class Name:
    """A name of the scenario, with its dots: `trust`, `the_post.leave_up`."""

    id: str
    start: int = field(default=0, eq=False)
    end: int = field(default=0, eq=False)


@frozen(cache_hash=True)
class Unary:
    """`-x` or `not x`."""

    operator: Literal["-", "not"]
    operand: Node
    start: int = field(default=0, eq=False)
    end: int = field(default=0, eq=False)


@frozen(cache_hash=True)
class Binary:
    """Arithmetic, a comparison, `and` or `or`."""

    operator: Literal["+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", "and", "or"]
    left: Node
    right: Node
    start: int = field(default=0, eq=False)
    end: int = field(default=0, eq=False)


@frozen(cache_hash=True)
class IfExp:
    """`then if condition else otherwise`."""

    condition: Node
    then: Node
    orelse: Node
    start: int = field(default=0, eq=False)
    end: int = field(default=0, eq=False)


@frozen(cache_hash=True)
class Call:
    """A built-in function or one of the author's."""

    function: str
    arguments: tuple[Node, ...]
    start: int = field(default=0, eq=False)
    end: int = field(default=0, eq=False)


Node = Number | Boolean | Name | Unary | Binary | IfExp | Call


@frozen
class Expression:
    """An expression as written, and its tree.

    Attributes:
        text: As it is written, or in words.
        tree: What it means.
        parts: The expressions that its tree was put together from; none if it was read from its text.
    """

    text: str
    tree: Node = field(eq=False, repr=False)
    parts: tuple[Expression, ...] = field(default=(), eq=False, repr=False)

    @classmethod
    def parse(cls, written: object) -> Expression:
        """Read a number, a boolean or the text of an expression.

        Raises:
            IssueError: It is none of these, is too long or too deep, or does not follow the grammar.
        """
        if isinstance(written, bool):
            return cls("true" if written else "false", Boolean(written))
        if isinstance(written, int | float):
            if not abs(written) <= MAX_NUMBER:
                raise IssueError("E103", "this number is out of bounds", "a number between -1e12 and 1e12", offset=0)
            return cls(f"{written:g}" if isinstance(written, float) else str(written), Number(float(written)))
        if not isinstance(written, str):
            message = f"{named(written)} where an expression is needed"
            raise IssueError("E100", message, "a number, true, false or a text", offset=0)
        if len(written) > MAX_LENGTH:
            raise IssueError(
                "E101", f"an expression of {len(written):,} characters", f"at most {MAX_LENGTH:,}", offset=0
            )
        return cls(written, _tree(written))

    def clause(self, node: Node) -> str:
        """The part of the text that `node` was read from; all of it if it was read from none."""
        if self.parts:
            read = (part for part in self.parts if any(each is node for each in walk(part.tree)))
            return next((part.clause(node) for part in read), self.text)
        return self.text[node.start : node.end].strip() or self.text

    def __str__(self) -> str:
        return self.text


def children(node: Node) -> tuple[Node, ...]:
    """The parts that a node is made of."""
    match node:
        case Unary():
            return (node.operand,)
        case Binary():
            return (node.left, node.right)
        case IfExp():
            return (node.condition, node.then, node.orelse)
        case Call():
            return node.arguments
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything in it, in the order of the text."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def depth(node: Node) -> int:
    """How many levels a tree has."""
    level, nodes = 0, [node]
    while nodes:
        level += 1
        nodes = [child for node in nodes for child in children(node)]
    return level


def clauses(node: Node) -> Iterator[Node]:
    """The conditions that must all hold for `node` to hold."""
    if isinstance(node, Binary) and node.operator == "and":
        yield from clauses(node.left)
        yield from clauses(node.right)
    else:
        yield node


def joined(operator: Literal["and", "or"], conditions: Sequence[Node]) -> Node:
    """All conditions as one, without depth: a tree of 256 of them has eight levels. Of none, `and` holds."""
    if len(conditions) < 2:
        return conditions[0] if conditions else Boolean(operator == "and")
    middle = len(conditions) // 2
    return Binary(operator, joined(operator, conditions[:middle]), joined(operator, conditions[middle:]))


@lru_cache(maxsize=2_000)
def _tree(text: str) -> Node:
    # The flagship has 2,155 expressions, 714 different ones: `act(-nudge)` alone stands there 77 times.
    return _Parser(text).whole()


_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)"
    r"|(?P<symbol><=|>=|==|!=|[-+*/<>(),%])",
    re.ASCII,
)
_PRECEDENCE = {"or": 1, "and": 2, **dict.fromkeys(COMPARISONS, 4), "+": 5, "-": 5, "*": 6, "/": 6}
_NOT_PRECEDENCE = 3
_MINUS_PRECEDENCE = 7
_INSTEAD = {
    "=": '"==" for a comparison',
    "=<": '"<="',
    "=>": '">="',
    "<>": '"!="',
    "&": '"and"',
    "|": '"or"',
    "!": '"not"',
    "%": '"x - y * floor(x / y)" for a remainder, or a number before it, as in "15 %"',
    "^": '"x * x": there are no powers',
    "**": '"x * x": there are no powers',
    "//": '"floor(x / y)"',
    "?": '"a if condition else b"',
    "{": "no braces: the whole text is an expression",
    "≤": '"<="',
    "≥": '">="',
    "≠": '"!="',
    "×": '"*"',
    "·": '"*"',
    "÷": '"/"',
    "−": '"-", the hyphen of the keyboard',
    "–": '"-", the hyphen of the keyboard',
    ";": '"," between arguments',
    "'": "no quotes: a name stands as it is",
    '"': "no quotes: a name stands as it is",
}
"""What to write for a sign of other languages, or for two of them."""


class _Token(NamedTuple):
    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class _Parser:
    """A precedence-climbing parser over one expression."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.position = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.choice()
        if self.next.kind != "end":
            raise self.unexpected("an operator, or the end")
        if len(self.tokens) > MAX_TREE and depth(node) > MAX_TREE:
            raise IssueError("E104", "a chain of too many operators", f"at most {MAX_TREE}", offset=0)
        return node

    @property
    def next(self) -> _Token:
        return self.tokens[self.position]

    def take(self) -> _Token:
        token = self.next
        self.position += 1
        return token

    @property
    def end(self) -> int:
        """Where the last token that was taken ends: a closing bracket belongs to what is around it."""
        return self.tokens[self.position - 1].end

    def accept(self, text: str) -> bool:
        if self.next.kind != "end" and self.next.text == text:
            self.position += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.unexpected(f'"{text}"')

    def unexpected(self, expected: str) -> IssueError:
        actual = f'"{self.next.text}"' if self.next.kind != "end" else "the end"
        expected = self.instead() or expected
        length = len(self.next.text) or 1
        return IssueError("E102", f"did not expect {actual} here", expected, offset=self.next.start, length=length)

    def instead(self) -> str:
        """What is meant by a word or sign of other languages; empty if it is none that is known."""
        token = self.next
        before = self.tokens[self.position - 1] if self.position else None
        if token.kind == "name" and token.text.lower() in KEYWORDS:
            return f'"{token.text.lower()}", in small letters' if token.text not in KEYWORDS else ""
        if token.text == "%":
            return _INSTEAD["%"]
        return _INSTEAD.get(before.text + token.text, "") if before and before.end == token.start else ""

    def choice(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise IssueError("E104", "nested too deeply", "fewer brackets", offset=self.next.start)
        start = self.next.start
        then = self.binary(0)
        if self.accept("if"):
            condition = self.binary(0)
            self.expect("else")
            orelse = self.choice()
            then = IfExp(condition, then, orelse, start, self.end)
        self.depth -= 1
        return then

    def binary(self, weakest: int) -> Node:
        start = self.next.start
        left = self.unary()
        while (operator := self.next.text) in _PRECEDENCE and _PRECEDENCE[operator] > weakest:
            self.take()
            strength = _PRECEDENCE[operator]
            middle = self.next.start
            right = self.binary(strength)
            node = Binary(operator, left, right, start, self.end)  # type: ignore[arg-type]  # one of the keys
            left = self.chained(node, middle) if operator in COMPARISONS else node
        return left

    def chained(self, first: Binary, start: int) -> Node:
        """Read the rest of `a < b < c`, which means `a < b and b < c`, from where `b` starts."""
        node: Node = first
        middle = first.right
        while self.next.text in COMPARISONS:
            operator = self.take().text
            following = self.next.start
            right = self.binary(_PRECEDENCE[operator])
            second = Binary(operator, middle, right, start, self.end)  # type: ignore[arg-type]  # a comparison
            node = Binary("and", node, second, first.start, self.end)
            middle, start = right, following
        return node

    def unary(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise IssueError("E104", "nested too deeply", "fewer brackets", offset=self.next.start)
        token = self.next
        node: Node
        if self.accept("-"):
            operand = self.binary(_MINUS_PRECEDENCE)
            node = Unary("-", operand, token.start, self.end)
        elif self.accept("+"):
            node = self.binary(_MINUS_PRECEDENCE)
        elif self.accept("not"):
            operand = self.binary(_NOT_PRECEDENCE)
            node = Unary("not", operand, token.start, self.end)
        else:
            node = self.atom()
        self.depth -= 1
        return node

    def atom(self) -> Node:
        token = self.next
        if token.kind == "number":
            return self.number(self.take())
        if token.text in ("true", "false"):
            self.take()
            return Boolean(token.text == "true", token.start, token.end)
        if token.kind == "name" and token.text not in KEYWORDS:
            self.take()
            return self.call(token) if self.next.text == "(" else Name(token.text, token.start, token.end)
        if self.accept("("):
            node = self.choice()
            self.expect(")")
            return node
        raise self.unexpected('a number, a name or "("')

    def number(self, token: _Token) -> Number:
        value = float(token.text)
        if not value <= MAX_NUMBER:
            raise IssueError(
                "E103", f"{token.text} is out of bounds", "at most 1e12", offset=token.start, length=len(token.text)
            )
        percent = self.next
        if self.accept("%"):
            return Number(value / 100, token.start, percent.end)
        return Number(value, token.start, token.end)

    def call(self, name: _Token) -> Call:
        self.expect("(")
        arguments: list[Node] = []
        if self.next.text != ")":
            arguments.append(self.choice())
            while self.accept(","):
                arguments.append(self.choice())
        end = self.next.end
        self.expect(")")
        return Call(name.text, tuple(arguments), name.start, end)


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            sign = text[position]
            pair = text[position : position + 2]
            known = pair if pair in _INSTEAD or pair in ("&&", "||") else sign
            expected = _INSTEAD.get(known) or _INSTEAD.get(sign, "numbers, names, + - * / ( ) , and comparisons")
            raise IssueError("E102", f'did not expect "{known}" here', expected, offset=position, length=len(known))
        if match.lastgroup != "space":
            yield _Token(str(match.lastgroup), match[0], position)
        position = match.end()
    yield _Token("end", "", len(text))
