"""Labels: what headings, field names and keys say about what stands under them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from leakwatch.text.folding import fold_key
from leakwatch.text.resources import rows

_JOINED = re.compile(r"[/・|&,、]")


@cache
def labels() -> dict[str, str]:
    """Folded label → what it means."""
    listed = ((means, one) for means, several in rows("labels") for one in several.split("|"))
    return {fold_key(label): means for means, label in listed}


@lru_cache(maxsize=4096)
def label_meaning(label: str) -> str:
    """What `label` means, as `name` or `employer`; empty when it is none that is known."""
    return folded_label_meaning(fold_key(label))


@lru_cache(maxsize=4096)
def folded_label_meaning(label: str) -> str:
    """The same of what is folded; of several labels in one (ニックネーム／氏名) that of the first."""
    known = labels().get(label)
    if known is None and _JOINED.search(label):
        meanings = [labels().get(each.strip(), "") for each in _JOINED.split(label)]
        known = meanings[0] if all(meanings) else ""
    return known or ""
