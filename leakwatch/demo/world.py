"""The demo world: an expert platform, its request board and a tech blog on one loopback port."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, replace
from enum import StrEnum
from types import TracebackType
from typing import TYPE_CHECKING, Self

from leakwatch.demo import blog, board, platform
from leakwatch.demo.content import NO_EDITS, Edits
from leakwatch.demo.page import Page, html_page, not_found, render
from leakwatch.demo.serving import HOST, Serving, require_extra
from leakwatch.errors import N_, UsageError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

SITE = "leakwatch デモの世界"
_SLOW_SECONDS = 3.0


class Fault(StrEnum):
    """How the world misbehaves, everywhere at once, when it is told to."""

    NONE = "none"
    FORBIDDEN = "forbidden"  #: 403 on every page
    BROKEN = "broken"  #: 500 on every page
    SLOW = "slow"  #: every answer takes seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request as the world's operators would find it in their logs."""

    path: str
    query: str
    user_agent: str
    headers: tuple[tuple[str, str], ...]
    status: int


class World:
    """The world between `start` and `stop`, also as a context manager; `day` is 1 or 2."""

    def __init__(self) -> None:
        require_extra()
        self._lock = threading.Lock()
        self._seen: list[Seen] = []
        self._serving: Serving | None = None
        self.day = 1
        self.edits = NO_EDITS
        self.fault = Fault.NONE
        self.slow_seconds = _SLOW_SECONDS

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Serve, and return when the port answers; starting twice changes nothing."""
        if self._serving is None:
            self._serving = Serving(self._app())
            self._serving.start()

    def stop(self) -> None:
        if self._serving is not None:
            self._serving.stop()
            self._serving = None

    @property
    def url(self) -> str:
        if self._serving is None:
            raise UsageError(N_("the demo world has no address before it is started"))
        return f"http://{HOST}:{self._serving.port}"

    @property
    def platform_url(self) -> str:
        return f"{self.url}/experts"

    @property
    def board_url(self) -> str:
        return f"{self.url}/requests"

    @property
    def blog_url(self) -> str:
        return f"{self.url}/blog"

    @property
    def seen(self) -> tuple[Seen, ...]:
        """Every request so far, oldest first."""
        with self._lock:
            return tuple(self._seen)

    def forget(self) -> None:
        """Empty the log of requests."""
        with self._lock:
            self._seen.clear()

    def respond(self, path: str, *, page: str = "1") -> Page:
        """The answer to `path` today, faults included; `page` is the query's page number."""
        if path == "/robots.txt":
            return _robots(self.url)
        if self.fault is Fault.FORBIDDEN:
            return Page(body=b"Forbidden", status=403, content_type="text/plain")
        if self.fault is Fault.BROKEN:
            return Page(body=b"Internal Server Error", status=500, content_type="text/plain")
        return answer(path, page=page, blog_url=self.blog_url, day=self.day, edits=self.edits)

    def deregister(self, *experts: str) -> None:
        """Let these registrants of the expert platform vanish from it."""
        self.edits = replace(self.edits, gone=self.edits.gone | {*experts})

    def register(self, *experts: str) -> None:
        """Let them come back as they were."""
        self.edits = replace(self.edits, gone=self.edits.gone - {*experts})

    def edit(self, expert: str, **changes: str) -> None:
        """Change fields of a profile, such as its `body`."""
        self.edits = replace(self.edits, changed={**self.edits.changed, expert: changes})

    def _app(self) -> ASGIApp:
        from starlette.applications import Starlette  # noqa: PLC0415 - an extra
        from starlette.routing import Route  # noqa: PLC0415 - an extra

        return Starlette(routes=[Route("/{path:path}", self._handle, methods=["GET"])])

    async def _handle(self, request: Request) -> Response:
        from starlette.responses import Response  # noqa: PLC0415 - an extra

        page = self.respond(request.url.path, page=request.query_params.get("page", "1"))
        self._note(request, page.status)
        if self.fault is Fault.SLOW:
            await asyncio.sleep(self.slow_seconds)
        headers = {"Content-Type": page.content_type}  # as it stands: starlette would add a charset
        return Response(page.body, status_code=page.status, headers=headers)

    def _note(self, request: Request, status: int) -> None:
        seen = Seen(
            path=request.url.path,
            query=request.url.query,
            user_agent=request.headers.get("user-agent", ""),
            headers=tuple(request.headers.items()),
            status=status,
        )
        with self._lock:
            self._seen.append(seen)


def answer(path: str, *, page: str, blog_url: str, day: int, edits: Edits = NO_EDITS) -> Page:
    """What the world says at `path` on `day`; links to the blog begin with `blog_url`."""
    if path == "/experts" or path.startswith("/experts/"):
        return platform.respond(path, page, day, edits)
    if path == "/requests" or path.startswith("/requests/"):
        return board.respond(path, page, day)
    if path.startswith("/blog/"):
        return blog.respond(path, blog_url, day)
    return _front() if path == "/" else not_found(SITE)


def _front() -> Page:
    body = render(
        "notice.html", title=SITE, body="架空の会社と架空の人々が住む、練習用の小さな世界です。"
    )
    return html_page(SITE, body, site=SITE)


def _robots(url: str) -> Page:
    return Page(body=render("robots.txt", url=url).encode(), content_type="text/plain")
