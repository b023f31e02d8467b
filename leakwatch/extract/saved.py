"""Pages that somebody saved from a browser: the page, and the address it was saved from."""

from __future__ import annotations

import email
import re
from email.message import Message
from urllib.parse import urlsplit

from leakwatch.errors import N_, BrokenDocument
from leakwatch.extract.addresses import absolute
from leakwatch.extract.document import Document, read_document
from leakwatch.extract.selecting import parse_selector
from leakwatch.models import SelectorKind

#: What browsers (`saved from url=(0031)https://…`) and SingleFile (`url: https://…`) write on top.
_NOTE = re.compile(
    rb"saved from url=\(\d+\)(?P<browser>https?://[^\s>]+)"
    rb"|Page saved with SingleFile\s+url:\s*(?P<single>https?://[^\s>]+)"
)
_HEAD = 4_096
_CANONICAL = parse_selector("link[rel=canonical]::attr(href)", SelectorKind.CSS)
_OPEN_GRAPH = parse_selector("meta[property='og:url']::attr(content)", SelectorKind.CSS)
_ARCHIVE = re.compile(rb"(?im)^(?:mime-version:|snapshot-content-location:)")


def read_saved(body: bytes, *, place: str) -> Document:
    """A saved page (HTML, or MHTML as browsers save it), at the address it was saved from.

    What the browser noted goes before what the page says of itself; `place`, where the file lies,
    takes the address's place when neither says any. Raises NotText and BrokenDocument.
    """
    address, content_type = "", None
    if not body.lstrip().startswith(b"<") and _ARCHIVE.search(body[:_HEAD]):
        body, address, content_type = _unpacked(body, place=place)
    document = read_document(body, url=place, content_type=content_type)
    document.url = absolute(place, address) or _noted(body) or _declared(document) or place
    return document


def _noted(body: bytes) -> str | None:
    found = _NOTE.search(body[:_HEAD])
    if found is None:
        return None
    address = found["browser"] or found["single"]
    return absolute("", address.decode("utf-8", "replace"))


def _declared(document: Document) -> str | None:
    """What the page calls its address; the bare host that some write on every page says nothing."""
    said = (*document.select(_CANONICAL), *document.select(_OPEN_GRAPH))
    addresses = (absolute("", reference) for reference in said)
    return next((one for one in addresses if one is not None and _says_which(one)), None)


def _says_which(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.path.strip("/") or parts.query)


def _unpacked(body: bytes, *, place: str) -> tuple[bytes, str, str | None]:
    """The page of an MHTML archive (RFC 2557), its address and its content type."""
    try:
        message = email.message_from_bytes(body)
        page = next(
            (part for part in message.walk() if part.get_content_type() == "text/html"), None
        )
        content = None if page is None else page.get_payload(decode=True)
    except (RecursionError, LookupError, ValueError) as error:
        raise _no_archive(place) from error
    if page is None or not isinstance(content, bytes):
        raise _no_archive(place)
    address = _header(page, "Content-Location") or _header(message, "Snapshot-Content-Location")
    return content, address, _header(page, "Content-Type") or None


def _header(message: Message, name: str) -> str:
    return str(message.get(name) or "").strip()


def _no_archive(place: str) -> BrokenDocument:
    return BrokenDocument(N_("{place}: no page can be found in this archive"), place=place)
