"""Lists of cards that lead from a profile to other profiles."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from leakwatch.extract.addresses import absolute

#: Different profiles a list has to lead to.
_SEVERAL = 3
#: A card is hardly ever deeper; so many elements are looked at above each link.
_LEVELS = 8
#: Links looked at, so that a page made of nothing else costs no more.
_MOST_LINKS = 2_000
_SAME_PAGE = ("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")


def card_lists(root: LexborNode, *, url: str) -> frozenset[int]:
    """The parser's ids of elements of which nearly every child is a card for one other profile.

    Only on a profile: elsewhere such lists are answers, comments or members, and what the page is
    about. A profile is known by its address, as `/experts/4711`, that of the page or the canonical one.
    """
    own = next(filter(profile_at, _addresses(root, url)), None)
    here = profile_at(own or "")
    if own is None or here is None:
        return frozenset()
    behind: defaultdict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    above: dict[int, LexborNode] = {}
    for link in root.css("a[href]")[:_MOST_LINKS]:
        target = profile_at(absolute(own, link.attributes.get("href") or "") or "")
        if target is not None and target[0] == here[0] and target != here:
            _note(link, target[1], behind, above)
    return frozenset(place for place, cards in behind.items() if _is_list(above[place], cards))


def profile_at(url: str) -> tuple[str, str] | None:
    """(kind of profile, id) where `url` is an address of one: its last two segments."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    found = _path().search(path.lower())
    return (found[1], unquote(found[2])) if found else None


def _addresses(root: LexborNode, url: str) -> list[str]:
    nodes = ((root.css_first(css), name) for css, name in _SAME_PAGE)
    return [url, *(node.attributes.get(name) or "" for node, name in nodes if node is not None)]


def _note(
    link: LexborNode,
    target: str,
    behind: defaultdict[int, dict[int, set[str]]],
    above: dict[int, LexborNode],
) -> None:
    child, parent = link, link.parent
    for _level in range(_LEVELS):
        if parent is None:
            return
        above[parent.mem_id] = parent
        behind[parent.mem_id][child.mem_id].add(target)
        child, parent = parent, parent.parent


def _is_list(node: LexborNode, cards: dict[int, set[str]]) -> bool:
    """Each card leads to one profile, and two of three children that say anything are cards."""
    single = [targets for targets in cards.values() if len(targets) == 1]
    if len(set[str]().union(*single)) < _SEVERAL:
        return False
    speaking = sum(1 for child in node.iter(include_text=True) if child.text_lexbor().strip())
    return len(single) * 3 >= speaking * 2


@cache
def _path() -> re.Pattern[str]:
    from leakwatch.text import rows  # noqa: PLC0415 - numpy is for who reads pages

    words = (names for part, where, names in rows("page_parts") if (part, where) == ("own", "path"))
    kinds = "|".join(map(re.escape, " ".join(words).split()))
    return re.compile(rf"/({kinds})/([^/]+)/?$")
