"""Answers to /leakwatch, in words of the reader's language."""

from __future__ import annotations

import gettext
from datetime import UTC

from leakwatch.locale import Catalogue
from leakwatch.models import Status
from leakwatch.triage.asking import read_command
from leakwatch.triage.command_answers import Answers
from leakwatch.triage.reply import Reply


class CountsLast(gettext.NullTranslations):
    """A language that says what is counted before it says how many."""

    def gettext(self, message: str) -> str:
        return "{what} x{count}" if message == "{count} {what}" else message


def answers(translations: gettext.NullTranslations | None = None) -> Answers:
    return Answers(Catalogue("en", translations or gettext.NullTranslations()), UTC)


def said(reply: Reply) -> str:
    return str(reply.blocks)


def test_a_language_may_say_what_is_counted_first() -> None:
    counted = {Status.NEW: 34, Status.CONFIRMED: 1}
    assert "34 new, 1 confirmed" in said(answers().counts(counted))
    assert "new x34, confirmed x1" in said(answers(CountsLast()).counts(counted))


def test_a_word_that_resembles_no_command_is_not_repeated() -> None:
    reply = said(answers().help(read_command("高瀬涼子")))
    assert "That is no command." in reply
    assert "高瀬" not in reply


def test_a_word_that_resembles_a_command_is_answered_with_that() -> None:
    reply = said(answers().help(read_command("statsu")))
    assert "statsu is no command: did you mean status?" in reply
