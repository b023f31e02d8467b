"""Plain text: what folding leaves as it is, and ASCII in which it changes nothing but capitals.

Folding in general takes some 60 µs for a page of 7,000 characters and some 30 for a line of it; to
see that it is not needed takes some 10 for an English page and 3 for a Japanese line.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from leakwatch.text.tables import (
    BLANK,
    BREAK,
    DROPPED,
    EXPANDED,
    MARK,
    RAISED,
    TRAITS,
    VALUE,
    folding_tables,
)

#: Every character but controls; of those a line break is one.
_SHOWN = bytes((*b"\n", *range(0x20, 0x7F)))
_BLANKS = b" \n"
#: What may be a separator of thousands.
_THOUSANDS = re.compile(rb",[0-9]{3}")
#: What may be folded together with what stands beside it: then it is no matter of one table look-up.
_BY_NEIGHBOURS = DROPPED | EXPANDED | BLANK | BREAK | MARK | RAISED
#: The same of characters that have no such trait: a separator of thousands, degrees.
_SIGNS = ",°"
#: A long-vowel sign that was typed for a hyphen.
_HYPHEN = "(?<=[0-9a-z])ー(?=[0-9a-z])"


def only_case_differs(text: str) -> bool:
    """Whether `text`, which is ASCII, is folded by making its capitals small.

    It is not where a control character or a separator of thousands stands, a blank at an edge, or
    blanks side by side other than one empty line. When in doubt the answer is no.
    """
    if text.isalpha() or not text:
        return True
    written = text.encode("ascii")
    if written[0] in _BLANKS or written[-1] in _BLANKS or written.translate(None, _SHOWN):
        return False
    low = np.frombuffer(written, dtype=np.uint8) <= ord(" ")
    pairs = np.count_nonzero(low[1:] & low[:-1])
    if pairs and pairs != written.count(b"\n\n"):  # of three line breaks two are pairs
        return False
    return _THOUSANDS.search(written) is None


def is_folded(text: str) -> bool:
    """Whether every character of `text` stays what it is; a blank anywhere is left to folding.

    Lines of a page are folded already when they are asked for labels and legal forms.
    """
    return _changing().search(text) is None


@cache
def _changing() -> re.Pattern[str]:
    """A character that may change; made in some 10 ms. Beyond the basic plane every one counts."""
    entries = folding_tables().entries[:0x10000]
    same = (entries & VALUE) == np.arange(entries.size)
    same &= (entries >> np.uint32(TRAITS) & np.uint32(_BY_NEIGHBOURS)) == 0
    same[[*map(ord, _SIGNS)]] = False
    edges = np.flatnonzero(np.diff(same, prepend=False, append=False)).tolist()
    stay = "".join(
        f"{re.escape(chr(first))}-{re.escape(chr(end - 1))}"
        for first, end in zip(edges[::2], edges[1::2], strict=True)
    )
    return re.compile(f"[^{stay}]|{_HYPHEN}")
