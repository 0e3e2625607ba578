"""What an author writes, as data: one frozen class for each table of a scenario.

Read from the bottom: `Scenario` is the whole, everything above it is a part. Nothing here computes; the meaning
of each table is the engine's, and the checks across tables are in `check`.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from attrs import frozen

from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.keys import identifier, key
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.units import Duration

Support = Literal["measured", "direction", "judgement"]
Shown = Literal["player", "advisers", "debrief", "never"]
Better = Literal["higher", "lower", "neither"]
Moment = dt.datetime | int
Number = int | float
Pair = tuple[Number, Number]


@frozen(kw_only=True, slots=False)  # an Event has two bases, and only one may have slots
class Grounded:
    """Anything whose numbers can be asked for and disputed."""

    why: str = key(
        "What the number rests on, in a sentence.",
        default="",
        example='why = "Being agreed with earns less than being crossed costs."',
    )
    source: str = key(
        "Where that can be read: a work, a poll, a report.", default="", example='source = "Burbano 2021"'
    )
    support: Support | None = key(
        "How well it is grounded: measured, direction (the sign is, the size is not) or judgement.",
        default=None,
        example='support = "direction"',
    )


# ---- numbers ------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Assumption(Grounded):
    """A constant of the model that a reader may dispute and a class may change."""

    id: str = identifier()
    value: Number = key("The value used.", example="value = 0.35")
    name: str = key("What it is, for a reader.", default="", example='name = "Weight of being agreed with"')
    range: Pair | None = key("What is still plausible: lowest and highest.", default=None, example="range = [0.2, 1.0]")


@frozen(kw_only=True)
class Draw(Grounded):
    """A number drawn once for each playthrough: how this week differs from the last one."""

    id: str = identifier()
    name: str = key("What it is, for a reader.", default="", example='name = "How much other news there is"')
    low: Number | None = key("Lowest value of a uniform draw.", default=None, example="low = 0.8\nhigh = 1.2")
    high: Number | None = key("Highest value of a uniform draw.", default=None, example="high = 1.2")
    mean: Number | None = key("Mean of a normal draw.", default=None, example="mean = 0\nsd = 3")
    sd: Number | None = key(
        "Standard deviation of a normal draw; values beyond three are cut.", default=None, example="sd = 3"
    )


@frozen(kw_only=True)
class Echo:
    """A share of an effect that repeats for some days after it."""

    share: Number = key(
        "Part of the effect that comes again, all told, from 0 to 1.", example="share = 0.25", unit="share"
    )
    over: Duration = key("How long it is spread over, in equal daily parts.", example='over = "4d"')
    of: Literal["all", "losses", "gains"] = key("Which effects echo.", default="all", example='of = "losses"')


@frozen(kw_only=True)
class Survey:
    """How a metric is seen by those who can only ask about it: late and with noise."""

    every: Duration = key("Time between surveys.", example='every = "7d"')
    delay: Duration | None = key("Time from asking to the report.", default=None, example='delay = "2d"')
    noise: Number = key(
        "Half-width of the range that is reported.", default=0, unit="unit of the metric", example="noise = 3"
    )


@frozen(kw_only=True)
class Metric(Grounded):
    """A quantity that the story moves: a stock with a value of its own, or a formula over others."""

    id: str = identifier()
    name: str = key("Its name on screen.", example='name = "Employee morale"')
    text: str = key(
        "What it measures, in a sentence.", default="", example='text = "Share of the staff that would come again."'
    )
    start: Expression | None = key(
        "Value at the start; a constant expression.", default=None, example="start = 75", unit="unit of the metric"
    )
    baseline: Expression | None = key(
        "Value it drifts towards; an expression, read anew at each step.",
        default=None,
        example="baseline = 60",
        unit="unit of the metric",
    )
    half_life: Duration | None = key(
        "Time in which it drifts half the way to its baseline.", default=None, example='half_life = "45d"'
    )
    formula: Expression | None = key(
        "Makes it a derived metric: always exactly this.",
        default=None,
        example='formula = "0.8*staff + 0.2*crowd"',
        unit="unit of the metric",
    )
    range: Pair = key(
        "Lowest and highest value; beyond them it is clamped.",
        default=(0, 100),
        example="range = [0, 100]",
        unit="unit of the metric",
    )
    shown: Shown = key("Who sees it during play.", default="player", example='shown = "advisers"')
    headline: bool = key("Whether it is one of the few large meters.", default=False, example="headline = true")
    better: Better = key("Which way is good for those it speaks of.", default="higher", example='better = "lower"')
    bands: tuple[tuple[Number, str], ...] = key(
        "Words for its values, each from a lower bound upwards.",
        default=(),
        example='bands = [[0, "angry"], [45, "uneasy"], [60, "steady"]]',
        unit="unit of the metric",
    )
    unit: str = key("What it counts, if not points.", default="", example='unit = "advertisers"')
    decimals: int = key("Digits after the point on screen.", default=0, example="decimals = 1", unit="digits")
    survey: Survey | None = key("Makes it known only by survey.", default=None)
    echo: Echo | None = key("Makes every effect on it echo.", default=None)


@frozen(kw_only=True)
class Variable(Grounded):
    """A value that options and events set, for expressions to read."""

    id: str = identifier()
    start: bool | Number = key("Its first value: a number, or true or false.", example="start = false")
    range: Pair | None = key("Lowest and highest value of a number.", default=None, example="range = [0, 3]")
    name: str = key("What it is, for a reader.", default="", example='name = "How far the platform went"')


@frozen(kw_only=True)
class Function(Grounded):
    """A formula with a name, for use in expressions; it may use other functions, never itself."""

    id: str = identifier()
    args: tuple[str, ...] = key("Names of its arguments, all numbers.", default=(), example='args = ["x"]', fixed=True)
    body: Expression = key("What it gives back.", example='body = "x if x < 0 else x * gain_weight"')


@frozen(kw_only=True)
class Budget:
    """Something options cost that refills with time, such as the CEO's hours."""

    id: str = identifier()
    name: str = key("Its name on screen.", example='name = "hours"')
    refill: Number = key("What it is set to at each refill.", example="refill = 3", unit="unit of the budget")
    every: Duration | None = key("Time between refills; a day, or a turn.", default=None, example='every = "1d"')


