"""XML made fit for a strict parser: the encoding it really has, no characters XML forbids."""

from __future__ import annotations

import re

from leakwatch.extract.decoding import decode

_DECLARATION = re.compile(r"\A\s*<\?xml[^<>]*\?>")
#: Characters XML has no place for; one of them would end the reading of the whole document.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def xml_text(body: bytes, *, content_type: str | None) -> str:
    """The text of an XML document, without the declaration that may be wrong about its encoding.

    Raises NotText.
    """
    text, _encoding = decode(body, content_type=content_type)
    text = text.lstrip("\ufeff \t\r\n")
    return _DECLARATION.sub("", _ILLEGAL.sub("", text), count=1).lstrip()


def xml_bytes(text: str) -> bytes:
    """`text` as UTF-8 under a declaration that says so."""
    document = f'<?xml version="1.0" encoding="utf-8"?>\n{text}'
    return document.encode("utf-8", "replace")
