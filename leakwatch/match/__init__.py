"""What of the watchlist a sighting says: pure, one pass, every hit with its exact quote."""

from __future__ import annotations

from leakwatch.match.advice import check_watchlist, variants
from leakwatch.match.compiled import Compiled, compile_watchlist
from leakwatch.match.find import Matches, find_hits
from leakwatch.match.objections import OBJECTIONS
from leakwatch.match.page import part
from leakwatch.match.reading import Reading
from leakwatch.match.remark import Advice
from leakwatch.match.rules import RULES
from leakwatch.match.sentence import Mention, Sentence
from leakwatch.match.stored import packed, unpacked
from leakwatch.match.variant import Variant

__all__ = [
    "OBJECTIONS",
    "RULES",
    "Advice",
    "Compiled",
    "Matches",
    "Mention",
    "Reading",
    "Sentence",
    "Variant",
    "check_watchlist",
    "compile_watchlist",
    "find_hits",
    "packed",
    "part",
    "unpacked",
    "variants",
]