# ---- what follows from something ----------------------------------------------------------------------------


@frozen(kw_only=True)
class Effect(Grounded):
    """A change to one metric. A bare number or expression stands for the `amount` alone."""

    amount: Expression = key(
        "What is added.", example='amount = "substance(11, 2.0) * attention/100"', unit="unit of the metric"
    )
    echo: Echo | None = key("A share that comes again later.", default=None)


@frozen(kw_only=True)
class News:
    """A line in the feed."""

    sender: str = key("A cast id, or a name of its own.", name="from", example='from = "press"')
    text: Text = key("What it says.", example='text = "Several hundred employees logged off today."')
    when: Expression | None = key("Only then.", default=None, example='when = "staff < 60"')
    agree: int = key("How many pressed 'agree'.", default=0, example="agree = 1200", unit="people")


@frozen(kw_only=True)
class Opening:
    """A decision that this opens. A bare id stands for `decision` alone."""

    decision: str = key("Which one.", refers="decision", example='decision = "the_call"')
    after: Duration | None = key(
        "How much later; the next step if left out, and 0 for at once.", default=None, example='after = "2h"'
    )


@frozen(kw_only=True)
class Consequence:
    """What an option, an event, a card, a promise or an inject does."""

    sets: dict[str, Expression] = key(
        "Variables given a value, before the effects are worked out.",
        factory=dict,
        example="sets = { level = 2 }",
        refers="variable",
    )
    effects: dict[str, Effect] = key(
        "What is added to each metric; all are worked out before any is applied.",
        factory=dict,
        example='effects = { staff = -3, trust = "2 * attention/100" }',
        refers="metric",
    )
    news: tuple[News, ...] = key("Lines for the feed.", default=())
    later: tuple[Later, ...] = key("What follows after a time.", default=())
    next: Opening | None = key("A decision that it opens.", default=None, example='next = "the_call"')
    promises: tuple[str, ...] = key(
        "Promises that it makes.", default=(), example='promises = ["review"]', refers="promise"
    )


