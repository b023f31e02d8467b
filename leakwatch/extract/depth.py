"""Markup that only a trap or a broken template can have written, made harmless before it is parsed.

Two things make the tree of a small page huge or slow, as the HTML standard demands it: elements
nested by the thousand (20,000 `div` take half a second, 200,000 a minute), and formatting elements
never closed, which are opened anew in every paragraph after (2,000 `b` before 2,000 `p`, 35 KB,
make 1.4 GB).
"""

from __future__ import annotations

import re

from leakwatch.extract.tags import Role, names

#: Pages of fewer tags than this cannot hurt, and most have fewer.
_HARMLESS_TAGS = 1_000
_HARMLESS_DEPTH_TAGS = 10_000
#: Real pages stay below a hundred; libxml2 gives up at 256.
_DEEPEST = 200
#: Nodes a page may come to by formatting opened anew; 100 bytes each.
_MOST_REOPENED = 2_000_000
#: The standard keeps so many equal formatting elements open.
_EQUAL = 3

_FORMATTING = frozenset(
    {"b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
#: Elements that close themselves or by the next of their kind: unclosed ones are not nested.
_UNNESTED = frozenset(
    {
        *("area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta"),
        *("param", "source", "track", "wbr"),
        *("body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rp"),
        *("rt", "tbody", "td", "tfoot", "th", "thead", "tr"),
        *("script", "style", "title", "textarea", "iframe", "noscript", "template"),
    }
)
_BLOCKS = frozenset(names(Role.BLOCK))

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>")
#: Quick and too wide: opening tags that may be formatting, and carry attributes.
_MAYBE_FORMATTING = re.compile(r"<([bcefinstuBCEFINSTU][a-zA-Z]*)[\s/]")
_FORMATTING_TAG = re.compile(rf"</?(?:{'|'.join(_FORMATTING)})(?:[\s/][^<>]*)?>", re.IGNORECASE)


def harmless(text: str) -> str:
    """`text`; where it is a trap, without the tags that make it one. The words stay."""
    tags = text.count("<")
    if tags < _HARMLESS_TAGS:
        return text
    if _reopened(text, tags) > _MOST_REOPENED:
        text = _FORMATTING_TAG.sub("", text)
    return text if tags < _HARMLESS_DEPTH_TAGS else _shallow(text)


def _reopened(text: str, tags: int) -> int:
    """How many elements may be opened anew: each open formatting element at each of the tags."""
    wide = sum(name.lower() in _FORMATTING for name in _MAYBE_FORMATTING.findall(text))
    most = _EQUAL * tags * (len(_FORMATTING) + wide)
    if most <= _MOST_REOPENED:
        return most
    return _EQUAL * tags * (len(_FORMATTING) + len(set(_FORMATTING_TAG.findall(text))))


def _shallow(text: str) -> str:
    """`text` without the elements that lie too deep; a line break stands for those that are blocks."""
    depth = 0

    def flat(tag: re.Match[str]) -> str:
        nonlocal depth
        name = tag[2].lower()
        if name in _UNNESTED:
            return tag[0]
        inside = depth
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if max(inside, depth) <= _DEEPEST:
            return tag[0]
        return "<br>" if name in _BLOCKS else ""

    return _TAG.sub(flat, text)
