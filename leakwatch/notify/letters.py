"""A posting as a mail: text and HTML of the same lines, all of it ASCII on its way."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from html import escape

from leakwatch.config.addresses import is_mail
from leakwatch.errors import N_, NotifyRefused
from leakwatch.locale import Catalogue
from leakwatch.models import Form, Posting
from leakwatch.notify.inert import inert, without_isolates
from leakwatch.notify.plain import plain
from leakwatch.notify.spoken import spoken

MEDIUM = "mail:"
_SUBJECT_LIMIT = 150
_LABELS = 5
_OWN_ID = re.compile(r"leakwatch\.[0-9a-f]{32}@[A-Za-z0-9.-]{1,255}")
_STYLE = "body{font:16px/1.6 sans-serif;max-width:44em;margin:1em auto}h1{font-size:1.2em}"


def letter_of(
    posting: Posting, *, sender: str, catalogue: Catalogue, zone: tzinfo, now: datetime
) -> EmailMessage:
    """The mail that tells `posting`; the same key gives the same Message-ID.

    Raises NotifyRefused for a channel that is no mail address.
    """
    title, lines = plain(posting, catalogue, zone=zone)
    texts = spoken(posting, catalogue)
    letter = EmailMessage(policy=SMTP)
    letter["From"] = mailbox(sender)
    letter["To"] = mailbox(posting.channel.removeprefix(MEDIUM))
    letter["Subject"] = _subject(posting, title, texts)
    letter["Date"] = now
    letter["Message-ID"] = f"<{message_id(posting.key, sender)}>"
    if (answered := _answered(posting)) is not None:
        letter["In-Reply-To"] = letter["References"] = f"<{answered}>"
    # RFC 3834: nobody's absence note or mailing list answers this
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter["Content-Language"] = texts.language
    letter.set_content("\n".join((title, "", *lines, "")), cte="base64")
    letter.add_alternative(_html(title, lines, texts.language), subtype="html", cte="base64")
    return letter


def mailbox(address: str) -> Address:
    """`address` as a header holds it, its domain in ASCII.

    Raises NotifyRefused when it is none; a line break can never come through.
    """
    local, _, domain = address.rpartition("@")
    try:
        if is_mail(address):
            plain_domain = domain.encode("idna").decode("ascii")
            return Address(addr_spec=f"{local}@{plain_domain}")
    except (ValueError, IndexError, MessageError):  # such as a..b@example.com
        pass
    message = N_("{channel} is no mail address: correct it in routing.yaml")
    raise NotifyRefused(message, code="no_mail_address", channel=inert(address, _SUBJECT_LIMIT))


def message_id(key: str, sender: str) -> str:
    """Without its angle brackets; a mail that is sent twice is one to whoever compares."""
    digest = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"leakwatch.{digest}@{mailbox(sender).domain}"


def _answered(posting: Posting) -> str | None:
    """The Message-ID of the mail that `posting` follows, of which it knows the receipt."""
    reference = (posting.thread or "").rpartition("/")[2]
    return reference if _OWN_ID.fullmatch(reference) else None


def _subject(posting: Posting, title: str, texts: Catalogue) -> str:
    labels = [finding.label for finding in posting.alert.findings[:_LABELS]]
    text = " ".join((title, *labels))
    if posting.form is Form.UPDATE:
        text = texts.text(N_("Changed: {title}"), title=text)
    return without_isolates(inert(f"[leakwatch] {text}", _SUBJECT_LIMIT))


def _html(title: str, lines: tuple[str, ...], language: str) -> str:
    body = "<br>\n".join(escape(line) for line in lines)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{escape(title)}</h1>\n<p>{body}</p></body></html>\n"
    )
