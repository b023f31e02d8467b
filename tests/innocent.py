"""Somebody who concerns nobody here, in every form and encoding in which a file could hold him."""

from __future__ import annotations

import base64
import html
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote

from leakwatch.match.people import person_variants
from leakwatch.models import Person
from leakwatch.text import fold_key, hiragana, katakana, romanised

#: Invented. Both kanji names have older and newer forms, and the reading several romanisations.
PERSON = Person(
    id="nobody",
    surname="齋條",
    given="眞優子",
    surname_kana="サイジョウ",
    given_kana="マユウコ",
    romaji=("Mayuuko SAIJOU",),
    email="mayuuko.saijou@mail.example",
)
#: Bytes of letters that a sealed value is written in: fewer are there by chance.
_TELLING = 8
SLUG, EMAIL = "saijou-mayuuko-77", "mayuuko.saijou@mail.example"
NAME = f"{PERSON.surname} {PERSON.given}"


@cache
def written() -> frozenset[str]:
    """As a page may write him; each of these is looked for in every encoding."""
    kanji = [f"{PERSON.surname}{blank}{PERSON.given}" for blank in ("", " ", "\u3000", "・")]
    newer = [one.translate(str.maketrans("齋條眞", "斎条真")) for one in kanji]
    kana = f"{PERSON.surname_kana}{PERSON.given_kana}"
    spoken = [kana, f"{PERSON.surname_kana} {PERSON.given_kana}", hiragana(kana)]
    half = _half_width(katakana(kana))
    latin = ["Mayuuko SAIJOU", "Saijo Mayuko", "saijou.mayuuko", "SAIJOH"]
    wide = "".join(chr(ord(one) + 0xFEE0) for one in "SAIJOU")
    return frozenset([*kanji, *newer, *spoken, half, *latin, wide, SLUG, EMAIL])


def _half_width(kana: str) -> str:
    narrow = {unicodedata.normalize("NFKC", chr(one)): chr(one) for one in range(0xFF66, 0xFF9E)}
    marks = {"\u3099": "\uff9e", "\u309a": "\uff9f"}
    return "".join(narrow.get(one) or marks[one] for one in unicodedata.normalize("NFD", kana))


@cache
def spelled() -> frozenset[str]:
    """Every spelling the project knows of a name, and the parts nobody else on the site bears."""
    variants = {variant.form for variant in person_variants(PERSON)}
    parts = {PERSON.surname, fold_key(PERSON.surname), PERSON.given, fold_key(PERSON.given)}
    latin = {*romanised(PERSON.surname_kana or ""), *romanised(PERSON.given_kana or "")}
    return frozenset(written() | variants | parts | {one for one in latin if len(one) > 4})


@cache
def needles() -> dict[bytes, str]:
    """Bytes → the form they stand for, in lower case where they have one."""
    found: dict[bytes, str] = {}
    for form in spelled():
        for one in _plain(form):
            found.setdefault(one.lower(), form)
    for form in written():
        for one in _wrapped(form):
            found.setdefault(one.lower(), form)
    return found


def bytes_of(form: str) -> frozenset[bytes]:
    """`form` in every encoding and wrapping, in lower case; without what chance writes as well."""
    spellings = {one.lower() for one in (*_plain(form), *_wrapped(form))}
    return frozenset(one for one in spellings if not _by_chance(one))


def _by_chance(needle: bytes) -> bool:
    """Whether sealed values may hold it by chance: a few of the letters they are written in."""
    return len(needle) < _TELLING and re.fullmatch(rb"[a-z0-9_-]+", needle) is not None


def told_by(data: bytes) -> set[str]:
    """Forms of the innocent that stand in `data`."""
    low = data.lower()
    return {form for needle, form in needles().items() if needle in low}


def told_in_files(*directories: Path) -> dict[str, set[str]]:
    """File → forms of the innocent in its bytes or its name; those that hold none are left out."""
    found = {}
    for directory in directories:
        for path in sorted(one for one in directory.rglob("*") if one.is_file()):
            told = told_by(path.read_bytes()) | told_by(path.name.encode())
            if told:
                found[str(path.relative_to(directory))] = told
    return found


def _plain(form: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp932", "euc_jp"):
        encoded = form.encode(encoding, "ignore")
        if encoded == form.encode(encoding, "replace"):  # else a part of it is all that is left
            yield encoded
    yield json.dumps(form).strip('"').encode()


def _wrapped(form: str) -> Iterator[bytes]:
    raw = form.encode()
    yield quote(form).encode()
    yield quote(form.encode("cp932", "ignore")).encode() if not form.isascii() else raw
    yield html.escape(form).encode("ascii", "xmlcharrefreplace")
    yield raw.hex().encode()
    if "." not in form and not form.isascii() and " " not in form:
        yield form.encode("punycode")
    for shift in range(3):  # the letters that depend on what stands before and behind are left out
        packed = base64.b64encode(b"\0" * shift + raw).rstrip(b"=")
        yield packed[-(-8 * shift // 6) : len(packed) - 1]
