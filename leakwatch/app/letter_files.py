"""A letter as a mail, as text, and as a page to print."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from leakwatch.errors import N_, UsageError
from leakwatch.models import Letter, LetterText, Sender
from leakwatch.notify import mailbox, message_id

_STYLE = (
    "@page{size:A4;margin:25mm 22mm}"
    "body{font:11pt/1.7 'Hiragino Mincho ProN','Noto Serif CJK JP','Yu Mincho',serif;"
    "max-width:42em;margin:2em auto;color:#000;background:#fff}"
    "h1{font-size:13pt;margin:0 0 1.5em}"
    "div{white-space:pre-wrap;overflow-wrap:anywhere}"
    "footer{margin-top:3em;font-size:8pt;color:#555}"
    "@media print{body{margin:0;max-width:none}}"
)


def mail_of(
    letter: Letter, text: LetterText, sender: Sender, *, envelope: str = "", now: datetime
) -> EmailMessage:
    """The letter as a mail; `envelope` is the address the mail server lets us write from.

    The same version has the same Message-ID. Raises UsageError for an address that is none.
    """
    origin = envelope or sender.mail
    if not origin:
        raise UsageError(N_("letters have no sender: fill in sender.mail in casework.yaml"))
    message = EmailMessage(policy=SMTP)
    name = " ".join(part for part in (sender.company, sender.department) if part)
    message["From"] = _named(name, mailbox(origin))
    if sender.mail and sender.mail != origin:
        message["Reply-To"] = mailbox(sender.mail)
    if "@" in text.recipient:
        message["To"] = mailbox(text.recipient)
    message["Subject"] = " ".join(text.subject.split())
    message["Date"] = now
    key = f"letter:{letter.label}:{letter.version}"
    message["Message-ID"] = f"<{message_id(key, origin)}>"
    message["Content-Language"] = letter.language
    message.set_content(text.body, cte="base64")
    return message


def plain_of(text: LetterText) -> str:
    """Subject and body as they would be pasted into a form."""
    return f"{text.subject}\n\n{text.body}"


def page_of(letter: Letter, text: LetterText) -> str:
    """A page to print on A4, with nothing in it that is loaded from elsewhere."""
    title = escape(text.subject)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(letter.language)}"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{title}</h1>\n<div>{escape(text.body)}</div>\n"
        f"<footer>{escape(letter.about)} {escape(letter.label)} v{letter.version}</footer>"
        "</body></html>\n"
    )


def _named(name: str, address: Address) -> Address:
    return Address(display_name=name, username=address.username, domain=address.domain)
