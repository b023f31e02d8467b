"""Whatever people do with a letter, in whatever order: two stand behind it, and it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from leakwatch.app.letters import (
    Edit,
    Wanted,
    approve_letter,
    draft_letter,
    edit_letter,
    withdraw_letter,
)
from leakwatch.app.letters_leaving import exported, mark_sent, send_letter
from leakwatch.app.watch import Watch, open_watch
from leakwatch.errors import LeakwatchError, NotifyError, NotifyUnclear
from leakwatch.models import (
    Letter,
    LetterKind,
    LetterState,
    LetterText,
    LetterVersion,
    Reviewer,
    Role,
    joined,
    same_person,
)
from tests.campaigning import Office
from tests.unit.app.test_letters_leaving import CASEWORK, NOW

HANAKO, DESK, JIRO, YUKI, SUBJECT = joined(
    (
        Reviewer(id="hanako", role=Role.LEAD, os_user="hanako", email="h@soukai.example"),
        Reviewer(id="hanako-slack", role=Role.REVIEWER, slack="U0HANAKO", email="H@soukai.example"),
        Reviewer(id="jiro", role=Role.REVIEWER, os_user="jiro"),
        Reviewer(id="yuki", role=Role.AUDITOR, os_user="yuki"),
        Reviewer(id="saku", role=Role.REVIEWER, roster_id="E012"),  # whom the letter is about
    )
)
ENTRIES = {one.id: one for one in (HANAKO, DESK, JIRO, YUKI, SUBJECT)}
#: Nobody of these may do anything with it.
OTHERS = (YUKI, SUBJECT, None)
ACTORS = st.sampled_from([HANAKO, DESK, JIRO, *OTHERS])
#: States in which somebody else than its author stands behind a letter.
APPROVED = frozenset({LetterState.APPROVED, LetterState.SENDING, LetterState.SENT})
ENDED = frozenset({LetterState.SENT, LetterState.WITHDRAWN})


class Killed(BaseException):
    """The process ends while it waits for the mail server."""


class Server:
    """A mail server that takes what comes, or ends as it is told."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.end: BaseException | None = None

    async def post(self, letter: EmailMessage) -> None:
        if self.end is not None:
            raise self.end
        self.taken.append(letter)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    """A case about somebody, which a second person approved."""
    office = Office(tmp_path)
    (office.config / "casework.yaml").write_text(CASEWORK, encoding="utf-8")
    with open_watch(office.config, environ={}, now=NOW) as opened:
        cases = opened.record.cases
        cases.open(
            [], source="komorebi", subject="person:E012", owner="hanako", actor="hanako", now=NOW
        )
        cases.move(
            1,
            "approve",
            actor="jiro",
            decide=lambda one, _: replace(one, approved_by="jiro"),
            now=NOW,
        )
        entered = replace(opened.settings, reviewers=tuple(ENTRIES.values()))
        yield replace(opened, settings=entered)


