"""What an author writes, as data: one frozen class for each table of a scenario.

Read from the bottom: `Scenario` is the whole, everything above it is a part. Nothing here computes; the meaning
of each table is the engine's, and the checks across tables are in `check`.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import attrs
from attrs import frozen

from ceo_sim.scenario.expression import Binary, Expression, Name, Node, joined
from ceo_sim.scenario.expression import Number as Figure
from ceo_sim.scenario.fields import toml_field, toml_id
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.units import Duration

EFFECT_LIST = ("amount", "why")
"""The keys of an effect that is written as a list."""
WAY_OUT = "no other option is open"
ANOTHER_IS_OPEN = "another option is open"
"""How the condition of an option with `otherwise` begins; its decision follows, as a condition is known by its text."""
MOST_PREDICTIONS = 3
"""Answers of a game before which the player is asked for a prediction."""
LATEST = 2
"""The version of the language that is written now."""
Support = Literal["measured", "direction", "judgement"]
Shown = Literal["player", "advisers", "debrief", "never"]
Better = Literal["higher", "lower", "neither"]
Counterpart = Literal["same", "nearest", "none"]
Moment = dt.datetime | int
Number = int | float
Pair = tuple[Number, Number]


@frozen(kw_only=True, slots=False)  # an Event has two bases, and only one may have slots
class Grounded:
    """Anything whose numbers can be asked for and disputed."""

    why: str = toml_field(
        "What the number rests on, in a sentence.",
        default="",
        example='why = "Being agreed with earns less than being crossed costs."',
    )
    source: str = toml_field(
        "Where that can be read: a work, a poll, a report.", default="", example='source = "Burbano 2021"'
    )
    support: Support | None = toml_field(
        "How well it is grounded: measured, direction (the sign is, the size is not) or judgement.",
        default=None,
        example='support = "direction"',
    )


# ---- numbers ------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Assumption(Grounded):
    """A constant of the model that a reader may dispute and a class may change."""

    id: str = toml_id()
    value: Number = toml_field("The value used.", example="value = 0.35")
    name: str = toml_field("What it is, for a reader.", default="", example='name = "Weight of being agreed with"')
    range: Pair | None = toml_field(
        "What is still plausible: lowest and highest.", default=None, example="range = [0.2, 1.0]"
    )


@frozen(kw_only=True)
class Draw(Grounded):
    """A number drawn once for each playthrough: how this week differs from the last one."""

    id: str = toml_id()
    name: str = toml_field("What it is, for a reader.", default="", example='name = "How much other news there is"')
    low: Number | None = toml_field("Lowest value of a uniform draw.", default=None, example="low = 0.8\nhigh = 1.2")
    high: Number | None = toml_field("Highest value of a uniform draw.", default=None, example="high = 1.2")
    mean: Number | None = toml_field("Mean of a normal draw.", default=None, example="mean = 0\nsd = 3")
    sd: Number | None = toml_field(
        "Standard deviation of a normal draw; values beyond three are cut.", default=None, example="sd = 3"
    )


@frozen(kw_only=True)
class Echo:
    """A share of an effect that repeats for some days after it."""

    share: Number = toml_field(
        "Part of the effect that comes again, all told, from 0 to 1.", example="share = 0.25", unit="share"
    )
    over: Duration = toml_field("How long it is spread over, in equal daily parts.", example='over = "4d"')
    of: Literal["all", "losses", "gains"] = toml_field("Which effects echo.", default="all", example='of = "losses"')


@frozen(kw_only=True)
class Survey:
    """How a metric is seen by those who can only ask about it: late and with noise."""

    every: Duration = toml_field("Time between surveys.", example='every = "7d"')
    delay: Duration | None = toml_field("Time from asking to the report.", default=None, example='delay = "2d"')
    noise: Number = toml_field(
        "Half-width of the range that is reported.", default=0, unit="unit of the metric", example="noise = 3"
    )


@frozen(kw_only=True)
class Metric(Grounded):
    """A quantity that the story moves: a stock with a value of its own, or a formula over others."""

    id: str = toml_id()
    name: str = toml_field("Its name on screen.", example='name = "Employee morale"')
    text: str = toml_field(
        "What it measures, in a sentence.", default="", example='text = "Share of the staff that would come again."'
    )
    start: Expression | None = toml_field(
        "Value at the start; a constant expression.", default=None, example="start = 75", unit="unit of the metric"
    )
    baseline: Expression | None = toml_field(
        "Value it drifts towards; an expression, read anew at each step.",
        default=None,
        example="baseline = 60",
        unit="unit of the metric",
    )
    half_life: Duration | None = toml_field(
        "Time in which it drifts half the way to its baseline.", default=None, example='half_life = "45d"'
    )
    formula: Expression | None = toml_field(
        "Makes it a derived metric: always exactly this.",
        default=None,
        example='formula = "0.8*staff + 0.2*crowd"',
        unit="unit of the metric",
    )
    range: Pair = toml_field(
        "Lowest and highest value; beyond them it is clamped.",
        default=(0, 100),
        example="range = [0, 100]",
        unit="unit of the metric",
    )
    shown: Shown = toml_field("Who sees it during play.", default="player", example='shown = "advisers"')
    headline: bool = toml_field("Whether it is one of the few large meters.", default=False, example="headline = true")
    better: Better = toml_field(
        "Which way is good for those it speaks of.", default="higher", example='better = "lower"'
    )
    bands: tuple[tuple[Number, str], ...] = toml_field(
        "Words for its values, each from a lower bound upwards.",
        default=(),
        example='bands = [[0, "angry"], [45, "uneasy"], [60, "steady"]]',
        unit="unit of the metric",
    )
    unit: str = toml_field("What it counts, if not points.", default="", example='unit = "advertisers"')
    unit_singular: str = toml_field(
        "Its unit as of just one, if another.", default="", example='unit_singular = "advertiser"'
    )
    decimals: int = toml_field("Digits after the point on screen.", default=0, example="decimals = 1", unit="digits")
    appears: Expression | None = toml_field(
        "Keeps it off the desk until this has held once; the list of all meters has it from the start.",
        default=None,
        since=2,
        example='appears = "walkout.fired"',
    )
    survey: Survey | None = toml_field("Makes it known only by survey.", default=None)
    echo: Echo | None = toml_field("Makes every effect on it echo.", default=None)


@frozen(kw_only=True)
class Variable(Grounded):
    """A value that options and events set, for expressions to read."""

    id: str = toml_id()
    start: bool | Number = toml_field("Its first value: a number, or true or false.", example="start = false")
    range: Pair | None = toml_field("Lowest and highest value of a number.", default=None, example="range = [0, 3]")
    name: str = toml_field("What it is, for a reader.", default="", example='name = "How far the platform went"')


@frozen(kw_only=True)
class Function(Grounded):
    """A formula with a name, for use in expressions; it may use other functions, never itself."""

    id: str = toml_id()
    args: tuple[str, ...] = toml_field(
        "Names of its arguments, all numbers.", default=(), example='args = ["x"]', fixed=True
    )
    gives: Literal["number", "condition"] = toml_field(
        "Whether it gives a number or a condition.", default="number", since=2, example='gives = "condition"'
    )
    body: Expression = toml_field("What it gives back.", example='body = "x if x < 0 else x * gain_weight"')


@frozen(kw_only=True)
class Budget:
    """Something options cost that refills with time, such as the CEO's hours."""

    id: str = toml_id()
    name: str = toml_field("Its name on screen, as of several.", example='name = "hours"')
    singular: str = toml_field(
        "Its name as of just one, if another; known for hours, days, weeks, minutes, points and coins.",
        default="",
        example='singular = "hour"',
    )
    refill: Number = toml_field("What it is set to at each refill.", example="refill = 3", unit="unit of the budget")
    every: Duration | None = toml_field("Time between refills; a day, or a turn.", default=None, example='every = "1d"')


