"""A student's page: what the class sees, and what is this seat's to do. It works without a script."""

from __future__ import annotations

from attrs import frozen

from ceo_sim.analysis.predictions import judged
from ceo_sim.classroom import events as ev
from ceo_sim.classroom import names
from ceo_sim.classroom.entities import AnswerMove, Ballot, Seat, Vote
from ceo_sim.classroom.pages.asked import prediction_fields
from ceo_sim.classroom.pages.frame import Page, look_again, status_line
from ceo_sim.classroom.pages.scene import ROUNDS, Scene
from ceo_sim.html.elements import Child, Markup, element, joined
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings
from ceo_sim.presentation.desk import meter_view
from ceo_sim.presentation.predictions import CHOICES, question
from ceo_sim.scenario.metrics import is_exact
from ceo_sim.web import components, shell

REASON_LABEL = f"Why? In a sentence of at most {ev.MAX_REASON} letters, as the company's head"
REASON_NOTE = "Your teacher reads it first and may show it to the class, without a name. Leave it empty if you like."
IN_WORDS = {"up": "it went up", "same": "it stayed the same", "down": "it went down"}
SAID = {
    "voted": "Your vote is saved.",
    "expected": "What you expect is saved.",
    "lens": "That is saved.",
    "seat": "You have your seat again.",
}
"""What a page says right after something was done, by the word in its address."""


@frozen
class Typed:
    """What was typed and could not be saved, so that it stands there again."""

    option: str = ""
    reason: str = ""
    problem: str = ""
    field: str = ""


NOTHING_TYPED = Typed()


@frozen
class Sitting:
    """A seat as its page is asked for.

    Attributes:
        address: The path of the class, without a slash at its end.
        token: Of its forms.
        left: Seconds of the countdown that are left.
    """

    scene: Scene
    seat: Seat
    address: str
    token: str
    left: int | None = None
    typed: Typed = NOTHING_TYPED
    said: str = ""
    version: str = ""

    def to(self, page: str) -> str:
        """The address of a page of the class."""
        return f"{self.address}/{page}"

    def why(self, metric: str) -> str:
        """The address of the page on a meter."""
        return self.to(f"seat?why={metric}")


def student(at: Sitting, status: int = 200) -> Page:
    """The page of a seat."""
    room = at.scene.lesson.room
    heading, *content = _content(at)
    problem = shell.problems([(at.typed.problem, at.typed.field)]) if at.typed.problem else None
    parts: tuple[Child, ...] = (
        heading,
        problem,
        status_line(at.said) if at.said else None,
        at.scene.notices(),
        *content,
        _role(at) if at.seat.team else None,
        _more(at),
    )
    title = at.scene.scenario.info.title
    return Page(
        title=f"Error: {title}" if problem else title,
        main=joined(parts),
        language=at.scene.language,
        top=seat_line(at.scene, at.seat),
        events="" if room.is_over else at.to("events"),
        version=at.version,
        face="student",
        status=status,
    )


def seat_line(scene: Scene, seat: Seat) -> Markup:
    """Who one is, above the page."""
    team = scene.lesson.team_name(seat.team)
    who = element("span", "You are ", element("b", seat.name), f", {team}" if team else "", class_="seat")
    return joined((element("span", scene.scenario.info.title, class_="brand"), who))


def _content(at: Sitting) -> tuple[Markup | None, ...]:
    """The heading, and what stands below it."""
    room = at.scene.lesson.room
    ballot = room.ballot
    if room.is_over:
        return (element("h1", "The class is over"), _over(at))
    if ballot is not None:
        return (at.scene.writer().element("h1", doc.inline(at.scene.title(ballot))), *_ballot(at, ballot))
    if room.phase == "lobby":
        wait = element("p", "You have a seat. Your teacher begins when everybody is here; meanwhile, read this.")
        again = look_again(at.to("seat"))
        return (element("h1", at.scene.scenario.info.title), wait, again, at.scene.opening())
    return _story(at)


# ---- the story ----------------------------------------------------------------------------------------------


def _story(at: Sitting) -> tuple[Markup, ...]:
    outcome = at.scene.outcome(at.why)
    last = at.scene.last_ballot()
    seen = _seen(at, last) if last is not None else None
    standing = components.section(headings.STANDING, at.scene.meters(why=at.why), id="standing")
    heading = element("h1", at.scene.now())
    return tuple(part for part in (heading, outcome, seen, look_again(at.to("seat")), standing) if part)


def _seen(at: Sitting, ballot: Ballot) -> Markup:
    """What this seat had said to the last decision, and what came of its predictions."""
    predicted = _predictions_now(at, ballot)
    return joined((_own_votes(at, ballot), predicted))