@frozen(kw_only=True)
class Later(Consequence):
    """Something that follows after a time, for sure or by chance."""

    after: Duration | tuple[Duration, Duration] = key(
        "How much later, or a shortest and a longest time to draw between.", example='after = ["1d", "3d"]'
    )
    chance: Expression | None = key(
        "Probability, from 0 to 1, drawn when it falls due.", default=None, example="chance = 0.7", unit="probability"
    )
    when: Expression | None = key(
        "Only if this holds when it falls due.", default=None, example='when = "not call.disclosed"'
    )
    event: str | None = key("An event that then happens.", default=None, refers="event", example='event = "call_leaks"')
    text: Text | None = key("What the player reads.", default=None, example='text = "The call is in the papers."')


@frozen(kw_only=True)
class Outcome(Consequence):
    """What keeping or breaking a promise, or letting a decision lapse, does."""

    text: Text | None = key(
        "What the player reads.", default=None, example='text = "Nobody noticed, and somebody wrote it down."'
    )


# ---- people and values --------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Remark:
    """A line that a person says on the desk while a condition holds."""

    text: Text = key("What they say.", example='text = "They will not read it as a rule."')
    when: Expression | None = key(
        "Only then; the first that holds is said.", default=None, example='when = "the_post.leave_up"'
    )


@frozen(kw_only=True)
class Cast:
    """Somebody in the story."""

    id: str = identifier()
    name: str = key("Their name.", example='name = "Ines Marchetti"')
    role: str = key("What they do.", example='role = "Head of public policy"')
    leans: str = key(
        "What they care for and what they overlook.",
        default="",
        example='leans = "Keeps the law quiet; underrates the staff."',
    )
    adviser: bool = key("Whether they advise the player.", default=False, example="adviser = true")
    remarks: tuple[Remark, ...] = key("What they say on the desk.", default=(), name="remark")
    assumes: dict[str, Number] = key(
        "Assumptions as this person sees them, for the forecasts they give.",
        factory=dict,
        refers="assumption",
        example="assumes = { gain_weight = 0.6 }",
    )
    forecast: dict[str, Number] | None = key(
        "What a forecast by this person takes from budgets; they give none if left out.",
        default=None,
        example="forecast = { ceo_time = 1 }",
        refers="budget",
        unit="unit of the budget",
    )


@frozen(kw_only=True)
class Value:
    """Something a chief executive may stand for."""

    id: str = identifier()
    name: str = key("Its name.", example='name = "Free expression"')
    text: str = key("What it asks for, in a sentence.", default="", example='text = "Say what you do, and why."')


@frozen(kw_only=True)
class Lens:
    """An ethical framework, used after the game only."""

    id: str = identifier()
    name: str = key("Its name.", example='name = "Rights"')
    question: str = key(
        "What it asks.", default="", example='question = "Who has a claim here that must not be traded?"'
    )


@frozen(kw_only=True)
class Argument:
    """One lens on one option: the best case each way."""

    case_for: str = key(
        "The best case for it.", name="for", example='for = "Adults can judge a leader\'s words for themselves."'
    )
    case_against: str = key(
        "The best case against it.",
        name="against",
        example='against = "Those who are threatened did not agree to the risk."',
    )


@frozen(kw_only=True)
class Role:
    """A seat for team play, with facts that only its holder is given."""

    id: str = identifier()
    name: str = key("Its name.", example='name = "Chair of the board"')
    brief: Text = key("What its holder wants and knows.", example='brief = "You want the quarter to hold."')
    facts: tuple[Text, ...] = key(
        "Private facts.", default=(), name="fact", example='fact = ["Two directors have asked for a vote."]'
    )


