"""The balance of a scenario, as a page: how it ends, what sways that, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from ceo_sim.analysis.balance import Balance
from ceo_sim.analysis.influence import DecisionInfluence, OptionInfluence
from ceo_sim.analysis.sensitivity import Effect, Sensitivity
from ceo_sim.analysis.thresholds import Threshold
from ceo_sim.presentation.document import Listing, Page, Paragraph, Part, Section, Spans, Table, note, spans
from ceo_sim.scenario.diagnostics import Place
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.model import Scenario

PlaceOf = Callable[[Path], Place]
MOST_ASSUMPTIONS = 6
"""Assumptions that are listed for each outcome."""
NOTHING = "makes no difference"


def balance_page(scenario: Scenario, balance: Balance, limits: Sequence[Threshold], place: PlaceOf, seed: int) -> Page:
    """The whole page; `place` says where something of the scenario is written."""
    sections = [
        Section("endings", "How it ends, by policy", tuple(_endings(balance))),
        Section("decisions", "What each decision sways", tuple(_decisions(balance, place))),
        Section("options", "Options that end alike", tuple(_options(balance, place))),
        Section("assumptions", "What it rests on", tuple(_assumptions(balance))),
    ]
    if limits:
        sections.append(Section("thresholds", "For the shares that are wanted", (_thresholds(limits),)))
    lead = note(f"{balance.plays:,} plays by lot, the first with seed {seed}; ids are those of the scenario.")
    return Page("Balance", scenario.info.title, scenario.info.language, (lead,), tuple(sections))


# ---- endings ----------------------------------------------------------------------------------------------------


def _endings(balance: Balance) -> Iterator[Part]:
    names = tuple(policy.name for policy in balance.policies)
    columns = tuple(range(1, len(names) + 1))
    endings = [
        (id, *(percent(policy.endings[id]) for policy in balance.policies)) for id in balance.policies[0].endings
    ]
    yield Table("Share of plays by ending", ("ending", *names), tuple(endings), columns)
    metrics = [(id, *(figure(policy.metrics[id]) for policy in balance.policies)) for id in balance.policies[0].metrics]
    spent = [
        (f"{id} spent", *(f"{policy.spent[id]:,.1f}" for policy in balance.policies))
        for id in balance.policies[0].spent
    ]
    if metrics or spent:
        yield Table("Metrics at the end and what a play spends, mean", ("metric", *names), (*metrics, *spent), columns)
    others = [policy for policy in balance.policies if policy.plays != balance.plays]
    if others:
        yield note(f"By each policy but the lot of the first column there are {others[0].plays:,} plays.")
    closed = [id for id in balance.policies[0].endings if not any(policy.endings[id] for policy in balance.policies)]
    if closed:
        yield Paragraph(spans(f"No policy came to {', '.join(closed)}."))


# ---- decisions --------------------------------------------------------------------------------------------------


def _decisions(balance: Balance, place: PlaceOf) -> Iterator[Part]:
    if not balance.decisions:
        yield Paragraph(spans("There is none."))
        return
    metrics = list(balance.spread)
    head = ("decision", "put", *metrics, "ending", "verdict")
    rows = [
        (
            each.id,
            percent(each.put),
            *(percent(each.variance[id]) for id in metrics),
            f"{each.bits:.3f} bits",
            mark(each.matters),
        )
        for each in sorted(balance.decisions, key=weight, reverse=True)
    ]
    caption = (
        "Share of the variance of each metric at the end that the answers explain, and what they tell of the ending"
    )
    yield Table(caption, head, tuple(rows), tuple(range(1, len(head) - 1)))
    yield note(
        "Plays by lot. A share counts over all plays: what is seldom put sways little. What lets an option be open "
        "also sways what follows, and is counted with it. Chance alone is taken off."
    )
    idle = [each for each in balance.decisions if each.matters is False]
    if idle:
        yield Paragraph(spans(f"{_many(len(idle), 'decision')} that {_make(len(idle))} no difference:"))
        yield Listing(tuple(spans(f"{each.id}  {place(('decision', each.id))}") for each in idle))


def weight(decision: DecisionInfluence) -> float:
    """By what decisions are put in order: the most that one sways."""
    return max([decision.bits, *decision.variance.values()])


def _options(balance: Balance, place: PlaceOf) -> Iterator[Part]:
    pairs = [(decision, option) for decision in balance.decisions for option in decision.options]
    alike = [(decision, option) for decision, option in pairs if option.alike]
    if alike:
        yield Paragraph(
            spans(
                "Whichever of these is taken, a play ends the same on the average: no metric's mean differs by a tenth "
                "of its standard deviation, and no more than three plays in a hundred come to another ending."
            )
        )
        yield Listing(tuple(_twins(decision, option, place) for decision, option in alike))
    else:
        yield Paragraph(spans("There are none that could be told from chance."))
    rare = [f"{decision.id}.{option.id}" for decision, option in pairs if option.rare]
    if rare:
        yield note(f"Too rare to say anything of them: {', '.join(rare)}.")


def _twins(decision: DecisionInfluence, option: OptionInfluence, place: PlaceOf) -> Spans:
    where = place(("decision", decision.id, "option", option.id))
    return spans(f"{decision.id}.{option.id} ends as {', '.join(option.alike)}  {where}")


# ---- assumptions ------------------------------------------------------------------------------------------------


def _assumptions(balance: Balance) -> Iterator[Part]:
    if balance.sensitivity is None:
        yield Paragraph(spans(f"{balance.missing}."))
        return
    if not balance.sensitivity.paths:
        yield Paragraph(spans("No assumption has a range."))
        return
    yield note(
        "How far each outcome moves as one assumption alone goes across its range, luck and the lot being equal: the "
        f"mean over {balance.sensitivity.paths:,} paths through all ranges, with its 95 % interval. Up and down says "
        "which way; where it is near 0 beside a large move, that depends on the rest."
    )
    for outcome in balance.sensitivity.effects:
        rows = tuple(_effect_row(outcome, id, effect) for id, effect in strongest(balance.sensitivity, outcome))
        if rows:
            name = outcome.removeprefix("ending:")
            caption = f"{name}, share of plays that end so" if outcome != name else f"{name}, at the end"
            yield Table(caption, ("assumption", "moves by", "up and down"), rows, (1, 2))
    if idle := unmoved(balance.sensitivity):
        yield note(f"Nothing moves with {', '.join(idle)}.")


def strongest(sensitivity: Sensitivity, outcome: str) -> list[tuple[str, Effect]]:
    """The assumptions that move an outcome most, and for certain."""
    certain = [(id, effect) for id, effect in sensitivity.effects[outcome].items() if effect.moves > effect.margin]
    return sorted(certain, key=lambda pair: -pair[1].moves)[:MOST_ASSUMPTIONS]


def unmoved(sensitivity: Sensitivity) -> list[str]:
    """The assumptions that moved nothing in any play."""
    ids = next(iter(sensitivity.effects.values()), {})
    return [id for id in ids if not any(effects[id].moves for effects in sensitivity.effects.values())]


def _effect_row(outcome: str, id: str, effect: Effect) -> tuple[str, ...]:
    if outcome.startswith("ending:"):
        return id, f"{100 * effect.moves:.1f} ± {100 * effect.margin:.1f} points", f"{100 * effect.raises:+.1f} points"
    return (
        id,
        f"{figure(effect.moves)} ± {figure(effect.margin)}",
        f"{'+' if effect.raises > 0 else ''}{figure(effect.raises)}",
    )


def _thresholds(limits: Sequence[Threshold]) -> Table:
    head = ("ending", "wanted", "assumption", "at", "share there", "share at the ends of its range")
    return Table(
        "Where an assumption gives an ending the share that is wanted",
        head,
        tuple(map(_threshold_row, limits)),
        (1, 3, 4, 5),
    )


def _threshold_row(limit: Threshold) -> tuple[str, ...]:
    low, high = limit.interval
    return (
        limit.want.ending,
        percent(limit.want.share),
        limit.want.assumption,
        "nowhere in its range" if limit.value is None else figure(limit.value),
        f"{percent(limit.share)} ({percent(low)} to {percent(high)})",
        " to ".join(map(percent, limit.ends)),
    )


# ---- charts -----------------------------------------------------------------------------------------------------


@frozen
class Bars:
    """A chart of bars for a section: for each row its name, how long its bar is, and the figure as it is written."""

    section: str
    title: str
    rows: tuple[tuple[str, float, str], ...]


@frozen
class Shares:
    """A chart of shares for a section, from 0 to 1: a row for each name, and a cell for each column."""

    section: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float, ...]], ...]


def charts(balance: Balance) -> Iterator[Bars | Shares]:
    """What a page draws beside its tables."""
    yield Shares(
        "endings",
        "How plays end: the fuller a cell, the more plays by that policy end so",
        tuple(policy.name for policy in balance.policies),
        tuple((id, tuple(policy.endings[id] for policy in balance.policies)) for id in balance.policies[0].endings),
    )
    decisions = sorted(balance.decisions, key=weight, reverse=True)
    for id in balance.spread:
        rows = [(each.id, each.variance[id], percent(each.variance[id])) for each in decisions]
        yield Bars("decisions", f"{id}: the share of its variance that each decision explains", tuple(rows))
    bars = [(each.id, each.bits, f"{each.bits:.3f} bits") for each in decisions]
    yield Bars("decisions", "What each decision tells of the ending", tuple(bars))
    for outcome in balance.sensitivity.effects if balance.sensitivity is not None else ():
        if balance.sensitivity is not None and not outcome.startswith("ending:"):
            top = strongest(balance.sensitivity, outcome)
            moved = tuple((id, effect.moves, f"{figure(effect.moves)} ± {figure(effect.margin)}") for id, effect in top)
            yield Bars("assumptions", f"{outcome}: how far it moves with each assumption", moved)


# ---- words ------------------------------------------------------------------------------------------------------


def percent(share: float) -> str:
    """A share in percent, with as many digits as it takes to tell it from none."""
    return f"{100 * share:.1f} %" if share >= 0.0005 or not share else "< 0.1 %"


def figure(value: float) -> str:
    """A number in four digits; what is left of nought by rounding is nought."""
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}" if abs(value) > 1e-9 else "0"


def mark(matters: bool | None) -> str:
    """What is marked: what makes no difference, and what is too rare to say so."""
    return "too rare to say" if matters is None else "" if matters else NOTHING


def _many(number: int, one: str) -> str:
    return f"One {one}" if number == 1 else f"{number} {one}s"


def _make(number: int) -> str:
    return "makes" if number == 1 else "make"