def _predictions_now(at: Sitting, ballot: Ballot) -> Markup | None:
    """What this seat expected of the last decision, beside what came a day later, once that day has come."""
    predictions = ballot.predictions.get(at.seat.id)
    if not predictions:
        return None
    game, writer = at.scene.lesson.game, at.scene.writer()
    answers = [move.ballot for move in at.scene.lesson.room.moves if isinstance(move, AnswerMove)]
    came = {each.metric.id: each for each in judged(game, answers.index(ballot.number), predictions)}
    rows = []
    for id, direction in predictions.items():
        metric = game.program.scenario.metrics[id]
        if not is_exact(metric) and not game.ended:
            result = "it is known by surveys only"
        elif (each := came.get(id)) is None:
            result = "a day has to pass first" if game.timeline.by_date else "a turn has to pass first"
        else:
            result = f"{IN_WORDS[each.actual]}, {formatting.change(metric, each.change)}"
        rows.append(element("li", writer.element("b", metric.name), f": you said {CHOICES[direction]}; {result}."))
    heading = element("h2", "What you expected")
    return joined((heading, element("ul", *rows), element("p", "Nobody else sees this.", class_="quiet")))


def _own_votes(at: Sitting, ballot: Ballot) -> Markup | None:
    labels = at.scene.labels(ballot)
    votes = [(round, vote) for round in (1, 2) if (vote := ballot.votes[round].get(at.seat.id))]
    items = [
        element("li", element("b", f"{ROUNDS[round]}: "), formatting.full_stop(labels[vote.option]), _reason(vote))
        for round, vote in votes
    ]
    return joined((element("h2", "Your votes"), element("ul", *items))) if items else None


def _reason(vote: Vote) -> Child:
    return joined((" ", element("q", element("bdi", vote.reason)))) if vote.reason else None


# ---- a decision ---------------------------------------------------------------------------------------------


def _ballot(at: Sitting, ballot: Ballot) -> tuple[Markup | None, ...]:
    phase, scene = at.scene.lesson.room.phase, at.scene
    predict = _predict(at, ballot) if ballot.round else None
    groups = _own_group(at, ballot)
    match phase:
        case "voting":
            if at.seat.observes:
                return (_clock(at), scene.brief(ballot), element("h2", headings.OPTIONS), scene.options_to_read(ballot))
            return (_clock(at), groups, scene.brief(ballot), _vote(at, ballot), predict)
        case "revealed":
            own = (_own_votes(at, ballot), _lens(at, ballot))
            votes = (scene.votes(ballot), *own, element("h2", "Reasons"), scene.reasons(ballot))
            return (element("p", "This is how the class voted."), *votes, look_again(at.to("seat")))
        case "put":
            wait = element("p", "Read this first. Your teacher opens the vote.", class_="lead")
        case "talk":
            wait = element("p", "The first vote is closed. Talk it over before you vote again.", class_="lead")
        case _:
            wait = element("p", "The vote is closed. Look to the front.", class_="lead")
    options = (element("h2", headings.OPTIONS), scene.options_to_read(ballot))
    again = look_again(at.to("seat"))
    return (wait, groups, again, _own_votes(at, ballot), scene.brief(ballot), *options, predict)


def _lens(at: Sitting, ballot: Ballot) -> Markup | None:
    """Which lens the seat's reason comes nearest to, asked when all have voted, so that no vote is led by it."""
    vote = next((vote for round in (2, 1) if (vote := ballot.votes[round].get(at.seat.id))), None)
    lenses = at.scene.scenario.lenses
    if vote is None or not lenses:
        return None
    options = (
        element("option", f"{lens.name}: {lens.question}", value=id, selected=vote.lens == id)
        for id, lens in lenses.items()
    )
    label = element("label", "Which question does your reason come nearest to?", for_="lens")
    none = element("option", "none of them, or not said", value="", selected=not vote.lens)
    field = element("div", label, element("select", none, *options, id="lens", name="lens"), class_="field")
    button = element("p", shell.button("Say so", kind="second"), class_="actions")
    return shell.form(at.to("lens"), at.token, field, button)


def _clock(at: Sitting) -> Markup | None:
    """What is left of the countdown."""
    return None if at.left is None else clock(at.left)


def clock(left: int) -> Markup:
    """A countdown; the script lets it run."""
    figure = element("b", f"{left // 60}:{left % 60:02}", class_="left", data_left=left, role="timer")
    return element("p", "Time left: ", figure, class_="clock")


def _own_group(at: Sitting, ballot: Ballot) -> Markup | None:
    if not any(at.seat.id in group for group in ballot.groups):
        return None
    return element("section", element("h2", "Your group"), at.scene.groups(ballot, own=at.seat.id))


