"""The terminal's language: settled once per process, before any help text is built."""

from __future__ import annotations

import os

from leakwatch.locale import catalogue, language_of

LANGUAGE = language_of(os.environ)


def _(message: str) -> str:
    """`message` in the language of the terminal; its placeholders stay to be filled."""
    return catalogue(LANGUAGE).text(message)