# ---- what follows from something ----------------------------------------------------------------------------


@frozen(kw_only=True)
class Effect(Grounded):
    """A change to one metric.

    A bare number or expression stands for the `amount` alone, and a list of two, from format 2 on, for `amount` and
    `why`: `staff = [-5, "She has been here for nineteen years."]`.
    """

    amount: Expression = toml_field(
        "What is added.", example='amount = "substance(11, 2.0) * attention/100"', unit="unit of the metric"
    )
    echo: Echo | None = toml_field("A share that comes again later.", default=None)


@frozen(kw_only=True)
class News:
    """A line in the feed."""

    sender: str = toml_field("A cast id, or a name of its own.", name="from", example='from = "press"')
    text: Text = toml_field("What it says.", example='text = "Several hundred employees logged off today."')
    when: Expression | None = toml_field("Only then.", default=None, example='when = "staff < 60"')
    agree: int = toml_field("How many pressed 'agree'.", default=0, example="agree = 1200", unit="people")


@frozen(kw_only=True)
class Exhibit:
    """A document that is shown whole and as itself, before anybody reacts to it: a post, a letter, a notice."""

    sender: str = toml_field("Who wrote it: a cast id, or a name of its own.", name="from", example='from = "press"')
    text: Text = toml_field("What it says, word for word.", example='text = "Four more years of this. Enough."')
    at: str = toml_field("When or where it appeared, as it is shown.", default="", example='at = "12:53 a.m."')
    note: Text | None = toml_field(
        "A line below it, such as how far it has spread.", default=None, example='note = "{shares:,.0f} shares so far"'
    )
    kind: Literal["post", "letter", "notice"] = toml_field(
        "What it is, which is how it is framed.", default="post", fixed=True, example='kind = "letter"'
    )