# ---- what the player decides --------------------------------------------------------------------------------


@frozen(kw_only=True)
class Option(Consequence):
    """One answer to a decision."""

    id: str = identifier()
    label: Text = key("What is done, in at most a dozen words.", example='label = "Leave it up and explain why"')
    when: Expression | None = key(
        "Otherwise it is shown locked, with the clause that failed.",
        default=None,
        example='when = "level > 0 and staff > 40"',
    )
    cost: dict[str, Number] = key(
        "What it takes from budgets.",
        factory=dict,
        example="cost = { ceo_time = 1 }",
        refers="budget",
        unit="unit of the budget",
    )
    outcome: Text | None = key(
        "What the player reads first.", default=None, example='outcome = "Your note goes up at 4 p.m."'
    )
    advice: dict[str, Text] = key(
        "What advisers say to it, by cast id.",
        factory=dict,
        refers="cast",
        example='advice = { policy = "This is what the written rule says." }',
    )
    values: dict[str, int] = key(
        "Values it serves or goes against, from -2 to 2.",
        factory=dict,
        refers="value",
        example="values = { candour = 1, harmony = -1 }",
    )
    lenses: dict[str, Argument] = key("How each lens argues.", factory=dict, name="lens", refers="lens")


@frozen(kw_only=True)
class Decision:
    """A question to the player."""

    id: str = identifier()
    title: Text = key("A few words.", example='title = "The post"')
    brief: Text = key(
        "What is known, in 40 to 90 words.", example='brief = "The post is shared {shares:.0f} times a minute."'
    )
    options: dict[str, Option] = key("The answers, by id.", name="option")
    at: Moment | None = key(
        "When it comes, or from when `when` counts.", default=None, example="at = 2020-05-29T06:00:00-04:00"
    )
    when: Expression | None = key(
        "It comes as soon as this holds.", default=None, example='when = "walkout.fired and staff < 50"'
    )
    urgent: bool = key(
        "Must be answered at once; otherwise it waits on the agenda.", default=False, example="urgent = true"
    )
    room: tuple[str, ...] = key(
        "Who is there, by cast id.", default=(), example='room = ["policy", "people"]', refers="cast"
    )
    expires: Duration | None = key("How long it waits.", default=None, example='expires = "3d"')
    default: str | None = key(
        "The option that counts if it expires.", default=None, fixed=True, example='default = "leave_up"'
    )
    lapsed: Outcome | None = key("What happens if it expires and has no default.", default=None)


# ---- what happens anyway ------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Event(Consequence, Grounded):
    """Something that happens by date, by condition or by chance."""

    id: str = identifier()
    title: Text = key("A few words.", example='title = "The virtual walkout"')
    text: Text | None = key(
        "What the player reads.", default=None, example='text = "Several hundred people logged off today."'
    )
    at: Moment | None = key(
        "The moment at which it may happen; only then.", default=None, example="at = 2020-06-01T12:00:00-04:00"
    )
    starts: Moment | None = key("Not before.", default=None, name="from", example="from = 2020-06-01T00:00:00-04:00")
    ends: Moment | None = key("Not after.", default=None, name="until", example="until = 2020-06-14T00:00:00-04:00")
    when: Expression | None = key("Only while this holds.", default=None, example='when = "staff < 40"')
    chance: Expression | None = key(
        "Probability a day (or a turn) while `when` holds.",
        default=None,
        example='chance = "0.02 * (60 - staff)"',
        unit="probability a day or turn",
    )
    hour: Number | None = key(
        "Hour of the day at which it is considered; the first step of the day if left out.",
        default=None,
        example="hour = 9",
        unit="hour of the day",
    )
    once: bool = key("Happens at most once.", default=True, example="once = false")
    cooldown: Duration | None = key(
        "Shortest time between two of its happenings.", default=None, example='cooldown = "7d"'
    )


