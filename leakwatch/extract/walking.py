"""The text of a tree as a reader sees it: inline elements joined, blocks on lines of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from selectolax.lexbor import LexborNode

from leakwatch.extract.tags import Role, roles, text_tag

#: Stands for a line break until white space is settled; decoding leaves no NUL in a text.
LINE = "\x00"
#: The mark below all others: no node stands there.
_NOWHERE = 0


@dataclass(slots=True)
class Walk:
    """What one pass over a tree finds, and what it has to remember on its way.

    The parser hands out nodes as they open, never as they close. So for a block the node that
    follows its end is remembered (`ends`, innermost last), and the line is broken when it comes up.
    """

    start: LexborNode
    parts: list[str] = field(default_factory=list)
    titles: list[LexborNode] = field(default_factory=list)
    metas: list[LexborNode] = field(default_factory=list)
    scripts: list[LexborNode] = field(default_factory=list)
    rubies: list[LexborNode] = field(default_factory=list)
    ends: list[int] = field(default_factory=lambda: [_NOWHERE])
    instead: dict[int, str] = field(default_factory=dict)  #: text node → what is read in its place

    @property
    def text(self) -> str:
        return settle("".join(self.parts))

    def enter(self, start: LexborNode) -> None:
        """The start itself is wanted, whatever is usually skipped; only `pre` means more than that."""
        if roles().get(start.tag_id) is Role.KEPT:
            self.keep(start)

    def ruby(self, node: LexborNode) -> None:
        self.rubies.append(node)

    def meta(self, node: LexborNode) -> None:
        self.metas.append(node)

    def block(self, node: LexborNode) -> None:
        self.parts.append(LINE)
        after = node.next or self._after_parents(node)
        if after is not None:
            self.ends.append(after.mem_id)

    def _after_parents(self, block: LexborNode) -> LexborNode | None:
        """The node after `block`, the last of its parent, unless a block around it ends there too.

        That one breaks the line itself; stopping at it also keeps a page of nested blocks linear.
        """
        top, roles_of = self.start.mem_id, roles()
        node: LexborNode | None = block
        while node is not None and node.mem_id != top:
            if node.next is not None:
                return node.next
            node = node.parent
            if node is not None and roles_of.get(node.tag_id) is Role.BLOCK:
                return None
        return None

    def line(self, _node: LexborNode) -> None:
        self.parts.append(LINE)

    def skip(self, node: LexborNode) -> None:
        for text in _texts(node):
            self.instead[text.mem_id] = ""

    def keep(self, node: LexborNode) -> None:
        self.block(node)
        for text in _texts(node):
            self.instead[text.mem_id] = (text.text_content or "").replace("\n", LINE)

    def title(self, node: LexborNode) -> None:
        parent = node.parent
        if parent is not None and parent.tag == "head":
            self.titles.append(node)
            self.skip(node)
        else:  # of a drawing, or misplaced: it is shown
            self.block(node)

    def script(self, node: LexborNode) -> None:
        self.scripts.append(node)
        self.skip(node)

    def image(self, node: LexborNode) -> None:
        alt = node.attributes.get("alt")
        if alt:
            self.parts += (LINE, alt, LINE)

    def link(self, node: LexborNode) -> None:
        """Two links side by side are two things, as in a menu, though their style alone parts them."""
        before = node.prev
        if before is not None and before.tag_id == node.tag_id:
            self.parts.append(LINE)


Handler = Callable[[Walk, LexborNode], None]

_HANDLERS: dict[Role, Handler] = {
    Role.BLOCK: Walk.block,
    Role.BREAK: Walk.line,
    Role.SKIP: Walk.skip,
    Role.KEPT: Walk.keep,
    Role.RUBY: Walk.ruby,
    Role.TITLE: Walk.title,
    Role.META: Walk.meta,
    Role.SCRIPT: Walk.script,
    Role.IMAGE: Walk.image,
    Role.LINK: Walk.link,
}


@cache
def handlers_by_tag() -> dict[int, Handler]:
    """What to do when an element opens, by the parser's number of it."""
    return {tag: _HANDLERS[role] for tag, role in roles().items()}


def walk(start: LexborNode) -> Walk:
    """One pass in document order, without recursion: depth costs nothing."""
    return follow(Walk(start), start.traverse(include_text=True))


def follow(found: Walk, nodes: Iterator[LexborNode]) -> Walk:
    """Take in `nodes`, the start of `found` and what is in it as they open."""
    handlers, text_id = handlers_by_tag(), text_tag()
    add, ends, instead = found.parts.append, found.ends, found.instead
    found.enter(next(nodes))
    for node in nodes:
        place = node.mem_id
        while place == ends[-1]:
            ends.pop()
            add(LINE)
        tag = node.tag_id
        if tag == text_id:
            add(instead.get(place, node.text_content or ""))
        elif tag in handlers:
            handlers[tag](found, node)
    return found


def text_of(node: LexborNode) -> str:
    """The text of one element, as `walk` gives it; most that are selected hold a few words only."""
    only = node.first_child
    if only is not None and only.next is None and only.tag_id == text_tag():
        text = only.text_content or ""
        if "\n" not in text:  # which `pre` would keep
            return settle(text)
    return walk(node).text


def _texts(start: LexborNode) -> Iterable[LexborNode]:
    text_id = text_tag()
    return (node for node in start.traverse(include_text=True) if node.tag_id == text_id)


def settle(text: str) -> str:
    """White space as HTML has it: runs become one blank, lines with nothing on them vanish.

    Only ASCII white space counts: an ideographic or a no-break space is part of what is written.
    """
    words = b" ".join(text.encode("utf-8", "replace").split())
    lines = map(bytes.strip, words.split(LINE.encode()))
    return b"\n".join(filter(None, lines)).decode("utf-8")


def readings_of(rubies: list[LexborNode]) -> tuple[tuple[str, str], ...]:
    """(base, reading) of every annotated stretch, as in `<ruby>漢<rt>かん</rt></ruby>`."""
    return tuple(pair for ruby in rubies for pair in _pairs(ruby))


def _pairs(ruby: LexborNode) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    base = ""
    for child in ruby.iter(include_text=True):
        if child.tag in {"rt", "rtc"}:
            pairs.append((settle(base), settle(child.text_lexbor())))
            base = ""
        elif child.tag != "rp":
            base += child.text_lexbor()
    return [(base, reading) for base, reading in pairs if base and reading]