@frozen(kw_only=True)
class Opening:
    """A decision that this opens. A bare id stands for `decision` alone."""

    decision: str = toml_field("Which one.", refers="decision", example='decision = "the_call"')
    after: Duration | None = toml_field(
        "How much later; the next step if left out, and 0 for at once.", default=None, example='after = "2h"'
    )

    @property
    def at_once(self) -> bool:
        """Whether no time passes before it opens."""
        return self.after is not None and self.after.amount == 0 and self.after.until is None


@frozen(kw_only=True)
class Consequence:
    """What an option, an event, a card, a promise or an inject does."""

    sets: dict[str, Expression] = toml_field(
        "Variables given a value, before the effects are worked out.",
        factory=dict,
        example="sets = { level = 2 }",
        refers="variable",
    )
    adds: dict[str, Expression] = toml_field(
        "What is added to variables that are numbers, at the same time as `sets`.",
        factory=dict,
        since=2,
        example="adds = { effort = 1 }",
        refers="variable",
    )
    effects: dict[str, Effect] = toml_field(
        "What is added to each metric; all are worked out before any is applied.",
        factory=dict,
        example='effects = { staff = -3, trust = "2 * attention/100" }',
        refers="metric",
    )
    news: tuple[News, ...] = toml_field("Lines for the feed.", default=())
    later: tuple[Later, ...] = toml_field("What follows after a time.", default=())
    next: Opening | None = toml_field("A decision that it opens.", default=None, example='next = "the_call"')
    promises: tuple[str, ...] = toml_field(
        "Promises that it makes.", default=(), example='promises = ["review"]', refers="promise"
    )
    exhibit: Exhibit | None = toml_field("A document that is shown after its text.", default=None, since=2)
    surveys: tuple[str, ...] = toml_field(
        "Metrics of which a survey is made and known at once, with its noise.",
        default=(),
        since=2,
        example='surveys = ["staff"]',
        refers="metric",
    )

    @property
    def assignments(self) -> dict[str, Expression]:
        """What each variable that it sets or adds to becomes."""
        return self.sets | {
            id: attrs.evolve(added, tree=Binary("+", self.sets[id].tree if id in self.sets else Name(id), added.tree))
            for id, added in self.adds.items()
        }


@frozen(kw_only=True)
class Later(Consequence):
    """Something that follows after a time, for sure or by chance."""

    after: Duration | tuple[Duration, Duration] = toml_field(
        "How much later, or a shortest and a longest time to draw between.", example='after = ["1d", "3d"]'
    )
    chance: Expression | None = toml_field(
        "Probability, from 0 to 1, drawn when it falls due.", default=None, example="chance = 0.7", unit="probability"
    )
    when: Expression | None = toml_field(
        "Only if this holds when it falls due.", default=None, example='when = "not call.disclosed"'
    )
    event: str | None = toml_field(
        "An event that then happens.", default=None, refers="event", example='event = "call_leaks"'
    )
    text: Text | None = toml_field(
        "What the player reads.", default=None, example='text = "The call is in the papers."'
    )


@frozen(kw_only=True)
class Outcome(Consequence):
    """What keeping or breaking a promise, or letting a decision lapse, does."""

    text: Text | None = toml_field(
        "What the player reads.", default=None, example='text = "Nobody noticed, and somebody wrote it down."'
    )


# ---- people and values --------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Remark:
    """A line that a person says on the desk while a condition holds."""

    text: Text = toml_field("What they say.", example='text = "They will not read it as a rule."')
    when: Expression | None = toml_field(
        "Only then; the first that holds is said.", default=None, example='when = "the_post.leave_up"'
    )


@frozen(kw_only=True)
class Cast:
    """Somebody in the story."""

    id: str = toml_id()
    name: str = toml_field("Their name.", example='name = "Ines Marchetti"')
    role: str = toml_field("What they do.", example='role = "Head of public policy"')
    leans: str = toml_field(
        "What they care for and what they overlook.",
        default="",
        example='leans = "Keeps the law quiet; underrates the staff."',
    )
    adviser: bool = toml_field("Whether they advise the player.", default=False, example="adviser = true")
    remarks: tuple[Remark, ...] = toml_field("What they say on the desk.", default=(), name="remark")
    about: Text | None = toml_field(
        "Who they are to the player now, in a sentence or two, read afresh at each look.",
        default=None,
        since=2,
        example='about = "She hired you.{if board < 40} She no longer says so.{end}"',
    )
    epilogue: Text | None = toml_field(
        "What became of them, in a line after the end; nothing where its variants leave no words.",
        default=None,
        since=2,
        example='epilogue = "{if staff < 40}She left in the autumn.{end}"',
    )
    assumes: dict[str, Number] = toml_field(
        "Assumptions as this person sees them, for the forecasts they give.",
        factory=dict,
        refers="assumption",
        example="assumes = { gain_weight = 0.6 }",
    )
    forecast: dict[str, Number] | None = toml_field(
        "What a forecast by this person takes from budgets; they give none if left out.",
        default=None,
        example="forecast = { ceo_time = 1 }",
        refers="budget",
        unit="unit of the budget",
    )


