"""A mail as somebody forwarded it: the messages within it, and of each what was said anew.

A forwarded answer comes in three ways: attached as message/rfc822, quoted below a line such as
"---------- Forwarded message", or typed off. What is quoted with `>` or below "On … wrote:" was
said by whoever was answered, and is left out.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from email import policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from leakwatch.casework.answer_values import read_day
from leakwatch.errors import N_, PageError, UsageError
from leakwatch.extract import decode, fragment_text

#: Messages within messages; a thread of forwards has a handful.
_DEEPEST = 10
#: Characters looked at of one message, and of a page before it is read.
_MOST_TEXT, _MOST_PAGE = 200_000, 1_000_000
#: Parts of one mail with all that is attached to it.
_MOST_PARTS = 500
#: Characters looked at of one header: what reads addresses takes the square of that.
_MOST_HEADER = 4_000

_FORWARDED = re.compile(
    r"^\s*(?:-{2,}\s*(?:forwarded message|original message|original appointment|転送メッセージ|"
    r"元のメッセージ|オリジナルメッセージ|転送されたメッセージ)\s*-{0,}|begin forwarded message:|"
    r"以下(?:、)?転送.*|_{10,})\s*$"
    # headers without a line above them, as some programs quote
    r"|(?=^(?:from|差出人|送信者)\s?[:：].+\n(?:.*\n){0,2}?(?:sent|date|送信日時|日時|日付)\s?[:：])",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER = re.compile(
    r"^\s*\*?(?P<name>from|date|sent|subject|to|cc|差出人|送信者|送信元|日付|日時|送信日時|件名|宛先)\*?\s*[:：]\s*"
    r"(?P<value>.*)$",
    re.IGNORECASE,
)
_MEANS = {
    **dict.fromkeys(("from", "差出人", "送信者", "送信元"), "from"),
    **dict.fromkeys(("date", "sent", "日付", "日時", "送信日時"), "date"),
    **dict.fromkeys(("subject", "件名"), "subject"),
}
#: Below such a line stands what was answered.
_REPLIED = re.compile(
    r"^(?:on .{5,200} wrote:|\d{4}年\d{1,2}月\d{1,2}日.{0,120}(?:[:：]|のメール)|.{0,80}さんは書きました[:：]?"
    r"|.{0,120}<[^<>\s]+@[^<>\s]+>\s*[:：])\s*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^\s*[>＞|]")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One mail within what came."""

    place: str  #: `1` for the outermost, `2` for the next one found
    sender: str  #: mail address; empty: not known
    subject: str
    on: date | None  #: day in the reader's time zone
    text: str  #: what it says itself, without what it quotes
    quoted: str  #: what it quotes: our inquiry, as a rule
    unread: int = 0  #: parts that hold no text


class _Headers(policy.EmailPolicy):
    """Cuts off what no program would write."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_MOST_HEADER]


class _TooMany(Exception):
    """It has more parts than anybody would read."""


class _Parts:
    """Makes the parts of one mail, and not without end."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, policy: policy.Policy | None = None) -> EmailMessage:
        self._count += 1
        if self._count > _MOST_PARTS:
            raise _TooMany
        return EmailMessage(policy)


def read_messages(body: bytes, *, file: str, zone: tzinfo) -> tuple[Message, ...]:
    """Every message in a mail (.eml), outermost first.

    Raises UsageError when it is none, or has too many parts.
    """
    try:
        mail = email.message_from_bytes(body, _Parts(), policy=_Headers())
        assert isinstance(mail, EmailMessage)
        found = [one for outer in _mails(mail, 0) for one in _split(outer, zone)]
    except _TooMany as error:
        raise UsageError(
            N_("{file} has more than {most} parts: save the answer itself as .eml"),
            file=file,
            most=_MOST_PARTS,
        ) from error
    except (LookupError, ValueError, RecursionError, AttributeError, TypeError) as error:
        raise _no_mail(file) from error
    if not mail.keys() or not {"from", "subject", "date"} & {key.lower() for key in mail}:
        raise _no_mail(file)
    return tuple(
        Message(
            place=str(at),
            sender=one.sender,
            subject=one.subject,
            on=one.on,
            text=one.text,
            quoted=one.quoted,
            unread=one.unread,
        )
        for at, one in enumerate(found, start=1)
    )


def _no_mail(file: str) -> UsageError:
    return UsageError(
        N_("{file} is no mail: save the answer itself as .eml, or attach it with --file"),
        file=file,
    )


