"""Addresses that a definition writes with gaps: `{query}`, `{page}` and `{since}`."""

from __future__ import annotations

from urllib.parse import quote

QUERY, PAGE, SINCE = "{query}", "{page}", "{since}"


def expand(
    start: str, *, query: str | None = None, page: int | None = None, since: str | None = None
) -> str:
    """`start` with its gaps filled, each value percent-encoded; what is None leaves its gap open.

    A value is data wherever it stands: no sign of it can end a parameter or begin another.
    """
    values = {QUERY: query, PAGE: None if page is None else str(page), SINCE: since}
    # Cut at every gap once: a query that itself reads `{page}` is not filled a second time.
    pieces = [start]
    for gap, value in values.items():
        if value is not None:
            pieces = [part for piece in pieces for part in _filled(piece, gap, value)]
    return "".join(pieces)


class _Value(str):
    """A piece that is filled already."""

    __slots__ = ()


def _filled(piece: str, gap: str, value: str) -> list[str]:
    if isinstance(piece, _Value) or gap not in piece:
        return [piece]
    parts = piece.split(gap)
    filled = _Value(quote(value, safe=""))
    return [parts[0], *(one for part in parts[1:] for one in (filled, part))]


def asked(start: str, queries: tuple[str, ...]) -> tuple[str, ...]:
    """`start` once for each query it has a gap for; as it is when it has none."""
    if QUERY not in start:
        return (start,)
    return tuple(expand(start, query=query) for query in queries)
