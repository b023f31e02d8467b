"""Protected topics: no entry of the watchlist is one, or a part of one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leakwatch.config.mistakes import KeyPath, Mistake
from leakwatch.config.yaml_file import Document
from leakwatch.errors import N_

_LISTS = ("companies", "sites", "divisions", "terms", "combinations")
#: Keys whose texts are no spelling of their entry, and so never become a hit.
_BESIDE = frozenset(
    {"id", "kind", "context", "not_in", "none", "fields", "domains", "sites", "technologies"}
)


def check_protected(document: Document) -> Iterator[Mistake]:
    """What would be found in a page just where it speaks of a protected topic."""
    topics = _topics(document)
    for name in _LISTS:
        for path, entry in document.entries(name):
            for place, text in _spellings(entry, path):
                topic = _around(_folded(text), topics)
                if topic:
                    yield document.mistake(
                        place,
                        N_("this is the protected topic {topic}, or a part of it: never a hit"),
                        topic=topic,
                        remedy=N_("remove it, or word the protected topic more narrowly"),
                    )


def _topics(document: Document) -> dict[str, str]:
    """Folded topic → as it is written."""
    written = document.get(("protected_topics",))
    words = written if isinstance(written, list) else [written]
    return {_folded(word): word for word in words if isinstance(word, str)}


def _spellings(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _BESIDE:
                yield from _spellings(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _spellings(item, (*path, index))


def _around(form: str, topics: dict[str, str]) -> str | None:
    """The topic that `form` is or stands in; a Latin word only as a word of its own."""
    if not form:
        return None
    if form.isascii():
        inside = re.compile(rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])")
        return next((word for topic, word in topics.items() if inside.search(topic)), None)
    return next((word for topic, word in topics.items() if form in topic), None)


def _folded(text: str) -> str:
    from leakwatch.text import fold_key  # noqa: PLC0415 - the supervisor does without numpy

    return fold_key(text)
