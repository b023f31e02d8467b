"""Pages as JSON: objects `{id, url, file|html|text}`, one a line."""

from __future__ import annotations

import json
from dataclasses import dataclass

from leakwatch.errors import N_, BrokenDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """One page; of `html`, `text` and `file` the first that is there says what is on it."""

    id: str | None = None
    url: str = ""
    html: str | None = None
    text: str | None = None
    file: str | None = None  #: path of a file that holds the page

    @property
    def empty(self) -> bool:
        return self.html is None and self.text is None and self.file is None


def read_record(line: bytes | str) -> PageRecord:
    """The page in one line. Raises BrokenDocument."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:  # RecursionError: brackets without end
        raise BrokenDocument(N_("no JSON in this line: {why}"), why=error) from error
    return page_record(value)


def page_record(value: object) -> PageRecord:
    """The page in a JSON value that is read already. Raises BrokenDocument when it is no object."""
    if not isinstance(value, dict):
        raise no_page()
    name = value.get("id")
    parts = {key: value.get(key) for key in ("html", "text", "file")}
    return PageRecord(
        id=None if name is None else str(name),
        url=str(value.get("url") or ""),
        **{key: part for key, part in parts.items() if isinstance(part, str)},
    )


def no_page() -> BrokenDocument:
    return BrokenDocument(N_("expected an object {{id, url, file|html|text}}"))
