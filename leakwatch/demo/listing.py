"""A listing in pages, as the expert platform and the request board both show theirs."""

from __future__ import annotations

from collections.abc import Sequence

from leakwatch.demo.page import Html, joined, render


def listing(title: str, rows: Sequence[str], *, page: str, path: str, per_page: int) -> Html | None:
    """Page number `page` (from "1") of `rows`; None when there is no such page."""
    pages = max(1, -(-len(rows) // per_page))
    number = int(page) if page.isascii() and page.isdigit() else 0
    if not 1 <= number <= pages:
        return None
    first = (number - 1) * per_page
    return render(
        "listing.html",
        title=title,
        total=str(len(rows)),
        rows=joined(rows[first : first + per_page]),
        pager=_pager(number, pages, path),
    )


def _pager(number: int, pages: int, path: str) -> Html:
    links = []
    if number > 1:
        links.append(("prev", number - 1, "前へ"))
    if number < pages:
        links.append(("next", number + 1, "次へ"))
    return joined(
        render("pager_link.html", rel=rel, href=f"{path}?page={to}", words=words)
        for rel, to, words in links
    )