@frozen(kw_only=True)
class Card(Consequence):
    """One card of a deck."""

    id: str = identifier()
    weight: Expression = key("Its share among the cards that may be drawn.", example="weight = 6", unit="weight")
    title: Text | None = key("A few words.", default=None, example='title = "A celebrity leaves"')
    text: Text | None = key(
        "What the player reads.", default=None, example='text = "Forty million followers have gone elsewhere."'
    )
    when: Expression | None = key("Only while this holds.", default=None, example='when = "trust < 50"')
    once: bool = key("Drawn at most once.", default=False, example="once = true")


@frozen(kw_only=True)
class Deck:
    """Cards of which one at a time is drawn, by weight."""

    id: str = identifier()
    cards: dict[str, Card] = key("The cards, by id.", name="card")
    every: Duration | None = key("Time between draws; a day, or a turn.", default=None, example='every = "1d"')
    nothing: Number = key("Weight of drawing none.", default=0, example="nothing = 60", unit="weight")


@frozen(kw_only=True)
class Promise:
    """Something said in public with a date on it."""

    id: str = identifier()
    text: Text = key("What was promised.", example='text = "The rules will be reviewed, and the review published."')
    due: Duration | Moment = key("By when: a date, or a time from the making.", example='due = "14d"')
    kept_when: Expression = key("It is kept as soon as this holds.", example='kept_when = "publish.full"')
    kept: Outcome | None = key("What keeping it does.", default=None)
    broken: Outcome | None = key("The price of breaking it.", default=None)


@frozen(kw_only=True)
class Ending:
    """How a story can end; the first that holds, in the order of the file."""

    id: str = identifier()
    title: Text = key("A few words.", example='title = "Out"')
    text: Text = key("What the player reads.", example='text = "The board thanks you for your years."')
    when: Expression | None = key(
        "Only if this holds; the last one needs none.", default=None, example='when = "board < 20"'
    )
    early: bool = key(
        "Ends the story as soon as it holds, not only at the end of the clock.", default=False, example="early = true"
    )


# ---- after the game -----------------------------------------------------------------------------------------


@frozen(kw_only=True)
class HistoryChoice:
    """What the real people did, as an option of this scenario."""

    decision: str = key("Which decision.", refers="decision", example='decision = "the_post"')
    option: str = key("Which option.", fixed=True, example='option = "leave_up"')
    at: Moment | None = key(
        "When; as soon as it is open if left out.", default=None, example="at = 2020-05-29T12:00:00-04:00"
    )
    text: str = key("What was done, as reported.", default="", example='text = "The post stayed up."')
    source: str = key("Where that was reported.", default="", example='source = "A paper, 30 May 2020"')


@frozen(kw_only=True)
class Fact:
    """A sourced fact of the case file; real names live only here."""

    at: dt.datetime | dt.date | int = key("When it happened.", example="at = 2020-06-01")
    text: str = key(
        "What is known, with ranges where reports differ.", example='text = "Several hundred employees took part."'
    )
    source: str = key("Who reported it, and where.", example='source = "A paper, 2 June 2020"')
    decision: str | None = key(
        "The decision of the story that it stands beside.",
        default=None,
        refers="decision",
        example='decision = "the_post"',
    )
    contested: bool = key("Whether reports differ.", default=False, example="contested = true")


@frozen(kw_only=True)
class History:
    """The path of the real events."""

    seed: int = key("The luck that comes nearest.", default=0, example="seed = 2020")
    as_of: dt.date | None = key(
        "The day on which the facts were last checked.", default=None, example="as_of = 2026-11-01"
    )
    choices: tuple[HistoryChoice, ...] = key("The path.", default=(), name="choice")
    facts: tuple[Fact, ...] = key("The case file.", default=(), name="fact")


@frozen(kw_only=True)
class Question:
    """Something to talk about."""

    text: str = key(
        "The question.", example='text = "Who should decide what a president may say on a private service?"'
    )
    lens: str | None = key("The lens it belongs to.", default=None, refers="lens", example='lens = "rights"')


