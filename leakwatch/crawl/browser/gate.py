"""One page's gate: what its document and scripts may ask for, and what the document answered.

It stands at the browser's own network layer, where redirects are seen as well, which playwright's
routes do not show. The proxy behind it stays the wall: this decides what is worth loading.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from playwright.async_api import CDPSession, Error as PlaywrightError, Page

from leakwatch.crawl.failures import Refused

#: What a page's text may depend on; pictures, media, fonts and frames are not asked for.
_WANTED = frozenset({"Document", "Fetch", "Preflight", "Script", "Stylesheet", "XHR"})
#: Requests of one page; without pictures the busiest pages of the web stay far below.
MOST_PARTS = 300
#: Claims about a browser that we do not make: who we are stands in User-Agent.
_HINT = re.compile(r"sec-ch-ua", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml")
_CHUNK = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The answer to the page's own address."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes | None = None  #: of what is no page: a redirect, a refusal, JSON

    @property
    def is_page(self) -> bool:
        kind = {name.lower(): value for name, value in self.headers}.get("content-type", "")
        html = not kind or kind.partition(";")[0].strip().lower() in _HTML
        return html and 200 <= self.status < 300  # noqa: PLR2004 - HTTP


class Gate:
    """Hears of every request of one page before it goes out, and of its answer's head.

    `admit` is asked for each part beside the page itself, and raises Refused; `headers` go with the
    page's own request. A page that wants to go elsewhere is held; `over` then holds where to, or why
    it is given up.
    """

    def __init__(
        self,
        session: CDPSession,
        *,
        headers: dict[str, str],
        admit: Callable[[str], Awaitable[None]],
        on_part: Callable[[str], None],
        on_refused: Callable[[str], None],
        most_bytes: int,
    ) -> None:
        self._session, self._headers = session, headers
        self._admit, self._on_part, self._on_refused = admit, on_part, on_refused
        self._most = most_bytes
        self._frame = self._request = ""
        self._parts = self._bytes = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.asked = False  #: the page's own request went out
        self.head: Head | None = None
        self.over: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    @classmethod
    async def before(cls, page: Page, **given: Any) -> Gate:
        """A gate before `page`, which has not been sent anywhere yet."""
        session = await page.context.new_cdp_session(page)
        gate = cls(session, **given)
        tree = await session.send("Page.getFrameTree")
        gate._frame = tree["frameTree"]["frame"]["id"]
        session.on("Fetch.requestPaused", gate._paused)
        session.on("Network.dataReceived", gate._received)
        session.on("Network.loadingFailed", gate._broke_off)
        patterns = [
            {"urlPattern": "*", "requestStage": "Request"},
            {"urlPattern": "*", "requestStage": "Response", "resourceType": "Document"},
        ]
        await session.send("Network.enable")
        await session.send("Network.setBypassServiceWorker", {"bypass": True})
        await session.send("Fetch.enable", {"patterns": patterns})
        return gate

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if not self.over.done():
            self.over.cancel()

    def end(self, name: str) -> None:
        """Give the page up under `name`."""
        if not self.over.done():
            self.over.set_exception(Refused(name))
            self.over.exception()  # whether anybody waits for it or not

    async def unless_over(self, work: Coroutine[Any, Any, object]) -> str | None:
        """Do `work`, unless the page is over before: where it wants to go. Raises Refused, and so on."""
        task = asyncio.ensure_future(work)
        try:
            both: set[asyncio.Future[Any]] = {task, self.over}
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if self.over.done():
                return self.over.result()
            task.result()
            return None
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def text(self, *, most: int) -> str:
        """The document as it stands, at most `most` characters and one more.

        Read in a world of its own, whose functions no script of the page can have replaced.
        """
        world = await self._session.send("Page.createIsolatedWorld", {"frameId": self._frame})
        answer = await self._session.send(
            "Runtime.evaluate",
            {
                "expression": _READ % (most + 1),
                "contextId": world["executionContextId"],
                "returnByValue": True,
            },
        )
        value = answer.get("result", {}).get("value")
        if not isinstance(value, str):
            raise Refused("not_rendered")
        return value

    def _received(self, event: dict[str, Any]) -> None:
        self._bytes += int(event.get("dataLength", 0))
        if self._bytes > self._most:
            self.end("too_large")

    def _broke_off(self, event: dict[str, Any]) -> None:
        if self.head is not None and self.head.body is None and event["requestId"] == self._request:
            self.end("incomplete")

    def _paused(self, event: dict[str, Any]) -> None:
        task = asyncio.ensure_future(self._decide(event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _decide(self, event: dict[str, Any]) -> None:
        with contextlib.suppress(PlaywrightError):  # the page is gone meanwhile
            answered = "responseStatusCode" in event or "responseErrorReason" in event
            own = event["resourceType"] == "Document" and event["frameId"] == self._frame
            if answered:
                await (self._answered(event) if own else self._go_on(event))
            elif own:
                await self._own(event)
            else:
                await self._part(event)

    async def _own(self, event: dict[str, Any]) -> None:
        """The page itself, and wherever it wants to go afterwards."""
        request = event["request"]
        if not self.asked:
            self.asked = True
            self._request = event.get("networkId", "")
            known = {**request["headers"], **self._headers}
            headers = {name: value for name, value in known.items() if not _HINT.match(name)}
            pairs = [{"name": name, "value": value} for name, value in headers.items()]
            await self._go_on(event, headers=pairs)
            return
        await self._hold(event)
        if request["method"] != "GET":
            self.end("form_refused")
        elif not self.over.done():
            self.over.set_result(request["url"])

    async def _part(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        frame = event["resourceType"] == "Document"
        try:
            await self._admit(url)
        except Refused:
            self._on_refused(url)
            await self._hold(event)
            return
        if frame or event["resourceType"] not in _WANTED:
            await self._hold(event)
            return
        self._parts += 1
        if self._parts > MOST_PARTS:
            self.end("too_many_parts")
            await self._hold(event)
            return
        self._on_part(url)
        await self._go_on(event)

    async def _answered(self, event: dict[str, Any]) -> None:
        status = event.get("responseStatusCode")
        if status is None or self.head is not None:
            await self._go_on(event)
            return
        given = event.get("responseHeaders") or ()
        headers = tuple((one["name"], one["value"]) for one in given)
        head = Head(url=event["request"]["url"], status=status, headers=headers)
        if head.is_page:
            self.head = head
            await self._go_on(event)
            return
        redirect = 300 <= status < 400  # noqa: PLR2004 - HTTP; it has no body to be asked for
        body = b"" if redirect else await self._body(event)
        self.head = Head(url=head.url, status=status, headers=headers, body=body)
        await self._hold(event)

    async def _body(self, event: dict[str, Any]) -> bytes:
        """The body, up to one byte more than is allowed."""
        where = await self._session.send(
            "Fetch.takeResponseBodyAsStream", {"requestId": event["requestId"]}
        )
        whole = bytearray()
        while len(whole) <= self._most:
            part = await self._session.send("IO.read", {"handle": where["stream"], "size": _CHUNK})
            data = part["data"]
            whole += base64.b64decode(data) if part.get("base64Encoded") else data.encode()
            if part["eof"]:
                break
        await self._session.send("IO.close", {"handle": where["stream"]})
        return bytes(whole)

    async def _go_on(self, event: dict[str, Any], **changes: Any) -> None:
        await self._session.send(
            "Fetch.continueRequest", {"requestId": event["requestId"], **changes}
        )

    async def _hold(self, event: dict[str, Any]) -> None:
        """Let nothing out; a page that wanted to go elsewhere stays where it is."""
        await self._session.send(
            "Fetch.failRequest", {"requestId": event["requestId"], "errorReason": "Aborted"}
        )


#: Open shadow roots are no part of `outerHTML`, and what a reader sees may stand in them.
_READ = """(() => {
  const most = %d, roots = [];
  const look = (top) => {
    for (const one of top.querySelectorAll('*')) {
      if (one.shadowRoot) { roots.push(one.shadowRoot); look(one.shadowRoot); }
    }
  };
  look(document);
  let text = document.documentElement ? document.documentElement.outerHTML : '';
  if (roots.length) {
    const end = text.lastIndexOf('</body>');
    const more = roots.map((root) => `<div>${root.innerHTML}</div>`).join('');
    text = end < 0 ? text + more : text.slice(0, end) + more + text.slice(end);
  }
  return ('<!DOCTYPE html>' + text).slice(0, most);
})()"""
