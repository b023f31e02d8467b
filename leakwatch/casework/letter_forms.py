"""A letter as it leaves: mail, text, page to print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from jinja2 import Environment

from leakwatch.casework.letter_fields import CONTROL
from leakwatch.config.addresses import is_mail
from leakwatch.errors import N_, UsageError
from leakwatch.models import Letter, LetterText
from leakwatch.text import html_page

#: Lines that begin with so many wide blanks stand at the right edge of the paper.
_RIGHT = 16
#: Lines that begin with so many stand in the middle.
_MIDDLE = 12
_WIDE = "\N{IDEOGRAPHIC SPACE}"
_HEADING = {"ja": "件名:", "en": "Subject: "}
_STYLE = (
    "@page{size:A4;margin:25mm 22mm}"
    "body{font:11pt/1.75 'Hiragino Mincho ProN','Yu Mincho','Noto Serif CJK JP','Noto Serif JP',"
    "serif;color:#000;max-width:166mm;margin:12mm auto;padding:0 5mm}"
    "h1{font-size:1.2em;text-align:center;margin:0 0 1.5em}"
    "p{margin:0;min-height:1.75em;white-space:pre-wrap;overflow-wrap:anywhere}"
    ".right{text-align:right}.middle{text-align:center}"
    "@media print{body{margin:0;padding:0;max-width:none}p{orphans:3;widows:3}}"
)
#: Escapes everything: what a letter says may come from anywhere.
_PAGE = Environment(autoescape=True).from_string(
    "<h1>{{ title }}</h1>\n"
    "{% for place, line in lines %}"
    '<p{% if place %} class="{{ place }}"{% endif %}>{{ line }}</p>\n'
    "{% endfor %}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who sends it, at which moment."""

    sender: str  #: mail address
    display: str  #: name shown beside it
    reply_to: str = ""  #: where answers go, if elsewhere
    at: datetime


def as_text(letter: Letter, text: LetterText) -> str:
    """Subject and text, as they are pasted into a form."""
    return f"{_HEADING[letter.language]}{text.subject}\n\n{text.body}"


def as_page(letter: Letter, text: LetterText) -> str:
    """A page of A4 that needs nothing but itself."""
    lines = [_placed(line) for line in text.body.rstrip("\n").split("\n")]
    body = _PAGE.render(title=text.subject, lines=lines)
    return html_page(text.subject, body + "\n", style=_STYLE, language=letter.language)


def as_mail(letter: Letter, text: LetterText, envelope: Envelope) -> EmailMessage:
    """The letter as a mail; the same version always bears the same Message-ID.

    Raises UsageError for an address or a header that is none: nothing is cut or mended.
    """
    if CONTROL.search(text.subject) or "\n" in text.subject:
        raise UsageError(N_("{letter}: the subject is no single line"), letter=letter.label)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _mailbox(envelope.sender, letter, display=envelope.display)
    mail["To"] = _mailbox(text.recipient, letter)
    if envelope.reply_to and envelope.reply_to != envelope.sender:
        mail["Reply-To"] = _mailbox(envelope.reply_to, letter, display=envelope.display)
    mail["Subject"] = text.subject
    mail["Date"] = envelope.at
    mail["Message-ID"] = f"<{_message_id(letter)}@{_domain(envelope.sender)}>"
    mail["Content-Language"] = letter.language
    mail.set_content(text.body, cte="base64")
    mail.add_alternative(as_page(letter, text), subtype="html", cte="base64")
    # random by default: the same letter is to be the same bytes
    mail.set_boundary(f"=_{_message_id(letter)}")
    return mail


def as_file(mail: EmailMessage, *, unsent: bool) -> bytes:
    """The mail as a file; mail programs open what is `unsent` as a draft that can be sent."""
    if unsent:
        mail["X-Unsent"] = "1"
    return mail.as_bytes(policy=SMTP)


def _placed(line: str) -> tuple[str, str]:
    """Class and text of a line, by the wide blanks that it begins with."""
    bare = line.lstrip(_WIDE)
    blanks = len(line) - len(bare)
    if blanks >= _RIGHT:
        return "right", bare
    return ("middle", bare) if blanks >= _MIDDLE else ("", line)


def _mailbox(address: str, letter: Letter, *, display: str = "") -> Address:
    if is_mail(address) and not re.search(r"[\x00-\x1f\x7f]", display):
        try:
            return Address(display, addr_spec=f"{address.rpartition('@')[0]}@{_domain(address)}")
        except (ValueError, IndexError, MessageError):
            pass  # such as a..b@example.com
    raise UsageError(
        N_("{letter}: sender or recipient is no mail address: leakwatch letters edit --to"),
        letter=letter.label,
    )


def _domain(address: str) -> str:
    try:
        return address.rpartition("@")[2].encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _message_id(letter: Letter) -> str:
    made = letter.created_at.isoformat()
    known = f"{letter.label}/{letter.version}/{letter.about}/{made}"
    return f"leakwatch.{sha256(known.encode()).hexdigest()[:32]}"
