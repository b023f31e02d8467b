"""Bytes → text: what a page declares is a claim; the bytes decide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resiliparse.parse.encoding import detect_encoding
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

from leakwatch.errors import N_, NotText

#: Codecs tried in turn under one name: each next one knows characters the one before refuses
#: (①, ㈱, half-width kana, JIS X 0213), the first is what most pages mean.
_FAMILIES = {
    "cp932": ("cp932", "shift_jis_2004"),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
    "iso2022_jp": ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004"),
}
_JAPANESE = ("cp932", "euc_jp")

#: Encodings with rules so strict that noise does not pass for them.
_SELF_EVIDENT = frozenset({"utf-8", "iso2022_jp", "iso2022-jp", "utf-16", "utf-16-le", "utf-16-be"})

#: Characters looked at when readings are weighed; more does not change the verdict.
_SAMPLE = 100_000
#: Share of suspicious characters up to which a reading is taken without looking for a better one.
_GOOD = 0.02
#: Japanese without kana: a list of names when its characters stand together, an accident when
#: they stand alone (an accented letter and the one after it make a kanji in Shift_JIS).
_KANJI_ONLY, _KANJI_ALONE = 0.03, 0.10
#: One-byte encodings and other scripts read nearly anything: they lose against Japanese with kana,
#: and against Japanese without it, too, unless they are declared and of two bytes themselves.
_UNPROVEN, _DECLARED = 0.05, 0.025
_TWO_BYTES = frozenset({"gb18030", "big5hkscs", "cp949"})
#: ISO-2022-JP's escape sequences still standing in the text.
_ESCAPES_LEFT = 0.5

_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_TOGETHER = re.compile(r"[^\x00-\x7f]{2,}")
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff\x80-\x9f]")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
_KANA = re.compile("[\u3041-\u30fe]")
_IMPLAUSIBLE = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_BINARY_MAGIC = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"RIFF",
    b"7z\xbc\xaf\x27\x1c",
    b"\x28\xb5\x2f\xfd",
    b"MZ\x90",
    b"OggS",
    b"ID3",
)
_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\x0b\x0c\r\x1b")
_HEAD = 4_096


@dataclass(frozen=True, slots=True)
class _Reading:
    text: str
    encoding: str
    badness: float  #: share of suspicious characters among those that are not ASCII


def decode(body: bytes, *, content_type: str | None) -> tuple[str, str]:
    """The text of `body` and the encoding it was read in.

    A byte order mark decides; bytes that are valid UTF-8 are UTF-8 whatever is declared (legacy
    Japanese is that by accident next to never); else the header's, the document's and the
    detector's encodings are tried and the reading with the fewest suspicious characters wins, the
    earlier one when they are even. NULs are dropped, broken sequences and lone surrogates become
    U+FFFD.

    Raises NotText when the bytes are no text at all.
    """
    bom_encoding, bom = read_bom(body)
    if bom_encoding is not None and bom is not None:
        return _without_nuls(body[len(bom) :].decode(bom_encoding, "replace")), bom_encoding
    _refuse_magic(body)
    wide = _wide_encoding(body)
    if wide is not None:
        return _without_nuls(body.decode(wide, "replace")), wide
    _refuse_controls(body)
    if not _has_escapes(body):
        text = _strict_utf_8(body)
        if text is not None:
            return _without_nuls(text), "utf-8"
    best = _best_reading(body, content_type)
    return _without_nuls(best.text), best.encoding


def _strict_utf_8(body: bytes) -> str | None:
    """The text, if the bytes are UTF-8; lone surrogates written that way are replaced."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return _SURROGATE.sub("\ufffd", body.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        return None


def scrub(text: str) -> str:
    """`text` without NULs, lone surrogates replaced: fit for parsers and the database."""
    text = _without_nuls(text)
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _without_nuls(text: str) -> str:
    return text.replace("\x00", "") if "\x00" in text else text


