"""The modal comes back: a decision is stored, or said to be not, and never lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from leakwatch.errors import N_, LeakwatchError, PermissionDenied, RecordError, SealError
from leakwatch.models import Status
from leakwatch.notify import actions
from leakwatch.triage import modals
from leakwatch.triage.answers import answer
from leakwatch.triage.deciding import Asked, Ruled, Ruling, rule
from leakwatch.triage.desk import FAULT, Desk
from leakwatch.triage.envelope import Submission, read_submission

#: Slack gives three seconds; what takes longer is answered beside the modal.
_IN_TIME = 2.0
#: Seconds between attempts to store a decision whose modal is closed, beside the time that the
#: record itself waits for another process.
_PAUSES = (1.0, 3.0, 6.0)

logger = logging.getLogger(__name__)


class Submissions:
    """The handler of the modal in which a decision gets its reason."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        app.view(actions.VERDICT_MODAL)(self.submit)

    async def submit(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        submission, catalogue = read_submission(body), self._desk.catalogue
        async with self._desk.answering(submission.place):
            try:
                await self._submit(ack, submission)
            finally:
                if ack.response is None:  # the modal stays open with all that was typed
                    wrong = {modals.REASON: catalogue.text(FAULT)}
                    await ack(response_action="errors", errors=wrong)

    async def _submit(self, ack: AsyncAck, submission: Submission) -> None:
        action, catalogue = f"{actions.PREFIX}{submission.origin.act}", self._desk.catalogue
        wrong = modals.mistakes(action, submission.values, catalogue, today=self._desk.today())
        if wrong and modals.is_known(action):
            await ack(response_action="errors", errors=wrong)
            return
        asked = self._asked(submission, action)
        if asked is None:
            text = catalogue.text(N_("This form is out of date: press the button again."))
            await self._notice(ack, "leakwatch", text)
            return
        await self._decide(ack, submission, asked)

    def _asked(self, submission: Submission, action: str) -> Asked | None:
        """What was decided; None when the form is none of this version."""
        origin, values = submission.origin, submission.values
        verdict = modals.verdict_of(action, values.get(modals.CHOICE, ""))
        if origin.finding is None or verdict is None:
            return None
        seen = None
        with suppress(ValueError):
            seen = Status(origin.seen) if origin.seen else None
        return Asked(
            finding=origin.finding,
            user=submission.user,
            act=origin.act,
            verdict=verdict,
            reason=values.get(modals.REASON, "").strip() or None,
            until=modals.until_of(values, self._desk.zone) if verdict.needs_until else None,
            seen=seen,
        )

    async def _decide(self, ack: AsyncAck, submission: Submission, asked: Asked) -> None:
        """Within the time Slack gives the modal says how it went, after that a line to the user."""
        desk = self._desk
        work = desk.keep(desk.with_record(rule, desk.backing.reviewers, asked, desk.clock()))
        await asyncio.wait({work}, timeout=_IN_TIME)
        if work.done():
            await self._answer_in_modal(ack, submission, asked, work)
            return
        await ack()
        await self._decide_late(submission, asked, work)

    async def _decide_late(
        self, submission: Submission, asked: Asked, work: asyncio.Future[Ruled]
    ) -> None:
        """Nobody waits any more: what a busy record refuses is tried again, then said."""
        desk = self._desk
        try:
            ruled = await self._insist(asked, work)
        except PermissionDenied as error:
            await desk.tell_error(submission.place, error)
        except LeakwatchError as error:
            logger.warning("triage.not_stored", extra={"finding": asked.label})
            if not await desk.tell(submission.place, self._not_stored(asked, error)):
                self._report_loss(asked)
        except asyncio.CancelledError:
            self._report_loss(asked)
            raise
        else:
            if text := answer(asked, ruled, desk.catalogue, zone=desk.zone):
                await desk.tell(submission.place, text)
            await self._follow(submission, ruled)

    async def _insist(self, asked: Asked, work: asyncio.Future[Ruled]) -> Ruled:
        """The ruling, asked for again while the record cannot be written."""
        desk = self._desk
        for pause in _PAUSES:
            try:
                return await work
            except SealError:
                raise
            except RecordError:
                await asyncio.sleep(pause)
            work = desk.keep(desk.with_record(rule, desk.backing.reviewers, asked, desk.clock()))
        return await work

    def _report_loss(self, asked: Asked) -> None:
        """Whoever decided may not know, so whoever runs the service has to."""
        message = N_(
            "{finding}: the decision {verdict} of {user} was not stored, and it is not known"
            " whether he could be told: ask him to decide again"
        )
        verdict = asked.verdict.name if asked.verdict else asked.act
        values = {"finding": asked.label, "verdict": verdict, "user": asked.user}
        self._desk.backing.report("triage.not_stored", message, values)

    async def _answer_in_modal(
        self, ack: AsyncAck, submission: Submission, asked: Asked, work: asyncio.Future[Ruled]
    ) -> None:
        desk = self._desk
        try:
            ruled = work.result()
        except PermissionDenied as error:
            await self._notice(ack, asked.label, desk.spoken(error))
        except LeakwatchError as error:
            # the modal stays open with all that was typed
            await ack(
                response_action="errors", errors={modals.REASON: self._not_stored(asked, error)}
            )
        else:
            text = answer(asked, ruled, desk.catalogue, zone=desk.zone)
            await (self._notice(ack, asked.label, text) if text else ack())
            await self._follow(submission, ruled)

    async def _follow(self, submission: Submission, ruled: Ruled) -> None:
        """See to it that the message says what became of it."""
        if ruled.ruling is Ruling.DONE:
            self._desk.backing.wake()
        else:
            await self._desk.refresh(submission.place, submission.origin.ts)

    def _not_stored(self, asked: Asked, error: LeakwatchError) -> str:
        catalogue = self._desk.catalogue
        text = N_("{finding}: your decision was not stored ({error}). Please decide again.")
        return catalogue.text(text, finding=asked.label, error=self._desk.spoken(error))

    async def _notice(self, ack: AsyncAck, title: str, text: str) -> None:
        await ack(response_action="update", view=modals.notice(title, text, self._desk.catalogue))
