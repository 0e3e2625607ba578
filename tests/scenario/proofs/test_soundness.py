"""What is proven of a story holds in every play of it: of random stories, and of the project's own."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from attrs import define, field
from hypothesis import given, settings
from hypothesis import strategies as st

from ceo_sim.analysis.visits import visits
from ceo_sim.engine import rng
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.layout import ANSWERED, LAPSED, OPEN
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.engine.program import Program
from ceo_sim.engine.question import Question
from ceo_sim.engine.schedule import Indexes
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.loader import Loaded, load_texts
from ceo_sim.scenario.proofs import Prover
from ceo_sim.scenario.proofs.contexts import Context, Contexts
from ceo_sim.scenario.proofs.facts import TIME, Facts
from ceo_sim.scenario.proofs.reach import Reach
from ceo_sim.scenario.proofs.start import MANY_OPTIONS
from tests.support.random_stories import texts
from tests.support.scenarios import shipped

LANES = 2_000
SLACK = 1e-6
STANDING = {OPEN: "open", ANSWERED: "answered", LAPSED: "lapsed", 0: "unopened"}
PROMISED = ("unmade", "open", "kept", "broken")


@define
class Watch(RandomPolicy):
    """Plays by lot, and holds what is proven against each moment of it."""

    contexts: Contexts = field(kw_only=True)
    program: Program = field(kw_only=True)
    never: set[Path] = field(kw_only=True)
    always: set[Path] = field(kw_only=True)

    def choose(self, state: Lanes, question: Question) -> Indexes:
        for index, decision in enumerate(state.program.decisions):
            these = question.decisions == index
            if these.any():
                lanes = question.lanes[these]
                self.hold(self.contexts.of_decision(decision.written), state, lanes)
                for option in decision.options:
                    self.hold_gate(
                        ("decision", decision.id, "option", option.id, "when"), option.written.when, state, lanes
                    )
        return super().choose(state, question)

    def hold_gate(self, path: Path, when: Expression | None, state: Lanes, lanes: Indexes) -> None:
        if when is not None and (path in self.never or path in self.always):
            holds = np.broadcast_to(state.evaluate(self.program.compiler.expression(when), lanes), lanes.shape)
            assert not holds.any() if path in self.never else holds.all(), path

    def hold(self, context: Context, state: Lanes, lanes: Indexes) -> None:
        """Hold what is known at a place against the lanes that are there."""
        for goal in context.goals:
            holds = np.broadcast_to(state.evaluate(self.program.compiler.node(goal.node), lanes), lanes.shape)
            assert (holds == goal.wanted).all(), goal
        self.hold_states(context.facts, state, lanes)

    def hold_states(self, facts: Facts, state: Lanes, lanes: Indexes) -> None:
        """Hold the states of things against the lanes."""
        scenario = state.program.scenario
        assert state.now in facts.states_of(TIME)
        for plan in state.program.decisions:
            standing, choice = state.decision_state[plan.index][lanes], state.choice[plan.index][lanes]
            ids = [option.id for option in plan.options]
            seen = {
                (STANDING[one], "" if chosen < 0 else ids[chosen] if len(ids) <= MANY_OPTIONS else "any")
                for one, chosen in zip(standing.tolist(), choice.tolist(), strict=True)
            }
            assert seen <= set(facts.states_of(plan.id)), (plan.id, seen)
        for event in state.program.events:
            assert {min(2, each) for each in state.event_times[event.index][lanes].tolist()} <= set(
                facts.states_of(event.id)
            )
        for promise in state.program.promises:
            standing_of = {PROMISED[each] for each in state.promise_state[promise.index][lanes].tolist()}
            assert standing_of <= set(facts.states_of(promise.id)), promise.id
        for deck in state.program.decks:
            for card in deck.cards:
                assert set(state.card_drawn[card.index][lanes].tolist()) <= set(
                    facts.states_of(f"{deck.id}.{card.id}.drawn")
                )
        for id, variable in scenario.variables.items():
            for value in np.unique(self.values(id, state, lanes)).tolist():
                if isinstance(variable.start, bool):
                    assert bool(value) in facts.states_of(id), id
                elif id in facts.world.states:
                    assert value in facts.states_of(id), (id, value)
        for id in (*scenario.metrics, *scenario.variables, *scenario.budgets, *scenario.draws):
            if facts.world.names[id].type == "number":
                low, high = facts.bounds(id)
                values = self.values(id, state, lanes)
                assert ((low - SLACK <= values) & (values <= high + SLACK)).all(), (id, low, high)

    def values(self, id: str, state: Lanes, lanes: Indexes) -> rng.Floats:
        value = state.evaluate(self.program.compiler.lookup(id), lanes)
        return np.broadcast_to(np.asarray(value, dtype=float), lanes.shape)

    def on_step(self, state: Lanes) -> None:
        """Hold what is known of all plays against all that still go on."""
        lanes = state.alive.nonzero()[0]
        if len(lanes):
            self.hold_states(Facts(self.contexts.reach.world), state, lanes)
            self.hold_states(self.contexts.at(range(state.now, state.now + 1)), state, lanes)


def proven(loaded: Loaded) -> tuple[Contexts, list[Issue]]:
    index = ScenarioIndex.of(loaded.playable)
    prover = Prover(Contexts(Reach.of(index)))
    assert prover.contexts is not None
    return prover.contexts, list(prover.findings(index, loaded.as_written))


def play(loaded: Loaded, lanes: int) -> None:
    contexts, findings = proven(loaded)
    program = compile_scenario(loaded.playable)
    never = {finding.path for finding in findings if finding.code in ("W540", "W546")}
    always = {finding.path for finding in findings if finding.code == "W541"}
    watch = Watch(contexts=contexts, program=program, never=never, always=always)
    state = Lanes(program, rng.consecutive_seeds(7, lanes))
    run(state, watch, on_step=watch.on_step)
    assert not set(happened(state)) - contexts.reach.earliest.keys()
    gone = {(*path[:-1], "kept") if path[-1] == "kept_when" else path[:-1] for path in never}
    gone |= {finding.path[:2] for finding in findings if finding.code == "W545"}
    assert not set(ended(state)) & gone
    assert not {path for path in happened(state) if _by_itself(path, contexts)} & gone
    for path, step in first_steps(state):
        assert contexts.reach.earliest[path] <= step, path
    hold_acts(loaded, state, gone)


def hold_acts(loaded: Loaded, state: Lanes, gone: set[Path]) -> None:
    """An act whose condition never holds ends in time only, and never with an ending that never comes."""
    for plan in state.program.events:
        if ("act", plan.id) in gone:
            ended_at = state.event_at[plan.index]
            until = loaded.as_written.acts[plan.id].ends
            assert not (ended_at >= 0).any() or (until is not None and ended_at[ended_at >= 0].min() >= until)
    endings = [f"ending:{id}" for id, ending in loaded.as_written.endings.items() if ending.act]
    if gone & {("ending", key.removeprefix("ending:")) for key in endings}:
        met = visits(state.program, len(state.alive), 7, loaded.as_written)
        assert not [key for key in endings if met[key] and ("ending", key.removeprefix("ending:")) in gone]


def _by_itself(path: Path, contexts: Contexts) -> bool:
    """Whether nothing but its own condition brings something about."""
    openers = contexts.reach.openers
    return not openers.opens.get(str(path[1])) and not openers.brings.get(str(path[1]))


def happened(state: Lanes) -> Iterator[Path]:
    """Everything that has happened in any lane."""
    program = state.program
    yield from (("event", plan.id) for plan in program.events if state.event_times[plan.index].any())
    for promise in program.promises:
        if (state.promise_made[promise.index] >= 0).any():
            yield "promise", promise.id
        for standing in ("kept", "broken"):
            if (state.promise_state[promise.index] == PROMISED.index(standing)).any():
                yield "promise", promise.id, standing
    for plan in program.decisions:
        if (state.opened_at[plan.index] >= 0).any():
            yield "decision", plan.id
        for option in plan.options:
            if state.option_counts[option.index]:
                yield "decision", plan.id, "option", option.id
    for deck in program.decks:
        yield from (("deck", deck.id, "card", card.id) for card in deck.cards if state.card_drawn[card.index].any())


def ended(state: Lanes) -> Iterator[Path]:
    return (("ending", state.program.endings[index].id) for index in np.unique(state.ending).tolist() if index >= 0)


def first_steps(state: Lanes) -> Iterator[tuple[Path, int]]:
    """The step of the last opening or happening of things that came once, at the earliest."""
    for plan in state.program.decisions:
        opened = state.opened_at[plan.index]
        if (opened >= 0).any():
            yield ("decision", plan.id), int(opened[opened >= 0].min())
    for event in state.program.events:
        came = state.event_at[event.index]
        if (came >= 0).any():
            yield ("event", event.id), int(came[came >= 0].min())


CONDITIONS = [
    "trust > 11", "trust >= 10 and mood < 4", "flag", "not flag", "times_said > 2", "times_said == 1.5", "turn < 2",
    "first.yes and first.no", "first.yes or first.no or not first.answered", "count(flag, first.yes, pledge.open) >= 2",
    "pledge.kept", "pledge.made and pledge.days < 1", "late.fired", "late.days < 2", "late.times > 1", "swing > 0.5",
    "(trust if flag else 12) > 11", "trust + mood > 19.5", "min(trust, mood) > 9", "clamp(trust, 2, 4) == 3",
    "derived < 2", "first.lapsed", "first.open and first.days < 9", "round(trust) == 4", "2 * trust - mood > 21",
    "hours >= 1", "abs(mood) < 0",
]  # fmt: skip


MORE = """
[metric.derived]
name = "D"
formula = "(trust + mood) / 2 + (1 if flag else 0)"
range = [0, 20]
[draw.swing]
low = 0
high = 1
"""
FOLLOWS = ["", "promises = ['pledge']\n", "sets = { times_said = 'times_said - 0.5' }\n", "next = 'first'\n"]


@st.composite
def stories(draw: st.DrawFn) -> str:
    """A random story with more kinds of things, and with conditions of which many cannot hold."""
    condition = st.sampled_from(CONDITIONS)

    def when() -> str:
        one, two = draw(condition), draw(condition)
        return draw(st.sampled_from([one, f"({one}) and ({two})", f"({one}) or ({two})", f"not ({one})"]))

    base = draw(texts())
    parts = [MORE]
    parts.append(f"[promise.pledge]\ntext = 'P'\ndue = {draw(st.integers(1, 4))}\nkept_when = '{when()}'\n")
    parts.append(f"[event.late]\ntitle = 'L'\nnext = 'fourth'\npromises = ['pledge']\nwhen = '{when()}'\n")
    parts.append("sets = { flag = 'turn > 1' }\n")
    parts.append(f"[event.later]\ntitle = 'M'\nwhen = '{when()}'\n")
    parts.append(f"[event.shadowed]\ntitle = 'S'\nwhen = '({when()}) and not later.fired'\n")
    comes = draw(st.sampled_from(["", "urgent = true\n", "expires = 1\n", f"when = '{when()}'\n"]))
    parts.append(f"[decision.fourth]\ntitle = 'F'\nbrief = 'B'\n{comes}")
    for option in ("free", "gated", "other"):
        gate = "" if option == "free" else f"when = '{when()}'\n"
        effects = f"effects = {{ mood = {draw(st.integers(-3, 3))} }}\n"
        parts.append(f"[decision.fourth.option.{option}]\nlabel = 'O'\n{gate}{draw(st.sampled_from(FOLLOWS))}{effects}")
    weight = draw(st.sampled_from(["1", "mood - 5", "1 if flag else 0"]))
    parts.append(f"[deck.more.card.rare]\nweight = '{weight}'\nwhen = '{when()}'\n")
    parts.append("[deck.more.card.usual]\nweight = 1\n")
    early = draw(st.sampled_from(["", "early = true\n"]))
    ending = f"[ending.first]\ntitle = 'F'\ntext = 'F'\nwhen = '{when()}'\n{early}"
    return base.replace("[ending.good]", ending + "[ending.good]") + "".join(parts)


@given(stories())
@settings(deadline=None)
def test_what_is_proven_of_a_random_story_holds_in_its_plays(text: str) -> None:
    loaded = load_texts({"story.toml": text})
    assert loaded.scenario is not None, "\n".join(map(str, loaded.errors))
    play(loaded, 200)


@pytest.mark.parametrize(
    "story",
    [
        "tutorial",
        "depot",
        pytest.param("meridian", marks=pytest.mark.slow),
        pytest.param("the_post", marks=pytest.mark.slow),
    ],
)
def test_what_is_proven_of_our_own_stories_holds_in_their_plays(story: str) -> None:
    play(shipped(story), LANES)
