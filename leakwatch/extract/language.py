"""Which language a page is written in, as far as its script tells."""

from __future__ import annotations

import re

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
#: Kana among so many characters make a page Japanese; less is a quoted name.
_ONE_IN = 100
#: Characters looked at.
_SAMPLE = 5_000


def language_of(text: str, *, declared: str | None) -> str | None:
    """Two letters: by the script of `text`, else as `declared` (`ja-JP` is `ja`), else None.

    Declarations come from templates, so a Japanese page may call itself `en`.
    """
    if not text.isascii():
        sample = text[:_SAMPLE]
        for language, script in (("ja", _KANA), ("ko", _HANGUL)):
            if len(script.findall(sample)) * _ONE_IN >= len(sample):
                return language
    primary = (declared or "").replace("_", "-").partition("-")[0].strip().lower()
    return primary if len(primary) == 2 and primary.isalpha() else None  # noqa: PLR2004 - two letters
