"""A digest as a file: Markdown, or HTML that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from html import escape

from leakwatch.locale import Catalogue
from leakwatch.models import Digest
from leakwatch.notify.digest_words import sections, title_of
from leakwatch.text import html_page, literal

_STYLE = (
    "body{font:16px/1.6 sans-serif;max-width:48em;margin:2em auto;padding:0 1em}"
    "h1{font-size:1.4em}h2{font-size:1.1em;margin:1.2em 0 .2em}"
    "p{margin:.1em 0;overflow-wrap:anywhere}section.pressing{border-left:4px solid #c60;padding-left:1em}"
)


def digest_markdown(digest: Digest, texts: Catalogue, *, zone: tzinfo) -> str:
    return "\n".join(_markdown(digest, texts, zone)) + "\n"


def _markdown(digest: Digest, texts: Catalogue, zone: tzinfo) -> Iterator[str]:
    yield f"# {literal(title_of(digest, texts, zone=zone))}"
    for section in sections(digest, texts, zone=zone):
        yield ""
        yield f"## {'⚠ ' if section.pressing else ''}{literal(section.title)}"
        if section.lines:
            yield ""
        yield from (f"- {literal(line)}" for line in section.lines)


def digest_html(digest: Digest, texts: Catalogue, *, zone: tzinfo) -> str:
    title = title_of(digest, texts, zone=zone)
    body = f"<h1>{escape(title)}</h1>\n" + "".join(_html(digest, texts, zone))
    return html_page(title, body, style=_STYLE, language=texts.language)


def _html(digest: Digest, texts: Catalogue, zone: tzinfo) -> Iterator[str]:
    for section in sections(digest, texts, zone=zone):
        opening = '<section class="pressing">' if section.pressing else "<section>"
        mark = "⚠ " if section.pressing else ""
        yield f"{opening}\n<h2>{mark}{escape(section.title)}</h2>\n"
        yield from (f"<p>{escape(line)}</p>\n" for line in section.lines)
        yield "</section>\n"
