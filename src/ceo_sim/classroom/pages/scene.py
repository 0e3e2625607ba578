"""What everybody in a class sees, whatever page it is on: the scene, the outcome, the votes, the reasons, the path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import define, field

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.entities import AnswerMove, Ballot, Seat
from ceo_sim.classroom.lead import Lesson
from ceo_sim.engine.snapshots import Report
from ceo_sim.html.elements import Child, Markup, element, joined
from ceo_sim.html.parts import Writer
from ceo_sim.html.story_words import StoryWords, own_language
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings, naming
from ceo_sim.presentation.account import AccountView, account
from ceo_sim.presentation.decision import DecisionView
from ceo_sim.presentation.desk import desk_view
from ceo_sim.presentation.exhibits import parts_of
from ceo_sim.presentation.outcome import OutcomeView, consequence
from ceo_sim.presentation.pages import preface
from ceo_sim.presentation.passing import outcome_of_time
from ceo_sim.scenario.model import Scenario
from ceo_sim.web import components
from ceo_sim.web.components import Address

ROUNDS = {1: "First vote", 2: "Second vote"}
MOST_MOVES = 3
"""Meters whose causes stand on the projector beside what happened: what fits on one of 1280 by 720 pixels."""


@define(eq=False)
class Scene:
    """The parts of pages that are the same for everybody; each is made once for every state of the class."""

    lesson: Lesson
    _made: dict[str, Markup] = field(init=False, factory=dict)
    _accounts: dict[str, AccountView | None] = field(init=False, factory=dict)
    _scene: int = field(init=False, default=-1)
    _story: StoryWords = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._story = StoryWords.of(self.scenario.info.language, {})

    @property
    def scenario(self) -> Scenario:
        """What is played."""
        return self.lesson.story.program.scenario

    @property
    def language(self) -> str:
        """The language of the pages' own words."""
        return own_language(self.scenario.info.language)

    def writer(self) -> Writer:
        """Writes parts of documents, each page with a count of its own."""
        return Writer(self._story)

    def once(self, key: str, make: Callable[[], Markup]) -> Markup:
        """A part that stays the same until something changes that everybody sees."""
        self._forget_what_was()
        if (made := self._made.get(key)) is None:
            made = self._made[key] = make()
        return made

    def _forget_what_was(self) -> None:
        if self._scene != self.lesson.room.scene:
            self._made.clear()
            self._accounts.clear()
            self._scene = self.lesson.room.scene

    # ---- before it begins, and what the class is told -------------------------------------------------------

    def opening(self) -> Markup:
        """What is read first."""
        return self.once("opening", self._opening)

    def _opening(self) -> Markup:
        info, game, writer = self.scenario.info, self.lesson.game, self.writer()
        return joined(
            (
                writer.all(preface(self.scenario), 2),
                element("p", writer.spans(doc.inline(info.role)), class_="role"),
                element("div", writer.all(doc.prose(game.fill(info.opening)), 2), class_="prose"),
                writer.all(parts_of(game.show(info.exhibit)), 2),
            )
        )

    def notices(self) -> Markup:
        """That the class is paused, and the teacher's own news since the story last moved."""
        return self.once("notices", self._notices)

    def _notices(self) -> Markup:
        room = self.lesson.room
        paused = (
            element("p", "The class is paused.", class_="notice", role="note", data_paused=True)
            if room.is_paused
            else None
        )
        now = [text for moves, text in room.news if moves == len(room.moves)]
        news = (element("p", element("b", "Breaking news: "), element("bdi", text), class_="notice") for text in now)
        return joined((paused, *news))

    # ---- the story ------------------------------------------------------------------------------------------

    def now(self) -> str:
        """The date and the part of the day."""
        return formatting.date_and_part(self.lesson.game.timeline, self.lesson.game.now)

    def outcome(self, why: Address | None = None) -> Markup:
        """What came of the story's last move, and what moved; `why` leads on from each meter."""
        return joined((self.happened(), self.moved(why)))

    def happened(self) -> Markup:
        """What came of the story's last move, in words."""
        return self.once("happened", self._happened)

    def _happened(self) -> Markup:
        if (view := self.view()) is None:
            return Markup()
        game, writer, last = self.lesson.game, self.writer(), self.lesson.room.moves[-1]
        ending = self._ending() if game.ended else None
        if not isinstance(last, AnswerMove):
            return joined((element("div", components.passed(writer, view), class_="prose"), ending))
        by = self.lesson.room.ballots[last.ballot].by
        said = "The class decided: " if by == "majority" else "The teacher decided: "
        head = element("p", element("b", said), writer.spans(self._chosen(last)), class_="decided")
        return joined((head, element("div", components.consequence(writer, view), class_="prose"), ending))

    def has_happened(self) -> bool:
        """Whether there are any words of what came of the last move; time may pass without an event."""
        moves, view = self.lesson.room.moves, self.view()
        is_answer = bool(moves) and isinstance(moves[-1], AnswerMove)
        return is_answer or self.lesson.game.ended or (view is not None and bool(view.beats))

    def moved(self, why: Address | None = None) -> Markup:
        """The meters that it moved; `why` leads on from each."""
        return self.once(f"moved {why('') if why else ''}", lambda: self._moved(why))

    def _moved(self, why: Address | None) -> Markup:
        view = self.view()
        if view is None or not view.moves_seen:
            return Markup()
        return joined((element("h2", headings.MOVED), components.moves(self.writer(), view.moves_seen, why)))

    def moved_in_short(self) -> Markup:
        """The same for a screen that nobody scrolls: the first in full, the others in a line."""
        return self.once("moved in short", self._moved_in_short)

    def _moved_in_short(self) -> Markup:
        view = self.view()
        if view is None or not view.moves_seen:
            return Markup()
        first, others = view.moves_seen[:MOST_MOVES], view.moves_seen[MOST_MOVES:]
        also = formatting.full_stop(f"Also {'; '.join(f'{move.metric.name} {move.change}' for move in others)}")
        rest = element("p", also, class_="quiet") if others else None
        return joined((element("h2", headings.MOVED), components.moves(self.writer(), first), rest))

    def view(self) -> OutcomeView | None:
        """What came of the story's last move; None before the first."""
        self.lesson.game  # noqa: B018 - the story follows the class
        report = self.lesson.story.report
        return None if report is None or not self.lesson.room.moves else self._outcome_view(report)

    def _outcome_view(self, report: Report) -> OutcomeView:
        game = self.lesson.game
        is_time = report.end > report.start
        return outcome_of_time(game, report) if is_time else consequence(game, report)

    def _chosen(self, move: AnswerMove) -> doc.Spans:
        name = naming.option_name(self.lesson.game, move.decision, move.option)
        return doc.spans(formatting.full_stop(name))

    def _ending(self) -> Markup:
        game, writer = self.lesson.game, self.writer()
        text = writer.all(doc.prose(game.fill(game.ending.text)), 3) if game.ending is not None else None
        return element("section", writer.element("h2", naming.how_it_ended(game)), text, class_="ending")

    def meters(self, level: int = 3, why: Address | None = None) -> Markup:
        """How things stand; `level` is the rank of a heading in it, and `why` leads on from each meter."""
        return self.once(f"meters {level} {why('') if why else ''}", lambda: self._meters(level, why))

    def _meters(self, level: int, why: Address | None) -> Markup:
        view, writer = desk_view(self.lesson.game), self.writer()
        at_stake = (
            (element(f"h{level}", headings.AT_STAKE), components.stakes(writer, view.stakes)) if view.stakes else ()
        )
        return joined((components.meters(writer, view.meters, why), *at_stake))

    def account(self, metric: str) -> AccountView | None:
        """Why a meter stands where it stands, and what that rests on; None if there is no such meter to be seen."""
        if metric not in self.scenario.metrics:
            return None
        self._forget_what_was()
        if metric not in self._accounts:
            self._accounts[metric] = account(self.lesson.game, metric)
        return self._accounts[metric]

    def path(self) -> Markup:
        """What the class has decided so far."""
        return self.once("path", self._path)

    def _path(self) -> Markup:
        game, writer = self.lesson.game, self.writer()
        items = [
            element(
                "li",
                element("b", writer.spans(doc.spans(naming.decision_title(game, move.decision)))),
                ": ",
                writer.spans(self._chosen(move)),
            )
            for move in self.lesson.room.moves
            if isinstance(move, AnswerMove)
        ]
        return element("ol", *items, class_="path") if items else element("p", "Nothing has been decided yet.")

    # ---- a decision -----------------------------------------------------------------------------------------

    def decision(self, ballot: Ballot) -> DecisionView:
        """The decision before the class, in words."""
        return self.lesson.decision(ballot.decision)

    def title(self, ballot: Ballot) -> str:
        """Its title."""
        return naming.decision_title(self.lesson.game, ballot.decision)

    def brief(self, ballot: Ballot, *, room_last: bool = False) -> Markup:
        """What the decision is about; who is in the room stands before it, or after it."""
        return self.once(f"brief {room_last}", lambda: self._brief(ballot, room_last=room_last))

    def _brief(self, ballot: Ballot, *, room_last: bool) -> Markup:
        view, writer = self.decision(ballot), self.writer()
        deadline = view.deadline_in_full[:1].upper() + view.deadline_in_full[1:]
        facts = components.facts((self.now(), formatting.full_stop(deadline), *view.budgets), writer)
        room = doc.spans(formatting.full_stop("; ".join(view.room))) if view.room else ()
        present = element("p", f"{headings.IN_THE_ROOM}: ", writer.spans(room)) if room else None
        return joined(
            (
                facts,
                None if room_last else present,
                writer.part(view.exhibit.part, 2) if view.exhibit is not None else None,
                element("div", writer.all(doc.prose(view.brief), 2), class_="prose"),
                present if room_last else None,
            )
        )

    def options_to_read(self, ballot: Ballot) -> Markup:
        """The options, to be read."""
        return self.once("options", lambda: self._options_to_read(ballot))

    def _options_to_read(self, ballot: Ballot) -> Markup:
        writer = self.writer()
        items = []
        for option in self.decision(ballot).options:
            terms = ". ".join(filter(None, (option.price, f"Locked: {option.lock}" if option.lock else "")))
            advice = components.remarks(writer, option.advice) if option.advice else None
            said = element("p", formatting.full_stop(terms[:1].upper() + terms[1:]), class_="quiet") if terms else None
            label = element("b", writer.spans(doc.inline(option.label)), class_="words")
            items.append(element("li", label, said, advice, class_="locked" if option.lock else None))
        return element("ol", *items, class_="to-read")

    def labels(self, ballot: Ballot) -> dict[str, str]:
        """What each option says, without its markup."""
        return {id: naming.option_name(self.lesson.game, ballot.decision, id) for id in ballot.options}

    def votes(self, ballot: Ballot) -> Markup:
        """The votes of both rounds, as a table with bars."""
        return self.once(f"votes {ballot.number}", lambda: self.votes_now(ballot))

    def votes_now(self, ballot: Ballot) -> Markup:
        """The same while votes still come in."""
        rounds, labels, writer = ballot.rounds(), self.labels(ballot), self.writer()
        tallies = {round: ballot.tally(round) for round in rounds}
        head = element(
            "tr",
            element("th", "Option", scope="col"),
            *(element("th", ROUNDS[round], scope="col", class_="figure") for round in rounds),
        )
        rows = []
        for id in ballot.options:
            cells = [self._count(tallies[round][id], sum(tallies[round].values())) for round in rounds]
            mark = " (carried out)" if ballot.answer == id else ""
            name = element("th", writer.spans(doc.spans(labels[id])), mark, scope="row")
            rows.append(element("tr", name, *cells, class_="chosen" if ballot.answer == id else None))
        caption = element("caption", "Votes" if len(rounds) < 2 else "Votes before and after the talk")
        table = element("table", caption, element("thead", head), element("tbody", *rows), class_="votes")
        return joined((table, self._team_votes(ballot)))

    def _count(self, count: int, of: int) -> Markup:
        meter = element(
            "svg",
            element("rect", x="0", y="0", width=100.0, height="10", class_="rail"),
            element("rect", x="0", y="0", width=100 * count / max(1, of), height="10", class_="bar"),
            viewBox="0 0 100 10",
            preserveAspectRatio="none",
            class_="votes-bar",
            aria_hidden="true",
        )
        return element("td", element("b", str(count)), meter, class_="figure")

    def _team_votes(self, ballot: Ballot) -> Markup | None:
        """What each team voted for, where they play in teams, as each team has one vote."""
        if self.lesson.opened.play != "teams":
            return None
        round, labels = ballot.rounds()[-1], self.labels(ballot)
        choices = self.lesson.room.team_choices(ballot, round)
        rows = [
            element(
                "li",
                element("b", "Raised hands" if team == "hands" else self.lesson.team_name(team) or "Without a team"),
                ": ",
                labels.get(choice, "split"),
            )
            for team, choice in choices.items()
        ]
        return joined((element("p", element("b", "Each team has one vote:")), element("ul", *rows)))

    def reasons(self, ballot: Ballot) -> Markup:
        """The reasons that the teacher lets be seen."""
        return self.once(f"reasons {ballot.number}", lambda: self._reasons(ballot))

    def _reasons(self, ballot: Ballot) -> Markup:
        labels = self.labels(ballot)
        shown = [
            (vote.option, element("li", element("q", element("bdi", vote.reason)), f" ({ROUNDS[round].lower()})"))
            for round in (1, 2)
            for vote in ballot.votes[round].values()
            if vote.is_shown
        ]
        if not shown:
            return element("p", "No reasons are shown yet.")
        parts: list[Child] = []
        for id in ballot.options:
            if items := [item for option, item in shown if option == id]:
                parts += (element("h3", labels[id]), element("ul", *items, class_="reasons"))
        return joined(parts)

    def groups(self, ballot: Ballot, *, own: str = "") -> Markup:
        """The groups that talk, by the names of their seats; the one with the seat `own` alone, if that is given."""
        seats = self.lesson.room.seats
        groups = [(n, group) for n, group in enumerate(ballot.groups, 1) if not own or own in group]
        items = (
            element("li", element("b", f"Group {n}: "), formatting.joined(list(_names(seats, group, own))))
            for n, group in groups
            if group
        )
        return element("ul", *items, class_="groups")

    def debrief_part(self) -> tuple[Markup, Markup] | None:
        """The heading and the content of the part of the debrief that is shown; None if there is no such part."""
        sections, place = self.lesson.debrief().sections, self.lesson.room.part
        if not 0 <= place < len(sections):
            return None
        section = sections[place]
        writer = self.writer()
        body = self.once(f"debrief {place}", lambda: writer.all(section.parts, 2))
        return writer.element("h1", section.title), element("div", body, class_="debrief")

    def last_ballot(self) -> Ballot | None:
        """The ballot whose answer was the story's last answer, if nothing has been put since."""
        answered = [ballot for ballot in self.lesson.room.ballots.values() if ballot.answer]
        last = answered[-1] if answered else None
        moves = self.lesson.room.moves
        return (
            last
            if last and any(isinstance(move, AnswerMove) and move.ballot == last.number for move in moves)
            else None
        )

    def role(self, team: str) -> Markup:
        """The card of a team's role, with its private facts."""
        return self.once(f"role {team}", lambda: self._role(team))

    def _role(self, team: str) -> Markup:
        game, writer = self.lesson.game, self.writer()
        if team == ev.OBSERVERS:
            return element("p", "You observe: watch how the others argue and decide, and note what nobody says.")
        role = self.scenario.roles.get(team)
        if role is None:
            return Markup()
        facts = [element("li", writer.spans(doc.inline(game.fill(fact)))) for fact in role.facts]
        known = (element("p", "Only your team knows:"), element("ul", *facts)) if facts else ()
        return joined((writer.all(doc.prose(game.fill(role.brief)), 3), *known))


def _names(seats: dict[str, Seat], group: Sequence[str], own: str) -> Iterator[str]:
    if own:
        yield "you"
    yield from (seats[id].name for id in group if id in seats and id != own)
