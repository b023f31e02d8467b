from __future__ import annotations

from datetime import UTC, date
from email.message import EmailMessage

import pytest

from leakwatch.casework.mail_parts import Message, read_messages
from leakwatch.errors import UsageError


def mail(text: str = "該当なし\n", subject: str = "回答") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "窓口 <desk@komorebi.example>", subject
    message["Date"] = "Tue, 10 Nov 2026 01:00:00 +0000"
    message.set_content(text)
    return message


def read(message: EmailMessage | bytes) -> tuple[Message, ...]:
    body = message if isinstance(message, bytes) else message.as_bytes()
    return read_messages(body, file="answer.eml", zone=UTC)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\x01\x02",
        b"platform,answer\n",
        "該当なし".encode(),
        b"\xff" * 100,
        b"Content-Type: text/plain; charset=\n\nx",
        b"X-A: b\n\nplain text",
    ],
)
def test_what_is_no_mail_is_refused(body: bytes) -> None:
    with pytest.raises(UsageError, match=r"answer\.eml is no mail"):
        read(body)


@pytest.mark.parametrize(
    "spoilt",
    [
        b"From: a@b.example\nSubject: =?x-unknown?B?////?=\n\nx",
        b"From: a@b.example\nContent-Type: multipart/mixed\n\nno boundary",
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=q\n\n--q\n\n",
        b"From: a@b.example\nContent-Type: text/plain; charset=x-none\n\n\x82\xa0\x82\xa2",
        b"From: a@b.example\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"From: a@b.example\nDate: 31 Feb 2026\n\nx",
        b"From: <<<>>>\nSubject: x\n\nx",
        b"From: a@b.example\nContent-Type: message/rfc822\n\n",
    ],
)
def test_a_spoilt_mail_is_still_read(spoilt: bytes) -> None:
    assert read(spoilt)[0].place == "1"


def test_mails_within_mails_end_somewhere() -> None:
    message = mail()
    for _ in range(40):
        outer = mail("転送\n")
        outer.add_attachment(message)
        message = outer
    assert 10 <= len(read(message)) <= 12


def test_a_mail_knows_its_sender_its_day_and_its_own_words() -> None:
    text = "該当なし\n\nOn Mon, Nov 2, 2026, anzu@soukai.example wrote:\n> 該当者は?\n"
    (found,) = read(mail(text))
    assert (found.sender, found.subject, found.on) == (
        "desk@komorebi.example",
        "回答",
        date(2026, 11, 10),
    )
    assert "該当者" not in found.text
    assert "該当者" in found.quoted


@pytest.mark.parametrize(
    "line",
    [
        "---------- Forwarded message ---------",
        "-----Original Message-----",
        "Begin forwarded message:",
        "----- 転送メッセージ -----",
        "________________________________",
        "",
    ],
)
def test_a_mail_quoted_whole_is_a_message_of_its_own(line: str) -> None:
    text = (
        f"共有\n\n{line}\n差出人: 法務 <legal@minato.example>\n日時: 2026年11月9日 9:00\n"
        "件名: Re: 照会\n\n該当なし\n"
    )
    outer, inner = read(mail(text))
    assert outer.text.strip() == "共有"
    assert (inner.place, inner.sender, inner.subject) == ("2", "legal@minato.example", "Re: 照会")
    assert (inner.on, inner.text.strip()) == (date(2026, 11, 9), "該当なし")


HEADS = b"From: a@x.example\r\nSubject: K-1/glg\r\n"
PART = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"


@pytest.mark.parametrize(
    "date", [b"26 Nov 99999999999 10:00:00 +0900", b"31 Dec 9999 23:59:00 -2300"]
)
def test_a_day_beyond_every_calendar_is_no_day(date: bytes) -> None:
    (message,) = read(HEADS + b"Date: Fri, " + date + b"\r\n\r\nhi\r\n")
    assert (message.on, message.text) == (None, "hi")


@pytest.mark.parametrize(
    "mail",
    [
        HEADS + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + PART * 20_000 + b"--b--\r\n",
        (HEADS + b"Content-Type: message/rfc822\r\n\r\n") * 5_000 + HEADS + b"\r\nhi",
    ],
    ids=["beside", "within"],
)
def test_a_mail_with_parts_without_end_is_refused(mail: bytes) -> None:
    with pytest.raises(UsageError, match="parts"):
        read(mail)


@pytest.mark.parametrize("long", [b"a" * 400_000, b"a@" * 200_000], ids=["name", "address"])
def test_of_a_header_without_end_only_the_beginning_is_read(long: bytes) -> None:
    (message,) = read(b"From: " + long + b"\r\nSubject: Re: K-1/glg\r\n\r\nhi\r\n")
    assert (message.subject, message.text) == ("Re: K-1/glg", "hi")