def _vote(at: Sitting, ballot: Ballot) -> Markup:
    """The form of the open round."""
    own = ballot.votes[ballot.round].get(at.seat.id)
    chosen = at.typed.option or (own.option if own else "")
    reason = at.typed.reason or (own.reason if own else "")
    cards = at.scene.once(
        f"cards {ballot.round} {chosen if chosen in ballot.options else ''}",
        lambda: components.options(at.scene.writer(), at.scene.decision(ballot).options, chosen),
    )
    field = (
        shell.field("reason", REASON_LABEL, reason, rows=3, most=ev.MAX_REASON, aria_describedby="reason-note"),
        element("p", REASON_NOTE, id="reason-note", class_="quiet"),
    )
    saved = f"Your vote is saved: {at.scene.labels(ballot)[own.option]}." if own else ""
    heading = "Vote, silently" if ballot.round == 1 else "Vote again, after the talk"
    return joined(
        (
            element("h2", heading, id="vote"),
            element("p", saved, class_="saved") if saved else None,
            shell.form(
                at.to("vote"),
                at.token,
                cards,
                *field,
                element("p", shell.button("Change my vote" if own else "Vote"), class_="actions"),
                element("p", Markup(), class_="trouble", role="alert"),
                hidden={"ballot": str(ballot.number), "round": str(ballot.round)},
                class_="vote",
                data_vote=True,
            ),
        )
    )


def _predict(at: Sitting, ballot: Ballot) -> Markup | None:
    """What is asked before the outcome is seen."""
    if not ballot.metrics or ballot.is_revealed:
        return None
    predictions = ballot.predictions.get(at.seat.id, {})
    game = at.scene.lesson.game
    names = {id: meter_view(game, game.meter(id)).name for id in ballot.metrics}
    fields = prediction_fields(at.scene.writer(), names, predictions)
    note = "Saved; you may change it until the votes are shown." if predictions else headings.PREDICTION_NOTE
    return components.section(
        "Before you see what comes of it",
        element("p", question(game)),
        shell.form(
            at.to("predict"),
            at.token,
            fields,
            element("p", shell.button("Save what I expect", kind="second"), class_="actions"),
            hidden={"ballot": str(ballot.number)},
            data_vote=True,
        ),
        element("p", f"{note} Nobody else sees it.", class_="quiet"),
        id="expect",
    )


# ---- what else a seat has -----------------------------------------------------------------------------------


def _role(at: Sitting) -> Markup:
    heading = f"Your role: {at.scene.lesson.team_name(at.seat.team)}"
    is_open = at.scene.lesson.room.phase == "lobby"
    return element(
        "details", element("summary", heading), at.scene.role(at.seat.team), open=is_open, class_="role-card"
    )


def _more(at: Sitting) -> Markup:
    """The path so far, another device, leaving."""
    room = at.scene.lesson.room
    path = element("details", element("summary", "What the class has decided"), at.scene.path()) if room.moves else None
    if room.is_over:
        return joined((path,))
    return element("footer", path, leaving(at.address, at.token), class_="more")


def leaving(address: str, token: str) -> Markup:
    """How a seat is taken along, and how it is left."""
    to_device = element("p", element("a", "Go on on another device", href=f"{address}/device"))
    leave = element(
        "details",
        element("summary", "Leave the class"),
        shell.form(
            f"{address}/leave",
            token,
            element("p", "This browser forgets your seat, and you can take another one."),
            element(
                "p",
                element("input", type="checkbox", id="forget", name="forget", value="yes"),
                element("label", "Also delete my votes and reasons; this cannot be undone", for_="forget"),
                class_="check",
            ),
            element("p", shell.button("Leave", kind="second"), class_="actions"),
        ),
    )
    return joined((to_device, leave))


def _over(at: Sitting) -> Markup:
    standing = components.section(headings.STANDING, at.scene.meters(why=at.why), id="standing")
    return joined((element("p", "Thank you. Nobody can vote any more."), at.scene.outcome(at.why), standing))


def device(scene: Scene, seat: Seat, address: str, join: str, secret: str, qr: Markup) -> Page:
    """How a seat is taken along to another device.

    Args:
        scene: The class.
        seat: The seat.
        address: The path of the class.
        join: The address that is opened there.
        secret: The seat's.
        qr: All of it as a drawing; may be empty.
    """
    steps = (
        element("li", "There, open ", element("b", join), " and enter ", element("b", scene.lesson.room.code), "."),
        element(
            "li", "Open “I have a seat already” and enter ", element("code", names.in_fours(secret), class_="resume")
        ),
    )
    main = joined(
        (
            element("h1", f"Go on as {seat.name} on another device"),
            element("ol", *steps),
            joined((element("p", "Or scan this there:"), qr)) if qr else None,
            element("p", "Whoever has this code votes as you do: show it to nobody.", class_="quiet"),
            element("p", element("a", "Back to the class", href=f"{address}/seat", class_="button"), class_="actions"),
        )
    )
    return Page("Go on on another device", main, language=scene.language)