class Desk(RuleBasedStateMachine):
    """One letter, and everybody who may or may not have a hand in it."""

    watch: Watch

    def __init__(self) -> None:
        super().__init__()
        wanted = Wanted(kind=LetterKind.DEREGISTRATION_RELAY, about="C-1", language="ja")
        self._number = draft_letter(self.watch, wanted, actor=HANAKO, now=NOW).number
        self._server, self._edits = Server(), 0
        self._ended: tuple[Letter, LetterText, tuple[LetterVersion, ...]] | None = None

    @property
    def letter(self) -> Letter:
        return self.watch.record.letters.get(self._number)

    @property
    def text(self) -> LetterText:
        return self.watch.record.letters.text(self._number)

    def attempt(self, actor: Reviewer | None, act: Callable[[], object]) -> bool:
        """Whether it was done; by whoever has no hand in it it never is."""
        before = self.letter
        try:
            act()
        except LeakwatchError:
            return False
        assert actor not in OTHERS
        assert before.state not in ENDED
        return True

    @rule(actor=ACTORS, whole=st.sampled_from([True, True, False]))
    def edit(self, actor: Reviewer | None, whole: bool) -> None:
        self._edits += 1
        body = self.text.body.replace("\n＿＿＿", "") + (
            f"\n{self._edits}" if whole else "\n＿＿＿"
        )
        change = Edit(body=body)
        if self.attempt(
            actor,
            lambda: edit_letter(self.watch, self._number, change, actor=actor, now=NOW),
        ):
            assert (self.letter.state, self.letter.approver) == (LetterState.DRAFT, None)

    @rule(actor=ACTORS)
    def approve(self, actor: Reviewer | None) -> None:
        self.attempt(actor, lambda: approve_letter(self.watch, self._number, actor=actor, now=NOW))

    @rule(actor=ACTORS)
    def withdraw(self, actor: Reviewer | None) -> None:
        self.attempt(
            actor,
            lambda: withdraw_letter(
                self.watch, self._number, actor=actor, reason="取下げ", now=NOW
            ),
        )

    @rule(actor=ACTORS)
    def leave_by_hand(self, actor: Reviewer | None) -> None:
        before = self.letter.state
        if self.attempt(
            actor, lambda: mark_sent(self.watch, self._number, on=None, actor=actor, now=NOW)
        ):
            assert before in APPROVED
            assert self.letter.by_hand is (before is LetterState.APPROVED)

    @rule(
        actor=ACTORS,
        end=st.sampled_from([None, NotifyError("no"), NotifyUnclear("who knows"), Killed()]),
        again=st.sampled_from([None, "届いていない"]),
    )
    def send(self, actor: Reviewer | None, end: BaseException | None, again: str | None) -> None:
        before, taken = self.letter.state, len(self._server.taken)
        self._server.end = end

        def act() -> None:
            try:
                asyncio.run(
                    send_letter(
                        self.watch,
                        self._number,
                        actor=actor,
                        post=self._server,
                        now=NOW,
                        again=again,
                    )
                )
            except Killed:
                assert self.letter.state is LetterState.SENDING

        self.attempt(actor, act)
        if len(self._server.taken) > taken:
            assert before is LetterState.APPROVED or (before is LetterState.SENDING and again)
            assert self.letter.state is LetterState.SENT

    @rule(actor=ACTORS)
    def export(self, actor: Reviewer | None) -> None:
        state = self.letter.state
        try:
            exported(self.watch, self._number, "text", actor=actor, now=NOW)
        except LeakwatchError:
            return
        assert state in APPROVED  # whoever has the file can send it
        assert actor not in (SUBJECT, None)

    @invariant()
    def nobody_approves_what_he_wrote(self) -> None:
        letter = self.letter
        assert (letter.state in APPROVED) <= (letter.approver is not None)
        if letter.approver is not None:
            (*_, newest) = self.watch.record.letters.versions(self._number)
            assert newest.version == letter.version
            assert not same_person(ENTRIES[letter.approver], ENTRIES[newest.author])
            assert "＿＿＿" not in self.text.body

    @invariant()
    def what_left_or_was_withdrawn_never_changes(self) -> None:
        letter = self.letter
        if letter.state in ENDED:
            now = (letter, self.text, self.watch.record.letters.versions(self._number))
            self._ended = self._ended or now
            assert now == self._ended
        assert (self._ended is None) or letter.state in ENDED

    @invariant()
    def it_leaves_once(self) -> None:
        assert len(self._server.taken) <= 1

    def teardown(self) -> None:
        """From wherever it stands there is a way to its end."""
        self._server.end = None
        self._on_from(LetterState.DRAFT)
        self._on_from(LetterState.APPROVED)
        self._on_from(LetterState.SENDING)
        assert self.letter.state in ENDED
        self.what_left_or_was_withdrawn_never_changes()

    def _on_from(self, state: LetterState) -> None:
        if self.letter.state is not state:
            return
        match state:
            case LetterState.DRAFT:
                self.edit(HANAKO, whole=True)
                self.approve(JIRO)
            case LetterState.APPROVED:
                self.send(JIRO, None, None)
            case _:
                self.leave_by_hand(HANAKO)
        assert self.letter.state is not state


def at(watch: Watch) -> type[Desk]:
    """Every walk has a letter of its own in one record."""

    class AtThisDesk(Desk):
        pass

    AtThisDesk.watch = watch
    return AtThisDesk


def test_whatever_is_tried_two_people_stand_behind_what_leaves_and_every_letter_ends(
    watch: Watch,
) -> None:
    run_state_machine_as_test(at(watch), settings=settings(max_examples=15, stateful_step_count=20))


def test_every_state_is_reached(watch: Watch) -> None:
    desk = at(watch)()
    reached = {desk.letter.state}
    acts: tuple[Callable[[], object], ...] = (
        lambda: desk.approve(JIRO),
        lambda: desk.send(HANAKO, NotifyUnclear("who knows"), None),
        lambda: desk.send(HANAKO, None, "届いていない"),
    )
    for act in acts:
        act()
        reached.add(desk.letter.state)
    other = at(watch)()
    other.withdraw(JIRO)
    assert {*reached, other.letter.state} == set(LetterState)
