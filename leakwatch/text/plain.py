"""Plain text: ASCII in which folding changes nothing but capitals, as most English pages are.

Folding in general takes some 60 µs for a page of 7,000 characters; to see that it is not needed
takes some 10.
"""

from __future__ import annotations

import re

import numpy as np

#: Every character but controls; of those a line break is one.
_SHOWN = bytes((*b"\n", *range(0x20, 0x7F)))
_BLANKS = b" \n"
#: What may be a separator of thousands.
_THOUSANDS = re.compile(rb",[0-9]{3}")


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
