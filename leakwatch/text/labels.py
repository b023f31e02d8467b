"""Labels: what headings, field names and keys say about what stands under them."""

from __future__ import annotations

from functools import cache, lru_cache

from leakwatch.text.folding import fold_key
from leakwatch.text.resources import rows


@cache
def labels() -> dict[str, str]:
    """Folded label → what it means."""
    listed = ((means, one) for means, several in rows("labels") for one in several.split("|"))
    return {fold_key(label): means for means, label in listed}


@lru_cache(maxsize=4096)
def label_meaning(label: str) -> str:
    """What `label` means, as `name` or `employer`; empty when it is none that is known."""
    return labels().get(fold_key(label), "")