@frozen(kw_only=True)
class Debrief:
    """What is put to the players afterwards."""

    text: Text | None = key("A word before it.", default=None, example='text = "You have seen one way it could go."')
    questions: tuple[Question, ...] = key("The questions.", default=(), name="question")


@frozen(kw_only=True)
class Target:
    """An author's own claim about balance, checked by the tools."""

    name: str = key("What is claimed.", default="", example='name = "The board rarely acts"')
    ending: str | None = key(
        "An ending whose share is claimed.", default=None, refers="ending", example='ending = "removed"'
    )
    event: str | None = key(
        "An event whose share of plays is claimed.", default=None, refers="event", example='event = "walkout"'
    )
    option: str | None = key(
        "An option (`decision.option`) whose share of plays is claimed.",
        default=None,
        fixed=True,
        example='option = "the_post.leave_up"',
    )
    metric: str | None = key(
        "A metric whose value is claimed.", default=None, refers="metric", example='metric = "staff"'
    )
    share: Pair | None = key(
        "Lowest and highest share of random plays.", default=None, example="share = [0.02, 0.25]", unit="share of plays"
    )
    replay: Literal["history"] | None = key(
        "Claimed of the real path, not of random plays.", default=None, example='replay = "history"'
    )
    at: Moment | None = key(
        "When the metric is read; the end if left out.", default=None, example="at = 2020-06-05T18:00:00-04:00"
    )
    take: Literal["value", "min", "max", "change"] = key(
        "Which of the metric's values up to `at`: the last, the lowest, the highest, or last less first.",
        default="value",
        example='take = "min"',
    )
    range: Pair | None = key(
        "Lowest and highest value of the metric (its mean, over random plays).",
        default=None,
        example="range = [40, 60]",
        unit="unit of the metric",
    )


@frozen(kw_only=True)
class Mirror:
    """What changes places when the political poles are swapped."""

    swap: tuple[tuple[str, str], ...] = key(
        "Assumptions that change places.",
        default=(),
        refers="assumption",
        example='swap = [["ideal_left", "ideal_right"]]',
    )
    expect: tuple[tuple[str, str], ...] = key(
        "Metrics that must then have changed places.",
        default=(),
        refers="metric",
        example='expect = [["trust_left", "trust_right"]]',
    )
    words: tuple[tuple[str, str], ...] = key(
        "Words that change places in the text.", default=(), example='words = [["left", "right"]]'
    )


@frozen(kw_only=True)
class Rival:
    """A rival view of the model: other values for some assumptions."""

    id: str = identifier()
    name: str = key("Its name.", example='name = "Markets first"')
    text: str = key(
        "Who holds it, and why.", default="", example='text = "Held by those who think that staff forget quickly."'
    )
    assumes: dict[str, Number] = key(
        "The assumptions it changes.", refers="assumption", example="assumes = { gain_weight = 0.9 }"
    )


@frozen(kw_only=True)
class Inject(Consequence):
    """Something a teacher may throw in."""

    id: str = identifier()
    title: Text = key("A few words.", example='title = "A memo gets out"')
    text: Text | None = key(
        "What the players read.", default=None, example='text = "A paper has your notes from Friday."'
    )
    when: Expression | None = key("Offered only then.", default=None, example='when = "day > 3"')


