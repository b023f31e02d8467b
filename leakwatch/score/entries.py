"""A page that introduces several people, one after the other: a directory, a thread, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from leakwatch.match import Matches, Reading, Sentence
from leakwatch.models import EntryKind
from leakwatch.score.named import may_be_unnamed, names_employer, opens_with_company
from leakwatch.score.wording import undisclosed

#: Names and handles are no longer, in Latin letters and in others; what is longer is a sentence.
_LONGEST_LATIN, _LONGEST_NAME = 30, 16
_LONGEST_SILENCE = 24
_SENTENCE = re.compile(
    r"[。、!?:;]|\d{3}|\.(?: |$)|^\W*$|, .*[, ]|(?: \S+){4}|[一-鿿ァ-ヺ][がをはでにと][一-鿿ァ-ヺ]"
)
_BRACKETED = re.compile(r"(.{1,60}?) ?\(([^()]{2,60})\)")
_BRACKET = re.compile(r"\([^()]*\)")
#: In front of a company that opens a line or a bracket.
_OPENING = re.compile(r"^\s*$|\($")
#: What a line of a career holds and an introduction does not.
_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDED = re.compile(r"[。!?.]$|ます$|です$")
_WHOLE_PAGE = frozenset({"title", "headline", "description"})


def entries(matches: Matches) -> list[Matches]:
    """`matches` once for each person the page introduces; none where it introduces one or nobody.

    An introduction is a name with an employer, or with why there is none, right behind it. What
    stands in front of the first is one for itself; the page's title goes with it, and with whose name
    it holds.
    """
    reading = matches.reading
    if reading is None:
        return []
    sentences = list(reading.about())
    heads = list(_heads(sentences, _opened_by_us(matches, reading)))
    if len(heads) < 2:  # noqa: PLR2004 - one is whose page it is
        return []
    starts = sorted({0, *heads})
    bounds = zip(starts, [*starts[1:], len(sentences)], strict=True)
    return [_entry(matches, reading, sentences, begin, end) for begin, end in bounds]


def _opened_by_us(matches: Matches, reading: Reading) -> frozenset[int]:
    """Lines, told by their `id`, that a company of the group opens, or a bracket on them."""
    hits = (hit for hit in matches.hits if hit.entry_kind is EntryKind.COMPANY)
    found = (reading.mention(hit) for hit in hits if hit.rule != "company_weak")
    return frozenset(
        id(each.sentence)
        for each in found
        if each and _OPENING.search(each.before) and _ENDED.search(each.sentence.text) is None
    )


def _heads(sentences: Sequence[Sentence], ours: frozenset[int]) -> Iterator[int]:
    """Where introductions begin; those of a part of the page that has its turn later come later."""
    until = 0
    for at, sentence in enumerate(sentences):
        behind = sentences[at + 1] if at + 1 < len(sentences) else None
        same = behind is not None and behind.field == sentence.field
        if at >= until and sentence.field not in _WHOLE_PAGE:
            if same and behind is not None and _introduces(sentence, behind, ours):
                yield at
                until = at + 2
            elif sentence.alone and not sentence.label and _on_one_line(sentence, ours):
                yield at


def _on_one_line(sentence: Sentence, ours: frozenset[int]) -> bool:
    """`A. Sato (X Inc.)`, `佐藤 愛（非公開）`, `佐藤 愛 / X社`."""
    bracketed = _BRACKETED.fullmatch(sentence.text.strip())
    if bracketed is None:
        return names_employer(sentence.text, behind=True)
    name = _BRACKET.sub("", bracketed[1]).strip()
    named = id(sentence) in ours or _is_employer(bracketed[2])
    return named and _is_name(name)


def _introduces(name: Sentence, employer: Sentence, ours: frozenset[int]) -> bool:
    if name.label == "name" and employer.label == "employer":
        return True
    return (
        name.alone
        and employer.alone
        and name.label in {"", "name"}
        and employer.label in {"", "employer"}
        and _is_name(name.text.strip())
        and (id(employer) in ours or _is_employer(employer.text.strip()))
    )


def _is_name(text: str) -> bool:
    longest = _LONGEST_LATIN if text.isascii() else _LONGEST_NAME
    return len(text) <= longest and _SENTENCE.search(text) is None and not names_employer(text)


def _is_employer(text: str) -> bool:
    short = len(text) <= _LONGEST_SILENCE and _ENDED.search(text) is None
    if _YEAR.search(text):
        return False
    silent = short and text[:1].isalpha() and (undisclosed(text) or may_be_unnamed(text))
    alone = names_employer(text) and not names_employer(text, behind=True)
    return silent or alone or opens_with_company(text)


def _entry(
    matches: Matches, reading: Reading, sentences: Sequence[Sentence], begin: int, end: int
) -> Matches:
    name = sentences[begin].text.strip()
    own = {id(each) for each in sentences[begin:end] if each.field not in _WHOLE_PAGE}
    own |= {
        id(each)
        for each in sentences
        if each.field in _WHOLE_PAGE and (begin == 0 or name in each.text)
    }
    only = reading.only(frozenset(own))
    return replace(matches, hits=tuple(filter(only.holds, matches.hits)), reading=only)
