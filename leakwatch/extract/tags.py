"""What each HTML element means for the text around it."""

from __future__ import annotations

from enum import IntEnum
from functools import cache

from selectolax.lexbor import create_tag


class Role(IntEnum):
    BLOCK = 1  #: starts and ends a line of its own
    BREAK = 2  #: ends a line, holds nothing
    SKIP = 3  #: nobody reads what is in it
    RUBY = 4  #: words with their readings
    KEPT = 5  #: a block whose line breaks count, as in `pre`
    TITLE = 6
    META = 7
    SCRIPT = 8
    IMAGE = 9
    LINK = 10


_ROLES = {
    Role.BLOCK: """
        address article aside audio blockquote body button caption center col colgroup dd details
        dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6
        header hgroup html input legend li main map marquee menu nav object ol optgroup
        option output p search section select summary table tbody td tfoot th thead tr ul video
    """,
    Role.BREAK: "br hr",
    Role.SKIP: "style noscript iframe template noembed noframes rp rt rtc",
    Role.RUBY: "ruby",
    Role.KEPT: "pre textarea listing xmp plaintext",
    Role.TITLE: "title",
    Role.META: "meta",
    Role.SCRIPT: "script",
    Role.IMAGE: "img",
    Role.LINK: "a",
}


def names(role: Role) -> list[str]:
    """The elements of one role."""
    return _ROLES[role].split()


@cache
def roles() -> dict[int, Role]:
    """The parser's number of each element that is not simply part of a line → its role."""
    return {
        tag_id: role
        for role in _ROLES
        for name in names(role)
        if (tag_id := create_tag(name).tag_id)
    }


@cache
def text_tag() -> int:
    """The parser's number of a piece of text."""
    node = create_tag("p")
    node.insert_child("text")
    assert node.first_child is not None
    return node.first_child.tag_id