@frozen(kw_only=True)
class Stake:
    """What can be lost, in sight on the desk: a metric that may cross a threshold, or a date."""

    id: str = toml_id()
    name: str = toml_field("What happens then, in at most 30 characters.", example='name = "The board votes you out"')
    text: Text | None = toml_field(
        "What it means, in a sentence, for who asks.",
        default=None,
        example='text = "Below 40 the directors meet without you."',
    )
    metric: str | None = toml_field(
        "The metric whose threshold it is.", default=None, refers="metric", example='metric = "board"'
    )
    below: Expression | None = toml_field(
        "It is lost where the metric is below this; a constant expression.",
        default=None,
        example="below = 40",
        unit="unit of the metric",
    )
    above: Expression | None = toml_field(
        "It is lost where the metric is above this; a constant expression.",
        default=None,
        example="above = 600",
        unit="unit of the metric",
    )
    at: Moment | None = toml_field(
        "The date that it has, instead of a metric.", default=None, example='at = "day 63 09:00"'
    )
    when: Expression | None = toml_field("Shown only while this holds.", default=None, example='when = "summons.fired"')


@frozen(kw_only=True)
class Value:
    """Something a chief executive may stand for."""

    id: str = toml_id()
    name: str = toml_field("Its name.", example='name = "Free expression"')
    text: str = toml_field("What it asks for, in a sentence.", default="", example='text = "Say what you do, and why."')


@frozen(kw_only=True)
class Lens:
    """An ethical framework, used after the game only."""

    id: str = toml_id()
    name: str = toml_field("Its name.", example='name = "Rights"')
    question: str = toml_field(
        "What it asks.", default="", example='question = "Who has a claim here that must not be traded?"'
    )


@frozen(kw_only=True)
class Argument:
    """One lens on one option: the best case each way."""

    case_for: str = toml_field(
        "The best case for it.", name="for", example='for = "Adults can judge a leader\'s words for themselves."'
    )
    case_against: str = toml_field(
        "The best case against it.",
        name="against",
        example='against = "Those who are threatened did not agree to the risk."',
    )


@frozen(kw_only=True)
class Role:
    """A seat for team play, with facts that only its holder is given."""

    id: str = toml_id()
    name: str = toml_field("Its name.", example='name = "Chair of the board"')
    brief: Text = toml_field("What its holder wants and knows.", example='brief = "You want the quarter to hold."')
    facts: tuple[Text, ...] = toml_field(
        "Private facts.", default=(), name="fact", example='fact = ["Two directors have asked for a vote."]'
    )
    words: tuple[str, ...] = toml_field(
        "Other words by which a class may mean whom it speaks for; those of its name count as they are.",
        default=(),
        example='words = ["directors", "shareholders"]',
    )


# ---- what the player decides --------------------------------------------------------------------------------


@frozen(kw_only=True)
class Option(Consequence):
    """One answer to a decision."""

    id: str = toml_id()
    label: Text = toml_field("What is done, in at most a dozen words.", example='label = "Leave it up and explain why"')
    when: Expression | None = toml_field(
        "If it does not hold, the option is locked, and shown with the clause that failed.",
        default=None,
        example='when = "level > 0 and staff > 40"',
    )
    hidden: bool = toml_field(
        "Whether it is not shown at all while `when` does not hold.", default=False, since=2, example="hidden = true"
    )
    locked: Text | None = toml_field(
        "What is said instead of the clause that failed.",
        default=None,
        since=2,
        example='locked = "You have not asked the insurer."',
    )
    otherwise: bool = toml_field(
        "Makes it the way out of the decision: open when no other option is, and only then.",
        default=False,
        since=2,
        example="otherwise = true",
    )
    cost: dict[str, Number] = toml_field(
        "What it takes from budgets.",
        factory=dict,
        example="cost = { ceo_time = 1 }",
        refers="budget",
        unit="unit of the budget",
    )
    outcome: Text | None = toml_field(
        "What the player reads first.", default=None, example='outcome = "Your note goes up at 4 p.m."'
    )
    advice: dict[str, Text] = toml_field(
        "What advisers say to it, by cast id.",
        factory=dict,
        refers="cast",
        example='advice = { policy = "This is what the written rule says." }',
    )
    values: dict[str, int] = toml_field(
        "Values it serves or goes against, from -2 to 2.",
        factory=dict,
        refers="value",
        example="values = { candour = 1, harmony = -1 }",
    )
    lenses: dict[str, Argument] = toml_field("How each lens argues.", factory=dict, name="lens", refers="lens")

    @property
    def needs(self) -> Node:
        """What has to hold for it to be open: its condition, and that its costs are at hand."""
        costs: list[Node] = [Binary(">=", Name(budget), Figure(float(cost))) for budget, cost in self.cost.items()]
        return joined("and", [*([self.when.tree] if self.when else []), *costs])


