"""Which elements of a page stand beside its subject, by what they are and by what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from selectolax.lexbor import LexborNode

from leakwatch.extract.cards import card_lists
from leakwatch.extract.tags import Role, roles
from leakwatch.extract.walking import text_of

#: What another element's footer belongs to, by the HTML standard: then it is none of the page.
_SECTIONING = frozenset(
    {"article", "main", "section", "aside", "nav", "blockquote", "figure", "td"}
)
_ROOTS = frozenset({"html", "body", "main", "article", "h1"})
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")
#: Words of a name: `handling-security-related-bugs` is a heading's, not a part's.
_LONGEST_ID, _LONGEST_NAME = 2, 6
#: What is only called so, or may hold anything, is the page itself when it holds more of its words. A
#: short profile beside a box of related ones is often a third of what both say.
_SHARES = {"aside": 0.5, "related": 0.8}
#: Elements that are too much of the page, one around the other; each was read in full to tell.
_MOST_WEIGHED = 50
_CALLED = "[class], [id], [role], aside, nav, footer"
CARDS, OWN = "cards", "own"
#: Which of several names counts; `own` last, since boxes about others hold profiles, too.
_ORDER = ("related", "nav", "aside", "footer", OWN)


@dataclass(frozen=True, slots=True)
class Part:
    """One element beside the subject, with all that is in it."""

    node: LexborNode
    name: str  #: aside, nav, footer, related, cards
    after: int | None  #: the parser's id of the first node behind it; None: the page ends with it


def parts_beside(root: LexborNode, *, url: str) -> Iterator[Part]:
    """The outermost elements beside the subject, in the order of the page.

    None that holds the page's first `h1` or its `main` is one, nor an aside or box that holds most of
    the page's words: then it is the page.
    """
    named = _named(root, url)
    judge = _Judge(root)
    until: int | None = None
    inside = False
    for node in root.traverse(include_text=True) if named else ():
        place = node.mem_id
        if inside and place != until:
            continue
        inside = place in named and judge.stands_beside(node, named[place])
        if inside:
            until = _after(node)
            yield Part(node, named[place], until)


def _named(root: LexborNode, url: str) -> dict[int, str]:
    """The parser's ids of elements that are called a part, or are a list of cards."""
    found = dict.fromkeys(card_lists(root, url=url), CARDS)
    for node in root.css(_CALLED):
        if roles().get(node.tag_id) is Role.BLOCK:
            given = node.attributes
            name = _part_called(
                node.tag or "", given.get("class"), given.get("id"), given.get("role")
            )
            if name:
                found[node.mem_id] = name
    return found


class _Judge:
    """Whether what is called a part is one on this page."""

    def __init__(self, root: LexborNode) -> None:
        self._root = root
        self._subject = _holders_of_subject(root)
        self._vain = 0

    @cached_property
    def _words(self) -> int:
        return len(text_of(self._root))

    def stands_beside(self, node: LexborNode, name: str) -> bool:
        if node.mem_id in self._subject or (name == "footer" and _within_a_section(node)):
            return False
        return name not in _SHARES or self._is_minor(node, _SHARES[name])

    def _is_minor(self, node: LexborNode, share: float) -> bool:
        """Whether it holds at most that share of the words; of what is nested in vain no more is asked."""
        if self._vain > _MOST_WEIGHED:
            return False
        minor = len(text_of(node)) <= self._words * share
        self._vain += not minor
        return minor


@lru_cache(maxsize=4096)
def _part_called(tag: str, classes: str | None, slug: str | None, role: str | None) -> str:
    """The part that an element's attributes make it; most elements of a page share theirs."""
    if tag in _ROOTS:
        return ""
    names = (classes or "").split()
    if slug and tag != "section" and len(_words(slug)) <= _LONGEST_ID:
        names.append(slug.strip())
    by_name = _by_names(names) if names else ""
    if by_name and by_name != OWN:
        return by_name
    table = _table()
    found = table.get(("role", (role or "").strip().lower())) or table.get(("tag", tag), "")
    return "" if by_name and found == "aside" else found


def _by_names(names: list[str]) -> str:
    """The row that fits, the first of the table; `own` where nothing else does."""
    found = {part for name in names for part in _parts_named(name)}
    return next((part for part in _ORDER if part in found), "")


def _parts_named(name: str) -> Iterator[str]:
    table = _table()
    yield table.get(("name", name.lower().replace("_", "-")), "")
    words = _words(name)
    # `xl:sidebar-open:p-2` is a style that depends on something else; what is longer is no name.
    if ":" not in name and len(words) <= _LONGEST_NAME:
        parts = {table.get(("word", word), "") for word in words}
        yield from () if "not" in parts else parts


def _words(name: str) -> list[str]:
    return _WORD.findall(_HUMP.sub(" ", name).lower())


@cache
def _table() -> dict[tuple[str, str], str]:
    from leakwatch.text import rows  # noqa: PLC0415 - numpy is for who reads pages

    return {
        (where, name): part for part, where, names in rows("page_parts") for name in names.split()
    }


def _holders_of_subject(root: LexborNode) -> frozenset[int]:
    """The elements that hold the first heading or the main part."""
    found = [root.css_first("h1"), root.css_first("main"), root.css_first("[role=main]")]
    return frozenset(above.mem_id for node in found if node is not None for above in _upwards(node))


def _within_a_section(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and any(above.tag in _SECTIONING for above in _upwards(parent))


def _upwards(node: LexborNode) -> Iterator[LexborNode]:
    above: LexborNode | None = node
    while above is not None:
        yield above
        above = above.parent


def _after(node: LexborNode) -> int | None:
    for above in _upwards(node):
        if above.next is not None:
            return above.next.mem_id
    return None
