"""A digest as a file: Markdown, or HTML that needs nothing but itself."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import tzinfo
from hashlib import sha256
from html import escape

from leakwatch.locale import Catalogue
from leakwatch.models import Digest
from leakwatch.notify.digest_words import sections, title_of

_STYLE = (
    "body{font:16px/1.6 sans-serif;max-width:48em;margin:2em auto;padding:0 1em}"
    "h1{font-size:1.4em}h2{font-size:1.1em;margin:1.2em 0 .2em}"
    "p{margin:.1em 0;overflow-wrap:anywhere}section.pressing{border-left:4px solid #c60;padding-left:1em}"
)
#: No script, no picture, no frame, no request: only the style above may be used.
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-"
    + base64.b64encode(sha256(_STYLE.encode()).digest()).decode()
    + "'"
)
#: Characters that mean something in Markdown: anywhere, and at the beginning of a line.
_MARKS, _FIRST = re.compile(r"([\\`*_\[\]<>#|~&!])"), re.compile(r"^([-+=]|\d+(?=[.)]))")


def digest_markdown(digest: Digest, texts: Catalogue, *, zone: tzinfo) -> str:
    return "\n".join(_markdown(digest, texts, zone)) + "\n"


def _markdown(digest: Digest, texts: Catalogue, zone: tzinfo) -> Iterator[str]:
    yield f"# {_literal(title_of(digest, texts, zone=zone))}"
    for section in sections(digest, texts, zone=zone):
        yield ""
        yield f"## {'⚠ ' if section.pressing else ''}{_literal(section.title)}"
        if section.lines:
            yield ""
        yield from (f"- {_literal(line)}" for line in section.lines)


def _literal(text: str) -> str:
    """`text` as Markdown shows it, whatever it holds."""
    return _FIRST.sub(r"\\\1", _MARKS.sub(r"\\\1", text))


def digest_html(digest: Digest, texts: Catalogue, *, zone: tzinfo) -> str:
    title = escape(title_of(digest, texts, zone=zone))
    return (
        f'<!DOCTYPE html>\n<html lang="{texts.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        + "".join(_html(digest, texts, zone))
        + "</body>\n</html>\n"
    )


def _html(digest: Digest, texts: Catalogue, zone: tzinfo) -> Iterator[str]:
    for section in sections(digest, texts, zone=zone):
        opening = '<section class="pressing">' if section.pressing else "<section>"
        mark = "⚠ " if section.pressing else ""
        yield f"{opening}\n<h2>{mark}{escape(section.title)}</h2>\n"
        yield from (f"<p>{escape(line)}</p>\n" for line in section.lines)
        yield "</section>\n"
