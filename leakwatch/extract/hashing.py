"""A fingerprint of what a sighting says, to tell whether it changed."""

from __future__ import annotations

from collections.abc import Mapping

from xxhash import xxh3_128

#: Stands in no text: decoding drops NULs.
_BETWEEN = b"\x00"


def content_hash(title: str, text: str, fields: Mapping[str, str]) -> str:
    """xxh3 (128 bits, hexadecimal) over title, text and fields; the fields' order does not count."""
    parts = [title, text]
    for name in sorted(fields):
        parts += (name, fields[name])
    digest = xxh3_128()
    for part in parts:
        # xxhash refuses `str`.
        digest.update(part.encode("utf-8", "replace"))
        digest.update(_BETWEEN)
    return digest.hexdigest()
