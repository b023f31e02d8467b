"""The buttons of a reminder: show it, take it over, say that it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from leakwatch.errors import N_, LeakwatchError, NotifyError
from leakwatch.notify import actions, duty_words
from leakwatch.triage import modals
from leakwatch.triage.chores import Chore, Chores, Mark, read_mark
from leakwatch.triage.desk import FAULT, Desk, Place
from leakwatch.triage.duty_deciding import Met, Outcome, Press, Pressed, act, meet, show
from leakwatch.triage.duty_modal import done_form
from leakwatch.triage.envelope import Click, read_click, read_submission
from leakwatch.triage.reply import Line, reply

_PRESSES = {
    actions.DUTY_SHOW: Press.SHOW,
    actions.DUTY_TAKE: Press.TAKE,
    actions.DUTY_DONE: Press.DONE,
}
#: Slack gives three seconds; what takes longer is answered beside the modal.
_IN_TIME = 2.0
_ANSWERS: Mapping[Outcome, str] = {
    Outcome.YOURS: N_("{label} is in your hands already."),
    Outcome.STALE: N_(
        "{label}: this is settled, or its day was moved, since the reminder was written. Nothing"
        " was changed; show it to see how it stands."
    ),
    Outcome.MISSING: N_("{label} is not in the record any more. Nothing was changed."),
}


class DutyButtons:
    """Register it on the app."""

    def __init__(self, desk: Desk, chores: Chores) -> None:
        self._desk, self._chores = desk, chores

    def register(self, app: AsyncApp, _desk: Desk) -> None:
        for action in actions.DUTY_BUTTONS:
            app.action(action)(self.press)
        app.view(actions.DUTY_MODAL)(self.submit)

    async def press(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        click, desk = read_click(body), self._desk
        async with desk.answering(click.place):
            mark = read_mark(click.value)
            if mark is None:
                text = N_("This button belongs to nothing: the message is a sample, or too old.")
                await desk.tell(click.place, desk.catalogue.text(text))
                return
            pressed = Pressed(mark=mark, user=click.place.user, press=_PRESSES[click.action])
            if pressed.press is Press.SHOW:
                await self._show(click.place, pressed)
            elif pressed.press is Press.TAKE:
                await self._take(click.place, pressed)
            else:
                await self._ask(click, pressed)

    async def _show(self, place: Place, pressed: Pressed) -> None:
        desk = self._desk
        met = await self._look(show, pressed)
        if met is None:
            await desk.tell(place, self._said(Outcome.MISSING, pressed.mark))
            return
        said = reply(pressed.mark.label, self._lines(met.chore))
        await desk.tell(place, said.text, blocks=said.blocks)

    def _lines(self, chore: Chore) -> list[Line]:
        texts = self._desk.catalogue
        told = [Line(text=texts.text(one.message, **one.values)) for one in chore.facts]
        told += [
            Line(
                text=texts.text(
                    N_("to do: … {what}, by {day}"),
                    what=duty_words.of_duty(one.what, texts),
                    day=duty_words.of_day(one.due, texts),
                )
            )
            for one in chore.duties
        ]
        return [*told, *(Line(text="", code=command) for command in chore.commands)]

    async def _take(self, place: Place, pressed: Pressed) -> None:
        desk = self._desk
        outcome = await self._act(pressed)
        text = self._said(outcome, pressed.mark)
        if outcome is Outcome.DONE:
            text = desk.catalogue.text(
                N_("{label} is in your hands now."), label=pressed.mark.label
            )
        await desk.tell(place, text)

    async def _ask(self, click: Click, pressed: Pressed) -> None:
        """The modal for the reason; all is checked again when it comes back."""
        desk = self._desk
        met = await self._look(meet, pressed)
        if met is None or met.duty is None:
            outcome = Outcome.MISSING if met is None else Outcome.STALE
            await desk.tell(click.place, self._said(outcome, pressed.mark))
            return
        view = done_form(pressed.mark, click.place, desk.catalogue)
        try:
            await desk.api.post(
                lambda client: client.views_open(trigger_id=click.trigger, view=view),
                channel=click.place.channel,
            )
        except NotifyError:
            text = N_("{label}: that took too long, and Slack opens nothing: press it again.")
            await desk.tell(click.place, desk.catalogue.text(text, label=pressed.mark.label))

    async def submit(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        submission, texts = read_submission(body), self._desk.catalogue
        async with self._desk.answering(submission.place):
            try:
                await self._submit(ack, body)
            finally:
                if ack.response is None:  # the modal stays open with all that was typed
                    wrong = {modals.REASON: texts.text(FAULT)}
                    await ack(response_action="errors", errors=wrong)

    async def _submit(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        submission, texts = read_submission(body), self._desk.catalogue
        mark = read_mark(submission.origin.duty)
        reason = submission.values.get(modals.REASON, "").strip()
        if mark is None:
            text = texts.text(N_("This form is out of date: press the button again."))
            await ack(response_action="update", view=modals.notice("leakwatch", text, texts))
            return
        if not any(char.isalnum() for char in reason):
            text = N_("Say why, in words: whoever looks at it later has nothing else.")
            await ack(response_action="errors", errors={modals.REASON: texts.text(text)})
            return
        pressed = Pressed(mark=mark, user=submission.user, press=Press.DONE, reason=reason)
        await self._finish(ack, submission.place, pressed)

    async def _finish(self, ack: AsyncAck, place: Place, pressed: Pressed) -> None:
        """Within the time Slack gives the modal says how it went, after that a line to the user."""
        desk = self._desk
        work = desk.keep(self._act(pressed))
        await asyncio.wait({work}, timeout=_IN_TIME)
        if not work.done():
            await ack()
            await desk.tell(place, self._result(await work, pressed.mark))
            return
        try:
            text = self._result(work.result(), pressed.mark)
        except LeakwatchError as error:
            text = desk.spoken(error)
        view = modals.notice(pressed.mark.label, text, desk.catalogue)
        await ack(response_action="update", view=view)

    def _result(self, outcome: Outcome, mark: Mark) -> str:
        if outcome is Outcome.DONE:
            return self._desk.catalogue.text(
                N_("{label}: done, and written down."), label=mark.label
            )
        return self._said(outcome, mark)

    def _said(self, outcome: Outcome, mark: Mark) -> str:
        text = _ANSWERS.get(outcome, "")
        return self._desk.catalogue.text(text, label=mark.label) if text else ""

    async def _look(self, work: Any, pressed: Pressed) -> Met | None:
        desk = self._desk
        found: Met | None = await desk.with_record(
            work, desk.backing.reviewers, self._chores, pressed, desk.clock()
        )
        return found

    async def _act(self, pressed: Pressed) -> Outcome:
        desk = self._desk
        outcome = await desk.with_record(
            act, desk.backing.reviewers, self._chores, pressed, desk.clock()
        )
        desk.backing.wake()
        return outcome