@frozen(kw_only=True)
class Decision:
    """A question to the player."""

    id: str = toml_id()
    title: Text = toml_field("A few words.", example='title = "The post"')
    brief: Text = toml_field(
        "What is known, in 40 to 90 words.", example='brief = "The post is shared {shares:.0f} times a minute."'
    )
    exhibit: Exhibit | None = toml_field("A document that is shown before the brief.", default=None, since=2)
    options: dict[str, Option] = toml_field("The answers, by id.", name="option")
    at: Moment | None = toml_field(
        "When it comes, or from when `when` counts.", default=None, example='at = "day 2 06:00"'
    )
    when: Expression | None = toml_field(
        "It comes as soon as this holds.", default=None, example='when = "walkout.fired and staff < 50"'
    )
    urgent: bool = toml_field(
        "Must be answered at once; otherwise it waits on the agenda.", default=False, example="urgent = true"
    )
    room: tuple[str, ...] = toml_field(
        "Who is there, by cast id.", default=(), example='room = ["policy", "people"]', refers="cast"
    )
    expires: Duration | None = toml_field("How long it waits.", default=None, example='expires = "3d"')
    default: str | None = toml_field(
        "The option that counts if it expires.", default=None, fixed=True, example='default = "leave_up"'
    )
    lapsed: Outcome | None = toml_field("What happens if it expires and has no default.", default=None)
    standing: bool = toml_field(
        "Makes it something to do with free hours: it waits for nobody, and is put again the day after its answer.",
        default=False,
        since=2,
        example="standing = true",
    )
    predict: tuple[str, ...] = toml_field(
        "The metrics of which the player is asked, before what comes of the answer, whether they will rise or fall; "
        "with no such key in a scenario its first three answers are asked about the headline.",
        default=(),
        since=2,
        example='predict = ["staff", "trust"]',
        refers="metric",
    )


# ---- what happens anyway ------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Event(Consequence, Grounded):
    """Something that happens by date, by condition or by chance."""

    id: str = toml_id()
    title: Text = toml_field("A few words.", example='title = "The virtual walkout"')
    text: Text | None = toml_field(
        "What the player reads.", default=None, example='text = "Several hundred people logged off today."'
    )
    at: Moment | None = toml_field(
        "The moment at which it may happen; only then.", default=None, example="at = 2020-06-01T12:00:00-04:00"
    )
    starts: Moment | None = toml_field(
        "Not before.", default=None, name="from", example="from = 2020-06-01T00:00:00-04:00"
    )
    ends: Moment | None = toml_field(
        "Not after.", default=None, name="until", example="until = 2020-06-14T00:00:00-04:00"
    )
    when: Expression | None = toml_field("Only while this holds.", default=None, example='when = "staff < 40"')
    chance: Expression | None = toml_field(
        "Probability a day (or a turn) while `when` holds.",
        default=None,
        example='chance = "0.02 * (60 - staff)"',
        unit="probability a day or turn",
    )
    hour: Number | None = toml_field(
        "Hour of the day at which it is considered; the first step of the day if left out.",
        default=None,
        example="hour = 9",
        unit="hour of the day",
    )
    once: bool = toml_field("Happens at most once.", default=True, example="once = false")
    cooldown: Duration | None = toml_field(
        "Shortest time between two of its happenings.", default=None, example='cooldown = "7d"'
    )


@frozen(kw_only=True)
class Card(Consequence):
    """One card of a deck."""

    id: str = toml_id()
    weight: Expression = toml_field("Its share among the cards that may be drawn.", example="weight = 6", unit="weight")
    title: Text | None = toml_field("A few words.", default=None, example='title = "A celebrity leaves"')
    text: Text | None = toml_field(
        "What the player reads.", default=None, example='text = "Forty million followers have gone elsewhere."'
    )
    when: Expression | None = toml_field("Only while this holds.", default=None, example='when = "trust < 50"')
    once: bool = toml_field(
        "Drawn at most once; in format 1 the default is false.", default=True, example="once = false"
    )


@frozen(kw_only=True)
class Deck:
    """Cards of which one at a time is drawn, by weight."""

    id: str = toml_id()
    cards: dict[str, Card] = toml_field("The cards, by id.", name="card")
    every: Duration | None = toml_field("Time between draws; a day, or a turn.", default=None, example='every = "1d"')
    nothing: Number = toml_field("Weight of drawing none.", default=0, example="nothing = 60", unit="weight")


@frozen(kw_only=True)
class Promise:
    """Something said in public with a date on it."""

    id: str = toml_id()
    text: Text = toml_field(
        "What was promised.", example='text = "The rules will be reviewed, and the review published."'
    )
    due: Duration | Moment = toml_field("By when: a date, or a time from the making.", example='due = "14d"')
    kept_when: Expression = toml_field("It is kept as soon as this holds.", example='kept_when = "publish.full"')
    kept: Outcome | None = toml_field("What keeping it does.", default=None)
    broken: Outcome | None = toml_field("The price of breaking it.", default=None)


