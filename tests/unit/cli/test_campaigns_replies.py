"""Answers above our own letters, quoted as mail programs quote them: the letters answer nothing."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.campaigning import TODAY, Office
from tests.unit.cli.test_campaigns_letters import CASEWORK

ANSWER = {"ja": "お世話になっております。該当者は3名です。", "en": "We found 3 registrants."}
QUOTING = {
    "outlook": "-----Original Message-----\nFrom: 花子 <legal@soukai.example>\n"
    "Sent: {day}\nTo: desk@komorebi.example\nSubject: {subject}\n\n{body}",
    "headers": "差出人: 花子 <legal@soukai.example>\n送信日時: {day}\n"
    "宛先: desk@komorebi.example\n件名: {subject}\n\n{body}",
    "marks": "{day} 花子 <legal@soukai.example>:\n{marked}",
    "wrote": "On {day}, <legal@soukai.example> wrote:\n{body}",
}


@pytest.mark.parametrize("quoting", QUOTING)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_reply_above_our_letter_is_read_as_what_it_says(
    tmp_path: Path, language: str, quoting: str
) -> None:
    office = Office(tmp_path)
    (office.config / "casework.yaml").write_text(CASEWORK, encoding="utf-8")
    office.started("komorebi")
    assert office.campaigns("letters", "K-1", "--language", language).code == 0
    office.sits("jiro")
    for arguments in (
        ("campaigns", "approve", "K-1"),
        ("letters", "approve", "L-1"),
        ("letters", "sent", "L-1"),
        ("campaigns", "send", "K-1"),
    ):
        ran = office.run(*arguments)
        assert ran.code == 0, ran.err
    with office.record() as record:
        text = record.letters.text(1)
    marked = "\n".join(f"> {line}" for line in text.body.splitlines())
    day = TODAY.strftime("%a, %d %b %Y 10:00:00 +0900")
    quoted = QUOTING[quoting].format(day=day, subject=text.subject, body=text.body, marked=marked)
    message = EmailMessage()
    message["From"], message["Date"] = "desk@komorebi.example", day
    message["Subject"] = f"Re: {text.subject}"
    message.set_content(f"{ANSWER[language]}\n\n{quoted}")
    came = office.file("reply.eml", message.as_bytes())
    ran = office.campaigns("import", "K-1", came, "--accept")
    assert ran.code == 0, ran.err
    assert "undecided" not in ran.err
    assert office.state("komorebi") == "answered"
