"""The catalogues: every user-facing text in Japanese and English; a msgid is the English text."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from leakwatch.errors import N_, LeakwatchError
from leakwatch.locale.named import words_of

Language = Literal["en", "ja"]

__all__ = ["N_", "Catalogue", "Language", "catalogue", "language_of"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Texts of one language."""

    language: Language
    translations: gettext.NullTranslations

    def text(self, message: str, /, **values: object) -> str:
        """`message` in this language, its `{placeholders}` filled from `values`."""
        translated = self.translations.gettext(message)
        return translated.format(**values) if values else translated

    def error(self, error: LeakwatchError) -> str:
        """What went wrong; values that are messages or names themselves are in this language as well."""
        return self.text(error.message).format(**self.spoken(error.values))

    def named(self, name: str, words: str | None) -> str:
        """`name`, which options and JSON lines know, behind what it means in this language."""
        if words is None or self.language == "en":
            return name
        return f"{self.text(words)} ({name})"

    def spoken(self, values: Mapping[str, object]) -> dict[str, object]:
        """`values` with those that are messages or names in this language."""
        return {name: self.said(value) for name, value in values.items()}

    def said(self, value: object) -> object:
        if isinstance(value, StrEnum):
            return self.named(value.value, words_of(value))
        text = getattr(value, "text", None)
        return text(self) if callable(text) else value


@cache
def catalogue(language: Language) -> Catalogue:
    """The catalogue of `language`; English needs no file, its msgids are the texts."""
    if language == "en":
        return Catalogue(language, gettext.NullTranslations())
    directory = Path(__file__).parent
    return Catalogue(language, gettext.translation("leakwatch", directory, languages=[language]))


def language_of(environ: Mapping[str, str]) -> Language:
    """The language a terminal asks for: $LEAKWATCH_LANG, else the POSIX locale variables."""
    for name in ("LEAKWATCH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "")
        if value:
            return "ja" if value.lower().startswith("ja") else "en"
    return "en"