@frozen(kw_only=True)
class Act(Consequence):
    """A part of the story that can be played by itself; the acts follow one another in the order of the file."""

    id: str = toml_id()
    title: str = toml_field("Its name.", example='title = "The week"')
    ends: Moment | None = toml_field(
        "When it ends, at the latest.", default=None, name="until", since=2, example='until = "day 9 18:00"'
    )
    when: Expression | None = toml_field(
        "It ends as soon as this holds.", default=None, since=2, example='when = "the_call.answered"'
    )
    text: Text | None = toml_field(
        "What the player reads at its end.", default=None, since=2, example='text = "The week is over."'
    )
    minutes: int | None = toml_field(
        "How long a play of the story takes up to its end.", default=None, unit="minutes", example="minutes = 15"
    )
    debrief: Debrief | None = toml_field("What is put to the players who play no further.", default=None)
    start: tuple[str, ...] = toml_field(
        "What has been decided before it where a game begins with it, as decision.option.",
        default=(),
        since=2,
        example='start = ["draft.circulate", "the_post.leave_up"]',
    )
    opening: Text | None = toml_field(
        "What is read first where a game begins with it.",
        default=None,
        since=2,
        example='opening = "It is June. The post is still up."',
    )


@frozen(kw_only=True)
class Ending:
    """How a story can end; the first that holds, in the order of the file."""

    id: str = toml_id()
    title: Text = toml_field("A few words.", example='title = "Out"')
    text: Text = toml_field("What the player reads.", example='text = "The board thanks you for your years."')
    when: Expression | None = toml_field(
        "Only if this holds; the last one needs none.", default=None, example='when = "board < 20"'
    )
    early: bool = toml_field(
        "Ends the story as soon as it holds, not only at the end of the clock.", default=False, example="early = true"
    )
    act: str | None = toml_field(
        "The act that it ends; the whole story if left out.",
        default=None,
        refers="act",
        since=2,
        example='act = "week"',
    )


# ---- after the game -----------------------------------------------------------------------------------------


@frozen(kw_only=True)
class HistoryChoice:
    """What the real people did, as an option of this scenario."""

    decision: str = toml_field("Which decision.", refers="decision", example='decision = "the_post"')
    option: str = toml_field("Which option.", fixed=True, example='option = "leave_up"')
    at: Moment | None = toml_field(
        "When the path gives this answer; as soon as it is open if left out.",
        default=None,
        example="at = 2020-05-29T12:00:00-04:00",
    )
    text: str = toml_field("What was done, as reported.", default="", example='text = "The post stayed up."')
    source: str = toml_field("Where that was reported.", default="", example='source = "A paper, 30 May 2020"')
    counterpart: Counterpart = toml_field(
        "How far the option is what was done: the same, only the nearest to it that the story has, "
        "or none, where nothing like it is on record and the path needs an answer all the same.",
        default="same",
        since=2,
        example='counterpart = "nearest"',
    )


@frozen(kw_only=True)
class Fact:
    """A sourced fact of the case file; real names live only here."""

    at: dt.datetime | dt.date | int = toml_field("When it happened.", example="at = 2020-06-01")
    text: str = toml_field(
        "What is known, with ranges where reports differ.", example='text = "Several hundred employees took part."'
    )
    source: str = toml_field("Who reported it, and where.", example='source = "A paper, 2 June 2020"')
    decision: str | None = toml_field(
        "The decision of the story that it stands beside.",
        default=None,
        refers="decision",
        example='decision = "the_post"',
    )
    contested: bool = toml_field("Whether reports differ.", default=False, example="contested = true")


@frozen(kw_only=True)
class History:
    """The path of the real events."""

    seed: int = toml_field("The luck that comes nearest.", default=0, example="seed = 2020")
    as_of: dt.date | None = toml_field(
        "The day on which the facts were last checked.", default=None, example="as_of = 2026-11-01"
    )
    choices: tuple[HistoryChoice, ...] = toml_field("The path.", default=(), name="choice")
    facts: tuple[Fact, ...] = toml_field("The case file.", default=(), name="fact")


@frozen(kw_only=True)
class Question:
    """Something to talk about."""

    text: str = toml_field(
        "The question.", example='text = "Who should decide what a president may say on a private service?"'
    )
    lens: str | None = toml_field("The lens it belongs to.", default=None, refers="lens", example='lens = "rights"')


@frozen(kw_only=True)
class Debrief:
    """What is put to the players afterwards."""

    text: Text | None = toml_field(
        "A word before it.", default=None, example='text = "You have seen one way it could go."'
    )
    questions: tuple[Question, ...] = toml_field("The questions.", default=(), name="question")


