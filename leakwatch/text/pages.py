"""Pages and texts for whoever reads them: nothing in them is alive, whatever they hold."""

from __future__ import annotations

import base64
import re
from hashlib import sha256
from html import escape

#: Characters that mean something in Markdown: anywhere, and at the beginning of a line.
_MARKS, _FIRST = re.compile(r"([\\`*_\[\]<>#|~&!])"), re.compile(r"^([-+=]|\d+(?=[.)]))")


def literal(text: str) -> str:
    """`text` as Markdown shows it, whatever it holds."""
    return _FIRST.sub(r"\\\1", _MARKS.sub(r"\\\1", text))


def html_page(title: str, body: str, *, style: str, language: str) -> str:
    """A page that needs nothing but itself; `body` is HTML, `title` is not.

    Its policy allows no script, picture, frame or request: only `style`, by its hash.
    """
    allowed = base64.b64encode(sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{allowed}'"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"{body}</body>\n</html>\n"
    )