def _mails(mail: EmailMessage, depth: int) -> Iterator[EmailMessage]:
    yield mail
    if depth >= _DEEPEST:
        return
    for part in _parts(mail):
        if part.get_content_type() == "message/rfc822":
            for inner in part.iter_parts() if part.is_multipart() else ():
                if isinstance(inner, EmailMessage):
                    yield from _mails(inner, depth + 1)


def _parts(mail: EmailMessage) -> Iterator[EmailMessage]:
    """Its own parts, without those of mails attached to it."""
    if mail.get_content_type() == "message/rfc822":
        yield mail
        return
    if not mail.is_multipart():
        yield mail
        return
    for part in mail.iter_parts():
        if isinstance(part, EmailMessage):
            yield from _parts(part)


def _split(mail: EmailMessage, zone: tzinfo) -> Iterator[Message]:
    """The mail itself, and those quoted whole below a line that says so."""
    text, unread = _text(mail)
    pieces = _FORWARDED.split(text[:_MOST_TEXT])
    yield _message(
        pieces[0],
        sender=_address(_header(mail, "From")),
        subject=_header(mail, "Subject"),
        on=_sent(_header(mail, "Date"), zone),
        unread=unread,
    )
    for piece in pieces[1:]:
        heads, rest = _heads(piece)
        if rest.strip():
            yield _message(
                rest,
                sender=_address(heads.get("from", "")),
                subject=heads.get("subject", ""),
                on=_sent(heads.get("date", ""), zone),
            )


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail.get(name) or "")
    except OverflowError:  # a Date of a year that no calendar has
        return ""


def _text(mail: EmailMessage) -> tuple[str, int]:
    """Its text, plain before HTML, and how many parts hold none."""
    parts = [part for part in _parts(mail) if part.get_content_type() != "message/rfc822"]
    plain = [part for part in parts if _is(part, "text/plain")]
    pages = [part for part in parts if _is(part, "text/html")]
    texts = [_decoded(part) for part in plain] or [
        fragment_text(_decoded(one)[:_MOST_PAGE]) for one in pages
    ]
    unread = sum(not _is(part, "text/plain") and not _is(part, "text/html") for part in parts)
    return "\n".join(texts), unread


def _is(part: EmailMessage, kind: str) -> bool:
    return part.get_content_type() == kind and part.get_content_disposition() != "attachment"


def _decoded(part: EmailMessage) -> str:
    """The bytes decide: what a mail declares of its encoding is often wrong."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload:
        return ""
    try:
        return decode(payload, content_type=str(part.get("Content-Type") or ""))[0]
    except PageError:
        return ""


def _message(text: str, *, sender: str, subject: str, on: date | None, unread: int = 0) -> Message:
    said, quoted = _parted(text)
    return Message(
        place="", sender=sender, subject=subject, on=on, text=said, quoted=quoted, unread=unread
    )


def _parted(text: str) -> tuple[str, str]:
    """What is said anew, and what is quoted."""
    said: list[str] = []
    quoted: list[str] = []
    below = False
    for line in text.splitlines():
        below = below or _REPLIED.match(line.strip()) is not None
        (quoted if below or _QUOTED.match(line) else said).append(line)
    return "\n".join(said), "\n".join(quoted)


def _heads(text: str) -> tuple[dict[str, str], str]:
    """The header lines on top of a quoted mail, and its text."""
    heads: dict[str, str] = {}
    lines = text.splitlines()
    at = 0
    for at, line in enumerate(lines):  # noqa: B007 - where they end
        match = _HEADER.match(line)
        if match is not None:
            heads.setdefault(_MEANS.get(match["name"].lower(), ""), match["value"].strip())
        elif line.strip() or heads:
            break
    return heads, "\n".join(lines[at:])


def _address(text: str) -> str:
    found = _ADDRESS.findall(text)
    return found[-1].lower() if found else ""


def _sent(text: str, zone: tzinfo) -> date | None:
    """The day of a Date header, or of what a mail program writes above a forwarded mail."""
    if not text.strip():
        return None
    try:
        at = parsedate_to_datetime(text)
        return at.date() if at.tzinfo is None else at.astimezone(zone).date()
    except OverflowError:  # a year that no calendar has
        return None
    except ValueError:
        return _written(text)


def _written(text: str) -> date | None:
    day = re.match(r"\s*\D{0,12}(\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/]\d{1,2}[-/]\d{1,2})", text)
    try:
        return read_day(day[1]) if day else None
    except UsageError:
        return None