@frozen(kw_only=True)
class Target:
    """An author's own claim about balance, checked by the tools."""

    name: str = toml_field("What is claimed.", default="", example='name = "The board rarely acts"')
    ending: str | None = toml_field(
        "An ending whose share is claimed.", default=None, refers="ending", example='ending = "removed"'
    )
    event: str | None = toml_field(
        "An event whose share of plays is claimed.", default=None, refers="event", example='event = "walkout"'
    )
    option: str | None = toml_field(
        "An option (`decision.option`) whose share of plays is claimed.",
        default=None,
        fixed=True,
        example='option = "the_post.leave_up"',
    )
    metric: str | None = toml_field(
        "A metric whose value is claimed.", default=None, refers="metric", example='metric = "staff"'
    )
    share: Pair | None = toml_field(
        "Lowest and highest share of random plays.", default=None, example="share = [0.02, 0.25]", unit="share of plays"
    )
    act: str | None = toml_field(
        "Claimed of plays that end with this act.", default=None, refers="act", since=2, example='act = "week"'
    )
    replay: Literal["history"] | None = toml_field(
        "Claimed of the real path, not of random plays.", default=None, example='replay = "history"'
    )
    at: Moment | None = toml_field(
        "When the metric is read; the end if left out.", default=None, example="at = 2020-06-05T18:00:00-04:00"
    )
    take: Literal["value", "min", "max", "change"] = toml_field(
        "Which of the metric's values up to `at`: the last, the lowest, the highest, or last less first.",
        default="value",
        example='take = "min"',
    )
    range: Pair | None = toml_field(
        "Lowest and highest value of the metric (its mean, over random plays).",
        default=None,
        example="range = [40, 60]",
        unit="unit of the metric",
    )


@frozen(kw_only=True)
class Mirror:
    """What changes places when the political poles are swapped."""

    swap: tuple[tuple[str, str], ...] = toml_field(
        "Assumptions that change places.",
        default=(),
        refers="assumption",
        example='swap = [["ideal_left", "ideal_right"]]',
    )
    expect: tuple[tuple[str, str], ...] = toml_field(
        "Metrics that must then have changed places.",
        default=(),
        refers="metric",
        example='expect = [["trust_left", "trust_right"]]',
    )
    words: tuple[tuple[str, str], ...] = toml_field(
        "Words that change places in the text.", default=(), example='words = [["left", "right"]]'
    )


@frozen(kw_only=True)
class Rival:
    """A rival view of the model: other values for some assumptions."""

    id: str = toml_id()
    name: str = toml_field("Its name.", example='name = "Markets first"')
    text: str = toml_field(
        "Who holds it, and why.", default="", example='text = "Held by those who think that staff forget quickly."'
    )
    assumes: dict[str, Number] = toml_field(
        "The assumptions it changes.", refers="assumption", example="assumes = { gain_weight = 0.9 }"
    )


@frozen(kw_only=True)
class Inject(Consequence):
    """Something a teacher may throw in."""

    id: str = toml_id()
    title: Text = toml_field("A few words.", example='title = "A memo gets out"')
    text: Text | None = toml_field(
        "What the players read.", default=None, example='text = "A paper has your notes from Friday."'
    )
    when: Expression | None = toml_field("Offered only then.", default=None, example='when = "day > 3"')


# ---- the whole ----------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Info:
    """What a scenario says of itself."""

    id: str = toml_field("Its id: the name of its file or folder.", example='id = "the_post"', fixed=True)
    title: str = toml_field("Its title.", example='title = "The Post"')
    role: str = toml_field("Who the player is, in a sentence or two.", example='role = "You founded Agora and run it."')
    summary: str = toml_field(
        "What it is about, in a sentence.",
        default="",
        example='summary = "A president posts, the staff walks out, and you have to say what your rules mean."',
    )
    opening: Text | None = toml_field(
        "What the player reads first.", default=None, example='opening = "It is Thursday evening in May."'
    )
    exhibit: Exhibit | None = toml_field("A document that is shown after the opening.", default=None, since=2)
    version: str = toml_field("Its version.", default="1.0.0", fixed=True, example='version = "1.2.0"')
    authors: tuple[str, ...] = toml_field("Who wrote it.", default=(), example='authors = ["A. Writer", "B. Writer"]')
    license: str = toml_field("Its licence.", default="", fixed=True, example='license = "CC-BY-4.0"')
    language: str = toml_field(
        "The language it is written in, as a tag of BCP 47.", default="en", fixed=True, example='language = "en"'
    )
    minutes: int = toml_field("How long a first play takes.", default=30, unit="minutes", example="minutes = 30")
    rating: str = toml_field("The age it is meant for.", default="", example='rating = "13+"')
    content_note: str = toml_field(
        "What a reader may want to know beforehand.", default="", example='content_note = "Refers to police violence."'
    )
    inspired_by: str = toml_field(
        "Real events behind it.", default="", example='inspired_by = "Public events of May to August 2020."'
    )
    company: str = toml_field("What the desk is headed with.", default="", example='company = "Agora"')
    support: Support | None = toml_field(
        "How well numbers are grounded that do not say it themselves.",
        default=None,
        since=2,
        example='support = "judgement"',
    )


