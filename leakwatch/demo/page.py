"""What a page of the demo world is made of: a template, escaped values, an answer."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

TEMPLATES = files("leakwatch.demo") / "templates"


class Html(str):
    """Markup that goes into a page as it stands; any other string is escaped."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer of the world."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200


def escaped(value: str) -> Html:
    return value if isinstance(value, Html) else Html(html.escape(value))


def joined(parts: Iterable[str], *, by: str = "\n") -> Html:
    return Html(by.join(escaped(part) for part in parts))


def plain(value: str) -> str:
    """The text of a value that may hold markup, as data (JSON-LD, feeds) shows it."""
    return html.unescape(_without_tags(value)) if isinstance(value, Html) else value


def render(template: str, /, **values: str) -> Html:
    """`template` with every value escaped; raises KeyError when one is missing."""
    return Html(_template(template).substitute({k: escaped(v) for k, v in values.items()}))


def html_page(
    title: str,
    body: Html,
    *,
    site: str,
    head: Html = Html(""),  # noqa: B008 - an immutable string
    lang: str = "ja",
    charset: str = "utf-8",
) -> Page:
    """A whole document around `body`, its bytes and header in `charset`."""
    text = render(
        "layout.html", title=title, site=site, head=head, body=body, lang=lang, charset=charset
    )
    codec = "cp932" if charset == "shift_jis" else charset  # what is sent under that name in Japan
    return Page(body=text.encode(codec), content_type=f"text/html; charset={charset}")


def not_found(site: str) -> Page:
    page = html_page("ページが見つかりません", render("not_found.html"), site=site)
    return Page(body=page.body, status=404)


def _without_tags(markup: str) -> str:
    text, inside = [], False
    for character in markup:
        if character in "<>":
            inside = character == "<"
        elif not inside:
            text.append(character)
    return "".join(text)


@cache
def _template(name: str) -> Template:
    return Template((TEMPLATES / name).read_text(encoding="utf-8"))
