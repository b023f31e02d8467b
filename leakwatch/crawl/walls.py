"""What an answer really is: the page that was asked for, or a wall, an empty shell, a "not there"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import unquote, urlsplit

from leakwatch.extract import Document, canonical_url
from leakwatch.models import Marks, Selector, SelectorKind
from leakwatch.text import fold_key, rows

LOGIN, BOT, CONSENT = "login_wall", "bot_wall", "consent_wall"
SOFT_404, SCRIPTED, MAINTENANCE = "soft_404", "needs_javascript", "maintenance"
EMPTY = "empty_page"

#: Letters of text on a page that still may be nothing but a wall with the site's own frame around it;
#: articles about such pages are longer. (Of 243 real pages 76 are shorter, and none of them is taken for a wall.)
_MOST = 4_000
#: A text mark says all there is to say on a page of so few letters; beside other signs on longer ones.
_ALONE = {BOT: 300, SOFT_404: 250, SCRIPTED: 120, MAINTENANCE: 250}
_TOGETHER = 1_500
#: A page of so few letters says hardly anything: what its source text betrays is what it is.
_HARDLY = 60
#: Letters that embedded data must have to stand for the text that a shell lacks.
_DATA = 200
#: What may stand beside a mark in one part of a title: "404", "ご指定の", "エラー".
_BESIDE = 6
#: Behind a mark these make it the subject of a longer title.
_ABOUT = ("の", "と", "を", "に", "へ")
#: Share of a page's letters, in lines that say so, from which the page is about consent or about
#: logging in, rather than one with a banner, or with a note that who writes to somebody must log in.
_SHARE = {CONSENT: 0.5, LOGIN: 0.25}
#: One mark of a consent page is a banner's.
_FEWEST_CONSENTS = 2
#: Source text looked at: walls are short, and a page must not make us search through megabytes.
_LONGEST_SOURCE = 300_000
_LONGEST_TITLE = 300
_REFUSING = 400
_STOPS = "。.!！…"

#: In this order: a login page may be guarded against robots, and a bot wall says that it needs scripts.
_ORDER = (BOT, LOGIN, CONSENT, MAINTENANCE, SOFT_404)
_PARTS = re.compile(r"[|｜–—:：·•»«‹›<>＜＞/]|\s-\s|\s・\s")
_HEADING = Selector(kind=SelectorKind.CSS, expression="h1")
_PASSWORD = Selector(kind=SelectorKind.CSS, expression="input[type=password]", attribute="type")
_NOISE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer with an HTML page, as far as it betrays what it is."""

    document: Document
    body: bytes
    status: int = 200
    headers: Mapping[str, str] | None = None  #: names and values in lower case


@dataclass(frozen=True, slots=True)
class Gone:
    """What this site shows in place of a page that does not exist."""

    lines: frozenset[str] = frozenset()
    title: str = ""


def _squeezed(text: str) -> str:
    return "".join(fold_key(text).split())


@cache
def _marks(kind: str, where: str) -> tuple[str, ...]:
    found = [text for of, place, text in rows("walls") if (of, place) == (kind, where)]
    if where not in {"title", "whole", "text"}:
        return tuple(map(str.lower, found))
    return tuple(_squeezed(text).strip(_STOPS if where != "text" else None) for text in found)


@cache
def _title_marks() -> tuple[str, ...]:
    return tuple(mark for kind in _ORDER for at in ("title", "whole") for mark in _marks(kind, at))


def wall_of(answer: Answer, marks: Marks) -> str | None:
    """The name of what stands in place of a page, or None for a page; `marks` are the source's own."""
    page = _Page(answer)
    declared = {LOGIN: marks.login, BOT: marks.bot, CONSENT: marks.consent, SOFT_404: marks.gone}
    for kind in _ORDER:
        own = tuple(map(_squeezed, declared.get(kind, ())))
        if page.says(own) or page.is_a(kind):
            return kind
    if page.is_shell():
        return SCRIPTED
    return EMPTY if page.is_empty() else None


def wall_at(url: str, *, asked: str) -> str | None:
    """What `url`, to which a redirect led, is by its address; what was asked for is nobody's wall."""
    kinds = (kind for kind in (LOGIN, CONSENT) if _names(url, kind) and not _names(asked, kind))
    return next(kinds, None)


