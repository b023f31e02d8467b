"""Pages nested so deeply that only a trap or a broken template can have written them."""

from __future__ import annotations

import re

#: Fewer tags than this cannot hurt: building the tree is quadratic in its depth (20,000 nested
#: `div` take half a second, 200,000 a minute).
_HARMLESS_TAGS = 10_000
#: Real pages stay below a hundred; libxml2 gives up at 256.
_DEEPEST = 200

#: Elements that close themselves or by the next of their kind: unclosed ones are not nested.
_UNNESTED = frozenset(
    {
        *("area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta"),
        *("param", "source", "track", "wbr"),
        *("body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rp"),
        *("rt", "tbody", "td", "tfoot", "th", "thead", "tr"),
    }
)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>")


def shallow(text: str) -> str:
    """`text`; where it is a trap, with what lies too deep taken out of its elements.

    The words stay, and a line break stands where each of those tags stood.
    """
    if text.count("<") < _HARMLESS_TAGS:
        return text
    depth = 0

    def flat(tag: re.Match[str]) -> str:
        nonlocal depth
        inside = depth
        if tag[2].lower() not in _UNNESTED:
            depth = max(depth - 1, 0) if tag[1] else depth + 1
        return tag[0] if max(inside, depth) <= _DEEPEST else "<br>"

    return _TAG.sub(flat, text)
