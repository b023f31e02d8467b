"""A compiled watchlist as bytes and back; whoever keeps them has to seal them: they hold every name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from leakwatch.match.compiled import Compiled, Literals, Meaning, assembled
from leakwatch.match.variant import Variant
from leakwatch.models import EntryKind, Watchlist

#: Of the layout below; another one is not read.
LAYOUT = 1

_VARIANT = tuple(field.name for field in fields(Variant))


def packed(compiled: Compiled, *, key: str) -> bytes:
    """One line of JSON, the automaton as its library writes it, and one line of JSON a meaning.

    `key` says what it was compiled from; it comes back only to whoever asks for the same.
    """
    automaton = compiled.automaton.serialize() if compiled.automaton is not None else b""
    head = {
        "layout": LAYOUT,
        "key": key,
        "variant": _VARIANT,
        "longest": compiled.longest,
        "automaton": len(automaton),
    }
    meanings = map(compiled.literals.read, range(len(compiled.literals)))
    return b"".join(
        (_line(head), b"\n", automaton, b"\n".join(_line(_written(each)) for each in meanings))
    )


def unpacked(content: bytes, watchlist: Watchlist, *, key: str) -> Compiled | None:
    """What was packed under `key`, or None when this is something else or damaged.

    The meanings are read when an occurrence asks for them: a page meets a handful of them.
    """
    first, _, rest = content.partition(b"\n")
    try:
        head = json.loads(first)
        expected = {"layout": LAYOUT, "key": key, "variant": [*_VARIANT]}
        if {name: head[name] for name in expected} != expected:
            return None
        size, longest = int(head["automaton"]), int(head["longest"])
        made = CharwiseDoubleArrayAhoCorasick.deserialize(rest[:size]) if size else None
    except (ValueError, KeyError, TypeError):
        return None
    lines = rest[size:].split(b"\n") if size else []
    literals = Literals(len(lines), lambda number: _meaning(lines[number]))
    return assembled(watchlist, made, literals, longest=longest)


def _meaning(line: bytes) -> Meaning:
    variants, trap_of, context_of = json.loads(line)
    read = tuple(_read(dict(zip(_VARIANT, values, strict=True))) for values in variants)
    return Meaning(read, tuple(trap_of), tuple(context_of))


def _read(values: Mapping[str, Any]) -> Variant:
    return Variant(**{**values, "entry_kind": EntryKind(values["entry_kind"])})


def _written(meaning: Meaning) -> list[object]:
    variants = [[getattr(variant, name) for name in _VARIANT] for variant in meaning.variants]
    return [variants, meaning.trap_of, meaning.context_of]


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