@frozen(kw_only=True)
class Style:
    """What the author asks of the words of a scenario; `ceo-sim check` holds them to it."""

    grade: Number | None = toml_field(
        "Hardest grade of a brief or an outcome, after Flesch and Kincaid; English only.",
        default=None,
        example="grade = 9",
        unit="grade of a school in the United States",
    )
    loaded: tuple[str, ...] = toml_field(
        "Words that the narrator does not use; people may, and quotations.",
        default=(),
        fixed=True,
        example='loaded = ["so-called", "thug"]',
    )
    names: tuple[str, ...] = toml_field(
        "Names of real people and parties, which stand in the case file alone.",
        default=(),
        fixed=True,
        example='names = ["Jane Roe", "Example Corp"]',
    )


@frozen(kw_only=True)
class Clock:
    """The time of the story: by date (`start`, `end`, `step`) or by turn (`turns`)."""

    start: dt.datetime | None = toml_field("First moment.", default=None, example="start = 2020-05-28T18:00")
    end: dt.datetime | None = toml_field("Last moment.", default=None, example='end = "day 65 18:00"')
    zone: dt.timezone | None = toml_field(
        "The offset from UTC of all moments that do not give one.", default=None, since=2, example='zone = "-04:00"'
    )
    step: Duration | None = toml_field("Time between two looks at the world.", default=None, example='step = "6h"')
    desk: dt.time | None = toml_field(
        "The hour at which the player's day begins; midnight if left out.",
        default=None,
        since=2,
        example='desk = "08:00"',
    )
    turns: int | None = toml_field(
        "Number of turns, instead of dates.", default=None, example="turns = 12", unit="turns"
    )


@frozen(kw_only=True)
class Scenario:
    """A whole scenario, as written."""

    format: Literal[1, 2] = toml_field("The version of this language.", example="format = 2")
    info: Info = toml_field("What the scenario says of itself.", name="scenario")
    clock: Clock = toml_field("Its time.")
    assumptions: dict[str, Assumption] = toml_field("Constants of the model.", factory=dict, name="assumption")
    draws: dict[str, Draw] = toml_field("Numbers drawn once a playthrough.", factory=dict, name="draw")
    metrics: dict[str, Metric] = toml_field("What the story moves.", factory=dict, name="metric")
    variables: dict[str, Variable] = toml_field("What options and events set.", factory=dict, name="variable")
    functions: dict[str, Function] = toml_field("Formulas with a name.", factory=dict, name="function")
    budgets: dict[str, Budget] = toml_field("What options cost.", factory=dict, name="budget")
    stakes: dict[str, Stake] = toml_field("What can be lost, in order.", factory=dict, name="stake", since=2)
    cast: dict[str, Cast] = toml_field("The people.", factory=dict)
    roles: dict[str, Role] = toml_field("Seats for team play.", factory=dict, name="role")
    values: dict[str, Value] = toml_field("What a player may stand for.", factory=dict, name="value")
    lenses: dict[str, Lens] = toml_field("Ethical frameworks.", factory=dict, name="lens")
    decisions: dict[str, Decision] = toml_field("What the player decides.", factory=dict, name="decision")
    events: dict[str, Event] = toml_field("What happens anyway.", factory=dict, name="event")
    decks: dict[str, Deck] = toml_field("Cards drawn by weight.", factory=dict, name="deck")
    promises: dict[str, Promise] = toml_field("What can be promised.", factory=dict, name="promise")
    injects: dict[str, Inject] = toml_field("What a teacher may throw in.", factory=dict, name="inject")
    acts: dict[str, Act] = toml_field("Parts that can be played alone, in order.", factory=dict, name="act", since=2)
    endings: dict[str, Ending] = toml_field("How it can end, in order.", name="ending")
    history: History | None = toml_field("The path of the real events.", default=None)
    debrief: Debrief | None = toml_field("What is put to the players afterwards.", default=None)
    targets: tuple[Target, ...] = toml_field("Claims about balance.", default=(), name="target")
    style: Style | None = toml_field("What is asked of the words.", default=None)
    mirror: Mirror | None = toml_field("What changes places when the poles are swapped.", default=None)
    rivals: dict[str, Rival] = toml_field("Rival views of the model.", factory=dict, name="rival")


@frozen(kw_only=True)
class Edition:
    """What an edition says of itself, in `editions/NAME.toml`."""

    title: str = toml_field("Its name, to tell it from the others.", example='title = "For readers from 12"')
    language: str | None = toml_field(
        "Its language, if it is another, as a tag of BCP 47.", default=None, example='language = "es"'
    )
    rating: str | None = toml_field(
        "The age it is meant for, if it is another.", default=None, example='rating = "10+"'
    )