def _has_escapes(body: bytes) -> bool:
    """Whether ISO-2022-JP may be in there: it is made of ASCII bytes, so it looks like UTF-8."""
    # One byte is looked for ten times as fast as two.
    return b"\x1b" in body and (b"\x1b$" in body or b"\x1b(" in body)


def _wide_encoding(body: bytes) -> str | None:
    """UTF-16 without a byte order mark: markup puts a NUL into every other byte."""
    head = body[:_HEAD]
    head = head[: len(head) & ~1]
    if 0 not in head:
        return None
    even, odd, half = head[0::2].count(0), head[1::2].count(0), len(head) // 2
    # Japanese prose has few ASCII characters: one in ten is enough where the other side has none.
    if odd * 10 > half and even * 20 < odd:
        encoding = "utf-16-le"
    elif even * 10 > half and odd * 20 < even:
        encoding = "utf-16-be"
    else:
        return None
    text = head.decode(encoding, "replace")
    return encoding if len(_IMPLAUSIBLE.findall(text)) * 20 < len(text) else None


def _refuse_magic(body: bytes) -> None:
    if body.startswith(_BINARY_MAGIC) or body[4:8] == b"ftyp":
        raise _not_text()


def _refuse_controls(body: bytes) -> None:
    head = body[:_HEAD]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    # Random bytes hold 10 % control characters, text next to none; NULs may be sprinkled over a page.
    if controls * 20 > len(head) or head.count(0) * 3 > len(head):
        raise _not_text()


def _not_text() -> NotText:
    return NotText(N_("the page holds binary data, not text; nothing was read from it"))


def _best_reading(body: bytes, content_type: str | None) -> _Reading:
    best: _Reading | None = None
    declared = {
        http_content_type_encoding(content_type),
        html_body_declared_encoding(body),
    } & _TWO_BYTES
    for name in _candidates(body, content_type):
        reading = _read_as(body, name, unproven=_DECLARED if name in declared else _UNPROVEN)
        if best is None or reading.badness < best.badness:
            best = reading
        if best.badness <= _GOOD:
            break
    assert best is not None
    return best


def _candidates(body: bytes, content_type: str | None) -> Iterator[str]:
    """Encodings to try, the best grounded first, each once."""
    seen: set[str] = set()
    for name in _claims(body, content_type):
        resolved = resolve_encoding(name) if name else None
        if resolved is not None and resolved not in seen:
            seen.add(resolved)
            yield resolved


def _claims(body: bytes, content_type: str | None) -> Iterator[str | None]:
    if _has_escapes(body):
        yield "iso2022_jp"
    yield http_content_type_encoding(content_type)
    yield html_body_declared_encoding(body)
    yield detect_encoding(body, html5_compatible=False)
    yield from ("utf-8", *_JAPANESE, "cp1252")


def _read_as(body: bytes, encoding: str, *, unproven: float) -> _Reading:
    codecs = _FAMILIES.get(encoding, (encoding,))
    for codec in codecs:
        try:
            text = body.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
        return _Reading(text, encoding, _badness(text, encoding, unproven=unproven))
    text = body.decode(codecs[0], "replace")
    return _Reading(text, encoding, _badness(text, encoding, unproven=unproven))


def _badness(text: str, encoding: str, *, unproven: float) -> float:
    """How unlikely it is that somebody wrote this: 0 is plain Japanese, 1 and more is noise."""
    foreign = "".join(_NON_ASCII.findall(text, 0, _SAMPLE))
    if not foreign:
        return _ESCAPES_LEFT if "\x1b$" in text else 0.0
    suspicious = 3 * len(_BROKEN.findall(foreign)) + 0.5 * len(_HALF_WIDTH.findall(foreign))
    badness = suspicious / len(foreign)
    if encoding in _SELF_EVIDENT:
        return badness
    if encoding not in _JAPANESE:
        return badness + unproven
    if len(_KANA.findall(foreign)) * 20 >= len(foreign):
        return badness
    together = sum(map(len, _TOGETHER.findall(text, 0, _SAMPLE)))
    return badness + (_KANJI_ONLY if together * 5 >= len(foreign) * 4 else _KANJI_ALONE)
