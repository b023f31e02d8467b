"""A recording as text: one line that says what it is, then one line for each answer."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from leakwatch.crawl.tape import Answer, Role
from leakwatch.errors import N_, SweepError

_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCrawl:
    """What it takes to do a crawl once more: its time, its bounds and its answers."""

    source: str
    at: datetime  #: the crawl's own clock
    since: datetime | None = None
    answers: tuple[Answer, ...]


def dump(crawl: RecordedCrawl) -> bytes:
    """`crawl` as JSON lines in UTF-8."""
    head = {
        "format": _FORMAT,
        "source": crawl.source,
        "at": crawl.at.isoformat(),
        "since": crawl.since.isoformat() if crawl.since else None,
    }
    lines: Sequence[dict[str, Any]] = [head, *map(_line, crawl.answers)]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode(
        "utf-8", "surrogatepass"
    )


def load(content: bytes) -> RecordedCrawl:
    """The crawl in `content`. Raises SweepError when it is no recording that is known here."""
    try:
        text = content.decode("utf-8", "surrogatepass")
        head, *lines = map(json.loads, filter(None, text.split("\n")))
        if head["format"] != _FORMAT:
            raise ValueError(head["format"])  # noqa: TRY301 - one way out for all that is unknown
        return RecordedCrawl(
            source=head["source"],
            at=datetime.fromisoformat(head["at"]),
            since=datetime.fromisoformat(head["since"]) if head["since"] else None,
            answers=tuple(map(_answer, lines)),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise SweepError(
            N_("this recording cannot be read: record the source once more")
        ) from error


def _line(answer: Answer) -> dict[str, Any]:
    return {**asdict(answer), "body": base64.b64encode(answer.body).decode("ascii")}


def _answer(line: dict[str, Any]) -> Answer:
    headers = tuple((str(name), str(value)) for name, value in line["headers"])
    body = base64.b64decode(line["body"], validate=True)
    return Answer(**{**line, "role": Role(line["role"]), "headers": headers, "body": body})
