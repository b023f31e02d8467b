"""Addresses that a definition writes with gaps: `{query}`, `{page}` and `{since}`."""

from __future__ import annotations

from urllib.parse import quote

from leakwatch.models import Asked

QUERY, PAGE, SINCE = "{query}", "{page}", "{since}"


def expand(
    start: str, *, query: str | None = None, page: int | None = None, since: str | None = None
) -> str:
    """`start` with its gaps filled, each value percent-encoded; what is None leaves its gap open.

    A value is data wherever it stands: no sign of it can end a parameter or begin another, and as
    braces are encoded as well, none can bring a gap of its own.
    """
    values = {QUERY: query, PAGE: None if page is None else str(page), SINCE: since}
    for gap, value in values.items():
        if value is not None:
            start = start.replace(gap, quote(value, safe=""))
    return start


def asked(start: str, queries: tuple[Asked, ...]) -> tuple[str, ...]:
    """`start` once for each query it has a gap for; as it is when it has none."""
    if QUERY not in start:
        return (start,)
    return tuple(expand(start, query=query.text) for query in queries)
