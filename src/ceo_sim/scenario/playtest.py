"""Play tests as an author writes them: answers to give, and what must hold then; read by `playtest_reader`."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.fields import toml_field
from ceo_sim.scenario.model import Moment, Pair

PromiseState = Literal["unmade", "open", "kept", "broken"]


@frozen(kw_only=True)
class Move:
    """Something that the player does, or a teacher; time passes until it can be done."""

    choose: str | None = toml_field("The option that is chosen.", default=None, example='choose = "walkout.stay"')
    lapse: str | None = toml_field(
        "A decision that must have run out before the next move; by default, an option of it may have counted.",
        default=None,
        refers="decision",
        example='lapse = "walkout"',
    )
    ask: str | None = toml_field(
        "An adviser who is asked for a forecast.",
        default=None,
        refers="cast",
        example='ask = "policy"',
    )
    about: str | None = toml_field(
        "The open decision that the forecast is about.", default=None, refers="decision", example='about = "walkout"'
    )
    throw: str | None = toml_field("What a teacher throws in.", default=None, refers="inject", example='throw = "leak"')
    at: Moment | None = toml_field(
        "When; if left out, as soon as its decision is open and what it costs is at hand, or what is thrown in is "
        "offered.",
        default=None,
        example="at = 2020-06-01T12:00:00-04:00",
    )

    @classmethod
    def named(cls, name: str) -> Move:
        """What a bare text stands for: an option to choose, or a decision to let run out."""
        return cls(choose=name) if "." in name else cls(lapse=name)

    @property
    def decision(self) -> str:
        """The decision that it concerns; empty for what is thrown in."""
        return (self.choose or "").partition(".")[0] or self.lapse or self.about or ""


@frozen(kw_only=True)
class Expectation:
    """What must hold at one moment of a play."""

    at: Moment | None = toml_field(
        "The moment, when all that is answered then has been; where the play stops, if left out.",
        default=None,
        example="at = 12",
    )
    before: str | None = toml_field(
        "Instead of a moment: right before this decision is answered.",
        default=None,
        refers="decision",
        example='before = "walkout"',
    )
    metric: dict[str, Pair] = toml_field(
        "Metrics, each with the lowest and the highest value that it may have.",
        factory=dict,
        refers="metric",
        example="metric.staff = [40, 60]",
    )
    holds: tuple[Expression, ...] = toml_field(
        "Conditions that must hold.", default=(), example='holds = ["level >= 2 and not leak.fired"]'
    )
    fired: tuple[str, ...] = toml_field(
        "Events that must have happened; a card is named `deck.card`.", default=(), example='fired = ["walkout"]'
    )
    not_fired: tuple[str, ...] = toml_field(
        "Events and cards that must not have happened.", default=(), example='not_fired = ["leak", "papers.blame"]'
    )
    shown: tuple[str, ...] = toml_field(
        "Words that the player must have been shown by then, without their markup.",
        default=(),
        example='shown = ["Several hundred employees logged off"]',
    )
    not_shown: tuple[str, ...] = toml_field(
        "Words that the player must not have been shown.", default=(), example='not_shown = ["Out"]'
    )
    promise: dict[str, PromiseState] = toml_field(
        "How promises stand.", factory=dict, refers="promise", example='promise.review = "kept"'
    )
    open: tuple[str, ...] = toml_field(
        "Decisions that must wait for an answer, and options that can be chosen.",
        default=(),
        example='open = ["walkout", "walkout.stay"]',
    )
    locked: dict[str, str] = toml_field(
        "Options of open decisions that are locked, each with the clause that fails as it is written; an empty text "
        "for any.",
        factory=dict,
        example='locked = { "walkout.join" = "staff >= 50" }',
    )
    ending: str | None = toml_field(
        "The ending that was reached.", default=None, refers="ending", example='ending = "out"'
    )


@frozen(kw_only=True)
class PlayTest:
    """A play and what is expected of it."""

    name: str = toml_field("What is claimed.", example='name = "Saying nothing lets the walkout grow"')
    seed: int = toml_field("Its luck.", default=0, example="seed = 7")
    mirror: bool = toml_field("Whether the political poles are swapped.", default=False, example="mirror = true")
    edition: str | None = toml_field("The edition that is read.", default=None, example='edition = "13plus"')
    act: str | None = toml_field(
        "The act that is played alone; the whole story, if left out.",
        default=None,
        refers="act",
        example='act = "week"',
    )
    choose: tuple[Move, ...] = toml_field(
        "What is answered, in order: `decision.option`, or a decision alone to let it run out.",
        default=(),
        example='choose = ["plug.all", "walkout"]',
    )
    until: Moment | Literal["end"] | None = toml_field(
        'Where the play stops: a moment, or "end"; right after the last answer, if left out.',
        default=None,
        example='until = "end"',
    )
    expect: tuple[Expectation, ...] = toml_field("What must hold.")
