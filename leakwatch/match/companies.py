"""The spellings of a company: its names, readings, domains, and its name misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from leakwatch.match.misspelt import misspelt
from leakwatch.match.spellings import bordered, company_worded, katakana_spelled, spelled
from leakwatch.match.variant import Variant, one_line
from leakwatch.models import Company, EntryKind
from leakwatch.text import (
    enlarged,
    hiragana,
    is_kanji,
    is_katakana,
    katakana,
    respelled,
    romanised,
    stripped,
)

#: A name without its legal form that is shorter is a common word as often as a company.
DISTINCTIVE = 3
DISTINCTIVE_LATIN = 5
#: So many kanji are two words of two.
_KANJI_PARTS = 4
_VOWELS = "aiueo"
_KATAKANA = re.compile(r"[ァ-ヺー]{2,}")


def company_variants(company: Company) -> Iterator[Variant]:
    base = Variant(form="", entry=company.id, entry_kind=EntryKind.COMPANY, rule="company_named")
    yield from _name_variants(company.name, base)
    for name in (*company.aliases, *company.english):
        yield from _name_variants(name, base)
        yield from _joined(name, base)
    for name in company.former_names:
        yield from _name_variants(name, replace(base, rule="former_name", strength=0.9))
    for name in company.weak_aliases:
        yield replace(base, form=one_line(name), rule="company_weak", strength=0.5)
    for reading in _readings(stripped(company.name)[0], company.kana):
        yield replace(base, form=one_line(reading), strength=0.9)
    for reading in dict.fromkeys(_by_reading(company)):
        yield replace(base, form=one_line(reading), strength=0.8)
    for domain in company.domains:
        yield replace(base, form=one_line(domain), rule="domain_named")
    slip = replace(base, rule="company_misspelt", strength=0.6)
    for name in dict.fromkeys(stripped(each)[0] for each in (company.name, *company.aliases)):
        yield from (replace(slip, form=form) for form in misspelt(name))


def _name_variants(name: str, base: Variant) -> Iterator[Variant]:
    core, group = stripped(name)
    for form in (one_line(name), *respelled(core, group)):
        yield replace(base, form=form)
    alike = spelled(core, company_worded, bordered, katakana_spelled)
    for form in alike if group else spelled(one_line(name), company_worded, bordered):
        strength = base.strength if form in {core, one_line(name)} else 0.9
        yield from _bare(replace(base, form=form, strength=strength), listed=not group)
    if group and _distinctive(core):
        yield from (replace(base, form=dotted, strength=0.9) for dotted in _dotted(core))


def _bare(variant: Variant, *, listed: bool) -> Iterator[Variant]:
    """The name without a legal form: as good as the name when it is listed so or distinctive."""
    if listed or _distinctive(variant.form):
        yield variant
    else:
        yield replace(variant, rule="company_weak", strength=0.5)


def _distinctive(core: str) -> bool:
    return len(core) >= (DISTINCTIVE_LATIN if core.isascii() else DISTINCTIVE)


def _dotted(core: str) -> Iterator[str]:
    """With a middle dot where kanji meet katakana, as some lay names out."""
    for place in range(1, len(core)):
        left, right = core[place - 1], core[place]
        if is_kanji(left) != is_kanji(right) and (is_katakana(left) or is_katakana(right)):
            yield f"{core[:place]}・{core[place:]}"


def _joined(name: str, base: Variant) -> Iterator[Variant]:
    """Two Latin words as one, as in addresses, tags and handles."""
    words = stripped(name)[0].split()
    if len(words) > 1 and all(word.isascii() for word in words):
        for glue in ("", "-", "_"):
            yield replace(base, form=glue.join(words), strength=0.8)


def _readings(core: str, kana: str | None) -> Iterator[str]:
    """A reading in both kana, in large ones too, and beside the katakana the name itself has."""
    if not kana:
        return
    reading, _ = stripped(kana)
    for turned in (hiragana(reading), katakana(reading)):
        yield turned
        yield enlarged(turned)
    beside = hiragana(reading)
    for run in _KATAKANA.findall(core):
        beside = beside.replace(hiragana(run), run, 1)
    yield beside


def _by_reading(company: Company) -> Iterator[str]:
    """The name in parts read aloud: `そうれい電機`, `Koei Denki`, `Ko-ei Denki`, `Sourei Electric`.

    Where the reading of a name in kanji is parted is told by its English name, whose first word
    romanises the first part. Other systems than that name's are left out, but for the one that writes
    every vowel: `Sohrei` is as likely another company's.
    """
    core, (reading, _) = stripped(company.name)[0], stripped(company.kana or "")
    for name in company.english:
        word, _, rest = stripped(name)[0].partition(" ")
        for place in range(2, len(reading) - 1):
            head, tail = reading[:place], reading[place:]
            if word not in romanised(head):
                continue
            if len(core) >= _KANJI_PARTS and all(map(is_kanji, core)):
                yield hiragana(head) + core[-2:]
                yield katakana(head) + core[-2:]
            tails = [each for each in (rest, *romanised(tail)) if each]
            written = max(romanised(head), key=lambda each: len(each.replace("h", "")))
            for latin in dict.fromkeys((word, *_hyphened(word), written)):
                yield from (f"{latin} {end}" for end in tails)


def _hyphened(latin: str) -> Iterator[str]:
    """A hyphen between two vowels that belong to different syllables."""
    for place in range(1, len(latin)):
        if latin[place - 1] in _VOWELS and latin[place] in _VOWELS:
            yield f"{latin[:place]}-{latin[place:]}"
