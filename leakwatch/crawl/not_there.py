"""Whether a page that answered is the page that was asked for: pure."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urlsplit

from leakwatch.extract import Document, canonical_url
from leakwatch.models import Answer, Marks, Selector, SelectorKind
from leakwatch.text import fold_key

_GONE_STATUS = frozenset({404, 410})
_HEADINGS = Selector(kind=SelectorKind.CSS, expression="h1")
_PASSWORD = Selector(kind=SelectorKind.CSS, expression="input[type=password]", attribute="type")
#: A page that is there says it in more words; a refusal, or a form to log in, in fewer.
_SHORT = 600
#: In a title or first heading, folded.
_NOTHING = re.compile(
    "ページ(が|は)見つかりません|お探しのページ|ページ(が|は)存在しません|ページは(削除|終了)"
    "|ユーザーが見つかりません|(会員|ユーザー|専門家|エキスパート|プロフィール)は(存在しません|見つかりません|退会)"
    "|退会済み|退会しました|404notfound|notfound|page not found|404 error|no longer available"
    "|does not exist|doesn't exist|has been (deleted|removed)|^(error )?404$"
)
_WALL = re.compile(
    "^ログイン|ログインが必要|会員登録|サインイン|^log ?in|^sign ?in|captcha|access denied|forbidden"
    "|アクセスが(拒否|集中)|attention required|just a moment|ロボットではない|メンテナンス|maintenance"
)
_WALL_PATH = re.compile(r"/(log[-_]?in|sign[-_]?in|auth|sso|session|consent|maintenance)s?\b")


def answer_of(
    status: int, page: Document | None, *, asked: str, marks: Marks
) -> tuple[Answer, str]:
    """What the answer to a request for `asked` says of it; `page` is where redirects led.

    A page that cannot be told from a refusal is `unknown`, never `gone`.
    """
    if status in _GONE_STATUS:
        return Answer.GONE, f"http_{status}"
    if status != 200 or page is None:  # noqa: PLR2004 - HTTP
        return Answer.UNKNOWN, f"http_{status}"
    if is_wall(page, marks=marks):
        return Answer.UNKNOWN, "wall"
    if not_there(page, marks=marks):
        return Answer.GONE, "soft_404"
    return _of_a_page(page, asked)


def _of_a_page(page: Document, asked: str) -> tuple[Answer, str]:
    if not same_place(asked, page.url):
        moved = _went_on(asked, page.url)
        return (Answer.THERE, "moved") if moved else (Answer.GONE, "redirected")
    if not (page.text or page.data):
        return Answer.UNKNOWN, "empty"
    return Answer.THERE, "http_200"


def not_there(page: Document, *, marks: Marks) -> bool:
    """Whether a page that answers 200 says that there is nothing here."""
    return any(map(_NOTHING.search, _heads(page))) or _shows(page, marks.gone)


def is_wall(page: Document, *, marks: Marks) -> bool:
    """Whether a page shows a login, a question to people only, or that the site is closed."""
    if _WALL_PATH.search(urlsplit(page.url).path.lower()):
        return True
    if any(map(_WALL.search, _heads(page))):
        return True
    if len(page.text) < _SHORT and page.select(_PASSWORD):
        return True
    return _shows(page, (*marks.login, *marks.bot, *marks.consent))


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


def _heads(page: Document) -> list[str]:
    return [fold_key(text) for text in (page.title, *page.select(_HEADINGS)[:1])]


def _shows(page: Document, texts: tuple[str, ...]) -> bool:
    if not texts:
        return False
    seen = fold_key(f"{page.title}\n{page.text}")
    return any(form in seen for form in map(fold_key, texts) if form)
