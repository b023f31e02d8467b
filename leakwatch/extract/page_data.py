"""Data a page carries for its own scripts: JSON-LD, `__NEXT_DATA__`, `window.__STATE__ = {…}`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from leakwatch.extract.decoding import scrub
from leakwatch.extract.walking import walk

#: Characters of data kept of one page; a shop's whole catalogue may come along in its state.
_MOST = 500_000

#: `__NUXT__ = …`, `window.APP = …`, `self.__next_f.push(…)`: state handed to the page's framework.
#: One pattern for each beginning: one that begins with a literal is searched for much faster.
_STATES = tuple(
    re.compile(beginning + r"(?:\.push\(|\s*=(?![=>])\s*)(?P<parsed>JSON\.parse\()?\s*")
    for beginning in (
        r"__(?P<name>[A-Za-z]\w*)",
        r"window\.(?P<name>[A-Za-z]\w*)",
        r"self\.(?P<name>[A-Za-z]\w*)",
        r"globalThis\.(?P<name>[A-Za-z]\w*)",
    )
)
_LITERAL = re.compile(
    r"""
      "([^"\\\n]*(?:\\.[^"\\\n]*)*)"
    | '([^'\\\n]*(?:\\.[^'\\\n]*)*)'
    """,
    re.VERBOSE,
)
_TOKEN = re.compile(_LITERAL.pattern + r"| ([\[{(]) | ([\]})])", re.VERBOSE)
_HEX = re.compile(r"\\x([0-9a-fA-F]{2})")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
#: Labels whose object is described by the keys inside: they say whose name it is.
OF_OTHERS = frozenset({"employer", "former", "buyer", "side"})
#: Labels that head a text of any length, or are none.
NOT_OF_VALUES = frozenset({"", "about", "career", "topics"})
_DECODER = json.JSONDecoder(strict=False)


def page_data(scripts: Iterable[LexborNode]) -> dict[str, str]:
    """Strings of every data script, under the script's kind or name; other script is not read."""
    found: dict[str, dict[str, None]] = {}
    left = _MOST
    for script in scripts:
        for name, leaf in _script_leaves(script):
            # The same phrase often stands in several places of one state; once is enough.
            found.setdefault(name, {})[leaf] = None
            left -= len(leaf)
            if left <= 0:
                return _joined(found)
    return _joined(found)


def json_strings(text: str) -> str:
    """Strings of a JSON document, one a line; those of a broken one as far as they can be told."""
    return "\n".join(_leaves_of(text))[:_MOST]


def strings_of(value: Any) -> str:
    """Strings of JSON that is parsed already, one a line."""
    return "\n".join(_leaves(value))[:_MOST]


def _joined(found: dict[str, dict[str, None]]) -> dict[str, str]:
    return {name: "\n".join(leaves)[:_MOST] for name, leaves in found.items()}


def _script_leaves(script: LexborNode) -> Iterator[tuple[str, str]]:
    attributes = script.attributes
    kind = (attributes.get("type") or "").partition(";")[0].strip().lower()
    if kind.endswith("json"):
        name = "json-ld" if kind == "application/ld+json" else attributes.get("id") or "json"
        for leaf in _leaves_of(script.text_lexbor()):
            yield name, leaf
    elif not kind or kind.endswith(("javascript", "module", "ecmascript")):
        yield from _state_leaves(script.text_lexbor())


def _state_leaves(text: str) -> Iterator[tuple[str, str]]:
    for pattern in _STATES:
        state = pattern.search(text)
        while state is not None:
            end, leaves = _state_value(text, state)
            for leaf in leaves:
                yield _name(state), leaf
            state = pattern.search(text, end)


def _name(state: re.Match[str]) -> str:
    return ("__" if _is_marked(state) else "") + state["name"]


def _is_marked(state: re.Match[str]) -> bool:
    """Whether the name is one that frameworks make for the purpose."""
    return state[0].startswith("__")


def _state_value(text: str, state: re.Match[str]) -> tuple[int, Iterator[str]]:
    """Where the value ends, and its strings; none when it is code rather than data."""
    start = state.end()
    opening = text[start : start + 1]
    if state["parsed"]:
        literal = _LITERAL.match(text, start)
        return (literal.end(), _parsed(literal)) if literal else (start, iter(()))
    packed = opening == "(" and "NUXT" in state["name"]  # (function(a,b){return {…}}("…"))
    if opening not in {"{", "["} and not packed:
        return start, iter(())
    try:
        value, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        end = _balanced_end(text, start)
        # Other objects that are no JSON hold code as often as data.
        return end, _literals(text[start:end]) if _is_marked(state) else iter(())
    return end, _leaves(value)


def _parsed(literal: re.Match[str]) -> Iterator[str]:
    for text in _literals(literal[0]):
        yield from _leaves_of(text)


def _balanced_end(text: str, start: int) -> int:
    depth = 0
    for token in _TOKEN.finditer(text, start, start + _MOST):
        if token[3]:
            depth += 1
        elif token[4]:
            depth -= 1
            if depth <= 0:
                return token.end()
    return min(len(text), start + _MOST)


def _leaves_of(text: str) -> Iterator[str]:
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return map(_plain, _literals(text[:_MOST]))
    return _leaves(value)


def _leaves(value: Any) -> Iterator[str]:
    """Strings in the order they stand, at any depth; behind its key where that is a known label.

    Of the keys on the way to a string the outermost that says whose it is comes first
    (`worksFor: {name: …}` is the employer), else the innermost.
    """
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        label, item = waiting.pop()
        if isinstance(item, str):
            yield _labelled(label, _plain(item))
        elif isinstance(item, dict):
            waiting.extend((_key_label(key, label), each) for key, each in reversed(item.items()))
        elif isinstance(item, list):
            waiting.extend((label, each) for each in reversed(item))


def _labelled(label: str, text: str) -> str:
    """`text` behind its label; of several lines only what is about others, which each must say."""
    if label and "\n" in text:
        text, label = (" ".join(text.split()), label) if _is_side(label) else (text, "")
    return f"{label}: {text}" if label and any(map(str.isalnum, text)) else text


def _is_side(label: str) -> bool:
    from leakwatch.text import label_meaning  # noqa: PLC0415 - numpy is for who reads pages

    return label_meaning(label) == "side"


def _key_label(key: str, outer: str) -> str:
    from leakwatch.text import label_meaning  # noqa: PLC0415 - numpy is for who reads pages

    if key.startswith(("@", "$")):  # what kind of thing it is, not what it is called
        return ""
    if outer and label_meaning(outer) in OF_OTHERS:
        return outer
    spelled = " ".join(_HUMP.sub(" ", key).replace("_", " ").lower().split())
    return spelled if label_meaning(spelled) not in NOT_OF_VALUES else ""


def _literals(text: str) -> Iterator[str]:
    """String literals of what is a script's notation rather than JSON."""
    for literal in _LITERAL.finditer(text):
        raw = literal[1]
        if raw is None:
            raw = literal[2].replace("\\'", "'").replace('"', '\\"')
        raw = _HEX.sub(r"\\u00\1", raw)
        try:
            yield json.loads(f'"{raw}"', strict=False)
        except ValueError:
            yield raw


def _plain(text: str) -> str:
    """The words of a string: state often holds markup."""
    text = scrub(text)
    if "<" in text or "&" in text:
        root = LexborHTMLParser(text, scripting=True).root
        text = "" if root is None else walk(root).text
    return text.strip()