# ---- the whole ----------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Info:
    """What a scenario says of itself."""

    id: str = key("Its id: the name of its file or folder.", example='id = "the_post"', fixed=True)
    title: str = key("Its title.", example='title = "The Post"')
    role: str = key("Who the player is, in a sentence or two.", example='role = "You founded Agora and run it."')
    summary: str = key(
        "What it is about, in a sentence.",
        default="",
        example='summary = "A president posts, the staff walks out, and you have to say what your rules mean."',
    )
    opening: Text | None = key(
        "What the player reads first.", default=None, example='opening = "It is Thursday evening in May."'
    )
    version: str = key("Its version.", default="1.0.0", fixed=True, example='version = "1.2.0"')
    authors: tuple[str, ...] = key("Who wrote it.", default=(), example='authors = ["A. Writer", "B. Writer"]')
    license: str = key("Its licence.", default="", fixed=True, example='license = "CC-BY-4.0"')
    language: str = key("The language it is written in.", default="en", fixed=True, example='language = "en"')
    minutes: int = key("How long a first play takes.", default=30, unit="minutes", example="minutes = 30")
    rating: str = key("The age it is meant for.", default="", example='rating = "13+"')
    content_note: str = key(
        "What a reader may want to know beforehand.", default="", example='content_note = "Refers to police violence."'
    )
    inspired_by: str = key(
        "Real events behind it.", default="", example='inspired_by = "Public events of May to August 2020."'
    )
    company: str = key("What the desk is headed with.", default="", example='company = "Agora"')


@frozen(kw_only=True)
class Clock:
    """The time of the story: by date (`start`, `end`, `step`) or by turn (`turns`)."""

    start: dt.datetime | None = key(
        "First moment, with its zone.", default=None, example="start = 2020-05-28T18:00:00-04:00"
    )
    end: dt.datetime | None = key("Last moment.", default=None, example="end = 2020-07-31T18:00:00-04:00")
    step: Duration | None = key("Time between two looks at the world.", default=None, example='step = "6h"')
    turns: int | None = key("Number of turns, instead of dates.", default=None, example="turns = 12", unit="turns")


@frozen(kw_only=True)
class Scenario:
    """A whole scenario, as written."""

    format: Literal[1] = key("The version of this language.", example="format = 1")
    info: Info = key("What the scenario says of itself.", name="scenario")
    clock: Clock = key("Its time.")
    assumptions: dict[str, Assumption] = key("Constants of the model.", factory=dict, name="assumption")
    draws: dict[str, Draw] = key("Numbers drawn once a playthrough.", factory=dict, name="draw")
    metrics: dict[str, Metric] = key("What the story moves.", factory=dict, name="metric")
    variables: dict[str, Variable] = key("What options and events set.", factory=dict, name="variable")
    functions: dict[str, Function] = key("Formulas with a name.", factory=dict, name="function")
    budgets: dict[str, Budget] = key("What options cost.", factory=dict, name="budget")
    cast: dict[str, Cast] = key("The people.", factory=dict)
    roles: dict[str, Role] = key("Seats for team play.", factory=dict, name="role")
    values: dict[str, Value] = key("What a player may stand for.", factory=dict, name="value")
    lenses: dict[str, Lens] = key("Ethical frameworks.", factory=dict, name="lens")
    decisions: dict[str, Decision] = key("What the player decides.", factory=dict, name="decision")
    events: dict[str, Event] = key("What happens anyway.", factory=dict, name="event")
    decks: dict[str, Deck] = key("Cards drawn by weight.", factory=dict, name="deck")
    promises: dict[str, Promise] = key("What can be promised.", factory=dict, name="promise")
    injects: dict[str, Inject] = key("What a teacher may throw in.", factory=dict, name="inject")
    endings: dict[str, Ending] = key("How it can end, in order.", name="ending")
    history: History | None = key("The path of the real events.", default=None)
    debrief: Debrief | None = key("What is put to the players afterwards.", default=None)
    targets: tuple[Target, ...] = key("Claims about balance.", default=(), name="target")
    mirror: Mirror | None = key("What changes places when the poles are swapped.", default=None)
    rivals: dict[str, Rival] = key("Rival views of the model.", factory=dict, name="rival")


@frozen(kw_only=True)
class Edition:
    """What an edition says of itself, in `editions/NAME.toml`."""

    title: str = key("Its name, to tell it from the others.", example='title = "For readers from 12"')
    language: str | None = key("Its language, if it is another.", default=None, example='language = "es"')
    rating: str | None = key("The age it is meant for, if it is another.", default=None, example='rating = "10+"')
