"""What must not be read anywhere it does not belong: the demo's people and its inner terms."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from leakwatch.config import read_roster
from leakwatch.demo.configuration import CONFIG
from leakwatch.demo.content import DATA
from leakwatch.text import fold_key, katakana

#: Terms from here on are for reviewers only.
_INTERNAL = 2


def told_in(text: str) -> set[str]:
    """Names (whole, or a given name of two characters and more) and inner terms that stand in `text`."""
    folded = fold_key(text)
    return {form for form in names() | terms() if fold_key(form) in folded or form in text}


@cache
def names() -> frozenset[str]:
    """Every person of the roster as the demo's pages may write him."""
    found: set[str] = set()
    for person in read_roster(Path(str(DATA / "roster.csv"))):
        kana = f"{person.surname_kana}{person.given_kana}"
        half = unicodedata.normalize("NFKD", katakana(kana))
        found |= {f"{person.surname}{blank}{person.given}" for blank in ("", " ", "　", "・")}
        found |= {kana, katakana(kana), half, f"{person.surname_kana} {person.given_kana}"}
        found |= {person.given} if len(person.given) > 1 else set()
        for romaji in person.romaji:
            given, surname = romaji.split()
            found |= {f"{given} {surname}", f"{surname} {given}", f"{surname}, {given}"}
        found |= {person.email} if person.email else set()
    return frozenset(found)


@cache
def terms() -> frozenset[str]:
    text = (CONFIG / "watchlist.yaml").read_text(encoding="utf-8")
    entries = YAML(typ="safe", pure=True).load(text)["terms"]
    inner = [entry for entry in entries if entry["sensitivity"] >= _INTERNAL]
    return frozenset(
        form for entry in inner for form in (entry["text"], *entry.get("variants", ()))
    )