class _Page:
    """One answer, read as far as the question needs."""

    def __init__(self, answer: Answer) -> None:
        document = answer.document
        self._answer, self._document = answer, document
        self._long = len(document.text) > 2 * _MOST  # blanks and all; too long for a wall
        self._text = "" if self._long else _squeezed(document.text)

    @cached_property
    def _parts(self) -> set[str]:
        """Of title and first heading; none where no mark at all is in them, as on nearly every page."""
        said = (self._document.title, *self._document.select(_HEADING)[:1])
        together = _squeezed(" ".join(said))
        if not any(mark in together for mark in _title_marks()):
            return set()
        return set().union(*map(_parts, said))

    def says(self, own: Iterable[str]) -> bool:
        """Whether one of the definition's own marks is to be read, however long the page is."""
        if not (wanted := tuple(filter(None, own))):
            return False
        text = _squeezed(f"{self._document.title}\n{self._document.text}")
        return any(mark in text for mark in wanted)

    def is_a(self, kind: str) -> bool:
        if self._by_header(kind):
            return True
        if self._long or len(self._text) > _MOST:
            return False
        if kind == LOGIN and self._asks_for_a_password():
            return True
        return self._by_title(kind) or self._by_text(kind)

    def is_shell(self) -> bool:
        """Whether a script would have to fill the page: what it says without one is next to nothing."""
        if self._long or len(self._text) > _ALONE[SCRIPTED]:
            return False
        if sum(map(len, self._document.data.values())) >= _DATA:
            return False
        asks = any(mark in self._text for mark in _marks(SCRIPTED, "text"))
        if asks or len(self._text) > _HARDLY:
            return asks
        source = self._answer.body[:_LONGEST_SOURCE]
        return bool(_empty_root().search(source)) or _asks_for_script(source)

    def is_empty(self) -> bool:
        document = self._document
        return not (self._long or self._text or document.title or document.data)

    def _by_header(self, kind: str) -> bool:
        headers = self._answer.headers or {}
        told = (mark.partition(": ") for mark in _marks(kind, "header"))
        return any(value in headers.get(name, "") for name, _, value in told)

    def _by_title(self, kind: str) -> bool:
        return any(_covers(part, kind) for part in self._parts)

    def _by_text(self, kind: str) -> bool:
        text = self._text
        if len(text) > (_MOST if kind == CONSENT else _TOGETHER):
            return False
        marks = _marks(kind, "text")
        said = sum(mark in text and (kind != SOFT_404 or _meant(mark, text)) for mark in marks)
        if not said:
            return len(text) <= _HARDLY and kind == BOT and self._betrayed(kind)
        if self._answer.status >= _REFUSING and kind not in {CONSENT, SOFT_404}:
            return True
        if kind in _SHARE:
            enough = said >= _FEWEST_CONSENTS or kind != CONSENT
            return enough and self._share(kind) >= _SHARE[kind]
        return len(text) <= _ALONE[kind] or self._betrayed(kind)

    def _asks_for_a_password(self) -> bool:
        """Whether a form to log in is nearly all there is."""
        short = 0 < len(self._text) <= _HARDLY and not self._document.data
        return short and bool(self._document.select(_PASSWORD))

    def _share(self, kind: str) -> float:
        """How much of the text stands in lines that hold a mark."""
        marks = _marks(kind, "text")
        lines = map(_squeezed, self._document.text.split("\n"))
        about = sum(len(line) for line in lines if any(mark in line for mark in marks))
        return about / max(len(self._text), 1)

    def _betrayed(self, kind: str) -> bool:
        source = self._answer.body[:_LONGEST_SOURCE].lower()
        return any(mark.encode() in source for mark in _marks(kind, "body"))


def _parts(title: str) -> set[str]:
    """A title as a whole and in its parts: what is said, and by whom."""
    parts = (title, *_PARTS.split(title[:_LONGEST_TITLE]))
    return {_squeezed(part).strip(_STOPS) for part in parts} - {""}


def _covers(part: str, kind: str) -> bool:
    """Whether a part of a title is a mark with hardly anything beside it."""
    return part in _marks(kind, "whole") or any(
        _says(part, mark) for mark in _marks(kind, "title") if mark in part
    )


def _says(part: str, mark: str) -> bool:
    """Not so "404 Not Found の原因", which speaks of it."""
    beside = len(part) - len(mark)
    return beside <= min(_BESIDE, len(mark)) and not part.partition(mark)[2].startswith(_ABOUT)


def _meant(mark: str, text: str) -> bool:
    """Whether `text` says it, at one place at least, and does not only speak of it."""
    return any(not after.startswith(_ABOUT) for after in text.split(mark)[1:])


def _names(url: str, kind: str) -> bool:
    """Whether an address is that of a wall."""
    parts = urlsplit(url)
    label = (parts.hostname or "").partition(".")[0]
    segments = unquote(parts.path).lower().split("/")
    return label in _marks(kind, "host") or bool(set(segments) & set(_marks(kind, "path")))


@cache
def _empty_root() -> re.Pattern[bytes]:
    ids = b"|".join(re.escape(one.encode()) for one in _marks(SCRIPTED, "root"))
    opened = rb"<(?:div|main|section)\s[^<>]{0,300}?\bid\s*=\s*[\"']?(?:" + ids + rb")[\"'\s/>]"
    custom = rb"<(?:app|[a-z]{1,20}-(?:root|app))(?:\s[^<>]{0,300})?>"
    return re.compile(
        rb"(?:" + opened + rb"[^<>]{0,300}>?|" + custom + rb")\s{0,200}</", re.IGNORECASE
    )


def _asks_for_script(source: bytes) -> bool:
    """Whether a `noscript` part asks for JavaScript; most of them hold a picture that counts visits."""
    inside = b" ".join(re.findall(rb"(?is)<noscript[^>]*>(.{0,2000}?)</noscript", source))
    text = _squeezed(inside.decode("utf-8", "replace"))
    return any(mark in text for mark in _marks(SCRIPTED, "text"))


def gone_look(document: Document) -> Gone:
    """What to remember of a page that is shown for an address that does not exist."""
    segments = _segments(document.url)
    lines = (_still(line, segments) for line in document.text.split("\n"))
    return Gone(lines=frozenset(filter(None, lines)), title=_still(document.title, segments))


def looks_gone(document: Document, gone: Gone) -> bool:
    """Whether `document` shows nothing that the page for what does not exist does not show too.

    Numbers and what is echoed of the address are left aside. A page that says anything of its own
    is a page, however much of the site's frame the two share.
    """
    if not gone.lines or _still(document.title, _segments(document.url)) != gone.title:
        return False  # of most pages this is enough to know
    return gone_look(document).lines <= gone.lines


def _segments(url: str) -> list[str]:
    """What a page may echo of its address, longest first."""
    parts = [_squeezed(unquote(part)) for part in urlsplit(canonical_url(url)).path.split("/")]
    return sorted((part for part in parts if part), key=len, reverse=True)


def _still(text: str, segments: list[str]) -> str:
    said = _squeezed(text)
    for part in segments:
        said = said.replace(part, "")
    return _NOISE.sub("0", said)
