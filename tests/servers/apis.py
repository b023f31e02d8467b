"""Stand-ins for the APIs that definitions come with: their shapes, invented content, no network."""

from __future__ import annotations

import json
import re
from asyncio import StreamWriter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.servers.behaviours import Asked, send

#: A canary's random query: nothing may be found.
_RANDOM = re.compile(r"\b[b-df-hj-np-tv-xz]{16}\b")
Parameters = Mapping[str, str]
#: How many entries there are, which of them a page shows, and how one of them looks.
Item = Callable[[int, str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Api:
    """Answers a search in JSON, page by page, as `shape` writes one page down."""

    item: Item
    shape: Callable[[list[dict[str, Any]], int], object]
    query: str  #: parameter with the query
    size: int  #: entries on one page
    page: str = "page"  #: parameter with the page's number, or its first entry
    entries: int = 3  #: entries that a query finds
    begin: Callable[[int], int] = lambda page: page - 1  #: a page's number → pages before it
    headers: Mapping[str, str] = field(default_factory=dict)
    link_header: bool = False

    async def answer(self, asked: Asked, out: StreamWriter) -> None:
        given = {name: values[0] for name, values in parse_qs(urlsplit(asked.target).query).items()}
        query = given[self.query]
        total = 0 if _RANDOM.search(query) else self.entries
        skipped = self.size * self.begin(int(given.get(self.page, "1")))
        numbers = range(skipped, min(skipped + self.size, total))
        site = given.get("site", "") + given.get("scope", "") + ("pull" * ("is:pull" in query))
        found = [self.item(number, f"{query} {site}".strip()) for number in numbers]
        headers = {"Content-Type": "application/json; charset=utf-8", **self.headers}
        if self.link_header and skipped + self.size < total:
            path = f"{urlsplit(asked.target).path}?{urlencode({**given, self.page: 2})}"
            headers["Link"] = f'<{path}>; rel="next", <{path}>; rel="last"'
        body = json.dumps(self.shape(found, total), ensure_ascii=False)
        await send(out, body.encode(), headers=headers)


def _github(found: list[dict[str, Any]], total: int) -> object:
    return {"total_count": total, "incomplete_results": False, "items": found}


def _code(number: int, query: str) -> dict[str, Any]:
    name = f"hanako/notes-{number}"
    return {
        "name": "furnace.py",
        "path": f"src/furnace_{number}.py",
        "sha": f"{number:040x}",
        "html_url": f"https://code.example/{name}/blob/{number:040x}/src/furnace_{number}.py",
        "repository": {"id": number, "full_name": name, "owner": {"login": "hanako", "id": 1}},
        "score": 1.0,
        "text_matches": [{"property": "content", "fragment": f"# {query} <T> で焼く\nx = 1"}],
    }


def _repository(number: int, query: str) -> dict[str, Any]:
    return {
        "id": 9_000 + number,
        "full_name": f"hanako/furnace-{number}",
        "html_url": f"https://code.example/hanako/furnace-{number}",
        "description": f"{query} の実験",
        "owner": {"login": "hanako"},
        "topics": ["ceramics", "firing"],
    }


def _issue(number: int, query: str) -> dict[str, Any]:
    return {
        "html_url": f"https://code.example/hanako/furnace/{'pull' if 'pull' in query else 'issues'}/{number}",
        "title": f"昇温が遅い {number}",
        "body": None if number == 1 else f"{query} の炉で",
        "user": {"login": "hanako"},
        "labels": [{"name": "bug"}],
        "created_at": "2026-03-01T09:00:00Z",
        "updated_at": f"2026-03-{number % 28 + 1:02}T09:00:00Z",
    }


def _gitlab(number: int, query: str) -> dict[str, Any]:
    if "issues" in query:
        author = {"name": "見本 花子", "username": "hanako"}
        return {
            "title": f"報告 {number}",
            "description": query,
            "web_url": f"https://lab.example/hanako/furnace/-/issues/{number}",
            "author": author,
            "labels": [],
        }
    return {
        "id": number,
        "name_with_namespace": f"Hanako / furnace-{number}",
        "description": query,
        "web_url": f"https://lab.example/hanako/furnace-{number}",
        "namespace": {"name": "Hanako"},
        "topics": ["firing"],
    }


def _article(number: int, query: str) -> dict[str, Any]:
    return {
        "id": f"{number:020x}",
        "title": f"{query} を読む",
        "body": f"# はじめに\n{query} と `List<String>`",
        "rendered_body": "<h1>はじめに</h1>",
        "url": f"https://notes.example/hanako/items/{number:020x}",
        "user": {"id": "hanako", "name": "", "organization": "株式会社サンプル商会"},
        "tags": [{"name": "Python", "versions": []}],
        "created_at": "2026-03-01T09:00:00+09:00",
    }


def _question(number: int, query: str) -> dict[str, Any]:
    return {
        "question_id": number,
        "title": f"&quot;{query}&quot; &amp; how to fire it",
        "body": f"<p>{query} で<br>焼く <code>a &lt; b</code></p>",
        "link": f"https://qa.example/{query.rpartition(' ')[2]}/questions/{number}/how",
        "owner": {"display_name": "Hanako &amp; co", "user_id": 1},
        "creation_date": 1_772_323_200,
        "tags": ["ceramics"],
    }


def _event(number: int, query: str) -> dict[str, Any]:
    return {
        "id": 364 + number,
        "title": f"焼成の会 #{number}",
        "catch": query,
        "description": f"<p>{query} の<b>焼</b>成</p>",
        "url": f"https://meet.example/event/{364 + number}/",
        "owner_display_name": "見本 花子",
        "group": {"title": "焼成の会"},
        "place": "公民館",
        "address": None,
        "started_at": "2026-04-17T18:30:00+09:00",
    }


def _result(number: int, query: str) -> dict[str, Any]:
    return {
        "url": f"https://found.example/{number}",
        "title": f"{query} &amp; others",
        "content": f"about {query}",
        "description": f"about <strong>{query}</strong>",
        "extra_snippets": ["more &gt; less"],
        "publishedDate": None,
        "page_age": "2026-03-01T09:00:00",
    }


def _brave(found: list[dict[str, Any]], _total: int) -> object:
    answer: dict[str, Any] = {"type": "search", "query": {"original": "…"}}
    return {**answer, "web": {"type": "search", "results": found}} if found else answer


def _from_one(first: int) -> int:
    return (first - 1) // 100


_LIMITS = {"X-RateLimit-Remaining": "9", "X-RateLimit-Reset": "4102444800"}
#: By the name of the definition.
APIS: Mapping[str, Api] = {
    "github-code": Api(_code, _github, "q", 100, entries=103, headers=_LIMITS),
    "github-repositories": Api(_repository, _github, "q", 100, entries=103, headers=_LIMITS),
    "github-issues": Api(_issue, _github, "q", 100, entries=103, headers=_LIMITS),
    "gitlab-search": Api(
        _gitlab, lambda found, _total: found, "search", 100, entries=103, link_header=True
    ),
    "qiita": Api(
        _article, lambda found, _total: found, "query", 100, entries=103,
        headers={"Rate-Remaining": "900", "Rate-Reset": "4102444800"},
    ),
    "stack-exchange": Api(
        _question,
        lambda found, _total: {"items": found, "has_more": False, "quota_remaining": 290},
        "q", 100, entries=103,
    ),
    "connpass": Api(
        _event,
        lambda found, total: {
            "results_returned": len(found), "results_available": total, "events": found
        },
        "keyword", 100, "start", 103, _from_one,
    ),
    "searxng": Api(
        _result,
        lambda found, _total: {"results": found, "unresponsive_engines": []},
        "q", 20, "pageno", 23,
    ),
    "brave-search": Api(
        _result, _brave, "q", 20, "offset", 23, lambda page: page,
        headers={"X-RateLimit-Remaining": "1, 1400", "X-RateLimit-Reset": "1, 1419704"},
    ),
}  # fmt: skip
