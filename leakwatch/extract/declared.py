"""What a page declares itself to be: its type for social networks, and the schema.org types of its subject."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from selectolax.lexbor import LexborNode

#: Keys under which JSON-LD holds what the page is about; what is elsewhere is an author, a publisher.
_INWARD = ("mainEntity", "mainEntityOfPage", "@graph")
#: Kinds of things a graph lists beside the page: site, publisher, author, picture.
_OF_GRAPH = frozenset({"person", "organization", "website", "imageobject", "breadcrumblist"})
_DEEPEST = 4


def declared_types(root: LexborNode) -> frozenset[str]:
    """In lower case: `profilepage`, `newsarticle`, `jobposting` …, and `og:article` for og:type."""
    return frozenset({*_open_graph(root), *_microdata(root), *_linked_data(root)})


def _open_graph(root: LexborNode) -> Iterator[str]:
    for node in root.css("meta[property='og:type']"):
        content = (node.attributes.get("content") or "").strip().lower()
        if content:
            yield f"og:{content}"


def _microdata(root: LexborNode) -> Iterator[str]:
    """Types of items that are no property of another one."""
    items = (node.attributes for node in root.css("[itemscope][itemtype]"))
    kinds = (item.get("itemtype") or "" for item in items if "itemprop" not in item)
    yield from _single(_bare(kind) for several in kinds for kind in several.split())


def _linked_data(root: LexborNode) -> Iterator[str]:
    for script in root.css("script[type='application/ld+json']"):
        try:
            value = json.loads(script.text_lexbor(), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _single(_types(value))


def _single(kinds: Iterable[str]) -> Iterator[str]:
    """Those said once: a page with several articles is a list of them."""
    return (kind for kind, count in Counter(kinds).items() if count == 1)


def _types(value: Any, *, graph: bool = False, depth: int = 0) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _types(item, graph=graph, depth=depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            if isinstance(kind, str) and not (graph and _bare(kind) in _OF_GRAPH):
                yield _bare(kind)
        for key in _INWARD:
            yield from _types(value.get(key), graph=key == "@graph", depth=depth + 1)


def _bare(kind: str) -> str:
    return kind.strip().rstrip("/").rpartition("/")[2].rpartition(":")[2].lower()
