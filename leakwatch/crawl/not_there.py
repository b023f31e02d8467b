"""Whether a page that answered is the page that was asked for: pure."""

from __future__ import annotations

from urllib.parse import SplitResult, unquote, urlsplit

from leakwatch.crawl.walls import EMPTY, SCRIPTED, SOFT_404
from leakwatch.extract import Document, canonical_url
from leakwatch.models import Answer

GONE_STATUS = frozenset({404, 410})


def verdict_on(
    status: int, page: Document | None, *, asked: str, wall: str | None
) -> tuple[Answer, str]:
    """What the answer to a request for `asked` says of it.

    `page` is where redirects led, `wall` what stands there in its place, if anything does. A page
    that cannot be told from a refusal is `unknown`, never `gone`.
    """
    if status != 200 or page is None:  # noqa: PLR2004 - HTTP
        return (Answer.GONE if status in GONE_STATUS else Answer.UNKNOWN), f"http_{status}"
    if wall == SOFT_404:
        return Answer.GONE, "soft_404"
    if wall is not None:
        return Answer.UNKNOWN, "empty" if wall in {EMPTY, SCRIPTED} else "wall"
    return _of_a_page(page, asked)


def _of_a_page(page: Document, asked: str) -> tuple[Answer, str]:
    if not same_place(asked, page.url):
        moved = _went_on(asked, page.url)
        return (Answer.THERE, "moved") if moved else (Answer.GONE, "redirected")
    if not (page.text or page.data):
        return Answer.UNKNOWN, "empty"
    return Answer.THERE, "http_200"


def same_place(one: str, other: str) -> bool:
    """Whether two addresses differ at most in scheme, `www.`, a slash at the end, or more query."""
    first, second = _parts(one), _parts(other)
    wanted, found = (set(filter(None, parts.query.split("&"))) for parts in (first, second))
    return _host(first) == _host(second) and _path(first) == _path(second) and wanted <= found


def _went_on(asked: str, final: str) -> bool:
    """/users/17 → /users/17/profile or /ja/users/17: the page has a longer address now."""
    own, other = _path(_parts(asked)), _path(_parts(final))
    if not own or _host(_parts(asked)) != _host(_parts(final)):
        return False
    return other.startswith((f"{own}/", f"{own}-")) or other.endswith(own)


def _parts(url: str) -> SplitResult:
    return urlsplit(canonical_url(url))


def _host(parts: SplitResult) -> str:
    return parts.netloc.removeprefix("www.")


def _path(parts: SplitResult) -> str:
    return unquote(parts.path).rstrip("/")
